//! A book of some of its chapters: with their final numbers, without links to the others.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{
    Anchor, Block, Book, Chapter, Index, IndexEntry, Inline, Link, Part, Target, Text, blocks, in_run, inlines, plain,
    replace,
};
use crate::manifest::Manifest;
use crate::problem::{Diagnostic, Problem};
use crate::snapshot::Snapshot;
use crate::span::Span;

/// Keeps the chapters that `wanted` names, by number, file or beginning of the title. Cross-references to
/// the others stay as text; references to their pages are left to [`set_pages`]. A name that fits no
/// chapter is a problem.
pub fn keep_only(
    snapshot: &Snapshot,
    manifest: &Manifest,
    book: &mut Book,
    wanted: &[String],
) -> Vec<Diagnostic> {
    let fits = |chapter: &Chapter, name: &str| {
        let number = chapter.heading.number.as_ref().is_some_and(|number| number.text == name);
        let file = &snapshot.file(chapter.span.file).path;
        let inside = file.as_str().strip_prefix(manifest.src.as_str()).map(|path| path.trim_start_matches('/'));
        let title = plain(&chapter.heading.title).to_lowercase();
        number || file.as_str() == name || inside == Some(name) || title.starts_with(&name.to_lowercase())
    };
    let unknown = wanted.iter().filter(|name| !book.chapters().any(|chapter| fits(chapter, name)));
    let problem = |name: &String| Problem::NoSuchChapter { wanted: name.clone() }.at(Span::top(manifest.file));
    let problems = unknown.map(problem).collect();
    let keep = |chapter: &Chapter| wanted.iter().any(|name| fits(chapter, name));
    book.front.retain(keep);
    book.parts.iter_mut().for_each(|part| part.chapters.retain(keep));
    book.parts.retain(|part: &Part| !part.chapters.is_empty());
    book.back.retain(keep);
    unlink(book);
    problems
}

/// Turns references to pages of chapters that aren't there into text: the page, where its folio is known, else
/// what stands there in the EPUB. Gives the folios that were put in.
pub fn set_pages(book: &mut Book, folios: &BTreeMap<String, String>) -> Vec<String> {
    let here = places(book);
    let word = book.words.page.clone();
    let mut used = Vec::new();
    book.runs_mut(&mut |run| replace(run, &mut |inline, out| match inline {
        Inline::PageRef(x) if !here.contains(&x.anchor) => {
            let text = match folios.get(x.anchor.as_str()) {
                Some(folio) => {
                    used.push(folio.clone());
                    format!("{}{word}\u{a0}{folio}", x.before)
                }
                None => x.text,
            };
            out.push(Inline::Text(Text { text, span: x.span }));
        }
        inline => out.push(inline),
    }));
    used
}

/// Turns links and references that lead nowhere now into their text, but for those to pages.
pub(super) fn unlink(book: &mut Book) {
    let here = places(book);
    book.runs_mut(&mut |run| replace(run, &mut |inline, out| unlinked(inline, &here, out)));
    book.blocks_mut(&mut |block| match block {
        Block::Bibliography(x) => {
            x.works.iter_mut().for_each(|work| work.back.retain(|back| here.contains(&back.anchor)));
        }
        Block::Glossary(x) => {
            x.entries.iter_mut().for_each(|entry| entry.uses.retain(|used| here.contains(&used.anchor)));
        }
        Block::Index(x) => index(x, &here),
        _ => {}
    });
}

/// Every anchor that still has its place, in chapters and in their notes. A note may be one that nothing refers to
/// any more.
fn places(book: &Book) -> BTreeSet<Anchor> {
    let mut here = BTreeSet::new();
    here.extend(book.parts.iter().filter_map(|part| part.heading.as_ref()).map(|it| it.anchor.clone()));
    for chapter in book.chapters() {
        here.insert(chapter.heading.anchor.clone());
        in_run(&chapter.heading.title, &mut |inline| here.extend(inline.anchor().cloned()));
        places_in(book, &chapter.blocks, &mut here);
    }
    here
}

fn places_in(book: &Book, list: &[Block], here: &mut BTreeSet<Anchor>) {
    blocks(list, &mut |block| {
        block.anchors(&mut |anchor| {
            here.insert(anchor.clone());
        });
    });
    inlines(list, &mut |inline| {
        here.extend(inline.anchor().cloned());
        if let Inline::NoteRef(x) = inline
            && x.first
            && let Some(note) = book.notes.get(x.note.0 as usize)
        {
            places_in(book, &note.blocks, here);
        }
    });
}

/// Pushes an inline, or its text where it leads to what is gone.
fn unlinked(inline: Inline, here: &BTreeSet<Anchor>, out: &mut Vec<Inline>) {
    match inline {
        Inline::Link(Link { target: Target::Anchor(anchor), content, .. }) if !here.contains(&anchor) => {
            out.extend(content);
        }
        Inline::Cite(x) if !here.contains(&x.target) => out.extend(x.content),
        Inline::Ref(x) if !here.contains(&x.anchor) => {
            out.push(Inline::Text(Text { text: x.text, span: x.span }));
        }
        inline => out.push(inline),
    }
}

/// Takes the places that are gone out of an index, and the entries that are left with none.
fn index(index: &mut Index, here: &BTreeSet<Anchor>) {
    index.groups.iter_mut().for_each(|group| entries(&mut group.entries, here));
    index.groups.retain(|group| !group.entries.is_empty());
    let mut left = BTreeSet::new();
    index.entries(&mut |entry| left.extend(entry.anchor.clone()));
    index.groups.iter_mut().for_each(|group| unlead(&mut group.entries, &left));
}

fn entries(list: &mut Vec<IndexEntry>, here: &BTreeSet<Anchor>) {
    for entry in list.iter_mut() {
        entries(&mut entry.children, here);
        entry.locators.retain(|locator| here.contains(&locator.anchor));
        for locator in &mut entry.locators {
            locator.end = locator.end.take().filter(|end| here.contains(&end.anchor));
        }
    }
    list.retain(|entry| {
        let leads = entry.see.len() + entry.see_also.len();
        leads + entry.locators.len() + entry.children.len() > 0
    });
}

/// Keeps the text alone of what leads to an entry that is gone.
fn unlead(list: &mut [IndexEntry], left: &BTreeSet<Anchor>) {
    for entry in list {
        unlead(&mut entry.children, left);
        let leads = entry.see.iter_mut().chain(&mut entry.see_also);
        leads.for_each(|see| see.anchor = see.anchor.take().filter(|anchor| left.contains(anchor)));
    }
}
