//! Where the pages of a laid-out edition begin.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Anchor;
use crate::span::Span;

/// The beginning of one page of a laid-out edition, in the text it begins with.
///
/// Only text of the author's names a place: a page that has none (blank, or only contents) has no start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageStart {
    /// The page's number as printed: `12`, `xiv`.
    pub folio: String,
    /// The page counted from the first of the file, 1-based.
    pub page: usize,
    /// Span of the [`super::Text`], [`super::CodeLine`], [`super::Ref`], formula or [`super::Index`] that the page
    /// begins with or in.
    pub span: Span,
    /// Span of the [`super::Listing`] or [`super::Figure`] whose line that is: the same lines of a file can stand in
    /// several. `None` for what is no line of code.
    pub listing: Option<Span>,
    /// The page's first byte in the characters of that node, 0-based; in an index its first entry, all levels
    /// counted in reading order. References and formulas are never cut.
    pub offset: usize,
}

/// The pages of a chapter in a laid-out edition.
#[derive(Debug, Clone)]
pub struct ChapterPages {
    /// The chapter.
    pub anchor: Anchor,
    /// Number of its first page; where folios are roman, their value.
    pub first: u64,
    /// Folio of the page that each anchor in it stands on.
    pub folios: BTreeMap<Anchor, String>,
}
