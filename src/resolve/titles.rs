//! What the ledger says of a title: the characters that readers see.
//!
//! Labels get their numbers after titles are read, so a title with a reference in it is only known from the
//! finished tree.

use std::collections::BTreeMap;

use crate::book::{self, Anchor, Block, Book, Entry, Inline, Link, Target, Text};
use crate::problem::{Diagnostic, Problem};
use crate::span::Span;

/// Gives links without text the title of what they lead to, as it prints. What has none is said, and stands as
/// its author named it.
pub(super) fn fill(book: &mut Book, untitled: &BTreeMap<Span, (String, String)>, problems: &mut Vec<Diagnostic>) {
    if untitled.is_empty() {
        return;
    }
    let titles: BTreeMap<Anchor, String> =
        titles(book).into_iter().map(|(anchor, title)| (anchor.clone(), book::plain(title))).collect();
    book.inlines_mut(&mut |inline| {
        let Inline::Link(Link { target: Target::Anchor(anchor), content, span }) = inline else { return };
        let Some((label, written)) = untitled.get(span).filter(|_| content.is_empty()) else { return };
        let title = titles.get(anchor).unwrap_or(written);
        let said = !title.trim().is_empty();
        if !said {
            problems.push(Problem::Unnumbered { label: label.clone() }.at(*span));
        }
        let text = if said { title.clone() } else { label.clone() };
        content.push(Inline::Text(Text { text, span: *span }));
    });
}

/// Gives the entries the titles that the book prints.
pub(super) fn printed(book: &Book, entries: &mut [Entry]) {
    let titles = titles(book);
    for entry in entries {
        if let Some(title) = titles.get(&entry.anchor) {
            entry.title = book::plain(title);
        }
    }
}

/// Titles and captions, by what they are of.
fn titles(book: &Book) -> BTreeMap<&Anchor, &[Inline]> {
    let mut titles = BTreeMap::new();
    for heading in book.parts.iter().filter_map(|part| part.heading.as_ref()) {
        titles.insert(&heading.anchor, heading.title.as_slice());
    }
    for chapter in book.chapters() {
        titles.insert(&chapter.heading.anchor, chapter.heading.title.as_slice());
        book::blocks(&chapter.blocks, &mut |block| titles.extend(of_block(block)));
    }
    titles
}

/// What can be referred to and has a title or caption.
fn of_block(block: &Block) -> Option<(&Anchor, &[Inline])> {
    let head = block.head();
    Some((head.anchor?, head.title?))
}
