//! Colour spaces (ISO 32000-1, 8.6).

use lopdf::{Dictionary, Object};

use super::object::{Reader, name, number};

/// A colour space, as far as a press tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Space {
    /// Gray without a profile.
    Gray,
    /// Process colours in which nothing but black was used.
    Black,
    /// Process colours without a profile.
    Cmyk,
    /// Red, green and blue without a profile.
    Rgb,
    /// With a profile, of one component.
    ProfiledGray,
    /// With a profile, of three components, or calibrated.
    ProfiledRgb,
    /// With a profile, of four components.
    ProfiledCmyk,
    /// A spot colour.
    Spot,
}

impl Space {
    /// As a message names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gray => "DeviceGray",
            Self::Black => "black of DeviceCMYK",
            Self::Cmyk => "DeviceCMYK",
            Self::Rgb => "DeviceRGB",
            Self::ProfiledGray => "gray with an ICC profile",
            Self::ProfiledRgb => "RGB with an ICC profile",
            Self::ProfiledCmyk => "CMYK with an ICC profile",
            Self::Spot => "spot colour",
        }
    }
}

/// The space that an object of a picture or of the resources names; `None` for patterns and masks.
pub fn of(reader: Reader, resources: Option<&Dictionary>, object: &Object, depth: usize) -> Option<Space> {
    if depth > 8 {
        return None;
    }
    match object {
        Object::Reference(id) => of(reader, resources, reader.document.get_object(*id).ok()?, depth + 1),
        Object::Name(_) => named(reader, resources, &name(object)?, depth),
        Object::Array(list) => family(reader, resources, list, depth),
        _ => None,
    }
}

fn named(reader: Reader, resources: Option<&Dictionary>, wanted: &str, depth: usize) -> Option<Space> {
    match wanted {
        "DeviceGray" | "G" | "CalGray" => Some(Space::Gray),
        "DeviceRGB" | "RGB" => Some(Space::Rgb),
        "DeviceCMYK" | "CMYK" => Some(Space::Cmyk),
        "Pattern" => None,
        other => {
            let spaces = resources?.get(b"ColorSpace").ok()?;
            let spaces = match spaces {
                Object::Reference(id) => reader.document.get_dictionary(*id).ok()?,
                Object::Dictionary(found) => found,
                _ => return None,
            };
            of(reader, None, spaces.get(other.as_bytes()).ok()?, depth + 1)
        }
    }
}

fn family(reader: Reader, resources: Option<&Dictionary>, list: &[Object], depth: usize) -> Option<Space> {
    let second = list.get(1);
    match name(list.first()?)?.as_str() {
        "ICCBased" => {
            let Object::Reference(id) = second? else { return None };
            let stream = reader.document.get_object(*id).ok()?.as_stream().ok()?;
            let components = stream.dict.get(b"N").ok().and_then(number)?;
            Some(match components as u32 {
                1 => Space::ProfiledGray,
                4 => Space::ProfiledCmyk,
                _ => Space::ProfiledRgb,
            })
        }
        "CalRGB" | "Lab" => Some(Space::ProfiledRgb),
        "Indexed" | "I" => of(reader, resources, second?, depth + 1),
        "Separation" | "DeviceN" => Some(Space::Spot),
        "Pattern" => second.and_then(|base| of(reader, resources, base, depth + 1)),
        plain => named(reader, None, plain, depth),
    }
}
