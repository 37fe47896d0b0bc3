//! The glossary as Typst.

use super::geometry::LIST_INDENT;
use super::inline::{self, Context};
use super::origin::Writer;
use super::block;
use crate::book::{Glossary, GlossaryEntry};

pub fn glossary(w: &mut Writer, cx: Context, x: &Glossary) {
    let Glossary { entries, span } = x;
    w.about(*span, |w| {
        w.raw("b-glossary(");
        for GlossaryEntry { anchor, term, definitions, uses, span } in entries {
            w.about(*span, |w| {
                w.raw("(");
                w.literal(anchor.as_str());
                w.raw(", ");
                inline::body(w, cx, term);
                w.raw(", ");
                if uses.is_empty() {
                    w.raw("none");
                } else {
                    w.raw("{i-emph(");
                    w.made(&cx.book.words.see, *span);
                    w.raw(")");
                    for (at, one) in uses.iter().enumerate() {
                        w.raw(";");
                        w.made(if at == 0 { " " } else { ", " }, *span);
                        w.raw(";i-ref(");
                        w.literal(one.anchor.as_str());
                        w.raw(", ");
                        w.made(&one.text, one.span);
                        w.raw(")");
                    }
                    w.raw("}");
                }
                for definition in definitions {
                    w.raw(", ");
                    block::body(w, cx.narrower(LIST_INDENT), definition);
                }
                w.raw(")");
            });
            w.raw(",\n");
        }
        w.raw(")");
    });
}
