//! A press that prints editions in offset: the strictest of what such presses ask for.

use super::{
    Bleed, Color, Cover, Gutter, INCH, MM, Margin, Marks, Pages, Paper, Printer, Rule, Source, Spine, Standard, Trims,
};

const LAKESIDE: Source =
    Source { document: "Lakeside Book Company, PDF requirements", checked: "2026-11-22" };
const EDWARDS: Source = Source { document: "Edwards Brothers, file preparation", checked: "2026-11-22" };
const LINES: Source =
    Source { document: "bookprinteconomy.cz and drukarnia-suchecki.pl, file preparation", checked: "2026-11-22" };
const PAPERS: Source = Source {
    document: "a leaf's thickness is weight (g/m²) x volume / 1000 mm (mediencommunity.de); the press quotes its own",
    checked: "2026-11-25",
};
const CAREFUL: Source =
    Source { document: "our own caution: presses differ, and yours has the last word", checked: "2026-11-26" };
const MARKS: Source = Source {
    document: "most presses impose by crop marks; Edwards Brothers wants none (its media box is the bleed box): `crop-marks = false`",
    checked: "2026-11-26",
};
const STANDARDS: Source = Source {
    document: "Lakeside Book Company asks for PDF/X-1a:2001, which Bindery can't make; PDF/X-4 is the standard that replaced it",
    checked: "2026-11-26",
};

/// Offset presses.
pub const OFFSET: Printer = Printer {
    name: "offset",
    title: "offset press",
    papers: &[paper("offset-90", 90.0, 1.2), paper("offset-80", 80.0, 1.25), paper("coated-115", 115.0, 0.8)],
    trims: Rule {
        value: Trims { width: (3.0 * INCH, 20.0 * INCH), height: (3.0 * INCH, 20.0 * INCH), only: &[] },
        source: CAREFUL,
    },
    gutter: Rule { value: &[Gutter { to: 2000, inside: 0.5 * INCH }], source: CAREFUL },
    margin: Rule { value: Margin { plain: 0.188 * INCH, bleeding: 0.188 * INCH }, source: EDWARDS },
    bleed: Rule { value: Bleed { outer: 0.125 * INCH, inside: 0.0, always: true }, source: LAKESIDE },
    colors: Rule { value: &[Color::Gray, Color::Cmyk], source: LAKESIDE },
    multiple: Rule { value: 8, source: EDWARDS },
    links: Rule { value: false, source: LAKESIDE },
    crop_marks: Rule { value: Marks::Wanted, source: MARKS },
    flat: Some(LAKESIDE),
    smallest_type: None,
    thinnest_line: Rule { value: 0.25, source: LINES },
    resolution: Rule { value: 300.0, source: EDWARDS },
    standard: Rule { value: Standard::X4, source: STANDARDS },
    cover: Rule {
        value: Cover {
            bleed: 0.125 * INCH,
            safe: 0.188 * INCH,
            spine_safe: 0.0625 * INCH,
            spine_text_from: 80,
            color: Color::Cmyk,
        },
        source: LAKESIDE,
    },
};

const fn paper(name: &'static str, grams: f64, volume: f64) -> Paper {
    Paper {
        name,
        pages: Rule { value: Pages { least: 8, most: 2000, except: &[] }, source: CAREFUL },
        spine: Rule {
            value: Spine { page: grams * volume / 1000.0 * MM / 2.0, cover: 0.0, published: false },
            source: PAPERS,
        },
    }
}
