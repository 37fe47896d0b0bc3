//! What is known of the pages of the last full build, kept beside its files: `pages.json`.
//!
//! An EPUB that is made without the print edition takes its page list from there, and some chapters alone take
//! their folios from there (`folios`). The starts of pages hold only for the very tree that was laid out, so its
//! hash stands with them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::folios::Folios;
use crate::book::PageStart;
use crate::snapshot::{BookPath, Snapshot};
use crate::span::Span;

/// The file.
pub const FILE: &str = "pages.json";

/// What is kept.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Hash of the tree that `pages` belong to.
    tree: String,
    /// The PDFs of the print edition, a volume each.
    #[serde(default)]
    pub volumes: Vec<String>,
    /// The pages of the print edition.
    pages: Vec<Page>,
    /// The chapters of each PDF edition.
    #[serde(default)]
    pub folios: BTreeMap<String, Folios>,
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

impl Kept {
    /// What the last build left; nothing where it left none, or where the file isn't what we wrote.
    pub fn read(bytes: Option<&[u8]>) -> Self {
        bytes.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default()
    }

    /// The file; `None` where it can't be written as JSON.
    pub fn file(&self) -> Option<(String, Vec<u8>)> {
        Some((FILE.to_owned(), serde_json::to_vec(self).ok()?))
    }

    /// Takes over the pages of a print edition of the tree with this hash.
    pub fn print(&mut self, snapshot: &Snapshot, starts: &[PageStart], tree: u64, volumes: Vec<String>) {
        let page = |start: &PageStart| {
            let PageStart { folio, page, span, listing, offset } = start.clone();
            let place = |Span { file, start, end }| (snapshot.file(file).path.to_string(), start, end);
            let ((file, start, end), listing) = (place(span), listing.map(place));
            Page { folio, page, file, start, end, offset, listing }
        };
        (self.tree, self.volumes) = (format!("{tree:016x}"), volumes);
        self.pages = starts.iter().map(page).collect();
    }

    /// The pages of the tree with this hash; `None` where they are those of another.
    pub fn starts(&self, snapshot: &Snapshot, tree: u64) -> Option<Vec<PageStart>> {
        if self.tree != format!("{tree:016x}") {
            return None;
        }
        let place = |(file, start, end): &(String, u32, u32)| {
            let text = snapshot.text(&BookPath::new(file).ok()?).ok()?;
            Some(Span { file: text.file, start: *start, end: *end })
        };
        let start = |kept: &Page| {
            let Page { folio, page, file, start, end, offset, listing } = kept;
            let listing = match listing {
                Some(listing) => Some(place(listing)?),
                None => None,
            };
            let span = place(&(file.clone(), *start, *end))?;
            Some(PageStart { folio: folio.clone(), page: *page, span, listing, offset: *offset })
        };
        self.pages.iter().map(start).collect()
    }
}
