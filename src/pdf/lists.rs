//! Lists of figures, tables and listings, behind the contents.

use super::front::{heading, place};
use super::inline::{self, Context};
use super::origin::Writer;
use crate::book::{Book, Float, Kind, short_caption};

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
    for Float { anchor, number, caption, span } in items(cx.book, what) {
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

fn items(book: &Book, what: Gathered) -> Vec<Float<'_>> {
    let kind = match what {
        Gathered::Figures => Kind::Figure,
        Gathered::Tables => Kind::Table,
        Gathered::Listings => Kind::Listing,
    };
    let mut items = book.floats(kind);
    items.retain(|item| !item.caption.is_empty());
    items
}
