//! Every citation of the plan in reading order, and the places where works are to be listed.
//!
//! A footnote is read where it is first referred to, as the lowering does; notes are counted by chapter.

use std::collections::{BTreeMap, BTreeSet};

use super::super::arrange::{Piece, Plan, Section};
use crate::draft::{Block, Cite, Div, Footnote, Inline, Inner};
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
        block.inner(&mut |part| if let Inner::Blocks(list) = part {
            list.iter().for_each(|block| self.notes_in(file, block));
        });
        if let Block::Footnote(x) = block {
            self.notes.entry((file, x.label.as_str())).or_insert(x);
        }
    }

    fn section(&mut self, section: &'a Section) {
        let outer = std::mem::replace(&mut self.file, section.file);
        self.headings.push(section.heading.attrs.key);
        self.inlines(&section.heading.title);
        for piece in &section.body {
            match piece {
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
        // A note is read where it is referred to.
        if matches!(block, Block::Footnote(_)) {
            return;
        }
        if let Block::Div(x) = block {
            self.place(x);
        }
        block.inner(&mut |part| match part {
            Inner::Run(run) => self.inlines(run),
            Inner::Blocks(list) => self.blocks(list),
        });
    }

    /// Enters a box that is to hold a list of works.
    fn place(&mut self, div: &Div) {
        let whole = div.attrs.label.as_ref().is_some_and(|(label, _)| label == "refs");
        if whole || div.attrs.classes.first().is_some_and(|class| class == "references") {
            let (key, chapter) = (div.attrs.key, self.chapter);
            self.found.lists.push(Place { key, chapter, whole, span: div.span });
        }
    }

    fn inlines(&mut self, run: &'a [Inline]) {
        for inline in run {
            match inline {
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
                _ => self.inlines(inline.content()),
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
