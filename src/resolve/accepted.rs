//! What each place accepts in an attribute list: whatever else stands in one is said, with what was expected.
//!
//! Classes of a stretch of text are for the styles and pass through; everything else has a meaning or is a
//! mistake. What of HTML's attributes has no place in such a list at all, `parse` says.

use crate::art::diagram::Notation;
use crate::draft::{Attrs, Listing};
use crate::problem::{Diagnostic, Problem, nearest};

/// A kind of place that takes an attribute list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    name: &'static str,
    label: bool,
    /// `None` takes any.
    classes: Option<&'static [&'static str]>,
    keys: &'static [&'static str],
}

/// `# Title {...}`.
pub(super) const HEADING: Place =
    Place { name: "a heading", label: true, classes: Some(&["unnumbered", "glossary"]), keys: &["lang", "dir"] };
/// A table's caption, or a fence that draws a table.
pub(super) const TABLE: Place =
    Place { name: "a table", label: true, classes: UNNUMBERED, keys: &["tbl-colwidths", "lang", "dir"] };
/// A picture alone in its paragraph.
pub(super) const FIGURE: Place =
    Place { name: "a figure", label: true, classes: UNNUMBERED, keys: &["width", "alt", "lang", "dir"] };
/// A picture in a line of text.
pub(super) const PICTURE: Place =
    Place { name: "a picture in a line of text", label: false, classes: Some(&[]), keys: &["width", "alt"] };
/// `$$...$$ {...}`.
pub(super) const FORMULA: Place = Place { name: "a formula", label: true, classes: Some(&[]), keys: &[] };

const UNNUMBERED: Option<&[&str]> = Some(&["unnumbered"]);
const LISTING: Place = Place {
    name: "a listing",
    label: true,
    classes: Some(&["numbered", "numberLines", "unnumbered"]),
    keys: &[
        "caption", "title", "file", "filename", "lines", "highlight", "hl_lines", "added", "removed", "numbered",
        "startFrom", "start-from", "lang", "dir",
    ],
};
const DRAWING: Place = Place {
    name: "a drawing of characters",
    label: true,
    classes: UNNUMBERED,
    keys: &["caption", "title", "alt", "lang", "dir"],
};
const DIAGRAM: Place = Place {
    name: "a diagram",
    label: true,
    classes: UNNUMBERED,
    keys: &["caption", "title", "alt", "width", "lang", "dir"],
};

/// A fence by what it is.
pub(super) fn fence(listing: &Listing) -> Place {
    match listing.language.as_deref().and_then(Notation::named) {
        Some(_) => DIAGRAM,
        None if super::listing::is_art(listing) => DRAWING,
        None => LISTING,
    }
}

/// `::: {...}` by its first class.
pub(super) fn boxed(class: &str) -> Place {
    let keys: &[&str] = match class {
        "solution" => &["title", "lang", "dir", "for"],
        "content-visible" | "content-hidden" => &["title", "when-format", "unless-format"],
        "index" | "glossary" | "solutions" | "references" => &[],
        _ => &["title", "lang", "dir"],
    };
    Place { name: "this box", label: true, classes: UNNUMBERED, keys }
}

/// `[text]{...}`, and what stands behind a link or code, by its classes.
pub(super) fn text(attrs: &Attrs) -> Place {
    let keys: &[&str] = match (attrs.has("index"), attrs.has("term")) {
        _ if attrs.has("content-visible") || attrs.has("content-hidden") => {
            &["lang", "dir", "when-format", "unless-format", "entry", "see", "see-also", "range", "term"]
        }
        (true, true) => &["lang", "dir", "entry", "see", "see-also", "range", "term"],
        (true, false) => &["lang", "dir", "entry", "see", "see-also", "range"],
        (false, true) => &["lang", "dir", "term"],
        (false, false) => &["lang", "dir"],
    };
    Place { name: "a stretch of text", label: true, classes: None, keys }
}

/// Says what a list has that its place doesn't accept, and values that can't be. The first `kept` classes are
/// the place's own.
pub(super) fn check(attrs: &Attrs, place: Place, kept: usize, problems: &mut Vec<Diagnostic>) {
    let mut seen: Vec<&str> = Vec::new();
    for (item, span) in &attrs.items {
        let said = match item.split_at_checked(1) {
            Some(("#", _)) if !place.label => Some(idle(item, place)),
            Some(("#", _)) => seen.iter().any(|other| other.starts_with('#')).then(|| twice(item)),
            Some((".", class)) => {
                let own = attrs.classes.iter().position(|other| other == class);
                let known = place.classes.is_none_or(|known| known.contains(&class));
                // A class that is in the list no more has done its work, as a fence's language has.
                let idle_class = own.is_some_and(|at| at >= kept) && !known;
                idle_class.then(|| idle(item, place))
            }
            _ if !place.keys.contains(&item.as_str()) => Some(idle(item, place)),
            _ if seen.contains(&item.as_str()) => Some(twice(item)),
            _ => value(item, attrs.get(item).unwrap_or_default()),
        };
        problems.extend(said.map(|problem| problem.at(*span)));
        seen.push(item);
    }
}

fn twice(item: &str) -> Problem {
    Problem::AttributeTwice { attribute: item.to_owned() }
}

fn idle(item: &str, place: Place) -> Problem {
    let mut takes: Vec<String> = Vec::new();
    takes.extend(place.label.then(|| "#label".to_owned()));
    takes.extend(place.classes.unwrap_or_default().iter().map(|class| format!(".{class}")));
    takes.extend(place.keys.iter().map(|key| (*key).to_owned()));
    let nearest = nearest(item, takes.iter().map(String::as_str));
    Problem::IdleAttribute { attribute: item.to_owned(), on: place.name.to_owned(), takes, nearest }
}

/// What is wrong with a value that nobody else looks at.
fn value(key: &str, value: &str) -> Option<Problem> {
    let expected = match key {
        "dir" if !matches!(value, "ltr" | "rtl") => "`ltr` or `rtl`",
        "lang" if !is_language(value) => "a language tag such as `fr` or `pt-BR` (BCP 47)",
        "width" if super::lower::width(value).is_none() => "a length or a share, such as `60mm`, `3in` or `80%`",
        "numbered" if !matches!(value, "true" | "false") => "`true` or `false`",
        "startFrom" | "start-from" if value.parse::<u32>().is_err() => "the number of the first line",
        _ => return None,
    };
    Some(Problem::BadValue { key: key.to_owned(), value: value.to_owned(), expected: expected.to_owned() })
}

/// Whether a tag may be one (BCP 47, section 2.1): a language of two or three letters, then subtags.
pub(super) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let first = parts.next().is_some_and(|part| matches!(part.len(), 2 | 3) && letters(part));
    first && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
