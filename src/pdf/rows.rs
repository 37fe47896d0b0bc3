//! The rows of a listing: its lines, the long ones wrapped at columns, and where they may be broken over pages.

use crate::book::CodeLine;

/// Long listings are broken where so many rows end, which are three lines of text, so that what follows is on
/// the grid of the page; but in no case are more rows than `MOST` kept together.
const TOGETHER: usize = 4;
const MOST: usize = 12;
/// Fewest rows of one on its last page.
const TAIL: usize = 3;
/// Columns that the continuation of a wrapped line hangs, past the line's own indent.
const HANG: usize = 2;

/// The lines at which each part of a long listing but the first begins: parts aren't broken. A line
/// that opens a block isn't the last of a part where a later end will do, one that closes a block isn't the
/// first, and a blank one is neither. Where there is no such line on the grid, one off it will do.
pub fn ends(lines: &[CodeLine], rows: &[Vec<Row>], count: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut part, mut left, mut off_grid) = (0, count, None);
    for (at, rows) in rows.iter().enumerate() {
        if left < TAIL {
            break;
        }
        let good = part >= TAIL && !holds(lines, at);
        if good && part % TOGETHER == 0 || part >= MOST {
            ends.push(at);
            part = 0;
        } else if good {
            off_grid = Some(at);
        }
        part += rows.len();
        left -= rows.len();
    }
    if ends.is_empty() { Vec::from_iter(off_grid) } else { ends }
}

/// Whether a line is better kept with the one before it.
fn holds(lines: &[CodeLine], at: usize) -> bool {
    let text = |at: usize| lines.get(at).map(CodeLine::text).unwrap_or_default().trim().to_owned();
    let (before, after) = (text(at.saturating_sub(1)), text(at));
    before.is_empty()
        || after.is_empty()
        || before.ends_with(['{', '(', '[', ':'])
        || after.starts_with(['}', ')', ']'])
}

/// A row of a wrapped line: bytes of the line's text, and the columns it is indented by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub from: usize,
    pub to: usize,
    /// 0 for the first row; continuations are indented.
    pub indent: usize,
}

/// Rows of at most `columns` columns.
pub fn wrap(line: &CodeLine, columns: usize) -> Vec<Row> {
    let text = line.text();
    if text.len() <= columns || width(&text) <= columns {
        return vec![Row { from: 0, to: text.len(), indent: 0 }];
    }
    let own = text.chars().take_while(|c| *c == ' ').count();
    let hang = (own + HANG).min(columns / 2);
    let mut rows = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let indent = if rows.is_empty() { 0 } else { hang };
        let rest = text.get(from..).unwrap_or_default();
        let past = if rows.is_empty() { own } else { 0 };
        let to = from + cut(rest, columns - indent, past);
        rows.push(Row { from, to, indent });
        from = to;
    }
    rows
}

/// How many bytes of `text` go into a row of `columns`: up to a space, else a sign, else as many as fit.
/// The first `past` characters are indentation: ending a row in them would leave it empty.
fn cut(text: &str, columns: usize, past: usize) -> usize {
    let mut used = 0;
    let mut end = 0;
    let (mut space, mut sign) = (None, None);
    let mut before = ' ';
    for (n, (at, c)) in text.char_indices().enumerate() {
        if n > past {
            if before == ' ' && c != ' ' {
                space = Some(at);
            } else if before.is_ascii_punctuation() && !c.is_ascii_punctuation() && before != '"' {
                sign = Some(at);
            }
        }
        used += columns_of(c);
        if used > columns && end > 0 {
            let near = |at: &usize| *at * 2 >= end;
            return space.filter(near).or(sign.filter(near)).or(space).unwrap_or(at);
        }
        end = at + c.len_utf8();
        before = c;
    }
    text.len()
}

pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(columns_of).sum() }
}

/// Columns of a character in the mono face and its fallbacks: East Asian wide characters and emoji take
/// two, combining marks none (Unicode Standard Annex 11).
pub fn columns_of(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F | 0x200B..=0x200F | 0x20D0..=0x20FF | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F000..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Run;
    use crate::span::{FileId, Span};

    fn line(text: &str) -> CodeLine {
        let runs = vec![Run { class: None, text: text.to_owned(), edit: None }];
        CodeLine { runs, number: None, mark: None, callout: None, edit: None, span: Span::top(FileId(0)) }
    }

    fn rows(text: &str, columns: usize) -> Vec<String> {
        let rows = wrap(&line(text), columns);
        rows.iter().map(|row| format!("{}{}", ".".repeat(row.indent), &text[row.from..row.to])).collect()
    }

    #[test]
    fn long_lines_are_cut_at_spaces_then_signs_then_anywhere() {
        assert_eq!(rows("short", 10), ["short"]);
        assert_eq!(rows("let answer = compute(x, y);", 16), ["let answer = ", "..compute(x, y);"]);
        assert_eq!(rows("call(alpha,beta,gamma)", 14), ["call(alpha,", "..beta,gamma)"]);
        assert_eq!(rows(&"x".repeat(25), 10), ["xxxxxxxxxx", "..xxxxxxxx", "..xxxxxxx"]);
    }

    #[test]
    fn continuations_hang_past_the_lines_own_indent() {
        assert_eq!(
            rows("    return one and two and three", 20),
            ["    return one and ", "......two and three"]
        );
        assert_eq!(rows("              abcdefghij", 16), ["              ab", "........cdefghij"]);
    }

    #[test]
    fn long_listings_are_broken_where_rows_are_whole_lines() {
        let rows = |lengths: &[usize]| {
            let row = Row { from: 0, to: 1, indent: 0 };
            let rows: Vec<Vec<Row>> = lengths.iter().map(|n| vec![row; *n]).collect();
            let lines = vec![line("x"); lengths.len()];
            ends(&lines, &rows, lengths.iter().sum())
        };
        assert_eq!(rows(&[1; 12]), [4, 8]);
        assert_eq!(rows(&[1; 14]), [4, 8]);
        assert_eq!(rows(&[1; 15]), [4, 8, 12]);
        assert_eq!(rows(&[3, 2, 1, 1, 1, 1, 1, 9]), [5]);
        assert_eq!(rows(&[5; 6]), [3]);
        assert_eq!(rows(&[9, 9]), [1]);
    }

    #[test]
    fn long_listings_are_not_broken_behind_what_opens_or_before_what_closes() {
        let ends_of = |texts: &[(usize, &str)]| {
            let mut lines = vec![line("x"); 20];
            for (at, text) in texts {
                lines[*at] = line(text);
            }
            let rows = vec![vec![Row { from: 0, to: 1, indent: 0 }]; lines.len()];
            ends(&lines, &rows, lines.len())
        };
        assert_eq!(ends_of(&[]), [4, 8, 12, 16]);
        for last in ["fn main() {", "call(", "let all = [", "def main():", ""] {
            assert_eq!(ends_of(&[(3, last)]), [8, 12, 16], "after {last:?}");
        }
        for first in ["    }", "})", "]", ""] {
            assert_eq!(ends_of(&[(8, first)]), [4, 12, 16], "before {first:?}");
        }
        // No more than `MOST` rows are kept together.
        assert_eq!(ends_of(&[(3, "{"), (8, "}"), (11, "{")]), [12, 16]);
    }

    #[test]
    fn listings_that_have_no_good_line_on_the_grid_are_broken_off_it_or_not_at_all() {
        let ends_of = |blanks: &[usize]| {
            let mut lines = vec![line("x"); 10];
            blanks.iter().for_each(|at| lines[*at] = line(""));
            let rows = vec![vec![Row { from: 0, to: 1, indent: 0 }]; lines.len()];
            ends(&lines, &rows, lines.len())
        };
        assert_eq!(ends_of(&[]), [4]);
        assert_eq!(ends_of(&[4]), [7]);
        assert_eq!(ends_of(&[4, 7]), [6]);
        assert_eq!(ends_of(&[3, 5, 7]), [0; 0]);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(width("日本"), 4);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(rows("日本語テキスト", 8), ["日本語テ", "..キスト"]);
    }
}
