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
        if let Read::List(list) = attributes::read(source, body.start)
            && list.end == body.end
        {
            let title = list.value("title").map(|(title, place)| (title.to_owned(), place));
            let title = title.map(|(title, place)| {
                builder.cx.spoken(&list.attrs, |cx| fragment::inlines(cx, &title, Some(place), body))
            });
            return Kind::Div { attrs: list.attrs, title: title.unwrap_or_default() };
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
    let mut frames = builder.open_frames();
    if let Some(Kind::Row { cells, .. }) = frames.next().map(|frame| &mut frame.kind) {
        cells.pop();
    }
    // The cells that pad the row are empty.
    if let (Some(Kind::Table(parts)), false) = (frames.next().map(|frame| &mut frame.kind), nodes.is_empty())
    {
        parts.caption = nodes;
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::parse::shown::{parsed, shown};

    #[test]
    fn boxes_nest_and_stand_in_lists_and_quotations() {
        let text = "::: {.note #n title=\"A *b*\"}\na\n:::: tip\nb\n::::\n:::\n\n- c\n\n  :::x Title\n  d\n  :::\n\n> ::: y\n> e\n> :::\n";
        let want = "Div {#n .note title=A *b*} A *b*\n  P a\n  Div {.tip}\n    P b\nList - loose\n  item\n    P c\n    Div {.x} Title\n      P d\nQuote\n  Div {.y}\n    P e\n";
        assert_eq!(shown(text), want);
    }

    #[test]
    fn colons_in_code_are_code() {
        assert_eq!(shown("```\n::: a\n```\n\n    ::: b\n"), "L -\n| ::: a\nL -\n| ::: b\n");
    }

    #[test]
    fn partners_are_missed() {
        assert_eq!(parsed("::: a\nb\n"), ("Div {.a}\n  P b\n".into(), vec!["unbalanced-div at 1:1".into()]));
        assert_eq!(parsed("b\n:::\n").1, ["unbalanced-div at 2:1"]);
        assert_eq!(parsed("> ::: a\n\nb\n\n:::\n").1, ["unbalanced-div at 1:3", "unbalanced-div at 5:1"]);
        assert_eq!(parsed("::: {.a,b}\n:::\n").1, ["bad-attributes at 1:5"]);
    }
}
