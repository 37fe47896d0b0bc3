//! Pictures made of pixels.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader};

use super::{Picture, header};
use crate::book::Format;

/// CSS pixels to the inch (CSS Values 4, section 6.2).
const CSS: f64 = 96.0;
/// Quality of a JPEG that was made smaller: artefacts don't show at reading distance.
const SMALLER: u8 = 85;
/// Quality of a JPEG that was converted and will be printed.
const CONVERTED: u8 = 94;

/// A decoded picture with what goes along when it is written again.
struct Decoded {
    pixels: DynamicImage,
    orientation: Orientation,
    profile: Option<Vec<u8>>,
}

pub(super) fn probe(bytes: &[u8], format: Format) -> Result<Picture, String> {
    let mut decoded = decode(bytes, format)?;
    let cmyk = format == Format::Jpeg && header::channels(bytes) == Some(4);
    let turned = decoded.orientation != Orientation::NoTransforms;
    decoded.pixels.apply_orientation(decoded.orientation);
    let (width, height) = (decoded.pixels.width(), decoded.pixels.height());
    let scale = CSS / header::resolution(bytes, format).unwrap_or(CSS);
    let bytes = if cmyk || turned {
        if cmyk {
            // The profile describes CMYK; the pixels aren't any more.
            decoded.profile = None;
        }
        encode(&decoded, format, CONVERTED).ok_or("it can't be converted")?
    } else {
        bytes.to_vec()
    };
    Ok(Picture { format, width: f64::from(width) * scale, height: f64::from(height) * scale, type_size: None, bytes })
}

pub(super) fn fit(bytes: &[u8], format: Format, longest: u32) -> Option<Vec<u8>> {
    let (width, height) = reader(bytes, format).into_dimensions().ok()?;
    if width.max(height) <= longest || longest == 0 {
        return None;
    }
    let mut decoded = decode(bytes, format).ok()?;
    decoded.pixels = smaller(decoded.pixels, longest);
    encode(&decoded, format, SMALLER)
}

fn reader(bytes: &[u8], format: Format) -> ImageReader<Cursor<&[u8]>> {
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Gif => ImageFormat::Gif,
        Format::Webp => ImageFormat::WebP,
        // An SVG never comes here; it would be refused as no PNG.
        Format::Png | Format::Svg => ImageFormat::Png,
    };
    ImageReader::with_format(Cursor::new(bytes), format)
}

fn decode(bytes: &[u8], format: Format) -> Result<Decoded, String> {
    let broken = |error: image::ImageError| error.to_string().to_lowercase();
    let mut decoder = reader(bytes, format).into_decoder().map_err(broken)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| !profile.is_empty());
    let pixels = DynamicImage::from_decoder(decoder).map_err(broken)?;
    Ok(Decoded { pixels, orientation, profile })
}

/// Scales down. Colours are weighted by their opacity, or transparent pixels would bleed into edges.
fn smaller(pixels: DynamicImage, longest: u32) -> DynamicImage {
    let pixels = without_idle_alpha(pixels);
    if !pixels.color().has_alpha() {
        return pixels.resize(longest, longest, FilterType::Lanczos3);
    }
    let mut weighted = pixels.into_rgba32f();
    for pixel in weighted.pixels_mut() {
        let [r, g, b, a] = pixel.0;
        pixel.0 = [r * a, g * a, b * a, a];
    }
    let scaled = DynamicImage::ImageRgba32F(weighted).resize(longest, longest, FilterType::Lanczos3);
    let mut scaled = scaled.into_rgba32f();
    for pixel in scaled.pixels_mut() {
        let [r, g, b, a] = pixel.0;
        let by = if a > 0.0 { 1.0 / a } else { 0.0 };
        pixel.0 = [r * by, g * by, b * by, a].map(|value| value.clamp(0.0, 1.0));
    }
    DynamicImage::ImageRgba8(DynamicImage::ImageRgba32F(scaled).into_rgba8())
}

/// Without opacity where every pixel is opaque, as in most screenshots: a third smaller, and faster.
fn without_idle_alpha(pixels: DynamicImage) -> DynamicImage {
    match pixels {
        DynamicImage::ImageRgba8(rgba) if rgba.pixels().all(|pixel| pixel.0[3] == u8::MAX) => {
            DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(rgba).into_rgb8())
        }
        pixels => pixels,
    }
}

/// Writes a picture, always the same bytes for the same pixels.
fn encode(decoded: &Decoded, format: Format, quality: u8) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let pixels = &decoded.pixels;
    match format {
        Format::Jpeg => {
            let flat = match pixels {
                DynamicImage::ImageLuma8(_) => pixels.clone(),
                _ => DynamicImage::ImageRgb8(pixels.to_rgb8()),
            };
            write(JpegEncoder::new_with_quality(&mut out, quality), &flat, decoded)?;
        }
        Format::Webp => {
            let pixels = if pixels.color().has_alpha() {
                DynamicImage::ImageRgba8(pixels.to_rgba8())
            } else {
                DynamicImage::ImageRgb8(pixels.to_rgb8())
            };
            write(WebPEncoder::new_lossless(&mut out), &pixels, decoded)?;
        }
        Format::Png | Format::Gif | Format::Svg => {
            let encoder =
                PngEncoder::new_with_quality(&mut out, CompressionType::Default, PngFilter::Adaptive);
            write(encoder, pixels, decoded)?;
        }
    }
    Some(out)
}

fn write(mut encoder: impl ImageEncoder, pixels: &DynamicImage, decoded: &Decoded) -> Option<()> {
    if let Some(profile) = &decoded.profile {
        // An encoder without profiles writes the picture all the same.
        let _ = encoder.set_icc_profile(profile.clone());
    }
    pixels.write_with_encoder(encoder).ok()
}
