//! What is taken over from the old book: with its notes and pictures, without its anchors and places.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{
    Anchor, Anchors, AssetId, Block, Book, FigureBody, Inline, Note, NoteId, Picture, Row, Target, Text,
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
        match block {
            Block::Section(x) => {
                x.heading.anchor = self.claim(x.heading.anchor.as_str());
                (x.heading.number, x.heading.span) = (None, at);
                self.run(&mut x.heading.title, at);
                x.blocks.iter_mut().for_each(|block| self.block(block, at));
            }
            Block::Paragraph(x) => {
                x.span = at;
                self.run(&mut x.content, at);
            }
            Block::List(x) => {
                x.span = at;
                for item in &mut x.items {
                    (item.callout, item.span) = (None, at);
                    item.blocks.iter_mut().for_each(|block| self.block(block, at));
                }
            }
            Block::Terms(x) => {
                x.span = at;
                for term in &mut x.items {
                    term.span = at;
                    self.run(&mut term.term, at);
                    term.definitions.iter_mut().flatten().for_each(|block| self.block(block, at));
                }
            }
            Block::Quote(x) => {
                x.span = at;
                x.blocks.iter_mut().for_each(|block| self.block(block, at));
            }
            Block::Listing(x) => {
                (x.anchor, x.number, x.span) = (None, None, at);
                self.run(&mut x.caption, at);
                x.lines.iter_mut().for_each(|line| (line.callout, line.span) = (None, at));
            }
            Block::Table(x) => {
                (x.anchor, x.number, x.span) = (None, None, at);
                self.run(&mut x.caption, at);
                x.head.iter_mut().chain(&mut x.rows).for_each(|row| self.row(row, at));
            }
            Block::Figure(x) => {
                (x.anchor, x.number, x.span) = (None, None, at);
                self.run(&mut x.caption, at);
                match &mut x.body {
                    FigureBody::Picture(picture) => self.picture(picture),
                    FigureBody::Art(art) => art.lines.iter_mut().for_each(|line| line.span = at),
                    FigureBody::Blocks(body) => body.blocks.iter_mut().for_each(|block| self.block(block, at)),
                }
            }
            Block::Math(x) => (x.anchor, x.number, x.span) = (None, None, at),
            Block::Aside(x) => {
                (x.anchor, x.number, x.span) = (None, None, at);
                self.run(&mut x.title, at);
                x.blocks.iter_mut().for_each(|block| self.block(block, at));
            }
            Block::Break(x) => x.span = at,
            Block::Bibliography(x) => {
                (x.anchor, x.span) = (None, at);
                for work in &mut x.works {
                    work.anchor = self.anchors.claim(&format!("old-{}", work.anchor));
                    (work.back, work.span) = (Vec::new(), at);
                    self.run(&mut work.label, at);
                    self.run(&mut work.content, at);
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
                    entry.anchor = self.anchors.claim(&format!("old-{}", entry.anchor));
                    entry.uses.clear();
                    self.run(&mut entry.term, at);
                    entry.definitions.iter_mut().flatten().for_each(|block| self.block(block, at));
                }
            }
            Block::Only(x) => {
                x.span = at;
                x.blocks.iter_mut().for_each(|block| self.block(block, at));
            }
            Block::Change(x) => {
                (x.listed, x.span) = (None, at);
                x.blocks.iter_mut().for_each(|block| self.block(block, at));
            }
        }
    }

    /// A row of the old book.
    pub fn row(&mut self, row: &mut Row, at: Span) {
        for cell in &mut row.cells {
            cell.span = at;
            cell.blocks.iter_mut().for_each(|block| self.block(block, at));
        }
    }

    fn run(&mut self, list: &mut Vec<Inline>, at: Span) {
        let mut out = Vec::with_capacity(list.len());
        for mut inline in list.drain(..) {
            match &mut inline {
                Inline::Emph(x)
                | Inline::Strong(x)
                | Inline::Strike(x)
                | Inline::Sub(x)
                | Inline::Sup(x)
                | Inline::Key(x) => self.run(&mut x.content, at),
                Inline::Link(x) => {
                    x.span = at;
                    self.run(&mut x.content, at);
                    if matches!(&x.target, Target::Anchor(anchor) if !self.here.contains(anchor)) {
                        out.append(&mut x.content);
                        continue;
                    }
                }
                Inline::Cite(x) => {
                    self.run(&mut x.content, at);
                    x.anchor = self.anchors.claim(&format!("old-{}", x.anchor));
                    x.span = at;
                    if !self.here.contains(&x.target) {
                        out.append(&mut x.content);
                        continue;
                    }
                }
                Inline::Mark(x) => {
                    (x.anchor, x.span) = (None, at);
                    self.run(&mut x.content, at);
                }
                Inline::Only(x) => {
                    x.span = at;
                    self.run(&mut x.content, at);
                }
                Inline::Change(x) => {
                    (x.listed, x.span) = (None, at);
                    self.run(&mut x.content, at);
                }
                Inline::Ref(x) | Inline::PageRef(x) => {
                    x.span = at;
                    if !self.here.contains(&x.anchor) {
                        out.push(Inline::Text(Text { text: x.text.clone(), span: at }));
                        continue;
                    }
                }
                Inline::NoteRef(x) => {
                    x.note = self.note(x.note, at);
                    x.anchor = self.anchors.claim(&format!("old-{}", x.anchor));
                    (x.first, x.span) = (true, at);
                }
                Inline::Picture(x) => {
                    x.span = at;
                    self.picture(&mut x.picture);
                }
                Inline::Text(x) | Inline::Code(x) => x.span = at,
                Inline::Math(x) => x.span = at,
                Inline::Comment(x) => x.span = at,
                Inline::LineBreak(x) => x.span = at,
                // Nothing leads to what is gone.
                Inline::Place(_) => continue,
            }
            out.push(inline);
        }
        *list = out;
    }

    fn note(&mut self, id: NoteId, at: Span) -> NoteId {
        let Some(note) = self.old.notes.get(id.0 as usize) else { return id };
        let blocks = self.blocks(&note.blocks, at);
        let anchor = self.anchors.claim(&format!("old-{}", note.anchor));
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
