//! The short form of a caption, as lists of figures, tables and listings print it.

use super::{Inline, Text};

/// Letters of the shortest word that a full stop ends a sentence behind: shorter ones may be abbreviations.
const WORD: usize = 4;

/// The first sentence of a caption, without the full stop that would stand before a leader of dots.
#[must_use]
pub fn short_caption(caption: &[Inline]) -> Vec<Inline> {
    let mut out = Vec::new();
    for (at, inline) in caption.iter().enumerate() {
        let last = at + 1 == caption.len();
        let end = match inline {
            Inline::Text(x) => sentence_end(&x.text, last).map(|end| Text { text: bare(&x.text[..end]), ..x.clone() }),
            Inline::Emph(_)
            | Inline::Strong(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Key(_)
            | Inline::Code(_)
            | Inline::Math(_)
            | Inline::Link(_)
            | Inline::Ref(_)
            | Inline::PageRef(_)
            | Inline::Cite(_)
            | Inline::NoteRef(_)
            | Inline::Picture(_)
            | Inline::Mark(_)
            | Inline::Place(_)
            | Inline::LineBreak(_)
            | Inline::Only(_)
            | Inline::Change(_)
            | Inline::Comment(_) => None,
        };
        match end {
            Some(text) => {
                out.extend(Some(Inline::Text(text)).filter(|text| !super::plain(std::slice::from_ref(text)).is_empty()));
                return out;
            }
            None => out.push(inline.clone()),
        }
    }
    out
}

/// Where the first sentence ends in a text: behind its mark, if what follows begins another, or if nothing
/// does and the text is the caption's `last`.
fn sentence_end(text: &str, last: bool) -> Option<usize> {
    for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '?' | '!')) {
        let (before, end) = (&text[..at], at + mark.len_utf8());
        let rest = &text[end..];
        let next = rest.trim_start_matches(['’', '”', '"', ')', '»']);
        let behind = end + rest.len() - next.len();
        if next.trim().is_empty() && last {
            return Some(behind);
        }
        let word = before.chars().rev().take_while(|c| c.is_alphabetic()).count();
        let whole = word == 0 || word >= WORD || mark != '.';
        let opens = next.trim_start().chars().next().is_some_and(|c| !c.is_lowercase());
        if whole && opens && next.starts_with(char::is_whitespace) {
            return Some(behind);
        }
    }
    None
}

fn bare(sentence: &str) -> String {
    sentence.strip_suffix('.').filter(|text| !text.ends_with('.')).unwrap_or(sentence).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::plain;
    use crate::span::{FileId, Span};

    fn short(text: &str) -> String {
        let text = Text { text: text.to_owned(), span: Span::top(FileId(0)) };
        plain(&short_caption(&[Inline::Text(text)]))
    }

    #[test]
    fn a_caption_is_cut_behind_its_first_sentence() {
        assert_eq!(short("Shifting. Everything happens earlier."), "Shifting");
        assert_eq!(short("The least that guarantees cost."), "The least that guarantees cost");
        assert_eq!(short("Who waits? Everybody."), "Who waits?");
        assert_eq!(short("No full stop at all"), "No full stop at all");
        assert_eq!(short("In 1985 (Fischer et al.) and later"), "In 1985 (Fischer et al.) and later");
        assert_eq!(short("Cells, e.g. Figure 2, at 0.5 ms vs. 3 ms"), "Cells, e.g. Figure 2, at 0.5 ms vs. 3 ms");
        assert_eq!(short("And so on ..."), "And so on ...");
        assert_eq!(short(""), "");
    }
}
