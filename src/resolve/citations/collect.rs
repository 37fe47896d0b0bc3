//! Every citation of the plan in reading order, and the places where works are to be listed.
//!
//! A footnote is read where it is first referred to, as the lowering does; notes are counted by chapter.

use std::collections::{BTreeMap, BTreeSet};

use super::super::arrange::{Piece, Plan, Section};
use crate::draft::{Block, Cite, Footnote, Inline};
use crate::span::{FileId, Span};

/// A citation in its place.
pub(super) struct Seen<'a> {
    /// The citation.
    pub cite: &'a Cite,
    /// The chapter's position in the book.
    pub chapter: usize,
    /// Keys of the headings it stands under, the chapter's first.
    pub headings: Vec<u32>,
    /// It stands in a note already.
    pub noted: bool,
    /// Number of the note that it stands in, or would be.
    pub number: usize,
}

/// A place for a list of works.
pub(super) struct Place {
    /// Key of its box.
    pub key: u32,
    /// The chapter's position in the book.
    pub chapter: usize,
    /// All works of the book are to be listed, not the chapter's alone.
    pub whole: bool,
    /// The box.
    pub span: Span,
}

/// What the walk finds.
#[derive(Default)]
pub(super) struct Found<'a> {
    /// Citations in reading order.
    pub cites: Vec<Seen<'a>>,
    /// Places of lists in reading order.
    pub lists: Vec<Place>,
}

/// Walks the plan; `notes` where each citation in the text makes a note.
pub(super) fn collect(plan: &Plan, notes: bool) -> Found<'_> {
    let mut walk = Walk {
        found: Found::default(),
        notes: BTreeMap::new(),
        read: BTreeSet::new(),
        file: FileId(0),
        chapter: 0,
        headings: Vec::new(),
        number: 0,
        counted: notes,
        noted: false,
    };
    plan.chapters().for_each(|chapter| walk.notes_of(&chapter.top));
    for (at, chapter) in plan.chapters().enumerate() {
        (walk.chapter, walk.number) = (at, 0);
        walk.section(&chapter.top);
    }
    walk.found
}

struct Walk<'a> {
    found: Found<'a>,
    notes: BTreeMap<(FileId, &'a str), &'a Footnote>,
    read: BTreeSet<(FileId, &'a str)>,
    file: FileId,
    chapter: usize,
    headings: Vec<u32>,
    /// Notes of the chapter so far.
    number: usize,
    /// Citations count as notes.
    counted: bool,
    noted: bool,
}

impl<'a> Walk<'a> {
    fn notes_of(&mut self, section: &'a Section) {
        for piece in &section.body {
            match piece {
                Piece::Section(inner) => self.notes_of(inner),
                Piece::Block(block) => self.notes_in(section.file, block),
                Piece::Moved(file, block) => self.notes_in(*file, block),
            }
        }
    }

    /// Footnotes are known in the whole file, wherever they are defined.
    fn notes_in(&mut self, file: FileId, block: &'a Block) {
        let mut all = |blocks: &'a [Block]| blocks.iter().for_each(|block| self.notes_in(file, block));
        match block {
            Block::List(x) => x.items.iter().for_each(|item| all(&item.blocks)),
            Block::Terms(x) => x.items.iter().flat_map(|term| &term.definitions).for_each(|blocks| all(blocks)),
            Block::Quote(x) => all(&x.blocks),
            Block::Table(x) => {
                let cells = x.head.iter().chain(&x.rows).flat_map(|row| &row.cells);
                cells.for_each(|cell| all(&cell.blocks));
            }
            Block::Figure(x) => all(&x.body),
            Block::Div(x) => all(&x.blocks),
            Block::Footnote(x) => {
                all(&x.blocks);
                self.notes.entry((file, x.label.as_str())).or_insert(x);
            }
            Block::Heading(_) | Block::Paragraph(_) | Block::Listing(_) | Block::Math(_) | Block::Break(_) => {}
        }
    }

    fn section(&mut self, section: &'a Section) {
        let outer = std::mem::replace(&mut self.file, section.file);
        self.headings.push(section.heading.attrs.key);
        self.inlines(&section.heading.title);
        for piece in &section.body {
            match piece {
                Piece::Block(Block::Footnote(_)) => {}
                Piece::Block(block) => self.block(block),
                Piece::Moved(file, block) => {
                    let here = std::mem::replace(&mut self.file, *file);
                    self.block(block);
                    self.file = here;
                }
                Piece::Section(inner) => self.section(inner),
            }
        }
        self.headings.pop();
        self.file = outer;
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading(x) => self.inlines(&x.title),
            Block::Paragraph(x) => self.inlines(&x.content),
            Block::List(x) => x.items.iter().for_each(|item| self.blocks(&item.blocks)),
            Block::Terms(x) => {
                for term in &x.items {
                    self.inlines(&term.term);
                    term.definitions.iter().for_each(|blocks| self.blocks(blocks));
                }
            }
            Block::Quote(x) => self.blocks(&x.blocks),
            Block::Listing(x) => self.inlines(&x.caption),
            Block::Table(x) => {
                self.inlines(&x.caption);
                let cells = x.head.iter().chain(&x.rows).flat_map(|row| &row.cells);
                cells.for_each(|cell| self.blocks(&cell.blocks));
            }
            Block::Figure(x) => {
                self.inlines(&x.caption);
                self.blocks(&x.body);
            }
            Block::Div(x) => {
                let whole = x.attrs.label.as_ref().is_some_and(|(label, _)| label == "refs");
                if whole || x.attrs.classes.first().is_some_and(|class| class == "references") {
                    let (key, chapter) = (x.attrs.key, self.chapter);
                    self.found.lists.push(Place { key, chapter, whole, span: x.span });
                }
                self.inlines(&x.title);
                self.blocks(&x.blocks);
            }
            // It is read where it is referred to.
            Block::Footnote(_) | Block::Math(_) | Block::Break(_) => {}
        }
    }

    fn inlines(&mut self, run: &'a [Inline]) {
        for inline in run {
            match inline {
                Inline::Emph(x)
                | Inline::Strong(x)
                | Inline::Strike(x)
                | Inline::Sub(x)
                | Inline::Sup(x)
                | Inline::Key(x)
                | Inline::Link { content: x, .. }
                | Inline::Change { content: x, .. }
                | Inline::Mark { content: x, .. } => self.inlines(x),
                Inline::Cite(cite) => self.cite(cite),
                Inline::NoteRef(label, _) => {
                    let key = (self.file, label.as_str());
                    if let Some(note) = self.notes.get(&key).copied()
                        && self.read.insert(key)
                    {
                        self.note(|walk| walk.blocks(&note.blocks));
                    }
                }
                Inline::Note(x, _) => self.note(|walk| walk.inlines(x)),
                Inline::Text(..)
                | Inline::Code(..)
                | Inline::Math(..)
                | Inline::Ref { .. }
                | Inline::Picture { .. }
                | Inline::Anchor(..)
                | Inline::Comment(..)
                | Inline::LineBreak(_) => {}
            }
        }
    }

    fn note(&mut self, read: impl FnOnce(&mut Self)) {
        self.number += 1;
        let outer = std::mem::replace(&mut self.noted, true);
        read(self);
        self.noted = outer;
    }

    fn cite(&mut self, cite: &'a Cite) {
        self.number += usize::from(self.counted && !self.noted);
        let (chapter, headings) = (self.chapter, self.headings.clone());
        self.found.cites.push(Seen { cite, chapter, headings, noted: self.noted, number: self.number });
    }
}
