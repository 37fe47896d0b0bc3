//! One face: its bytes and what its tables say of it.

use std::ops::Deref;
use std::sync::Arc;

use ttf_parser::{PlatformId, name::Name, name_id};

/// One face of a family.
#[derive(Debug, Clone)]
pub struct Face {
    /// File name, unique among the embedded faces: `JetBrainsMono-Bold.ttf`.
    pub file: String,
    /// The whole font file.
    pub bytes: FontBytes,
    /// Family as both outputs name it; faces of one family differ in weight and slope only.
    pub family: String,
    /// Weight, 1 to 1000; 400 is regular, 700 bold (OpenType `OS/2`, `usWeightClass`).
    pub weight: u16,
    /// It is an italic or an oblique.
    pub italic: bool,
    /// Its outlines are TrueType's (`glyf`), not PostScript's (`CFF `).
    pub truetype: bool,
}

impl Face {
    /// Reads a font file; `None` where it is none.
    #[must_use]
    pub fn read(file: &str, bytes: FontBytes) -> Option<Self> {
        let face = ttf_parser::Face::parse(&bytes, 0).ok()?;
        let family = family(&face)?;
        let weight = face.weight().to_number();
        let italic = face.is_italic() || face.is_oblique();
        let truetype = face.tables().glyf.is_some();
        Some(Self { file: file.to_owned(), family, weight, italic, truetype, bytes })
    }

    /// Whether it has a glyph for the character.
    #[must_use]
    pub fn has(&self, c: char) -> bool {
        ttf_parser::Face::parse(&self.bytes, 0).is_ok_and(|face| face.glyph_index(c).is_some())
    }
}

/// The bytes of a font: part of the binary, or read from the book's folder. Cloning copies nothing.
#[derive(Clone)]
pub struct FontBytes(Source);

#[derive(Clone)]
enum Source {
    Embedded(&'static [u8]),
    Own(Arc<[u8]>),
}

impl From<&'static [u8]> for FontBytes {
    fn from(bytes: &'static [u8]) -> Self {
        Self(Source::Embedded(bytes))
    }
}

impl From<Arc<[u8]>> for FontBytes {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self(Source::Own(bytes))
    }
}

impl Deref for FontBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Source::Embedded(bytes) => bytes,
            Source::Own(bytes) => bytes,
        }
    }
}

impl AsRef<[u8]> for FontBytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl std::fmt::Debug for FontBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}

/// Typographic family (OpenType `name`, id 16), else family (id 1), in English where there is a choice.
///
/// Typst gives the one family whose own name no one uses a readable one; so do we, to have one name.
fn family(face: &ttf_parser::Face) -> Option<String> {
    let named = |id: u16| {
        let names = face.names().into_iter().filter(|name| name.name_id == id);
        let mut names: Vec<(bool, String)> =
            names.filter_map(|n| Some((!english(&n), n.to_string()?))).collect();
        names.sort();
        names.into_iter().next().map(|(_, name)| name)
    };
    let name = named(name_id::TYPOGRAPHIC_FAMILY).or_else(|| named(name_id::FAMILY))?;
    Some(if name == "NewComputerModern Math" { "New Computer Modern Math".to_owned() } else { name })
}

/// In US English as Windows numbers languages.
fn english(name: &Name) -> bool {
    name.platform_id == PlatformId::Windows && name.language_id == 0x0409
}
