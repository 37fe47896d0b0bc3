//! Index marks, gathered in reading order, and the index that they make.
//!
//! `[term]{.index}` marks a place, `entry="Term!sub-term"` names the entry, `range=start` and `range=end`
//! mark a stretch of text, `.main` the place of the definition; `see` and `see-also` lead to other entries,
//! several with `;` between them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::collation::Collation;
use crate::book::{
    Anchor, Anchors, IndexEntry, IndexGroup, IndexSee, Inline, Locator, LocatorEnd, Styled, Text, plain,
};
use crate::problem::{Diagnostic, Problem, nearest};
use crate::span::Span;

/// Stands between the levels of an entry.
const LEVEL: char = '!';

/// The marks of a book.
#[derive(Default)]
pub(super) struct Marks {
    entries: BTreeMap<String, Node>,
    /// Ranges that wait for their end.
    open: Vec<Open>,
    /// Where the index was put.
    pub place: Option<Span>,
}

/// An entry with those under it.
#[derive(Default)]
struct Node {
    term: Vec<Inline>,
    locators: Vec<Locator>,
    see: Vec<(String, Span)>,
    see_also: Vec<(String, Span)>,
    children: BTreeMap<String, Node>,
}

struct Open {
    path: Vec<String>,
    /// Which locator of the entry.
    at: usize,
    span: Span,
}

/// Names of an entry, outermost first.
pub(super) type Path = Vec<Vec<Inline>>;

/// The part that a mark plays in a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    /// None: it marks one place.
    None,
    /// It begins one.
    Start,
    /// It ends one.
    End,
}

impl Marks {
    /// Whether nothing was marked.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a place to an entry. `text` is what it prints where there are no pages.
    pub fn place(
        &mut self,
        path: &Path,
        (anchor, text): (Anchor, String),
        (range, main): (Range, bool),
        span: Span,
        problems: &mut Vec<Diagnostic>,
    ) {
        let names: Vec<String> = path.iter().map(|name| plain(name)).collect();
        let mut open = None;
        if range == Range::End {
            let known = self.open.iter().rposition(|open| open.path == names);
            open = known.map(|at| self.open.remove(at));
            if open.is_none() {
                let problem = Problem::IndexRange { entry: shown(&names), missing: "start".to_owned() };
                problems.push(problem.at(span));
            }
        }
        let Some(node) = self.node(path) else { return };
        if let Some(locator) = open.and_then(|open| node.locators.get_mut(open.at)) {
            locator.end = Some(LocatorEnd { anchor, text });
            return;
        }
        let at = node.locators.len();
        node.locators.push(Locator { anchor, text, end: None, main });
        if range == Range::Start {
            self.open.push(Open { path: names, at, span });
        }
    }

    /// Adds entries that an entry leads to, `;` between them.
    pub fn lead(&mut self, path: &Path, to: &str, also: bool, span: Span) {
        let Some(node) = self.node(path) else { return };
        let names = to.split(';').map(str::trim).filter(|name| !name.is_empty());
        let list = if also { &mut node.see_also } else { &mut node.see };
        for name in names {
            if !list.iter().any(|(known, _)| known == name) {
                list.push((name.to_owned(), span));
            }
        }
    }

    fn node(&mut self, path: &Path) -> Option<&mut Node> {
        let (first, rest) = path.split_first()?;
        let fresh = |name: &Vec<Inline>| Node { term: name.clone(), ..Node::default() };
        let mut node = self.entries.entry(plain(first)).or_insert_with(|| fresh(first));
        for name in rest {
            node = node.children.entry(plain(name)).or_insert_with(|| fresh(name));
        }
        Some(node)
    }

    /// The index, sorted for a language; `symbols` is the head of what begins with no letter.
    pub fn finish(
        self,
        language: &str,
        symbols: &str,
        anchors: &mut Anchors,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<IndexGroup> {
        for open in &self.open {
            let problem = Problem::IndexRange { entry: shown(&open.path), missing: "end".to_owned() };
            problems.push(problem.at(open.span));
        }
        let Some(collation) = Collation::new(language) else { return Vec::new() };
        let mut names = Vec::new();
        name_all(&self.entries, "", &mut names);
        let mut wanted = Vec::new();
        want_all(&self.entries, &mut wanted);
        let mut targets: BTreeMap<String, Anchor> = BTreeMap::new();
        for (name, span) in wanted {
            if !names.contains(&name) {
                let near = nearest(&name, names.iter().map(String::as_str));
                problems.push(Problem::UnknownIndexEntry { entry: name, nearest: near }.at(span));
            } else if let Entry::Vacant(target) = targets.entry(name) {
                let anchor = anchors.claim(&format!("index-{}", target.key()));
                target.insert(anchor);
            }
        }
        let sorted = entries(self.entries, "", &targets, &collation);
        grouped(sorted, symbols, &collation)
    }
}

/// A path as authors type it.
fn shown(path: &[String]) -> String {
    path.join(&LEVEL.to_string())
}

fn below(outer: &str, name: &str) -> String {
    if outer.is_empty() { name.to_owned() } else { format!("{outer}{LEVEL}{name}") }
}

fn name_all(nodes: &BTreeMap<String, Node>, outer: &str, out: &mut Vec<String>) {
    for (name, node) in nodes {
        let name = below(outer, name);
        name_all(&node.children, &name, out);
        out.push(name);
    }
}

fn want_all(nodes: &BTreeMap<String, Node>, out: &mut Vec<(String, Span)>) {
    for node in nodes.values() {
        out.extend(node.see.iter().chain(&node.see_also).cloned());
        want_all(&node.children, out);
    }
}

fn entries(
    nodes: BTreeMap<String, Node>,
    outer: &str,
    targets: &BTreeMap<String, Anchor>,
    collation: &Collation,
) -> Vec<IndexEntry> {
    let mut nodes: Vec<(String, Node)> = nodes.into_iter().collect();
    nodes.sort_by(|(a, _), (b, _)| collation.compare(a, b));
    let lead = |(name, _): (String, Span)| IndexSee {
        anchor: targets.get(&name).cloned(),
        text: name.split(LEVEL).collect::<Vec<_>>().join(", "),
    };
    let entry = |(name, node): (String, Node)| {
        let name = below(outer, &name);
        IndexEntry {
            anchor: targets.get(&name).cloned(),
            term: node.term,
            locators: node.locators,
            see: node.see.into_iter().map(lead).collect(),
            see_also: node.see_also.into_iter().map(lead).collect(),
            children: entries(node.children, &name, targets, collation),
        }
    };
    nodes.into_iter().map(entry).collect()
}

fn grouped(entries: Vec<IndexEntry>, symbols: &str, collation: &Collation) -> Vec<IndexGroup> {
    let mut groups: Vec<IndexGroup> = Vec::new();
    for entry in entries {
        let letter = collation.letter(&plain(&entry.term)).unwrap_or_else(|| symbols.to_owned());
        match groups.last_mut() {
            Some(last) if last.letter == letter => last.entries.push(entry),
            _ => groups.push(IndexGroup { letter, entries: vec![entry] }),
        }
    }
    groups
}

/// The names in `Term!sub-term`; backticks are code.
pub(super) fn path(entry: &str, span: Span) -> Path {
    let names = entry.split(LEVEL).map(str::trim).filter(|name| !name.is_empty());
    let run = |(at, text): (usize, &str)| {
        let text = Text { text: text.to_owned(), span };
        if at % 2 == 0 { Inline::Text(text) } else { Inline::Code(text) }
    };
    let name = |name: &str| name.split('`').enumerate().filter(|(_, run)| !run.is_empty()).map(run).collect();
    names.map(name).collect()
}

/// A run as a term: its text and its styles, without links, notes and places.
pub(super) fn bare(run: &[Inline]) -> Vec<Inline> {
    let styled = |x: &Styled| Styled { content: bare(&x.content) };
    let mut out = Vec::new();
    for inline in run {
        match inline {
            // A term is the same wherever its lines may end.
            Inline::Text(x) => out.push(Inline::Text(Text { text: x.text.replace('\u{a0}', " "), span: x.span })),
            Inline::Code(_) | Inline::Math(_) => out.push(inline.clone()),
            Inline::Emph(x) => out.push(Inline::Emph(styled(x))),
            Inline::Strong(x) => out.push(Inline::Strong(styled(x))),
            Inline::Strike(x) => out.push(Inline::Strike(styled(x))),
            Inline::Sub(x) => out.push(Inline::Sub(styled(x))),
            Inline::Sup(x) => out.push(Inline::Sup(styled(x))),
            Inline::Key(x) => out.push(Inline::Key(styled(x))),
            Inline::Link(x) => out.extend(bare(&x.content)),
            Inline::Mark(x) => out.extend(bare(&x.content)),
            Inline::Cite(x) => out.extend(bare(&x.content)),
            Inline::Only(x) => out.extend(bare(&x.content)),
            Inline::Change(x) if x.edit.is_new() => out.extend(bare(&x.content)),
            Inline::Change(_) | Inline::Comment(_) => {}
            Inline::Ref(x) | Inline::PageRef(x) => {
                out.push(Inline::Text(Text { text: x.text.clone(), span: x.span }));
            }
            Inline::LineBreak(x) => out.push(Inline::Text(Text { text: " ".to_owned(), span: x.span })),
            Inline::NoteRef(_) | Inline::Picture(_) | Inline::Place(_) => {}
        }
    }
    out
}
