//! Drawings kept from build to build, so that the same source is drawn once however often it is built.
//!
//! An entry's name is made of all that its drawing depends on: source, notation, renderers with their
//! versions and settings, faces. Its bytes say all of it again, with a checksum: an entry that is damaged, or
//! another's by an accident of the name, is none. So a folder of entries may be deleted, in part or whole.

use super::{Notation, mermaid};
use crate::fonts::Fonts;

/// What draws. A drawing by another version is another drawing.
const RENDERERS: &str = "merman 0.9.3, layout-rs 0.1.3, pikru 1.2.1, svgbob 0.7.6";

/// Goes up when this room itself changes what it draws.
const REVISION: u32 = 2;

/// All that drawings depend on besides their sources.
#[derive(Debug, Clone)]
pub struct Settings(String);

impl Settings {
    /// The settings of this program with these faces.
    #[must_use]
    pub fn of(fonts: &Fonts) -> Self {
        let measured = fonts.faces().iter().filter(|face| face.file.starts_with("SourceSans3-"));
        let faces: String = measured.map(|face| format!("{:016x} ", sum(&face.bytes))).collect();
        let config = sum((mermaid::config().to_string() + mermaid::HIDDEN).as_bytes());
        Self(format!("bindery {} {REVISION}, {RENDERERS}, {faces}{config:016x}", env!("CARGO_PKG_VERSION")))
    }

    /// Name of the entry of a source: 16 hexadecimal digits.
    #[must_use]
    pub fn name(&self, notation: Notation, source: &str) -> String {
        format!("{:016x}", sum(self.head(notation, source).as_bytes()))
    }

    /// The entry of a drawing.
    #[must_use]
    pub fn entry(&self, notation: Notation, source: &str, svg: &str) -> Vec<u8> {
        let body = self.head(notation, source) + svg;
        format!("{:016x}\n{body}", sum(body.as_bytes())).into_bytes()
    }

    /// The drawing that an entry holds; `None` where it is damaged, or of something else.
    #[must_use]
    pub fn drawing(&self, notation: Notation, source: &str, entry: &[u8]) -> Option<String> {
        let (stated, body) = std::str::from_utf8(entry).ok()?.split_once('\n')?;
        let whole = u64::from_str_radix(stated, 16).is_ok_and(|stated| stated == sum(body.as_bytes()));
        let svg = body.strip_prefix(&self.head(notation, source))?;
        whole.then(|| svg.to_owned())
    }

    fn head(&self, notation: Notation, source: &str) -> String {
        format!("{}\n{} {}\n{source}\n", self.0, notation.name(), source.len())
    }
}

/// FNV-1a, 64 bits: the same on every machine and with every compiler.
fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_gives_its_drawing_and_nothing_elses() {
        let settings = Settings::of(&Fonts::embedded());
        let entry = settings.entry(Notation::Dot, "digraph {}", "<svg/>");
        assert_eq!(settings.drawing(Notation::Dot, "digraph {}", &entry).as_deref(), Some("<svg/>"));
        assert_eq!(settings.drawing(Notation::Bob, "digraph {}", &entry), None);
        assert_eq!(settings.drawing(Notation::Dot, "digraph { }", &entry), None);
        let older = Settings(settings.0.replace("merman 0", "merman 1"));
        assert_eq!(older.drawing(Notation::Dot, "digraph {}", &entry), None);
        assert_ne!(older.name(Notation::Dot, "x"), settings.name(Notation::Dot, "x"));
    }

    #[test]
    fn a_damaged_entry_is_none() {
        let settings = Settings::of(&Fonts::embedded());
        let entry = settings.entry(Notation::Dot, "a", "<svg>text</svg>");
        for at in 0..entry.len() {
            let mut damaged = entry.clone();
            damaged[at] ^= 1;
            assert_eq!(settings.drawing(Notation::Dot, "a", &damaged), None, "byte {at}");
            assert_eq!(settings.drawing(Notation::Dot, "a", &entry[..at]), None, "cut at {at}");
        }
    }

    #[test]
    fn the_renderers_are_those_of_the_lock_file() {
        let lock = include_str!("../../../Cargo.lock");
        for renderer in RENDERERS.split(", ") {
            let (name, version) = renderer.split_once(' ').expect("a name and a version");
            let package = format!("name = \"{name}\"\nversion = \"{version}\"");
            assert!(lock.contains(&package), "{name} isn't {version}");
        }
    }
}
