//! The measures of a page: what Rust and the style both go by.
//!
//! In comes the trim, out come margins, measure and sizes in points. Rust wraps lines of code and sizes
//! pictures and columns by them, and the style gets the same figures as a dictionary, so that the two
//! can't disagree. The figures for 7 x 10 in are those of the style guide; other trims keep their
//! proportions, but never get a longer measure than a reader's eye can follow.

use std::fmt::Write as _;

/// Size of text, pt.
pub const SIZE: f64 = 10.0;
/// From baseline to baseline, pt. The page is a grid of half lines of this.
pub const PITCH: f64 = 13.5;
/// Size of code, pt.
pub const MONO: f64 = 7.35;
/// From baseline to baseline in a listing, pt: four lines of code are three of text.
pub const CODE_PITCH: f64 = PITCH * 0.75;
/// Height of the cell that box drawing is designed for, em: the mono face's ascent and descent.
pub const CELL: f64 = 1.32;
/// Advance of every character of the mono face, em.
pub const ADVANCE: f64 = 0.6;
/// Indent of list items and definitions, pt.
pub const LIST_INDENT: f64 = 14.0;
/// Indent of quotations on each side, pt.
pub const QUOTE_INDENT: f64 = 14.0;
/// Indent of boxes with a rule at the left, pt.
pub const BOX_INDENT: f64 = 12.0;
/// Indent of boxes with a frame, on each side, pt.
pub const FRAME_INDENT: f64 = 10.0;

/// What may stand beside the measure, pt: numbers of lines of code, the hook of a turned one, hanging punctuation.
pub const HANG: f64 = 14.0;
/// From the first line up to the top of the running head, and from the last line down to the baseline of the
/// folio at the foot, pt: the style's `head-distance` and `foot-distance`, and the type's height.
const HEAD_LINE: f64 = 25.0;
const FOOT_LINE: f64 = 37.0;

/// The longest measure that text is set in, pt: about 80 characters.
const LONGEST_MEASURE: f64 = 378.0;

/// The measures of a page, pt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometry {
    /// Width of the trimmed page.
    pub width: f64,
    /// Height of the trimmed page.
    pub height: f64,
    /// Margin at the spine.
    pub inside: f64,
    /// Margin at the fore-edge.
    pub outside: f64,
    /// From the upper edge to the first line.
    pub head: f64,
    /// From the last line to the lower edge.
    pub foot: f64,
    /// Width of a line of text.
    pub measure: f64,
    /// Lines of text on a full page.
    pub lines: u32,
}

impl Geometry {
    /// The measures of a trim of `width` by `height` pt.
    #[must_use]
    pub fn new(width: f64, height: f64) -> Self {
        let measure = (width * 354.0 / 504.0).min(LONGEST_MEASURE).round();
        let inside = ((width - measure) * 65.0 / 150.0).round();
        let head = (height * 68.0 / 720.0).round();
        let room = height - head - height * 85.0 / 720.0;
        let lines = (room / PITCH + 0.01).floor().max(4.0);
        Self {
            width,
            height,
            inside,
            outside: width - measure - inside,
            head,
            foot: height - head - lines * PITCH,
            measure,
            lines: lines as u32,
        }
    }

    /// The same with an inside margin of at least `inside` and an outside one of at least `outside`, pt. The
    /// measure gives way last: a line that breaks elsewhere is another page.
    #[must_use]
    pub fn with_margins(self, inside: f64, outside: f64) -> Self {
        let inside = self.inside.max(inside);
        let outside = (self.width - self.measure - inside).max(outside);
        let measure = self.measure.min((self.width - inside - outside).floor());
        Self { inside, outside: self.width - measure - inside, measure, ..self }
    }

    /// The same with running heads and folios at least `least` pt from the edges.
    #[must_use]
    pub fn with_furniture(self, least: f64) -> Self {
        let head = self.head.max(least + HEAD_LINE);
        let room = self.height - head - self.foot.max(least + FOOT_LINE);
        let lines = (room / PITCH + 0.01).floor().max(4.0);
        Self { head, foot: self.height - head - lines * PITCH, lines: lines as u32, ..self }
    }

    /// The same with margins that are alike at both sides, of at least `least` pt.
    #[must_use]
    pub fn one_sided(self, least: f64) -> Self {
        let side = ((self.width - self.measure) / 2.0).max(least);
        Self { inside: side, outside: side, measure: self.width - 2.0 * side, ..self }
    }

    /// Height of the text on a full page, pt.
    #[must_use]
    pub fn text_height(&self) -> f64 {
        f64::from(self.lines) * PITCH
    }

    /// Whether a line that begins at a place, pt from the upper left corner of a recto, is one of the text.
    #[must_use]
    pub fn holds(&self, x: f64, y: f64) -> bool {
        let across = x > self.inside - HANG && x < self.inside + self.measure;
        across && y > self.head && y < self.head + self.text_height() + PITCH / 2.0
    }

    /// The figures as a Typst dictionary.
    #[must_use]
    pub fn typst(&self) -> String {
        let mut out = String::from("(\n");
        let entries = [
            ("width", self.width),
            ("height", self.height),
            ("inside", self.inside),
            ("outside", self.outside),
            ("head", self.head),
            ("foot", self.foot),
            ("measure", self.measure),
            ("text-height", self.text_height()),
            ("size", SIZE),
            ("pitch", PITCH),
            ("mono", MONO),
            ("code-pitch", CODE_PITCH),
            ("list-indent", LIST_INDENT),
            ("quote-indent", QUOTE_INDENT),
            ("box-indent", BOX_INDENT),
            ("frame-indent", FRAME_INDENT),
        ];
        for (name, value) in entries {
            let _ = writeln!(out, "  {name}: {}pt,", points(value));
        }
        out.push(')');
        out
    }
}

/// Columns of code that `room` pt hold at `size` pt.
#[must_use]
pub fn columns(room: f64, size: f64) -> usize {
    (room / (size * ADVANCE) + 0.001).floor().max(8.0) as usize
}

/// A length as Typst reads it: at most three decimals, never an exponent.
#[must_use]
pub fn points(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_by_ten_has_the_figures_of_the_style_guide() {
        let page = Geometry::new(504.0, 720.0);
        assert_eq!((page.inside, page.outside, page.measure), (65.0, 85.0, 354.0));
        assert_eq!((page.head, page.foot, page.lines), (68.0, 85.0, 42));
        assert_eq!(columns(page.measure, MONO), 80);
    }

    #[test]
    fn other_trims_keep_whole_lines_and_a_readable_measure() {
        for (width, height) in [(432.0, 648.0), (419.5, 595.3), (595.3, 841.9), (300.0, 400.0)] {
            let page = Geometry::new(width, height);
            let sum = page.inside + page.measure + page.outside;
            assert!((sum - width).abs() < 0.001 && page.measure <= LONGEST_MEASURE);
            assert!((page.head + page.text_height() + page.foot - height).abs() < 0.001);
            assert!(page.inside > 0.0 && page.outside > page.inside);
        }
    }

    #[test]
    fn wide_gutters_move_the_text_and_narrow_it_last() {
        let page = Geometry::new(432.0, 648.0);
        let moved = page.with_margins(63.0, 18.0);
        assert_eq!((moved.inside, moved.outside, moved.measure), (63.0, 66.0, page.measure));
        let narrowed = page.with_margins(100.0, 36.0);
        assert_eq!((narrowed.inside, narrowed.outside, narrowed.measure), (100.0, 36.0, 296.0));
        assert_eq!(page.with_margins(27.0, 18.0), page);
    }

    #[test]
    fn furniture_keeps_its_distance_from_the_edges() {
        let page = Geometry::new(360.0, 576.0);
        assert_eq!(page.with_furniture(18.0), page);
        let moved = page.with_furniture(36.0);
        assert_eq!((page.head, moved.head, page.lines, moved.lines), (54.0, 61.0, 33, 32));
        assert!((moved.head + moved.text_height() + moved.foot - 576.0).abs() < 0.001 && moved.foot >= 73.0);
    }

    #[test]
    fn lengths_have_no_exponent() {
        assert_eq!([points(13.5), points(0.0), points(1e-9), points(354.0)], ["13.5", "0", "0", "354"]);
    }
}
