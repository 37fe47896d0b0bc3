//! A TrueType font cut down to some characters.
//!
//! Glyphs keep their numbers, so that no table has to be renumbered; the outlines that no wanted character
//! needs are left out, and so are all tables for layout: code is set without ligatures. Why not a crate:
//! the subsetter that Typst uses drops `cmap`, which EPUB needs, and HarfBuzz's port is a large build for
//! the one job that is left. OpenType 1.9, chapters "glyf", "loca", "cmap", "head".

use std::collections::BTreeSet;

use ttf_parser::{GlyphId, RawFace, Tag};

/// Tables that go along as they are.
const KEPT: [&[u8; 4]; 9] = [b"OS/2", b"cvt ", b"fpgm", b"gasp", b"hhea", b"maxp", b"name", b"post", b"prep"];

/// A font with fewer glyphs.
pub(super) struct Cut {
    /// The wanted characters that it has, in order.
    pub(super) characters: Vec<char>,
    /// The file.
    pub(super) bytes: Vec<u8>,
}

/// Cuts a font down to those of the wanted characters that it has. A font that isn't TrueType stays whole.
/// `None` where it can't be read.
pub(super) fn cut(font: &[u8], wanted: impl Iterator<Item = char>) -> Option<Cut> {
    let face = ttf_parser::Face::parse(font, 0).ok()?;
    let mut map: Vec<(char, GlyphId)> = wanted.filter_map(|c| Some((c, face.glyph_index(c)?))).collect();
    map.sort();
    let characters = map.iter().map(|(c, _)| *c).collect();
    let bytes = if map.is_empty() {
        Vec::new()
    } else {
        truetype(face.raw_face(), &map).unwrap_or_else(|| font.to_vec())
    };
    Some(Cut { characters, bytes })
}

/// The font with the outlines of these glyphs alone; `None` where it has no TrueType outlines.
fn truetype(face: &RawFace, map: &[(char, GlyphId)]) -> Option<Vec<u8>> {
    let table = |tag: &[u8; 4]| face.table(Tag::from_bytes(tag));
    let (head, glyf, loca) = (table(b"head")?, table(b"glyf")?, table(b"loca")?);
    let outlines = Outlines { glyf, loca, long: word(head, 50)? == 1 };
    let count = usize::from(word(table(b"maxp")?, 4)?);
    let kept = outlines.closure(map.iter().map(|(_, glyph)| glyph.0));
    let (loca, glyf) = outlines.keep(&kept, count);
    let hmtx = metrics(table(b"hmtx")?, usize::from(word(table(b"hhea")?, 34)?), &kept);
    let mut tables: Vec<(&[u8; 4], Vec<u8>)> =
        KEPT.iter().filter_map(|tag| Some((*tag, table(tag)?.to_vec()))).collect();
    let mut head = head.to_vec();
    put(&mut head, 8, &[0; 4])?;
    put(&mut head, 50, &1_u16.to_be_bytes())?;
    tables.extend([(b"cmap", cmap(map)), (b"glyf", glyf), (b"head", head), (b"hmtx", hmtx), (b"loca", loca)]);
    tables.sort();
    let mut font = file(&tables)?;
    let head = tables.iter().position(|(tag, _)| *tag == b"head")?;
    let at = long(&font, 12 + head * 16 + 8)? as usize;
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&font));
    put(&mut font, at + 8, &adjustment.to_be_bytes())?;
    Some(font)
}

/// `hmtx` with zeros for the glyphs that are left out, which pack to nothing. `long` glyphs have advance and
/// bearing, the rest a bearing alone.
fn metrics(hmtx: &[u8], long: usize, kept: &BTreeSet<u16>) -> Vec<u8> {
    let mut out = hmtx.to_vec();
    let (wide, narrow) = out.split_at_mut_checked(long * 4).unwrap_or_default();
    let glyphs = wide.chunks_mut(4).chain(narrow.chunks_mut(2));
    for (glyph, bytes) in glyphs.enumerate() {
        if !u16::try_from(glyph).is_ok_and(|glyph| kept.contains(&glyph)) {
            bytes.fill(0);
        }
    }
    out
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
    fn closure(&self, glyphs: impl Iterator<Item = u16>) -> BTreeSet<u16> {
        let mut kept: BTreeSet<u16> = BTreeSet::new();
        let mut open: Vec<u16> = glyphs.chain([0]).collect();
        while let Some(glyph) = open.pop() {
            if kept.insert(glyph) {
                open.extend(components(self.get(glyph)));
            }
        }
        kept
    }

    /// `loca` (long offsets) and `glyf` with these outlines alone.
    fn keep(&self, kept: &BTreeSet<u16>, count: usize) -> (Vec<u8>, Vec<u8>) {
        let (mut loca, mut glyf) = (Vec::with_capacity(count * 4 + 4), Vec::new());
        let offset = |glyf: &Vec<u8>| u32::try_from(glyf.len()).unwrap_or(u32::MAX).to_be_bytes();
        for glyph in 0..count {
            loca.extend(offset(&glyf));
            let glyph = u16::try_from(glyph).unwrap_or(u16::MAX);
            if kept.contains(&glyph) {
                glyf.extend(self.get(glyph));
                glyf.resize(glyf.len().next_multiple_of(4), 0);
            }
        }
        loca.extend(offset(&glyf));
        (loca, glyf)
    }
}

/// The glyphs that a composite outline names ("glyf", "Composite glyph description").
fn components(outline: &[u8]) -> Vec<u16> {
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
    while let (Some(flags), Some(glyph)) = (word(outline, at), word(outline, at + 2)) {
        found.push(glyph);
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

/// `cmap` with a format 4 table, which every reader knows, and a format 12 table where there are characters
/// past U+FFFF.
fn cmap(map: &[(char, GlyphId)]) -> Vec<u8> {
    let (basic, all) = (format4(map), format12(map));
    let whole = map.iter().any(|(c, _)| *c > '\u{ffff}');
    let mut out = words(&[0, if whole { 2 } else { 1 }, 3, 1]);
    let first = if whole { 20 } else { 12_usize };
    out.extend(u32::try_from(first).unwrap_or(0).to_be_bytes());
    if whole {
        out.extend(words(&[3, 10]));
        out.extend(u32::try_from(first + basic.len()).unwrap_or(0).to_be_bytes());
    }
    out.extend(basic);
    if whole {
        out.extend(all);
    }
    out
}

/// Runs of characters whose glyphs run along: first, last, glyph of the first.
fn runs(map: &[(char, GlyphId)]) -> Vec<(u32, u32, u16)> {
    let mut runs: Vec<(u32, u32, u16)> = Vec::new();
    for (c, glyph) in map {
        let code = u32::from(*c);
        match runs.last_mut() {
            Some((first, last, start))
                if *last + 1 == code && u32::from(*start) + code - *first == u32::from(glyph.0) =>
            {
                *last = code;
            }
            _ => runs.push((code, code, glyph.0)),
        }
    }
    runs
}

/// "Format 4: Segment mapping to delta values".
fn format4(map: &[(char, GlyphId)]) -> Vec<u8> {
    let narrow = |code: u32| u16::try_from(code).ok();
    let mut segments: Vec<(u16, u16, u16)> = Vec::new();
    for (first, last, glyph) in runs(map) {
        if let (Some(first), Some(last)) = (narrow(first), narrow(last)) {
            segments.push((first, last, glyph.wrapping_sub(first)));
        }
    }
    segments.push((0xffff, 0xffff, 1));
    let count = u16::try_from(segments.len()).unwrap_or(u16::MAX);
    let power = 1_u16 << count.ilog2();
    let mut out =
        words(&[4, 16 + count * 8, 0, count * 2, power * 2, count.ilog2() as u16, (count - power) * 2]);
    segments.iter().for_each(|(_, last, _)| out.extend(last.to_be_bytes()));
    out.extend([0; 2]);
    segments.iter().for_each(|(first, _, _)| out.extend(first.to_be_bytes()));
    segments.iter().for_each(|(_, _, delta)| out.extend(delta.to_be_bytes()));
    out.resize(out.len() + segments.len() * 2, 0);
    out
}

/// "Format 12: Segmented coverage".
fn format12(map: &[(char, GlyphId)]) -> Vec<u8> {
    let runs = runs(map);
    let count = u32::try_from(runs.len()).unwrap_or(0);
    let mut out = words(&[12, 0]);
    [16 + count * 12, 0, count].iter().for_each(|number| out.extend(number.to_be_bytes()));
    for (first, last, glyph) in runs {
        [first, last, u32::from(glyph)].iter().for_each(|number| out.extend(number.to_be_bytes()));
    }
    out
}

/// The file: directory and tables, each on a multiple of four bytes.
fn file(tables: &[(&[u8; 4], Vec<u8>)]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok().filter(|count| *count > 0)?;
    let power = 1_u16 << count.ilog2();
    let mut out = vec![0, 1, 0, 0];
    out.extend(words(&[count, power * 16, count.ilog2() as u16, (count - power) * 16]));
    let mut at = out.len() + tables.len() * 16;
    for (tag, bytes) in tables {
        out.extend(*tag);
        out.extend(checksum(bytes).to_be_bytes());
        out.extend(u32::try_from(at).ok()?.to_be_bytes());
        out.extend(u32::try_from(bytes.len()).ok()?.to_be_bytes());
        at += bytes.len().next_multiple_of(4);
    }
    for (_, bytes) in tables {
        out.extend(bytes);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    Some(out)
}

/// Sum of the bytes as big-endian words of four.
fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = 0_u32;
    for four in bytes.chunks(4) {
        let mut word = [0; 4];
        word.iter_mut().zip(four).for_each(|(to, from)| *to = *from);
        sum = sum.wrapping_add(u32::from_be_bytes(word));
    }
    sum
}

fn words(list: &[u16]) -> Vec<u8> {
    list.iter().flat_map(|word| word.to_be_bytes()).collect()
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn put(bytes: &mut [u8], at: usize, with: &[u8]) -> Option<()> {
    bytes.get_mut(at..at + with.len())?.copy_from_slice(with);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::{Fonts, MONO};

    #[test]
    fn a_cut_font_has_the_wanted_characters_with_their_outlines_and_no_others() {
        let fonts = Fonts::embedded();
        let face =
            fonts.faces().iter().find(|face| face.family == MONO[0] && face.weight == 400 && !face.italic);
        let whole = &face.expect("the mono").bytes;
        let cut = cut(whole, "Aé─│┌ ✓中".chars()).expect("a font");
        assert_eq!(cut.characters, " Aé─│┌✓".chars().collect::<Vec<_>>());
        assert!(cut.bytes.len() * 4 < whole.len(), "{} of {}", cut.bytes.len(), whole.len());
        assert_eq!(checksum(&cut.bytes), 0xB1B0_AFBA);
        let (old, new) = (
            ttf_parser::Face::parse(whole, 0).expect("old"),
            ttf_parser::Face::parse(&cut.bytes, 0).expect("new"),
        );
        for c in "Aé─│┌ ✓".chars() {
            let glyph = old.glyph_index(c).expect("in the font");
            assert_eq!(new.glyph_index(c), Some(glyph), "{c}");
            assert_eq!(new.glyph_bounding_box(glyph), old.glyph_bounding_box(glyph), "{c}");
            assert_eq!(new.glyph_hor_advance(glyph), old.glyph_hor_advance(glyph), "{c}");
        }
        assert_eq!(new.glyph_index('B'), None);
    }
}
