//! The program as a person runs it: what it says about books that can't be made, and what it leaves behind.

mod folder;

use std::fs;

use folder::{Folder, Said, bindery};

/// A book that can be made, to be spoilt.
fn good(name: &str) -> Folder {
    let book = Folder::new(name);
    book.write("book.toml", "[book]\ntitle = \"A Small Book\"\nlanguage = \"en\"\n");
    book.write("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n- [Two](two.md)\n");
    book.write("src/one.md", "# One\n\nSome text. See [two](two.md).\n");
    book.write("src/two.md", "# Two\n\nMore text.\n");
    book
}

fn build(book: &Folder) -> Said {
    bindery(&["build", book.text(), "--out", &book.path("out"), "--format", "json"])
}

/// Asserts that a build fails with this problem at this place, in these words, and that the outputs of an
/// earlier build survive.
#[track_caller]
fn fails(book: &Folder, code: &str, place: &str, words: &str) {
    book.write("out/a-small-book-print.pdf", "old");
    book.write("out/a-small-book.epub", "old");
    book.write("out/ledger.json", "old");
    let said = build(book);
    assert_eq!(said.code, 1, "{said:?}");
    let found = said.problem(code);
    assert_eq!(found.severity, "error", "{said:?}");
    assert_eq!(found.place, place, "{said:?}");
    assert!(found.message.contains(words), "{:?} doesn't say {words:?}", found.message);
    let mut left = book.files("out");
    left.sort();
    assert_eq!(left, ["a-small-book-print.pdf", "a-small-book.epub", "ledger.json"], "only what was there");
    for file in left {
        assert_eq!(fs::read_to_string(book.path(&format!("out/{file}"))).expect("readable"), "old");
    }
}

/// Asserts that a build is made although there is this warning or note.
#[track_caller]
fn warns(book: &Folder, code: &str, severity: &str, place: &str) {
    let said = build(book);
    assert_eq!(said.code, 0, "{said:?}");
    let found = said.problem(code);
    assert_eq!((found.severity.as_str(), found.place.as_str()), (severity, place), "{said:?}");
    assert!(book.files("out").contains(&"a-small-book.epub".to_owned()), "{:?}", book.files("out"));
}

#[test]
fn a_good_book_is_made_whole() {
    let book = good("good");
    let said = build(&book);
    assert_eq!((said.code, said.problems.len()), (0, 0), "{said:?}");
    let mut files = book.files("out");
    files.sort();
    let pdf = ["a-small-book-print.pdf", "a-small-book-print.proof.json"];
    assert_eq!(files, [pdf[0], pdf[1], "a-small-book.epub", "ledger.json", "pages.json"]);
    assert!(fs::read(book.path("out/a-small-book-print.pdf")).expect("readable").starts_with(b"%PDF-"));
}

#[test]
fn editions_are_made_as_asked() {
    let book = good("editions");
    let out = book.path("out");
    let said = bindery(&["build", book.text(), "--out", &out, "--edition", "screen"]);
    assert_eq!(said.code, 0, "{said:?}");
    let mut files = book.files("out");
    files.sort();
    assert_eq!(files, ["a-small-book-screen.pdf", "a-small-book-screen.proof.json", "ledger.json", "pages.json"]);
}

#[test]
fn a_folder_that_is_no_book() {
    let book = Folder::new("no-book");
    fails(&book, "no-manifest", "book.toml:1:1", "no `book.toml`");
}

#[test]
fn a_book_that_is_not_there() {
    let said = bindery(&["check", "no/such/folder"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains("no folder `no/such/folder`"), "{said:?}");
}

#[test]
fn a_missing_file() {
    let book = good("missing-file");
    book.write("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n- [Two](tow.md)\n");
    fails(&book, "missing-file", "src/SUMMARY.md:4:3", "tow.md");
}

#[test]
fn no_summary() {
    let book = good("no-summary");
    book.remove("src/SUMMARY.md");
    fails(&book, "missing-file", "book.toml:1:1", "SUMMARY.md");
}

#[test]
fn bad_toml_with_its_line() {
    let book = good("bad-toml");
    book.write("book.toml", "[book]\ntitle = \"A Small Book\"\nauthors = [\"A\"\nlanguage = \"en\"\n");
    let said = build(&book);
    assert_eq!(said.code, 1, "{said:?}");
    let place = &said.problem("bad-toml").place;
    assert!(place.starts_with("book.toml:3:") || place.starts_with("book.toml:4:"), "{place}");
}

#[test]
fn a_cyclic_include() {
    let book = good("cyclic-include");
    book.write("src/one.md", "# One\n\n{{#include a.md}}\n");
    book.write("src/a.md", "A.\n\n{{#include b.md}}\n");
    book.write("src/b.md", "B.\n\n{{#include a.md}}\n");
    fails(&book, "cyclic-include", "src/b.md:3:1", "includes itself");
}

#[test]
fn an_include_outside_the_folder() {
    let book = good("outside");
    book.write("../outside-secret.md", "secret");
    book.write("src/one.md", "# One\n\n{{#include ../../outside-secret.md}}\n");
    fails(&book, "outside-path", "src/one.md:3:1", "leads out of the book's folder");
}

#[cfg(unix)]
#[test]
fn a_link_of_the_file_system_that_leads_outside() {
    let book = good("symlink");
    book.write("../symlink-secret.md", "secret");
    std::os::unix::fs::symlink(book.path("../symlink-secret.md"), book.path("src/link.md")).expect("linked");
    book.write("src/one.md", "# One\n\n{{#include link.md}}\n");
    fails(&book, "unreadable-file", "src/one.md:3:1", "leads out of the book's folder");
}

#[test]
fn includes_that_grow_without_end() {
    let book = good("too-large");
    book.write("src/l0.md", &"word ".repeat(2000));
    for level in 1..9 {
        book.write(&format!("src/l{level}.md"), &format!("{{{{#include l{}.md}}}}\n", level - 1).repeat(10));
    }
    book.write("src/one.md", "# One\n\n{{#include l8.md}}\n");
    let said = bindery(&["check", book.text(), "--format", "json"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.problem("too-large");
}

#[test]
fn an_unreadable_picture() {
    let book = good("unreadable-picture");
    book.write("src/one.md", "# One\n\n![A wreck](bad.png)\n");
    book.write("src/bad.png", "this is no picture");
    fails(&book, "unreadable-picture", "src/one.md:3:1", "bad.png");
}

#[test]
fn an_unreadable_file() {
    let book = good("unreadable-file");
    book.write("src/folder.md/x", "");
    book.write("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n- [Two](folder.md)\n");
    fails(&book, "unreadable-file", "src/SUMMARY.md:4:3", "it is a folder");
}

#[test]
fn an_unknown_label() {
    let book = good("unknown-label");
    book.write("src/one.md", "# One {#sec-one}\n\nSee @sec-oen.\n");
    warns(&book, "unknown-label", "warning", "src/one.md:3:5");
}

#[test]
fn a_duplicate_label() {
    let book = good("duplicate-label");
    book.write("src/one.md", "# One {#sec-a}\n\nText.\n");
    book.write("src/two.md", "# Two\n\n## Again {#sec-a}\n\nText.\n");
    fails(&book, "duplicate-label", "src/two.md:3:12", "`sec-a` is used twice");
}

#[test]
fn a_broken_link() {
    let book = good("broken-link");
    book.write("src/one.md", "# One\n\nSee [two](twoo.md).\n");
    warns(&book, "broken-link", "warning", "src/one.md:3:5");
}

#[test]
fn text_that_is_not_utf8() {
    let book = good("not-utf8");
    fs::write(book.path("src/two.md"), b"# Two\n\nLatin: \xe9.\n").expect("written");
    fails(&book, "not-utf8", "src/two.md:3:8", "is not UTF-8");
}

#[test]
fn an_empty_book() {
    let book = good("empty");
    book.write("src/SUMMARY.md", "# Summary\n");
    let said = build(&book);
    assert_eq!(said.code, 1, "{said:?}");
    said.problem("empty-book");
}

#[test]
fn a_summary_that_names_a_file_twice() {
    let book = good("twice");
    book.write("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n- [Again](one.md)\n");
    fails(&book, "summary-twice", "src/SUMMARY.md:4:3", "`src/one.md` is named twice");
}

#[test]
fn characters_that_no_font_has() {
    let book = good("missing-glyph");
    book.write("src/one.md", "# One\n\nIn cuneiform: \u{12000}.\n");
    warns(&book, "missing-glyph", "warning", "src/one.md:3:15");
}

#[test]
fn warnings_can_be_denied() {
    let book = good("deny");
    book.write("src/one.md", "# One\n\nSee [two](twoo.md).\n");
    let out = book.path("out");
    let said = bindery(&["build", book.text(), "--out", &out, "--deny", "warnings"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(book.files("out"), Vec::<String>::new(), "nothing is left behind");
}

#[test]
fn only_some_chapters() {
    let book = good("chapters");
    let said = bindery(&["build", book.text(), "--out", &book.path("out"), "--chapter", "Two", "--edition", "epub"]);
    assert_eq!(said.code, 0, "{said:?}");
    let said = bindery(&["check", book.text(), "--chapter", "Three", "--format", "json"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.problem("no-such-chapter");
}

/// A chapter alone has the folios of the last full build, and says where they may be out of date.
#[test]
fn a_chapter_alone_takes_its_folios_from_the_last_full_build() {
    let book = good("alone");
    let out = book.path("out");
    let chapter = ["build", book.text(), "--out", &out, "--edition", "review", "--format", "json", "--chapter", "2"];
    bindery(&chapter).problem("no-folios");
    bindery(&chapter[..8]);
    assert!(!bindery(&chapter).out.contains("folios"));
    book.write("src/one.md", "# One\n\nOther text.\n");
    bindery(&chapter).problem("old-folios");
}

/// An EPUB made without the print edition has the pages of the last one, and only while the text is the same.
#[test]
fn pages_of_the_last_print_build_are_used_again() {
    let book = good("pages");
    let out = book.path("out");
    let build = |editions: &str| bindery(&["build", book.text(), "--out", &out, "--edition", editions, "--format", "json"]);
    let epub = || fs::read(book.path("out/a-small-book.epub")).expect("readable");
    build("epub").problem("no-page-list");
    let without = epub();
    assert!(!build("print,epub").out.contains("no-page-list"));
    let with = epub();
    assert!(!build("epub").out.contains("no-page-list"));
    assert!(epub() == with && with != without, "the pages are those of the print edition");
    book.write("src/two.md", "# Two\n\nOther text.\n");
    build("epub").problem("no-page-list");
}

/// What our own checks find speaks against a claim that the book is accessible, so it isn't made.
#[test]
fn what_is_not_accessible_is_not_certified() {
    let book = good("certified");
    let toml = "[book]\ntitle = \"A Small Book\"\n[edition.epub.certified]\nby = \"Us\"\nconforms = \"WCAG 2.2 AA\"\n";
    book.write("book.toml", toml);
    assert_eq!(bindery(&["build", book.text(), "--out", &book.path("fine"), "--edition", "epub"]).code, 0);
    book.write("src/two.md", "# Two\n\n| | |\n| --- | --- |\n| a | b |\n\n```dot\ndigraph { a -> b }\n```\n");
    fails(&book, "not-accessible", "book.toml:3:15", "can't be certified: it has 1 pictures or drawings without a description");
}

#[test]
fn settings_are_overridden() {
    let book = good("set");
    let out = book.path("out");
    let args = ["build", book.text(), "--out", &out, "--edition", "epub", "--set", "book.title=Another"];
    assert_eq!(bindery(&args).code, 0);
    assert!(book.files("out").contains(&"another.epub".to_owned()), "{:?}", book.files("out"));
    let said = bindery(&["check", book.text(), "--set", "book.titel=X", "--format", "json"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.problem("unknown-key");
}

#[test]
fn wrong_usage_is_told_from_errors() {
    for arguments in [&["bild"][..], &["build", ".", "--edition", "papyrus"], &["build", ".", "--jobs", "none"]] {
        assert_eq!(bindery(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn people_read_file_line_and_advice() {
    let book = good("human");
    book.write("src/one.md", "# One {#sec-one}\n\nSee @sec-oen.\n");
    let said = bindery(&["check", book.text()]);
    let text = format!("{}{}", said.out, said.err);
    for part in ["src/one.md:3:5", "unknown label `sec-oen`", "See @sec-oen.", "did you mean `sec-one`?"] {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
}

#[test]
fn quiet_says_nothing_of_a_good_book() {
    let book = good("quiet");
    let said = bindery(&["build", book.text(), "--out", &book.path("out"), "--quiet"]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "", ""));
}

#[test]
fn the_tree_is_json() {
    let book = good("tree");
    let said = bindery(&["tree", book.text()]);
    assert_eq!(said.code, 0, "{said:?}");
    let tree: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(tree["meta"]["title"], "A Small Book");
}

#[test]
fn the_typst_is_exported_with_all_it_needs() {
    let book = good("export");
    let out = book.path("typst");
    let said = bindery(&["export", "typst", book.text(), &out]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(book.files("typst").iter().any(|file| file.ends_with(".typ")), "{:?}", book.files("typst"));
}

/// A picture of one white pixel (PNG).
const PIXEL: [u8; 67] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
    0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3A, 0x7E, 0x9B, 0x55, 0x00, 0x00, 0x00,
    0x0A, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0xF8, 0x0F, 0x00, 0x01, 0x01, 0x01, 0x00, 0xB1, 0x38, 0xF6,
    0x14, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];

#[test]
fn a_book_that_is_too_short_for_its_printer() {
    let book = good("page-limit");
    book.write("book.toml", "[book]\ntitle = \"A Small Book\"\n\n[edition.print]\nprinter = \"kdp\"\n");
    fails(&book, "page-limit", "book.toml:5:11", "binds 24 to 828");
}

#[test]
fn a_picture_with_too_few_pixels_for_paper() {
    let book = good("resolution");
    let press = "printer = \"ingram\"\npaper = \"0.1mm\"\n";
    book.write("book.toml", &format!("[book]\ntitle = \"A Small Book\"\n\n[edition.print]\n{press}"));
    let pages = "Text.\n\n".repeat(900);
    book.write("src/one.md", &format!("# One\n\n![A dot](dot.png){{alt=\"A dot\" width=50%}}\n\n{pages}"));
    fs::write(book.path("src/dot.png"), PIXEL).expect("writable");
    warns(&book, "low-resolution", "warning", "src/one.md:3:1");
}

#[test]
fn a_style_that_changes_nothing() {
    let book = good("idle-style");
    book.write("styles/book.typ", "#let b-break = [x]\n#let b-brake = [y]\n");
    warns(&book, "idle-style", "warning", "styles/book.typ:2:2");
}

#[test]
fn a_drawing_with_type_too_small_to_read() {
    let book = good("small-type");
    let text = "<text y=\"50\" font-size=\"12\" font-family=\"'Source Sans 3'\">small</text>";
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"100\">{text}</svg>");
    book.write("src/wide.svg", &svg);
    book.write("src/one.md", "# One\n\n![Wide](wide.svg){alt=\"A wide drawing\"}\n");
    warns(&book, "small-type", "warning", "src/one.md:3:1");
    let wide = format!("# One\n\n```ascii\n{}\n```\n", "─".repeat(200));
    book.write("src/one.md", &wide);
    warns(&book, "small-type", "warning", "src/one.md:4:1");
}

/// The outputs of a build, by name.
fn outputs(book: &Folder) -> Vec<Vec<u8>> {
    let said = build(book);
    assert_eq!(said.code, 0, "{said:?}");
    let names = ["a-small-book-print.pdf", "a-small-book.epub", "ledger.json"];
    names.map(|name| fs::read(book.path(&format!("out/{name}"))).expect("written")).into()
}

#[test]
fn drawings_are_kept_and_the_book_is_the_same_without_them() {
    let book = good("kept");
    let fence = "```dot {alt=\"An arrow\"}\ndigraph { a -> b; }\n```\n";
    book.write("src/one.md", &format!("# One\n\n{fence}"));
    assert_eq!(bindery(&["check", book.text()]).code, 0);
    assert!(!fs::exists(book.path("out")).expect("readable"), "a check writes nothing");
    let first = outputs(&book);
    let [entry] = book.files("out/cache").try_into().expect("one drawing");
    assert!(outputs(&book) == first, "with the kept drawing");
    let whole = fs::read_to_string(book.path(&format!("out/cache/{entry}"))).expect("readable");
    for spoilt in [whole.replace("stroke", "strike"), whole[..whole.len() / 2].to_owned(), String::new()] {
        book.write(&format!("out/cache/{entry}"), &spoilt);
        assert!(outputs(&book) == first, "with a spoilt drawing");
        let mended = fs::read_to_string(book.path(&format!("out/cache/{entry}"))).expect("readable");
        assert!(mended == whole, "a spoilt drawing is made anew");
    }
    fs::remove_dir_all(book.path("out/cache")).expect("removed");
    assert!(outputs(&book) == first, "without any");
}

#[test]
fn a_spine_without_a_formula() {
    let book = good("spine");
    book.write("book.toml", "[book]\ntitle = \"A Small Book\"\n\n[edition.print]\nprinter = \"ingram\"\n");
    let long = "Text.\n\n".repeat(900);
    book.write("src/one.md", &format!("# One\n\n{long}"));
    warns(&book, "spine-reckoned", "note", "book.toml:5:11");
    assert!(book.files("out").contains(&"a-small-book-cover.pdf".to_owned()));
}

#[test]
fn more_volumes_than_chapters() {
    let book = good("volumes");
    book.write("book.toml", "[book]\ntitle = \"A Small Book\"\n\n[edition.print]\nvolumes = 9\n");
    warns(&book, "volumes-short", "warning", "book.toml:1:1");
    let files = book.files("out");
    for volume in [1, 2] {
        assert!(files.contains(&format!("a-small-book-print-vol-{volume}.pdf")), "{files:?}");
    }
}

/// Runs git in a book's folder, as somebody.
fn git(book: &Folder, words: &[&str]) {
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    let run = std::process::Command::new("git").arg("-C").arg(book.text()).args(who).args(words).output();
    let output = run.expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn review(book: &Folder, since: &str) -> Said {
    let (out, since) = (book.path("out"), format!("--since={since}"));
    bindery(&["build", book.text(), "--out", &out, "--edition", "review", &since, "--format", "json"])
}

#[test]
fn a_review_compares_with_a_revision_and_leaves_the_working_copy_alone() {
    let book = good("review");
    git(&book, &["init", "-q"]);
    git(&book, &["add", "."]);
    git(&book, &["commit", "-qm", "one"]);
    book.write("src/two.md", "# Two\n\nMuch more text.\n");
    let said = review(&book, "HEAD");
    assert_eq!((said.code, said.problems.len()), (0, 0), "{said:?}");
    let mut files = book.files("out");
    files.sort_unstable();
    assert_eq!(files, ["a-small-book-review.pdf", "a-small-book-review.proof.json", "pages.json"]);
    assert_eq!(fs::read_to_string(book.path("src/two.md")).expect("readable"), "# Two\n\nMuch more text.\n");
    // A file that isn't in git yet is new text like any other.
    book.write("src/three.md", "# Three\n\nMore.\n");
    book.write("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n- [Three](three.md)\n");
    assert_eq!(review(&book, "HEAD").code, 0);
}

#[test]
fn a_revision_that_is_no_book_is_said() {
    let book = good("review-wrong");
    assert_eq!(review(&book, "HEAD").code, 2, "no repository");
    git(&book, &["init", "-q"]);
    git(&book, &["add", "src"]);
    git(&book, &["commit", "-qm", "no manifest"]);
    assert!(review(&book, "no-such-tag").err.contains("no revision `no-such-tag`"));
    let said = review(&book, "HEAD");
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(said.problem("old-version").severity, "error");
    let alone = bindery(&["build", book.text(), "--edition", "print", "--since", "HEAD"]);
    assert_eq!(alone.code, 2, "{alone:?}");
}

/// A picture that nobody can hear keeps the screen edition from its claim, not from being made.
#[test]
fn a_picture_without_words_withholds_the_claim() {
    let book = good("undescribed");
    book.write("src/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><circle r=\"4\"/></svg>");
    let claims = || {
        let out = book.path("out");
        let said = bindery(&["build", book.text(), "--out", &out, "--edition", "screen", "--format", "json"]);
        assert_eq!(said.code, 0, "{said:?}");
        let bytes = fs::read(book.path("out/a-small-book-screen.pdf")).expect("a PDF was made");
        let claims = bytes.windows(12).any(|window| window == b"pdfuaid:part");
        (claims, said)
    };
    book.write("src/two.md", "# Two\n\n![](dot.svg)\n\n![A dot](dot.svg)\n");
    let (claimed, said) = claims();
    let found = said.problem("unclaimed");
    assert_eq!((found.severity.as_str(), found.place.as_str()), ("warning", "src/two.md:3:1"), "{said:?}");
    assert!(!claimed, "a claim that isn't true");
    book.write("src/two.md", "# Two\n\n![](dot.svg){alt=\"\"}\n\n![A dot](dot.svg)\n");
    let (claimed, said) = claims();
    assert!(said.problems.is_empty() && claimed, "{said:?}");
}
