//! Numbers that authors wrote into headings, taken out.
//!
//! Bindery counts by itself, so "Chapter 3: Consensus" and "3.1 Paxos" would print their number twice.
//! Taken out are: the word for the kind with a number ("Chapter 3:", "Appendix B -", "Part II."), and
//! numbers of two or more members ("3.1", "3.1.4."). A single number stays ("1984", "2. Prepare"):
//! it may belong to the title.

use crate::book::{Kind, Words};
use crate::draft::Inline;

/// Takes the number out of the title of a `kind` and gives it back as written, without its word: `3`, `B`,
/// `3.1`. `None` where the title has none of its kind, or nothing else.
pub(super) fn written_number(title: &mut [Inline], kind: Kind, words: &Words) -> Option<String> {
    let alone = title.len() == 1;
    let Some(Inline::Text(text, _)) = title.first_mut() else { return None };
    let (number, rest) = with_word(text, kind, words).or_else(|| dotted(text))?;
    if alone && rest.is_empty() {
        return None;
    }
    let (number, rest) = (number.to_owned(), rest.to_owned());
    *text = rest;
    Some(number)
}

/// "Chapter 3: rest" -> ("3", "rest").
fn with_word<'a>(text: &'a str, kind: Kind, words: &Words) -> Option<(&'a str, &'a str)> {
    let names = match kind {
        Kind::Part => vec![&words.part],
        Kind::Section => vec![&words.section, &words.chapter],
        _ => vec![&words.chapter, &words.appendix],
    };
    let after = names.iter().find_map(|word| {
        let head = text.get(..word.len())?;
        head.eq_ignore_ascii_case(word).then(|| text.get(word.len()..)).flatten()
    })?;
    let after = after.strip_prefix([' ', '\u{a0}'])?;
    let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(after.len());
    let (number, rest) = after.split_at_checked(end)?;
    let number = number.trim_end_matches('.');
    let short = number.len() == 1 || number.chars().all(|c| "IVXLC".contains(c));
    let counts = number.starts_with(|c: char| c.is_ascii_digit()) || short;
    let set_off = rest.is_empty() || rest.trim_start().starts_with([':', '.', '-', '–', '—', '|']);
    (counts && !number.is_empty() && set_off).then(|| (number, unmarked(rest)))
}

/// "3.1 rest" -> ("3.1", "rest").
fn dotted(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, rest) = text.split_at_checked(end)?;
    let number = number.trim_end_matches('.');
    let members = number.split('.').filter(|member| !member.is_empty()).count();
    let set_off = rest.starts_with([' ', ':', '\u{a0}']);
    (members >= 2 && set_off && !number.starts_with('.')).then(|| (number, unmarked(rest)))
}

/// Without the sign that sets a number off.
fn unmarked(rest: &str) -> &str {
    rest.trim_start_matches([' ', '\u{a0}', ':', '.', '-', '–', '—', '|'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{FileId, Span};

    fn strip(kind: Kind, title: &str) -> (Option<String>, String) {
        let mut title = [Inline::Text(title.to_owned(), Span::top(FileId(0)))];
        let number = written_number(&mut title, kind, &crate::manifest::words("en"));
        let [Inline::Text(rest, _)] = title else { return (number, String::new()) };
        (number, rest)
    }

    #[test]
    fn numbers_go_and_titles_stay() {
        let given = |number: &str, rest: &str| (Some(number.to_owned()), rest.to_owned());
        assert_eq!(strip(Kind::Chapter, "Chapter 3: Consensus"), given("3", "Consensus"));
        assert_eq!(strip(Kind::Part, "Part II - Evolution"), given("II", "Evolution"));
        assert_eq!(strip(Kind::Appendix, "Appendix A: Keywords"), given("A", "Keywords"));
        assert_eq!(strip(Kind::Section, "3.1 Paxos"), given("3.1", "Paxos"));
        assert_eq!(strip(Kind::Section, "3.1.4. Paxos"), given("3.1.4", "Paxos"));
        let kept = |title: &str| (None, title.to_owned());
        for title in ["Chapter 3", "Chapter and verse", "1984", "2. Prepare", "Part 1: Intuition"] {
            assert_eq!(strip(Kind::Chapter, title), kept(title));
        }
    }
}
