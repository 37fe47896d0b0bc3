//! Tables: rows, cells and which column each cell stands in.

use crate::book::{Align, Block, Cell, Inner, Row, Table, plain, placed};

use super::block::{PHONE, caption, only_bare, with_id};
use super::context::Cx;
use super::xhtml::{Attr, Sheet};

/// Characters of a column in which text falls to splinters, and of one that can be read.
const SPLINTERS: usize = 9;
const READABLE: usize = 14;
/// Longest word that a column is made wide for, characters.
const WORD: usize = 20;
/// Longest text of a cell that stays in one line, characters.
const SHORT: usize = 10;
/// Width of a character and of the room beside a column, em of the table.
const CHARACTER: f64 = 0.5;
const ROOM: f64 = 1.2;
/// Type of a table, em of the text around, as the style sets it.
const TYPE: f64 = 0.88;

/// A wide table scrolls inside a box of its own. On a phone the style keeps it as wide as its columns have to be.
pub(super) fn table(cx: &Cx, w: &mut Sheet, x: &Table) {
    let Table { anchor, number, caption: title, columns, widths, head, rows: body, span: _ } = x;
    let style = format!("--least: {:.1}em", least(x, READABLE));
    let style: &[Attr] = if least(x, SPLINTERS) * TYPE > PHONE { &[("style", &style)] } else { &[] };
    w.block("div", &[("class", "wide"), ("tabindex", "0")], |w| {
        w.element("table", &with_id(anchor.as_ref(), style), |w| {
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
    let short = !column && !row && is_short(inside);
    let (across, down) = (colspan.to_string(), rowspan.to_string());
    let mut attrs: Vec<Attr> = Vec::new();
    attrs.extend(column.then_some(("scope", if *colspan > 1 { "colgroup" } else { "col" })));
    attrs.extend(row.then_some(("scope", if *rowspan > 1 { "rowgroup" } else { "row" })));
    attrs.extend((*colspan > 1).then_some(("colspan", across.as_str())));
    attrs.extend((*rowspan > 1).then_some(("rowspan", down.as_str())));
    let class = match align {
        Align::Default => "",
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    };
    let class = [class, if short { "short" } else { "" }].join(" ");
    attrs.extend((class != " ").then_some(("class", class.trim())));
    w.block(if column || row { "th" } else { "td" }, &attrs, |w| {
        only_bare(cx, w, inside);
        w.text(&room(pad));
    });
}

/// Width of a table whose columns have room for their longest words and for so many characters, where they have as
/// many; em of the table.
fn least(x: &Table, characters: usize) -> f64 {
    let mut columns: Vec<usize> = vec![0; x.columns.len()];
    for (at, cell) in placed(&x.head).into_iter().chain(placed(&x.rows)).flatten() {
        let mut found = Vec::new();
        texts(&cell.blocks, &mut found);
        let length = |text: &str| text.chars().count();
        let words = found.iter().flat_map(|text| text.split([' ', '-', '–', '/'])).map(length);
        let longest = found.iter().map(|text| length(text).min(characters));
        let wanted = words.map(|word| word.min(WORD)).chain(longest).max().unwrap_or(0);
        if let (0 | 1, Some(column)) = (cell.colspan, columns.get_mut(at)) {
            *column = wanted.max(*column);
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "characters are few")]
    columns.into_iter().map(|wanted| wanted as f64 * CHARACTER + ROOM).sum()
}

/// The runs of text in these blocks.
fn texts(list: &[Block], found: &mut Vec<String>) {
    for block in list {
        block.inner(&mut |part| match part {
            Inner::Run(run) => found.push(plain(run)),
            Inner::Blocks(list) => texts(list, found),
        });
    }
}

/// Whether a cell is a few signs, such as `A, B` or `48–800`, that a browser would break.
fn is_short(list: &[Block]) -> bool {
    let mut found = Vec::new();
    texts(list, &mut found);
    let breaks = |text: &str| text.trim().chars().skip(1).any(|c| matches!(c, ' ' | '-' | '–' | '/'));
    matches!(found.as_slice(), [text] if text.chars().count() <= SHORT && breaks(text))
}

/// Spaces as wide as digits and signs (Unicode, section 6.2: U+2007 and U+2008).
fn room(pad: &str) -> String {
    pad.chars().map(|c| if c.is_ascii_digit() { '\u{2007}' } else { '\u{2008}' }).collect()
}

/// Whether there is nothing to read or see.
fn is_empty(list: &[Block]) -> bool {
    list.iter().all(|block| matches!(block, Block::Paragraph(x) if x.content.is_empty()))
}
