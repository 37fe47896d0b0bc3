//! The proof map: what a build writes beside a PDF, so that a place on a page leads to a line of Markdown.
//!
//! A PDF keeps no lines of Markdown, and none could be put into the file for a printer, who wants nothing in
//! it but ink. The alternative, laying the book out again for each check, takes as long as a build and says
//! nothing about the file that goes to the printer. So the build, which knows where every line comes from,
//! writes that down: for each line where it begins, its bytes in which text, what it belongs to. Only that is
//! taken from here; what stands on the page is read from the PDF. The map names the PDF by a mark of its bytes
//! and the texts by marks of theirs, so it is known when either was changed since.

use serde::{Deserialize, Serialize};

use crate::book::{Matter, PageSpots, LineRole};
use crate::snapshot::{BookPath, Snapshot};
use crate::span::Span;

/// Version of the form below.
const VERSION: u32 = 1;

/// What a build knows of the pages of a PDF.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Map {
    version: u32,
    /// Mark of the PDF's bytes.
    pub pdf: String,
    /// The measures of its pages.
    pub measures: Measures,
    /// The texts that it comes from.
    pub texts: Vec<Source>,
    /// Its pages in order.
    pub pages: Vec<Sheet>,
}

/// The measures of a page, pt.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// Width of the trimmed page.
    pub width: f64,
    /// Height of the trimmed page.
    pub height: f64,
    /// Margin at the spine.
    pub inside: f64,
    /// From the upper edge to the first line.
    pub head: f64,
    /// From the last line to the lower edge.
    pub foot: f64,
    /// Width of a line of text.
    pub measure: f64,
    /// From baseline to baseline.
    pub pitch: f64,
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its path in the book's folder.
    pub path: String,
    /// Mark of its bytes.
    pub mark: String,
}

/// The lines of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// What the page is.
    pub matter: Matter,
    /// The piece of the book that it belongs to.
    pub piece: usize,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// Where a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// From the left edge of the trimmed page, pt.
    pub x: f32,
    /// Its baseline from the upper edge, pt.
    pub y: f32,
    /// What it belongs to.
    pub role: LineRole,
    /// Its text: which of the texts, first byte, one past the last.
    pub at: (usize, u32, u32),
    /// The block that it belongs to, in the same form.
    pub block: (usize, u32, u32),
}

/// The map of a PDF.
#[must_use]
pub fn of(snapshot: &Snapshot, pdf: &[u8], pages: &[PageSpots], measures: Measures) -> Map {
    let mut files = Vec::new();
    let spans = pages.iter().flat_map(|page| page.spots.iter().flat_map(|spot| [spot.span, spot.block]));
    for span in spans {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    let place = |span: Span| {
        let file = files.iter().position(|file| *file == span.file).unwrap_or(0);
        (file, span.start, span.end)
    };
    let short = |value: f64| ((value * 100.0).round() / 100.0) as f32;
    let sheet = |page: &PageSpots| Sheet {
        matter: page.matter,
        piece: page.piece,
        lines: page
            .spots
            .iter()
            .map(|spot| Line {
                x: short(spot.x),
                y: short(spot.y),
                role: spot.role,
                at: place(spot.span),
                block: place(spot.block),
            })
            .collect(),
    };
    let source = |file: &crate::span::FileId| {
        let text = snapshot.file(*file);
        Source { path: text.path.to_string(), mark: mark(text.text.as_bytes()) }
    };
    Map {
        version: VERSION,
        pdf: mark(pdf),
        measures,
        texts: files.iter().map(source).collect(),
        pages: pages.iter().map(sheet).collect(),
    }
}

impl Map {
    /// A map as a build wrote it; `None` where it is none, or of another version.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|map: &Self| map.version == VERSION)
    }

    /// The map as a file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        // Names and numbers always serialize.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The texts as they are now, each with whether it is still the one that was built from. A text that is
    /// gone counts as changed, and has no place.
    #[must_use]
    pub fn texts_now(&self, snapshot: &Snapshot) -> Vec<Option<(crate::span::FileId, bool)>> {
        let now = |source: &Source| {
            let text = snapshot.text(&BookPath::new(&source.path).ok()?).ok()?;
            Some((text.file, mark(text.text.as_bytes()) == source.mark))
        };
        self.texts.iter().map(now).collect()
    }
}

/// The name of the map of a PDF: `book-print.pdf` has `book-print.proof.json`.
#[must_use]
pub fn name(pdf: &str) -> String {
    format!("{}.proof.json", pdf.strip_suffix(".pdf").unwrap_or(pdf))
}

/// Tells two versions of a file apart: its length and its FNV-1a hash of 64 bits. It need not withstand
/// anyone who means to deceive.
#[must_use]
pub fn mark(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{:x}-{hash:016x}", bytes.len())
}
