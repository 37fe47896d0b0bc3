//! Markdown that is read by itself: a chapter, a cell of a drawn table, the value of an attribute, a title.
//!
//! A text in another one sees the link definitions of that one; notes are found by `resolve`, wherever in the
//! chapter they are. A line is read like a paragraph, but can only be running text: a full stop is put before
//! it, so nothing in it can begin a list or a heading, and line ends in it are spaces.

use std::ops::Range;
use std::rc::Rc;

use super::builder::Builder;
use super::context::Context;
use super::frame::Kind;
use super::node::Node;
use super::source::Source;
use super::{events, mask, prose};
use crate::draft::{Block, Inline};

/// How deep attributes may hold Markdown that holds attributes.
const DEEPEST: usize = 3;

/// The inlines of a value. `place` is where it stands in the source, if it does; `whole` is what it belongs to.
pub(super) fn inlines(
    cx: &mut Context,
    value: &str,
    place: Option<Range<usize>>,
    whole: Range<usize>,
) -> Vec<Inline> {
    let value = value.trim();
    if value.is_empty() {
        return Vec::new();
    }
    let place = place.and_then(|place| {
        let text = cx.source.slice(place.clone());
        let at = place.start + (text.len() - text.trim_start().len());
        (text.trim().len() == value.len()).then_some(at..at + value.len())
    });
    let span = cx.source.span(place.clone().unwrap_or(whole));
    if cx.depth >= DEEPEST {
        return vec![Inline::Text(value.to_owned(), span)];
    }
    let mut source = Source::default();
    let text = value.replace('\n', " ");
    source.push_as(".", crate::span::Span { end: span.start, ..span });
    if place.is_some() && (span.end - span.start) as usize == text.len() {
        source.push(&text, span.file, span.start as usize, &mut cx.problems);
    } else {
        source.push_as(&super::source::clean(&text), span);
    }
    cx.depth += 1;
    let content = line(cx, &source);
    cx.depth -= 1;
    content
}

/// The blocks of a text.
pub(super) fn blocks(cx: &mut Context, source: &Source) -> Vec<Block> {
    read(cx, source, Kind::Root, |_, blocks, _| blocks)
}

/// The inlines of a text whose first character is a full stop of ours.
pub(super) fn line(cx: &mut Context, source: &Source) -> Vec<Inline> {
    read(cx, source, Kind::Caption, |cx, _, nodes| prose::lower(cx, nodes))
}

/// Reads a text; what it has of its own is gone afterwards, except what is wrong in it.
fn read<T>(
    cx: &mut Context,
    source: &Source,
    root: Kind,
    make: impl FnOnce(&mut Context, Vec<Block>, Vec<Node>) -> T,
) -> T {
    let Context { manifest, prefixes, style, depth, .. } = *cx;
    let links = Rc::clone(&cx.links);
    let inner = Context { source, manifest, prefixes, style, links, depth, problems: Vec::new() };
    let masked = mask::mask(source.text());
    let line = root.is_inline();
    let mut builder = Builder::new(inner, &masked, root);
    builder.skip = if line { 0..1 } else { 0..0 };
    events::read(&mut builder);
    let (mut inner, blocks, nodes) = builder.finish();
    let made = make(&mut inner, blocks, nodes);
    cx.problems.append(&mut inner.problems);
    made
}

#[cfg(test)]
mod tests {
    use crate::parse::shown::{parsed, shown};

    #[test]
    fn values_are_running_text() {
        assert_eq!(
            shown("::: {.x title=\"1. *a* | `b`\"}\n:::"),
            "Div {.x title=1. *a* | `b`} 1. *a* | `b`\n"
        );
        assert_eq!(shown("::: {.x title=\"# a\"}\n:::"), "Div {.x title=# a} # a\n");
    }

    #[test]
    fn problems_in_values_have_their_place() {
        assert_eq!(parsed("::: {.x title=\"a <y> b\"}\n:::").1, ["unknown-tag at 1:18"]);
    }
}
