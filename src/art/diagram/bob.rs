//! `bob` fences: ASCII art drawn as lines by svgbob.

use unicode_width::UnicodeWidthStr;

use super::{FAMILY, Fault};

/// The drawing. svgbob draws whatever it gets, be it nothing.
///
/// # Errors
/// There is nothing to draw.
pub(super) fn draw(source: &str) -> Result<String, Fault> {
    if source.trim().is_empty() {
        return Err(Fault::new("there is no drawing in it"));
    }
    let settings = svgbob::Settings {
        font_size: 12,
        font_family: format!("'{FAMILY}', sans-serif"),
        background: "none".to_owned(),
        stroke_width: 1.2,
        include_backdrop: false,
        ..svgbob::Settings::default()
    };
    Ok(joined(&svgbob::to_svg_with_settings(source, &settings)))
}

/// Width of a character of the source, px.
const CELL: f64 = 8.0;

/// Words a blank apart put together again: svgbob places each by itself, on a grid that is wider than the letters
/// of the book's sans.
fn joined(svg: &str) -> String {
    let mut out = String::new();
    // Where a word would stand that goes on with the text before it: x, y.
    let mut next: Option<(f64, f64)> = None;
    let mut pieces = svg.split("</text>").peekable();
    while let Some(piece) = pieces.next() {
        let text = if pieces.peek().is_some() { word(piece) } else { None };
        match text {
            Some((before, at, word)) if before.trim().is_empty() && next == Some(at) => {
                out.truncate(out.len() - "</text>".len());
                out.push_str(&format!(" {word}</text>"));
            }
            Some(_) => out.push_str(&format!("{piece}</text>")),
            None => out.push_str(piece),
        }
        next = text.map(|(_, (x, y), word)| (x + CELL * (characters(word) + 1) as f64, y));
    }
    out
}

/// What stands before the last element of a piece, its place, and its text.
fn word(piece: &str) -> Option<(&str, (f64, f64), &str)> {
    let (before, element) = piece.rsplit_once("<text ")?;
    let (attributes, word) = element.split_once('>')?;
    let number = |name: &str| attributes.split_once(name)?.1.split('"').next()?.parse().ok();
    Some((before, (number("x=\"")?, number("y=\"")?), word))
}

/// Columns of a text with its references to characters (`&lt;`).
fn characters(word: &str) -> usize {
    let mut plain = String::new();
    for (at, part) in word.split('&').enumerate() {
        let reference = part.split_once(';').filter(|_| at > 0);
        plain.push_str(&reference.map_or_else(|| part.to_owned(), |(_, rest)| format!("x{rest}")));
    }
    plain.width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_a_blank_apart_are_one_text_and_others_are_not() {
        let svg = draw("+--------------+   +---+\n| a b<c  d   e |-->| f |\n+--------------+   +---+\n").expect("a drawing");
        let texts: Vec<&str> = svg.split("</text>").filter_map(|piece| Some(word(piece)?.2)).collect();
        assert!(texts.contains(&"a b&lt;c") && texts.contains(&"f"), "{texts:?}");
        assert!(svg.ends_with("</svg>") && svg.matches("<text").count() == svg.matches("</text>").count(), "{svg}");
    }
}
