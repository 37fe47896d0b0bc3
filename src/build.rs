//! The whole way of the data, from a snapshot to finished files.
//!
//! ```text
//! snapshot -> manifest -> parse (a file each) -> resolve -> book -> pdf  -> files
//!                                                              \-> epub -> files
//! ```
//!
//! Nothing here reads or writes a disk, and every step gives a value whatever it found wrong, so one run
//! reports everything. There are no files where there was an error.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::book::{Anchor, Block, Book, Kind, Ledger, PageStart, blocks, plain};
use crate::fonts::{self, Fonts};
use crate::manifest::{self, Entry, Manifest, Paged};
use crate::problem::{Diagnostic, Problem, Severity};
use crate::snapshot::{BookPath, Snapshot, Text};
use crate::span::Span;
use crate::step::{Step, Watch};
use crate::{art, epub, parse, pdf, resolve};

/// An output of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// The PDF for the printer.
    Print,
    /// The PDF for the screen.
    Screen,
    /// The EPUB.
    Epub,
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
}

/// What a build counted.
#[derive(Debug, Clone, Default)]
pub struct Statistics {
    /// Pages of each PDF edition, by its name.
    pub pages: BTreeMap<String, usize>,
    /// Words of text, code included.
    pub words: usize,
    /// Chapters.
    pub chapters: usize,
    /// Numbered figures.
    pub figures: usize,
    /// Numbered tables.
    pub tables: usize,
    /// Numbered listings.
    pub listings: usize,
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
    let (prepared, mut problems) = prepare(snapshot, request, watch);
    let Some(mut prepared) = prepared else { return failed(problems) };
    let mut statistics = count(&prepared.book);
    if has_errors(&problems) {
        return Outcome { files: Vec::new(), problems, statistics };
    }
    art::highlight::book(&mut prepared.book, watch);
    let mut files = Vec::new();
    let mut starts = None;
    for (edition, name) in [(Edition::Print, "print"), (Edition::Screen, "screen")] {
        if !request.editions.contains(&edition) {
            continue;
        }
        match prepared.pdf(edition, watch) {
            Err(found) => problems.extend(found),
            Ok(bound) => {
                problems.extend(news(snapshot, &problems, bound.problems));
                statistics.pages.insert(name.to_owned(), bound.pages);
                prepared.note_pages(name, &bound.folios);
                files.push((format!("{}-{name}.pdf", prepared.stem()), bound.bytes));
                if edition == Edition::Print {
                    starts = Some(bound.starts);
                }
            }
        }
    }
    if request.editions.contains(&Edition::Epub) {
        problems.extend(art::math::mathml(&mut prepared.book));
        let bound = prepared.epub(starts, watch).into(&mut problems);
        prepared.note_files(&bound.files);
        files.push((format!("{}.epub", prepared.stem()), bound.bytes));
    }
    match serde_json::to_vec_pretty(&prepared.ledger) {
        Ok(ledger) => files.push(("ledger.json".to_owned(), ledger)),
        Err(error) => problems.push(internal(&error.to_string(), prepared.manifest.file)),
    }
    if has_errors(&problems) {
        files.clear();
    }
    Outcome { files, problems, statistics }
}

/// Everything but the outputs: what is wrong with the book, and what it counts.
#[must_use]
pub fn check(snapshot: &Snapshot, request: &Request, watch: Watch) -> Outcome {
    let (prepared, problems) = prepare(snapshot, request, watch);
    let statistics = prepared.map(|prepared| count(&prepared.book)).unwrap_or_default();
    Outcome { files: Vec::new(), problems, statistics }
}

/// The resolved tree, listings highlighted and formulas translated.
#[must_use]
pub fn tree(snapshot: &Snapshot, request: &Request, watch: Watch) -> (Option<Book>, Vec<Diagnostic>) {
    let (prepared, mut problems) = prepare(snapshot, request, watch);
    let Some(mut prepared) = prepared else { return (None, problems) };
    art::highlight::book(&mut prepared.book, watch);
    problems.extend(art::math::mathml(&mut prepared.book));
    (Some(prepared.book), problems)
}

/// The Typst that the print edition is made of, with its styles, pictures and fonts.
#[must_use]
pub fn export_typst(snapshot: &Snapshot, request: &Request, watch: Watch) -> Outcome {
    let (prepared, problems) = prepare(snapshot, request, watch);
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

/// A book, ready for the outputs.
struct Prepared {
    manifest: Manifest,
    book: Book,
    ledger: Ledger,
    fonts: Fonts,
    styles: Styles,
}

/// The book's own styles, where it has them.
struct Styles {
    typst: Option<pdf::House>,
    css: Option<String>,
}

/// Reads, parses and resolves the book; `None` where there is nothing to build from.
fn prepare(snapshot: &Snapshot, request: &Request, watch: Watch) -> (Option<Prepared>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let Some(manifest) = manifest::read(snapshot, &request.set).into(&mut problems) else {
        return (None, problems);
    };
    let files = parse_all(snapshot, &manifest, watch, &mut problems);
    watch(Step::Resolve, 0, 1);
    let fonts = Fonts::load(snapshot, Span::top(manifest.file)).into(&mut problems);
    let (mut book, ledger) = resolve::book(snapshot, &manifest, &fonts, files).into(&mut problems);
    if !request.chapters.is_empty() {
        problems.extend(resolve::keep_only(snapshot, &manifest, &mut book, &request.chapters));
    }
    problems.extend(fonts::check(&book, &fonts));
    problems.extend(fonts::furniture(&book, &fonts, Span::top(manifest.file)));
    let styles = styles(snapshot);
    watch(Step::Resolve, 1, 1);
    (Some(Prepared { manifest, book, ledger, fonts, styles }), problems)
}

/// Parses every file that `SUMMARY.md` names, in parallel.
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
    let parse_one = |(path, at): &(BookPath, Span)| {
        let chapter = parse::chapter(snapshot, manifest, path, *at);
        let count = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        watch(Step::Parse, count, named.len());
        chapter
    };
    let parsed: Vec<_> = named.par_iter().map(parse_one).collect();
    parsed.into_iter().map(|checked| checked.into(problems)).collect()
}

fn name_files(entry: &Entry, named: &mut Vec<(BookPath, Span)>) {
    named.push((entry.path.clone(), entry.span));
    entry.children.iter().for_each(|child| name_files(child, named));
}

/// The book's own styles. A file that is one of ours (a copy to begin from, or our own repository's)
/// changes nothing, so it is none.
fn styles(snapshot: &Snapshot) -> Styles {
    let own = |path: &str, ours: &str| {
        let text = snapshot.text(&BookPath::new(path).ok()?).ok()?;
        (text.text != ours).then_some(text)
    };
    let house = |text: std::sync::Arc<Text>| pdf::House { text: text.text.clone(), file: text.file };
    let typst = own("styles/book.typ", include_str!("../styles/book.typ")).map(house);
    let css = own("styles/book.css", include_str!("../styles/book.css")).map(|text| text.text.clone());
    Styles { typst, css }
}

impl Prepared {
    fn pdf(&self, edition: Edition, watch: Watch) -> Result<pdf::Bound, Vec<Diagnostic>> {
        let book = resolve::for_edition(&self.book, |only| match edition {
            Edition::Print => only.print,
            Edition::Screen => only.screen,
            Edition::Epub => only.epub,
        });
        pdf::bind(&book, &self.fonts, &self.paged(edition), watch)
    }

    fn paged(&self, edition: Edition) -> pdf::Settings {
        let (edition, paged) = match edition {
            Edition::Screen => (pdf::Edition::Screen, self.manifest.editions.screen),
            Edition::Print | Edition::Epub => (pdf::Edition::Print, self.manifest.editions.print),
        };
        let Paged { width, height, contents } = paged;
        pdf::Settings { edition, width, height, contents, house: self.styles.typst.clone() }
    }

    fn epub(&self, starts: Option<Vec<PageStart>>, watch: Watch) -> crate::problem::Checked<epub::Bound> {
        let manifest::Epub { longest_side, longest_file, contents } = self.manifest.editions.epub;
        let house = self.styles.css.clone();
        let modified = self.book.meta.date;
        let settings = epub::Settings { longest_side, longest_file, contents, house, modified };
        let isbn = self.book.meta.isbn_print.clone();
        let pages = starts.map(|starts| epub::Pages { starts, isbn });
        let book = resolve::for_edition(&self.book, |only| only.epub);
        epub::bind(&book, &self.fonts, &settings, pages.as_ref(), watch)
    }

    /// The title as a file name: lower case, hyphens between words.
    fn stem(&self) -> String {
        let title = self.book.meta.title.to_lowercase();
        let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let stem = words.collect::<Vec<_>>().join("-");
        if stem.is_empty() { "book".to_owned() } else { stem }
    }

    fn note_pages(&mut self, edition: &str, folios: &BTreeMap<Anchor, String>) {
        for entry in &mut self.ledger.entries {
            if let Some(folio) = folios.get(&entry.anchor) {
                entry.pages.insert(edition.to_owned(), folio.clone());
            }
        }
    }

    fn note_files(&mut self, files: &BTreeMap<Anchor, String>) {
        for entry in &mut self.ledger.entries {
            entry.file = files.get(&entry.anchor).cloned();
        }
    }
}

/// What a layout found that isn't known yet: a missing glyph is mostly known from the fonts alone.
fn news(snapshot: &Snapshot, known: &[Diagnostic], found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_glyph = |it: &&Diagnostic| matches!(it.problem, Problem::MissingGlyph { .. });
    let lines: BTreeSet<String> = known.iter().filter(is_glyph).map(|it| snapshot.place(it.at)).collect();
    found.into_iter().filter(|it| !(is_glyph(&it) && lines.contains(&snapshot.place(it.at)))).collect()
}

/// Counts words and numbered things.
fn count(book: &Book) -> Statistics {
    let mut statistics = Statistics::default();
    let mut count_block = |block: &Block| {
        let kind = match block {
            Block::Figure(figure) => figure.number.as_ref(),
            Block::Table(table) => table.number.as_ref(),
            Block::Listing(listing) => listing.number.as_ref(),
            Block::Section(_)
            | Block::Paragraph(_)
            | Block::List(_)
            | Block::Terms(_)
            | Block::Quote(_)
            | Block::Math(_)
            | Block::Bibliography(_)
            | Block::Aside(_)
            | Block::Break(_)
            | Block::Index(_)
            | Block::Glossary(_)
            | Block::Only(_) => None,
        };
        match kind.map(|number| number.kind) {
            Some(Kind::Figure) => statistics.figures += 1,
            Some(Kind::Table) => statistics.tables += 1,
            Some(Kind::Listing) => statistics.listings += 1,
            _ => {}
        }
        statistics.words += words(block);
    };
    for chapter in book.chapters() {
        blocks(&chapter.blocks, &mut count_block);
    }
    for note in &book.notes {
        blocks(&note.blocks, &mut count_block);
    }
    statistics.chapters = book.chapters().count();
    statistics
}

/// Words that stand directly in a block, not in blocks inside it.
fn words(block: &Block) -> usize {
    let run = |content: &[crate::book::Inline]| plain(content).split_whitespace().count();
    let lines = |lines: &[crate::book::CodeLine]| {
        let runs = lines.iter().flat_map(|line| &line.runs);
        runs.map(|run| run.text.split_whitespace().count()).sum::<usize>()
    };
    match block {
        Block::Section(x) => run(&x.heading.title),
        Block::Paragraph(x) => run(&x.content),
        Block::Terms(x) => x.items.iter().map(|term| run(&term.term)).sum(),
        Block::Listing(x) => run(&x.caption) + lines(&x.lines),
        Block::Table(x) => run(&x.caption),
        Block::Figure(x) => {
            let art = match &x.body {
                crate::book::FigureBody::Art(art) => lines(&art.lines),
                crate::book::FigureBody::Picture(_) | crate::book::FigureBody::Blocks(_) => 0,
            };
            run(&x.caption) + art
        }
        Block::Aside(x) => run(&x.title),
        Block::Bibliography(x) => x.works.iter().map(|work| run(&work.label) + run(&work.content)).sum(),
        Block::Glossary(x) => x.entries.iter().map(|entry| run(&entry.term)).sum(),
        Block::List(_)
        | Block::Quote(_)
        | Block::Math(_)
        | Block::Break(_)
        | Block::Index(_)
        | Block::Only(_) => 0,
    }
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
