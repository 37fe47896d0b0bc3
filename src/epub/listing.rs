//! Code: its lines, with their classes, numbers and marks.

use crate::book::{Callout, CodeLine, Edit, Inline, LineMark, Listing, Run};
use crate::span::Span;

use super::block::{caption, with_id};
use super::context::Cx;
use super::inline::{changed, piece, rest, tag};
use super::xhtml::{Attr, Sheet};

pub(super) fn listing(cx: &Cx, w: &mut Sheet, x: &Listing) {
    let Listing { anchor, number, caption: title, file, language, lines, span } = x;
    if number.is_none() && title.is_empty() && file.is_none() {
        code(cx, w, with_id(anchor.as_ref(), &[]), language.as_deref(), lines, *span);
        return;
    }
    w.block("figure", &with_id(anchor.as_ref(), &[("class", "listing")]), |w| {
        caption(cx, w, "figcaption", number.as_ref(), title, file.as_deref(), &over(cx, title, lines, *span));
        code(cx, w, Vec::new(), language.as_deref(), lines, *span);
    });
}

/// The pages that begin with the name of the file, which stands over the lines in print as well.
fn over(cx: &Cx, title: &[Inline], lines: &[CodeLine], listing: Span) -> Vec<(usize, usize)> {
    let first = lines.first().filter(|_| title.is_empty());
    let starts = first.map_or(&[][..], |line| cx.line_starts(line, listing));
    starts.iter().copied().filter(|(offset, _)| *offset == 0).collect()
}

/// Lines that scroll as a whole: who has no pointer scrolls what has the focus, hence `tabindex`.
fn code(
    cx: &Cx,
    w: &mut Sheet,
    mut attrs: Vec<Attr>,
    language: Option<&str>,
    lines: &[CodeLine],
    listing: Span,
) {
    let unnumbered = |line: &CodeLine| is_signed(line) && line.number.is_none();
    attrs.extend(lines.iter().any(unnumbered).then_some(("class", "signed")));
    attrs.push(("tabindex", "0"));
    attrs.extend(cx.code_direction());
    let class =
        language.and_then(|name| name.split_whitespace().next()).map(|name| format!("language-{name}"));
    let class: Vec<Attr> = class.iter().map(|class| ("class", class.as_str())).collect();
    w.block("pre", &attrs, |w| {
        w.element("code", &class, |w| code_lines(cx, w, lines, listing));
    });
}

/// Lines of their own, to number and to mark them, or plain text with line ends where nothing asks for it:
/// half the book is code.
fn code_lines(cx: &Cx, w: &mut Sheet, lines: &[CodeLine], listing: Span) {
    let set_off = |line: &CodeLine| line.number.is_some() || line.mark.is_some() || line.changed();
    let plain = !lines.iter().any(set_off);
    for line in lines {
        if plain {
            runs(cx, w, line, listing);
            w.line();
            continue;
        }
        let number = line.number.map(|number| number.to_string());
        let class = match line.mark {
            Some(LineMark::Added) => "line added",
            Some(LineMark::Removed) => "line removed",
            Some(LineMark::Highlighted) | None => "line",
        };
        let mut attrs: Vec<Attr> = vec![("class", class)];
        attrs.extend(number.as_deref().map(|number| ("data-line", number)));
        let name = match line.edit {
            Some(edit) => tag(edit),
            None if line.mark.is_some() => "mark",
            None => "span",
        };
        w.element(name, &attrs, |w| {
            if is_signed(line) {
                w.element("span", &[("class", "sign")], |_| {});
            }
            runs(cx, w, line, listing);
            w.line();
        });
    }
}

/// Whether a sign says that the line came or went: the style's, in an element of its own, since it is no code.
fn is_signed(line: &CodeLine) -> bool {
    matches!(line.mark, Some(LineMark::Added | LineMark::Removed))
}

fn runs(cx: &Cx, w: &mut Sheet, x: &CodeLine, listing: Span) {
    let CodeLine { runs, number: _, mark: _, callout, edit: _, span: _ } = x;
    let mut starts = cx.line_starts(x, listing);
    let mut from = 0;
    for run in runs {
        match run.edit {
            None => code_run(cx, w, run, from, &mut starts),
            Some(edit) => w.element(tag(edit), &changed(edit, None), |w| code_run(cx, w, run, from, &mut starts)),
        }
        // What is gone is no part of the author's line.
        from += if run.edit.is_none_or(Edit::is_new) { run.text.len() } else { 0 };
    }
    rest(cx, w, starts);
    if let Some(callout) = callout {
        w.text(" ");
        sign(cx, w, callout, &[("id", callout.anchor.as_str())]);
    }
}

fn code_run(cx: &Cx, w: &mut Sheet, run: &Run, from: usize, starts: &mut &[(usize, usize)]) {
    let Run { class, text, edit: _ } = run;
    match class {
        None => piece(cx, w, text, from, starts),
        Some(class) => w.element("span", &[("class", class.name())], |w| piece(cx, w, text, from, starts)),
    }
}

/// The number of a callout, which leads to its other end.
pub(super) fn sign(cx: &Cx, w: &mut Sheet, x: &Callout, place: &[Attr]) {
    let Callout { number, anchor: _, target } = x;
    let (href, number) = (cx.href(target), number.to_string());
    let mut attrs = place.to_vec();
    attrs.push(("class", "callout"));
    match &href {
        Some(href) => {
            attrs.push(("href", href));
            w.leaf("a", &attrs, &number);
        }
        None => w.leaf("span", &attrs, &number),
    }
}
