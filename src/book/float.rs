//! Figures, tables and listings with a number: what a book counts and lists by kind.

use super::{Anchor, Block, Book, Inline, Kind, Number, blocks};
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
        let (anchor, number, caption, span) = match self {
            Self::Listing(x) => (&x.anchor, &x.number, &x.caption, x.span),
            Self::Table(x) => (&x.anchor, &x.number, &x.caption, x.span),
            Self::Figure(x) => (&x.anchor, &x.number, &x.caption, x.span),
            Self::Section(_)
            | Self::Paragraph(_)
            | Self::List(_)
            | Self::Terms(_)
            | Self::Quote(_)
            | Self::Math(_)
            | Self::Aside(_)
            | Self::Break(_)
            | Self::Bibliography(_)
            | Self::Index(_)
            | Self::Glossary(_)
            | Self::Only(_)
            | Self::Change(_) => return None,
        };
        Some(Float { anchor: anchor.as_ref()?, number: number.as_ref()?, caption, span })
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
