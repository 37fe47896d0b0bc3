//! Pieces joined to one document: blank versos, furniture, links from chapter to chapter.
//!
//! Chapters are laid out alone, so a link into another one can't have a target then: it is emitted as a
//! link to the private address `bindery:ANCHOR`, and gets the anchor's page and point here. After this
//! module no private address is left.

use std::collections::BTreeMap;

use ecow::EcoVec;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use typst::foundations::{Content, Smart};
use typst::introspection::{PagedPosition, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Sides, Size};
use typst::model::{Destination, LinkMarker, Numbering, NumberingPattern};
use typst_layout::{Page, PagedDocument};

use super::bars::{self, Inks};
use super::compile::compile;
use super::faults::Places;
use super::furniture::{self, Kind};
use super::inline::Context;
use super::layout::{Laid, Layout, Place, Task};
use super::origin::{Writer, Written};
use super::unit::{self, Subject, sections};
use super::world::{self, Desk};
use super::{Edition, export, front, margin, sheet};
use crate::book::Anchor;
use crate::problem::{Diagnostic, Problem};

/// Scheme of private addresses.
const PRIVATE: &str = "bindery:";
/// Pages of furniture laid out in one go.
const CHUNK: usize = 200;

/// The finished document. Takes the pages out of the layout, so that they aren't held twice.
///
/// # Errors
/// What Typst refuses of the furniture.
pub fn join(task: Task, layout: Layout) -> Result<PagedDocument, Vec<Diagnostic>> {
    let furniture = furniture_of(task, &layout)?;
    let targets = targets(task, &layout);
    let beside = if task.settings.edition == Edition::Review { beside(task)? } else { None };
    let Layout { laid, places, folios } = layout;
    let locale = laid.first().map(|laid| laid.document.clone().info_mut().locale).unwrap_or_default();
    comemo::evict(0);
    let mut furniture = furniture.into_iter();
    let pieces: Vec<(Vec<Page>, Place, Vec<Option<Strip>>)> = laid
        .into_iter()
        .zip(&places)
        .map(|(laid, place)| {
            let mut pages = laid.document.pages().to_vec();
            let mut strips: Vec<Option<Strip>> = furniture.by_ref().take(pages.len()).collect();
            if let Some(beside) = &beside {
                review(task, &laid, beside, &mut pages, &mut strips);
            }
            (pages, *place, strips)
        })
        .collect();
    let dressed: Vec<(Vec<Page>, Place)> = pieces
        .into_par_iter()
        .map(|(pages, place, strips)| (dress(task, pages, place, strips, &targets, &folios), place))
        .collect();
    let mut pages = EcoVec::new();
    for (more, place) in dressed {
        while pages.len() < place.before {
            let blank = blank(task, pages.last());
            pages.push(blank);
        }
        pages.extend(more);
    }
    while pages.len() < task.settings.padded(pages.len()) {
        let blank = blank(task, pages.last());
        pages.push(blank);
    }
    for (at, page) in pages.make_mut().iter_mut().enumerate() {
        sheet::trim(page, &task.settings.sheet, at % 2 == 0);
    }
    Ok(PagedDocument::new(pages, export::info(task.book, locale)))
}

/// Where every label stands in the joined document.
fn targets(task: Task, layout: &Layout) -> BTreeMap<String, PagedPosition> {
    let mut out = BTreeMap::new();
    for (laid, place) in layout.laid.iter().zip(&layout.places) {
        for (label, position) in &laid.labels {
            let page = position.page.saturating_add(place.before);
            let moved = Abs::pt(task.settings.moved(position.page.get() - 1));
            let point = Point::new(position.point.x + moved, position.point.y);
            out.insert(label.clone(), PagedPosition { page, point });
        }
    }
    out
}

fn move_by(frame: &mut Frame, across: Abs) {
    if across != Abs::zero() {
        frame.translate(Point::with_x(across));
    }
}

/// A piece's pages with their numbers, furniture and link targets.
fn dress(
    task: Task,
    mut pages: Vec<Page>,
    place: Place,
    strips: Vec<Option<Strip>>,
    targets: &BTreeMap<String, PagedPosition>,
    folios: &BTreeMap<Anchor, String>,
) -> Vec<Page> {
    let numbering = numbering(place.roman);
    let geometry = task.settings.geometry();
    for (at, (page, strip)) in pages.iter_mut().zip(strips).enumerate() {
        page.number = place.first + at as u64;
        page.numbering.clone_from(&numbering);
        move_by(&mut page.frame, Abs::pt(task.settings.moved(at)));
        link(&mut page.frame, targets, folios);
        if let Some(strip) = strip {
            let recto = at % 2 == 0 || !task.settings.two_sided();
            let left = if recto { geometry.inside } else { geometry.outside };
            let point = Point::new(Abs::pt(left), strip.top(page));
            page.frame.push_frame(point, strip.frame);
        }
    }
    pages
}

/// The margins of the pages of a chapter: numbers of lines, bars, comments.
fn review(task: Task, laid: &Laid, beside: &Beside, pages: &mut [Page], strips: &mut [Option<Strip>]) {
    let geometry = task.settings.geometry();
    pages.iter_mut().for_each(|page| margin::comments(&mut page.frame, &geometry));
    if !matches!(laid.piece.subject, Subject::Chapter(_)) {
        return;
    }
    let lines = margin::lines(&laid.document, &geometry);
    for ((page, strip), lines) in pages.iter().zip(strips).zip(lines) {
        if let Some(strip) = strip {
            let at = Point::new(Abs::pt(geometry.inside), strip.top(page));
            let layer = margin::layer(&strip.frame);
            bars::put(&mut strip.frame, layer, at, &page.frame, &beside.inks, &geometry);
            margin::number(&mut strip.frame, layer, at, &lines, &beside.numbers, &geometry);
        }
    }
}

/// What stands beside the lines of the review edition.
struct Beside {
    numbers: Vec<Frame>,
    inks: Inks,
}

fn beside(task: Task) -> Result<Option<Beside>, Vec<Diagnostic>> {
    let mut w = Writer::default();
    w.raw(unit::HEAD);
    w.raw(&format!("#show: p-strips\n#for number in range(1, {}) {{ margin-number(number) }}\n", margin::MOST + 1));
    w.raw("#margin-bars\n");
    let document = set(task, "furniture/lines.typ", w)?;
    let mut numbers = Vec::new();
    document.pages().iter().for_each(|page| clipped(&page.frame, &mut numbers));
    let bars = numbers.split_off(numbers.len().saturating_sub(bars::INKS));
    Ok(Inks::of(&bars).map(|inks| Beside { numbers, inks }))
}

/// A page that carries nothing, after `before` in number and kind.
fn blank(task: Task, before: Option<&Page>) -> Page {
    let size = Size::new(Abs::pt(task.settings.width), Abs::pt(task.settings.height));
    Page {
        frame: Frame::hard(size),
        bleed: Sides::splat(Abs::zero()),
        fill: Smart::Auto,
        numbering: before.and_then(|page| page.numbering.clone()),
        supplement: Content::empty(),
        number: before.map_or(1, |page| page.number + 1),
    }
}

fn numbering(roman: bool) -> Option<Numbering> {
    let pattern: NumberingPattern = if roman { "i" } else { "1" }.parse().ok()?;
    Some(Numbering::Pattern(pattern))
}

/// The furniture of one page.
struct Strip {
    frame: Frame,
    /// It stands at the foot.
    drop: bool,
}

impl Strip {
    /// Its upper edge on a page.
    fn top(&self, page: &Page) -> Abs {
        if self.drop { page.frame.height() - self.frame.height() } else { Abs::zero() }
    }
}

/// What the pages of a piece show in their margins.
struct Wanted<'a> {
    kind: Kind<'a>,
    recto: bool,
    folio: String,
}

/// The furniture of all pages but the blank ones.
fn furniture_of(task: Task, layout: &Layout) -> Result<Vec<Option<Strip>>, Vec<Diagnostic>> {
    let mut plan: Vec<Wanted> = Vec::new();
    for (laid, place) in layout.laid.iter().zip(&layout.places) {
        let starts = section_starts(laid);
        let kinds = furniture::plan(laid.piece, laid.document.pages().len(), &starts, task.settings.two_sided());
        let pages = kinds.into_iter().enumerate();
        plan.extend(pages.map(|(page, kind)| Wanted {
            kind,
            recto: page % 2 == 0 || !task.settings.two_sided(),
            folio: place.folio(page),
        }));
    }
    let chunks: Vec<&[Wanted]> = plan.chunks(CHUNK).collect();
    let laid: Result<Vec<Vec<Option<Strip>>>, Vec<Diagnostic>> =
        chunks.into_par_iter().enumerate().map(|(at, chunk)| strips(task, at, chunk)).collect();
    Ok(laid?.into_iter().flatten().collect())
}

fn section_starts(laid: &Laid) -> Vec<Option<usize>> {
    let Subject::Chapter(chapter) = laid.piece.subject else { return Vec::new() };
    let page = |anchor: &Anchor| laid.labels.get(anchor.as_str()).map(|position| position.page.get() - 1);
    sections(chapter).into_iter().map(|heading| page(&heading.anchor)).collect()
}

/// Strips of furniture, cut out of the long page they are laid out on.
fn strips(task: Task, at: usize, plan: &[Wanted]) -> Result<Vec<Option<Strip>>, Vec<Diagnostic>> {
    let cx = Context { resolution: 0.0, least_type: 0.0, ..Context::around(task.book, task.settings) };
    let mut w = Writer::default();
    w.raw(unit::HEAD);
    w.raw("#show: p-strips\n#{\n");
    for Wanted { kind, recto, folio } in plan {
        furniture::strip(&mut w, cx, *kind, *recto, folio);
    }
    w.raw("}\n");
    let document = set(task, &format!("furniture/{at:03}.typ"), w)?;
    let mut groups = Vec::new();
    document.pages().iter().for_each(|page| clipped(&page.frame, &mut groups));
    let mut groups = groups.into_iter();
    let cut = plan.iter().map(|wanted| match wanted.kind {
        Kind::Bare => Ok(None),
        Kind::Drop => Ok(Some(Strip { frame: groups.next().ok_or(())?, drop: true })),
        Kind::Head(_) | Kind::Contents | Kind::List(_) => Ok(Some(Strip { frame: groups.next().ok_or(())?, drop: false })),
    });
    let cut: Result<Vec<Option<Strip>>, ()> = cut.collect();
    cut.map_err(|()| {
        let what = "running heads don't match the pages".to_owned();
        vec![Problem::Internal { what }.at(front::place(task.book))]
    })
}

/// The outermost clipped groups of a frame, in order.
fn clipped(frame: &Frame, out: &mut Vec<Frame>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) if group.clip.is_some() => out.push(group.frame.clone()),
            FrameItem::Group(group) => clipped(&group.frame, out),
            FrameItem::Text(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
}

/// Lays out a source of furniture.
fn set(task: Task, path: &str, w: Writer) -> Result<PagedDocument, Vec<Diagnostic>> {
    let Written { text, origin, problems: _ } = w.finish();
    let top = front::place(task.book);
    let Some(main) = world::source(path, text) else {
        return Err(vec![Problem::Internal { what: format!("no path `{path}`") }.at(top)]);
    };
    let desk = Desk { shared: task.shared, main };
    let Task { shared, settings, .. } = task;
    let places = Places { shared, main: &desk.main, origin: &origin, settings, top };
    let document = compile(&desk, path).output;
    document.map_err(|faults| faults.iter().map(|one| places.diagnostic(one)).collect())
}

/// Gives the private addresses in a frame their targets, and one area to what reads as one link. Frames
/// without links stay shared with the caches.
fn link(frame: &mut Frame, targets: &BTreeMap<String, PagedPosition>, folios: &BTreeMap<Anchor, String>) {
    if !has_links(frame) {
        return;
    }
    let areas = areas(frame);
    let mut at = 0;
    frame.retain(|item| {
        let area = areas.get(at).copied().flatten();
        at += 1;
        match item {
            FrameItem::Group(group) => link(&mut group.frame, targets, folios),
            FrameItem::Link(destination, size) => {
                let Some(width) = area else { return false };
                size.x = width;
                if let Some(name) = private(destination) {
                    let Some(position) = targets.get(name) else { return false };
                    *destination = Destination::Position(*position);
                }
            }
            FrameItem::Tag(tag) => describe(tag, folios),
            FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) => {}
        }
        true
    });
}

/// The width of each link of a frame, by the places of its items; `None` for one that an area before it
/// covers. Typst gives every run of text in a link an area of its own: a path with places to break would
/// be a dozen links to tab through.
fn areas(frame: &Frame) -> Vec<Option<Abs>> {
    let mut out: Vec<Option<Abs>> = vec![None; frame.items().len()];
    let mut open: Option<(usize, Point, Size, &Destination)> = None;
    for (at, (point, item)) in frame.items().enumerate() {
        match item {
            FrameItem::Link(destination, size) => {
                let joins = open.filter(|(_, before, extent, same)| {
                    let gap = point.x - (before.x + extent.x);
                    let drop = point.y - before.y;
                    *same == destination && gap.abs() < Abs::pt(0.5) && drop.abs() < Abs::pt(4.0)
                });
                let (first, start) = joins.map_or((at, *point), |(first, start, ..)| (first, start));
                let extent = Size::new(point.x + size.x - start.x, size.y);
                if let Some(slot) = out.get_mut(first) {
                    *slot = Some(extent.x);
                }
                open = Some((first, start, extent, destination));
            }
            FrameItem::Tag(Tag::Start(element, _)) if element.is::<LinkMarker>() => open = None,
            FrameItem::Group(_)
            | FrameItem::Text(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Tag(_) => {}
        }
    }
    out
}

fn has_links(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => has_links(&group.frame),
        FrameItem::Link(..) => true,
        FrameItem::Tag(tag) => private_marker(tag).is_some(),
        FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) => false,
    })
}

fn private(destination: &Destination) -> Option<&str> {
    match destination {
        Destination::Url(url) => url.as_str().strip_prefix(PRIVATE),
        Destination::Position(_) | Destination::Location(_) => None,
    }
}

/// The anchor that a link's tag names.
fn private_marker(tag: &Tag) -> Option<&str> {
    match tag {
        Tag::Start(element, _) => element.to_packed::<LinkMarker>()?.alt.as_ref()?.strip_prefix(PRIVATE),
        Tag::End(..) => None,
    }
}

/// What a screen reader says of a link: the page it leads to, where Typst put the private address.
fn describe(tag: &mut Tag, folios: &BTreeMap<Anchor, String>) {
    let Some(name) = private_marker(tag) else { return };
    let folio = folios.iter().find(|(anchor, _)| anchor.as_str() == name).map(|(_, folio)| folio.clone());
    if let Tag::Start(element, _) = tag
        && let Some(marker) = element.to_packed_mut::<LinkMarker>()
    {
        marker.alt = folio.map(Into::into);
    }
}
