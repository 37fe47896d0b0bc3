//! The cover: back, spine and front on one sheet, as it is printed before it is folded round the pages.
//!
//! Its sizes come from the printer, its words from the book; its look is `p-cover` in `styles/cover.typ`.

use super::barcode::{self, Bar};
use super::compile::compile;
use super::faults::Places;
use super::geometry::points;
use super::origin::{Writer, Written};
use super::world::{self, Desk, Shared};
use super::{Settings, export, front, style};
use crate::book::{Book, Meta};
use crate::fonts::Fonts;
use crate::problem::{Diagnostic, Problem};

/// What a cover goes by; lengths in pt.
#[derive(Debug, Clone)]
pub struct Cover {
    /// Width of the spine.
    pub spine: f64,
    /// Something stands on the spine.
    pub spine_text: bool,
    /// Text on the spine stays this far from its edges.
    pub spine_safe: f64,
    /// Bleed on all four sides.
    pub bleed: f64,
    /// What matters stays this far from the edges.
    pub safe: f64,
    /// ISBN-13, digits only: it becomes the bar code.
    pub isbn: Option<String>,
    /// Which volume of how many; `None` for a book of one.
    pub volume: Option<(usize, usize)>,
}

/// Makes the cover.
///
/// # Errors
/// What Typst refuses, as in [`super::bind`].
pub fn cover(book: &Book, fonts: &Fonts, settings: &Settings, cover: &Cover) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let shared = Shared::new(book, fonts, style::files(book, fonts, settings, false));
    let mut w = Writer::default();
    emit(&mut w, book, settings, cover);
    let Written { text, origin, problems: _ } = w.finish();
    let top = front::place(book);
    let path = "units/cover.typ";
    let internal = |what: String| vec![Problem::Internal { what }.at(top)];
    let main = world::source(path, text).ok_or_else(|| internal(format!("no path `{path}`")))?;
    let desk = Desk { shared: &shared, main };
    let places = Places { shared: &shared, main: &desk.main, origin: &origin, settings, top };
    let document = compile(&desk, path).output;
    let document = document.map_err(|faults| faults.iter().map(|one| places.diagnostic(one)).collect::<Vec<_>>());
    comemo::evict(0);
    let document = document?;
    let volume = cover.volume.map(|(this, _)| this - 1);
    let bytes = export::pdf(&document, book, settings, volume, export::Claim::None);
    bytes.map_err(|faults| faults.iter().flat_map(|fault| internal(fault.message.to_string())).collect())
}

/// The call of `p-cover`.
fn emit(w: &mut Writer, book: &Book, settings: &Settings, cover: &Cover) {
    let Cover { spine, spine_text, spine_safe, bleed, safe, isbn, volume } = cover;
    let Meta { title, subtitle, authors, publisher, description, cover: picture, .. } = &book.meta;
    let at = front::place(book);
    w.raw("#import \"/styles/book.typ\": *\n#import \"/styles/cover.typ\": *\n#import \"/styles/house.typ\": *\n");
    w.raw("#p-cover((");
    let lengths = [
        ("width", settings.width),
        ("height", settings.height),
        ("spine", *spine),
        ("spine-safe", *spine_safe),
        ("bleed", *bleed),
        ("safe", *safe),
    ];
    for (name, length) in lengths {
        w.raw(&format!("{name}: {}pt, ", points(length)));
    }
    w.raw(&format!("spine-text: {spine_text}), "));
    w.made(title, at);
    for text in [subtitle, publisher, description] {
        w.raw(", ");
        front::made(w, text.as_deref(), at);
    }
    w.raw(", (");
    for author in authors {
        w.made(author, at);
        w.raw(", ");
    }
    w.raw("), ");
    let volume = volume.map(|(this, all)| front::volume(book, this, all));
    front::made(w, volume.as_deref(), at);
    w.raw(", ");
    match picture.and_then(|picture| book.assets.get(picture.0 as usize)) {
        Some(asset) => w.literal(&format!("/assets/{}", asset.name)),
        None => w.raw("none"),
    }
    w.raw(", ");
    code(w, isbn.as_deref());
    w.raw(")\n");
}

/// The ISBN as its agency hyphenates it, its digits, and its bars in modules.
fn code(w: &mut Writer, digits: Option<&str>) {
    let Some((digits, bars)) = digits.and_then(|digits| Some((digits, barcode::bars(digits)?))) else {
        return w.raw("none");
    };
    w.raw("(isbn: ");
    w.literal(&crate::book::hyphenated(digits));
    w.raw(", digits: ");
    w.literal(digits);
    w.raw(&format!(", modules: {}, bars: (", barcode::MODULES));
    for Bar { from, width, long } in bars {
        w.raw(&format!("({from}, {width}, {long}), "));
    }
    w.raw("))");
}
