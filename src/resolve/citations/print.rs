//! hayagriva's answer, as our inlines. Its own writers are never used: they don't escape what they write.

use std::collections::{BTreeMap, BTreeSet};

use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{Display, IndependentStyle, Locale, LocaleCode};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, Elem,
    ElemChild, ElemChildren, ElemMeta, Entry, LocatorPayload, Rendered, SpecificLocator,
};

use super::super::tables::Tables;
use super::collect::{Found, Seen};
use super::runs::{Run, formatted, head, mended, pop_bracket, pop_empty, trim_start, without_author};
use super::style;
use super::works::Works;
use super::{Citations, Piece, Printed};
use crate::art::math;
use crate::book::{
    Anchor, BackLink, Cite, Inline, InlineMath, Kind, LineBreak, Link, Target, Text, Work,
};
use crate::draft;
use crate::problem::{Diagnostic, Problem, nearest};
use crate::snapshot::Snapshot;
use crate::span::Span;

/// All there is to print.
pub(super) struct Job<'a> {
    /// Texts, to find places in.
    pub snapshot: &'a Snapshot,
    /// The works.
    pub library: &'a Works,
    /// The style.
    pub style: &'a IndependentStyle,
    /// Locales, and the book's.
    pub locale: (&'a [Locale], LocaleCode),
    /// Citations and places.
    pub found: &'a Found<'a>,
    /// Numbers of sections; anchors.
    pub tables: &'a mut Tables,
    /// What is found wrong.
    pub problems: &'a mut Vec<Diagnostic>,
}

/// A list of works: the book's, or a chapter's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Chapter(usize),
    Book,
}

impl Job<'_> {
    /// Prints everything; `top` is what asks for a list where the text has no place for one.
    pub fn print(&mut self, top: Span) -> Citations {
        let notes = style::makes_notes(self.style);
        let known: Vec<&Seen> = self.found.cites.iter().filter(|seen| self.is_known(seen.cite)).collect();
        for seen in &self.found.cites {
            self.report_unknown(seen.cite);
        }
        if known.is_empty() {
            return Citations { notes, ..Citations::default() };
        }
        let rendered = self.render(&known, notes);
        let cited = self.anchors(&known, &rendered);
        let mut out = Citations { notes, ..Citations::default() };
        for (at, seen) in known.iter().enumerate() {
            out.cites.insert(seen.cite.key, self.cite(at, seen, known.len(), &rendered, &cited, notes));
        }
        self.lists(&known, &rendered, &cited, top, &mut out);
        out
    }

    fn is_known(&self, cite: &draft::Cite) -> bool {
        cite.items.iter().all(|item| self.library.known.contains_key(&item.key))
    }

    fn report_unknown(&mut self, cite: &draft::Cite) {
        for item in cite.items.iter().filter(|item| !self.library.known.contains_key(&item.key)) {
            let near = nearest(&item.key, self.library.known.keys().map(String::as_str));
            let problem = Problem::UnknownCitation { key: item.key.clone(), nearest: near };
            self.problems.push(problem.at(item.span));
        }
    }

    /// One request for each citation, then one for the author of each narrative one in a style of notes:
    /// behind all others, so that it takes no part in "ibid.".
    fn render(&self, known: &[&Seen], notes: bool) -> Rendered {
        let mut driver = BibliographyDriver::new();
        let (files, code) = (self.locale.0, &self.locale.1);
        // With words between them works keep their order, and numbers are not drawn together to a range.
        let mut apart = self.style.clone();
        (apart.citation.collapse, apart.citation.sort) = (None, None);
        for seen in known {
            let purpose = (seen.cite.narrative && !notes).then_some(CitePurpose::Prose);
            let items = seen.cite.items.iter().filter_map(|item| self.item(item, purpose)).collect();
            let worded = seen.cite.items.iter().any(|item| item.prefix.len() + item.suffix.len() > 0);
            let style = if worded { &apart } else { self.style };
            driver.citation(CitationRequest::new(items, style, Some(code.clone()), files, Some(seen.number)));
        }
        for seen in known.iter().filter(|seen| notes && seen.cite.narrative) {
            let author = |item| self.item(item, Some(CitePurpose::Author));
            let items = seen.cite.items.iter().filter_map(author).collect();
            driver.citation(CitationRequest::new(items, self.style, Some(code.clone()), files, Some(seen.number)));
        }
        driver.finish(BibliographyRequest { style: self.style, locale: Some(code.clone()), locale_files: files })
    }

    fn item<'s>(&'s self, item: &'s draft::CiteItem, purpose: Option<CitePurpose>) -> Option<CitationItem<'s, Entry>> {
        let (entry, _) = self.library.known.get(&item.key)?;
        let locator = item.locator.as_ref().map(|locator| {
            let part = locator.part.parse().unwrap_or(Locator::Page);
            SpecificLocator(part, LocatorPayload::Str(&locator.value))
        });
        Some(CitationItem::new(entry, locator, None, false, purpose))
    }

    /// Gives every citation of a work its place, and every work of a list its own.
    fn anchors(&mut self, known: &[&Seen], rendered: &Rendered) -> Cited {
        let whole = self.found.lists.iter().any(|place| place.whole);
        let own: BTreeSet<usize> =
            self.found.lists.iter().filter(|place| !place.whole).map(|place| place.chapter).collect();
        let (mut marks, mut lists) = (Vec::new(), BTreeMap::<List, BTreeSet<String>>::new());
        for seen in known {
            let mut mine = Vec::new();
            for item in &seen.cite.items {
                mine.push(self.tables.anchors.claim(&format!("cite-{}", item.key)));
                if own.contains(&seen.chapter) {
                    lists.entry(List::Chapter(seen.chapter)).or_default().insert(item.key.clone());
                }
                if whole || !own.contains(&seen.chapter) {
                    lists.entry(List::Book).or_default().insert(item.key.clone());
                }
            }
            marks.push(mine);
        }
        // A list of the book's is complete, wherever its works are listed besides.
        if let Some(book) = lists.get_mut(&List::Book) {
            book.extend(known.iter().flat_map(|seen| &seen.cite.items).map(|item| item.key.clone()));
        }
        let order = rendered.bibliography.iter().flat_map(|list| &list.items).map(|item| &item.key);
        let mut places = BTreeMap::new();
        for (list, keys) in &lists {
            for key in order.clone().filter(|key| keys.contains(*key)) {
                places.insert((*list, key.clone()), self.tables.anchors.claim(&format!("ref-{key}")));
            }
        }
        Cited { marks, places, own }
    }

    fn cite(&mut self, at: usize, seen: &Seen, all: usize, rendered: &Rendered, cited: &Cited, notes: bool) -> Printed {
        let mut marks = cited.marks.get(at).cloned().unwrap_or_default().into_iter().map(Some).collect::<Vec<_>>();
        let Some(main) = rendered.citations.get(at) else { return Printed::default() };
        let pieces = self.pieces(&main.citation, seen, cited, &mut marks, notes);
        if !notes {
            return Printed { text: pieces, note: None };
        }
        let mut text = Vec::new();
        if seen.cite.narrative {
            let before = cited.narrative_before(at, self.found, self.library);
            if let Some(author) = rendered.citations.get(all + before) {
                let mut run = Run::new(self.snapshot, seen.cite.span);
                text.push(Piece::Run(self.inlines(&author.citation, &mut run, false)));
            }
        }
        match (seen.noted, seen.cite.narrative) {
            (true, false) => Printed { text: in_note(pieces, seen.cite.span), note: None },
            (true, true) => {
                text.push(Piece::Run(vec![Inline::Text(Text { text: " ".to_owned(), span: seen.cite.span })]));
                text.extend(in_note(pieces, seen.cite.span));
                Printed { text, note: None }
            }
            (false, _) => Printed { text, note: Some(pieces) },
        }
    }

    /// A citation as a row of its works, with what the author wrote around each.
    fn pieces(
        &mut self,
        children: &ElemChildren,
        seen: &Seen,
        cited: &Cited,
        marks: &mut [Option<Anchor>],
        notes: bool,
    ) -> Vec<Piece> {
        let mut run = Run::new(self.snapshot, seen.cite.span);
        let mut out = Vec::new();
        let mut between = Vec::new();
        for child in &children.0 {
            let ElemChild::Elem(Elem { children, meta: Some(ElemMeta::Entry(index)), .. }) = child else {
                self.child(child, &mut run, false, &mut between);
                continue;
            };
            let (Some(item), Some(mark)) = (seen.cite.items.get(*index), marks.get_mut(*index)) else { continue };
            if let Some(Inline::Text(last)) = between.last_mut()
                && !item.prefix.is_empty()
                && last.text == ","
            {
                last.text.push(' ');
            }
            out.push(Piece::Run(std::mem::take(&mut between)));
            out.push(Piece::Prefix(*index));
            let mut content = self.said(item, children, &mut run, seen.cite.narrative, notes);
            // What the author adds to a narrative citation stands in its parentheses.
            let close = (seen.cite.narrative && !notes && !item.suffix.is_empty()).then(|| pop_bracket(&mut content));
            let target = cited.target(seen.chapter, &item.key);
            match (target, mark.take()) {
                (Some(target), Some(anchor)) => {
                    let (linked, rest) = if notes { head(content) } else { (content, Vec::new()) };
                    let cite = Cite { target, anchor, content: linked, span: seen.cite.span };
                    out.push(Piece::Run(std::iter::once(Inline::Cite(cite)).chain(rest).collect()));
                }
                _ => out.push(Piece::Run(content)),
            }
            out.push(Piece::Suffix(*index));
            if let Some(Some(close)) = close {
                between.push(Inline::Text(Text { text: close, span: run.next() }));
            }
        }
        out.push(Piece::Run(between));
        out
    }

    /// What the style says of one work.
    fn said(
        &mut self,
        item: &draft::CiteItem,
        children: &ElemChildren,
        run: &mut Run,
        narrative: bool,
        notes: bool,
    ) -> Vec<Inline> {
        let mut content = if item.suppress {
            let mut content = self.inlines(&without_author(children), run, notes);
            trim_start(&mut content);
            content
        } else {
            self.inlines(children, run, notes)
        };
        if let Some((entry, _)) = self.library.known.get(&item.key).filter(|_| notes) {
            mended(entry, &self.locale.1.0, &mut content);
        }
        if narrative && item.suffix.is_empty() {
            pop_empty(&mut content);
        }
        content
    }

    /// Lists of works, each in its place, and what has none.
    fn lists(&mut self, known: &[&Seen], rendered: &Rendered, cited: &Cited, top: Span, out: &mut Citations) {
        let Some(bibliography) = &rendered.bibliography else { return };
        let aligned = bibliography.second_field_align.is_some();
        // Texts of one work are told apart by their spans, in all its lists.
        let mut used = BTreeMap::new();
        let mut done = BTreeSet::new();
        for place in &self.found.lists {
            let list = if place.whole { List::Book } else { List::Chapter(place.chapter) };
            // Works are listed in one place; a second one is a problem already.
            if done.insert(list) {
                let works = self.works(&bibliography.items, aligned, list, known, cited, &mut used);
                out.lists.insert(place.key, works);
            }
        }
        if !self.found.lists.iter().any(|place| place.whole) {
            let works = self.works(&bibliography.items, aligned, List::Book, known, cited, &mut used);
            out.rest = (!works.is_empty()).then_some((works, top));
        }
    }

    fn works(
        &mut self,
        items: &[BibliographyItem],
        aligned: bool,
        list: List,
        known: &[&Seen],
        cited: &Cited,
        used: &mut BTreeMap<String, usize>,
    ) -> Vec<Work> {
        let mut works = Vec::new();
        for item in items {
            let Some(anchor) = cited.places.get(&(list, item.key.clone())).cloned() else { continue };
            let Some(span) = self.library.known.get(&item.key).map(|(_, span)| *span) else { continue };
            let mut run = Run::new(self.snapshot, span);
            run.at = used.get(&item.key).copied().unwrap_or_default();
            let mut label = Vec::new();
            if let Some(first) = item.first_field.as_ref().filter(|_| aligned) {
                self.child(first, &mut run, true, &mut label);
            }
            let mut content = self.inlines(&item.content, &mut run, true);
            if aligned {
                trim_start(&mut content);
            }
            used.insert(item.key.clone(), run.at);
            if let Some((entry, _)) = self.library.known.get(&item.key) {
                mended(entry, &self.locale.1.0, &mut content);
            }
            let back = self.back(list, &item.key, known, cited);
            works.push(Work { anchor, label, content, back, span });
        }
        works
    }

    /// The sections that cite a work, each once.
    fn back(&self, list: List, key: &str, known: &[&Seen], cited: &Cited) -> Vec<BackLink> {
        let mut back: Vec<BackLink> = Vec::new();
        for (seen, marks) in known.iter().zip(&cited.marks) {
            if list != List::Book && list != List::Chapter(seen.chapter) {
                continue;
            }
            let mine = seen.cite.items.iter().zip(marks).find(|(item, _)| item.key == key);
            let Some((_, anchor)) = mine else { continue };
            let text = self.place_name(seen);
            if !back.iter().any(|link| link.text == text) {
                back.push(BackLink { anchor: anchor.clone(), text });
            }
        }
        back
    }

    /// The number of the innermost section that has one; else the chapter's title.
    fn place_name(&self, seen: &Seen) -> String {
        let headings = || seen.headings.iter().filter_map(|key| self.tables.get(*key));
        let number = headings().filter_map(|heading| heading.number.as_ref()).next_back();
        match number {
            Some(number) if number.kind == Kind::Section => number.text.clone(),
            Some(number) => number.label.clone(),
            None => headings().next().map(|heading| heading.title.clone()).unwrap_or_default(),
        }
    }

    fn inlines(&mut self, children: &ElemChildren, run: &mut Run, links: bool) -> Vec<Inline> {
        let mut out = Vec::new();
        children.0.iter().for_each(|child| self.child(child, run, links, &mut out));
        out
    }

    /// `links` are kept where nothing around them is a link.
    fn child(&mut self, child: &ElemChild, run: &mut Run, links: bool, out: &mut Vec<Inline>) {
        match child {
            ElemChild::Text(text) => formatted(text, run, out),
            ElemChild::Elem(elem) => {
                let line = matches!(elem.display, Some(Display::Block | Display::Indent)) && !out.is_empty();
                if line {
                    out.push(Inline::LineBreak(LineBreak { span: run.span }));
                }
                elem.children.0.iter().for_each(|child| self.child(child, run, links, out));
            }
            ElemChild::Markup(tex) => {
                let tex = tex.trim().trim_matches('$').trim();
                out.push(self.math(tex, run));
            }
            ElemChild::Link { text, url } => {
                let mut content = Vec::new();
                formatted(text, run, &mut content);
                if links {
                    out.push(Inline::Link(Link { target: Target::Url(url.clone()), content, span: run.span }));
                } else {
                    out.append(&mut content);
                }
            }
            // Only a locator that is handed over as one comes back so, and ours are text.
            ElemChild::Transparent { .. } => {}
        }
    }

    fn math(&mut self, tex: &str, run: &mut Run) -> Inline {
        let span = run.next();
        match math::formula(tex, false) {
            Ok(formula) => Inline::Math(InlineMath { formula, span }),
            Err((_, problem)) => {
                self.problems.push(problem.at(run.span));
                Inline::Code(Text { text: tex.to_owned(), span })
            }
        }
    }
}

/// Where everything that is cited stands.
struct Cited {
    /// For each citation, the anchor of each of its works.
    marks: Vec<Vec<Anchor>>,
    /// Entries of lists.
    places: BTreeMap<(List, String), Anchor>,
    /// Chapters with lists of their own.
    own: BTreeSet<usize>,
}

impl Cited {
    /// The entry that a citation leads to: in its chapter's list, else in the book's.
    fn target(&self, chapter: usize, key: &str) -> Option<Anchor> {
        let list = if self.own.contains(&chapter) { List::Chapter(chapter) } else { List::Book };
        self.places.get(&(list, key.to_owned())).cloned()
    }

    /// Narrative citations before the one at an index.
    fn narrative_before(&self, at: usize, found: &Found, library: &Works) -> usize {
        let known = |seen: &&Seen| seen.cite.items.iter().all(|item| library.known.contains_key(&item.key));
        found.cites.iter().filter(known).take(at).filter(|seen| seen.cite.narrative).count()
    }
}

/// What a citation prints inside of a note that says more: in parentheses, the full stop left to the author.
fn in_note(mut pieces: Vec<Piece>, span: Span) -> Vec<Piece> {
    if let Some(Piece::Run(last)) = pieces.iter_mut().rev().find(|piece| !matches!(piece, Piece::Run(run) if run.is_empty()))
        && let Some(Inline::Text(text)) = last.last_mut()
    {
        text.text.truncate(text.text.trim_end_matches('.').len());
    }
    let sign = |text: &str| Piece::Run(vec![Inline::Text(Text { text: text.to_owned(), span })]);
    std::iter::once(sign("(")).chain(pieces).chain([sign(")")]).collect()
}
