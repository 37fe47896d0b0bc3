//! The draft as short text, to write expectations in.
//!
//! A block a line, indented; `P` paragraph, `H2` heading, `F` figure, `L` listing and so on. Markup is
//! bracketed by its sign: `*x*`, `**x**`, `~~x~~`, `~x~`, `^x^`, `<x>` for keys, `[x](target)`, `$[x]` for formulas.

use crate::draft::{Attrs, Block, Cell, Inline, RefForm, Row};
use crate::manifest::{self, Manifest};
use crate::problem::Diagnostic;
use crate::snapshot::{BookPath, Memory, Snapshot};
use crate::span::Span;

/// What Markdown becomes, and the problems it has as `code at line:column`.
pub(super) fn parsed(markdown: &str) -> (String, Vec<String>) {
    parsed_in("", markdown)
}

/// The same, with lines of `book.toml`.
pub(super) fn parsed_in(settings: &str, markdown: &str) -> (String, Vec<String>) {
    let (snapshot, manifest) = book(settings, &[("src/a.md", markdown)]);
    let path = BookPath::new("src/a.md").expect("inside");
    let checked = super::chapter(&manifest, super::read(&snapshot, &path, Span::top(manifest.file)));
    let mut out = String::new();
    checked.value.blocks.iter().for_each(|it| block(it, 0, &mut out));
    (out, checked.problems.iter().map(|it| told(&snapshot, it)).collect())
}

/// The draft alone; there must be no problem.
pub(super) fn shown(markdown: &str) -> String {
    let (out, problems) = parsed(markdown);
    assert!(problems.is_empty(), "{markdown}: {problems:?}");
    out
}

/// A book of these files.
pub(super) fn book(settings: &str, files: &[(&str, &str)]) -> (Snapshot, Manifest) {
    let toml = format!("[book]\ntitle = \"T\"\n{settings}");
    let own = [("book.toml", toml.as_str()), ("src/SUMMARY.md", "- [A](a.md)\n")];
    let files = own.iter().chain(files).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let snapshot = Snapshot::new(Box::new(Memory(files.collect())), 0);
    let manifest = manifest::read(&snapshot, &[]).value.expect("a manifest");
    (snapshot, manifest)
}

fn told(snapshot: &Snapshot, it: &Diagnostic) -> String {
    let file = snapshot.file(it.at.file);
    let (line, column) = file.lines.position(&file.text, it.at.start);
    format!("{} at {line}:{column}", it.problem.code())
}

pub(super) fn block(block: &Block, depth: usize, out: &mut String) {
    out.push_str(&"  ".repeat(depth));
    let mut line = |text: String, inner: &[Block]| {
        out.push_str(&text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
        out.push('\n');
        inner.iter().for_each(|it| self::block(it, depth + 1, out));
    };
    match block {
        Block::Heading(x) => line(format!("H{} {} {}", x.level, run(&x.title), attrs(&x.attrs)), &[]),
        Block::Paragraph(x) => line(format!("P {}", run(&x.content)), &[]),
        Block::List(x) => {
            let start = x.start.map_or("-".into(), |n| n.to_string());
            line(format!("List {start} {}", if x.tight { "tight" } else { "loose" }), &[]);
            for item in &x.items {
                let task = item.task.map_or("", |done| if done { " [x]" } else { " [ ]" });
                out.push_str(&format!("{}item{task}\n", "  ".repeat(depth + 1)));
                item.blocks.iter().for_each(|it| self::block(it, depth + 2, out));
            }
        }
        Block::Terms(x) => {
            line("Terms".into(), &[]);
            for term in &x.items {
                out.push_str(&format!("{}term {}\n", "  ".repeat(depth + 1), run(&term.term)));
                for definition in &term.definitions {
                    out.push_str(&format!("{}def\n", "  ".repeat(depth + 1)));
                    definition.iter().for_each(|it| self::block(it, depth + 2, out));
                }
            }
        }
        Block::Quote(x) => line("Quote".into(), &x.blocks),
        Block::Listing(x) => {
            let (language, flags) = (x.language.as_deref().unwrap_or("-"), x.flags.join(","));
            let number = x.number.as_deref().unwrap_or_default();
            line(format!("L {language} {flags} {} {number} {}", attrs(&x.attrs), run(&x.caption)), &[]);
            x.lines.iter().for_each(|it| out.push_str(&format!("{}| {}\n", "  ".repeat(depth), it.text)));
        }
        Block::Table(x) => {
            let columns: Vec<String> = x.columns.iter().map(|it| format!("{it:?}")).collect();
            let number = x.number.as_deref().unwrap_or_default();
            line(format!("Table {} {} {number} {}", columns.join(","), attrs(&x.attrs), run(&x.caption)), &[]);
            x.head.iter().for_each(|it| row("head", it, depth + 1, out));
            x.rows.iter().for_each(|it| row("row", it, depth + 1, out));
        }
        Block::Figure(x) => {
            let head = format!("F {} {}", attrs(&x.attrs), x.number.as_deref().unwrap_or_default());
            line(format!("{head} {}", run(&x.caption)), &x.body);
        }
        Block::Math(x) => line(format!("M {:?} {}", x.tex, attrs(&x.attrs)), &[]),
        Block::Div(x) => line(format!("Div {} {}", attrs(&x.attrs), run(&x.title)), &x.blocks),
        Block::Footnote(x) => line(format!("Note {}", x.label), &x.blocks),
        Block::Break(_) => line("Break".into(), &[]),
        Block::Change(x) => line(format!("Change {}", x.edit.name()), &x.blocks),
    }
}

fn row(name: &str, row: &Row, depth: usize, out: &mut String) {
    let cell = |cell: &Cell| {
        let text: Vec<String> = cell
            .blocks
            .iter()
            .map(|it| match it {
                Block::Paragraph(x) => run(&x.content),
                other => {
                    let mut out = String::new();
                    block(other, 0, &mut out);
                    out.trim_end().to_owned()
                }
            })
            .collect();
        let span = if (cell.colspan, cell.rowspan) == (1, 1) {
            String::new()
        } else {
            format!("{}x{} ", cell.colspan, cell.rowspan)
        };
        format!("{span}{}", text.join(" / "))
    };
    let cells: Vec<String> = row.cells.iter().map(cell).collect();
    out.push_str(&format!("{}{name} {}\n", "  ".repeat(depth), cells.join(" | ")));
}

fn attrs(attrs: &Attrs) -> String {
    let label = attrs.label.iter().map(|(label, _)| format!("#{label}"));
    let classes = attrs.classes.iter().map(|class| format!(".{class}"));
    let pairs = attrs.pairs.iter().map(|(key, value)| format!("{key}={value}"));
    let all: Vec<String> = label.chain(classes).chain(pairs).collect();
    if all.is_empty() { String::new() } else { format!("{{{}}}", all.join(" ")) }
}

/// Running text.
pub(super) fn run(inlines: &[Inline]) -> String {
    inlines.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text, _) => text.clone(),
        Inline::Emph(x) => format!("*{}*", run(x)),
        Inline::Strong(x) => format!("**{}**", run(x)),
        Inline::Strike(x) => format!("~~{}~~", run(x)),
        Inline::Sub(x) => format!("~{}~", run(x)),
        Inline::Sup(x) => format!("^{}^", run(x)),
        Inline::Code(text, _) => format!("`{text}`"),
        Inline::Key(x) => format!("<{}>", run(x)),
        Inline::Math(tex, _) => format!("$[{tex}]"),
        Inline::Link { target, content, .. } => format!("[{}]({target})", run(content)),
        Inline::Ref { labels, form, .. } => {
            let labels: Vec<&str> = labels.iter().map(|(label, _)| label.as_str()).collect();
            let form = match form {
                RefForm::Full => "",
                RefForm::Number => "-",
                RefForm::Page => "page ",
            };
            format!("@({form}{})", labels.join(";"))
        }
        Inline::Cite(cite) => cite.text.clone(),
        Inline::NoteRef(label, _) => format!("[^{label}]"),
        Inline::Note(x, _) => format!("^[{}]", run(x)),
        Inline::Picture { target, alt, attrs, .. } => {
            format!("![{}]({target}){}", run(alt), self::attrs(attrs))
        }
        Inline::Mark { attrs, content, .. } => format!("[{}]{}", run(content), self::attrs(attrs)),
        Inline::Anchor(name, _) => format!("{{#{name}}}"),
        Inline::LineBreak(_) => "⏎".to_owned(),
        Inline::Change { edit, content, .. } => format!("{{{}: {}}}", edit.name(), run(content)),
        Inline::Comment(text, _) => format!("{{>>{text}<<}}"),
    }
}
