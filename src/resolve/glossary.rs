//! The terms that the glossary defines, and the places that use them first.
//!
//! Definition lists define terms where they stand in a chapter or section with the class or label
//! `glossary`, or in `::: {.glossary}`. A term is known by its letters, whatever their case.

use std::collections::{BTreeMap, BTreeSet};

use super::arrange::{Piece, Plan, Section};
use super::plain::plain;
use crate::book::{Anchor, Anchors, Ref};
use crate::draft::{Attrs, Block, Terms};
use crate::manifest::Manifest;
use crate::problem::{Diagnostic, Problem, nearest};
use crate::snapshot::Snapshot;
use crate::span::Span;

/// The glossary's terms.
#[derive(Default)]
pub(super) struct Glossary {
    /// By their letters in lower case.
    terms: BTreeMap<String, Term>,
    /// Every definition list that is a glossary, by its place.
    lists: BTreeSet<Span>,
    /// Anchors of the entries, by their places.
    anchors: BTreeMap<Span, Anchor>,
    /// Terms used so far in the open chapter.
    used: BTreeSet<String>,
}

struct Term {
    anchor: Anchor,
    span: Span,
    uses: Vec<Ref>,
}

impl Glossary {
    /// Collects the terms of a book.
    pub fn of(
        snapshot: &Snapshot,
        manifest: &Manifest,
        plan: &Plan,
        anchors: &mut Anchors,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut lists = Vec::new();
        let boxes = !manifest.blocks.contains_key("glossary");
        plan.chapters().for_each(|chapter| section(&chapter.top, false, boxes, &mut lists));
        let mut glossary = Self::default();
        for list in lists {
            glossary.lists.insert(list.span);
            for item in &list.items {
                let name = normal(&plain(&item.term));
                let anchor = anchors.claim(&format!("term-{name}"));
                glossary.anchors.insert(item.span, anchor.clone());
                if let Some(first) = glossary.terms.get(&name) {
                    let problem = Problem::TermTwice { term: name, first: snapshot.place(first.span) };
                    problems.push(problem.at(item.span).and(first.span, "the first"));
                    continue;
                }
                glossary.terms.insert(name, Term { anchor, span: item.span, uses: Vec::new() });
            }
        }
        glossary
    }

    /// Whether the book has no glossary.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a definition list defines the glossary's terms.
    pub fn has(&self, list: &Terms) -> bool {
        self.lists.contains(&list.span)
    }

    /// The anchor of an entry, by its place.
    pub fn anchor(&self, entry: Span) -> Option<&Anchor> {
        self.anchors.get(&entry)
    }

    /// A new chapter begins: every term is new in it.
    pub fn open_chapter(&mut self) {
        self.used.clear();
    }

    /// The entry that a term has, and whether this is its first use in the chapter.
    ///
    /// # Errors
    /// [`Problem::UnknownTerm`].
    pub fn look_up(&mut self, term: &str) -> Result<(Anchor, bool), Problem> {
        let name = normal(term);
        let Some(known) = self.terms.get(&name) else {
            let nearest = nearest(&name, self.terms.keys().map(String::as_str));
            return Err(Problem::UnknownTerm { term: term.to_owned(), nearest });
        };
        Ok((known.anchor.clone(), self.used.insert(name)))
    }

    /// Remembers a first use.
    pub fn note_use(&mut self, term: &str, place: Ref) {
        if let Some(known) = self.terms.get_mut(&normal(term)) {
            known.uses.push(place);
        }
    }

    /// The first uses of each term, by the anchor of its entry.
    pub fn uses(self) -> BTreeMap<Anchor, Vec<Ref>> {
        self.terms.into_values().map(|term| (term.anchor, term.uses)).collect()
    }
}

/// A term as it is looked up: in lower case, with single spaces.
fn normal(term: &str) -> String {
    term.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn is_glossary(attrs: &Attrs) -> bool {
    let label = attrs.label.as_ref().map(|(label, _)| label.as_str());
    attrs.has("glossary") || matches!(label, Some("glossary" | "sec-glossary" | "sec:glossary"))
}

fn section<'a>(section_: &'a Section, inside: bool, boxes: bool, out: &mut Vec<&'a Terms>) {
    let inside = inside || is_glossary(&section_.heading.attrs);
    for piece in &section_.body {
        match piece {
            Piece::Block(one) | Piece::Moved(_, one) => block(one, inside, boxes, out),
            Piece::Section(inner) => section(inner, inside, boxes, out),
        }
    }
}

fn block<'a>(one: &'a Block, inside: bool, boxes: bool, out: &mut Vec<&'a Terms>) {
    match one {
        Block::Terms(terms) if inside => out.push(terms),
        Block::Div(div) => {
            let inside = inside || (boxes && div.attrs.has("glossary"));
            div.blocks.iter().for_each(|one| block(one, inside, boxes, out));
        }
        Block::Quote(quote) => quote.blocks.iter().for_each(|one| block(one, inside, boxes, out)),
        Block::List(list) => {
            let blocks = list.items.iter().flat_map(|item| &item.blocks);
            blocks.for_each(|one| block(one, inside, boxes, out));
        }
        _ => {}
    }
}
