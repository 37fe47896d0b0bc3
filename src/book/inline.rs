//! Inlines of the resolved tree.

use serde::Serialize;

use super::{Anchor, ChangedInlines, Comment, Locale, NoteId, OnlyInlines, Picture};
use crate::span::Span;

/// Text and what is set into it.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Inline {
    /// A run of characters exactly as they print.
    Text(Text),
    /// Emphasis.
    Emph(Styled),
    /// Strong emphasis.
    Strong(Styled),
    /// Struck out.
    Strike(Styled),
    /// Lowered.
    Sub(Styled),
    /// Raised.
    Sup(Styled),
    /// A key to press.
    Key(Styled),
    /// Code in the run of text.
    Code(Text),
    /// A formula in the run of text.
    Math(InlineMath),
    /// A link of the author's.
    Link(Link),
    /// A cross-reference: its text is the number of what it names.
    Ref(Ref),
    /// The page of something, known to print alone.
    PageRef(Ref),
    /// A citation of one work.
    Cite(Cite),
    /// The mark of a footnote.
    NoteRef(NoteRef),
    /// A picture in the run of text.
    Picture(InlinePicture),
    /// A stretch with classes or a language of its own.
    Mark(Mark),
    /// A place that links name.
    Place(Place),
    /// A forced line end.
    LineBreak(LineBreak),
    /// What only some editions print.
    Only(OnlyInlines),
    /// What was changed: in the review edition alone.
    Change(ChangedInlines),
    /// A comment: in the review edition alone.
    Comment(Comment),
}

/// Characters.
#[derive(Debug, Clone, Serialize)]
pub struct Text {
    /// The characters.
    pub text: String,
    /// Where they stand; unique in the book for text of the author's, so that it can name a place.
    pub span: Span,
}

/// Inlines in one style.
#[derive(Debug, Clone, Serialize)]
pub struct Styled {
    /// The inlines.
    pub content: Vec<Inline>,
}

/// A formula in the forms its readers take.
#[derive(Debug, Clone, Serialize)]
pub struct Formula {
    /// As the author wrote it, TeX.
    pub tex: String,
    /// Typst math, without dollar signs.
    pub typst: String,
    /// A whole MathML Core `math` element; empty until `art::mathml` has run.
    pub mathml: String,
}

/// A formula in the run of text.
#[derive(Debug, Clone, Serialize)]
pub struct InlineMath {
    /// The formula.
    pub formula: Formula,
    /// The TeX text.
    pub span: Span,
}

/// A link.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// What is clicked; never empty.
    pub content: Vec<Inline>,
    /// The whole link.
    pub span: Span,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Out of the book; an absolute URL.
    Url(String),
    /// Into the book.
    Anchor(Anchor),
}

/// A cross-reference.
#[derive(Debug, Clone, Serialize)]
pub struct Ref {
    /// What it names.
    pub anchor: Anchor,
    /// What it prints: "Figure 3.2" (for a page reference, where there are no pages).
    pub text: String,
    /// What stands before a page, and with it alone: "Solution on ". Empty in other references.
    pub before: String,
    /// The reference.
    pub span: Span,
}

/// A citation of one work, as its style prints it.
#[derive(Debug, Clone, Serialize)]
pub struct Cite {
    /// The work's entry in the list of works.
    pub target: Anchor,
    /// Its own place, to come back to.
    pub anchor: Anchor,
    /// What it prints; holds no links.
    pub content: Vec<Inline>,
    /// The citation.
    pub span: Span,
}

/// The mark of a footnote.
#[derive(Debug, Clone, Serialize)]
pub struct NoteRef {
    /// Which note.
    pub note: NoteId,
    /// Anchor of this mark.
    pub anchor: Anchor,
    /// This is the first mark of the note: print sets the note here.
    pub first: bool,
    /// The mark.
    pub span: Span,
}

/// A picture in the run of text.
#[derive(Debug, Clone, Serialize)]
pub struct InlinePicture {
    /// The picture.
    pub picture: Picture,
    /// The whole picture.
    pub span: Span,
}

/// A stretch of text with properties.
#[derive(Debug, Clone, Serialize)]
pub struct Mark {
    /// Place that links name, if any.
    pub anchor: Option<Anchor>,
    /// Classes, `[a-z][a-z0-9-]*` each.
    pub classes: Vec<String>,
    /// Its language and direction, if they differ.
    pub locale: Option<Locale>,
    /// The text.
    pub content: Vec<Inline>,
    /// The whole stretch.
    pub span: Span,
}

impl Mark {
    /// Whether it says nothing about its text.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.anchor.is_none() && self.classes.is_empty() && self.locale.is_none()
    }
}

/// A place that links name.
#[derive(Debug, Clone, Serialize)]
pub struct Place {
    /// Its name.
    pub anchor: Anchor,
    /// What asked for it.
    pub span: Span,
}

/// A forced line end.
#[derive(Debug, Clone, Serialize)]
pub struct LineBreak {
    /// What asked for it.
    pub span: Span,
}
