//! Colour spaces of a file (ISO 32000-2, 8.6): which there are, and what is left of them.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use crate::printer::Color;

/// What a colour space is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Gray, RGB or CMYK, with a profile or without: 1, 3 or 4 components.
    Process(usize),
    /// A palette of colours.
    Palette,
    /// Patterns, spot colours, Lab: left as they are.
    Other,
}

/// Reads colour spaces of one file.
pub(super) struct Spaces<'a> {
    document: &'a Document,
}

impl<'a> Spaces<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self { document }
    }

    /// What an object says.
    pub(super) fn of(&self, object: &Object) -> Space {
        let Ok((_, object)) = self.document.dereference(object) else { return Space::Other };
        if let Ok(name) = object.as_name() {
            return by_name(name);
        }
        let Ok(items) = object.as_array() else { return Space::Other };
        let family = items.first().and_then(|first| first.as_name().ok()).unwrap_or_default();
        match family {
            b"ICCBased" => items.get(1).and_then(|profile| self.components(profile)).map_or(Space::Other, Space::Process),
            b"CalGray" => Space::Process(1),
            b"CalRGB" => Space::Process(3),
            b"Indexed" => Space::Palette,
            name => by_name(name),
        }
    }

    /// Components of an ICC profile.
    fn components(&self, profile: &Object) -> Option<usize> {
        let (_, profile) = self.document.dereference(profile).ok()?;
        let count = profile.as_stream().ok()?.dict.get(b"N").and_then(Object::as_i64).ok()?;
        usize::try_from(count).ok().filter(|count| [1, 3, 4].contains(count))
    }

    /// The spaces that a stream's resources name.
    pub(super) fn named(&self, resources: Option<&Dictionary>) -> BTreeMap<Vec<u8>, Space> {
        let spaces = resources.and_then(|dict| dict.get_deref(b"ColorSpace", self.document).ok()?.as_dict().ok());
        let entry = |(name, object): (&Vec<u8>, &Object)| (name.clone(), self.of(object));
        spaces.map(|spaces| spaces.iter().map(entry).collect()).unwrap_or_default()
    }
}

fn by_name(name: &[u8]) -> Space {
    match name {
        b"DeviceGray" | b"G" | b"CalGray" => Space::Process(1),
        b"DeviceRGB" | b"RGB" | b"CalRGB" => Space::Process(3),
        b"DeviceCMYK" | b"CMYK" => Space::Process(4),
        _ => Space::Other,
    }
}

/// The device space of a file of that colour, for what has one space as a whole.
pub(super) fn device(color: Color) -> &'static str {
    match color {
        Color::Gray => "DeviceGray",
        Color::Cmyk => "DeviceCMYK",
        Color::Rgb => "DeviceRGB",
    }
}

/// Takes out what nothing uses any more: named process spaces, default spaces, and the spaces that pages
/// and forms blend in.
pub(super) fn forget(document: &mut Document, color: Color) {
    let process: Vec<(lopdf::ObjectId, Vec<Vec<u8>>)> = {
        let spaces = Spaces::new(document);
        let dicts = document.objects.iter().filter_map(|(id, object)| Some((*id, spaces_of(object)?)));
        dicts
            .map(|(id, dict)| {
                let gone = dict.iter().filter(|(_, object)| matches!(spaces.of(object), Space::Process(_)));
                (id, gone.map(|(name, _)| name.clone()).collect())
            })
            .collect()
    };
    for (id, names) in process {
        if let Some(dict) = document.objects.get_mut(&id).and_then(spaces_of_mut) {
            names.iter().for_each(|name| drop(dict.remove(name)));
        }
        document.objects.entry(id).and_modify(drop_empty);
    }
    for object in document.objects.values_mut() {
        let dict = match object {
            Object::Dictionary(dict) => dict,
            Object::Stream(stream) => &mut stream.dict,
            _ => continue,
        };
        if let Ok(group) = dict.get_mut(b"Group").and_then(Object::as_dict_mut)
            && group.has(b"CS")
        {
            group.set("CS", device(color));
        }
        // A group that is an object of its own.
        if dict.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == b"Transparency") && dict.has(b"CS") {
            dict.set("CS", device(color));
        }
    }
}

/// The `ColorSpace` entries of resources: an object of its own, or within a stream or page.
fn spaces_of(object: &Object) -> Option<&Dictionary> {
    let dict = match object {
        Object::Dictionary(dict) => dict,
        Object::Stream(stream) => &stream.dict,
        _ => return None,
    };
    let resources = dict.get(b"Resources").and_then(Object::as_dict).unwrap_or(dict);
    resources.get(b"ColorSpace").and_then(Object::as_dict).ok()
}

/// Takes out `ColorSpace` where nothing is left in it.
fn drop_empty(object: &mut Object) {
    if !spaces_of(object).is_some_and(Dictionary::is_empty) {
        return;
    }
    if let Some(resources) = resources_mut(object) {
        resources.remove(b"ColorSpace");
    }
}

fn spaces_of_mut(object: &mut Object) -> Option<&mut Dictionary> {
    resources_mut(object)?.get_mut(b"ColorSpace").and_then(Object::as_dict_mut).ok()
}

fn resources_mut(object: &mut Object) -> Option<&mut Dictionary> {
    let dict = match object {
        Object::Dictionary(dict) => dict,
        Object::Stream(stream) => &mut stream.dict,
        _ => return None,
    };
    let inner = dict.get(b"Resources").is_ok_and(|resources| resources.as_dict().is_ok());
    if inner { dict.get_mut(b"Resources").and_then(Object::as_dict_mut).ok() } else { Some(dict) }
}
