//! Tables: rows, cells and which column each cell stands in.

use crate::book::{Align, Block, Cell, Row, Table, placed};

use super::block::{caption, only_bare, with_id};
use super::context::Cx;
use super::xhtml::{Attr, Sheet};

/// A wide table scrolls inside a box of its own.
pub(super) fn table(cx: &Cx, w: &mut Sheet, x: &Table) {
    let Table { anchor, number, caption: title, columns, widths, head, rows: body, span: _ } = x;
    w.block("div", &[("class", "wide"), ("tabindex", "0")], |w| {
        w.element("table", &with_id(anchor.as_ref(), &[]), |w| {
            w.line();
            caption(cx, w, "caption", number.as_ref(), title, None, &[]);
            if !widths.is_empty() {
                w.block("colgroup", &[], |w| {
                    for width in widths {
                        w.empty("col", &[("style", &format!("width:{:.1}%", width * 100.0))]);
                    }
                });
            }
            if !head.is_empty() {
                w.block("thead", &[], |w| rows(cx, w, columns, head, true));
            }
            if !body.is_empty() {
                w.block("tbody", &[], |w| rows(cx, w, columns, body, false));
            }
        });
    });
}

fn rows(cx: &Cx, w: &mut Sheet, columns: &[Align], rows: &[Row], head: bool) {
    w.line();
    for row in placed(rows) {
        w.block("tr", &[], |w| {
            for (at, x) in row {
                cell(cx, w, x, columns.get(at).copied().unwrap_or(Align::Default), head);
            }
        });
    }
}

/// An empty cell of the head heads nothing, so it is no `th`.
fn cell(cx: &Cx, w: &mut Sheet, x: &Cell, align: Align, head: bool) {
    let Cell { blocks: inside, colspan, rowspan, heads, pad, span: _ } = x;
    let column = head && !inside.is_empty() && !is_empty(inside);
    let row = *heads && !head;
    let (across, down) = (colspan.to_string(), rowspan.to_string());
    let mut attrs: Vec<Attr> = Vec::new();
    attrs.extend(column.then_some(("scope", if *colspan > 1 { "colgroup" } else { "col" })));
    attrs.extend(row.then_some(("scope", if *rowspan > 1 { "rowgroup" } else { "row" })));
    attrs.extend((*colspan > 1).then_some(("colspan", across.as_str())));
    attrs.extend((*rowspan > 1).then_some(("rowspan", down.as_str())));
    attrs.extend(match align {
        Align::Default => None,
        Align::Left => Some(("class", "left")),
        Align::Center => Some(("class", "center")),
        Align::Right => Some(("class", "right")),
    });
    w.block(if column || row { "th" } else { "td" }, &attrs, |w| {
        only_bare(cx, w, inside);
        w.text(&room(pad));
    });
}

/// Spaces as wide as digits and signs (Unicode, section 6.2: U+2007 and U+2008).
fn room(pad: &str) -> String {
    pad.chars().map(|c| if c.is_ascii_digit() { '\u{2007}' } else { '\u{2008}' }).collect()
}

/// Whether there is nothing to read or see.
fn is_empty(list: &[Block]) -> bool {
    list.iter().all(|block| matches!(block, Block::Paragraph(x) if x.content.is_empty()))
}
