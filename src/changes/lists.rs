//! Lists, tables and listings of two versions. `None` where they are better shown one after the other.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::blocks::{Compare, compare, deleted, end, enough, inserted, pair};
use super::code;
use super::inlines;
use crate::book::{Block, Cell, Item, List, Listing, Row, Table, Term, Terms};
use crate::span::Span;

pub(super) fn list(cx: &mut Compare, old: &List, new: &List) -> Option<List> {
    let shown = |item: &Item| !item.blocks.is_empty();
    if (old.start, old.tight) != (new.start, new.tight) || !old.items.iter().chain(&new.items).all(shown) {
        return None;
    }
    let keys = |items: &[Item], key: &dyn Fn(&Item) -> u64| items.iter().map(key).collect::<Vec<_>>();
    let (before, after) = (keys(&old.items, &|item| cx.old.of(item)), keys(&new.items, &|item| cx.new.of(item)));
    let alike = |_: &Item, _: &Item, like: f64| enough(like);
    let mut items = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let gone = old.items.get(op.old_range()).unwrap_or_default();
        let come = new.items.get(op.new_range()).unwrap_or_default();
        if matches!(op, DiffOp::Equal { .. }) {
            items.extend(come.iter().cloned());
            continue;
        }
        let at = items.last().map_or(new.span, |item: &Item| end(item.span));
        let pairs = pair(gone, come, &|item| &item.blocks[..], alike);
        let mut next = 0;
        for (index, item) in come.iter().enumerate() {
            let Some(partner) = pairs.get(index).copied().flatten() else {
                let blocks = item.blocks.iter().map(inserted).collect();
                items.push(Item { blocks, ..item.clone() });
                continue;
            };
            items.extend(gone.get(next..partner).unwrap_or_default().iter().map(|item| gone_item(cx, item, at)));
            if let Some(before) = gone.get(partner) {
                // Nothing in an item can say that its box was ticked.
                if before.task != item.task {
                    return None;
                }
                let blocks = compare(cx, &before.blocks, &item.blocks, item.span);
                items.push(Item { blocks, ..item.clone() });
            }
            next = partner + 1;
        }
        items.extend(gone.get(next..).unwrap_or_default().iter().map(|item| gone_item(cx, item, at)));
    }
    Some(List { items, ..new.clone() })
}

fn gone_item(cx: &mut Compare, item: &Item, at: Span) -> Item {
    let blocks = item.blocks.iter().map(|block| deleted(cx, block, at)).collect();
    Item { task: item.task, callout: None, blocks, span: at }
}

pub(super) fn terms(cx: &mut Compare, old: &Terms, new: &Terms) -> Option<Terms> {
    let shape = |terms: &Terms| terms.items.iter().map(|term| term.definitions.len()).collect::<Vec<_>>();
    if shape(old) != shape(new) {
        return None;
    }
    let mut items = Vec::new();
    for (before, after) in old.items.iter().zip(&new.items) {
        let term = inlines::compare(cx, &before.term, &after.term, after.span);
        let pairs = before.definitions.iter().zip(&after.definitions);
        let definitions = pairs.map(|(a, b)| compare(cx, a, b, after.span)).collect();
        items.push(Term { term, definitions, span: after.span });
    }
    Some(Terms { items, span: new.span })
}

/// Line by line; the file's name and its language are part of the listing as a whole.
pub(super) fn listing(cx: &mut Compare, old: &Listing, new: &Listing) -> Option<Listing> {
    let about = |x: &Listing| (x.file.clone(), x.language.clone());
    if about(old) != about(new) {
        return None;
    }
    let caption = inlines::compare(cx, &old.caption, &new.caption, new.span);
    let lines = code::compare(&old.lines, &new.lines, new.span);
    Some(Listing { caption, lines, ..new.clone() })
}

/// Row by row, cell by cell, in tables whose columns are the same and whose cells cover one place each.
pub(super) fn table(cx: &mut Compare, old: &Table, new: &Table) -> Option<Table> {
    let cells = |table: &Table| table.head.iter().chain(&table.rows).flat_map(|row| row.cells.clone()).collect::<Vec<_>>();
    let plain = |table: &Table| cells(table).iter().all(|cell| cell.colspan == 1 && cell.rowspan == 1);
    let full = |row: &Row| row.cells.iter().any(|cell| !cell.blocks.is_empty());
    let shown = |table: &Table| table.rows.iter().all(full);
    if old.columns != new.columns || old.head.len() != new.head.len() {
        return None;
    }
    if ![old, new].into_iter().all(|table| plain(table) && shown(table)) {
        return None;
    }
    let caption = inlines::compare(cx, &old.caption, &new.caption, new.span);
    let head = old.head.iter().zip(&new.head).map(|(a, b)| row(cx, a, b)).collect();
    Some(Table { caption, head, rows: rows(cx, old, new), ..new.clone() })
}

fn rows(cx: &mut Compare, old: &Table, new: &Table) -> Vec<Row> {
    let before: Vec<u64> = old.rows.iter().map(|row| cx.old.of(row)).collect();
    let after: Vec<u64> = new.rows.iter().map(|row| cx.new.of(row)).collect();
    let mut out: Vec<Row> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let gone = old.rows.get(op.old_range()).unwrap_or_default();
        let come = new.rows.get(op.new_range()).unwrap_or_default();
        if matches!(op, DiffOp::Equal { .. }) {
            out.extend(come.iter().cloned());
            continue;
        }
        let at = out.iter().rev().flat_map(|row| row.cells.last()).next().map_or(new.span, |cell| end(cell.span));
        let alike = |a: &Row, b: &Row, like: f64| enough(like).filter(|_| a.cells.len() == b.cells.len());
        let pairs = pair(gone, come, &|row| &row.cells[..], alike);
        let mut next = 0;
        for (index, one) in come.iter().enumerate() {
            match pairs.get(index).copied().flatten() {
                None => out.push(whole_row(one, &mut |block| inserted(block))),
                Some(partner) => {
                    let skipped = gone.get(next..partner).unwrap_or_default();
                    out.extend(skipped.iter().map(|row| whole_row(row, &mut |block| deleted(cx, block, at))));
                    out.extend(gone.get(partner).map(|before| row(cx, before, one)));
                    next = partner + 1;
                }
            }
        }
        let left = gone.get(next..).unwrap_or_default();
        out.extend(left.iter().map(|row| whole_row(row, &mut |block| deleted(cx, block, at))));
    }
    out
}

fn row(cx: &mut Compare, old: &Row, new: &Row) -> Row {
    let pairs = old.cells.iter().zip(&new.cells);
    let cells = pairs.map(|(a, b)| Cell { blocks: compare(cx, &a.blocks, &b.blocks, b.span), ..b.clone() });
    Row { cells: cells.collect() }
}

fn whole_row(row: &Row, mark: &mut dyn FnMut(&Block) -> Block) -> Row {
    let cells = row.cells.iter().map(|cell| Cell { blocks: cell.blocks.iter().map(&mut *mark).collect(), ..cell.clone() });
    Row { cells: cells.collect() }
}
