//! Emitted Typst, and where each piece of it comes from.
//!
//! The emitters write through a [`Writer`], which notes the source span of what they write. The finished
//! [`Origin`] turns an offset in the emitted text back into a place in somebody's Markdown: for Typst's
//! own diagnostics, for glyphs that no font has, and for the words that begin a page.

use std::ops::Range;

use super::literal;
use crate::problem::{Diagnostic, Problem};
use crate::span::Span;

/// Longest run of text in one call, bytes: Typst counts offsets in a run in 16 bits.
const LONGEST_RUN: usize = 32_000;

/// What a piece of the emitted text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// Characters of a text node, from this byte of them on.
    Text {
        /// Byte offset into the node's characters.
        offset: usize,
        /// The node's characters are, byte for byte, the bytes of its span.
        verbatim: bool,
    },
    /// Characters of a line of code, from this byte of them on.
    Code {
        /// Byte offset into the line's characters.
        offset: usize,
        /// Span of the listing or figure that the line stands in: lines that are included twice have the same.
        listing: Span,
    },
    /// Something that the author put there and that has no characters of its own in the book: a reference, a
    /// formula, an entry of the index.
    Whole {
        /// Which one it is of those with its span, 0-based.
        place: usize,
    },
    /// Anything else that the author caused there.
    About,
}

/// A piece of the emitted text and its source.
#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    end: u32,
    span: Span,
    piece: Piece,
}

/// Where the pieces of an emitted text come from, in the order of their starts.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    entries: Vec<Entry>,
    /// Stretches that the EPUB doesn't have, apart, in order.
    absent: Vec<Range<u32>>,
}

impl Origin {
    /// The piece that begins at or around this offset: the innermost that holds it.
    #[must_use]
    pub fn at(&self, offset: usize) -> Option<(Span, Piece)> {
        let past = self.entries.partition_point(|entry| entry.start as usize <= offset);
        let before = self.entries.get(..past)?;
        let holds = |entry: &&Entry| offset < entry.end as usize;
        before.iter().rev().take(4096).find(holds).map(|entry| (entry.span, entry.piece))
    }

    /// Whether the EPUB has what stands at this offset: no page of it can be marked where it has nothing.
    #[must_use]
    pub fn is_shared(&self, offset: usize) -> bool {
        let past = self.absent.partition_point(|range| range.start as usize <= offset);
        let before = past.checked_sub(1).and_then(|last| self.absent.get(last));
        before.is_none_or(|range| offset >= range.end as usize)
    }

    /// The thing shown whole around this offset: its span, and which one it is of those with that span.
    #[must_use]
    pub fn whole(&self, offset: usize) -> Option<(Span, usize)> {
        let past = self.entries.partition_point(|entry| entry.start as usize <= offset);
        let mut around = self.entries.get(..past)?.iter().rev().take(64).filter(|entry| offset < entry.end as usize);
        around.find_map(|entry| match entry.piece {
            Piece::Whole { place } => Some((entry.span, place)),
            Piece::Text { .. } | Piece::Code { .. } | Piece::About => None,
        })
    }

    /// The source of the emitted text nearest to this offset, be it inside a piece or not.
    #[must_use]
    pub fn near(&self, offset: usize) -> Option<Span> {
        if let Some((span, _)) = self.at(offset) {
            return Some(span);
        }
        let past = self.entries.partition_point(|entry| entry.start as usize <= offset);
        let entry = past.checked_sub(1).and_then(|last| self.entries.get(last)).or(self.entries.first());
        entry.map(|entry| entry.span)
    }
}

/// Emitted Typst in the making.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
    entries: Vec<Entry>,
    absent: Vec<Range<u32>>,
    problems: Vec<Diagnostic>,
}

/// What a [`Writer`] has written.
#[derive(Debug, Clone)]
pub struct Written {
    /// Typst.
    pub text: String,
    /// Where each piece of it comes from.
    pub origin: Origin,
    /// What could not be written as it should.
    pub problems: Vec<Diagnostic>,
}

impl Writer {
    /// Writes Typst as it is.
    pub fn raw(&mut self, typst: &str) {
        self.text.push_str(typst);
    }

    /// Writes a string literal.
    pub fn literal(&mut self, text: &str) {
        literal::push(&mut self.text, text);
    }

    /// Writes whatever `write` writes, as caused by `span`.
    pub fn about(&mut self, span: Span, write: impl FnOnce(&mut Self)) {
        self.piece(span, Piece::About, write);
    }

    /// Writes whatever `write` writes, as a thing shown whole: a page that begins in it begins with it.
    pub fn whole(&mut self, span: Span, place: usize, write: impl FnOnce(&mut Self)) {
        self.piece(span, Piece::Whole { place }, write);
    }

    /// Writes whatever `write` writes, as what the EPUB doesn't have.
    pub fn absent(&mut self, write: impl FnOnce(&mut Self)) {
        let (start, outer) = (self.here(), self.absent.len());
        write(self);
        // What was absent in it is part of it.
        self.absent.truncate(outer);
        self.absent.push(start..self.here());
    }

    fn piece(&mut self, span: Span, piece: Piece, write: impl FnOnce(&mut Self)) {
        let slot = self.entries.len();
        let start = self.here();
        self.entries.push(Entry { start, end: start, span, piece });
        write(self);
        let end = self.here();
        if let Some(entry) = self.entries.get_mut(slot) {
            entry.end = end;
        }
    }

    /// Writes characters that print but aren't the author's: a number, a label.
    pub fn made(&mut self, text: &str, span: Span) {
        self.about(span, |w| {
            w.raw("t(");
            w.literal(text);
            w.raw(")");
        });
    }

    /// Writes characters of a text node from byte `offset` of them on, as calls `t("...")`.
    pub fn text(&mut self, text: &str, span: Span, offset: usize, verbatim: bool) {
        self.runs(text, span, &|at| Piece::Text { offset: offset + at, verbatim });
    }

    /// The same with characters of a line of code that stands in `listing`.
    pub fn code(&mut self, text: &str, span: Span, offset: usize, listing: Span) {
        self.runs(text, span, &|at| Piece::Code { offset: offset + at, listing });
    }

    /// Writes runs of the text, each the piece that begins so many bytes into it.
    fn runs(&mut self, text: &str, span: Span, piece: &dyn Fn(usize) -> Piece) {
        let mut rest = text;
        let mut at = 0;
        loop {
            let cut = rest.floor_char_boundary(LONGEST_RUN.min(rest.len()));
            let (now, later) = rest.split_at(cut);
            let start = self.here();
            self.raw("t(");
            self.literal(now);
            self.raw(")");
            self.entries.push(Entry { start, end: self.here(), span, piece: piece(at) });
            if later.is_empty() {
                return;
            }
            self.raw(";");
            at += cut;
            rest = later;
        }
    }

    /// Says that something could not be written as it should.
    pub fn problem(&mut self, problem: Problem, at: Span) {
        self.problems.push(problem.at(at));
    }

    /// The text, its origins and problems.
    #[must_use]
    pub fn finish(self) -> Written {
        let Self { text, entries, absent, problems } = self;
        Written { text, origin: Origin { entries, absent }, problems }
    }

    fn here(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;

    fn span(start: usize, end: usize) -> Span {
        Span::new(FileId(0), start, end)
    }

    #[test]
    fn offsets_lead_back_to_the_innermost_piece() {
        let mut w = Writer::default();
        w.raw("#{\n");
        w.about(span(0, 90), |w| {
            w.raw("paragraph({");
            w.text("one", span(10, 13), 0, true);
            w.raw(";");
            w.text("two", span(20, 23), 0, true);
            w.raw("})");
        });
        let Written { text, origin, problems: _ } = w.finish();
        let at = |needle: &str| origin.at(text.find(needle).expect("there"));
        assert_eq!(at("\"one"), Some((span(10, 13), Piece::Text { offset: 0, verbatim: true })));
        assert_eq!(at("\"two"), Some((span(20, 23), Piece::Text { offset: 0, verbatim: true })));
        assert_eq!(at("})"), Some((span(0, 90), Piece::About)));
        assert_eq!(origin.at(0), None);
        assert_eq!(origin.near(0), Some(span(0, 90)));
        assert_eq!(origin.whole(text.find("one").expect("there")), None);
    }

    #[test]
    fn what_is_made_in_a_reference_is_the_whole_reference() {
        let mut w = Writer::default();
        w.about(span(0, 90), |w| w.whole(span(5, 9), 2, |w| w.made("Figure 3", span(5, 9))));
        let Written { text, origin, problems: _ } = w.finish();
        let at = text.find("Figure").expect("there");
        assert_eq!((origin.at(at), origin.whole(at)), (Some((span(5, 9), Piece::About)), Some((span(5, 9), 2))));
    }

    #[test]
    fn what_the_epub_lacks_is_known() {
        let mut w = Writer::default();
        w.raw("a ");
        w.absent(|w| {
            w.raw("b ");
            w.absent(|w| w.raw("c "));
            w.raw("d ");
        });
        w.raw("e");
        let Written { text, origin, problems: _ } = w.finish();
        let shared: String = text.char_indices().filter(|(at, _)| origin.is_shared(*at)).map(|(_, c)| c).collect();
        assert_eq!(shared, "a e");
    }

    #[test]
    fn long_runs_are_cut_between_characters() {
        let mut w = Writer::default();
        let long = "é".repeat(LONGEST_RUN);
        w.text(&long, span(0, 9), 0, false);
        let Written { text, origin, problems: _ } = w.finish();
        assert_eq!(text.matches("t(\"").count(), 2);
        let second = text.rfind("t(\"").expect("there");
        assert_eq!(
            origin.at(second),
            Some((span(0, 9), Piece::Text { offset: LONGEST_RUN, verbatim: false }))
        );
    }
}
