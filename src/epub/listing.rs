//! Code: its lines, with their classes, numbers and marks.

use crate::book::{CodeLine, Listing, Run};

use super::block::{caption, with_id};
use super::context::Cx;
use super::inline::{piece, rest};
use super::xhtml::{Attr, Sheet};

pub(super) fn listing(cx: &Cx, w: &mut Sheet, x: &Listing) {
    let Listing { anchor, number, caption: title, file, language, first_line, lines, span: _ } = x;
    if number.is_none() && title.is_empty() && file.is_none() {
        code(cx, w, with_id(anchor.as_ref(), &[]), language.as_deref(), *first_line, lines);
        return;
    }
    w.block("figure", &with_id(anchor.as_ref(), &[("class", "listing")]), |w| {
        caption(cx, w, "figcaption", number.as_ref(), title, file.as_deref());
        code(cx, w, Vec::new(), language.as_deref(), *first_line, lines);
    });
}

/// Lines that scroll as a whole: who has no pointer scrolls what has the focus, hence `tabindex`.
fn code(
    cx: &Cx,
    w: &mut Sheet,
    mut attrs: Vec<Attr>,
    language: Option<&str>,
    first: Option<u32>,
    lines: &[CodeLine],
) {
    attrs.push(("tabindex", "0"));
    let class =
        language.and_then(|name| name.split_whitespace().next()).map(|name| format!("language-{name}"));
    let class: Vec<Attr> = class.iter().map(|class| ("class", class.as_str())).collect();
    w.block("pre", &attrs, |w| {
        w.element("code", &class, |w| code_lines(cx, w, first, lines));
    });
}

/// Lines of their own, to number and to mark them, or plain text with line ends where nothing asks for it:
/// half the book is code.
fn code_lines(cx: &Cx, w: &mut Sheet, first: Option<u32>, lines: &[CodeLine]) {
    let plain = first.is_none() && !lines.iter().any(|line| line.marked || line.edit.is_some());
    for (at, line) in lines.iter().enumerate() {
        if plain {
            runs(cx, w, line);
            w.line();
            continue;
        }
        let number =
            first.map(|first| first.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)).to_string());
        let mut attrs: Vec<Attr> = vec![("class", "line")];
        attrs.extend(number.as_deref().map(|number| ("data-line", number)));
        let name = match line.edit {
            Some(edit) if edit.is_old() => "del",
            Some(_) => "ins",
            None if line.marked => "mark",
            None => "span",
        };
        w.element(name, &attrs, |w| {
            runs(cx, w, line);
            w.line();
        });
    }
}

fn runs(cx: &Cx, w: &mut Sheet, x: &CodeLine) {
    let CodeLine { runs, marked: _, edit: _, span } = x;
    let mut starts = cx.starts(*span);
    let mut from = 0;
    for Run { class, text } in runs {
        match class {
            None => piece(cx, w, text, from, &mut starts),
            Some(class) => {
                w.element("span", &[("class", class.name())], |w| piece(cx, w, text, from, &mut starts));
            }
        }
        from += text.len();
    }
    rest(cx, w, starts);
}
