//! Running text on its way from the Markdown parser to the draft.
//!
//! A [`Node`] still knows which letters stand in the source just so: only those can hold notation of ours
//! (`[text]{.class}`, `x^2^`, `@fig-a`) and get typographic quotes. `span` finds the first, `prose` makes
//! the second and the draft's inlines.

use std::ops::Range;

use super::attributes::List;
use super::source::Source;
use crate::draft::{Attrs, Edit, Inline};

/// A piece of running text; ranges are offsets in the chapter's [`Source`].
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// Text as it stands in the source.
    Plain(Range<usize>),
    /// Text that the source writes otherwise (`&amp;`, `\*`), or that must stay as it is.
    Fixed(String, Range<usize>),
    /// A line end in a paragraph: a space.
    Soft(Range<usize>),
    /// Markup around text.
    Branch(Branch, Vec<Node>, Range<usize>),
    /// A display formula; a block of its own where it can be.
    Display(String, Attrs, Range<usize>),
    /// What needs no more work.
    Leaf(Inline, Range<usize>),
}

/// Markup that goes around text.
#[derive(Debug, Clone)]
pub(super) enum Branch {
    /// `*x*`
    Emph,
    /// `**x**`
    Strong,
    /// `~~x~~`
    Strike,
    /// `H~2~O`
    Sub,
    /// `x^2^`
    Sup,
    /// `<kbd>`
    Key,
    /// `<code>`: its text alone counts.
    Code,
    /// `[x](target)`
    Link(String),
    /// `[x]{.class}`
    Mark(Attrs),
    /// `^[x]`
    Note,
    /// `{++x++}`
    Change(Edit),
    /// `![x](target "title"){width=80%}`
    Picture(Picture),
    /// An element whose content can't be in a book.
    Gone,
}

/// What a picture says beside its description.
#[derive(Debug, Clone, Default)]
pub(super) struct Picture {
    /// Path as typed.
    pub target: String,
    /// `"title"` and where it stands, if that is the source word for word.
    pub title: Option<(String, Option<Range<usize>>)>,
    /// Its attribute list, or the attributes of `<img>`; `None` where it has none.
    pub list: Option<List>,
    /// Its description is the caption of the figure it makes: it has an attribute list in Markdown.
    pub captioned: bool,
}

impl Node {
    /// Where it stands.
    pub fn range(&self) -> Range<usize> {
        match self {
            Self::Plain(range)
            | Self::Fixed(_, range)
            | Self::Soft(range)
            | Self::Branch(_, _, range)
            | Self::Display(_, _, range)
            | Self::Leaf(_, range) => range.clone(),
        }
    }

    /// Whether it prints nothing but spaces.
    pub fn is_blank(&self, source: &Source) -> bool {
        match self {
            // A no-break space is there because somebody wanted it.
            Self::Plain(range) => source.slice(range.clone()).trim_ascii().is_empty(),
            Self::Fixed(text, _) => text.trim_ascii().is_empty(),
            Self::Soft(_) => true,
            Self::Branch(Branch::Gone, ..) => true,
            Self::Branch(..) | Self::Display(..) | Self::Leaf(..) => false,
        }
    }
}

/// Adds a node; text that goes on where text stopped becomes one.
pub(super) fn add(nodes: &mut Vec<Node>, node: Node) {
    if let (Some(Node::Plain(last)), Node::Plain(next)) = (nodes.last_mut(), &node)
        && last.end == next.start
    {
        last.end = next.end;
        return;
    }
    nodes.push(node);
}

/// Takes off what stands at or behind an offset.
pub(super) fn cut(nodes: &mut Vec<Node>, at: usize) {
    while nodes.last().is_some_and(|node| node.range().start >= at) {
        nodes.pop();
    }
    match nodes.last_mut() {
        Some(Node::Plain(range)) => range.end = range.end.min(at),
        Some(Node::Branch(_, inner, range)) if range.end > at => {
            range.end = at;
            cut(inner, at);
        }
        Some(Node::Fixed(..) | Node::Soft(_) | Node::Branch(..) | Node::Display(..) | Node::Leaf(..))
        | None => {}
    }
}

/// Takes off what stands before an offset.
pub(super) fn cut_front(nodes: &mut Vec<Node>, at: usize) {
    let gone = nodes.iter().take_while(|node| node.range().end <= at).count();
    nodes.drain(..gone);
    if let Some(Node::Plain(range)) = nodes.first_mut() {
        range.start = range.start.max(at);
    }
}

/// Takes spaces off both ends.
pub(super) fn trim(nodes: &mut Vec<Node>, source: &Source) {
    while nodes.last().is_some_and(|node| node.is_blank(source)) {
        nodes.pop();
    }
    let blank = nodes.iter().take_while(|node| node.is_blank(source)).count();
    nodes.drain(..blank);
    match nodes.first_mut() {
        Some(Node::Plain(range)) => {
            let text = source.slice(range.clone());
            range.start += text.len() - text.trim_ascii_start().len();
        }
        Some(Node::Fixed(text, _)) => *text = text.trim_ascii_start().to_owned(),
        Some(Node::Soft(_) | Node::Branch(..) | Node::Display(..) | Node::Leaf(..)) | None => {}
    }
    match nodes.last_mut() {
        Some(Node::Plain(range)) => {
            let text = source.slice(range.clone());
            range.end -= text.len() - text.trim_ascii_end().len();
        }
        Some(Node::Fixed(text, _)) => *text = text.trim_ascii_end().to_owned(),
        Some(Node::Soft(_) | Node::Branch(..) | Node::Display(..) | Node::Leaf(..)) | None => {}
    }
}

/// Takes off markup that is nested deeper than `levels`; whether there was any.
pub(super) fn flatten(nodes: &mut Vec<Node>, levels: usize) -> bool {
    let mut any = false;
    if levels > 0 {
        for node in nodes {
            if let Node::Branch(_, inner, _) = node {
                any |= flatten(inner, levels - 1);
            }
        }
        return any;
    }
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes.drain(..) {
        match node {
            Node::Branch(_, mut inner, _) => {
                flatten(&mut inner, 0);
                inner.into_iter().for_each(|node| add(&mut flat, node));
                any = true;
            }
            node => flat.push(node),
        }
    }
    *nodes = flat;
    any
}

/// The letters of a text, markup left out.
pub(super) fn letters(nodes: &[Node], source: &Source, out: &mut String) {
    for node in nodes {
        match node {
            Node::Plain(range) => out.push_str(source.slice(range.clone())),
            Node::Fixed(text, _) => out.push_str(text),
            Node::Soft(_) | Node::Leaf(Inline::LineBreak(_), _) => out.push(' '),
            Node::Branch(Branch::Gone | Branch::Note, ..) => {}
            Node::Branch(_, inner, _) => letters(inner, source, out),
            Node::Display(tex, ..) | Node::Leaf(Inline::Math(tex, _), _) => out.push_str(tex),
            Node::Leaf(Inline::Code(code, _) | Inline::Text(code, _), _) => out.push_str(code),
            Node::Leaf(..) => {}
        }
    }
}
