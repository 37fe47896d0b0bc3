//! Tables: rows, cells and which column each cell stands in.

use crate::book::{Align, Block, Cell, Row, Table};

use super::block::{caption, only_bare, with_id};
use super::context::Cx;
use super::xhtml::{Attr, Sheet};

/// A wide table scrolls inside a box of its own.
pub(super) fn table(cx: &Cx, w: &mut Sheet, x: &Table) {
    let Table { anchor, number, caption: title, columns, widths, head, rows: body, span: _ } = x;
    w.block("div", &[("class", "wide"), ("tabindex", "0")], |w| {
        w.element("table", &with_id(anchor.as_ref(), &[]), |w| {
            w.line();
            caption(cx, w, "caption", number.as_ref(), title, None);
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

/// Rows with the column of every cell: `taken` counts how many rows each column is still covered for by a
/// cell from above.
fn rows(cx: &Cx, w: &mut Sheet, columns: &[Align], rows: &[Row], head: bool) {
    let mut taken: Vec<u32> = vec![0; columns.len()];
    w.line();
    for Row { cells } in rows {
        w.block("tr", &[], |w| {
            let mut at = 0;
            for x in cells {
                while taken.get(at).is_some_and(|rows| *rows > 0) {
                    at += 1;
                }
                cell(cx, w, x, columns.get(at).copied().unwrap_or(Align::Default), head);
                let width = x.colspan.max(1) as usize;
                taken.iter_mut().skip(at).take(width).for_each(|rows| *rows = (*rows).max(x.rowspan.max(1)));
                at += width;
            }
            taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        });
    }
}

/// An empty cell of the head heads nothing, so it is no `th`.
fn cell(cx: &Cx, w: &mut Sheet, x: &Cell, align: Align, head: bool) {
    let Cell { blocks: inside, colspan, rowspan, heads, span: _ } = x;
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
    w.block(if column || row { "th" } else { "td" }, &attrs, |w| only_bare(cx, w, inside));
}

/// Whether there is nothing to read or see.
fn is_empty(list: &[Block]) -> bool {
    list.iter().all(|block| matches!(block, Block::Paragraph(x) if x.content.is_empty()))
}
