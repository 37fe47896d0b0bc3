//! The beginnings of the print edition's pages, to be marked in the text.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Anchor, PageStart};
use crate::span::Span;

use super::Pages;
use super::xhtml::Sheet;

/// By the span of a text, and of the listing around it: offsets in its characters, and indices of pages.
type ByPlace = BTreeMap<(Span, Option<Span>), Vec<(usize, usize)>>;

/// Every page's beginning, found by the span of the text it lies in, and of the listing around that.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    starts: &'a [PageStart],
    ids: Vec<String>,
    by_place: ByPlace,
}

impl<'a> Marks<'a> {
    /// Beginnings of pages; `taken` says whether an id is in use already.
    pub(super) fn new(pages: &'a Pages, taken: &dyn Fn(&str) -> bool) -> Self {
        let mut ids = Vec::with_capacity(pages.starts.len());
        let mut given = BTreeSet::new();
        let mut by_place = ByPlace::new();
        for (at, start) in pages.starts.iter().enumerate() {
            let mut id = id(&start.folio);
            while taken(&id) || given.contains(&id) {
                id.push('_');
            }
            given.insert(id.clone());
            ids.push(id);
            by_place.entry((start.span, start.listing)).or_default().push((start.offset, at));
        }
        by_place.values_mut().for_each(|starts| starts.sort_unstable());
        Self { starts: &pages.starts, ids, by_place }
    }

    /// Pages that begin in the node of this span, in the listing of that, if it is a line of one: offset in its
    /// characters and index of the page.
    pub(super) fn of(&self, span: Span, listing: Option<Span>) -> &[(usize, usize)] {
        self.by_place.get(&(span, listing)).map_or(&[], Vec::as_slice)
    }

    /// Writes the mark of a page: `span` with `role="doc-pagebreak"` (EPUB Accessibility Techniques 1.1,
    /// section 3.2, "page navigation"). It has no content, so it can stand inside a word.
    pub(super) fn write(&self, w: &mut Sheet, page: usize) {
        self.element(w, "span", page, |_| {});
    }

    /// The same in a drawing, before the line whose top is at `top`: a group around an invisible point, so
    /// that there is a place to go to.
    pub(super) fn draw(&self, w: &mut Sheet, page: usize, top: usize) {
        let top = top.to_string();
        let attrs = [("y", top.as_str()), ("width", "1"), ("height", "1"), ("fill", "none")];
        self.element(w, "g", page, |w| w.empty("rect", &attrs));
    }

    fn element(&self, w: &mut Sheet, name: &'static str, page: usize, content: impl FnOnce(&mut Sheet)) {
        let (Some(start), Some(id)) = (self.starts.get(page), self.ids.get(page)) else { return };
        if w.remember(page) {
            let kind = [("epub:type", "pagebreak"), ("role", "doc-pagebreak")];
            let name_it = [("id", id.as_str()), ("aria-label", start.folio.as_str())];
            w.element(name, &[kind, name_it].concat(), content);
        }
    }

    /// The mark as it stands in a text.
    fn text(&self, page: usize) -> String {
        let mut w = Sheet::sized(128);
        self.write(&mut w, page);
        w.finish()
    }

    /// Folio and id of a page.
    pub(super) fn name(&self, page: usize) -> Option<(&str, &str)> {
        Some((&self.starts.get(page)?.folio, self.ids.get(page)?))
    }

    /// Position in the file of pages, to sort by.
    pub(super) fn order(&self, page: usize) -> usize {
        self.starts.get(page).map_or(usize::MAX, |start| start.page)
    }
}

/// Leaves each page's mark in one file. A text that is included twice has it in both; where the page is, its
/// neighbours tell, which follow it in the order of the files.
pub(super) fn settle(marks: &Marks, texts: &mut [(String, Vec<usize>)]) {
    let mut files: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (file, (_, pages)) in texts.iter().enumerate() {
        pages.iter().for_each(|page| files.entry(*page).or_default().push(file));
    }
    let sure = |page: usize| files.get(&page).and_then(|files| files.first().filter(|_| files.len() == 1)).copied();
    for (page, candidates) in files.iter().filter(|(_, files)| files.len() > 1) {
        let before = (0..*page).rev().find_map(sure).unwrap_or(0);
        let after = (page + 1..marks.starts.len()).find_map(sure).unwrap_or(usize::MAX);
        let near = candidates.iter().find(|file| (before..=after).contains(*file));
        let Some(kept) = near.or(candidates.first()) else { continue };
        let mark = marks.text(*page);
        for file in candidates.iter().filter(|file| *file != kept) {
            let Some((text, pages)) = texts.get_mut(*file) else { continue };
            *text = text.replacen(&mark, "", 1);
            pages.retain(|marked| marked != page);
        }
    }
}

/// `page-12`. An author's heading may have that anchor; then an underscore, which anchors never have,
/// keeps the two apart.
fn id(folio: &str) -> String {
    let clean = folio.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' });
    clean.fold("page-".to_owned(), |mut id, c| {
        id.push(c);
        id
    })
}

/// Whether an anchor of the book is called this.
pub(super) fn taken<'a>(anchors: impl Iterator<Item = &'a &'a Anchor>) -> BTreeSet<&'a str> {
    anchors.map(|anchor| anchor.as_str()).filter(|name| name.starts_with("page-")).collect()
}
