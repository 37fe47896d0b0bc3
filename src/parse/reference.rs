//! `@fig-flp`: what is a cross-reference, and what is text with an `@` in it.
//!
//! A reference is `@`, one of the known prefixes, `-` or `:`, and a name. Everything else keeps its `@`:
//! `me@example.org`, `@user`, or is a citation, for [`super::citation`] to find.

use std::ops::Range;

use super::source::Source;
use crate::draft::RefForm;
use crate::manifest::Manifest;
use crate::span::Span;

/// Prefixes that everybody has: Quarto's, and `tab`, `cnj`, `axm`, `rem`, `prf` of the boxes we know.
const PREFIXES: [&str; 19] = [
    "fig", "sec", "tbl", "tab", "lst", "eq", "thm", "lem", "cor", "def", "exm", "exr", "sol", "alg", "prp",
    "cnj", "axm", "rem", "prf",
];

/// What labels may begin with in this book.
#[derive(Debug)]
pub(super) struct Prefixes(Vec<String>);

impl Prefixes {
    /// The known ones and those of the book's own boxes.
    pub fn new(manifest: &Manifest) -> Self {
        let own = manifest.blocks.values().filter_map(|block| block.prefix.clone());
        Self(PREFIXES.iter().map(|prefix| (*prefix).to_owned()).chain(own).collect())
    }

    /// Whether a text begins as a label does.
    pub fn begin(&self, text: &str) -> bool {
        text.split_once(['-', ':']).is_some_and(|(prefix, _)| self.know(prefix))
    }

    fn know(&self, prefix: &str) -> bool {
        self.0.iter().any(|known| known == prefix)
    }
}

/// The labels of `@fig-a; -@fig-b`, the inside of a bracket, and what it prints.
///
/// `None` where anything in it is no cross-reference.
pub(super) fn bracket(
    source: &Source,
    inside: Range<usize>,
    prefixes: &Prefixes,
) -> Option<(Vec<(String, Span)>, RefForm)> {
    let text = source.slice(inside.clone());
    let mut at = inside.start;
    let mut labels = Vec::new();
    let mut form = RefForm::Full;
    for part in text.split(';') {
        let item = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        let (bare_number, label) = match item.strip_prefix('-') {
            Some(rest) => (true, rest.strip_prefix('@')?),
            None => (false, item.strip_prefix('@')?),
        };
        if name(label, prefixes)? != label {
            return None;
        }
        if bare_number {
            form = RefForm::Number;
        }
        labels.push((label.to_owned(), source.span(start..start + item.len())));
    }
    Some((labels, form))
}

/// The label of a reference in running text whose `@` is at an offset, and one past its end.
pub(super) fn bare(source: &Source, at: usize, end: usize, prefixes: &Prefixes) -> Option<(String, usize)> {
    if source.before(at).is_some_and(joins) {
        return None;
    }
    let label = name(source.slice(at + 1..end), prefixes)?;
    Some((label.to_owned(), at + 1 + label.len()))
}

/// Whether an `@` behind this character is part of a word, an address or a path.
pub(super) fn joins(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '@' | '/' | '.' | '\\')
}

/// The label that a text begins with: no punctuation at its end.
fn name<'a>(text: &'a str, prefixes: &Prefixes) -> Option<&'a str> {
    let end = text.find(|c: char| !c.is_alphanumeric() && !"-_:./".contains(c)).unwrap_or(text.len());
    let label = text.get(..end)?.trim_end_matches(|c: char| !c.is_alphanumeric());
    let (prefix, rest) = label.split_once(['-', ':'])?;
    (prefixes.know(prefix) && !rest.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;

    fn known() -> Prefixes {
        Prefixes(PREFIXES.iter().map(|prefix| (*prefix).to_owned()).collect())
    }

    fn source(text: &str) -> Source {
        let mut source = Source::default();
        source.push(text, FileId(0), 0, &mut Vec::new());
        source
    }

    #[test]
    fn references_end_before_punctuation() {
        let label = |text: &str| {
            let at = text.find('@').expect("an @");
            bare(&source(text), at, text.len(), &known()).map(|(label, _)| label)
        };
        assert_eq!(label("see @fig-flp.").as_deref(), Some("fig-flp"));
        assert_eq!(label("(@fig:flp/b-2)").as_deref(), Some("fig:flp/b-2"));
        assert_eq!(label("me@fig-flp.org"), None);
        assert_eq!(label("@user"), None);
        assert_eq!(label("@lamport-1978"), None);
        assert_eq!(label("@fig-"), None);
    }

    #[test]
    fn brackets_hold_references_only() {
        let text = "@fig-a; -@sec-b";
        let (labels, form) = bracket(&source(text), 0..text.len(), &known()).expect("references");
        assert_eq!(labels.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(), ["fig-a", "sec-b"]);
        assert_eq!((labels[1].1.start, labels[1].1.end), (8, 15));
        assert_eq!(form, RefForm::Number);
        for text in ["@fig-a, p. 3", "@lamport1978", "see @fig-a", "@fig-a; @flp"] {
            assert!(bracket(&source(text), 0..text.len(), &known()).is_none(), "{text}");
        }
    }
}
