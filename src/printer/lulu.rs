//! Lulu, perfect-bound paperbacks.

use super::{
    Bleed, Color, Cover, Gutter, INCH, Margin, Marks, Pages, Paper, Printer, Rule, Source, Spine, Standard, Trims,
};

const PAGES: Source =
    Source { document: "Lulu help, articles 64000255584 and 64000255583", checked: "2026-11-22" };
const PICTURES: Source = Source { document: "Lulu help, article 64000255590", checked: "2026-11-22" };
const SPINES: Source = Source { document: "Lulu help, article 64000254616", checked: "2026-11-22" };
const COVERS: Source = Source {
    document: "Lulu help, articles 64000255584 (bleed, safety) and 64000254616 (spine); text on spines from 80 pages is recalled, not read",
    checked: "2026-11-26",
};
const MEMORY: Source =
    Source { document: "Lulu's list of products, recalled and not read: check it before ordering", checked: "2026-11-25" };

/// Lulu. Everything outside the trim is asked for on all four sides, the spine's included.
pub const LULU: Printer = Printer {
    name: "lulu",
    title: "Lulu paperback",
    papers: &[paper("white", 444.0), paper("cream", 444.0), paper("coated", 460.0)],
    trims: Rule {
        value: Trims {
            width: (4.25 * INCH, 8.5 * INCH),
            height: (6.0 * INCH, 11.69 * INCH),
            only: &[
                (4.25 * INCH, 6.875 * INCH),
                (5.0 * INCH, 8.0 * INCH),
                (5.5 * INCH, 8.5 * INCH),
                (5.83 * INCH, 8.27 * INCH),
                (6.0 * INCH, 9.0 * INCH),
                (6.14 * INCH, 9.21 * INCH),
                (7.0 * INCH, 10.0 * INCH),
                (7.44 * INCH, 9.68 * INCH),
                (7.5 * INCH, 7.5 * INCH),
                (8.27 * INCH, 11.69 * INCH),
                (8.5 * INCH, 8.5 * INCH),
                (8.5 * INCH, 11.0 * INCH),
            ],
        },
        source: MEMORY,
    },
    // Half an inch of safety, and what the help adds at the spine.
    gutter: Rule {
        value: &[
            Gutter { to: 60, inside: 0.5 * INCH },
            Gutter { to: 150, inside: 0.7 * INCH },
            Gutter { to: 800, inside: 0.8 * INCH },
        ],
        source: PAGES,
    },
    margin: Rule { value: Margin { plain: 0.5 * INCH, bleeding: 0.5 * INCH }, source: PAGES },
    bleed: Rule {
        value: Bleed { outer: 0.125 * INCH, inside: 0.125 * INCH, always: true },
        source: PAGES,
    },
    colors: Rule { value: &[Color::Gray, Color::Rgb], source: PICTURES },
    multiple: Rule { value: 2, source: MEMORY },
    links: Rule { value: false, source: PAGES },
    crop_marks: Rule { value: Marks::Forbidden, source: PAGES },
    flat: None,
    smallest_type: None,
    thinnest_line: Rule { value: 0.25, source: MEMORY },
    resolution: Rule { value: 300.0, source: PICTURES },
    standard: Rule { value: Standard::Plain, source: PAGES },
    cover: Rule {
        value: Cover {
            bleed: 0.125 * INCH,
            safe: 0.5 * INCH,
            spine_safe: 0.0625 * INCH,
            spine_text_from: 80,
            color: Color::Rgb,
        },
        source: COVERS,
    },
};

/// `pages / per_inch + 0.06 in`.
const fn paper(name: &'static str, per_inch: f64) -> Paper {
    Paper {
        name,
        pages: Rule { value: Pages { least: 32, most: 800, except: &[] }, source: SPINES },
        spine: Rule {
            value: Spine { page: INCH / per_inch, cover: 0.06 * INCH, published: true },
            source: SPINES,
        },
    }
}
