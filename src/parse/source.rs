//! The text that Markdown is read from, and the way back to the author's files.
//!
//! A chapter with includes is one text made of pieces of several files. [`Source`] keeps that text and
//! where each piece came from; every offset used in `parse` is an offset in it, and [`Source::span`] is
//! the only place that turns offsets into [`Span`]s.
//!
//! The text holds no control character but tab and newline, and no non-character: XML 1.0 (section 2.2)
//! can hold none, so whatever is written later can't either. `mask` relies on it too.

use std::ops::Range;

use crate::problem::{Diagnostic, Problem};
use crate::span::{FileId, Span};

/// A text in pieces.
#[derive(Debug, Default)]
pub(super) struct Source {
    text: String,
    pieces: Vec<Piece>,
}

/// A stretch of the text, up to the next piece.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where it begins in the text.
    at: usize,
    /// What it stands for.
    origin: Span,
    /// It is that stretch of the file letter by letter, not something put in its place.
    verbatim: bool,
}

impl Source {
    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A stretch of the text; empty where the range isn't one.
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The byte at an offset.
    pub fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The character that ends at an offset.
    pub fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at).and_then(|head| head.chars().next_back())
    }

    /// Whether an odd number of backslashes stands before an offset.
    pub fn escaped(&self, at: usize) -> bool {
        let head = self.text.as_bytes().get(..at).unwrap_or_default();
        head.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
    }

    /// Where a stretch of the text stands in the author's files.
    ///
    /// A stretch that begins in one file and ends in another is cut at the end of its first piece.
    pub fn span(&self, range: Range<usize>) -> Span {
        let Some(first) = self.piece(range.start) else { return Span::top(FileId(0)) };
        let start = first.start(range.start);
        let end = range.end.max(range.start);
        let last = self.piece(end.saturating_sub(1).max(range.start)).unwrap_or(first);
        let stop = last.end(end);
        if last.origin.file == first.origin.file && stop >= start {
            Span { file: first.origin.file, start, end: stop }
        } else {
            Span { file: first.origin.file, start, end: first.origin.end.max(start) }
        }
    }

    /// Adds a stretch of a file, `start` bytes into it. Control characters are replaced and said.
    pub fn push(&mut self, text: &str, file: FileId, start: usize, problems: &mut Vec<Diagnostic>) {
        if !text
            .as_bytes()
            .iter()
            .any(|byte| (*byte < b' ' && *byte != b'\n' && *byte != b'\t') || *byte == 0xef)
        {
            return self.push_clean(text, file, start);
        }
        let mut from = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| is_foreign(*c)) {
            self.push_clean(text.get(from..at).unwrap_or_default(), file, start + from);
            from = at + c.len_utf8();
            let span = Span::new(file, start + at, start + from);
            let lone_return = c == '\r';
            self.push_as(if lone_return { "\n" } else { "\u{fffd}" }, span);
            if !lone_return {
                problems.push(Problem::ControlCharacter { code: u32::from(c) }.at(span));
            }
        }
        self.push_clean(text.get(from..).unwrap_or_default(), file, start + from);
    }

    /// Adds a text of ours that stands for a place of the author's.
    pub fn push_as(&mut self, text: &str, origin: Span) {
        self.add(text, Piece { at: self.text.len(), origin, verbatim: false });
    }

    fn push_clean(&mut self, text: &str, file: FileId, start: usize) {
        let origin = Span::new(file, start, start + text.len());
        self.add(text, Piece { at: self.text.len(), origin, verbatim: true });
    }

    fn add(&mut self, text: &str, piece: Piece) {
        if !text.is_empty() || self.pieces.is_empty() {
            self.pieces.push(piece);
            self.text.push_str(text);
        }
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        match self.pieces.as_slice() {
            [only] => Some(only),
            pieces => {
                let after = pieces.partition_point(|piece| piece.at <= at);
                pieces.get(after.saturating_sub(1))
            }
        }
    }
}

impl Piece {
    fn start(&self, at: usize) -> u32 {
        self.offset(at, self.origin.start)
    }

    fn end(&self, at: usize) -> u32 {
        self.offset(at, self.origin.end)
    }

    fn offset(&self, at: usize, fixed: u32) -> u32 {
        if !self.verbatim {
            return fixed;
        }
        let into = u32::try_from(at.saturating_sub(self.at)).unwrap_or(u32::MAX);
        self.origin.start.saturating_add(into).min(self.origin.end)
    }
}

/// The text of a value that was decoded: what no output can hold becomes U+FFFD.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if is_foreign(c) { '\u{fffd}' } else { c }).collect()
}

fn is_foreign(c: char) -> bool {
    (c < ' ' && c != '\n' && c != '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_files() {
        let mut source = Source::default();
        let mut problems = Vec::new();
        source.push("abc", FileId(0), 0, &mut problems);
        source.push("included", FileId(1), 10, &mut problems);
        source.push("def", FileId(0), 20, &mut problems);
        assert_eq!(source.span(1..2), Span::new(FileId(0), 1, 2));
        assert_eq!(source.span(3..11), Span::new(FileId(1), 10, 18));
        assert_eq!(source.span(0..14), Span::new(FileId(0), 0, 23));
        assert_eq!(source.span(2..5), Span::new(FileId(0), 2, 3));
        assert_eq!(source.span(14..14), Span::new(FileId(0), 23, 23));
    }

    #[test]
    fn control_characters_are_replaced_and_said() {
        let mut source = Source::default();
        let mut problems = Vec::new();
        source.push("a\u{b}b\rc", FileId(0), 0, &mut problems);
        assert_eq!(source.text(), "a\u{fffd}b\nc");
        assert_eq!(problems, [Problem::ControlCharacter { code: 11 }.at(Span::new(FileId(0), 1, 2))]);
        assert_eq!(source.span(4..5), Span::new(FileId(0), 2, 3));
    }
}
