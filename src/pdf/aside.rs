//! Boxes as Typst: callouts, theorems, proofs, frames.
//!
//! Their looks are functions of `styles/book.typ`, one for each family.

use super::block::{attributed_body, block, blocks, body, is_solid};
use super::geometry::{BOX_INDENT, FRAME_INDENT, LIST_INDENT};
use super::inline::{self, Context, inlines, optional};
use super::origin::Writer;
use crate::book::{Anchor, Aside, Block, Family, Paragraph};

pub fn aside(w: &mut Writer, cx: Context, x: &Aside) {
    let Aside { family, class, anchor, number, label, title, locale, blocks, span } = x;
    let (function, less) = match family {
        Family::Callout => ("b-callout", BOX_INDENT),
        Family::Alert => ("b-alert", BOX_INDENT),
        Family::Theorem => ("b-theorem", 0.0),
        Family::Proof => ("b-proof", 0.0),
        Family::Frame => ("b-frame", 2.0 * FRAME_INDENT),
        Family::Epigraph => ("b-epigraph", cx.room / 4.0),
        Family::Plain => ("b-plain", 0.0),
    };
    let head = number.as_ref().map_or(label.as_str(), |number| number.label.as_str());
    w.about(*span, |w| {
        if locale.is_some() {
            w.raw("b-language(");
            inline::locale_of(w, locale.as_ref());
            w.raw(", ");
        }
        w.raw(function);
        w.raw("(");
        w.literal(class);
        w.raw(", ");
        optional(w, anchor.as_ref().map(Anchor::as_str));
        w.raw(", ");
        optional(w, Some(head).filter(|head| !head.is_empty()));
        w.raw(", ");
        if title.is_empty() {
            w.raw("none");
        } else {
            inline::body(w, cx, title);
        }
        w.raw(", ");
        match family {
            Family::Theorem => run_in(w, cx.narrower(less), blocks, true, false),
            Family::Proof => run_in(w, cx.narrower(less), blocks, true, true),
            Family::Epigraph => attributed_body(w, cx.narrower(less), blocks),
            Family::Callout | Family::Alert | Family::Frame => boxed_body(w, cx.narrower(less), blocks),
            Family::Plain => body(w, cx.narrower(less), blocks),
        }
        w.raw(if locale.is_some() { "))" } else { ")" });
    });
}

/// The blocks of a box as an argument, without the space that the last of them has below it.
fn boxed_body(w: &mut Writer, cx: Context, list: &[Block]) {
    w.raw("{\n");
    blocks(w, cx, list, 1);
    let half_lines = list.last().map_or(0, |last| space_below(last, cx));
    if half_lines > 0 {
        w.raw(&format!("box-end({half_lines})\n"));
    }
    w.raw("}");
}

/// Half lines of space that a block of lines of text has below it.
fn space_below(x: &Block, cx: Context) -> u8 {
    match x {
        Block::List(x) => {
            let solid = is_solid(x, cx.narrower(LIST_INDENT));
            if solid || x.items.len() % 2 == 1 { 1 } else { 2 }
        }
        Block::Terms(x) => if x.items.len() % 2 == 1 { 1 } else { 2 },
        Block::Quote(_) | Block::Break(_) => 1,
        Block::Only(_)
        | Block::Aside(_)
        | Block::Section(_)
        | Block::Paragraph(_)
        | Block::Listing(_)
        | Block::Table(_)
        | Block::Figure(_)
        | Block::Math(_)
        | Block::Bibliography(_)
        | Block::Index(_)
        | Block::Glossary(_)
        | Block::Change(_) => 0,
    }
}

/// A function from label and end sign to the blocks: the label runs into the first paragraph, and the end
/// sign into the last.
fn run_in(w: &mut Writer, cx: Context, list: &[Block], label: bool, sign: bool) {
    w.raw("(i-label, i-end) => {\n");
    let last = list.len().saturating_sub(1);
    if label && !matches!(list.first(), Some(Block::Paragraph(_))) {
        w.raw("b-paragraph(i-label)\n");
    }
    for (at, one) in list.iter().enumerate() {
        if let Block::Paragraph(Paragraph { content, span }) = one
            && (at == 0 || (sign && at == last))
        {
            w.about(*span, |w| {
                w.raw("b-paragraph({");
                w.raw(if label && at == 0 { "i-label;" } else { "" });
                inlines(w, cx, content);
                w.raw(if sign && at == last { ";i-end" } else { "" });
                w.raw("})\n");
            });
        } else {
            block(w, cx, one, 1);
            w.raw("\n");
        }
    }
    if sign && !matches!(list.last(), Some(Block::Paragraph(_))) {
        w.raw("b-paragraph(i-end)\n");
    }
    w.raw("}");
}
