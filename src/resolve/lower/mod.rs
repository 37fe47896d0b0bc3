//! Draft -> book: every label looked up, every number set, every picture in its place.
//!
//! One walk in reading order, consuming the plan. `block.rs` and `inline.rs` hold a function for each
//! kind of draft node. What can't be resolved becomes a problem, and the author's text stays.

mod block;
mod cite;
mod editions;
mod gather;
mod inline;
mod marked;
mod number;
mod table;

pub(super) use block::width;

use std::collections::{BTreeMap, BTreeSet};

use super::arrange::{Chapter, Part, Piece, Plan, Section};
use super::glossary::Glossary;
use super::index;
use super::solutions::Links;
use super::citations::Citations;
use super::pictures::Pictures;
use super::tables::Tables;
use crate::book::{self, Anchor, Block, Note, NoteId, Reference, Words};
use crate::draft::{self, InnerMut};
use crate::manifest::Manifest;
use crate::problem::{Diagnostic, Problem, nearest};
use crate::snapshot::Snapshot;
use crate::span::{FileId, Span};

/// What the lowering needs to know, and what it gathers.
pub(super) struct Lower<'a> {
    /// To name places in problems.
    pub snapshot: &'a Snapshot,
    /// Settings.
    pub manifest: &'a Manifest,
    /// Words of the book's language.
    pub words: &'a Words,
    /// Numbers, anchors, names.
    pub tables: Tables,
    /// Pictures.
    pub pictures: &'a Pictures,
    /// What is found on the way.
    pub problems: &'a mut Vec<Diagnostic>,
    /// Links that print the title of what they lead to, by their place: the label, and the title as written.
    pub untitled: BTreeMap<Span, (String, String)>,
    /// The ledger's references.
    pub references: Vec<Reference>,
    /// The glossary's terms.
    pub glossary: Glossary,
    /// Exercises and their solutions.
    pub solutions: Links,
    /// Words of the box around, where it is in a language of its own.
    spoken: Option<Words>,
    /// A definition of the glossary is being lowered.
    defining: bool,
    /// The index so far.
    pub index: index::Marks,
    /// What the open chapter and sections print as a place, outermost first.
    here: Vec<String>,
    /// The same with their names: `Section 3.2`.
    named: Vec<String>,
    /// Citations and lists of works, printed.
    pub citations: Citations,
    /// Notes referred to so far.
    pub notes: Vec<Note>,
    footnotes: BTreeMap<(FileId, String), Footnote>,
    /// Marks of each note so far.
    marks: BTreeMap<NoteId, u32>,
    /// Number of the last note in the open chapter.
    last_note: u32,
    /// Begins the anchors of the open chapter's notes.
    note_prefix: String,
    /// Bare anchors that have their place.
    placed: BTreeSet<Anchor>,
    /// The file whose blocks are being lowered.
    file: FileId,
}

/// A footnote's definition, until its first reference takes it.
struct Footnote {
    text: Option<draft::Footnote>,
    id: Option<NoteId>,
    span: Span,
}

/// The three parts of a book's body.
pub(super) struct Body {
    /// Front matter.
    pub front: Vec<book::Chapter>,
    /// Parts.
    pub parts: Vec<book::Part>,
    /// Back matter.
    pub back: Vec<book::Chapter>,
}

impl<'a> Lower<'a> {
    /// A lowering that has seen nothing yet.
    pub fn new(
        snapshot: &'a Snapshot,
        manifest: &'a Manifest,
        words: &'a Words,
        tables: Tables,
        pictures: &'a Pictures,
        problems: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            snapshot,
            manifest,
            words,
            tables,
            pictures,
            problems,
            untitled: BTreeMap::new(),
            references: Vec::new(),
            glossary: Glossary::default(),
            solutions: Links::default(),
            spoken: None,
            defining: false,
            index: index::Marks::default(),
            here: Vec::new(),
            named: Vec::new(),
            citations: Citations::default(),
            notes: Vec::new(),
            footnotes: BTreeMap::new(),
            marks: BTreeMap::new(),
            last_note: 0,
            note_prefix: String::new(),
            placed: BTreeSet::new(),
            file: manifest.file,
        }
    }

    /// Lowers the whole plan.
    pub fn plan(&mut self, mut plan: Plan) -> Body {
        plan.front.iter_mut().for_each(|chapter| self.collect_notes(&mut chapter.top));
        let body = plan.parts.iter_mut().flat_map(|part| &mut part.chapters);
        body.for_each(|chapter| self.collect_notes(&mut chapter.top));
        plan.back.iter_mut().for_each(|chapter| self.collect_notes(&mut chapter.top));
        let front = plan.front.into_iter().map(|chapter| self.chapter(chapter)).collect();
        let parts = plan.parts.into_iter().map(|part| self.part(part)).collect();
        let back = plan.back.into_iter().map(|chapter| self.chapter(chapter)).collect();
        self.report_unused_notes();
        Body { front, parts, back }
    }

    fn part(&mut self, part: Part) -> book::Part {
        let heading = part.heading.and_then(|heading| self.heading(heading));
        let chapters = part.chapters.into_iter().map(|chapter| self.chapter(chapter)).collect();
        book::Part { heading, chapters }
    }

    fn chapter(&mut self, chapter: Chapter) -> book::Chapter {
        let Chapter { role, top, named } = chapter;
        self.last_note = 0;
        self.file = top.file;
        let span = Span::top(top.file);
        let fallback = self.stray_heading(named);
        let heading = self.heading(top.heading).unwrap_or(fallback);
        self.note_prefix = format!("note-{}", heading.anchor);
        self.glossary.open_chapter();
        self.here = vec![locator_text(&heading)];
        self.named = vec![heading.number.as_ref().map_or_else(|| book::plain(&heading.title), |it| it.label.clone())];
        let blocks = self.pieces(top.body, top.file);
        book::Chapter { role, heading, blocks, span }
    }

    fn section(&mut self, section: Section) -> Option<Block> {
        let outer = std::mem::replace(&mut self.file, section.file);
        let heading = self.heading(section.heading);
        let numbered = heading.as_ref().and_then(|heading| heading.number.as_ref());
        let number = numbered.cloned();
        if let Some(number) = &number {
            self.here.push(number.text.clone());
            self.named.push(number.label.clone());
        }
        let blocks = self.pieces(section.body, section.file);
        if number.is_some() {
            self.here.pop();
            self.named.pop();
        }
        self.file = outer;
        heading.map(|heading| Block::Section(book::Section { heading, blocks }))
    }

    fn pieces(&mut self, pieces: Vec<Piece>, file: FileId) -> Vec<Block> {
        self.file = file;
        let mut out = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match piece {
                Piece::Block(block) => self.block(block, &mut out),
                Piece::Moved(from, block) => {
                    self.file = from;
                    self.block(block, &mut out);
                    self.file = file;
                }
                Piece::Section(section) => {
                    drop_last_break(&mut out);
                    out.extend(self.section(section));
                }
            }
        }
        out
    }

    /// A heading with its number and anchor; every heading got both in the walk before.
    fn heading(&mut self, heading: draft::Heading) -> Option<book::Heading> {
        let assigned = self.tables.get(heading.attrs.key)?.clone();
        let span = heading.span;
        let title = self.title(heading.title, &heading.attrs, span);
        match assigned.anchor {
            Some(anchor) => Some(book::Heading { anchor, number: assigned.number, title, span }),
            None => {
                let what = "a heading without an anchor".to_owned();
                self.problems.push(Problem::Internal { what }.at(span));
                None
            }
        }
    }

    /// A title, in the language that its attributes name.
    fn title(&mut self, title: Vec<draft::Inline>, attrs: &draft::Attrs, span: Span) -> Vec<book::Inline> {
        let content = self.inlines(title);
        match block::locale(attrs) {
            Some(locale) => {
                let (anchor, classes, locale) = (None, Vec::new(), Some(locale));
                vec![book::Inline::Mark(book::Mark { anchor, classes, locale, content, span })]
            }
            None => content,
        }
    }

    /// Stands in for a heading that the walk missed: a fault of ours, reported by `heading`.
    fn stray_heading(&mut self, span: Span) -> book::Heading {
        let anchor = self.tables.anchors.claim("chapter");
        book::Heading { anchor, number: None, title: Vec::new(), span }
    }

    /// Takes the footnotes out of a section, so that references find them from before and behind.
    fn collect_notes(&mut self, section: &mut Section) {
        let mut kept = Vec::with_capacity(section.body.len());
        for piece in std::mem::take(&mut section.body) {
            match piece {
                Piece::Block(draft::Block::Footnote(note)) => self.take_note(section.file, note),
                Piece::Block(block) => kept.extend(self.without_notes(section.file, block).map(Piece::Block)),
                Piece::Moved(file, block) => {
                    kept.extend(self.without_notes(file, block).map(|block| Piece::Moved(file, block)));
                }
                Piece::Section(mut inner) => {
                    self.collect_notes(&mut inner);
                    kept.push(Piece::Section(inner));
                }
            }
        }
        section.body = kept;
    }

    /// Takes the footnotes out of a row of blocks and of what is in them.
    fn take_notes(&mut self, file: FileId, blocks: &mut Vec<draft::Block>) {
        for block in std::mem::take(blocks) {
            match block {
                draft::Block::Footnote(note) => self.take_note(file, note),
                block => blocks.extend(self.without_notes(file, block)),
            }
        }
    }

    /// A block without the footnotes in it; `None` for a quotation that held nothing else.
    fn without_notes(&mut self, file: FileId, mut block: draft::Block) -> Option<draft::Block> {
        let full = matches!(&block, draft::Block::Quote(quote) if !quote.blocks.is_empty());
        block.inner_mut(&mut |part| if let InnerMut::Blocks(list) = part { self.take_notes(file, list) });
        let emptied = full && matches!(&block, draft::Block::Quote(quote) if quote.blocks.is_empty());
        (!emptied).then_some(block)
    }

    fn take_note(&mut self, file: FileId, mut note: draft::Footnote) {
        self.take_notes(file, &mut note.blocks);
        self.add_note(file, note);
    }

    fn add_note(&mut self, file: FileId, note: draft::Footnote) {
        let key = (file, note.label.clone());
        if let Some(first) = self.footnotes.get(&key) {
            let place = self.snapshot.place(first.span);
            let problem = Problem::NoteTwice { label: note.label, first: place };
            self.problems.push(problem.at(note.span).and(first.span, "the first"));
            return;
        }
        let span = note.span;
        self.footnotes.insert(key, Footnote { text: Some(note), id: None, span });
    }

    fn report_unused_notes(&mut self) {
        let unused = self.footnotes.iter().filter(|(_, note)| note.id.is_none());
        let problem = |((_, label), note): (&(FileId, String), &Footnote)| {
            Problem::UnusedNote { label: label.clone() }.at(note.span)
        };
        self.problems.extend(unused.map(problem));
    }

    /// The note that a mark names, lowered at its first mark.
    fn note(&mut self, label: &str, span: Span) -> Option<NoteId> {
        let key = (self.file, label.to_owned());
        let Some(known) = self.footnotes.get_mut(&key) else {
            let names = self.footnotes.keys().filter(|(file, _)| *file == self.file);
            let near = nearest(label, names.map(|(_, label)| label.as_str()));
            let problem = Problem::UnknownNote { label: label.to_owned(), nearest: near };
            self.problems.push(problem.at(span));
            return None;
        };
        match known.text.take() {
            None => known.id,
            Some(text) => {
                let id = NoteId(u32::try_from(self.notes.len()).unwrap_or(u32::MAX));
                known.id = Some(id);
                Some(self.open_note(id, text.blocks, text.span))
            }
        }
    }

    /// Numbers a note and lowers its text; notes in its text come after it.
    fn open_note(&mut self, id: NoteId, blocks: Vec<draft::Block>, span: Span) -> NoteId {
        self.last_note += 1;
        let number = self.last_note.to_string();
        let anchor = self.tables.anchors.claim(&format!("{}-{number}", self.note_prefix));
        self.notes.push(Note { anchor, number, blocks: Vec::new(), span });
        let blocks = self.blocks(blocks);
        if let Some(note) = self.notes.get_mut(id.0 as usize) {
            note.blocks = blocks;
        }
        id
    }
}

/// Drops the breaks that a row ends with, where a heading follows: it parts the thoughts already.
fn drop_last_break(blocks: &mut Vec<Block>) {
    while matches!(blocks.last(), Some(Block::Break(_))) {
        blocks.pop();
    }
    if let Some(Block::Section(last)) = blocks.last_mut() {
        drop_last_break(&mut last.blocks);
    }
}

/// What an index prints for a place in a chapter, where there are no pages: its number, else its title.
fn locator_text(heading: &book::Heading) -> String {
    heading.number.as_ref().map_or_else(|| book::plain(&heading.title), |number| number.text.clone())
}
