//! Code and drawings made of characters, line by line.
//!
//! Lines too long for the measure are wrapped here, at columns, because Typst would end them anywhere
//! inside a token; so every row of a listing is one line of the page, and its height is known. Drawings
//! are never wrapped: their size is chosen so that the widest line fits.

use super::block::legend;
use super::geometry::{ADVANCE, CELL, CODE_PITCH, MONO, columns, points};
use super::inline::{self, Context, length, optional};
use super::origin::Writer;
use super::rows::{Row, ends, width, wrap};
use crate::book::{Callout, Class, CodeLine, LineMark, Listed, Listing, Run};
use crate::problem::Problem;
use crate::span::Span;

/// Listings of at most this many rows stay on one page.
const WHOLE: usize = 9;
/// Fewest lines of nothing but strokes that make a drawing of plain text.
const STROKES: usize = 2;
/// Columns that a callout takes at the end of a line.
const CALLOUT: usize = 4;
/// Smallest size of a drawing that is still read, pt: its small letters are as high (0.55 em in JetBrains Mono) as
/// those of a picture's at 6.5 pt (0.486 em in Source Sans).
const SMALLEST: f64 = 5.75;

/// A listing; the number of its change stands at the first line that changed.
pub fn listing(w: &mut Writer, cx: Context, x: &Listing, listed: Option<&Listed>) {
    let Listing { anchor, number, caption, file, language: _, lines, span } = x;
    let rows: Vec<Vec<Row>> = lines.iter().map(|line| wrap(line, room_for(line, cx.room))).collect();
    let count: usize = rows.iter().map(Vec::len).sum();
    let first = lines.iter().position(CodeLine::changed);
    w.about(*span, |w| {
        w.raw("b-listing(");
        legend(w, cx, anchor.as_ref(), number.as_ref(), caption);
        optional(w, file.as_deref());
        let short = is_drawn(x) && count as f64 * CODE_PITCH <= cx.geometry.text_height() / 2.0;
        let ends = if count <= WHOLE || short { Vec::new() } else { ends(lines, &rows, count) };
        let (open, close) = if ends.is_empty() { ("{\n", "\n})") } else { ("({\n", "\n}))") };
        w.raw(&format!(", {count}, {}, {open}", ends.is_empty()));
        for (at, (line, rows)) in lines.iter().zip(&rows).enumerate() {
            if at > 0 {
                w.raw(if ends.contains(&at) { "\n}, {\n" } else { ";line-end\n" });
            }
            let listed = listed.filter(|_| first == Some(at));
            code_line(w, cx, *span, line, listed, rows);
        }
        w.raw(close);
    });
}

/// A drawing made of characters, in at most `most` pt of height.
pub fn art(w: &mut Writer, cx: Context, figure: Span, lines: &[CodeLine], alt: &str, most: f64) {
    let widest = lines.iter().map(|line| width(&line.text())).max().unwrap_or(0).max(1);
    let set = Setting::new(widest as f64, lines.len() as f64, cx.room, most);
    let least = SMALLEST.max(cx.least_type);
    if let Some(first) = lines.first().filter(|_| set.size + 0.05 < least) {
        let (drawing, found, least) = ("this drawing".to_owned(), format!("{:.1}", set.size), points(least));
        w.problem(Problem::SmallType { drawing, found, least }, first.span);
    }
    w.raw("b-art(");
    w.literal(alt);
    w.raw(", ");
    length(w, set.size);
    w.raw(", ");
    length(w, set.size * CELL);
    w.raw(", ");
    length(w, widest as f64 * ADVANCE * set.size);
    w.raw(&format!(", {}, {}, {{\n", set.whole, set.turned));
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            w.raw(";line-end\n");
        }
        let rows = [Row { from: 0, to: usize::MAX, indent: 0 }];
        code_line(w, cx, figure, line, None, &rows);
    }
    w.raw("\n})");
}

/// Whether plain text is a drawing: some of its lines are nothing but strokes.
fn is_drawn(x: &Listing) -> bool {
    let strokes = |line: &&CodeLine| {
        let text = line.text();
        let text = text.trim();
        let drawn = |c| matches!(c, ' ' | '|' | '/' | '\\' | '+' | '-' | '<' | '>' | '^' | 'v' | 'V' | '↑' | '↓');
        let rule = |c| matches!(c, ' ' | '+' | '-' | '<' | '>');
        text.chars().all(drawn) && !text.chars().all(rule) && !text.starts_with("//")
    };
    x.language.is_none() && x.lines.iter().filter(strokes).count() >= STROKES
}

/// How a drawing is set.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Setting {
    /// Size of type, pt.
    size: f64,
    /// It stays on one page.
    whole: bool,
    /// It is turned by a quarter.
    turned: bool,
}

impl Setting {
    fn new(columns: f64, rows: f64, room: f64, most: f64) -> Self {
        let within = |room: f64, most: f64| {
            let across = (room / (columns * ADVANCE)).min(MONO);
            let down = most / (rows * CELL);
            (across, down)
        };
        let (across, down) = within(room, most);
        let upright = across.min(down);
        let (turned_across, turned_down) = within(most, room);
        let turned = turned_across.min(turned_down);
        if upright < SMALLEST && turned >= SMALLEST {
            return Self { size: turned, whole: true, turned: true };
        }
        if down < SMALLEST && down < across {
            return Self { size: across, whole: false, turned: false };
        }
        if upright < SMALLEST && turned > upright {
            return Self { size: turned, whole: true, turned: true };
        }
        Self { size: upright, whole: true, turned: false }
    }
}

/// A line of `listing`.
fn code_line(w: &mut Writer, cx: Context, listing: Span, line: &CodeLine, listed: Option<&Listed>, rows: &[Row]) {
    for (at, row) in rows.iter().enumerate() {
        w.raw(if at > 0 { ";line-end;" } else { "" });
        let mut calls = Calls::default();
        line_head(w, &mut calls, cx, line, at == 0);
        if let (true, Some(listed)) = (at == 0, listed) {
            calls.next(w);
            w.raw("line-change(");
            inline::listed(w, listed);
            w.raw(", ");
            length(w, cx.room);
            w.raw(")");
        }
        if row.indent > 0 {
            calls.next(w);
            w.raw(&format!("turned-line({})", row.indent));
        }
        row_code(w, &mut calls, listing, line, row);
        if let (Some(callout), true) = (&line.callout, at + 1 == rows.len()) {
            calls.next(w);
            w.raw("code-callout");
            tie(w, callout);
        }
    }
}

/// Calls one after the other, with a semicolon between them.
#[derive(Default)]
struct Calls {
    begun: bool,
}

impl Calls {
    fn next(&mut self, w: &mut Writer) {
        w.raw(if self.begun { ";" } else { "" });
        self.begun = true;
    }
}

/// What stands before the code of a row: the ground that it is marked with, and in the line's `first` row the
/// number and the sign of a diff.
fn line_head(w: &mut Writer, calls: &mut Calls, cx: Context, line: &CodeLine, first: bool) {
    let CodeLine { runs: _, number, mark, callout: _, edit, span: _ } = line;
    let ground = |w: &mut Writer, call: &str, name: &str| {
        w.raw(call);
        w.literal(name);
        w.raw(", ");
        length(w, cx.room);
        w.raw(")");
    };
    if let Some(mark) = mark {
        calls.next(w);
        ground(w, "marked-line(", mark.name());
    }
    if let Some(edit) = edit {
        calls.next(w);
        ground(w, "changed-line(", edit.name());
    }
    if let (true, Some(number)) = (first, number) {
        calls.next(w);
        w.raw("line-number(");
        w.literal(&number.to_string());
        w.raw(")");
    }
    if let (true, Some(LineMark::Added | LineMark::Removed)) = (first, mark) {
        calls.next(w);
        w.raw(&format!("line-sign({})", *mark == Some(LineMark::Added)));
    }
}

/// The code of a row.
fn row_code(w: &mut Writer, calls: &mut Calls, listing: Span, line: &CodeLine, row: &Row) {
    if row.from >= row.to || line.runs.is_empty() {
        calls.next(w);
        w.raw("empty-line");
    }
    // Bytes before the run, and how many of them the author's text has no more.
    let (mut start, mut gone) = (0, 0);
    for run in &line.runs {
        let end = start + run.text.len();
        let (from, to) = (row.from.max(start), row.to.min(end));
        let text = run.text.get(from.saturating_sub(start)..to.saturating_sub(start)).unwrap_or_default();
        if !text.is_empty() {
            calls.next(w);
            let code = |w: &mut Writer, text: &str| w.code(text, line.span, from - gone, listing);
            if let Some(edit) = line.edit.or(run.edit) {
                w.raw(match (edit.is_old(), line.edit) {
                    (true, _) => "gone-code(",
                    (false, Some(_)) => "come-code(",
                    (false, None) => "come-word(",
                });
                code_run(w, run, text, &code);
                w.raw(")");
            } else {
                code_run(w, run, text, &code);
            }
        }
        start = end;
        gone += if run.edit.is_some_and(|edit| !edit.is_new()) { run.text.len() } else { 0 };
    }
}

/// What an end of a callout is called with: its place, its number, the other end.
pub fn tie(w: &mut Writer, x: &Callout) {
    let Callout { number, anchor, target } = x;
    w.raw("(");
    w.literal(anchor.as_str());
    w.raw(", ");
    w.literal(&number.to_string());
    w.raw(", ");
    w.literal(target.as_str());
    w.raw(")");
}

/// Columns of code in a row of `room` pt; a callout takes some of them.
fn room_for(line: &CodeLine, room: f64) -> usize {
    columns(room, MONO) - if line.callout.is_some() { CALLOUT } else { 0 }
}

/// A run, its characters written by `code`.
fn code_run(w: &mut Writer, run: &Run, text: &str, code: &dyn Fn(&mut Writer, &str)) {
    let Run { class, text: _, edit: _ } = run;
    match class.map(Class::name) {
        None => code(w, text),
        Some(name) => {
            w.raw("c-");
            w.raw(name);
            w.raw("(");
            code(w, text);
            w.raw(")");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;

    fn line(text: &str) -> CodeLine {
        let runs = vec![Run { class: None, text: text.to_owned(), edit: None }];
        CodeLine { runs, number: None, mark: None, callout: None, edit: None, span: Span::top(FileId(0)) }
    }

    #[test]
    fn plain_text_with_lines_of_strokes_is_a_drawing() {
        let drawn = |language: Option<&str>, text: &str| {
            let lines = text.lines().map(line).collect();
            let (language, span) = (language.map(str::to_owned), Span::top(FileId(0)));
            let caption = Vec::new();
            is_drawn(&Listing { anchor: None, number: None, caption, file: None, language, lines, span })
        };
        let tree = "  root\n  /  \\\n a    b\n |    |\n c    d";
        assert!(drawn(None, tree));
        assert!(drawn(None, "[Proxy]\n   |\n   v\n[Server]"));
        assert!(drawn(None, "Client   Server\n  |        |\n  |--ask-->|\n  |        |"));
        assert!(!drawn(Some("ebnf"), tree));
        assert!(!drawn(None, "----\n//\n//\n+ new\n- old\n\n\n+---+---+\n-- -->"));
        assert!(!drawn(None, "if a ||\n   b {\n}"));
    }

    #[test]
    fn drawings_fit_or_are_turned_or_broken() {
        let set = |columns, rows| Setting::new(columns, rows, 354.0, 510.0);
        assert_eq!(set(60.0, 20.0), Setting { size: MONO, whole: true, turned: false });
        assert_eq!(set(100.0, 20.0), Setting { size: 5.9, whole: true, turned: false });
        assert!(set(110.0, 20.0).turned);
        let widest = set(200.0, 20.0);
        assert!(widest.turned && widest.size < SMALLEST && widest.size > 354.0 / (200.0 * ADVANCE));
        assert!(!set(60.0, 200.0).whole);
    }
}
