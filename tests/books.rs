//! Whole books, built by the program and read back by readers that aren't ours: epubcheck, MuPDF, Ace,
//! Python's ZIP and XML.
//!
//! The books are the repository's own, the sampler in `tests/books/sampler` and, where the corpora are at hand (`BINDERY_CORPORA`, or
//! `../shared/corpora`), the Rust Book and the seed manuscript, each built once as it is. What is compared
//! is said in `readers/check.py`. With `CI` set, a corpus or a tool that is missing fails the tests; without
//! it, they say loudly what they did not test.

mod folder;
mod tools;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};

use folder::{Folder, bindery};
use tools::{ace, calibre, corpus, epubcheck, python, reading};

/// A book, and where its outputs are.
struct Shelf {
    name: &'static str,
    /// The book's folder; `None`, and said, where it isn't at hand.
    source: Option<PathBuf>,
    editions: &'static [&'static str],
    made: OnceLock<Made>,
}

/// The outputs of a book.
struct Made {
    folder: Folder,
    /// Faults by check; no faults is an empty list.
    checks: BTreeMap<String, Vec<String>>,
}

static OWN: LazyLock<Shelf> = LazyLock::new(|| Shelf {
    name: "own",
    source: Some(PathBuf::from(env!("CARGO_MANIFEST_DIR"))),
    editions: &["print", "screen", "epub"],
    made: OnceLock::new(),
});
static SAMPLER: LazyLock<Shelf> = LazyLock::new(|| Shelf {
    name: "sampler",
    source: Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/sampler")),
    editions: &["print", "screen", "epub"],
    made: OnceLock::new(),
});
static RUST_BOOK: LazyLock<Shelf> = LazyLock::new(|| Shelf {
    name: "rust-book",
    source: corpus("rust-book"),
    editions: &["print", "screen", "epub"],
    made: OnceLock::new(),
});
static SEED_MANUSCRIPT: LazyLock<Shelf> = LazyLock::new(|| Shelf {
    name: "seed-manuscript",
    source: corpus("seed-manuscript"),
    editions: &["print", "epub"],
    made: OnceLock::new(),
});

impl Shelf {
    /// The book, built and read back, once; `None` where it isn't at hand.
    fn made(&self) -> Option<&Made> {
        let source = self.source.as_ref()?;
        Some(self.made.get_or_init(|| self.make(source)))
    }

    fn make(&self, source: &Path) -> Made {
        let folder = Folder::new(&format!("book-{}", self.name));
        self.build(source, folder.text(), "2");
        folder.write("tree.json", &tree(source, "2"));
        let told = python(&["tests/readers/check.py", folder.text()]);
        let checks = serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}"));
        Made { folder, checks }
    }

    fn build(&self, source: &Path, out: &str, jobs: &str) {
        let mut arguments = vec!["build", utf8(source), "--out", out, "--jobs", jobs, "--quiet"];
        self.editions.iter().for_each(|edition| arguments.extend(["--edition", edition]));
        let said = bindery(&arguments);
        assert_eq!(said.code, 0, "{}: exit code {}\n{}{}", self.name, said.code, said.out, said.err);
    }

    /// Asserts that a check of this beginning of a name was made for every edition it concerns, without
    /// faults.
    fn passes(&self, check: &str) {
        let Some(made) = self.made() else { return };
        let checks: Vec<_> = made.checks.iter().filter(|(name, _)| name.starts_with(check)).collect();
        assert!(!checks.is_empty(), "`{check}` was not checked: {:?}", made.checks.keys());
        let faults: Vec<_> =
            checks.iter().flat_map(|(name, faults)| faults.iter().map(move |fault| format!("{name}: {fault}"))).collect();
        assert!(faults.is_empty(), "{}:\n  {}", self.name, faults.join("\n  "));
    }

    /// Asserts that so many threads make the same bytes as two, the tree's among them.
    fn is_the_same_again(&self, jobs: &str) {
        let Some(made) = self.made() else { return };
        let Some(source) = &self.source else { return };
        let again = Folder::new(&format!("book-{}-jobs-{jobs}", self.name));
        self.build(source, again.text(), jobs);
        again.write("tree.json", &tree(source, jobs));
        let mut files = again.files("");
        // What a build keeps for the next one is a folder of its own; `command.rs` compares builds with and without.
        files.retain(|file| file != "cache");
        let mut before = made.folder.files("");
        before.retain(|file| file != "cache");
        assert!(files.len() > self.editions.len() && files.len() == before.len(), "{before:?} {files:?}");
        for file in files {
            let read = |folder: &Folder| fs::read(folder.path(&file)).expect("outputs are readable");
            assert!(read(&made.folder) == read(&again), "{}: {file} differs between two builds", self.name);
        }
    }

    fn epub(&self) -> Option<String> {
        let made = self.made()?;
        let name = made.folder.files("").into_iter().find(|file| file.ends_with(".epub")).expect("an EPUB was made");
        Some(made.folder.path(&name))
    }
}

static SHELVES: [&LazyLock<Shelf>; 4] = [&OWN, &SAMPLER, &RUST_BOOK, &SEED_MANUSCRIPT];

/// The EPUBs of the books that are at hand.
fn epubs() -> Vec<String> {
    SHELVES.iter().filter_map(|shelf| shelf.epub()).collect()
}

/// The tree as JSON.
fn tree(source: &Path, jobs: &str) -> String {
    let tree = bindery(&["tree", utf8(source), "--jobs", jobs]);
    assert_eq!(tree.code, 0, "{}", tree.err);
    tree.out
}

fn utf8(path: &Path) -> &str {
    path.to_str().expect("a UTF-8 path")
}

/// The tests that each book has to pass.
macro_rules! book {
    ($name:ident, $shelf:ident) => {
        mod $name {
            use super::$shelf as SHELF;

            #[test]
            fn text_is_the_same_in_tree_epub_and_pdf() {
                SHELF.passes("text of the ");
            }

            #[test]
            fn numbers_are_the_same_in_ledger_epub_and_pdf() {
                SHELF.passes("numbers in the ");
            }

            #[test]
            fn references_are_the_same_in_ledger_epub_and_pdf() {
                SHELF.passes("references in the ");
            }

            #[test]
            fn every_address_of_the_epub_leads_somewhere() {
                SHELF.passes("addresses in the EPUB");
            }

            #[test]
            fn files_of_the_epub_are_light_and_once() {
                SHELF.passes("files of the EPUB");
            }

            #[test]
            fn print_pages_begin_at_their_marks() {
                SHELF.passes("page list of the EPUB");
            }

            #[test]
            fn every_link_of_the_pdf_leads_somewhere() {
                SHELF.passes("links in the ");
            }

            #[test]
            fn the_outline_leads_to_the_headings() {
                SHELF.passes("outline of the ");
            }

            #[test]
            fn pages_are_labelled_by_their_folios() {
                SHELF.passes("page labels of the ");
            }

            #[test]
            fn nothing_stands_outside_the_margins() {
                SHELF.passes("margins of the ");
            }

            #[test]
            fn lines_of_text_stand_on_the_grid_of_the_page() {
                SHELF.passes("rhythm of the ");
            }

            #[test]
            fn running_heads_say_where_one_is() {
                SHELF.passes("furniture of the ");
            }

            #[test]
            fn every_character_has_its_glyph() {
                SHELF.passes("glyphs of the ");
            }

            #[test]
            fn one_thread_makes_the_same_bytes() {
                SHELF.is_the_same_again("1");
            }
        }
    };
}

book!(own, OWN);
book!(sampler, SAMPLER);
book!(rust_book, RUST_BOOK);
book!(seed_manuscript, SEED_MANUSCRIPT);

#[test]
fn a_second_build_makes_the_same_bytes() {
    OWN.is_the_same_again("2");
}

/// One virtual machine for all books; a file that is no EPUB shows that it does find faults.
#[test]
fn epubcheck_finds_nothing() {
    let broken = Folder::new("no-epub");
    broken.write("broken.epub", "this is no EPUB");
    let broken = broken.path("broken.epub");
    let mut files = epubs();
    files.push(broken.clone());
    let Some((counts, messages)) = epubcheck(&files) else { return };
    for file in files {
        let count = counts.iter().find_map(|line| line.strip_suffix(&format!(": {file}")));
        let clean = count.unwrap_or_else(|| panic!("{file} was not checked:\n{messages}")) == "0 fatals, 0 errors, 0 warnings";
        assert_eq!(clean, file != broken, "{file}:\n{counts:?}\n{messages}");
    }
}

/// The Typst compiler as anybody has it, which knows nothing of Bindery.
#[test]
fn stock_typst_compiles_what_is_exported() {
    let folder = Folder::new("exported");
    let said = bindery(&["export", "typst", env!("CARGO_MANIFEST_DIR"), folder.text()]);
    assert_eq!(said.code, 0, "{}", said.err);
    let script = "import sys, typst; root = sys.argv[1]; typst.compile(f'{root}/main.typ', output=f'{root}/main.pdf', \
                  root=root, font_paths=[f'{root}/fonts'], ignore_system_fonts=True)";
    python(&["-c", script, folder.text()]);
    assert!(fs::read(folder.path("main.pdf")).expect("a PDF was made").starts_with(b"%PDF-"));
}

/// DAISY's checker of accessibility, which drives a browser.
#[test]
fn ace_finds_nothing() {
    for shelf in SHELVES {
        let Some(epub) = shelf.epub() else { continue };
        let report = Folder::new(&format!("ace-{}", shelf.name));
        let Some(faults) = ace(&epub, report.text()) else { continue };
        assert!(faults.is_empty(), "{}: Ace found:\n  {}", shelf.name, faults.join("\n  "));
    }
}

/// foliate-js in a browser: what it opens, and every page on a phone, a tablet and a screen, by day and by night. A
/// book with a fault of each kind shows that it does find them.
#[test]
fn a_reading_system_shows_every_page_whole_and_clear() {
    let wrong = wrong_book();
    let mut files = epubs();
    files.push(wrong.path("wrong.epub"));
    let Some(mut found) = reading(&files) else { return };
    let planted = found.remove(&wrong.path("wrong.epub")).expect("it was read");
    for (check, words) in [("reading", "leads nowhere"), ("overflow", "px too wide"), ("contrast", "has 1.36:1")] {
        assert!(planted[check].iter().any(|fault| fault.contains(words)), "{check}: {planted:?}");
    }
    assert_eq!(found.len(), files.len() - 1);
    let faults: Vec<_> = found.iter().filter(|(_, checks)| checks.values().any(|faults| !faults.is_empty())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// A small EPUB whose contents lead nowhere, with a table too wide and words too faint.
fn wrong_book() -> Folder {
    let folder = Folder::new("wrong-epub");
    python(&["tests/readers/wrong.py", &folder.path("wrong.epub")]);
    folder
}

/// calibre reads every paragraph, and repeats the metadata.
#[test]
fn calibre_reads_every_book() {
    let Some(found) = calibre(&epubs()) else { return };
    let faults: Vec<_> = found.iter().filter(|(_, faults)| !faults.is_empty()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}
