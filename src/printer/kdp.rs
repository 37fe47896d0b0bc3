//! Amazon KDP, paperbacks.

use super::{
    Bleed, Color, Cover, Gutter, INCH, Margin, Marks, Pages, Paper, Printer, Rule, Source, Spine, Standard, Trims,
};

const OPTIONS: Source =
    Source { document: "KDP help, Print Options (G201834180), as restated by Book Bolt", checked: "2026-11-25" };
const MARGINS: Source = Source {
    document: "KDP help, Set Trim Size, Bleed, and Margins (GVBQ3CMEQW3W2VL6), as encoded in kernsetzer-model",
    checked: "2026-10-21",
};
const SUBMISSION: Source =
    Source { document: "KDP help, Paperback Submission Guidelines (G201857950)", checked: "2026-11-26" };
const UNSAID: Source =
    Source { document: "KDP's guidelines (G201857950) name no colours that it refuses", checked: "2026-11-26" };
const LEAVES: Source = Source { document: "a leaf has two pages", checked: "2026-11-26" };
const RESTATED: Source = Source {
    document: "KDP's interior formatting requirements, as restated by authorityagency.com",
    checked: "2026-11-25",
};
const COVERS: Source =
    Source { document: "KDP help, Create a Paperback Cover (G201953020), as restated by several calculators", checked: "2026-11-25" };

/// Amazon KDP.
pub const KDP: Printer = Printer {
    name: "kdp",
    title: "Amazon KDP paperback",
    papers: &[
        paper("white", 24, 828, &WHITE, 0.002_252),
        paper("cream", 24, 776, &CREAM, 0.0025),
        paper("standard-color", 72, 600, &[], 0.002_252),
        paper("premium-color", 24, 828, &PREMIUM, 0.002_347),
    ],
    trims: Rule {
        value: Trims { width: (4.0 * INCH, 8.5 * INCH), height: (6.0 * INCH, 11.69 * INCH), only: &[] },
        source: OPTIONS,
    },
    gutter: Rule {
        value: &[
            Gutter { to: 150, inside: 0.375 * INCH },
            Gutter { to: 300, inside: 0.5 * INCH },
            Gutter { to: 500, inside: 0.625 * INCH },
            Gutter { to: 700, inside: 0.75 * INCH },
            Gutter { to: 828, inside: 0.875 * INCH },
        ],
        source: MARGINS,
    },
    margin: Rule { value: Margin { plain: 0.25 * INCH, bleeding: 0.375 * INCH }, source: MARGINS },
    bleed: Rule { value: Bleed { outer: 0.125 * INCH, inside: 0.0, always: false }, source: MARGINS },
    colors: Rule { value: &[Color::Gray, Color::Cmyk, Color::Rgb], source: UNSAID },
    multiple: Rule { value: 2, source: LEAVES },
    links: Rule { value: false, source: SUBMISSION },
    crop_marks: Rule { value: Marks::Forbidden, source: SUBMISSION },
    flat: Some(SUBMISSION),
    smallest_type: Some(Rule { value: 7.0, source: RESTATED }),
    thinnest_line: Rule { value: 0.75, source: RESTATED },
    resolution: Rule { value: 300.0, source: SUBMISSION },
    standard: Rule { value: Standard::Plain, source: SUBMISSION },
    cover: Rule {
        value: Cover {
            bleed: 0.125 * INCH,
            safe: 0.125 * INCH,
            spine_safe: 0.0625 * INCH,
            spine_text_from: 79,
            color: Color::Cmyk,
        },
        source: COVERS,
    },
};

const WHITE: [(f64, f64, u32); 5] = [
    (8.25 * INCH, 6.0 * INCH, 800),
    (8.25 * INCH, 8.25 * INCH, 800),
    (8.5 * INCH, 8.5 * INCH, 590),
    (8.5 * INCH, 11.0 * INCH, 590),
    (8.27 * INCH, 11.69 * INCH, 780),
];
const CREAM: [(f64, f64, u32); 5] = [
    (8.25 * INCH, 6.0 * INCH, 750),
    (8.25 * INCH, 8.25 * INCH, 750),
    (8.5 * INCH, 8.5 * INCH, 550),
    (8.5 * INCH, 11.0 * INCH, 550),
    (8.27 * INCH, 11.69 * INCH, 730),
];
const PREMIUM: [(f64, f64, u32); 5] = [
    (8.25 * INCH, 6.0 * INCH, 800),
    (8.25 * INCH, 8.25 * INCH, 800),
    (8.5 * INCH, 8.5 * INCH, 590),
    (8.5 * INCH, 11.0 * INCH, 590),
    (8.27 * INCH, 11.69 * INCH, 590),
];

const fn paper(
    name: &'static str,
    least: u32,
    most: u32,
    except: &'static [(f64, f64, u32)],
    inches: f64,
) -> Paper {
    Paper {
        name,
        pages: Rule { value: Pages { least, most, except }, source: OPTIONS },
        spine: Rule { value: Spine { page: inches * INCH, cover: 0.0, published: true }, source: COVERS },
    }
}
