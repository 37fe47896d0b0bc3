//! Changes numbered in reading order.

use super::excerpt::{Excerpts, replaced};
use super::list::Summary;
use crate::book::{
    Anchor, Anchors, Block, Book, ChangedBlocks, ChangedInlines, Comment, Edit, Inline, InnerMut, Listed, Row,
    in_run_mut, plain, runs_mut,
};
use crate::span::Span;

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Edit(Edit),
    /// Something else came for it.
    Replaced,
    /// What is in it says what.
    Changed,
}

/// A change with its number.
pub(super) struct Numbered {
    /// Index of its chapter in reading order.
    pub chapter: usize,
    pub number: String,
    pub anchor: Anchor,
    pub entry: Anchor,
    pub what: What,
    /// The beginning of its words, or what it is.
    pub excerpt: String,
    pub span: Span,
}

/// Gives every change its number and place. What is gone and what came for it are one change.
pub(super) fn number(book: &mut Book, names: &mut Anchors) -> (Vec<Numbered>, Summary) {
    let excerpts = Excerpts::new(&book.words, &book.notes);
    let mut count = Count { names, excerpts, found: Vec::new(), summary: Summary::default(), chapter: 0, comments: 0 };
    let mut notes = std::mem::take(&mut book.notes);
    for (at, chapter) in book.chapters_mut().enumerate() {
        count.chapter = at;
        count.run(&mut chapter.heading.title);
        count.blocks(&mut chapter.blocks);
        for id in crate::book::notes(&chapter.blocks) {
            if let Some(note) = notes.get_mut(id.0 as usize) {
                count.blocks(&mut note.blocks);
            }
        }
    }
    book.notes = notes;
    count.summary.changes = count.found.len();
    (count.found, count.summary)
}

struct Count<'a> {
    names: &'a mut Anchors,
    excerpts: Excerpts,
    found: Vec<Numbered>,
    summary: Summary,
    chapter: usize,
    comments: usize,
}

impl Count<'_> {
    fn blocks(&mut self, list: &mut [Block]) {
        self.blocks_after(list, None);
    }

    /// A row that is new or gone as a whole is one change.
    fn row(&mut self, row: &mut Row) {
        let edits = row.cells.iter().flat_map(|cell| &cell.blocks);
        let mut edits = edits.map(|block| if let Block::Change(x) = block { Some(x.edit) } else { None });
        let first = edits.next().flatten();
        let whole = first.filter(|first| edits.all(|edit| edit == Some(*first)));
        let excerpt = whole.map(|_| self.excerpts.row(row));
        let known = self.found.len();
        let mut before = None;
        for cell in &mut row.cells {
            self.blocks_after(&mut cell.blocks, before);
            before = whole;
        }
        if let (Some(excerpt), Some(own)) = (excerpt, self.found.get_mut(known)) {
            own.excerpt = excerpt;
        }
    }

    /// Blocks behind something with a mark.
    fn blocks_after(&mut self, list: &mut [Block], mut before: Option<Edit>) {
        for block in list {
            if let Block::Change(x) = block
                && only_comments(&x.blocks)
                && let Some(comments) = x.blocks.pop()
            {
                *block = comments;
            }
            let edit = if let Block::Change(x) = block { Some(x.edit) } else { None };
            if let Block::Change(x) = block {
                self.changed(x, before);
            } else {
                self.inside(block);
            }
            before = edit;
        }
    }

    /// A changed block; what stands behind one with the same mark, or for one that is gone, goes with it.
    fn changed(&mut self, x: &mut ChangedBlocks, before: Option<Edit>) {
        let text = text_of(&x.blocks);
        self.words(x.edit, &text);
        for block in &x.blocks {
            match block {
                Block::Figure(_) => self.summary.figures += 1,
                Block::Listing(_) => self.summary.listings += 1,
                _ => {}
            }
        }
        let what = match (&x.blocks[..], x.edit) {
            ([Block::Listing(_)], Edit::Highlighted) => What::Changed,
            (_, edit) => What::Edit(edit),
        };
        let excerpt = self.excerpts.blocks(&x.blocks);
        if before == Some(x.edit) || (before == Some(Edit::Deleted) && x.edit == Edit::Inserted) {
            self.replaces(x.edit, excerpt);
        } else {
            x.listed = Some(self.listed(what, excerpt, x.span));
        }
        match x.edit {
            Edit::Highlighted => x.blocks.iter_mut().for_each(|block| self.inside(block)),
            Edit::Inserted | Edit::Deleted | Edit::MovedHere | Edit::MovedAway => self.comments(&mut x.blocks),
        }
    }

    /// Numbers the comments in what is new.
    fn comments(&mut self, list: &mut [Block]) {
        runs_mut(list, &mut |run| {
            in_run_mut(run, &mut |inline| {
                if let Inline::Comment(x) = inline {
                    self.comment(x);
                }
            });
        });
    }

    fn comment(&mut self, x: &mut Comment) {
        self.comments += 1;
        x.number = Some(self.comments.to_string());
    }

    fn inside(&mut self, block: &mut Block) {
        match block {
            Block::Section(x) => {
                self.run(&mut x.heading.title);
                // A new section is one change, however many blocks it has.
                let whole = match &x.heading.title[..] {
                    [Inline::Change(title)] if title.edit == Edit::Inserted => Some(Edit::Inserted),
                    _ => None,
                };
                self.blocks_after(&mut x.blocks, whole);
            }
            Block::Listing(x) => {
                self.run(&mut x.caption);
                for line in &x.lines {
                    let text = line.text();
                    line.edit.iter().for_each(|edit| self.words(*edit, &text));
                    let within = line.runs.iter().filter_map(|run| Some((run.edit?, &run.text)));
                    within.for_each(|(edit, text)| self.words(edit, text));
                }
            }
            Block::Table(x) => {
                self.run(&mut x.caption);
                x.head.iter_mut().chain(&mut x.rows).for_each(|row| self.row(row));
            }
            Block::Change(x) => self.changed(x, None),
            _ => block.inner_mut(&mut |part| match part {
                InnerMut::Run(run) => self.run(run),
                InnerMut::Blocks(list) => self.blocks(list),
            }),
        }
    }

    fn run(&mut self, list: &mut Vec<Inline>) {
        settle_spaces(list);
        let mut before: Option<Edit> = None;
        for inline in list {
            let edit = if let Inline::Change(x) = inline { Some(x.edit) } else { None };
            match inline {
                Inline::Change(x) => self.changed_run(x, before),
                Inline::Comment(x) => self.comment(x),
                _ => inline.content_mut().into_iter().for_each(|content| self.run(content)),
            }
            before = edit;
        }
    }

    fn changed_run(&mut self, x: &mut ChangedInlines, before: Option<Edit>) {
        let text = plain(&x.content);
        self.words(x.edit, &text);
        let excerpt = self.excerpts.run(&x.content);
        if before == Some(Edit::Deleted) && x.edit == Edit::Inserted {
            self.replaces(x.edit, excerpt);
        } else {
            x.listed = Some(self.listed(What::Edit(x.edit), excerpt, x.span));
        }
    }

    /// The last change has something in its place.
    fn replaces(&mut self, edit: Edit, excerpt: String) {
        if let Some(last) = self.found.last_mut()
            && last.what == What::Edit(Edit::Deleted)
            && edit == Edit::Inserted
        {
            last.what = What::Replaced;
            last.excerpt = replaced(&last.excerpt, &excerpt);
        }
    }

    fn words(&mut self, edit: Edit, text: &str) {
        let words = text.split_whitespace().count();
        match edit {
            Edit::Inserted => self.summary.inserted += words,
            Edit::Deleted => self.summary.deleted += words,
            Edit::MovedHere => self.summary.moved += 1,
            Edit::MovedAway | Edit::Highlighted => {}
        }
    }

    fn listed(&mut self, what: What, excerpt: String, span: Span) -> Listed {
        let number = (self.found.len() + 1).to_string();
        let anchor = self.names.claim(&format!("change-{number}"));
        let entry = self.names.claim(&format!("change-{number}-entry"));
        self.found.push(Numbered {
            chapter: self.chapter,
            number: number.clone(),
            anchor: anchor.clone(),
            entry: entry.clone(),
            what,
            excerpt,
            span,
        });
        Listed { number, anchor, entry }
    }
}

/// Whether blocks are comments and nothing else: those are no change of the text.
fn only_comments(list: &[Block]) -> bool {
    let comment = |inline: &Inline| match inline {
        Inline::Comment(_) => true,
        Inline::Text(x) => x.text.trim().is_empty(),
        _ => false,
    };
    list.iter().all(|block| matches!(block, Block::Paragraph(x) if x.content.iter().all(comment)))
}

/// Whether an inline is a changed space, with or without a comment.
fn is_space(inline: &Inline) -> bool {
    matches!(inline, Inline::Change(x) if x.edit != Edit::Highlighted && plain(&x.content).trim().is_empty()
        && x.content.iter().all(|inline| matches!(inline, Inline::Text(_) | Inline::Comment(_))))
}

fn has_comment(inline: &Inline) -> bool {
    matches!(inline, Inline::Comment(_)) || inline.content().iter().any(has_comment)
}

/// Takes the marks off the spaces beside comments.
fn settle_spaces(list: &mut Vec<Inline>) {
    let comment = |at: Option<usize>| at.and_then(|at| list.get(at)).is_some_and(has_comment);
    let beside = |at: usize| comment(at.checked_sub(1)) || comment(Some(at)) || comment(Some(at + 1));
    let spaces: Vec<bool> = list.iter().enumerate().map(|(at, it)| is_space(it) && beside(at)).collect();
    let settled = std::mem::take(list).into_iter().zip(spaces).flat_map(|(inline, space)| match inline {
        Inline::Change(x) if space => if x.edit.is_new() { x.content } else { Vec::new() },
        other => vec![other],
    });
    *list = settled.collect();
}

fn text_of(list: &[Block]) -> String {
    let mut out = String::new();
    crate::book::blocks(list, &mut |block| match block {
        Block::Section(x) => out.push_str(&format!("{} ", plain(&x.heading.title))),
        Block::Paragraph(x) => out.push_str(&format!("{} ", plain(&x.content))),
        Block::Figure(x) => out.push_str(&format!("{} ", plain(&x.caption))),
        Block::Table(x) => out.push_str(&format!("{} ", plain(&x.caption))),
        Block::Math(x) => out.push_str(&format!("{} ", x.formula.tex)),
        Block::Listing(x) => {
            out.push_str(&format!("{} ", plain(&x.caption)));
            if !x.lines.iter().any(crate::book::CodeLine::changed) {
                x.lines.iter().flat_map(|line| &line.runs).for_each(|run| out.push_str(&format!("{} ", run.text)));
            }
        }
        Block::List(_)
        | Block::Terms(_)
        | Block::Quote(_)
        | Block::Aside(_)
        | Block::Break(_)
        | Block::Bibliography(_)
        | Block::Index(_)
        | Block::Glossary(_)
        | Block::Only(_)
        | Block::Change(_) => {}
    });
    out
}
