//! Books on Demand (Germany), paperbacks.

use super::{Bleed, Color, Cover, Gutter, MM, Margin, Marks, Pages, Paper, Printer, Rule, Source, Spine, Standard, Trims};

const BODS: Source =
    Source { document: "BoD's rules for print files, as encoded in kernsetzer-model", checked: "2026-10-21" };
const PUBLISHERS: Source =
    Source { document: "BoD, cover calculation for publishers (bod.de/verlage/coverberechnung)", checked: "2026-11-26" };
const PICTURES: Source = Source {
    document: "BoD, equipment of books (bod.de/autoren/buch-veroeffentlichen/buchausstattung.html): it converts RGB itself",
    checked: "2026-11-26",
};
const COVERS: Source = Source {
    document: "BoD's rules for print files, as encoded in kernsetzer-model (bleed); the rest is our own caution: BoD's cover tool has the last word",
    checked: "2026-11-26",
};
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
    papers: &[paper("white", 1050, 90.0, 1.2), paper("cream", 900, 90.0, 1.2)],
    trims: Rule {
        value: Trims { width: (120.0 * MM, 210.0 * MM), height: (190.0 * MM, 297.0 * MM), only: &[] },
        source: BODS,
    },
    gutter: Rule { value: &[Gutter { to: 1050, inside: 15.0 * MM }], source: CAREFUL },
    margin: Rule { value: Margin { plain: 10.0 * MM, bleeding: 10.0 * MM }, source: CAREFUL },
    bleed: Rule { value: Bleed { outer: 5.0 * MM, inside: 5.0 * MM, always: false }, source: PUBLISHERS },
    colors: Rule { value: &[Color::Gray, Color::Cmyk, Color::Rgb], source: PICTURES },
    multiple: Rule { value: 2, source: BODS },
    links: Rule { value: false, source: CAREFUL },
    crop_marks: Rule { value: Marks::Forbidden, source: PUBLISHERS },
    flat: Some(PUBLISHERS),
    smallest_type: None,
    thinnest_line: Rule { value: 0.25, source: PUBLISHERS },
    resolution: Rule { value: 300.0, source: PUBLISHERS },
    standard: Rule { value: Standard::Plain, source: CAREFUL },
    cover: Rule {
        value: Cover {
            bleed: 5.0 * MM,
            safe: 5.0 * MM,
            spine_safe: 2.0 * MM,
            spine_text_from: 80,
            color: Color::Cmyk,
        },
        source: COVERS,
    },
};

const fn paper(name: &'static str, most: u32, grams: f64, volume: f64) -> Paper {
    Paper {
        name,
        pages: Rule { value: Pages { least: 24, most, except: &[] }, source: PUBLISHERS },
        spine: Rule {
            value: Spine { page: grams * volume / 1000.0 * MM / 2.0, cover: 0.0, published: false },
            source: PAPERS,
        },
    }
}
