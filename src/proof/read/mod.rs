//! A finished PDF -> what stands on its pages, in points from the upper left corner of the trimmed page.
//!
//! 1. `font` reads the faces: are they in the file, how wide are their glyphs, what do they say.
//! 2. `content` runs the content streams of the pages, in parallel, forms inside them included, as far as
//!    places, colours and widths of lines go (ISO 32000-1, 8 and 9); `space` names the colour spaces.
//! 3. `labels` reads the page labels, `annotation` what readers of the file wrote on its pages.
//!
//! Nothing here knows of books. Nothing is taken from the layout that made the file: a script that edits the
//! file after the build changes what is read.

mod annotation;
mod content;
mod font;
mod labels;
mod object;
mod space;

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId};
use rayon::prelude::*;

pub use annotation::{Annotation, Kind};
pub use font::Face;
pub use space::Space;

use object::{Reader, number};

/// A rectangle, pt. `top` is above `bottom` on the page, and less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// Width, pt.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height, pt.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// A finished file.
#[derive(Debug, Clone, Default)]
pub struct Finished {
    /// Its pages in order.
    pub pages: Vec<Page>,
    /// Its faces, each once.
    pub faces: Vec<Face>,
    /// It has an outline (bookmarks).
    pub outline: bool,
}

/// What stands on a page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The sheet, bleed and marks included, from the upper left corner of the trim.
    pub media: Area,
    /// The trimmed page, if the file says so.
    pub trim: Option<Area>,
    /// The page with its bleed, if the file says so.
    pub bleed: Option<Area>,
    /// Page label, `xii` or `7`; empty where the file has none.
    pub label: String,
    /// Text in the order of the file.
    pub runs: Vec<Run>,
    /// Pictures of pixels.
    pub pictures: Vec<Picture>,
    /// Lines, and filled boxes so thin that they are lines.
    pub rules: Vec<Rule>,
    /// Colour spaces in use.
    pub spaces: Vec<Space>,
    /// Anything at all is painted.
    pub painted: bool,
    /// Something shines through something else: opacity, a blend mode, a soft mask.
    pub transparent: bool,
    /// Links and other annotations.
    pub annotations: usize,
    /// What readers wrote on it.
    pub written: Vec<Annotation>,
}

/// A run of text on one baseline.
#[derive(Debug, Clone)]
pub struct Run {
    /// Where it begins.
    pub left: f64,
    /// Where its last visible glyph ends.
    pub right: f64,
    /// Its baseline, from above.
    pub y: f64,
    /// Size as it stands on the page, pt.
    pub size: f64,
    /// Horizontal, left to right.
    pub upright: bool,
    /// What it says, by the file's own tables.
    pub text: String,
    /// The left edge of each glyph, pt, and the byte of the text that it begins with; where the file itself says
    /// what some glyphs mean together, that of the first.
    pub stops: Vec<(f32, usize)>,
    /// Glyphs that stand for a character that the face hasn't.
    pub blanks: usize,
    /// The name of its face.
    pub face: String,
}

/// A picture of pixels where it is set.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its place.
    pub area: Area,
    /// Pixels an inch, in the direction in which it has fewer.
    pub resolution: f64,
}

/// A line.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Thickness, pt; 0 is the thinnest that the device has.
    pub thickness: f64,
    /// What it goes around or through.
    pub area: Area,
}

/// Reads a file.
///
/// # Errors
/// What the PDF library says of a file that is none.
pub fn read(bytes: &[u8]) -> Result<Finished, String> {
    let document = Document::load_mem(bytes).map_err(|error| error.to_string())?;
    let reader = Reader { document: &document };
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let faces = font::all(reader);
    let labels = labels::read(reader, pages.len());
    let read = pages.par_iter().zip(labels).map(|(id, label)| page(reader, *id, label, &faces));
    let pages = read.collect();
    let outline = document.catalog().is_ok_and(|catalog| catalog.has(b"Outlines"));
    Ok(Finished { pages, faces: faces.into_values().collect(), outline })
}

fn page(reader: Reader, id: ObjectId, label: String, faces: &BTreeMap<ObjectId, Face>) -> Page {
    let raw = |name: &[u8]| reader.inherited(id, name).and_then(|object| reader.rectangle(object));
    let media = raw(b"MediaBox").unwrap_or([0.0, 0.0, 612.0, 792.0]);
    let origin = raw(b"TrimBox").or_else(|| raw(b"CropBox")).unwrap_or(media);
    let moved = |[left, low, right, high]: [f64; 4]| Area {
        left: left - origin[0],
        top: origin[3] - high,
        right: right - origin[0],
        bottom: origin[3] - low,
    };
    let list = reader.inherited(id, b"Annots").and_then(|object| object.as_array().ok());
    let list = list.map_or([].as_slice(), Vec::as_slice);
    let mut page = Page {
        media: moved(media),
        trim: raw(b"TrimBox").map(moved),
        bleed: raw(b"BleedBox").map(moved),
        label,
        runs: Vec::new(),
        pictures: Vec::new(),
        rules: Vec::new(),
        spaces: Vec::new(),
        painted: false,
        transparent: false,
        annotations: list.len(),
        written: list.iter().filter_map(|object| annotation::read(reader, object, (origin[0], origin[3]))).collect(),
    };
    let resources = reader.inherited(id, b"Resources").and_then(|object| reader.dictionary(object));
    let content = reader.document.get_page_content(id);
    content::run(reader, faces, resources, &content, (origin[0], origin[3]), &mut page);
    page
}

/// Whether an object is a number, and which.
fn numbers(list: &[Object]) -> Vec<f64> {
    list.iter().filter_map(number).collect()
}
