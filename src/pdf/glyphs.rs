//! What the glyphs on the pages tell: which words begin each page, and which characters no face has.
//!
//! Every glyph carries the place of the call `t("...")` that set it and its offset in that text; the
//! unit's [`Origin`] leads from there to the author's characters.

use std::collections::BTreeSet;

use typst::layout::{Frame, FrameItem};
use typst::syntax::{FileId, LinkedNode, Source, Span as Mark, ast};
use typst::text::{Glyph, TextItem};
use typst_layout::PagedDocument;

use super::origin::{Origin, Piece};
use crate::problem::{Diagnostic, Problem};
use crate::span::Span;

/// What a unit's pages tell.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What begins each page; `None` for a page that shows no text of the author's.
    pub starts: Vec<Option<Start>>,
    /// Characters without a glyph.
    pub missing: Vec<Diagnostic>,
}

/// What begins a page.
#[derive(Debug, Clone, Copy)]
pub struct Start {
    /// The node.
    pub span: Span,
    /// The listing or figure that it is a line of.
    pub listing: Option<Span>,
    /// Byte in its characters.
    pub offset: usize,
}

/// Reads the pages of a laid-out unit.
#[must_use]
pub fn read(document: &PagedDocument, source: &Source, origin: &Origin) -> Reading {
    let mut reading = Reading::default();
    let mut told = BTreeSet::new();
    let mut last = Place::default();
    for page in document.pages() {
        let mut seen =
            Page { file: source.id(), after: last, furthest: last, fresh: Vec::new(), bare: Vec::new() };
        seen.frame(&page.frame);
        last = seen.furthest;
        reading.starts.push(seen.fresh.iter().find_map(|place| start(source, origin, *place)));
        for (place, character, font) in seen.bare {
            let Some((span, offset)) = spot(source, origin, place) else { continue };
            if told.insert((span, character.clone())) {
                let at = within(span, offset, &character);
                let characters = named(&character);
                reading.missing.push(Problem::MissingGlyph { characters, font }.at(at));
            }
        }
    }
    reading
}

/// The author's text that a glyph comes from: from its character to the end of the node.
#[must_use]
pub fn source(source: &Source, origin: &Origin, glyph: &Glyph) -> Option<Span> {
    let (mark, offset) = glyph.span;
    let (span, at) = spot(source, origin, Place { node: mark.into_raw().get(), offset })?;
    let start = within(span, at, "").start.min(span.end);
    Some(Span { start, ..span })
}

/// A glyph's place in the unit's source. Numbers of nodes ascend in the order of the text, so places can
/// be compared without being looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Place {
    node: u64,
    offset: u16,
}

/// What is gathered from one page.
struct Page {
    file: FileId,
    /// The furthest place that earlier pages show: the head of a table, shown again, is before it.
    after: Place,
    furthest: Place,
    /// First places of runs that no earlier page shows, in reading order.
    fresh: Vec<Place>,
    bare: Vec<(Place, String, String)>,
}

impl Page {
    fn frame(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.frame(&group.frame),
                FrameItem::Text(text) => self.text(text),
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn text(&mut self, text: &TextItem) {
        let mut run = 0;
        for glyph in &text.glyphs {
            let Some(place) = self.place(glyph) else { continue };
            // The hyphen at the end of the page before has the place of the character behind it.
            if place > self.after {
                if place.node != run && self.fresh.len() < 64 {
                    self.fresh.push(place);
                }
                run = place.node;
            }
            self.furthest = self.furthest.max(place);
            if glyph.id == 0 {
                let character = text.text.get(glyph.range()).unwrap_or_default().to_owned();
                self.bare.push((place, character, text.font.font().info().family.clone()));
            }
        }
    }

    fn place(&self, glyph: &Glyph) -> Option<Place> {
        let (mark, offset) = glyph.span;
        (mark.id() == Some(self.file)).then(|| Place { node: mark.into_raw().get(), offset })
    }
}

/// The author's characters at a place, and the byte among them.
fn spot(source: &Source, origin: &Origin, place: Place) -> Option<(Span, Offset)> {
    let node = source.find(mark(place)?)?;
    let (span, piece) = origin.at(node.range().start)?;
    let text = literal(&node);
    let byte = text.as_ref().map_or(0, |text| text.floor_char_boundary(place.offset as usize));
    let offset = match piece {
        Piece::Text { offset, verbatim } => Offset { base: offset, byte, verbatim, listing: None, text },
        Piece::Code { offset, listing } => {
            Offset { base: offset, byte, verbatim: false, listing: Some(listing), text }
        }
        Piece::Whole { .. } | Piece::About => Offset { base: 0, byte: 0, verbatim: false, listing: None, text: None },
    };
    Some((span, offset))
}

/// An offset in the characters of a node.
struct Offset {
    /// Byte of the node's characters at which the literal begins.
    base: usize,
    /// Byte in the literal.
    byte: usize,
    verbatim: bool,
    /// The listing or figure that the node is a line of.
    listing: Option<Span>,
    /// The literal; `None` where the place isn't in the author's characters.
    text: Option<String>,
}

/// Where a page begins: never inside a word, because a mark inside a word hides it from searching, and in nothing
/// that the EPUB lacks.
fn start(source: &Source, origin: &Origin, place: Place) -> Option<Start> {
    let at = source.find(mark(place)?)?.range().start;
    if !origin.is_shared(at) {
        return None;
    }
    let (span, Offset { base, byte, verbatim: _, listing, text }) = spot(source, origin, place)?;
    let Some(text) = text else {
        let (span, offset) = origin.whole(at)?;
        return Some(Start { span, listing: None, offset });
    };
    let before = text.get(..byte)?;
    let word = before.trim_end_matches(char::is_alphanumeric).len();
    let inside = text.get(byte..)?.starts_with(char::is_alphanumeric);
    Some(Start { span, listing, offset: base + if inside { word } else { byte } })
}

fn within(span: Span, offset: Offset, character: &str) -> Span {
    if !offset.verbatim {
        return span;
    }
    let start = span.start as usize + offset.base + offset.byte;
    Span::new(span.file, start, start + character.len())
}

fn mark(place: Place) -> Option<Mark> {
    std::num::NonZeroU64::new(place.node).map(Mark::from_raw)
}

/// The string literal in a call `t("...")`.
fn literal(node: &LinkedNode) -> Option<String> {
    if let Some(text) = node.cast::<ast::Str>() {
        return Some(text.get().to_string());
    }
    node.children().find_map(|child| literal(&child))
}

fn named(character: &str) -> String {
    let named = character.chars().map(|c| format!("`{c}` U+{:04X}", u32::from(c)));
    named.collect::<Vec<_>>().join(", ")
}
