//! Every condition Bindery can report, as one closed enum.
//!
//! To add one: a variant here with typed fields, then the compiler leads through `code.rs` (`code`, `severity`)
//! and `message.rs` (`message`, `help`); `tests/architecture.rs` asks for a case that
//! shows it. Helpers that can't know the place return `Result<T, Problem>`; the caller knows
//! it ([`Problem::at`]). Nothing stops at the first problem: steps return [`Checked`].

mod code;
mod fault;
mod message;
mod script;

pub use fault::{Fault, Length};
pub use script::script;

use serde::Serialize;

use crate::span::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The book can't be made.
    Error,
    /// The book is made, but something in it is not as the author meant.
    Warning,
    /// Worth knowing; never fails a build.
    Note,
}

/// A condition. Fields are what the messages need, in plain types.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "fields are named for what they hold")]
pub enum Problem {
    // Files and the manifest.
    /// `book.toml` isn't there.
    NoManifest,
    /// A file that something names isn't there.
    MissingFile { path: String, nearest: Option<String> },
    /// A file can't be read.
    UnreadableFile { path: String, reason: String },
    /// A text isn't UTF-8.
    NotUtf8 { path: String },
    /// A path leads out of the book's folder.
    OutsidePath { path: String },
    /// `book.toml` (or `--set`) isn't TOML, or has a value of a wrong type.
    BadToml { reason: String },
    /// A key that `book.toml` doesn't have.
    UnknownKey { key: String, nearest: Option<String> },
    /// A value that a key doesn't take.
    BadValue { key: String, value: String, expected: String },
    /// Something that the printer's rules are against.
    PrinterRefuses { printer: String, value: String, rule: String, source: String },
    /// A standard that the file can't be made to conform to.
    NoStandard { standard: String, missing: String },
    /// A printer asks for a standard that Bindery can't make; the file is plain PDF.
    PlainFile { printer: String, standard: String, source: String },
    /// A book with fewer or more pages than the printer binds.
    PageLimit { printer: String, pages: usize, least: u32, most: u32, source: String },
    /// More volumes asked for than the book can be split into.
    VolumesShort { wanted: usize, made: usize },
    /// A spine that the printer gives no formula for.
    SpineReckoned { printer: String, source: String },
    /// A claim of accessibility that the content doesn't bear out.
    NotAccessible { faults: String },
    /// No pages of a print edition of this very text, so no page list in the EPUB.
    NoPageList,
    /// Some chapters alone, and no full build to take their folios from.
    NoFolios { edition: &'static str },
    /// Some chapters alone, whose folios may be others since the last full build.
    OldFolios { edition: &'static str },
    /// A text or a drawing of the EPUB that old readers can't bear.
    HeavyFile { path: String, kilobytes: usize, most: usize },
    /// A picture with too few pixels for the size it is set in.
    LowResolution { path: String, found: u32, least: u32 },
    /// `book.toml` gives no title.
    NoTitle,
    /// A language whose words for "Chapter" and the like we don't have.
    NoWords { language: String },
    /// A table of another tool's in `book.toml`, passed over.
    ForeignTable { table: String },
    /// A line of `SUMMARY.md` that isn't one of its forms.
    BadSummary { reason: String },
    /// Something in `SUMMARY.md` that mdBook passes over, and so do we.
    StraySummary { text: String },
    /// `SUMMARY.md` names a file twice.
    SummaryTwice { path: String },
    /// A draft chapter of `SUMMARY.md`: a title without a file.
    DraftChapter { title: String },
    /// The book has no chapter with any text.
    EmptyBook,
    /// No chapter matches `--chapter`.
    NoSuchChapter { wanted: String },
    /// The version to compare with can't be read as a book.
    OldVersion { revision: String, reason: String },

    // Editing marks.
    /// An editing mark in a text that isn't printed for editors.
    EditingMark,
    /// An editing mark that is never closed.
    UnclosedMark { close: String },

    // Includes.
    /// A file includes itself, directly or through others.
    CyclicInclude { path: String },
    /// An included file has no such anchor.
    UnknownIncludeAnchor { path: String, anchor: String, nearest: Option<String> },
    /// An included range of lines is empty or reversed, or begins past the end.
    BadIncludeRange { range: String, lines: usize },
    /// A `{{#...}}` helper that isn't one of mdBook's.
    UnknownHelper { name: String },
    /// Includes make a chapter longer than it can be (`limit` in megabytes).
    TooLarge { path: String, limit: usize },

    // The author's language.
    /// `{...}` that is no attribute list.
    BadAttributes { text: String },
    /// An item of an attribute list, or a tag's attribute, that means nothing where it stands; `takes` is what does.
    IdleAttribute { attribute: String, on: String, takes: Vec<String>, nearest: Option<String> },
    /// An attribute that a list gives twice.
    AttributeTwice { attribute: String },
    /// An attribute list behind nothing that takes one.
    LooseAttributes { text: String },
    /// An HTML tag outside the subset; its content stays.
    UnknownTag { name: String },
    /// An HTML tag that is never closed, or closed without being opened.
    UnbalancedTag { name: String },
    /// An HTML element that no book can hold (`script`, `style` ...): left out with its content.
    LeftOut { name: String },
    /// A `:::` without its partner.
    UnbalancedDiv,
    /// Lists, quotes, boxes or markup nested deeper than anybody can read.
    TooDeep { limit: usize },
    /// Lines that a listing doesn't have, in `lines=` or `highlight=`.
    BadLines { key: String, value: String, lines: usize },
    /// An HTML table without a cell.
    EmptyTable,
    /// A fence called `table` that draws none.
    BadGrid,
    /// A number in a listing's comment without an item below it that explains it, or an item without a line
    /// (`what` is what is missing: `item` or `line`).
    LooseCallout { number: u32, what: String },
    /// A control character in a text: no output can hold it.
    ControlCharacter { code: u32 },
    /// A class of `:::` that neither Bindery nor the book knows.
    UnknownBlock { class: String, nearest: Option<String> },
    /// A TeX formula that can't be read.
    BadMath { reason: String },
    /// A heading skips a level.
    SkippedLevel { from: u8, to: u8 },
    /// A heading's own number differs from the one it gets.
    NumberDiffers { written: String, given: String },
    /// Two things with the same number fixed by hand.
    NumberTwice { number: String, first: String },
    /// A footnote that nothing refers to.
    UnusedNote { label: String },
    /// A reference to a footnote that isn't there.
    UnknownNote { label: String, nearest: Option<String> },
    /// A footnote defined twice.
    NoteTwice { label: String, first: String },

    // Index, glossary, solutions, editions.
    /// An index mark that says nothing to print, or a value it can't have.
    BadIndexMark { reason: String },
    /// A range of an index entry whose other end isn't there (`missing` is `start` or `end`).
    IndexRange { entry: String, missing: String },
    /// An index entry that leads to one that isn't there.
    UnknownIndexEntry { entry: String, nearest: Option<String> },
    /// A place for the index or the solutions, with nothing to stand there.
    EmptyPlace { class: String },
    /// A second place for the index or the solutions.
    PlaceTwice { class: String, first: String },
    /// A term that the glossary doesn't have.
    UnknownTerm { term: String, nearest: Option<String> },
    /// A term that the glossary has twice.
    TermTwice { term: String, first: String },
    /// Text for an edition that isn't there, or for none or all of them.
    BadEdition { value: String, nearest: Option<String> },
    /// Something numbered or labelled inside what only some editions print.
    NumberedOnly { what: String },

    // References.
    /// A label defined twice.
    DuplicateLabel { label: String, first: String },
    /// A reference to a label that isn't there.
    UnknownLabel { label: String, nearest: Option<String> },
    /// A reference by number to something that has none.
    Unnumbered { label: String },
    /// A citation of a work that no bibliography has.
    UnknownCitation { key: String, nearest: Option<String> },
    /// A file of works that can't be read as what it is.
    BadBibliography { reason: String },
    /// Two works with the same key.
    WorkTwice { key: String, first: String },
    /// A second place for the same list of works.
    BibliographyTwice { first: String },
    /// A file that is no style of citations (CSL), or one that can't be used.
    BadStyle { reason: String },
    /// Something in the book's own `styles/book.typ` that changes nothing: a definition of a name that no style has
    /// and nothing uses, or what is no definition.
    IdleStyle { what: String, nearest: Option<String> },
    /// A link to a file or heading of the book that isn't there.
    BrokenLink { target: String, nearest: Option<String> },
    /// A link into a file that isn't part of the book.
    LinkOutsideBook { target: String },
    /// A link out of the book to what no EPUB may name: an unregistered scheme, no host, a file.
    BadAddress { target: String },

    // Art.
    /// A picture that can't be read.
    UnreadablePicture { path: String, reason: String },
    /// A format that no output takes.
    UnknownPicture { path: String },
    /// A diagram that can't be drawn.
    BadDiagram { notation: String, reason: String },
    /// A picture on the network.
    RemotePicture { url: String },
    /// A picture without a description; `captioned` where its caption stands in for one.
    MissingAlt { path: String, captioned: bool },
    /// Type in a drawing that prints smaller than can be read, or than the printer takes (`found` and `least` in
    /// points). What is set by the style is measured in the finished file: [`Fault::TinyType`].
    SmallType { drawing: String, found: String, least: String },
    /// Characters that no font of the book has.
    MissingGlyph { characters: String, font: String },

    // Outputs.
    /// What keeps the screen edition from claiming PDF/UA-1 and PDF/A-2a.
    Unclaimed { reason: String },
    /// A fault of a finished PDF, on this page of the file (from 1; 0 is the file as a whole), in this volume
    /// (from 1; 0 where there is only one).
    Proof { volume: usize, page: usize, folio: String, fault: Fault },
    /// A diagnostic of Typst's that came from the author's text or a style.
    Typst { message: String, hints: String },
    /// Something that can't happen, happened.
    Internal { what: String },
}

impl Problem {
    /// With a place it is a diagnostic.
    #[must_use]
    pub fn at(self, at: Span) -> Diagnostic {
        Diagnostic { problem: self, at, also: Vec::new() }
    }
}

/// A problem with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub at: Span,
    /// Other places that belong to it, each with a word on how.
    pub also: Vec<(Span, String)>,
}

impl Diagnostic {
    /// With another place that belongs to it.
    #[must_use]
    pub fn and(mut self, at: Span, how: &str) -> Self {
        self.also.push((at, how.to_owned()));
        self
    }
}

/// A value, and what is wrong with it. Steps always give a value, so that one run reports everything.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The value; usable whatever the problems.
    pub value: T,
    /// What was found on the way.
    pub problems: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// The value, with the problems moved to the end of `all`.
    pub fn into(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.problems);
        self.value
    }
}

/// The known name nearest to `wanted`, if one is near enough to have been meant.
#[must_use]
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let limit = (wanted.chars().count() / 3).max(1);
    let near = known.into_iter().map(|name| (strsim::osa_distance(wanted, name), name));
    let best = near.filter(|(d, _)| *d <= limit).min()?;
    Some(best.1.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        let known = ["fig-flp", "fig-cap", "tbl-modes"];
        assert_eq!(nearest("fig-fpl", known), Some("fig-flp".to_owned()));
        assert_eq!(nearest("lst-paxos", known), None);
    }
}
