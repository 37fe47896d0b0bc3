//! Two resolved books -> one, in which everything that differs is marked.
//!
//! The marked book is the new one, with its numbers, references and folios; what the old one had is set
//! into it at its place as [`Inline::Change`] and [`Block::Change`], and so is what is new. [`accept`] takes
//! the marks off and gives the new text, [`reject`] reverses them and gives the old one. Nothing here knows
//! of Typst or XHTML: both outputs print the same marked tree.
//!
//! 1. `chapters` finds which chapter became which, whatever its file is called and wherever it stands.
//! 2. `blocks` aligns the blocks of each by the hash of what they say (`key`: numbers, anchors and
//!    places are no part of it, so new numbers alone are no change), then by likeness; `inlines` goes on
//!    by words, of which `tidy` makes changes that can be read, `lists` by items and rows, `code` by lines
//!    and by the words in them.
//! 3. What went in one place and came in another, word for word, has moved (`moved`).
//!    A note whose marks all came or went did so too; one whose mark stands elsewhere is the same note (`notes`).
//! 4. [`list`] numbers the changes and makes the chapter that lists them.
//!
//! An item of a list, a row, a section stands or falls with what is in it: where all of that was inserted,
//! so was the item. What is taken over from the old book (`import`) brings its notes and pictures along,
//! but no anchors: links lead to what is there now.
//!
//! [`Inline::Change`]: crate::book::Inline::Change
//! [`Block::Change`]: crate::book::Block::Change

mod accept;
mod blocks;
mod chapters;
mod code;
mod excerpt;
mod import;
mod inlines;
mod key;
mod list;
mod lists;
mod moved;
mod notes;
mod number;
mod tidy;
mod tokens;
mod unseen;

pub use accept::{accept, reject};
pub use list::{Summary, changes_since, list};

use crate::book::{Book, Chapter};
use import::Import;

/// The new book with everything marked that differs from the old one. Chapters that aren't `wanted` are left
/// as they are, which saves their time.
#[must_use]
pub fn compare(old: &Book, new: &Book, wanted: &dyn Fn(&Chapter) -> bool) -> Book {
    let mut import = Import::new(old, new);
    let mut marked = chapters::compare(&mut import, old, new, wanted);
    moved::find(&mut marked);
    notes::moved(&mut marked);
    notes::mark(&mut marked);
    marked
}
