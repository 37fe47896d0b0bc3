//! Listings, and lines of code wherever they stand.

use serde::Serialize;

use super::{Anchor, Edit, Inline, Number};
use crate::span::Span;

/// Code, highlighted.
#[derive(Debug, Clone, Serialize)]
pub struct Listing {
    /// `None` where nothing refers to it.
    pub anchor: Option<Anchor>,
    /// `None` where it has no caption.
    pub number: Option<Number>,
    /// Caption or title; empty where there is none.
    pub caption: Vec<Inline>,
    /// File name to show above it.
    pub file: Option<String>,
    /// Language, lower case; `None` is plain text.
    pub language: Option<String>,
    /// The lines.
    pub lines: Vec<CodeLine>,
    /// The whole fence.
    pub span: Span,
}

/// One line of code.
#[derive(Debug, Clone, Serialize)]
pub struct CodeLine {
    /// The line in runs of one class each; empty for an empty line.
    pub runs: Vec<Run>,
    /// Its number, where lines are numbered; `None` also for the line that stands for lines left out.
    pub number: Option<u32>,
    /// How the author sets it off.
    pub mark: Option<LineMark>,
    /// The explanation below that it leads to.
    pub callout: Option<Callout>,
    /// How it was changed as a whole: in the review edition alone.
    pub edit: Option<Edit>,
    /// Where it stands in the author's text.
    pub span: Span,
}

impl CodeLine {
    /// Its characters.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Whether it has a mark of a change, as a whole or in it.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.edit.is_some() || self.runs.iter().any(|run| run.edit.is_some())
    }
}

/// How a line of code is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineMark {
    /// It stands out.
    Highlighted,
    /// It is new against the listing that the text speaks of.
    Added,
    /// It isn't there any more.
    Removed,
}

impl LineMark {
    /// Its name in `styles/`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Highlighted => "highlighted",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

/// One end of the tie between a line of code and the item that explains it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Callout {
    /// What both ends print, from 1 in each listing.
    pub number: u32,
    /// This end.
    pub anchor: Anchor,
    /// The other end; of several lines with one number, the first.
    pub target: Anchor,
}

/// A run of code in one class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// `None` is plain.
    pub class: Option<Class>,
    /// Its characters; no tabs, no line ends.
    pub text: String,
    /// How it was changed within a line that stayed: in the review edition alone.
    pub edit: Option<Edit>,
}

/// Classes of code, the same in both outputs; the style gives each its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "names of classes")]
pub enum Class {
    Keyword,
    Type,
    Function,
    Constant,
    String,
    Number,
    Comment,
    Property,
    Operator,
    Macro,
    Tag,
    Plus,
    Minus,
    Prompt,
    Output,
}

impl Class {
    /// Every class, in order.
    pub const ALL: [Self; 15] = [
        Self::Keyword,
        Self::Type,
        Self::Function,
        Self::Constant,
        Self::String,
        Self::Number,
        Self::Comment,
        Self::Property,
        Self::Operator,
        Self::Macro,
        Self::Tag,
        Self::Plus,
        Self::Minus,
        Self::Prompt,
        Self::Output,
    ];

    /// Its name in `styles/`: the CSS class and the key of the Typst table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Keyword => "keyword",
            Self::Type => "type",
            Self::Function => "function",
            Self::Constant => "constant",
            Self::String => "string",
            Self::Number => "number",
            Self::Comment => "comment",
            Self::Property => "property",
            Self::Operator => "operator",
            Self::Macro => "macro",
            Self::Tag => "tag",
            Self::Plus => "plus",
            Self::Minus => "minus",
            Self::Prompt => "prompt",
            Self::Output => "output",
        }
    }
}
