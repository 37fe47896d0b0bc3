//! What a book gathers from its chapters (index, glossary, solutions) and what only some editions print, as
//! both back ends make it of one small book.

use std::collections::BTreeMap;

use bindery::book::{Anchor, Block, Book, blocks};
use bindery::build::{self, Edition, Outcome, Request};
use bindery::fonts::Fonts;
use bindery::snapshot::{Memory, Snapshot};
use bindery::{epub, pdf, report};

const MANIFEST: &str = "[book]\ntitle = \"Gathered\"\nauthors = [\"A\"]\nlanguage = \"en\"\nsrc = \".\"\n";
const SUMMARY: &str = "[Preface](preface.md)\n\n- [One](one.md)\n- [Two](two.md)\n\n[Glossary](glossary.md)\n";
const PREFACE: &str = "# Preface\n\nOn [consensus]{.index} and [Öl]{.index}.\n";
const GLOSSARY: &str = "# Glossary {.glossary}\n\nquorum\n: More than half.\n\nlease\n: A promise.\n";
const TWO: &str = "# Two\n\nA [lease]{.term} and a [Quorum]{.term}. \
    []{.index entry=\"Paxos!multi\"}[]{.index entry=\"synod\" see=\"Paxos!multi\"}\n\n\
    ::: {.solution for=\"exr-why\"}\nSo.\n:::\n\n\
    ::: {.content-visible when-format=\"epub\"}\nFor phones. [Tap]{.index}\n:::\n\n\
    Turn [pages]{.content-visible when-format=\"print\"}[screens]{.content-hidden when-format=\"print\"}.\n";

/// The first chapter: a term, an exercise, and marks on each of several pages.
fn one() -> String {
    let long = "Machines exchange messages, and some of these are lost. ".repeat(60);
    let page = |at: usize| format!("## Part {at}\n\n[Consensus]{{.index entry=consensus}} again. {long}\n\n");
    let pages: String = (1..=6).map(page).collect();
    let exercise = "::: {.exercise #exr-why}\nWhy?\n:::\n\n";
    let first = "[]{.index entry=log range=start}A [quorum]{.term .index .main} decides. ";
    format!("# One\n\n{first}\n\n{pages}{exercise}The end.[]{{.index entry=log range=end}}\n")
}

fn snapshot() -> Snapshot {
    let one = one();
    let files = [
        ("book.toml", MANIFEST),
        ("SUMMARY.md", SUMMARY),
        ("preface.md", PREFACE),
        ("one.md", &one),
        ("two.md", TWO),
        ("glossary.md", GLOSSARY),
    ];
    let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    Snapshot::new(Box::new(Memory(files.collect())), 1_767_312_000)
}

fn tree() -> Book {
    let snapshot = snapshot();
    let (book, problems) = build::tree(&snapshot, &Request::default(), &|_, _, _| {});
    let problems = report::sorted(&snapshot, problems);
    assert!(problems.is_empty(), "{problems:?}");
    book.expect("a book")
}

/// XHTML files by their name.
fn xhtml(book: &Book) -> BTreeMap<String, String> {
    let settings =
        epub::Settings {
            longest_side: 1600,
            longest_file: 1_000_000,
            contents: 2,
            code: epub::Code::Scroll,
            certified: None,
            house: None,
            modified: 0,
        };
    let files = epub::files(book, &Fonts::embedded(), &settings, None).value;
    let texts = files.into_iter().filter_map(|(path, bytes)| {
        let name = path.rsplit('/').next()?.strip_suffix(".xhtml")?.to_owned();
        Some((name, String::from_utf8(bytes).ok()?))
    });
    texts.collect()
}

#[test]
fn the_epub_links_what_is_gathered_both_ways() {
    let files = xhtml(&tree());
    let index = &files["index"];
    assert!(index.contains("epub:type=\"index\" role=\"doc-index\""), "{index}");
    assert!(index.contains(">log</span>, <span epub:type=\"index-locator-range\">") || index.contains(">1</a>–<a"));
    assert!(index.contains(">Öl</span>, <a epub:type=\"index-locator\" href=\"preface.xhtml#ix-l\">Preface</a>"), "{index}");
    assert!(index.contains("<em>See</em> <a href=\"#index-paxos-multi\">Paxos, multi</a>"), "{index}");
    assert!(index.contains("class=\"main\""), "{index}");
    let glossary = &files["glossary"];
    assert!(glossary.contains("epub:type=\"glossary\" role=\"doc-glossary\""), "{glossary}");
    assert!(glossary.contains("href=\"one.xhtml#use-quorum\">Chapter\u{a0}1</a>, <a class=\"xref\" href=\"two.xhtml#use-quorum-2\">Chapter\u{a0}2</a>"), "{glossary}");
    assert!(files["solutions"].contains("<a href=\"one.xhtml#exr-why\">Exercise\u{a0}1.1</a>"));
    assert!(files["one"].contains("<a class=\"xref\" href=\"solutions.xhtml#solution\">"));
    assert!(files["nav"].contains("epub:type=\"index\"") && files["nav"].contains("epub:type=\"glossary\""));
    for (name, text) in &files {
        for link in text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let Some((file, id)) = link.split_once('#') else { continue };
            let file = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".xhtml");
            let target = files.get(if file.is_empty() { name.as_str() } else { file });
            let there = target.is_some_and(|text| text.contains(&format!("id=\"{id}\"")));
            assert!(there, "{name}: nothing at {link}");
        }
    }
}

#[test]
fn pages_of_the_index_come_to_rest_and_lie_where_the_marks_are() {
    let book = tree();
    let settings =
        pdf::Settings { edition: pdf::Edition::Print, style: pdf::Style::Book, width: 504.0, height: 720.0, contents: 2, lists: Vec::new(), note: String::new(), house: None, sheet: pdf::Sheet::default(), firsts: std::collections::BTreeMap::new(), undescribed: Vec::new() };
    let bound = pdf::bind(&book, &Fonts::embedded(), &settings, &|_, _, _| {}).expect("a PDF");
    let index = book.back.last().expect("an index");
    let mut marks: Vec<Anchor> = Vec::new();
    blocks(&index.blocks, &mut |block| {
        if let Block::Index(index) = block {
            index.entries(&mut |entry| marks.extend(entry.locators.iter().map(|it| it.anchor.clone())));
        }
    });
    marks.retain(|mark| mark.as_str() != "ix-tap");
    assert!(marks.len() > 8, "{marks:?}");
    let folios: Vec<_> = marks.iter().map(|mark| bound.folios.get(mark).expect("every mark has a page")).collect();
    assert!(folios.iter().any(|folio| *folio == "v" || *folio == "vii"), "{folios:?}");
    assert!(folios.iter().any(|folio| *folio == "3"), "{folios:?}");
    assert!(bound.folios.contains_key(&index.heading.anchor));
    assert!(bound.problems.is_empty(), "{:?}", bound.problems);
}

#[test]
fn editions_print_what_is_theirs_without_problems() {
    let request = Request { editions: vec![Edition::Print, Edition::Screen, Edition::Epub], ..Request::default() };
    let Outcome { files, problems, .. } = build::build(&snapshot(), &request, &|_, _, _| {});
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(files.len(), 7, "two PDFs, each with its map, an EPUB, the ledger and the pages of print");
    let mine = xhtml(&tree());
    assert!(mine["two"].contains("For phones.") && mine["two"].contains("screens"));
    assert!(!mine["two"].contains("pages"), "{}", mine["two"]);
}

#[test]
fn the_ledger_has_titles_as_they_are_printed() {
    let chapter = "# One\n\n## After @sec-last {#sec-first}\n\nText.\n\n## *Last* {#sec-last}\n\nText.\n";
    let files = Memory([
        ("book.toml".to_owned(), MANIFEST.as_bytes().to_vec()),
        ("SUMMARY.md".to_owned(), b"- [One](one.md)\n".to_vec()),
        ("one.md".to_owned(), chapter.as_bytes().to_vec()),
    ].into());
    let request = Request { editions: vec![Edition::Epub], ..Request::default() };
    let made = build::build(&Snapshot::new(Box::new(files), 0), &request, &|_, _, _| {});
    let (_, ledger) = made.files.iter().find(|(name, _)| name == "ledger.json").expect("a ledger");
    let ledger: serde_json::Value = serde_json::from_slice(ledger).expect("JSON");
    let titles: Vec<&str> = ledger["entries"].as_array().expect("entries").iter().filter_map(|it| it["title"].as_str()).collect();
    assert_eq!(titles, ["One", "After Section\u{a0}1.2", "Last"]);
}
