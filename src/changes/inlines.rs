//! Running text of two versions, compared by words.
//!
//! An editor's mark in the new text is no change of the text: what it takes out or points at is compared as
//! the text it is, what it puts in and what it says stay where they are.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

use super::accept::push;
use super::blocks::{Compare, end, whole};
use super::key;
use crate::book::{ChangedInlines, Edit, Inline, Link, Mark, Styled, Text};
use crate::span::Span;

/// Below this share of words that stayed, struck and new words in turn are harder to read than both texts
/// as a whole.
const READABLE: f64 = 0.25;

/// A word, a space, a sign, or an inline that isn't text.
struct Token {
    key: u64,
    inline: Inline,
    /// Editing marks behind it that the old text can't have.
    behind: Vec<Inline>,
}

/// A run as it is now, with marks where it was another.
pub(super) fn compare(cx: &mut Compare, old: &[Inline], new: &[Inline], at: Span) -> Vec<Inline> {
    if cx.old.of(&old) == cx.new.of(&new) {
        return new.to_vec();
    }
    let (_, before) = tokens(old, &mut |inline| cx.old.without_notes(inline));
    let (mut out, after) = tokens(new, &mut |inline| cx.new.without_notes(inline));
    let keys = |list: &[Token]| list.iter().map(|token| token.key).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &keys(&before), &keys(&after));
    let ops = join(ops, &after);
    let kept: usize = ops.iter().map(|op| if matches!(op, DiffOp::Equal { .. }) { op.new_range().len() } else { 0 }).sum();
    if (kept as f64) < READABLE * before.len().max(after.len()) as f64 && !single(&ops) {
        out = whole(Edit::Deleted, cx.import.inlines(old, at), at);
        out.extend(whole(Edit::Inserted, new.to_vec(), at));
        return out;
    }
    let mut place = Span { end: at.start, ..at };
    for op in ops {
        let gone = before.get(op.old_range()).unwrap_or_default();
        let come = after.get(op.new_range()).unwrap_or_default();
        place = match op {
            DiffOp::Equal { .. } => same(cx, gone, come, &mut out, place),
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                differs(cx, gone, come, &mut out, place)
            }
        };
    }
    out
}

/// Whether there is one stretch that differs and nothing else.
fn single(ops: &[DiffOp]) -> bool {
    matches!(ops, [DiffOp::Replace { .. } | DiffOp::Insert { .. } | DiffOp::Delete { .. }])
}

/// Spaces alone between two changes belong to both: `new words` is one change, not two.
fn join(ops: Vec<DiffOp>, after: &[Token]) -> Vec<DiffOp> {
    let mut out: Vec<DiffOp> = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let tokens = after.get(op.new_range()).unwrap_or_default();
        let space = |token: &Token| matches!(&token.inline, Inline::Text(x) if x.text.trim().is_empty());
        let lonely = matches!(op, DiffOp::Equal { .. }) && tokens.iter().all(space);
        let inside = at > 0 && at + 1 < ops.len();
        let joins = (lonely && inside) || (!matches!(op, DiffOp::Equal { .. }) && ends_in_change(&out));
        match out.last_mut() {
            Some(last) if joins => {
                *last = DiffOp::Replace {
                    old_index: last.old_range().start,
                    old_len: last.old_range().len() + op.old_range().len(),
                    new_index: last.new_range().start,
                    new_len: last.new_range().len() + op.new_range().len(),
                };
            }
            _ => out.push(*op),
        }
    }
    out
}

fn ends_in_change(ops: &[DiffOp]) -> bool {
    ops.last().is_some_and(|op| !matches!(op, DiffOp::Equal { .. }))
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
    out.extend(whole(Edit::Inserted, come, span.to(behind)));
    behind
}

/// Markup of the same kind around other words.
fn inside(cx: &mut Compare, old: &Inline, new: &Inline, at: Span) -> Option<Inline> {
    let mut styled = |a: &Styled, b: &Styled| Styled { content: compare(cx, &a.content, &b.content, at) };
    Some(match (old, new) {
        (Inline::Emph(a), Inline::Emph(b)) => Inline::Emph(styled(a, b)),
        (Inline::Strong(a), Inline::Strong(b)) => Inline::Strong(styled(a, b)),
        (Inline::Strike(a), Inline::Strike(b)) => Inline::Strike(styled(a, b)),
        (Inline::Link(a), Inline::Link(b)) if cx.old.of(&a.target) == cx.new.of(&b.target) => {
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

/// The tokens of a run, and the editing marks that stand before the first of them.
fn tokens(run: &[Inline], key: &mut dyn FnMut(&Inline) -> u64) -> (Vec<Inline>, Vec<Token>) {
    let mut lead = Vec::new();
    let mut out: Vec<Token> = Vec::new();
    for inline in run {
        match inline {
            Inline::Change(x) if x.edit.is_old() => {
                let (_, inner) = tokens(&x.content, key);
                out.extend(inner.into_iter().map(|token| {
                    let change = ChangedInlines { content: vec![token.inline], ..x.clone() };
                    Token { inline: Inline::Change(change), ..token }
                }));
                continue;
            }
            Inline::Change(_) | Inline::Comment(_) => {
                out.last_mut().map_or(&mut lead, |last| &mut last.behind).push(inline.clone());
                continue;
            }
            _ => {}
        }
        match inline {
            Inline::Text(x) => {
                for (at, word) in x.text.split_word_bound_indices() {
                    let inline = Inline::Text(Text { text: word.to_owned(), span: part(x, at, word.len()) });
                    out.push(Token { key: key::text(word), inline, behind: Vec::new() });
                }
            }
            // Nobody sees a place.
            Inline::Place(_) => out.push(Token { key: 0, inline: inline.clone(), behind: Vec::new() }),
            inline => out.push(Token { key: key(inline), inline: inline.clone(), behind: Vec::new() }),
        }
    }
    (lead, out)
}

/// Where a part of a text stands. Where the source writes the text otherwise (quotes, entities), its own
/// places are unknown, and it gets one inside the text's.
fn part(x: &Text, at: usize, length: usize) -> Span {
    let (start, end) = (x.span.start as usize, x.span.end as usize);
    if x.text.len() == end - start {
        return Span::new(x.span.file, start + at, start + at + length);
    }
    let from = (start + at).min(end);
    Span::new(x.span.file, from, (from + length).min(end))
}

fn start_of(inline: &Inline) -> Option<Span> {
    match inline {
        Inline::Text(x) | Inline::Code(x) => Some(x.span),
        Inline::Link(x) => Some(x.span),
        Inline::Mark(x) => Some(x.span),
        Inline::Math(x) => Some(x.span),
        Inline::Ref(x) | Inline::PageRef(x) => Some(x.span),
        Inline::Cite(x) => Some(x.span),
        Inline::NoteRef(x) => Some(x.span),
        Inline::Picture(x) => Some(x.span),
        Inline::Place(x) => Some(x.span),
        Inline::LineBreak(x) => Some(x.span),
        Inline::Only(x) => Some(x.span),
        Inline::Change(x) => Some(x.span),
        Inline::Comment(x) => Some(x.span),
        Inline::Emph(x)
        | Inline::Strong(x)
        | Inline::Strike(x)
        | Inline::Sub(x)
        | Inline::Sup(x)
        | Inline::Key(x) => x.content.first().and_then(start_of),
    }
}

fn end_of(inline: &Inline, place: Span) -> Span {
    start_of(inline).map_or(place, end)
}
