//! Matrices, cases and alignments.

use ratex_parser::ParseNode as Node;
use ratex_parser::parse_node::{AlignSpec, AlignType, ArrayTag, StyleStr};

use super::Wrote;
use super::write::{NOTHING, Writer};

/// Where the content of a column stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Center,
    Right,
}

impl Writer {
    /// A matrix, or an alignment inside something else.
    pub(super) fn matrix(&mut self, array: &Node) -> Wrote {
        let Node::Array { col_separation_type, body, cols, hlines_before_row, is_cd, .. } = array else {
            return self.one(array);
        };
        if *is_cd == Some(true) {
            return Err(self.fault("a commutative diagram can't be translated"));
        }
        match col_separation_type.as_deref() {
            Some("align" | "alignat" | "gather") => {
                let rows = self.rows(array, true)?;
                Ok(format!("mat(delim: #none, row-gap: #0.5em, {};)", rows.join("; ")))
            }
            small => {
                let mut sides = sides(cols.as_deref());
                let all = sides.first().copied().filter(|first| sides.iter().all(|side| side == first));
                let align = match all {
                    Some(Side::Left) => "align: #left, ",
                    Some(Side::Right) => "align: #right, ",
                    Some(Side::Center) | None => "",
                };
                if all.is_some() {
                    sides.clear();
                }
                let options =
                    self.options(cols.as_deref(), hlines_before_row, body.len(), small == Some("small"));
                let rows = self.cells(body, &sides)?;
                Ok(format!("mat(delim: #none, {align}{options}{};)", rows.join("; ")))
            }
        }
    }

    /// An alignment that is the whole formula, or what looks like one.
    pub(super) fn lines(&mut self, array: &Node) -> Wrote {
        let Node::Array { col_separation_type, .. } = array else { return self.one(array) };
        match col_separation_type.as_deref() {
            Some("align" | "alignat" | "gather") => Ok(self.rows(array, false)?.join(" \\ ")),
            Some(_) | None => self.matrix(array),
        }
    }

    /// The rows of an alignment, with `&` between its columns. `inside` a matrix, its parts are set as in a
    /// line of their own.
    fn rows(&mut self, array: &Node, inside: bool) -> Result<Vec<String>, super::Fault> {
        let Node::Array { body, cols, tags, .. } = array else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for (at, row) in body.iter().enumerate() {
            let mut cells = Vec::new();
            for (column, cell) in row.iter().enumerate() {
                let mut text = self.cell(cell, StyleStr::Display)?;
                if inside && !text.is_empty() {
                    text = format!("display({text})");
                }
                if pair_begins(cols.as_deref(), column) {
                    // Columns touch in Typst; TeX puts a space between the pairs of an alignment.
                    if let Some(before) = cells.last_mut() {
                        *before = format!("{before} wide");
                    }
                }
                cells.push(text);
            }
            let tag = tags.as_ref().and_then(|tags| tags.get(at));
            if let (Some(ArrayTag::Explicit(tag)), Some(last)) = (tag, cells.last_mut())
                && !tag.is_empty()
                && !counted(tag)
            {
                let tag = self.words(tag)?;
                *last = format!("{last} wide {tag}");
            }
            rows.push(cells.join(" & "));
        }
        while rows.last().is_some_and(|row| row.trim_matches([' ', '&']).is_empty()) && rows.len() > 1 {
            rows.pop();
        }
        Ok(rows)
    }

    /// The rows of a matrix, with commas between its cells. Typst puts what stands before `&` to the right of
    /// its column and what follows to the left: that is how columns get sides of their own.
    fn cells(&mut self, body: &[Vec<Node>], sides: &[Side]) -> Result<Vec<String>, super::Fault> {
        let mut rows = Vec::new();
        for row in body {
            let mut cells = Vec::new();
            for (column, cell) in row.iter().enumerate() {
                let text = self.cell(cell, StyleStr::Text)?;
                cells.push(match side_of(sides, column) {
                    _ if text.is_empty() => NOTHING.to_owned(),
                    Side::Center => text,
                    Side::Left => format!("& {text}"),
                    Side::Right => format!("{text} &"),
                });
            }
            rows.push(cells.join(", "));
        }
        Ok(rows)
    }

    /// A cell without the style that every cell of its kind has anyway.
    fn cell(&mut self, cell: &Node, own: StyleStr) -> Wrote {
        match cell {
            Node::Styling { body, style, .. } if *style == own => self.list(body),
            other => self.list(std::slice::from_ref(other)),
        }
    }

    /// Named arguments of a matrix: its gaps and rules.
    fn options(
        &self,
        cols: Option<&[AlignSpec]>,
        lines_before: &[Vec<bool>],
        rows: usize,
        small: bool,
    ) -> String {
        let mut out = String::new();
        if small {
            out.push_str("column-gap: #0.3em, row-gap: #0.1em, ");
        }
        let wide = cols.is_some_and(|cols| cols.iter().any(|col| col.postgap.is_some_and(|gap| gap >= 1.0)));
        if wide {
            out.push_str("column-gap: #1em, ");
        }
        let rules = |list: Vec<usize>| list.iter().map(|at| format!("{at}, ")).collect::<String>();
        let across: Vec<usize> = lines_before
            .iter()
            .enumerate()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(at, _)| at.min(rows))
            .collect();
        let down = separators(cols);
        if !across.is_empty() || !down.is_empty() {
            out.push_str(&format!("augment: #(hline: ({}), vline: ({})), ", rules(across), rules(down)));
        }
        out
    }
}

/// A number that the parser gave by itself: equations are numbered where the book numbers things.
fn counted(tag: &[Node]) -> bool {
    matches!(
        tag,
        [Node::MathOrd { loc: None, .. }, Node::MathOrd { loc: None, .. }, Node::MathOrd { loc: None, .. }]
    )
}

/// Before this column an alignment begins a new pair.
fn pair_begins(cols: Option<&[AlignSpec]>, column: usize) -> bool {
    let gap = cols.and_then(|cols| cols.get(column)).and_then(|col| col.pregap);
    column > 0 && gap.is_some_and(|gap| gap > 0.0)
}

fn sides(cols: Option<&[AlignSpec]>) -> Vec<Side> {
    let columns = cols.unwrap_or_default().iter().filter(|col| matches!(col.align_type, AlignType::Align));
    let side = |col: &AlignSpec| match col.align.as_deref() {
        Some("l") => Side::Left,
        Some("r") => Side::Right,
        Some(_) | None => Side::Center,
    };
    columns.map(side).collect()
}

fn side_of(sides: &[Side], column: usize) -> Side {
    sides.get(column).copied().unwrap_or(Side::Center)
}

/// How many columns stand before each rule between columns.
fn separators(cols: Option<&[AlignSpec]>) -> Vec<usize> {
    let mut columns = 0;
    let mut out: Vec<usize> = Vec::new();
    for col in cols.unwrap_or_default() {
        match col.align_type {
            AlignType::Align => columns += 1,
            AlignType::Separator if out.last() == Some(&columns) => {}
            AlignType::Separator => out.push(columns),
        }
    }
    out
}
