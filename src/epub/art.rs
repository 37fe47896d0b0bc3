//! Drawings made of characters, as SVG in the text: one piece that scales, so that no screen breaks it.
//!
//! It stands inline and not in a file of its own, because then it takes the reader's colour, day and night
//! (`currentColor`), and its characters stay text that can be found and copied. Each line has a stated
//! length, so that columns meet in whatever face the reading system uses.

use unicode_width::UnicodeWidthStr;

use crate::book::CodeLine;
use crate::span::Span;

use super::context::Cx;
use super::inline::rest;
use super::xhtml::{Attr, Sheet};

/// Size of the type that the style sets, units of the drawing.
const SIZE: f64 = 10.0;
/// Advance of a character at that size (0.6 em), units.
const ADVANCE: usize = 6;
/// Pitch of lines, units; box drawing of the mono faces is at least 1.19 em high, so that lines join.
const PITCH: usize = 12;
/// Height of the baseline over the foot of its line, units.
const FOOT: usize = 3;
/// Width of a character at most, in em of the text around: as large as code.
const LARGEST: f64 = 0.51;

/// A drawing. Pages that begin with its first line are marked before it, the others within.
///
/// With a description it is a picture to assistive technology; without, it stays the text that it is.
pub(super) fn drawing(cx: &Cx, w: &mut Sheet, figure: Span, lines: &[CodeLine], alt: &str) {
    lines.iter().take(1).for_each(|line| rest(cx, w, cx.line_starts(line, figure)));
    let texts: Vec<String> = lines.iter().map(characters).collect();
    let columns = columns(&texts);
    let view = format!("0 0 {} {}", columns * ADVANCE, texts.len().max(1) * PITCH);
    #[allow(clippy::cast_precision_loss, reason = "columns are few")]
    let style = format!("max-width:{:.1}em", columns as f64 * LARGEST);
    let mut attrs: Vec<Attr> = vec![
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("class", "art"),
        ("viewBox", &view),
        ("style", &style),
        ("xml:space", "preserve"),
    ];
    attrs.extend(cx.code_direction().map(|(_, direction)| ("direction", direction)));
    if !alt.is_empty() {
        attrs.extend([("role", "img"), ("aria-label", alt)]);
    }
    w.element("svg", &attrs, |w| {
        for (at, (text, from)) in texts.iter().zip(lines).enumerate() {
            for (_, page) in cx.line_starts(from, figure) {
                cx.marks.iter().for_each(|marks| marks.draw(w, *page, at * PITCH));
            }
            line(w, at, text);
        }
    });
}

/// Size of its type, in widths of the drawing.
pub(super) fn type_size(lines: &[CodeLine]) -> f64 {
    let texts: Vec<String> = lines.iter().map(characters).collect();
    #[allow(clippy::cast_precision_loss, reason = "columns are few")]
    let width = (columns(&texts) * ADVANCE) as f64;
    SIZE / width
}

/// Characters of the longest line, at least one.
fn columns(texts: &[String]) -> usize {
    texts.iter().map(|text| text.width()).max().unwrap_or(0).max(1)
}

fn line(w: &mut Sheet, at: usize, text: &str) {
    w.line();
    if text.is_empty() {
        return;
    }
    let (foot, length) = ((at + 1) * PITCH - FOOT, text.width() * ADVANCE);
    let (foot, length) = (foot.to_string(), length.to_string());
    w.leaf("text", &[("y", &foot), ("textLength", &length), ("lengthAdjust", "spacingAndGlyphs")], text);
}

/// The characters of a line, without the blanks behind it.
fn characters(line: &CodeLine) -> String {
    let mut text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
    text.truncate(text.trim_end().len());
    text
}
