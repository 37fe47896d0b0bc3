//! The book as files that stock Typst sets by itself.
//!
//! The units and styles are the very ones that `bind` uses; only the settings say that all units are in
//! one document, so that Typst itself finds link targets, folios and running heads.

use super::inline::Context;
use super::origin::Writer;
use super::unit::{self, Known, Piece, Subject};
use super::{Settings, front, style, lists};
use crate::book::Book;
use crate::fonts::Fonts;

/// What `main.typ` begins with.
const HEAD: &str = "// Set with: typst compile --root . --font-path fonts main.typ\n\n\
    #import \"/styles/book.typ\": *\n\
    #import \"/styles/house.typ\": *\n\
    #show: p-whole\n\
    #set page(numbering: \"i\")\n\n";
/// What stands before the body.
const BODY: &str = "\n#pagebreak(to: if book-two-sided { \"odd\" }, weak: true)\n\
    #set page(numbering: \"1\")\n\
    #counter(page).update(1)\n\n";

/// Paths and bytes: `main.typ`, units, styles, pictures, faces; by path.
pub fn files(book: &Book, fonts: &Fonts, settings: &Settings) -> Vec<(String, Vec<u8>)> {
    let known = Known::default();
    let mut main = String::from(HEAD);
    let mut out = Vec::new();
    let mut roman = true;
    for (at, piece) in unit::pieces(book, settings, false).into_iter().enumerate() {
        let emitted = unit::emit(book, settings, &known, at, piece);
        if roman && !piece.roman {
            roman = false;
            main.push_str(BODY);
        }
        main.push_str(&open(book, settings, piece));
        main.push_str(&format!("#include \"{}\"\n#p-close\n", emitted.path));
        out.push((emitted.path, emitted.source.into_bytes()));
    }
    out.push(("main.typ".to_owned(), main.into_bytes()));
    let styles = style::files(book, fonts, settings, true);
    out.extend(styles.into_iter().map(|(path, text)| (path, text.into_bytes())));
    let assets = book.assets.iter();
    out.extend(assets.map(|asset| (format!("assets/{}", asset.name), asset.bytes.to_vec())));
    let faces = fonts.faces().iter();
    out.extend(faces.map(|face| (format!("fonts/{}", face.file), face.bytes.to_vec())));
    out.sort();
    out
}

/// The call that a piece begins with: whether it has furniture, and what its running heads say.
fn open(book: &Book, settings: &Settings, piece: Piece) -> String {
    let cx = Context::around(book, settings);
    let mut w = Writer::default();
    w.raw("#p-open(");
    match piece.subject {
        Subject::Display | Subject::Part(_) => w.raw("true, none"),
        Subject::Contents { .. } => {
            w.raw("false, ");
            w.literal(&book.words.contents);
        }
        Subject::List(what) => {
            w.raw("false, ");
            w.literal(lists::title(book, what));
        }
        Subject::Chapter(chapter) => {
            w.raw("false, ");
            front::running(&mut w, cx, &chapter.heading);
        }
    }
    w.raw(")\n");
    w.finish().text
}
