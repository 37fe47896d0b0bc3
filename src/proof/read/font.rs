//! Faces: are they in the file, how wide is each glyph, what does it say (ISO 32000-1, 9.6 to 9.10).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};

use super::object::{Reader, name, number};

/// A face of the file.
#[derive(Debug, Clone)]
pub struct Face {
    /// Its name, without the letters of a subset.
    pub name: String,
    /// Its outlines are in the file.
    pub embedded: bool,
    /// Codes are two bytes.
    wide: bool,
    /// Advance of each glyph, in thousandths of the size.
    widths: BTreeMap<u32, f64>,
    /// Advance of all others.
    default: f64,
    /// What each code says.
    says: BTreeMap<u32, String>,
}

impl Face {
    /// The codes of a string, each with its advance (em) and what it says.
    pub fn glyphs<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = (u32, f64, &'a str)> {
        let step = if self.wide { 2 } else { 1 };
        bytes.chunks(step).map(move |code| {
            let code = code.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
            let width = self.widths.get(&code).copied().unwrap_or(self.default) / 1000.0;
            (code, width, self.says.get(&code).map_or("", String::as_str))
        })
    }

    /// Code 0 stands for a character that the face hasn't.
    pub fn has_blank(&self) -> bool {
        self.wide
    }

    /// A one-byte code 32, which word spacing widens.
    pub fn is_space(&self, code: u32) -> bool {
        !self.wide && code == 32
    }
}

/// All faces of a file.
pub fn all(reader: Reader) -> BTreeMap<ObjectId, Face> {
    let objects = reader.document.objects.iter();
    let fonts = objects.filter_map(|(id, object)| {
        let dictionary = object.as_dict().ok().filter(|found| found.has_type(b"Font"))?;
        let kind = name(dictionary.get(b"Subtype").ok()?)?;
        (!kind.starts_with("CIDFont")).then(|| (*id, face(reader, dictionary, &kind)))
    });
    fonts.collect()
}

fn face(reader: Reader, dictionary: &Dictionary, kind: &str) -> Face {
    let base = reader.entry(dictionary, b"BaseFont").and_then(name).unwrap_or_else(|| "unnamed".to_owned());
    let full = base.split_once('+').filter(|(tag, _)| tag.len() == 6).map_or(base.as_str(), |(_, rest)| rest);
    let below = reader.entry(dictionary, b"DescendantFonts").and_then(|object| object.as_array().ok());
    let below = below.and_then(|list| reader.dictionary(list.first()?));
    let descriptor = reader.inner(below.unwrap_or(dictionary), b"FontDescriptor");
    let outlines = [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"];
    let held = descriptor.is_some_and(|it| outlines.iter().any(|key| reader.entry(it, key).is_some_and(is_stream)));
    let (widths, default) = match below {
        Some(below) => wide_widths(reader, below),
        None => (narrow_widths(reader, dictionary), 0.0),
    };
    let says = reader.entry(dictionary, b"ToUnicode").and_then(|object| object.as_stream().ok());
    let says = says.map(|stream| meanings(&reader.bytes(stream))).unwrap_or_default();
    let wide = below.is_some();
    Face { name: full.to_owned(), embedded: held || kind == "Type3", wide, widths, default, says }
}

fn is_stream(object: &Object) -> bool {
    matches!(object, Object::Stream(_))
}

/// `W` and `DW` of a font with two-byte codes: `[first [w w w] first last w ...]`.
fn wide_widths(reader: Reader, below: &Dictionary) -> (BTreeMap<u32, f64>, f64) {
    let default = reader.entry(below, b"DW").and_then(number).unwrap_or(1000.0);
    let list = reader.entry(below, b"W").and_then(|object| object.as_array().ok());
    let mut out = BTreeMap::new();
    let mut rest: &[Object] = list.map_or(&[], Vec::as_slice);
    loop {
        match rest {
            [first, second, more @ ..] => {
                let from = number(reader.follow(first)).unwrap_or(0.0) as u32;
                match (reader.follow(second), more) {
                    (Object::Array(widths), more) => {
                        let widths = super::numbers(widths);
                        out.extend((from..).zip(widths));
                        rest = more;
                    }
                    (last, [width, more @ ..]) => {
                        let last = number(last).unwrap_or(0.0) as u32;
                        let width = number(reader.follow(width)).unwrap_or(0.0);
                        out.extend((from..=last.min(from + 65_535)).map(|code| (code, width)));
                        rest = more;
                    }
                    (_, []) => return (out, default),
                }
            }
            [] | [_] => return (out, default),
        }
    }
}

fn narrow_widths(reader: Reader, dictionary: &Dictionary) -> BTreeMap<u32, f64> {
    let first = reader.entry(dictionary, b"FirstChar").and_then(number).unwrap_or(0.0) as u32;
    let list = reader.entry(dictionary, b"Widths").and_then(|object| object.as_array().ok());
    let widths = list.map(|list| super::numbers(list)).unwrap_or_default();
    // Widths of a Type 3 font are in units of its own matrix.
    let matrix = reader.entry(dictionary, b"FontMatrix").and_then(|object| object.as_array().ok());
    let unit = matrix.and_then(|list| number(list.first()?)).map_or(1.0, |unit| unit * 1000.0);
    (first..).zip(widths.into_iter().map(|width| width * unit)).collect()
}

/// A `ToUnicode` map: the pairs of its `bfchar` and `bfrange` sections.
fn meanings(map: &[u8]) -> BTreeMap<u32, String> {
    let text = String::from_utf8_lossy(map);
    let mut out = BTreeMap::new();
    for section in text.split("beginbfchar").skip(1) {
        let tokens = hexes(section.split("endbfchar").next().unwrap_or_default());
        for pair in tokens.chunks_exact(2) {
            if let [code, meaning] = pair {
                out.insert(value(code), utf16(meaning));
            }
        }
    }
    for section in text.split("beginbfrange").skip(1) {
        for line in section.split("endbfrange").next().unwrap_or_default().lines() {
            let tokens = hexes(line);
            let [first, last, rest @ ..] = tokens.as_slice() else { continue };
            let (first, last) = (value(first), value(last));
            if line.contains('[') {
                out.extend((first..=last).zip(rest.iter().map(|hex| utf16(hex))));
            } else if let [start] = rest {
                let start = utf16(start);
                let mut letters = start.chars();
                let Some(tail) = letters.next_back() else { continue };
                let head = letters.as_str();
                let next = |code: u32| char::from_u32(u32::from(tail) + code - first);
                let codes = (first..=last.min(first + 65_535)).filter_map(|code| Some((code, next(code)?)));
                out.extend(codes.map(|(code, c)| (code, format!("{head}{c}"))));
            }
        }
    }
    out
}

/// What stands between `<` and `>`.
fn hexes(text: &str) -> Vec<&str> {
    text.split('<').skip(1).filter_map(|piece| piece.split('>').next()).collect()
}

fn value(hex: &str) -> u32 {
    u32::from_str_radix(hex.trim(), 16).unwrap_or(0)
}

fn utf16(hex: &str) -> String {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let units = digits.chunks_exact(4).filter_map(|four| u16::from_str_radix(std::str::from_utf8(four).ok()?, 16).ok());
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_what_their_map_says() {
        let map = b"2 beginbfchar\n<0001> <0041>\n<0002> <00660069>\nendbfchar\n\
            2 beginbfrange\n<0010> <0012> <0061>\n<0020> <0021> [<0078> <D835DC00>]\nendbfrange";
        let says = meanings(map);
        let at = |code: u32| says.get(&code).map(String::as_str);
        assert_eq!([at(1), at(2), at(0x12), at(0x20), at(0x21)].map(Option::unwrap_or_default), ["A", "fi", "c", "x", "\u{1D400}"]);
    }
}
