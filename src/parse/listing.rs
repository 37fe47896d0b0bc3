//! Blocks of code: info strings, lines with their places, hidden lines, tabs.
//!
//! Info strings are mdBook's (`rust,ignore`), with an attribute list behind the language
//! (```` ```python {#lst-x title="..."} ````) or instead of it (```` ```{.python #lst-x} ````, Pandoc). In
//! `rust` a line that is `#` or begins `# ` is hidden and `##` stands for `#`, as rustdoc and mdBook have it
//! (rustdoc book, "Hiding portions of the example"); `hidelines=~` in the info string hides lines that begin
//! so in any language, as in mdBook.

use std::ops::Range;

use super::attributes::{self, List, Read};
use super::context::Context;
use super::{fragment, grid};
use crate::draft::{Attrs, Block, CodeLine, Listing, Table};
use crate::problem::Problem;
use crate::span::Span;

/// Columns between tab stops.
const TAB: usize = 4;

/// A block of code while its text comes in.
#[derive(Debug, Default)]
pub(super) struct Code {
    /// Lines so far, and where they stand.
    pub lines: Vec<(String, Range<usize>)>,
    /// The last of them goes on.
    pub open: bool,
    /// Language of `<pre>`.
    pub language: Option<String>,
    /// Label of `<pre>`.
    pub attrs: Attrs,
}

impl Code {
    /// Adds text that stands at `range`; letter by letter if the lengths agree.
    pub fn add(&mut self, text: &str, range: Range<usize>) {
        let verbatim = text.len() == range.len();
        let mut at = range.start;
        for part in text.split_inclusive('\n') {
            let line = part.strip_suffix('\n').unwrap_or(part);
            let place = if verbatim { at..at + line.len() } else { range.clone() };
            match self.lines.last_mut() {
                Some((last, whole)) if self.open => {
                    last.push_str(line);
                    whole.end = whole.end.max(place.end);
                }
                _ => self.lines.push((line.to_owned(), place)),
            }
            self.open = line.len() == part.len();
            at += part.len();
        }
    }
}

/// The language and what else an info string says.
#[derive(Debug, Default)]
struct Info {
    language: Option<String>,
    flags: Vec<String>,
    list: List,
}

/// A fenced block that begins at `start`, its fence included.
pub(super) fn fenced(cx: &mut Context, code: Code, start: usize, span: Span) -> Block {
    let line = cx.source.slice(start..cx.source.text().len()).split('\n').next().unwrap_or_default();
    let fence = line.len() - line.trim_start_matches(['`', '~']).len();
    let info = info(cx, start + fence..start + line.trim_end().len().max(fence));
    listing(cx, code, info, span)
}

/// An indented block.
pub(super) fn indented(cx: &mut Context, mut code: Code, span: Span) -> Block {
    while code.lines.last().is_some_and(|(line, _)| line.trim().is_empty()) {
        code.lines.pop();
    }
    listing(cx, code, Info::default(), span)
}

/// `<pre>`: the line end behind the tag is no line (HTML, section 13.1.2.5).
pub(super) fn preformatted(cx: &mut Context, mut code: Code, span: Span) -> Block {
    if code.lines.first().is_some_and(|(line, _)| line.is_empty()) {
        code.lines.remove(0);
    }
    let list = List { attrs: std::mem::take(&mut code.attrs), ..List::default() };
    let info = Info { language: code.language.take(), list, ..Info::default() };
    listing(cx, code, info, span)
}

fn info(cx: &mut Context, range: Range<usize>) -> Info {
    let text = cx.source.slice(range.clone());
    let brace = text.find('{').map_or(range.end, |at| range.start + at);
    let words = cx.source.slice(range.start..brace).split([',', ' ', '\t']);
    let mut words = words.filter(|word| !word.is_empty()).map(str::to_owned);
    let mut info = Info { language: words.next(), flags: words.collect(), list: List::default() };
    if brace < range.end {
        match attributes::read_info(cx.source, brace) {
            Read::List(list) if list.end <= range.end => info.list = list,
            Read::List(_) | Read::Bad(_) | Read::Text => {
                let text = cx.source.slice(brace..range.end).to_owned();
                cx.report(Problem::BadAttributes { text }, brace..range.end);
            }
        }
        let rest = cx.source.slice(info.list.end.max(brace)..range.end).to_owned();
        if info.list.end > 0 {
            info.flags
                .extend(rest.split([',', ' ', '\t']).filter(|word| !word.is_empty()).map(str::to_owned));
        }
    }
    if let Some(flag) = info.flags.iter().find(|flag| flag.contains('=') && !flag.starts_with("hidelines=")) {
        let text = flag.clone();
        cx.report(Problem::BadAttributes { text }, range.clone());
    }
    if info.language.is_none() {
        let classes = &mut info.list.attrs.classes;
        let first = classes.iter().position(|class| !matches!(class.as_str(), "numbered" | "unnumbered"));
        info.language = info.list.word.take().or_else(|| first.map(|at| classes.remove(at)));
    }
    info.language = info.language.map(|language| language.to_lowercase());
    info
}

fn listing(cx: &mut Context, code: Code, info: Info, span: Span) -> Block {
    let Info { language, flags, mut list } = info;
    let own = list.attrs.clone();
    let grid = |cx: &mut Context| cx.spoken(&own, |cx| table(cx, &code));
    let drawn = if language.as_deref() == Some("table") { grid(cx) } else { None };
    let hidden = flags.iter().find_map(|flag| flag.strip_prefix("hidelines=")).map(str::to_owned);
    let shown = |(line, place): (String, Range<usize>)| {
        let line = match (language.as_deref(), hidden.as_deref()) {
            (_, Some(mark)) if !mark.is_empty() => (!line.trim_start().starts_with(mark)).then_some(line),
            (Some("rust"), _) => rust_line(line),
            (_, _) => Some(line),
        };
        line.map(|line| CodeLine { text: detabbed(line), callout: None, span: cx.source.span(place) })
    };
    let lines: Vec<CodeLine> = code.lines.into_iter().filter_map(shown).collect();
    for key in ["lines", "highlight", "hl_lines", "added", "removed"] {
        check_lines(cx, &list, key, lines.len());
    }
    let caption = list.value("caption").or(list.value("title"));
    let caption = caption.map(|(text, place)| (text.to_owned(), place));
    let caption = caption.map(|(text, place)| {
        cx.spoken(&own, |cx| fragment::inlines(cx, &text, Some(place.clone()), place))
    });
    let caption = caption.unwrap_or_default();
    if let Some(grid) = drawn {
        let grid::Grid { columns, head, rows } = grid;
        let said = |key: &str| matches!(key, "caption" | "title");
        list.attrs.items.retain(|(key, _)| !said(key));
        let attrs = list.attrs;
        return Block::Table(Table { columns, head, rows, caption, attrs, number: None, span });
    }
    let attrs = list.attrs;
    Block::Listing(Listing { language, flags, lines, attrs, caption, number: None, tagged: false, span })
}

/// The table that a fence draws; what isn't one stays a listing, and is said.
fn table(cx: &mut Context, code: &Code) -> Option<grid::Grid> {
    let blank = |line: &&(String, Range<usize>)| line.0.trim().is_empty();
    let lines = code.lines.iter().skip_while(blank).filter(|line| !blank(line));
    let lines: Vec<grid::Line> = lines.map(|(line, place)| (detabbed(line.clone()), place.clone())).collect();
    let grid = grid::read(cx, &lines);
    grid.map_err(|line| {
        let place = lines.get(line).map_or(0..0, |(_, place)| place.clone());
        cx.report(Problem::BadGrid, place);
    })
    .ok()
}

/// A line of Rust as readers see it; `None` for one that only the compiler sees.
fn rust_line(line: String) -> Option<String> {
    let body = line.trim_start();
    let Some(rest) = body.strip_prefix('#') else { return Some(line) };
    if rest.starts_with('#') {
        let indent = line.len() - body.len();
        return Some(format!("{}{rest}", line.get(..indent).unwrap_or_default()));
    }
    (!rest.is_empty() && !rest.starts_with(' ')).then_some(line)
}

fn detabbed(line: String) -> String {
    if !line.contains(['\t', '\r']) {
        return line;
    }
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for c in line.trim_end_matches('\r').chars() {
        let width = if c == '\t' { TAB - column % TAB } else { 1 };
        if c == '\t' {
            out.extend(std::iter::repeat_n(' ', width));
        } else {
            out.push(c);
        }
        column += width;
    }
    out
}

/// Checks `lines=3-9` and `highlight=4,6-7` against the lines there are.
fn check_lines(cx: &mut Context, list: &List, key: &str, count: usize) {
    let Some((value, place)) = list.value(key) else { return };
    let first: usize = list.attrs.get("startFrom").and_then(|from| from.parse().ok()).unwrap_or(1);
    let last = first.saturating_add(count).saturating_sub(1);
    let number = |text: &str| text.trim().parse::<usize>().ok().filter(|n| (first..=last).contains(n));
    let good = |part: &str| match part.split_once(['-', '–']) {
        Some((from, to)) => number(from).zip(number(to)).is_some_and(|(from, to)| from <= to),
        None => number(part).is_some(),
    };
    if !value.split([',', ' ']).filter(|part| !part.is_empty()).all(good) {
        let problem = Problem::BadLines { key: key.to_owned(), value: value.to_owned(), lines: count };
        cx.report(problem, place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rusts_hidden_lines() {
        let seen = |line: &str| rust_line(line.to_owned());
        assert_eq!(seen("# use std;"), None);
        assert_eq!(seen("    #"), None);
        assert_eq!(seen("  ## not hidden").as_deref(), Some("  # not hidden"));
        assert_eq!(seen("#[derive(Debug)]").as_deref(), Some("#[derive(Debug)]"));
        assert_eq!(seen("#!/bin/sh").as_deref(), Some("#!/bin/sh"));
        assert_eq!(seen("let a = 1; # b").as_deref(), Some("let a = 1; # b"));
    }

    #[test]
    fn tabs_go_to_their_columns() {
        assert_eq!(detabbed("\ta\tbc\td".to_owned()), "    a   bc  d");
        assert_eq!(detabbed("é\tx".to_owned()), "é   x");
    }

    #[test]
    fn text_in_pieces_makes_lines() {
        let mut code = Code::default();
        code.add("a\nb", 10..13);
        code.add("c\n", 20..22);
        code.add("\n", 22..23);
        let want = [("a".to_owned(), 10..11), ("bc".to_owned(), 12..21), (String::new(), 22..22)];
        assert_eq!(code.lines, want);
    }
}
