//! What is open while a text is read: blocks in blocks, markup in markup.

use std::ops::Range;

use super::listing::Code;
use super::node::{Branch, Node};
use super::table::Finished;
use crate::draft::{Align, Attrs, Block, Inline, Item, Row, Term};

/// An open block.
#[derive(Debug)]
pub(super) struct Frame {
    /// What it will be.
    pub kind: Kind,
    /// What closes it.
    pub opener: Opener,
    /// Where it begins.
    pub start: usize,
    /// The blocks in it so far.
    pub blocks: Vec<Block>,
    /// Running text in it that isn't a block yet.
    pub run: Run,
    /// A paragraph that waits for the block it may belong to.
    pub pending: Option<Pending>,
}

/// What opened a block, and so what can close it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opener {
    /// The Markdown parser; it closes what it opens.
    Markdown,
    /// A `:::` line.
    Fence,
    /// A tag of this name.
    Html(String),
}

/// What an open block will be.
#[derive(Debug)]
pub(super) enum Kind {
    /// The text itself.
    Root,
    /// An HTML element that only holds others.
    Clear,
    /// An HTML element whose content can't be in a book.
    Gone,
    Quote,
    Div {
        attrs: Attrs,
        title: Vec<Inline>,
    },
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<Item>,
    },
    Item {
        task: Option<bool>,
        tight: bool,
    },
    Footnote(String),
    Terms(Vec<Term>),
    /// The word that a definition list explains.
    Title,
    Definition,
    Table(Box<TableParts>),
    Row {
        head: bool,
        caption: bool,
        cells: Vec<Finished>,
    },
    Cell {
        colspan: u32,
        rowspan: u32,
        head: bool,
        align: Align,
    },
    Heading {
        level: u8,
        attrs: Attrs,
    },
    Figure {
        attrs: Attrs,
        caption: Vec<Node>,
    },
    /// `<figcaption>`, `<caption>`, `<summary>`; the whole text of an attribute's value.
    Caption,
    Pre(Code),
    /// `<Listing>` around a fence.
    Listing(ListingTag),
}

/// `<Listing number="10-4" caption="..." file-name="src/main.rs">`.
#[derive(Debug, Default)]
pub(super) struct ListingTag {
    pub attrs: Attrs,
    pub caption: Vec<Inline>,
    pub number: Option<String>,
    pub file: Option<String>,
}

/// A table while its rows come in.
#[derive(Debug, Default)]
pub(super) struct TableParts {
    pub columns: Vec<Align>,
    pub head: Vec<Row>,
    pub rows: Vec<Row>,
    /// Rows come into `<thead>`.
    pub in_head: bool,
    /// For each column, how many rows from the next one on a cell above covers.
    pub covered: Vec<u32>,
    pub caption: Vec<Node>,
    pub attrs: Attrs,
    /// Language that the list of a caption beside it names.
    pub language: Option<String>,
}

/// Running text with its open markup.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// The text in the innermost markup.
    pub nodes: Vec<Node>,
    /// The open markup, outermost first.
    pub open: Vec<Open>,
}

/// Open markup in running text.
#[derive(Debug)]
pub(super) struct Open {
    pub branch: Branch,
    /// The text before it, outside of it.
    pub outer: Vec<Node>,
    pub start: usize,
    /// The tag that opened it; `None` for Markdown.
    pub html: Option<String>,
}

/// A paragraph that may be another block's caption or file name.
#[derive(Debug)]
pub(super) struct Pending {
    pub nodes: Vec<Node>,
    pub range: Range<usize>,
    pub role: super::caption::Role,
}

impl Frame {
    /// An empty block.
    pub fn new(kind: Kind, opener: Opener, start: usize) -> Self {
        Self { kind, opener, start, blocks: Vec::new(), run: Run::default(), pending: None }
    }
}

impl Kind {
    /// Language of what is in it, where it says so: `::: {lang=fr}`, `: Caption {lang=fr}`.
    pub fn language(&self) -> Option<&str> {
        match self {
            Self::Div { attrs, .. } => attrs.get("lang"),
            Self::Table(parts) => parts.attrs.get("lang").or(parts.language.as_deref()),
            Self::Root
            | Self::Clear
            | Self::Gone
            | Self::Quote
            | Self::List { .. }
            | Self::Item { .. }
            | Self::Footnote(_)
            | Self::Terms(_)
            | Self::Title
            | Self::Definition
            | Self::Row { .. }
            | Self::Cell { .. }
            | Self::Heading { .. }
            | Self::Figure { .. }
            | Self::Caption
            | Self::Pre(_)
            | Self::Listing(_) => None,
        }
    }

    /// Holds running text only.
    pub fn is_inline(&self) -> bool {
        match self {
            Self::Title | Self::Heading { .. } | Self::Caption | Self::Pre(_) => true,
            Self::Root
            | Self::Clear
            | Self::Gone
            | Self::Quote
            | Self::Div { .. }
            | Self::List { .. }
            | Self::Item { .. }
            | Self::Footnote(_)
            | Self::Terms(_)
            | Self::Definition
            | Self::Table(_)
            | Self::Row { .. }
            | Self::Cell { .. }
            | Self::Figure { .. }
            | Self::Listing(_) => false,
        }
    }

    /// Holds parts (items, rows, cells), and neither text nor blocks of its own.
    pub fn is_structure(&self) -> bool {
        matches!(self, Self::List { .. } | Self::Terms(_) | Self::Table(_) | Self::Row { .. })
    }
}
