//! The colours of a content stream (ISO 32000-2, 8.6.8): `rg`, `k`, `cs`, `scn` and the rest, rewritten.
//!
//! Everything else goes through byte by byte: the stream is scanned, never built again from parts, which
//! keeps thousands of pages a matter of a second.

use std::collections::{BTreeMap, BTreeSet};

use super::space::Space;
use super::tone::Tone;
use crate::printer::Color;

/// The spaces in force, for filling and for strokes, the width of lines, and how much the page enlarges it.
#[derive(Clone, Copy)]
struct State {
    fill: Space,
    stroke: Space,
    width: f64,
    scale: f64,
    /// Strokes leave no mark.
    unseen: bool,
}

/// What a stream's resources name.
#[derive(Clone, Default)]
pub(super) struct Named {
    /// Colour spaces.
    pub spaces: BTreeMap<Vec<u8>, Space>,
    /// Settings under which strokes leave no mark, and that say nothing else: programs that draw graphs give
    /// every frame one, and a printer takes it for transparency.
    pub unseen: BTreeSet<Vec<u8>>,
}

/// What marks on a page are held to.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Colours they may have.
    pub color: Color,
    /// Thinnest line, pt; thinner ones become so thick.
    pub thinnest: f64,
}

/// The stream in the colours of the file, its lines no thinner than they may be.
pub(super) fn painted(input: &[u8], named: &Named, limits: Limits) -> Vec<u8> {
    let mut out = Vec::with_capacity(input.len());
    let mut state = State { fill: Space::Process(1), stroke: Space::Process(1), width: 1.0, scale: 1.0, unseen: false };
    let mut saved = Vec::new();
    let mut operands: Vec<&[u8]> = Vec::new();
    let (mut at, mut copied) = (0, 0);
    let mut first = None;
    // Between its beginning and its painting nothing may stand in a path.
    let mut open = false;
    while let Some((start, end, operator)) = token(input, at) {
        at = end;
        let word = input.get(start..end).unwrap_or_default();
        if !operator {
            first.get_or_insert(start);
            operands.push(word);
            continue;
        }
        match word {
            b"q" => saved.push(state),
            b"Q" => state = saved.pop().unwrap_or(state),
            b"BI" => at = inline_picture(input, end),
            b"cm" => state.scale *= enlarged(&operands).unwrap_or(1.0),
            b"w" => state.width = one(&operands).unwrap_or(1.0),
            b"m" | b"re" if !open => {
                open = true;
                if let Some(text) = thickened(&mut state, limits.thinnest) {
                    let begins = first.unwrap_or(start);
                    out.extend_from_slice(input.get(copied..begins).unwrap_or_default());
                    out.extend_from_slice(text.as_bytes());
                    copied = begins;
                }
            }
            _ => {
                open &= !matches!(word, b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n");
                let unseen = unstroked(word, &operands, named, &mut state);
                let text = unseen.or_else(|| replaced(word, &operands, &named.spaces, &mut state, limits.color));
                if let Some(text) = text {
                    out.extend_from_slice(input.get(copied..first.unwrap_or(start)).unwrap_or_default());
                    // A name needs no white space before it, a number does.
                    if out.last().is_some_and(|byte| !byte.is_ascii_whitespace()) {
                        out.push(b' ');
                    }
                    out.extend_from_slice(text.as_bytes());
                    copied = end;
                }
            }
        }
        operands.clear();
        first = None;
    }
    out.extend_from_slice(input.get(copied..).unwrap_or_default());
    out
}

/// How much a matrix enlarges, in the mean of both directions.
fn enlarged(operands: &[&[u8]]) -> Option<f64> {
    let [a, b, c, d, ..] = numbers(operands)?[..] else { return None };
    Some((a * d - b * c).abs().sqrt())
}

/// A width for lines that would print too thin. A drawing is scaled to its place, so only the page knows how
/// thin its lines get; and one that draws with the width that all drawing begins with never says so.
fn thickened(state: &mut State, thinnest: f64) -> Option<String> {
    let least = thinnest / state.scale;
    if state.width >= least || !least.is_finite() {
        return None;
    }
    state.width = least;
    Some(format!("{least:.4} w "))
}

/// What stands for an operator where strokes leave no mark.
fn unstroked(operator: &[u8], operands: &[&[u8]], named: &Named, state: &mut State) -> Option<String> {
    if operator == b"gs" {
        let unseen = operands.last()?.strip_prefix(b"/").is_some_and(|name| named.unseen.contains(name));
        // Settings of another name may bring strokes back.
        state.unseen = unseen;
        return unseen.then(String::new);
    }
    let instead = match operator {
        b"S" | b"s" => "n",
        b"B" | b"b" => "f",
        b"B*" | b"b*" => "f*",
        _ => return None,
    };
    state.unseen.then(|| instead.to_owned())
}

fn one(operands: &[&[u8]]) -> Option<f64> {
    let [value] = numbers(operands)?[..] else { return None };
    Some(value)
}

/// What stands for a colour operator; `None` for all that stays as it is.
fn replaced(
    operator: &[u8],
    operands: &[&[u8]],
    spaces: &BTreeMap<Vec<u8>, Space>,
    state: &mut State,
    color: Color,
) -> Option<String> {
    let stroke = operator.first().is_some_and(u8::is_ascii_uppercase);
    let space = if stroke { &mut state.stroke } else { &mut state.fill };
    match operator {
        b"g" | b"G" | b"rg" | b"RG" | b"k" | b"K" => {
            *space = Space::Process(operands.len());
            shown(&numbers(operands)?, stroke, color)
        }
        b"cs" | b"CS" => {
            let name = operands.last()?.strip_prefix(b"/")?;
            let known = spaces.get(name).copied();
            *space = known.unwrap_or(match name {
                b"DeviceGray" => Space::Process(1),
                b"DeviceRGB" => Space::Process(3),
                b"DeviceCMYK" => Space::Process(4),
                _ => Space::Other,
            });
            // The colour that a space begins with is black.
            matches!(space, Space::Process(_)).then(|| if stroke { "0 G" } else { "0 g" }.to_owned())
        }
        b"sc" | b"SC" | b"scn" | b"SCN" => match space {
            Space::Process(count) if *count == operands.len() => shown(&numbers(operands)?, stroke, color),
            Space::Process(_) | Space::Palette | Space::Other => None,
        },
        _ => None,
    }
}

fn numbers(operands: &[&[u8]]) -> Option<Vec<f64>> {
    operands.iter().map(|word| std::str::from_utf8(word).ok()?.parse().ok()).collect()
}

/// The operator that sets a colour.
fn shown(components: &[f64], stroke: bool, color: Color) -> Option<String> {
    let tone = Tone::of(components)?.to(color);
    let operator = match (tone, stroke) {
        (Tone::Gray(_), false) => "g",
        (Tone::Gray(_), true) => "G",
        (Tone::Rgb(_), false) => "rg",
        (Tone::Rgb(_), true) => "RG",
        (Tone::Cmyk(_), false) => "k",
        (Tone::Cmyk(_), true) => "K",
    };
    let mut text = String::new();
    for component in tone.components() {
        text.push_str(&short(component));
        text.push(' ');
    }
    text.push_str(operator);
    Some(text)
}

/// A component in at most four decimals.
pub(super) fn short(value: f64) -> String {
    let text = format!("{:.4}", value.clamp(0.0, 1.0));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The next token from `at` on: its ends, and whether it is an operator. Arrays, dictionaries and strings
/// are one token each.
fn token(input: &[u8], mut at: usize) -> Option<(usize, usize, bool)> {
    loop {
        match *input.get(at)? {
            b' ' | b'\n' | b'\r' | b'\t' | 0 | 12 => at += 1,
            b'%' => at += input.get(at..)?.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?,
            _ => break,
        }
    }
    let end = match *input.get(at)? {
        b'(' => text_end(input, at),
        b'<' if input.get(at + 1) == Some(&b'<') => nested_end(input, at, b"<<", b">>"),
        b'<' => after(input, at, b'>'),
        b'[' => nested_end(input, at, b"[", b"]"),
        b'/' => word_end(input, at + 1),
        b'+' | b'-' | b'.' | b'0'..=b'9' => word_end(input, at),
        // A bracket without its partner: pass it.
        b']' | b'>' | b')' | b'{' | b'}' => at + 1,
        _ => return Some((at, word_end(input, at), true)),
    };
    Some((at, end, false))
}

fn word_end(input: &[u8], from: usize) -> usize {
    let ends = |byte: &u8| {
        matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0 | 12 | b'/' | b'(' | b'<' | b'[' | b']' | b'>' | b')' | b'%')
    };
    from + input.get(from..).unwrap_or_default().iter().position(ends).unwrap_or(input.len().saturating_sub(from))
}

fn after(input: &[u8], from: usize, close: u8) -> usize {
    let rest = input.get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| *byte == close).map_or(rest.len(), |place| place + 1)
}

/// The end of a literal string: parentheses nest, a backslash hides one byte.
fn text_end(input: &[u8], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0usize);
    while let Some(byte) = input.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' if depth == 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    input.len()
}

/// The end of an array or dictionary: nested ones and strings are passed over.
fn nested_end(input: &[u8], from: usize, open: &[u8], close: &[u8]) -> usize {
    let (mut at, mut depth) = (from, 0usize);
    while let Some(rest) = input.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(open) {
            depth += 1;
            at += open.len();
        } else if rest.starts_with(close) {
            depth -= 1;
            at += close.len();
            if depth == 0 {
                return at;
            }
        } else if rest.starts_with(b"(") {
            at = text_end(input, at);
        } else {
            at += 1;
        }
    }
    input.len()
}

/// Where the bytes of an inline picture end: Typst writes none, so it is only passed over.
fn inline_picture(input: &[u8], from: usize) -> usize {
    let rest = input.get(from..).unwrap_or_default();
    let end = rest.windows(4).position(|bytes| {
        bytes.first().is_some_and(u8::is_ascii_whitespace)
            && bytes.get(1..3) == Some(b"EI")
            && bytes.last().is_some_and(u8::is_ascii_whitespace)
    });
    end.map_or(input.len(), |place| from + place + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gray(input: &str) -> String {
        let named = [("c0", Space::Process(1)), ("c1", Space::Process(3)), ("p", Space::Other)];
        let spaces = named.map(|(name, space)| (name.as_bytes().to_vec(), space)).into();
        let named = Named { spaces, unseen: [b"g9".to_vec()].into() };
        let limits = Limits { color: Color::Gray, thinnest: 0.0 };
        String::from_utf8(painted(input.as_bytes(), &named, limits)).expect("text")
    }

    #[test]
    fn lines_are_as_thick_on_the_page_as_they_must_be() {
        let limits = Limits { color: Color::Gray, thinnest: 0.75 };
        let thick = |input: &str| String::from_utf8(painted(input.as_bytes(), &Named::default(), limits)).expect("text");
        assert_eq!(thick("0.4 w 0 0 m 9 9 l 5 5 m S 1 1 m S"), "0.4 w 0.7500 w 0 0 m 9 9 l 5 5 m S 1 1 m S");
        assert_eq!(thick("q .5 0 0 -.5 9 9 cm 0 0 5 5 re B Q 0 0 m S"), "q .5 0 0 -.5 9 9 cm 1.5000 w 0 0 5 5 re B Q 0 0 m S");
        assert_eq!(thick("q 3 0 0 3 0 0 cm 0.25 w 0 0 m S Q"), "q 3 0 0 3 0 0 cm 0.25 w 0 0 m S Q");
        assert_eq!(thick("0 0 0 0 0 0 cm 0 0 m S"), "0 0 0 0 0 0 cm 0 0 m S");
    }

    #[test]
    fn operators_of_colour_become_gray() {
        assert_eq!(gray("0 0 0 1 k BT 1 0 0 rg ET"), "0 g BT 0.3 g ET");
        assert_eq!(gray("/c0 cs 0.5 scn /c1 CS 1 1 1 SCN"), "0 g 0.5 g 0 G 1 G");
        assert_eq!(gray("1 0 0 1 0 0 cm/c0 cs/c1 gs"), "1 0 0 1 0 0 cm 0 g/c1 gs");
        assert_eq!(gray("1 0 0 RG\n0 0 1 rg\n0 g"), "0.3 G\n0.11 g\n0 g");
    }

    #[test]
    fn strokes_that_leave_no_mark_go() {
        assert_eq!(gray("q /g9 gs 0 0 m 9 9 l S Q 0 0 m S"), "q  0 0 m 9 9 l n Q 0 0 m S");
        assert_eq!(gray("/g9 gs 0 0 9 9 re B /g1 gs 0 0 9 9 re B"), " 0 0 9 9 re f /g1 gs 0 0 9 9 re B");
    }

    #[test]
    fn spaces_follow_the_stack() {
        assert_eq!(gray("/c1 cs q /c0 cs .5 sc Q 1 0 0 sc"), "0 g q 0 g 0.5 g Q 0.3 g");
        assert_eq!(gray("/p cs /pattern scn /p CS 0.2 SCN"), "/p cs /pattern scn /p CS 0.2 SCN");
    }

    #[test]
    fn text_is_never_read_as_operators() {
        let text = "BT (1 0 0 rg \\) k) Tj <00> Tj [(a ] 0 g) 3 <01>] TJ /rg << /k (1 0 0 rg) >> BDC ET";
        assert_eq!(gray(text), text);
        assert_eq!(gray("BI /W 1 ID 1 0 0 rg EI 1 g"), "BI /W 1 ID 1 0 0 rg EI 1 g");
    }
}
