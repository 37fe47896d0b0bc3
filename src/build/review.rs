//! The review edition: the book with what changed since another version, and with its editing marks.

use std::collections::BTreeSet;

use super::pages::Kept;
use super::prepared::{Marks, prepare};
use super::{Edition, Outcome, Request, count, failed, has_errors, proof};
use crate::book::{Anchor, Block, Book, Comment, Heading, Inline};
use crate::changes::{self, Summary};
use crate::manifest::Manifest;
use crate::problem::Problem;
use crate::snapshot::Snapshot;
use crate::span::Span;
use crate::step::Watch;
use crate::{art, resolve};

/// The version to compare with.
#[derive(Clone, Copy)]
pub struct Since<'a> {
    /// As it was asked for: `v1`, `HEAD~3`.
    pub name: &'a str,
    /// The hash of its commit.
    pub commit: &'a str,
    /// Its files.
    pub snapshot: &'a Snapshot,
}

/// Makes the review editions asked for: the PDF, the EPUB or both. `version` names the state of the text
/// that is printed, where it is known.
#[must_use]
pub fn review(
    snapshot: &Snapshot,
    since: Option<Since>,
    version: Option<&str>,
    request: &Request,
    watch: Watch,
) -> Outcome {
    let whole = Request { chapters: Vec::new(), ..request.clone() };
    // Of the old version nothing is printed.
    let silent = Request { editions: Vec::new(), pages: None, ..whole.clone() };
    let before = || since.map(|since| old(since, &silent, watch));
    let ((prepared, mut problems), before) =
        rayon::join(|| prepare(snapshot, &whole, Marks::Kept, watch), before);
    let Some(mut prepared) = prepared else { return failed(problems) };
    if let Some(old) = before {
        let old = match old {
            Ok(old) => old,
            Err(problem) => {
                problems.push(problem.at(Span::top(prepared.manifest.file)));
                return failed(problems);
            }
        };
        let named = named(snapshot, &prepared.manifest, &prepared.book, &request.chapters);
        prepared.book = changes::compare(&old, &prepared.book, &|chapter| named.contains(&chapter.heading.anchor));
    }
    problems.extend(prepared.keep_only(snapshot, &request.chapters));
    let book = &mut prepared.book;
    let name = since.map_or("", |since| since.name);
    let Summary { .. } = changes::list(book, name, &|span| snapshot.place(span));
    sources(book, &|span| snapshot.place(span));
    let mut statistics = count(&prepared.book);
    if has_errors(&problems) {
        return Outcome { files: Vec::new(), problems, statistics };
    }
    art::highlight::book(&mut prepared.book, watch);
    let mut files = Vec::new();
    if request.editions.contains(&Edition::Review) {
        let mut kept = Kept::read(request.pages.as_deref());
        let settings = prepared.review(since.map(|since| since.name), version);
        let against = since.map_or("", |since| since.commit);
        match prepared.bind(Edition::Review, settings, against, &mut kept, watch) {
            Err(found) => problems.extend(found),
            Ok(bound) => {
                problems.extend(super::news(snapshot, &problems, bound.problems));
                statistics.pages.insert("review".to_owned(), bound.pages);
                let name = format!("{}-review.pdf", prepared.stem());
                for volume in bound.volumes {
                    files.push(proof::map(snapshot, &name, &volume.bytes, &volume, &bound.geometry));
                    files.push((name.clone(), volume.bytes));
                }
                files.extend(kept.file().filter(|_| prepared.alone.is_none()));
            }
        }
    }
    if request.editions.contains(&Edition::ReviewEpub) {
        problems.extend(art::math::mathml(&mut prepared.book));
        let bound = prepared.epub(None, watch).into(&mut problems);
        files.push((format!("{}-review.epub", prepared.stem()), bound.bytes));
    }
    if has_errors(&problems) {
        files.clear();
    }
    Outcome { files, problems, statistics }
}

/// The version to compare with.
fn old(since: Since, request: &Request, watch: Watch) -> Result<Book, Problem> {
    let (old, found) = prepare(since.snapshot, request, Marks::Settled, watch);
    old.map(|old| old.book).ok_or_else(|| {
        let fault = found.into_iter().find(|it| has_errors(std::slice::from_ref(it)));
        let reason = fault.map_or(String::new(), |it| it.problem.message());
        Problem::OldVersion { revision: since.name.to_owned(), reason }
    })
}

/// The chapters that are asked for; all where none is named.
fn named(snapshot: &Snapshot, manifest: &Manifest, book: &Book, chapters: &[String]) -> BTreeSet<Anchor> {
    let mut kept = book.clone();
    if !chapters.is_empty() {
        // What is wrong with the names is said once, when the book is cut.
        drop(resolve::keep_only(snapshot, manifest, &mut kept, chapters));
    }
    kept.chapters().map(|chapter| chapter.heading.anchor.clone()).collect()
}

/// The marked tree, without the list of changes; where nothing is named to compare with, the tree with its
/// editing marks.
#[must_use]
pub fn marked(snapshot: &Snapshot, since: Option<Since>, request: &Request) -> Option<Book> {
    let quiet: Watch = &|_, _, _| {};
    let new = prepare(snapshot, request, Marks::Kept, quiet).0?;
    let Some(since) = since else { return Some(new.book) };
    let old = prepare(since.snapshot, request, Marks::Settled, quiet).0?;
    Some(changes::compare(&old.book, &new.book, &|_| true))
}

/// Says at each heading where it stands in the author's text.
fn sources(book: &mut Book, place: &dyn Fn(Span) -> String) {
    let note = |heading: &mut Heading| {
        let (text, span) = (place(heading.span), heading.span);
        heading.title.push(Inline::Comment(Comment { number: None, text, span }));
    };
    // The first is the list of changes, which nobody wrote.
    for chapter in book.chapters_mut().skip(1) {
        note(&mut chapter.heading);
        sections(&mut chapter.blocks, &note);
    }
}

/// The sections that are there; those that are gone have no line any more.
fn sections(list: &mut [Block], note: &dyn Fn(&mut Heading)) {
    for block in list {
        if let Block::Section(x) = block {
            note(&mut x.heading);
            sections(&mut x.blocks, note);
        }
    }
}
