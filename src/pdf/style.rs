//! The Typst files that every unit goes by: settings, looks, the functions, and the book's own.

use typst::syntax::{SyntaxKind, SyntaxNode, ast, parse, parse_code};

use super::inline::language_of;
use super::literal;
use super::origin::Writer;
use super::{Edition, Settings, Style};
use crate::book::{Book, Direction};
use crate::fonts::{self, Fonts};
use crate::problem::{Diagnostic, Problem, nearest};
use crate::span::Span;

const LOOKS: &str = include_str!("../../styles/looks.typ");
const REVIEW: &str = include_str!("../../styles/review.typ");
const BOOK: &str = include_str!("../../styles/book.typ");
const COVER: &str = include_str!("../../styles/cover.typ");

/// The plain style: what it changes of the others.
const REPORT: &str = include_str!("../../styles/report.typ");

/// Path of the book's own style, where Typst can't read it and has to say why.
pub const HOUSE: &str = "styles/house.typ";

/// Paths and texts of the style files. `whole` is for one document of all units, as stock Typst takes it.
#[must_use]
pub fn files(book: &Book, fonts: &Fonts, settings: &Settings, whole: bool) -> Vec<(String, String)> {
    let layers = layers(settings);
    let composed = ours().map(|(path, text)| (path.to_owned(), compose(text, &layers).text));
    let house = settings.house.as_ref().map_or("", |house| house.text.as_str());
    let house = if is_sound(house) { "" } else { house };
    let own = [
        ("settings.typ".to_owned(), settings_file(book, fonts, settings, whole)),
        (HOUSE.to_owned(), house.to_owned()),
    ];
    own.into_iter().chain(composed).collect()
}

fn ours() -> [(&'static str, &'static str); 4] {
    [
        ("styles/looks.typ", LOOKS),
        ("styles/review.typ", REVIEW),
        ("styles/book.typ", BOOK),
        ("styles/cover.typ", COVER),
    ]
}

/// What is laid over our files: the style's own, then the book's, which is the last.
fn layers(settings: &Settings) -> Vec<Vec<Statement>> {
    let style = match settings.style {
        Style::Book => "",
        Style::Report => REPORT,
    };
    let house = settings.house.as_ref().map_or("", |house| house.text.as_str());
    vec![statements(style), statements(if is_sound(house) { house } else { "" })]
}

fn is_sound(text: &str) -> bool {
    parse(text).errors_and_warnings().0.is_empty()
}

/// What the book's own style says in vain: definitions of names that we don't have and that nothing in it uses,
/// and what is no definition.
#[must_use]
pub fn idle(settings: &Settings) -> Vec<Diagnostic> {
    let Some(house) = settings.house.as_ref().filter(|house| is_sound(&house.text)) else {
        return Vec::new();
    };
    let known: Vec<String> = ours().into_iter().flat_map(|(_, text)| names(text)).collect();
    let statements = statements(&house.text);
    let helps = |name: &String| known.contains(name) || statements.iter().any(|one| !one.names.contains(name) && one.uses(name));
    let said = |what: String, nearest: Option<String>, at: usize, length: usize| {
        Problem::IdleStyle { what, nearest }.at(Span::new(house.file, at, at + length))
    };
    let mut out = Vec::new();
    for one in statements.iter().filter(|one| !one.names.iter().any(helps)) {
        let Some(name) = one.names.first() else { continue };
        out.push(said(name.clone(), nearest(name, known.iter().map(String::as_str)), one.at, one.text.len()));
    }
    let mut at = 0;
    for node in parse(&house.text).children() {
        if matches!(node.kind(), SyntaxKind::SetRule | SyntaxKind::ShowRule | SyntaxKind::Text) {
            out.push(said(node.full_text().to_string(), None, at, node.len()));
        }
        at += node.len();
    }
    out
}

/// Where an offset in one of our files, as composed, stands in the book's own.
#[must_use]
pub fn house_offset(path: &str, offset: usize, settings: &Settings) -> Option<usize> {
    if path == HOUSE {
        return Some(offset);
    }
    let (_, text) = ours().into_iter().find(|(ours, _)| *ours == path)?;
    let layers = layers(settings);
    let last = layers.len().checked_sub(1)?;
    let found = compose(text, &layers).pieces;
    let piece = found.iter().find(|piece| piece.layer == last && (piece.at..piece.at + piece.length).contains(&offset))?;
    Some(piece.from + offset - piece.at)
}

/// One of our files with the layers in it.
struct Composed {
    text: String,
    pieces: Vec<Laid>,
}

/// A statement of a layer in one of our files.
struct Laid {
    layer: usize,
    /// Offset in our file, length, offset in the layer's.
    at: usize,
    length: usize,
    from: usize,
}

/// Behind each definition of ours stands every layer's of the same name, so that all that comes after goes by
/// it. With it stands what it uses of that layer's own.
fn compose(ours: &str, layers: &[Vec<Statement>]) -> Composed {
    let mut out = Composed { text: String::new(), pieces: Vec::new() };
    for node in parse(ours).children() {
        out.text.push_str(&node.full_text());
        for name in bound(node) {
            for (layer, statements) in layers.iter().enumerate() {
                for statement in wanted(statements, &name) {
                    out.text.push_str("\n#");
                    let (at, length, from) = (out.text.len(), statement.text.len(), statement.at);
                    out.pieces.push(Laid { layer, at, length, from });
                    out.text.push_str(&statement.text);
                }
            }
        }
    }
    out
}

/// The definition of a name in a layer, behind what it uses of the layer's own; nothing where it has none.
fn wanted<'a>(layer: &'a [Statement], name: &str) -> Vec<&'a Statement> {
    let Some(last) = layer.iter().rposition(|one| one.names.iter().any(|known| known == name)) else {
        return Vec::new();
    };
    let ours = |one: &Statement| ours().iter().any(|(_, text)| one.names.iter().any(|name| names(text).contains(name)));
    let mut needed: Vec<usize> = vec![last];
    for at in (0..last).rev() {
        let Some(one) = layer.get(at).filter(|one| !ours(one)) else { continue };
        let uses = |after: &usize| layer.get(*after).is_some_and(|after| one.names.iter().any(|name| after.uses(name)));
        if one.names.is_empty() || needed.iter().any(uses) {
            needed.push(at);
        }
    }
    needed.into_iter().rev().filter_map(|at| layer.get(at)).collect()
}

/// A statement at the top of a style file.
struct Statement {
    /// What it defines; nothing for an import.
    names: Vec<String>,
    text: String,
    at: usize,
}

impl Statement {
    fn uses(&self, name: &str) -> bool {
        fn within(node: &SyntaxNode, name: &str) -> bool {
            (node.kind() == SyntaxKind::Ident && node.full_text() == name) || node.children().any(|inner| within(inner, name))
        }
        within(&parse_code(&self.text), name)
    }
}

fn statements(style: &str) -> Vec<Statement> {
    let root = parse(style);
    let mut at = 0;
    let mut out = Vec::new();
    for node in root.children() {
        if matches!(node.kind(), SyntaxKind::LetBinding | SyntaxKind::ModuleImport) {
            out.push(Statement { names: bound(node), text: node.full_text().to_string(), at });
        }
        at += node.len();
    }
    out
}

/// The names that a `let` binds.
fn bound(node: &SyntaxNode) -> Vec<String> {
    let names = node.cast::<ast::LetBinding>().map(|binding| binding.kind().bindings()).unwrap_or_default();
    names.into_iter().map(|name| name.as_str().to_owned()).collect()
}

fn names(style: &str) -> Vec<String> {
    statements(style).into_iter().flat_map(|one| one.names).collect()
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
    let watermark = literal::of(&book.words.review.watermark);
    let direction = match book.meta.direction {
        None => "auto",
        Some(Direction::Ltr) => "ltr",
        Some(Direction::Rtl) => "rtl",
    };
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
         #let book-watermark = {watermark}\n\
         #let book-direction = {direction}\n\
         // All units are in one document, so links and running heads find their places by themselves.\n\
         #let book-whole = {whole}\n\
         #let book-two-sided = {}\n\
         // The thinnest line and the smallest type that the printer prints.\n\
         #let book-thinnest = {}pt\n\
         #let book-smallest = {}pt\n",
        geometry.typst(),
        chain(fonts::TEXT),
        chain(fonts::SANS),
        chain(fonts::MONO),
        chain(fonts::MATH),
        settings.two_sided(),
        super::geometry::points(settings.thinnest()),
        super::geometry::points(settings.least_type()),
    )
}

/// Names of all that `book.typ` and `cover.typ` define.
#[cfg(test)]
pub fn functions() -> Vec<String> {
    [BOOK, COVER].into_iter().flat_map(names).collect()
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
    fn what_changes_nothing_is_found() {
        let text = "#let b-brake = [x]\n#let faint = red\n#let soft-ink = faint\n#set text(red)\n";
        let house = super::super::House { text: text.to_owned(), file: crate::span::FileId(0) };
        let settings = Settings { house: Some(house), ..crate::pdf::tests::settings() };
        let found: Vec<String> = idle(&settings).iter().map(|one| one.problem.message()).collect();
        assert_eq!(found, ["`b-brake` changes nothing", "`set text(red)` changes nothing"]);
        assert_eq!(idle(&settings)[0].problem.help().as_deref(), Some("did you mean `b-break`?"));
    }

    #[test]
    fn a_layer_stands_behind_ours_with_what_it_uses() {
        let house = "#let faint = red\n#let unused = 1\n#let soft-ink = faint\n#let b-break = [x]\n";
        let layers = [statements(house)];
        let looks = compose(LOOKS, &layers);
        let at = looks.text.find("#let soft-ink = grey-ink(60%)\n#let faint = red\n#let soft-ink = faint").expect("in place");
        assert!(looks.text.find("#let head-rule").expect("ours") > at && !looks.text.contains("unused"));
        assert!(!looks.text.contains("b-break"));
        let piece = looks.pieces.last().expect("a piece");
        assert_eq!(&house[piece.from..piece.from + piece.length], "let soft-ink = faint");
    }
}
