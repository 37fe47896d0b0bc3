//! Book -> Typst source with a map back to spans -> laid-out pages -> PDF bytes.
//!
//! 1. `unit` cuts the book into pieces that begin on a recto; `block` and `inline` (the mirror of the EPUB's
//!    rooms) emit each as a Typst source in code mode, and `origin` keeps where every piece comes from.
//! 2. `layout` lays the units out in process, each once, in parallel, and again only those that print page
//!    numbers; `world` is all that Typst sees, `faults` brings its diagnostics back to lines of Markdown,
//!    `glyphs` reads off the pages what begins each, and which characters no face has.
//! 3. `join` puts blank versos between the pieces, running heads and folios (`furniture`) on the pages and
//!    targets into the links, and `export` writes the whole as one PDF; `claim` says what keeps the screen
//!    edition from PDF/UA-1 and PDF/A-2a.
//!
//! Looks live in `styles/book.typ`, one function for each kind of node. Nothing here looks anything up or
//! counts anything but pages: all numbers are literal text in the tree. So afterwards the PDF can't print
//! a number that the EPUB doesn't, no text of an author's can be read as Typst, and a chapter's pages don't
//! depend on any other chapter's. Two builds of the same book give the same bytes.

mod aside;
mod barcode;
mod bars;
mod bibliography;
mod block;
mod breaks;
mod claim;
mod compile;
mod cover;
mod export;
mod faults;
mod front;
mod furniture;
mod geometry;
mod glossary;
mod glyphs;
mod index;
mod inline;
mod join;
mod layout;
mod listing;
mod lists;
mod literal;
mod margin;
mod math;
mod origin;
mod picture;
#[cfg(test)]
mod sample;
mod roles;
mod rows;
mod sheet;
mod spots;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod unit;
mod volumes;
mod whole;
mod world;

use std::collections::BTreeMap;

pub use cover::{Cover, cover};
pub use lists::Gathered;
pub use origin::Origin;
pub use unit::Unit;
pub use volumes::Split;

pub use geometry::Geometry;
pub use geometry::PITCH;

use crate::book::{Anchor, Book, ChapterPages, PageSpots, PageStart};
use crate::fonts::Fonts;
use crate::printer::Printer;
use crate::problem::Diagnostic;
use crate::span::{FileId, Span};
use crate::step::{Step, Watch};

/// The PDF editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// For the printer: one ink.
    Print,
    /// For the screen: links and code in colour.
    Screen,
    /// For authors and editors: one-sided, with marks, line numbers and a wide margin.
    Review,
}

/// The styles that come with Bindery: functions and looks over those that all share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Two-sided, chapters begin on a recto.
    Book,
    /// One-sided and plain.
    Report,
}

/// The book's own style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// Its `styles/book.typ`: functions and looks that replace ours of the same name.
    pub text: String,
    /// That file, to lay faults in it at its lines.
    pub file: FileId,
}

/// How a PDF edition is made.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Which.
    pub edition: Edition,
    /// How it looks.
    pub style: Style,
    /// Width of the trimmed page, pt.
    pub width: f64,
    /// Height of the trimmed page, pt.
    pub height: f64,
    /// Deepest level of headings in the table of contents: 1 is chapters; 0 leaves it out.
    pub contents: u8,
    /// Lists behind the contents, in this order; one that would be empty is left out.
    pub lists: Vec<Gathered>,
    /// What the foot of each page of the review edition says; empty in the others.
    pub note: String,
    /// The book's own style, if it has one.
    pub house: Option<House>,
    /// What a printer makes of it.
    pub sheet: Sheet,
    /// Where chapters begin whose place in the book is known, by their anchors: some of them alone keep their folios.
    pub firsts: BTreeMap<String, First>,
    /// Pictures that have neither description nor caption: the screen edition then claims no standard.
    pub undescribed: Vec<Span>,
}

/// The first page of a chapter in the last full build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct First {
    /// Its number; where folios are roman, their value.
    pub page: u64,
    /// Text before it has changed since, so folios print with [`STALE`].
    pub stale: bool,
}

/// What stands behind a folio that may be out of date.
pub const STALE: &str = "?";

/// What a printer makes of the pages; the default is a file that nobody prints.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Its rules: the inside margin comes from the page count, and pages are padded to a multiple.
    pub printer: Option<&'static Printer>,
    /// Room around the trimmed page at head, foot and fore-edge, pt.
    pub bleed: f64,
    /// Room at the spine, pt.
    pub bleed_inside: f64,
    /// Crop marks stand outside the bleed.
    pub crop_marks: bool,
    /// No tags: nothing that tells a reader's program what is what.
    pub bare: bool,
    /// PDF 1.6, for PDF/X-4.
    pub older: bool,
    /// Smallest inside margin, pt.
    pub inside: f64,
    /// How far the text is moved from the spine after it was laid out, pt.
    pub moved: f64,
    /// How the book is split into volumes.
    pub split: Split,
    /// ISBN-13 of each volume, digits only; may be fewer than volumes.
    pub isbns: Vec<String>,
}

impl Settings {
    /// The measures of its pages.
    #[must_use]
    pub fn geometry(&self) -> geometry::Geometry {
        let Sheet { printer, bleed, inside, .. } = &self.sheet;
        let rule = printer.map(|printer| printer.margin.value);
        let outside = rule.map_or(0.0, |margin| if *bleed > 0.0 { margin.bleeding } else { margin.plain });
        let geometry = geometry::Geometry::new(self.width, self.height)
            .with_margins(*inside, outside + geometry::HANG)
            .with_furniture(outside);
        match self.style {
            Style::Book => geometry,
            Style::Report => geometry.one_sided(inside.max(outside)),
        }
    }

    /// Whether left and right pages differ.
    #[must_use]
    fn two_sided(&self) -> bool {
        self.style == Style::Book && self.edition != Edition::Review
    }

    /// How far the text of a page (0-based) is moved to the right, pt: rectos have their spine at the left.
    fn moved(&self, page: usize) -> f64 {
        if page.is_multiple_of(2) || !self.two_sided() { self.sheet.moved } else { -self.sheet.moved }
    }

    /// Fewest pixels an inch of a picture.
    #[must_use]
    fn resolution(&self) -> f64 {
        self.sheet.printer.map_or(0.0, |printer| printer.resolution.value)
    }

    /// Thinnest line that the printer prints, pt.
    #[must_use]
    fn thinnest(&self) -> f64 {
        self.sheet.printer.map_or(0.0, |printer| printer.thinnest_line.value)
    }

    /// Smallest type that the printer takes, pt.
    #[must_use]
    fn least_type(&self) -> f64 {
        self.sheet.printer.and_then(|printer| printer.smallest_type).map_or(0.0, |rule| rule.value)
    }

    /// Pages of a book of so many, with the blank ones that the printer needs behind them.
    fn padded(&self, pages: usize) -> usize {
        let multiple = self.sheet.printer.map_or(1, |printer| printer.multiple.value);
        pages.next_multiple_of((multiple as usize).max(1))
    }
}

/// The file of a volume, or of the whole book.
#[derive(Debug, Clone)]
pub struct Volume {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pages in it, blank ones included.
    pub pages: usize,
    /// Where the lines of every page begin, blank ones included.
    pub spots: Vec<PageSpots>,
}

/// A finished PDF, and what its pages tell.
#[derive(Debug, Clone)]
pub struct Bound {
    /// The files: one, or one for each volume.
    pub volumes: Vec<Volume>,
    /// Pages in them, blank ones included.
    pub pages: usize,
    /// Folio of the page that each anchor stands on.
    pub folios: BTreeMap<Anchor, String>,
    /// The pages of each chapter.
    pub chapters: Vec<ChapterPages>,
    /// What begins each page, in order; pages that show none of the author's text are left out.
    pub starts: Vec<PageStart>,
    /// The measures of its pages.
    pub geometry: Geometry,
    /// What was found on the pages.
    pub problems: Vec<Diagnostic>,
}

/// The emitted Typst, a unit for each chapter and each piece of front matter, in the order of the pages.
/// Folios aren't known yet: contents and page references print `000`.
#[must_use]
pub fn source(book: &Book, settings: &Settings) -> Vec<Unit> {
    let known = unit::Known::default();
    let pieces = unit::pieces(book, settings, false);
    pieces.into_iter().enumerate().map(|(at, piece)| unit::emit(book, settings, &known, at, piece)).collect()
}

/// Everything stock Typst needs to set the book from `main.typ`: units, styles, pictures, faces.
#[must_use]
pub fn files(book: &Book, fonts: &Fonts, settings: &Settings) -> Vec<(String, Vec<u8>)> {
    whole::files(book, fonts, settings)
}

/// Makes the PDF.
///
/// # Errors
/// What Typst refuses, at the lines it comes from; [`crate::problem::Problem::Internal`] where it comes from nobody's.
pub fn bind(book: &Book, fonts: &Fonts, settings: &Settings, watch: Watch) -> Result<Bound, Vec<Diagnostic>> {
    let mut settings = settings.clone();
    let roles = roles::Roles::of(book);
    loop {
        let shared = world::Shared::new(book, fonts, style::files(book, fonts, &settings, false));
        let task = layout::Task { shared: &shared, book, roles: &roles, settings: &settings, watch };
        let layout = layout::book(task);
        comemo::evict(0);
        let layout = layout?;
        // More pages need a wider gutter, and a wider gutter may make more pages: it never gets narrower, so
        // this ends.
        let pages = u32::try_from(settings.padded(layout.longest())).unwrap_or(u32::MAX);
        let inside = settings.sheet.printer.map_or(0.0, |printer| printer.inside(pages));
        let wanted = inside + geometry::HANG;
        let now = settings.geometry();
        if inside == 0.0 || wanted <= now.inside {
            return finish(task, layout);
        }
        let mut wider = settings.clone();
        wider.sheet.inside = wanted;
        if wider.geometry().measure == now.measure {
            // The text only moves on its pages: it need not be set again.
            wider.sheet.moved = wider.geometry().inside - now.inside;
            return finish(layout::Task { settings: &wider, ..task }, layout);
        }
        settings = wider;
    }
}

/// A layout as a file.
fn finish(task: layout::Task, layout: layout::Layout) -> Result<Bound, Vec<Diagnostic>> {
    let layout::Task { settings, watch, .. } = task;
    let starts = starts(settings, &layout);
    let problems = layout.laid.iter().flat_map(|laid| laid.warnings.iter().chain(&laid.reading.missing));
    let mut problems: Vec<Diagnostic> = problems.cloned().chain(style::idle(settings)).collect();
    // A title that the contents repeat can say everything twice.
    problems.sort_by(|a, b| (a.at, &a.problem).cmp(&(b.at, &b.problem)));
    problems.dedup();
    let (folios, chapters) = (layout.folios.clone(), layout.chapters());
    let pieces: Vec<unit::Piece> = layout.laid.iter().map(|laid| laid.piece).collect();
    let layouts = layout.volumes();
    let total = layouts.len();
    let mut volumes = Vec::new();
    for (at, layout) in layouts.into_iter().enumerate() {
        let spots = spots::joined(task, &layout);
        let document = join::join(task, layout);
        comemo::evict(0);
        let document = document?;
        watch(Step::Export, at, total);
        let bytes = claim::export(task, &pieces, &document, (total > 1).then_some(at), &mut problems);
        comemo::evict(0);
        volumes.push(Volume { bytes: bytes?, pages: document.pages().len(), spots });
    }
    watch(Step::Export, total, total);
    let pages = volumes.iter().map(|volume| volume.pages).sum();
    let geometry = settings.geometry();
    Ok(Bound { volumes, pages, folios, chapters, starts, geometry, problems })
}

/// What begins each page. Pages are counted through all volumes.
fn starts(settings: &Settings, layout: &layout::Layout) -> Vec<PageStart> {
    let mut out = Vec::new();
    let (mut volume, mut earlier, mut end) = (0, 0, 0);
    for (laid, place) in layout.laid.iter().zip(&layout.places) {
        if laid.piece.volume != volume {
            volume = laid.piece.volume;
            earlier += settings.padded(end);
        }
        end = place.before + laid.document.pages().len();
        for (at, start) in laid.reading.starts.iter().enumerate() {
            if let Some(glyphs::Start { span, listing, offset }) = *start {
                let page = earlier + place.before + at + 1;
                out.push(PageStart { folio: place.folio(at), page, span, listing, offset });
            }
        }
    }
    out
}
