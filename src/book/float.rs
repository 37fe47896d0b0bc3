//! Figures, tables and listings with a number: what a book counts and lists by kind.

use super::{Anchor, Block, Book, Head, Inline, Kind, Number, blocks};
use crate::span::Span;

/// A figure, a table or a listing with a number.
#[derive(Debug, Clone, Copy)]
pub struct Float<'a> {
    /// Its place.
    pub anchor: &'a Anchor,
    /// Its number, which says what it is.
    pub number: &'a Number,
    /// Its caption; empty where it has none.
    pub caption: &'a [Inline],
    /// The whole of it.
    pub span: Span,
}

impl Block {
    /// What it is as a float; `None` for what is none, and for one without a number.
    #[must_use]
    pub fn float(&self) -> Option<Float<'_>> {
        let Head { anchor, number, title, span } = self.head();
        let number = number.filter(|number| matches!(number.kind, Kind::Figure | Kind::Table | Kind::Listing))?;
        Some(Float { anchor: anchor?, number, caption: title?, span })
    }
}

impl Book {
    /// The floats of a kind that stand in chapters, in reading order.
    #[must_use]
    pub fn floats(&self, kind: Kind) -> Vec<Float<'_>> {
        let mut found = Vec::new();
        for chapter in self.chapters() {
            blocks(&chapter.blocks, &mut |block| found.extend(block.float().filter(|float| float.number.kind == kind)));
        }
        found
    }
}
