//! Tables, of Markdown's and of HTML's.

use super::builder::Builder;
use super::frame::{Kind, TableParts};
use super::{caption, finish, prose};
use crate::draft::{Align, Block, Cell, Row, Table};
use crate::span::Span;

/// A finished cell: whether it is a `th`, and how it is aligned.
pub(super) type Finished = (Cell, bool, Align);

/// Adds a table. Its caption may name a number (`Table B-1: ...`) and end with an attribute list.
pub(super) fn close(builder: &mut Builder, parts: TableParts, span: Span) {
    let TableParts { mut columns, head, rows, caption: mut nodes, mut attrs, .. } = parts;
    if head.is_empty() && rows.is_empty() {
        return;
    }
    let named = caption::named(&builder.cx, &nodes);
    if let Some(list) = finish::trailing_list(&mut builder.cx, &mut nodes) {
        attrs = list.attrs;
    }
    let caption = prose::lower(&mut builder.cx, caption::unnamed(nodes, &named));
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
    let aligns: Vec<Align> =
        cells.iter().flat_map(|(cell, _, align)| vec![*align; cell.colspan as usize]).collect();
    let cells: Vec<Cell> = cells.into_iter().map(|(cell, ..)| cell).collect();
    let Kind::Table(parts) = &mut builder.top_mut().kind else {
        let blocks = cells.into_iter().flat_map(|cell| cell.blocks);
        return blocks.for_each(|block| builder.push(block));
    };
    if parts.columns.len() < aligns.len() {
        parts.columns.resize(aligns.len(), Align::Default);
    }
    for (column, align) in parts.columns.iter_mut().zip(aligns) {
        if *column == Align::Default {
            *column = align;
        }
    }
    let row = Row { cells };
    if head || parts.in_head || (heads && parts.rows.is_empty()) {
        parts.head.push(row);
    } else {
        parts.rows.push(row);
    }
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
