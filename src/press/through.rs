//! What shines through: the space that pages with opacity, blend modes or soft masks blend in.
//!
//! Without one each press chooses its own (ISO 32000-2, 11.6.6), and a gray page comes out in four inks. Pages
//! without transparency get none: to say how they blend would make them pages with transparency.

use lopdf::{Dictionary, Document, Error, Object};

use super::space::device;
use crate::printer::Color;

/// Says in which space each page blends that needs one and doesn't say so itself.
pub(super) fn set(document: &mut Document, color: Color) -> Result<(), Error> {
    let pages: Vec<_> = document.page_iter().collect();
    for page in pages {
        let dict = document.get_dictionary(page)?;
        if dict.has(b"Group") || !super::resources(document, dict).is_some_and(|own| shines(document, &own)) {
            continue;
        }
        let mut group = Dictionary::new();
        group.set("Type", "Group");
        group.set("S", "Transparency");
        group.set("CS", device(color));
        document.get_dictionary_mut(page)?.set("Group", group);
    }
    Ok(())
}

/// Whether anything in these resources lets what is below shine through. What a form draws inside may, so a
/// form that is a group counts.
fn shines(document: &Document, resources: &Dictionary) -> bool {
    let settings = |dict: &Dictionary| {
        let share = |key: &[u8]| dict.get(key).and_then(Object::as_float).is_ok_and(|share| share < 1.0);
        let mode = dict.get(b"BM").is_ok_and(|mode| !mode.as_name().is_ok_and(|name| name == b"Normal"));
        share(b"ca") || share(b"CA") || mode || dict.get(b"SMask").is_ok_and(|mask| mask.as_name().is_err())
    };
    let drawn = |dict: &Dictionary| dict.has(b"Group") || dict.has(b"SMask");
    any(document, resources, b"ExtGState", settings) || any(document, resources, b"XObject", drawn)
}

/// Whether this holds for any of the named resources of a kind.
fn any(document: &Document, resources: &Dictionary, kind: &[u8], holds: impl Fn(&Dictionary) -> bool) -> bool {
    let named = resources.get_deref(kind, document).and_then(Object::as_dict);
    named.is_ok_and(|named| {
        named.iter().any(|(_, object)| match document.dereference(object) {
            Ok((_, Object::Dictionary(dict))) => holds(dict),
            Ok((_, Object::Stream(stream))) => holds(&stream.dict),
            _ => false,
        })
    })
}
