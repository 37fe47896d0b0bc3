//! What lies around a trimmed page: room for bleed and crop marks.

use typst::layout::{Abs, FrameItem, Point, Sides};
use typst::syntax::Span;
use typst::visualize::{Color, FixedStroke, Geometry, Paint};
use typst_layout::Page;

use super::Sheet;

/// Length of a crop mark, pt.
const MARK: f64 = 12.0;
/// From the bleed to a mark, pt; a mark that touched the bleed could be left on a page that is cut askew.
const GAP: f64 = 3.0;
/// Thickness of a mark, pt.
const HAIR: f64 = 0.25;

/// Gives a page its bleed, and its marks outside of that. A recto has its spine at the left.
pub fn trim(page: &mut Page, sheet: &Sheet, recto: bool) {
    let Sheet { bleed, bleed_inside, crop_marks, .. } = sheet;
    if *crop_marks {
        mark(page, *bleed);
        page.bleed = Sides::splat(Abs::pt(bleed + GAP + MARK + 1.0));
        return;
    }
    let (left, right) = if recto { (bleed_inside, bleed) } else { (bleed, bleed_inside) };
    let [left, top, right] = [left, bleed, right].map(|side| Abs::pt(*side));
    page.bleed = Sides::new(left, top, right, top);
}

/// Two marks at each corner, in line with the edges of the page.
fn mark(page: &mut Page, bleed: f64) {
    let (width, height) = (page.frame.width().to_pt(), page.frame.height().to_pt());
    let (near, far) = (bleed + GAP, bleed + GAP + MARK);
    let line = |from: (f64, f64), to: (f64, f64)| {
        let point = |(x, y): (f64, f64)| Point::new(Abs::pt(x), Abs::pt(y));
        let stroke = FixedStroke::from_pair(Paint::Solid(Color::BLACK), Abs::pt(HAIR));
        let shape = Geometry::Line(point(to) - point(from)).stroked(stroke);
        (point(from), FrameItem::Shape(shape, Span::detached()))
    };
    let across = [(-near, -far), (width + near, width + far)];
    let down = [(-near, -far), (height + near, height + far)];
    for y in [0.0, height] {
        page.frame.push_multiple(across.map(|(from, to)| line((from, y), (to, y))));
    }
    for x in [0.0, width] {
        page.frame.push_multiple(down.map(|(from, to)| line((x, from), (x, to))));
    }
}
