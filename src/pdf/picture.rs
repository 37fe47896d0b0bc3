//! Pictures at the size they are set in.

use super::inline::length;
use super::origin::Writer;
use crate::book::{Asset, Book, Picture, Width};
use crate::problem::Problem;
use crate::span::Span;

/// Points in a CSS pixel: 72 to the inch against 96.
const POINTS: f64 = 0.75;

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
    book: &Book,
    function: &str,
    picture: &Picture,
    most: Box,
    span: Span,
    instead: &str,
) {
    let Picture { asset, alt, width } = picture;
    let Some(asset) = book.assets.get(asset.0 as usize) else {
        w.problem(Problem::Internal { what: format!("no picture {}", asset.0) }, span);
        return w.raw("[]");
    };
    let size = fit(asset, *width, most);
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

/// The size asked for, or else the picture's own; smaller, in proportion, where it would leave the box.
fn fit(asset: &Asset, width: Option<Width>, most: Box) -> Box {
    let natural = Box { width: asset.width.max(1.0) * POINTS, height: asset.height.max(1.0) * POINTS };
    let wanted = match width {
        None => natural.width,
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
        let asset = Asset { name: "a.png".into(), format: Format::Png, width, height, bytes };
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
}
