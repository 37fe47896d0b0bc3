//! The one generic traversal: "find every X". Emitting and lowering never use it.

use super::{Block, FigureBody, Inline};

/// Calls `see` for every block, outer ones first, in reading order.
pub fn blocks<'a>(list: &'a [Block], see: &mut dyn FnMut(&'a Block)) {
    for block in list {
        see(block);
        for inner in inner_blocks(block) {
            blocks(inner, see);
        }
    }
}

/// Calls `see` for every block, to change, inner ones first.
pub fn blocks_mut(list: &mut [Block], see: &mut dyn FnMut(&mut Block)) {
    for block in list {
        match block {
            Block::Section(x) => blocks_mut(&mut x.blocks, see),
            Block::List(x) => x.items.iter_mut().for_each(|item| blocks_mut(&mut item.blocks, see)),
            Block::Terms(x) => {
                let definitions = x.items.iter_mut().flat_map(|term| &mut term.definitions);
                definitions.for_each(|definition| blocks_mut(definition, see));
            }
            Block::Quote(x) => blocks_mut(&mut x.blocks, see),
            Block::Table(x) => {
                let cells = x.head.iter_mut().chain(&mut x.rows).flat_map(|row| &mut row.cells);
                cells.for_each(|cell| blocks_mut(&mut cell.blocks, see));
            }
            Block::Figure(x) => match &mut x.body {
                FigureBody::Blocks(body) => blocks_mut(&mut body.blocks, see),
                FigureBody::Picture(_) | FigureBody::Art(_) => {}
            },
            Block::Aside(x) => blocks_mut(&mut x.blocks, see),
            Block::Glossary(x) => {
                let definitions = x.entries.iter_mut().flat_map(|entry| &mut entry.definitions);
                definitions.for_each(|definition| blocks_mut(definition, see));
            }
            Block::Only(x) => blocks_mut(&mut x.blocks, see),
            Block::Change(x) => blocks_mut(&mut x.blocks, see),
            Block::Paragraph(_)
            | Block::Listing(_)
            | Block::Math(_)
            | Block::Break(_)
            | Block::Bibliography(_)
            | Block::Index(_) => {}
        }
        see(block);
    }
}

/// Calls `see` for every inline in these blocks, to change, inner ones first.
pub fn inlines_mut(list: &mut [Block], see: &mut dyn FnMut(&mut Inline)) {
    blocks_mut(list, &mut |block| match block {
        Block::Section(x) => in_run_mut(&mut x.heading.title, see),
        Block::Paragraph(x) => in_run_mut(&mut x.content, see),
        Block::Terms(x) => x.items.iter_mut().for_each(|term| in_run_mut(&mut term.term, see)),
        Block::Listing(x) => in_run_mut(&mut x.caption, see),
        Block::Table(x) => in_run_mut(&mut x.caption, see),
        Block::Figure(x) => in_run_mut(&mut x.caption, see),
        Block::Aside(x) => in_run_mut(&mut x.title, see),
        Block::Glossary(x) => x.entries.iter_mut().for_each(|entry| in_run_mut(&mut entry.term, see)),
        Block::List(_)
        | Block::Quote(_)
        | Block::Math(_)
        | Block::Break(_)
        | Block::Bibliography(_)
        | Block::Index(_)
        | Block::Only(_)
        | Block::Change(_) => {}
    });
}

/// Calls `see` for every inline of a run, to change, inner ones first.
pub fn in_run_mut(run: &mut [Inline], see: &mut dyn FnMut(&mut Inline)) {
    for inline in run {
        match inline {
            Inline::Emph(x)
            | Inline::Strong(x)
            | Inline::Strike(x)
            | Inline::Sub(x)
            | Inline::Sup(x)
            | Inline::Key(x) => in_run_mut(&mut x.content, see),
            Inline::Link(x) => in_run_mut(&mut x.content, see),
            Inline::Mark(x) => in_run_mut(&mut x.content, see),
            Inline::Cite(x) => in_run_mut(&mut x.content, see),
            Inline::Only(x) => in_run_mut(&mut x.content, see),
            Inline::Change(x) => in_run_mut(&mut x.content, see),
            Inline::Text(_)
            | Inline::Comment(_)
            | Inline::Code(_)
            | Inline::Math(_)
            | Inline::Ref(_)
            | Inline::PageRef(_)
            | Inline::NoteRef(_)
            | Inline::Picture(_)
            | Inline::Place(_)
            | Inline::LineBreak(_) => {}
        }
        see(inline);
    }
}

/// Calls `see` for every inline in these blocks, outer ones first, in reading order.
pub fn inlines<'a>(list: &'a [Block], see: &mut dyn FnMut(&'a Inline)) {
    blocks(list, &mut |block| {
        for run in own_inlines(block) {
            in_run(run, see);
        }
    });
}

/// The characters of a run as they print; marks of notes and pictures print none.
#[must_use]
pub fn plain(run: &[Inline]) -> String {
    let mut out = String::new();
    in_run(run, &mut |inline| match inline {
        Inline::Text(text) | Inline::Code(text) => out.push_str(&text.text),
        Inline::Math(math) => out.push_str(&math.formula.tex),
        Inline::Ref(reference) | Inline::PageRef(reference) => out.push_str(&reference.text),
        Inline::LineBreak(_) => out.push(' '),
        Inline::Emph(_)
        | Inline::Strong(_)
        | Inline::Strike(_)
        | Inline::Sub(_)
        | Inline::Sup(_)
        | Inline::Key(_)
        | Inline::Link(_)
        | Inline::Cite(_)
        | Inline::NoteRef(_)
        | Inline::Picture(_)
        | Inline::Mark(_)
        | Inline::Only(_)
        | Inline::Change(_)
        | Inline::Comment(_)
        | Inline::Place(_) => {}
    });
    out
}

/// Calls `see` for every inline of a run, outer ones first.
pub fn in_run<'a>(run: &'a [Inline], see: &mut dyn FnMut(&'a Inline)) {
    for inline in run {
        see(inline);
        match inline {
            Inline::Emph(x)
            | Inline::Strong(x)
            | Inline::Strike(x)
            | Inline::Sub(x)
            | Inline::Sup(x)
            | Inline::Key(x) => in_run(&x.content, see),
            Inline::Link(x) => in_run(&x.content, see),
            Inline::Cite(x) => in_run(&x.content, see),
            Inline::Mark(x) => in_run(&x.content, see),
            Inline::Only(x) => in_run(&x.content, see),
            Inline::Change(x) => in_run(&x.content, see),
            Inline::Text(_)
            | Inline::Comment(_)
            | Inline::Code(_)
            | Inline::Math(_)
            | Inline::Ref(_)
            | Inline::PageRef(_)
            | Inline::NoteRef(_)
            | Inline::Picture(_)
            | Inline::Place(_)
            | Inline::LineBreak(_) => {}
        }
    }
}

/// The lists of blocks directly inside a block.
fn inner_blocks(block: &Block) -> Vec<&[Block]> {
    match block {
        Block::Section(x) => vec![&x.blocks],
        Block::List(x) => x.items.iter().map(|item| item.blocks.as_slice()).collect(),
        Block::Terms(x) => {
            x.items.iter().flat_map(|term| &term.definitions).map(Vec::as_slice).collect()
        }
        Block::Quote(x) => vec![&x.blocks],
        Block::Table(x) => {
            let rows = x.head.iter().chain(&x.rows);
            rows.flat_map(|row| &row.cells).map(|cell| cell.blocks.as_slice()).collect()
        }
        Block::Figure(x) => match &x.body {
            FigureBody::Blocks(body) => vec![&body.blocks],
            FigureBody::Picture(_) | FigureBody::Art(_) => vec![],
        },
        Block::Aside(x) => vec![&x.blocks],
        Block::Glossary(x) => x.entries.iter().flat_map(|entry| &entry.definitions).map(Vec::as_slice).collect(),
        Block::Only(x) => vec![&x.blocks],
        Block::Change(x) => vec![&x.blocks],
        Block::Paragraph(_)
        | Block::Listing(_)
        | Block::Math(_)
        | Block::Break(_)
        | Block::Bibliography(_)
        | Block::Index(_) => vec![],
    }
}

/// The runs of inlines that belong to a block itself.
fn own_inlines(block: &Block) -> Vec<&[Inline]> {
    match block {
        Block::Section(x) => vec![&x.heading.title],
        Block::Paragraph(x) => vec![&x.content],
        Block::Terms(x) => x.items.iter().map(|term| term.term.as_slice()).collect(),
        Block::Listing(x) => vec![&x.caption],
        Block::Table(x) => vec![&x.caption],
        Block::Figure(x) => vec![&x.caption],
        Block::Aside(x) => vec![&x.title],
        Block::Bibliography(x) => {
            x.works.iter().flat_map(|work| [work.label.as_slice(), work.content.as_slice()]).collect()
        }
        Block::Glossary(x) => x.entries.iter().map(|entry| entry.term.as_slice()).collect(),
        // The terms of an index repeat what stands in the text.
        Block::List(_)
        | Block::Quote(_)
        | Block::Math(_)
        | Block::Break(_)
        | Block::Index(_)
        | Block::Only(_)
        | Block::Change(_) => vec![],
    }
}
