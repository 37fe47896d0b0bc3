//! Which column each cell of a table stands in.

use super::{Cell, Row};

/// The first column (0-based) of each cell: the next that no cell above covers.
#[must_use]
pub fn starts(rows: &[Row]) -> Vec<Vec<usize>> {
    let mut covered: Vec<u32> = Vec::new();
    let row = |row: &Row| -> Vec<usize> {
        let mut at = 0;
        let mut starts = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            at += covered.iter().skip(at).take_while(|rows| **rows > 0).count();
            starts.push(at);
            let end = at + cell.colspan.max(1) as usize;
            if covered.len() < end {
                covered.resize(end, 0);
            }
            covered.iter_mut().take(end).skip(at).for_each(|rows| *rows = cell.rowspan.max(1));
            at = end;
        }
        covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        starts
    };
    rows.iter().map(row).collect()
}

/// The cells of rows, each with its first column.
#[must_use]
pub fn placed(rows: &[Row]) -> Vec<Vec<(usize, &Cell)>> {
    starts(rows).into_iter().zip(rows).map(|(starts, row)| starts.into_iter().zip(&row.cells).collect()).collect()
}
