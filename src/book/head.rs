//! What a block is known by: said of every kind in one place.

use super::{Anchor, Block, CodeLine, FigureBody, Inline, Number};
use crate::span::Span;

/// What a block is known by.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// Its place; `None` where nothing leads to it.
    pub anchor: Option<&'a Anchor>,
    /// Its number.
    pub number: Option<&'a Number>,
    /// Its title or caption, perhaps empty; `None` for kinds that have none.
    pub title: Option<&'a [Inline]>,
    /// The whole of it; of a section the heading.
    pub span: Span,
}

impl Block {
    /// What the block is known by.
    #[must_use]
    pub fn head(&self) -> Head<'_> {
        let named = |anchor, number, title, span| Head { anchor, number, title: Some(title), span };
        let bare = |span| Head { anchor: None, number: None, title: None, span };
        match self {
            Self::Section(x) => {
                let heading = &x.heading;
                named(Some(&heading.anchor), heading.number.as_ref(), &heading.title, heading.span)
            }
            Self::Paragraph(x) => bare(x.span),
            Self::List(x) => bare(x.span),
            Self::Terms(x) => bare(x.span),
            Self::Quote(x) => bare(x.span),
            Self::Listing(x) => named(x.anchor.as_ref(), x.number.as_ref(), &x.caption, x.span),
            Self::Table(x) => named(x.anchor.as_ref(), x.number.as_ref(), &x.caption, x.span),
            Self::Figure(x) => named(x.anchor.as_ref(), x.number.as_ref(), &x.caption, x.span),
            Self::Math(x) => Head { anchor: x.anchor.as_ref(), number: x.number.as_ref(), ..bare(x.span) },
            Self::Aside(x) => named(x.anchor.as_ref(), x.number.as_ref(), &x.title, x.span),
            Self::Break(x) => bare(x.span),
            Self::Bibliography(x) => Head { anchor: x.anchor.as_ref(), ..bare(x.span) },
            Self::Index(x) => bare(x.span),
            Self::Glossary(x) => bare(x.span),
            Self::Only(x) => bare(x.span),
            Self::Change(x) => bare(x.span),
        }
    }
    /// The lines of a listing or of a drawing made of characters; empty for what has none.
    #[must_use]
    pub fn code(&self) -> &[CodeLine] {
        match self {
            Self::Listing(x) => &x.lines,
            Self::Figure(x) => match &x.body {
                FigureBody::Art(art) => &art.lines,
                FigureBody::Picture(_) | FigureBody::Blocks(_) => &[],
            },
            Self::Section(_)
            | Self::Paragraph(_)
            | Self::List(_)
            | Self::Terms(_)
            | Self::Quote(_)
            | Self::Table(_)
            | Self::Math(_)
            | Self::Aside(_)
            | Self::Break(_)
            | Self::Bibliography(_)
            | Self::Index(_)
            | Self::Glossary(_)
            | Self::Only(_)
            | Self::Change(_) => &[],
        }
    }
}
