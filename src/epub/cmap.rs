//! `cmap`, by which a reader finds the glyphs of characters: OpenType 1.9, chapter "cmap".

use ttf_parser::GlyphId;

use super::sfnt::words;

/// `cmap` with a format 4 table, which every reader knows, a format 12 table where there are characters
/// past U+FFFF, and a format 14 table where there are forms to select.
pub(super) fn cmap(map: &[(char, u16)], forms: &[(char, char, GlyphId)]) -> Vec<u8> {
    let mut tables = Vec::new();
    if !forms.is_empty() {
        tables.push(([0, 5], format14(forms)));
    }
    tables.push(([3, 1], format4(map)));
    if map.iter().any(|(c, _)| *c > '\u{ffff}') {
        tables.push(([3, 10], format12(map)));
    }
    let mut out = words(&[0, u16::try_from(tables.len()).unwrap_or(0)]);
    let mut at = 4 + tables.len() * 8;
    for (platform, table) in &tables {
        out.extend(words(platform));
        out.extend(u32::try_from(at).unwrap_or(0).to_be_bytes());
        at += table.len();
    }
    tables.iter().for_each(|(_, table)| out.extend(table));
    out
}

/// Runs of characters whose glyphs run along: first, last, glyph of the first.
fn runs(map: &[(char, u16)]) -> Vec<(u32, u32, u16)> {
    let mut runs: Vec<(u32, u32, u16)> = Vec::new();
    for (c, glyph) in map {
        let code = u32::from(*c);
        match runs.last_mut() {
            Some((first, last, start))
                if *last + 1 == code && u32::from(*start) + code - *first == u32::from(*glyph) =>
            {
                *last = code;
            }
            _ => runs.push((code, code, *glyph)),
        }
    }
    runs
}

/// "Format 4: Segment mapping to delta values".
fn format4(map: &[(char, u16)]) -> Vec<u8> {
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
fn format12(map: &[(char, u16)]) -> Vec<u8> {
    let runs = runs(map);
    let count = u32::try_from(runs.len()).unwrap_or(0);
    let mut out = words(&[12, 0]);
    [16 + count * 12, 0, count].iter().for_each(|number| out.extend(number.to_be_bytes()));
    for (first, last, glyph) in runs {
        [first, last, u32::from(glyph)].iter().for_each(|number| out.extend(number.to_be_bytes()));
    }
    out
}

/// "Format 14: Unicode variation sequences", all of them with their glyphs.
fn format14(forms: &[(char, char, GlyphId)]) -> Vec<u8> {
    let short = |c: char| u32::from(c).to_be_bytes().into_iter().skip(1);
    let four = |number: usize| u32::try_from(number).unwrap_or(0).to_be_bytes();
    let by_selector: Vec<_> = forms.chunk_by(|a, b| a.0 == b.0).collect();
    let (mut records, mut lists) = (Vec::new(), Vec::new());
    let head = 10 + by_selector.len() * 11;
    for forms in by_selector.iter().copied() {
        records.extend(forms.first().into_iter().flat_map(|form| short(form.0)));
        records.extend([four(0), four(head + lists.len())].as_flattened());
        lists.extend(four(forms.len()));
        for (_, c, glyph) in forms {
            lists.extend(short(*c).chain(glyph.0.to_be_bytes()));
        }
    }
    let numbers = [four(head + lists.len()), four(by_selector.len())];
    [words(&[14]), numbers.as_flattened().to_vec(), records, lists].concat()
}
