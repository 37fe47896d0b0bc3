//! Text as a string literal of Typst's code mode: the only escaping in this room.
//!
//! Whatever the text, what comes out is one literal that reads back as the same characters. So nothing
//! an author writes can become Typst markup or code.

use std::fmt::Write as _;

/// Appends `text` in double quotes, with `\`, `"` and control characters escaped.
pub fn push(out: &mut String, text: &str) {
    out.reserve(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            c if c.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// `text` as a literal.
#[must_use]
pub fn of(text: &str) -> String {
    let mut out = String::new();
    push(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_quotes_backslashes_and_controls_are_escaped() {
        assert_eq!(of("a #b *c* $d$ <e> // f"), "\"a #b *c* $d$ <e> // f\"");
        assert_eq!(of("\"\\\u{7}\n"), "\"\\\"\\\\\\u{7}\\u{a}\"");
    }

    #[test]
    fn typst_reads_the_same_characters_back() {
        let all = (0..0x3000_u32).filter_map(char::from_u32).collect::<String>();
        let root = typst::syntax::parse_code(&of(&all));
        let literal = root.children().find_map(|node| node.cast::<typst::syntax::ast::Str>());
        assert_eq!(literal.expect("one literal").get().as_str(), all);
    }
}
