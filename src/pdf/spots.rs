//! Laid-out frames -> where each line of the author's text begins.

use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::syntax::{FileId, Source};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use super::glyphs;
use super::layout::{Layout, Task};
use super::origin::Origin;
use super::roles::Roles;
use super::unit::Subject;
use crate::book::{Matter, PageSpots, LineRole, Spot};

/// Text that begins so far behind the end of what stands before it begins a line of its own: a column, pt.
const GAP: f64 = 9.0;

/// The lines of each page of a unit.
#[must_use]
pub fn read(document: &PagedDocument, source: &Source, origin: &Origin, roles: &Roles) -> Vec<Vec<Spot>> {
    let pages = document.pages().iter();
    pages
        .map(|page| {
            let mut walk = Walk { source, origin, roles, file: source.id(), last: None, spots: Vec::new() };
            walk.frame(&page.frame, Transform::identity());
            walk.spots
        })
        .collect()
}

/// The lines of all pages of a volume where they stand in the file, marks of footnotes among them.
#[must_use]
pub fn joined(task: Task, layout: &Layout) -> Vec<PageSpots> {
    let (settings, roles) = (task.settings, task.roles);
    let mut out = Vec::new();
    let blank = |out: &mut Vec<PageSpots>, upto: usize| {
        while out.len() < upto {
            let piece = layout.laid.len() + out.len();
            out.push(PageSpots { matter: Matter::Blank, piece, spots: Vec::new() });
        }
    };
    for (piece, (laid, place)) in layout.laid.iter().zip(&layout.places).enumerate() {
        blank(&mut out, place.before);
        let matter = match laid.piece.subject {
            Subject::Display | Subject::Part(_) => Matter::Display,
            Subject::Contents { .. } | Subject::List(_) => Matter::Contents,
            Subject::Chapter(_) => Matter::Chapter,
        };
        let first = out.len();
        for (page, spots) in laid.spots.iter().enumerate() {
            let moved = settings.moved(page);
            let spots = spots.iter().map(|spot| Spot { x: spot.x + moved, ..*spot });
            out.push(PageSpots { matter, piece, spots: spots.collect() });
        }
        for (anchor, span, note) in &roles.marks {
            let Some(position) = laid.labels.get(anchor) else { continue };
            let spot = Spot {
                x: position.point.x.to_pt() + settings.moved(position.page.get() - 1),
                y: position.point.y.to_pt(),
                span: *span,
                role: LineRole::Mark,
                block: *note,
            };
            if let Some(page) = out.get_mut(first + position.page.get() - 1) {
                page.spots.push(spot);
            }
        }
    }
    blank(&mut out, settings.padded(layout.longest()));
    out
}

struct Walk<'a> {
    source: &'a Source,
    origin: &'a Origin,
    roles: &'a Roles,
    file: FileId,
    /// Where the last run ended, and its baseline.
    last: Option<(f64, f64)>,
    spots: Vec<Spot>,
}

impl Walk<'_> {
    fn frame(&mut self, frame: &Frame, to: Transform) {
        for (point, item) in frame.items() {
            let here = Transform::translate(point.x, point.y).post_concat(to);
            match item {
                FrameItem::Group(group) => self.frame(&group.frame, group.transform.post_concat(here)),
                FrameItem::Text(text) => self.text(text, here),
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn text(&mut self, text: &TextItem, to: Transform) {
        let start = Point::zero().transform(to);
        let (x, y) = (start.x.to_pt(), start.y.to_pt());
        let goes_on = self.last.is_some_and(|(end, line)| (y - line).abs() < 0.05 && x >= end - 1.0 && x < end + GAP);
        let glyph = text.glyphs.iter().find(|glyph| glyph.span.0.id() == Some(self.file));
        let Some(glyph) = glyph else { return };
        self.last = Some((x + text.width().to_pt(), y));
        if goes_on {
            return;
        }
        if let Some(span) = glyphs::source(self.source, self.origin, glyph) {
            let (role, block) = self.roles.at(span);
            self.spots.push(Spot { x, y, span, role, block });
        }
    }
}
