//! What readers of a PDF wrote on its pages (ISO 32000-2, 12.5).

use lopdf::{Dictionary, Object, ObjectId};

use super::Area;
use super::object::{Reader, name, string};

/// What somebody wrote or drew on a page.
#[derive(Debug, Clone)]
pub struct Annotation {
    /// What it is.
    pub kind: Kind,
    /// What it lies on: an area for each line of text, or one for all of it. Never empty.
    pub areas: Vec<Area>,
    /// Who made it; empty where nobody is named.
    pub author: String,
    /// When it was last changed, as the file has it: `D:20260102100000+01'00'`; empty where it says nothing.
    pub date: String,
    /// What it says.
    pub contents: String,
    /// What became of it, where it is an answer that says just that: `Accepted`, `Rejected`.
    pub state: String,
    /// Its number in the file.
    pub id: Option<ObjectId>,
    /// That of what it answers.
    pub answers: Option<ObjectId>,
}

/// Kinds of annotation (ISO 32000-2, table 171), as far as they treat the text differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text laid over with a colour.
    Highlight,
    /// Text with a line under it.
    Underline,
    /// Text with a waved line under it.
    Squiggly,
    /// Text struck out.
    StrikeOut,
    /// A note that opens from a sign.
    Note,
    /// Words written onto the page.
    FreeText,
    /// A place where something is to go in.
    Caret,
    /// Lines drawn by hand.
    Ink,
    /// A line, box, ellipse or polygon.
    Shape,
    /// A rubber stamp.
    Stamp,
    /// A file that hangs on the page.
    File,
    /// Text that is to be blackened.
    Redaction,
    /// Any other kind: a recording, say.
    Other,
}

impl Kind {
    /// The kind of a subtype; `None` for what no reader of the file wrote: links, fields of forms, windows of
    /// notes, signs of printers.
    fn of(subtype: &str) -> Option<Self> {
        Some(match subtype {
            "Link" | "Popup" | "Widget" | "PrinterMark" | "TrapNet" | "Watermark" => return None,
            "Highlight" => Self::Highlight,
            "Underline" => Self::Underline,
            "Squiggly" => Self::Squiggly,
            "StrikeOut" => Self::StrikeOut,
            "Text" => Self::Note,
            "FreeText" => Self::FreeText,
            "Caret" => Self::Caret,
            "Ink" => Self::Ink,
            "Line" | "Square" | "Circle" | "Polygon" | "PolyLine" => Self::Shape,
            "Stamp" => Self::Stamp,
            "FileAttachment" => Self::File,
            "Redact" => Self::Redaction,
            _ => Self::Other,
        })
    }
}

/// Reads an annotation; `corner` is the upper left corner of the page's trim in the file's own coordinates.
pub fn read(reader: Reader, object: &Object, corner: (f64, f64)) -> Option<Annotation> {
    let found = reader.dictionary(object)?;
    let kind = Kind::of(&name(reader.entry(found, b"Subtype")?)?)?;
    let text = |of: &Dictionary, key: &[u8]| {
        let object = reader.entry(of, key).and_then(|object| object.as_str().ok());
        object.map(string).unwrap_or_default()
    };
    let window = reader.inner(found, b"Popup").map(|window| text(window, b"Contents"));
    let texts = [Some(text(found, b"Contents")), Some(plain(&text(found, b"RC"))), window];
    let date = [text(found, b"M"), text(found, b"CreationDate")];
    Some(Annotation {
        kind,
        areas: areas(reader, found, corner)?,
        author: text(found, b"T"),
        date: date.into_iter().find(|date| !date.is_empty()).unwrap_or_default(),
        contents: texts.into_iter().flatten().find(|text| !text.trim().is_empty()).unwrap_or_default(),
        state: text(found, b"State"),
        id: object.as_reference().ok(),
        answers: found.get(b"IRT").and_then(Object::as_reference).ok(),
    })
}

/// A formatted text without its tags.
fn plain(rich: &str) -> String {
    let mut pieces = rich.split('<');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    pieces.filter_map(|piece| piece.split_once('>')).for_each(|(_, text)| out.push_str(text));
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#13;", "\n"), ("&apos;", "'"), ("&amp;", "&")];
    signs.iter().fold(out, |text, (sign, is)| text.replace(sign, is))
}

/// What it lies on. Writers put the corners of `QuadPoints` into more than one order, so what counts is what
/// they enclose; a callout means the place that its line leads to.
fn areas(reader: Reader, found: &Dictionary, corner: (f64, f64)) -> Option<Vec<Area>> {
    let points = |key: &[u8]| {
        let list = reader.entry(found, key).and_then(|object| object.as_array().ok());
        super::numbers(list.map_or(&[], Vec::as_slice))
    };
    let quads: Vec<Area> = points(b"QuadPoints").chunks_exact(8).filter_map(|quad| around(quad, corner)).collect();
    if !quads.is_empty() {
        return Some(quads);
    }
    // Some programs write a callout line into every text box: only the intent says that there is one.
    let callout = reader.entry(found, b"IT").and_then(name).is_some_and(|intent| intent == "FreeTextCallout");
    if let Some(tip) = points(b"CL").get(..2).filter(|_| callout).and_then(|tip| around(tip, corner)) {
        return Some(vec![tip]);
    }
    // What was drawn, without the room around it.
    let strokes = reader.entry(found, b"InkList").and_then(|object| object.as_array().ok());
    let strokes = strokes.into_iter().flatten().filter_map(|stroke| reader.follow(stroke).as_array().ok());
    let strokes: Vec<Area> = strokes.filter_map(|stroke| around(&super::numbers(stroke), corner)).collect();
    if !strokes.is_empty() {
        return Some(strokes);
    }
    let [left, low, right, high] = reader.rectangle(found.get(b"Rect").ok()?)?;
    around(&[left, low, right, high], corner).map(|area| vec![area])
}

/// What some points, `x y` each, enclose, from the upper left corner of the trim.
fn around(points: &[f64], corner: (f64, f64)) -> Option<Area> {
    let [x, y, rest @ ..] = points else { return None };
    let mut area = Area { left: *x, right: *x, top: *y, bottom: *y };
    for point in rest.chunks_exact(2) {
        let [x, y] = point else { continue };
        (area.left, area.right) = (area.left.min(*x), area.right.max(*x));
        (area.bottom, area.top) = (area.bottom.min(*y), area.top.max(*y));
    }
    Some(Area {
        left: area.left - corner.0,
        right: area.right - corner.0,
        top: corner.1 - area.top,
        bottom: corner.1 - area.bottom,
    })
}
