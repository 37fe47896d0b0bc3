//! `{#label .class key=value}`: attribute lists, as in Pandoc ("Extension: attributes" in its manual).
//!
//! One grammar for all places: headings, pictures, fences, spans, links, code, captions, formulas, boxes.
//! `-` is `.unnumbered`; the bare words `numbered` and `unnumbered` are classes; values stand bare or in
//! `"` or `'`, with `\` before a quote inside. Whatever else stands in braces is text.

use std::ops::Range;

use super::source::Source;
use crate::draft::Attrs;
use crate::problem::{Diagnostic, Problem};

/// Longest list we look for the end of, bytes: `{a="` without an end shall cost nothing.
const LONGEST: usize = 4096;

/// An attribute list.
#[derive(Debug, Clone, Default)]
pub(super) struct List {
    /// What it says.
    pub attrs: Attrs,
    /// Where each value of `attrs.pairs` stands, without its quotes.
    pub values: Vec<Range<usize>>,
    /// A first bare word: the language of a fence in Quarto's notation (`{python}`).
    pub word: Option<String>,
    /// Where the list begins.
    pub start: usize,
    /// One past its `}`.
    pub end: usize,
}

/// What stands at a `{`.
pub(super) enum Read {
    /// An attribute list.
    List(List),
    /// Something that was meant as one.
    Bad(Range<usize>),
    /// Text.
    Text,
}

/// Reads the attribute list that begins at an offset.
pub(super) fn read(source: &Source, at: usize) -> Read {
    read_list(source, at, false)
}

/// Reads the attribute list of a fence, which may begin with a bare word for its language.
pub(super) fn read_info(source: &Source, at: usize) -> Read {
    read_list(source, at, true)
}

/// The list that begins at an offset, if one does; one that was meant and isn't is said.
pub(super) fn at(source: &Source, at: usize, problems: &mut Vec<Diagnostic>) -> Option<List> {
    match read(source, at) {
        Read::List(list) => Some(list),
        Read::Bad(range) => {
            let text = source.slice(range.clone()).to_owned();
            problems.push(Problem::BadAttributes { text }.at(source.span(range)));
            None
        }
        Read::Text => None,
    }
}

impl List {
    /// The value of a key with its place.
    pub fn value(&self, key: &str) -> Option<(&str, Range<usize>)> {
        let mut pairs = self.attrs.pairs.iter().zip(&self.values);
        pairs.find(|((name, _), _)| name == key).map(|((_, value), range)| (value.as_str(), range.clone()))
    }
}

fn read_list(source: &Source, at: usize, bare_word: bool) -> Read {
    let limit = floor(source.text(), at.saturating_add(LONGEST));
    let text = source.text().get(..limit).unwrap_or_default();
    if text.as_bytes().get(at) != Some(&b'{') {
        return Read::Text;
    }
    let mut reader =
        Reader { source, text, at: at + 1, list: List { start: at, ..List::default() }, bare_word };
    match reader.items() {
        Some(end) => {
            reader.list.end = end;
            Read::List(reader.list)
        }
        None if is_meant(text.get(at + 1..).unwrap_or_default()) => {
            let rest = text.get(at..).unwrap_or_default();
            let line = rest.split('\n').next().unwrap_or_default();
            let end = at + line.find('}').map_or(line.trim_end().len(), |close| close + 1);
            Read::Bad(at..end)
        }
        None => Read::Text,
    }
}

/// Whether what follows a `{` looks like attributes: `#x`, `.x`, `x=`.
fn is_meant(rest: &str) -> bool {
    let rest = rest.trim_start();
    let named = |rest: &str| rest.starts_with(|c: char| c.is_alphabetic());
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(rest.len());
    let key =
        word > 0 && rest.get(word..).is_some_and(|rest| rest.starts_with("=\"") || rest.starts_with("='"));
    key || rest.strip_prefix(['#', '.']).is_some_and(named)
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

struct Reader<'a> {
    source: &'a Source,
    text: &'a str,
    at: usize,
    list: List,
    bare_word: bool,
}

impl Reader<'_> {
    /// Reads items up to the `}`; the offset behind it.
    fn items(&mut self) -> Option<usize> {
        loop {
            let spaced = self.spaces()?;
            let first = self.list.start + 1 == self.at || spaced;
            let rest = self.text.get(self.at..)?;
            if rest.starts_with('}') {
                return self.is_something().then_some(self.at + 1);
            }
            if !first {
                return None;
            }
            self.item(rest)?;
        }
    }

    fn item(&mut self, rest: &str) -> Option<()> {
        let start = self.at;
        if let Some(label) = rest.strip_prefix('#') {
            let name = word(label)?;
            self.at += 1 + name.len();
            let place = self.source.span(start + 1..self.at);
            self.list.attrs.label.get_or_insert((name.to_owned(), place));
            self.note(format!("#{name}"), start);
        } else if let Some(class) = rest.strip_prefix('.') {
            let name = word(class)?;
            self.at += 1 + name.len();
            self.list.attrs.classes.push(name.to_owned());
            self.note(format!(".{name}"), start);
        } else if rest.starts_with("-}") || rest.starts_with("- ") {
            self.at += 1;
            self.list.attrs.classes.push("unnumbered".to_owned());
            self.note(".unnumbered".to_owned(), start);
        } else {
            let key = word(rest)?;
            self.at += key.len();
            match self.text.get(self.at..)?.strip_prefix('=') {
                Some(value) => {
                    self.at += 1;
                    self.value(key, value)?;
                    self.note(key.to_owned(), start);
                }
                None => self.bare(key, start)?,
            }
        }
        Some(())
    }

    fn bare(&mut self, name: &str, start: usize) -> Option<()> {
        if matches!(name, "numbered" | "unnumbered") {
            self.list.attrs.classes.push(name.to_owned());
            self.note(format!(".{name}"), start);
            return Some(());
        }
        let first = self.text.get(self.list.start + 1..start)?.trim().is_empty();
        (self.bare_word && first).then(|| self.list.word = Some(name.to_owned()))
    }

    /// Remembers where an item stands that has just been read.
    fn note(&mut self, name: String, start: usize) {
        let place = self.source.span(start..self.at);
        self.list.attrs.items.push((name, place));
    }

    fn value(&mut self, key: &str, rest: &str) -> Option<()> {
        let (value, range, length) = match rest.chars().next()? {
            quote @ ('"' | '\'') => quoted(rest, quote)?,
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || c == '}')?;
                (rest.get(..end)?.to_owned(), 0..end, end)
            }
        };
        self.list.values.push(self.at + range.start..self.at + range.end);
        self.list.attrs.pairs.push((key.to_owned(), value));
        self.at += length;
        Some(())
    }

    /// Skips spaces and one line end (with the mark of a quotation); whether there were any.
    fn spaces(&mut self) -> Option<bool> {
        let rest = self.text.get(self.at..)?;
        let length = rest.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n')).count();
        let mut total = length;
        let gap = rest.get(..length)?;
        if gap.contains('\n') {
            total += rest.get(length..)?.bytes().take_while(|byte| matches!(byte, b'>' | b' ')).count();
        }
        self.at += total;
        (gap.matches('\n').count() < 2).then_some(total > 0)
    }

    fn is_something(&self) -> bool {
        let List { attrs, word, .. } = &self.list;
        attrs.label.is_some() || !attrs.classes.is_empty() || !attrs.pairs.is_empty() || word.is_some()
    }
}

/// A name: letters, digits and `-_:./+` after a letter, digit or `_`.
fn word(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphanumeric() && !"-_:./+".contains(c)).unwrap_or(text.len());
    text.get(..end).filter(|name| name.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// A quoted value, the range of what is between the quotes, and the length with them.
fn quoted(rest: &str, quote: char) -> Option<(String, Range<usize>, usize)> {
    let mut value = String::new();
    let mut escaped = false;
    let mut last = ' ';
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => {
                if c != quote && c != '\\' {
                    value.push('\\');
                }
                value.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '\n' if last == '\n' => return None,
            '\n' => value.push(' '),
            c if c == quote => return Some((value, 1..at, at + 1)),
            c => value.push(c),
        }
        last = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{FileId, Span};

    fn source(text: &str) -> Source {
        let mut source = Source::default();
        source.push(text, FileId(0), 0, &mut Vec::new());
        source
    }

    fn list(text: &str) -> List {
        match read(&source(text), 0) {
            Read::List(list) => list,
            Read::Bad(range) => panic!("bad: {range:?}"),
            Read::Text => panic!("text"),
        }
    }

    #[test]
    fn all_kinds_of_items() {
        let text = "{#fig-a .b .c-d width=80% alt=\"a \\\"b\\\"\" t='x y' numbered} rest";
        let list = list(text);
        assert_eq!(list.attrs.label, Some(("fig-a".into(), Span::new(FileId(0), 2, 7))));
        assert_eq!(list.attrs.classes, ["b", "c-d", "numbered"]);
        assert_eq!(list.attrs.get("width"), Some("80%"));
        assert_eq!(list.attrs.get("alt"), Some("a \"b\""));
        assert_eq!(list.attrs.get("t"), Some("x y"));
        assert_eq!(&text[list.values[2].clone()], "x y");
        assert_eq!(&text[list.end..], " rest");
        assert_eq!(super::tests::list("{-}").attrs.classes, ["unnumbered"]);
        assert_eq!(super::tests::list("{ #a:b\n .c }").attrs.classes, ["c"]);
    }

    #[test]
    fn braces_that_are_text() {
        for text in ["{}", "{n}", "{x: 1}", "{a b}", "{ }", "{..}", "{#}", "{#if", "{-x}"] {
            assert!(!matches!(read(&source(text), 0), Read::List(_)), "{text}");
        }
        for text in ["{#a b}", "{.a,.b}", "{alt=\"x}", "{#a\n\n.b}"] {
            assert!(matches!(read(&source(text), 0), Read::Bad(_)), "{text}");
        }
    }

    #[test]
    fn fences_may_name_their_language_first() {
        let source = source("{mermaid #fig-a}");
        assert!(
            matches!(read_info(&source, 0), Read::List(List { word: Some(word), .. }) if word == "mermaid")
        );
        assert!(matches!(read(&source, 0), Read::Text));
    }
}
