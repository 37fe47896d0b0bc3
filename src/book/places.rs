//! Every anchor of a book that its pages show.

use std::collections::BTreeMap;

use super::{Anchor, Block, Book, Inline};

/// All anchors by name.
#[must_use]
pub fn anchors(book: &Book) -> BTreeMap<&str, &Anchor> {
    let mut out = Vec::new();
    out.extend(book.parts.iter().filter_map(|part| part.heading.as_ref()).map(|heading| &heading.anchor));
    out.extend(book.chapters().map(|chapter| &chapter.heading.anchor));
    out.extend(book.notes.iter().map(|note| &note.anchor));
    book.blocks(&mut |block| block.anchors(&mut |anchor| out.push(anchor)));
    book.inlines(&mut |inline| out.extend(inline.anchor()));
    out.into_iter().map(|anchor| (anchor.as_str(), anchor)).collect()
}

impl Block {
    /// Calls `see` for the anchors of the block itself.
    pub fn anchors<'a>(&'a self, see: &mut dyn FnMut(&'a Anchor)) {
        self.head().anchor.into_iter().for_each(&mut *see);
        match self {
            Self::Listing(x) => {
                x.lines.iter().filter_map(|line| line.callout.as_ref()).for_each(|end| see(&end.anchor));
            }
            Self::List(x) => {
                x.items.iter().filter_map(|item| item.callout.as_ref()).for_each(|end| see(&end.anchor));
            }
            Self::Bibliography(x) => x.works.iter().for_each(|work| see(&work.anchor)),
            Self::Index(x) => x.entries(&mut |entry| entry.anchor.iter().for_each(&mut *see)),
            Self::Glossary(x) => x.entries.iter().for_each(|entry| see(&entry.anchor)),
            Self::Change(x) => x.listed.iter().for_each(|listed| see(&listed.anchor)),
            Self::Section(_)
            | Self::Paragraph(_)
            | Self::Terms(_)
            | Self::Quote(_)
            | Self::Table(_)
            | Self::Figure(_)
            | Self::Math(_)
            | Self::Aside(_)
            | Self::Break(_)
            | Self::Only(_) => {}
        }
    }
}

impl Inline {
    /// The anchor of the inline itself; `None` where nothing can lead to it.
    #[must_use]
    pub fn anchor(&self) -> Option<&Anchor> {
        match self {
            Self::Cite(x) => Some(&x.anchor),
            Self::NoteRef(x) => Some(&x.anchor),
            Self::Mark(x) => x.anchor.as_ref(),
            Self::Place(x) => Some(&x.anchor),
            Self::Change(x) => x.listed.as_ref().map(|listed| &listed.anchor),
            Self::Text(_)
            | Self::Emph(_)
            | Self::Strong(_)
            | Self::Strike(_)
            | Self::Sub(_)
            | Self::Sup(_)
            | Self::Key(_)
            | Self::Code(_)
            | Self::Math(_)
            | Self::Link(_)
            | Self::Ref(_)
            | Self::PageRef(_)
            | Self::Picture(_)
            | Self::LineBreak(_)
            | Self::Only(_)
            | Self::Comment(_) => None,
        }
    }
}
