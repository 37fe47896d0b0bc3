//! The glossary of the book.

use serde::Serialize;

use super::{Anchor, Block, Inline, Ref};
use crate::span::Span;

/// A definition list whose terms the text links to.
#[derive(Debug, Clone, Serialize)]
pub struct Glossary {
    /// Its entries, as the author ordered them.
    pub entries: Vec<GlossaryEntry>,
    /// The whole list.
    pub span: Span,
}

/// A term with its definitions and the places that use it.
#[derive(Debug, Clone, Serialize)]
pub struct GlossaryEntry {
    /// Its place.
    pub anchor: Anchor,
    /// The word that is explained.
    pub term: Vec<Inline>,
    /// Its explanations.
    pub definitions: Vec<Vec<Block>>,
    /// The first use in each chapter; prints the number of its section.
    pub uses: Vec<Ref>,
    /// The whole entry.
    pub span: Span,
}
