//! Lists of works as Typst.

use super::inline::{self, Context, optional};
use super::origin::Writer;
use crate::book::{Anchor, BackLink, Bibliography, Work};
use crate::span::Span;

/// A list of works, an argument each.
pub fn bibliography(w: &mut Writer, cx: Context, x: &Bibliography) {
    let Bibliography { anchor, works, span } = x;
    w.about(*span, |w| {
        w.raw("b-works(");
        optional(w, anchor.as_ref().map(Anchor::as_str));
        for one in works {
            w.raw(",\n");
            work(w, cx, one);
        }
        w.raw(")");
    });
}

fn work(w: &mut Writer, cx: Context, x: &Work) {
    let Work { anchor, label, content, back, span } = x;
    w.about(*span, |w| {
        w.raw("b-work(");
        w.literal(anchor.as_str());
        w.raw(", ");
        if label.is_empty() {
            w.raw("none");
        } else {
            inline::body(w, cx, label);
        }
        w.raw(", ");
        inline::body(w, cx, content);
        w.raw(", ");
        if back.is_empty() {
            w.raw("none");
        } else {
            cited(w, cx, back, *span);
        }
        w.raw(")");
    });
}

/// Where a work is cited, with links back.
fn cited(w: &mut Writer, cx: Context, back: &[BackLink], span: Span) {
    w.raw("{");
    w.made(&cx.book.words.cited_in, span);
    for (at, BackLink { anchor, text }) in back.iter().enumerate() {
        w.raw(";");
        w.made(if at > 0 { ", " } else { " " }, span);
        w.raw(";i-go(");
        w.literal(anchor.as_str());
        w.raw(", ");
        w.made(text, span);
        w.raw(")");
    }
    w.raw(";");
    w.made(".", span);
    w.raw("}");
}
