//! The index as Typst: entries with the folios of their places, once these are known.
//!
//! Pages can only be merged after the layout: two places of one section may stand on one page, three may
//! stand on three pages in a row. So locators become pages here, at every round of the layout.

use std::collections::BTreeMap;

use super::inline::{self, Context, optional};
use super::origin::Writer;
use super::volumes::Volumes;
use crate::book::{Anchor, Index, IndexEntry, IndexGroup, IndexSee, Locator};
use crate::span::Span;

/// Fewest pages in a row that print as a range where the author gave none.
const RUN: u64 = 3;

pub fn index(w: &mut Writer, cx: Context, x: &Index) {
    let Index { groups, span } = x;
    w.raw("b-index(\n");
    let mut place = 0;
    for IndexGroup { letter, entries } in groups {
        w.raw("b-index-letter(");
        w.made(letter, *span);
        w.raw("),\n");
        entries.iter().for_each(|one| entry(w, cx, one, 0, (*span, &mut place)));
    }
    w.raw(")");
}

/// `at` is the span of the index, and which entry this is.
fn entry(w: &mut Writer, cx: Context, x: &IndexEntry, level: u8, at: (Span, &mut usize)) {
    let (span, place) = at;
    let IndexEntry { anchor, term, locators, see, see_also, children } = x;
    w.raw(&format!("b-index-entry({level}, "));
    optional(w, anchor.as_ref().map(Anchor::as_str));
    w.raw(", {");
    w.whole(span, *place, |w| inline::inlines(w, cx.repeated(), term));
    *place += 1;
    for page in pages(locators, cx.folios, cx.volumes) {
        w.raw(";");
        w.made(", ", span);
        w.raw(";i-locator(");
        w.literal(page.at.as_str());
        w.raw(", ");
        w.made(&page.folio, span);
        w.raw(", ");
        optional(w, page.to.as_ref().map(|(at, _)| at.as_str()));
        w.raw(", ");
        match &page.to {
            Some((_, folio)) => w.made(folio, span),
            None => w.raw("none"),
        }
        w.raw(&format!(", {})", page.main));
    }
    leads(w, &cx.book.words.see, see, span);
    leads(w, &cx.book.words.see_also, see_also, span);
    w.raw("}),\n");
    children.iter().for_each(|child| entry(w, cx, child, level.saturating_add(1), (span, place)));
}

/// "See" or "See also" with the entries that it leads to.
fn leads(w: &mut Writer, word: &str, to: &[IndexSee], span: Span) {
    for (at, IndexSee { anchor, text }) in to.iter().enumerate() {
        w.raw(";");
        w.made(if at == 0 { ". " } else { "; " }, span);
        if at == 0 {
            w.raw(";i-emph(");
            w.made(word, span);
            w.raw(");");
            w.made(" ", span);
        }
        w.raw(";");
        if let Some(anchor) = anchor {
            w.raw("i-go(");
            w.literal(anchor.as_str());
            w.raw(", ");
        }
        w.made(text, span);
        w.raw(if anchor.is_some() { ")" } else { "" });
    }
}

/// A page, or pages in a row.
#[derive(Debug, PartialEq, Eq)]
struct Pages<'a> {
    /// What a click leads to.
    at: &'a Anchor,
    /// The first page.
    folio: String,
    /// The last page and what stands there; `None` for a single page.
    to: Option<(&'a Anchor, String)>,
    /// The term is defined there.
    main: bool,
}

/// Where in the book a folio stands: roman ones come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Page {
    arabic: bool,
    number: u64,
}

/// The pages of some places: twins once, roman before arabic, runs merged. A page where the term is defined
/// stays by itself. Before the first layout, when no folio is known, every place stands for itself.
fn pages<'a>(
    locators: &'a [Locator],
    folios: &BTreeMap<Anchor, String>,
    volumes: Volumes,
) -> Vec<Pages<'a>> {
    let mut known: BTreeMap<Page, Stretch> = BTreeMap::new();
    let mut loose = Vec::new();
    for Locator { anchor, text: _, end, main } in locators {
        let end = end.as_ref().map_or(anchor, |end| &end.anchor);
        let folio = |at: &Anchor| folios.get(at).and_then(|folio| Some((page(folio)?, folio)));
        let (Some((first, _)), Some((last, _))) = (folio(anchor), folio(end)) else {
            let to = (end != anchor).then(|| (end, "000".to_owned()));
            loose.push(Pages { at: anchor, folio: "000".to_owned(), to, main: *main });
            continue;
        };
        let new = Stretch { at: anchor, last, end, main: *main };
        match known.get_mut(&first) {
            Some(old) => old.join(new),
            None => {
                known.insert(first, new);
            }
        }
    }
    let shown = merged(known);
    let name = |anchor: &Anchor| folios.get(anchor).cloned().unwrap_or_default();
    // Volume and page, as in `2:345` (Chicago Manual of Style, on indexes of several volumes).
    let whole = |anchor: &Anchor| match volumes.number(anchor) {
        Some(volume) => format!("{volume}:{}", name(anchor)),
        None => name(anchor),
    };
    let last = |from: &Anchor, to: &Anchor| {
        if volumes.number(from) == volumes.number(to) { name(to) } else { whole(to) }
    };
    let shown = shown.into_iter().map(|(first, it)| Pages {
        at: it.at,
        folio: whole(it.at),
        to: (it.last > first).then(|| (it.end, last(it.at, it.end))),
        main: it.main,
    });
    shown.chain(loose).collect()
}

/// The pages from one place to another.
#[derive(Debug, Clone, Copy)]
struct Stretch<'a> {
    at: &'a Anchor,
    last: Page,
    end: &'a Anchor,
    main: bool,
}

impl<'a> Stretch<'a> {
    fn join(&mut self, other: Stretch<'a>) {
        if other.last > self.last {
            (self.last, self.end) = (other.last, other.end);
        }
        if other.main && !self.main {
            (self.at, self.main) = (other.at, true);
        }
    }
}

/// Stretches that overlap made one, and runs of single pages made stretches.
fn merged(known: BTreeMap<Page, Stretch>) -> Vec<(Page, Stretch)> {
    let mut out: Vec<(Page, Stretch)> = Vec::new();
    let mut run: Vec<(Page, Stretch)> = Vec::new();
    for (first, one) in known {
        // What reaches farthest, not what begins last: a stretch may hold others.
        let before = run.iter().map(|(_, before)| *before).max_by_key(|before| before.last);
        let joins = before.is_some_and(|before| follows(before, first, one));
        if !joins {
            settle(&mut run, &mut out);
        }
        run.push((first, one));
    }
    settle(&mut run, &mut out);
    out
}

/// Whether a stretch begins in the one before it or on the page behind it.
fn follows(before: Stretch, first: Page, one: Stretch) -> bool {
    let near = before.last.arabic == first.arabic && first.number <= before.last.number + 1;
    near && !before.main && !one.main
}

/// Moves a run out: as one stretch if it is long enough or the author gave it, else page by page.
fn settle<'a>(run: &mut Vec<(Page, Stretch<'a>)>, out: &mut Vec<(Page, Stretch<'a>)>) {
    let (Some((first, head)), Some(last)) =
        (run.first().copied(), run.iter().map(|(_, one)| *one).max_by_key(|one| one.last))
    else {
        return;
    };
    let given = run.iter().any(|(page, one)| one.last > *page);
    if given || last.last.number + 1 >= first.number + RUN {
        out.push((first, Stretch { last: last.last, end: last.end, ..head }));
        run.clear();
    }
    out.append(run);
}

/// The page that a folio names.
fn page(folio: &str) -> Option<Page> {
    match folio.parse() {
        Ok(number) => Some(Page { arabic: true, number }),
        Err(_) => from_roman(folio).map(|number| Page { arabic: false, number }),
    }
}

/// The number that small roman numerals say; `None` for anything else.
fn from_roman(text: &str) -> Option<u64> {
    let digit = |c| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        'd' => Some(500),
        'm' => Some(1000),
        _ => None,
    };
    let digits: Option<Vec<u64>> = text.chars().map(digit).collect();
    let digits = digits.filter(|digits| !digits.is_empty())?;
    let mut total: u64 = 0;
    let mut largest = 0;
    for digit in digits.into_iter().rev() {
        // A digit before a larger one counts against it.
        total = if digit < largest { total.checked_sub(digit)? } else { total + digit };
        largest = largest.max(digit);
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Anchors, LocatorEnd};

    /// Locators from `page`, `from-to` and `*page` (main), printed back.
    fn print(wanted: &[&str]) -> String {
        let mut anchors = Anchors::default();
        let mut folios = BTreeMap::new();
        let mut at = |folio: &str| {
            let anchor = anchors.claim("x");
            folios.insert(anchor.clone(), folio.to_owned());
            anchor
        };
        let locators: Vec<Locator> = wanted
            .iter()
            .map(|text| {
                let main = text.starts_with('*');
                let (from, to) = text.trim_start_matches('*').split_once('-').map_or((*text, None), |(a, b)| (a, Some(b)));
                let anchor = at(from.trim_start_matches('*'));
                let end = to.map(|to| LocatorEnd { anchor: at(to), text: String::new() });
                Locator { anchor, text: String::new(), end, main }
            })
            .collect();
        let show = |page: &Pages| {
            let main = if page.main { "*" } else { "" };
            let to = page.to.as_ref().map_or(String::new(), |(_, to)| format!("–{to}"));
            format!("{main}{}{to}", page.folio)
        };
        let nowhere = BTreeMap::new();
        let volumes = Volumes { of: &nowhere, this: 0, all: 1 };
        pages(&locators, &folios, volumes).iter().map(show).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn twins_are_dropped_and_three_in_a_row_merged() {
        assert_eq!(print(&["12", "12", "13", "14", "20"]), "12–14, 20");
        assert_eq!(print(&["12", "13", "15"]), "12, 13, 15");
        assert_eq!(print(&["9", "10", "11"]), "9–11");
    }

    #[test]
    fn roman_folios_come_first_and_never_join_arabic_ones() {
        assert_eq!(print(&["1", "2", "xiv", "ix", "xiii", "xv"]), "ix, xiii–xv, 1, 2");
    }

    #[test]
    fn ranges_of_the_author_take_in_what_touches_them() {
        assert_eq!(print(&["12-13", "14", "30-30"]), "12–14, 30");
        assert_eq!(print(&["10-20", "12", "15-22", "21"]), "10–22");
        assert_eq!(print(&["10-20", "10", "40"]), "10–20, 40");
    }

    #[test]
    fn the_page_of_the_definition_stays_by_itself() {
        assert_eq!(print(&["12", "*13", "14"]), "12, *13, 14");
        assert_eq!(print(&["12", "*12"]), "*12");
    }

    #[test]
    fn roman_numerals_are_read_back() {
        for number in 1..=400 {
            let text = crate::book::roman(number).to_lowercase();
            assert_eq!(from_roman(&text), Some(u64::from(number)), "{text}");
        }
        assert_eq!(from_roman("000"), None);
    }
}
