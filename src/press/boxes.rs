//! Trim, bleed and media (ISO 32000-2, 14.11.2).
//!
//! Typst writes the trim inside a media box that leaves room for bleed and marks. How far the bleed goes is
//! said here: never past the media, and not at all at the spine where the printer binds to the edge.

use lopdf::{Document, Error, Object};

/// Writes `TrimBox` and `BleedBox` of every page. Odd pages are rectos: their spine is at the left.
pub(super) fn set(document: &mut Document, outer: f64, inside: f64) -> Result<(), Error> {
    let pages: Vec<_> = document.page_iter().collect();
    for (at, page) in pages.into_iter().enumerate() {
        let dict = document.get_dictionary(page)?;
        let media = rectangle(document, dict.get(b"MediaBox")?)?;
        let trim = dict.get(b"TrimBox").and_then(|own| rectangle(document, own)).unwrap_or(media);
        let recto = at % 2 == 0;
        let (left, right) = if recto { (inside, outer) } else { (outer, inside) };
        let [x0, y0, x1, y1] = trim;
        let bleed = [
            (x0 - left).max(media[0]),
            (y0 - outer).max(media[1]),
            (x1 + right).min(media[2]),
            (y1 + outer).min(media[3]),
        ];
        let dict = document.get_dictionary_mut(page)?;
        for (name, edges) in [("TrimBox", trim), ("BleedBox", bleed)] {
            dict.set(name, edges.iter().map(|edge| Object::Real(*edge as f32)).collect::<Vec<_>>());
        }
        // What it would mean here is what the trim box means already; PDF/X allows one of the two.
        dict.remove(b"ArtBox");
        dict.remove(b"CropBox");
    }
    Ok(())
}

fn rectangle(document: &Document, object: &Object) -> Result<[f64; 4], Error> {
    let (_, object) = document.dereference(object)?;
    let mut out = [0.0; 4];
    for (slot, edge) in out.iter_mut().zip(object.as_array()?) {
        *slot = f64::from(edge.as_float()?);
    }
    Ok(out)
}
