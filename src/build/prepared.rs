//! A book read, parsed and resolved: all that the outputs have in common.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::folios::Hashes;
use super::{Edition, Request};
use crate::book::{Anchor, Book, Chapter, Ledger, PageStart, plain};
use crate::changes::changes_since;
use crate::fonts::{self, Fonts};
use crate::manifest::{self, Entry, Manifest, Paged};
use crate::problem::{Diagnostic, Problem};
use crate::snapshot::{BookPath, Snapshot, Text};
use crate::span::Span;
use crate::step::{Step, Watch};
use crate::{epub, parse, pdf, resolve};

/// Longest part of a file's name that says which chapters are in it, characters.
const LONGEST_NAME: usize = 80;

/// A book, ready for the outputs.
pub(super) struct Prepared {
    pub(super) manifest: Manifest,
    pub(super) book: Book,
    pub(super) ledger: Ledger,
    pub(super) fonts: Fonts,
    /// Of the whole book, where its pages are asked for.
    pub(super) hashes: Option<Hashes>,
    /// The chapters that alone are asked for, as a file names them: `3`, `preface`.
    pub(super) alone: Option<String>,
    styles: Styles,
    /// Pictures that have neither description nor caption.
    undescribed: Vec<Span>,
}

/// The book's own styles, where it has them.
struct Styles {
    typst: Option<pdf::House>,
    css: Option<String>,
}

/// What becomes of editing marks (`{++new++}`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// They are shown.
    Kept,
    /// What was inserted is text, what was deleted is gone, comments are dropped.
    Settled,
}

/// Reads, parses and resolves the book; `None` where there is nothing to build from.
pub(super) fn prepare(
    snapshot: &Snapshot,
    request: &Request,
    marks: Marks,
    watch: Watch,
) -> (Option<Prepared>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let Some(mut manifest) = manifest::read(snapshot, &request.set).into(&mut problems) else {
        return (None, problems);
    };
    manifest.marks = marks == Marks::Kept;
    let files = parse_all(snapshot, &manifest, watch, &mut problems);
    watch(Step::Resolve, 0, 1);
    let fonts = Fonts::load(snapshot, Span::top(manifest.file)).into(&mut problems);
    let (book, ledger) = resolve::book(snapshot, &manifest, &fonts, files).into(&mut problems);
    let hashes = request.needs_pages().then(|| Hashes::of(&book));
    let (styles, undescribed) = (styles(snapshot), Vec::new());
    let mut prepared =
        Prepared { manifest, book, ledger, fonts, hashes, alone: None, styles, undescribed };
    problems.extend(prepared.keep_only(snapshot, &request.chapters));
    let Prepared { manifest, book, fonts, .. } = &prepared;
    problems.extend(fonts::check(book, fonts));
    problems.extend(fonts::furniture(book, fonts, Span::top(manifest.file)));
    let bare = |found: &&Diagnostic| matches!(found.problem, Problem::MissingAlt { captioned: false, .. });
    prepared.undescribed = problems.iter().filter(bare).map(|found| found.at).collect();
    watch(Step::Resolve, 1, 1);
    (Some(prepared), problems)
}

/// Reads every file that `SUMMARY.md` names, in order, so that texts have the same numbers each time; then parses
/// them in parallel.
fn parse_all(
    snapshot: &Snapshot,
    manifest: &Manifest,
    watch: Watch,
    problems: &mut Vec<Diagnostic>,
) -> Vec<crate::draft::Chapter> {
    let mut named = Vec::new();
    let parts = manifest.summary.parts.iter().flat_map(|part| &part.chapters);
    let entries = manifest.summary.front.iter().chain(parts).chain(&manifest.summary.back);
    entries.for_each(|entry| name_files(entry, &mut named));
    let done = std::sync::atomic::AtomicUsize::new(0);
    let read: Vec<_> = named.iter().map(|(path, at)| parse::read(snapshot, path, *at)).collect();
    let parse_one = |whole| {
        let chapter = parse::chapter(manifest, whole);
        let count = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        watch(Step::Parse, count, named.len());
        chapter
    };
    let parsed: Vec<_> = read.into_par_iter().map(parse_one).collect();
    parsed.into_iter().map(|checked| checked.into(problems)).collect()
}

fn name_files(entry: &Entry, named: &mut Vec<(BookPath, Span)>) {
    named.push((entry.path.clone(), entry.span));
    entry.children.iter().for_each(|child| name_files(child, named));
}

/// Width and height of the sheets that offices print on, pt: Letter in the United States and Canada
/// (ANSI/ASME Y14.1), A4 elsewhere (ISO 216).
fn office_paper(language: &str) -> (f64, f64) {
    let letter = language.ends_with("-US") || language.ends_with("-CA");
    if letter { (612.0, 792.0) } else { (595.276, 841.89) }
}

/// The book's own styles. A file that is one of ours (a copy to begin from, or our own repository's)
/// changes nothing, so it is none.
fn styles(snapshot: &Snapshot) -> Styles {
    let own = |path: &str, ours: &str| {
        let text = snapshot.text(&BookPath::new(path).ok()?).ok()?;
        (text.text != ours).then_some(text)
    };
    let house = |text: std::sync::Arc<Text>| pdf::House { text: text.text.clone(), file: text.file };
    let typst = own("styles/book.typ", include_str!("../../styles/book.typ")).map(house);
    let css = own("styles/book.css", include_str!("../../styles/book.css")).map(|text| text.text.clone());
    Styles { typst, css }
}

impl Prepared {
    /// Leaves the chapters that are named, all where none is; what is wrong with the names.
    pub(super) fn keep_only(&mut self, snapshot: &Snapshot, chapters: &[String]) -> Vec<Diagnostic> {
        if chapters.is_empty() {
            return Vec::new();
        }
        let problems = resolve::keep_only(snapshot, &self.manifest, &mut self.book, chapters);
        let name = |chapter: &Chapter| {
            chapter.heading.number.as_ref().map_or_else(|| stem(&plain(&chapter.heading.title)), |it| stem(&it.text))
        };
        let names: Vec<String> = self.book.chapters().map(name).collect();
        self.alone = Some(names.join("-").chars().take(LONGEST_NAME).collect());
        problems
    }

    pub(super) fn paged(&self, edition: Edition) -> pdf::Settings {
        let (edition, paged) = match edition {
            Edition::Screen => (pdf::Edition::Screen, self.manifest.editions.screen.clone()),
            Edition::Print | Edition::Epub | Edition::Review | Edition::ReviewEpub => {
                (pdf::Edition::Print, self.manifest.editions.print.clone())
            }
        };
        let Paged { style, width, height, contents, lists } = paged;
        let gathered = |list: manifest::List| match list {
            manifest::List::Figures => pdf::Gathered::Figures,
            manifest::List::Tables => pdf::Gathered::Tables,
            manifest::List::Listings => pdf::Gathered::Listings,
        };
        let lists = lists.into_iter().map(gathered).collect();
        let style = match style {
            manifest::Style::Book => pdf::Style::Book,
            manifest::Style::Report => pdf::Style::Report,
        };
        let sheet = match edition {
            pdf::Edition::Print => self.sheet(),
            pdf::Edition::Screen | pdf::Edition::Review => pdf::Sheet::default(),
        };
        let (house, undescribed) = (self.styles.typst.clone(), self.undescribed.clone());
        let (note, firsts) = (String::new(), BTreeMap::new());
        pdf::Settings { edition, style, width, height, contents, lists, note, house, sheet, firsts, undescribed }
    }

    /// How the PDF for authors and editors is set: on paper as offices have it.
    pub(super) fn review(&self, since: Option<&str>, version: Option<&str>) -> pdf::Settings {
        let (width, height) = office_paper(&self.book.meta.language);
        let version = version.map_or_else(|| manifest::day(self.book.meta.date), str::to_owned);
        let against = since.map(|since| changes_since(&self.book.words.review, Some(since)));
        let parts = [Some(self.book.meta.title.clone()), Some(version), against];
        let note = parts.into_iter().flatten().collect::<Vec<_>>().join("  ·  ");
        let paged = self.paged(Edition::Print);
        let sheet = pdf::Sheet::default();
        pdf::Settings { edition: pdf::Edition::Review, width, height, note, sheet, ..paged }
    }

    pub(super) fn epub(&self, starts: Option<Vec<PageStart>>, watch: Watch) -> crate::problem::Checked<epub::Bound> {
        let manifest::Epub { longest_side, longest_file, contents, wrap_code, ref certified } = self.manifest.editions.epub;
        let code = if wrap_code { epub::Code::Wrap } else { epub::Code::Scroll };
        let certified = certified.clone().map(|manifest::Certified { conforms, by, credential, report, at }| {
            epub::Certified { conforms, by, credential, report, at }
        });
        let house = self.styles.css.clone();
        let modified = self.book.meta.date;
        let settings = epub::Settings { longest_side, longest_file, contents, code, certified, house, modified };
        let isbn = self.book.meta.isbn_print.clone();
        let pages = starts.map(|starts| epub::Pages { starts, isbn });
        let mut book = resolve::for_edition(&self.book, |only| only.epub);
        if self.alone.is_some() {
            resolve::set_pages(book.to_mut(), &BTreeMap::new());
        }
        epub::bind(&book, &self.fonts, &settings, pages.as_ref(), watch)
    }

    /// The title as a file name: lower case, hyphens between words; behind it the chapters that alone are in it.
    pub(super) fn stem(&self) -> String {
        let title = stem(&self.book.meta.title);
        self.alone.as_ref().map_or(title.clone(), |alone| format!("{title}-{alone}"))
    }

    pub(super) fn note_pages(&mut self, edition: &str, folios: &BTreeMap<Anchor, String>) {
        for entry in &mut self.ledger.entries {
            if let Some(folio) = folios.get(&entry.anchor) {
                entry.pages.insert(edition.to_owned(), folio.clone());
            }
        }
    }

    pub(super) fn note_files(&mut self, files: &BTreeMap<Anchor, String>) {
        for entry in &mut self.ledger.entries {
            entry.file = files.get(&entry.anchor).cloned();
        }
    }
}

/// A title as a file name.
pub(super) fn stem(title: &str) -> String {
    let title = title.to_lowercase();
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stem = words.collect::<Vec<_>>().join("-");
    if stem.is_empty() { "book".to_owned() } else { stem }
}
