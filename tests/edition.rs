//! The EPUB as shops, accessibility checkers and old readers ask for it, read back with lxml; and the ledgers that
//! say, clause by clause, what holds us to EPUB 3.3, to EPUB Accessibility 1.1 and to Kindle's intake.

mod folder;
mod tools;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use folder::{Folder, bindery};
use serde_json::{Value, json};
use tools::python;

const MANIFEST: &str = r#"
[book]
title = "The Whole Record"
subtitle = "And what it is for"
authors = ["Ann Author", "Plato"]
language = "en"
languages = ["el", "fr"]
publisher = "Press & Sons"
rights = "© 2026 The authors"
date = "2026-11-25"
description = "A book with every field."
subjects = ["Records", "Fields <and> signs"]
isbn-print = "978-0-306-40615-7"
isbn-epub = "978-1-4028-9462-6"

[[book.creator]]
name = "Tim Turner"
role = "translator"
file-as = "Turner, T."

[book.series]
name = "Records"
position = 2

[edition.epub.certified]
by = "Careful Readers"
conforms = "WCAG 2.2 AA"
credential = "Sworn"
report = "https://example.org/report"
"#;
const ONE: &str = "# One\n\nText[^1] of [παιδεία]{lang=el}, [ספר]{lang=he} and $x^2$.\n\n## A section {#sec-a}\n\nSee @tbl-a and @fig-a.\n\n\
    | a | b |\n| --- | --- |\n| 1 | 2 |\n\n: Numbers {#tbl-a}\n\n```dot {#fig-a caption=\"Two\" alt=\"Two boxes.\"}\ndigraph { a -> b }\n```\n\n\
    ```rust\nfn main() {}\n```\n\n$$ a = b $$\n\n[^1]: A note.\n";

static BOOK: LazyLock<Folder> = LazyLock::new(|| {
    let book = Folder::new("edition");
    book.write("book.toml", MANIFEST);
    book.write("src/SUMMARY.md", "- [One](one.md)\n- [Two](two.md)\n");
    book.write("src/one.md", ONE);
    book.write("src/two.md", "# Two\n\nMore, after @sec-a.\n");
    book
});
/// What `readers/package.py` reads in it.
static READ: LazyLock<Value> = LazyLock::new(|| made(&BOOK, "out"));

/// Builds print edition and EPUB of a book, and reads the EPUB.
fn made(book: &Folder, out: &str) -> Value {
    let said = bindery(&["build", book.text(), "--out", &book.path(out), "--edition", "print,epub"]);
    assert_eq!(said.code, 0, "{said:?}");
    let name = book.files(out).into_iter().find(|name| name.ends_with(".epub")).expect("an EPUB was made");
    let told = python(&["tests/readers/package.py", &book.path(&format!("{out}/{name}"))]);
    serde_json::from_str(&told).expect("JSON")
}

/// Documents, style sheets and drawings by their names.
fn texts() -> BTreeMap<&'static str, &'static str> {
    let texts = READ["texts"].as_object().expect("texts");
    texts.iter().map(|(name, text)| (name.as_str(), text.as_str().expect("text"))).collect()
}

#[test]
fn a_page_that_begins_in_code_included_twice_is_marked_where_it_begins() {
    let book = Folder::new("edition-twice");
    let line = |n: usize| format!("let number_{n} = {n};\n");
    book.write("book.toml", "[book]\ntitle = \"Twice\"\nlanguage = \"en\"\n");
    book.write("code.rs", &(0..70).map(line).collect::<String>());
    book.write("src/SUMMARY.md", "- [One](one.md)\n");
    let code = "```rust\n{{#include ../code.rs}}\n```\n";
    book.write("src/one.md", &format!("# One\n\n{code}\nBetween the two.\n\n{code}\nThe end.\n"));
    let read = made(&book, "out");
    let text = read["texts"].as_object().expect("texts").iter().find(|(name, _)| name.ends_with("one.xhtml"));
    let text = text.and_then(|(_, text)| text.as_str()).expect("the chapter");
    let (first, second) = text.split_once("Between the two").expect("both");
    let pages = |text: &str| -> Vec<usize> {
        let marks = text.split("id=\"page-").skip(1).filter_map(|rest| rest.split('"').next());
        marks.map(|folio| folio.parse().expect("a number")).collect()
    };
    let (one, two) = (pages(first), pages(second));
    assert_eq!((one, two), (vec![1, 2], vec![3, 4]));
}

#[test]
fn a_page_that_begins_with_what_print_alone_has_is_marked_where_the_epub_goes_on() {
    let book = Folder::new("edition-alone");
    book.write("book.toml", "[book]\ntitle = \"Alone\"\nlanguage = \"en\"\n");
    book.write("src/SUMMARY.md", "- [One](one.md)\n");
    let alone = "Words that print alone has, enough of them to take some lines. ".repeat(20);
    let both = |n: usize| format!("Paragraph {n}.\n\n::: {{.content-visible when-format=\"pdf\"}}\n{alone}\n:::\n\n");
    book.write("src/one.md", &format!("# One\n\n{}The end.\n", (0..12).map(both).collect::<String>()));
    let read = made(&book, "out");
    let listed: Vec<_> = read["nav"]["page-list"]["labels"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let pages: Vec<String> = (1..=listed.len()).map(|page| page.to_string()).collect();
    assert!(listed.len() > 2, "{listed:?}");
    assert_eq!(listed, pages);
}

#[test]
fn the_package_says_everything_that_the_manifest_says() {
    let metadata = &READ["metadata"];
    let plain = |name: &str, values: &[&str]| {
        let found: Vec<&str> = metadata[name].as_array().into_iter().flatten().filter_map(|it| it["text"].as_str()).collect();
        assert_eq!(found, values, "{name}");
    };
    plain("title", &["The Whole Record", "And what it is for"]);
    plain("identifier", &["urn:isbn:9781402894626"]);
    plain("language", &["en", "el", "fr"]);
    plain("publisher", &["Press & Sons"]);
    plain("rights", &["© 2026 The authors"]);
    plain("date", &["2026-11-25"]);
    plain("description", &["A book with every field."]);
    plain("subject", &["Records", "Fields <and> signs"]);
    plain("source", &["urn:isbn:9780306406157"]);
    plain("pageBreakSource", &["urn:isbn:9780306406157"]);
    plain("creator", &["Ann Author", "Plato"]);
    plain("contributor", &["Tim Turner"]);
    plain("belongs-to-collection", &["Records"]);
    plain("dcterms:conformsTo", &["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]);
    for feature in ["alternativeText", "MathML", "pageNavigation", "pageBreakMarkers"] {
        let all = metadata["schema:accessibilityFeature"].as_array().expect("features");
        assert!(all.iter().any(|it| it["text"] == feature), "{feature}: {all:?}");
    }
    plain("dcterms:modified", &["2026-11-25T00:00:00Z"]);
    let vouched = json!({ "a11y:certifierCredential": "Sworn", "a11y:certifierReport": "https://example.org/report" });
    assert_eq!(READ["certifier"], json!([{ "text": "Careful Readers", "by": vouched, "language": null }]));
    let summary = metadata["schema:accessibilitySummary"].as_array().expect("a summary");
    assert!(summary.len() == 1 && summary[0]["language"] == "en" && summary[0]["text"].as_str().is_some_and(|text| text.len() > 100));
    let refined = |name: &str, at: usize| &metadata[name][at]["by"];
    let person = |role: &str, filed: &str, place: &str| json!({ "role": role, "file-as": filed, "display-seq": place });
    assert_eq!(refined("creator", 0), &person("aut", "Author, Ann", "1"));
    assert_eq!(refined("creator", 1), &person("aut", "Plato", "2"));
    assert_eq!(refined("contributor", 0), &person("trl", "Turner, T.", "3"));
    assert_eq!(refined("title", 1), &json!({ "title-type": "subtitle" }));
    assert_eq!(refined("belongs-to-collection", 0), &json!({ "collection-type": "series", "group-position": "2" }));
    assert_eq!(refined("dcterms:conformsTo", 0), &json!({ "a11y:certifiedBy": "Careful Readers" }));
}

#[test]
fn the_package_lists_what_there_is_and_where_to_begin() {
    assert_eq!(READ["direction"], "ltr");
    let items = READ["items"].as_object().expect("items");
    let with = |property: &str| items.iter().filter(|(_, has)| *has == property).map(|(href, _)| href.as_str()).collect::<Vec<_>>();
    assert_eq!((with("nav"), with("cover-image")), (vec!["nav.xhtml"], vec!["images/_cover.png"]));
    assert_eq!(with("mathml"), ["text/one.xhtml"]);
    let spine = READ["spine"].as_array().expect("a spine");
    let aside: Vec<_> = spine.iter().filter(|it| it[1] == "no").map(|it| &it[0]).collect();
    assert_eq!(aside, ["nav.xhtml"]);
    for (name, hidden) in [("toc", false), ("landmarks", true), ("page-list", true), ("loi", false), ("lot", false)] {
        assert_eq!(READ["nav"][name]["hidden"], hidden, "{name}");
    }
    let guide: Vec<_> = READ["guide"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(["cover", "toc", "text"].iter().all(|kind| guide.contains(kind)), "{guide:?}");
    let landmarks: Vec<_> = READ["landmarks"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(["cover", "toc", "bodymatter"].iter().all(|kind| landmarks.contains(kind)), "{landmarks:?}");
    let contents: Vec<_> = READ["nav"]["toc"]["labels"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert_eq!(contents, ["1 One", "1.1 A section", "2 Two"]);
    assert_eq!(READ["ncx"], json!({ "uid": "urn:isbn:9781402894626", "labels": READ["nav"]["toc"]["labels"] }));
}

#[test]
fn file_names_are_plain_and_apart() {
    let names: Vec<&str> = READ["names"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let plain = |name: &&&str| name.len() < 255 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b));
    assert_eq!(names.iter().filter(plain).count(), names.len(), "{names:?}");
    let mut folded: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    folded.sort_unstable();
    folded.dedup();
    assert_eq!(folded.len(), names.len());
    assert_eq!(READ["methods"], json!([0, 8]), "stored and deflated");
}

/// Readers keep places and notes by file and id: they stay through a change elsewhere.
#[test]
fn what_did_not_change_keeps_its_ids() {
    let other = Folder::new("edition-changed");
    other.write("book.toml", MANIFEST);
    other.write("src/SUMMARY.md", "- [New](new.md)\n- [One](one.md)\n- [Two](two.md)\n");
    other.write("src/new.md", "# New\n\n## A beginning\n\nText[^n].\n\n| a |\n| --- |\n| 1 |\n\n: Other {#tbl-other}\n\n[^n]: Note.\n");
    other.write("src/one.md", &ONE.replace("Text[^1]", "A new first sentence. Text[^1]"));
    other.write("src/two.md", "# Two\n\nMore, after @sec-a.\n");
    let changed = made(&other, "out");
    for file in ["OEBPS/text/one.xhtml", "OEBPS/text/two.xhtml"] {
        let ids = |read: &Value| {
            let text = read["texts"][file].as_str().expect("the file is still there").to_owned();
            let ids = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned);
            ids.filter(|id| !id.starts_with("page-")).collect::<Vec<_>>()
        };
        assert_eq!(ids(&READ), ids(&changed), "{file}");
        assert!(ids(&READ).len() > 1);
    }
    assert_eq!(READ["metadata"]["identifier"], changed["metadata"]["identifier"]);
}

/// Face, size, colour and margins of the text are the reader's.
#[test]
fn the_style_leaves_to_the_reader_what_is_the_readers() {
    let texts = texts();
    let css = texts["OEBPS/stylesheet.css"];
    let bare = |text: &str| text.split("*/").filter_map(|part| part.split("/*").next()).collect::<String>();
    let css = bare(css);
    assert!(!["@import", "direction:", "unicode-bidi", "!important", "position:"].iter().any(|it| css.contains(it)));
    for rule in css.split('}').filter_map(|rule| rule.split_once('{')) {
        let (selectors, declarations) = (rule.0.trim(), rule.1);
        let body = selectors.split(',').any(|one| matches!(one.trim(), "html" | "body" | "p" | "li" | "blockquote"));
        for (name, value) in declarations.split(';').filter_map(|one| one.split_once(':')) {
            let (name, value) = (name.trim(), value.trim());
            let forced = ["color", "background", "background-color", "font-family", "font-size", "text-align"].contains(&name);
            assert!(!(body && forced), "{selectors} forces {name}");
            assert!(!(name == "font-size" && !value.ends_with("em") && !selectors.contains("svg")), "{selectors}: {value} is no relative size");
            assert!(name != "height" || value == "auto", "{selectors} fixes a height");
            let size = value.strip_suffix("em").and_then(|value| value.parse::<f64>().ok());
            assert!(name != "font-size" || size.is_none_or(|size| size >= 0.6), "{selectors}: {value} is too small");
            let line = if name == "line-height" && body { value.parse().unwrap_or(0.0) } else { 1.2 };
            assert!(line >= 1.2, "{selectors}: lines too close");
        }
    }
}

#[test]
fn text_in_another_language_says_so() {
    let text = texts()["OEBPS/text/one.xhtml"];
    assert!(text.contains("<span lang=\"el\" xml:lang=\"el\">παιδεία</span>"));
    assert!(text.contains("<span lang=\"he\" xml:lang=\"he\" dir=\"rtl\">ספר</span>"));
}

#[test]
fn fonts_are_there_for_code_and_formulas_alone() {
    let fonts = |read: &Value| -> Vec<String> {
        let names = read["names"].as_array().into_iter().flatten().filter_map(Value::as_str);
        names.filter(|name| name.ends_with(".ttf") || name.ends_with(".otf") || name.contains("/fonts/")).map(str::to_owned).collect()
    };
    let prose = Folder::new("edition-prose");
    prose.write("book.toml", "[book]\ntitle = \"Prose\"\nlanguage = \"en\"\n");
    prose.write("src/SUMMARY.md", "- [One](one.md)\n");
    prose.write("src/one.md", "# One\n\nText, *more* of it, and ‘signs’ – these.\n");
    assert_eq!(fonts(&made(&prose, "out")), [""; 0]);
    let found = fonts(&READ);
    assert!(found.len() > 1 && found.iter().all(|name| name.ends_with(".ttf") || name.ends_with(".otf")), "{found:?}");
}

#[test]
fn nothing_is_fetched_from_outside() {
    for (name, text) in texts() {
        for start in [" src=\"http", " src=\"//", "url(http", "url(\"http", "url('http", "@import", "<link rel=\"stylesheet\" href=\"http"] {
            assert!(!text.contains(start), "{name} has {start}");
        }
    }
}

#[test]
fn every_list_of_the_navigation_has_a_name() {
    let nav = texts()["OEBPS/nav.xhtml"];
    let lists: Vec<_> = nav.split("<nav ").skip(1).filter_map(|rest| rest.split('>').next()).collect();
    assert!(lists.len() > 3 && lists.iter().all(|list| list.contains(" aria-label=\"") || list.contains(" aria-labelledby=\"")), "{lists:?}");
}

#[test]
fn formulas_have_words() {
    let text = texts()["OEBPS/text/one.xhtml"];
    assert_eq!(text.matches("<math").count(), 2);
    assert!(text.split("<math").skip(1).all(|math| math.split('>').next().is_some_and(|tag| tag.contains(" alttext=\""))));
}

/// No scripts, forms, frames or moving drawings; nothing hidden but the lists that only machines need.
#[test]
fn text_has_no_element_that_kindle_refuses() {
    let refused = "script form input select button textarea iframe frame object embed applet base animate set audio video";
    for (name, text) in texts().into_iter().filter(|(name, _)| !name.ends_with(".css")) {
        for element in refused.split(' ') {
            assert!(!text.contains(&format!("<{element} ")) && !text.contains(&format!("<{element}>")), "{name} has {element}");
        }
        assert!(!text.contains("<p></p>") && (name.ends_with("nav.xhtml") || !text.contains(" hidden")), "{name}");
    }
}

#[test]
fn a_text_that_old_readers_cannot_bear_is_said() {
    let book = Folder::new("heavy");
    book.write("book.toml", "[book]\ntitle = \"Heavy\"\n");
    book.write("src/SUMMARY.md", "- [Long](long.md)\n");
    let paragraph = "No heading interrupts these words, so that there is no place to cut them.\n\n";
    book.write("src/long.md", &format!("# Long\n\n{}", paragraph.repeat(3600)));
    let said = bindery(&["build", book.text(), "--out", &book.path("out"), "--edition", "epub", "--format", "json"]);
    let problem = said.problem("heavy-file");
    assert_eq!((said.code, problem.severity.as_str(), problem.place.as_str()), (0, "warning", "src/long.md:1:1"));
    assert!(problem.message.starts_with("`text/long.xhtml` in the EPUB has "), "{}", problem.message);
}

/// Every clause is held by a test that exists, or says why not.
#[test]
fn every_clause_of_the_ledgers_is_held_or_reasoned() {
    for name in ["epub-3.3", "accessibility-1.1", "kindle"] {
        let text = fs::read_to_string(root(&format!("tests/ledgers/{name}.txt"))).expect("a ledger");
        let mut clauses: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match (line.strip_prefix("  "), clauses.last_mut()) {
                (None, _) => clauses.push((line, Vec::new())),
                (Some(answer), Some((_, answers))) => answers.push(answer),
                (Some(answer), None) => panic!("{name}: no clause over {answer:?}"),
            }
        }
        assert!(clauses.len() > 25, "{name} has {} clauses", clauses.len());
        for (clause, answers) in clauses {
            assert!(!answers.is_empty(), "{name}: nothing is said of {clause:?}");
            for answer in answers {
                let held = answer.strip_prefix("= ").map(exists);
                let reasoned = answer.strip_prefix("- ").is_some_and(|reason| reason.len() > 10);
                assert!(held.unwrap_or(reasoned), "{name}: {clause:?}: no such test or no reason: {answer:?}");
            }
        }
    }
}

/// Whether there is a test of this name: `file::function` in `tests`, in `src/epub`, or a case.
fn exists(test: &str) -> bool {
    if let Some(case) = test.strip_prefix("case ") {
        return root(&format!("tests/cases/{case}")).exists();
    }
    let Some((file, function)) = test.split_once("::") else { return false };
    let file = match file {
        "epub" => "src/epub/tests.rs".to_owned(),
        other if root(&format!("src/epub/{other}.rs")).exists() => format!("src/epub/{other}.rs"),
        other => format!("tests/{other}.rs"),
    };
    let text = fs::read_to_string(root(&file)).unwrap_or_default();
    text.split("#[test]").skip(1).any(|after| after.trim_start().starts_with(&format!("fn {function}()")))
}

fn root(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
