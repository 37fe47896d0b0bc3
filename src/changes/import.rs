//! What is taken over from the old book: with its notes and pictures, without its anchors and places.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{
    Anchor, Anchors, AssetId, Block, Book, FigureBody, Inline, InnerMut, Note, NoteId, Picture, Target, Text,
};
use crate::span::Span;

/// The old book and the new one, and what was taken over so far.
pub(super) struct Import<'a> {
    pub old: &'a Book,
    /// Notes of the marked book.
    pub notes: Vec<Note>,
    /// Pictures of the marked book.
    pub assets: Vec<crate::book::Asset>,
    anchors: Anchors,
    /// Places that are in the new book.
    here: BTreeSet<Anchor>,
    taken_assets: BTreeMap<AssetId, AssetId>,
}

impl<'a> Import<'a> {
    pub fn new(old: &'a Book, new: &Book) -> Self {
        let here: BTreeSet<Anchor> = crate::book::anchors(new).into_values().cloned().collect();
        let mut anchors = Anchors::default();
        for anchor in &here {
            anchors.claim(anchor.as_str());
        }
        let (notes, assets) = (new.notes.clone(), new.assets.clone());
        Self { old, notes, assets, anchors, here, taken_assets: BTreeMap::new() }
    }

    /// Blocks of the old book, to stand at `at`.
    pub fn blocks(&mut self, list: &[Block], at: Span) -> Vec<Block> {
        let mut list = list.to_vec();
        list.iter_mut().for_each(|block| self.block(block, at));
        list
    }

    /// Inlines of the old book, to stand at `at`.
    pub fn inlines(&mut self, run: &[Inline], at: Span) -> Vec<Inline> {
        let mut run = run.to_vec();
        self.run(&mut run, at);
        run
    }

    fn claim(&mut self, wish: &str) -> Anchor {
        self.anchors.claim(&format!("old-{wish}"))
    }

    fn block(&mut self, block: &mut Block, at: Span) {
        self.own(block, at);
        block.inner_mut(&mut |part| match part {
            InnerMut::Run(run) => self.run(run, at),
            InnerMut::Blocks(list) => list.iter_mut().for_each(|block| self.block(block, at)),
        });
    }

    /// Takes what a block has of its own, apart from the blocks and runs in it.
    fn own(&mut self, block: &mut Block, at: Span) {
        match block {
            Block::Section(x) => {
                x.heading.anchor = self.claim(x.heading.anchor.as_str());
                (x.heading.number, x.heading.span) = (None, at);
            }
            Block::Paragraph(x) => x.span = at,
            Block::List(x) => {
                x.span = at;
                x.items.iter_mut().for_each(|item| (item.callout, item.span) = (None, at));
            }
            Block::Terms(x) => {
                x.span = at;
                x.items.iter_mut().for_each(|term| term.span = at);
            }
            Block::Quote(x) => x.span = at,
            Block::Listing(x) => {
                (x.anchor, x.number, x.span) = (None, None, at);
                x.lines.iter_mut().for_each(|line| (line.callout, line.span) = (None, at));
            }
            Block::Table(x) => {
                (x.anchor, x.number, x.span) = (None, None, at);
                let cells = x.head.iter_mut().chain(&mut x.rows).flat_map(|row| &mut row.cells);
                cells.for_each(|cell| cell.span = at);
            }
            Block::Figure(x) => {
                (x.anchor, x.number, x.span) = (None, None, at);
                match &mut x.body {
                    FigureBody::Picture(picture) => self.picture(picture),
                    FigureBody::Art(art) => art.lines.iter_mut().for_each(|line| line.span = at),
                    FigureBody::Blocks(_) => {}
                }
            }
            Block::Math(x) => (x.anchor, x.number, x.span) = (None, None, at),
            Block::Aside(x) => (x.anchor, x.number, x.span) = (None, None, at),
            Block::Break(x) => x.span = at,
            Block::Bibliography(x) => {
                (x.anchor, x.span) = (None, at);
                for work in &mut x.works {
                    work.anchor = self.claim(work.anchor.as_str());
                    (work.back, work.span) = (Vec::new(), at);
                }
            }
            // Both are made of what stands elsewhere; what is gone from there is gone here.
            Block::Index(x) => {
                x.span = at;
                x.groups.clear();
            }
            Block::Glossary(x) => {
                x.span = at;
                for entry in &mut x.entries {
                    entry.anchor = self.claim(entry.anchor.as_str());
                    entry.uses.clear();
                }
            }
            Block::Only(x) => x.span = at,
            Block::Change(x) => (x.listed, x.span) = (None, at),
        }
    }

    fn run(&mut self, list: &mut Vec<Inline>, at: Span) {
        for mut inline in std::mem::take(list) {
            inline.content_mut().into_iter().for_each(|content| self.run(content, at));
            match self.loose(&mut inline, at) {
                Some(mut text) => list.append(&mut text),
                None => {
                    self.own_inline(&mut inline, at);
                    list.push(inline);
                }
            }
        }
    }

    /// What stays of an inline that leads to what is gone, or to which nothing leads any more.
    fn loose(&self, inline: &mut Inline, at: Span) -> Option<Vec<Inline>> {
        let gone = |anchor: &Anchor| !self.here.contains(anchor);
        match inline {
            Inline::Link(x) => {
                let loose = matches!(&x.target, Target::Anchor(anchor) if gone(anchor));
                loose.then(|| std::mem::take(&mut x.content))
            }
            Inline::Cite(x) => gone(&x.target).then(|| std::mem::take(&mut x.content)),
            Inline::Ref(x) | Inline::PageRef(x) => {
                gone(&x.anchor).then(|| vec![Inline::Text(Text { text: x.text.clone(), span: at })])
            }
            Inline::Place(_) => Some(Vec::new()),
            Inline::Text(_)
            | Inline::Emph(_)
            | Inline::Strong(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Key(_)
            | Inline::Code(_)
            | Inline::Math(_)
            | Inline::NoteRef(_)
            | Inline::Picture(_)
            | Inline::Mark(_)
            | Inline::LineBreak(_)
            | Inline::Only(_)
            | Inline::Change(_)
            | Inline::Comment(_) => None,
        }
    }

    /// Takes what an inline has of its own, apart from the run in it.
    fn own_inline(&mut self, inline: &mut Inline, at: Span) {
        match inline {
            Inline::Text(x) | Inline::Code(x) => x.span = at,
            Inline::Emph(_)
            | Inline::Strong(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Key(_)
            | Inline::Place(_) => {}
            Inline::Math(x) => x.span = at,
            Inline::Link(x) => x.span = at,
            Inline::Ref(x) | Inline::PageRef(x) => x.span = at,
            Inline::Cite(x) => (x.anchor, x.span) = (self.claim(x.anchor.as_str()), at),
            Inline::NoteRef(x) => {
                (x.note, x.anchor) = (self.note(x.note, at), self.claim(x.anchor.as_str()));
                (x.first, x.span) = (true, at);
            }
            Inline::Picture(x) => {
                x.span = at;
                self.picture(&mut x.picture);
            }
            Inline::Mark(x) => (x.anchor, x.span) = (None, at),
            Inline::LineBreak(x) => x.span = at,
            Inline::Only(x) => x.span = at,
            Inline::Change(x) => (x.listed, x.span) = (None, at),
            Inline::Comment(x) => x.span = at,
        }
    }

    fn note(&mut self, id: NoteId, at: Span) -> NoteId {
        let Some(note) = self.old.notes.get(id.0 as usize) else { return id };
        let blocks = self.blocks(&note.blocks, at);
        let anchor = self.claim(note.anchor.as_str());
        // A note that is gone has no number among those that are there.
        let number = "–".to_owned();
        self.notes.push(Note { anchor, number, blocks, span: at });
        NoteId(u32::try_from(self.notes.len() - 1).unwrap_or(u32::MAX))
    }

    fn picture(&mut self, picture: &mut Picture) {
        if let Some(known) = self.taken_assets.get(&picture.asset) {
            picture.asset = *known;
            return;
        }
        let Some(asset) = self.old.assets.get(picture.asset.0 as usize) else { return };
        let same = self.assets.iter().position(|one| one.bytes == asset.bytes && one.format == asset.format);
        let place = same.unwrap_or_else(|| {
            let mut asset = asset.clone();
            asset.name = format!("old-{}", asset.name);
            self.assets.push(asset);
            self.assets.len() - 1
        });
        let id = AssetId(u32::try_from(place).unwrap_or(u32::MAX));
        self.taken_assets.insert(picture.asset, id);
        picture.asset = id;
    }
}
