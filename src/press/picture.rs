//! Raster pictures (ISO 32000-2, 8.9.5) in the colours of the file.
//!
//! What shines through a picture is paper: in a file of inks, transparency is worked into the picture, so
//! that no press has to flatten it. Masks of one bit stay, they are no transparency.

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::{DynamicImage, ExtendedColorType};
use lopdf::{Dictionary, Document, Object, Stream};

use super::space::{Space, Spaces, device};
use super::tone::Tone;
use super::{deflated, said};
use crate::printer::Color;

/// Quality of a photo that has to be written again, 1 to 100: beyond it files grow and nobody sees why.
const QUALITY: u8 = 95;

/// Whether a picture has to change.
pub(super) fn concerns(document: &Document, stream: &Stream, color: Color) -> bool {
    if stream.dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false) {
        return false;
    }
    let Ok(space) = stream.dict.get(b"ColorSpace") else { return false };
    match Spaces::new(document).of(space) {
        Space::Process(count) => color != Color::Rgb || count != 3,
        Space::Palette => color != Color::Rgb,
        Space::Other => false,
    }
}

/// Samples of a picture, 8 bits each, with the components of its space.
struct Samples {
    width: usize,
    components: usize,
    bytes: Vec<u8>,
}

/// The picture in another space; `None` where it is best left alone.
pub(super) fn converted(document: &Document, stream: &Stream, color: Color) -> Result<Option<Stream>, String> {
    let dict = &stream.dict;
    let space = dict.get(b"ColorSpace").map_err(said)?;
    let photo = stream.filters().is_ok_and(|filters| filters == [b"DCTDecode"]);
    let alpha = soft_mask(document, dict).filter(|_| color != Color::Rgb);
    // Gray, and process colours for a file of them, only lose their profiles.
    let kept = match Spaces::new(document).of(space) {
        Space::Process(1) => Some("DeviceGray"),
        Space::Process(4) if color == Color::Cmyk => Some("DeviceCMYK"),
        Space::Process(_) | Space::Palette | Space::Other => None,
    };
    if let (Some(device), None) = (kept, &alpha) {
        let mut same = stream.clone();
        same.dict.set("ColorSpace", device);
        return Ok(Some(same));
    }
    let Some(samples) = samples(document, stream, photo)? else { return Ok(None) };
    let target = if samples.components == 1 { Color::Gray } else { color };
    let out = toned(&samples, alpha.as_deref(), target);
    let mut made = dict.clone();
    for key in ["DecodeParms", "Decode", "Intent"] {
        made.remove(key.as_bytes());
    }
    if alpha.is_some() {
        made.remove(b"SMask");
    }
    made.set("ColorSpace", device(target));
    made.set("BitsPerComponent", 8);
    let bytes = if photo && target == Color::Gray {
        made.set("Filter", "DCTDecode");
        photo_of(&out, samples.width)?
    } else {
        made.set("Filter", "FlateDecode");
        deflated(&out)?
    };
    Ok(Some(Stream::new(made, bytes)))
}

/// Every pixel in the colours of the file, on paper where it isn't opaque.
fn toned(samples: &Samples, alpha: Option<&[u8]>, target: Color) -> Vec<u8> {
    let mut out = Vec::with_capacity(samples.bytes.len());
    let mut last: Option<([u8; 4], u8, usize)> = None;
    for (at, pixel) in samples.bytes.chunks_exact(samples.components).enumerate() {
        let cover = alpha.and_then(|alpha| alpha.get(at)).copied().unwrap_or(255);
        let mut key = [0; 4];
        key.iter_mut().zip(pixel).for_each(|(slot, byte)| *slot = *byte);
        // Most pixels are what the one before them is.
        match last {
            Some((same, opaque, size)) if same == key && opaque == cover => {
                out.extend_from_within(out.len() - size..);
            }
            _ => {
                let before = out.len();
                shade(pixel, f64::from(cover) / 255.0, target, &mut out);
                last = Some((key, cover, out.len() - before));
            }
        }
    }
    out
}

/// One pixel.
fn shade(pixel: &[u8], cover: f64, target: Color, out: &mut Vec<u8>) {
    let paper = if pixel.len() == 4 { 0.0 } else { 1.0 };
    let part = |byte: u8| f64::from(byte) / 255.0 * cover + paper * (1.0 - cover);
    let parts: Vec<f64> = pixel.iter().map(|byte| part(*byte)).collect();
    if let Some(tone) = Tone::of(&parts) {
        let tone = tone.to(target).spread(target);
        out.extend(tone.iter().map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8));
    }
}

fn samples(document: &Document, stream: &Stream, photo: bool) -> Result<Option<Samples>, String> {
    if photo {
        let decoder = JpegDecoder::new(std::io::Cursor::new(&stream.content)).map_err(|error| error.to_string())?;
        let picture = DynamicImage::from_decoder(decoder).map_err(|error| error.to_string())?;
        let width = picture.width() as usize;
        let gray = picture.color().channel_count() == 1;
        let (components, bytes) =
            if gray { (1, picture.into_luma8().into_raw()) } else { (3, picture.into_rgb8().into_raw()) };
        return Ok(Some(Samples { width, components, bytes }));
    }
    let number = |key: &[u8]| stream.dict.get(key).and_then(Object::as_i64).ok().and_then(|n| usize::try_from(n).ok());
    let (Some(width), Some(bits)) = (number(b"Width"), number(b"BitsPerComponent")) else { return Ok(None) };
    let space = stream.dict.get(b"ColorSpace").map_err(said)?;
    let Ok(raw) = stream.get_plain_content() else { return Ok(None) };
    let samples = match (Spaces::new(document).of(space), bits) {
        (Space::Process(components), 8) => Samples { width, components, bytes: raw },
        (Space::Process(components), 16) => {
            Samples { width, components, bytes: raw.chunks_exact(2).filter_map(|pair| pair.first().copied()).collect() }
        }
        (Space::Palette, 8) => match palette(document, space) {
            Some((components, table)) => {
                let entry = |index: u8| {
                    let from = usize::from(index) * components;
                    table.get(from..from + components).map_or(vec![0; components], <[u8]>::to_vec)
                };
                Samples { width, components, bytes: raw.into_iter().flat_map(entry).collect() }
            }
            None => return Ok(None),
        },
        (Space::Process(_) | Space::Palette | Space::Other, _) => return Ok(None),
    };
    Ok(Some(samples))
}

/// Components and entries of `[/Indexed base high table]`.
fn palette(document: &Document, space: &Object) -> Option<(usize, Vec<u8>)> {
    let items = document.dereference(space).ok()?.1.as_array().ok()?;
    let Space::Process(components) = Spaces::new(document).of(items.get(1)?) else { return None };
    let table = document.dereference(items.get(3)?).ok()?.1;
    let bytes = match table {
        Object::String(bytes, _) => bytes.clone(),
        Object::Stream(stream) => stream.get_plain_content().ok()?,
        _ => return None,
    };
    Some((components, bytes))
}

/// How opaque each pixel is, where the mask is as large as the picture.
fn soft_mask(document: &Document, dict: &Dictionary) -> Option<Vec<u8>> {
    let mask = dict.get_deref(b"SMask", document).ok()?.as_stream().ok()?;
    let same = |key: &[u8]| {
        let of = |dict: &Dictionary| dict.get(key).and_then(Object::as_i64).ok();
        of(dict) == of(&mask.dict)
    };
    let plain = mask.dict.get(b"Decode").is_err() && mask.dict.get(b"Matte").is_err();
    let bits = mask.dict.get(b"BitsPerComponent").and_then(Object::as_i64).ok()?;
    let bytes = mask.get_plain_content().ok().filter(|_| plain && same(b"Width") && same(b"Height"))?;
    match bits {
        8 => Some(bytes),
        16 => Some(bytes.chunks_exact(2).filter_map(|pair| pair.first().copied()).collect()),
        _ => None,
    }
}

fn photo_of(gray: &[u8], width: usize) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let size = |pixels: usize| u32::try_from(pixels).map_err(|error| error.to_string());
    let (across, down) = (size(width)?, size(gray.len() / width.max(1))?);
    let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    encoder.encode(gray, across, down, ExtendedColorType::L8).map_err(|error| error.to_string())?;
    Ok(out)
}
