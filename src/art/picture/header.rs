//! What the first bytes of a picture say: its format and its resolution.

use crate::book::Format;

/// Resolutions that count, pixels per inch.
const SENSIBLE: std::ops::RangeInclusive<f64> = 97.0..=2400.0;

/// The format by its first bytes.
///
/// # Errors
/// What it is instead.
pub(super) fn format(bytes: &[u8]) -> Result<Format, String> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let at_8 = bytes.get(8..12).unwrap_or_default();
    Ok(match () {
        () if starts(b"\x89PNG\r\n\x1a\n") => Format::Png,
        () if starts(b"\xff\xd8\xff") => Format::Jpeg,
        () if starts(b"GIF87a") || starts(b"GIF89a") => Format::Gif,
        () if starts(b"RIFF") && at_8 == b"WEBP" => Format::Webp,
        () if bytes.is_empty() => return Err("the file is empty".to_owned()),
        () if starts(b"\x1f\x8b") => return Err("it is compressed: unpack it to an SVG".to_owned()),
        () if starts(b"%PDF") => return Err(other("a PDF document")),
        () if starts(b"II*\0") || starts(b"MM\0*") => return Err(other("a TIFF picture")),
        () if starts(b"BM") => return Err(other("a BMP picture")),
        () if bytes.get(4..12) == Some(b"ftypavif") => return Err(other("an AVIF picture")),
        () if bytes.get(4..11) == Some(b"ftyphei") => return Err(other("a HEIF picture")),
        () if starts(b"8BPS") => return Err(other("a Photoshop document")),
        () if starts(b"%!PS") => return Err(other("a PostScript document")),
        () if text(bytes) => Format::Svg,
        () => return Err(other("none of the formats known")),
    })
}

fn other(what: &str) -> String {
    format!("it is {what}; PNG, JPEG, GIF, WebP and SVG are known")
}

/// The first character that isn't white space begins markup.
fn text(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// The stated resolution, pixels per inch, where it is stated in both directions alike and is sensible.
pub(super) fn resolution(bytes: &[u8], format: Format) -> Option<f64> {
    let stated = match format {
        Format::Png => png(bytes),
        Format::Jpeg => jpeg(bytes),
        Format::Gif | Format::Webp | Format::Svg => None,
    };
    stated.filter(|stated| SENSIBLE.contains(stated))
}

/// `pHYs`: pixels per metre in x and y, and unit 1 (PNG, third edition, section 11.3.4.3). It stands before
/// the first `IDAT`.
fn png(bytes: &[u8]) -> Option<f64> {
    let mut rest = bytes.get(8..)?;
    loop {
        let length = usize::try_from(u32_at(rest, 0)?).ok()?;
        match rest.get(4..8)? {
            b"pHYs" => {
                let (x, y) = (u32_at(rest, 8)?, u32_at(rest, 12)?);
                let metres = rest.get(16) == Some(&1) && x == y;
                return metres.then(|| (f64::from(x) * 0.0254).round());
            }
            b"IDAT" | b"IEND" => return None,
            _ => rest = rest.get(length.checked_add(12)?..)?,
        }
    }
}

/// The density in the JFIF header (ISO/IEC 10918-5, section 10.2): per inch or per centimetre.
fn jpeg(bytes: &[u8]) -> Option<f64> {
    let segment = bytes.get(2..)?;
    if segment.get(..2)? != b"\xff\xe0" || segment.get(4..9)? != b"JFIF\0" {
        return None;
    }
    let (x, y) = (u16_at(segment, 12)?, u16_at(segment, 14)?);
    match segment.get(11)? {
        1 if x == y => Some(f64::from(x)),
        2 if x == y => Some((f64::from(x) * 2.54).round()),
        _ => None,
    }
}

/// How many channels a JPEG has: the components of its frame header (ISO/IEC 10918-1, section B.2.2).
pub(super) fn channels(bytes: &[u8]) -> Option<u8> {
    let mut rest = bytes.get(2..)?;
    loop {
        let (Some(0xff), Some(marker)) = (rest.first(), rest.get(1)) else { return None };
        match marker {
            // Fill bytes before a marker.
            0xff => rest = rest.get(1..)?,
            // Frame headers are SOF0 to SOF15, without DHT, JPG and DAC, which stand in between.
            0xc4 | 0xc8 | 0xcc => rest = after(rest)?,
            0xc0..=0xcf => return rest.get(9).copied(),
            0xd9 | 0xda => return None,
            _ => rest = after(rest)?,
        }
    }
}

/// What follows a marker segment.
fn after(segment: &[u8]) -> Option<&[u8]> {
    segment.get(2 + usize::from(u16_at(segment, 2)?)..)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_be_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}
