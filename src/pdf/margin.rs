//! What stands in the margins of the review edition: numbers of lines, and comments beside theirs.
//!
//! Typst's own numbers of lines, and notes that ask where they stand, make it lay out every page twice. So
//! both are put on finished pages: numbers are laid out once for all pages, and comments, which the style
//! labels, are moved into the margin and apart.

use std::collections::BTreeMap;

use typst::foundations::Content;
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Transform};
use typst::math::EquationElem;
use typst::model::{HeadingElem, TableElem};
use typst::visualize::ImageElem;
use typst_layout::PagedDocument;

use super::geometry::Geometry;

/// Numbers that are laid out: more lines than a sheet has.
pub const MOST: usize = 120;
/// The label of comments in `styles/review.typ`.
const COMMENT: &str = "bindery-comment";
/// From the text to the comments beside it, pt.
const BESIDE: f64 = 10.0;
/// From one comment to the next, pt.
const APART: f64 = 3.0;
/// Smaller type is no line of text: marks of notes, numbers of changes, comments; pt.
const LEAST: f64 = 6.9;
/// Baselines that are nearer to one another are of one line, pt.
const LINE: f64 = 6.0;
/// From the numbers to the text, pt: what changed has its bar between them.
const CLEAR: f64 = 18.0;
/// Room for a number, pt.
const ROOM: f64 = 24.0;

/// The baselines of the lines of text on each page, pt from its upper edge; headings and tables aren't counted.
#[must_use]
pub fn lines(document: &PagedDocument, geometry: &Geometry) -> Vec<Vec<f64>> {
    let mut walk = Lines { geometry, uncounted: None, found: Vec::new() };
    let page = |page: &typst_layout::Page| {
        walk.frame(&page.frame, Transform::identity());
        apart(std::mem::take(&mut walk.found))
    };
    document.pages().iter().map(page).collect()
}

struct Lines<'a> {
    geometry: &'a Geometry,
    /// The element that is open whose lines aren't counted; it may go on from page to page.
    uncounted: Option<Location>,
    /// Baseline and beginning of each run.
    found: Vec<(f64, f64)>,
}

impl Lines<'_> {
    fn frame(&mut self, frame: &Frame, to: Transform) {
        for (point, item) in frame.items() {
            let here = Transform::translate(point.x, point.y).post_concat(to);
            match item {
                FrameItem::Group(group) if is_comment(group) || is_turned(group) => {}
                FrameItem::Group(group) => self.frame(&group.frame, group.transform.post_concat(here)),
                FrameItem::Tag(Tag::Start(element, _)) => {
                    if self.uncounted.is_none() && is_uncounted(element) {
                        self.uncounted = element.location();
                    }
                }
                FrameItem::Tag(Tag::End(place, ..)) => {
                    self.uncounted = self.uncounted.filter(|open| open != place);
                }
                FrameItem::Text(text) if self.uncounted.is_none() && text.size.to_pt() > LEAST => {
                    let start = Point::zero().transform(here);
                    let (x, y) = (start.x.to_pt(), start.y.to_pt());
                    if self.geometry.holds(x, y) {
                        self.found.push((y, x));
                    }
                }
                FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            }
        }
    }
}

fn is_uncounted(element: &Content) -> bool {
    element.is::<HeadingElem>()
        || element.is::<TableElem>()
        || element.is::<EquationElem>()
        || element.is::<ImageElem>()
}

/// What doesn't run from left to right is no line: the watermark.
fn is_turned(group: &GroupItem) -> bool {
    group.transform.kx.get() != 0.0 || group.transform.ky.get() != 0.0
}

fn is_comment(group: &GroupItem) -> bool {
    group.label.is_some_and(|label| label.resolve().as_str() == COMMENT)
}

/// One baseline for each line: that of its first run.
fn apart(mut found: Vec<(f64, f64)>) -> Vec<f64> {
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f64, f64)> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for (y, x) in found {
        match out.last_mut() {
            Some(line) if y - end < LINE => {
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

/// Puts the numbers of a page's lines into the strip of its furniture, which stands at `at`, as a part of what
/// is no text.
pub fn number(strip: &mut Frame, at: Point, lines: &[f64], numbers: &[Frame], geometry: &Geometry) {
    let start = strip.items().position(|(_, item)| matches!(item, FrameItem::Tag(Tag::Start(..))));
    let layer = start.map_or(0, |start| start + 1);
    for (y, number) in lines.iter().zip(numbers) {
        let place = Point::new(Abs::pt(geometry.inside - CLEAR - ROOM), Abs::pt(*y) - number.height());
        strip.insert(layer, place - at, FrameItem::Group(GroupItem::new(number.clone())));
    }
}

/// Moves the comments of a page into its outer margin, one under the other where they would overlap.
pub fn comments(frame: &mut Frame, geometry: &Geometry) {
    let mut found = Vec::new();
    collect(frame, Transform::identity(), &mut found);
    if found.is_empty() {
        return;
    }
    let mut order: Vec<(usize, Point, Abs)> = found.iter().enumerate().map(|(at, (point, height))| (at, *point, *height)).collect();
    order.sort_by(|a, b| a.1.y.cmp(&b.1.y));
    let mut moves = BTreeMap::new();
    let mut free = Abs::zero();
    for (at, point, height) in order {
        let y = point.y.max(free);
        free = y + height + Abs::pt(APART);
        moves.insert(at, Point::new(Abs::pt(geometry.inside + geometry.measure + BESIDE), y) - point);
    }
    shift(frame, &mut moves.into_values());
}

/// Place and height of each comment.
fn collect(frame: &Frame, to: Transform, out: &mut Vec<(Point, Abs)>) {
    for (point, item) in frame.items() {
        if let FrameItem::Group(group) = item {
            let here = group.transform.post_concat(Transform::translate(point.x, point.y).post_concat(to));
            if is_comment(group) {
                out.push((Point::zero().transform(here), group.frame.height()));
            } else {
                collect(&group.frame, here, out);
            }
        }
    }
}

fn shift(frame: &mut Frame, moves: &mut impl Iterator<Item = Point>) {
    frame.retain(|item| {
        if let FrameItem::Group(group) = item {
            if is_comment(group) {
                let by = moves.next().unwrap_or_default();
                group.transform = group.transform.post_concat(Transform::translate(by.x, by.y));
            } else {
                shift(&mut group.frame, moves);
            }
        }
        true
    });
}
