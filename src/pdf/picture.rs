//! Pictures at the size they are set in.

use super::geometry::points;
use super::inline::{Context, length};
use super::origin::Writer;
use crate::book::{Asset, Format, Picture, Width};
use crate::problem::Problem;
use crate::span::Span;

/// Points in a CSS pixel: 72 to the inch against 96.
const POINTS: f64 = 0.75;
/// Smallest type in a drawing that prints without a warning, pt: a size under the 7 to 8 pt of captions.
const LEAST_TYPE: f64 = 6.5;
/// Type in a diagram that we drew and whose author gave no width, pt: no larger than the text around it.
const MOST_TYPE: f64 = 9.0;

/// Room for a picture, or the room it takes, pt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Box {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A call with path, width, height and description; without a description `instead` says what is shown.
pub fn call(
    w: &mut Writer,
    cx: Context,
    function: &str,
    picture: &Picture,
    most: Box,
    span: Span,
    instead: &str,
) {
    let Picture { asset, alt, width } = picture;
    let Some(asset) = cx.book.assets.get(asset.0 as usize) else {
        w.problem(Problem::Internal { what: format!("no picture {}", asset.0) }, span);
        return w.raw("[]");
    };
    let size = fit(asset, *width, most);
    let found = pixels(asset).map_or(f64::INFINITY, |pixels| f64::from(pixels) * 72.0 / size.width);
    if found + 0.5 < cx.resolution {
        let (path, least) = (asset.name.clone(), cx.resolution as u32);
        w.problem(Problem::LowResolution { path, found: found as u32, least }, span);
    }
    // A drawing in a line is a sign, whatever letters it has.
    let type_size = asset.type_size.filter(|_| function != "i-picture").map(|pixels| pixels * size.width / asset.width.max(1.0));
    let least = LEAST_TYPE.max(cx.least_type);
    if let Some(found) = type_size.filter(|size| *size + 0.05 < least) {
        let (drawing, found, least) = (format!("`{}`", asset.name), format!("{found:.1}"), points(least));
        w.problem(Problem::SmallType { drawing, found, least }, span);
    }
    w.raw(function);
    w.raw("(");
    w.literal(&format!("/assets/{}", asset.name));
    w.raw(", ");
    length(w, size.width);
    w.raw(", ");
    length(w, size.height);
    w.raw(", ");
    w.literal(if alt.is_empty() { instead } else { alt });
    w.raw(")");
}

/// How wide a picture is in a room of so many pt.
pub fn width(cx: Context, picture: &Picture, room: f64) -> f64 {
    let most = Box { width: room, height: f64::INFINITY };
    cx.book.assets.get(picture.asset.0 as usize).map_or(0.0, |asset| fit(asset, picture.width, most).width)
}

/// Pixels across a picture, from its first bytes; `None` for drawings.
fn pixels(asset: &Asset) -> Option<u32> {
    let bytes = &asset.bytes;
    let two = |at: usize| Some([*bytes.get(at)?, *bytes.get(at + 1)?]);
    match asset.format {
        // The header chunk comes first (PNG, 11.2.1).
        Format::Png => Some(u32::from_be_bytes(bytes.get(16..20)?.try_into().ok()?)),
        Format::Gif => two(6).map(u16::from_le_bytes).map(u32::from),
        Format::Jpeg => frame_width(bytes),
        // Lossy, lossless and extended (RFC 9649, 2.5 to 2.7).
        Format::Webp => match bytes.get(12..16)? {
            b"VP8 " => two(26).map(|pair| u32::from(u16::from_le_bytes(pair) & 0x3FFF)),
            b"VP8L" => two(21).map(|pair| u32::from(u16::from_le_bytes(pair) & 0x3FFF) + 1),
            _ => Some(u32::from_le_bytes([*bytes.get(24)?, *bytes.get(25)?, *bytes.get(26)?, 0]) + 1),
        },
        Format::Svg => None,
    }
}

/// Width in a JPEG's frame header (ITU T.81, B.2.2): the first segment SOF0 to SOF15 that is no table.
fn frame_width(bytes: &[u8]) -> Option<u32> {
    let mut at = 2;
    loop {
        let (marker, length) = (*bytes.get(at + 1)?, u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        if (0xC0..=0xCF).contains(&marker) && ![0xC4, 0xC8, 0xCC].contains(&marker) {
            return Some(u32::from(u16::from_be_bytes([*bytes.get(at + 7)?, *bytes.get(at + 8)?])));
        }
        at += 2 + usize::from(length);
    }
}

/// The size asked for, or else the picture's own, a diagram's by its type; smaller, in proportion, where it would leave the box.
fn fit(asset: &Asset, width: Option<Width>, most: Box) -> Box {
    let natural = Box { width: asset.width.max(1.0) * POINTS, height: asset.height.max(1.0) * POINTS };
    let drawn = asset.type_size.filter(|_| asset.source.is_some());
    let wanted = match width {
        None => natural.width * drawn.map_or(1.0, |pixels| (MOST_TYPE / (pixels * POINTS)).min(1.0)),
        Some(Width::Share(share)) => share * most.width,
        Some(Width::Points(points)) => points,
    };
    let wanted = wanted.clamp(1.0, most.width.max(1.0));
    let height = wanted * natural.height / natural.width;
    let shrink = (most.height / height).min(1.0);
    Box { width: wanted * shrink, height: height * shrink }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Format;
    use std::sync::Arc;

    fn set(width: f64, height: f64, wanted: Option<Width>) -> (f64, f64) {
        let bytes: Arc<[u8]> = Arc::from(&b""[..]);
        let asset = Asset { name: "a.png".into(), format: Format::Png, width, height, type_size: None, source: None, bytes };
        let size = fit(&asset, wanted, Box { width: 354.0, height: 500.0 });
        (size.width.round(), size.height.round())
    }

    #[test]
    fn pictures_keep_their_size_and_proportion_within_the_page() {
        assert_eq!(set(200.0, 100.0, None), (150.0, 75.0));
        assert_eq!(set(2000.0, 1000.0, None), (354.0, 177.0));
        assert_eq!(set(100.0, 4000.0, None), (13.0, 500.0));
        assert_eq!(set(200.0, 100.0, Some(Width::Share(0.5))), (177.0, 89.0));
        assert_eq!(set(200.0, 100.0, Some(Width::Points(900.0))), (354.0, 177.0));
    }

    #[test]
    fn type_in_diagrams_is_no_larger_than_the_text() {
        let source = Some(crate::book::Source { notation: "mermaid".into(), text: String::new() });
        let bytes: Arc<[u8]> = Arc::from(&b""[..]);
        let asset = Asset { name: "a.svg".into(), format: Format::Svg, width: 200.0, height: 100.0, type_size: Some(16.0), source, bytes };
        let most = Box { width: 354.0, height: 500.0 };
        assert_eq!(fit(&asset, None, most), Box { width: 112.5, height: 56.25 });
        assert_eq!(fit(&Asset { source: None, ..asset }, None, most), Box { width: 150.0, height: 75.0 });
    }
}
