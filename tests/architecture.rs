//! What the design promises about the source itself, read from the source.
//!
//! Which room may use which, what may touch the outside world, which crate stands in which room, that
//! every problem and every kind of node has a case, and a few limits of the house style. A rule that
//! has an exception names it here, with its reason.

mod one_chapter;
mod schema;
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use source::{Source, sources};

/// Each room and the rooms it may use, in the order of the data.
const ROOMS: [(&str, &[&str]); 23] = [
    ("span", &[]),
    ("printer", &[]),
    ("step", &[]),
    ("problem", &["span"]),
    ("snapshot", &["span", "problem"]),
    ("book", &["span"]),
    ("draft", &["span", "snapshot", "book"]),
    ("manifest", &["book", "parse::summary", "printer", "problem", "snapshot", "span"]),
    ("parse", &["draft", "manifest", "problem", "snapshot", "span"]),
    ("fonts", &["book", "problem", "snapshot", "span"]),
    ("art", &["book", "draft", "fonts", "problem", "snapshot", "span", "step"]),
    ("resolve", &["art", "book", "changes", "draft", "fonts", "manifest", "problem", "snapshot", "span"]),
    ("changes", &["book", "span"]),
    ("pdf", &["book", "fonts", "printer", "problem", "snapshot", "span", "step"]),
    ("press", &["printer"]),
    ("proof", &["book", "printer", "problem", "snapshot", "span"]),
    // How large a picture may be is the EPUB's own setting, so it asks for the scaling.
    ("epub", &["art::picture", "book", "fonts", "problem", "snapshot", "span", "step"]),
    (
        "build",
        &[
            "art", "book", "changes", "draft", "epub", "fonts", "manifest", "parse", "pdf", "press", "printer", "problem",
            "proof", "resolve",
            "snapshot",
            "span", "step",
        ],
    ),
    ("disk", &["problem", "snapshot"]),
    ("report", &["book", "build", "problem", "proof", "snapshot", "span", "step"]),
    ("lib", &[]),
    ("cli", &["build", "disk", "problem", "report", "snapshot", "step"]),
    ("main", &["build", "cli", "disk", "problem", "proof", "report", "snapshot", "step"]),
];

/// Crates that belong to a few rooms. A crate that isn't listed may stand anywhere.
const CRATES: [(&str, &[&str]); 23] = [
    ("annotate_snippets", &["report"]),
    ("arborium", &["art"]),
    ("clap", &["cli", "main"]),
    ("comemo", &["art", "pdf"]),
    ("ecow", &["art", "pdf"]),
    ("epub_builder", &["epub"]),
    ("hayagriva", &["resolve"]),
    ("html5gum", &["parse"]),
    ("image", &["art", "press"]),
    ("indicatif", &["cli", "main"]),
    ("lopdf", &["press", "proof"]),
    ("pulldown_cmark", &["parse"]),
    ("ratex_font", &["art"]),
    ("ratex_parser", &["art"]),
    ("resvg", &["art", "epub"]),
    ("similar", &["changes"]),
    ("toml", &["manifest"]),
    ("typst", &["art", "fonts", "pdf"]),
    ("typst_html", &["art"]),
    ("typst_layout", &["pdf"]),
    ("typst_pdf", &["pdf"]),
    ("uuid", &["epub"]),
    ("zip", &["epub"]),
];

/// What touches the outside world, and the only files that may.
const OUTSIDE: [&str; 5] = ["std::fs", "std::env", "std::process", "std::time::SystemTime", "std::time::Instant"];
const EDGES: [&str; 4] = ["disk.rs", "main.rs", "cli.rs", "disk/git.rs"];

/// Files that may use a hashed collection, each with the reason why its order can't reach an output.
const HASHED: [(&str, &str); 2] = [
    ("art/highlight/mod.rs", "looked up by key; what is made stands in a row in the order of the book"),
    ("art/highlight/tree.rs", "a cache, looked up by key"),
];

/// Problems that no case can show, each with its reason.
const CASELESS: [(&str, &str); 1] =
    [("internal", "it stands for what can't happen; a book that shows it is a fault to mend")];

/// The room of a file: its folder under `src`, or its own name.
fn room(source: &Source) -> String {
    let first = source.path.components().next().expect("a path has a name");
    Path::new(first.as_os_str()).with_extension("").display().to_string()
}

/// Asserts that nothing was found, and prints all of it otherwise.
fn none_of(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n  {}\n", found.join("\n  "));
}

#[test]
fn rooms_use_only_what_the_table_allows() {
    let table: BTreeMap<_, _> = ROOMS.into_iter().collect();
    let mut found = Vec::new();
    for source in sources() {
        let room = room(&source);
        let Some(allowed) = table.get(room.as_str()) else {
            found.push(format!("src/{}: room `{room}` is not in the table", source.path.display()));
            continue;
        };
        for path in source.paths().into_iter().filter_map(|path| inner(&path)) {
            let named = path.split("::").next().unwrap_or_default().to_owned();
            let known = table.contains_key(named.as_str());
            let may = |edge: &&str| path == **edge || path.starts_with(&format!("{edge}::"));
            if known && named != room && !allowed.iter().any(&may) {
                found.push(format!("src/{}: `{room}` may not use `{path}`", source.path.display()));
            }
        }
    }
    none_of(&found, "edges that the table of rooms forbids");
}

/// What a path names in this crate, without its first name.
fn inner(path: &str) -> Option<String> {
    let rest = path.strip_prefix("crate::").or_else(|| path.strip_prefix("bindery::"))?;
    Some(rest.to_owned())
}

#[test]
fn every_room_of_the_table_is_there() {
    let rooms: BTreeSet<_> = sources().iter().map(room).collect();
    let gone: Vec<_> = ROOMS.iter().map(|(room, _)| (*room).to_owned()).filter(|room| !rooms.contains(room)).collect();
    none_of(&gone, "rooms of the table that src has not");
}

#[test]
fn crates_stand_in_their_rooms() {
    let table: BTreeMap<_, _> = CRATES.into_iter().collect();
    let mut found = Vec::new();
    for source in sources() {
        let room = room(&source);
        for path in source.paths() {
            let name = path.split("::").next().unwrap_or_default();
            if table.get(name).is_some_and(|rooms| !rooms.contains(&room.as_str())) {
                found.push(format!("src/{}: `{path}`", source.path.display()));
            }
        }
    }
    none_of(&found, "crates outside their rooms");
}

#[test]
fn only_the_edges_touch_the_outside_world() {
    let mut found = Vec::new();
    for source in sources() {
        if EDGES.iter().any(|edge| source.path == Path::new(edge)) {
            continue;
        }
        for path in source.paths() {
            if OUTSIDE.iter().any(|banned| path == *banned || path.starts_with(&format!("{banned}::"))) {
                found.push(format!("src/{}: `{path}`", source.path.display()));
            }
        }
    }
    none_of(&found, "files, environment, processes and clocks are for disk.rs, main.rs and cli.rs");
}

#[test]
fn collections_that_reach_output_are_ordered() {
    let excused: BTreeSet<_> = HASHED.iter().map(|(path, _)| Path::new(*path)).collect();
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| !excused.contains(source.path.as_path())) {
        for (number, line) in source.code.lines().enumerate() {
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            if words.into_iter().any(|word| ["HashMap", "HashSet", "FxHashMap", "FxHashSet"].contains(&word)) {
                found.push(format!("src/{}:{}: {}", source.path.display(), number + 1, line.trim()));
            }
        }
    }
    none_of(&found, "hashed collections have no order: use BTreeMap and BTreeSet, or excuse the file above");
}

#[test]
fn files_stop_at_500_lines() {
    let long = sources().into_iter().filter(|source| source.text.lines().count() > 500);
    let found: Vec<_> =
        long.map(|source| format!("src/{}: {} lines", source.path.display(), source.text.lines().count())).collect();
    none_of(&found, "files to split by idea");
}

/// Folders and files of the repository that are written by hand, code samples of the book left out.
const WRITTEN: [&str; 8] = ["src", "styles", "tests", ".ci", "Cargo.toml", "book.toml", "README.md", ".gitignore"];

#[test]
fn no_file_names_a_machine() {
    // Put together here, so that this file passes its own test.
    let banned = [["/wo", "rk/"], ["/ro", "ot/"], ["/home", "/"], ["crates", ".io"], ["pypi", ".org"], ["npmjs", ".org"]];
    let banned = banned.map(|parts| parts.concat());
    let mut files = Vec::new();
    for name in WRITTEN {
        walk(&root().join(name), &mut files);
    }
    let mut found = Vec::new();
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        for (number, line) in text.lines().enumerate() {
            if banned.iter().any(|banned| line.contains(banned.as_str())) {
                found.push(format!("{}:{}: {}", file.display(), number + 1, line.trim()));
            }
        }
    }
    none_of(&found, "paths of one machine and hosts of registries don't belong into the repository");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file at or under a path; names that begin with a full stop are left out below the top.
fn walk(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        files.push(path.to_owned());
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with('.') {
            walk(&entry.path(), files);
        }
    }
}

/// The codes that `Problem::code` gives, read from its source.
fn codes(file: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join(file)).expect("the problems are readable");
    let body = text.split("fn code").nth(1).and_then(|rest| rest.split("fn severity").next()).expect("`code`");
    let codes = body.lines().filter_map(|line| line.split("=> \"").nth(1)?.split('"').next().map(str::to_owned));
    codes.collect()
}

#[test]
fn every_problem_has_a_case() {
    let mut shown: BTreeSet<String> = CASELESS.iter().map(|(code, _)| (*code).to_owned()).collect();
    for case in one_chapter::cases() {
        let problems = case.block("problems").unwrap_or_default().to_owned();
        shown.extend(problems.lines().filter_map(|line| line.split(' ').next().map(str::to_owned)));
    }
    // Conditions of whole books are shown by tests that run the program; they name the code they expect.
    let read = |path: &str| fs::read_to_string(root().join(path)).expect("tests are readable");
    let command = read("tests/command.rs") + &read("tests/edition.rs");
    let all = codes("src/problem/code.rs");
    assert!(all.len() > 30, "`Problem::code` could not be read: {all:?}");
    let without: Vec<_> =
        all.into_iter().filter(|code| !shown.contains(code) && !command.contains(&format!("\"{code}\""))).collect();
    none_of(&without, "problems that neither tests/cases nor tests/command.rs nor tests/edition.rs shows");
}

#[test]
fn every_fault_of_a_finished_pdf_is_planted() {
    let read = |name: &str| fs::read_to_string(root().join(name)).expect("tests are readable");
    let tests = read("tests/proof.rs") + &read("tests/annotations.rs");
    let all = codes("src/problem/fault.rs");
    assert!(all.len() > 20, "`Fault::code` could not be read: {all:?}");
    let without: Vec<_> = all.into_iter().filter(|code| !tests.contains(&format!("\"{code}\""))).collect();
    none_of(&without, "faults that neither tests/proof.rs nor tests/annotations.rs plants");
}

#[test]
fn every_kind_of_node_has_a_case() {
    let mut missing = BTreeSet::new();
    let schema = schema::Schema::read();
    for name in ["Block", "FigureBody", "Inline"] {
        missing.extend(schema.variants(name).into_iter().map(|kind| format!("{name} `{kind}`")));
    }
    for case in one_chapter::cases() {
        for kind in one_chapter::Printed::of(&case).kinds {
            missing.remove(&kind);
        }
    }
    let missing: Vec<_> = missing.into_iter().collect();
    none_of(&missing, "kinds of node that no case shows");
}
