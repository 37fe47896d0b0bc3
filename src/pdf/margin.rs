//! What stands in the margins of the review edition: numbers of lines, and comments beside theirs.
//!
//! Typst's own numbers of lines, and notes that ask where they stand, make it lay out every page twice. So
//! both are put on finished pages: numbers are laid out once for all pages, and comments, which the style
//! labels, are moved into the margin and apart.

use typst::foundations::{Content, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Transform};
use typst::math::EquationElem;
use typst::model::{HeadingElem, TableElem};
use typst::visualize::ImageElem;
use typst_layout::PagedDocument;

use super::geometry::Geometry;

/// Numbers that are laid out: more lines than a sheet has.
pub const MOST: usize = 120;
/// The label of comments in `styles/review.typ`, and that of what the program itself says there.
const COMMENT: &str = "bindery-comment";
const SOURCE: &str = "bindery-source";
/// The label of drawings made of characters there.
const DRAWING: &str = "bindery-drawing";
/// From the text to the comments beside it, pt.
const BESIDE: f64 = 10.0;
/// From one comment to the next, pt.
const APART: f64 = 3.0;
/// From the lowest comment to the edge of the sheet: below it the foot says what this is a print of; pt.
const EDGE: f64 = 48.0;
/// Smaller type is no line of text: marks of notes, numbers of changes, comments; pt.
const LEAST: f64 = 6.9;
/// Baselines that are nearer to one another are of one line, pt.
const LINE: f64 = 6.0;
/// The same of a formula with fractions, pt.
const TALL: f64 = 10.0;
/// From the numbers to the text, pt: what changed has its bar between them.
const CLEAR: f64 = 18.0;
/// Room for a number, pt.
const ROOM: f64 = 24.0;

/// The baselines of the lines of text on each page, pt from its upper edge; headings, tables, displayed formulas
/// and lines of code without code aren't counted.
#[must_use]
pub fn lines(document: &PagedDocument, geometry: &Geometry) -> Vec<Vec<f64>> {
    let mut walk = Lines { geometry, open: None, found: Vec::new(), signs: Vec::new(), displayed: Vec::new() };
    document.pages().iter().map(|page| walk.page(&page.frame)).collect()
}

/// Baseline and beginning of a run, pt.
type Run = (f64, f64);

struct Lines<'a> {
    geometry: &'a Geometry,
    /// The element that is open whose text isn't counted as such; it may go on from page to page.
    open: Option<(Location, Inside)>,
    found: Vec<Run>,
    /// Runs of formulas in lines: those have sums and fractions above and below the line.
    signs: Vec<Run>,
    /// Baselines of displayed formulas.
    displayed: Vec<f64>,
}

#[derive(Clone, Copy, PartialEq)]
enum Inside {
    /// No line of text: a heading, a table, a picture.
    Uncounted,
    Displayed,
    Formula,
}

impl Lines<'_> {
    fn page(&mut self, frame: &Frame) -> Vec<f64> {
        self.frame(frame, Transform::identity());
        let displayed = std::mem::take(&mut self.displayed);
        let mut found = std::mem::take(&mut self.found);
        // The number of a formula is no line.
        found.retain(|(y, _)| !displayed.iter().any(|of| (of - y).abs() < LINE));
        let mut out = apart(found, LINE);
        // A formula alone is a line.
        let mut signs = std::mem::take(&mut self.signs);
        signs.retain(|(y, _)| !out.iter().any(|of| (of - y).abs() < TALL));
        out.extend(apart(signs, TALL));
        out.sort_by(f64::total_cmp);
        out
    }

    fn frame(&mut self, frame: &Frame, to: Transform) {
        for (point, item) in frame.items() {
            let here = Transform::translate(point.x, point.y).post_concat(to);
            match item {
                FrameItem::Group(group) if is_beside(group) || is_drawing(group) || is_turned(group) => {}
                FrameItem::Group(group) => self.frame(&group.frame, group.transform.post_concat(here)),
                FrameItem::Tag(Tag::Start(element, _)) => {
                    if self.open.is_none() {
                        self.open = element.location().zip(inside(element));
                    }
                }
                FrameItem::Tag(Tag::End(place, ..)) => {
                    self.open = self.open.filter(|(open, _)| open != place);
                }
                FrameItem::Text(text) if text.size.to_pt() > LEAST && !text.text.trim().is_empty() => {
                    let start = Point::zero().transform(here);
                    self.run((start.y.to_pt(), start.x.to_pt()));
                }
                FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            }
        }
    }

    fn run(&mut self, (y, x): Run) {
        if !self.geometry.holds(x, y) {
            return;
        }
        match self.open.map(|(_, inside)| inside) {
            None => self.found.push((y, x)),
            Some(Inside::Formula) => self.signs.push((y, x)),
            Some(Inside::Displayed) => self.displayed.push(y),
            Some(Inside::Uncounted) => {}
        }
    }
}

fn inside(element: &Content) -> Option<Inside> {
    if let Some(formula) = element.to_packed::<EquationElem>() {
        let displayed = formula.block.get(StyleChain::default());
        return Some(if displayed { Inside::Displayed } else { Inside::Formula });
    }
    let uncounted = element.is::<HeadingElem>() || element.is::<TableElem>() || element.is::<ImageElem>();
    uncounted.then_some(Inside::Uncounted)
}

/// What doesn't run from left to right is no line: the watermark.
fn is_turned(group: &GroupItem) -> bool {
    group.transform.kx.get() != 0.0 || group.transform.ky.get() != 0.0
}

fn is_drawing(group: &GroupItem) -> bool {
    group.label.is_some_and(|label| label.resolve().as_str() == DRAWING)
}

/// Whether this stands in the margin, and if so, whether it must stay where it is.
fn beside(group: &GroupItem) -> Option<bool> {
    let label = group.label?.resolve();
    [(COMMENT, false), (SOURCE, true)].into_iter().find(|(own, _)| *own == label.as_str()).map(|(_, stays)| stays)
}

/// Whether this stands in the margin.
pub fn is_beside(group: &GroupItem) -> bool {
    beside(group).is_some()
}

/// One baseline for each line: that of its first run. Nearer ones are of one line.
fn apart(mut found: Vec<Run>, near: f64) -> Vec<f64> {
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<Run> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for (y, x) in found {
        match out.last_mut() {
            Some(line) if y - end < near => {
                if x < line.1 {
                    *line = (y, x);
                }
            }
            _ => out.push((y, x)),
        }
        end = y;
    }
    out.into_iter().map(|(y, _)| y).collect()
}

/// Where in a strip of furniture there is what is no text.
pub fn layer(strip: &Frame) -> usize {
    let start = strip.items().position(|(_, item)| matches!(item, FrameItem::Tag(Tag::Start(..))));
    start.map_or(0, |start| start + 1)
}

/// Puts the numbers of a page's lines into the strip of its furniture, which stands at `at`.
pub fn number(strip: &mut Frame, layer: usize, at: Point, lines: &[f64], numbers: &[Frame], geometry: &Geometry) {
    for (y, number) in lines.iter().zip(numbers) {
        let place = Point::new(Abs::pt(geometry.inside - CLEAR - ROOM), Abs::pt(*y) - number.height());
        strip.insert(layer, place - at, FrameItem::Group(GroupItem::new(number.clone())));
    }
}

/// Moves what stands in the margin of a page there: what the program says stays beside its line, and comments go
/// one under the other around it. Where the page ends they are moved up.
pub fn comments(frame: &mut Frame, geometry: &Geometry) {
    let mut found = Vec::new();
    collect(frame, Transform::identity(), &mut found);
    if found.is_empty() {
        return;
    }
    let tops = placed(&found, geometry.height - EDGE);
    let left = Abs::pt(geometry.inside + geometry.measure + BESIDE);
    let mut moves = found.iter().zip(tops).map(|(note, top)| Point::new(left, Abs::pt(top)) - note.at);
    shift(frame, &mut moves);
}

/// Something in the margin.
struct Note {
    /// Its corner, where its line is.
    at: Point,
    height: f64,
    stays: bool,
}

/// The upper edges of notes, pt, in the order in which they come.
fn placed(notes: &[Note], foot: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..notes.len()).collect();
    let wanted = |at: &usize| notes.get(*at).map_or(0.0, |note| note.at.y.to_pt());
    order.sort_by(|a, b| wanted(a).total_cmp(&wanted(b)));
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut tops = vec![0.0; notes.len()];
    for stays in [true, false] {
        let mut free = f64::NEG_INFINITY;
        for at in &order {
            let Some(note) = notes.get(*at).filter(|note| note.stays == stays) else { continue };
            let mut top = wanted(at).max(free);
            if !stays {
                while let Some((_, end)) = taken.iter().find(|(begin, end)| top < *end && top + note.height > *begin) {
                    top = *end;
                }
            }
            free = top + note.height + APART;
            if stays {
                taken.push((top - APART, free));
            }
            if let Some(slot) = tops.get_mut(*at) {
                *slot = top;
            }
        }
    }
    raise(notes, &mut tops, foot);
    tops
}

/// Moves notes up until the last one ends above the foot.
fn raise(notes: &[Note], tops: &mut [f64], foot: f64) {
    let mut order: Vec<(usize, f64)> = tops.iter().copied().enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut end = foot;
    for (at, top) in order {
        let height = notes.get(at).map_or(0.0, |note| note.height);
        let top = top.min(end - height);
        if let Some(slot) = tops.get_mut(at) {
            *slot = top;
        }
        end = top - APART;
    }
}

/// What stands in the margin, in the order of the frame.
fn collect(frame: &Frame, to: Transform, out: &mut Vec<Note>) {
    for (point, item) in frame.items() {
        if let FrameItem::Group(group) = item {
            let here = group.transform.post_concat(Transform::translate(point.x, point.y).post_concat(to));
            match beside(group) {
                Some(stays) => {
                    let height = group.frame.height().to_pt();
                    out.push(Note { at: Point::zero().transform(here), height, stays });
                }
                None => collect(&group.frame, here, out),
            }
        }
    }
}

fn shift(frame: &mut Frame, moves: &mut impl Iterator<Item = Point>) {
    frame.retain(|item| {
        if let FrameItem::Group(group) = item {
            if is_beside(group) {
                let by = moves.next().unwrap_or_default();
                group.transform = group.transform.post_concat(Transform::translate(by.x, by.y));
            } else {
                shift(&mut group.frame, moves);
            }
        }
        true
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(y: f64, height: f64, stays: bool) -> Note {
        Note { at: Point::with_y(Abs::pt(y)), height, stays }
    }

    #[test]
    fn comments_stand_around_what_stays_and_above_the_foot() {
        let notes = [note(100.0, 40.0, false), note(100.0, 20.0, false), note(150.0, 9.0, true)];
        assert_eq!(placed(&notes, 700.0), [100.0, 162.0, 150.0]);
        let notes = [note(600.0, 90.0, false), note(620.0, 90.0, false)];
        assert_eq!(placed(&notes, 700.0), [517.0, 610.0]);
    }

    #[test]
    fn a_line_is_where_its_first_run_is() {
        assert_eq!(apart(vec![(97.0, 20.0), (100.0, 10.0), (113.5, 10.0), (96.0, 30.0)], LINE), [100.0, 113.5]);
    }
}
