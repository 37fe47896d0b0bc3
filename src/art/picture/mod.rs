//! Pictures probed, converted where an output can't take them, and made smaller where they are too large.
//!
//! In come the bytes of a file; out come bytes that both outputs take as they are: Typst 0.15 and the core
//! media types of EPUB 3.3 (section 3.2) have PNG, JPEG, GIF, WebP and SVG in common. After [`probe`] a picture
//! is known to decode, its size is known, and an SVG is known to need nothing but itself.
//!
//! | what comes in | what happens to it |
//! | --- | --- |
//! | JPEG in CMYK | becomes RGB: reading systems show the colours of CMYK wrongly or not at all |
//! | turned by its EXIF orientation | its pixels are turned: not every reading system turns them |
//! | SVG with a `viewBox` and one of `width` and `height` | states both |
//! | anything else in these formats | stays as it is, byte for byte |
//!
//! A GIF or WebP that moves stays so in the EPUB; print shows its first frame.

mod header;
mod raster;
mod svg;

use crate::book::Format;

/// A picture that both outputs take.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its format.
    pub format: Format,
    /// Width as meant, CSS pixels.
    pub width: f64,
    /// Height as meant, CSS pixels.
    pub height: f64,
    /// Smallest type in a drawing, CSS pixels; `None` where there is none.
    pub type_size: Option<f64>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads a picture: its format from its bytes, its size in CSS pixels (raster pixels at their stated
/// resolution, else 96 per inch), its bytes checked to decode.
///
/// A stated resolution counts from 97 to 2400 pixels per inch. Less is what programs write who know none
/// (72, 96); it would make screenshots larger than they were.
///
/// # Errors
/// Why it is none.
pub fn probe(bytes: &[u8]) -> Result<Picture, String> {
    match header::format(bytes)? {
        Format::Svg => svg::probe(bytes),
        format @ (Format::Png | Format::Jpeg | Format::Gif | Format::Webp) => raster::probe(bytes, format),
    }
}

/// The picture with no side longer than `longest` pixels, in the same format.
///
/// Never made larger. JPEG is written with quality 85, PNG and WebP without loss. SVG has no pixels and
/// stays; so does GIF, which may move. What can't be decoded stays too: [`probe`] has said so.
#[must_use]
pub fn fit(bytes: &[u8], format: Format, longest: u32) -> Vec<u8> {
    match format {
        Format::Svg | Format::Gif => bytes.to_vec(),
        Format::Png | Format::Jpeg | Format::Webp => {
            raster::fit(bytes, format, longest).unwrap_or_else(|| bytes.to_vec())
        }
    }
}

#[cfg(test)]
mod tests;
