//! What the book gathers from all its chapters: the index, uses of the glossary's terms, solutions.
//!
//! Boxes say where it stands; where none does, it is a chapter of its own at the end.

use std::collections::BTreeMap;

use super::{Body, Lower};
use crate::book::{
    self, Anchor, Block, Chapter, Entry, Glossary, GlossaryEntry, Heading, Index, IndexGroup, Inline, Kind, Link,
    Paragraph, Place, Ref, Reference, Role, Styled, Target, Text,
};
use crate::draft;
use crate::manifest;
use crate::problem::Problem;
use crate::span::Span;

impl Lower<'_> {
    /// A box: one of those that gather, or one that stands for itself.
    pub(super) fn div(&mut self, div: draft::Div, out: &mut Vec<Block>) {
        let class = div.attrs.classes.first().map(String::as_str).unwrap_or_default();
        match class {
            _ if self.manifest.blocks.contains_key(class) => out.push(self.aside(div)),
            "content-visible" | "content-hidden" => out.push(self.only_blocks(div)),
            "index" => self.index_box(div, out),
            "glossary" => {
                self.place_of(&div, out);
                out.extend(self.blocks(div.blocks));
            }
            "exercise" => out.push(self.exercise(div)),
            "solution" => out.push(self.solution(div)),
            "solutions" => {
                let problem = Problem::EmptyPlace { class: class.to_owned() };
                self.problems.push(problem.at(div.span));
                out.extend(self.blocks(div.blocks));
            }
            _ => out.push(self.aside(div)),
        }
    }

    /// The place of the index, behind what the author writes about it. It is filled by [`Self::gather`].
    fn index_box(&mut self, div: draft::Div, out: &mut Vec<Block>) {
        let span = div.span;
        if let Some(first) = self.index.place {
            let problem = Problem::PlaceTwice { class: "index".to_owned(), first: self.snapshot.place(first) };
            self.problems.push(problem.at(span).and(first, "the first"));
        }
        self.place_of(&div, out);
        out.extend(self.blocks(div.blocks));
        if self.index.place.is_none() {
            self.index.place = Some(span);
            out.push(Block::Index(Index { groups: Vec::new(), span }));
        }
    }

    /// A definition list of the glossary. Its uses are filled in by [`Self::gather`].
    pub(super) fn glossary_list(&mut self, terms: draft::Terms) -> Block {
        let outer = std::mem::replace(&mut self.defining, true);
        let mut entries = Vec::with_capacity(terms.items.len());
        for item in terms.items {
            let draft::Term { term, definitions, span } = item;
            let Some(anchor) = self.glossary.anchor(span).cloned() else { continue };
            let term = self.inlines(term);
            let definitions = definitions.into_iter().map(|blocks| self.blocks(blocks)).collect();
            entries.push(GlossaryEntry { anchor, term, definitions, uses: Vec::new(), span });
        }
        self.defining = outer;
        Block::Glossary(Glossary { entries, span: terms.span })
    }

    /// An exercise, with the pages of its solutions at its end.
    fn exercise(&mut self, div: draft::Div) -> Block {
        let span = div.span;
        let solutions = self.solutions.solutions.get(&span).cloned().unwrap_or_default();
        let mut block = self.aside(div);
        let Block::Aside(aside) = &mut block else { return block };
        for anchor in solutions {
            let link = self.solution_link(anchor, after(span));
            match aside.blocks.last_mut() {
                Some(Block::Paragraph(last)) => {
                    last.content.push(Inline::Text(Text { text: " ".to_owned(), span: after(span) }));
                    last.content.push(link);
                }
                _ => aside.blocks.push(Block::Paragraph(Paragraph { content: vec![link], span: after(span) })),
            }
        }
        block
    }

    /// The page of a solution; where there are no pages, its name alone leads to it.
    fn solution_link(&mut self, anchor: Anchor, span: Span) -> Inline {
        let text = self.words.solution.clone();
        let before = format!("{} ", self.words.solution_on);
        let source = self.snapshot.place(span);
        self.references.push(Reference { anchor: anchor.clone(), text: text.clone(), paged: true, source, span });
        Inline::Emph(Styled { content: vec![Inline::PageRef(Ref { anchor, text, before, span })] })
    }

    /// A solution, with its exercise's name, which leads back to it, as its title.
    fn solution(&mut self, div: draft::Div) -> Block {
        let span = div.span;
        let exercise = self.solutions.exercises.get(&span).cloned();
        let own = div.attrs.get("lang").and_then(manifest::own_words);
        let word = own.as_ref().or(self.spoken.as_ref()).unwrap_or(self.words).solution.clone();
        let mut block = self.aside(div);
        let Block::Aside(aside) = &mut block else { return block };
        aside.label = word;
        if let Some((anchor, name)) = exercise {
            let content = vec![Inline::Text(Text { text: name, span: after(span) })];
            let link = Inline::Link(Link { target: Target::Anchor(anchor), content, span: after(span) });
            let own = std::mem::take(&mut aside.title);
            aside.title.push(link);
            if !own.is_empty() {
                aside.title.push(Inline::Text(Text { text: ": ".to_owned(), span: after(span) }));
                aside.title.extend(own);
            }
        }
        block
    }

    /// The place that a box's label names, where the box itself prints nothing.
    fn place_of(&mut self, div: &draft::Div, out: &mut Vec<Block>) {
        let span = div.span;
        if let (Some(anchor), _) = self.assigned(&div.attrs) {
            let content = vec![Inline::Place(Place { anchor, span })];
            out.push(Block::Paragraph(Paragraph { content, span }));
        }
    }

    /// Fills what gathers; the ledger's entries of the chapters that this adds.
    pub fn gather(&mut self, body: &mut Body) -> Vec<Entry> {
        fill_glossary(body, std::mem::take(&mut self.glossary).uses());
        let marks = std::mem::take(&mut self.index);
        let place = marks.place;
        if marks.is_empty() {
            let empty = |span: Span| Problem::EmptyPlace { class: "index".to_owned() }.at(span);
            self.problems.extend(place.map(empty));
            return Vec::new();
        }
        let language = &self.manifest.meta.language;
        let anchors = &mut self.tables.anchors;
        let groups = marks.finish(language, &self.words.symbols, anchors, self.problems);
        if place.is_some() {
            fill_index(body, groups);
            return Vec::new();
        }
        // Not the top of the file, where the title of the solutions stands: a page begins at one place only.
        let span = Span { start: 1, end: 1, ..Span::top(self.manifest.file) };
        let index = Block::Index(Index { groups, span });
        vec![self.append(body, self.words.index.clone(), vec![index], span)]
    }

    /// Adds a chapter behind all others.
    fn append(&mut self, body: &mut Body, title: String, blocks: Vec<Block>, span: Span) -> Entry {
        let (chapter, entry) = self.behind(&title.clone(), title, blocks, span);
        body.back.push(chapter);
        entry
    }

    /// A chapter that no file has; its anchor is called `wish` if it can be.
    pub(super) fn behind(&mut self, wish: &str, title: String, blocks: Vec<Block>, span: Span) -> (Chapter, Entry) {
        let anchor = self.tables.anchors.claim(wish);
        let entry = Entry {
            label: None,
            anchor: anchor.clone(),
            kind: Kind::Chapter,
            number: None,
            title: title.clone(),
            source: self.snapshot.place(span),
            span,
            pages: BTreeMap::new(),
            file: None,
        };
        let title = vec![Inline::Text(Text { text: title, span })];
        let heading = Heading { anchor, number: None, title, span };
        (Chapter { role: Role::Back, heading, blocks, span }, entry)
    }
}

/// Puts the index into its place.
fn fill_index(body: &mut Body, groups: Vec<IndexGroup>) {
    let mut groups = Some(groups);
    each_block(body, &mut |block| {
        if let Block::Index(index) = block {
            index.groups = groups.take().unwrap_or_default();
        }
    });
}

/// Lets the glossary's entries lead back to their first uses.
fn fill_glossary(body: &mut Body, mut uses: BTreeMap<Anchor, Vec<Ref>>) {
    if uses.is_empty() {
        return;
    }
    each_block(body, &mut |block| {
        if let Block::Glossary(glossary) = block {
            for entry in &mut glossary.entries {
                entry.uses = uses.remove(&entry.anchor).unwrap_or_default();
            }
        }
    });
}

fn each_block(body: &mut Body, see: &mut dyn FnMut(&mut Block)) {
    let chapters = body.parts.iter_mut().flat_map(|part| &mut part.chapters);
    for chapter in body.front.iter_mut().chain(chapters).chain(&mut body.back) {
        book::blocks_mut(&mut chapter.blocks, see);
    }
}

/// The place of what we add behind a box: no text of the author's has it.
fn after(span: Span) -> Span {
    Span { start: span.end, ..span }
}
