//! IngramSpark and Lightning Source, perfect-bound paperbacks.

use super::{
    Bleed, Color, Cover, Gutter, INCH, Margin, Marks, Pages, Paper, Printer, Rule, Source, Spine, Standard, Trims,
};

const GUIDE: Source = Source {
    document: "IngramSpark File Creation Guide 8.24.26, as encoded in kernsetzer-model",
    checked: "2026-10-21",
};
const HELP: Source = Source {
    document: "Lightning Source help, article 5294072525197, and IngramSpark help, article 6443532453901: PDF/X-1a:2001",
    checked: "2026-11-22",
};
const FILES: Source =
    Source { document: "IngramSpark, File Requirements for Print Books (2017-01-31)", checked: "2026-11-26" };
const COVERS: Source = Source {
    document: "IngramSpark help, articles 5338636202637 (0.25 in) and 6443532453901 (a shift of 1/16 in); text on spines from 48 pages is recalled, not read",
    checked: "2026-11-26",
};
const TRIMS: Source = Source {
    document: "no list of Ingram's sizes was at hand: the limits are those of KDP; its trim size matrix has the last word",
    checked: "2026-11-26",
};
const CAREFUL: Source = Source {
    document: "no figure of Ingram's was at hand: what other printers on demand ask for",
    checked: "2026-11-26",
};
const PAPERS: Source = Source {
    document: "reckoned from papers of the same weight; Ingram's cover template generator has the last word",
    checked: "2026-11-25",
};

/// Ingram.
pub const INGRAM: Printer = Printer {
    name: "ingram",
    title: "IngramSpark paperback",
    papers: &[
        paper("white", 1200, 0.002_252),
        paper("creme", 1050, 0.0025),
        paper("groundwood", 900, 0.0025),
        paper("white-70", 900, 0.0027),
    ],
    trims: Rule {
        value: Trims { width: (4.0 * INCH, 8.5 * INCH), height: (6.0 * INCH, 11.69 * INCH), only: &[] },
        source: TRIMS,
    },
    gutter: Rule { value: &[Gutter { to: 1200, inside: 0.5 * INCH }], source: FILES },
    margin: Rule { value: Margin { plain: 0.5 * INCH, bleeding: 0.5 * INCH }, source: FILES },
    bleed: Rule { value: Bleed { outer: 0.125 * INCH, inside: 0.0, always: false }, source: GUIDE },
    colors: Rule { value: &[Color::Gray, Color::Cmyk], source: HELP },
    multiple: Rule { value: 2, source: GUIDE },
    links: Rule { value: false, source: HELP },
    crop_marks: Rule { value: Marks::Forbidden, source: FILES },
    flat: Some(HELP),
    smallest_type: None,
    thinnest_line: Rule { value: 0.25, source: CAREFUL },
    resolution: Rule { value: 300.0, source: CAREFUL },
    standard: Rule { value: Standard::X1a, source: HELP },
    cover: Rule {
        value: Cover {
            bleed: 0.125 * INCH,
            safe: 0.25 * INCH,
            spine_safe: 0.0625 * INCH,
            spine_text_from: 48,
            color: Color::Cmyk,
        },
        source: COVERS,
    },
};

const fn paper(name: &'static str, most: u32, inches: f64) -> Paper {
    Paper {
        name,
        pages: Rule { value: Pages { least: 18, most, except: &[] }, source: GUIDE },
        spine: Rule { value: Spine { page: inches * INCH, cover: 0.0, published: false }, source: PAPERS },
    }
}
