//! What stands directly in the book, in a block, in an inline: the one place that knows it of every kind.
//!
//! All that goes deeper, to find things or to change them, is built on this.

use super::{Block, Book, FigureBody, Formula, Inline, Picture};
use crate::span::Span;

/// Something that stands directly in a block, or in the book.
#[derive(Debug)]
pub enum Inner<'a> {
    /// A title, a caption, a paragraph's text.
    Run(&'a [Inline]),
    /// A section's text, an item's, a cell's.
    Blocks(&'a [Block]),
}

/// The same, to change.
#[derive(Debug)]
pub enum InnerMut<'a> {
    /// A title, a caption, a paragraph's text.
    Run(&'a mut Vec<Inline>),
    /// A section's text, an item's, a cell's.
    Blocks(&'a mut Vec<Block>),
}

impl Book {
    /// Calls `see` for the titles of parts and chapters and the chapters' text, in reading order, then for the notes.
    pub fn inner<'a>(&'a self, see: &mut dyn FnMut(Inner<'a>)) {
        let parts = self.parts.iter().filter_map(|part| part.heading.as_ref());
        parts.for_each(|heading| see(Inner::Run(&heading.title)));
        for chapter in self.chapters() {
            see(Inner::Run(&chapter.heading.title));
            see(Inner::Blocks(&chapter.blocks));
        }
        self.notes.iter().for_each(|note| see(Inner::Blocks(&note.blocks)));
    }

    /// The same, to change.
    pub fn inner_mut(&mut self, see: &mut dyn FnMut(InnerMut<'_>)) {
        let parts = self.parts.iter_mut().filter_map(|part| part.heading.as_mut());
        parts.for_each(|heading| see(InnerMut::Run(&mut heading.title)));
        for chapter in self.chapters_mut() {
            see(InnerMut::Run(&mut chapter.heading.title));
            see(InnerMut::Blocks(&mut chapter.blocks));
        }
        self.notes.iter_mut().for_each(|note| see(InnerMut::Blocks(&mut note.blocks)));
    }
}

impl Block {
    /// Calls `see` for what stands directly in the block, in reading order; a caption comes first. The terms of an
    /// index are left out: they repeat what stands in the text.
    pub fn inner<'a>(&'a self, see: &mut dyn FnMut(Inner<'a>)) {
        match self {
            Self::Section(x) => {
                see(Inner::Run(&x.heading.title));
                see(Inner::Blocks(&x.blocks));
            }
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
                match &x.body {
                    FigureBody::Blocks(body) => see(Inner::Blocks(&body.blocks)),
                    FigureBody::Picture(_) | FigureBody::Art(_) => {}
                }
            }
            Self::Aside(x) => {
                see(Inner::Run(&x.title));
                see(Inner::Blocks(&x.blocks));
            }
            Self::Bibliography(x) => {
                for work in &x.works {
                    see(Inner::Run(&work.label));
                    see(Inner::Run(&work.content));
                }
            }
            Self::Glossary(x) => {
                for entry in &x.entries {
                    see(Inner::Run(&entry.term));
                    entry.definitions.iter().for_each(|definition| see(Inner::Blocks(definition)));
                }
            }
            Self::Only(x) => see(Inner::Blocks(&x.blocks)),
            Self::Change(x) => see(Inner::Blocks(&x.blocks)),
            Self::Math(_) | Self::Break(_) | Self::Index(_) => {}
        }
    }

    /// The same, to change.
    pub fn inner_mut(&mut self, see: &mut dyn FnMut(InnerMut<'_>)) {
        match self {
            Self::Section(x) => {
                see(InnerMut::Run(&mut x.heading.title));
                see(InnerMut::Blocks(&mut x.blocks));
            }
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
                match &mut x.body {
                    FigureBody::Blocks(body) => see(InnerMut::Blocks(&mut body.blocks)),
                    FigureBody::Picture(_) | FigureBody::Art(_) => {}
                }
            }
            Self::Aside(x) => {
                see(InnerMut::Run(&mut x.title));
                see(InnerMut::Blocks(&mut x.blocks));
            }
            Self::Bibliography(x) => {
                for work in &mut x.works {
                    see(InnerMut::Run(&mut work.label));
                    see(InnerMut::Run(&mut work.content));
                }
            }
            Self::Glossary(x) => {
                for entry in &mut x.entries {
                    see(InnerMut::Run(&mut entry.term));
                    entry.definitions.iter_mut().for_each(|definition| see(InnerMut::Blocks(definition)));
                }
            }
            Self::Only(x) => see(InnerMut::Blocks(&mut x.blocks)),
            Self::Change(x) => see(InnerMut::Blocks(&mut x.blocks)),
            Self::Math(_) | Self::Break(_) | Self::Index(_) => {}
        }
    }
}

/// What an inline prints by itself, apart from the run that it is set around.
#[derive(Debug, Clone, Copy)]
pub enum Own<'a> {
    /// Characters of the running text; those of a cross-reference, too.
    Text(&'a str),
    /// Characters of code.
    Code(&'a str),
    /// A formula.
    Formula(&'a Formula),
    /// A picture.
    Picture(&'a Picture),
    /// The end of a line.
    LineEnd,
    /// What a reviewer says: no part of the text.
    Comment(&'a str),
}

impl Inline {
    /// What it prints by itself, and where that stands; `None` for what prints its run alone, for places, and for
    /// marks of notes, whose number the note has.
    #[must_use]
    pub fn own(&self) -> Option<(Own<'_>, Span)> {
        match self {
            Self::Text(x) => Some((Own::Text(&x.text), x.span)),
            Self::Ref(x) | Self::PageRef(x) => Some((Own::Text(&x.text), x.span)),
            Self::Code(x) => Some((Own::Code(&x.text), x.span)),
            Self::Math(x) => Some((Own::Formula(&x.formula), x.span)),
            Self::Picture(x) => Some((Own::Picture(&x.picture), x.span)),
            Self::LineBreak(x) => Some((Own::LineEnd, x.span)),
            Self::Comment(x) => Some((Own::Comment(&x.text), x.span)),
            Self::Emph(_)
            | Self::Strong(_)
            | Self::Strike(_)
            | Self::Sub(_)
            | Self::Sup(_)
            | Self::Key(_)
            | Self::Link(_)
            | Self::Cite(_)
            | Self::NoteRef(_)
            | Self::Mark(_)
            | Self::Place(_)
            | Self::Only(_)
            | Self::Change(_) => None,
        }
    }

    /// The run that it is set around; empty for what holds none.
    #[must_use]
    pub fn content(&self) -> &[Self] {
        match self {
            Self::Emph(x) | Self::Strong(x) | Self::Strike(x) | Self::Sub(x) | Self::Sup(x) | Self::Key(x) => &x.content,
            Self::Link(x) => &x.content,
            Self::Cite(x) => &x.content,
            Self::Mark(x) => &x.content,
            Self::Only(x) => &x.content,
            Self::Change(x) => &x.content,
            Self::Text(_)
            | Self::Comment(_)
            | Self::Code(_)
            | Self::Math(_)
            | Self::Ref(_)
            | Self::PageRef(_)
            | Self::NoteRef(_)
            | Self::Picture(_)
            | Self::Place(_)
            | Self::LineBreak(_) => &[],
        }
    }

    /// The same, to change; `None` for what holds none.
    pub fn content_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Emph(x) | Self::Strong(x) | Self::Strike(x) | Self::Sub(x) | Self::Sup(x) | Self::Key(x) => {
                Some(&mut x.content)
            }
            Self::Link(x) => Some(&mut x.content),
            Self::Cite(x) => Some(&mut x.content),
            Self::Mark(x) => Some(&mut x.content),
            Self::Only(x) => Some(&mut x.content),
            Self::Change(x) => Some(&mut x.content),
            Self::Text(_)
            | Self::Comment(_)
            | Self::Code(_)
            | Self::Math(_)
            | Self::Ref(_)
            | Self::PageRef(_)
            | Self::NoteRef(_)
            | Self::Picture(_)
            | Self::Place(_)
            | Self::LineBreak(_) => None,
        }
    }
}
