//! Which file holds what: the book cut into files, and the file of every anchor.
//!
//! One file a part title, one a chapter. A chapter heavier than the limit is cut at its sections, each
//! its own file under its own `h1`; a section that is still too heavy, at its subsections. What has no
//! sections is never cut, however long: a file without a heading would be a place without a name.
//! So every file has exactly one `h1`, and below it the levels follow without holes.
//!
//! Sizes are estimated from the tree, because links can't be written before the cut is known. The
//! estimate is of the bytes of XHTML and lies within a fifth of them (tested).

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{self, Anchor, Block, Book, Chapter, FigureBody, Heading, Inline, NoteId, NoteRef, Role};


/// The three stretches of a book (EPUB Structural Semantics Vocabulary 1.1, "Document partitions").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    Front,
    Body,
    Back,
}

/// What the heading of a file heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    Part,
    Chapter(Role),
    /// With the level that its heading has where the chapter isn't cut, at least 2.
    Section(u8),
}

/// One XHTML file of the text.
#[derive(Debug)]
pub(super) struct Leaf<'a> {
    /// Path from the folder of the package document.
    pub(super) path: String,
    /// Where it stands in the book.
    pub(super) matter: Matter,
    /// What its `h1` is.
    pub(super) head: Head,
    /// Its `h1`.
    pub(super) heading: &'a Heading,
    /// Its text.
    pub(super) blocks: Vec<&'a [Block]>,
    /// Notes to print at its end: those whose first mark it holds, in order.
    pub(super) notes: Vec<NoteId>,
    /// It holds inline SVG (manifest property `svg`).
    pub(super) svg: bool,
    /// It holds MathML (manifest property `mathml`).
    pub(super) math: bool,
    /// Estimate of its size, bytes.
    pub(super) weight: usize,
}

/// The files of the text in reading order, and where everything is.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) leaves: Vec<Leaf<'a>>,
    /// File of each anchor, as index into `leaves`.
    pub(super) places: BTreeMap<&'a Anchor, usize>,
    /// Anchors of the marks of each note, in reading order.
    pub(super) marks: BTreeMap<NoteId, Vec<&'a Anchor>>,
}

impl<'a> Plan<'a> {
    /// Path of the file that holds an anchor.
    pub(super) fn path(&self, anchor: &Anchor) -> Option<&str> {
        let leaf = self.places.get(anchor).and_then(|at| self.leaves.get(*at))?;
        Some(&leaf.path)
    }

    /// The file that holds an anchor, with its fragment, as seen from the folder of the package document.
    pub(super) fn href(&self, anchor: &Anchor) -> Option<String> {
        Some(format!("{}#{anchor}", self.path(anchor)?))
    }
}

/// Cuts the book into files of about `longest` bytes at most.
pub(super) fn plan(book: &Book, longest: usize) -> Plan<'_> {
    let mut cutter = Cutter { book, longest, leaves: Vec::new() };
    for chapter in &book.front {
        cutter.chapter(chapter, Matter::Front);
    }
    for part in &book.parts {
        if let Some(heading) = &part.heading {
            cutter.leaf(heading, Matter::Body, Head::Part, &[]);
        }
        for chapter in &part.chapters {
            cutter.chapter(chapter, Matter::Body);
        }
    }
    for chapter in &book.back {
        cutter.chapter(chapter, Matter::Back);
    }
    survey(book, cutter.leaves)
}

struct Cutter<'a> {
    book: &'a Book,
    longest: usize,
    leaves: Vec<Leaf<'a>>,
}

impl<'a> Cutter<'a> {
    fn chapter(&mut self, chapter: &'a Chapter, matter: Matter) {
        self.cut(&chapter.heading, matter, Head::Chapter(chapter.role), &chapter.blocks);
    }

    fn cut(&mut self, heading: &'a Heading, matter: Matter, head: Head, blocks: &'a [Block]) {
        let first = blocks.iter().position(|block| matches!(block, Block::Section(_)));
        let Some(first) = first.filter(|_| weigh(self.book, blocks) > self.longest) else {
            self.leaf(heading, matter, head, blocks);
            return;
        };
        let (before, sections) = blocks.split_at(first);
        self.leaf(heading, matter, head, before);
        for block in sections {
            if let Block::Section(section) = block {
                self.cut(&section.heading, matter, Head::Section(below(head)), &section.blocks);
            } else if let Some(last) = self.leaves.last_mut() {
                last.blocks.push(std::slice::from_ref(block));
            }
        }
    }

    fn leaf(&mut self, heading: &'a Heading, matter: Matter, head: Head, blocks: &'a [Block]) {
        let path = format!("text/{}.xhtml", heading.anchor);
        let (blocks, notes) = (vec![blocks], Vec::new());
        self.leaves.push(Leaf {
            path,
            matter,
            head,
            heading,
            blocks,
            notes,
            svg: false,
            math: false,
            weight: 0,
        });
    }
}

/// Level of the headings directly below this one.
fn below(head: Head) -> u8 {
    match head {
        Head::Part | Head::Chapter(_) => 2,
        Head::Section(level) => level.saturating_add(1),
    }
}

/// Notes which file has which anchors, notes and kinds of markup.
fn survey<'a>(book: &'a Book, mut leaves: Vec<Leaf<'a>>) -> Plan<'a> {
    let mut begun = BTreeSet::new();
    book.inlines(&mut |inline| {
        if let Inline::NoteRef(x) = inline {
            begun.extend(x.first.then_some(x.note));
        }
    });
    let mut survey = Survey {
        book,
        begun,
        places: BTreeMap::new(),
        noted: vec![false; book.notes.len()],
        marks: BTreeMap::new(),
    };
    for (at, leaf) in leaves.iter_mut().enumerate() {
        survey.leaf(at, leaf);
    }
    let Survey { places, marks, .. } = survey;
    Plan { leaves, places, marks }
}

struct Survey<'a> {
    book: &'a Book,
    /// Notes whose first mark is in the book.
    begun: BTreeSet<NoteId>,
    places: BTreeMap<&'a Anchor, usize>,
    noted: Vec<bool>,
    marks: BTreeMap<NoteId, Vec<&'a Anchor>>,
}

/// What a walk over some blocks finds.
#[derive(Default)]
struct Found<'a> {
    anchors: Vec<&'a Anchor>,
    notes: Vec<&'a NoteRef>,
    svg: bool,
    math: bool,
}

impl<'a> Survey<'a> {
    fn leaf(&mut self, at: usize, leaf: &mut Leaf<'a>) {
        let mut found = Found::default();
        found.heading(leaf.heading);
        leaf.blocks.iter().for_each(|blocks| found.blocks(blocks));
        leaf.weight = leaf.blocks.iter().map(|blocks| weigh(self.book, blocks)).sum::<usize>() + 1024;
        let mut next = 0;
        while let Some(mark) = found.notes.get(next).copied() {
            next += 1;
            let (id, index) = (mark.note, mark.note.0 as usize);
            let marks = self.marks.entry(id).or_default();
            let Some(note) = self.book.notes.get(index) else { continue };
            let Some(noted) = self.noted.get_mut(index) else { continue };
            // In a text with marks of changes the note may have stood somewhere before.
            let here = mark.first || !self.begun.contains(&id);
            marks.insert(if mark.first { 0 } else { marks.len() }, &mark.anchor);
            if here && !std::mem::replace(noted, true) {
                leaf.notes.push(id);
                found.anchors.push(&note.anchor);
                found.blocks(&note.blocks);
            }
        }
        (leaf.svg, leaf.math) = (found.svg, found.math);
        self.places.extend(found.anchors.into_iter().map(|anchor| (anchor, at)));
    }
}

impl<'a> Found<'a> {
    fn heading(&mut self, heading: &'a Heading) {
        self.anchors.push(&heading.anchor);
        book::in_run(&heading.title, &mut |inline| self.inline(inline));
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        book::blocks(blocks, &mut |block| self.block(block));
        book::inlines(blocks, &mut |inline| self.inline(inline));
    }

    fn block(&mut self, block: &'a Block) {
        block.anchors(&mut |anchor| self.anchors.push(anchor));
        if let Block::Figure(x) = block {
            self.svg |= matches!(x.body, FigureBody::Art(_));
        } else if let Block::Math(x) = block {
            self.math |= !x.formula.mathml.is_empty();
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        self.anchors.extend(inline.anchor());
        if let Inline::NoteRef(x) = inline {
            self.notes.push(x);
        } else if let Inline::Math(x) = inline {
            self.math |= !x.formula.mathml.is_empty();
        }
    }
}

/// About how many bytes of XHTML some blocks make, their notes included.
fn weigh(book: &Book, blocks: &[Block]) -> usize {
    let mut bytes = 0;
    book::blocks(blocks, &mut |block| bytes += weigh_block(block));
    book::inlines(blocks, &mut |inline| bytes += weigh_inline(book, inline));
    bytes
}

/// Tags and characters of a block itself, without its inlines and the blocks inside it.
fn weigh_block(block: &Block) -> usize {
    match block {
        Block::Section(x) => 90 + x.heading.anchor.as_str().len(),
        Block::Paragraph(_) => 8,
        Block::List(x) => 12 + x.items.len() * 10,
        Block::Terms(x) => 12 + x.items.iter().map(|item| 12 + 12 * item.definitions.len()).sum::<usize>(),
        Block::Quote(_) => 26,
        Block::Listing(x) => 120 + weigh_lines(&x.lines, 0),
        Block::Table(x) => {
            let cells: usize = x.head.iter().chain(&x.rows).map(|row| 11 + row.cells.len() * 14).sum();
            180 + cells
        }
        Block::Figure(x) => match &x.body {
            FigureBody::Picture(picture) => 200 + picture.alt.len(),
            FigureBody::Art(art) => 300 + art.alt.len() + weigh_lines(&art.lines, 70),
            FigureBody::Blocks(_) => 120,
        },
        Block::Math(x) => 80 + x.formula.mathml.len(),
        Block::Aside(x) => 140 + x.label.len(),
        Block::Break(_) => 22,
        Block::Bibliography(x) => {
            let work = |work: &book::Work| 110 + 110 * work.back.len();
            160 + x.works.iter().map(work).sum::<usize>()
        }
        Block::Index(x) => weigh_index(x),
        Block::Glossary(x) => {
            let entry =
                |entry: &book::GlossaryEntry| 80 + 12 * entry.definitions.len() + 70 * entry.uses.len();
            60 + x.entries.iter().map(entry).sum::<usize>()
        }
        Block::Only(_) => 0,
        Block::Change(_) => 140,
    }
}

fn weigh_index(index: &book::Index) -> usize {
    let mut bytes = index.groups.len() * 110;
    index.entries(&mut |entry| {
        let seen = (entry.see.len() + entry.see_also.len()) * 110;
        bytes += 110 + book::plain(&entry.term).len() + entry.locators.len() * 95 + seen;
    });
    bytes
}

fn weigh_lines(lines: &[book::CodeLine], each: usize) -> usize {
    let run = |run: &book::Run| run.text.len() + run.class.map_or(0, |class| 22 + class.name().len());
    lines.iter().map(|line| each + 1 + line.runs.iter().map(run).sum::<usize>()).sum()
}

fn weigh_inline(book: &Book, inline: &Inline) -> usize {
    match inline {
        Inline::Text(x) => x.text.len(),
        Inline::Code(x) => 13 + x.text.len(),
        Inline::Math(x) => x.formula.mathml.len(),
        Inline::Link(_) => 60,
        Inline::Ref(x) | Inline::PageRef(x) => 50 + x.text.len() + x.anchor.as_str().len(),
        Inline::NoteRef(x) if x.first => {
            let note = book.notes.get(x.note.0 as usize);
            340 + note.map_or(0, |note| weigh(book, &note.blocks))
        }
        Inline::Cite(x) => 100 + x.target.as_str().len() + x.anchor.as_str().len(),
        Inline::NoteRef(_) => 120,
        Inline::Picture(x) => 90 + x.picture.alt.len(),
        Inline::Emph(_) | Inline::Sub(_) | Inline::Sup(_) | Inline::Key(_) => 10,
        Inline::Strong(_) => 17,
        Inline::Strike(_) => 7,
        Inline::Mark(_) => 40,
        Inline::Place(_) => 24,
        Inline::LineBreak(_) => 5,
        Inline::Only(_) => 0,
        Inline::Change(_) => 120,
        Inline::Comment(x) => 50 + x.text.len(),
    }
}
