//! What went in one place and came in another, word for word, has moved.

use std::collections::BTreeMap;

use super::accept::{all_new, unmarked};
use super::key::{Keys, words};
use crate::book::{Block, Book, ChangedBlocks, Edit, Inline, blocks_mut, in_run_mut};

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
    sections(marked, &keys);
    // How often each was deleted and inserted.
    let mut places: BTreeMap<u64, (usize, usize)> = BTreeMap::new();
    let mut found = Vec::new();
    every(marked, &mut |change| {
        let key = keys.of(&change.blocks);
        let (gone, come) = places.entry(key).or_default();
        *if change.edit.is_old() { gone } else { come } += 1;
        found.push(key);
    });
    let mut found = found.into_iter();
    every(marked, &mut |change| {
        if found.next().is_some_and(|key| places.get(&key) == Some(&(1, 1))) {
            change.edit = if change.edit.is_old() { Edit::MovedAway } else { Edit::MovedHere };
        }
    });
}

/// The same for sections, in the order of the list of chapters perhaps. Gone a section is one block; come it has
/// its marks inside, because contents and running heads go by it.
fn sections(marked: &mut Book, keys: &Keys) {
    let mut places: BTreeMap<u64, (usize, usize)> = BTreeMap::new();
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    every(marked, &mut |change| {
        let whole = change.edit == Edit::Deleted && matches!(change.blocks.as_slice(), [Block::Section(_)]);
        let key = whole.then(|| keys.of(&change.blocks));
        key.iter().for_each(|key| places.entry(*key).or_default().0 += 1);
        gone.push(key);
    });
    if places.is_empty() {
        return;
    }
    marked.blocks_mut(&mut |block| {
        let key = came(block, keys);
        key.and_then(|key| places.get_mut(&key)).into_iter().for_each(|(_, come)| *come += 1);
        come.push(key);
    });
    let once = |key: Option<Option<u64>>| key.flatten().and_then(|key| places.get(&key)) == Some(&(1, 1));
    let (mut gone, mut come) = (gone.into_iter(), come.into_iter());
    marked.blocks_mut(&mut |block| {
        if once(come.next()) {
            blocks_mut(std::slice::from_mut(block), &mut here);
        }
    });
    every(marked, &mut |change| {
        if once(gone.next()) {
            change.edit = Edit::MovedAway;
        }
    });
}

/// The key of a section that is new as a whole.
fn came(block: &Block, keys: &Keys) -> Option<u64> {
    let new = matches!(block, Block::Section(_)) && all_new(block);
    new.then(|| keys.of(&unmarked(block)))
}

fn here(block: &mut Block) {
    if let Block::Section(x) = block {
        in_run_mut(&mut x.heading.title, &mut |inline| {
            if let Inline::Change(x) = inline {
                x.edit = Edit::MovedHere;
            }
        });
    }
    if let Block::Change(x) = block {
        x.edit = Edit::MovedHere;
    }
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
