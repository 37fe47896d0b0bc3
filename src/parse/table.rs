//! Tables, of Markdown's and of HTML's.

use super::builder::Builder;
use super::frame::{Kind, TableParts};
use super::{caption, finish, prose};
use crate::draft::{Align, Block, Cell, Row, Table};
use crate::problem::Problem;
use crate::span::Span;

/// A finished cell: whether it is a `th`, and how it is aligned.
pub(super) type Finished = (Cell, bool, Align);

/// Adds a table. Its caption may name a number (`Table B-1: ...`) and end with an attribute list.
pub(super) fn close(builder: &mut Builder, parts: TableParts, span: Span) {
    let TableParts { mut columns, head, rows, caption: mut nodes, mut attrs, .. } = parts;
    if head.is_empty() && rows.is_empty() {
        return builder.cx.problems.push(Problem::EmptyTable.at(span));
    }
    let named = caption::named(&builder.cx, &nodes);
    if let Some(list) = finish::trailing_list(&mut builder.cx, &mut nodes) {
        attrs.extend(list.attrs);
    }
    let caption = builder.cx.spoken(&attrs, |cx| prose::lower(cx, caption::unnamed(nodes, &named)));
    let width = |row: &Row| row.cells.iter().map(|cell| cell.colspan as usize).sum::<usize>();
    let widest = head.iter().chain(&rows).map(width).max().unwrap_or(0);
    columns.resize(widest.max(columns.len()), Align::Default);
    builder.push(Block::Table(Table { columns, head, rows, caption, attrs, number: named.number, span }));
}

/// Adds a row to the table around it. Rows of `th` alone before the first other row are its head.
pub(super) fn close_row(builder: &mut Builder, head: bool, cells: Vec<Finished>) {
    if cells.is_empty() {
        return;
    }
    let heads = cells.iter().all(|(_, head, _)| *head);
    let aligns: Vec<Align> = cells.iter().map(|(.., align)| *align).collect();
    let cells: Vec<Cell> = cells.into_iter().map(|(cell, ..)| cell).collect();
    let Kind::Table(parts) = &mut builder.top_mut().kind else {
        let blocks = cells.into_iter().flat_map(|cell| cell.blocks);
        return blocks.for_each(|block| builder.push(block));
    };
    let heads = head || parts.in_head || (heads && parts.rows.is_empty());
    if !heads && parts.rows.is_empty() {
        // No cell of the head reaches into the body (HTML, section 4.9.12).
        parts.covered.fill(0);
    }
    for ((start, cell), align) in place(&mut parts.covered, &cells).into_iter().zip(&cells).zip(aligns) {
        let end = start + cell.colspan as usize;
        if parts.columns.len() < end {
            parts.columns.resize(end, Align::Default);
        }
        let columns = parts.columns.iter_mut().take(end).skip(start);
        columns.filter(|column| **column == Align::Default).for_each(|column| *column = align);
    }
    let row = Row { cells };
    if heads {
        parts.head.push(row);
    } else {
        parts.rows.push(row);
    }
}

/// The first column of each cell of a row, in the columns that no cell above covers; then moves on by a row.
fn place(covered: &mut Vec<u32>, cells: &[Cell]) -> Vec<usize> {
    let mut at = 0;
    let mut starts = Vec::with_capacity(cells.len());
    for cell in cells {
        at += covered.iter().skip(at).take_while(|rows| **rows > 0).count();
        starts.push(at);
        let end = at + cell.colspan as usize;
        if covered.len() < end {
            covered.resize(end, 0);
        }
        covered.iter_mut().take(end).skip(at).for_each(|rows| *rows = cell.rowspan);
        at = end;
    }
    covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    starts
}

/// Adds a cell to the row around it.
pub(super) fn close_cell(builder: &mut Builder, cell: Cell, head: bool, align: Align) {
    if let Kind::Row { cells, .. } = &mut builder.top_mut().kind {
        cells.push((cell, head, align));
    } else {
        cell.blocks.into_iter().for_each(|block| builder.push(block));
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::shown::shown;

    #[test]
    fn tables_of_markdown() {
        let text = "| a | b |\n|:--|--:|\n| `x\\|y` | \"q\" |\n";
        assert_eq!(shown(text), "Table Left,Right\n  head a | b\n  row `x|y` | “q”\n");
    }

    #[test]
    fn captions_stand_before_or_behind_or_close() {
        let table = "| a |\n|---|\n| b |\n";
        let want = |attrs: &str| format!("Table Default{attrs} C *d*\n  head a\n  row b\n");
        assert_eq!(shown(&format!("{table}\n: C *d* {{#tbl-x}}\n")), want(" {#tbl-x}"));
        assert_eq!(
            shown(&format!("text\n\n: C *d* {{#tbl-x}}\n\n{table}")),
            format!("P text\n{}", want(" {#tbl-x}"))
        );
        assert_eq!(shown(&format!("{table}: C *d*\n")), want(""));
        assert_eq!(shown(&format!("Table: C *d*\n\n{table}")), want(""));
        assert_eq!(shown("Table: no table\n\ntext\n"), "P Table: no table\nP text\n");
    }

    #[test]
    fn tables_of_html() {
        let text = "<table>\n<caption>Table 3-1: C</caption>\n<tr><th>a<th align=right>b\n<tr><td colspan=2>c &lt;\n\n- md\n\n</td></tr></table>\n";
        assert_eq!(
            shown(text),
            "Table Default,Right 3-1 C\n  head a | b\n  row 2x1 c < / List - tight\n  item\n    P md\n"
        );
    }
}
