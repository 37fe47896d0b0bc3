//! Lists of figures, tables and listings, behind the contents.

use super::front::{heading, place};
use super::inline::{self, Context};
use super::origin::Writer;
use crate::book::{Anchor, Block, Book, Inline, Number, blocks, short_caption};
use crate::span::Span;

/// What a list gathers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gathered {
    /// Figures with a number.
    Figures,
    /// Tables with a number.
    Tables,
    /// Listings with a number.
    Listings,
}

/// What a list says of one thing.
struct Item<'a> {
    anchor: &'a Anchor,
    number: &'a Number,
    caption: &'a [Inline],
    span: Span,
}

/// The title of a list.
#[must_use]
pub fn title(book: &Book, what: Gathered) -> &str {
    match what {
        Gathered::Figures => &book.words.figures,
        Gathered::Tables => &book.words.tables,
        Gathered::Listings => &book.words.listings,
    }
}

/// Whether a list has anything to say.
#[must_use]
pub fn has(book: &Book, what: Gathered) -> bool {
    !items(book, what).is_empty()
}

/// A list: number, first sentence of the caption, folio.
pub fn list(w: &mut Writer, cx: Context, what: Gathered) {
    let cx = cx.repeated();
    heading(w, cx, None, title(cx.book, what));
    w.raw("p-contents({\n");
    for Item { anchor, number, caption, span } in items(cx.book, what) {
        w.about(span, |w| {
            w.raw("p-list-entry(");
            w.literal(anchor.as_str());
            w.raw(", ");
            w.made(&number.text, span);
            w.raw(", ");
            inline::body(w, cx, &short_caption(caption));
            w.raw(", ");
            w.made(cx.folios.get(anchor).map_or("000", String::as_str), place(cx.book));
            w.raw(")\n");
        });
    }
    w.raw("})\n");
}

fn items(book: &Book, what: Gathered) -> Vec<Item<'_>> {
    let mut out = Vec::new();
    for chapter in book.chapters() {
        blocks(&chapter.blocks, &mut |block| {
            let (kind, anchor, number, caption, span) = match block {
                Block::Figure(x) => (Gathered::Figures, &x.anchor, &x.number, &x.caption, x.span),
                Block::Table(x) => (Gathered::Tables, &x.anchor, &x.number, &x.caption, x.span),
                Block::Listing(x) => (Gathered::Listings, &x.anchor, &x.number, &x.caption, x.span),
                Block::Section(_)
                | Block::Paragraph(_)
                | Block::List(_)
                | Block::Terms(_)
                | Block::Quote(_)
                | Block::Math(_)
                | Block::Aside(_)
                | Block::Break(_)
                | Block::Bibliography(_)
                | Block::Index(_)
                | Block::Glossary(_)
                | Block::Only(_)
                | Block::Change(_) => return,
            };
            if let (true, Some(anchor), Some(number)) = (kind == what && !caption.is_empty(), anchor, number) {
                out.push(Item { anchor, number, caption, span });
            }
        });
    }
    out
}
