//! The glossary as XHTML: a definition list whose terms are `dfn`.

use crate::book::{Glossary, GlossaryEntry, Ref};

use super::block::only_bare;
use super::context::Cx;
use super::inline::inlines;
use super::xhtml::Sheet;

/// The terms and their definitions have types; `dl` has none, since `doc-glossary`, the role that would have
/// to go with it, isn't one that `dl` may take (ARIA in HTML, section 4).
pub(super) fn glossary(cx: &Cx, w: &mut Sheet, x: &Glossary) {
    let Glossary { entries, span: _ } = x;
    w.block("dl", &[("class", "glossary")], |w| {
        w.line();
        entries.iter().for_each(|one| entry(cx, w, one));
    });
}

fn entry(cx: &Cx, w: &mut Sheet, x: &GlossaryEntry) {
    let GlossaryEntry { anchor, term, definitions, uses, span: _ } = x;
    w.block("dt", &[("id", anchor.as_str()), ("epub:type", "glossterm")], |w| {
        w.element("dfn", &[], |w| inlines(cx, w, term));
    });
    let last = definitions.len().saturating_sub(1);
    for (at, definition) in definitions.iter().enumerate() {
        w.block("dd", &[("epub:type", "glossdef")], |w| {
            only_bare(cx, w, definition);
            if at == last {
                used(cx, w, uses);
            }
        });
    }
    if definitions.is_empty() {
        w.block("dd", &[("epub:type", "glossdef")], |w| used(cx, w, uses));
    }
}

/// The sections that use a term first in their chapters.
fn used(cx: &Cx, w: &mut Sheet, uses: &[Ref]) {
    if uses.is_empty() {
        return;
    }
    w.text(" ");
    w.element("span", &[("class", "uses")], |w| {
        w.leaf("em", &[], &cx.book.words.see);
        for (at, Ref { anchor, text, before: _, span: _ }) in uses.iter().enumerate() {
            w.text(if at == 0 { " " } else { ", " });
            match cx.href(anchor) {
                Some(href) => w.leaf("a", &[("class", "xref"), ("href", &href)], text),
                None => w.text(text),
            }
        }
    });
}
