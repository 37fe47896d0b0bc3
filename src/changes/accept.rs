//! The marks of a book taken off, or reversed.
//!
//! Both functions are total: they need nothing but the marked tree.

use crate::book::{Block, Book, CodeLine, Edit, FigureBody, Inline, Item, Row, Term};

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
        let mut out = Vec::with_capacity(list.len());
        for mut block in list.drain(..) {
            match &mut block {
                Block::Section(x) => {
                    if self.falls_run(&x.heading.title) && self.falls(&x.blocks) {
                        continue;
                    }
                    self.run(&mut x.heading.title);
                    self.blocks(&mut x.blocks);
                }
                Block::Change(x) => {
                    if (self.keep)(x.edit) {
                        self.blocks(&mut x.blocks);
                        out.append(&mut x.blocks);
                    }
                    continue;
                }
                Block::Paragraph(x) => self.run(&mut x.content),
                Block::List(x) => self.items(&mut x.items),
                Block::Terms(x) => self.terms(&mut x.items),
                Block::Quote(x) => self.blocks(&mut x.blocks),
                Block::Listing(x) => {
                    self.run(&mut x.caption);
                    self.lines(&mut x.lines);
                }
                Block::Table(x) => {
                    self.run(&mut x.caption);
                    self.rows(&mut x.head);
                    self.rows(&mut x.rows);
                }
                Block::Figure(x) => {
                    self.run(&mut x.caption);
                    match &mut x.body {
                        FigureBody::Blocks(body) => self.blocks(&mut body.blocks),
                        FigureBody::Art(art) => self.lines(&mut art.lines),
                        FigureBody::Picture(_) => {}
                    }
                }
                Block::Aside(x) => {
                    self.run(&mut x.title);
                    self.blocks(&mut x.blocks);
                }
                Block::Glossary(x) => {
                    for entry in &mut x.entries {
                        self.run(&mut entry.term);
                        entry.definitions.iter_mut().for_each(|definition| self.blocks(definition));
                    }
                }
                Block::Only(x) => self.blocks(&mut x.blocks),
                Block::Math(_) | Block::Break(_) | Block::Bibliography(_) | Block::Index(_) => {}
            }
            out.push(block);
        }
        *list = out;
    }

    fn items(self, items: &mut Vec<Item>) {
        items.retain(|item| !self.falls_full(&item.blocks));
        items.iter_mut().for_each(|item| self.blocks(&mut item.blocks));
    }

    fn terms(self, items: &mut Vec<Term>) {
        for term in items {
            self.run(&mut term.term);
            term.definitions.iter_mut().for_each(|definition| self.blocks(definition));
        }
    }

    fn rows(self, rows: &mut Vec<Row>) {
        rows.retain(|row| {
            let full = row.cells.iter().any(|cell| !cell.blocks.is_empty());
            !(full && row.cells.iter().all(|cell| self.falls(&cell.blocks)))
        });
        let cells = rows.iter_mut().flat_map(|row| &mut row.cells);
        cells.for_each(|cell| self.blocks(&mut cell.blocks));
    }

    fn lines(self, lines: &mut Vec<CodeLine>) {
        lines.retain(|line| line.edit.is_none_or(self.keep));
        lines.iter_mut().for_each(|line| line.edit = None);
    }

    fn run(self, list: &mut Vec<Inline>) {
        let mut out = Vec::with_capacity(list.len());
        for mut inline in list.drain(..) {
            match &mut inline {
                Inline::Emph(x)
                | Inline::Strong(x)
                | Inline::Strike(x)
                | Inline::Sub(x)
                | Inline::Sup(x)
                | Inline::Key(x) => self.run(&mut x.content),
                Inline::Link(x) => self.run(&mut x.content),
                Inline::Cite(x) => self.run(&mut x.content),
                Inline::Mark(x) => self.run(&mut x.content),
                Inline::Only(x) => self.run(&mut x.content),
                Inline::Change(x) => {
                    if (self.keep)(x.edit) {
                        self.run(&mut x.content);
                        x.content.drain(..).for_each(|one| push(&mut out, one));
                    }
                    continue;
                }
                Inline::Comment(_) => continue,
                Inline::Text(_)
                | Inline::Code(_)
                | Inline::Math(_)
                | Inline::Ref(_)
                | Inline::PageRef(_)
                | Inline::NoteRef(_)
                | Inline::Picture(_)
                | Inline::Place(_)
                | Inline::LineBreak(_) => {}
            }
            push(&mut out, inline);
        }
        *list = out;
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
