//! `[see @lamport1978, p. 3; -@flp1985]`, `@lamport1978 [p. 3]`: Pandoc's citations ("Extension: citations").
//!
//! Read only in books that have a bibliography, and only where [`super::reference`] found no
//! cross-reference: a key that begins like a label (`fig-`, `sec-`) is one. A key begins with a letter, a
//! digit or `_`, and holds punctuation only between such characters, so a full stop behind it is the
//! sentence's.

use std::ops::Range;

use super::context::Context;
use super::fragment;
use super::reference;
use super::source::Source;
use crate::draft::{Cite, CiteItem, Inline, Locator};
use crate::span::Span;

/// Words that name a part of a work, and the part's name in CSL (CSL 1.0.2, "Locators").
const PARTS: [(&str, &[&str]); 15] = [
    ("page", &["p.", "pp.", "p", "pp", "page", "pages"]),
    ("chapter", &["chap.", "chaps.", "ch.", "chapter", "chapters"]),
    ("section", &["sec.", "secs.", "sect.", "§", "§§", "section", "sections"]),
    ("volume", &["vol.", "vols.", "volume", "volumes"]),
    ("figure", &["fig.", "figs.", "figure", "figures"]),
    ("table", &["tab.", "tabs.", "table", "tables"]),
    ("line", &["l.", "ll.", "line", "lines"]),
    ("note", &["n.", "nn.", "note", "notes"]),
    ("issue", &["no.", "nos.", "number", "numbers"]),
    ("folio", &["fol.", "fols.", "folio", "folios"]),
    ("column", &["col.", "cols.", "column", "columns"]),
    ("paragraph", &["para.", "paras.", "¶", "¶¶", "paragraph", "paragraphs"]),
    ("part", &["pt.", "pts.", "part", "parts"]),
    ("book", &["bk.", "bks.", "book", "books"]),
    ("verse", &["v.", "vv.", "verse", "verses"]),
];

/// The citation that a bracket holds; `inside` is what stands between its brackets.
///
/// `None` where one of its parts names no work: then the bracket is text.
pub(super) fn bracket(cx: &mut Context, inside: Range<usize>) -> Option<Cite> {
    let whole = inside.start.saturating_sub(1)..inside.end + 1;
    let items = items(cx, inside, &whole)?;
    Some(cite(cx.source, items, false, whole))
}

/// The citation in running text whose `@` is at an offset, with the `[p. 3]` behind it, and one past its end.
pub(super) fn bare(cx: &mut Context, at: usize, end: usize) -> Option<(Cite, usize)> {
    let source = cx.source;
    if source.before(at).is_some_and(reference::joins) {
        return None;
    }
    let key = name(source.slice(at + 1..end))?;
    let stop = at + 1 + key.len();
    let mut item = CiteItem::new(key, source.span(at..stop));
    let mut narrative = stop;
    if let Some(inside) = bracket_behind(source, stop, end) {
        narrative = inside.end + 1;
        let rest = unwrapped(source.slice(inside.clone()));
        (item.locator, item.suffix) = rest_of(cx, &format!(", {}", rest.trim()), &inside);
    }
    Some((cite(source, vec![item], true, at..narrative), narrative))
}

fn cite(source: &Source, items: Vec<CiteItem>, narrative: bool, whole: Range<usize>) -> Cite {
    let text = unwrapped(source.slice(whole.clone()));
    Cite { items, narrative, text, key: 0, span: source.span(whole) }
}

/// ` [p. 3]` behind a key: what stands between its brackets. Notes and further citations stand on their own.
fn bracket_behind(source: &Source, at: usize, end: usize) -> Option<Range<usize>> {
    let rest = source.slice(at..end);
    let body = rest.strip_prefix(' ').unwrap_or(rest);
    let start = at + (rest.len() - body.len()) + 1;
    let body = body.strip_prefix('[')?;
    let close = body.find([']', '['])?;
    let inside = body.get(..close)?;
    let behind = body.get(close..)?.strip_prefix(']')?;
    let other = inside.starts_with('^') || inside.contains(['@', ';']) || inside.trim().is_empty();
    (!other && !behind.starts_with(['(', '{', '['])).then_some(start..start + close)
}

fn items(cx: &mut Context, inside: Range<usize>, whole: &Range<usize>) -> Option<Vec<CiteItem>> {
    let source = cx.source;
    let mut at = inside.start;
    let mut found = Vec::new();
    for part in source.slice(inside).split(';') {
        found.push(split(source, part, at, cx)?);
        at += part.len() + 1;
    }
    let item = |(prefix, suppress, key, span, rest): Parts| {
        let mut item = CiteItem::new(&key, span);
        item.suppress = suppress;
        item.prefix = prefix_of(cx, &prefix, whole);
        (item.locator, item.suffix) = rest_of(cx, &rest, whole);
        item
    };
    Some(found.into_iter().map(item).collect())
}

/// What stands before the key, whether the author is left out, the key, its place, what stands behind it.
type Parts = (String, bool, String, Span, String);

fn split(source: &Source, part: &str, at: usize, cx: &Context) -> Option<Parts> {
    let free = |before: &str| !before.chars().next_back().is_some_and(reference::joins);
    let (sign, key) = part.match_indices('@').find_map(|(sign, _)| {
        let key = name(part.get(sign + 1..)?)?;
        free(part.get(..sign)?).then_some((sign, key))
    })?;
    if cx.prefixes.begin(key) {
        return None;
    }
    let before = part.get(..sign)?;
    let (before, suppress) = before.strip_suffix('-').map_or((before, false), |before| (before, true));
    let span = source.span(at + sign - usize::from(suppress)..at + sign + 1 + key.len());
    let rest = part.get(sign + 1 + key.len()..)?;
    Some((unwrapped(before), suppress, key.to_owned(), span, unwrapped(rest)))
}

fn prefix_of(cx: &mut Context, text: &str, whole: &Range<usize>) -> Vec<Inline> {
    let mut out = fragment::inlines(cx, text, None, whole.clone());
    if !out.is_empty() && text.ends_with(char::is_whitespace) {
        out.push(Inline::Text(" ".to_owned(), cx.source.span(whole.clone())));
    }
    out
}

/// What stands behind a key: a place in the work, and the rest with the comma or space before it.
fn rest_of(cx: &mut Context, text: &str, whole: &Range<usize>) -> (Option<Locator>, Vec<Inline>) {
    let (locator, rest) = locator(text);
    let rest = rest.trim_end();
    let body = rest.trim_start_matches([',', ' ']);
    if body.is_empty() {
        return (locator, Vec::new());
    }
    let lead = if rest.trim_start().starts_with(',') { ", " } else { " " };
    let lead = if body.starts_with(['.', ':', ')']) { "" } else { lead };
    let mut out = vec![Inline::Text(lead.to_owned(), cx.source.span(whole.clone()))];
    out.extend(fragment::inlines(cx, body, None, whole.clone()));
    (locator, out)
}

/// The place in a work that a text begins with (`, pp. 33-35, 40`), and what follows it.
fn locator(text: &str) -> (Option<Locator>, &str) {
    let body = text.trim_start().trim_start_matches(',').trim_start();
    let end = body.find(|c: char| c.is_whitespace() || c.is_ascii_digit()).unwrap_or(body.len());
    let (word, after) = body.split_at_checked(end).unwrap_or((body, ""));
    let known = |(_, words): &&(&str, &[&str])| words.contains(&word.to_lowercase().as_str());
    let part = PARTS.iter().find(known).map(|(part, _)| *part);
    let (part, after) = match part {
        Some(part) => (part, after.trim_start()),
        None => ("page", body),
    };
    let value = value(after, part == "page" && after.len() == body.len());
    if value.is_empty() {
        return (None, text);
    }
    let rest = after.get(value.len()..).unwrap_or_default();
    (Some(Locator { part: part.to_owned(), value: value.replace("--", "–").replace('-', "–") }), rest)
}

/// The numbers that a text begins with: `3`, `33-35, 38-39`, `iv–xii`. Without a word before them they
/// must be digits: "c" would be a hundred.
fn value(text: &str, digits: bool) -> &str {
    let numeral = |word: &str| {
        let word = word.trim_end_matches(',');
        let roman = |c: char| "ivxlcdmIVXLCDM-–".contains(c);
        word.contains(|c: char| c.is_ascii_digit()) || (!digits && !word.is_empty() && word.chars().all(roman))
    };
    let mut end = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        if !numeral(word.trim_end()) {
            break;
        }
        end += word.len();
    }
    text.get(..end).unwrap_or_default().trim_end().trim_end_matches([',', '.'])
}

/// The key that a text begins with.
fn name(text: &str) -> Option<&str> {
    let solid = |c: char| c.is_alphanumeric() || c == '_';
    let mut end = 0;
    let mut marks = 0;
    for (at, c) in text.char_indices() {
        if solid(c) {
            (end, marks) = (at + c.len_utf8(), 0);
        } else if ":.#$%&-+?<>~/".contains(c) && at > 0 && marks == 0 {
            marks = 1;
        } else {
            break;
        }
    }
    text.get(..end).filter(|key| !key.is_empty())
}

/// On one line, without the marks of a quotation or list that its lines begin with.
fn unwrapped(text: &str) -> String {
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |all, line| format!("{} {}", all.trim_end(), line.trim_start_matches([' ', '\t', '>'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_end_before_the_sentences_punctuation() {
        assert_eq!(name("lamport1978."), Some("lamport1978"));
        assert_eq!(name("doe:99--x"), Some("doe:99"));
        assert_eq!(name("DBLP:conf/osdi/Burrows06, p. 3"), Some("DBLP:conf/osdi/Burrows06"));
        assert_eq!(name("müller_1999]"), Some("müller_1999"));
        assert_eq!(name("-x"), None);
    }

    #[test]
    fn places_in_works() {
        let read = |text: &str| {
            let (locator, rest) = locator(text);
            (locator.map(|it| format!("{} {}", it.part, it.value)).unwrap_or_default(), rest.to_owned())
        };
        assert_eq!(read(", p. 3"), ("page 3".into(), String::new()));
        assert_eq!(read(", pp. 33-35, 38--39 and more"), ("page 33–35, 38–39".into(), " and more".into()));
        assert_eq!(read(", chap. iv, on time"), ("chapter iv".into(), ", on time".into()));
        assert_eq!(read(" §2.1"), ("section 2.1".into(), String::new()));
        assert_eq!(read(", 12"), ("page 12".into(), String::new()));
        assert_eq!(read(", emphasis added"), (String::new(), ", emphasis added".into()));
        assert_eq!(read(", c in print"), (String::new(), ", c in print".into()));
        assert_eq!(read(""), (String::new(), String::new()));
    }

    #[test]
    fn lines_are_joined() {
        assert_eq!(unwrapped("see\n  > @a"), "see @a");
    }
}
