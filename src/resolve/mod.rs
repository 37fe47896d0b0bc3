//! Tables computed from the draft, then one lowering into `book`.
//!
//! 1. `arrange`: `SUMMARY.md` and its files become parts, chapters and nested sections.
//! 2. `tables`: one walk gives everything that can be referred to its anchor, number and title.
//! 3. `pictures`: everything named as a picture is read, every diagram drawn, each distinct one once.
//! 4. `citations`: every citation and every list of works is printed in the style of the book.
//! 5. `lower`: one walk makes the book; references, links and notes are looked up here.
//!
//! What can not happen after this: a label, id or path that names nothing; two anchors of one name; a
//! number that isn't a finished string; a heading level that is skipped.

mod accepted;
mod arrange;
mod boxes;
mod callouts;
mod citations;
mod collation;
mod counters;
mod editions;
mod glossary;
mod index;
mod links;
mod listing;
mod lower;
mod only;
mod pictures;
mod plain;
mod solutions;
mod strip;
mod tables;
mod titles;

pub use editions::for_edition;
pub use only::{keep_only, set_pages};

use crate::book::{Book, Ledger};
use crate::draft;
use crate::fonts::Fonts;
use crate::manifest::{self, Manifest};
use crate::problem::{Checked, Problem};
use crate::snapshot::Snapshot;
use crate::span::Span;

/// Makes the book of its parsed files.
#[must_use]
pub fn book(
    snapshot: &Snapshot,
    manifest: &Manifest,
    fonts: &Fonts,
    files: Vec<draft::Chapter>,
) -> Checked<(Book, Ledger)> {
    let mut problems = Vec::new();
    let words = manifest::words(&manifest.meta.language);
    if files.iter().all(|file| file.blocks.is_empty()) {
        problems.push(Problem::EmptyBook.at(Span::top(manifest.file)));
    }
    let mut plan = arrange::plan(&manifest.summary, files, &mut problems);
    let taken = solutions::take(manifest, &words.solutions, &mut plan);
    let mut tables = tables::tables(snapshot, manifest, &words, &mut plan, &mut problems);
    taken.name_sections(&mut plan, &mut tables);
    let solutions = solutions::Links::of(&taken, &tables, &mut problems);
    let glossary = glossary::Glossary::of(snapshot, manifest, &plan, &mut tables.anchors, &mut problems);
    let cover = manifest.cover.as_ref().map(|(path, at)| (manifest.file, path.as_str().to_owned(), *at));
    let named = tables.pictures.iter().chain(&cover);
    let named = named.map(|(file, target, _)| (*file, target.clone()));
    let pictures = pictures::read(snapshot, fonts, named, &tables.diagrams);
    let mut meta = manifest.meta.clone();
    if let Some((file, target, at)) = &cover {
        match pictures.get(*file, target) {
            Ok(asset) => meta.cover = Some(asset),
            Err(problem) => problems.push(problem.at(*at)),
        }
    }
    let mut entries = std::mem::take(&mut tables.entries);
    let citations = citations::citations(snapshot, manifest, &plan, &mut tables, &mut problems);
    let mut lower = lower::Lower::new(snapshot, manifest, &words, tables, &pictures, &mut problems);
    (lower.glossary, lower.solutions) = (glossary, solutions);
    lower.citations = citations;
    let mut body = lower.plan(plan);
    if let Some((chapter, entry)) = lower.rest_of_works() {
        body.back.push(chapter);
        entries.push(entry);
    }
    entries.extend(lower.gather(&mut body));
    let (notes, references, untitled) = (lower.notes, lower.references, lower.untitled);
    let lower::Body { front, parts, back } = body;
    let assets = pictures.assets;
    let mut book = Book { meta, words, front, parts, back, notes, assets };
    titles::fill(&mut book, &untitled, &mut problems);
    titles::printed(&book, &mut entries);
    problems.extend(links::unaddressed(&book));
    Checked { value: (book, Ledger { entries, references }), problems }
}
