//! A font cut down to some characters.
//!
//! The glyphs of a TrueType font are numbered anew, which is simple because no other table names them: the tables for layout are
//! left out, and so are the names of glyphs: code is set without ligatures. `postscript` does the same to a font
//! with PostScript outlines, and keeps what formulas are laid out by. Why not a crate:
//! the subsetter that Typst uses drops `cmap`, which EPUB needs, and HarfBuzz's port is a large build for
//! the one job that is left. OpenType 1.9, chapters "glyf", "loca", "cmap", "head".

use std::collections::BTreeSet;

use ttf_parser::{GlyphId, RawFace, Tag};

use super::cmap::cmap;
use super::sfnt::{checksum, file, long, put, word, words};
use super::postscript;

/// Tables that go along as they are.
const KEPT: [&[u8; 4]; 5] = [b"OS/2", b"cvt ", b"fpgm", b"gasp", b"prep"];

/// A font with fewer glyphs.
pub(super) struct Cut {
    /// The wanted characters that it has, in order.
    pub(super) characters: Vec<char>,
    /// The file.
    pub(super) bytes: Vec<u8>,
}

/// Cuts a font down to those of the wanted characters that it has. A font that can't be cut stays whole.
/// `None` where it can't be read.
pub(super) fn cut(font: &[u8], wanted: impl Iterator<Item = char>) -> Option<Cut> {
    let face = ttf_parser::Face::parse(font, 0).ok()?;
    let wanted: Vec<char> = wanted.collect();
    let mut map: Vec<(char, GlyphId)> = wanted.iter().filter_map(|c| Some((*c, face.glyph_index(*c)?))).collect();
    map.sort();
    let characters = map.iter().map(|(c, _)| *c).collect();
    let bytes = if map.is_empty() {
        Vec::new()
    } else {
        let cut = truetype(face.raw_face(), &map).or_else(|| postscript(&face, &map, &wanted));
        cut.unwrap_or_else(|| font.to_vec())
    };
    Some(Cut { characters, bytes })
}

/// The font with the outlines of these glyphs alone; `None` where it has no TrueType outlines.
fn truetype(face: &RawFace, map: &[(char, GlyphId)]) -> Option<Vec<u8>> {
    let table = |tag: &[u8; 4]| face.table(Tag::from_bytes(tag));
    let (glyf, loca) = (table(b"glyf")?, table(b"loca")?);
    let [mut head, mut hhea, mut maxp] =
        [table(b"head")?, table(b"hhea")?, table(b"maxp")?].map(<[u8]>::to_vec);
    let outlines = Outlines { glyf, loca, long: word(&head, 50)? == 1 };
    let kept = outlines.closure(map.iter().map(|(_, glyph)| glyph.0));
    let count = u16::try_from(kept.len()).ok()?;
    let (loca, glyf) = outlines.keep(&kept)?;
    let hmtx = metrics(table(b"hmtx")?, word(&hhea, 34)?, &kept)?;
    let map: Vec<(char, u16)> =
        map.iter().map(|(c, glyph)| Some((*c, kept.number(glyph.0)?))).collect::<Option<_>>()?;
    put(&mut head, 8, &[0; 4])?;
    put(&mut head, 50, &1_u16.to_be_bytes())?;
    put(&mut hhea, 34, &count.to_be_bytes())?;
    put(&mut maxp, 4, &count.to_be_bytes())?;
    let tables = vec![(b"head", head), (b"hhea", hhea), (b"maxp", maxp), (b"hmtx", hmtx), (b"glyf", glyf), (b"loca", loca)];
    sealed([0, 1, 0, 0], [tables, common(face, &map, &[])?].concat())
}

/// The font with these glyphs alone; `None` where its PostScript outlines can't be cut.
fn postscript(face: &ttf_parser::Face, map: &[(char, GlyphId)], wanted: &[char]) -> Option<Vec<u8>> {
    let table = |tag: &[u8; 4]| face.raw_face().table(Tag::from_bytes(tag)).map(<[u8]>::to_vec);
    let mut head = table(b"head")?;
    put(&mut head, 8, &[0; 4])?;
    let forms = forms(face, map, wanted);
    let glyphs = map.iter().map(|(_, glyph)| *glyph).chain(forms.iter().map(|form| form.2));
    let mut tables = postscript::tables(face, glyphs)?;
    tables.extend([(b"head", head), (b"hhea", table(b"hhea")?), (b"maxp", table(b"maxp")?)]);
    let map: Vec<(char, u16)> = map.iter().map(|(c, glyph)| (*c, glyph.0)).collect();
    sealed(*b"OTTO", [tables, common(face.raw_face(), &map, &forms)?].concat())
}

/// The other forms that variation selectors (Unicode, section 23.4) among the wanted characters give to characters:
/// selector, character, glyph; in order. The two hands of script letters are told apart so.
fn forms(face: &ttf_parser::Face, map: &[(char, GlyphId)], wanted: &[char]) -> Vec<(char, char, GlyphId)> {
    let selectors = wanted.iter().filter(|c| matches!(**c, '\u{fe00}'..='\u{fe0f}'));
    let of = |selector: &char| {
        let selector = *selector;
        let form = move |c: char| Some((selector, c, face.glyph_variation_index(c, selector)?));
        map.iter().filter_map(move |(c, _)| form(*c))
    };
    let mut forms: Vec<_> = selectors.flat_map(of).collect();
    forms.sort();
    forms
}

/// What a cut font of either kind has.
fn common(face: &RawFace, map: &[(char, u16)], forms: &[(char, char, GlyphId)]) -> Option<Vec<(&'static [u8; 4], Vec<u8>)>> {
    let table = |tag: &[u8; 4]| face.table(Tag::from_bytes(tag));
    let mut tables: Vec<(&[u8; 4], Vec<u8>)> =
        KEPT.iter().filter_map(|tag| Some((*tag, table(tag)?.to_vec()))).collect();
    tables.extend([(b"post", post(table(b"post")?)?), (b"name", name(table(b"name")?)?), (b"cmap", cmap(map, forms))]);
    Some(tables)
}

/// The file with its checksum in `head` ("head", `checkSumAdjustment`), which is zero in `tables`.
fn sealed(version: [u8; 4], mut tables: Vec<(&[u8; 4], Vec<u8>)>) -> Option<Vec<u8>> {
    tables.sort();
    let mut font = file(version, &tables)?;
    let head = tables.iter().position(|(tag, _)| *tag == b"head")?;
    let at = long(&font, 12 + head * 16 + 8)? as usize;
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&font));
    put(&mut font, at + 8, &adjustment.to_be_bytes())?;
    Some(font)
}

/// `hmtx` with advance and bearing for every glyph. In the font's own only `wide` glyphs have an advance; the
/// rest have that of the last of them.
fn metrics(hmtx: &[u8], wide: u16, kept: &Kept) -> Option<Vec<u8>> {
    let wide = usize::from(wide);
    let mut out = Vec::new();
    for glyph in kept.0.iter().map(|glyph| usize::from(*glyph)) {
        let advance = word(hmtx, glyph.min(wide.checked_sub(1)?) * 4)?;
        let bearing = if glyph < wide { glyph * 4 + 2 } else { wide * 4 + (glyph - wide) * 2 };
        out.extend(words(&[advance, word(hmtx, bearing)?]));
    }
    Some(out)
}

/// `post` without the names of glyphs (version 3).
fn post(post: &[u8]) -> Option<Vec<u8>> {
    let mut out = post.get(..32)?.to_vec();
    put(&mut out, 0, &[0, 3, 0, 0])?;
    Some(out)
}

/// `name` with what identifies the font and says under which terms it may be used, in US English for
/// Windows, which every system reads.
fn name(name: &[u8]) -> Option<Vec<u8>> {
    const IDS: [u16; 8] = [0, 1, 2, 3, 4, 6, 13, 14];
    let (count, strings) = (usize::from(word(name, 2)?), usize::from(word(name, 4)?));
    let records = (0..count).filter_map(|at| name.get(6 + at * 12..18 + at * 12));
    let kept = |record: &&[u8]| {
        let is = |at, value| word(record, at) == Some(value);
        is(0, 3) && is(2, 1) && is(4, 0x409) && word(record, 6).is_some_and(|id| IDS.contains(&id))
    };
    let (mut entries, mut text) = (Vec::new(), Vec::new());
    for record in records.filter(kept) {
        let (length, start) = (word(record, 8)?, strings + usize::from(word(record, 10)?));
        entries.extend(words(&[3, 1, 0x409, word(record, 6)?, length, u16::try_from(text.len()).ok()?]));
        text.extend(name.get(start..start + usize::from(length))?);
    }
    let count = u16::try_from(entries.len() / 12).ok()?;
    Some([words(&[0, count, 6 + count * 12]), entries, text].concat())
}

/// The outlines of a font.
struct Outlines<'a> {
    glyf: &'a [u8],
    loca: &'a [u8],
    long: bool,
}

impl<'a> Outlines<'a> {
    /// The outline of a glyph; empty where it has none.
    fn get(&self, glyph: u16) -> &'a [u8] {
        let at = |glyph: usize| match self.long {
            true => long(self.loca, glyph * 4).map(|offset| offset as usize),
            false => word(self.loca, glyph * 2).map(|offset| usize::from(offset) * 2),
        };
        let range = at(usize::from(glyph)).zip(at(usize::from(glyph) + 1));
        range.and_then(|(start, end)| self.glyf.get(start..end)).unwrap_or_default()
    }

    /// These glyphs, glyph 0, which every font must have, and all that they are composed of.
    fn closure(&self, glyphs: impl Iterator<Item = u16>) -> Kept {
        let mut kept: BTreeSet<u16> = BTreeSet::new();
        let mut open: Vec<u16> = glyphs.chain([0]).collect();
        while let Some(glyph) = open.pop() {
            if kept.insert(glyph) {
                let outline = self.get(glyph);
                open.extend(components(outline).iter().filter_map(|at| word(outline, *at)));
            }
        }
        Kept(kept.into_iter().collect())
    }

    /// `loca` (long offsets) and `glyf` with these outlines alone, composed of the new numbers.
    fn keep(&self, kept: &Kept) -> Option<(Vec<u8>, Vec<u8>)> {
        let (mut loca, mut glyf) = (vec![0; 4], Vec::new());
        for glyph in &kept.0 {
            let mut outline = self.get(*glyph).to_vec();
            for at in components(&outline) {
                let number = kept.number(word(&outline, at)?)?;
                put(&mut outline, at, &number.to_be_bytes())?;
            }
            outline.resize(outline.len().next_multiple_of(4), 0);
            glyf.append(&mut outline);
            loca.extend(u32::try_from(glyf.len()).ok()?.to_be_bytes());
        }
        Some((loca, glyf))
    }
}

/// The glyphs that are kept, by their old numbers in order; their place here is their new number.
struct Kept(Vec<u16>);

impl Kept {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn number(&self, old: u16) -> Option<u16> {
        self.0.binary_search(&old).ok().and_then(|number| u16::try_from(number).ok())
    }
}

/// Where a composite outline names other glyphs ("glyf", "Composite glyph description"): byte offsets.
fn components(outline: &[u8]) -> Vec<usize> {
    const WORDS: u16 = 0x0001;
    const SCALE: u16 = 0x0008;
    const MORE: u16 = 0x0020;
    const SCALES: u16 = 0x0040;
    const MATRIX: u16 = 0x0080;
    let mut found = Vec::new();
    let mut at = 10;
    if word(outline, 0).is_none_or(|contours| contours < 0x8000) {
        return found;
    }
    while let Some(flags) = word(outline, at) {
        found.push(at + 2);
        let scale = if flags & SCALE != 0 {
            2
        } else if flags & SCALES != 0 {
            4
        } else if flags & MATRIX != 0 {
            8
        } else {
            0
        };
        at += 4 + if flags & WORDS != 0 { 4 } else { 2 } + scale;
        if flags & MORE == 0 {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::{Fonts, MATH, MONO};

    #[test]
    fn a_cut_font_has_the_wanted_characters_with_their_outlines_and_no_others() {
        let fonts = Fonts::embedded();
        let face =
            fonts.faces().iter().find(|face| face.family == MONO[0] && face.weight == 400 && !face.italic);
        let whole = &face.expect("the mono").bytes;
        let cut = cut(whole, "Aé─│┌ ✓中".chars()).expect("a font");
        assert_eq!(cut.characters, " Aé─│┌✓".chars().collect::<Vec<_>>());
        assert!(cut.bytes.len() * 10 < whole.len(), "{} of {}", cut.bytes.len(), whole.len());
        assert_eq!(checksum(&cut.bytes), 0xB1B0_AFBA);
        let (old, new) = (
            ttf_parser::Face::parse(whole, 0).expect("old"),
            ttf_parser::Face::parse(&cut.bytes, 0).expect("new"),
        );
        for c in "Aé─│┌ ✓".chars() {
            let (was, is) =
                (old.glyph_index(c).expect("in the font"), new.glyph_index(c).expect("in the cut"));
            let (mut old_path, mut new_path) = (Path::default(), Path::default());
            assert_eq!(new.outline_glyph(is, &mut new_path), old.outline_glyph(was, &mut old_path), "{c}");
            assert_eq!(new_path.0, old_path.0, "{c}");
            assert_eq!(new.glyph_hor_advance(is), old.glyph_hor_advance(was), "{c}");
            assert_eq!(new.glyph_hor_side_bearing(is), old.glyph_hor_side_bearing(was), "{c}");
        }
        assert_eq!(new.glyph_index('B'), None);
    }

    #[test]
    fn a_cut_math_face_stretches_as_before_and_is_small() {
        let fonts = Fonts::embedded();
        let face = fonts.faces().iter().find(|face| face.family == MATH[0]);
        let whole = &face.expect("the math face").bytes;
        let cut = cut(whole, "𝑥′√(){}∑∫⏞→=ℒ\u{fe01}中".chars()).expect("a font");
        assert_eq!(checksum(&cut.bytes), 0xB1B0_AFBA);
        assert!(cut.bytes.len() * 4 < whole.len(), "{} of {}", cut.bytes.len(), whole.len());
        let (old, new) = (
            ttf_parser::Face::parse(whole, 0).expect("old"),
            ttf_parser::Face::parse(&cut.bytes, 0).expect("new"),
        );
        let variants = |face: &ttf_parser::Face, c: char| {
            let all = face.tables().math.and_then(|math| math.variants).expect("a math table");
            let glyph = face.glyph_index(c).expect("in the font");
            let across = all.horizontal_constructions.get(glyph);
            let made = all.vertical_constructions.get(glyph).or(across);
            let mut glyphs = vec![glyph];
            if let Some(made) = made {
                glyphs.extend(made.variants.into_iter().map(|variant| variant.variant_glyph));
                let parts = made.assembly.into_iter().flat_map(|assembly| assembly.parts);
                glyphs.extend(parts.map(|part| part.glyph_id));
            }
            glyphs
        };
        for c in "𝑥′√(){}∑∫⏞→=".chars() {
            let glyphs = variants(&new, c);
            assert_eq!(glyphs, variants(&old, c), "{c}");
            assert!(glyphs.len() > 3 || "𝑥′=∑∫".contains(c), "{c}");
            for glyph in glyphs {
                let (mut old_path, mut new_path) = (Path::default(), Path::default());
                assert!(old.outline_glyph(glyph, &mut old_path).is_some(), "{c}");
                new.outline_glyph(glyph, &mut new_path);
                assert_eq!(new_path.0, old_path.0, "{c} {glyph:?}");
                assert_eq!(new.glyph_hor_advance(glyph), old.glyph_hor_advance(glyph), "{c}");
            }
        }
        let form = old.glyph_variation_index('ℒ', '\u{fe01}');
        assert!(form.is_some() && form != old.glyph_index('ℒ'));
        assert_eq!(new.glyph_variation_index('ℒ', '\u{fe01}'), form);
        assert_eq!(new.glyph_index('B'), None);
        let unused = old.glyph_index('B').expect("in the font");
        assert_eq!(new.outline_glyph(unused, &mut Path::default()), None);
    }

    /// An outline in words: composite glyphs come out as what they are composed of.
    #[derive(Default)]
    struct Path(String);

    impl ttf_parser::OutlineBuilder for Path {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0 += &format!("M {x} {y} ");
        }

        fn line_to(&mut self, x: f32, y: f32) {
            self.0 += &format!("L {x} {y} ");
        }

        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.0 += &format!("Q {x1} {y1} {x} {y} ");
        }

        fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
            self.0 += &format!("C {x1} {y1} {x2} {y2} {x} {y} ");
        }

        fn close(&mut self) {
            self.0 += "Z ";
        }
    }
}
