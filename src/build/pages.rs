//! Where the pages of the print edition begin, kept beside it for EPUBs that are made without it.
//!
//! They hold only for the very tree that was laid out, so its hash stands with them.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use crate::book::{Book, PageStart};
use crate::snapshot::{BookPath, Snapshot};
use crate::span::Span;

/// The file.
pub const FILE: &str = "pages.json";

#[derive(Serialize, Deserialize)]
struct Kept {
    tree: String,
    /// The PDFs that they stand in, a volume each.
    #[serde(default)]
    volumes: Vec<String>,
    pages: Vec<Page>,
}

#[derive(Serialize, Deserialize)]
struct Page {
    folio: String,
    page: usize,
    file: String,
    start: u32,
    end: u32,
    offset: usize,
    /// File, first and last byte of the listing that it is a line of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    listing: Option<(String, u32, u32)>,
}

/// The file of these pages; `None` where they can't be written as JSON.
pub(super) fn write(snapshot: &Snapshot, starts: &[PageStart], tree: u64, volumes: Vec<String>) -> Option<(String, Vec<u8>)> {
    let page = |start: &PageStart| {
        let PageStart { folio, page, span, listing, offset } = start.clone();
        let place = |Span { file, start, end }| (snapshot.file(file).path.to_string(), start, end);
        let ((file, start, end), listing) = (place(span), listing.map(place));
        Page { folio, page, file, start, end, offset, listing }
    };
    let kept = Kept { tree: format!("{tree:016x}"), volumes, pages: starts.iter().map(page).collect() };
    Some((FILE.to_owned(), serde_json::to_vec(&kept).ok()?))
}

/// The names of the PDFs that the last print build made, in order.
pub(super) fn volumes(bytes: &[u8]) -> Vec<String> {
    serde_json::from_slice(bytes).map(|kept: Kept| kept.volumes).unwrap_or_default()
}

/// The pages of this tree; `None` where they are those of another.
pub(super) fn read(snapshot: &Snapshot, bytes: &[u8], tree: u64) -> Option<Vec<PageStart>> {
    let kept: Kept = serde_json::from_slice(bytes).ok()?;
    if kept.tree != format!("{tree:016x}") {
        return None;
    }
    let place = |(file, start, end): (String, u32, u32)| {
        let text = snapshot.text(&BookPath::new(&file).ok()?).ok()?;
        Some(Span { file: text.file, start, end })
    };
    let start = |page: Page| {
        let Page { folio, page, file, start, end, offset, listing } = page;
        let listing = match listing {
            Some(listing) => Some(place(listing)?),
            None => None,
        };
        Some(PageStart { folio, page, span: place((file, start, end))?, listing, offset })
    };
    kept.pages.into_iter().map(start).collect()
}

/// A hash of the tree.
pub(super) fn tree(book: &Book) -> u64 {
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    // A hash refuses nothing, and a tree is always JSON; were it not, what came before still tells trees apart.
    let _ = serde_json::to_writer(&mut hash, book);
    hash.0
}

/// FNV-1a, 64 bits: the tree of a long book is a hundred million bytes, and nobody tries to forge it.
struct Hash(u64);

impl Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = bytes.iter().fold(self.0, |state, byte| (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
