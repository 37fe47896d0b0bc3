//! What the author wrote: one [`Chapter`] per Markdown file.
//!
//! Comes out of `parse`, goes into `resolve`, is seen by nobody else. Headings still stand in a row,
//! labels are as typed, pictures are paths, references may name nothing. Raw HTML is already lowered.

mod inner;

pub use inner::{Inner, InnerMut};

use crate::snapshot::BookPath;
use crate::span::{FileId, Span};

/// One Markdown file, parsed.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// The file itself (what it includes has files of its own).
    pub file: FileId,
    /// Its path in the book's folder.
    pub path: BookPath,
    /// Its blocks, headings among them.
    pub blocks: Vec<Block>,
}

/// `{#label .class key=value}` behind a heading, fence, picture, caption or span.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attrs {
    /// What follows `#`, and where it stands.
    pub label: Option<(String, Span)>,
    /// What follows each `.`, in order.
    pub classes: Vec<String>,
    /// `key=value` pairs, in order; quotes removed.
    pub pairs: Vec<(String, String)>,
    /// Where each item of a list in braces, or each attribute of a tag that says the same, stands, by `#label`, `.class`
    /// or `key`.
    pub items: Vec<(String, Span)>,
    /// Names the node in `resolve`'s tables; 0 until `resolve` gives it one.
    pub key: u32,
}

impl Attrs {
    /// The value of a key, if it was given.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// Adds what a second list says of the same thing; where both say something, the first counts.
    pub fn extend(&mut self, other: Self) {
        let Self { label, classes, pairs, items, key: _ } = other;
        self.label = self.label.take().or(label);
        self.classes.extend(classes);
        self.pairs.extend(pairs);
        self.items.extend(items);
    }

    /// Whether a class was given.
    #[must_use]
    pub fn has(&self, class: &str) -> bool {
        self.classes.iter().any(|c| c == class)
    }
}

/// A block as the author wrote it.
#[derive(Debug, Clone)]
pub enum Block {
    /// `# Title`; sections are made of these by `resolve`.
    Heading(Heading),
    /// Running text.
    Paragraph(Paragraph),
    /// Bullets, numbers or tasks.
    List(List),
    /// Definition list.
    Terms(Terms),
    /// `> quoted`.
    Quote(Quote),
    /// Fenced or indented code, with what it included. Diagram fences arrive here too.
    Listing(Listing),
    /// A table with its caption.
    Table(Table),
    /// A picture alone in its paragraph, or `<figure>`.
    Figure(Figure),
    /// Display math in TeX.
    Math(Math),
    /// `::: {.class}`, a GFM alert or a mapped HTML tag: a named box of blocks.
    Div(Div),
    /// `[^label]: ...`.
    Footnote(Footnote),
    /// `---`.
    Break(Span),
    /// Blocks in an editing mark that is to be shown.
    Change(Change),
}

/// Blocks that an editor marked.
#[derive(Debug, Clone)]
pub struct Change {
    /// What the mark asks for.
    pub edit: Edit,
    /// What is marked.
    pub blocks: Vec<Block>,
    /// Where they stand.
    pub span: Span,
}

/// A heading in the row of blocks.
#[derive(Debug, Clone)]
pub struct Heading {
    /// 1 to 6, as typed.
    pub level: u8,
    /// Its text.
    pub title: Vec<Inline>,
    /// `.unnumbered` (or `-`) suppresses the number.
    pub attrs: Attrs,
    /// The heading line.
    pub span: Span,
}

/// Running text.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Its text.
    pub content: Vec<Inline>,
    /// The whole paragraph.
    pub span: Span,
}

/// A bullet, ordered or task list.
#[derive(Debug, Clone)]
pub struct List {
    /// First number of an ordered list; `None` for bullets.
    pub start: Option<u64>,
    /// No blank lines between items.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
    /// The whole list.
    pub span: Span,
}

/// One item of a list.
#[derive(Debug, Clone)]
pub struct Item {
    /// `[x]` and `[ ]`; `None` where the item is no task.
    pub task: Option<bool>,
    /// The line of code that it explains; `resolve` ties the two.
    pub callout: Option<Callout>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The whole item.
    pub span: Span,
}

/// A definition list.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Each term with its definitions.
    pub items: Vec<Term>,
    /// The whole list.
    pub span: Span,
}

/// One term of a definition list.
#[derive(Debug, Clone)]
pub struct Term {
    /// The word that is explained.
    pub term: Vec<Inline>,
    /// One list of blocks for each `: definition`.
    pub definitions: Vec<Vec<Block>>,
    /// The whole entry.
    pub span: Span,
}

/// A block quotation.
#[derive(Debug, Clone)]
pub struct Quote {
    /// What is quoted.
    pub blocks: Vec<Block>,
    /// The whole quotation.
    pub span: Span,
}

/// A block of code, art or a diagram's source.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Language as typed, lower case (`rust`); `None` for indented code and bare fences.
    pub language: Option<String>,
    /// Further words of an mdBook info string (`ignore`, `should_panic`).
    pub flags: Vec<String>,
    /// The code's lines, without line ends, includes expanded, hidden lines gone.
    pub lines: Vec<CodeLine>,
    /// Label, classes, `title`, `file`, `lines`, `highlight`, `added`, `removed`, `caption`, `alt`, `.numbered`.
    /// Ranges of lines lie within the listing, or `parse` has said that they don't.
    pub attrs: Attrs,
    /// `caption=`, else `title=`; empty where there is none.
    pub caption: Vec<Inline>,
    /// The number an author fixed by hand (`10-4`).
    pub number: Option<String>,
    /// `<Listing number=...>` calls it a listing: what it draws with characters is no figure.
    pub tagged: bool,
    /// The whole fence.
    pub span: Span,
}

/// One line of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLine {
    /// Its text; tabs are already spaces.
    pub text: String,
    /// The item that explains it; `resolve` ties the two.
    pub callout: Option<Callout>,
    /// Where it stands; in the included file for included code.
    pub span: Span,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Alignment of each column.
    pub columns: Vec<Align>,
    /// The head rows (one for a GFM table; none for an HTML table without `th`).
    pub head: Vec<Row>,
    /// The body rows.
    pub rows: Vec<Row>,
    /// Caption; empty where there is none.
    pub caption: Vec<Inline>,
    /// Attributes of the caption line.
    pub attrs: Attrs,
    /// The number an author fixed by hand (`B-1`).
    pub number: Option<String>,
    /// The whole table.
    pub span: Span,
}

pub use crate::book::{Align, Callout, Edit};

/// One row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its cells, left to right.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What it says.
    pub blocks: Vec<Block>,
    /// Columns it covers, at least 1.
    pub colspan: u32,
    /// Rows it covers, at least 1.
    pub rowspan: u32,
    /// It is a `th`. In a row of the body it heads that row.
    pub heads: bool,
    /// The cell.
    pub span: Span,
}

/// A figure around a picture or other blocks.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it shows: one [`Inline::Picture`] in a paragraph, a listing, a table ...
    pub body: Vec<Block>,
    /// Caption; empty where there is none, as under a picture with neither title nor attribute list.
    pub caption: Vec<Inline>,
    /// Label, `width`, `alt`; those of a single picture in it, too, which then has none of its own.
    pub attrs: Attrs,
    /// The number an author fixed by hand (`4-1`).
    pub number: Option<String>,
    /// The whole figure.
    pub span: Span,
}

/// Display math.
#[derive(Debug, Clone)]
pub struct Math {
    /// TeX between the dollar signs.
    pub tex: String,
    /// Label behind it.
    pub attrs: Attrs,
    /// The TeX text.
    pub span: Span,
}

/// A named box.
#[derive(Debug, Clone)]
pub struct Div {
    /// Its first class names the kind; `title` its title.
    pub attrs: Attrs,
    /// Its title; empty where there is none.
    pub title: Vec<Inline>,
    /// What is in it.
    pub blocks: Vec<Block>,
    /// The whole box.
    pub span: Span,
}

/// The text of a footnote.
#[derive(Debug, Clone)]
pub struct Footnote {
    /// As typed, without `^`.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The whole definition.
    pub span: Span,
}

/// Text and what is set into it.
#[derive(Debug, Clone)]
pub enum Inline {
    /// A run of characters, quotes and dashes already as they print.
    Text(String, Span),
    /// `*emphasis*`.
    Emph(Vec<Inline>),
    /// `**strong**`.
    Strong(Vec<Inline>),
    /// `~~struck~~`.
    Strike(Vec<Inline>),
    /// `H~2~O`.
    Sub(Vec<Inline>),
    /// `x^2^`.
    Sup(Vec<Inline>),
    /// `` `code` ``, or `<code>` with markup inside flattened.
    Code(String, Span),
    /// `<kbd>`.
    Key(Vec<Inline>),
    /// `$x$` in TeX.
    Math(String, Span),
    /// A link; the target as typed (`https:`, `#id`, `other.md#id`).
    Link {
        /// As typed.
        target: String,
        /// Link text; may be empty, then the target's name is meant.
        content: Vec<Inline>,
        /// The whole link.
        span: Span,
    },
    /// `@fig-flp` or one bracket `[@fig-a; @fig-b]`.
    Ref {
        /// The labels, in order.
        labels: Vec<(String, Span)>,
        /// How it is to be printed.
        form: RefForm,
        /// The whole reference.
        span: Span,
    },
    /// `[@lamport1978, p. 3; @flp1985]`, `@lamport1978`.
    Cite(Cite),
    /// `[^1]`.
    NoteRef(String, Span),
    /// `^[text]`: a footnote on the spot.
    Note(Vec<Inline>, Span),
    /// A picture in the run of text.
    Picture {
        /// Path as typed.
        target: String,
        /// Its description; empty where none was given.
        alt: Vec<Inline>,
        /// `width`, `alt`, label.
        attrs: Attrs,
        /// The whole picture.
        span: Span,
    },
    /// `[text]{.class lang=fr}` or `<span>`.
    Mark {
        /// Label, classes, `lang`.
        attrs: Attrs,
        /// What is marked.
        content: Vec<Inline>,
        /// The whole span.
        span: Span,
    },
    /// `<a id="x">`, `[]{#x}`: a place that links can name.
    Anchor(String, Span),
    /// A forced line end.
    LineBreak(Span),
    /// `{++text++}`: an editing mark that is to be shown.
    Change {
        /// What it asks for.
        edit: Edit,
        /// What is marked.
        content: Vec<Inline>,
        /// The marked text.
        span: Span,
    },
    /// `{>>text<<}`: a comment that is to be shown.
    Comment(String, Span),
}

/// A citation of one work or of several.
#[derive(Debug, Clone)]
pub struct Cite {
    /// The works, in order; at least one.
    pub items: Vec<CiteItem>,
    /// The author is part of the sentence: `@lamport1978`. Such a citation has one work.
    pub narrative: bool,
    /// As typed, on one line.
    pub text: String,
    /// Names the citation in `resolve`'s tables; 0 until `resolve` gives it one.
    pub key: u32,
    /// The whole citation.
    pub span: Span,
}

/// One work of a citation.
#[derive(Debug, Clone)]
pub struct CiteItem {
    /// The work's key in the bibliography, as typed.
    pub key: String,
    /// What stands before it ("see "), with the space behind it.
    pub prefix: Vec<Inline>,
    /// The place in the work.
    pub locator: Option<Locator>,
    /// What stands behind it, with the comma or space before it.
    pub suffix: Vec<Inline>,
    /// The author is left out: `-@lamport1978`.
    pub suppress: bool,
    /// The key with its `@`.
    pub span: Span,
}

impl CiteItem {
    /// A work and nothing else.
    #[must_use]
    pub fn new(key: &str, span: Span) -> Self {
        let (prefix, suffix) = (Vec::new(), Vec::new());
        Self { key: key.to_owned(), prefix, locator: None, suffix, suppress: false, span }
    }
}

/// A place in a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locator {
    /// What is counted, by its name in CSL (CSL 1.0.2, "Locators"): `page`, `chapter`, `section` ...
    pub part: String,
    /// Which: `3`, `33–35, 40`.
    pub value: String,
}

/// What a cross-reference prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefForm {
    /// "Figure 3.2".
    Full,
    /// "3.2", from `[-@fig-flp]`.
    Number,
    /// The page in print, as "Full" in EPUB, from `[@fig-flp]{.page}`.
    Page,
}
