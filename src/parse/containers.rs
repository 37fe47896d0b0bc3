//! Lines that `mask` kept from the Markdown parser: `:::` boxes, and a caption that became a table's row.
//!
//! `::: {.note title="..."}`, `::: note` and `:::note Title` open a box, `:::` closes the innermost one.
//! Any number of colons from three on will do, and longer ones mean nothing (Pandoc, "fenced_divs").

use std::ops::Range;

use super::attributes::{self, Read};
use super::builder::Builder;
use super::caption;
use super::fragment;
use super::frame::{Kind, Opener};
use crate::draft::Attrs;
use crate::problem::Problem;

/// A line of colons, from the first to the end of the line.
pub(super) fn fence(builder: &mut Builder, range: Range<usize>) {
    let line = builder.cx.source.slice(range.clone());
    let colons = line.len() - line.trim_start_matches(':').len();
    let body = line.get(colons..).unwrap_or_default();
    let at = range.start + colons + (body.len() - body.trim_start().len());
    let body = body.trim().trim_end_matches(':').trim_end();
    if body.is_empty() {
        if !builder.close_named(&Opener::Fence, range.end) {
            builder.cx.report(Problem::UnbalancedDiv, range);
        }
        return;
    }
    builder.settle(range.start);
    if builder.is_full(&range) {
        return;
    }
    let body = at..at + body.len();
    let kind = opened(builder, body);
    builder.open(kind, Opener::Fence, range.start);
}

/// The box that a line opens.
fn opened(builder: &mut Builder, body: Range<usize>) -> Kind {
    let source = builder.cx.source;
    let text = source.slice(body.clone());
    if text.starts_with('{') {
        if let Read::List(list) = attributes::read(source, body.start) {
            if list.end == body.end {
                let title = list.value("title").map(|(title, place)| (title.to_owned(), place));
                let title = title.map(|(title, place)| fragment::inlines(&mut builder.cx, &title, Some(place), body));
                return Kind::Div { attrs: list.attrs, title: title.unwrap_or_default() };
            }
        }
        if text != "{}" {
            builder.cx.report(Problem::BadAttributes { text: text.to_owned() }, body);
        }
        return Kind::Div { attrs: Attrs::default(), title: Vec::new() };
    }
    let (class, title) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let place = body.end - title.trim_start().len()..body.end;
    if title.trim_start().starts_with('{') {
        let mut kind = opened(builder, place);
        if let Kind::Div { attrs, .. } = &mut kind {
            attrs.classes.insert(0, class.to_owned());
        }
        return kind;
    }
    let attrs = Attrs { classes: vec![class.to_owned()], ..Attrs::default() };
    let title = fragment::inlines(&mut builder.cx, title, Some(place), body);
    Kind::Div { attrs, title }
}

/// Whether a row of a table is `: Caption` without a blank line before it.
pub(super) fn is_caption_row(row: &str) -> bool {
    row.strip_prefix(':').is_some_and(|rest| rest.starts_with([' ', '\t'])) && !row.contains('|')
}

/// Takes the running text of a cell for the caption of its table, if its row is one; such a row has no cells.
pub(super) fn take_caption_cell(builder: &mut Builder, end: usize) -> bool {
    let mut frames = builder.open_frames();
    let cell = frames.next().is_some_and(|frame| matches!(frame.kind, Kind::Cell { .. }));
    let row = frames.next().is_some_and(|frame| matches!(frame.kind, Kind::Row { caption: true, .. }));
    drop(frames);
    if !cell || !row {
        return false;
    }
    let nodes = builder.take_run();
    let nodes = caption::without_mark(&builder.cx, nodes);
    builder.close_markdown(end);
    for frame in builder.open_frames() {
        match &mut frame.kind {
            Kind::Row { cells, .. } => {
                cells.pop();
            }
            Kind::Table(parts) if !nodes.is_empty() => {
                parts.caption = nodes;
                break;
            }
            _ => break,
        }
    }
    true
}
