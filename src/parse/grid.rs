//! Tables drawn as a grid, in a fence called `table`: Pandoc's grid tables, with cells that span.
//!
//! ```text
//! +------+-------------+
//! | a    | b           |      rules of `-`, cells between bars, `=` under the head,
//! +======+======+======+      colons in that rule (or in the first) for the alignment,
//! | both |  c   |  d   |      a cell spans where a rule or a bar is missing
//! |      +------+------+
//! |      |  - a list   |
//! +------+-------------+
//! ```
//!
//! The walk over the corners is that of docutils (`GridTableParser`): from each corner a cell is followed round
//! its four sides. A cell's lines are a text of their own, read like a chapter, with the footnotes and
//! link definitions of the chapter around it.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_width::UnicodeWidthChar as _;

use super::context::Context;
use super::fragment;
use super::source::Source;
use crate::draft::{Align, Block, Cell, Row};

/// A line of the fence and where it stands in the source.
pub(super) type Line = (String, Range<usize>);

/// A table that was drawn.
pub(super) struct Grid {
    pub columns: Vec<Align>,
    pub head: Vec<Row>,
    pub rows: Vec<Row>,
}

/// Reads a grid; where it isn't one, gives the line (0-based) at which it breaks.
pub(super) fn read(cx: &mut Context, lines: &[Line]) -> Result<Grid, usize> {
    let drawing = Drawing::new(lines);
    let boxes = drawing.boxes()?;
    let edges = |pick: fn(&Box) -> [usize; 2]| boxes.iter().flat_map(pick).collect::<BTreeSet<_>>();
    let across: Vec<usize> = edges(|it| [it.left, it.right]).into_iter().collect();
    let down: Vec<usize> = edges(|it| [it.top, it.bottom]).into_iter().collect();
    let columns = drawing.alignment(&across);
    let mut rows: Vec<Vec<Cell>> = vec![Vec::new(); down.len().saturating_sub(1)];
    for one in &boxes {
        let head = drawing.head.is_some_and(|rule| one.top < rule);
        let span = |edges: &[usize], from, to| edges.iter().filter(|edge| (from..to).contains(*edge)).count();
        let cell = Cell {
            blocks: blocks(cx, &drawing.text(lines, one)),
            colspan: u32::try_from(span(&across, one.left, one.right)).unwrap_or(1),
            rowspan: u32::try_from(span(&down, one.top, one.bottom)).unwrap_or(1),
            heads: head,
            span: cx.source.span(drawing.place(lines, one)),
        };
        let row = down.iter().position(|edge| *edge == one.top).unwrap_or(0);
        rows.get_mut(row).ok_or(one.top)?.push(cell);
    }
    let heads = drawing.head.map_or(0, |rule| down.iter().filter(|edge| **edge < rule).count());
    let mut head: Vec<Row> = rows.into_iter().map(|cells| Row { cells }).collect();
    let rows = head.split_off(heads.min(head.len()));
    Ok(Grid { columns, head, rows })
}

/// The blocks of a cell: its lines as a text of their own.
fn blocks(cx: &mut Context, pieces: &[(String, Range<usize>)]) -> Vec<Block> {
    let mut source = Source::default();
    for (text, place) in pieces {
        let span = cx.source.span(place.clone());
        if (span.end - span.start) as usize == text.len() {
            source.push(text, span.file, span.start as usize, &mut cx.problems);
        } else {
            source.push_as(text, span);
        }
        source.push_as("\n", crate::span::Span { start: span.end, ..span });
    }
    fragment::blocks(cx, &source)
}

/// The lines as columns of characters.
struct Drawing {
    /// Signs by column; a wide character fills two, and what is short is filled up with spaces.
    grid: Vec<Vec<char>>,
    /// For each line, the byte at which each column begins.
    bytes: Vec<Vec<usize>>,
    /// The rule under the head.
    head: Option<usize>,
    /// What says how columns stand: the rule under the head, else the first.
    aligns: Vec<char>,
}

/// A cell's four sides, as lines and columns of the rules and bars around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Box {
    top: usize,
    left: usize,
    bottom: usize,
    right: usize,
}

impl Drawing {
    fn new(lines: &[Line]) -> Self {
        let mut grid: Vec<Vec<char>> = Vec::new();
        let mut bytes = Vec::new();
        for (line, _) in lines {
            let (mut row, mut starts) = (Vec::new(), Vec::new());
            for (at, c) in line.trim_end().char_indices() {
                for _ in 0..c.width().unwrap_or(0) {
                    row.push(c);
                    starts.push(at);
                }
            }
            grid.push(row);
            bytes.push(starts);
        }
        let width = grid.iter().map(Vec::len).max().unwrap_or(0);
        grid.iter_mut().for_each(|row| row.resize(width, ' '));
        let ruled = |row: &Vec<char>| row.contains(&'=') && row.iter().all(|c| "+=:".contains(*c));
        let head = grid.iter().position(ruled);
        let aligns = grid.get(head.unwrap_or(0)).cloned().unwrap_or_default();
        for row in &mut grid {
            if row.iter().all(|c| "+-=:".contains(*c)) {
                row.iter_mut().filter(|c| **c != '+').for_each(|c| *c = '-');
            }
        }
        Self { grid, bytes, head, aligns }
    }

    fn at(&self, line: usize, column: usize) -> char {
        self.grid.get(line).and_then(|row| row.get(column)).copied().unwrap_or(' ')
    }

    /// All cells, or the line at which the drawing breaks.
    fn boxes(&self) -> Result<Vec<Box>, usize> {
        let bottom = self.grid.len().checked_sub(1).ok_or(0_usize)?;
        let right = self.grid.first().and_then(|row| row.len().checked_sub(1)).ok_or(0_usize)?;
        // The last line of each column that belongs to a cell or to a rule.
        let mut done = vec![0; right];
        let mut corners = BTreeSet::from([(0, 0)]);
        let mut found = Vec::new();
        while let Some((top, left)) = corners.pop_first() {
            if top == bottom || left == right || done.get(left).is_none_or(|line| top < *line) {
                continue;
            }
            let Some(one) = self.follow(top, left, bottom, right) else { continue };
            let columns = done.get_mut(one.left..one.right).unwrap_or_default();
            if columns.iter().any(|line| *line != top) {
                return Err(top);
            }
            columns.fill(one.bottom);
            corners.extend([(one.top, one.right), (one.bottom, one.left)]);
            found.push(one);
        }
        found.sort_unstable();
        match done.into_iter().min() {
            Some(line) if line == bottom => Ok(found),
            line => Err(line.unwrap_or(0)),
        }
    }

    /// The smallest cell whose upper left corner this is.
    fn follow(&self, top: usize, left: usize, bottom: usize, right: usize) -> Option<Box> {
        if self.at(top, left) != '+' {
            return None;
        }
        let rights = (left + 1..=right).take_while(|column| "+-".contains(self.at(top, *column)));
        rights.filter(|column| self.at(top, *column) == '+').find_map(|right| {
            let downs = (top + 1..=bottom).take_while(|line| "+|".contains(self.at(*line, right)));
            downs.filter(|line| self.at(*line, right) == '+').find_map(|bottom| {
                let ruled = (left..=right).all(|column| "+-".contains(self.at(bottom, column)));
                let barred = (top..=bottom).all(|line| "+|".contains(self.at(line, left)));
                (ruled && barred && self.at(bottom, left) == '+').then_some(Box { top, left, bottom, right })
            })
        })
    }

    /// How columns between these bars stand.
    fn alignment(&self, bars: &[usize]) -> Vec<Align> {
        let colon = |at: usize| self.aligns.get(at) == Some(&':');
        let pairs = bars.iter().zip(bars.iter().skip(1));
        let align = |(left, right): (&usize, &usize)| match (colon(left + 1), colon(right.saturating_sub(1))) {
            (true, true) => Align::Center,
            (true, false) => Align::Left,
            (false, true) => Align::Right,
            (false, false) => Align::Default,
        };
        pairs.map(align).collect()
    }

    /// The lines of a cell, without what they are indented by together, and where they stand.
    fn text(&self, lines: &[Line], one: &Box) -> Vec<(String, Range<usize>)> {
        let cut = |line: usize, from: usize| {
            let (text, place) = lines.get(line)?;
            let starts = self.bytes.get(line)?;
            let byte = |column: usize| starts.get(column).copied().unwrap_or(text.trim_end().len());
            let piece = text.get(byte(from)..byte(one.right))?.trim_end();
            // A line whose tabs became spaces is not the author's letter by letter.
            let start = if place.len() == text.len() { place.start + byte(from) } else { place.start };
            Some((piece.to_owned(), start..start + piece.len()))
        };
        let inside = one.top + 1..one.bottom;
        let indent = |line: usize| {
            let columns = one.left + 1..one.right;
            columns.clone().position(|column| self.at(line, column) != ' ').map(|at| at + columns.start)
        };
        let from = inside.clone().filter_map(indent).min().unwrap_or(one.left + 1);
        inside.filter_map(|line| cut(line, from)).collect()
    }

    /// The stretch of the source from the first line of a cell to its last.
    fn place(&self, lines: &[Line], one: &Box) -> Range<usize> {
        let text = self.text(lines, one);
        let mut said = text.iter().filter(|(text, _)| !text.is_empty()).map(|(_, place)| place);
        match said.next() {
            Some(first) => first.start..said.next_back().unwrap_or(first).end,
            None => lines.get(one.top).map_or(0..0, |(_, place)| place.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::shown::{parsed, shown};

    #[test]
    fn cells_span_where_rules_and_bars_are_missing() {
        let text = "```table\n+---+-------+\n| a | b     |\n+===+==:+===+\n| c | d | e |\n|   +---+---+\n|   | - f   |\n+---+-------+\n```\n";
        assert_eq!(
            shown(text),
            "Table Default,Right,Default\n  head a | 2x1 b\n  row 1x2 c | d | e\n  row 2x1 List - tight\n  item\n    P f\n"
        );
    }

    #[test]
    fn a_broken_grid_is_said_at_its_line() {
        let text = "```table\n+---+---+\n| a | b |\n+---+--+\n```\n";
        let (out, problems) = parsed(text);
        assert_eq!(problems, ["bad-grid at 2:1"]);
        assert!(out.starts_with('L'), "{out}");
    }
}
