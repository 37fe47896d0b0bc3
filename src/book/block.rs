//! Blocks of the resolved tree.

use serde::Serialize;

use super::{
    Anchor, AssetId, Callout, ChangedBlocks, CodeLine, Formula, Glossary, Heading, Index, Inline, Listing, Locale, Number, OnlyBlocks,
};
use crate::span::Span;

/// A block as every reader sees it.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A section of a chapter, or of another section.
    Section(Section),
    /// Running text.
    Paragraph(Paragraph),
    /// Bullets, numbers or tasks.
    List(List),
    /// Definition list.
    Terms(Terms),
    /// Block quotation.
    Quote(Quote),
    /// Code.
    Listing(Listing),
    /// A table.
    Table(Table),
    /// A picture, a drawing or other blocks with a caption.
    Figure(Figure),
    /// Display math.
    Math(Math),
    /// A callout, a theorem, an exercise: a box with a name.
    Aside(Aside),
    /// A break between scenes or thoughts.
    Break(Break),
    /// Works that the text cites.
    Bibliography(Bibliography),
    /// The index.
    Index(Index),
    /// Terms that the text links to.
    Glossary(Glossary),
    /// What only some editions print.
    Only(OnlyBlocks),
    /// What was changed: in the review edition alone.
    Change(ChangedBlocks),
}

/// A section.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Its title.
    pub heading: Heading,
    /// Its text, subsections included.
    pub blocks: Vec<Block>,
}

/// Running text.
#[derive(Debug, Clone, Serialize)]
pub struct Paragraph {
    /// Its text.
    pub content: Vec<Inline>,
    /// The whole paragraph.
    pub span: Span,
}

/// A list.
#[derive(Debug, Clone, Serialize)]
pub struct List {
    /// First number of an ordered list; `None` for bullets.
    pub start: Option<u64>,
    /// Items are set solid, their text without paragraphs around it.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
    /// The whole list.
    pub span: Span,
}

/// One item.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// Done or not; `None` where it is no task.
    pub task: Option<bool>,
    /// The line of code that it explains.
    pub callout: Option<Callout>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The whole item.
    pub span: Span,
}

/// A definition list.
#[derive(Debug, Clone, Serialize)]
pub struct Terms {
    /// Its entries.
    pub items: Vec<Term>,
    /// The whole list.
    pub span: Span,
}

/// One entry of a definition list.
#[derive(Debug, Clone, Serialize)]
pub struct Term {
    /// The word that is explained.
    pub term: Vec<Inline>,
    /// Its explanations.
    pub definitions: Vec<Vec<Block>>,
    /// The whole entry.
    pub span: Span,
}

/// A block quotation.
#[derive(Debug, Clone, Serialize)]
pub struct Quote {
    /// What is quoted.
    pub blocks: Vec<Block>,
    /// The whole quotation.
    pub span: Span,
}

/// The attribution that a quotation or an epigraph ends with, and what is before it: a last paragraph that begins
/// with a dash.
#[must_use]
pub fn attributed(blocks: &[Block]) -> Option<(&[Block], &Paragraph)> {
    let (Block::Paragraph(last), before) = blocks.split_last()? else { return None };
    let Some(Inline::Text(first)) = last.content.first() else { return None };
    (!before.is_empty() && first.text.starts_with(['—', '–', '―'])).then_some((before, last))
}

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each is what it says")]
pub enum Align {
    Default,
    Left,
    Center,
    Right,
}

/// A table.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// `None` where nothing refers to it.
    pub anchor: Option<Anchor>,
    /// `None` where it has no caption.
    pub number: Option<Number>,
    /// Caption; empty where there is none.
    pub caption: Vec<Inline>,
    /// Alignment of each column; at least one.
    pub columns: Vec<Align>,
    /// Share of the measure that each column takes, 0 to 1, together 1; empty leaves that to the style.
    pub widths: Vec<f64>,
    /// Rows of the head.
    pub head: Vec<Row>,
    /// Rows of the body.
    pub rows: Vec<Row>,
    /// The whole table.
    pub span: Span,
}

/// A row, its cells filling the columns that no cell above covers.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Its cells, left to right.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// What it says.
    pub blocks: Vec<Block>,
    /// Columns it covers, at least 1.
    pub colspan: u32,
    /// Rows it covers, at least 1.
    pub rowspan: u32,
    /// In a row of the body: it heads that row. Cells of the head head columns.
    pub heads: bool,
    /// What a number lacks behind its last digit (`.00`): it takes room and doesn't print, so that decimal signs
    /// stand under each other. Empty elsewhere.
    pub pad: String,
    /// The cell.
    pub span: Span,
}

/// A figure.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// `None` where nothing refers to it.
    pub anchor: Option<Anchor>,
    /// `None` where it has no caption.
    pub number: Option<Number>,
    /// Caption; empty where there is none.
    pub caption: Vec<Inline>,
    /// What it shows.
    pub body: FigureBody,
    /// The whole figure.
    pub span: Span,
}

/// What a figure shows.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FigureBody {
    /// A picture.
    Picture(Picture),
    /// Box drawing or ASCII art: its grid is kept, never wrapped, scaled to fit.
    Art(Art),
    /// Anything else that has a caption.
    Blocks(Blocks),
}

/// A picture in use.
#[derive(Debug, Clone, Serialize)]
pub struct Picture {
    /// Which.
    pub asset: AssetId,
    /// Description for those who don't see it; empty is decorative.
    pub alt: String,
    /// Width to set it at; `None` is its own, but never wider than the measure.
    pub width: Option<Width>,
}

/// A width in print; on screens the share of the measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Width {
    /// Share of the measure, 0 to 1.
    Share(f64),
    /// Points.
    Points(f64),
}

/// A drawing made of characters.
#[derive(Debug, Clone, Serialize)]
pub struct Art {
    /// Its lines; one class-less run each.
    pub lines: Vec<CodeLine>,
    /// Description for those who don't see it; empty where none was given.
    pub alt: String,
}

/// Blocks in a figure.
#[derive(Debug, Clone, Serialize)]
pub struct Blocks {
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// Display math.
#[derive(Debug, Clone, Serialize)]
pub struct Math {
    /// `None` where nothing refers to it.
    pub anchor: Option<Anchor>,
    /// `None` where it isn't numbered.
    pub number: Option<Number>,
    /// The formula.
    pub formula: Formula,
    /// The TeX text.
    pub span: Span,
}

/// A box with a name.
#[derive(Debug, Clone, Serialize)]
pub struct Aside {
    /// How it looks as a family; the style may still tell classes apart.
    pub family: Family,
    /// The author's class, `[a-z][a-z0-9-]*`: `note`, `theorem`, `blueprint`.
    pub class: String,
    /// `None` where nothing refers to it.
    pub anchor: Option<Anchor>,
    /// `None` where it isn't numbered.
    pub number: Option<Number>,
    /// The name it prints where it has no number (`Note`); empty prints none.
    pub label: String,
    /// Title; empty where there is none.
    pub title: Vec<Inline>,
    /// Its language and direction, if they differ.
    pub locale: Option<Locale>,
    /// What is in it.
    pub blocks: Vec<Block>,
    /// The whole box.
    pub span: Span,
}

/// Families of boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Note, tip, important: a rule at the left.
    Callout,
    /// Warning, caution: a heavier rule at the left.
    Alert,
    /// Theorem, lemma, definition, example, exercise: a run-in label.
    Theorem,
    /// Proof: a run-in label and an end sign.
    Proof,
    /// A frame with a head: the book's own blocks.
    Frame,
    /// A motto under a chapter's title.
    Epigraph,
    /// No look of its own: only a class that a style can name.
    Plain,
}

/// A break between thoughts.
#[derive(Debug, Clone, Serialize)]
pub struct Break {
    /// The line that asks for it.
    pub span: Span,
}

/// A list of works that the text cites, in the order of its style.
#[derive(Debug, Clone, Serialize)]
pub struct Bibliography {
    /// `None` where nothing refers to it.
    pub anchor: Option<Anchor>,
    /// The works.
    pub works: Vec<Work>,
    /// What asked for it.
    pub span: Span,
}

/// A work, as the list describes it.
#[derive(Debug, Clone, Serialize)]
pub struct Work {
    /// What citations lead to.
    pub anchor: Anchor,
    /// What citations call it in a style of numbers or labels (`[1]`); empty in all others.
    pub label: Vec<Inline>,
    /// Author, title and the rest.
    pub content: Vec<Inline>,
    /// Where it is cited, each section once, in reading order.
    pub back: Vec<BackLink>,
    /// Where the author describes it.
    pub span: Span,
}

/// A way back to the text.
#[derive(Debug, Clone, Serialize)]
pub struct BackLink {
    /// The first citation in that section.
    pub anchor: Anchor,
    /// The section's number, or the title where it has none.
    pub text: String,
}
