//! Citations and lists of works: what the author cites, as a CSL style prints it.
//!
//! In: the plan, its citations numbered by `tables`, and the files that the manifest names. Out:
//! [`Citations`], from which the lowering takes each citation and each list. The steps, a file each:
//!
//! 1. `works` reads the works, `style` the style and the locale of the book's language.
//! 2. `collect` walks the plan in reading order: citations, with the section and the note that each stands
//!    in, and the places of lists.
//! 3. `print` gives all of it to hayagriva at once (numbers, "ibid." and "2020a" depend on the whole book),
//!    and turns what comes back into our inlines; `runs` has the text itself.
//!
//! A list stands where the author put `::: {#refs}` (all works of the book) or `::: {.references}` (those
//! that its chapter cites). Works cited in a chapter that neither covers get a chapter of their own at the
//! end of the book. So afterwards every citation has a work to lead to.

mod collect;
mod print;
mod runs;
mod style;
mod works;

use std::collections::BTreeMap;

use super::arrange::Plan;
use super::tables::Tables;
use crate::book::{Inline, Work};
use crate::draft;
use crate::manifest::Manifest;
use crate::problem::{Diagnostic, Problem};
use crate::snapshot::Snapshot;
use crate::span::Span;

/// What the lowering takes from here.
#[derive(Debug, Default)]
pub(super) struct Citations {
    cites: BTreeMap<u32, Printed>,
    lists: BTreeMap<u32, Vec<Work>>,
    /// Works that no place in the text lists, and the first file that describes works.
    pub rest: Option<(Vec<Work>, Span)>,
    /// Citations are notes, and stand behind the punctuation.
    pub notes: bool,
}

/// A citation, printed.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// What stands in the text.
    pub text: Vec<Piece>,
    /// What stands in a note of its own; `None` where the style makes none, or it stands in a note already.
    pub note: Option<Vec<Piece>>,
}

/// A stretch of a printed citation.
#[derive(Debug)]
pub(super) enum Piece {
    /// As the style prints it.
    Run(Vec<Inline>),
    /// What the author wrote before the work of this index.
    Prefix(usize),
    /// What the author wrote behind it.
    Suffix(usize),
}

impl Citations {
    /// A citation, once; `None` where it names a work that isn't there.
    pub fn cite(&mut self, key: u32) -> Option<Printed> {
        self.cites.remove(&key)
    }

    /// The works to list at a box, if it is a place for them.
    pub fn list(&mut self, div: &draft::Div) -> Option<Vec<Work>> {
        self.lists.remove(&div.attrs.key)
    }
}

/// Prints every citation and every list of the plan. Anchors are claimed from the tables'.
pub(super) fn citations(
    snapshot: &Snapshot,
    manifest: &Manifest,
    plan: &Plan,
    tables: &mut Tables,
    problems: &mut Vec<Diagnostic>,
) -> Citations {
    let Some((_, top)) = manifest.bibliography.files.first() else { return Citations::default() };
    let library = works::read(snapshot, &manifest.bibliography.files, problems);
    let style = style::read(snapshot, &manifest.bibliography, manifest.file, problems);
    let notes = style.as_ref().is_some_and(style::makes_notes);
    let found = collect::collect(plan, notes);
    let mut lists = BTreeMap::new();
    for place in &found.lists {
        let mine = |other: &&collect::Place| other.whole == place.whole && (place.whole || other.chapter == place.chapter);
        if let Some(first) = found.lists.iter().find(mine).filter(|first| first.key != place.key) {
            let problem = Problem::BibliographyTwice { first: snapshot.place(first.span) };
            problems.push(problem.at(place.span).and(first.span, "the first"));
        }
        lists.insert(place.key, Vec::new());
    }
    let (Some(style), false) = (style, library.broken) else { return Citations { lists, ..Citations::default() } };
    let locale = style::locale(&manifest.meta.language);
    let mut job = print::Job { snapshot, library: &library, style: &style, locale, found: &found, tables, problems };
    let printed = job.print(*top);
    lists.extend(printed.lists);
    Citations { lists, ..printed }
}
