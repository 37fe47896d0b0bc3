//! The book cut into units, each a Typst source that is laid out by itself.
//!
//! A unit begins on a recto, so its first page is an odd one whatever stands before it: it can be laid
//! out without knowing its folio. What needs folios (contents, page references) says so.

use std::collections::BTreeMap;

use super::inline::Context;
use super::origin::{Origin, Writer, Written};
use super::volumes::Volumes;
use super::{Gathered, Settings, Style, block, front, lists};
use crate::book::{Anchor, Block, Book, Chapter, Heading, Inline, blocks, inlines, notes};
use crate::problem::Diagnostic;

/// What every source begins with.
pub const HEAD: &str = "#import \"/styles/book.typ\": *\n#import \"/styles/house.typ\": *\n#show: p-unit\n";

/// A piece of the book that is laid out by itself.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// Half-title to dedication.
    Display,
    /// The table of contents; `brief` puts a short one before it.
    Contents {
        /// Whether a short list stands before the full one.
        brief: bool,
    },
    /// A list of figures, tables or listings.
    List(Gathered),
    /// A part's own page.
    Part(&'a Heading),
    /// A chapter.
    Chapter(&'a Chapter),
}

/// A subject with its place among the others.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// What it is.
    pub subject: Subject<'a>,
    /// Its folios are roman.
    pub roman: bool,
    /// Level of its heading in the outline: 1, or 2 for chapters of a part that has a heading.
    pub depth: u8,
    /// The volume it stands in, from 0.
    pub volume: usize,
    /// The part that this chapter opens, where parts have no page of their own.
    pub part: Option<&'a Heading>,
}

/// What the rounds of the layout so far know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// Folio of every anchor; what isn't there prints as `000`.
    pub folios: BTreeMap<Anchor, String>,
    /// Volume of every anchor, from 0.
    pub volumes: BTreeMap<Anchor, usize>,
    /// How many volumes there are; 0 before that is known.
    pub count: usize,
}

/// Emitted Typst of one piece.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its path among the emitted files: `units/012-paxos.typ`.
    pub path: String,
    /// Typst.
    pub source: String,
    /// Where each piece of the source comes from.
    pub origin: Origin,
    /// What could not be emitted as it should.
    pub problems: Vec<Diagnostic>,
}

/// The pieces of a book in the order of their pages.
#[must_use]
pub fn pieces<'a>(book: &'a Book, settings: &Settings, brief: bool) -> Vec<Piece<'a>> {
    let front = |subject| Piece { subject, roman: true, depth: 1, volume: 0, part: None };
    let body = |subject, depth| Piece { subject, roman: false, depth, volume: 0, part: None };
    let mut out = vec![front(Subject::Display)];
    if settings.contents > 0 {
        out.push(front(Subject::Contents { brief }));
    }
    let lists = settings.lists.iter().filter(|what| lists::has(book, **what));
    out.extend(lists.map(|what| front(Subject::List(*what))));
    out.extend(book.front.iter().map(|chapter| front(Subject::Chapter(chapter))));
    for part in &book.parts {
        let apart = settings.style == Style::Book || part.chapters.is_empty();
        out.extend(part.heading.iter().filter(|_| apart).map(|heading| body(Subject::Part(heading), 1)));
        let depth = if part.heading.is_some() { 2 } else { 1 };
        let first = out.len();
        out.extend(part.chapters.iter().map(|chapter| body(Subject::Chapter(chapter), depth)));
        if let Some(opening) = out.get_mut(first).filter(|_| !apart) {
            opening.part = part.heading.as_ref();
        }
    }
    out.extend(book.back.iter().map(|chapter| body(Subject::Chapter(chapter), 1)));
    out
}

/// Emits a piece; `at` is its place in the list of pieces.
#[must_use]
pub fn emit(
    book: &Book,
    settings: &Settings,
    known: &Known,
    at: usize,
    piece: Piece,
) -> Unit {
    let volumes = Volumes { of: &known.volumes, this: piece.volume, all: known.count };
    let cx = Context { folios: &known.folios, volumes, depth: piece.depth, echo: false, ..Context::around(book, settings) };
    let mut w = Writer::default();
    w.raw(HEAD);
    w.raw("#{\n");
    let name = match piece.subject {
        Subject::Display => {
            front::display(&mut w, cx, settings.sheet.isbns.get(piece.volume).map(String::as_str));
            "display"
        }
        Subject::Contents { brief } => {
            front::contents(&mut w, cx, settings.contents, brief);
            "contents"
        }
        Subject::List(what) => {
            lists::list(&mut w, cx, what);
            match what {
                Gathered::Figures => "figures",
                Gathered::Tables => "tables",
                Gathered::Listings => "listings",
            }
        }
        Subject::Part(heading) => {
            front::part(&mut w, cx, heading);
            heading.anchor.as_str()
        }
        Subject::Chapter(chapter) => {
            if let Some(part) = piece.part {
                front::part(&mut w, Context { depth: 1, ..cx }, part);
            }
            block::heading_call(&mut w, cx, "b-chapter", 0, &chapter.heading);
            w.raw("\n");
            block::blocks(&mut w, cx, &chapter.blocks, 1);
            chapter.heading.anchor.as_str()
        }
    };
    w.raw("}\n");
    let Written { text: source, origin, problems } = w.finish();
    Unit { path: format!("units/{at:03}-{name}.typ"), source, origin, problems }
}

/// Whether a piece prints folios of other pages, so that it has to be laid out again when those are known.
#[must_use]
pub fn needs_folios(book: &Book, piece: Piece) -> bool {
    match piece.subject {
        Subject::Display | Subject::Part(_) => false,
        Subject::Contents { .. } | Subject::List(_) => true,
        Subject::Chapter(chapter) => refers_to_pages(book, &chapter.blocks),
    }
}

fn refers_to_pages(book: &Book, list: &[Block]) -> bool {
    let mut found = false;
    inlines(list, &mut |inline| found |= matches!(inline, Inline::PageRef(_)));
    blocks(list, &mut |block| found |= matches!(block, Block::Index(_)));
    let own = notes(list);
    let mut own = own.iter().filter_map(|id| book.notes.get(id.0 as usize));
    found || own.any(|note| refers_to_pages(book, &note.blocks))
}

/// Sections directly in a chapter, in order: what running heads name.
#[must_use]
pub fn sections(chapter: &Chapter) -> Vec<&Heading> {
    let mut out = Vec::new();
    for block in &chapter.blocks {
        if let Block::Section(section) = block {
            out.push(&section.heading);
        }
    }
    out
}

/// How much there is to lay out, in bytes of text: to begin with the longest.
#[must_use]
pub fn weight(piece: Piece) -> usize {
    match piece.subject {
        Subject::Display | Subject::Contents { .. } | Subject::List(_) | Subject::Part(_) => 0,
        Subject::Chapter(chapter) => {
            let mut count = 0;
            blocks(&chapter.blocks, &mut |_| count += 1);
            count
        }
    }
}
