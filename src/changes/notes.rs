//! Notes of which the marks in the text are new, or gone: they came or went with it, or their mark has moved.

use std::collections::{BTreeMap, BTreeSet};

use super::key::Keys;
use crate::book::{Block, Book, ChangedBlocks, ChangedInlines, Edit, Inline, NoteId, NoteRef, in_run, inlines};

/// Finds notes with the same words of which one mark went and one came: it is the same note, and stands where its
/// mark is now. The old mark leads there, too; a change that holds a mark alone says that it moved.
pub(super) fn moved(book: &mut Book) {
    let keys = Keys::new(book);
    let mut places: BTreeMap<u64, (Vec<NoteId>, Vec<NoteId>)> = BTreeMap::new();
    changes(book, &mut |edit, inline| {
        if let Inline::NoteRef(x) = inline
            && let Some(note) = book.notes.get(x.note.0 as usize)
        {
            let (gone, come) = places.entry(keys.of(&note.blocks)).or_default();
            match edit {
                Edit::Deleted => gone.push(x.note),
                Edit::Inserted => come.push(x.note),
                Edit::MovedHere | Edit::MovedAway | Edit::Highlighted => {}
            }
        }
    });
    let pair = |(gone, come): (Vec<NoteId>, Vec<NoteId>)| match (&gone[..], &come[..]) {
        ([gone], [come]) => Some((*gone, *come)),
        _ => None,
    };
    let pairs: BTreeMap<NoteId, NoteId> = places.into_values().filter_map(pair).collect();
    if pairs.is_empty() {
        return;
    }
    let here: BTreeSet<NoteId> = pairs.values().copied().collect();
    book.inlines_mut(&mut |inline| match inline {
        Inline::NoteRef(x) => {
            if let Some(note) = pairs.get(&x.note) {
                (x.note, x.first) = (*note, false);
            }
        }
        Inline::Change(x) => {
            if let [Inline::NoteRef(NoteRef { note, .. })] = &x.content[..]
                && here.contains(note)
            {
                x.edit = if x.edit.is_old() { Edit::MovedAway } else { Edit::MovedHere };
            }
        }
        _ => {}
    });
}

/// Calls `see` for all inlines in changes.
fn changes(book: &Book, see: &mut dyn FnMut(Edit, &Inline)) {
    book.inlines(&mut |inline| {
        if let Inline::Change(x) = inline {
            in_run(&x.content, &mut |inline| see(x.edit, inline));
        }
    });
    book.blocks(&mut |block| {
        if let Block::Change(x) = block {
            inlines(&x.blocks, &mut |inline| see(x.edit, inline));
        }
    });
}

/// Marks notes that came or went.
pub(super) fn mark(book: &mut Book) {
    let mut all = BTreeMap::<NoteId, usize>::new();
    let mut changed = BTreeMap::<(NoteId, bool), usize>::new();
    book.inlines(&mut |inline| {
        if let Inline::NoteRef(x) = inline {
            *all.entry(x.note).or_default() += 1;
        }
        if let Inline::Change(x) = inline {
            in_run(&x.content, &mut |inline| count(x.edit, inline, &mut changed));
        }
    });
    book.blocks(&mut |block| {
        if let Block::Change(x) = block {
            inlines(&x.blocks, &mut |inline| count(x.edit, inline, &mut changed));
        }
    });
    for ((note, new), count) in changed {
        if all.get(&note).is_some_and(|all| count >= *all)
            && let Some(note) = book.notes.get_mut(note.0 as usize)
        {
            let edit = if new { Edit::Inserted } else { Edit::Deleted };
            note.blocks = note.blocks.drain(..).map(|block| marked(edit, block, note.span)).collect();
        }
    }
}

fn count(edit: Edit, inline: &Inline, changed: &mut BTreeMap<(NoteId, bool), usize>) {
    let known = match edit {
        Edit::Inserted => Some(true),
        Edit::Deleted => Some(false),
        // What moved is still the same.
        Edit::MovedHere | Edit::MovedAway | Edit::Highlighted => None,
    };
    if let (Some(new), Inline::NoteRef(x)) = (known, inline) {
        *changed.entry((x.note, new)).or_default() += 1;
    }
}

/// A block of a note; a paragraph stays one, behind the note's number.
fn marked(edit: Edit, block: Block, span: crate::span::Span) -> Block {
    match block {
        Block::Paragraph(mut x) => {
            let content = std::mem::take(&mut x.content);
            x.content = vec![Inline::Change(ChangedInlines { edit, listed: None, content, span: x.span })];
            Block::Paragraph(x)
        }
        other => Block::Change(ChangedBlocks { edit, listed: None, blocks: vec![other], span }),
    }
}
