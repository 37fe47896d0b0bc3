//! Paragraphs that belong to the block beside them: captions and file names.
//!
//! | paragraph | belongs to |
//! | --- | --- |
//! | `: Caption {#tbl-x}`, `Table: Caption` | the table before it, else the table after it (Pandoc) |
//! | `<span class="caption">Figure 4-1: ...</span>` | the figure, listing or table before it, else after it; one that says "Table" rather the table after it (the Rust Book) |
//! | `<span class="filename">Filename: src/main.rs</span>` | the listing after it (the Rust Book) |
//!
//! A number written into the second is kept as fixed by hand. With nothing fitting beside it, a paragraph
//! stays a paragraph.

use std::ops::Range;

use super::attributes::{self, Read};
use super::context::Context;
use super::finish;
use super::frame::Pending;
use super::node::{self, Branch, Node};
use super::prose;
use crate::draft::Block;

/// What a paragraph may be to the block beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// `: ...`; the text begins at this offset.
    Table(usize),
    /// `<span class="caption">`, with its own number.
    Caption(Named),
    /// `<span class="filename">`.
    File(String),
}

/// "Figure 4-1: " at the beginning of a caption.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// `figure`, lower case; empty where there is no number.
    pub word: String,
    /// `4-1`
    pub number: Option<String>,
    /// Bytes of the caption up to its text.
    pub length: usize,
}

impl Role {
    /// Whether the block before is asked first.
    pub fn looks_back(&self) -> bool {
        match self {
            Self::Table(_) => true,
            Self::Caption(named) => named.word != "table",
            Self::File(_) => false,
        }
    }
}

/// What a paragraph of these nodes may be to its neighbours.
pub(super) fn role(cx: &Context, nodes: &[Node]) -> Option<Role> {
    match nodes {
        [Node::Branch(Branch::Mark(attrs), inner, _)] if attrs.has("caption") => {
            Some(Role::Caption(named(cx, inner)))
        }
        [Node::Branch(Branch::Mark(attrs), inner, _)] if attrs.has("filename") => {
            let mut text = String::new();
            node::letters(inner, cx.source, &mut text);
            let name = text.split_once(": ").map_or(text.as_str(), |(_, name)| name);
            Some(Role::File(name.trim().to_owned()))
        }
        [Node::Plain(range), ..] => {
            let text = cx.source.slice(range.clone());
            let rest = after_mark(text)?;
            Some(Role::Table(range.start + (text.len() - rest.trim_start().len())))
        }
        _ => None,
    }
}

/// What stands behind the mark that makes a text the caption of a table.
fn after_mark(text: &str) -> Option<&str> {
    let marks = [":", "Table:", "table:"];
    marks.iter().filter_map(|mark| text.strip_prefix(mark)).find(|rest| rest.starts_with([' ', '\t']))
}

/// The caption behind a table, if there is one.
pub(super) fn behind(cx: &Context, end: usize) -> Option<Range<usize>> {
    let rest = cx.source.slice(end..cx.source.text().len());
    let text = rest.trim_start();
    after_mark(text)?;
    let start = end + rest.len() - text.len();
    Some(start..start + text.find("\n\n").unwrap_or(text.len()))
}

/// The language that the list at the end of a caption names.
pub(super) fn language(cx: &Context, caption: Range<usize>) -> Option<String> {
    let text = cx.source.slice(caption.clone()).trim_end();
    let ends = caption.start + text.len();
    let lists = text.rmatch_indices('{').map(|(at, _)| attributes::read(cx.source, caption.start + at));
    let own = lists.take(8).find_map(|read| match read {
        Read::List(list) if list.end == ends => Some(list.attrs),
        Read::List(_) | Read::Bad(_) | Read::Text => None,
    });
    own?.get("lang").map(str::to_owned)
}

/// The name and number that a caption begins with, as the author fixed them.
pub(super) fn named(cx: &Context, nodes: &[Node]) -> Named {
    let mut text = String::new();
    node::letters(nodes, cx.source, &mut text);
    numbered(&text).unwrap_or_default()
}

fn numbered(text: &str) -> Option<Named> {
    let body = text.trim_start();
    let word = body.get(..body.find(|c: char| !c.is_alphabetic())?)?;
    let rest = body.get(word.len()..)?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.' | '–'))?;
    let number = rest.get(..end)?.trim_end_matches(['.', '-']);
    let after = rest.get(number.len()..)?;
    let text_at = after.strip_prefix([':', '.'])?.trim_start();
    let plausible = !word.is_empty() && number.len() <= 12 && number.ends_with(|c: char| c.is_ascii_digit());
    plausible.then(|| Named {
        word: word.to_lowercase(),
        number: Some(number.to_owned()),
        length: text.len() - text_at.len(),
    })
}

/// A caption without the name and number it begins with.
pub(super) fn unnamed(mut nodes: Vec<Node>, named: &Named) -> Vec<Node> {
    let mut left = named.length;
    while left > 0 {
        let Some(first) = nodes.first_mut() else { break };
        match first {
            Node::Plain(range) if range.len() > left => {
                range.start += left;
                left = 0;
            }
            Node::Plain(range) => {
                left -= range.len();
                nodes.remove(0);
            }
            Node::Soft(_) => {
                left -= 1;
                nodes.remove(0);
            }
            Node::Fixed(..) | Node::Branch(..) | Node::Display(..) | Node::Leaf(..) => break,
        }
    }
    nodes
}

/// Gives a block the caption or file name that waits; `false` where it doesn't fit.
pub(super) fn attach(cx: &mut Context, pending: &Pending, block: &mut Block) -> bool {
    match (&pending.role, block) {
        (Role::Table(at), Block::Table(table)) if table.caption.is_empty() => {
            let mut nodes = pending.nodes.clone();
            node::cut_front(&mut nodes, *at);
            if let Some(list) = finish::trailing_list(cx, &mut nodes) {
                table.attrs.extend(list.attrs);
            }
            table.caption = cx.spoken(&table.attrs, |cx| prose::lower(cx, nodes));
            true
        }
        (Role::Caption(named), block) => spanned(cx, pending, named, block),
        (Role::File(name), Block::Listing(listing)) if listing.attrs.get("file").is_none() => {
            listing.attrs.pairs.push(("file".to_owned(), name.clone()));
            true
        }
        (Role::Table(_) | Role::File(_), _) => false,
    }
}

/// A caption that stands in a table's row, without the colon it begins with.
pub(super) fn without_mark(cx: &Context, mut nodes: Vec<Node>) -> Vec<Node> {
    if let Some(Role::Table(at)) = role(cx, &nodes) {
        node::cut_front(&mut nodes, at);
    }
    nodes
}

fn spanned(cx: &mut Context, pending: &Pending, named: &Named, block: &mut Block) -> bool {
    let word = named.word.as_str();
    let (caption, number, fits) = match block {
        Block::Table(table) => (&mut table.caption, &mut table.number, !matches!(word, "figure" | "listing")),
        Block::Figure(figure) => {
            (&mut figure.caption, &mut figure.number, !matches!(word, "table" | "listing"))
        }
        Block::Listing(listing) => (&mut listing.caption, &mut listing.number, word != "table"),
        Block::Heading(_)
        | Block::Paragraph(_)
        | Block::List(_)
        | Block::Terms(_)
        | Block::Quote(_)
        | Block::Math(_)
        | Block::Div(_)
        | Block::Footnote(_)
        | Block::Change(_)
        | Block::Break(_) => return false,
    };
    let Some(Node::Branch(_, inner, _)) = pending.nodes.first() else { return false };
    if !fits || !caption.is_empty() {
        return false;
    }
    *caption = prose::lower(cx, unnamed(inner.clone(), named));
    number.clone_from(&named.number);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_with_numbers_of_their_own() {
        let found = |text: &str| numbered(text).map(|it| (it.word, it.number, text[it.length..].to_owned()));
        let want =
            |word: &str, number: &str, rest: &str| Some((word.into(), Some(number.into()), rest.into()));
        assert_eq!(found("Figure 4-1: A diagram"), want("figure", "4-1", "A diagram"));
        assert_eq!(found("Table B-2. Syntax"), want("table", "B-2", "Syntax"));
        assert_eq!(found("Abbildung 3.12: x"), want("abbildung", "3.12", "x"));
        assert_eq!(found("The 4 modes: x"), None);
        assert_eq!(found("Plain text"), None);
    }
}
