//! Every listing and every formula of a book, to change, in one fixed order.

use crate::book::{Block, Book, FigureBody, Formula, Inline, Listing};
use crate::span::Span;

/// Calls `see` for every listing: parts, chapters and notes in order.
pub(super) fn listings(book: &mut Book, see: &mut dyn FnMut(&mut Listing)) {
    all(book, &mut |spot| match spot {
        Spot::Listing(listing) => see(listing),
        Spot::Formula(..) => {}
    });
}

/// Calls `see` for every formula, with whether it is set on a line of its own, and its place.
pub(super) fn formulas(book: &mut Book, see: &mut dyn FnMut(&mut Formula, bool, Span)) {
    all(book, &mut |spot| match spot {
        Spot::Listing(_) => {}
        Spot::Formula(formula, display, span) => see(formula, display, span),
    });
}

/// Something that this room changes.
enum Spot<'a> {
    Listing(&'a mut Listing),
    Formula(&'a mut Formula, bool, Span),
}

type See<'a> = &'a mut dyn FnMut(Spot<'_>);

fn all(book: &mut Book, see: See) {
    for part in &mut book.parts {
        part.heading.iter_mut().for_each(|heading| run(&mut heading.title, see));
    }
    for chapter in book.chapters_mut() {
        run(&mut chapter.heading.title, see);
        blocks(&mut chapter.blocks, see);
    }
    for note in &mut book.notes {
        blocks(&mut note.blocks, see);
    }
}

fn blocks(list: &mut [Block], see: See) {
    for item in list {
        block(item, see);
    }
}

fn block(block: &mut Block, see: See) {
    match block {
        Block::Section(x) => {
            run(&mut x.heading.title, see);
            blocks(&mut x.blocks, see);
        }
        Block::Paragraph(x) => run(&mut x.content, see),
        Block::List(x) => x.items.iter_mut().for_each(|item| blocks(&mut item.blocks, see)),
        Block::Terms(x) => {
            for term in &mut x.items {
                run(&mut term.term, see);
                term.definitions.iter_mut().for_each(|list| blocks(list, see));
            }
        }
        Block::Quote(x) => blocks(&mut x.blocks, see),
        Block::Listing(x) => {
            run(&mut x.caption, see);
            see(Spot::Listing(x));
        }
        Block::Table(x) => {
            run(&mut x.caption, see);
            let rows = x.head.iter_mut().chain(&mut x.rows);
            rows.flat_map(|row| &mut row.cells).for_each(|cell| blocks(&mut cell.blocks, see));
        }
        Block::Figure(x) => {
            run(&mut x.caption, see);
            match &mut x.body {
                FigureBody::Blocks(body) => blocks(&mut body.blocks, see),
                FigureBody::Picture(_) | FigureBody::Art(_) => {}
            }
        }
        Block::Math(x) => see(Spot::Formula(&mut x.formula, true, x.span)),
        Block::Bibliography(x) => {
            for work in &mut x.works {
                run(&mut work.label, see);
                run(&mut work.content, see);
            }
        }
        Block::Aside(x) => {
            run(&mut x.title, see);
            blocks(&mut x.blocks, see);
        }
        Block::Glossary(x) => {
            for entry in &mut x.entries {
                run(&mut entry.term, see);
                entry.definitions.iter_mut().for_each(|list| blocks(list, see));
            }
        }
        Block::Only(x) => blocks(&mut x.blocks, see),
        Block::Change(x) => blocks(&mut x.blocks, see),
        Block::Break(_) | Block::Index(_) => {}
    }
}

fn run(list: &mut [Inline], see: See) {
    for inline in list {
        match inline {
            Inline::Math(x) => see(Spot::Formula(&mut x.formula, false, x.span)),
            Inline::Emph(x)
            | Inline::Strong(x)
            | Inline::Strike(x)
            | Inline::Sub(x)
            | Inline::Sup(x)
            | Inline::Key(x) => run(&mut x.content, see),
            Inline::Link(x) => run(&mut x.content, see),
            Inline::Cite(x) => run(&mut x.content, see),
            Inline::Mark(x) => run(&mut x.content, see),
            Inline::Only(x) => run(&mut x.content, see),
            Inline::Change(x) => run(&mut x.content, see),
            Inline::Text(_)
            | Inline::Comment(_)
            | Inline::Code(_)
            | Inline::Ref(_)
            | Inline::PageRef(_)
            | Inline::NoteRef(_)
            | Inline::Picture(_)
            | Inline::Place(_)
            | Inline::LineBreak(_) => {}
        }
    }
}
