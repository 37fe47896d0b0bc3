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
use super::roles::Roles;
use super::spots;
use super::unit::{self, Known, Piece, Subject, Unit};
use super::volumes::{self, Item};
use super::world::{self, Desk, Shared};
use super::{STALE, Settings, front};
use crate::book::{Anchor, Book, ChapterPages, Spot, roman};
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
    /// Its blocks by place.
    pub roles: &'a Roles,
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
    /// Where the lines of each page begin.
    pub spots: Vec<Vec<Spot>>,
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
    /// They may be out of date.
    pub stale: bool,
}

impl Place {
    /// Folio of one of its pages (0-based).
    #[must_use]
    pub fn folio(&self, page: usize) -> String {
        folio(self.first + page as u64, self.roman) + if self.stale { STALE } else { "" }
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
    /// The pages of each chapter.
    #[must_use]
    pub fn chapters(&self) -> Vec<ChapterPages> {
        let named: BTreeMap<&str, &Anchor> = self.folios.keys().map(|anchor| (anchor.as_str(), anchor)).collect();
        let pieces = self.laid.iter().zip(&self.places);
        let chapters = pieces.filter_map(|(laid, place)| {
            let Subject::Chapter(chapter) = laid.piece.subject else { return None };
            let folio = |(label, position): (&String, &PagedPosition)| {
                Some(((*named.get(label.as_str())?).clone(), place.folio(position.page.get() - 1)))
            };
            let folios = laid.labels.iter().filter_map(folio).collect();
            Some(ChapterPages { anchor: chapter.heading.anchor.clone(), first: place.first, folios })
        });
        chapters.collect()
    }

    /// Pages of the longest volume, blank ones between the pieces included.
    #[must_use]
    pub fn longest(&self) -> usize {
        let ends = self.laid.iter().zip(&self.places).map(|(laid, place)| place.before + laid.document.pages().len());
        ends.max().unwrap_or(0)
    }
}

impl<'a> Layout<'a> {
    /// The layout of each volume.
    #[must_use]
    pub fn volumes(self) -> Vec<Layout<'a>> {
        let mut out: Vec<Layout> = Vec::new();
        for (laid, place) in self.laid.into_iter().zip(self.places) {
            while out.len() <= laid.piece.volume {
                out.push(Layout { laid: Vec::new(), places: Vec::new(), folios: self.folios.clone() });
            }
            if let Some(volume) = out.get_mut(laid.piece.volume) {
                volume.laid.push(laid);
                volume.places.push(place);
            }
        }
        out
    }
}

/// Lays out a book.
///
/// # Errors
/// What Typst refuses, in the order of the book.
pub fn book<'a>(task: Task<'a>) -> Result<Layout<'a>, Vec<Diagnostic>> {
    let known = crate::book::anchors(task.book);
    let mut pieces = unit::pieces(task.book, task.settings, false);
    let mut found = Known::default();
    let every: Vec<usize> = (0..pieces.len()).collect();
    let mut laid: Vec<Option<Laid>> = pieces.iter().map(|_| None).collect();
    lay_all(task, &pieces, &every, &found, &mut laid)?;
    let mut fresh = Vec::new();
    let volumes = volumes_of(task.settings, &pieces, &laid);
    let count = volumes::count(&volumes);
    if count > 1 {
        (pieces, laid) = bound(&pieces, laid, &volumes, &mut fresh);
        found = known_of(&known, &laid, &self::count(&laid, task.settings), count);
        // With what prints page numbers: the rounds below ask only whether these have changed since.
        let prints = |at: &usize| pieces.get(*at).is_some_and(|piece| unit::needs_folios(task.book, *piece));
        fresh.extend((0..pieces.len()).filter(|at| !fresh.contains(at)).filter(prints).collect::<Vec<_>>());
        lay_all(task, &pieces, &fresh, &found, &mut laid)?;
    }
    for (piece, laid) in pieces.iter_mut().zip(&laid) {
        if let (Subject::Contents { brief }, Some(laid)) = (&mut piece.subject, laid) {
            *brief = laid.document.pages().len() > front::LONG_CONTENTS;
        }
    }
    let again = |piece: &Piece| unit::needs_folios(task.book, *piece);
    let again: Vec<usize> = (0..pieces.len()).filter(|at| pieces.get(*at).is_some_and(again)).collect();
    for _ in 0..ROUNDS {
        let places = self::count(&laid, task.settings);
        let now = known_of(&known, &laid, &places, count);
        if now == found || again.is_empty() {
            let laid = laid.into_iter().flatten().collect();
            return Ok(Layout { laid, places, folios: now.folios });
        }
        found = now;
        lay_all(task, &pieces, &again, &found, &mut laid)?;
    }
    let what = "page numbers don't come to rest".to_owned();
    Err(vec![Problem::Internal { what }.at(front::place(task.book))])
}

/// Lays out the pieces named by `which`, the longest first.
fn lay_all<'a>(
    task: Task<'a>,
    pieces: &[Piece<'a>],
    which: &[usize],
    known: &Known,
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
        let result = lay(task, known, at, piece);
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
    known: &Known,
    at: usize,
    piece: Piece<'a>,
) -> Result<Laid<'a>, Vec<Diagnostic>> {
    let Unit { path, source, origin, problems } = unit::emit(task.book, task.settings, known, at, piece);
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
    let spots = spots::read(&document, &desk.main, &origin, task.roles);
    let labels = labels(&document);
    Ok(Laid { piece, document, reading, spots, warnings, labels })
}

/// Warnings that concern Typst's future, not this book.
fn harmless(message: &str) -> bool {
    message.contains("deprecated")
}

fn top(book: &Book, piece: Piece) -> Span {
    match piece.subject {
        Subject::Display | Subject::Contents { .. } | Subject::List(_) => front::place(book),
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

/// The place of each piece: every one begins on a recto where the book is two-sided. Roman folios begin
/// again in each volume; the body begins with page 1 and runs on. What is known to begin elsewhere does.
fn count(laid: &[Option<Laid>], settings: &Settings) -> Vec<Place> {
    let known = |piece: &Piece| match piece.subject {
        Subject::Chapter(chapter) => settings.firsts.get(chapter.heading.anchor.as_str()),
        _ => None,
    };
    let mut places = Vec::new();
    let (mut volume, mut before) = (0, 0);
    let (mut roman, mut arabic) = (1, 1);
    for piece in laid.iter().flatten() {
        if piece.piece.volume != volume {
            (volume, before, roman) = (piece.piece.volume, 0, 1);
        }
        let number = if piece.piece.roman { &mut roman } else { &mut arabic };
        let known = known(&piece.piece);
        *number = known.map_or(*number, |first| first.page);
        // Rectos are odd, in the file and by number.
        if settings.two_sided() {
            before += before % 2;
            *number += 1 - *number % 2;
        }
        let pages = piece.document.pages().len();
        let stale = known.is_some_and(|first| first.stale);
        places.push(Place { before, first: *number, roman: piece.piece.roman, stale });
        before += pages;
        *number += pages as u64;
    }
    places
}

/// Folio and volume of every anchor.
fn known_of(anchors: &BTreeMap<&str, &Anchor>, laid: &[Option<Laid>], places: &[Place], count: usize) -> Known {
    let mut out = Known { count, ..Known::default() };
    for (laid, place) in laid.iter().flatten().zip(places) {
        for (label, position) in &laid.labels {
            if let Some(anchor) = anchors.get(label.as_str()) {
                out.folios.insert((*anchor).clone(), place.folio(position.page.get() - 1));
                if count > 1 {
                    out.volumes.insert((*anchor).clone(), laid.piece.volume);
                }
            }
        }
    }
    out
}

/// The volume of each piece of the body.
fn volumes_of(settings: &Settings, pieces: &[Piece], laid: &[Option<Laid>]) -> Vec<usize> {
    let pages = |at: usize| {
        let pages = laid.get(at).and_then(Option::as_ref).map_or(0, |laid| laid.document.pages().len());
        pages.next_multiple_of(2)
    };
    let (mut items, mut sizes) = (Vec::<Item>::new(), Vec::new());
    // Every volume has a title of its own, and two lists of contents that together are no longer than twice
    // the one of the whole.
    let (mut front, mut first) = (0, 0);
    let mut open = false;
    for (at, piece) in pieces.iter().enumerate() {
        match piece.subject {
            Subject::Display => front += pages(at),
            Subject::List(_) => first += pages(at),
            Subject::Contents { .. } => front += 2 * pages(at),
            Subject::Part(_) | Subject::Chapter(_) if piece.roman => first += pages(at),
            Subject::Part(_) => {
                items.push(Item { pages: pages(at), part: true });
                sizes.push(1);
                open = true;
            }
            Subject::Chapter(_) => match items.last_mut().zip(sizes.last_mut()).filter(|_| open) {
                Some((item, size)) => {
                    item.pages += pages(at);
                    *size += 1;
                    open = false;
                }
                None => {
                    items.push(Item { pages: pages(at), part: piece.depth == 1 || piece.part.is_some() });
                    sizes.push(1);
                }
            },
        }
    }
    let volumes = volumes::split(&items, settings.sheet.split, front, first);
    volumes.into_iter().zip(sizes).flat_map(|(volume, size)| std::iter::repeat_n(volume, size)).collect()
}

/// What lies on the desk of a layout: pieces, and the pages of those that are laid out.
type Pieces<'a> = (Vec<Piece<'a>>, Vec<Option<Laid<'a>>>);

/// The pieces in volumes, each with its own title and contents, whose places go to `fresh`: they have to
/// be laid out.
fn bound<'a>(
    pieces: &[Piece<'a>],
    laid: Vec<Option<Laid<'a>>>,
    volumes: &[usize],
    fresh: &mut Vec<usize>,
) -> Pieces<'a> {
    let own = |piece: &Piece| matches!(piece.subject, Subject::Display | Subject::Contents { .. });
    let titles: Vec<Piece> = pieces.iter().filter(|piece| own(piece)).copied().collect();
    let (mut out, mut done): Pieces = (Vec::new(), Vec::new());
    let open = |volume: usize, out: &mut Vec<Piece<'a>>, done: &mut Vec<Option<Laid<'a>>>, fresh: &mut Vec<usize>| {
        for title in &titles {
            fresh.push(out.len());
            out.push(Piece { volume, ..*title });
            done.push(None);
        }
    };
    open(0, &mut out, &mut done, fresh);
    let mut body = volumes.iter().copied();
    let mut last = 0;
    for (piece, laid) in pieces.iter().zip(laid) {
        if own(piece) {
            continue;
        }
        let volume = if piece.roman { 0 } else { body.next().unwrap_or(last) };
        if volume != last {
            open(volume, &mut out, &mut done, fresh);
            last = volume;
        }
        let piece = Piece { volume, ..*piece };
        out.push(piece);
        done.push(laid.map(|laid| Laid { piece, ..laid }));
    }
    (out, done)
}
