//! Notes of which every mark in the text is new, or gone: they came or went with it.

use std::collections::BTreeMap;

use crate::book::{Block, Book, ChangedBlocks, ChangedInlines, Edit, Inline, NoteId, in_run, inlines};

/// Marks them.
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
