//! Tables, with the widths of their columns.
//!
//! Typst would ask every cell for its natural width and then run a wide table out of the measure. Widths
//! are guessed here instead, from the characters in the cells: columns get what they want where all of
//! it fits, else at least their longest word and a share of the rest by what they hold.

use super::block::{self, legend};
use super::inline::{Context, inlines, length, optional};
use super::origin::Writer;
use crate::book::{self, Align, Anchor, Block, Cell, Row, Table, placed};

/// Size of type, pt, and the smallest that a crowded table is set in.
const SIZE: f64 = 8.5;
const SMALLEST: f64 = 7.0;
/// The same where a table is turned, or can't be because it stands in a box, a note or a cell: code in it is 5 pt.
const TINY: f64 = 6.1;
/// Space between columns, pt.
const GUTTER: f64 = 10.0;
/// Tables of at most this many lines stay on one page.
const WHOLE: f64 = 12.0;
/// Advance of inline code in the sans face, em: the mono at 0.82 em.
const CODE: f64 = 0.82 * super::geometry::ADVANCE;
/// Rows of more lines than this may break across pages.
const BREAKABLE: f64 = 14.0;

/// A table. One that is too wide even in small type is turned on a page of its own.
pub fn table(w: &mut Writer, cx: Context, x: &Table) {
    let Table { anchor, number, caption, columns, widths: _, head, rows, span } = x;
    let plan = Plan::new(x, cx);
    w.about(*span, |w| {
        w.raw(if plan.turned { "b-turned(" } else { "b-table(" });
        legend(w, cx, anchor.as_ref(), number.as_ref(), caption);
        length(w, plan.size);
        w.raw(", ");
        length(w, GUTTER);
        w.raw(", ");
        match plan.turned {
            true => w.literal(&cx.book.words.continued),
            false => w.raw(&format!("{}, {}, {}", plan.whole, plan.breakable, plan.goes_on)),
        }
        w.raw(", (");
        for width in &plan.widths {
            length(w, *width);
            w.raw(",");
        }
        w.raw("), (");
        for align in columns {
            w.raw(alignment(*align));
            w.raw(",");
        }
        w.raw("), (");
        let mark = plan.goes_on.then_some(x);
        cells(w, cx, &plan, head, true, mark);
        w.raw("), (");
        cells(w, cx, &plan, rows, false, None);
        w.raw("))");
    });
}

/// The cells of rows, a row a line; of a turned table, rows that a cell spans are one array. `mark` is the table
/// whose head says on later pages that it goes on.
fn cells(w: &mut Writer, cx: Context, plan: &Plan, rows: &[Row], head: bool, mark: Option<&Table>) {
    let mut open = 0;
    for (at, row) in placed(rows).into_iter().enumerate() {
        w.raw("\n");
        if plan.turned && !head && open == 0 {
            w.raw("(");
        }
        let longest = row.iter().map(|(_, cell)| cell.rowspan.max(1)).max().unwrap_or(1);
        open = longest.max(open).saturating_sub(1);
        for (column, cell) in row {
            let mark = mark.filter(|_| at == 0).map(|table| (table, column == 0));
            one_cell(w, cx, plan, (column, cell), head, mark);
            w.raw(", ");
        }
        if plan.turned && !head && (open == 0 || at + 1 == rows.len()) {
            w.raw("),");
        }
    }
}

fn one_cell(
    w: &mut Writer,
    cx: Context,
    plan: &Plan,
    (column, cell): (usize, &Cell),
    head: bool,
    mark: Option<(&Table, bool)>,
) {
    let Cell { blocks, colspan, rowspan, heads, pad, span } = cell;
    let cx = Context { room: plan.width(column, (*colspan).max(1) as usize), alone: false, ..cx };
    w.about(*span, |w| {
        let (across, down) = ((*colspan).max(1), (*rowspan).max(1));
        let row = *heads && !head;
        let spans = across > 1 || down > 1 || row;
        if spans {
            w.raw(&format!("{}({across}, {down}, ", if row { "b-row-head" } else { "b-cell" }));
        }
        w.raw(if head { "b-head(" } else { "" });
        if let Some((table, first)) = mark {
            w.raw("{");
            goes_on(w, cx, plan, table, first);
            w.raw(";");
        }
        content(w, cx, blocks, pad);
        w.raw(if mark.is_some() { "}" } else { "" });
        w.raw(if head { ")" } else { "" });
        w.raw(if spans { ")" } else { "" });
    });
}

/// What stands above the head of a table that goes on; in cells behind the first, as much room.
fn goes_on(w: &mut Writer, cx: Context, plan: &Plan, table: &Table, first: bool) {
    w.raw("b-continued(");
    optional(w, table.anchor.as_ref().map(Anchor::as_str));
    w.raw(", ");
    optional(w, table.number.as_ref().filter(|_| first).map(|number| number.label.as_str()));
    w.raw(", ");
    w.literal(&cx.book.words.continued);
    w.raw(", ");
    length(w, if first { plan.width(0, plan.widths.len()) } else { 0.0 });
    w.raw(")");
}

/// A cell of one paragraph is its text: that is less to lay out.
fn content(w: &mut Writer, cx: Context, blocks: &[Block], pad: &str) {
    match blocks {
        [Block::Paragraph(only)] if !pad.is_empty() => {
            w.raw("{");
            inlines(w, cx, &only.content);
            w.raw(";b-pad(");
            w.literal(pad);
            w.raw(")}");
        }
        [Block::Paragraph(only)] => super::inline::body(w, cx, &only.content),
        _ => block::body(w, cx, blocks),
    }
}

fn alignment(align: Align) -> &'static str {
    match align {
        Align::Default | Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}

/// The measures of a table.
#[derive(Debug, Clone)]
struct Plan {
    size: f64,
    widths: Vec<f64>,
    whole: bool,
    breakable: bool,
    /// It has a number and may go over pages: its head says where it is continued.
    goes_on: bool,
    turned: bool,
}

impl Plan {
    fn new(table: &Table, cx: Context) -> Self {
        let count = table.columns.len().max(1);
        let gutters = GUTTER * (count - 1) as f64;
        let wants = wants(table, count);
        let least: f64 = wants.iter().map(|want| want.least).sum();
        let turned = cx.alone && least * SMALLEST > (cx.room - gutters).max(20.0);
        let whole_room = if turned { cx.geometry.text_height() } else { cx.room };
        let room = (whole_room - gutters).max(20.0);
        // Where nothing can be turned, small type is better than a table in the margin.
        let smallest = if cx.alone && !turned { SMALLEST } else { TINY };
        let size = (room / least).clamp(smallest, SIZE);
        let widths = if table.widths.len() == count {
            table.widths.iter().map(|width| width * room).collect()
        } else {
            share(&wants, room / size).into_iter().map(|width| width * size).collect()
        };
        let mut plan = Self { size, widths, whole: false, breakable: false, goes_on: false, turned };
        let rows = placed(&table.head).into_iter().chain(placed(&table.rows));
        let heights: Vec<f64> = rows.map(|row| plan.lines(&row)).collect();
        plan.whole = heights.iter().sum::<f64>() <= WHOLE;
        plan.breakable = heights.iter().any(|lines| *lines > BREAKABLE);
        plan.goes_on = !turned && !plan.whole && table.number.is_some() && !table.head.is_empty();
        plan
    }

    /// Width of `across` columns from `column` on, with the gutters between them.
    fn width(&self, column: usize, across: usize) -> f64 {
        let columns = self.widths.iter().skip(column).take(across);
        let gutters = GUTTER * across.saturating_sub(1) as f64;
        (columns.sum::<f64>() + gutters).max(20.0)
    }

    fn lines(&self, row: &[(usize, &Cell)]) -> f64 {
        let width = |column: usize, cell: &Cell| self.width(column, cell.colspan.max(1) as usize) / self.size;
        row.iter().map(|(column, cell)| lines(cell, width(*column, cell))).fold(1.0, f64::max)
    }
}

/// What a column or a cell asks for, em.
#[derive(Debug, Clone, Copy, Default)]
struct Want {
    /// Its longest piece that isn't cut.
    least: f64,
    /// All of its text in one line.
    most: f64,
}

fn wants(table: &Table, count: usize) -> Vec<Want> {
    let mut wants = vec![Want { least: 1.5, most: 2.0 }; count];
    for (column, cell) in placed(&table.head).into_iter().chain(placed(&table.rows)).flatten() {
        let mut asked = measure(cell);
        asked.most += width(&cell.pad);
        asked.least += width(&cell.pad);
        if let (0 | 1, Some(want)) = (cell.colspan, wants.get_mut(column)) {
            want.least = want.least.max(asked.least);
            want.most = want.most.max(asked.most);
        }
    }
    wants
}

/// Widths within `room`, all in em.
fn share(wants: &[Want], room: f64) -> Vec<f64> {
    let all: f64 = wants.iter().map(|want| want.most).sum();
    if all <= room {
        return wants.iter().map(|want| want.most).collect();
    }
    let least: f64 = wants.iter().map(|want| want.least).sum();
    if least >= room {
        return wants.iter().map(|want| want.least * room / least).collect();
    }
    // What is left goes by the root of what is still wanted, so that one long column doesn't starve the
    // others; nobody gets more than all of its text needs.
    let mut widths: Vec<f64> = wants.iter().map(|want| want.least).collect();
    for _ in 0..wants.len() + 1 {
        let left = room - widths.iter().sum::<f64>();
        let open: Vec<f64> =
            wants.iter().zip(&widths).map(|(want, width)| (want.most - width).max(0.0).sqrt()).collect();
        let sum: f64 = open.iter().sum();
        if left < 0.01 || sum <= 0.0 {
            break;
        }
        for ((width, want), open) in widths.iter_mut().zip(wants).zip(&open) {
            *width = (*width + left * open / sum).min(want.most.max(want.least));
        }
    }
    widths
}

fn measure(cell: &Cell) -> Want {
    let mut want = Want::default();
    book::blocks(&cell.blocks, &mut |block| {
        let line = of_block(block);
        want.least = want.least.max(line.least);
        want.most = want.most.max(line.most);
    });
    want
}

/// A guess at the lines of a cell of `width` em.
fn lines(cell: &Cell, width: f64) -> f64 {
    let mut sum = 0.0;
    book::blocks(&cell.blocks, &mut |block| {
        sum += match block {
            Block::Paragraph(_) | Block::Math(_) => (of_block(block).most / width).ceil().max(1.0),
            Block::Listing(x) => x.lines.len() as f64,
            Block::Figure(_) => 12.0,
            Block::Section(_)
            | Block::List(_)
            | Block::Terms(_)
            | Block::Quote(_)
            | Block::Table(_)
            | Block::Aside(_)
            | Block::Break(_)
            | Block::Bibliography(_)
            | Block::Index(_)
            | Block::Glossary(_)
            | Block::Only(_)
            | Block::Change(_) => 1.0,
        };
    });
    sum
}

/// What a block asks for by itself, without what is in it.
fn of_block(block: &Block) -> Want {
    let mut line = Want::default();
    match block {
        Block::Paragraph(x) => runs(&x.content, &mut line),
        Block::Listing(x) => {
            let longest = x.lines.iter().flat_map(|line| &line.runs).map(|run| run.text.len());
            line.most = longest.max().unwrap_or(0) as f64 * CODE;
            line.least = line.most.min(12.0);
        }
        Block::Figure(_) | Block::Table(_) => line = Want { least: 8.0, most: 30.0 },
        Block::Section(_)
        | Block::List(_)
        | Block::Terms(_)
        | Block::Quote(_)
        | Block::Math(_)
        | Block::Aside(_)
        | Block::Break(_)
        | Block::Bibliography(_)
        | Block::Index(_)
        | Block::Glossary(_)
        | Block::Only(_)
        | Block::Change(_) => line = Want { least: 3.0, most: 6.0 },
    }
    line
}

fn runs(run: &[book::Inline], line: &mut Want) {
    let mut code = 0.0;
    book::in_run(run, &mut |inline| match inline {
        book::Inline::Code(text) => {
            let cuts = super::breaks::cuts(&text.text, super::breaks::IN_CODE);
            let mut from = 0;
            for to in cuts.into_iter().chain([text.text.len()]) {
                let piece = text.text.get(from..to).unwrap_or_default();
                let longest = piece.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
                line.least = line.least.max(longest as f64 * CODE + 0.3);
                from = to;
            }
            code += text.text.chars().count() as f64 * CODE;
        }
        book::Inline::Text(text) => {
            let words = text.text.split_whitespace().map(width);
            // Long words can be hyphenated.
            line.least = line.least.max(words.fold(0.0, f64::max).min(7.0) + 0.2);
            code += width(&text.text);
        }
        book::Inline::Math(math) => {
            let width = formula(&math.formula.tex);
            line.least = line.least.max(width.min(14.0));
            code += width;
        }
        book::Inline::Ref(x) | book::Inline::PageRef(x) => {
            line.least = line.least.max(width(&x.text));
            code += width(&x.text);
        }
        book::Inline::Picture(_) => code += 4.0,
        book::Inline::Emph(_)
        | book::Inline::Strong(_)
        | book::Inline::Strike(_)
        | book::Inline::Sub(_)
        | book::Inline::Sup(_)
        | book::Inline::Key(_)
        | book::Inline::Link(_)
        | book::Inline::Cite(_)
        | book::Inline::NoteRef(_)
        | book::Inline::Mark(_)
        | book::Inline::Place(_)
        | book::Inline::LineBreak(_)
        | book::Inline::Only(_)
        | book::Inline::Change(_)
        | book::Inline::Comment(_) => {}
    });
    line.most = line.most.max(code * 1.04 + 0.3);
    line.least = line.least.min(line.most);
}

/// Width of a text in the sans face, em: a guess on the safe side.
fn width(text: &str) -> f64 {
    text.chars().map(advance).sum()
}

/// Width of a formula, em: a guess on the safe side, sign by sign; a command counts as one sign.
fn formula(tex: &str) -> f64 {
    let mut sum = 0.0;
    let mut signs = tex.chars().peekable();
    while let Some(sign) = signs.next() {
        sum += match sign {
            '\\' => {
                while signs.next_if(char::is_ascii_alphabetic).is_some() {}
                1.0
            }
            '{' | '}' | '^' | '_' | '&' | ' ' | '\n' => 0.0,
            '+' | '-' | '=' | '<' | '>' => 1.3,
            '(' | ')' | '[' | ']' | '|' | ',' | '.' | '!' => 0.45,
            _ => 0.6,
        };
    }
    sum
}

fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '’' | '‘' => 0.27,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '-' | '/' => 0.35,
        'm' | 'w' | 'M' | 'W' | '%' | '—' | '@' => 0.86,
        'A'..='Z' => 0.6,
        c if (c as u32) >= 0x2E80 => 1.0,
        c if (c as u32) >= 0x2190 => 0.8,
        _ => 0.53,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn want(least: f64, most: f64) -> Want {
        Want { least, most }
    }

    #[test]
    fn columns_get_what_they_want_where_it_fits() {
        assert_eq!(share(&[want(2.0, 5.0), want(3.0, 10.0)], 20.0), [5.0, 10.0]);
    }

    #[test]
    fn formulas_get_at_least_the_width_they_have_on_the_page() {
        for (tex, measured) in [("f + 1", 2.2), ("2f+1", 2.7), ("u(1-1/n)", 4.7), ("\\delta", 0.5)] {
            let guess = formula(tex);
            assert!((measured..=2.0 * measured).contains(&guess), "{tex}: {guess}");
        }
    }

    #[test]
    fn wide_tables_fill_the_room_and_starve_nobody() {
        let widths = share(&[want(2.0, 4.0), want(5.0, 100.0), want(5.0, 30.0)], 40.0);
        assert!((widths.iter().sum::<f64>() - 40.0).abs() < 0.1, "{widths:?}");
        assert!(widths[1] > widths[2] && widths[2] > 10.0 && widths[0] > 3.0, "{widths:?}");
    }

    #[test]
    fn crowded_tables_never_leave_the_room() {
        let widths = share(&[want(30.0, 60.0), want(30.0, 60.0)], 40.0);
        assert!((widths.iter().sum::<f64>() - 40.0).abs() < 0.01);
    }
}
