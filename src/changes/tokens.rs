//! A run cut into what is compared: words, spaces, signs, and inlines that aren't text.

use unicode_segmentation::UnicodeSegmentation as _;

use super::blocks::end;
use super::key;
use crate::book::{ChangedInlines, Inline, Text};
use crate::span::Span;

/// A word, a space, a sign, or an inline that isn't text.
pub(super) struct Token {
    pub key: u64,
    pub inline: Inline,
    /// Editing marks behind it that the old text can't have.
    pub behind: Vec<Inline>,
}

impl Token {
    /// The characters of a word, a space or a sign.
    pub fn text(&self) -> Option<&str> {
        if let Inline::Text(x) = &self.inline { Some(&x.text) } else { None }
    }
}

/// The tokens of a run, and the editing marks that stand before the first of them.
pub(super) fn tokens(run: &[Inline], key: &mut dyn FnMut(&Inline) -> u64) -> (Vec<Inline>, Vec<Token>) {
    let mut lead = Vec::new();
    let mut out: Vec<Token> = Vec::new();
    for inline in run {
        match inline {
            Inline::Change(x) if x.edit.is_old() => {
                let (_, inner) = tokens(&x.content, key);
                out.extend(inner.into_iter().map(|token| {
                    let change = ChangedInlines { content: vec![token.inline], ..x.clone() };
                    Token { inline: Inline::Change(change), ..token }
                }));
                continue;
            }
            Inline::Change(_) | Inline::Comment(_) => {
                out.last_mut().map_or(&mut lead, |last| &mut last.behind).push(inline.clone());
                continue;
            }
            _ => {}
        }
        match inline {
            Inline::Text(x) => {
                for (at, word) in x.text.split_word_bound_indices() {
                    let inline = Inline::Text(Text { text: word.to_owned(), span: part(x, at, word.len()) });
                    out.push(Token { key: key::text(word), inline, behind: Vec::new() });
                }
            }
            // Nobody sees a place.
            Inline::Place(_) => out.push(Token { key: 0, inline: inline.clone(), behind: Vec::new() }),
            inline => out.push(Token { key: key(inline), inline: inline.clone(), behind: Vec::new() }),
        }
    }
    (lead, out)
}

/// Where a part of a text stands. Where the source writes the text otherwise (quotes, entities), its own
/// places are unknown, and it gets one inside the text's.
fn part(x: &Text, at: usize, length: usize) -> Span {
    let (start, end) = (x.span.start as usize, x.span.end as usize);
    if x.text.len() == end - start {
        return Span::new(x.span.file, start + at, start + at + length);
    }
    let from = (start + at).min(end);
    Span::new(x.span.file, from, (from + length).min(end))
}

/// Where an inline stands; `None` for markup around nothing.
pub(super) fn start_of(inline: &Inline) -> Option<Span> {
    match inline {
        Inline::Text(x) | Inline::Code(x) => Some(x.span),
        Inline::Link(x) => Some(x.span),
        Inline::Mark(x) => Some(x.span),
        Inline::Math(x) => Some(x.span),
        Inline::Ref(x) | Inline::PageRef(x) => Some(x.span),
        Inline::Cite(x) => Some(x.span),
        Inline::NoteRef(x) => Some(x.span),
        Inline::Picture(x) => Some(x.span),
        Inline::Place(x) => Some(x.span),
        Inline::LineBreak(x) => Some(x.span),
        Inline::Only(x) => Some(x.span),
        Inline::Change(x) => Some(x.span),
        Inline::Comment(x) => Some(x.span),
        Inline::Emph(x)
        | Inline::Strong(x)
        | Inline::Strike(x)
        | Inline::Sub(x)
        | Inline::Sup(x)
        | Inline::Key(x) => x.content.first().and_then(start_of),
    }
}

/// The end of an inline, or `place`.
pub(super) fn end_of(inline: &Inline, place: Span) -> Span {
    start_of(inline).map_or(place, end)
}
