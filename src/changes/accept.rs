//! The marks of a book taken off, or reversed.
//!
//! Both functions are total: they need nothing but the marked tree.

use crate::book::{Block, Book, CodeLine, Edit, FigureBody, Inline, InnerMut, Row, replace};

/// The new text: what was inserted stays, what was deleted goes.
#[must_use]
pub fn accept(book: &Book) -> Book {
    settle(book, Edit::is_new)
}

/// The old text: what was deleted comes back, what was inserted goes. Numbers and anchors stay the new ones,
/// and what moved to another chapter is again where it was.
#[must_use]
pub fn reject(book: &Book) -> Book {
    settle(book, Edit::is_old)
}

/// Whether nothing would be left of a block in the old text.
pub(super) fn all_new(block: &Block) -> bool {
    Keeps { keep: Edit::is_old }.falls(std::slice::from_ref(block))
}

/// A block without its marks, as it is now.
pub(super) fn unmarked(block: &Block) -> Vec<Block> {
    let mut list = vec![block.clone()];
    Keeps { keep: Edit::is_new }.blocks(&mut list);
    list
}

fn settle(book: &Book, keep: fn(Edit) -> bool) -> Book {
    let mut book = book.clone();
    let keeps = Keeps { keep };
    let mut gone = Vec::new();
    for chapter in book.chapters_mut() {
        if keeps.falls_run(&chapter.heading.title) && keeps.falls(&chapter.blocks) {
            gone.push(chapter.heading.anchor.clone());
        }
        keeps.run(&mut chapter.heading.title);
        keeps.blocks(&mut chapter.blocks);
    }
    let stays = |chapter: &crate::book::Chapter| !gone.contains(&chapter.heading.anchor);
    book.front.retain(stays);
    book.parts.iter_mut().for_each(|part| part.chapters.retain(stays));
    book.back.retain(stays);
    for heading in book.parts.iter_mut().filter_map(|part| part.heading.as_mut()) {
        keeps.run(&mut heading.title);
    }
    book.notes.iter_mut().for_each(|note| keeps.blocks(&mut note.blocks));
    book
}

#[derive(Clone, Copy)]
struct Keeps {
    keep: fn(Edit) -> bool,
}

impl Keeps {
    /// Whether everything in a run goes, and there is something.
    fn falls_run(self, run: &[Inline]) -> bool {
        let goes = |one: &Inline| matches!(one, Inline::Change(x) if !(self.keep)(x.edit));
        !run.is_empty() && run.iter().all(goes)
    }

    /// Whether everything in some blocks goes, or there is nothing.
    fn falls(self, list: &[Block]) -> bool {
        list.iter().all(|block| match block {
            Block::Change(x) => !(self.keep)(x.edit),
            Block::Section(x) => self.falls_run(&x.heading.title) && self.falls(&x.blocks),
            _ => false,
        })
    }

    /// The same, where nothing is no sign of a change.
    fn falls_full(self, list: &[Block]) -> bool {
        !list.is_empty() && self.falls(list)
    }

    fn blocks(self, list: &mut Vec<Block>) {
        for mut block in std::mem::take(list) {
            match &mut block {
                Block::Section(x) if self.falls_run(&x.heading.title) && self.falls(&x.blocks) => continue,
                Block::Change(x) => {
                    if (self.keep)(x.edit) {
                        self.blocks(&mut x.blocks);
                        list.append(&mut x.blocks);
                    }
                    continue;
                }
                Block::List(x) => x.items.retain(|item| !self.falls_full(&item.blocks)),
                Block::Listing(x) => self.lines(&mut x.lines),
                Block::Table(x) => {
                    x.head.retain(|row| !self.falls_row(row));
                    x.rows.retain(|row| !self.falls_row(row));
                }
                Block::Figure(x) => {
                    if let FigureBody::Art(art) = &mut x.body {
                        self.lines(&mut art.lines);
                    }
                }
                _ => {}
            }
            block.inner_mut(&mut |part| match part {
                InnerMut::Run(run) => self.run(run),
                InnerMut::Blocks(list) => self.blocks(list),
            });
            list.push(block);
        }
    }

    /// Whether a row goes: every cell of it does, and one held something.
    fn falls_row(self, row: &Row) -> bool {
        row.cells.iter().any(|cell| !cell.blocks.is_empty()) && row.cells.iter().all(|cell| self.falls(&cell.blocks))
    }

    fn lines(self, lines: &mut Vec<CodeLine>) {
        lines.retain(|line| line.edit.is_none_or(self.keep));
        for line in lines {
            line.edit = None;
            line.runs.retain(|run| run.edit.is_none_or(self.keep));
            for mut run in std::mem::take(&mut line.runs) {
                run.edit = None;
                match line.runs.last_mut() {
                    Some(last) if last.class == run.class => last.text.push_str(&run.text),
                    _ => line.runs.push(run),
                }
            }
        }
    }

    fn run(self, list: &mut Vec<Inline>) {
        replace(list, &mut |inline, out| match inline {
            Inline::Change(x) if (self.keep)(x.edit) => x.content.into_iter().for_each(|one| push(out, one)),
            Inline::Change(_) | Inline::Comment(_) => {}
            inline => push(out, inline),
        });
    }
}

/// Adds an inline; text behind text goes on with it.
pub(super) fn push(out: &mut Vec<Inline>, inline: Inline) {
    match (out.last_mut(), inline) {
        (Some(Inline::Text(last)), Inline::Text(next)) => {
            last.text.push_str(&next.text);
            last.span = last.span.to(next.span);
        }
        // The words of one mark.
        (Some(Inline::Change(last)), Inline::Change(next))
            if last.edit == next.edit && last.listed.is_none() && next.listed.is_none() =>
        {
            next.content.into_iter().for_each(|inline| push(&mut last.content, inline));
        }
        (_, inline) => out.push(inline),
    }
}
