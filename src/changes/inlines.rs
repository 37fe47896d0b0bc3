//! Running text of two versions, compared by words.
//!
//! An editor's mark in the new text is no change of the text: what it takes out or points at is compared as
//! the text it is, what it puts in and what it says stay where they are.

use std::collections::BTreeSet;

use similar::{Algorithm, capture_diff_slices};

use super::accept::push;
use super::blocks::{Compare, whole};
use super::key::{Keys, likeness, words};
use super::tidy::Tidy;
use super::tokens::{Token, end_of, start_of, tokens};
use super::unseen;
use crate::book::{Edit, Inline, Link, Mark, Styled};
use crate::span::Span;

/// From this on two links or words in emphasis are one whose words have changed.
const NESTED: f64 = 0.5;

/// A run as it is now, with marks where it was another.
pub(super) fn compare(cx: &mut Compare, old: &[Inline], new: &[Inline], at: Span) -> Vec<Inline> {
    if cx.old.of(&old) == cx.new.of(&new) {
        return new.to_vec();
    }
    let notes: BTreeSet<u64> = &notes(&cx.old, old) & &notes(&cx.new, new);
    let (_, before) = tokens(old, &mut |inline| token_key(&cx.old, inline, &notes));
    let (mut out, after) = tokens(new, &mut |inline| token_key(&cx.new, inline, &notes));
    let keys = |list: &[Token]| list.iter().map(|token| token.key).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &keys(&before), &keys(&after));
    let stretches = Tidy { old: &before, new: &after, nested: &nested }.of(&ops);
    let mut place = Span { end: at.start, ..at };
    for stretch in stretches {
        let gone = before.get(stretch.old).unwrap_or_default();
        let come = after.get(stretch.new).unwrap_or_default();
        place = match stretch.same {
            true => same(cx, gone, come, &mut out, place),
            false => differs(cx, gone, come, &mut out, place),
        };
    }
    out
}

/// The notes whose marks stand in a run, by what they say.
fn notes(keys: &Keys, run: &[Inline]) -> BTreeSet<u64> {
    run.iter().filter(|inline| matches!(inline, Inline::NoteRef(_))).map(|inline| keys.of(inline)).collect()
}

/// What an inline says. A mark says what its note does where that is one of `notes`, which both versions have; other
/// marks may be those of notes that say something else now.
fn token_key(keys: &Keys, inline: &Inline, notes: &BTreeSet<u64>) -> u64 {
    let own = matches!(inline, Inline::NoteRef(_)).then(|| keys.of(inline));
    own.filter(|own| notes.contains(own)).unwrap_or_else(|| keys.without_notes(inline))
}

/// What stayed. The text of a note may have changed although its mark stands where it stood.
fn same(cx: &mut Compare, old: &[Token], new: &[Token], out: &mut Vec<Inline>, mut place: Span) -> Span {
    for (before, after) in old.iter().zip(new) {
        if let (Inline::NoteRef(a), Inline::NoteRef(b)) = (&before.inline, &after.inline) {
            note(cx, a.note, b.note);
        }
        place = end_of(&after.inline, place);
        push(out, after.inline.clone());
        out.extend(after.behind.iter().cloned());
    }
    place
}

/// Two versions of a note.
fn note(cx: &mut Compare, old: crate::book::NoteId, new: crate::book::NoteId) {
    let before = cx.import.old.notes.get(old.0 as usize).map(|note| note.blocks.clone());
    let after = cx.import.notes.get(new.0 as usize).cloned();
    if let (Some(before), Some(after)) = (before, after) {
        let blocks = super::blocks::compare(cx, &before, &after.blocks, after.span);
        if let Some(note) = cx.import.notes.get_mut(new.0 as usize) {
            note.blocks = blocks;
        }
    }
}

/// What differs: markup that only holds other words is compared further.
fn differs(cx: &mut Compare, old: &[Token], new: &[Token], out: &mut Vec<Inline>, place: Span) -> Span {
    if let ([before], [after]) = (old, new)
        && let Some(marked) = inside(cx, &before.inline, &after.inline, place)
    {
        out.push(marked);
        out.extend(after.behind.iter().cloned());
        return end_of(&after.inline, place);
    }
    let gone = joined(old);
    let come = joined(new);
    out.extend(whole(Edit::Deleted, cx.import.inlines(&gone, place), place));
    let span = come.first().and_then(start_of).unwrap_or(place);
    let behind = come.last().map_or(place, |last| end_of(last, place));
    let remarks = unseen::in_text(&gone, &come, span);
    out.extend(whole(Edit::Inserted, come, span.to(behind)));
    out.extend(remarks);
    behind
}

/// Whether two inlines are the same markup, around words most of which stayed.
fn nested(old: &Inline, new: &Inline) -> bool {
    let same = match (old, new) {
        (Inline::Emph(_), Inline::Emph(_)) | (Inline::Strong(_), Inline::Strong(_)) => true,
        (Inline::Strike(_), Inline::Strike(_)) | (Inline::Mark(_), Inline::Mark(_)) => true,
        (Inline::Link(a), Inline::Link(b)) => a.target == b.target,
        _ => false,
    };
    same && likeness(&words(&old.content()), &words(&new.content())) >= NESTED
}

/// Markup of the same kind around other words.
fn inside(cx: &mut Compare, old: &Inline, new: &Inline, at: Span) -> Option<Inline> {
    let mut styled = |a: &Styled, b: &Styled| Styled { content: compare(cx, &a.content, &b.content, at) };
    Some(match (old, new) {
        (Inline::Emph(a), Inline::Emph(b)) => Inline::Emph(styled(a, b)),
        (Inline::Strong(a), Inline::Strong(b)) => Inline::Strong(styled(a, b)),
        (Inline::Strike(a), Inline::Strike(b)) => Inline::Strike(styled(a, b)),
        (Inline::Link(a), Inline::Link(b)) if a.target == b.target => {
            Inline::Link(Link { content: compare(cx, &a.content, &b.content, b.span), ..b.clone() })
        }
        (Inline::Mark(a), Inline::Mark(b)) if (&a.classes, &a.locale) == (&b.classes, &b.locale) => {
            Inline::Mark(Mark { content: compare(cx, &a.content, &b.content, b.span), ..b.clone() })
        }
        _ => return None,
    })
}

fn joined(tokens: &[Token]) -> Vec<Inline> {
    let mut out = Vec::new();
    for token in tokens {
        push(&mut out, token.inline.clone());
        out.extend(token.behind.iter().cloned());
    }
    out
}

