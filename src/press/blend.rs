//! Colours that run into each other: shadings and the functions that make them (ISO 32000-2, 8.7.4.5, 7.10).
//!
//! Gradients of Typst and of SVG are exponential functions, alone or stitched. Their ends are converted, so
//! a gradient stays smooth. Sampled and PostScript functions are left alone, and their shadings with them.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::space::{Space, Spaces, device};
use super::tone::Tone;
use crate::printer::Color;

/// Every shading of the file.
pub(super) fn convert(document: &mut Document, color: Color) {
    let mut made: Vec<(ObjectId, Object)> = Vec::new();
    for (id, object) in &document.objects {
        let Object::Dictionary(dict) = object else { continue };
        if let Some(new) = shading(document, dict, color) {
            made.push((*id, Object::Dictionary(new)));
        } else if let Ok(inner) = dict.get(b"Shading").and_then(Object::as_dict)
            && let Some(new) = shading(document, inner, color)
        {
            let mut outer = dict.clone();
            outer.set("Shading", new);
            made.push((*id, Object::Dictionary(outer)));
        }
    }
    for (id, object) in made {
        document.objects.insert(id, object);
    }
}

/// A shading in another space; `None` for what is none, or can't be converted.
fn shading(document: &Document, dict: &Dictionary, color: Color) -> Option<Dictionary> {
    dict.get(b"ShadingType").ok()?;
    let space = Spaces::new(document).of(dict.get(b"ColorSpace").ok()?);
    let Space::Process(components) = space else { return None };
    let function = function(document, dict.get(b"Function").ok()?, components, color)?;
    let mut out = dict.clone();
    out.set("ColorSpace", device(color));
    out.set("Function", function);
    out.remove(b"Background");
    Some(out)
}

/// A function whose results are colours of another space.
fn function(document: &Document, object: &Object, components: usize, color: Color) -> Option<Dictionary> {
    let dict = document.dereference(object).ok()?.1.as_dict().ok()?;
    let mut out = dict.clone();
    out.remove(b"Range");
    match dict.get(b"FunctionType").and_then(Object::as_i64).ok()? {
        2 => {
            for key in ["C0", "C1"] {
                let ends = dict.get(key.as_bytes()).and_then(Object::as_array).ok()?;
                let tone: Vec<f64> = ends.iter().filter_map(|end| end.as_float().ok()).map(f64::from).collect();
                let tone = Tone::of(&tone).filter(|_| tone.len() == components)?.to(color).spread(color);
                out.set(key, tone.iter().map(|part| Object::Real(*part as f32)).collect::<Vec<_>>());
            }
        }
        3 => {
            let parts = dict.get(b"Functions").and_then(Object::as_array).ok()?;
            let parts: Option<Vec<Object>> =
                parts.iter().map(|part| Some(Object::Dictionary(function(document, part, components, color)?))).collect();
            out.set("Functions", parts?);
        }
        _ => return None,
    }
    Some(out)
}
