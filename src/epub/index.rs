//! The index as XHTML: links whose words are the numbers of sections (EPUB Indexes 1.0, section 3).

use crate::book::{Index, IndexEntry, IndexGroup, IndexSee, Locator};

use super::block::{heading_name, with_id};
use super::context::Cx;
use super::inline::label;
use super::xhtml::Sheet;

pub(super) fn index(cx: &Cx, w: &mut Sheet, x: &Index) {
    let Index { groups, span } = x;
    let level = heading_name(cx.level.saturating_add(1).max(2));
    let mut starts = (cx.starts(*span), 0);
    for IndexGroup { letter, entries: list } in groups {
        w.block("section", &[("epub:type", "index-group"), ("class", "index")], |w| {
            w.line();
            w.block(level, &[("class", "letter")], |w| w.text(letter));
            entries(cx, w, list, &mut starts);
        });
    }
}

/// The pages that begin in the index, by the number of the entry that they begin with, and the number of the next entry.
type Starts<'a> = (&'a [(usize, usize)], usize);

fn entries(cx: &Cx, w: &mut Sheet, list: &[IndexEntry], starts: &mut Starts) {
    if list.is_empty() {
        return;
    }
    w.block("ul", &[("epub:type", "index-entry-list")], |w| {
        w.line();
        list.iter().for_each(|one| entry(cx, w, one, starts));
    });
}

fn entry(cx: &Cx, w: &mut Sheet, x: &IndexEntry, starts: &mut Starts) {
    let IndexEntry { anchor, term, locators, see, see_also, children } = x;
    w.block("li", &with_id(anchor.as_ref(), &[("epub:type", "index-entry")]), |w| {
        starts.0.iter().filter(|(entry, _)| *entry == starts.1).for_each(|(_, page)| cx.mark(w, *page));
        starts.1 += 1;
        w.element("span", &[("epub:type", "index-term")], |w| label(w, term));
        for one in distinct(locators) {
            w.text(", ");
            locator(cx, w, one);
        }
        leads(cx, w, &cx.book.words.see, "index-xref-preferred", see);
        leads(cx, w, &cx.book.words.see_also, "index-xref-related", see_also);
        entries(cx, w, children, starts);
    });
}

/// Without pages, places of one section look the same: the first of them stands for all, a definition's
/// before the others'.
fn distinct(locators: &[Locator]) -> Vec<&Locator> {
    let mut out: Vec<&Locator> = Vec::new();
    for one in locators {
        let words = |it: &Locator| (it.text.clone(), last(it).map(str::to_owned));
        match out.iter_mut().find(|known| words(known) == words(one)) {
            Some(known) if one.main && !known.main => *known = one,
            Some(_) => {}
            None => out.push(one),
        }
    }
    out
}

/// The number behind the dash of a range; `None` where both ends stand in one section.
fn last(x: &Locator) -> Option<&str> {
    x.end.as_ref().map(|end| end.text.as_str()).filter(|text| *text != x.text)
}

fn locator(cx: &Cx, w: &mut Sheet, x: &Locator) {
    let Locator { anchor, text, end, main } = x;
    let attrs: &[(&'static str, &str)] = if *main { &[("class", "main")] } else { &[] };
    let link = |w: &mut Sheet, anchor, text: &str| match cx.href(anchor) {
        Some(href) => {
            let attrs = [attrs, &[("epub:type", "index-locator"), ("href", href.as_str())]].concat();
            w.leaf("a", &attrs, text);
        }
        None => w.text(text),
    };
    match (end, last(x)) {
        (Some(end), Some(to)) => w.element("span", &[("epub:type", "index-locator-range")], |w| {
            link(w, anchor, text);
            w.text("–");
            link(w, &end.anchor, to);
        }),
        (Some(_), None) | (None, _) => link(w, anchor, text),
    }
}

fn leads(cx: &Cx, w: &mut Sheet, word: &str, kind: &str, to: &[IndexSee]) {
    if to.is_empty() {
        return;
    }
    w.text(". ");
    w.element("span", &[("epub:type", kind)], |w| {
        w.leaf("em", &[], word);
        for (at, IndexSee { anchor, text }) in to.iter().enumerate() {
            w.text(if at == 0 { " " } else { "; " });
            match anchor.as_ref().and_then(|anchor| cx.href(anchor)) {
                Some(href) => w.leaf("a", &[("href", &href)], text),
                None => w.text(text),
            }
        }
    });
}
