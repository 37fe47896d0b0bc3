//! A font with PostScript outlines cut down to some glyphs.
//!
//! A glyph that isn't wanted becomes empty, but every glyph keeps its number. So the tables that name glyphs,
//! `MATH` before all, without which no sign stretches, go along as they are, and an archive packs what is empty
//! to nearly nothing. Numbering anew would mean to write `MATH` and `GSUB` anew as well, for some ten kilobytes.
//! Why not a crate: HarfBuzz's port writes fonts without `CFF `, allsorts drops `MATH`.
//!
//! Adobe Technical Notes 5176 ("The Compact Font Format") and 5177 ("The Type 2 Charstring Format");
//! OpenType 1.9, chapters "MATH" and "GSUB".

use std::collections::BTreeSet;

use ttf_parser::gsub::{SingleSubstitution, SubstitutionSubtable};
use ttf_parser::{Face, GlyphId, Tag};

use super::sfnt::{long, put, word, words};

/// Forms of glyphs that MathML asks for by itself: for indices, and for letters under an accent.
const FEATURES: [Tag; 2] = [Tag::from_bytes(b"ssty"), Tag::from_bytes(b"dtls")];

/// A glyph without an outline: `endchar`.
const EMPTY: &[u8] = &[14];

/// The tables that are different in the cut font: `CFF `, `hmtx` and, where there are any, `MATH` and `GSUB`.
/// `None` where the outlines are of a kind that isn't cut: by CID, or with accents composed by `endchar`.
pub(super) fn tables(face: &Face, glyphs: impl Iterator<Item = GlyphId>) -> Option<Vec<(&'static [u8; 4], Vec<u8>)>> {
    let table = |tag: &[u8; 4]| face.raw_face().table(Tag::from_bytes(tag));
    let kept = closure(face, glyphs);
    let wide = word(table(b"hhea")?, 34)?;
    let mut tables = vec![
        (b"CFF ", outlines(table(b"CFF ")?, &kept)?),
        (b"hmtx", metrics(table(b"hmtx")?, wide, &kept)?),
    ];
    tables.extend(table(b"MATH").map(|math| (b"MATH", math.to_vec())));
    if let Some(gsub) = table(b"GSUB") {
        tables.push((b"GSUB", features(gsub)?));
    }
    Some(tables)
}

/// These glyphs, glyph 0, and all that one of them can become in a formula: larger, longer, smaller.
fn closure(face: &Face, glyphs: impl Iterator<Item = GlyphId>) -> BTreeSet<u16> {
    let mut kept = BTreeSet::new();
    let mut open: Vec<GlyphId> = glyphs.chain([GlyphId(0)]).collect();
    while let Some(glyph) = open.pop() {
        if kept.insert(glyph.0) {
            open.extend(stretched(face, glyph));
            open.extend(substituted(face, glyph));
        }
    }
    kept
}

fn stretched(face: &Face, glyph: GlyphId) -> Vec<GlyphId> {
    let Some(all) = face.tables().math.and_then(|math| math.variants) else { return Vec::new() };
    let both = [all.vertical_constructions, all.horizontal_constructions];
    let mut found = Vec::new();
    for construction in both.iter().filter_map(|constructions| constructions.get(glyph)) {
        found.extend(construction.variants.into_iter().map(|variant| variant.variant_glyph));
        let parts = construction.assembly.into_iter().flat_map(|assembly| assembly.parts);
        found.extend(parts.map(|part| part.glyph_id));
    }
    found
}

fn substituted(face: &Face, glyph: GlyphId) -> Vec<GlyphId> {
    let Some(gsub) = face.tables().gsub else { return Vec::new() };
    let features = gsub.features.into_iter().filter(|feature| FEATURES.contains(&feature.tag));
    let lookups = features.flat_map(|feature| feature.lookup_indices).filter_map(|at| gsub.lookups.get(at));
    let mut found = Vec::new();
    for subtable in lookups.flat_map(|lookup| lookup.subtables.into_iter::<SubstitutionSubtable>()) {
        let Some(at) = subtable.coverage().get(glyph) else { continue };
        match subtable {
            SubstitutionSubtable::Single(SingleSubstitution::Format1 { delta, .. }) => {
                found.push(GlyphId(glyph.0.wrapping_add_signed(delta)));
            }
            SubstitutionSubtable::Single(SingleSubstitution::Format2 { substitutes, .. }) => {
                found.extend(substitutes.get(at));
            }
            SubstitutionSubtable::Alternate(set) => {
                found.extend(set.alternate_sets.get(at).into_iter().flat_map(|set| set.alternates));
            }
            SubstitutionSubtable::Multiple(_)
            | SubstitutionSubtable::Ligature(_)
            | SubstitutionSubtable::Context(_)
            | SubstitutionSubtable::ChainContext(_)
            | SubstitutionSubtable::ReverseChainSingle(_) => {}
        }
    }
    found
}

/// `GSUB` whose other features do nothing: the glyphs they lead to may be empty.
fn features(gsub: &[u8]) -> Option<Vec<u8>> {
    let mut out = gsub.to_vec();
    let list = usize::from(word(gsub, 6)?);
    for record in 0..usize::from(word(gsub, list)?) {
        let at = list + 2 + record * 6;
        let tag = Tag(long(gsub, at)?);
        if !FEATURES.contains(&tag) {
            let feature = list + usize::from(word(gsub, at + 4)?);
            put(&mut out, feature + 2, &[0; 2])?;
        }
    }
    Some(out)
}

/// `hmtx` with zeros for glyphs that are empty.
fn metrics(hmtx: &[u8], wide: u16, kept: &BTreeSet<u16>) -> Option<Vec<u8>> {
    let mut out = hmtx.to_vec();
    for glyph in (0..wide.saturating_sub(1)).filter(|glyph| !kept.contains(glyph)) {
        put(&mut out, usize::from(glyph) * 4, &[0; 4])?;
    }
    Some(out)
}

/// `CFF ` with the outlines of these glyphs alone.
fn outlines(cff: &[u8], kept: &BTreeSet<u16>) -> Option<Vec<u8>> {
    let names = Index::read(cff, usize::from(*cff.get(2)?))?;
    let tops = Index::read(cff, names.end)?;
    let strings = Index::read(cff, tops.end)?;
    let global = Index::read(cff, strings.end)?;
    let top = Dict::read(tops.items.first()?)?;
    let private = top.get(PRIVATE)?;
    if top.get(ROS).is_some() || private.len() != 2 {
        return None;
    }
    let glyphs = Index::read(cff, offset(top.get(CHARSTRINGS)?.first())?)?;
    let (size, start) = (offset(private.first())?, offset(private.last())?);
    let private = cff.get(start..start + size)?;
    let local = match Dict::read(private)?.get(SUBRS) {
        Some(at) => Index::read(cff, start + offset(at.first())?)?,
        None => Index { items: Vec::new(), end: 0 },
    };
    let mut called = Called { local: &local.items, global: &global.items, locals: BTreeSet::new(), globals: BTreeSet::new() };
    for glyph in kept {
        called.glyph(glyphs.items.get(usize::from(*glyph))?)?;
    }
    let named = charset(cff, offset(top.get(CHARSET).and_then(|at| at.first()))?, glyphs.items.len())?;
    let parts = Parts {
        names: index(&names.items)?,
        strings: index(&thinned(&strings.items, &used_strings(&top, &named, kept), &[]))?,
        global: index(&thinned(&global.items, &called.globals, &[]))?,
        charset: ranges(named.get(1..)?),
        glyphs: index(&thinned(&glyphs.items, &kept.iter().map(|glyph| usize::from(*glyph)).collect(), EMPTY))?,
        private: Dict::read(private)?.with(&[(SUBRS, vec![i32::try_from(private_size(private)?).ok()?])]),
        local: index(&thinned(&local.items, &called.locals, &[]))?,
    };
    parts.file(&top)
}

/// Operators of the Top DICT and of the Private DICT (5176, tables 9, 10 and 23); `ROS` is 12 30.
const CHARSET: u16 = 15;
const ENCODING: u16 = 16;
const CHARSTRINGS: u16 = 17;
const PRIVATE: u16 = 18;
const SUBRS: u16 = 19;
const ROS: u16 = 0x0c1e;
/// Operators whose operand is a string, by its number.
const STRINGS: [u16; 6] = [0, 1, 2, 3, 4, 0x0c00];
/// Strings that every font has (5176, appendix A); those of a font are numbered behind them.
const STANDARD: usize = 391;

/// What a font program with one font is put together from.
struct Parts {
    names: Vec<u8>,
    strings: Vec<u8>,
    global: Vec<u8>,
    charset: Vec<u8>,
    glyphs: Vec<u8>,
    private: Vec<u8>,
    local: Vec<u8>,
}

impl Parts {
    fn file(&self, old: &Dict) -> Option<Vec<u8>> {
        let size = i32::try_from(self.private.len()).ok()?;
        let top = |charset, glyphs, private| {
            let dict = old.without(ENCODING).with(&[
                (CHARSET, vec![charset]),
                (CHARSTRINGS, vec![glyphs]),
                (PRIVATE, vec![size, private]),
            ]);
            index(&[&dict])
        };
        let head = [vec![1, 0, 4, 4], self.names.clone()].concat();
        let charset = head.len() + top(0, 0, 0)?.len() + self.strings.len() + self.global.len();
        let glyphs = charset + self.charset.len();
        let private = glyphs + self.glyphs.len();
        let number = |at: usize| i32::try_from(at).ok();
        let top = top(number(charset)?, number(glyphs)?, number(private)?)?;
        let rest = [&self.strings, &self.global, &self.charset, &self.glyphs, &self.private, &self.local];
        Some(rest.iter().fold([head, top].concat(), |file, part| [file.as_slice(), part.as_slice()].concat()))
    }
}

/// Length of a Private DICT as it will be written: its subroutines follow at once.
fn private_size(private: &[u8]) -> Option<usize> {
    Some(Dict::read(private)?.with(&[(SUBRS, vec![0])]).len())
}

/// The strings of the font that its Top DICT and the glyphs that stay are named by.
fn used_strings(top: &Dict, named: &[u16], kept: &BTreeSet<u16>) -> BTreeSet<usize> {
    let own = STRINGS.iter().filter_map(|operator| offset(top.get(*operator)?.first()));
    let glyphs = kept.iter().filter_map(|glyph| named.get(usize::from(*glyph))).map(|name| usize::from(*name));
    own.chain(glyphs).filter_map(|name| name.checked_sub(STANDARD)).collect()
}

/// The items, with `empty` for those that aren't wanted.
fn thinned<'a>(items: &[&'a [u8]], wanted: &BTreeSet<usize>, empty: &'a [u8]) -> Vec<&'a [u8]> {
    items.iter().enumerate().map(|(at, item)| if wanted.contains(&at) { item } else { empty }).collect()
}

fn offset(operand: Option<&i32>) -> Option<usize> {
    usize::try_from(*operand?).ok()
}

/// Number of the name of each glyph (5176, section 13).
fn charset(cff: &[u8], at: usize, glyphs: usize) -> Option<Vec<u16>> {
    let mut names = vec![0];
    let format = *cff.get(at).filter(|_| at > 2)?;
    let mut at = at + 1;
    while names.len() < glyphs {
        let first = word(cff, at)?;
        let (left, size) = match format {
            0 => (0, 2),
            1 => (u16::from(*cff.get(at + 2)?), 3),
            2 => (word(cff, at + 2)?, 4),
            _ => return None,
        };
        names.extend(first..=first.checked_add(left)?);
        at += size;
    }
    Some(names)
}

/// The charset of these names, in ranges of names that run along (format 2).
fn ranges(names: &[u16]) -> Vec<u8> {
    let mut ranges: Vec<[u16; 2]> = Vec::new();
    for name in names {
        match ranges.last_mut() {
            Some([first, left]) if first.checked_add(*left).and_then(|last| last.checked_add(1)) == Some(*name) => {
                *left += 1;
            }
            _ => ranges.push([*name, 0]),
        }
    }
    [vec![2], words(ranges.as_flattened())].concat()
}

/// An INDEX (5176, section 5): items by their numbers.
struct Index<'a> {
    items: Vec<&'a [u8]>,
    /// Where it ends.
    end: usize,
}

impl<'a> Index<'a> {
    fn read(cff: &'a [u8], at: usize) -> Option<Self> {
        let count = usize::from(word(cff, at)?);
        if count == 0 {
            return Some(Self { items: Vec::new(), end: at + 2 });
        }
        let size = usize::from(*cff.get(at + 2)?);
        let data = at + 2 + (count + 1) * size;
        let place = |number: usize| {
            let bytes = cff.get(at + 3 + number * size..at + 3 + (number + 1) * size)?;
            Some(data + bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
        };
        let items = (0..count).map(|number| cff.get(place(number)?..place(number + 1)?));
        Some(Self { items: items.collect::<Option<_>>()?, end: place(count)? })
    }
}

/// An INDEX of these items.
fn index(items: &[impl AsRef<[u8]>]) -> Option<Vec<u8>> {
    let mut out = words(&[u16::try_from(items.len()).ok()?]);
    if items.is_empty() {
        return Some(out);
    }
    let length: usize = items.iter().map(|item| item.as_ref().len()).sum();
    let zeros = (u32::try_from(length + 1).ok()?.leading_zeros() / 8) as usize;
    out.push(u8::try_from(4 - zeros).ok()?);
    let mut at = 1_u32;
    out.extend(at.to_be_bytes().get(zeros..)?);
    for item in items {
        at += u32::try_from(item.as_ref().len()).ok()?;
        out.extend(at.to_be_bytes().get(zeros..)?);
    }
    items.iter().for_each(|item| out.extend(item.as_ref()));
    Some(out)
}

/// A DICT (5176, section 4): operators with their operands as they are written, and those that are integers.
struct Dict<'a>(Vec<(u16, &'a [u8], Vec<i32>)>);

impl<'a> Dict<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (mut entries, mut numbers) = (Vec::new(), Vec::new());
        let (mut start, mut at) = (0, 0);
        while let Some(first) = bytes.get(at) {
            match first {
                0..=21 => {
                    let operands = bytes.get(start..at)?;
                    let long = *first == 12;
                    let operator = if long { word(bytes, at)? } else { u16::from(*first) };
                    at += if long { 2 } else { 1 };
                    start = at;
                    entries.push((operator, operands, std::mem::take(&mut numbers)));
                }
                30 => at += 2 + bytes.get(at + 1..)?.iter().position(|byte| byte & 15 == 15 || byte >> 4 == 15)?,
                29 => {
                    numbers.push(long(bytes, at + 1)?.cast_signed());
                    at += 5;
                }
                _ => {
                    let (number, size) = number(bytes.get(at..)?)?;
                    numbers.push(number);
                    at += size;
                }
            }
        }
        Some(Self(entries))
    }

    fn get(&self, operator: u16) -> Option<&[i32]> {
        self.0.iter().find(|(of, ..)| *of == operator).map(|(.., numbers)| numbers.as_slice())
    }

    fn without(&self, operator: u16) -> Self {
        Self(self.0.iter().filter(|(of, ..)| *of != operator).cloned().collect())
    }

    /// The DICT with other operands for these operators, in five bytes each, so that its length doesn't depend on them.
    fn with(&self, changed: &[(u16, Vec<i32>)]) -> Vec<u8> {
        let mut out = Vec::new();
        for (operator, operands, _) in &self.0 {
            match changed.iter().find(|(of, _)| of == operator) {
                Some((_, numbers)) => {
                    numbers.iter().for_each(|number| {
                        out.push(29);
                        out.extend(number.to_be_bytes());
                    });
                }
                None => out.extend(*operands),
            }
            match u8::try_from(*operator) {
                Ok(short) => out.push(short),
                Err(_) => out.extend(operator.to_be_bytes()),
            }
        }
        out
    }
}

/// A number of one to three bytes and their count, as DICTs and charstrings both have them (5176, table 3).
fn number(bytes: &[u8]) -> Option<(i32, usize)> {
    let first = i32::from(*bytes.first()?);
    let second = || bytes.get(1).map(|byte| i32::from(*byte));
    Some(match first {
        28 => (i32::from(word(bytes, 1)?.cast_signed()), 3),
        32..=246 => (first - 139, 1),
        247..=250 => ((first - 247) * 256 + second()? + 108, 2),
        251..=254 => (-(first - 251) * 256 - second()? - 108, 2),
        _ => return None,
    })
}

/// Which subroutines the outlines call.
struct Called<'a> {
    local: &'a [&'a [u8]],
    global: &'a [&'a [u8]],
    locals: BTreeSet<usize>,
    globals: BTreeSet<usize>,
}

/// Where an outline stands while it is read.
#[derive(Default)]
struct State {
    /// Numbers that wait for an operator; what arithmetic leaves isn't followed.
    stack: Vec<i32>,
    /// Hints so far: as many bits has a mask.
    stems: usize,
}

impl Called<'_> {
    fn glyph(&mut self, outline: &[u8]) -> Option<()> {
        self.steps(outline, &mut State::default(), 0)
    }

    /// Reads a charstring (5177, section 4 and appendix A).
    fn steps(&mut self, code: &[u8], state: &mut State, depth: usize) -> Option<()> {
        let mut at = 0;
        while let Some(first) = code.get(at) {
            at += 1;
            match first {
                1 | 3 | 18 | 23 => state.hints(),
                19 | 20 => {
                    state.hints();
                    at += state.stems.div_ceil(8);
                }
                10 => {
                    let number = called(self.local, state.stack.pop()?)?;
                    self.locals.insert(number);
                    let inner = *self.local.get(number)?;
                    self.steps(inner, state, deeper(depth)?)?;
                }
                29 => {
                    let number = called(self.global, state.stack.pop()?)?;
                    self.globals.insert(number);
                    let inner = *self.global.get(number)?;
                    self.steps(inner, state, deeper(depth)?)?;
                }
                11 => return Some(()),
                14 if state.stack.len() >= 4 => return None,
                14 => return Some(()),
                12 if matches!(code.get(at), Some(34..=37)) => {
                    state.stack.clear();
                    at += 1;
                }
                4..=8 | 21 | 22 | 24..=27 | 30 | 31 => state.stack.clear(),
                255 => {
                    state.stack.push(0);
                    at += 4;
                }
                _ => {
                    let (number, size) = number(code.get(at - 1..)?)?;
                    state.stack.push(number);
                    at += size - 1;
                }
            }
        }
        Some(())
    }
}

impl State {
    fn hints(&mut self) {
        self.stems += self.stack.len() / 2;
        self.stack.clear();
    }
}

/// Subroutines call each other no deeper than this (5177, appendix B).
fn deeper(depth: usize) -> Option<usize> {
    (depth < 10).then_some(depth + 1)
}

/// The number of a subroutine: those in use are written around zero (5176, section 16).
fn called(subroutines: &[&[u8]], number: i32) -> Option<usize> {
    let bias = match subroutines.len() {
        0..1240 => 107,
        1240..33900 => 1131,
        _ => 32768,
    };
    usize::try_from(number + bias).ok()
}
