//! Which chapter became which.

use std::collections::BTreeMap;

use super::blocks::{self, Compare, deleted, end, inserted, whole};
use super::import::Import;
use super::key::{Keys, Words, likeness, words};
use crate::book::{Block, Book, Chapter, Edit, Heading, Section, plain};

/// From this on a chapter with another title is still the same one.
const ALIKE: f64 = 0.5;

/// The new book, its chapters compared with those they were.
pub(super) fn compare<'a>(
    import: &mut Import<'a>,
    old: &'a Book,
    new: &'a Book,
    wanted: &dyn Fn(&Chapter) -> bool,
) -> Book {
    let before: Vec<&Chapter> = old.chapters().collect();
    let after: Vec<&Chapter> = new.chapters().collect();
    let mut cx = Compare { old: Keys::new(old), new: Keys::new(new), import };
    let partners = partners(&cx, &before, &after);
    let mut marked: Vec<Chapter> = Vec::new();
    for (chapter, partner) in after.iter().zip(&partners) {
        let chapter = match partner.and_then(|at| before.get(at)) {
            _ if !wanted(chapter) => (*chapter).clone(),
            Some(old) => pair(&mut cx, old, chapter),
            None => new_chapter(chapter),
        };
        marked.push(chapter);
    }
    gone(&mut cx, &before, &partners, &mut marked);
    let mut book = new.clone();
    parts(&mut cx, old, &mut book);
    book.chapters_mut().zip(marked).for_each(|(place, chapter)| *place = chapter);
    book.notes = std::mem::take(&mut cx.import.notes);
    book.assets = std::mem::take(&mut cx.import.assets);
    book
}

/// For each new chapter the old one: by title, then by content, then by likeness.
fn partners(cx: &Compare, old: &[&Chapter], new: &[&Chapter]) -> Vec<Option<usize>> {
    let mut out: Vec<Option<usize>> = vec![None; new.len()];
    let mut free: Vec<usize> = (0..old.len()).collect();
    let by = |out: &mut Vec<Option<usize>>, free: &mut Vec<usize>, key: &dyn Fn(bool, &Chapter) -> String| {
        let mut known: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for at in free.iter().rev() {
            known.entry(old.get(*at).map(|it| key(true, it)).unwrap_or_default()).or_default().push(*at);
        }
        for (slot, chapter) in out.iter_mut().zip(new).filter(|(slot, _)| slot.is_none()) {
            if let Some(at) = known.get_mut(&key(false, chapter)).and_then(Vec::pop) {
                *slot = Some(at);
                free.retain(|one| *one != at);
            }
        }
    };
    let content = |is_old: bool, chapter: &Chapter| {
        let keys = if is_old { &cx.old } else { &cx.new };
        format!("{}", keys.of(&chapter.blocks))
    };
    by(&mut out, &mut free, &|_, chapter| plain(&chapter.heading.title));
    by(&mut out, &mut free, &content);
    let left: Vec<(usize, Words)> =
        free.iter().filter_map(|at| Some((*at, words(&old.get(*at)?.blocks)))).collect();
    for (slot, chapter) in out.iter_mut().zip(new).filter(|(slot, _)| slot.is_none()) {
        let own = words(&chapter.blocks);
        let likes = left.iter().filter(|(at, _)| free.contains(at)).map(|(at, words)| (likeness(words, &own), *at));
        let best = likes.filter(|(like, _)| *like >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, at)) = best {
            *slot = Some(at);
            free.retain(|one| *one != at);
        }
    }
    out
}

fn pair(cx: &mut Compare, old: &Chapter, new: &Chapter) -> Chapter {
    let heading = blocks::heading(cx, &old.heading, &new.heading);
    let blocks = blocks::compare(cx, &old.blocks, &new.blocks, end(new.heading.span));
    Chapter { heading, blocks, ..new.clone() }
}

fn new_chapter(chapter: &Chapter) -> Chapter {
    let title = whole(Edit::Inserted, chapter.heading.title.clone(), chapter.heading.span);
    let heading = Heading { title, ..chapter.heading.clone() };
    Chapter { heading, blocks: chapter.blocks.iter().map(inserted).collect(), ..chapter.clone() }
}

/// A chapter that is gone stands, as a section that is gone, behind the chapter that was before it.
fn gone(cx: &mut Compare, old: &[&Chapter], partners: &[Option<usize>], marked: &mut [Chapter]) {
    for (at, chapter) in old.iter().enumerate().filter(|(at, _)| !partners.contains(&Some(*at))) {
        let before = (0..at).rev().find_map(|at| partners.iter().position(|partner| *partner == Some(at)));
        let Some(host) = marked.get_mut(before.unwrap_or(0)) else { continue };
        let place = host.blocks.last().map_or(host.heading.span, |block| end(block.head().span));
        let section = Block::Section(Section { heading: chapter.heading.clone(), blocks: chapter.blocks.clone() });
        host.blocks.push(deleted(cx, &section, place));
    }
}

/// Titles of parts, where there are as many as there were.
fn parts(cx: &mut Compare, old: &Book, book: &mut Book) {
    if old.parts.len() != book.parts.len() {
        return;
    }
    for (before, after) in old.parts.iter().zip(&mut book.parts) {
        if let (Some(before), Some(after)) = (&before.heading, &mut after.heading) {
            *after = blocks::heading(cx, before, after);
        }
    }
}
