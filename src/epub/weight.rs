//! What is too heavy for old readers.
//!
//! Adobe's readers before 2015, and Kindle's intake after them, gave up on a text of more than 300 kB unpacked;
//! 260 kB is what makers of EPUBs have kept to since. Raster pictures are decoded piece by piece and have no
//! such limit. The navigation document has none either: only readers of EPUB 3 read it, and it can't be split
//! (EPUB 3.3, section 5.8.1: exactly one).

use std::collections::BTreeMap;

use crate::book::{self, Block, Book, FigureBody, Format};
use crate::problem::{Diagnostic, Problem};
use crate::span::{FileId, Span};

use super::chunk::Plan;
use super::package::FOLDER;
use super::pictures;

/// Bytes that a text or a drawing may have.
pub(super) const MOST: usize = 260_000;

/// What has more, said at the heading of the text and at the figure of the drawing.
pub(super) fn heavy(book: &Book, plan: &Plan, files: &BTreeMap<String, Vec<u8>>) -> Vec<Diagnostic> {
    let size = |path: &str| files.get(&format!("{FOLDER}/{path}")).map_or(0, Vec::len);
    let said = |path: &str, at: Span| {
        let bytes = size(path);
        let kilobytes = bytes.div_ceil(1000);
        (bytes > MOST).then(|| Problem::HeavyFile { path: path.to_owned(), kilobytes, most: MOST / 1000 }.at(at))
    };
    let texts = plan.leaves.iter().filter_map(|leaf| said(&leaf.path, leaf.heading.span));
    let places = pictures::places(book);
    let drawings = book.assets.iter().zip(&places).enumerate().filter(|(_, (asset, _))| asset.format == Format::Svg);
    texts.chain(drawings.filter_map(|(at, (_, placed))| said(&placed.path, shown(book, at)))).collect()
}

/// Where a picture is shown first.
fn shown(book: &Book, asset: usize) -> Span {
    let mut found = None;
    for chapter in book.chapters() {
        book::blocks(&chapter.blocks, &mut |block| {
            if let Block::Figure(x) = block
                && let FigureBody::Picture(picture) = &x.body
                && usize::try_from(picture.asset.0) == Ok(asset)
            {
                found.get_or_insert(x.span);
            }
        });
    }
    found.unwrap_or(Span::top(FileId(0)))
}
