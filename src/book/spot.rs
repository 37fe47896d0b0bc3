//! What stands where on the pages of a layout.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// What a line on a page belongs to, as far as a proof-reader treats it differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineRole {
    /// The title of a chapter.
    Chapter,
    /// The title of a section directly in a chapter: what running heads name.
    Section,
    /// A deeper heading.
    Heading,
    /// Running text.
    Paragraph,
    /// A listing with its caption.
    Code,
    /// A drawing made of characters.
    Art,
    /// The caption of a figure.
    Caption,
    /// A table with its caption.
    Table,
    /// A footnote.
    Note,
    /// The mark of a footnote in the text; its block is the note.
    Mark,
    /// Anything else.
    Other,
}

/// What the pages of a piece are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// Half-title to dedication, and the pages of parts: set freely.
    Display,
    /// The table of contents.
    Contents,
    /// A chapter.
    Chapter,
    /// Nothing: it makes the next piece begin on a recto.
    Blank,
}

/// The beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// From the left edge of the trimmed page, pt.
    pub x: f64,
    /// Its baseline, from the upper edge, pt.
    pub y: f64,
    /// The author's text that it begins with.
    pub span: Span,
    /// What it belongs to.
    pub role: LineRole,
    /// The whole block.
    pub block: Span,
}

/// The lines of one page.
#[derive(Debug, Clone)]
pub struct PageSpots {
    /// What the page is.
    pub matter: Matter,
    /// Which piece of the book it belongs to; a blank page has its own.
    pub piece: usize,
    /// Its lines.
    pub spots: Vec<Spot>,
}
