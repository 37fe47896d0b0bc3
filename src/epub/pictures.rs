//! The pictures: where each is, what it is, how large it may be; and which of them is the cover.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::art::picture;
use crate::book::{Asset, Book, Format};
use crate::fonts::Fonts;

use super::{cover, dress};

/// A picture with its place in the EPUB.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) path: String,
    /// CSS pixels.
    pub(super) width: f64,
    /// CSS pixels.
    pub(super) height: f64,
}

/// Where each picture of the book is, in their order.
pub(super) fn places(book: &Book) -> Vec<Placed> {
    book.assets.iter().enumerate().map(|(at, asset)| placed(at, asset)).collect()
}

fn placed(at: usize, asset: &Asset) -> Placed {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let good = !asset.name.is_empty() && asset.name.bytes().all(plain);
    let name = if good { asset.name.clone() } else { format!("picture_{at}.{}", extension(asset.format)) };
    Placed { path: format!("images/{name}"), width: asset.width, height: asset.height }
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Png => "png",
        Format::Jpeg => "jpg",
        Format::Gif => "gif",
        Format::Webp => "webp",
        Format::Svg => "svg",
    }
}

/// Its media type (EPUB 3.3, section 3.2, core media types).
pub(super) fn media(format: Format) -> &'static str {
    match format {
        Format::Png => "image/png",
        Format::Jpeg => "image/jpeg",
        Format::Gif => "image/gif",
        Format::Webp => "image/webp",
        Format::Svg => "image/svg+xml",
    }
}

/// The pictures in their order, none with a side longer than `longest` pixels, vectors with their faces.
pub(super) fn scaled(book: &Book, fonts: &Fonts, longest: u32) -> Vec<Vec<u8>> {
    let fit = |asset: &Asset| match asset.format {
        // Our own drawings have pixels for units, and come with 15 digits; an author's may have any.
        Format::Svg if asset.source.is_some() => dress::dressed(&dress::rounded(&asset.bytes), fonts),
        Format::Svg => dress::dressed(&asset.bytes, fonts),
        Format::Png | Format::Jpeg | Format::Gif | Format::Webp => {
            picture::fit(&asset.bytes, asset.format, longest)
        }
    };
    book.assets.par_iter().map(fit).collect()
}

/// A cover that we make: where the book has none, and where its own is a vector, which shops refuse.
pub(super) fn drawn_cover(book: &Book, fonts: &Fonts) -> Option<Vec<u8>> {
    match own_cover(book) {
        None => cover::drawn(book, fonts),
        Some(asset) if asset.format == Format::Svg => cover::rastered(asset, fonts),
        Some(_) => None,
    }
}

fn own_cover(book: &Book) -> Option<&Asset> {
    book.meta.cover.and_then(|id| book.assets.get(id.0 as usize))
}

/// Path of the cover: its own, or that of the one we made.
pub(super) fn cover_path(book: &Book, assets: &[Placed], drawn: bool) -> String {
    let own = book.meta.cover.and_then(|id| assets.get(id.0 as usize));
    match own.filter(|_| !drawn) {
        Some(own) => own.path.clone(),
        None => "images/_cover.png".to_owned(),
    }
}
