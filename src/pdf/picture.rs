//! Pictures at the size they are set in.

use super::inline::length;
use super::origin::Writer;
use crate::book::{Book, Picture, Width};

/// Points in a CSS pixel: 72 to the inch against 96.
const POINTS: f64 = 0.75;

/// The most room a picture may take, pt.
#[derive(Debug, Clone, Copy)]
pub struct Box {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A picture with its size.
#[derive(Debug, Clone, PartialEq)]
pub struct Sized {
    /// File name of the asset.
    pub name: String,
    /// Description; empty is decorative.
    pub alt: String,
    /// Width, pt.
    pub width: f64,
    /// Height, pt.
    pub height: f64,
}

/// The picture at the size asked for, made smaller where it would leave the box; `None` where the book
/// has no such asset.
#[must_use]
pub fn fit(book: &Book, picture: &Picture, most: Box) -> Option<Sized> {
    let Picture { asset, alt, width } = picture;
    let asset = book.assets.get(asset.0 as usize)?;
    let natural = (asset.width.max(1.0) * POINTS, asset.height.max(1.0) * POINTS);
    let wanted = match width {
        None => natural.0,
        Some(Width::Share(share)) => share * most.width,
        Some(Width::Points(points)) => *points,
    };
    let wanted = wanted.clamp(1.0, most.width);
    let height = wanted * natural.1 / natural.0;
    let shrink = (most.height / height).min(1.0);
    let (name, alt) = (asset.name.clone(), alt.clone());
    Some(Sized { name, alt, width: wanted * shrink, height: height * shrink })
}

/// A call with path, width, height and description.
pub fn call(w: &mut Writer, function: &str, picture: &Sized) {
    w.raw(function);
    w.raw("(");
    w.literal(&format!("/assets/{}", picture.name));
    w.raw(", ");
    length(w, picture.width);
    w.raw(", ");
    length(w, picture.height);
    w.raw(", ");
    w.literal(&picture.alt);
    w.raw(")");
}
