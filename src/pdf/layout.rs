//! All pieces of a book laid out, with folios that have come to rest.
//!
//! 1. Every piece is laid out once, in parallel, the longest first.
//! 2. Pages are counted: each piece begins on a recto, roman folios before the body, arabic in it.
//! 3. Pieces that print folios (contents, page references) are laid out again with the true ones, until
//!    these no longer change: that is once, except where the contents grow by a page.
//!
//! Afterwards no page changes any more: what is put on them later (running heads, folios, link targets)
//! takes no room.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::iter::{ParallelBridge, ParallelIterator};
use typst::introspection::PagedPosition;
use typst_layout::PagedDocument;

use super::compile::compile;
use super::faults::Places;
use super::glyphs::{self, Reading};
use super::unit::{self, Piece, Subject, Unit};
use super::world::{self, Desk, Shared};
use super::{Settings, anchors, front};
use crate::book::{Anchor, Book, roman};
use crate::problem::{Diagnostic, Problem};
use crate::span::Span;
use crate::step::{Step, Watch};

/// How often folios may change before that is a fault of ours.
const ROUNDS: usize = 5;

/// What laying out goes by.
#[derive(Clone, Copy)]
pub struct Task<'a> {
    /// What all units share.
    pub shared: &'a Shared,
    /// The book.
    pub book: &'a Book,
    /// The settings.
    pub settings: &'a Settings,
    /// Told of every unit.
    pub watch: Watch<'a>,
}

/// A piece laid out.
pub struct Laid<'a> {
    /// The piece.
    pub piece: Piece<'a>,
    /// Its pages.
    pub document: PagedDocument,
    /// What they tell.
    pub reading: Reading,
    /// What could not be emitted, and Typst's warnings.
    pub warnings: Vec<Diagnostic>,
    /// Where its labels stand; pages are the piece's own, from 1.
    pub labels: BTreeMap<String, PagedPosition>,
}

/// Where a piece's pages stand in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Pages of the file before its first.
    pub before: usize,
    /// Number of its first page.
    pub first: u64,
    /// Its folios are roman.
    pub roman: bool,
}

impl Place {
    /// Folio of one of its pages (0-based).
    #[must_use]
    pub fn folio(&self, page: usize) -> String {
        folio(self.first + page as u64, self.roman)
    }
}

/// A page number as it prints.
#[must_use]
pub fn folio(number: u64, small_roman: bool) -> String {
    if small_roman {
        roman(u32::try_from(number).unwrap_or(u32::MAX)).to_lowercase()
    } else {
        number.to_string()
    }
}

/// A book laid out.
pub struct Layout<'a> {
    /// Its pieces in order.
    pub laid: Vec<Laid<'a>>,
    /// The place of each.
    pub places: Vec<Place>,
    /// Folio of every anchor.
    pub folios: BTreeMap<Anchor, String>,
}

impl Layout<'_> {
    /// Pages, blank ones between the pieces included.
    #[must_use]
    pub fn pages(&self) -> usize {
        let last = self.laid.last().zip(self.places.last());
        last.map_or(0, |(laid, place)| place.before + laid.document.pages().len())
    }
}

/// Lays out a book.
///
/// # Errors
/// What Typst refuses, in the order of the book.
pub fn book<'a>(task: Task<'a>) -> Result<Layout<'a>, Vec<Diagnostic>> {
    let known = anchors::of(task.book);
    let mut pieces = unit::pieces(task.book, task.settings, false);
    let mut folios = BTreeMap::new();
    let every: Vec<usize> = (0..pieces.len()).collect();
    let mut laid: Vec<Option<Laid>> = pieces.iter().map(|_| None).collect();
    lay_all(task, &pieces, &every, &folios, &mut laid)?;
    for (piece, laid) in pieces.iter_mut().zip(&laid) {
        if let (Subject::Contents { brief }, Some(laid)) = (&mut piece.subject, laid) {
            *brief = laid.document.pages().len() > front::LONG_CONTENTS;
        }
    }
    let again = |piece: &Piece| unit::needs_folios(task.book, *piece);
    let again: Vec<usize> = every.into_iter().filter(|at| pieces.get(*at).is_some_and(again)).collect();
    for _ in 0..ROUNDS {
        let places = count(&laid);
        let now = folios_of(&known, &laid, &places);
        if now == folios || again.is_empty() {
            let laid = laid.into_iter().flatten().collect();
            return Ok(Layout { laid, places, folios: now });
        }
        folios = now;
        lay_all(task, &pieces, &again, &folios, &mut laid)?;
    }
    let what = "page numbers don't come to rest".to_owned();
    Err(vec![Problem::Internal { what }.at(front::place(task.book))])
}

/// Lays out the pieces named by `which`, the longest first.
fn lay_all<'a>(
    task: Task<'a>,
    pieces: &[Piece<'a>],
    which: &[usize],
    folios: &BTreeMap<Anchor, String>,
    laid: &mut [Option<Laid<'a>>],
) -> Result<(), Vec<Diagnostic>> {
    let mut order: Vec<(usize, Piece)> =
        which.iter().filter_map(|at| Some((*at, *pieces.get(*at)?))).collect();
    order.sort_by_key(|(at, piece)| (std::cmp::Reverse(unit::weight(*piece)), *at));
    let total = order.len();
    let done = AtomicUsize::new(0);
    let watch = |count: usize| {
        // Only the first time: what is laid out again is little, and would set the count back.
        if total == pieces.len() {
            (task.watch)(Step::Layout, count, total);
        }
    };
    watch(0);
    // What one thread has cached is of no use to the others, but must outlive the units that these finish
    // meanwhile.
    let age = rayon::current_num_threads().max(1);
    let results = order.into_iter().par_bridge().map(|(at, piece)| {
        let result = lay(task, folios, at, piece);
        comemo::evict(age);
        watch(done.fetch_add(1, Ordering::Relaxed) + 1);
        (at, result)
    });
    let results: BTreeMap<usize, Result<Laid, Vec<Diagnostic>>> = results.collect();
    let mut faults = Vec::new();
    for (at, result) in results {
        match (result, laid.get_mut(at)) {
            (Ok(one), Some(slot)) => *slot = Some(one),
            (Ok(_), None) => {}
            (Err(more), _) => faults.extend(more),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn lay<'a>(
    task: Task<'a>,
    folios: &BTreeMap<Anchor, String>,
    at: usize,
    piece: Piece<'a>,
) -> Result<Laid<'a>, Vec<Diagnostic>> {
    let Unit { path, source, origin, problems } = unit::emit(task.book, task.settings, folios, at, piece);
    let top = top(task.book, piece);
    let Some(main) = world::source(&path, source) else {
        return Err(vec![Problem::Internal { what: format!("no path `{path}`") }.at(top)]);
    };
    let desk = Desk { shared: task.shared, main };
    let done = compile(&desk, &path);
    let places =
        Places { shared: task.shared, main: &desk.main, origin: &origin, settings: task.settings, top };
    let said = |found: &[typst::diag::SourceDiagnostic]| -> Vec<Diagnostic> {
        found.iter().map(|one| places.diagnostic(one)).collect()
    };
    let document = done.output.map_err(|faults| said(&faults))?;
    let warnings = done.warnings.iter().filter(|warning| !harmless(&warning.message));
    let warnings = problems.into_iter().chain(warnings.map(|warning| places.diagnostic(warning)));
    let warnings = warnings.collect();
    let reading = glyphs::read(&document, &desk.main, &origin);
    let labels = labels(&document);
    Ok(Laid { piece, document, reading, warnings, labels })
}

/// Warnings that concern Typst's future, not this book.
fn harmless(message: &str) -> bool {
    message.contains("deprecated")
}

fn top(book: &Book, piece: Piece) -> Span {
    match piece.subject {
        Subject::Display | Subject::Contents { .. } => front::place(book),
        Subject::Part(heading) => heading.span,
        Subject::Chapter(chapter) => chapter.heading.span,
    }
}

fn labels(document: &PagedDocument) -> BTreeMap<String, PagedPosition> {
    let introspector = document.introspector();
    let labelled = typst::introspection::Introspector::query_labelled(introspector.as_ref());
    let placed = labelled.iter().filter_map(|element| {
        let label = element.label()?.resolve().to_string();
        Some((label, introspector.position(element.location()?)?))
    });
    let mut out = BTreeMap::new();
    for (label, position) in placed {
        // The head of a table stands on each of its pages; links lead to the first.
        out.entry(label).or_insert(position);
    }
    out
}

/// The place of each piece: every one begins on a recto, the body with page 1.
fn count(laid: &[Option<Laid>]) -> Vec<Place> {
    let mut places = Vec::new();
    let mut before = 0;
    let mut number = 1;
    let mut in_front = true;
    for piece in laid.iter().flatten() {
        if before % 2 == 1 {
            before += 1;
            number += 1;
        }
        if in_front && !piece.piece.roman {
            (in_front, number) = (false, 1);
        }
        let pages = piece.document.pages().len();
        places.push(Place { before, first: number, roman: piece.piece.roman });
        before += pages;
        number += pages as u64;
    }
    places
}

fn folios_of(
    known: &BTreeMap<&str, &Anchor>,
    laid: &[Option<Laid>],
    places: &[Place],
) -> BTreeMap<Anchor, String> {
    let mut out = BTreeMap::new();
    for (laid, place) in laid.iter().flatten().zip(places) {
        for (label, position) in &laid.labels {
            if let Some(anchor) = known.get(label.as_str()) {
                out.insert((*anchor).clone(), place.folio(position.page.get() - 1));
            }
        }
    }
    out
}
