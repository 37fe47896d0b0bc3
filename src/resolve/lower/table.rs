//! Which cells of a table head its rows.

use crate::book::{Block, Cell, Row};

/// Every table of more than one column has header cells: where no head names the first column, the first cell
/// of each row heads that row. A head that says nothing at all is none.
pub(super) fn name_rows(head: &mut Vec<Row>, rows: &mut [Row]) {
    if head.iter().flat_map(|row| &row.cells).all(is_empty) {
        head.clear();
    }
    let named = head.iter().filter_map(|row| row.cells.first()).any(|cell| !is_empty(cell));
    let own = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.heads);
    if named || own {
        return;
    }
    let mut covered = 0;
    for row in rows {
        let others = row.cells.len() > 1;
        if covered > 0 {
            covered -= 1;
        } else if let Some(cell) = row.cells.first_mut() {
            covered = cell.rowspan.max(1) - 1;
            cell.heads = others && !is_empty(cell);
        }
    }
}

/// Whether there is nothing to read or see.
fn is_empty(cell: &Cell) -> bool {
    cell.blocks.iter().all(|block| matches!(block, Block::Paragraph(x) if x.content.is_empty()))
}
