//! Where the pages of the print edition begin, kept beside it for EPUBs that are made without it.
//!
//! They hold only for the very tree that was laid out, so its hash stands with them. Texts are named by
//! path: numbers of files differ between two runs, in the tree as well, so the hash passes over them.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use crate::book::{Book, PageStart};
use crate::snapshot::{BookPath, Snapshot};
use crate::span::Span;

/// The file.
pub const FILE: &str = "pages.json";
/// What stands before the number of a file in the tree's JSON. Text can't hold it: there its quotes are escaped.
const NUMBER: &[u8] = b"\"file\":";

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

/// A hash of all that is in the tree but the numbers of files.
pub(super) fn tree(book: &Book) -> u64 {
    let mut hash = Hash { state: 0xcbf2_9ce4_8422_2325, matched: 0 };
    // A hash refuses nothing, and a tree is always JSON; were it not, what came before still tells trees apart.
    let _ = serde_json::to_writer(&mut hash, book);
    hash.state
}

/// FNV-1a, 64 bits: the tree of a long book is a hundred million bytes, and nobody tries to forge it.
struct Hash {
    state: u64,
    matched: usize,
}

impl Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for &byte in bytes {
            if self.matched == NUMBER.len() && byte.is_ascii_digit() {
                continue;
            }
            let goes_on = NUMBER.get(self.matched) == Some(&byte);
            self.matched = if goes_on { self.matched + 1 } else { usize::from(NUMBER.first() == Some(&byte)) };
            self.state = (self.state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(json: &str) -> u64 {
        let mut hash = Hash { state: 1, matched: 0 };
        json.bytes().for_each(|byte| hash.write_all(&[byte]).expect("hashes refuse nothing"));
        hash.state
    }

    #[test]
    fn numbers_of_files_are_passed_over_and_nothing_else_is() {
        assert_eq!(hash(r#"{"file":1,"start":5}"#), hash(r#"{"file":23,"start":5}"#));
        assert_ne!(hash(r#"{"file":1,"start":5}"#), hash(r#"{"file":1,"start":6}"#));
        assert_ne!(hash(r#"{"file":"1.rs"}"#), hash(r#"{"file":"2.rs"}"#));
        assert_ne!(hash(r#"{"text":"\"file\":1"}"#), hash(r#"{"text":"\"file\":2"}"#));
    }
}
