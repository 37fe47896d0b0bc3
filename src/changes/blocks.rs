//! Blocks of two versions, aligned and marked.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::import::Import;
use super::inlines;
use super::key::{Keys, Words, likeness, words};
use super::lists;
use super::unseen;
use crate::book::{Block, ChangedBlocks, Edit, FigureBody, Heading, Inline, Section};
use crate::span::Span;

/// From this on two blocks are versions of one another.
const ALIKE: f64 = 0.4;

/// Both books' keys, and what takes over from the old one.
pub(super) struct Compare<'a, 'i> {
    pub old: Keys<'a>,
    pub new: Keys<'a>,
    pub import: &'i mut Import<'a>,
}

/// Blocks as they are now, with marks where they were others. What is gone stands at `at` where nothing
/// is before it.
pub(super) fn compare(cx: &mut Compare, old: &[Block], new: &[Block], at: Span) -> Vec<Block> {
    let old_keys: Vec<u64> = old.iter().map(|block| cx.old.of(block)).collect();
    let new_keys: Vec<u64> = new.iter().map(|block| cx.new.of(unmarked(block))).collect();
    if old_keys == new_keys {
        return new.to_vec();
    }
    let mut out = Vec::new();
    let mut place = at;
    for op in capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys) {
        let (gone, come) = (old.get(op.old_range()).unwrap_or_default(), new.get(op.new_range()).unwrap_or_default());
        match op {
            DiffOp::Equal { .. } => out.extend(come.iter().cloned()),
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                stretch(cx, gone, come, place, &mut out);
            }
        }
        place = come.last().map_or(place, |block| end(block.head().span));
    }
    out
}

/// A block that an editor's mark is around, as it was before: a mark is no change of the text.
fn unmarked(block: &Block) -> &Block {
    match block {
        Block::Change(x) if x.edit.is_old() => x.blocks.first().map_or(block, unmarked),
        block => block,
    }
}

/// A stretch that differs: blocks that are alike are compared further, the others are gone or new.
fn stretch(cx: &mut Compare, old: &[Block], new: &[Block], at: Span, out: &mut Vec<Block>) {
    let pairs = pair(old, new, &|block| block, alike);
    let mut next = 0;
    let mut place = at;
    for (index, block) in new.iter().enumerate() {
        // What is gone stands before what came for it.
        let until = pairs.iter().skip(index).find_map(|partner| *partner).unwrap_or(old.len());
        out.extend(old.get(next..until).unwrap_or_default().iter().map(|block| deleted(cx, block, place)));
        next = next.max(until);
        match pairs.get(index).copied().flatten().and_then(|partner| old.get(partner)) {
            None => out.push(inserted(block)),
            Some(before) => {
                block_pair(cx, before, block, out);
                next += 1;
            }
        }
        place = end(block.head().span);
    }
    out.extend(old.get(next..).unwrap_or_default().iter().map(|block| deleted(cx, block, place)));
}

/// For each of `new`, the one of `old` that became it; in order, so that nothing crosses.
pub(super) fn pair<'a, T, P: ?Sized + serde::Serialize + 'a>(
    old: &'a [T],
    new: &'a [T],
    piece: &dyn Fn(&'a T) -> &'a P,
    score: impl Fn(&T, &T, f64) -> Option<f64>,
) -> Vec<Option<usize>> {
    let old_words: Vec<Words> = old.iter().map(|one| words(&piece(one))).collect();
    let mut next = 0;
    let mut out = Vec::new();
    for one in new {
        let own = words(&piece(one));
        let scored = old.iter().zip(&old_words).enumerate().skip(next);
        let scored = scored.filter_map(|(at, (other, words))| Some((at, score(other, one, likeness(words, &own))?)));
        // The likest, and of several the first.
        let best = scored.fold(None, |best: Option<(usize, f64)>, (at, score)| match best {
            Some(known) if known.1 >= score => Some(known),
            _ => Some((at, score)),
        });
        let best = best.map(|(at, _)| at);
        next = best.map_or(next, |best| best + 1);
        out.push(best);
    }
    out
}

/// How surely one block became the other: a name says more than words.
fn alike(old: &Block, new: &Block, like: f64) -> Option<f64> {
    if std::mem::discriminant(old) != std::mem::discriminant(new) {
        return None;
    }
    let named = matches!((old.head().anchor, new.head().anchor), (Some(a), Some(b)) if a == b);
    if named { Some(1.0 + like) } else { enough(like) }
}

/// The likeness, where it is enough.
pub(super) fn enough(like: f64) -> Option<f64> {
    (like >= ALIKE).then_some(like)
}

/// Two versions of a block.
fn block_pair(cx: &mut Compare, old: &Block, new: &Block, out: &mut Vec<Block>) {
    let marked = match (old, new) {
        (Block::Section(a), Block::Section(b)) => {
            let heading = heading(cx, &a.heading, &b.heading);
            let at = end(b.heading.span);
            Some(Block::Section(Section { heading, blocks: compare(cx, &a.blocks, &b.blocks, at) }))
        }
        (Block::Paragraph(a), Block::Paragraph(b)) => {
            let content = inlines::compare(cx, &a.content, &b.content, b.span);
            Some(Block::Paragraph(crate::book::Paragraph { content, span: b.span }))
        }
        (Block::List(a), Block::List(b)) => lists::list(cx, a, b).map(Block::List),
        (Block::Terms(a), Block::Terms(b)) => lists::terms(cx, a, b).map(Block::Terms),
        (Block::Quote(a), Block::Quote(b)) => {
            let blocks = compare(cx, &a.blocks, &b.blocks, b.span);
            Some(Block::Quote(crate::book::Quote { blocks, span: b.span }))
        }
        (Block::Listing(a), Block::Listing(b)) => lists::listing(cx, a, b).map(|x| wrap(Edit::Highlighted, Block::Listing(x), b.span)),
        (Block::Table(a), Block::Table(b)) => lists::table(cx, a, b).map(Block::Table),
        (Block::Figure(a), Block::Figure(b)) if cx.old.of(&a.body) == cx.new.of(&b.body) => {
            let caption = inlines::compare(cx, &a.caption, &b.caption, b.span);
            Some(Block::Figure(crate::book::Figure { caption, ..b.clone() }))
        }
        (Block::Figure(a), Block::Figure(b)) => match (&a.body, &b.body) {
            (FigureBody::Blocks(x), FigureBody::Blocks(y)) => {
                let caption = inlines::compare(cx, &a.caption, &b.caption, b.span);
                let blocks = compare(cx, &x.blocks, &y.blocks, b.span);
                let body = FigureBody::Blocks(crate::book::Blocks { blocks });
                Some(Block::Figure(crate::book::Figure { caption, body, ..b.clone() }))
            }
            _ => None,
        },
        (Block::Aside(a), Block::Aside(b)) if (a.family, &a.class, &a.label) == (b.family, &b.class, &b.label) => {
            let title = inlines::compare(cx, &a.title, &b.title, b.span);
            let blocks = compare(cx, &a.blocks, &b.blocks, b.span);
            Some(Block::Aside(crate::book::Aside { title, blocks, ..b.clone() }))
        }
        (Block::Only(a), Block::Only(b)) if a.editions == b.editions => {
            let blocks = compare(cx, &a.blocks, &b.blocks, b.span);
            Some(Block::Only(crate::book::OnlyBlocks { blocks, ..b.clone() }))
        }
        _ => None,
    };
    match marked {
        Some(marked) => out.push(marked),
        None => {
            out.push(deleted(cx, old, new.head().span));
            out.push(inserted(unseen::in_figure(old, new).as_ref().unwrap_or(new)));
        }
    }
}

/// Two versions of a heading.
pub(super) fn heading(cx: &mut Compare, old: &Heading, new: &Heading) -> Heading {
    let title = inlines::compare(cx, &old.title, &new.title, new.span);
    Heading { title, ..new.clone() }
}

/// A new block. A section keeps its place in the tree, because contents and running heads go by it.
pub(super) fn inserted(block: &Block) -> Block {
    match block {
        Block::Section(x) => {
            let heading = Heading { title: whole(Edit::Inserted, x.heading.title.clone(), x.heading.span), ..x.heading.clone() };
            Block::Section(Section { heading, blocks: x.blocks.iter().map(inserted).collect() })
        }
        // An editor's own mark says what is to be said.
        Block::Change(_) => block.clone(),
        block => wrap(Edit::Inserted, block.clone(), block.head().span),
    }
}

/// A block that is gone from `at`.
pub(super) fn deleted(cx: &mut Compare, block: &Block, at: Span) -> Block {
    let blocks = cx.import.blocks(std::slice::from_ref(block), at);
    Block::Change(ChangedBlocks { edit: Edit::Deleted, listed: None, blocks, span: at })
}

fn wrap(edit: Edit, block: Block, span: Span) -> Block {
    Block::Change(ChangedBlocks { edit, listed: None, blocks: vec![block], span })
}

/// A run that is new or gone as a whole; nothing of nothing.
pub(super) fn whole(edit: Edit, content: Vec<Inline>, span: Span) -> Vec<Inline> {
    if content.is_empty() {
        return content;
    }
    vec![Inline::Change(crate::book::ChangedInlines { edit, listed: None, content, span })]
}

/// The empty stretch behind a span.
pub(super) fn end(span: Span) -> Span {
    Span { start: span.end, ..span }
}
