//! Characters that no face of their chain has.
//!
//! Each character is looked up by itself: a base and a combining mark that only different faces have
//! count as covered.

use std::collections::BTreeMap;

use super::{Fonts, MATH, MONO, SANS, TEXT};
use crate::book::{self, Asset, Block, Book, FigureBody, Format, Inline, Inner, Own};
use crate::problem::{Diagnostic, Problem, script};
use crate::span::Span;

/// Says which characters of the book no font has: one [`Problem::MissingGlyph`] for each script in each file, at
/// the first of its characters; signs of no script by themselves.
///
/// Headings, captions and tables are set in [`super::SANS`], which has the characters of [`TEXT`].
#[must_use]
pub fn check(book: &Book, fonts: &Fonts) -> Vec<Diagnostic> {
    let mut check = Check::new(fonts);
    check.drawings = book.assets.iter().map(drawn).collect();
    book.inner(&mut |part| match part {
        Inner::Run(run) => check.run(run),
        Inner::Blocks(list) => check.blocks(list),
    });
    check.problems()
}

/// The same for what a book prints without the author having written it at a place: title page, words
/// of its language. `at` is where to report it: the manifest's.
#[must_use]
pub fn furniture(book: &Book, fonts: &Fonts, at: Span) -> Vec<Diagnostic> {
    let mut check = Check::new(fonts);
    let meta = &book.meta;
    let one = [&meta.subtitle, &meta.publisher, &meta.rights, &meta.edition, &meta.dedication];
    let texts = std::iter::once(&meta.title).chain(&meta.authors).chain(one.into_iter().flatten());
    texts.for_each(|text| check.text(TEXT, text, at));
    check.problems()
}

struct Check<'a> {
    fonts: &'a Fonts,
    /// What is known of a character in the chain that begins with this family.
    known: BTreeMap<(&'static str, char), bool>,
    found: Vec<Missing>,
    /// The text of each asset that is a drawing.
    drawings: Vec<String>,
}

/// Characters that no font has, of one script in one file.
struct Missing {
    /// Name of the script.
    script: Option<&'static str>,
    characters: Vec<char>,
    /// First family of the chain.
    font: &'static str,
    /// Where the first of them stands.
    at: Span,
}

impl Missing {
    fn problem(&self) -> Diagnostic {
        let named = self.characters.iter().take(NAMED).map(|c| format!("`{c}` U+{:04X}", u32::from(*c)));
        let mut characters = named.collect::<Vec<_>>().join(", ");
        if let Some(more) = self.characters.len().checked_sub(NAMED).filter(|more| *more > 0) {
            characters.push_str(&format!(" and {more} more of this script"));
        }
        Problem::MissingGlyph { characters, font: self.font.to_owned() }.at(self.at)
    }
}

/// Characters of a script that a message names.
const NAMED: usize = 6;

impl<'a> Check<'a> {
    fn problems(&self) -> Vec<Diagnostic> {
        self.found.iter().map(Missing::problem).collect()
    }

    fn new(fonts: &'a Fonts) -> Self {
        Self { fonts, known: BTreeMap::new(), found: Vec::new(), drawings: Vec::new() }
    }

    fn run(&mut self, run: &[Inline]) {
        book::in_run(run, &mut |inline| self.inline(inline));
    }

    fn blocks(&mut self, list: &[Block]) {
        book::blocks(list, &mut |block| self.block(block));
        book::inlines(list, &mut |inline| self.inline(inline));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Listing(listing) => {
                listing.file.iter().for_each(|file| self.text(MONO, file, listing.span));
                self.lines(&listing.lines);
            }
            Block::Figure(figure) => match &figure.body {
                FigureBody::Art(art) => self.lines(&art.lines),
                FigureBody::Picture(picture) => self.picture(picture, figure.span),
                FigureBody::Blocks(_) => {}
            },
            Block::Math(math) => self.text(MATH, &math.formula.typst, math.span),
            Block::Aside(aside) => self.text(TEXT, &aside.label, aside.span),
            Block::Index(index) => index.entries(&mut |entry| self.run(&entry.term)),
            Block::Section(_)
            | Block::Paragraph(_)
            | Block::List(_)
            | Block::Terms(_)
            | Block::Quote(_)
            | Block::Table(_)
            | Block::Bibliography(_)
            | Block::Break(_)
            | Block::Glossary(_)
            | Block::Only(_)
            | Block::Change(_) => {}
        }
    }

    fn lines(&mut self, lines: &[book::CodeLine]) {
        for line in lines {
            if line.runs.iter().any(|run| !run.text.is_ascii()) {
                let text = line.text();
                self.text(MONO, &text, line.span);
            }
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline.own() {
            Some((Own::Text(text) | Own::Comment(text), at)) => self.text(TEXT, text, at),
            Some((Own::Code(text), at)) => self.text(MONO, text, at),
            Some((Own::Formula(formula), at)) => self.text(MATH, &formula.typst, at),
            Some((Own::Picture(picture), at)) => self.picture(picture, at),
            Some((Own::LineEnd, _)) | None => {}
        }
    }

    fn picture(&mut self, picture: &book::Picture, span: Span) {
        let drawn = usize::try_from(picture.asset.0).ok().and_then(|at| self.drawings.get_mut(at));
        // Said once, where the drawing is first used.
        let text = drawn.map(std::mem::take).unwrap_or_default();
        self.text(SANS, &text, span);
    }

    fn text(&mut self, chain: &'static [&'static str], text: &str, span: Span) {
        if text.is_ascii() {
            return;
        }
        let Some(first) = chain.first() else { return };
        for c in text.chars().filter(|c| !c.is_ascii()) {
            let fonts = self.fonts;
            if !*self.known.entry((first, c)).or_insert_with(|| fonts.covers(chain, c)) {
                self.missing(c, first, within(text, c, span));
            }
        }
    }

    fn missing(&mut self, c: char, font: &'static str, at: Span) {
        let script = script(c);
        let same = |of: &&mut Missing| {
            let together = script.is_some() || of.characters.contains(&c);
            of.at.file == at.file && of.script == script && together
        };
        match self.found.iter_mut().find(same) {
            Some(of) if of.characters.contains(&c) => {}
            Some(of) => of.characters.push(c),
            None => self.found.push(Missing { script, characters: vec![c], font, at }),
        }
    }
}

/// The place of a character in a text that stands at `span`; the whole span where the text isn't verbatim.
fn within(text: &str, c: char, span: Span) -> Span {
    let verbatim = text.len() == (span.end - span.start) as usize;
    match text.find(c) {
        Some(at) if verbatim => {
            let start = span.start as usize + at;
            Span::new(span.file, start, start + c.len_utf8())
        }
        _ => span,
    }
}

/// The characters of the `text` elements of a drawing, character references resolved; empty for a picture.
fn drawn(asset: &Asset) -> String {
    let svg = match asset.format {
        Format::Svg => std::str::from_utf8(&asset.bytes).unwrap_or_default(),
        Format::Png | Format::Jpeg | Format::Gif | Format::Webp => "",
    };
    let texts = svg.split("<text").skip(1).filter_map(|rest| rest.split("</text>").next());
    let mut out = String::new();
    for text in texts.filter(|text| !text.is_ascii() || text.contains("&#")) {
        let runs = text.split('<').filter_map(|piece| piece.split_once('>'));
        runs.for_each(|(_, characters)| out.push_str(&resolved(characters)));
    }
    out
}

/// With numeric character references as characters (XML 1.0, section 4.1).
fn resolved(text: &str) -> String {
    let mut pieces = text.split("&#");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (number, rest) = piece.split_once(';').unwrap_or((piece, ""));
        let code = match number.strip_prefix('x') {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        out.extend(code.ok().and_then(char::from_u32));
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;

    fn at(start: usize) -> Span {
        Span::new(FileId(0), start, start + 1)
    }

    #[test]
    fn a_script_without_a_font_is_reported_once_a_file_with_its_characters() {
        let fonts = Fonts::embedded();
        let mut check = Check::new(&fonts);
        let text = |text: &str, start| Inline::Text(book::Text { text: text.to_owned(), span: at(start) });
        let run = [text("plain — text ✓", 0), text("cuneiform 𒀀𒀁𒀀", 5), text("runes ᛰ", 7), text("𒀃 more 𒀁", 9)];
        check.run(&run);
        let found = check.problems();
        let places: Vec<Span> = found.iter().map(|problem| problem.at).collect();
        assert_eq!(places, [at(5), at(7)]);
        let wanted = "`𒀀` U+12000, `𒀁` U+12001, `𒀃` U+12003".to_owned();
        let wanted = Problem::MissingGlyph { characters: wanted, font: "Libertinus Serif".to_owned() };
        assert_eq!(found[0].problem, wanted);
    }

    #[test]
    fn lines_of_code_are_looked_up_in_the_mono_chain() {
        let fonts = Fonts::embedded();
        let mut check = Check::new(&fonts);
        let run = |text: &str| book::Run { class: None, text: text.to_owned(), edit: None };
        let line = |text: &str| book::CodeLine { runs: vec![run(text)], number: None, mark: None, callout: None, edit: None, span: at(1) };
        check.lines(&[line("├── src │ ▼"), line("𒀀")]);
        assert_eq!(check.found.len(), 1);
    }

    #[test]
    fn the_text_of_a_drawing_is_looked_up_too() {
        let svg =
            "<svg><title>𒀁</title><text x=\"1\">a <tspan dy=\"2\">𒀀&#x2192;</tspan>&#73728;</text></svg>";
        let asset = Asset {
            name: "a.svg".to_owned(),
            format: Format::Svg,
            width: 1.0,
            height: 1.0,
            type_size: None,
            source: None,
            bytes: svg.as_bytes().into(),
        };
        assert_eq!(drawn(&asset), "a 𒀀→𒀀");
    }
}
