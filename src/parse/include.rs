//! `{{#include ...}}` and its kin, expanded before Markdown is read, as mdBook does (in code, too).
//!
//! | helper | becomes |
//! | --- | --- |
//! | `{{#include path:lines}}` | those lines, their own helpers expanded |
//! | `{{#rustdoc_include path:lines}}` | the same: mdBook hides the other lines, and a book can't unfold them |
//! | `{{#playground path}}` | a `rust` fence around the file |
//! | `{{#title ...}}` | nothing |
//! | `\{{#include ...}}` | its own text, without the backslash |
//!
//! Spaces and `>` before a helper that is alone in its line go before every line of what it brings.
//! A helper that can't be followed stays as it is, and a problem says why.

use std::sync::Arc;

use super::select::Selector;
use super::source::Source;
use crate::problem::{Diagnostic, Problem, nearest};
use crate::snapshot::{BookPath, Snapshot, Text, Unread};
use crate::span::{FileId, Span};

/// Longest text a chapter may become, bytes: files that include others twice grow without bounds.
const LONGEST: usize = 64 << 20;
/// Most includes that a chapter may follow: empty files can include each other without bounds, too.
const MOST: usize = 10_000;
/// How deep includes nest, as in mdBook.
const DEEPEST: usize = 10;

/// The text of a file with everything it includes.
pub(super) fn expand(snapshot: &Snapshot, text: &Text, problems: &mut Vec<Diagnostic>) -> Source {
    let mut expander = Expander {
        snapshot,
        problems,
        source: Source::default(),
        open: Vec::new(),
        left: MOST,
        prefix: String::new(),
    };
    expander.open.push((text.path.clone(), Selector::All));
    expander.text(text, 0, text.text.len());
    expander.source
}

/// What is wrong with a file that could not be had; where its bytes stop being UTF-8, if that is it.
pub(super) fn unread(
    snapshot: &Snapshot,
    path: &BookPath,
    id: FileId,
    reason: Unread,
) -> (Problem, Option<Span>) {
    let name = path.as_str().to_owned();
    match reason {
        Unread::Missing => {
            let beside = snapshot.beside(path);
            let file = name.rsplit('/').next().unwrap_or_default();
            let nearest = nearest(file, beside.iter().map(String::as_str));
            (Problem::MissingFile { path: name, nearest }, None)
        }
        Unread::Failed(reason) => (Problem::UnreadableFile { path: name, reason }, None),
        Unread::NotUtf8 { valid } => {
            let at = decoded_offset(snapshot, path, valid);
            (Problem::NotUtf8 { path: name }, Some(Span::new(id, at, at + '\u{fffd}'.len_utf8())))
        }
    }
}

/// Where a byte of a file stands in its text, which has no byte order mark and no `\r\n`.
fn decoded_offset(snapshot: &Snapshot, path: &BookPath, at: usize) -> usize {
    let Ok(bytes) = snapshot.bytes(path) else { return 0 };
    let head = bytes.get(..at).unwrap_or_default();
    let mark = if head.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
    let returns = head.windows(2).filter(|pair| pair == b"\r\n").count();
    at.saturating_sub(mark + returns)
}

struct Expander<'a> {
    snapshot: &'a Snapshot,
    problems: &'a mut Vec<Diagnostic>,
    source: Source,
    /// The files we are in, and what of them.
    open: Vec<(BookPath, Selector)>,
    /// How many more includes may be followed; 0 stops them all.
    left: usize,
    /// What stands before each line of what is included: the spaces and `>` before the helper.
    prefix: String,
}

/// A helper, taken apart.
struct Helper<'a> {
    name: &'a str,
    target: &'a str,
    /// One past its `}}`.
    end: usize,
}

impl Expander<'_> {
    /// Adds the bytes `start..end` of a file, with its helpers expanded.
    fn text(&mut self, text: &Text, start: usize, end: usize) {
        let mut from = start;
        let mut look = start;
        while let Some(at) = text.text.get(look..end).and_then(|rest| rest.find("{{")).map(|at| look + at) {
            let Some(helper) = helper(&text.text, at, end) else {
                look = at + 2;
                continue;
            };
            look = helper.end;
            if text.text.get(..at).is_some_and(|head| head.ends_with('\\')) {
                self.copy(text, from, at - 1);
                from = at;
                continue;
            }
            let span = Span::new(text.file, at, helper.end);
            let before = from;
            from = helper.end;
            match helper.name {
                "title" => self.copy(text, before, at),
                "include" | "rustdoc_include" | "playground" | "playpen" => {
                    self.copy(text, before, at);
                    if !self.include(text, &helper, span) {
                        self.copy(text, at, helper.end);
                    }
                }
                // Handlebars, which chapters may be about.
                "if" | "each" | "unless" | "with" => from = before,
                name => {
                    self.problems.push(Problem::UnknownHelper { name: name.to_owned() }.at(span));
                    from = before;
                }
            }
        }
        self.copy(text, from, end);
    }

    fn copy(&mut self, text: &Text, start: usize, end: usize) {
        let slice = text.text.get(start..end).unwrap_or_default();
        if self.prefix.is_empty() {
            return self.source.push(slice, text.file, start, self.problems);
        }
        let mut at = start;
        for line in slice.split_inclusive('\n') {
            self.source.push(line, text.file, at, self.problems);
            at += line.len();
            if line.ends_with('\n') {
                self.source.push_as(&self.prefix, Span::new(text.file, at, at));
            }
        }
    }

    /// Adds what a helper names; `false` where it can't be had.
    fn include(&mut self, from: &Text, helper: &Helper, span: Span) -> bool {
        let target = helper.target.split_whitespace().next().unwrap_or_default();
        let (name, lines) = target.split_once(':').unwrap_or((target, ""));
        let selector = Selector::new(lines);
        let Ok(path) = from.path.beside(name) else {
            self.problems.push(Problem::OutsidePath { path: name.to_owned() }.at(span));
            return false;
        };
        let step = (path.clone(), selector.clone());
        if self.open.contains(&step) || self.open.len() > DEEPEST {
            self.problems.push(Problem::CyclicInclude { path: path.to_string() }.at(span));
            return false;
        }
        if self.left == 0 {
            return false;
        }
        let Some(text) = self.read(&path, span) else { return false };
        let wanted = match selector.lines(path.as_str(), &text.text, helper.name == "rustdoc_include") {
            Ok(wanted) => wanted,
            Err(problem) => {
                self.problems.push(problem.at(span));
                return false;
            }
        };
        self.left -= 1;
        if self.left == 0 || self.source.text().len() + text.text.len() > LONGEST {
            self.left = 0;
            let problem = Problem::TooLarge { path: path.to_string(), limit: LONGEST >> 20 };
            self.problems.push(problem.at(span));
            return false;
        }
        let outer = self.prefix.len();
        self.prefix.push_str(prefix(&from.text, span));
        let fenced = helper.name.starts_with("play");
        let fence = if fenced { opening_fence(helper.target) + &self.prefix } else { String::new() };
        self.source.push_as(&fence, span);
        self.open.push(step);
        let last = wanted.len().saturating_sub(1);
        for (nth, range) in wanted.into_iter().enumerate() {
            let ends = nth == last && text.text.get(..range.end).is_some_and(|head| head.ends_with('\n'));
            self.text(&text, range.start, if ends { range.end - 1 } else { range.end });
        }
        self.open.pop();
        let fence = if fenced { format!("\n{}```\n", self.prefix) } else { String::new() };
        self.source.push_as(&fence, span);
        self.prefix.truncate(outer);
        true
    }

    fn read(&mut self, path: &BookPath, span: Span) -> Option<Arc<Text>> {
        match self.snapshot.text(path) {
            Ok(text) => Some(text),
            Err((id, reason)) => {
                let (problem, place) = unread(self.snapshot, path, id, reason);
                let readable = place.is_some();
                let problem = match place {
                    Some(place) => problem.at(place).and(span, "included here"),
                    None => problem.at(span),
                };
                self.problems.push(problem);
                readable.then(|| self.snapshot.file(id))
            }
        }
    }
}

/// What stands before a helper that has its line to itself. mdBook leaves it to the first line alone, which
/// breaks quotations and lists (its issue 1127).
fn prefix(text: &str, helper: Span) -> &str {
    let head = text.get(..helper.start as usize).unwrap_or_default();
    let start = head.rfind('\n').map_or(0, |at| at + 1);
    let tail = text.get(helper.end as usize..).and_then(|tail| tail.split('\n').next()).unwrap_or_default();
    let before = head.get(start..).unwrap_or_default();
    let alone = before.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>')) && tail.trim().is_empty();
    if alone { before } else { "" }
}

/// The first line of the fence that `{{#playground path editable}}` stands for.
fn opening_fence(target: &str) -> String {
    let properties = target.split_whitespace().skip(1);
    let info: String = properties.flat_map(|property| [",", property]).collect();
    format!("```rust{info}\n")
}

/// The helper at an offset: `{{#name target}}`.
fn helper(text: &str, at: usize, end: usize) -> Option<Helper<'_>> {
    let rest = text.get(at + 2..end)?;
    let inner = rest.trim_start().strip_prefix('#')?;
    let length = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let (name, after) = inner.split_at_checked(length)?;
    let close = after.find('}')?;
    let (target, tail) = after.split_at_checked(close)?;
    let named = !name.is_empty() && target.starts_with(char::is_whitespace) && !target.trim().is_empty();
    let end = end - tail.len() + 2;
    (named && tail.starts_with("}}")).then_some(Helper { name, target: target.trim(), end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::Memory;

    fn expanded(files: &[(&str, &str)]) -> (Source, Vec<Diagnostic>, Snapshot) {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let snapshot = Snapshot::new(Box::new(Memory(files.collect())), 0);
        let path = BookPath::new("src/a.md").expect("inside");
        let text = snapshot.text(&path).expect("readable");
        let mut problems = Vec::new();
        let source = expand(&snapshot, &text, &mut problems);
        (source, problems, snapshot)
    }

    fn codes(problems: &[Diagnostic]) -> Vec<&str> {
        problems.iter().map(|it| it.problem.code()).collect()
    }

    #[test]
    fn lines_of_another_file_keep_their_place() {
        let rs = "fn a() {}\n// ANCHOR: b\nfn b() {}\n// ANCHOR_END: b\n";
        let (source, problems, snapshot) =
            expanded(&[("src/a.md", "```\n{{#include ../code.rs:b}}\n```\n"), ("code.rs", rs)]);
        assert_eq!(source.text(), "```\nfn b() {}\n```\n");
        assert_eq!(codes(&problems), [""; 0]);
        let span = source.span(4..13);
        let file = snapshot.file(span.file);
        assert_eq!(file.path.as_str(), "code.rs");
        assert_eq!(&file.text[span.start as usize..span.end as usize], "fn b() {}");
    }

    #[test]
    fn helpers_in_included_text_are_followed_from_their_own_folder() {
        let (source, problems, _) = expanded(&[
            ("src/a.md", "1 {{#include in/b.md}} 4"),
            ("src/in/b.md", "2 {{#include c.md}}\n"),
            ("src/in/c.md", "3\n"),
        ]);
        assert_eq!(source.text(), "1 2 3 4");
        assert_eq!(codes(&problems), [""; 0]);
    }

    #[test]
    fn quotations_and_lists_hold_what_they_include() {
        let text = "> {{#include b}}\n- x\n\n  {{#include b}}\nend {{#include b}}";
        let (source, _, _) = expanded(&[("src/a.md", text), ("src/b", "1\n2\n")]);
        assert_eq!(source.text(), "> 1\n> 2\n- x\n\n  1\n  2\nend 1\n2");
    }

    #[test]
    fn escapes_titles_and_playgrounds() {
        let text = "\\{{#include x}} {{#title T}}b\n\n{{#playground p.rs editable}}\n{{#if x}}";
        let (source, problems, _) = expanded(&[("src/a.md", text), ("src/p.rs", "fn p() {}\n")]);
        let want = "{{#include x}} b\n\n```rust,editable\nfn p() {}\n```\n\n{{#if x}}";
        assert_eq!(source.text(), want);
        assert_eq!(codes(&problems), [""; 0]);
    }

    #[test]
    fn what_cannot_be_followed_stays_and_is_said() {
        let text = "{{#include a.md}}{{#include ../../x}}{{#include nx.md}}{{#include b.md:7}}{{#inclued b}}";
        let (source, problems, _) = expanded(&[("src/a.md", text), ("src/b.md", "b\n"), ("src/n.md", "n")]);
        assert_eq!(source.text(), text);
        let want = ["cyclic-include", "outside-path", "missing-file", "bad-include-range", "unknown-helper"];
        assert_eq!(codes(&problems), want);
        assert_eq!(problems[1].at.start, 17);
        assert!(matches!(&problems[2].problem,
            Problem::MissingFile { nearest: Some(near), .. } if near == "n.md"));
    }

    #[test]
    fn growth_is_bounded() {
        let twelve = |next: &str| format!("{{{{#include {next}.md}}}}").repeat(12);
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        for last in ["", "some text"] {
            let text = |at: usize| names.get(at + 1).map_or(last.repeat(1000), |next| twelve(next));
            let files: Vec<(String, String)> =
                names.iter().enumerate().map(|(at, name)| (format!("src/{name}.md"), text(at))).collect();
            let files: Vec<(&str, &str)> =
                files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            let (source, problems, _) = expanded(&files);
            assert!(source.text().len() <= LONGEST);
            assert_eq!(codes(&problems), ["too-large"]);
        }
    }
}
