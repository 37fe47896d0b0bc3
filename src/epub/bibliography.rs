//! Lists of works as XHTML.
//!
//! `doc-biblioentry` is deprecated (Digital Publishing WAI-ARIA 1.1, section 3), so works are plain items of a
//! list inside a `doc-bibliography`.

use crate::book::{BackLink, Bibliography, Work};

use super::block::with_id;
use super::context::Cx;
use super::inline::inlines;
use super::xhtml::Sheet;

/// A list of works. It may stand under any heading, so it has a name of its own for those who listen.
pub(super) fn bibliography(cx: &Cx, w: &mut Sheet, x: &Bibliography) {
    let Bibliography { anchor, works, span: _ } = x;
    let name = cx.book.words.references.as_str();
    let kind = [("epub:type", "bibliography"), ("role", "doc-bibliography"), ("aria-label", name)];
    w.block("section", &with_id(anchor.as_ref(), &kind), |w| {
        w.line();
        if works.is_empty() {
            return;
        }
        let labelled = works.iter().any(|work| !work.label.is_empty());
        let class = if labelled { "works labelled" } else { "works" };
        w.block("ul", &[("class", class)], |w| {
            w.line();
            works.iter().for_each(|x| work(cx, w, x));
        });
    });
}

fn work(cx: &Cx, w: &mut Sheet, x: &Work) {
    let Work { anchor, label, content, back, span: _ } = x;
    w.block("li", &[("id", anchor.as_str())], |w| {
        if !label.is_empty() {
            w.element("span", &[("class", "label")], |w| inlines(cx, w, label));
            w.text(" ");
        }
        inlines(cx, w, content);
        if !back.is_empty() {
            w.text(" ");
            w.element("span", &[("class", "cited")], |w| cited(cx, w, back));
        }
    });
}

/// Where a work is cited, with links back.
fn cited(cx: &Cx, w: &mut Sheet, back: &[BackLink]) {
    w.text(&cx.book.words.cited_in);
    for (at, BackLink { anchor, text }) in back.iter().enumerate() {
        w.text(if at > 0 { ", " } else { " " });
        match cx.href(anchor) {
            Some(href) => w.leaf("a", &[("role", "doc-backlink"), ("class", "back"), ("href", &href)], text),
            None => w.text(text),
        }
    }
    w.text(".");
}
