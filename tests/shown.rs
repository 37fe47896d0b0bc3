//! The sampler and the repository's own book show every form that the resolved tree has.
//!
//! The forms are read from the source of the tree itself: every variant of every enum, every field that may
//! be absent or empty (it has to be there once), every flag (it has to be on once and off once). What a book
//! doesn't show is named below, with its reason.

mod folder;
mod schema;

use std::collections::BTreeSet;

use folder::bindery;
use schema::Schema;

/// What neither book shows, and why.
const NOWHERE: [(&str, &str); 9] = [
    ("Format::gif", "how a picture's bytes are stored is shown by the tests of `art`"),
    ("Format::jpeg", "as above"),
    ("Format::webp", "as above"),
    ("Meta.cover", "a cover is drawn where none is given, and that is what the books show"),
    ("Meta.isbn_epub", "numbers are bought, and a made-up one may be somebody else's"),
    ("Meta.isbn_print", "as above"),
    ("Direction::rtl", "nothing in them runs against the direction of its own script"),
    ("Meta.direction", "a book says its direction only where its language has the other one; the tests of `epub` show one"),
    ("Kind::note", "notes have marks, not numbers of this kind"),
];

/// What only the review edition has: a finished book shows no editing marks. `tests/cases/review` shows them.
const REVIEWED: [&str; 15] = [
    "Block::change",
    "ChangedBlocks.blocks",
    "ChangedBlocks.listed",
    "ChangedInlines.content",
    "ChangedInlines.listed",
    "CodeLine.edit",
    "Run.edit",
    "Comment.number",
    "Edit::deleted",
    "Edit::highlighted",
    "Edit::inserted",
    "Edit::moved-away",
    "Edit::moved-here",
    "Inline::change",
    "Inline::comment",
];

/// What the own book alone leaves to the sampler, and why.
const SAMPLER_ALONE: [(&str, &str); 9] = [
    ("Creator.file_as", "its authors have one name, which files itself"),
    ("Meta.place", "it is published from a repository, which is in no city"),
    ("Meta.languages", "it is in one language"),
    ("Locale.direction", "all of it runs from left to right"),
    ("Direction::ltr", "as above"),
    ("Meta.series", "it belongs to none"),
    ("Series.position", "as above"),
    ("Work.label", "works are cited by author and year, which need no labels"),
    ("Format::png", "its pictures are drawings"),
];

/// Languages that listings have to be read in.
const LANGUAGES: [&str; 25] = [
    "python", "rust", "go", "c", "c++", "java", "scala", "javascript", "typescript", "bash", "sql", "cql", "yaml",
    "json", "toml", "xml", "html", "dockerfile", "hcl", "promql", "graphql", "protobuf", "nginx", "rego", "console",
];

fn tree(book: &str) -> serde_json::Value {
    let said = bindery(&["tree", &format!("{}/{book}", env!("CARGO_MANIFEST_DIR"))]);
    assert_eq!(said.code, 0, "{book}: {}", said.err);
    serde_json::from_str(&said.out).expect("the tree is JSON")
}

/// Forms that a book doesn't show and that nobody excused; and excuses for what it does show.
fn faults(book: &str, excused: &[(&str, &str)]) -> Vec<String> {
    let schema = Schema::read();
    let mut shown = BTreeSet::new();
    schema.shown("Book", &tree(book), &mut shown);
    let forms = schema.forms("Book");
    assert!(forms.len() > 150, "the types of the tree could not be read: {forms:?}");
    let excused = excused.iter().map(|(form, _)| *form).chain(REVIEWED);
    let excused: BTreeSet<_> = excused.map(str::to_owned).collect();
    let missing = forms.difference(&shown).filter(|form| !excused.contains(*form));
    let stale = excused.iter().filter(|form| shown.contains(*form) || !forms.contains(*form));
    missing.map(|form| format!("doesn't show {form}")).chain(stale.map(|form| format!("needs no excuse for {form}"))).collect()
}

#[test]
fn the_sampler_shows_every_form() {
    let faults = faults("tests/books/sampler", &NOWHERE);
    assert!(faults.is_empty(), "the sampler:\n  {}", faults.join("\n  "));
}

#[test]
fn the_own_book_shows_every_form() {
    let excused: Vec<_> = NOWHERE.into_iter().chain(SAMPLER_ALONE).collect();
    let faults = faults("", &excused);
    assert!(faults.is_empty(), "the repository's own book:\n  {}", faults.join("\n  "));
}

#[test]
fn the_sampler_has_every_language_of_listings() {
    let mut found = BTreeSet::new();
    languages(&tree("tests/books/sampler"), &mut found);
    let missing: Vec<_> = LANGUAGES.iter().filter(|name| !found.contains(**name)).collect();
    assert!(missing.is_empty(), "no listing in {missing:?}");
}

/// The languages of all listings under a value.
fn languages(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Array(values) => values.iter().for_each(|value| languages(value, found)),
        serde_json::Value::Object(fields) => {
            if let (Some(language), Some(_)) = (fields.get("language"), fields.get("lines")) {
                found.extend(language.as_str().map(str::to_owned));
            }
            fields.values().for_each(|value| languages(value, found));
        }
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_) => {}
    }
}
