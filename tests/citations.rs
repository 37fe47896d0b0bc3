//! Citations through the whole build: the same text in the PDF's source and in the EPUB, links that lead
//! somewhere, styles of every kind.

use bindery::book::{Block, Book, Inline, blocks, inlines, plain};
use bindery::build::{self, Request};
use bindery::snapshot::{Memory, Snapshot};

const WORKS: &str = r#"
@article{lamport1978, author = {Lamport, Leslie}, title = {Time, Clocks, and the Ordering of Events},
  journal = {Communications of the ACM}, volume = 21, number = 7, pages = {558--565}, year = 1978}
@article{flp1985, author = {Fischer, Michael J. and Lynch, Nancy A. and Paterson, Michael S.},
  title = {Impossibility of Distributed Consensus}, journal = {Journal of the ACM}, volume = 32, year = 1985}
@inproceedings{ongaro2014, author = {Ongaro, Diego and Ousterhout, John}, title = {In Search of an Algorithm},
  booktitle = {USENIX Annual Technical Conference}, pages = {305--319}, year = 2014}
@techreport{lipton1988, author = {Lipton, Richard J.}, title = {PRAM}, institution = {Princeton University}, year = 1988}
@article{mueller1999, author = {M{\"u}ller, J{\"u}rgen}, title = {Brewer's \emph{other} Conjecture},
  journal = {Bits \& Bytes}, volume = 4, pages = {1--9}, year = 1999}
@online{web2013, author = {Kingsbury, Kyle}, title = {Call me maybe}, url = {https://example.org/?a=1&b=2}, date = {2013}}
"#;

const STYLE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Own</title><id>own</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout prefix="{" suffix="}" delimiter="; "><text variable="title"/></layout></citation>
  <bibliography><layout suffix="!"><text variable="title" font-weight="bold"/></layout></bibliography>
</style>"#;

fn book(style: &str, chapter: &str) -> (Book, usize) {
    let manifest = format!("[book]\ntitle = \"B\"\nlanguage = \"en-GB\"\nbibliography = \"w.bib\"\ncsl = \"{style}\"\n");
    let files = [
        ("book.toml", manifest.as_str()),
        ("w.bib", WORKS),
        ("own.csl", STYLE),
        ("src/SUMMARY.md", "- [One](one.md)\n- [Two](two.md)\n"),
        ("src/one.md", chapter),
        ("src/two.md", "# Two\n\nAgain [@flp1985].\n\n::: {.references}\n:::\n"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let snapshot = Snapshot::new(Box::new(Memory(files.into())), 0);
    let (book, problems) = build::tree(&snapshot, &Request::default(), &|_, _, _| {});
    (book.expect("a book"), problems.len())
}

const ONE: &str = "# One\n\nA [@lamport1978, p. 3; see @flp1985]. @ongaro2014 [p. 310] say. Year [-@lipton1988].\n\n\
                   ## Inner\n\nB [@mueller1999; @web2013; @lamport1978].\n";

/// What each paragraph of the first chapter prints, notes left out, and each entry of the last.
fn printed(book: &Book) -> (Vec<String>, Vec<String>) {
    let mut text = Vec::new();
    let first = book.chapters().next().expect("a chapter");
    blocks(&first.blocks, &mut |block| {
        if let Block::Paragraph(paragraph) = block {
            text.push(plain(&paragraph.content));
        }
    });
    let mut works = Vec::new();
    let last = book.chapters().last().expect("a chapter");
    blocks(&last.blocks, &mut |block| {
        if let Block::Bibliography(list) = block {
            works.extend(list.works.iter().map(|work| format!("{}{}", plain(&work.label), plain(&work.content))));
        }
    });
    (text, works)
}

#[test]
fn author_date() {
    let (book, problems) = book("chicago-author-date", ONE);
    assert_eq!(problems, 0);
    let (text, works) = printed(&book);
    assert_eq!(
        text[0],
        "A (Lamport 1978, 3; see Fischer et al. 1985). Ongaro and Ousterhout (2014, 310) say. Year (1988)."
    );
    assert_eq!(works.len(), 6, "{works:#?}");
    assert!(works.iter().any(|work| work.starts_with("Lamport, Leslie. 1978. ‘Time, Clocks, and the")), "{works:#?}");
    assert!(works.iter().any(|work| work.contains("Müller, Jürgen. 1999. ‘Brewer’s Other")), "{works:#?}");
    assert!(works.iter().any(|work| work.contains("Princeton University")), "{works:#?}");
    assert!(!works.iter().any(|work| work.contains("Special issue")), "{works:#?}");
}

#[test]
fn numbers() {
    let (book, _) = book("ieee", ONE);
    let (text, works) = printed(&book);
    assert!(text[0].starts_with("A [1, p.\u{a0}3], see [2]. D. Ongaro and J. Ousterhout [3, p.\u{a0}310] say."), "{}", text[0]);
    assert!(works[0].starts_with("[1]L. Lamport"), "{works:#?}");
}

#[test]
fn notes() {
    let (book, _) = book("chicago-notes", ONE);
    let (text, _) = printed(&book);
    assert_eq!(text[0], "A. Ongaro and Ousterhout say. Year.");
    assert_eq!(book.notes.len(), 5);
    let mut noted = String::new();
    book.notes.iter().for_each(|note| inlines(&note.blocks, &mut |inline| noted += &plain(std::slice::from_ref(inline))));
    assert!(noted.contains("Time, Clocks, and the Ordering"), "{noted}");
}

#[test]
fn names_that_a_style_asks_for_without_saying_how() {
    let (book, _) = book("vancouver", ONE);
    let (text, works) = printed(&book);
    assert!(text[0].starts_with("A (1, see 2). Ongaro D, Ousterhout J. (3)"), "{}", text[0]);
    assert_eq!(works[0], "1.Lamport L. Time, Clocks, and the Ordering of Events. Communications of the ACM. 1978;21(7):558–65.");
}

#[test]
fn a_style_without_years_leaves_no_empty_parentheses() {
    let (book, _) = book("mla", "# One\n\n@lamport1978 and @lamport1978 [p. 3].\n");
    assert_eq!(printed(&book).0[0], "Lamport and Lamport (3).");
}

#[test]
fn a_style_of_ones_own() {
    let (book, _) = book("own.csl", ONE);
    let (text, works) = printed(&book);
    assert!(text[1].starts_with("B {Brewer’s other Conjecture; Call me maybe; Time"), "{}", text[1]);
    assert!(works.iter().any(|work| work == "PRAM!"), "{works:#?}");
}

#[test]
fn every_link_leads_somewhere_and_back() {
    let (book, _) = book("apa", ONE);
    let (mut marks, mut entries, mut targets, mut backs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for chapter in book.chapters() {
        inlines(&chapter.blocks, &mut |inline| {
            if let Inline::Cite(cite) = inline {
                marks.push(cite.anchor.clone());
                targets.push(cite.target.clone());
            }
        });
        blocks(&chapter.blocks, &mut |block| {
            if let Block::Bibliography(list) = block {
                entries.extend(list.works.iter().map(|work| work.anchor.clone()));
                backs.extend(list.works.iter().flat_map(|work| &work.back).map(|link| link.anchor.clone()));
            }
        });
    }
    assert_eq!(marks.len(), 8);
    assert!(targets.iter().all(|target| entries.contains(target)));
    assert!(!backs.is_empty() && backs.iter().all(|back| marks.contains(back)));
}
