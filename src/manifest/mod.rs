//! `book.toml` and `SUMMARY.md`: as written, then as meant.
//!
//! What comes out has every default filled in, every path inside the book's folder, every value in
//! range. Nothing after this module interprets a setting again.
//!
//! `table` (TOML with places, and `--set`) -> `written` (the keys with their types) -> `read` (what they
//! mean), and beside them `summary`, which takes from `parse::summary` the items of the list of chapters.

mod date;
mod isbn;
mod people;
mod press;
mod read;
mod review;
mod summary;
mod table;
mod trim;
mod words;
mod written;

pub use date::day;
pub use read::read;
pub use words::{own_words, words};

use std::collections::BTreeMap;

use crate::printer::{Bleed, Color, Paper, Printer, Spine, Standard};
use crate::snapshot::BookPath;
use crate::span::{FileId, Span};

/// The book as its author set it up.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// `book.toml`, for problems that concern the book as a whole.
    pub file: FileId,
    /// Title, authors and the rest; `cover` is still a path, below.
    pub meta: crate::book::Meta,
    /// Cover picture, if one was named.
    pub cover: Option<(BookPath, Span)>,
    /// Folder of the chapters and `SUMMARY.md`.
    pub src: BookPath,
    /// The chapters in order.
    pub summary: Summary,
    /// How things are numbered.
    pub numbering: Numbering,
    /// HTML tags of the author's own, lower case, and the class of the block each becomes.
    pub tags: BTreeMap<String, String>,
    /// Boxes of the book's own, by class.
    pub blocks: BTreeMap<String, BlockClass>,
    /// Where the works that the text cites are described.
    pub bibliography: Bibliography,
    /// Settings of the editions.
    pub editions: Editions,
    /// Editing marks stay in the text: for the review edition.
    pub marks: bool,
}

/// The works that the text cites.
#[derive(Debug, Clone, Default)]
pub struct Bibliography {
    /// Files in BibLaTeX (`.bib`) or Hayagriva's YAML, each with the place that names it. Where there is
    /// none, `@key` is text.
    pub files: Vec<(BookPath, Span)>,
    /// Name of a CSL style, or the path of a `.csl` file of the book's; `None` is Chicago's author-date.
    pub style: Option<(String, Span)>,
}

/// How things are numbered.
#[derive(Debug, Clone, Copy)]
pub struct Numbering {
    /// How many levels of sections have numbers: 1 numbers `3.2`, 2 also `3.2.1`. Default 2.
    pub sections: u8,
    /// Numbers that authors wrote into headings ("Chapter 3: ...", "3.1 ...") are taken out. Default on.
    pub strip: bool,
}

/// The chapters as `SUMMARY.md` lists them.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Prefix chapters.
    pub front: Vec<Entry>,
    /// Numbered chapters, by part.
    pub parts: Vec<Part>,
    /// Suffix chapters.
    pub back: Vec<Entry>,
}

/// A box that the book declares in `[block.NAME]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockClass {
    /// The name it prints ("Evidence card"); empty prints none.
    pub title: String,
    /// It is counted by chapter. Default off.
    pub numbered: bool,
    /// What labels of it begin with (`inv` for `@inv-x`), if it can be referred to.
    pub prefix: Option<String>,
    /// Its look: `callout`, `alert`, `theorem`, `frame` or `plain`. Default `frame`.
    pub family: crate::book::Family,
}

/// A part of `SUMMARY.md`.
#[derive(Debug, Clone)]
pub struct Part {
    /// `# Title`; `None` for chapters before the first such line.
    pub title: Option<(String, Span)>,
    /// Its chapters are lettered appendices: a part called "Appendix" or "Appendices", or the children
    /// of a chapter so called.
    pub appendices: bool,
    /// Its chapters.
    pub chapters: Vec<Entry>,
}

/// A chapter of `SUMMARY.md`.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Title in the list; Markdown, used where the file has no heading of its own.
    pub title: String,
    /// Its file.
    pub path: BookPath,
    /// It is counted (a list item); `false` for prefix and suffix chapters and the text that opens
    /// the appendices.
    pub numbered: bool,
    /// Nested chapters: sections of this one.
    pub children: Vec<Entry>,
    /// The link.
    pub span: Span,
}

/// Settings of the editions; each field is final.
#[derive(Debug, Clone)]
pub struct Editions {
    /// `[edition.print]`.
    pub print: Paged,
    /// `[edition.print]`, too: the file for the printer.
    pub press: Press,
    /// `[edition.screen]`.
    pub screen: Paged,
    /// `[edition.epub]`.
    pub epub: Epub,
}

/// Settings of a PDF edition.
#[derive(Debug, Clone)]
pub struct Paged {
    /// How it looks. Default `book`.
    pub style: Style,
    /// Width of the trimmed page, pt. Default 504 (7 in); of a report 595 (A4).
    pub width: f64,
    /// Height of the trimmed page, pt. Default 720 (10 in); of a report 842 (A4).
    pub height: f64,
    /// Deepest level of headings in the table of contents: 1 is chapters, 2 adds sections. Default 2.
    pub contents: u8,
    /// Lists behind the contents, in this order. Default none.
    pub lists: Vec<List>,
}

/// Lists of numbered things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is what it says")]
pub enum List {
    Figures,
    Tables,
    Listings,
}

/// The styles that come with Bindery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Two-sided, chapters begin on a recto.
    Book,
    /// One-sided and plain.
    Report,
}

/// What the file for the printer is to be. Nothing in it is against the printer's rules.
#[derive(Debug, Clone)]
pub struct Press {
    /// The printer; `None` is none in particular.
    pub printer: Option<&'static Printer>,
    /// The printer's paper.
    pub paper: Option<&'static Paper>,
    /// Width of the spine; `None` where neither printer nor paper is known.
    pub spine: Option<Spine>,
    /// Room around the trimmed page; `None` ends the page there.
    pub bleed: Option<Bleed>,
    /// Crop marks stand outside the bleed.
    pub crop_marks: bool,
    /// Colours of the file. Default gray.
    pub color: Color,
    /// What it conforms to.
    pub standard: Standard,
    /// ICC profile of the press, a file of the book's.
    pub profile: Option<(BookPath, Span)>,
    /// How many volumes.
    pub volumes: Volumes,
    /// ISBN-13 of each volume, digits only; may be fewer than volumes.
    pub volume_isbns: Vec<String>,
    /// A cover is made, too. Default where a printer is named.
    pub cover: bool,
    /// The printer's name in `book.toml`, or its top.
    pub at: Span,
}

/// How many volumes a book has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Volumes {
    /// As few as the printer's page limit allows.
    AsNeeded,
    /// So many.
    Exactly(u32),
}

/// Settings of the EPUB.
#[derive(Debug, Clone)]
pub struct Epub {
    /// Longest side of a raster picture, pixels; larger ones are scaled down. Default 1600.
    pub longest_side: u32,
    /// Chapters longer than this are split at sections, bytes of XHTML. Default 230,000.
    pub longest_file: usize,
    /// Deepest level of headings in the navigation: 1 is chapters. Default 3.
    pub contents: u8,
    /// Code that is wider than the screen wraps, instead of scrolling. Default off.
    pub wrap_code: bool,
    /// Who vouches for its accessibility. Default nobody.
    pub certified: Option<Certified>,
}

/// What somebody vouches for.
#[derive(Debug, Clone)]
pub struct Certified {
    /// The publication conforms to this, in the words that EPUB Accessibility 1.1 (section 5.2.1) asks for.
    pub conforms: String,
    /// Who says so.
    pub by: String,
    /// By what right: a credential or badge.
    pub credential: Option<String>,
    /// Address of the report.
    pub report: Option<String>,
    /// The table.
    pub at: Span,
}
