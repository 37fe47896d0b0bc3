//! What every reader sees: the resolved tree, complete.
//!
//! After `resolve` nothing here can dangle. No label, no key, no path: every reference holds the
//! [`Anchor`] of something in this book, every number is a finished string, every picture an entry of
//! [`Book::assets`], every note an entry of [`Book::notes`]. No raw HTML and no raw Typst. Heading
//! levels have no holes, because sections nest. Page numbers are the one thing only a layout knows, so
//! they stay explicit: [`Inline::PageRef`].
//!
//! Emitters therefore look nothing up and decide nothing. They match every enum in full, without `_`,
//! so a new kind of node stops the build in both back ends until both can print it.

mod address;
mod anchor;
mod block;
mod caption;
mod change;
mod date;
mod float;
mod glossary;
mod head;
mod imprint;
mod index;
mod inner;
mod inline;
mod ledger;
mod listing;
mod meta;
mod number;
mod only;
mod page;
mod places;
#[cfg(test)]
pub mod sample;
mod spot;
mod table;
mod walk;

pub use address::href;
pub use anchor::{Anchor, Anchors};
pub use block::*;
pub use caption::short_caption;
pub use change::{ChangedBlocks, ChangedInlines, Comment, Edit, Listed, ReviewWords, two_figures};
pub use date::date;
pub use float::Float;
pub use glossary::{Glossary, GlossaryEntry};
pub use head::Head;
pub use imprint::{enumerated, hyphenated, imprint};
pub use index::{Index, IndexEntry, IndexGroup, IndexSee, Locator, LocatorEnd};
pub use inline::*;
pub use inner::{Inner, InnerMut, Own};
pub use ledger::{Entry, Ledger, Reference};
pub use listing::*;
pub use meta::{Creator, Direction, Locale, Meta, Series};
pub use only::{Editions, OnlyBlocks, OnlyInlines};
pub use number::{Kind, Number, letters, roman};
pub use page::{ChapterPages, PageStart};
pub use places::anchors;
pub use table::{placed, starts};
pub use spot::{LineRole, Matter, PageSpots, Spot};
pub use walk::{blocks, blocks_mut, in_run, in_run_mut, inlines, notes, plain, replace, runs_mut};

use serde::Serialize;

use crate::span::Span;

/// A whole book, ready to print.
#[derive(Debug, Clone, Serialize)]
pub struct Book {
    /// Title, authors and the rest of what a title page and a catalogue say.
    pub meta: Meta,
    /// Words that the book itself adds, in its language.
    pub words: Words,
    /// Preface and its like, before the first numbered chapter; roman folios.
    pub front: Vec<Chapter>,
    /// The body. A book without parts has one part without a heading.
    pub parts: Vec<Part>,
    /// Appendices and afterwords.
    pub back: Vec<Chapter>,
    /// Footnotes, in the order of their first reference; [`NoteId`] is the index.
    pub notes: Vec<Note>,
    /// Pictures, each distinct one once; [`AssetId`] is the index.
    pub assets: Vec<Asset>,
}

impl Book {
    /// All chapters in reading order.
    pub fn chapters(&self) -> impl Iterator<Item = &Chapter> {
        let body = self.parts.iter().flat_map(|part| &part.chapters);
        self.front.iter().chain(body).chain(&self.back)
    }

    /// All chapters in reading order, to change.
    pub fn chapters_mut(&mut self) -> impl Iterator<Item = &mut Chapter> {
        let body = self.parts.iter_mut().flat_map(|part| &mut part.chapters);
        self.front.iter_mut().chain(body).chain(&mut self.back)
    }
}

/// The words a book adds by itself, in its language.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs, reason = "each field is the English word it stands for")]
pub struct Words {
    pub contents: String,
    pub part: String,
    pub chapter: String,
    pub section: String,
    pub appendix: String,
    pub figure: String,
    pub table: String,
    pub listing: String,
    pub equation: String,
    pub page: String,
    pub by: String,
    /// Before the last of several.
    pub and: String,
    pub continued: String,
    pub cover: String,
    pub notes: String,
    pub title_page: String,
    pub copyright: String,
    pub dedication: String,
    pub landmarks: String,
    pub pages: String,
    pub figures: String,
    pub tables: String,
    pub listings: String,
    pub note: String,
    pub tip: String,
    pub important: String,
    pub warning: String,
    pub caution: String,
    pub references: String,
    pub cited_in: String,
    pub index: String,
    pub symbols: String,
    pub see: String,
    pub see_also: String,
    pub solution: String,
    /// What stands before the page of a solution.
    pub solution_on: String,
    pub solutions: String,
    /// With the volume for `{n}`, and how many there are for `{all}`.
    pub volume_of: String,
    /// What stands before the number of a page in volume `{n}`.
    pub volume_page: String,
    /// The twelve names.
    pub months: Vec<String>,
    /// A date, with its `{month}` and `{year}`.
    pub dated: String,
    /// With the program's name for `{program}`.
    pub typeset_with: String,
    /// What an ISBN of the print edition is told by.
    pub printed: String,
    /// This and the next three with a `{name}`.
    pub edited_by: String,
    pub translated_by: String,
    pub illustrated_by: String,
    pub with: String,
    pub source: String,
    /// This and what follows are names of boxes.
    pub summary: String,
    pub theorem: String,
    pub lemma: String,
    pub corollary: String,
    pub proposition: String,
    pub conjecture: String,
    pub axiom: String,
    pub definition: String,
    pub example: String,
    pub exercise: String,
    pub algorithm: String,
    pub remark: String,
    pub proof: String,
    /// What the review edition says.
    pub review: ReviewWords,
}

/// A part of the book.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// Its title; `None` for the chapters of a book without parts.
    pub heading: Option<Heading>,
    /// Its chapters.
    pub chapters: Vec<Chapter>,
}

/// What a chapter is in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Before the body, roman folios.
    Front,
    /// A chapter of the body.
    Chapter,
    /// Lettered, after the body.
    Appendix,
    /// Unlettered, after the body.
    Back,
}

/// A chapter: a file of the author's, or several nested ones.
#[derive(Debug, Clone, Serialize)]
pub struct Chapter {
    /// What it is.
    pub role: Role,
    /// Its title.
    pub heading: Heading,
    /// Its text; sections are blocks.
    pub blocks: Vec<Block>,
    /// Its file.
    pub span: Span,
}

/// A title with its number and its place.
#[derive(Debug, Clone, Serialize)]
pub struct Heading {
    /// What links name.
    pub anchor: Anchor,
    /// `None` is deliberately unnumbered.
    pub number: Option<Number>,
    /// The title, without its number.
    pub title: Vec<Inline>,
    /// The heading line.
    pub span: Span,
}

/// Index into [`Book::notes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NoteId(pub u32);

/// Index into [`Book::assets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AssetId(pub u32);

/// A footnote.
#[derive(Debug, Clone, Serialize)]
pub struct Note {
    /// The note itself; its references are `{anchor}-ref`, `{anchor}-ref-2` ...
    pub anchor: Anchor,
    /// The mark, counted by chapter from 1.
    pub number: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The definition.
    pub span: Span,
}

/// A picture, once, whatever the number of its uses.
#[derive(Debug, Clone, Serialize)]
pub struct Asset {
    /// File name in both outputs, unique, with its extension.
    pub name: String,
    /// What `bytes` are.
    pub format: Format,
    /// Width as meant, in CSS pixels (1/96 in).
    pub width: f64,
    /// Height as meant, in CSS pixels (1/96 in).
    pub height: f64,
    /// Smallest type in a drawing, in CSS pixels; `None` for pixels and for drawings without text.
    pub type_size: Option<f64>,
    /// What a diagram was drawn from, as its author wrote it: its long description.
    pub source: Option<Source>,
    /// The picture as the outputs take it.
    #[serde(skip)]
    pub bytes: std::sync::Arc<[u8]>,
}

/// The text of a diagram.
#[derive(Debug, Clone, Serialize)]
pub struct Source {
    /// Its notation, as a person reads it.
    pub notation: String,
    /// The text, verbatim.
    pub text: String,
}

/// Formats that both outputs take as they are (EPUB 3.3 core media types that Typst reads).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "names of formats")]
pub enum Format {
    Png,
    Jpeg,
    Gif,
    Webp,
    Svg,
}
