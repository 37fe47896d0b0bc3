//! The Typst files that every unit goes by: settings, looks, the functions, and the book's own.

use typst::syntax::ast;
use typst::syntax::parse;

use super::inline::language_of;
use super::literal;
use super::origin::Writer;
use super::{Edition, Settings};
use crate::book::Book;
use crate::fonts::{self, Fonts};

const LOOKS: &str = include_str!("../../styles/looks.typ");
const REVIEW: &str = include_str!("../../styles/review.typ");
const BOOK: &str = include_str!("../../styles/book.typ");
const COVER: &str = include_str!("../../styles/cover.typ");

/// What stands before the book's own style, so that it can use and wrap ours.
const BEFORE_HOUSE: &str = "#import \"/styles/book.typ\": *\n#import \"/styles/cover.typ\": *\n";
/// Path of the book's own style.
pub const HOUSE: &str = "styles/house.typ";

/// Paths and texts of the style files. `whole` is for one document of all units, as stock Typst takes it.
#[must_use]
pub fn files(book: &Book, fonts: &Fonts, settings: &Settings, whole: bool) -> Vec<(String, String)> {
    let house = settings.house.as_ref().map_or("", |house| house.text.as_str());
    vec![
        ("settings.typ".to_owned(), settings_file(book, fonts, settings, whole)),
        ("styles/looks.typ".to_owned(), format!("{LOOKS}{}", overrides(house))),
        ("styles/review.typ".to_owned(), REVIEW.to_owned()),
        ("styles/book.typ".to_owned(), BOOK.to_owned()),
        ("styles/cover.typ".to_owned(), COVER.to_owned()),
        (HOUSE.to_owned(), format!("{BEFORE_HOUSE}{house}")),
    ]
}

/// Where an offset in the emitted house style stands in the book's own file.
#[must_use]
pub fn house_offset(offset: usize) -> usize {
    offset.saturating_sub(BEFORE_HOUSE.len())
}

fn settings_file(book: &Book, fonts: &Fonts, settings: &Settings, whole: bool) -> String {
    let geometry = settings.geometry();
    let chain = |families: &[&str]| {
        let names = fonts.chain(families).into_iter().map(literal::of);
        format!("({},)", names.collect::<Vec<_>>().join(", "))
    };
    let mut language = Writer::default();
    language_of(&mut language, Some(&book.meta.language));
    let language = language.finish().text;
    let note = literal::of(&settings.note);
    let edition = match settings.edition {
        Edition::Print => "print",
        Edition::Screen => "screen",
        Edition::Review => "review",
    };
    format!(
        "// What the book and its edition are, made by Bindery.\n\n\
         #let book-geometry = {}\n\n\
         #let book-faces = (\n  text: {},\n  sans: {},\n  mono: {},\n  math: {},\n)\n\n\
         #let book-edition = \"{edition}\"\n\
         #let book-language = {language}\n\
         #let book-note = {note}\n\
         // All units are in one document, so links and running heads find their places by themselves.\n\
         #let book-whole = {whole}\n",
        geometry.typst(),
        chain(fonts::TEXT),
        chain(fonts::SANS),
        chain(fonts::MONO),
        chain(fonts::MATH),
    )
}

/// The definitions of the book's own style that are for names of `looks.typ`, to stand behind them there:
/// functions of `book.typ` see only what is defined before them.
fn overrides(house: &str) -> String {
    let known = names(LOOKS);
    let mut out = String::from("\n// From the book's own style.\n");
    for (name, text) in definitions(house) {
        if known.contains(&name) {
            out.push_str(&format!("#{text}\n"));
        }
    }
    out
}

fn names(style: &str) -> Vec<String> {
    definitions(style).into_iter().map(|(name, _)| name).collect()
}

/// The `let`s at the top of a Typst file: name and text.
fn definitions(style: &str) -> Vec<(String, String)> {
    let root = parse(style);
    let lets = root.children().filter_map(|node| Some((node, node.cast::<ast::LetBinding>()?)));
    let named = lets.flat_map(|(node, binding)| {
        let names = binding.kind().bindings();
        let text = node.full_text().to_string();
        names.into_iter().map(move |name| (name.as_str().to_owned(), text.clone()))
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exported_name_holds_a_hyphen_so_that_formulas_keep_theirs() {
        for name in names(LOOKS).into_iter().chain(names(REVIEW)).chain(names(BOOK)) {
            assert!(name.contains('-') || name == "t", "{name}");
        }
    }

    #[test]
    fn looks_of_the_house_stand_behind_ours() {
        let house = "#let soft-ink = red\n#let b-break = [x]\n";
        assert!(overrides(house).contains("#let soft-ink = red"));
        assert!(!overrides(house).contains("b-break"));
    }
}
