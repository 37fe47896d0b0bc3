//! The cover picture: the book's own, or one drawn from its title, subtitle and authors.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::book::{Asset, Book, enumerated};
use crate::fonts::{Fonts, SANS, TEXT};

use super::xhtml::Sheet;

/// Size of a drawn cover, pixels: what shops ask for, in the usual 2:3.
const WIDTH: u32 = 1600;
/// Height, pixels.
const HEIGHT: u32 = 2400;
/// Margin at the left and the right, pixels.
const MARGIN: f64 = 150.0;

/// Draws a cover as PNG; `None` where nothing can be drawn.
pub(super) fn drawn(book: &Book, fonts: &Fonts) -> Option<Vec<u8>> {
    let text = format!(
        "{}{:?}{:?}{}{:?}",
        book.meta.title, book.meta.subtitle, book.meta.authors, book.words.and, book.meta.publisher
    );
    let faces = Faces::load(fonts, &text);
    raster(&svg(book, &faces), &faces, WIDTH)
}

/// An author's vector cover as PNG, because shops take no vectors.
pub(super) fn rastered(asset: &Asset, fonts: &Fonts) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(&asset.bytes);
    raster(&text, &Faces::load(fonts, &text), WIDTH)
}

/// The faces that a cover needs, and no others: reading all takes longer than drawing.
struct Faces {
    db: fontdb::Database,
    /// To measure titles by.
    title: Option<Vec<u8>>,
}

impl Faces {
    fn load(fonts: &Fonts, text: &str) -> Self {
        let mut db = fontdb::Database::new();
        let mut left: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        left.sort_unstable();
        left.dedup();
        let face_of = |family: &str| {
            fonts.faces().iter().find(|face| face.family == family && face.weight == 400 && !face.italic)
        };
        for family in TEXT {
            let Some(face) = face_of(family) else { continue };
            let needed = TEXT.first() == Some(family)
                || SANS.first() == Some(family)
                || left.iter().any(|c| face.has(*c));
            if needed {
                db.load_font_data(face.bytes.to_vec());
                left.retain(|c| !face.has(*c));
            }
        }
        let title = TEXT.first().and_then(|family| face_of(family)).map(|face| face.bytes.to_vec());
        Self { db, title }
    }

    /// Width of a line, in em; characters that the face lacks count as an em.
    fn width(&self, text: &str) -> f64 {
        let face = self.title.as_deref().and_then(|bytes| ttf_parser::Face::parse(bytes, 0).ok());
        let em = face.as_ref().map_or(1.0, |face| f64::from(face.units_per_em()));
        let advance = |c: char| face.as_ref().and_then(|face| face.glyph_hor_advance(face.glyph_index(c)?));
        text.chars().map(|c| advance(c).map_or(1.0, |advance| f64::from(advance) / em)).sum()
    }
}

/// The drawing: title and subtitle at the top left, authors and publisher at the foot.
fn svg(book: &Book, faces: &Faces) -> String {
    let Book { meta, words, .. } = book;
    let mut w = Sheet::sized(4096);
    let (width, height) = (WIDTH.to_string(), HEIGHT.to_string());
    let view = format!("0 0 {width} {height}");
    let attrs =
        [("xmlns", "http://www.w3.org/2000/svg"), ("width", &width), ("height", &height), ("viewBox", &view)];
    w.element("svg", &attrs, |w| {
        w.empty("rect", &[("width", &width), ("height", &height), ("fill", "#16263a")]);
        w.empty(
            "rect",
            &[("x", "150"), ("y", "300"), ("width", "240"), ("height", "14"), ("fill", "#d9a441")],
        );
        let size = title_size(&meta.title, faces);
        let foot = lines(w, faces, &meta.title, &Look { size, ..TITLE }, 380.0);
        if let Some(subtitle) = &meta.subtitle {
            lines(w, faces, subtitle, &SUBTITLE, foot + 60.0);
        }
        let foot = lines(w, faces, &enumerated(&meta.authors, &words.and), &AUTHOR, f64::from(HEIGHT) - 400.0);
        if let Some(publisher) = &meta.publisher {
            lines(w, faces, publisher, &PUBLISHER, foot + 24.0);
        }
    });
    w.finish()
}

/// How a text of the cover looks.
struct Look {
    /// Pixels.
    size: f64,
    /// Times the size.
    leading: f64,
    /// In quotes: a family that has a digit is no bare name in CSS.
    family: &'static str,
    fill: &'static str,
}

const TITLE: Look = Look { size: 190.0, leading: 1.12, family: "'Libertinus Serif'", fill: "#ffffff" };
const SUBTITLE: Look = Look { size: 76.0, leading: 1.3, family: "'Source Sans 3'", fill: "#d8dee6" };
const AUTHOR: Look = Look { size: 78.0, leading: 1.25, family: "'Source Sans 3'", fill: "#ffffff" };
const PUBLISHER: Look = Look { size: 52.0, leading: 1.25, family: "'Source Sans 3'", fill: "#b9c3cf" };

/// The size at which the longest word fits the measure and the title takes at most six lines.
fn title_size(title: &str, faces: &Faces) -> f64 {
    let measure = f64::from(WIDTH) - 2.0 * MARGIN;
    let longest = title.split_whitespace().map(|word| faces.width(word)).fold(0.1, f64::max);
    let mut size = TITLE.size.min(measure / longest);
    while size > 60.0 && wrap(title, faces, measure / size).len() > 6 {
        size *= 0.9;
    }
    size
}

/// Sets a text in lines from `top` on; gives the foot of the last.
fn lines(w: &mut Sheet, faces: &Faces, text: &str, look: &Look, top: f64) -> f64 {
    let mut foot = top;
    let measure = (f64::from(WIDTH) - 2.0 * MARGIN) / look.size;
    for line in wrap(text, faces, measure) {
        foot += look.size * look.leading;
        let (x, y) = (format!("{MARGIN:.0}"), format!("{:.0}", foot - look.size * 0.25));
        let size = format!("{:.0}", look.size);
        let attrs = [
            ("x", x.as_str()),
            ("y", &y),
            ("font-family", look.family),
            ("font-size", &size),
            ("fill", look.fill),
        ];
        w.leaf("text", &attrs, &line);
    }
    foot
}

/// Lines no wider than `measure` em; a longer word has a line of its own.
fn wrap(text: &str, faces: &Faces, measure: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if faces.width(line) + faces.width(word) + 0.25 <= measure => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn raster(svg: &str, faces: &Faces, width: u32) -> Option<Vec<u8>> {
    let options = Options { fontdb: std::sync::Arc::new(faces.db.clone()), ..Options::default() };
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size().to_int_size().scale_to_width(width)?;
    let mut pixmap = Pixmap::new(size.width(), size.height())?;
    let scale = size.width() as f32 / tree.size().width();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().ok()
}
