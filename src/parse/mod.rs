//! Markdown -> draft, a chapter at a time, never failing.
//!
//! In comes a file of the book; out comes its [`draft::Chapter`], whatever is in the file, and every
//! problem with its place. The steps, a file each:
//!
//! 1. `include` expands `{{#include ...}}` (`select` finds the lines) into a `source` that knows where
//!    each stretch of text came from.
//! 2. `mask` hides what the Markdown parser would misread.
//! 3. `events` reads Markdown into the `builder`, where `frame`s are open; `:::` lines
//!    (`containers`) and raw `html` open and close blocks there, too.
//! 4. Closing a block `finish`es it: `listing`, `table`, `figure`, `caption`. Running text is made
//!    of `node`s, in which `notation` finds what CommonMark lacks: `attributes`, `reference`s,
//!    notes, `address`es, and `critic` editing marks.
//! 5. `prose` turns nodes into the draft's inlines, with the `typography` of the book's language.
//!
//! Afterwards there is no raw HTML, no helper, no control character; every span lies in its file on
//! character boundaries; blocks and markup nest no deeper than 64 levels. Labels, targets and references
//! are as typed, and `resolve` sees to them; `citation`s are read where the book has a bibliography.

mod address;
mod attributes;
mod bonds;
mod builder;
mod caption;
mod citation;
mod containers;
mod context;
mod critic;
mod events;
mod figure;
mod finish;
mod fragment;
mod frame;
mod grid;
mod html;
mod include;
mod listing;
mod mask;
mod node;
mod notation;
mod prose;
mod reference;
mod select;
#[cfg(test)]
mod shown;
mod source;
pub mod summary;
mod table;
mod typography;

use std::rc::Rc;

use crate::draft;
use crate::manifest::Manifest;
use crate::problem::{Checked, Diagnostic};
use crate::snapshot::{BookPath, Snapshot};
use crate::span::{FileId, Span};

use context::Context;
use reference::Prefixes;
use source::Source;
use typography::Style;

/// A file of the book with everything it includes, to be parsed.
pub struct Whole {
    file: FileId,
    path: BookPath,
    source: Source,
    problems: Vec<Diagnostic>,
}

/// Reads one file of the book and what it includes. `named` is the place in `SUMMARY.md` that names it.
///
/// A file that can't be read gives an empty chapter and a problem at `named`; one that isn't UTF-8 is read
/// as far as it goes, with U+FFFD for the rest, and a problem at its first wrong byte.
#[must_use]
pub fn read(snapshot: &Snapshot, path: &BookPath, named: Span) -> Whole {
    let mut problems = Vec::new();
    let text = snapshot.text(path).unwrap_or_else(|(id, reason)| {
        let (problem, place) = include::unread(snapshot, path, id, reason);
        problems.push(match place {
            Some(place) => problem.at(place).and(named, "named here"),
            None => problem.at(named),
        });
        snapshot.file(id)
    });
    let source = include::expand(snapshot, &text, &mut problems);
    Whole { file: text.file, path: path.clone(), source, problems }
}

/// Parses a file that was read.
#[must_use]
pub fn chapter(manifest: &Manifest, whole: Whole) -> Checked<draft::Chapter> {
    let Whole { file, path, source, mut problems } = whole;
    let blocks = blocks(&source, manifest, &mut problems);
    Checked { value: draft::Chapter { file, path, blocks }, problems }
}

/// Parses one line of Markdown that stands at `span`: a title from `SUMMARY.md`, for one.
#[must_use]
pub fn line(manifest: &Manifest, text: &str, span: Span) -> Checked<Vec<draft::Inline>> {
    let mut source = Source::default();
    source.push_as(".", span);
    source.push_as(&source::clean(&text.trim().replace('\n', " ")), span);
    let (prefixes, style) = (Prefixes::new(manifest), Style::new(&manifest.meta.language));
    let mut cx = context(&source, manifest, &prefixes, style);
    let value = fragment::line(&mut cx, &source);
    Checked { value, problems: cx.problems }
}

fn blocks(source: &Source, manifest: &Manifest, problems: &mut Vec<Diagnostic>) -> Vec<draft::Block> {
    let (prefixes, style) = (Prefixes::new(manifest), Style::new(&manifest.meta.language));
    let mut cx = context(source, manifest, &prefixes, style);
    let blocks = fragment::blocks(&mut cx, source);
    problems.append(&mut cx.problems);
    blocks
}

/// The context of a text that stands in no other.
fn context<'a>(source: &'a Source, manifest: &'a Manifest, prefixes: &'a Prefixes, style: Style) -> Context<'a> {
    Context { source, manifest, prefixes, style, links: Rc::default(), depth: 0, problems: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::shown::{book, shown};
    use super::*;
    use crate::draft::Block;
    use crate::problem::Problem;
    use crate::snapshot::Memory;

    fn parse(snapshot: &Snapshot, manifest: &Manifest, path: &str) -> Checked<draft::Chapter> {
        let path = BookPath::new(path).expect("inside");
        chapter(manifest, read(snapshot, &path, Span::new(manifest.file, 2, 5)))
    }

    #[test]
    fn a_missing_file_is_said_where_it_is_named() {
        let (snapshot, manifest) = book("", &[("src/b.md", "")]);
        let checked = parse(&snapshot, &manifest, "src/a.md");
        assert!(checked.value.blocks.is_empty());
        assert_eq!(checked.problems.len(), 1);
        assert_eq!(checked.problems[0].problem.code(), "missing-file");
        assert_eq!(checked.problems[0].at, Span::new(manifest.file, 2, 5));
    }

    #[test]
    fn bytes_that_are_no_text_are_said_where_they_are() {
        let bytes = b"\xef\xbb\xbfa\r\nb\xffc\r\n".to_vec();
        let texts = [
            ("book.toml", b"[book]\ntitle = \"T\"\n".to_vec()),
            ("src/SUMMARY.md", b"- [A](a.md)\n".to_vec()),
            ("src/a.md", bytes),
        ];
        let snapshot =
            Snapshot::new(Box::new(Memory(texts.map(|(path, text)| (path.to_owned(), text)).into())), 0);
        let manifest = crate::manifest::read(&snapshot, &[]).value.expect("a manifest");
        let checked = parse(&snapshot, &manifest, "src/a.md");
        assert_eq!(checked.problems.len(), 1);
        let at = checked.problems[0].at;
        assert_eq!(checked.problems[0].problem, Problem::NotUtf8 { path: "src/a.md".into() });
        assert_eq!((at.file, at.start, at.end), (checked.value.file, 3, 6));
        assert_eq!(checked.value.blocks.len(), 1);
    }

    #[test]
    fn included_lines_have_their_own_places() {
        let rust = "fn a() {}\n// ANCHOR: x\n\tlet b = \"é\";\n# fn hidden() {}\n// ANCHOR_END: x\n";
        let (snapshot, manifest) = book(
            "",
            &[("src/a.md", "> ```rust\n> {{#rustdoc_include ../b.rs:x}}\n> ```\n\nafter\n"), ("b.rs", rust)],
        );
        let checked = parse(&snapshot, &manifest, "src/a.md");
        assert!(checked.problems.is_empty(), "{:?}", checked.problems);
        let [Block::Quote(quote), Block::Paragraph(after)] = checked.value.blocks.as_slice() else {
            panic!("blocks")
        };
        let Some(Block::Listing(listing)) = quote.blocks.first() else { panic!("a listing") };
        let lines: Vec<(&str, String)> =
            listing.lines.iter().map(|it| (it.text.as_str(), snapshot.place(it.span))).collect();
        assert_eq!(lines, [("    let b = \"é\";", "b.rs:3".to_owned())]);
        assert_eq!(snapshot.place(after.span), "src/a.md:5");
    }

    #[test]
    fn links_and_definitions_hold_across_boxes() {
        assert_eq!(
            shown("::: x\n[a] b[^c]\n:::\n\n[a]: u\n\n[^c]: d\n"),
            "Div {.x}\n  P [a](u) b[^c]\nNote c\n  P d\n"
        );
    }

    #[test]
    fn a_line_is_running_text() {
        let (_, manifest) = book("", &[]);
        let checked = line(&manifest, "1. The `x` \"*y*\"", Span::top(manifest.file));
        assert_eq!(super::shown::run(&checked.value), "1. The `x` “*y*”");
    }
}
