//! What the ledger says of a title: the characters that readers see.
//!
//! Labels get their numbers after titles are read, so a title with a reference in it is only known from the
//! finished tree.

use std::collections::BTreeMap;

use crate::book::{self, Anchor, Block, Book, Entry, Inline};

/// Gives the entries the titles that the book prints.
pub(super) fn printed(book: &Book, entries: &mut [Entry]) {
    let mut titles = BTreeMap::new();
    for heading in book.parts.iter().filter_map(|part| part.heading.as_ref()) {
        titles.insert(&heading.anchor, heading.title.as_slice());
    }
    for chapter in book.chapters() {
        titles.insert(&chapter.heading.anchor, chapter.heading.title.as_slice());
        book::blocks(&chapter.blocks, &mut |block| titles.extend(of_block(block)));
    }
    for entry in entries {
        if let Some(title) = titles.get(&entry.anchor) {
            entry.title = book::plain(title);
        }
    }
}

/// What can be referred to and has a title or caption.
fn of_block(block: &Block) -> Option<(&Anchor, &[Inline])> {
    match block {
        Block::Section(x) => Some((&x.heading.anchor, &x.heading.title)),
        Block::Listing(x) => Some((x.anchor.as_ref()?, &x.caption)),
        Block::Table(x) => Some((x.anchor.as_ref()?, &x.caption)),
        Block::Figure(x) => Some((x.anchor.as_ref()?, &x.caption)),
        Block::Aside(x) => Some((x.anchor.as_ref()?, &x.title)),
        Block::Paragraph(_)
        | Block::List(_)
        | Block::Terms(_)
        | Block::Quote(_)
        | Block::Math(_)
        | Block::Break(_)
        | Block::Bibliography(_)
        | Block::Index(_)
        | Block::Glossary(_)
        | Block::Only(_)
        | Block::Change(_) => None,
    }
}
