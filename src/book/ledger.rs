//! The ledger: every number and reference of a build, to compare the outputs by.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Anchor, Kind};
use crate::span::Span;

/// Every number and reference of a build, in reading order.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Ledger {
    /// What can be referred to.
    pub entries: Vec<Entry>,
    /// What refers.
    pub references: Vec<Reference>,
}

/// One thing that can be referred to.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// As the author typed it; `None` where we made the anchor.
    pub label: Option<String>,
    /// Its place.
    pub anchor: Anchor,
    /// What it is.
    pub kind: Kind,
    /// Its number as printed (`3.2`); `None` where it is unnumbered.
    pub number: Option<String>,
    /// Title or caption in plain text.
    pub title: String,
    /// `file:line`, 1-based.
    pub source: String,
    /// Where it stands in the source.
    #[serde(skip)]
    pub span: Span,
    /// Folio in each PDF edition.
    pub pages: BTreeMap<String, String>,
    /// File in the EPUB.
    pub file: Option<String>,
}

/// One cross-reference.
#[derive(Debug, Clone, Serialize)]
pub struct Reference {
    /// What it names.
    pub anchor: Anchor,
    /// What it prints; the EPUB alone where it is `paged`.
    pub text: String,
    /// PDFs print the page of what it names.
    pub paged: bool,
    /// `file:line`, 1-based.
    pub source: String,
    /// Where it stands in the source.
    #[serde(skip)]
    pub span: Span,
}
