//! Books on Demand (Germany), paperbacks.

use super::{Bleed, Color, Cover, Gutter, MM, Margin, Marks, Pages, Paper, Printer, Rule, Source, Spine, Standard, Trims};

const BODS: Source =
    Source { document: "BoD's rules for print files, as encoded in kernsetzer-model", checked: "2026-10-21" };
const PAPERS: Source = Source {
    document: "a leaf's thickness is weight (g/m²) x volume / 1000 mm (mediencommunity.de); BoD's cover tool has the last word",
    checked: "2026-11-25",
};
const CAREFUL: Source = Source {
    document: "BoD gives no figure here: what other printers on demand ask for",
    checked: "2026-11-25",
};

/// Books on Demand.
pub const BOD: Printer = Printer {
    name: "bod",
    title: "BoD paperback",
    papers: &[paper("white", 90.0, 1.2), paper("cream", 90.0, 1.2)],
    trims: Rule {
        value: Trims { width: (120.0 * MM, 210.0 * MM), height: (190.0 * MM, 297.0 * MM), only: &[] },
        source: BODS,
    },
    gutter: Rule { value: &[Gutter { to: 900, inside: 15.0 * MM }], source: CAREFUL },
    margin: Rule { value: Margin { plain: 10.0 * MM, bleeding: 10.0 * MM }, source: CAREFUL },
    bleed: Rule { value: Bleed { outer: 5.0 * MM, inside: 5.0 * MM, always: true }, source: BODS },
    colors: Rule { value: &[Color::Gray, Color::Cmyk], source: CAREFUL },
    multiple: Rule { value: 2, source: BODS },
    links: Rule { value: false, source: CAREFUL },
    crop_marks: Rule { value: Marks::Forbidden, source: BODS },
    smallest_type: None,
    thinnest_line: Rule { value: 0.25, source: CAREFUL },
    resolution: Rule { value: 300.0, source: CAREFUL },
    standard: Rule { value: Standard::Plain, source: CAREFUL },
    cover: Rule {
        value: Cover {
            bleed: 5.0 * MM,
            safe: 5.0 * MM,
            spine_safe: 2.0 * MM,
            spine_text_from: 80,
            color: Color::Cmyk,
        },
        source: BODS,
    },
};

const fn paper(name: &'static str, grams: f64, volume: f64) -> Paper {
    Paper {
        name,
        pages: Rule { value: Pages { least: 24, most: 900, except: &[] }, source: BODS },
        spine: Rule {
            value: Spine { page: grams * volume / 1000.0 * MM / 2.0, cover: 0.0, published: false },
            source: PAPERS,
        },
    }
}
