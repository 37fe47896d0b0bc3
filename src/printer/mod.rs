//! What printers ask of a file: their rules as data, each figure with the document it comes from.
//!
//! Nothing comes in. Out come [`Printer`]s: page limits, trims, gutters, margins, bleed, colour, type and
//! lines, pictures, spines and covers, in points (1/72 in) where nothing else is said. Sources disagree and
//! printers change their minds, so every group of figures names its [`Source`] and the day it was checked:
//! a problem that cites a rule can cite that, too.

mod bod;
mod ingram;
mod kdp;
mod lulu;
mod offset;

/// Points of an inch.
pub const INCH: f64 = 72.0;
/// Points of a millimetre.
pub const MM: f64 = 72.0 / 25.4;
/// How far two lengths may differ and still be the same, pt: a tenth of the 1/16 in that printers may be off by.
pub const SAME: f64 = 0.45;

/// Every printer we know, in the order of their names in `book.toml`.
pub const PRINTERS: [&Printer; 5] = [&bod::BOD, &ingram::INGRAM, &kdp::KDP, &lulu::LULU, &offset::OFFSET];

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The printer's document, or who restates it.
    pub document: &'static str,
    /// The day it was checked, `2026-10-21`.
    pub checked: &'static str,
}

/// A rule with its source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule<T> {
    /// The rule.
    pub value: T,
    /// Where it comes from.
    pub source: Source,
}

/// A printer of books.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Printer {
    /// `edition.print.printer`.
    pub name: &'static str,
    /// Its own name and the kind of book.
    pub title: &'static str,
    /// Its papers; the first is the one where the book names none.
    pub papers: &'static [Paper],
    /// Sizes it cuts to.
    pub trims: Rule<Trims>,
    /// Smallest inside margin by page count.
    pub gutter: Rule<&'static [Gutter]>,
    /// Smallest of the other margins.
    pub margin: Rule<Margin>,
    /// Room around the trim for what runs off the page.
    pub bleed: Rule<Bleed>,
    /// Colours the file may be in, the wanted one for a black book first.
    pub colors: Rule<&'static [Color]>,
    /// Page counts are multiples of this.
    pub multiple: Rule<u32>,
    /// Links, outline and annotations may stand in the file.
    pub links: Rule<bool>,
    /// Crop marks.
    pub crop_marks: Rule<Marks>,
    /// Where it forbids transparency; `None` where it says nothing.
    pub flat: Option<Source>,
    /// Smallest type, pt; `None` where it says nothing.
    pub smallest_type: Option<Rule<f64>>,
    /// Thinnest line, pt.
    pub thinnest_line: Rule<f64>,
    /// Fewest pixels an inch of a picture at the size it is set.
    pub resolution: Rule<f64>,
    /// What it wants the file to conform to.
    pub standard: Rule<Standard>,
    /// Its covers.
    pub cover: Rule<Cover>,
}

/// A paper, with what depends on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// `edition.print.paper`.
    pub name: &'static str,
    /// Fewest and most pages of a book.
    pub pages: Rule<Pages>,
    /// Width of the spine.
    pub spine: Rule<Spine>,
}

/// How many pages a book may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pages {
    /// Fewest.
    pub least: u32,
    /// Most.
    pub most: u32,
    /// Trims that can have fewer: width and height (pt), most pages.
    pub except: &'static [(f64, f64, u32)],
}

/// Width of a spine: pages times the thickness of one (half a leaf), and what the cover adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spine {
    /// Thickness of a page, pt.
    pub page: f64,
    /// Added whatever the number of pages, pt.
    pub cover: f64,
    /// The printer publishes the formula; otherwise this is our reckoning from its paper, and its own
    /// template has the last word.
    pub published: bool,
}

/// Sizes a printer cuts to, pt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trims {
    /// Narrowest and widest.
    pub width: (f64, f64),
    /// Lowest and highest.
    pub height: (f64, f64),
    /// The only sizes there are, width and height; empty where all between the limits can be had.
    pub only: &'static [(f64, f64)],
}

/// Inside margin of books up to a number of pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gutter {
    /// Most pages.
    pub to: u32,
    /// Smallest margin, pt.
    pub inside: f64,
}

/// Margins at the head, the foot and the fore-edge, pt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margin {
    /// Of a file without bleed.
    pub plain: f64,
    /// Of a file with bleed.
    pub bleeding: f64,
}

/// Room around the trimmed page, pt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bleed {
    /// At the head, the foot and the fore-edge.
    pub outer: f64,
    /// At the spine.
    pub inside: f64,
    /// The file has to have it whether anything bleeds or not.
    pub always: bool,
}

/// Colours of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Color {
    /// Black and its tints: `DeviceGray` and nothing else.
    Gray,
    /// Process colours, black text in black alone.
    Cmyk,
    /// sRGB.
    Rgb,
}

/// Crop marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// The printer refuses them.
    Forbidden,
    /// The printer takes them.
    Allowed,
    /// The printer wants them.
    Wanted,
}

/// What a file conforms to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standard {
    /// Plain PDF.
    Plain,
    /// PDF/X-1a:2001 (ISO 15930-1).
    X1a,
    /// PDF/X-4 (ISO 15930-7).
    X4,
}

/// What a cover goes by: one sheet of back, spine and front.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cover {
    /// Bleed on all four sides, pt.
    pub bleed: f64,
    /// Text and pictures that matter stay this far from the trim, pt.
    pub safe: f64,
    /// Text on the spine stays this far from its edges, pt.
    pub spine_safe: f64,
    /// Fewest pages of a book with text on its spine.
    pub spine_text_from: u32,
    /// Colours of the file.
    pub color: Color,
}

impl Printer {
    /// The printer of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        PRINTERS.into_iter().find(|printer| printer.name == name)
    }

    /// The paper of that name.
    #[must_use]
    pub fn paper(&self, name: &str) -> Option<&'static Paper> {
        self.papers.iter().find(|paper| paper.name == name)
    }

    /// Smallest inside margin of a book of so many pages, pt. Longer books than the table knows get its
    /// widest.
    #[must_use]
    pub fn inside(&self, pages: u32) -> f64 {
        let rows = self.gutter.value;
        let row = rows.iter().find(|row| pages <= row.to).or(rows.last());
        row.map_or(0.0, |row| row.inside)
    }

    /// Whether it cuts to a size, pt.
    #[must_use]
    pub fn cuts(&self, width: f64, height: f64) -> bool {
        let Trims { width: across, height: down, only } = self.trims.value;
        let within = |side: f64, (least, most): (f64, f64)| side >= least - SAME && side <= most + SAME;
        let named = only.is_empty() || only.iter().any(|(w, h)| same(*w, width) && same(*h, height));
        within(width, across) && within(height, down) && named
    }
}

impl Pages {
    /// Most pages of a book of a size, pt.
    #[must_use]
    pub fn most(&self, width: f64, height: f64) -> u32 {
        let exception = self.except.iter().find(|(w, h, _)| same(*w, width) && same(*h, height));
        exception.map_or(self.most, |(_, _, most)| *most)
    }
}

impl Spine {
    /// Width of the spine of so many pages, pt.
    #[must_use]
    pub fn width(&self, pages: u32) -> f64 {
        f64::from(pages) * self.page + self.cover
    }
}

impl Color {
    /// Its name in `book.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gray => "gray",
            Self::Cmyk => "cmyk",
            Self::Rgb => "rgb",
        }
    }
}

impl Standard {
    /// Its name in `book.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::X1a => "x-1a",
            Self::X4 => "x-4",
        }
    }
}

/// Whether two lengths are one, pt.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_rise_and_names_are_unique() {
        for printer in PRINTERS {
            assert_eq!(Printer::named(printer.name), Some(printer));
            assert!(printer.gutter.value.is_sorted_by(|a, b| a.to < b.to && a.inside <= b.inside));
            for paper in printer.papers {
                assert_eq!(printer.paper(paper.name), Some(paper), "{} {}", printer.name, paper.name);
                assert!(paper.pages.value.least < paper.pages.value.most);
            }
            assert!(!printer.papers.is_empty() && !printer.colors.value.is_empty());
        }
    }

    #[test]
    fn gutters_and_spines_by_page_count() {
        let kdp = Printer::named("kdp").expect("a printer");
        let inside = [24, 150, 151, 500, 501, 828, 2000].map(|pages| kdp.inside(pages) / INCH);
        assert_eq!(inside, [0.375, 0.375, 0.5, 0.625, 0.75, 0.875, 0.875]);
        let white = kdp.paper("white").expect("a paper");
        assert!((white.spine.value.width(320) / INCH - 0.720_64).abs() < 1e-9);
        assert_eq!(white.pages.value.most(8.5 * INCH, 11.0 * INCH), 590);
        assert_eq!(white.pages.value.most(7.0 * INCH, 10.0 * INCH), 828);
    }

    #[test]
    fn trims_by_list_and_by_limits() {
        let cuts = |name: &str, width: f64, height: f64| {
            Printer::named(name).is_some_and(|printer| printer.cuts(width * INCH, height * INCH))
        };
        assert!(cuts("kdp", 7.0, 10.0) && cuts("kdp", 6.7, 9.1) && !cuts("kdp", 9.0, 11.0));
        assert!(cuts("lulu", 6.0, 9.0) && !cuts("lulu", 6.7, 9.1));
    }
}
