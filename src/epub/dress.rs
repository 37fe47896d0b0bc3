//! Vector pictures with the faces that they name.
//!
//! A picture in a file of its own sees neither the book's style nor its fonts (SVG 2, section 2.7, "secure
//! static mode"), so its words would be set in whatever the device has, wider or narrower than drawn, and
//! cut off at its edge. So each gets, inside itself, the characters it uses of those faces of ours that
//! it names. Faces we don't have are the device's.

use std::collections::BTreeSet;

use crate::fonts::{Face, Fonts};

use super::glyphs;

/// The picture with its faces; as it is where it names none of ours, has no text, or isn't SVG in UTF-8.
pub(super) fn dressed(svg: &[u8], fonts: &Fonts) -> Vec<u8> {
    let text = std::str::from_utf8(svg).unwrap_or_default();
    let rules = if text.contains("<text") { rules(text, fonts) } else { String::new() };
    match inside(text).filter(|_| !rules.is_empty()) {
        None => svg.to_vec(),
        Some(at) => {
            let (head, tail) = text.split_at(at);
            format!("{head}<style>\n{rules}</style>{tail}").into_bytes()
        }
    }
}

/// The drawing with the numbers of its paths to a hundredth of a unit: half as heavy.
pub(super) fn rounded(svg: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(svg).unwrap_or_default();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" d=\"") {
        let (data, later) = after.split_once('"').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(" d=\"");
        let digit = |c: char| c.is_ascii_digit() || c == '.';
        let mut data = data;
        while let Some(at) = data.find(digit) {
            let (signs, numbers) = data.split_at(at);
            let (number, tail) = numbers.split_at(numbers.find(|c| !digit(c)).unwrap_or(numbers.len()));
            out.push_str(signs);
            match number.parse::<f64>() {
                Ok(value) if number.contains('.') => {
                    let short = format!("{value:.2}");
                    out.push_str(short.trim_end_matches('0').trim_end_matches('.'));
                }
                Ok(_) | Err(_) => out.push_str(number),
            }
            data = tail;
        }
        out.push_str(data);
        out.push('"');
        rest = later;
    }
    out.push_str(rest);
    out.into_bytes()
}

/// A `@font-face` rule for each face that the picture names and uses.
fn rules(text: &str, fonts: &Fonts) -> String {
    let (characters, weights) = (characters(text), weights(text));
    let slanted = ["italic", "oblique"].iter().any(|slant| text.contains(slant));
    let wanted = |face: &&Face| {
        face.truetype
            && text.contains(&face.family)
            && weights.contains(&face.weight)
            && (slanted || !face.italic)
    };
    let faces = fonts.faces().iter().filter(wanted);
    faces.filter_map(|face| rule(face, &characters)).collect()
}

fn rule(face: &Face, characters: &BTreeSet<char>) -> Option<String> {
    let cut = glyphs::cut(&face.bytes, characters.iter().copied())?;
    if cut.characters.is_empty() {
        return None;
    }
    let Face { family, weight, italic, .. } = face;
    let style = if *italic { "italic" } else { "normal" };
    let font = base64(&cut.bytes);
    Some(format!(
        "@font-face {{ font-family: \"{family}\"; font-weight: {weight}; font-style: {style}; src: url(data:font/ttf;base64,{font}); }}\n"
    ))
}

/// The characters between the tags, references by number resolved; those by name are ASCII, and markup.
fn characters(text: &str) -> BTreeSet<char> {
    let runs = text.split('>').filter_map(|part| part.split('<').next());
    let mut found: BTreeSet<char> = runs.flat_map(str::chars).filter(|c| !c.is_control()).collect();
    for reference in text.split("&#").skip(1).filter_map(|rest| rest.split(';').next()) {
        let code = match reference.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => reference.parse(),
        };
        found.extend(code.ok().and_then(char::from_u32));
    }
    found.extend("<>&\"'".chars());
    found
}

/// The weights that a picture asks for; 400 always.
fn weights(text: &str) -> BTreeSet<u16> {
    let values = text.split("font-weight").skip(1);
    let values = values.map(|rest| rest.trim_start_matches([':', '=', '"', '\'', ' ']));
    let value = |rest: &str| {
        let word: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        if word == "bold" { Some(700) } else { word.parse().ok() }
    };
    values.filter_map(value).chain([400]).collect()
}

/// Where the content of the root element begins.
fn inside(text: &str) -> Option<usize> {
    let start = text.find("<svg")?;
    let mut quote = None;
    for (at, c) in text.get(start..)?.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '>') => return (!text.get(..start + at)?.ends_with('/')).then_some(start + at + 1),
            (Some(_) | None, _) => {}
        }
    }
    None
}

/// Base 64 (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let sign = |bits: u32| SIGNS.get(bits as usize & 63).copied().map_or('=', char::from);
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            out.push(if at <= three.len() { sign(word >> (18 - 6 * at)) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_the_standard() {
        let made = ["", "f", "fo", "foo", "foobar"].map(|text| base64(text.as_bytes()));
        assert_eq!(made, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYmFy"]);
    }

    #[test]
    fn a_picture_gets_the_faces_it_names_and_no_others() {
        let fonts = Fonts::embedded();
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" a=\">\" font-family=\"'Source Sans 3'\"><text font-weight=\"600\">p&#x2032; ≠ p</text></svg>";
        let dressed = String::from_utf8(dressed(svg.as_bytes(), &fonts)).expect("text");
        assert!(dressed.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" a=\">\" font-family=\"'Source Sans 3'\"><style>\n@font-face"));
        assert_eq!(dressed.matches("@font-face").count(), 2, "regular and semibold");
        assert!(dressed.contains("font-weight: 600") && !dressed.contains("font-style: italic"));
        assert!(characters(svg).contains(&'′'));
        assert!(dressed.len() < 40_000, "{}", dressed.len());
    }

    #[test]
    fn numbers_of_paths_are_rounded_and_nothing_else_is() {
        let made = rounded(b"<svg id=\"a1.2345\"><path x=\"1.2345\" d=\"M-11.138999 0.001,2.5L30 4.999\"/></svg>");
        assert_eq!(String::from_utf8(made).as_deref(), Ok("<svg id=\"a1.2345\"><path x=\"1.2345\" d=\"M-11.14 0,2.5L30 5\"/></svg>"));
    }

    #[test]
    fn other_pictures_stay_as_they_are() {
        let fonts = Fonts::embedded();
        for svg in [
            "<svg font-family='Times'><text>a</text></svg>",
            "<svg><path id='Source Sans 3'/></svg>",
            "<svg/>",
            "\u{1}",
        ] {
            assert_eq!(dressed(svg.as_bytes(), &fonts), svg.as_bytes());
        }
    }
}
