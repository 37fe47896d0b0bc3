//! Who made the book, who vouches for it, and the series it stands in.

use super::table::{Given, Placed};
use super::{Certified, read, written};
use crate::book::{Creator, Series};
use crate::problem::{Diagnostic, Problem};
use crate::span::Span;

/// What people do for a book: the word, and its code in the MARC Code List for Relators. Either is taken.
const ROLES: [(&str, &str); 18] = [
    ("author", "aut"),
    ("editor", "edt"),
    ("translator", "trl"),
    ("illustrator", "ill"),
    ("photographer", "pht"),
    ("compiler", "com"),
    ("contributor", "ctb"),
    ("author of introduction", "aui"),
    ("author of afterword", "aft"),
    ("annotator", "ann"),
    ("commentator", "cmm"),
    ("creator", "cre"),
    ("cover designer", "cov"),
    ("book designer", "bkd"),
    ("typographer", "tyg"),
    ("proofreader", "pfr"),
    ("reviewer", "rev"),
    ("narrator", "nrt"),
];

/// Versions and levels of WCAG that a claim can name (EPUB Accessibility 1.1, section 5.2.1).
const WCAG: [&str; 3] = ["2.0", "2.1", "2.2"];
const LEVELS: [&str; 3] = ["A", "AA", "AAA"];

/// All who made the book: `authors` and `author` first, then `[[book.creator]]`.
pub(super) fn creators(
    authors: Vec<String>,
    written: Vec<written::Creator>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Creator> {
    let plain = authors.into_iter().map(|name| Creator { name, role: "aut", file_as: None });
    let mut all: Vec<Creator> = plain.collect();
    for written::Creator { name, role, file_as, at } in written {
        let Some(name) = needed("book.creator.name", name, at, "the name of a person", problems) else { continue };
        let role = role.map_or("aut", |given| relator(&given, problems));
        all.push(Creator { name, role, file_as: file_as.map(|given| given.value) });
    }
    all.sort_by_key(|creator| creator.role != "aut");
    all
}

fn relator(given: &Given<String>, problems: &mut Vec<Diagnostic>) -> &'static str {
    let wanted = given.value.trim().to_lowercase();
    let known = ROLES.iter().find(|(word, code)| *word == wanted || *code == wanted);
    if known.is_none() {
        let words: Vec<String> = ROLES.iter().map(|(word, _)| format!("`{word}`")).collect();
        problems.push(given.refused(&given.value, &format!("one of {}", words.join(", "))));
    }
    known.map_or("ctb", |(_, code)| code)
}

/// The series. A position is a number, or several with points between them (EPUB 3.3, appendix D.3.6).
pub(super) fn series(written: Option<written::Series>, problems: &mut Vec<Diagnostic>) -> Option<Series> {
    let written::Series { name, position, at } = written?;
    let name = needed("book.series.name", name, at, "the name of a series", problems)?;
    let position = position.and_then(|given| {
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if given.value.0.split('.').all(is_number) {
            return Some(given.value.0);
        }
        problems.push(given.refused(&given.value.0, "a number such as `2` or `\"2.1\"`"));
        None
    });
    Some(Series { name, position })
}

/// Languages of passages, without the book's own and without twins.
pub(super) fn languages(
    given: Option<Given<Vec<Placed>>>,
    own: &str,
    problems: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let Some(Given { value, key, at: _ }) = given else { return Vec::new() };
    let mut languages: Vec<String> = Vec::new();
    for Placed(text, at) in value {
        match read::tag(&text) {
            Some(tag) if tag == own || languages.contains(&tag) => {}
            Some(tag) => languages.push(tag),
            None => problems.push(Given { value: (), key: key.clone(), at }.refused(&text, read::LANGUAGE)),
        }
    }
    languages
}

/// Who vouches for the EPUB: both a name and a claim, or neither.
pub(super) fn certified(
    written: Option<&written::Certified>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Certified> {
    let written::Certified { by, credential, report, conforms, at } = written?;
    let by = needed("edition.epub.certified.by", by.clone(), *at, "the name of who vouches for it", problems);
    let given = needed("edition.epub.certified.conforms", conforms.clone(), *at, CLAIM, problems)?;
    let claim = claim(&given);
    if let (None, Some(conforms)) = (&claim, conforms) {
        problems.push(conforms.refused(&given, CLAIM));
    }
    let text = |given: &Option<Given<String>>| given.as_ref().map(|given| given.value.clone());
    if let Some(given) = report.as_ref().filter(|given| !given.value.starts_with("https://")) {
        problems.push(given.refused(&given.value, "an address that begins with `https://`"));
        return None;
    }
    Some(Certified { conforms: claim?, by: by?, credential: text(credential), report: text(report), at: *at })
}

const CLAIM: &str = "a claim such as `WCAG 2.2 AA`";

/// `WCAG 2.2 AA` in the words of the standard.
fn claim(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().filter(|word| *word != "Level").collect();
    let [.., "WCAG", version, level] = words.as_slice() else { return None };
    let known = WCAG.contains(version) && LEVELS.contains(level);
    known.then(|| format!("EPUB Accessibility 1.1 - WCAG {version} Level {level}"))
}

/// The value of a key that has to be there.
fn needed(
    key: &str,
    given: Option<Given<String>>,
    at: Span,
    expected: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<String> {
    let value = given.map(|given| given.value).filter(|value| !value.trim().is_empty());
    if value.is_none() {
        let (key, value, expected) = (key.to_owned(), String::new(), expected.to_owned());
        problems.push(Problem::BadValue { key, value, expected }.at(at));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_has_the_words_of_the_standard() {
        assert_eq!(claim("WCAG 2.2 AA").as_deref(), Some("EPUB Accessibility 1.1 - WCAG 2.2 Level AA"));
        assert_eq!(claim("EPUB Accessibility 1.1 - WCAG 2.1 Level A").as_deref(), Some("EPUB Accessibility 1.1 - WCAG 2.1 Level A"));
        assert_eq!((claim("WCAG 3 AA"), claim("AA"), claim("")), (None, None, None));
    }
}
