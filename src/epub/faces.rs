//! Fonts for code, drawings and formulas, cut down to the characters that are used.
//!
//! The text face is the reader's choice; code needs a mono whose box drawing joins, which few devices
//! have. A character that the mono lacks comes from the second mono, a character that both lack from the
//! device. Formulas need a face with a `MATH` table, without which no brace and no arrow grows (MathML Core,
//! section 3.2.4.3); few devices have one, and theirs have each their own gaps.

use crate::book::{self, Block, Book, Class, FigureBody, Inline, LineMark, Own};
use crate::fonts::{Face, Fonts, MATH, MONO};

use super::glyphs;

/// Families that are embedded, of the chain for code: the rest of it has no fixed width.
const FAMILIES: usize = 2;

/// A font file of the EPUB.
pub(super) struct Embedded {
    /// Path from the folder of the package document.
    pub(super) path: String,
    /// Its media type.
    pub(super) media: &'static str,
    /// The file.
    pub(super) bytes: Vec<u8>,
    /// Its `@font-face` rule.
    pub(super) rule: String,
}

/// The fonts that the code and the drawings of this book need.
pub(super) fn embed(book: &Book, fonts: &Fonts) -> Vec<Embedded> {
    let used = Used::of(book);
    let mut left = used.all.clone();
    let mut embedded = Vec::new();
    for family in MONO.iter().take(FAMILIES) {
        let faces = fonts.faces().iter().filter(|face| face.family == *family);
        let mut here = Characters::default();
        for face in faces {
            let wanted = used.of_face(face);
            let Some(cut) = glyphs::cut(&face.bytes, wanted.iter().filter(|c| left.has(*c))) else {
                continue;
            };
            here.extend(&cut.characters);
            embedded.extend(file(face, cut));
        }
        left.remove(&here);
    }
    let formulas = fonts.faces().iter().filter(|face| MATH.first() == Some(&face.family.as_str()));
    for face in formulas {
        embedded.extend(glyphs::cut(&face.bytes, used.math.iter()).and_then(|cut| file(face, cut)));
    }
    embedded
}

fn file(face: &Face, cut: glyphs::Cut) -> Option<Embedded> {
    if cut.characters.is_empty() {
        return None;
    }
    let path = format!("fonts/{}", face.file);
    let style = if face.italic { "italic" } else { "normal" };
    let Face { family, weight, .. } = face;
    let rule = format!(
        "@font-face {{ font-family: \"{family}\"; font-weight: {weight}; font-style: {style}; src: url({path}); }}\n"
    );
    let media = if face.truetype { "font/ttf" } else { "font/otf" };
    Some(Embedded { path, media, bytes: cut.bytes, rule })
}

/// A set of characters, a bit each: sets are filled from millions of characters of code.
#[derive(Clone, Default)]
struct Characters(Vec<u64>);

impl Characters {
    fn add(&mut self, text: &str) {
        for c in text.chars() {
            let (word, bit) = (c as usize / 64, c as usize % 64);
            if self.0.len() <= word {
                self.0.resize(word + 1, 0);
            }
            if let Some(bits) = self.0.get_mut(word) {
                *bits |= 1 << bit;
            }
        }
    }

    fn extend(&mut self, list: &[char]) {
        list.iter().for_each(|c| self.add(c.encode_utf8(&mut [0; 4])));
    }

    fn remove(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine &= !theirs);
    }

    fn has(&self, c: char) -> bool {
        self.0.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
    }

    fn iter(&self) -> impl Iterator<Item = char> {
        let words = self.0.iter().enumerate();
        let codes = words.flat_map(|(at, bits)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| at * 64 + bit)
        });
        codes.filter_map(|code| u32::try_from(code).ok().and_then(char::from_u32))
    }
}

/// Characters set in the mono, by the styles that `styles/book.css` gives them.
#[derive(Default)]
struct Used {
    all: Characters,
    bold: Characters,
    italic: Characters,
    /// Characters of formulas.
    math: Characters,
}

impl Used {
    fn of(book: &Book) -> Self {
        let mut used = Self::default();
        book.blocks(&mut |block| used.block(block));
        book.inlines(&mut |inline| used.inline(inline));
        book.assets.iter().filter_map(|asset| asset.source.as_ref()).for_each(|source| used.all.add(&source.text));
        used
    }

    fn of_face(&self, face: &Face) -> &Characters {
        static NONE: Characters = Characters(Vec::new());
        match (face.weight, face.italic) {
            (400, false) => &self.all,
            (700, false) => &self.bold,
            (400, true) => &self.italic,
            _ => &NONE,
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Listing(x) => {
                x.file.iter().for_each(|file| self.all.add(file));
                self.lines(&x.lines);
            }
            Block::Figure(x) => match &x.body {
                FigureBody::Art(art) => self.lines(&art.lines),
                FigureBody::Picture(_) | FigureBody::Blocks(_) => {}
            },
            Block::Math(x) => self.formula(&x.formula),
            Block::Index(x) => {
                x.entries(&mut |entry| book::in_run(&entry.term, &mut |inline| self.inline(inline)))
            }
            Block::Section(_)
            | Block::Paragraph(_)
            | Block::List(_)
            | Block::Terms(_)
            | Block::Quote(_)
            | Block::Table(_)
            | Block::Aside(_)
            | Block::Bibliography(_)
            | Block::Break(_)
            | Block::Glossary(_)
            | Block::Only(_)
            | Block::Change(_) => {}
        }
    }

    /// What is read in a formula, in the signs that a browser sets for it: a root draws its own, a minus is
    /// written as a hyphen (MathML Core, sections 3.3.3 and 3.2.4).
    fn formula(&mut self, formula: &book::Formula) {
        for text in formula.mathml.split('<').filter_map(|piece| piece.split_once('>')) {
            self.math.add(text.1);
        }
        self.math.add("√−&<>");
    }

    fn lines(&mut self, lines: &[book::CodeLine]) {
        // What the style sets before them.
        if lines.iter().any(|line| line.number.is_some()) {
            self.all.add("0123456789");
        }
        if lines.iter().any(|line| matches!(line.mark, Some(LineMark::Added | LineMark::Removed))) {
            self.bold.add("+−");
        }
        for run in lines.iter().flat_map(|line| &line.runs) {
            self.all.add(&run.text);
            if run.class == Some(Class::Keyword) {
                self.bold.add(&run.text);
            } else if run.class == Some(Class::Comment) {
                self.italic.add(&run.text);
            }
        }
    }

    /// Code in the run of text stands in headings and in strong text too.
    fn inline(&mut self, inline: &Inline) {
        match inline.own() {
            Some((Own::Code(text), _)) => {
                self.all.add(text);
                self.bold.add(text);
            }
            Some((Own::Formula(formula), _)) => self.formula(formula),
            Some((Own::Text(_) | Own::Picture(_) | Own::LineEnd | Own::Comment(_), _)) | None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::epub::sample::{Maker, full, short};

    #[test]
    fn what_the_style_adds_to_code_and_what_diagrams_were_drawn_from_has_the_face_of_code() {
        let mut m = Maker::default();
        let mut line = m.line(&[(None, "x")], false);
        (line.number, line.mark) = (Some(7), Some(LineMark::Removed));
        let listing = m.listing(vec![line]);
        let mut book = short(vec![Block::Listing(listing)], m);
        let mut asset = full().assets.swap_remove(0);
        asset.source = Some(book::Source { notation: "dot".into(), text: "a -> ü".into() });
        book.assets.push(asset);
        let used = Used::of(&book);
        assert!("x0123456789->ü".chars().all(|c| used.all.has(c)));
        assert!("+−".chars().all(|c| used.bold.has(c)) && !used.bold.has('x'));
    }
}
