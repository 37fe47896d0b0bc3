//! Solutions of exercises, taken out of their places and gathered by chapter.
//!
//! A solution names its exercise (`::: {.solution for="exr-x"}`), stands in it or right behind it. Any other
//! stays where it is. They are gathered where `::: {.solutions}` stands, else in a chapter of their own.
//!
//! [`take`] runs before anything is counted, so that what stands in a solution is counted where it is
//! printed; [`Links::of`] runs when all numbers are known.

use std::collections::{BTreeMap, BTreeSet};

use super::arrange::{Chapter, Piece, Plan, Section};
use super::plain::plain;
use super::tables::Tables;
use crate::book::{Anchor, Role};
use crate::draft::{Attrs, Block, Div, Heading, Inline};
use crate::manifest::Manifest;
use crate::problem::{Diagnostic, Problem, nearest};
use crate::span::{FileId, Span};

/// Marks a solution that was taken: its exercise's label, or nothing where its place says which.
const FOR: &str = "for";

/// What was taken: which exercise each solution is for.
#[derive(Default)]
pub(super) struct Taken {
    solutions: Vec<Solution>,
    /// The headings of the chapters that it was taken from.
    titles: BTreeSet<Span>,
}

struct Solution {
    span: Span,
    exercise: Exercise,
}

enum Exercise {
    Named(String),
    Around(Span),
}

/// Who leads to whom.
#[derive(Default)]
pub(super) struct Links {
    /// Anchor and name of the exercise, by the place of its solution.
    pub exercises: BTreeMap<Span, (Anchor, String)>,
    /// Anchors of the solutions, by the place of their exercise.
    pub solutions: BTreeMap<Span, Vec<Anchor>>,
}

/// Takes the solutions out of a plan and puts them where they are gathered.
pub(super) fn take(manifest: &Manifest, title: &str, plan: &mut Plan) -> Taken {
    let mut taken = Taken::default();
    let mut gathered = Vec::new();
    each_chapter(plan, &mut |chapter| from_chapter(&mut chapter.top, &mut taken, &mut gathered));
    if gathered.is_empty() {
        return taken;
    }
    let sections: Vec<Section> = gathered.into_iter().map(|group| group.section(&mut taken)).collect();
    let mut waiting = Some(sections);
    each_chapter(plan, &mut |chapter| put(&mut chapter.top, &mut waiting));
    if let Some(sections) = waiting {
        let top = Section {
            file: manifest.file,
            opens: None,
            heading: heading(title, Span::top(manifest.file), 1),
            aliases: Vec::new(),
            body: sections.into_iter().map(Piece::Section).collect(),
        };
        plan.back.push(Chapter { role: Role::Back, top, named: Span::top(manifest.file) });
    }
    taken
}

fn each_chapter(plan: &mut Plan, see: &mut dyn FnMut(&mut Chapter)) {
    let body = plan.parts.iter_mut().flat_map(|part| &mut part.chapters);
    plan.front.iter_mut().chain(body).chain(&mut plan.back).for_each(see);
}

fn heading(title: &str, span: Span, level: u8) -> Heading {
    Heading { level, title: vec![Inline::Text(title.to_owned(), span)], attrs: Attrs::default(), span }
}

/// Answers aren't counted like sections.
fn group_heading(title: &str, span: Span) -> Heading {
    let mut heading = heading(title, span, 2);
    heading.attrs.classes.push("unnumbered".to_owned());
    heading
}

/// The solutions of one chapter, each with the file that it stands in.
struct Group {
    file: FileId,
    title: String,
    span: Span,
    blocks: Vec<(FileId, Block)>,
}

impl Group {
    fn section(self, taken: &mut Taken) -> Section {
        let Self { file, title, span, blocks } = self;
        taken.titles.insert(span);
        let body = blocks.into_iter().map(|(file, block)| Piece::Moved(file, block)).collect();
        Section { file, opens: None, heading: group_heading(&title, span), aliases: Vec::new(), body }
    }
}

/// Takes the solutions out of a chapter.
fn from_chapter(top: &mut Section, taken: &mut Taken, gathered: &mut Vec<Group>) {
    let mut blocks = Vec::new();
    let (title, span, file) = (plain(&top.heading.title), top.heading.span, top.file);
    walk(top, taken, &mut blocks);
    if !blocks.is_empty() {
        gathered.push(Group { file, title, span, blocks });
    }
}

/// Takes the solutions out of a section and those in it.
fn walk(section: &mut Section, taken: &mut Taken, out: &mut Vec<(FileId, Block)>) {
    let mut kept = Vec::with_capacity(section.body.len());
    let (mut run, mut mine) = (Vec::new(), Vec::new());
    for piece in std::mem::take(&mut section.body) {
        match piece {
            Piece::Block(block) => run.push(block),
            Piece::Moved(file, block) => kept.push(Piece::Moved(file, block)),
            Piece::Section(mut inner) => {
                from_blocks(&mut run, taken, &mut mine);
                kept.extend(run.drain(..).map(Piece::Block));
                out.extend(mine.drain(..).map(|block| (section.file, block)));
                walk(&mut inner, taken, out);
                kept.push(Piece::Section(inner));
            }
        }
    }
    from_blocks(&mut run, taken, &mut mine);
    out.extend(mine.into_iter().map(|block| (section.file, block)));
    kept.extend(run.into_iter().map(Piece::Block));
    section.body = kept;
}

/// Takes the solutions out of a row of blocks.
fn from_blocks(blocks: &mut Vec<Block>, taken: &mut Taken, out: &mut Vec<Block>) {
    let mut exercise = None;
    let mut kept = Vec::with_capacity(blocks.len());
    for block in blocks.drain(..) {
        match block {
            Block::Div(mut div) if is(&div, "solution") => match target(&div, exercise) {
                Some(target) => taken.add(div, target, out),
                None => {
                    from_blocks(&mut div.blocks, taken, out);
                    kept.push(Block::Div(div));
                }
            },
            Block::Div(mut div) => {
                exercise = is(&div, "exercise").then_some(div.span);
                inside(&mut div.blocks, exercise, taken, out);
                kept.push(Block::Div(div));
            }
            Block::Quote(mut quote) => {
                from_blocks(&mut quote.blocks, taken, out);
                exercise = None;
                kept.push(Block::Quote(quote));
            }
            Block::List(mut list) => {
                list.items.iter_mut().for_each(|item| from_blocks(&mut item.blocks, taken, out));
                exercise = None;
                kept.push(Block::List(list));
            }
            other => {
                exercise = None;
                kept.push(other);
            }
        }
    }
    *blocks = kept;
}

/// Takes the solutions out of a box; those directly in an exercise are its own.
fn inside(blocks: &mut Vec<Block>, exercise: Option<Span>, taken: &mut Taken, out: &mut Vec<Block>) {
    let mut kept = Vec::with_capacity(blocks.len());
    for block in blocks.drain(..) {
        match block {
            Block::Div(div) if is(&div, "solution") && exercise.is_some() => match target(&div, exercise) {
                Some(target) => taken.add(div, target, out),
                None => kept.push(Block::Div(div)),
            },
            other => kept.push(other),
        }
    }
    from_blocks(&mut kept, taken, out);
    *blocks = kept;
}

fn is(div: &Div, class: &str) -> bool {
    div.attrs.classes.first().is_some_and(|first| first == class)
}

fn target(div: &Div, exercise: Option<Span>) -> Option<Exercise> {
    let named = div.attrs.get(FOR).map(|label| Exercise::Named(label.trim_start_matches(['#', '@']).to_owned()));
    named.or(exercise.map(Exercise::Around))
}

impl Taken {
    fn add(&mut self, mut div: Div, exercise: Exercise, out: &mut Vec<Block>) {
        self.solutions.push(Solution { span: div.span, exercise });
        if div.attrs.get(FOR).is_none() {
            div.attrs.pairs.push((FOR.to_owned(), String::new()));
        }
        out.push(Block::Div(div));
    }

    /// Gives the sections that gather the titles of their chapters, from which written numbers are gone now.
    pub fn name_sections(&self, plan: &mut Plan, tables: &mut Tables) {
        let mut titles = BTreeMap::new();
        each_chapter(plan, &mut |chapter| titles_of(&chapter.top, &self.titles, &mut titles));
        each_chapter(plan, &mut |chapter| rename(&mut chapter.top, &titles, tables));
    }
}

/// Whether a solution is gathered: [`take`] left its mark.
pub(super) fn is_gathered(attrs: &Attrs) -> bool {
    attrs.classes.first().is_some_and(|class| class == "solution") && attrs.get(FOR).is_some()
}

/// Titles of the sections that solutions come from, by their place.
fn titles_of(section: &Section, wanted: &BTreeSet<Span>, out: &mut BTreeMap<Span, String>) {
    if wanted.contains(&section.heading.span) {
        out.entry(section.heading.span).or_insert_with(|| plain(&section.heading.title));
    }
    for piece in &section.body {
        if let Piece::Section(inner) = piece {
            titles_of(inner, wanted, out);
        }
    }
}

fn rename(section: &mut Section, titles: &BTreeMap<Span, String>, tables: &mut Tables) {
    if let Some(title) = titles.get(&section.heading.span).filter(|_| gathers(section)) {
        let span = section.heading.span;
        section.heading.title = vec![Inline::Text(title.clone(), Span { end: span.start, ..span })];
        tables.rename(section.heading.attrs.key, title);
    }
    for piece in &mut section.body {
        if let Piece::Section(inner) = piece {
            rename(inner, titles, tables);
        }
    }
}

fn gathers(section: &Section) -> bool {
    section.body.iter().all(|piece| matches!(piece, Piece::Moved(_, Block::Div(div)) if is_gathered(&div.attrs)))
}

/// Puts the sections in the place of the first `::: {.solutions}` that stands in no other block.
fn put(section: &mut Section, waiting: &mut Option<Vec<Section>>) {
    let mut kept = Vec::with_capacity(section.body.len());
    for piece in std::mem::take(&mut section.body) {
        match piece {
            Piece::Block(Block::Div(div)) if waiting.is_some() && is(&div, "solutions") => {
                kept.extend(div.blocks.into_iter().map(Piece::Block));
                kept.extend(waiting.take().into_iter().flatten().map(Piece::Section));
            }
            Piece::Block(block) => kept.push(Piece::Block(block)),
            Piece::Moved(file, block) => kept.push(Piece::Moved(file, block)),
            Piece::Section(mut inner) => {
                put(&mut inner, waiting);
                kept.push(Piece::Section(inner));
            }
        }
    }
    section.body = kept;
}

impl Links {
    /// Finds the exercises of what was taken.
    pub fn of(taken: &Taken, tables: &Tables, problems: &mut Vec<Diagnostic>) -> Self {
        let mut links = Self::default();
        for Solution { span, exercise } in &taken.solutions {
            let found = match exercise {
                Exercise::Around(at) => tables.spanned(*at),
                Exercise::Named(label) => tables.label(label),
            };
            let Some(found) = found else {
                if let Exercise::Named(label) = exercise {
                    let near = nearest(label, tables.labels());
                    let problem = Problem::UnknownLabel { label: label.clone(), nearest: near };
                    problems.push(problem.at(*span));
                }
                continue;
            };
            let name = found.number.as_ref().map_or(&found.title, |number| &number.label);
            if let Some(anchor) = &found.anchor {
                links.exercises.insert(*span, (anchor.clone(), name.clone()));
            }
            if let Some(anchor) = tables.spanned(*span).and_then(|solution| solution.anchor.clone()) {
                links.solutions.entry(found.span).or_default().push(anchor);
            }
        }
        links
    }
}
