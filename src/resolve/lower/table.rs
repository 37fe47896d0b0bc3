//! Which cells of a table head its rows, and how wide its author wants the columns.

use crate::book::{Block, Cell, Row};
use crate::draft::Attrs;
use crate::problem::Problem;

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
/// `tbl-colwidths="[20,80]"` (Quarto) as shares, one for each column.
pub(super) fn widths(attrs: &Attrs, columns: usize) -> Result<Vec<f64>, Problem> {
    const KEY: &str = "tbl-colwidths";
    let Some(value) = attrs.get(KEY) else { return Ok(Vec::new()) };
    let list = value.trim().trim_start_matches('[').trim_end_matches(']');
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
    let numbers: Option<Vec<f64>> = list.split(',').map(number).collect();
    let refused = || Problem::BadValue {
        key: KEY.to_owned(),
        value: value.to_owned(),
        expected: format!("{columns} numbers, one for each column, such as `[20,80]`"),
    };
    let numbers = numbers.filter(|numbers| numbers.len() == columns).ok_or_else(refused)?;
    let sum: f64 = numbers.iter().sum();
    Ok(numbers.into_iter().map(|number| number / sum).collect())
}

