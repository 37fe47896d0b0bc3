//! The bars of the review edition: a line in the margin beside each line of text that changed.
//!
//! They are put on finished pages, like the numbers of lines. What changed is known there by its ink, by the place
//! that each listed change has, and of whole blocks by a label; `styles/review.typ` has all three.

use typst::foundations::Value;
use typst::introspection::{MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Size, Transform};
use typst::syntax::Span;
use typst::visualize::{Geometry as Form, Paint};

use super::geometry::Geometry;
use super::margin::is_beside;

/// Bars that `margin-bars` in `styles/review.typ` makes.
pub const INKS: usize = LABELS.len() + 2;
/// Labels of changed blocks, in the order of the style's inks.
const LABELS: [&str; 5] =
    ["bindery-inserted", "bindery-deleted", "bindery-moved-here", "bindery-moved-away", "bindery-highlighted"];
/// What a listed change has at its place.
const CHANGE: &str = "change";
/// Width of a bar, and from it to the text, pt.
const WIDTH: f64 = 1.2;
const CLEAR: f64 = 8.0;
/// Of a line, above and below its baseline, as shares of its size.
const ABOVE: f64 = 0.9;
const BELOW: f64 = 0.35;
/// Size of a line whose type isn't known, pt.
const SIZE: f64 = 10.0;
/// Bars that are nearer to one another are one, pt.
const APART: f64 = 3.0;

/// The inks of bars, as the style has them.
pub struct Inks {
    /// Of changed blocks.
    edits: Vec<Paint>,
    /// Of lines.
    line: Paint,
    /// What is highlighted stands on it.
    ground: Paint,
}

impl Inks {
    /// From the bars that the style made.
    #[must_use]
    pub fn of(bars: &[Frame]) -> Option<Self> {
        let mut edits: Vec<Paint> = bars.iter().filter_map(fill).collect();
        let (ground, line) = (edits.pop()?, edits.pop()?);
        Some(Self { edits, line, ground })
    }

    /// Those that text has; what is highlighted keeps its own.
    fn marks(&self) -> &[Paint] {
        self.edits.split_last().map_or(&[], |(_, marks)| marks)
    }
}

fn fill(frame: &Frame) -> Option<Paint> {
    frame.items().find_map(|(_, item)| match item {
        FrameItem::Shape(shape, _) => shape.fill.clone(),
        FrameItem::Group(group) => fill(&group.frame),
        FrameItem::Text(_) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => None,
    })
}

/// A bar: where it begins and ends, pt from the upper edge of the page.
#[derive(Debug, Clone, PartialEq)]
struct Bar {
    top: f64,
    end: f64,
    ink: Paint,
}

/// Puts bars into a strip that stands at `at` on the page.
pub fn put(strip: &mut Frame, layer: usize, at: Point, page: &Frame, inks: &Inks, geometry: &Geometry) {
    let mut walk = Walk { inks, found: Vec::new() };
    walk.frame(page, Transform::identity());
    for Bar { top, end, ink } in joined(walk.found, &inks.line) {
        let place = Point::new(Abs::pt(geometry.inside - CLEAR - WIDTH), Abs::pt(top));
        let shape = Form::Rect(Size::new(Abs::pt(WIDTH), Abs::pt(end - top))).filled(ink);
        strip.insert(layer, place - at, FrameItem::Shape(shape, Span::detached()));
    }
}

struct Walk<'a> {
    inks: &'a Inks,
    found: Vec<Bar>,
}

impl Walk<'_> {
    fn frame(&mut self, frame: &Frame, to: Transform) {
        for (point, item) in frame.items() {
            let here = Transform::translate(point.x, point.y).post_concat(to);
            match item {
                FrameItem::Group(group) => self.group(group, group.transform.post_concat(here)),
                FrameItem::Text(text) if self.inks.marks().contains(&text.fill) => {
                    self.line(here, text.size.to_pt());
                }
                FrameItem::Tag(Tag::Start(element, _)) => {
                    let change = element.to_packed::<MetadataElem>().is_some_and(|it| is_change(&it.value));
                    if change {
                        self.line(here, SIZE);
                    }
                }
                FrameItem::Shape(shape, _) if shape.fill.as_ref() == Some(&self.inks.ground) => {
                    if let Form::Rect(size) = shape.geometry {
                        self.bar(here, size, &self.inks.line);
                    }
                }
                FrameItem::Shape(..)
                | FrameItem::Text(_)
                | FrameItem::Tag(_)
                | FrameItem::Image(..)
                | FrameItem::Link(..) => {}
            }
        }
    }

    fn group(&mut self, group: &GroupItem, to: Transform) {
        let label = group.label.map(|label| label.resolve());
        let edit = label.and_then(|label| LABELS.iter().position(|own| *own == label.as_str()));
        match edit.and_then(|edit| self.inks.edits.get(edit)) {
            Some(ink) => self.bar(to, group.frame.size(), ink),
            None if is_beside(group) => {}
            None => self.frame(&group.frame, to),
        }
    }

    /// Beside the line with a baseline.
    fn line(&mut self, baseline: Transform, size: f64) {
        let y = Point::zero().transform(baseline).y.to_pt();
        self.found.push(Bar { top: y - ABOVE * size, end: y + BELOW * size, ink: self.inks.line.clone() });
    }

    fn bar(&mut self, corner: Transform, size: Size, ink: &Paint) {
        let top = Point::zero().transform(corner).y.to_pt();
        self.found.push(Bar { top, end: top + size.y.to_pt(), ink: ink.clone() });
    }
}

fn is_change(value: &Value) -> bool {
    matches!(value, Value::Str(text) if text.as_str() == CHANGE)
}

/// Bars of lines under each other are one; where several inks stand beside each other, `line` is that of all.
fn joined(mut found: Vec<Bar>, line: &Paint) -> Vec<Bar> {
    found.sort_by(|a, b| a.top.total_cmp(&b.top));
    let mut out: Vec<Bar> = Vec::new();
    for bar in found {
        match out.last_mut() {
            Some(last) if bar.top < last.end + APART && bar.ink == last.ink => last.end = last.end.max(bar.end),
            Some(last) if bar.top < last.end => {
                *last = Bar { top: last.top, end: last.end.max(bar.end), ink: line.clone() };
            }
            _ => out.push(bar),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use typst::visualize::Color;

    #[test]
    fn bars_of_one_ink_are_joined_and_several_inks_are_one() {
        let (grey, red, blue) = (Paint::from(Color::BLACK), Paint::from(Color::RED), Paint::from(Color::BLUE));
        let bar = |top: f64, end: f64, ink: &Paint| Bar { top, end, ink: ink.clone() };
        let lines = vec![bar(13.5, 26.0, &grey), bar(0.0, 12.5, &grey), bar(60.0, 72.0, &grey)];
        assert_eq!(joined(lines, &grey), [bar(0.0, 26.0, &grey), bar(60.0, 72.0, &grey)]);
        let row = vec![bar(0.0, 10.0, &red), bar(2.0, 14.0, &blue), bar(16.0, 20.0, &blue)];
        assert_eq!(joined(row, &grey), [bar(0.0, 14.0, &grey), bar(16.0, 20.0, &blue)]);
    }
}
