//! `book.toml` as written: every key we know, with its type, its full name and its place.
//!
//! Nothing has a default yet and no value is judged; `read` does both. Keys that aren't here are unknown
//! (an error, with the nearest known name), tables that aren't here belong to other tools (a note).

use super::table::{self, Given, Placed, Plain, Table};
use crate::problem::{Diagnostic, Problem};
use crate::snapshot::Text;
use crate::span::Span;

/// Tables of mdBook's that only its other outputs read.
const FOREIGN: [&str; 4] = ["build", "rust", "output", "preprocessor"];

/// Keys of `[book]` that stood at the top of the file in the first mdBooks.
const ONCE_ON_TOP: [&str; 6] = ["title", "author", "authors", "description", "src", "language"];

/// The whole file.
pub(super) struct Written {
    /// `[book]`.
    pub book: Book,
    /// `[numbering]`.
    pub numbering: Numbering,
    /// `[html]`: tag, place of its name, class.
    pub html: Vec<(String, Span, Given<String>)>,
    /// `[block.NAME]`: name, its place, the table.
    pub blocks: Vec<(String, Span, Block)>,
    /// `[edition.print]`.
    pub print: Paged,
    /// `[edition.print]`, too.
    pub press: Press,
    /// `[edition.screen]`.
    pub screen: Paged,
    /// `[edition.epub]`.
    pub epub: Epub,
}

/// `[book]`: mdBook's keys, then ours.
pub(super) struct Book {
    pub title: Option<Given<String>>,
    pub authors: Option<Given<Vec<String>>>,
    pub author: Option<Given<Vec<String>>>,
    pub creators: Vec<Creator>,
    pub series: Option<Series>,
    pub languages: Option<Given<Vec<Placed>>>,
    pub description: Option<Given<String>>,
    pub src: Option<Given<String>>,
    pub language: Option<Given<String>>,
    pub direction: Option<Given<String>>,
    pub subtitle: Option<Given<String>>,
    pub publisher: Option<Given<String>>,
    pub place: Option<Given<String>>,
    pub rights: Option<Given<String>>,
    pub edition: Option<Given<Plain>>,
    pub printing: Option<Given<Plain>>,
    pub isbn: Option<Given<Plain>>,
    pub isbn_print: Option<Given<Plain>>,
    pub isbn_epub: Option<Given<Plain>>,
    pub subjects: Option<Given<Vec<String>>>,
    pub date: Option<Given<Plain>>,
    pub dedication: Option<Given<String>>,
    pub cover: Option<Given<String>>,
    pub bibliography: Option<Given<Vec<Placed>>>,
    pub csl: Option<Given<String>>,
}

/// `[[book.creator]]`.
pub(super) struct Creator {
    pub name: Option<Given<String>>,
    pub role: Option<Given<String>>,
    pub file_as: Option<Given<String>>,
    pub at: Span,
}

/// `[book.series]`.
pub(super) struct Series {
    pub name: Option<Given<String>>,
    pub position: Option<Given<Plain>>,
    pub at: Span,
}

/// `[edition.epub.certified]`.
pub(super) struct Certified {
    pub by: Option<Given<String>>,
    pub credential: Option<Given<String>>,
    pub report: Option<Given<String>>,
    pub conforms: Option<Given<String>>,
    pub at: Span,
}

/// `[numbering]`.
pub(super) struct Numbering {
    pub sections: Option<Given<i64>>,
    pub strip: Option<Given<bool>>,
}

/// `[block.NAME]`.
pub(super) struct Block {
    pub title: Option<Given<String>>,
    pub numbered: Option<Given<bool>>,
    pub prefix: Option<Given<String>>,
    pub family: Option<Given<String>>,
}

/// `[edition.print]` and `[edition.screen]`.
pub(super) struct Paged {
    pub style: Option<Given<String>>,
    pub trim: Option<Given<Vec<String>>>,
    pub contents: Option<Given<i64>>,
    pub lists: Option<Given<Vec<Placed>>>,
}

/// What only `[edition.print]` has.
pub(super) struct Press {
    pub printer: Option<Given<String>>,
    pub paper: Option<Given<String>>,
    pub bleed: Option<Given<bool>>,
    pub crop_marks: Option<Given<bool>>,
    pub color: Option<Given<String>>,
    pub standard: Option<Given<String>>,
    pub profile: Option<Given<String>>,
    pub volumes: Option<Given<Plain>>,
    pub volume_isbns: Option<Given<Vec<Placed>>>,
    pub cover: Option<Given<bool>>,
}

/// `[edition.epub]`.
pub(super) struct Epub {
    pub longest_side: Option<Given<i64>>,
    pub longest_file: Option<Given<i64>>,
    pub contents: Option<Given<i64>>,
    pub code: Option<Given<String>>,
    pub certified: Option<Certified>,
}

/// Reads the text of `book.toml` with the overrides of `--set`; `None` where it isn't TOML.
pub(super) fn read(text: &Text, set: &[String], problems: &mut Vec<Diagnostic>) -> Option<Written> {
    let mut top = table::read(text, set, problems)?;
    for name in FOREIGN {
        if let Some(at) = top.foreign(name) {
            problems.push(Problem::ForeignTable { table: name.to_owned() }.at(at));
        }
    }
    let mut edition = top.table("edition", problems);
    let mut print = edition.table("print", problems);
    let press = press(&mut print, problems);
    let written = Written {
        book: book(top.table("book", problems), problems),
        numbering: numbering(top.table("numbering", problems), problems),
        html: top.table("html", problems).rest(problems),
        blocks: blocks(top.table("block", problems), problems),
        print: paged(print, problems),
        press,
        screen: paged(edition.table("screen", problems), problems),
        epub: epub(edition.table("epub", problems), problems),
    };
    edition.finish(&[], problems);
    for (name, at) in top.strangers() {
        top.foreign(&name);
        problems.push(Problem::ForeignTable { table: name }.at(at));
    }
    top.finish(&[("book", &ONCE_ON_TOP)], problems);
    Some(written)
}

fn book(mut table: Table, problems: &mut Vec<Diagnostic>) -> Book {
    let book = Book {
        title: table.take("title", problems),
        authors: table.take("authors", problems),
        author: table.take("author", problems),
        creators: table.list("creator", problems).into_iter().map(|(at, one)| creator(at, one, problems)).collect(),
        series: table.optional("series", problems).map(|(at, one)| series(at, one, problems)),
        languages: table.take("languages", problems),
        description: table.take("description", problems),
        src: table.take("src", problems),
        language: table.take("language", problems),
        direction: table.take("text-direction", problems),
        subtitle: table.take("subtitle", problems),
        publisher: table.take("publisher", problems),
        place: table.take("place", problems),
        rights: table.take("rights", problems),
        edition: table.take("edition", problems),
        printing: table.take("printing", problems),
        isbn: table.take("isbn", problems),
        isbn_print: table.take("isbn-print", problems),
        isbn_epub: table.take("isbn-epub", problems),
        subjects: table.take("subjects", problems),
        date: table.take("date", problems),
        dedication: table.take("dedication", problems),
        cover: table.take("cover", problems),
        bibliography: table.take("bibliography", problems),
        csl: table.take("csl", problems),
    };
    // mdBook reads `multilingual` and does nothing with it.
    table.take::<bool>("multilingual", problems);
    table.finish(&[], problems);
    book
}

fn creator(at: Span, mut table: Table, problems: &mut Vec<Diagnostic>) -> Creator {
    let creator = Creator {
        name: table.take("name", problems),
        role: table.take("role", problems),
        file_as: table.take("file-as", problems),
        at,
    };
    table.finish(&[], problems);
    creator
}

fn series(at: Span, mut table: Table, problems: &mut Vec<Diagnostic>) -> Series {
    let series =
        Series { name: table.take("name", problems), position: table.take("position", problems), at };
    table.finish(&[], problems);
    series
}

fn certified(at: Span, mut table: Table, problems: &mut Vec<Diagnostic>) -> Certified {
    let certified = Certified {
        by: table.take("by", problems),
        credential: table.take("credential", problems),
        report: table.take("report", problems),
        conforms: table.take("conforms", problems),
        at,
    };
    table.finish(&[], problems);
    certified
}

fn numbering(mut table: Table, problems: &mut Vec<Diagnostic>) -> Numbering {
    let numbering =
        Numbering { sections: table.take("sections", problems), strip: table.take("strip", problems) };
    table.finish(&[], problems);
    numbering
}

fn blocks(mut table: Table, problems: &mut Vec<Diagnostic>) -> Vec<(String, Span, Block)> {
    let tables = table.tables(problems);
    let block = |(name, at, mut table): (String, Span, Table)| {
        let block = Block {
            title: table.take("title", problems),
            numbered: table.take("numbered", problems),
            prefix: table.take("prefix", problems),
            family: table.take("family", problems),
        };
        table.finish(&[], problems);
        (name, at, block)
    };
    tables.into_iter().map(block).collect()
}

fn paged(mut table: Table, problems: &mut Vec<Diagnostic>) -> Paged {
    let paged = Paged {
        style: table.take("style", problems),
        trim: table.take("trim", problems),
        contents: table.take("contents", problems),
        lists: table.take("lists", problems),
    };
    table.finish(&[], problems);
    paged
}

fn press(table: &mut Table, problems: &mut Vec<Diagnostic>) -> Press {
    Press {
        printer: table.take("printer", problems),
        paper: table.take("paper", problems),
        bleed: table.take("bleed", problems),
        crop_marks: table.take("crop-marks", problems),
        color: table.take("color", problems),
        standard: table.take("standard", problems),
        profile: table.take("profile", problems),
        volumes: table.take("volumes", problems),
        volume_isbns: table.take("volume-isbns", problems),
        cover: table.take("cover", problems),
    }
}

fn epub(mut table: Table, problems: &mut Vec<Diagnostic>) -> Epub {
    let epub = Epub {
        longest_side: table.take("longest-side", problems),
        longest_file: table.take("longest-file", problems),
        contents: table.take("contents", problems),
        code: table.take("code", problems),
        certified: table.optional("certified", problems).map(|(at, one)| certified(at, one, problems)),
    };
    table.finish(&[], problems);
    epub
}
