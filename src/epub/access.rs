//! What the package may say of its accessibility: counted in the book, never assumed.
//!
//! Vocabulary: schema.org Accessibility Properties, as EPUB Accessibility 1.1 (section 2.2) asks for.
//! Conformance (`dcterms:conformsTo`) is a human's claim: it is never made here, but `refused` where the
//! content speaks against it.

use crate::book::{self, Block, Book, FigureBody, Format, Inline, Inner, Own, Picture};
use crate::problem::{Diagnostic, Problem};
use crate::span::Span;

/// What somebody vouches for, as the package says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certified {
    /// `EPUB Accessibility 1.1 - WCAG 2.2 Level AA` and its like (EPUB Accessibility 1.1, section 5.2.1).
    pub conforms: String,
    /// Who.
    pub by: String,
    /// By what right.
    pub credential: Option<String>,
    /// Address of what they found.
    pub report: Option<String>,
    /// Where `book.toml` says so.
    pub at: Span,
}

/// What our own checks find against a claim that the book conforms.
pub(super) fn refused(book: &Book, certified: Option<&Certified>) -> Option<Diagnostic> {
    let certified = certified?;
    let census = Census::take(book, 0);
    let counts = [
        (census.undescribed, "pictures or drawings without a description"),
        (census.formulas - census.mathml, "formulas that are no MathML"),
        (census.headless, "tables without a header row"),
    ];
    let faults = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let faults: Vec<String> = faults.collect();
    (!faults.is_empty()).then(|| Problem::NotAccessible { faults: faults.join(", ") }.at(certified.at))
}

/// What there is in a book that not everybody perceives.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Census {
    /// Pictures and drawings.
    pub(super) pictures: usize,
    /// Of these, those without a description.
    pub(super) undescribed: usize,
    /// Formulas.
    pub(super) formulas: usize,
    /// Of these, those that are MathML.
    pub(super) mathml: usize,
    /// Tables.
    pub(super) tables: usize,
    /// Of these, those without a header row.
    pub(super) headless: usize,
    /// Indexes.
    pub(super) indexes: usize,
    /// Animated pictures may flash.
    pub(super) animated: bool,
    /// Beginnings of print pages that are marked.
    pub(super) pages: usize,
}

impl Census {
    /// Counts.
    pub(super) fn take(book: &Book, pages: usize) -> Self {
        let mut census = Self { pages, ..Self::default() };
        book.inner(&mut |part| census.part(book, part));
        census
    }

    /// What only other editions have doesn't count.
    fn part(&mut self, book: &Book, part: Inner) {
        match part {
            Inner::Run(run) => {
                for inline in run.iter().filter(|one| !matches!(one, Inline::Only(x) if !x.editions.epub)) {
                    self.inline(book, inline);
                    self.part(book, Inner::Run(inline.content()));
                }
            }
            Inner::Blocks(list) => {
                for block in list.iter().filter(|one| !matches!(one, Block::Only(x) if !x.editions.epub)) {
                    self.block(book, block);
                    block.inner(&mut |part| self.part(book, part));
                }
            }
        }
    }

    fn block(&mut self, book: &Book, block: &Block) {
        match block {
            Block::Figure(x) => match &x.body {
                FigureBody::Picture(picture) => self.picture(book, picture),
                FigureBody::Art(art) => self.visual(&art.alt),
                FigureBody::Blocks(_) => {}
            },
            Block::Math(x) => self.formula(&x.formula),
            Block::Index(_) => self.indexes += 1,
            Block::Table(x) => {
                self.tables += 1;
                self.headless += usize::from(x.head.is_empty());
            }
            Block::Section(_)
            | Block::Paragraph(_)
            | Block::List(_)
            | Block::Terms(_)
            | Block::Quote(_)
            | Block::Listing(_)
            | Block::Aside(_)
            | Block::Bibliography(_)
            | Block::Break(_)
            | Block::Glossary(_)
            | Block::Only(_)
            | Block::Change(_) => {}
        }
    }

    fn inline(&mut self, book: &Book, inline: &Inline) {
        match inline.own() {
            Some((Own::Formula(formula), _)) => self.formula(formula),
            Some((Own::Picture(picture), _)) => self.picture(book, picture),
            Some((Own::Text(_) | Own::Code(_) | Own::LineEnd | Own::Comment(_), _)) | None => {}
        }
    }

    fn picture(&mut self, book: &Book, picture: &Picture) {
        self.visual(&picture.alt);
        let asset = book.assets.get(picture.asset.0 as usize);
        self.animated |= asset.is_some_and(|asset| is_animated(asset.format, &asset.bytes));
    }

    fn visual(&mut self, alt: &str) {
        self.pictures += 1;
        self.undescribed += usize::from(alt.trim().is_empty());
    }

    fn formula(&mut self, formula: &book::Formula) {
        self.formulas += 1;
        self.mathml += usize::from(!formula.mathml.is_empty());
    }

    /// Every `schema:` property with its value, in the order in which they are written.
    pub(super) fn properties(&self) -> Vec<(&'static str, String)> {
        let mut said: Vec<(&'static str, String)> = Vec::new();
        let mut say = |name, value: &str| said.push((name, value.to_owned()));
        say("schema:accessMode", "textual");
        if self.pictures > 0 {
            say("schema:accessMode", "visual");
            say("schema:accessModeSufficient", "textual,visual");
        }
        if self.undescribed == 0 {
            say("schema:accessModeSufficient", "textual");
        }
        self.features().iter().for_each(|feature| say("schema:accessibilityFeature", feature));
        let hazards: &[&str] = match self.animated {
            true => &["unknownFlashingHazard", "noSoundHazard", "unknownMotionSimulationHazard"],
            false => &["none"],
        };
        hazards.iter().for_each(|hazard| say("schema:accessibilityHazard", hazard));
        say("schema:accessibilitySummary", &self.summary());
        said
    }

    fn features(&self) -> Vec<&'static str> {
        let always = ["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability"];
        let mut features = always.to_vec();
        let sometimes = [
            (self.pictures > 0 && self.undescribed == 0, "alternativeText"),
            (self.mathml > 0 && self.mathml == self.formulas, "MathML"),
            (self.indexes > 0, "index"),
            (self.pages > 0, "pageNavigation"),
            (self.pages > 0, "pageBreakMarkers"),
        ];
        features.extend(sometimes.iter().filter(|(holds, _)| *holds).map(|(_, feature)| *feature));
        features
    }

    /// The same in words, in English whatever the book's language: the sentence is ours.
    fn summary(&self) -> String {
        let mut said = vec![
            "The text reflows and its size, face and colours can be changed.".to_owned(),
            "Headings, lists, tables and code are marked up as what they are, in reading order, with a linked table of contents.".to_owned(),
        ];
        let described = self.pictures - self.undescribed;
        said.extend(match (self.pictures, described) {
            (0, _) => None,
            (all, some) if all == some => Some("Every picture and drawing has a description.".to_owned()),
            (all, some) => Some(format!("Of {all} pictures and drawings {some} have a description.")),
        });
        if self.mathml > 0 && self.mathml == self.formulas {
            said.push("Formulas are MathML.".to_owned());
        }
        if self.pages > 0 {
            said.push("Page numbers are those of the print edition.".to_owned());
        }
        said.join(" ")
    }
}

/// Whether a picture moves: a GIF of several frames (GIF89a, section 23, a graphic control extension for each), a PNG
/// with an animation control chunk before its data (PNG, third edition, section 11.3.6.1), a WebP whose header says so
/// (WebP container specification, "extended file format"), an SVG with elements or styles that animate.
fn is_animated(format: Format, bytes: &[u8]) -> bool {
    let count = |mark: &[u8]| bytes.windows(mark.len()).filter(|window| *window == mark).count();
    match format {
        Format::Gif => count(b"NETSCAPE2.0") > 0 || count(b"\x21\xf9\x04") > 1,
        Format::Png => {
            let data = bytes.windows(4).position(|window| window == b"IDAT").unwrap_or(bytes.len());
            bytes.windows(4).take(data).any(|window| window == b"acTL")
        }
        Format::Webp => bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 2 != 0),
        Format::Svg => ["<animate", "<set ", "@keyframes"].iter().any(|mark| count(mark.as_bytes()) > 0),
        Format::Jpeg => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::epub::sample::{Maker, short};
    use crate::span::FileId;

    #[test]
    fn nothing_is_claimed_that_does_not_hold() {
        let said = |census: &Census, value: &str| census.properties().iter().any(|(_, said)| said == value);
        let plain = Census::default();
        assert!(!said(&plain, "alternativeText") && !said(&plain, "MathML") && !said(&plain, "visual"));
        assert!(said(&plain, "none") && !said(&plain, "pageNavigation"));
        let half = Census { pictures: 2, undescribed: 1, ..Census::default() };
        assert!(!said(&half, "alternativeText") && said(&half, "textual,visual"));
        assert!(!half.properties().contains(&("schema:accessModeSufficient", "textual".to_owned())));
        let full = Census { pictures: 2, formulas: 1, mathml: 1, pages: 3, ..Census::default() };
        assert!(said(&full, "alternativeText") && said(&full, "MathML") && said(&full, "pageBreakMarkers"));
        let some = Census { formulas: 2, mathml: 1, ..Census::default() };
        assert!(!said(&some, "MathML"));
        let gif = Census { pictures: 1, animated: true, ..Census::default() };
        assert!(said(&gif, "unknownFlashingHazard") && !said(&gif, "none"));
    }

    #[test]
    fn what_only_print_has_does_not_count() {
        let mut m = Maker::default();
        let art = FigureBody::Art(book::Art { lines: m.lines("-->"), alt: String::new() });
        let figure = m.figure(None, None, art);
        let only = |epub| {
            let editions = book::Editions { print: true, screen: false, epub };
            Block::Only(book::OnlyBlocks { editions, blocks: vec![figure.clone()], span: Span::top(FileId(0)) })
        };
        let count = |epub| Census::take(&short(vec![only(epub)], Maker::default()), 0).undescribed;
        assert_eq!((count(true), count(false)), (1, 0));
    }

    #[test]
    fn pictures_that_move_are_known() {
        let webp = |flags: u8| [b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0".as_slice(), &[flags]].concat();
        let moving: [(Format, &[u8]); 5] = [
            (Format::Svg, b"<svg><animateTransform/></svg>"),
            (Format::Gif, b"GIF89a\x21\xff\x0bNETSCAPE2.0"),
            (Format::Gif, b"GIF89a\x21\xf9\x04\x04\x2c\x21\xf9\x04\x04\x2c"),
            (Format::Png, b"\x89PNGIHDRacTLIDAT"),
            (Format::Webp, &webp(2)),
        ];
        let still: [(Format, &[u8]); 3] =
            [(Format::Gif, b"GIF89a\x21\xf9\x04\x04\x2c"), (Format::Png, b"\x89PNGIHDRIDATacTL"), (Format::Webp, &webp(16))];
        assert!(moving.iter().all(|(format, bytes)| is_animated(*format, bytes)));
        assert!(still.iter().all(|(format, bytes)| !is_animated(*format, bytes)));
    }
}
