//! The whole way of the data, from a snapshot to finished files.
//!
//! ```text
//! snapshot -> manifest -> parse (a file each) -> resolve -> book -> pdf  -> files
//!                                                              \-> epub -> files
//! ```
//!
//! Nothing here reads or writes a disk, and every step gives a value whatever it found wrong, so one run
//! reports everything. There are no files where there was an error.

mod count;
mod folios;
mod pages;
mod prepared;
mod press;
mod review;
mod proof;

use std::collections::BTreeSet;

pub use count::Statistics;
pub use review::{Since, marked, review};
pub use pages::FILE as PAGES;
pub use proof::{Proof, remarks};

use crate::book::Book;
use crate::problem::{Diagnostic, Problem, Severity};
use crate::snapshot::Snapshot;
use crate::span::Span;
use crate::step::Watch;
use crate::{art, pdf, resolve};
use count::count;
use pages::Kept;
use prepared::{Marks, prepare};

/// An output of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// The PDF for the printer.
    Print,
    /// The PDF for the screen.
    Screen,
    /// The EPUB.
    Epub,
    /// The PDF for authors and editors.
    Review,
    /// The EPUB for authors and editors.
    ReviewEpub,
}

impl Edition {
    /// As it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Print => "print",
            Self::Screen => "screen",
            Self::Epub => "epub",
            Self::Review => "review",
            Self::ReviewEpub => "review-epub",
        }
    }

    /// Whether it has pages.
    fn is_paged(self) -> bool {
        matches!(self, Self::Print | Self::Screen | Self::Review)
    }
}

/// What is asked of a build.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The editions to make.
    pub editions: Vec<Edition>,
    /// Only these chapters: numbers, files or beginnings of titles. Empty is all.
    pub chapters: Vec<String>,
    /// `key=value` overrides of `book.toml`.
    pub set: Vec<String>,
    /// `pages.json` of the last build, where there was one: an EPUB made without the print edition takes its
    /// pages from there, and some chapters alone take their folios.
    pub pages: Option<Vec<u8>>,
}

impl Request {
    /// Whether pages are made or taken from an earlier build.
    fn needs_pages(&self) -> bool {
        let taken = self.pages.is_some() && self.editions.contains(&Edition::Epub);
        taken || self.editions.iter().any(|edition| edition.is_paged())
    }
}

/// What a build gives.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Files by name; none where there was an error.
    pub files: Vec<(String, Vec<u8>)>,
    /// Everything that was found.
    pub problems: Vec<Diagnostic>,
    /// What was counted.
    pub statistics: Statistics,
}

/// Makes the editions asked for, and the ledger.
#[must_use]
pub fn build(snapshot: &Snapshot, request: &Request, watch: Watch) -> Outcome {
    let (prepared, mut problems) = prepare(snapshot, request, Marks::Settled, watch);
    let Some(mut prepared) = prepared else { return failed(problems) };
    let mut statistics = count(&prepared.book);
    if has_errors(&problems) {
        return Outcome { files: Vec::new(), problems, statistics };
    }
    let printed = request.editions.contains(&Edition::Print);
    let mut kept = Kept::read(request.pages.as_deref());
    let tree = prepared.hashes.as_ref().filter(|_| prepared.alone.is_none()).map(|hashes| hashes.tree);
    let mut starts = tree.filter(|_| !printed).and_then(|tree| kept.starts(snapshot, tree));
    art::highlight::book(&mut prepared.book, watch);
    let mut files = Vec::new();
    for edition in [Edition::Print, Edition::Screen] {
        if !request.editions.contains(&edition) {
            continue;
        }
        let name = edition.name();
        match prepared.bind(edition, prepared.paged(edition), "", &mut kept, watch) {
            Err(found) => problems.extend(found),
            Ok(mut bound) => {
                problems.extend(news(snapshot, &problems, std::mem::take(&mut bound.problems)));
                statistics.pages.insert(name.to_owned(), bound.pages);
                prepared.note_pages(name, &bound.folios);
                if edition == Edition::Print {
                    files.extend(prepared.pressed(snapshot, &bound, &mut problems));
                    let volumes = (0..bound.volumes.len()).map(|at| prepared.file("print", at, bound.volumes.len()));
                    if let Some(tree) = tree {
                        kept.print(snapshot, &bound.starts, tree, volumes.collect());
                    }
                    starts = Some(bound.starts);
                } else {
                    let stem = prepared.stem();
                    for whole in std::mem::take(&mut bound.volumes) {
                        let file = format!("{stem}-{name}.pdf");
                        files.push(proof::map(snapshot, &file, &whole.bytes, &whole, &bound.geometry));
                        files.push((file, whole.bytes));
                    }
                }
            }
        }
    }
    if request.editions.contains(&Edition::Epub) {
        problems.extend(art::math::mathml(&mut prepared.book));
        if starts.is_none() && !printed {
            problems.push(Problem::NoPageList.at(Span::top(prepared.manifest.file)));
        }
        let bound = prepared.epub(starts, watch).into(&mut problems);
        prepared.note_files(&bound.files);
        files.push((format!("{}.epub", prepared.stem()), bound.bytes));
    }
    // What is kept for later builds is of the whole book.
    if prepared.alone.is_none() {
        files.extend(kept.file().filter(|_| request.editions.iter().any(|edition| edition.is_paged())));
        match serde_json::to_vec_pretty(&prepared.ledger) {
            Ok(ledger) => files.push(("ledger.json".to_owned(), ledger)),
            Err(error) => problems.push(internal(&error.to_string(), prepared.manifest.file)),
        }
    }
    if has_errors(&problems) {
        files.clear();
    }
    Outcome { files, problems, statistics }
}

/// Everything but the outputs: what is wrong with the book, and what it counts.
#[must_use]
pub fn check(snapshot: &Snapshot, request: &Request, watch: Watch) -> Outcome {
    let (prepared, problems) = prepare(snapshot, request, Marks::Settled, watch);
    let statistics = prepared.map(|prepared| count(&prepared.book)).unwrap_or_default();
    Outcome { files: Vec::new(), problems, statistics }
}

/// The resolved tree, listings highlighted and formulas translated.
#[must_use]
pub fn tree(snapshot: &Snapshot, request: &Request, watch: Watch) -> (Option<Book>, Vec<Diagnostic>) {
    let (prepared, mut problems) = prepare(snapshot, request, Marks::Settled, watch);
    let Some(mut prepared) = prepared else { return (None, problems) };
    art::highlight::book(&mut prepared.book, watch);
    problems.extend(art::math::mathml(&mut prepared.book));
    (Some(prepared.book), problems)
}

/// The Typst that the print edition is made of, with its styles, pictures and fonts.
#[must_use]
pub fn export_typst(snapshot: &Snapshot, request: &Request, watch: Watch) -> Outcome {
    let (prepared, problems) = prepare(snapshot, request, Marks::Settled, watch);
    let Some(mut prepared) = prepared else { return failed(problems) };
    art::highlight::book(&mut prepared.book, watch);
    let statistics = count(&prepared.book);
    let settings = prepared.paged(Edition::Print);
    let files = if has_errors(&problems) {
        Vec::new()
    } else {
        let book = resolve::for_edition(&prepared.book, |only| only.print);
        pdf::files(&book, &prepared.fonts, &settings)
    };
    Outcome { files, problems, statistics }
}

/// What a layout found that isn't known yet: a missing glyph is mostly known from the fonts alone.
fn news(snapshot: &Snapshot, known: &[Diagnostic], found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_glyph = |it: &&Diagnostic| matches!(it.problem, Problem::MissingGlyph { .. });
    let lines: BTreeSet<String> = known.iter().filter(is_glyph).map(|it| snapshot.place(it.at)).collect();
    found.into_iter().filter(|it| !(is_glyph(&it) && lines.contains(&snapshot.place(it.at)))).collect()
}

fn has_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|diagnostic| diagnostic.problem.severity() == Severity::Error)
}

fn failed(problems: Vec<Diagnostic>) -> Outcome {
    Outcome { files: Vec::new(), problems, statistics: Statistics::default() }
}

fn internal(what: &str, file: crate::span::FileId) -> Diagnostic {
    Problem::Internal { what: what.to_owned() }.at(Span::top(file))
}
