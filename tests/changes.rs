//! Two versions of a book compared: marks removed give exactly the new text, marks reversed exactly the old.
//!
//! What a tree says is written down here by a reader of its own, which knows nothing of how trees are
//! compared: every text, formula, picture and note in reading order, with the kind of node it stands in.

mod folder;
mod rules;
mod tools;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use bindery::book::{Block, Book, blocks, plain};
use bindery::build::{self, Edition, Request, Since};
use bindery::changes::{accept, compare, list, reject};
use bindery::snapshot::{Memory, Snapshot};
use rayon::prelude::*;
use rules::Files;
use serde_json::Value;

/// 2026-01-02.
const DATE: i64 = 1_767_312_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An edit of `tests/edits/own.txt`.
struct Edit {
    name: String,
    file: String,
    find: String,
    put: String,
    shown: Vec<String>,
}

fn edits() -> Vec<Edit> {
    let text = fs::read_to_string(root().join("tests/edits/own.txt")).expect("the edits are readable");
    let blocks = text.split("\n\n").filter(|block| !block.starts_with('#') && !block.trim().is_empty());
    let edits = blocks.map(|block| {
        let mut lines = block.trim_matches('\n').lines().map(|line| line.replace("\\n", "\n").replace("\\\n", "\\n"));
        let mut next = || lines.next().unwrap_or_default().replace("*nothing*", "");
        let (name, file, find, put) = (next(), next(), next(), next());
        Edit { name, file, find: unescape(&find), put: unescape(&put), shown: next().split(' ').map(str::to_owned).filter(|it| !it.is_empty()).collect() }
    });
    edits.collect()
}

/// `\\` is a backslash; line ends are there already.
fn unescape(text: &str) -> String {
    text.replace("\\\\", "\\")
}

/// Every file of a folder, by path.
fn folder(top: &Path) -> Files {
    let mut out = BTreeMap::new();
    let mut left = vec![top.to_owned()];
    while let Some(path) = left.pop() {
        for entry in fs::read_dir(&path).into_iter().flatten().flatten() {
            let name = entry.file_name().display().to_string();
            if name.starts_with('.') || name == "target" || name == "out" {
                continue;
            }
            let path = entry.path();
            match path.is_dir() {
                true => left.push(path),
                false => {
                    let inside = path.strip_prefix(top).expect("inside").display().to_string();
                    out.insert(inside, fs::read(&path).expect("readable"));
                }
            }
        }
    }
    out
}

/// A book with its resolved tree, which several tests compare with.
struct Version {
    files: Files,
    tree: Book,
}

impl Version {
    fn of(files: Files) -> Self {
        let tree = tree(&files);
        Self { files, tree }
    }
}

/// The repository's own book, and the same after all edits.
static OWN: LazyLock<Version> = LazyLock::new(|| Version::of(own()));
static EDITED: LazyLock<Version> = LazyLock::new(|| Version::of(all_edits(&OWN.files)));

fn own() -> Files {
    let mut files: Files = BTreeMap::new();
    files.insert("book.toml".into(), fs::read(root().join("book.toml")).expect("book.toml"));
    for part in ["chapters", "assets"] {
        files.extend(folder(&root().join(part)).into_iter().map(|(path, bytes)| (format!("{part}/{path}"), bytes)));
    }
    files.insert("chapters/afterword.md".into(), b"# Afterword\n\nNothing is left to say.\n".to_vec());
    files
}

fn apply(files: &Files, edit: &Edit) -> Files {
    let mut files = files.clone();
    let text = String::from_utf8(files.get(&edit.file).expect("the file").clone()).expect("a text");
    if edit.find == "*rename*" {
        let bytes = files.remove(&edit.file).expect("the file");
        files.insert(edit.put.clone(), bytes);
        let list = String::from_utf8(files["chapters/SUMMARY.md"].clone()).expect("a text");
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let list = list.replace(&format!("({})", name(&edit.file)), &format!("({})", name(&edit.put)));
        files.insert("chapters/SUMMARY.md".into(), list.into_bytes());
        return files;
    }
    assert_eq!(text.matches(&edit.find).count(), 1, "{}: `{}` stands once in {}", edit.name, edit.find, edit.file);
    let text = match edit.put.as_str() {
        "*move to the end*" => format!("{}\n\n{}\n", text.replace(&edit.find, "").trim_end(), edit.find.trim()),
        put => text.replace(&edit.find, put),
    };
    files.insert(edit.file.clone(), text.into_bytes());
    files
}

fn snapshot(files: &Files) -> Snapshot {
    Snapshot::new(Box::new(Memory(files.clone())), DATE)
}

/// The resolved tree; not by `build::tree`, which puts listings into classes first.
fn tree(files: &Files) -> Book {
    build::marked(&snapshot(files), None, &Request::default()).expect("a book")
}

/// The way of the command: both versions from their files.
fn marked(old: &Files, new: &Files) -> Book {
    let (old, new) = (snapshot(old), snapshot(new));
    let since = Since { name: "before", commit: "", snapshot: &old };
    build::marked(&new, Some(since), &Request::default()).expect("a marked book")
}

/// What each chapter says, a string each.
fn says(book: &Book) -> Vec<String> {
    said(book, "anchor")
}

/// What each chapter says; of references their `anchor`, or the `text` that they print.
fn said(book: &Book, by: &str) -> Vec<String> {
    book.chapters()
        .map(|chapter| {
            let mut out = String::new();
            value(book, by, &serde_json::to_value(&chapter.heading.title).expect("JSON"), &mut out);
            out.push('\n');
            value(book, by, &serde_json::to_value(&chapter.blocks).expect("JSON"), &mut out);
            out
        })
        .collect()
}

fn value(book: &Book, by: &str, of: &Value, out: &mut String) {
    match of {
        Value::Array(list) => list.iter().for_each(|one| value(book, by, one, out)),
        Value::Object(map) => {
            let kind = map.get("kind").and_then(Value::as_str).unwrap_or_default();
            match kind {
                "text" => return out.push_str(map["text"].as_str().unwrap_or_default()),
                "ref" | "page-ref" => return out.push_str(map[by].as_str().unwrap_or_default()),
                "note-ref" => {
                    let id = usize::try_from(map["note"].as_u64().expect("an id")).expect("an index");
                    out.push('^');
                    return value(book, by, &serde_json::to_value(&book.notes[id].blocks).expect("JSON"), out);
                }
                "place" | "index" => return,
                "" => {}
                "link" if by == "text" => {}
                kind => {
                    let _ = write!(out, "<{kind}>");
                }
            }
            for (name, inner) in map {
                match name.as_str() {
                    "span" | "anchor" | "number" | "callout" | "kind" | "listed" | "typst" | "mathml" | "back" | "uses" => {}
                    "asset" => {
                        let id = usize::try_from(inner.as_u64().expect("an id")).expect("an index");
                        let _ = write!(out, "[{} bytes]", book.assets[id].bytes.len());
                    }
                    // One run of code may be several after the listing is put into classes.
                    "class" if map.contains_key("text") => {}
                    _ => value(book, by, inner, out),
                }
            }
            if !matches!(kind, "" | "emph" | "strong" | "link" | "mark" | "code") {
                out.push('\n');
            }
        }
        Value::String(text) => out.push_str(text),
        Value::Bool(yes) => {
            let _ = write!(out, "{yes}");
        }
        Value::Number(number) => {
            let _ = write!(out, "{number}");
        }
        Value::Null => {}
    }
}

/// Kinds of change, in reading order.
fn kinds(of: &Value, out: &mut Vec<String>) {
    match of {
        Value::Array(list) => list.iter().for_each(|one| kinds(one, out)),
        Value::Object(map) => {
            if map.get("kind").and_then(Value::as_str) == Some("change") {
                out.push(map["edit"].as_str().unwrap_or_default().to_owned());
            }
            map.values().for_each(|one| kinds(one, out));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The place at which two texts begin to differ, or nothing.
fn difference(what: &str, is: &[String], should: &[String]) -> Option<String> {
    if is.len() != should.len() {
        return Some(format!("{what}: {} chapters, not {}", is.len(), should.len()));
    }
    let (is, should) = is.iter().zip(should).find(|(a, b)| a != b)?;
    let at = is.chars().zip(should.chars()).take_while(|(a, b)| a == b).count();
    let from = |text: &str| text.chars().skip(at.saturating_sub(40)).take(120).collect::<String>();
    Some(format!("{what}:\n   is {:?}\n  not {:?}", from(is), from(should)))
}

fn faults(name: &str, marked: &Book, old: &Book, new: &Book, reordered: bool) -> Vec<String> {
    let sorted = |book: &Book| {
        let mut says = says(book);
        // Chapters stay in the order they have now.
        if reordered {
            says.sort();
        }
        says
    };
    let accepted = difference(&format!("{name}, accepted"), &sorted(&accept(marked)), &sorted(new));
    let rejected = difference(&format!("{name}, rejected"), &sorted(&reject(marked)), &sorted(old));
    accepted.into_iter().chain(rejected).collect()
}

#[test]
fn marks_removed_are_the_new_text_and_marks_reversed_the_old() {
    let Version { files: before, tree: old } = &*OWN;
    let edits = edits();
    assert!(edits.len() >= 40, "{} edits", edits.len());
    let check = |edit: &Edit| {
        let new = tree(&apply(before, edit));
        let marked = compare(old, &new, &|_| true);
        let mut found = Vec::new();
        match edit.name.as_str() {
            // A chapter that is gone comes back as a section of the one before it; what it refers and links to in
            // itself is nowhere in the new book, so that these are the words they print.
            "chapter deleted" => {
                let is = said(&reject(&marked), "text").concat();
                let gone = said(old, "text").pop().expect("a last chapter");
                let text: String = gone.lines().skip(1).collect();
                let joined: String = is.lines().collect();
                if !joined.contains(&text) {
                    found.push(format!("{}: the chapter's text doesn't come back", edit.name));
                }
                found.extend(difference("accepted", &says(&accept(&marked)), &says(&new)));
            }
            name => found.extend(faults(name, &marked, old, &new, name.contains("order"))),
        }
        let mut shown = Vec::new();
        for chapter in marked.chapters() {
            kinds(&serde_json::to_value(&chapter.heading.title).expect("JSON"), &mut shown);
            kinds(&serde_json::to_value(&chapter.blocks).expect("JSON"), &mut shown);
        }
        marked.notes.iter().for_each(|note| kinds(&serde_json::to_value(&note.blocks).expect("JSON"), &mut shown));
        if shown != edit.shown {
            found.push(format!("{}: shown as {shown:?}, not {:?}", edit.name, edit.shown));
        }
        found
    };
    let found: Vec<String> = edits.par_iter().flat_map_iter(check).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The book after all edits that leave its chapters in their order.
fn all_edits(before: &Files) -> Files {
    let mut after = before.clone();
    for edit in edits().iter().filter(|edit| !edit.file.ends_with("SUMMARY.md") && edit.find != "*rename*") {
        let text = String::from_utf8(after[&edit.file].clone()).expect("a text");
        // Some edits are of the same words; the first has them.
        if text.matches(&edit.find).count() == 1 {
            after = apply(&after, edit);
        }
    }
    after
}

/// Builds the review editions of the old text, of the new one and of both, and lets a reader that isn't ours take
/// the marks off the finished files, and hold each page's marks against the list of changes.
fn printed(name: &str, before: &Files, after: &Files) {
    let folder = folder::Folder::new(name);
    let request = Request { editions: vec![Edition::Review, Edition::ReviewEpub], ..Request::default() };
    let old = snapshot(before);
    let since = Some(Since { name: "before", commit: "", snapshot: &old });
    let versions = [("old", before, None), ("new", after, None), ("marked", after, since)];
    versions.into_par_iter().for_each(|(name, files, since)| {
        let outcome = build::review(&snapshot(files), since, None, &request, &|_, _, _| {});
        assert!(!outcome.files.is_empty(), "{name}: {:?}", outcome.problems);
        fs::create_dir_all(folder.path(name)).expect("folders can be made");
        for (file, bytes) in outcome.files {
            fs::write(folder.path(&format!("{name}/{file}")), bytes).expect("files can be written");
        }
    });
    let paths = ["old", "new", "marked"].map(|name| folder.path(name));
    let taken_off = || tools::python(&["tests/readers/marks.py", &paths[0], &paths[1], &paths[2]]);
    let by_page = || tools::python(&["tests/readers/marks.py", "PAGES", &paths[2]]);
    let (taken_off, by_page) = rayon::join(taken_off, by_page);
    assert!(taken_off.is_empty() && by_page.is_empty(), "{taken_off}{by_page}");
}

#[test]
fn finished_files_of_the_own_book_have_the_new_text_and_the_old() {
    printed("marks-own", &OWN.files, &EDITED.files);
}

#[test]
fn all_edits_at_once() {
    let marked = marked(&OWN.files, &EDITED.files);
    let found = faults("all", &marked, &OWN.tree, &EDITED.tree, false);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_book_that_is_the_same_has_no_marks() {
    let marked = marked(&OWN.files, &OWN.files);
    let mut shown = Vec::new();
    kinds(&serde_json::to_value(&marked).expect("JSON"), &mut shown);
    assert!(shown.is_empty(), "{shown:?}");
}

/// The seed manuscript's files; `None`, and said, where it isn't there.
static SEED: LazyLock<Option<Files>> = LazyLock::new(|| Some(folder(&tools::corpus("seed-manuscript")?)));

/// Its first part, and the chapters of that.
static MANUSCRIPT: LazyLock<Option<(Version, Vec<String>)>> = LazyLock::new(|| {
    let (files, texts) = rules::first_part(SEED.as_ref()?);
    Some((Version::of(files), texts))
});

#[test]
fn edits_of_every_kind_on_a_manuscript() {
    let Some((Version { files: before, tree: old }, texts)) = &*MANUSCRIPT else { return };
    let each = rules::each(before, texts);
    assert!(each.len() >= 40, "{} edits", each.len());
    let check = |(name, after, reordered): &(String, Files, bool)| {
        let new = tree(after);
        let marked = compare(old, &new, &|_| true);
        let mut found = faults(name, &marked, old, &new, *reordered);
        let mut shown = Vec::new();
        kinds(&serde_json::to_value(&marked).expect("JSON"), &mut shown);
        // Chapters within a chapter are sections of it, and move as such; names of files aren't text.
        let right = match name.as_str() {
            "chapters in another order" => shown.iter().all(|kind| kind.starts_with("moved")) && !shown.is_empty(),
            "file renamed" => shown.is_empty(),
            _ => !shown.is_empty(),
        };
        if !right {
            found.push(format!("{name}: marked as {shown:?}"));
        }
        found
    };
    let found: Vec<String> = each.par_iter().flat_map_iter(check).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn finished_files_of_a_manuscript_have_the_new_text_and_the_old() {
    let Some((Version { files: before, tree: old }, texts)) = &*MANUSCRIPT else { return };
    let (after, count) = rules::together(before, texts);
    assert!(count >= 40, "{count} edits");
    let new = tree(&after);
    let found = faults("together", &compare(old, &new, &|_| true), old, &new, false);
    assert!(found.is_empty(), "{}", found.join("\n"));
    printed("marks-manuscript", before, &after);
}

/// 200 edits all over the seed manuscript: a word in every so many lines of running text.
#[test]
fn scattered_edits_of_a_long_manuscript() {
    let Some(seed) = &*SEED else { return };
    let (old, new) = rayon::join(|| tree(seed), || tree(&scattered(seed, 200)));
    let marked = compare(&old, &new, &|_| true);
    let found = faults("scattered", &marked, &old, &new, false);
    assert!(found.is_empty(), "{}", found.join("\n"));
    let mut shown = Vec::new();
    kinds(&serde_json::to_value(&marked).expect("JSON"), &mut shown);
    assert!((200..=1000).contains(&shown.len()), "{} marks", shown.len());
}

/// Changes a word of every nth line of running text, so that there are `count` of them.
fn scattered(files: &Files, count: usize) -> Files {
    let running = |line: &str| line.len() > 120 && line.starts_with(|c: char| c.is_ascii_uppercase());
    let texts = files.iter().filter(|(path, _)| path.ends_with(".md"));
    let total: usize =
        texts.map(|(_, bytes)| String::from_utf8_lossy(bytes).lines().filter(|line| running(line)).count()).sum();
    let every = (total / count).max(1);
    let (mut seen, mut done) = (0, 0);
    let mut out = files.clone();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
        let text = String::from_utf8_lossy(bytes);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for line in lines.iter_mut().filter(|line| running(line)) {
            seen += 1;
            if seen % every == 0 && done < count {
                done += 1;
                *line = match done % 3 {
                    0 => line.replacen(' ', " indeed ", 1),
                    1 => line.split_once(' ').map_or(line.clone(), |(_, rest)| format!("Elsewhere {rest}")),
                    _ => format!("{line} And so on."),
                };
            }
        }
        out.insert(path.clone(), (lines.join("\n") + "\n").into_bytes());
    }
    out
}

/// The list of changes of a chapter in a language: its title, and what each paragraph says.
fn listed(language: &str, old: &str, new: &str) -> Vec<String> {
    let files = |text: &str| -> Files {
        let manifest = format!("[book]\ntitle = \"Book\"\nlanguage = \"{language}\"\n");
        let list = "# Summary\n\n- [Case](case.md)\n".to_owned();
        let parts = [("book.toml", manifest), ("src/SUMMARY.md", list), ("src/case.md", text.to_owned())];
        parts.into_iter().map(|(path, text)| (path.to_owned(), text.into_bytes())).collect()
    };
    let mut book = marked(&files(old), &files(new));
    list(&mut book, "v1", &|_| "case.md:1".to_owned());
    let chapter = &book.front[0];
    let mut out = vec![plain(&chapter.heading.title)];
    blocks(&chapter.blocks, &mut |block| {
        if let Block::Paragraph(x) = block {
            out.push(plain(&x.content).replace('\u{a0}', " "));
        }
    });
    out
}

/// What is compared in each language: a word, a note, a formula, a table's row, a figure, a comment.
const BEFORE: &str = "# Case\n\nOne old word.\n\n$$ x $$ {#eq-x}\n\n| a | b |\n|---|---|\n| one | two |\n| three | four |\n\nEnd.\n";
const AFTER: &str = "# Case\n\nOne new word.[^n] {>>why?<<}\n\n$$ y $$ {#eq-x}\n\n{>>a plan<<}\n\n\
    | a | b |\n|---|---|\n| one | two |\n| five | six |\n| three | four |\n\nEnd.\n\n---\n\n[^n]: Note.\n";

#[test]
fn the_list_of_changes_speaks_the_language_of_the_book() {
    let german = [
        "Änderungen seit v1",
        "Änderungen: 6 · Eingefügte Wörter: 5 · Gelöschte Wörter: 2",
        "Die Nummer an jeder Änderung führt zu dieser Liste zurück.",
        "ersetzt old → new · case.md:1 · Änderung 1",
        "eingefügt Fußnote 1 · case.md:1 · Änderung 2",
        "ersetzt Gleichung $x$ → Gleichung 1.1 $y$ · case.md:1 · Änderung 3",
        "eingefügt five | six · case.md:1 · Änderung 4",
        "eingefügt * * * · case.md:1 · Änderung 5",
        "eingefügt Note. · case.md:1 · Änderung 6",
    ];
    assert_eq!(listed("de", BEFORE, AFTER), german);
    let polish = [
        "Zmiany od wersji v1",
        "Zmiany: 6 · Wstawione słowa: 5 · Usunięte słowa: 2",
        "Numer przy każdej zmianie prowadzi z powrotem do tej listy.",
        "zastąpiono old → new · case.md:1 · zmiana 1",
        "wstawiono przypis 1 · case.md:1 · zmiana 2",
        "zastąpiono Równanie $x$ → Równanie 1.1 $y$ · case.md:1 · zmiana 3",
        "wstawiono five | six · case.md:1 · zmiana 4",
        "wstawiono * * * · case.md:1 · zmiana 5",
        "wstawiono Note. · case.md:1 · zmiana 6",
    ];
    assert_eq!(listed("pl", BEFORE, AFTER), polish);
    assert_eq!(listed("pl", BEFORE, BEFORE), ["Zmiany od wersji v1", "Nic się nie zmieniło."]);
}
