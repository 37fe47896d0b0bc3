//! The index of the book.

use serde::Serialize;

use super::{Anchor, Inline};
use crate::span::Span;

/// The index: entries sorted for the book's language. Page numbers are the layout's, so locators name
/// places.
#[derive(Debug, Clone, Serialize)]
pub struct Index {
    /// Its letters, in order.
    pub groups: Vec<IndexGroup>,
    /// What asked for it.
    pub span: Span,
}

/// The entries of one letter.
#[derive(Debug, Clone, Serialize)]
pub struct IndexGroup {
    /// Its head: `A`, or the word for what begins with no letter.
    pub letter: String,
    /// Its entries, in order.
    pub entries: Vec<IndexEntry>,
}

/// A term with the places where it is written of.
#[derive(Debug, Clone, Serialize)]
pub struct IndexEntry {
    /// Its place in the index; `None` where no other entry leads to it.
    pub anchor: Option<Anchor>,
    /// The term: text and its styles, no links, notes or places.
    pub term: Vec<Inline>,
    /// Where it is written of, in reading order.
    pub locators: Vec<Locator>,
    /// Entries to look at instead.
    pub see: Vec<IndexSee>,
    /// Entries to look at, too.
    pub see_also: Vec<IndexSee>,
    /// Entries under it, in order.
    pub children: Vec<IndexEntry>,
}

/// A place, or a stretch of text, that an entry leads to.
#[derive(Debug, Clone, Serialize)]
pub struct Locator {
    /// Where it begins.
    pub anchor: Anchor,
    /// What it prints where there are no pages: number of the section, or title of an unnumbered chapter.
    pub text: String,
    /// Where it ends; `None` for a single place.
    pub end: Option<LocatorEnd>,
    /// This is where the term is defined.
    pub main: bool,
}

/// The end of a stretch of text.
#[derive(Debug, Clone, Serialize)]
pub struct LocatorEnd {
    /// Where it is.
    pub anchor: Anchor,
    /// What it prints where there are no pages.
    pub text: String,
}

/// A word that leads to another entry.
#[derive(Debug, Clone, Serialize)]
pub struct IndexSee {
    /// The entry; `None` where there is none of that name.
    pub anchor: Option<Anchor>,
    /// Its name as it prints: `Paxos, multi`.
    pub text: String,
}

impl Index {
    /// Calls `see` for every entry, outer ones first, in order.
    pub fn entries<'a>(&'a self, see: &mut dyn FnMut(&'a IndexEntry)) {
        self.groups.iter().for_each(|group| walk(&group.entries, see));
    }
}

fn walk<'a>(entries: &'a [IndexEntry], see: &mut dyn FnMut(&'a IndexEntry)) {
    for entry in entries {
        see(entry);
        walk(&entry.children, see);
    }
}
