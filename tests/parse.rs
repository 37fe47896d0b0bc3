//! The parser on whole books: no panic, sound spans, and what it finds wrong.
//!
//! Reads every Markdown file of the two manuscripts that this project is measured on, where they are at hand. Then a
//! few hundred mutations of texts of our own: whatever comes, a tree comes out.

mod tools;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use bindery::disk;
use bindery::draft::{Block, Chapter, Inline};
use bindery::manifest::{self, Manifest};
use bindery::parse;
use bindery::problem::Diagnostic;
use bindery::snapshot::{BookPath, Memory, Snapshot};
use bindery::span::Span;

/// Paths of the Markdown files under a folder, relative to the book.
fn markdown(root: &Path, folder: &str, out: &mut Vec<String>) {
    let mut names: Vec<_> = std::fs::read_dir(root.join(folder))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    for name in names {
        let path = format!("{folder}/{name}");
        if root.join(&path).is_dir() {
            markdown(root, &path, out);
        } else if name.ends_with(".md") && name != "SUMMARY.md" {
            out.push(path);
        }
    }
}

#[test]
fn both_manuscripts() {
    for (name, folder, words) in [("seed-manuscript", "chapters", 400_000), ("rust-book", "src", 100_000)] {
        let Some(book) = tools::corpus(name) else { continue };
        let snapshot = disk::snapshot(&book, Some(0));
        let manifest = manifest::read(&snapshot, &[]).value.expect("a manifest");
        let mut paths = Vec::new();
        markdown(&book, folder, &mut paths);
        let mut tally: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let mut count = 0;
        let start = Instant::now();
        let read: Vec<_> = paths.iter().map(|path| chapter(&snapshot, &manifest, path)).collect();
        let time = start.elapsed();
        for (chapter, problems) in &read {
            sound(&snapshot, chapter, problems);
            ordered(chapter);
            count += self::words(&chapter.blocks);
            for it in problems {
                let told = format!("{}: {}", snapshot.place(it.at), it.problem.message());
                tally.entry(it.problem.code()).or_default().push(told);
            }
        }
        println!("{name}: {} files, {count} words, {time:?}", paths.len());
        for (code, places) in &tally {
            println!("  {code}: {}", places.len());
            places.iter().take(200).for_each(|place| println!("    {place}"));
        }
        assert!(count > words, "{name}: {count} words");
        let errors = tally
            .keys()
            .filter(|code| matches!(**code, "internal" | "missing-file" | "unknown-include-anchor"));
        assert_eq!(errors.count(), 0, "{name}");
    }
}

fn chapter(snapshot: &Snapshot, manifest: &Manifest, path: &str) -> (Chapter, Vec<Diagnostic>) {
    let path = BookPath::new(path).expect("inside");
    let checked = parse::chapter(manifest, parse::read(snapshot, &path, Span::top(manifest.file)));
    (checked.value, checked.problems)
}

/// Every span lies in its file, on character boundaries.
fn sound(snapshot: &Snapshot, chapter: &Chapter, problems: &[Diagnostic]) {
    let mut files = BTreeMap::new();
    let mut check = |span: Span, what: &str| {
        let text = files.entry(span.file).or_insert_with(|| snapshot.file(span.file));
        let range = span.start as usize..span.end as usize;
        let whole = text.text.get(range.clone());
        assert!(whole.is_some(), "{}: {range:?} of {what} in {} bytes", text.path, text.text.len());
    };
    problems.iter().for_each(|it| check(it.at, it.problem.code()));
    blocks(&chapter.blocks, &mut check);
}

fn blocks(list: &[Block], check: &mut dyn FnMut(Span, &str)) {
    for block in list {
        check(span(block), "block");
        inside(block, check);
    }
}

/// Blocks of one file stand in order.
fn ordered(chapter: &Chapter) {
    let pairs = chapter.blocks.windows(2).map(|pair| (span(&pair[0]), span(&pair[1])));
    for (first, second) in pairs.filter(|(first, second)| first.file == second.file) {
        assert!(first.start <= second.start, "blocks out of order: {first:?}, {second:?}");
    }
}

fn span(block: &Block) -> Span {
    match block {
        Block::Heading(x) => x.span,
        Block::Paragraph(x) => x.span,
        Block::List(x) => x.span,
        Block::Terms(x) => x.span,
        Block::Quote(x) => x.span,
        Block::Listing(x) => x.span,
        Block::Table(x) => x.span,
        Block::Figure(x) => x.span,
        Block::Math(x) => x.span,
        Block::Div(x) => x.span,
        Block::Footnote(x) => x.span,
        Block::Change(x) => x.span,
        Block::Break(span) => *span,
    }
}

fn inside(block: &Block, check: &mut dyn FnMut(Span, &str)) {
    match block {
        Block::Heading(x) => inlines(&x.title, check),
        Block::Paragraph(x) => inlines(&x.content, check),
        Block::List(x) => x.items.iter().for_each(|item| {
            check(item.span, "item");
            blocks(&item.blocks, check);
        }),
        Block::Terms(x) => x.items.iter().for_each(|term| {
            check(term.span, "term");
            inlines(&term.term, check);
            term.definitions.iter().for_each(|it| blocks(it, check));
        }),
        Block::Quote(x) => blocks(&x.blocks, check),
        Block::Listing(x) => {
            inlines(&x.caption, check);
            x.lines.iter().for_each(|line| check(line.span, "code line"));
        }
        Block::Table(x) => {
            inlines(&x.caption, check);
            for cell in x.head.iter().chain(&x.rows).flat_map(|row| &row.cells) {
                check(cell.span, "cell");
                blocks(&cell.blocks, check);
            }
        }
        Block::Figure(x) => {
            inlines(&x.caption, check);
            blocks(&x.body, check);
        }
        Block::Div(x) => {
            inlines(&x.title, check);
            blocks(&x.blocks, check);
        }
        Block::Footnote(x) => blocks(&x.blocks, check),
        Block::Change(x) => blocks(&x.blocks, check),
        Block::Math(_) | Block::Break(_) => {}
    }
}

fn inlines(list: &[Inline], check: &mut dyn FnMut(Span, &str)) {
    for inline in list {
        match inline {
            Inline::Text(text, span) => {
                assert!(
                    !text.chars().any(|c| c < ' ' && c != '\n' && c != '\t'),
                    "control character in {text:?}"
                );
                check(*span, "text");
            }
            Inline::Code(_, span) | Inline::Math(_, span) | Inline::NoteRef(_, span) => {
                check(*span, "inline")
            }
            Inline::Anchor(_, span) | Inline::Comment(_, span) | Inline::LineBreak(span) => check(*span, "inline"),
            Inline::Emph(x) | Inline::Strong(x) | Inline::Strike(x) => inlines(x, check),
            Inline::Sub(x) | Inline::Sup(x) | Inline::Key(x) => inlines(x, check),
            Inline::Link { content, span, .. }
            | Inline::Change { content, span, .. }
            | Inline::Mark { content, span, .. } => {
                check(*span, "inline");
                inlines(content, check);
            }
            Inline::Ref { labels, span, .. } => {
                check(*span, "reference");
                labels.iter().for_each(|(_, span)| check(*span, "label"));
            }
            Inline::Cite(cite) => {
                check(cite.span, "citation");
                for item in &cite.items {
                    check(item.span, "work");
                    inlines(&item.prefix, check);
                    inlines(&item.suffix, check);
                }
            }
            Inline::Note(content, span) => {
                check(*span, "note");
                inlines(content, check);
            }
            Inline::Picture { alt, span, .. } => {
                check(*span, "picture");
                inlines(alt, check);
            }
        }
    }
}

/// Words of the text, code included: to see that nothing was lost.
fn words(list: &[Block]) -> usize {
    let mut count = 0;
    for block in list {
        let text = format!("{block:?}");
        count += text
            .split("Text(\"")
            .skip(1)
            .map(|it| it.split("\", Span").next().unwrap_or("").split(' ').count())
            .sum::<usize>();
        count += text
            .split("CodeLine { text: \"")
            .skip(1)
            .map(|it| it.split("\", span").next().unwrap_or("").split_whitespace().count())
            .sum::<usize>();
    }
    count
}

/// Texts that have everything in them.
const SEEDS: [&str; 6] = [
    "# Head {#sec-a}\n\nText *emph **strong*** [link](a.md#b){.x} `code`{.rust} [^n] ^[note] @fig-a [@fig-b; @tbl-c].\n\n[^n]: note\n\n    more\n",
    "::: {.note title=\"A *b*\"}\n- item\n\n  ::: tip\n  > quote\n  :::\n:::\n\n> [!NOTE]\n> text\n",
    "| a | b |\n|---|--:|\n| 1 | `2\\|3` |\n\n: Caption {#tbl-x}\n\nTerm\n: def\n\n$$\na\n+ b\n$$ {#eq-x}\n\n$x$ and $5-$6\n",
    "<figure>\n\n<img src=\"a.svg\" alt=\"b\">\n\n<figcaption>Figure 1-1: c</figcaption>\n\n</figure>\n\n<table><tr><td>a<td>b</table>\n\n<Listing number=\"1-2\" caption=\"`x` é\">\n\n```rust,ignore {#lst-a highlight=1}\n# hidden\nfn é() {}\n```\n\n</Listing>\n",
    "{{#include b.md}} \\{{#include c}} {{#rustdoc_include b.md:2:3}} {{#include b.md:anchor}}\n\n![x](y.png \"t\"){#fig-x alt=\"é\"}\n\n\"it's\" -- 'x' ... H~2~O x^2^ &amp; \\* <T> <b>x</b>\n",
    "1. a\n   ```\n   \tcode\n   ```\n2. b\n\n    indented\n\n***\n\n<div class=\"x\">\n\n**md**\n\n</div>\n\n- [ ] task\n- [x] done\n",
];

/// Pieces that make trouble where they land.
const PIECES: [&str; 40] = [
    "[",
    "]",
    "{",
    "}",
    "{#",
    "(",
    ")",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "~",
    "~~",
    "^",
    "$",
    "$$",
    "<",
    ">",
    "</div>",
    "<div>",
    "<td>",
    "<pre>",
    "</pre>",
    ":::",
    "\n:::\n",
    "\n\n",
    "\n",
    "> ",
    "- ",
    "\t",
    "|",
    "@fig-",
    "é",
    "“",
    "\u{0}",
    "\u{1b}",
    "\\",
    "{{#include b.md}}",
    "<!--",
];

/// A small generator of numbers (xorshift64*), so that every run is the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit.max(1)
    }

    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

#[test]
fn whatever_comes_a_sound_tree_comes_out() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for round in 0..600 {
        let mut text = SEEDS[round % SEEDS.len()].to_owned();
        for _ in 0..dice.below(12) {
            let at = dice.place(&text);
            match dice.below(4) {
                0 | 1 => text.insert_str(at, PIECES[dice.below(PIECES.len())]),
                2 => {
                    let other = SEEDS[dice.below(SEEDS.len())];
                    let from = dice.place(other);
                    text.insert_str(at, &other[from..]);
                }
                _ => {
                    let end = dice.place(&text);
                    text.replace_range(at.min(end)..at.max(end), "");
                }
            }
        }
        parses(&text);
    }
}

/// What opens and never closes, or closes what never opened.
const HOSTILE: [&str; 48] = [
    "> ",
    "- ",
    "[",
    "]",
    "[a](",
    "*a **b ",
    "<div>\n\n",
    "<b>",
    "<T>",
    "</T>",
    "::: x\n",
    ":::\n",
    "<table><tr><td>",
    "![",
    "^[",
    "$",
    "(((",
    " ^a",
    "a^",
    "a~",
    "[x]{a=\"",
    "{#",
    "# x {",
    "`",
    "<x y=\"",
    "<!--",
    "http://a.b)",
    ": a\n\n",
    "| a |\n|-|\n: b\n",
    "'10 ",
    "\"a",
    "{{",
    "{{#include ",
    "&amp;",
    "[@fig-a;",
    "\\",
    "a\n: b\n\n",
    "<pre>",
    "<script>",
    "[^a]: b\n\n",
    "_a",
    "```\n",
    "$$\n",
    "<span>\n\n",
    "<li>",
    "Table: a\n\n",
    "<span class=\"caption\">Figure 1: a</span>\n\n",
    "<Listing caption=\"<Listing caption='",
];

#[test]
fn hostile_nesting_is_bounded() {
    for piece in HOSTILE {
        parses(&piece.repeat(6000 / piece.len()));
    }
    for (open, close) in [("[", "]{.x}"), ("<b>", "</b>"), ("*", "*"), ("^[", "]"), ("> ", "\n")] {
        parses(&format!("{}a{}", open.repeat(1500), close.repeat(1500)));
    }
}

fn parses(text: &str) {
    let files = [
        ("book.toml", "[book]\ntitle = \"T\"\n"),
        ("src/SUMMARY.md", "- [A](a.md)\n"),
        ("src/a.md", text),
        ("src/b.md", "one\n// ANCHOR: anchor\né two {{#include a.md}}\n// ANCHOR_END: anchor\nthree\n"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let snapshot = Snapshot::new(Box::new(Memory(files.into())), 0);
    let manifest = manifest::read(&snapshot, &[]).value.expect("a manifest");
    let (chapter, problems) = self::chapter(&snapshot, &manifest, "src/a.md");
    sound(&snapshot, &chapter, &problems);
    // What stands between the rows or items of broken HTML is put before them.
    if !text.contains('<') {
        ordered(&chapter);
    }
}
