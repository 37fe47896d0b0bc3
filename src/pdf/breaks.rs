//! Where a line may end inside a long word: paths, URLs, names in code.
//!
//! Typst ends lines at spaces and hyphenates words; a path of 60 characters it would run into the margin.
//! The cuts become empty boxes in the emitted text, which end up as nothing in the PDF: copying and
//! searching see the word whole, where a zero-width space would stay in it.

/// How eagerly words are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Words of fewer characters stay whole.
    shortest: usize,
    /// Pieces without any sign to cut after are cut at this many characters.
    longest: usize,
}

/// For running text: only what no line holds.
pub const IN_TEXT: Rule = Rule { shortest: 24, longest: 60 };
/// For code in narrow columns.
pub const IN_CODE: Rule = Rule { shortest: 10, longest: 40 };
/// For code in lines of full length: short names stay whole.
pub const IN_LINES: Rule = Rule { shortest: 16, longest: 40 };

/// Fewest characters on each side of a cut.
const FEWEST: usize = 3;

/// Byte offsets at which `text` may be cut, ascending.
#[must_use]
pub fn cuts(text: &str, rule: Rule) -> Vec<usize> {
    if text.len() < rule.shortest {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_whitespace() {
            word(text.get(start..at).unwrap_or_default(), start, rule, &mut out);
            start = at + c.len_utf8();
        }
    }
    out
}

fn word(word: &str, start: usize, rule: Rule, out: &mut Vec<usize>) {
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    // Typst ends lines inside addresses by itself.
    let address = word.contains("://") || word.starts_with("www.");
    if chars.len() < rule.shortest || address {
        return;
    }
    let mut last = 0;
    for (n, pair) in chars.windows(2).enumerate() {
        let [(_, before), (at, after)] = *pair else { continue };
        let here = n + 1;
        let long = here - last >= rule.longest;
        let room = here - last >= FEWEST && chars.len() - here >= FEWEST;
        if room && (long || joint(before, after)) {
            out.push(start + at);
            last = here;
        }
    }
}

/// A word may be cut between these two: after a sign, or where a new word of a compound name begins.
fn joint(before: char, after: char) -> bool {
    let sign = |c: char| c.is_ascii_punctuation();
    let opens = matches!(before, '(' | '[' | '{' | '<' | '"' | '\'' | '$' | '#' | '@' | '\\' | '`');
    (sign(before) && !opens && !sign(after)) || (before.is_lowercase() && after.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, rule: Rule) -> String {
        let mut out = String::new();
        let mut from = 0;
        for at in cuts(text, rule) {
            out += &text[from..at];
            out += "|";
            from = at;
        }
        out + &text[from..]
    }

    #[test]
    fn paths_and_names_are_cut_after_signs() {
        assert_eq!(cut("std::collections::HashMap", IN_CODE), "std::|collections::|Hash|Map");
        assert_eq!(cut("a-very-long-option --x", IN_CODE), "a-very-|long-|option --x");
        assert_eq!(cut("HashMap::new getUserById", IN_LINES), "HashMap::new getUserById");
        assert_eq!(cut("/var/lib/etcd/member", IN_CODE), "/var/|lib/|etcd/|member");
        assert_eq!(cut("getUserById(id)", IN_CODE), "get|User|ById(id)");
    }

    #[test]
    fn ordinary_words_stay_whole() {
        assert_eq!(
            cut("Dampfschifffahrtsgesellschaft, state-of-the-art", IN_TEXT),
            "Dampfschifffahrtsgesellschaft, state-of-the-art"
        );
        assert_eq!(cut("x.y", IN_CODE), "x.y");
        assert!(cuts("https://example.org/a/long/path/to/it", IN_TEXT).is_empty());
        let long = "a".repeat(90);
        assert_eq!(cuts(&long, IN_TEXT), [60]);
    }
}
