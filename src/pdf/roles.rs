//! Which block a place in the author's text belongs to.

use crate::book::{Block, Book, FigureBody, Heading, Inline, LineRole, blocks, inlines};
use crate::span::Span;

/// How far back a block that holds a place is looked for among those that begin before it.
const NEAR: usize = 64;

/// The blocks of a book by place.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    entries: Vec<Entry>,
    /// Marks of footnotes: the anchor of the mark, its place, the note.
    pub marks: Vec<(String, Span, Span)>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// The text that it covers.
    span: Span,
    role: LineRole,
    /// The block it counts as: in a table, the table.
    block: Span,
}

impl Roles {
    /// The blocks of a book.
    #[must_use]
    pub fn of(book: &Book) -> Self {
        let mut roles = Self::default();
        for chapter in book.chapters() {
            roles.heading(&chapter.heading, LineRole::Chapter);
            for block in &chapter.blocks {
                if let Block::Section(section) = block {
                    roles.heading(&section.heading, LineRole::Section);
                }
            }
            blocks(&chapter.blocks, &mut |block| roles.block(block));
            inlines(&chapter.blocks, &mut |inline| roles.mark(book, inline));
        }
        for note in &book.notes {
            roles.add(note.span, LineRole::Note);
            blocks(&note.blocks, &mut |block| roles.block(block));
        }
        roles.nest();
        roles
    }

    /// The innermost block around the beginning of `span`.
    #[must_use]
    pub fn at(&self, span: Span) -> (LineRole, Span) {
        let before = |entry: &Entry| (entry.span.file, entry.span.start) <= (span.file, span.start);
        let past = self.entries.partition_point(before);
        let holds = |entry: &&Entry| entry.span.file == span.file && span.start < entry.span.end.max(entry.span.start + 1);
        let found = self.entries.get(..past).and_then(|list| list.iter().rev().take(NEAR).find(holds));
        found.map_or((LineRole::Other, span), |entry| (entry.role, entry.block))
    }

    fn add(&mut self, span: Span, role: LineRole) {
        self.entries.push(Entry { span, role, block: span });
    }

    fn heading(&mut self, heading: &Heading, role: LineRole) {
        self.add(heading.span, role);
    }

    fn mark(&mut self, book: &Book, inline: &Inline) {
        if let Inline::NoteRef(mark) = inline
            && mark.first
            && let Some(note) = book.notes.get(mark.note.0 as usize)
        {
            self.marks.push((mark.anchor.as_str().to_owned(), mark.span, note.span));
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            // Sections directly in a chapter are there already, and the first of equals stays.
            Block::Section(x) => self.heading(&x.heading, LineRole::Heading),
            Block::Paragraph(x) => self.add(x.span, LineRole::Paragraph),
            Block::Listing(x) => self.add(x.span, LineRole::Code),
            Block::Table(x) => self.add(x.span, LineRole::Table),
            Block::Math(x) => self.add(x.span, LineRole::Other),
            Block::Bibliography(x) => self.add(x.span, LineRole::Other),
            Block::Index(x) => self.add(x.span, LineRole::Other),
            Block::Figure(x) => {
                self.add(x.span, LineRole::Caption);
                match &x.body {
                    FigureBody::Art(art) => {
                        if let (Some(first), Some(last)) = (art.lines.first(), art.lines.last()) {
                            self.entries.push(Entry { span: first.span.to(last.span), role: LineRole::Art, block: x.span });
                        }
                    }
                    FigureBody::Picture(_) | FigureBody::Blocks(_) => {}
                }
            }
            Block::List(_)
            | Block::Terms(_)
            | Block::Quote(_)
            | Block::Aside(_)
            | Block::Break(_)
            | Block::Glossary(_)
            | Block::Change(_)
            | Block::Only(_) => {}
        }
    }

    /// Sorts, outer blocks first, and lets what is in a table or a note count as that.
    fn nest(&mut self) {
        self.entries.sort_by_key(|entry| (entry.span.file, entry.span.start, std::cmp::Reverse(entry.span.end)));
        // Solutions stand under the titles of their chapters: those are chapters before anything else.
        self.entries.dedup_by_key(|entry| entry.span);
        let mut open: Vec<Entry> = Vec::new();
        for entry in &mut self.entries {
            open.retain(|outer| outer.span.file == entry.span.file && outer.span.end >= entry.span.end);
            let outer = open.iter().find(|outer| matches!(outer.role, LineRole::Table | LineRole::Note));
            if let Some(outer) = outer {
                (entry.role, entry.block) = (outer.role, outer.block);
            }
            open.push(*entry);
        }
    }
}
