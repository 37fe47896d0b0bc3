//! A book of some of its chapters: with their final numbers, without links to the others.

use std::collections::BTreeSet;

use crate::book::{Anchor, Block, Book, Chapter, FigureBody, Index, IndexEntry, Inline, Part, Target, Text, plain};
use crate::manifest::Manifest;
use crate::problem::{Diagnostic, Problem};
use crate::snapshot::Snapshot;
use crate::span::Span;

/// Keeps the chapters that `wanted` names, by number, file or beginning of the title. Cross-references to
/// the others stay as text. A name that fits no chapter is a problem.
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

/// Turns links and references that lead nowhere now into their text.
pub(super) fn unlink(book: &mut Book) {
    let here = places(book);
    let mut notes = std::mem::take(&mut book.notes);
    for chapter in book.chapters_mut() {
        run(&mut chapter.heading.title, &here);
        blocks(&mut chapter.blocks, &here);
    }
    for note in &mut notes {
        blocks(&mut note.blocks, &here);
    }
    book.notes = notes;
}

/// Every anchor that still has its place.
fn places(book: &Book) -> BTreeSet<Anchor> {
    let mut here = BTreeSet::new();
    here.extend(book.parts.iter().filter_map(|part| part.heading.as_ref()).map(|it| it.anchor.clone()));
    for chapter in book.chapters() {
        here.insert(chapter.heading.anchor.clone());
        crate::book::blocks(&chapter.blocks, &mut |block| {
            here.extend(own_anchor(block).cloned());
            match block {
                Block::Bibliography(x) => here.extend(x.works.iter().map(|work| work.anchor.clone())),
                Block::Index(x) => x.entries(&mut |entry| here.extend(entry.anchor.clone())),
                Block::Glossary(x) => here.extend(x.entries.iter().map(|entry| entry.anchor.clone())),
                _ => {}
            }
        });
        crate::book::inlines(&chapter.blocks, &mut |inline| match inline {
            Inline::Place(place) => here.extend([place.anchor.clone()]),
            Inline::Mark(mark) => here.extend(mark.anchor.clone()),
            Inline::Cite(cite) => here.extend([cite.anchor.clone()]),
            Inline::Change(x) => here.extend(x.listed.as_ref().map(|listed| listed.anchor.clone())),
            _ => {}
        });
    }
    here
}

fn own_anchor(block: &Block) -> Option<&Anchor> {
    match block {
        Block::Section(x) => Some(&x.heading.anchor),
        Block::Listing(x) => x.anchor.as_ref(),
        Block::Table(x) => x.anchor.as_ref(),
        Block::Figure(x) => x.anchor.as_ref(),
        Block::Math(x) => x.anchor.as_ref(),
        Block::Aside(x) => x.anchor.as_ref(),
        Block::Bibliography(x) => x.anchor.as_ref(),
        Block::Change(x) => x.listed.as_ref().map(|listed| &listed.anchor),
        Block::Only(_) | Block::Index(_) | Block::Glossary(_) => None,
        Block::Paragraph(_) | Block::List(_) | Block::Terms(_) | Block::Quote(_) | Block::Break(_) => None,
    }
}

fn blocks(list: &mut [Block], here: &BTreeSet<Anchor>) {
    for block in list {
        match block {
            Block::Section(x) => {
                run(&mut x.heading.title, here);
                blocks(&mut x.blocks, here);
            }
            Block::Paragraph(x) => run(&mut x.content, here),
            Block::List(x) => x.items.iter_mut().for_each(|item| blocks(&mut item.blocks, here)),
            Block::Terms(x) => {
                for term in &mut x.items {
                    run(&mut term.term, here);
                    term.definitions.iter_mut().for_each(|definition| blocks(definition, here));
                }
            }
            Block::Quote(x) => blocks(&mut x.blocks, here),
            Block::Listing(x) => run(&mut x.caption, here),
            Block::Table(x) => {
                run(&mut x.caption, here);
                let cells = x.head.iter_mut().chain(&mut x.rows).flat_map(|row| &mut row.cells);
                cells.for_each(|cell| blocks(&mut cell.blocks, here));
            }
            Block::Figure(x) => {
                run(&mut x.caption, here);
                match &mut x.body {
                    FigureBody::Blocks(body) => blocks(&mut body.blocks, here),
                    FigureBody::Picture(_) | FigureBody::Art(_) => {}
                }
            }
            Block::Bibliography(x) => {
                for work in &mut x.works {
                    run(&mut work.content, here);
                    work.back.retain(|back| here.contains(&back.anchor));
                }
            }
            Block::Aside(x) => {
                run(&mut x.title, here);
                blocks(&mut x.blocks, here);
            }
            Block::Index(x) => index(x, here),
            Block::Glossary(x) => {
                for entry in &mut x.entries {
                    run(&mut entry.term, here);
                    entry.definitions.iter_mut().for_each(|definition| blocks(definition, here));
                    entry.uses.retain(|use_| here.contains(&use_.anchor));
                }
            }
            Block::Only(x) => blocks(&mut x.blocks, here),
            Block::Change(x) => blocks(&mut x.blocks, here),
            Block::Math(_) | Block::Break(_) => {}
        }
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

fn run(list: &mut Vec<Inline>, here: &BTreeSet<Anchor>) {
    let mut out = Vec::with_capacity(list.len());
    for mut inline in list.drain(..) {
        match &mut inline {
            Inline::Emph(x)
            | Inline::Strong(x)
            | Inline::Strike(x)
            | Inline::Sub(x)
            | Inline::Sup(x)
            | Inline::Key(x) => run(&mut x.content, here),
            Inline::Mark(x) => run(&mut x.content, here),
            Inline::Only(x) => run(&mut x.content, here),
            Inline::Change(x) => run(&mut x.content, here),
            Inline::Link(x) => {
                run(&mut x.content, here);
                if matches!(&x.target, Target::Anchor(anchor) if !here.contains(anchor)) {
                    out.append(&mut x.content);
                    continue;
                }
            }
            Inline::Cite(x) => {
                if !here.contains(&x.target) {
                    out.append(&mut x.content);
                    continue;
                }
            }
            Inline::Ref(x) | Inline::PageRef(x) => {
                if !here.contains(&x.anchor) {
                    let text = std::mem::take(&mut x.text);
                    out.push(Inline::Text(Text { text, span: x.span }));
                    continue;
                }
            }
            Inline::Text(_)
            | Inline::Comment(_)
            | Inline::Code(_)
            | Inline::Math(_)
            | Inline::NoteRef(_)
            | Inline::Picture(_)
            | Inline::Place(_)
            | Inline::LineBreak(_) => {}
        }
        out.push(inline);
    }
    *list = out;
}
