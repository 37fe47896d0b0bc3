//! What every function that writes XHTML is given first.

use crate::book::{self, Anchor, AssetId, Book, CodeLine, Direction, Inline, Note, NoteId, Own};
use crate::span::Span;

use super::chunk::Plan;
use super::page::Marks;
use super::pictures::Placed;
use super::xhtml::{Attr, Sheet};

/// What every function that writes needs to know.
#[derive(Clone, Copy)]
pub(super) struct Cx<'a> {
    pub(super) book: &'a Book,
    pub(super) plan: &'a Plan<'a>,
    pub(super) assets: &'a [Placed],
    pub(super) marks: Option<&'a Marks<'a>>,
    /// The file that is written, from the folder of the package document.
    pub(super) path: &'a str,
    /// Level of the heading that the text stands under; a file's own heading is 1.
    pub(super) level: u8,
    /// Which way the text around runs.
    pub(super) direction: Direction,
    /// The text stands inside a link.
    pub(super) link: bool,
}

impl<'a> Cx<'a> {
    /// The address of an anchor from the file that is written.
    pub(super) fn href(&self, anchor: &Anchor) -> Option<String> {
        let path = self.plan.path(anchor)?;
        Some(if path == self.path {
            format!("#{anchor}")
        } else {
            format!("{}#{anchor}", self.relative(path))
        })
    }

    /// A path from the folder of the package document, as seen from the file that is written.
    pub(super) fn relative(&self, path: &str) -> String {
        match (self.path.rsplit_once('/'), path.rsplit_once('/')) {
            (None, _) => path.to_owned(),
            (Some((here, _)), Some((there, name))) if here == there => name.to_owned(),
            (Some(_), _) => format!("../{path}"),
        }
    }

    /// Direction of code and of drawings made of it, where the text around runs the other way.
    pub(super) fn code_direction(&self) -> Option<Attr<'static>> {
        match self.direction {
            Direction::Ltr => None,
            Direction::Rtl => Some(("dir", "ltr")),
        }
    }

    pub(super) fn note(&self, id: NoteId) -> Option<&'a Note> {
        self.book.notes.get(id.0 as usize)
    }

    pub(super) fn asset(&self, id: AssetId) -> Option<&'a Placed> {
        self.assets.get(id.0 as usize)
    }

    /// The pages that begin in the node of this span.
    pub(super) fn starts(&self, span: Span) -> &'a [(usize, usize)] {
        self.marks.map_or(&[], |marks| marks.of(span, None))
    }

    /// The pages that begin in a line of the listing or figure of this span.
    pub(super) fn line_starts(&self, line: &CodeLine, listing: Span) -> &'a [(usize, usize)] {
        self.marks.map_or(&[], |marks| marks.of(line.span, Some(listing)))
    }

    /// Marks the page that begins with a run, where a number stands before the run: in print the page begins
    /// with that.
    pub(super) fn open(&self, w: &mut Sheet, run: &[Inline]) {
        if self.marks.is_none() {
            return;
        }
        let mut first = None;
        book::in_run(run, &mut |inline| first = first.or(begun(inline)));
        let starts = first.map_or(&[][..], |span| self.starts(span));
        starts.iter().filter(|(offset, _)| *offset == 0).for_each(|(_, page)| self.mark(w, *page));
    }

    pub(super) fn mark(&self, w: &mut Sheet, page: usize) {
        self.marks.iter().for_each(|marks| marks.write(w, page));
    }
}

/// The span of an inline that a page can begin with by itself; the others begin with what stands in them, or print
/// nothing of the author's.
fn begun(inline: &Inline) -> Option<Span> {
    match inline.own()? {
        (Own::Text(_) | Own::Code(_) | Own::Formula(_), at) => Some(at),
        (Own::Picture(_) | Own::LineEnd | Own::Comment(_), _) => None,
    }
}
