//! What stands directly in a block or in an inline: the one place that knows it of every kind.

use super::{Block, Inline};
use crate::span::Span;

/// Something that stands directly in a block.
#[derive(Debug)]
pub enum Inner<'a> {
    /// A title, a caption, a paragraph's text.
    Run(&'a [Inline]),
    /// The text of a box, of an item, of a cell.
    Blocks(&'a [Block]),
}

/// The same, to change.
#[derive(Debug)]
pub enum InnerMut<'a> {
    /// A title, a caption, a paragraph's text.
    Run(&'a mut Vec<Inline>),
    /// The text of a box, of an item, of a cell.
    Blocks(&'a mut Vec<Block>),
}

impl Block {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Heading(x) => x.span,
            Self::Paragraph(x) => x.span,
            Self::List(x) => x.span,
            Self::Terms(x) => x.span,
            Self::Quote(x) => x.span,
            Self::Listing(x) => x.span,
            Self::Table(x) => x.span,
            Self::Figure(x) => x.span,
            Self::Math(x) => x.span,
            Self::Div(x) => x.span,
            Self::Footnote(x) => x.span,
            Self::Break(span) => *span,
            Self::Change(x) => x.span,
        }
    }

    /// Calls `see` for what stands directly in the block, in reading order; a caption comes first.
    pub fn inner<'a>(&'a self, see: &mut dyn FnMut(Inner<'a>)) {
        match self {
            Self::Heading(x) => see(Inner::Run(&x.title)),
            Self::Paragraph(x) => see(Inner::Run(&x.content)),
            Self::List(x) => x.items.iter().for_each(|item| see(Inner::Blocks(&item.blocks))),
            Self::Terms(x) => {
                for term in &x.items {
                    see(Inner::Run(&term.term));
                    term.definitions.iter().for_each(|definition| see(Inner::Blocks(definition)));
                }
            }
            Self::Quote(x) => see(Inner::Blocks(&x.blocks)),
            Self::Listing(x) => see(Inner::Run(&x.caption)),
            Self::Table(x) => {
                see(Inner::Run(&x.caption));
                let cells = x.head.iter().chain(&x.rows).flat_map(|row| &row.cells);
                cells.for_each(|cell| see(Inner::Blocks(&cell.blocks)));
            }
            Self::Figure(x) => {
                see(Inner::Run(&x.caption));
                see(Inner::Blocks(&x.body));
            }
            Self::Div(x) => {
                see(Inner::Run(&x.title));
                see(Inner::Blocks(&x.blocks));
            }
            Self::Footnote(x) => see(Inner::Blocks(&x.blocks)),
            Self::Change(x) => see(Inner::Blocks(&x.blocks)),
            Self::Math(_) | Self::Break(_) => {}
        }
    }

    /// The same, to change.
    pub fn inner_mut<'a>(&'a mut self, see: &mut dyn FnMut(InnerMut<'a>)) {
        match self {
            Self::Heading(x) => see(InnerMut::Run(&mut x.title)),
            Self::Paragraph(x) => see(InnerMut::Run(&mut x.content)),
            Self::List(x) => x.items.iter_mut().for_each(|item| see(InnerMut::Blocks(&mut item.blocks))),
            Self::Terms(x) => {
                for term in &mut x.items {
                    see(InnerMut::Run(&mut term.term));
                    term.definitions.iter_mut().for_each(|definition| see(InnerMut::Blocks(definition)));
                }
            }
            Self::Quote(x) => see(InnerMut::Blocks(&mut x.blocks)),
            Self::Listing(x) => see(InnerMut::Run(&mut x.caption)),
            Self::Table(x) => {
                see(InnerMut::Run(&mut x.caption));
                let cells = x.head.iter_mut().chain(&mut x.rows).flat_map(|row| &mut row.cells);
                cells.for_each(|cell| see(InnerMut::Blocks(&mut cell.blocks)));
            }
            Self::Figure(x) => {
                see(InnerMut::Run(&mut x.caption));
                see(InnerMut::Blocks(&mut x.body));
            }
            Self::Div(x) => {
                see(InnerMut::Run(&mut x.title));
                see(InnerMut::Blocks(&mut x.blocks));
            }
            Self::Footnote(x) => see(InnerMut::Blocks(&mut x.blocks)),
            Self::Change(x) => see(InnerMut::Blocks(&mut x.blocks)),
            Self::Math(_) | Self::Break(_) => {}
        }
    }
}

impl Inline {
    /// The run that it is set around; empty for what holds none. What a citation says beside its works, and what
    /// stands for a picture, is none.
    #[must_use]
    pub fn content(&self) -> &[Self] {
        match self {
            Self::Emph(x) | Self::Strong(x) | Self::Strike(x) | Self::Sub(x) | Self::Sup(x) | Self::Key(x) => x,
            Self::Note(x, _) => x,
            Self::Link { content, .. } | Self::Mark { content, .. } | Self::Change { content, .. } => content,
            Self::Text(..)
            | Self::Code(..)
            | Self::Math(..)
            | Self::Ref { .. }
            | Self::Cite(_)
            | Self::NoteRef(..)
            | Self::Picture { .. }
            | Self::Anchor(..)
            | Self::LineBreak(_)
            | Self::Comment(..) => &[],
        }
    }

    /// The same, to change; `None` for what holds none.
    pub fn content_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Emph(x) | Self::Strong(x) | Self::Strike(x) | Self::Sub(x) | Self::Sup(x) | Self::Key(x) => Some(x),
            Self::Note(x, _) => Some(x),
            Self::Link { content, .. } | Self::Mark { content, .. } | Self::Change { content, .. } => Some(content),
            Self::Text(..)
            | Self::Code(..)
            | Self::Math(..)
            | Self::Ref { .. }
            | Self::Cite(_)
            | Self::NoteRef(..)
            | Self::Picture { .. }
            | Self::Anchor(..)
            | Self::LineBreak(_)
            | Self::Comment(..) => None,
        }
    }
}
