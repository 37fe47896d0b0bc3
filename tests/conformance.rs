//! The examples of the CommonMark Spec and of GFM's extensions through both back ends.
//!
//! **XHTML** passes where the same tags and the same text come in the same order as in the specification,
//! after [`html::tokens`] has taken from both what a book does otherwise by design. **Typst** passes where
//! it has no syntax error and its literals are the characters of that text.
//!
//! The ratchet: what doesn't pass is in `conformance/listed.txt`, each with its reason. An example that
//! fails and isn't listed fails the test; so does one that is listed and passes.

mod one_chapter;
#[path = "conformance/html.rs"]
mod html;

use std::collections::{BTreeMap, BTreeSet};

use bindery::snapshot::Memory;
use one_chapter::Printed;
use typst::syntax::ast::{self, AstNode};
use typst::syntax::{SyntaxNode, parse_code};

const COMMONMARK: &str = include_str!("conformance/commonmark-0.31.2.txt");
const GFM: &str = include_str!("conformance/gfm-0.29.txt");
const LISTED: &str = include_str!("conformance/listed.txt");

/// The pictures that examples name.
const PICTURES: [&str; 8] = ["url", "url2", "uri3", "foo", "moon.jpg", "train.jpg", "path/to/train.jpg", "uri"];

/// An example of a specification.
struct Example {
    /// `commonmark` or `gfm`, and its number there, from 1.
    name: String,
    markdown: String,
    html: String,
}

fn examples(name: &str, text: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let (begin, end) = (format!("\n{fence} example\n"), format!("\n{fence}"));
    let example = |(at, piece): (usize, &str)| {
        let body = piece.split(&end).next().unwrap_or_default().replace('→', "\t") + "\n";
        let (markdown, html) = match body.strip_prefix(".\n") {
            Some(html) => ("", html),
            None => body.split_once("\n.\n").expect("an example has a line with a full stop"),
        };
        let markdown = if markdown.is_empty() { String::new() } else { format!("{markdown}\n") };
        // Pictures have to be there: a path from the top of a web site leads to none, so it is made relative.
        let relative = |text: &str| text.replace("(/", "(").replace(": /", ": ");
        let (markdown, html) =
            if markdown.contains("![") { (relative(&markdown), relative(html)) } else { (markdown, html.to_owned()) };
        Example { name: format!("{name} {}", at + 1), markdown, html }
    };
    text.split(&begin).skip(1).enumerate().map(example).collect()
}

/// The chapter begins with a heading of its own, so that an example's isn't taken for the chapter's title.
fn print(example: &Example) -> Printed {
    let texts = [
        ("book.toml", "[book]\ntitle = \"Examples\"\n".to_owned()),
        ("src/SUMMARY.md", "- [Case](case.md)\n".to_owned()),
        ("src/case.md", format!("# Case\n\n{}", example.markdown)),
    ];
    let texts = texts.map(|(path, text)| (path.to_owned(), text.into_bytes()));
    let pictures = PICTURES.map(|path| (format!("src/{path}"), one_chapter::POINT.to_vec()));
    Printed::from(Memory(texts.into_iter().chain(pictures).collect()), false)
}

/// What is wrong with the XHTML of an example, if anything.
fn fault_of_xhtml(example: &Example, printed: &Printed) -> Option<String> {
    let (expected, given) = (html::tokens(&example.html), html::tokens(&printed.xhtml));
    (expected != given).then(|| format!("    wanted {expected:?}\n    got    {given:?}"))
}

/// What is wrong with the Typst of an example, if anything.
fn fault_of_typst(example: &Example, printed: &Printed) -> Option<String> {
    let root = parse_code(&printed.typst);
    if let Some(error) = root.errors_and_warnings().0.first() {
        return Some(format!("    syntax error: {}", error.message));
    }
    let mut given = String::new();
    literals(&root, &mut given);
    let (expected, given) = (html::characters(&html::text(&example.html)), html::characters(&given));
    (expected != given).then(|| format!("    wanted {expected}\n    got    {given}"))
}

/// The characters that print: the arguments of `t`. A picture is its description, or else its caption.
fn literals(node: &SyntaxNode, out: &mut String) {
    let Some(call) = node.cast::<ast::FuncCall>() else {
        return node.children().for_each(|child| literals(child, out));
    };
    let ast::Expr::Ident(name) = call.callee() else { return };
    match name.as_str() {
        "t" => out.extend(texts(call)),
        "b-picture" | "i-picture" => out.extend(texts(call).last()),
        "b-figure" => {
            let mut said = String::new();
            if let Some(ast::Arg::Pos(picture)) = call.args().items().last() {
                literals(picture.to_untyped(), &mut said);
            }
            if said.is_empty() {
                call.args().to_untyped().children().for_each(|child| literals(child, &mut said));
            }
            out.push_str(&said);
        }
        _ => call.args().to_untyped().children().for_each(|child| literals(child, out)),
    }
}

/// The string arguments of a call.
fn texts(call: ast::FuncCall<'_>) -> impl Iterator<Item = String> {
    call.args().items().filter_map(|argument| match argument {
        ast::Arg::Pos(ast::Expr::Str(text)) => Some(text.get().to_string()),
        _ => None,
    })
}

/// Examples listed as not passing, with the back end: `commonmark 5 xhtml`, and why.
fn listed() -> BTreeMap<String, String> {
    let lines = LISTED.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let entry = |line: &str| {
        let (name, reason) = line.split_once(": ").unwrap_or_else(|| panic!("listed without a reason: {line}"));
        assert!(!reason.trim().is_empty(), "listed without a reason: {line}");
        (name.to_owned(), reason.to_owned())
    };
    lines.map(entry).collect()
}

#[test]
fn examples_pass_or_are_listed() {
    let mut listed = listed();
    let all: Vec<Example> = examples("commonmark", COMMONMARK).into_iter().chain(examples("gfm", GFM)).collect();
    assert_eq!(all.len(), 652 + 14, "examples were lost");
    let mut found = Vec::new();
    for example in &all {
        let printed = print(example);
        found.extend(printed.fault().map(|fault| format!("{}: {fault}", example.name)));
        for (back_end, fault) in
            [("xhtml", fault_of_xhtml(example, &printed)), ("typst", fault_of_typst(example, &printed))]
        {
            let name = format!("{} {back_end}", example.name);
            match (fault, listed.remove(&name)) {
                (Some(fault), None) => found.push(format!("{name} fails:\n    {:?}\n{fault}", example.markdown)),
                (None, Some(_)) => found.push(format!("{name} passes: take it from the list")),
                _ => {}
            }
        }
    }
    found.extend(listed.into_keys().map(|name| format!("{name} is listed, but there is no such example")));
    let count = found.len();
    assert!(found.is_empty(), "\n{}\n{count} in all", found.join("\n"));
}

#[test]
fn the_examples_are_told_apart() {
    let all = examples("gfm", GFM);
    let distinct: BTreeSet<_> = all.iter().map(|example| &example.markdown).collect();
    assert_eq!(distinct.len(), all.len());
    assert!(all[0].html.starts_with("<table>") && all[0].markdown.starts_with("| foo | bar |"));
}
