//! Every anchor of a book that its pages show.

use std::collections::BTreeMap;

use super::{Anchor, Block, Book, Inline, blocks, in_run, inlines};

/// All anchors by name.
#[must_use]
pub fn anchors(book: &Book) -> BTreeMap<&str, &Anchor> {
    let mut out = Vec::new();
    for part in &book.parts {
        if let Some(heading) = &part.heading {
            out.push(&heading.anchor);
            in_run(&heading.title, &mut |inline| of_inline(inline, &mut out));
        }
    }
    for chapter in book.chapters() {
        out.push(&chapter.heading.anchor);
        in_run(&chapter.heading.title, &mut |inline| of_inline(inline, &mut out));
        of_blocks(&chapter.blocks, &mut out);
    }
    for note in &book.notes {
        out.push(&note.anchor);
        of_blocks(&note.blocks, &mut out);
    }
    out.into_iter().map(|anchor| (anchor.as_str(), anchor)).collect()
}

fn of_blocks<'a>(list: &'a [Block], out: &mut Vec<&'a Anchor>) {
    blocks(list, &mut |block| match block {
        Block::Section(x) => out.push(&x.heading.anchor),
        Block::Listing(x) => {
            out.extend(&x.anchor);
            out.extend(x.lines.iter().filter_map(|line| line.callout.as_ref()).map(|end| &end.anchor));
        }
        Block::List(x) => out.extend(x.items.iter().filter_map(|item| item.callout.as_ref()).map(|end| &end.anchor)),
        Block::Table(x) => out.extend(&x.anchor),
        Block::Figure(x) => out.extend(&x.anchor),
        Block::Math(x) => out.extend(&x.anchor),
        Block::Aside(x) => out.extend(&x.anchor),
        Block::Bibliography(x) => {
            out.extend(&x.anchor);
            out.extend(x.works.iter().map(|work| &work.anchor));
        }
        Block::Index(x) => x.entries(&mut |entry| out.extend(&entry.anchor)),
        Block::Glossary(x) => out.extend(x.entries.iter().map(|entry| &entry.anchor)),
        Block::Change(x) => out.extend(x.listed.as_ref().map(|listed| &listed.anchor)),
        Block::Only(_)
        | Block::Paragraph(_)
        | Block::Terms(_)
        | Block::Quote(_)
        | Block::Break(_) => {}
    });
    inlines(list, &mut |inline| of_inline(inline, out));
}

fn of_inline<'a>(inline: &'a Inline, out: &mut Vec<&'a Anchor>) {
    match inline {
        Inline::Cite(x) => out.push(&x.anchor),
        Inline::NoteRef(x) => out.push(&x.anchor),
        Inline::Mark(x) => out.extend(&x.anchor),
        Inline::Place(x) => out.push(&x.anchor),
        Inline::Change(x) => out.extend(x.listed.as_ref().map(|listed| &listed.anchor)),
        Inline::Text(_)
        | Inline::Emph(_)
        | Inline::Strong(_)
        | Inline::Strike(_)
        | Inline::Sub(_)
        | Inline::Sup(_)
        | Inline::Key(_)
        | Inline::Code(_)
        | Inline::Math(_)
        | Inline::Link(_)
        | Inline::Ref(_)
        | Inline::PageRef(_)
        | Inline::Picture(_)
        | Inline::LineBreak(_)
        | Inline::Only(_)
        | Inline::Comment(_) => {}
    }
}
