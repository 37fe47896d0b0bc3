//! Which lines of a file an include asks for.
//!
//! The forms are mdBook's ("Including files" in its guide): `path:2`, `path:2:10`, `path:2:`, `path::10`
//! and `path:anchor`, with `ANCHOR: name` and `ANCHOR_END: name` somewhere in lines of the file.
//! What comes out are ranges of bytes of whole lines, without those lines, the last without its line end.

use std::ops::Range;

use crate::problem::{Problem, nearest};

/// What follows the path in an include.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Selector {
    /// Nothing: the whole file.
    All,
    /// Lines, counted from 0; the end is exclusive.
    Lines(usize, Option<usize>),
    /// A named region.
    Anchor(String),
}

/// The words between `ANCHOR:` and the end of a line.
const OPENS: &str = "ANCHOR:";
const CLOSES: &str = "ANCHOR_END:";

impl Selector {
    /// Reads `2`, `2:10`, `2:`, `:10` or a name.
    pub fn new(text: &str) -> Self {
        let mut parts = text.splitn(3, ':');
        let first = parts.next().unwrap_or_default();
        let second = parts.next();
        let end = second.and_then(|part| part.trim().parse::<usize>().ok());
        match (first.trim(), first.trim().parse::<usize>()) {
            ("", _) if end.is_none() => Self::All,
            ("", _) => Self::Lines(0, end),
            (_, Ok(start)) => {
                let end = if second.is_none() { Some(start) } else { end };
                Self::Lines(start.saturating_sub(1), end)
            }
            (name, Err(_)) => Self::Anchor(name.to_owned()),
        }
    }

    /// The lines of `text` that are meant. `every` takes all regions of a name, not the first alone
    /// (as `rustdoc_include` does).
    ///
    /// # Errors
    /// An anchor that isn't there, a range that is empty or past the end.
    pub fn lines(&self, path: &str, text: &str, every: bool) -> Result<Vec<Range<usize>>, Problem> {
        match self {
            Self::All => Ok(joined(rows(text).filter(|(_, line)| !is_mark(line)).map(|(at, _)| at))),
            Self::Lines(start, end) => {
                let count = text.lines().count();
                let end = end.unwrap_or(count.max(*start + 1));
                if *start >= count || end <= *start {
                    let range = format!("{}:{end}", start + 1);
                    return Err(Problem::BadIncludeRange { range, lines: count });
                }
                let wanted = rows(text).skip(*start).take(end - start);
                Ok(joined(wanted.filter(|(_, line)| !is_mark(line)).map(|(at, _)| at)))
            }
            Self::Anchor(name) => region(path, text, name, every),
        }
    }
}

fn region(path: &str, text: &str, name: &str, every: bool) -> Result<Vec<Range<usize>>, Problem> {
    let mut inside = false;
    let mut found = false;
    let mut kept = Vec::new();
    for (at, line) in rows(text) {
        match (mark(line, OPENS), mark(line, CLOSES)) {
            (Some(opened), _) if opened == name && (every || !found) => (inside, found) = (true, true),
            (_, Some(closed)) if closed == name => inside = false,
            (None, None) if inside => kept.push(at),
            _ => {}
        }
    }
    if found {
        return Ok(joined(kept.into_iter()));
    }
    let known = rows(text).filter_map(|(_, line)| mark(line, OPENS));
    let nearest = nearest(name, known);
    Err(Problem::UnknownIncludeAnchor { path: path.to_owned(), anchor: name.to_owned(), nearest })
}

/// Lines with their ranges, line ends included in the ranges alone.
fn rows(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = at..at + line.len();
        at = range.end;
        (range, line)
    })
}

/// Neighbouring lines in one range; the last loses its line end, as mdBook joins lines with `\n`.
fn joined(lines: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for line in lines {
        match out.last_mut() {
            Some(last) if last.end == line.start => last.end = line.end,
            _ => out.push(line),
        }
    }
    out
}

fn is_mark(line: &str) -> bool {
    mark(line, OPENS).is_some() || mark(line, CLOSES).is_some()
}

/// The name behind `ANCHOR:` or `ANCHOR_END:`, if the line has one.
fn mark<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(word)?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
    rest.get(..end).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str =
        "one\n// ANCHOR: a\ntwo\n// ANCHOR: b\nthree\n// ANCHOR_END: a\nfour\n// ANCHOR_END: b\n";

    fn pick(selector: &str, text: &str) -> String {
        let ranges = Selector::new(selector).lines("f", text, false).expect("some lines");
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn mdbooks_forms() {
        assert_eq!(Selector::new(""), Selector::All);
        assert_eq!(Selector::new("2"), Selector::Lines(1, Some(2)));
        assert_eq!(Selector::new("2:4"), Selector::Lines(1, Some(4)));
        assert_eq!(Selector::new("2:"), Selector::Lines(1, None));
        assert_eq!(Selector::new(":4"), Selector::Lines(0, Some(4)));
        assert_eq!(Selector::new("a-b"), Selector::Anchor("a-b".into()));
    }

    #[test]
    fn regions_may_overlap_and_their_marks_never_show() {
        assert_eq!(pick("a", FILE), "two\nthree\n");
        assert_eq!(pick("b", FILE), "three\nfour\n");
        assert_eq!(pick("", FILE), "one\ntwo\nthree\nfour\n");
    }

    #[test]
    fn what_is_not_there_is_said() {
        let anchor = Selector::new("fuor").lines("f", "// ANCHOR: four\n", false);
        let nearest = Some("four".to_owned());
        assert_eq!(
            anchor,
            Err(Problem::UnknownIncludeAnchor { path: "f".into(), anchor: "fuor".into(), nearest })
        );
        let range = |text: &str| Err(Problem::BadIncludeRange { range: text.into(), lines: 3 });
        assert_eq!(Selector::new("9:12").lines("f", "a\nb\nc\n", false), range("9:12"));
        assert_eq!(Selector::new("3:2").lines("f", "a\nb\nc\n", false), range("3:2"));
    }
}
