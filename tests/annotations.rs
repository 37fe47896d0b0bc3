//! What reviewers write into a PDF of the repository's book comes back to the lines that it belongs to.
//!
//! The reviewers are PyMuPDF, the library inside PDF readers, and pikepdf, which writes with qpdf. They choose words that
//! stand once in the Markdown (`readers/annotate.py`), so it is known beforehand what has to come back.

mod folder;
mod tools;

use std::fs;
use std::path::Path;

use folder::{Folder, Said, bindery};
use serde_json::Value;

const REVIEWED: &str = "distributed-systems-review.pdf";

fn root() -> &'static str {
    env!("CARGO_MANIFEST_DIR")
}

/// The book's review edition, and what reviewers made of it.
fn reviewed(name: &str) -> Folder {
    let folder = Folder::new(name);
    let said = bindery(&["build", root(), "--edition", "review", "--quiet", "--out", &folder.path("out")]);
    assert_eq!(said.code, 0, "{said:?}");
    folder
}

fn annotations(pdf: &str, more: &[&str]) -> (Said, Vec<Value>) {
    let said = bindery(&[&["annotations", pdf, root(), "--format", "json"], more].concat());
    let all = said.out.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let remarks = all.filter(|one| one.get("kind").is_some()).collect();
    (said, remarks)
}

/// How what came back differs from what was written; `some` of it is enough where pages were taken out.
fn differences(remarks: &[Value], expected: &[Value], some: bool) -> Vec<String> {
    let mut found = Vec::new();
    for one in expected {
        let Some(remark) = remarks.iter().find(|remark| remark["comment"] == one["comment"]) else {
            if !some {
                found.push(format!("lost: {one}"));
            }
            continue;
        };
        for key in ["file", "line", "column", "kind", "author", "text"] {
            if remark[key] != one[key] {
                found.push(format!("{key} of {} is {}, not {}", one["comment"], remark[key], one[key]));
            }
        }
    }
    found
}

#[test]
fn annotations_of_two_programs_come_back_at_their_lines() {
    let folder = reviewed("annotations");
    let pdf = folder.path(&format!("out/{REVIEWED}"));
    tools::python(&["tests/readers/annotate.py", &pdf, "chapters", folder.text()]);
    let map = folder.path("out/distributed-systems-review.proof.json");
    let expected = fs::read_to_string(folder.path("expected.json")).expect("the words are known");
    let expected: Vec<Value> = serde_json::from_str(&expected).expect("JSON");
    let pages = expected.iter().filter_map(|one| one["page"].as_u64()).collect::<std::collections::BTreeSet<_>>();
    let broken = expected.iter().filter(|one| one["boxes"].as_array().is_some_and(|boxes| boxes.len() > 1)).count();
    assert!(expected.len() >= 60 && pages.len() >= 40 && broken >= 15, "{} on {} pages", expected.len(), pages.len());
    for name in ["mupdf", "appended", "pikepdf"] {
        let (said, remarks) = annotations(&folder.path(&format!("{name}.pdf")), &["--map", &map]);
        assert_eq!((said.code, remarks.len()), (0, expected.len()), "{name}: {}", said.err);
        let found = differences(&remarks, &expected, false);
        assert!(found.is_empty(), "{name}:\n{}", found.join("\n"));
    }
    let (said, remarks) = annotations(&folder.path("extract.pdf"), &["--map", &map]);
    let found = differences(&remarks, &expected, true);
    assert!(said.code == 0 && remarks.len() >= 15 && found.is_empty(), "{said:?}\n{}", found.join("\n"));

    let (_, remarks) = annotations(&folder.path("mangled.pdf"), &["--map", &map]);
    let seen: Vec<Value> = remarks.iter().take(5).map(|one| serde_json::json!([one["kind"], one["comment"], one["author"], one["state"]])).collect();
    let wanted = serde_json::json!([
        ["strike-out", "take it out", "", ""],
        ["answer", "no, leave it", "Author", ""],
        ["answer", "", "Author", "Rejected"],
        ["highlight", "so & so", "", ""],
        ["underline", "in its window", "", ""],
    ]);
    assert_eq!(Value::Array(seen), wanted);
    assert_eq!(remarks[1]["date"], "2026-01-03");
    assert!(remarks.iter().take(5).all(|one| one["line"] == expected[0]["line"]), "answers stand where their question is");
}

/// A small book in a folder of its own, its PDF with a note that says `mend` at `word`.
fn small(name: &str) -> (Folder, String) {
    let book = Folder::new(name);
    book.write("book.toml", "[book]\ntitle = \"Small\"\nlanguage = \"en\"\n");
    book.write("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n");
    book.write("src/one.md", "# One\n\nFirst words.\n\nThe quick brown fox isn't\nhere, but *elsewhere* [^1].\n\n[^1]: A note on hounds.\n");
    let said = bindery(&["build", book.text(), "--edition", "review", "--quiet"]);
    assert_eq!(said.code, 0, "{said:?}");
    let came = book.path("came back.pdf");
    let script = "import fitz, sys
document = fitz.open(sys.argv[1])
for word in sys.argv[3:]:
    for page in document:
        for box in page.search_for(word):
            page.add_highlight_annot(box).set_info(title='Ada', content='mend\\nthis')
document.save(sys.argv[2], garbage=3)";
    tools::python(&["-c", script, &book.path("out/small-review.pdf"), &came, "isn\u{2019}t", "elsewhere", "hounds"]);
    (book, came)
}

#[test]
fn lines_are_ready_for_a_quickfix_list() {
    let (book, came) = small("annotations-quickfix");
    let said = bindery(&["annotations", &came, book.text()]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let at = |line: &str| format!("{}/src/one.md:{line}", book.text());
    let wanted = [
        at("5:21: highlight: \"isn\u{2019}t\": mend this (Ada, page 1)"),
        at("6:12: highlight: \"elsewhere\": mend this (Ada, page 1)"),
        at("8:17: highlight: \"hounds\": mend this (Ada, page 1)"),
    ];
    assert_eq!(said.out.lines().collect::<Vec<_>>(), wanted);
}

#[test]
fn a_text_that_was_changed_since_is_said_and_its_words_are_still_found() {
    let (book, came) = small("annotations-changed");
    book.write("src/one.md", "# One\n\nSome new\nlines.\n\nFirst words.\n\nThe quick brown fox isn't\nhere, but *elsewhere* [^1].\n\n[^1]: A note on hounds.\n");
    let said = bindery(&["annotations", &came, book.text()]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.err.contains("changed-text"), "{said:?}");
    let lines: Vec<_> = said.out.lines().filter_map(|line| line.split("one.md:").nth(1)?.split(": ").next()).collect();
    assert_eq!(lines, ["8:21", "9:12", "11:17"]);
}

#[test]
fn a_pdf_that_nothing_is_known_of_has_its_annotations_without_lines() {
    let (book, came) = small("annotations-strange");
    for name in book.files("out").iter().filter(|name| name.ends_with(".json")) {
        book.remove(&format!("out/{name}"));
    }
    let said = bindery(&["annotations", &came, book.text(), "--format", "json"]);
    assert_eq!((said.code, said.problem("strange-pdf").severity.as_str()), (1, "error"));
    assert!(said.out.contains("\"text\":\"elsewhere\"") && said.out.contains("\"line\":null"), "{said:?}");
    let other = small("annotations-other").0;
    other.write("src/one.md", &format!("# Another\n\n{}", "Book of other lines, each by itself.\n\n".repeat(9)));
    bindery(&["build", other.text(), "--edition", "review", "--quiet"]);
    let said = bindery(&["annotations", &came, book.text(), "--map", &other.path("out/small-review.proof.json"), "--format", "json"]);
    assert_eq!((said.code, said.problem("strange-pdf").severity.as_str()), (1, "error"));
    book.write("no.pdf", "no PDF");
    let said = bindery(&["annotations", &book.path("no.pdf"), book.text(), "--format", "json"]);
    assert_eq!((said.code, said.problem("unreadable-pdf").severity.as_str()), (1, "error"));
    assert!(Path::new(&came).exists());
    assert_eq!(bindery(&["annotations", &book.path("none.pdf"), book.text()]).code, 2);
}
