//! A book as one edition prints it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::only;
use crate::book::{Block, Book, Editions, Inline, OnlyBlocks};

/// The book without what this edition doesn't print, and without links to it. `mine` says whether a set
/// of editions has this one in it.
#[must_use]
pub fn for_edition(book: &Book, mine: impl Fn(Editions) -> bool) -> Cow<'_, Book> {
    if !has_only(book) {
        return Cow::Borrowed(book);
    }
    let mut book = book.clone();
    book.blocks_mut(&mut |block| match block {
        Block::Only(only) if !mine(only.editions) => only.blocks.clear(),
        _ => {}
    });
    book.inlines_mut(&mut |inline| match inline {
        Inline::Only(only) if !mine(only.editions) => only.content.clear(),
        _ => {}
    });
    book.blocks_mut(&mut drop_empty);
    only::unlink(&mut book);
    only::set_pages(&mut book, &BTreeMap::new());
    Cow::Owned(book)
}

/// A paragraph that has nothing left is none.
fn drop_empty(block: &mut Block) {
    let Block::Paragraph(x) = block else { return };
    let silent = |inline: &Inline| match inline {
        Inline::Only(only) => only.content.is_empty(),
        Inline::Text(text) => text.text.trim().is_empty(),
        _ => false,
    };
    let left = x.content.iter().any(|inline| matches!(inline, Inline::Only(_)));
    if left && x.content.iter().all(silent) {
        let editions = Editions { print: false, screen: false, epub: false };
        *block = Block::Only(OnlyBlocks { editions, blocks: Vec::new(), span: x.span });
    }
}

fn has_only(book: &Book) -> bool {
    let mut found = false;
    book.blocks(&mut |block| found |= matches!(block, Block::Only(_)));
    book.inlines(&mut |inline| found |= matches!(inline, Inline::Only(_)));
    found
}
