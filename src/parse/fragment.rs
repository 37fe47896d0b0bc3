//! Markdown in one line: the value of an attribute, a title.
//!
//! It is read like a paragraph, but can only be running text: a full stop is put before it, so nothing in
//! it can begin a list or a heading, and line ends in it are spaces.

use std::ops::Range;

use super::builder::Builder;
use super::context::Context;
use super::frame::Kind;
use super::source::Source;
use super::{events, mask, prose};
use crate::draft::Inline;

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
    let line = value.replace('\n', " ");
    source.push_as(".", crate::span::Span { end: span.start, ..span });
    if place.is_some() && (span.end - span.start) as usize == line.len() {
        source.push(&line, span.file, span.start as usize, &mut cx.problems);
    } else {
        source.push_as(&super::source::clean(&line), span);
    }
    read(cx, &source)
}

/// The inlines of a text whose first character is a full stop of ours.
pub(super) fn read(cx: &mut Context, source: &Source) -> Vec<Inline> {
    let Context { manifest, prefixes, style, depth, .. } = *cx;
    let inner = Context { source, manifest, prefixes, style, depth: depth + 1, problems: Vec::new() };
    let masked = mask::mask(source.text());
    let mut builder = Builder::new(inner, &masked, Kind::Caption);
    builder.skip = 0..1;
    events::read(&mut builder);
    let (mut inner, _, nodes) = builder.finish();
    let content = prose::lower(&mut inner, nodes);
    cx.problems.append(&mut inner.problems);
    content
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
