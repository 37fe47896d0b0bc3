//! What went in one place and came in another, word for word, has moved.

use std::collections::BTreeMap;

use super::key::{Keys, words};
use crate::book::{Block, Book, ChangedBlocks, Edit, blocks_mut};

/// Marks blocks that were deleted once and inserted once as moved. Breaks and other blocks without a word
/// say too little to be recognised.
pub(super) fn find(marked: &mut Book) {
    let tables = Book {
        meta: marked.meta.clone(),
        words: marked.words.clone(),
        front: Vec::new(),
        parts: Vec::new(),
        back: Vec::new(),
        notes: marked.notes.clone(),
        assets: marked.assets.clone(),
    };
    let keys = Keys::new(&tables);
    // How often each was deleted and inserted.
    let mut places: BTreeMap<u64, (usize, usize)> = BTreeMap::new();
    every(marked, &mut |change| {
        let (gone, come) = places.entry(keys.of(&change.blocks)).or_default();
        *if change.edit.is_old() { gone } else { come } += 1;
    });
    every(marked, &mut |change| {
        if places.get(&keys.of(&change.blocks)) == Some(&(1, 1)) {
            change.edit = if change.edit.is_old() { Edit::MovedAway } else { Edit::MovedHere };
        }
    });
}

fn every(book: &mut Book, see: &mut dyn FnMut(&mut ChangedBlocks)) {
    for chapter in book.chapters_mut() {
        blocks_mut(&mut chapter.blocks, &mut |block| {
            if let Block::Change(x) = block
                && x.edit != Edit::Highlighted
                && x.blocks.iter().any(|block| !words(block).is_empty())
            {
                see(x);
            }
        });
    }
}
