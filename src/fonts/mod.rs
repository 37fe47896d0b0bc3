//! The faces a book is set in, and whether they have its characters.
//!
//! In come the faces embedded in the binary and those of the book's own `fonts` folder; out go their
//! bytes and names, in an order that never changes, and the chains of families that the styles name.
//! Neither output may look for a face anywhere else: no system fonts, no fallback of an engine's own
//! choice. So a character that [`check`] passes over is printed, on every machine, by the same face.

mod check;
mod embedded;
mod face;

pub use check::{check, furniture};
pub use face::{Face, FontBytes};

use crate::problem::{Checked, Problem};
use crate::snapshot::{BookPath, Snapshot, Unread};
use crate::span::Span;

/// Folder of the book's own faces.
const FOLDER: &str = "fonts";

/// Families of running text, the first that has a character sets it.
///
/// Signs that no text face has come from DejaVu and the math face, scripts from Noto (before the math
/// face, whose Devanagari has no shaping rules) and Droid, emoji last, so that `✓` never is a picture.
pub const TEXT: &[&str] = &[
    "Libertinus Serif",
    "Source Sans 3",
    "DejaVu Sans",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "New Computer Modern Math",
    "Droid Sans Fallback",
    "Noto Emoji",
];

/// Families of headings, captions and tables; the same families as [`TEXT`], so the same characters.
pub const SANS: &[&str] = &[
    "Source Sans 3",
    "Libertinus Serif",
    "DejaVu Sans",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "New Computer Modern Math",
    "Droid Sans Fallback",
    "Noto Emoji",
];

/// Families of code and box drawing. DejaVu Sans Mono has nearly the advance of JetBrains Mono (0.602
/// and 0.600 em), so its signs keep the columns; what comes after it doesn't.
pub const MONO: &[&str] = &[
    "JetBrains Mono",
    "DejaVu Sans Mono",
    "DejaVu Sans",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "New Computer Modern Math",
    "Droid Sans Fallback",
    "Noto Emoji",
];

/// Families of math; words in formulas are set in the text face where the math face lacks a letter.
pub const MATH: &[&str] = &[
    "New Computer Modern Math",
    "Libertinus Serif",
    "DejaVu Sans",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "Droid Sans Fallback",
    "Noto Emoji",
];

/// Families for words in other scripts.
const SCRIPTS: [&str; 4] =
    ["Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Thai", "Droid Sans Fallback"];

/// All faces of a book: the embedded ones, then its own in the order of their file names.
#[derive(Debug, Clone)]
pub struct Fonts {
    faces: Vec<Face>,
    own: Vec<String>,
}

impl Fonts {
    /// The faces embedded in the binary.
    #[must_use]
    pub fn embedded() -> Self {
        let faces = embedded::FILES.iter().filter_map(|(name, bytes)| Face::read(name, (*bytes).into()));
        Self { faces: faces.collect(), own: Vec::new() }
    }

    /// The embedded faces and every `*.ttf` and `*.otf` of the book's `fonts` folder.
    ///
    /// `at` is where a file that is no font is reported: the manifest's.
    #[must_use]
    pub fn load(snapshot: &Snapshot, at: Span) -> Checked<Self> {
        let mut fonts = Self::embedded();
        let mut problems = Vec::new();
        for path in own_files(snapshot) {
            match own_face(snapshot, &path) {
                Ok(face) => fonts.add(face),
                Err(problem) => problems.push(problem.at(at)),
            }
        }
        Checked { value: fonts, problems }
    }

    /// The faces, in an order that never changes.
    #[must_use]
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// A chain of this module ([`TEXT`], [`SANS`], [`MONO`], [`MATH`]) with the families of the book's own `fonts`
    /// folder in it: before ours for other scripts, which are there so that a word isn't lost, and behind ours for
    /// signs, which match the text.
    #[must_use]
    pub fn chain<'a>(&'a self, families: &[&'a str]) -> Vec<&'a str> {
        let own = self.own.iter().map(String::as_str).filter(|family| !families.contains(family));
        let at = families.iter().position(|family| SCRIPTS.contains(family)).unwrap_or(families.len());
        let (first, last) = families.split_at(at);
        first.iter().copied().chain(own).chain(last.iter().copied()).collect()
    }

    /// Whether a family of this chain (the book's own behind it) has the character in all its faces, so
    /// that it prints in any weight and slope. What has no glyph of its own (spaces, controls, joiners,
    /// variation selectors) is always covered.
    #[must_use]
    pub fn covers(&self, chain: &[&str], c: char) -> bool {
        c.is_ascii_graphic() || invisible(c) || self.chain(chain).iter().any(|family| self.has(family, c))
    }

    /// Whether every face of a family has the character, and there is at least one.
    fn has(&self, family: &str, c: char) -> bool {
        let mut of_family = self.faces.iter().filter(|face| face.family == family).peekable();
        of_family.peek().is_some() && of_family.all(|face| face.has(c))
    }

    /// A face of a family, weight and slope that are there already takes that face's place.
    fn add(&mut self, face: Face) {
        let same = |old: &&mut Face| {
            (&old.family, old.weight, old.italic) == (&face.family, face.weight, face.italic)
        };
        if let Some(old) = self.faces.iter_mut().find(same) {
            *old = face;
            return;
        }
        if !self.own.contains(&face.family) {
            self.own.push(face.family.clone());
        }
        self.faces.push(face);
    }
}

/// The font files of the book's own folder, by name.
fn own_files(snapshot: &Snapshot) -> Vec<BookPath> {
    let Ok(folder) = BookPath::new(FOLDER).and_then(|folder| folder.join("x")) else { return Vec::new() };
    let mut names = snapshot.beside(&folder);
    names.sort();
    let paths = names.iter().filter_map(|name| folder.beside(name).ok());
    paths.filter(|path| matches!(path.extension().as_str(), "ttf" | "otf")).collect()
}

fn own_face(snapshot: &Snapshot, path: &BookPath) -> Result<Face, Problem> {
    let unreadable = |reason: String| Problem::UnreadableFile { path: path.to_string(), reason };
    let bytes = snapshot.bytes(path).map_err(|unread| match unread {
        Unread::Missing => unreadable("it is gone".to_owned()),
        Unread::Failed(reason) => unreadable(reason),
        Unread::NotUtf8 { .. } => unreadable("it was read as text".to_owned()),
    })?;
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    Face::read(name, bytes.into()).ok_or_else(|| unreadable("it is no TrueType or OpenType font".to_owned()))
}

/// No glyph is wanted for it: white space, which every shaper makes by itself, and what Unicode calls
/// default ignorable (UAX 44, `Default_Ignorable_Code_Point`), and controls.
fn invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(u32::from(c),
            0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF
            | 0xFFA0 | 0xFFF0..=0xFFF8 | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::Memory;
    use crate::span::FileId;

    #[test]
    fn every_embedded_file_is_a_face_and_every_family_of_a_chain_exists() {
        let fonts = Fonts::embedded();
        assert_eq!(fonts.faces().len(), embedded::FILES.len());
        for family in TEXT.iter().chain(SANS).chain(MONO).chain(MATH) {
            assert!(fonts.faces().iter().any(|face| face.family == *family), "{family}");
        }
    }

    #[test]
    fn text_and_sans_have_the_same_characters() {
        let mut text = TEXT.to_vec();
        let mut sans = SANS.to_vec();
        text.sort_unstable();
        sans.sort_unstable();
        assert_eq!(text, sans);
    }

    #[test]
    fn signs_of_technical_books_are_covered_in_text_and_code() {
        let fonts = Fonts::embedded();
        for c in "─│┌┐└┘├┤┬┴┼═║╔╗╚╝▼▲►◄←→↑↓⇒⇔⟹⟺⤓⟨⟩₀₁₉⁰¹⁹ⁿ✓✗☐☑∀∃∈∉∧∨¬∪∩⊆≤≥≠≈≪≫αβγλΩ𝒫ℝ①…—–“”‘’•★❌⭐📦".chars()
        {
            assert!(fonts.covers(TEXT, c), "{c} U+{:04X} in text", u32::from(c));
            assert!(fonts.covers(MONO, c), "{c} U+{:04X} in code", u32::from(c));
        }
    }

    #[test]
    fn scripts_without_a_face_are_not_covered_and_invisible_characters_are() {
        let fonts = Fonts::embedded();
        assert!(!fonts.covers(TEXT, '\u{12000}'), "cuneiform");
        assert!(fonts.covers(TEXT, '\u{FE0F}'));
        assert!(fonts.covers(MONO, '\u{200D}'));
        assert!(fonts.covers(MONO, '\u{00AD}'));
    }

    #[test]
    fn a_books_own_face_stands_in_for_an_embedded_one_and_what_is_no_font_is_said() {
        let own = embedded::FILES[0].1.to_vec();
        let files = [("fonts/A.otf".to_owned(), own), ("fonts/B.ttf".to_owned(), b"no".to_vec())];
        let snapshot = Snapshot::new(Box::new(Memory(files.into())), 0);
        let loaded = Fonts::load(&snapshot, Span::top(FileId(0)));
        assert_eq!(loaded.value.faces().len(), embedded::FILES.len());
        assert_eq!(loaded.value.faces()[0].file, "A.otf");
        assert_eq!(loaded.problems.len(), 1);
    }

    #[test]
    fn a_books_own_family_fills_what_a_chain_lacks() {
        let mut fonts = Fonts::embedded();
        let own = Face { family: "Own".to_owned(), ..fonts.faces()[0].clone() };
        assert!(!fonts.covers(&["JetBrains Mono"], '⟺'));
        fonts.add(own);
        assert_eq!(fonts.chain(&["JetBrains Mono"]), ["JetBrains Mono", "Own"]);
        let own = fonts.chain(TEXT).iter().position(|family| *family == "Own");
        assert_eq!(own, TEXT.iter().position(|family| *family == "Noto Sans Devanagari"), "before ours for scripts");
        assert!(fonts.covers(&["JetBrains Mono"], '⟺'), "DejaVu Sans has it, under its new name");
    }
}
