//! Keys, anchors, numbers and names of everything that can be referred to, in one walk.
//!
//! The walk goes through the plan in reading order. It gives each heading, figure, table, listing,
//! equation and box a key (written into its [`Attrs`]), under which [`Tables`] holds its anchor, its
//! number and its title. After the walk every number of the book is a finished string.

use std::collections::BTreeMap;

use super::arrange::{Chapter, Part, Piece, Plan, Section};
use super::{accepted, boxes};
use super::counters::Counters;
use super::plain::plain;
use super::strip;
use crate::art::diagram::Notation;
use crate::book::{Anchor, Anchors, Entry, Kind, Number, Role, Words};
use crate::draft::{Attrs, Block, Inline, InnerMut};
use crate::manifest::Manifest;
use crate::problem::{Diagnostic, Problem};
use crate::snapshot::{BookPath, Snapshot};
use crate::span::{FileId, Span};

/// Something that can be referred to.
#[derive(Debug, Clone)]
pub(super) struct Assigned {
    /// Its place; `None` where nothing can refer to it.
    pub anchor: Option<Anchor>,
    /// Its number; `None` where it has none.
    pub number: Option<Number>,
    /// Its title or caption, plain.
    pub title: String,
    /// Where it is made.
    pub span: Span,
}

/// What the walk found.
pub(super) struct Tables {
    assigned: Vec<Assigned>,
    labels: BTreeMap<String, u32>,
    names: BTreeMap<(FileId, String), u32>,
    files: BTreeMap<BookPath, u32>,
    /// The ledger's entries, in reading order.
    pub entries: Vec<Entry>,
    /// Pictures named anywhere: the file that names it, its target as typed.
    pub pictures: Vec<(FileId, String, Span)>,
    /// Diagrams in fences.
    pub diagrams: Vec<(Notation, String)>,
    /// Citations that have a key: 1 to this.
    pub cites: u32,
    /// The anchors given out; notes claim theirs later.
    pub anchors: Anchors,
}

impl Tables {
    /// What a key names; `None` for 0.
    pub fn get(&self, key: u32) -> Option<&Assigned> {
        self.assigned.get((key as usize).checked_sub(1)?)
    }

    /// What stands at a place.
    pub fn spanned(&self, span: Span) -> Option<&Assigned> {
        self.assigned.iter().find(|it| it.span == span)
    }

    /// Gives a heading of ours another title.
    pub fn rename(&mut self, key: u32, title: &str) {
        let known = (key as usize).checked_sub(1).and_then(|at| self.assigned.get_mut(at));
        let Some(known) = known else { return };
        known.title = title.to_owned();
        let entry = self.entries.iter_mut().find(|entry| Some(&entry.anchor) == known.anchor.as_ref());
        entry.into_iter().for_each(|entry| entry.title = title.to_owned());
    }

    /// What a label names, anywhere in the book.
    pub fn label(&self, label: &str) -> Option<&Assigned> {
        self.get(*self.labels.get(&normal(label))?)
    }

    /// What an id names in a file: an `<a id>`, a heading as mdBook would name it, or any label.
    pub fn name(&self, file: FileId, id: &str) -> Option<&Assigned> {
        let local = self.names.get(&(file, id.to_owned())).and_then(|key| self.get(*key));
        local.or_else(|| self.label(id))
    }

    /// The heading that a file begins with.
    pub fn file(&self, path: &BookPath) -> Option<&Assigned> {
        self.get(*self.files.get(path)?)
    }

    /// All labels.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.keys().map(String::as_str)
    }

    /// All ids of a file.
    pub fn names(&self, file: FileId) -> impl Iterator<Item = &str> {
        let from = (file, String::new());
        let mine = self.names.range(from..).take_while(move |((f, _), _)| *f == file);
        mine.map(|((_, name), _)| name.as_str())
    }

    /// All files of the book.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(BookPath::as_str)
    }
}

/// Labels with a colon mean the same as with a hyphen (`fig:flp`, `fig-flp`).
fn normal(label: &str) -> String {
    label.replace(':', "-")
}

/// Walks the plan. Numbers that authors wrote into headings are taken out on the way.
pub(super) fn tables(
    snapshot: &Snapshot,
    manifest: &Manifest,
    words: &Words,
    plan: &mut Plan,
    problems: &mut Vec<Diagnostic>,
) -> Tables {
    let tables = Tables {
        assigned: Vec::new(),
        labels: BTreeMap::new(),
        names: BTreeMap::new(),
        files: BTreeMap::new(),
        entries: Vec::new(),
        pictures: Vec::new(),
        diagrams: Vec::new(),
        cites: 0,
        anchors: Anchors::default(),
    };
    let counters = Counters::new(words.clone(), manifest.numbering.sections);
    let taken = BTreeMap::new();
    let file = manifest.file;
    let mut walk = Walk { snapshot, manifest, words, counters, tables, taken, file, problems };
    plan.front.iter_mut().for_each(|chapter| walk.chapter(chapter));
    plan.parts.iter_mut().for_each(|part| walk.part(part));
    plan.back.iter_mut().for_each(|chapter| walk.chapter(chapter));
    walk.tables
}

struct Walk<'a> {
    snapshot: &'a Snapshot,
    manifest: &'a Manifest,
    words: &'a Words,
    counters: Counters,
    tables: Tables,
    /// Numbers given out, and where: to find twins.
    taken: BTreeMap<(Kind, String), Span>,
    file: FileId,
    problems: &'a mut Vec<Diagnostic>,
}

/// What is known of a thing before it has its key.
struct New<'n> {
    kind: Option<Kind>,
    number: Option<Number>,
    title: String,
    /// The anchor it would like where it has no label; `None` goes without.
    wish: Option<&'n str>,
    span: Span,
}

impl Walk<'_> {
    fn part(&mut self, part: &mut Part) {
        if let Some(heading) = &mut part.heading {
            let number = self.counters.part();
            self.check_written(&mut heading.title, Kind::Part, Some(&number), heading.span);
            self.heading(heading, Kind::Part, Some(number));
        }
        part.chapters.iter_mut().for_each(|chapter| self.chapter(chapter));
    }

    fn chapter(&mut self, chapter: &mut Chapter) {
        let unnumbered = is_unnumbered(&chapter.top.heading.attrs);
        let number = self.counters.chapter(chapter.role, unnumbered);
        let kind = if chapter.role == Role::Appendix { Kind::Appendix } else { Kind::Chapter };
        self.section_with(&mut chapter.top, kind, number);
    }

    fn section(&mut self, section: &mut Section) {
        let number = self.counters.open_section(is_unnumbered(&section.heading.attrs));
        self.section_with(section, Kind::Section, number);
        self.counters.close_section();
    }

    fn section_with(&mut self, section: &mut Section, kind: Kind, number: Option<Number>) {
        let outer = std::mem::replace(&mut self.file, section.file);
        let heading = &mut section.heading;
        self.check_written(&mut heading.title, kind, number.as_ref(), heading.span);
        let key = self.heading(heading, kind, number);
        self.name_heading(&plain(&section.heading.title), key);
        for (alias, _) in &section.aliases {
            self.tables.names.entry((section.file, alias.clone())).or_insert(key);
        }
        if let Some(path) = &section.opens {
            self.tables.files.insert(path.clone(), key);
        }
        let blocks = section.body.iter_mut().filter_map(|piece| match piece {
            Piece::Block(block) => Some(block),
            Piece::Moved(..) | Piece::Section(_) => None,
        });
        super::callouts::tie(blocks, &mut self.tables.anchors, self.problems);
        for piece in &mut section.body {
            match piece {
                Piece::Block(block) => self.block(block),
                Piece::Moved(file, block) => {
                    let here = std::mem::replace(&mut self.file, *file);
                    self.block(block);
                    self.file = here;
                }
                Piece::Section(inner) => self.section(inner),
            }
        }
        self.file = outer;
    }

    /// Takes a written number out of a title and compares it with the one given.
    fn check_written(&mut self, title: &mut [Inline], kind: Kind, number: Option<&Number>, span: Span) {
        if !self.manifest.numbering.strip {
            return;
        }
        let Some(written) = strip::written_number(title, kind, self.words) else { return };
        let given = number.map_or("", |number| number.text.as_str());
        let chapter = self.counters.chapter_text();
        if written != given && written != chapter && !given.is_empty() {
            let problem = Problem::NumberDiffers { written, given: given.to_owned() };
            self.problems.push(problem.at(span));
        }
    }

    fn heading(&mut self, heading: &mut crate::draft::Heading, kind: Kind, number: Option<Number>) -> u32 {
        accepted::check(&heading.attrs, accepted::HEADING, 0, self.problems);
        let title = plain(&heading.title);
        let wish = if title.is_empty() { "section" } else { title.as_str() };
        let new = New { kind: Some(kind), number, title: title.clone(), wish: Some(wish), span: heading.span };
        self.inlines(&mut heading.title);
        self.add(&mut heading.attrs, new)
    }

    /// The id that mdBook gives a heading; twins of a file count on with `-1`, `-2` ...
    fn name_heading(&mut self, title: &str, key: u32) {
        let slug: String = title
            .chars()
            .filter(|c| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '_' | '-'))
            .map(|c| if c.is_whitespace() { '-' } else { c })
            .flat_map(char::to_lowercase)
            .collect();
        let mut name = slug.clone();
        let mut twin = 0;
        while self.tables.names.contains_key(&(self.file, name.clone())) {
            twin += 1;
            name = format!("{slug}-{twin}");
        }
        self.tables.names.insert((self.file, name), key);
    }

    /// Enters a thing into the tables and writes its key into its attributes.
    fn add(&mut self, attrs: &mut Attrs, new: New) -> u32 {
        let New { kind, number, title, wish, span } = new;
        let label = attrs.label.as_ref().map(|(label, _)| label.clone());
        let wish = label.as_deref().or(wish);
        let anchor = wish.map(|wish| self.tables.anchors.claim(wish));
        if let (Some(kind), Some(anchor)) = (kind, &anchor) {
            self.tables.entries.push(Entry {
                label: label.clone(),
                anchor: anchor.clone(),
                kind,
                number: number.as_ref().map(|number| number.text.clone()),
                title: title.clone(),
                source: self.snapshot.place(span),
                span,
                pages: BTreeMap::new(),
                file: None,
            });
        }
        if let Some(number) = &number {
            self.refuse_twin_number(number, span);
        }
        self.tables.assigned.push(Assigned { anchor, number, title, span });
        attrs.key = u32::try_from(self.tables.assigned.len()).unwrap_or(0);
        if let Some((label, at)) = attrs.label.clone() {
            self.add_label(&label, at, attrs.key);
        }
        attrs.key
    }

    fn add_label(&mut self, label: &str, at: Span, key: u32) {
        self.tables.names.entry((self.file, label.to_owned())).or_insert(key);
        let normal = normal(label);
        match self.tables.labels.get(&normal).and_then(|first| self.tables.get(*first)) {
            Some(first) => {
                let place = self.snapshot.place(first.span);
                let problem = Problem::DuplicateLabel { label: label.to_owned(), first: place };
                self.problems.push(problem.at(at).and(first.span, "first used here"));
            }
            None => {
                self.tables.labels.insert(normal, key);
            }
        }
    }

    fn refuse_twin_number(&mut self, number: &Number, span: Span) {
        if number.kind == Kind::Block || number.kind == Kind::Section {
            return;
        }
        let key = (number.kind, number.text.clone());
        match self.taken.get(&key) {
            Some(first) => {
                let number = number.label.clone();
                let problem = Problem::NumberTwice { number, first: self.snapshot.place(*first) };
                self.problems.push(problem.at(span).and(*first, "the first"));
            }
            None => {
                self.taken.insert(key, span);
            }
        }
    }

    fn blocks(&mut self, blocks: &mut [Block]) {
        super::callouts::tie(blocks.iter_mut(), &mut self.tables.anchors, self.problems);
        blocks.iter_mut().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &mut Block) {
        match block {
            Block::Heading(heading) => {
                accepted::check(&heading.attrs, accepted::HEADING, 0, self.problems);
                let title = plain(&heading.title);
                self.inlines(&mut heading.title);
                let new = New { kind: None, number: None, title: title.clone(), wish: Some(&title), span: heading.span };
                let key = self.add(&mut heading.attrs, new);
                self.name_heading(&title, key);
            }
            Block::Listing(listing) => {
                accepted::check(&listing.attrs, accepted::fence(listing), 0, self.problems);
                self.inlines(&mut listing.caption);
                let kind = super::listing::kind(listing);
                if let Some(notation) = super::listing::notation(listing) {
                    self.tables.diagrams.push((notation, super::listing::source(&listing.lines)));
                }
                let by_hand = listing.number.as_deref();
                self.float(kind, &mut listing.attrs, &listing.caption, by_hand, listing.span);
            }
            Block::Table(table) => {
                accepted::check(&table.attrs, accepted::TABLE, 0, self.problems);
                self.inlines(&mut table.caption);
                let by_hand = table.number.as_deref();
                self.float(Kind::Table, &mut table.attrs, &table.caption, by_hand, table.span);
                for row in table.head.iter_mut().chain(&mut table.rows) {
                    row.cells.iter_mut().for_each(|cell| self.blocks(&mut cell.blocks));
                }
            }
            Block::Figure(figure) => {
                accepted::check(&figure.attrs, accepted::FIGURE, 0, self.problems);
                self.inlines(&mut figure.caption);
                let by_hand = figure.number.as_deref();
                self.float(Kind::Figure, &mut figure.attrs, &figure.caption, by_hand, figure.span);
                self.blocks(&mut figure.body);
            }
            Block::Math(math) => {
                accepted::check(&math.attrs, accepted::FORMULA, 0, self.problems);
                let number = math.attrs.label.is_some().then(|| self.counters.float(Kind::Equation));
                let kind = number.is_some().then_some(Kind::Equation);
                let new = New { kind, number, title: String::new(), wish: None, span: math.span };
                self.add(&mut math.attrs, new);
            }
            Block::Div(div) => self.div(div),
            Block::Paragraph(_)
            | Block::List(_)
            | Block::Terms(_)
            | Block::Quote(_)
            | Block::Footnote(_)
            | Block::Change(_)
            | Block::Break(_) => block.inner_mut(&mut |part| match part {
                InnerMut::Run(run) => self.inlines(run),
                InnerMut::Blocks(list) => self.blocks(list),
            }),
        }
    }

    fn div(&mut self, div: &mut crate::draft::Div) {
        self.inlines(&mut div.title);
        let class = div.attrs.classes.first().cloned().unwrap_or_default();
        accepted::check(&div.attrs, accepted::boxed(&class), 1, self.problems);
        let meaning = boxes::meaning(&class, &self.manifest.blocks, self.words);
        let counted = meaning.filter(|meaning| meaning.numbered && !is_unnumbered(&div.attrs));
        let number = counted.map(|meaning| self.counters.boxed(&class, &meaning.name));
        let wish = number.as_ref().map(|number| format!("{class}-{}", number.text));
        let gathered = super::solutions::is_gathered(&div.attrs).then(|| class.clone());
        let kind = (number.is_some() || gathered.is_some()).then_some(Kind::Block);
        let wish = wish.or(gathered);
        let title = plain(&div.title);
        let new = New { kind, number, title, wish: wish.as_deref(), span: div.span };
        self.add(&mut div.attrs, new);
        self.blocks(&mut div.blocks);
    }

    /// Figures, tables, listings: counted where they have a caption, a label or a number by hand.
    fn float(&mut self, kind: Kind, attrs: &mut Attrs, caption: &[Inline], by_hand: Option<&str>, span: Span) {
        let named = attrs.label.is_some() || !caption.is_empty();
        let number = match by_hand {
            Some(text) => Some(self.counters.by_hand(kind, text)),
            None if named && !is_unnumbered(attrs) => Some(self.counters.float(kind)),
            None => None,
        };
        let wish = number.as_ref().map(|number| number.label.clone());
        let title = plain(caption);
        let listed = number.is_some().then_some(kind);
        let new = New { kind: listed, number, title, wish: wish.as_deref(), span };
        self.add(attrs, new);
    }

    fn inlines(&mut self, run: &mut [Inline]) {
        for inline in run {
            match inline {
                Inline::Picture { target, attrs, span, .. } => {
                    accepted::check(attrs, accepted::PICTURE, 0, self.problems);
                    self.tables.pictures.push((self.file, target.clone(), *span));
                }
                Inline::Mark { attrs, content, span } => {
                    accepted::check(attrs, accepted::text(attrs), 0, self.problems);
                    self.inlines(content);
                    if attrs.label.is_some() {
                        let title = plain(content);
                        let new = New { kind: None, number: None, title, wish: None, span: *span };
                        self.add(attrs, new);
                    }
                }
                Inline::Cite(cite) => {
                    self.tables.cites += 1;
                    cite.key = self.tables.cites;
                    for item in &mut cite.items {
                        self.inlines(&mut item.prefix);
                        self.inlines(&mut item.suffix);
                    }
                }
                Inline::Anchor(name, span) => self.anchor(name, *span),
                _ => inline.content_mut().into_iter().for_each(|content| self.inlines(content)),
            }
        }
    }

    /// A bare `<a id>`: known in its file only, as in HTML.
    fn anchor(&mut self, name: &str, span: Span) {
        let here = (self.file, name.to_owned());
        if self.tables.names.contains_key(&here) {
            return;
        }
        let anchor = Some(self.tables.anchors.claim(name));
        self.tables.assigned.push(Assigned { anchor, number: None, title: String::new(), span });
        let key = u32::try_from(self.tables.assigned.len()).unwrap_or(0);
        self.tables.names.insert(here, key);
    }
}

/// `{.unnumbered}` or `{-}`.
fn is_unnumbered(attrs: &Attrs) -> bool {
    attrs.has("unnumbered") || attrs.has("-")
}
