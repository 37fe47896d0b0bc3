//! Faults planted in small books, each found by `bindery proof` at its page and line, and nothing in a clean one.
//!
//! Some are planted in the Markdown, some by the book's own style, some by editing the finished file.

mod folder;

use std::fmt::Write as _;
use std::fs;

use folder::{Folder, Said, bindery};
use lopdf::{Document, Object, ObjectId, Stream, dictionary};

const PDF: &str = "out/a-small-book-print.pdf";

/// A book of two chapters of some pages each, with one of everything.
fn book(name: &str) -> Folder {
    let book = Folder::new(&format!("proof-{name}"));
    book.write("book.toml", "[book]\ntitle = \"A Small Book\"\nlanguage = \"en\"\n");
    book.write("src/SUMMARY.md", "# Summary\n\n- [Sheets](one.md)\n- [Letters](two.md)\n");
    book.write("src/one.md", &format!("# Sheets\n\n{}## Folding\n\n{}## Cutting\n\n{}", text(9), text(12), text(14)));
    let rest = "```rust\nfn main() {}\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nMarked.[^n]\n\n[^n]: A note.\n\n";
    book.write("src/two.md", &format!("# Letters\n\n{}## Signs\n\n{rest}{}", text(4), text(12)));
    book
}

/// Paragraphs of three to five lines.
fn text(paragraphs: usize) -> String {
    let mut out = String::new();
    for n in 0..paragraphs {
        let sentence = "A sheet is folded once and again, and what was one surface is now a row of pages in an order. ";
        let _ = writeln!(out, "{}\n", sentence.repeat(3 + n % 2).trim());
    }
    out
}

/// Paragraphs of one line.
fn short(paragraphs: usize) -> String {
    "A line by itself.\n\n".repeat(paragraphs)
}

#[track_caller]
fn build(book: &Folder, more: &[&str]) {
    let arguments = ["build", book.text(), "--edition", "print", "--quiet"];
    let said = bindery(&[&arguments, more].concat());
    assert_eq!(said.code, 0, "{said:?}");
}

fn proof(book: &Folder, more: &[&str]) -> Said {
    bindery(&[&["proof", book.text(), "--format", "json"], more].concat())
}

fn codes(said: &Said) -> Vec<&str> {
    said.problems.iter().map(|problem| problem.code.as_str()).collect()
}

/// Asserts that this fault is found, on a page, at a place that begins like this.
#[track_caller]
fn finds(said: &Said, code: &str, place: &str) {
    let all: Vec<_> = said.problems.iter().filter(|problem| problem.code == code).collect();
    assert!(!all.is_empty(), "no `{code}` in {said:?}");
    assert!(all.iter().any(|problem| problem.place.starts_with(place)), "`{code}` is not at {place}: {all:?}");
}

/// Builds a book with a style of its own, and checks it.
#[track_caller]
fn styled(book: &Folder, style: &str) -> Said {
    book.write("styles/book.typ", style);
    build(book, &[]);
    proof(book, &[])
}

/// Changes the finished file.
fn edit(book: &Folder, change: impl FnOnce(&mut Document, Vec<ObjectId>)) {
    let path = book.path(PDF);
    let mut document = Document::load(&path).expect("a PDF");
    let pages = document.page_iter().collect();
    change(&mut document, pages);
    document.save(&path).expect("saved");
}

/// Adds to what a page paints.
fn add(document: &mut Document, page: ObjectId, content: &str) {
    let id = document.add_object(Object::Stream(Stream::new(dictionary! {}, content.as_bytes().to_vec())));
    let page = document.get_object_mut(page).and_then(Object::as_dict_mut).expect("a page");
    let before = page.get(b"Contents").ok().cloned();
    let list: Vec<Object> = match before {
        Some(Object::Array(list)) => list,
        Some(one) => vec![one],
        None => Vec::new(),
    };
    page.set("Contents", [list, vec![Object::Reference(id)]].concat());
}

#[test]
fn a_clean_book_has_no_faults() {
    let book = book("clean");
    build(&book, &[]);
    let said = proof(&book, &["--fail-on", "warning"]);
    assert_eq!((said.code, codes(&said)), (0, vec![]), "{said:?}");
    let screen = bindery(&["build", book.text(), "--edition", "screen", "--quiet"]);
    assert_eq!(screen.code, 0, "{screen:?}");
    let said = proof(&book, &["--edition", "screen", "--fail-on", "warning"]);
    assert_eq!((said.code, codes(&said)), (0, vec![]), "{said:?}");
}

#[test]
fn books_of_every_element_have_nothing_that_printers_refuse() {
    refused("sampler", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/books/sampler"));
    refused("own", env!("CARGO_MANIFEST_DIR"));
}

/// Asserts that nothing in a book would be sent back.
#[track_caller]
fn refused(name: &str, book: &str) {
    let out = Folder::new(&format!("proof-{name}"));
    let built = bindery(&["build", book, "--edition", "print", "--out", out.text(), "--quiet"]);
    assert_eq!(built.code, 0, "{built:?}");
    let pdf = out.files("").into_iter().find(|file| file.ends_with("-print.pdf")).expect("a PDF");
    let said = bindery(&["proof", book, "--pdf", &out.path(&pdf), "--format", "json"]);
    assert_eq!(said.code, 0, "nothing that a printer refuses: {said:?}");
}

#[test]
fn severity_decides_the_exit_code() {
    let book = book("exit");
    book.write("src/two.md", &format!("# Letters\n\nShort.\n\n{}", "a\u{a0}".repeat(60)));
    build(&book, &[]);
    let code = |on: &str| proof(&book, &["--fail-on", on]).code;
    assert_eq!([code("error"), code("warning"), code("never")], [0, 1, 0]);
    let human = bindery(&["proof", book.text()]);
    assert!(human.err.contains("warning[overfull-line]: page 13 (7): line is "), "{human:?}");
    assert!(human.err.ends_with("errors: 0, warnings: 1, notes: 0\n"), "{human:?}");
}

#[test]
fn long_lines_and_wide_tables() {
    let book = book("long");
    let long = "x\u{a0}".repeat(150);
    book.write("src/two.md", &format!("# Letters\n\nShort.\n\n{long}\n\n| a |\n|---|\n| {long} |\n"));
    build(&book, &[]);
    let said = proof(&book, &[]);
    finds(&said, "overfull-line", "src/two.md:5:1");
    finds(&said, "overfull-code", "src/two.md:9:3");
}

#[test]
fn characters_that_no_face_has() {
    let book = book("glyph");
    book.write("src/two.md", "# Letters\n\nShort.\n\nHere \u{10C80} it is.\n");
    build(&book, &[]);
    finds(&proof(&book, &[]), "blank-glyph", "src/two.md:5");
}

#[test]
fn pictures_of_too_few_pixels() {
    let book = book("picture");
    let mut png = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(100, 50).write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    fs::write(book.path("src/small.png"), png.into_inner()).expect("written");
    book.write("src/two.md", "# Letters\n\nShort.\n\n![Caption](small.png){#fig-x width=100% alt=\"gray\"}\n");
    build(&book, &[]);
    let said = proof(&book, &[]);
    finds(&said, "picture-resolution", "src/two.md:5");
    assert!(said.problem("picture-resolution").message.contains("picture of 20 pixels an inch"), "{said:?}");
}

#[test]
fn short_last_pages() {
    let book = book("short");
    let chapters = (30..42).map(|n| (n, format!("c{n}.md")));
    let mut summary = "# Summary\n\n".to_owned();
    for (lines, file) in chapters {
        let _ = writeln!(summary, "- [C{lines}]({file})");
        book.write(&format!("src/{file}"), &format!("# Chapter\n\n{}", short(lines)));
    }
    book.write("src/SUMMARY.md", &summary);
    build(&book, &[]);
    let said = proof(&book, &[]);
    finds(&said, "short-page", "src/c");
    assert!(codes(&said).iter().all(|code| *code == "short-page"), "{said:?}");
}

#[test]
fn widows_and_orphans() {
    let book = book("widow");
    let mut chapter = "# Letters\n\n".to_owned();
    (0..40).for_each(|n| chapter += &format!("{}{}", text(1), short(n % 3)));
    book.write("src/two.md", &chapter);
    let said = styled(&book, "#let ours = p-unit\n#let p-unit(body) = { show: ours; set text(costs: (widow: 0%, orphan: 0%)); body }\n");
    finds(&said, "widow", "src/");
    finds(&said, "orphan", "src/");
}

#[test]
fn titles_that_run_into_their_text_are_lines_of_it() {
    let book = book("run-in");
    let mut chapter = "# Letters\n\n".to_owned();
    for n in 0..60 {
        let sentences = "A sheet is folded once and again, and what was one surface is now a row of pages in an order. ".repeat(2 + n % 4);
        let _ = write!(chapter, "::: {{.exercise title=\"Of sheets\"}}\n{}\n:::\n\n{}", sentences.trim(), short(n % 3));
    }
    book.write("src/two.md", &chapter);
    build(&book, &[]);
    assert_eq!(codes(&proof(&book, &[])), Vec::<&str>::new());
}

#[test]
fn headings_at_the_foot() {
    let book = book("heading");
    let mut chapter = "# Letters\n\n".to_owned();
    (0..60).for_each(|n| chapter += &format!("## Part {n}\n\n{}", text(1 + n % 2)));
    book.write("src/two.md", &chapter);
    let style = "#let b-section(level, depth, outlined, anchor, number, title) = {\n  \
        block(above: 30pt, below: 10pt)[#strong(title)#metadata(none)#label(anchor)]\n}\n";
    finds(&styled(&book, style), "stranded-heading", "src/two.md");
}

#[test]
fn footnotes_away_from_their_mark() {
    let book = book("note");
    let style = "#let held = state(\"held\", ())\n\
        #let i-note(mark, here, there, body) = {\n  named-place(here)\n  note-mark(mark)\n  \
        held.update(all => all + ({ named-place(there); body },))\n}\n\
        #let b-paragraph(body) = {\n  par(body)\n  \
        context for one in held.get() { place(bottom, float: true, block(height: 80%, one)) }\n  held.update(())\n}\n";
    book.write("src/two.md", &format!("# Letters\n\n{}Marked.[^n]\n\n{}[^n]: A note.\n", text(5), text(9)));
    finds(&styled(&book, style), "note-away", "src/two.md");
}

#[test]
fn styles_that_print_badly() {
    let book = book("style");
    let style = "#let ours = p-unit\n#let p-unit(body) = {\n  show: ours\n  set page(background: {\n    \
        place(top + left, dx: 2pt, dy: 300pt, text(4pt)[near]); place(top, dy: 300pt, line(length: 100pt, stroke: 0.1pt))\n  })\n  body\n}\n";
    let said = styled(&book, style);
    for code in ["tiny-type", "thin-line", "unsafe-margin", "marked-blank"] {
        finds(&said, code, "");
    }
    assert!(said.problem("tiny-type").message.contains("type of 4 pt"), "{said:?}");
    assert!(said.problem("thin-line").message.contains("lines of 0.1 pt"), "{said:?}");
}

#[test]
fn text_outside_the_type_area() {
    let book = book("area");
    let style = "#let ours = p-unit\n#let p-unit(body) = { show: ours; set page(margin: (bottom: 40pt, top: 40pt, left: 30pt)); body }\n";
    let said = styled(&book, style);
    finds(&said, "outside-type-area", "src/");
    for side in ["above", "below", "left of"] {
        assert!(said.problems.iter().any(|it| it.code == "outside-type-area" && it.message.contains(side)), "{side}: {said:?}");
    }
}

#[test]
fn running_heads_and_contents_that_say_something_else() {
    let book = book("head");
    let style = "#let ours = p-head\n#let p-head(side, folio, head) = ours(side, folio, [Quite another])\n\
        #let contents = p-contents-chapter\n#let p-contents-chapter(nest, anchor, number, title, folio) = contents(nest, anchor, number, title, t(\"99\"))\n";
    let said = styled(&book, style);
    finds(&said, "running-head", "src/");
    finds(&said, "contents-page", "src/one.md");
    assert!(said.problem("contents-page").message.contains("contents say page 99"), "{said:?}");
}

#[test]
fn files_that_were_edited() {
    let book = book("edited");
    build(&book, &[]);
    edit(&book, |document, pages| {
        for (_, object) in document.objects.iter_mut() {
            if let Ok(font) = object.as_dict_mut() {
                font.remove(b"FontFile2");
                font.remove(b"FontFile3");
            }
        }
        let page = |document: &mut Document, at: usize| document.get_dictionary_mut(pages[at]).expect("a page").clone();
        let mut first = page(document, 4);
        first.remove(b"TrimBox");
        document.objects.insert(pages[4], Object::Dictionary(first));
        let mut second = page(document, 5);
        second.set("TrimBox", vec![10.into(), 10.into(), 400.into(), 600.into()]);
        document.objects.insert(pages[5], Object::Dictionary(second));
        add(document, pages[6], "q 1 0 0 rg 200 200 50 50 re f Q");
    });
    let said = proof(&book, &[]);
    for code in ["font-not-embedded", "missing-box", "wrong-box", "wrong-color", "stale-proof-map"] {
        finds(&said, code, "");
    }
    assert!(said.problem("wrong-color").message.contains("DeviceRGB on 1 page"), "{said:?}");
    assert_eq!(said.code, 1);
}

#[test]
fn pages_that_are_gone() {
    let book = book("gone");
    build(&book, &[]);
    let before = fs::read(book.path(PDF)).expect("there");
    edit(&book, |document, _| document.delete_pages(&[8]));
    finds(&proof(&book, &[]), "folio-gap", "");
    fs::write(book.path(PDF), before).expect("written");
    assert_eq!(codes(&proof(&book, &[])), Vec::<&str>::new());
}

#[test]
fn printers_have_their_own_rules() {
    let book = book("printer");
    build(&book, &[]);
    let said = proof(&book, &["--set", "edition.print.printer=\"kdp\""]);
    finds(&said, "page-count", "book.toml");
    finds(&said, "forbidden-links", "");
    assert!(said.problem("page-count").message.contains("24 to 828"), "{said:?}");
}

#[test]
fn drawings_are_fit_for_the_printer() {
    let book = book("fit");
    let shapes = "<rect width='9' height='9' opacity='.5'/><path d='M0 0L90 40' stroke='#000' stroke-width='.1'/>";
    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='99' height='50'>{shapes}</svg>");
    book.write("src/thin.svg", &svg);
    let two = "\n\nA $1/2$ line, a frame:\n\n::: {.example}\nFramed.\n:::\n\n| a |\n|---|\n| 1 |\n";
    book.write("src/two.md", &format!("# Letters\n\n![Thin](thin.svg){{#fig-t alt=\"lines\"}}{two}"));
    let plain = ["--set", "edition.print.printer=\"kdp\""];
    book.write("src/one.md", &format!("# Sheets\n\n{}", text(130)));
    build(&book, &plain);
    // No line is left that KDP finds too thin; what shines through is for the author to mend.
    let said = proof(&book, &plain);
    assert_eq!(codes(&said), ["transparency"], "{said:?}");
    finds(&said, "transparency", "src/two.md");
}

#[test]
fn every_volume_is_read_and_named() {
    let book = book("volumes");
    book.write("src/SUMMARY.md", "# Summary\n\n# Early\n\n- [Sheets](one.md)\n\n# Late\n\n- [Letters](two.md)\n");
    book.write("src/two.md", &format!("# Letters\n\nShort.\n\n{}", "a\u{a0}".repeat(60)));
    let set = ["--set", "edition.print.volumes=2"];
    build(&book, &set);
    let said = proof(&book, &set);
    finds(&said, "overfull-line", "src/two.md:5:1");
    assert!(said.problem("overfull-line").message.starts_with("volume 2, page "), "{said:?}");
    assert_eq!(codes(&said), ["overfull-line"], "{said:?}");
    // Built as one again, the volumes that are left over are nobody's.
    build(&book, &[]);
    assert!(proof(&book, &[]).problem("overfull-line").message.starts_with("page "));
}

#[test]
fn text_that_was_moved_from_the_gutter_is_found_where_it_stands() {
    let book = book("moved");
    let set = ["--set", "edition.print.printer=\"lulu\"", "--set", "edition.print.trim=\"4.25x6.875in\""];
    book.write("src/one.md", &format!("# Sheets\n\n{}## Folding\n\n{}## Cutting\n\n{}", text(30), text(30), text(30)));
    build(&book, &set);
    let said = proof(&book, &set);
    for code in ["running-head", "marked-blank", "contents-page", "outside-type-area"] {
        assert!(!codes(&said).contains(&code), "{said:?}");
    }
    let map = fs::read_to_string(book.path("out/a-small-book-print.proof.json")).expect("a map");
    // Half an inch and what may hang beside the measure: 14 pt.
    assert!(map.contains("\"inside\":50.0"), "the text was not moved: {}", &map[..300]);
}

#[test]
fn what_is_known_of_a_file_is_said() {
    let book = book("known");
    build(&book, &[]);
    fs::copy(book.path(PDF), book.path("alone.pdf")).expect("copied");
    finds(&proof(&book, &["--pdf", &book.path("alone.pdf")]), "no-proof-map", "book.toml");
    book.write("broken.pdf", "no PDF");
    finds(&proof(&book, &["--pdf", &book.path("broken.pdf")]), "unreadable-pdf", "book.toml");
    book.write("src/two.md", "# Letters\n\nOther.\n");
    finds(&proof(&book, &[]), "changed-text", "src/two.md");
    let gone = proof(&book, &["--pdf", "no/such/file.pdf"]);
    assert_eq!(gone.code, 2, "{gone:?}");
}
