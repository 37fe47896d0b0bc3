//! Reads `book.toml` and `SUMMARY.md` from a snapshot, and gives every setting its meaning.
//!
//! 1. `written` has the keys with their types; here each gets its default, is judged, and is converted.
//! 2. A value that can't be taken is reported at its place, and the default stands in for it, so that
//!    one run finds everything.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::table::{Given, Placed, Plain};
use super::written::{self, Written};
use super::{Bibliography, BlockClass, Editions, Epub, Manifest, List, Numbering, Paged, Style, date, isbn, people, summary, trim, words};
use crate::book::{Direction, Family, Meta};
use crate::problem::{Checked, Diagnostic, Problem};
use crate::snapshot::{BookPath, Snapshot, Text, Unread};
use crate::span::Span;

/// The file that makes a folder a book.
const FILE: &str = "book.toml";
/// Width and height of A4 (ISO 216), pt.
const A4: (f64, f64) = (595.276, 841.89);

/// The manifest of the book in `snapshot`. `set` holds `key.path=value` overrides (`book.title=X`); their
/// values are TOML, or else taken as strings.
///
/// `None` where there is nothing to build from: no `book.toml`, one that isn't TOML, no `SUMMARY.md`.
#[must_use]
pub fn read(snapshot: &Snapshot, set: &[String]) -> Checked<Option<Manifest>> {
    let mut problems = Vec::new();
    let value = manifest(snapshot, set, &mut problems);
    Checked { value, problems }
}

fn manifest(snapshot: &Snapshot, set: &[String], problems: &mut Vec<Diagnostic>) -> Option<Manifest> {
    let text = text(snapshot, problems)?;
    let top = Span::top(text.file);
    let Written { book, numbering, html, blocks, print, press, screen, epub } = written::read(&text, set, problems)?;
    let src = path(book.src.as_ref(), problems).unwrap_or((BookPath::new("src").ok()?, top));
    let cover = path(book.cover.as_ref(), problems);
    let bibliography = bibliography(&book, problems);
    let meta = meta(book, snapshot, top, problems);
    let paged_print = paged(&print, problems);
    let size = (paged_print.width, paged_print.height);
    let press = super::press::press(&press, print.trim.as_ref(), size, top, problems);
    let editions = Editions {
        print: paged_print,
        press,
        screen: paged(&screen, problems),
        epub: epub_settings(&epub, problems),
    };
    let numbering = Numbering {
        sections: small(numbering.sections.as_ref(), 0..=5, 2, problems),
        strip: numbering.strip.is_none_or(|strip| strip.value),
    };
    let (tags, blocks) = (tags(html, problems), block_classes(blocks, problems));
    let (file, (src, place)) = (text.file, src);
    let summary = summary::read(snapshot, &src, place, problems)?;
    Some(Manifest { file, meta, cover, src, summary, numbering, tags, blocks, bibliography, editions, marks: false })
}

/// The text of `book.toml`.
fn text(snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) -> Option<Arc<Text>> {
    let path = BookPath::new(FILE).ok()?;
    match snapshot.text(&path) {
        Ok(text) => Some(text),
        Err((file, Unread::Missing)) => {
            problems.push(Problem::NoManifest.at(Span::top(file)));
            None
        }
        Err((file, unread)) => {
            problems.push(unreadable(&path, file, unread));
            None
        }
    }
}

/// Why a text that has to be there can't be had, at the text itself.
pub(super) fn unreadable(path: &BookPath, file: crate::span::FileId, unread: Unread) -> Diagnostic {
    let path = path.to_string();
    match unread {
        Unread::Missing => Problem::MissingFile { path, nearest: None }.at(Span::top(file)),
        Unread::Failed(reason) => Problem::UnreadableFile { path, reason }.at(Span::top(file)),
        Unread::NotUtf8 { valid } => Problem::NotUtf8 { path }.at(Span::new(file, valid, valid)),
    }
}

/// A path of the book's folder, with the place that names it.
fn path(given: Option<&Given<String>>, problems: &mut Vec<Diagnostic>) -> Option<(BookPath, Span)> {
    let given = given?;
    let Ok(path) = BookPath::new(&given.value) else {
        problems.push(Problem::OutsidePath { path: given.value.clone() }.at(given.at));
        return None;
    };
    Some((path, given.at))
}

/// Where works are described, and the style they are cited in. Styles are known to `resolve`.
fn bibliography(book: &written::Book, problems: &mut Vec<Diagnostic>) -> Bibliography {
    let mut files = Vec::new();
    for file in book.bibliography.iter().flat_map(|given| &given.value) {
        match BookPath::new(&file.0) {
            Ok(path) => files.push((path, file.1)),
            Err(_) => problems.push(Problem::OutsidePath { path: file.0.clone() }.at(file.1)),
        }
    }
    let style = book.csl.as_ref().map(|given| (given.value.clone(), given.at));
    Bibliography { files, style }
}

fn meta(book: written::Book, snapshot: &Snapshot, top: Span, problems: &mut Vec<Diagnostic>) -> Meta {
    let text = |given: Option<Given<String>>| given.map(|given| given.value);
    let title = text(book.title).filter(|title| !title.trim().is_empty()).unwrap_or_else(|| {
        problems.push(Problem::NoTitle.at(top));
        "Untitled".to_owned()
    });
    let direction = direction(book.direction.as_ref(), problems);
    let published = published(book.date, problems);
    let (isbn_print, isbn_epub) = isbns(book.isbn, book.isbn_print, book.isbn_epub, problems);
    let mut authors = book.authors.map(|given| given.value).unwrap_or_default();
    authors.extend(book.author.map(|given| given.value).unwrap_or_default());
    let creators = people::creators(authors, book.creators, problems);
    let written = creators.iter().filter(|creator| creator.role == "aut");
    let language = language(book.language, problems);
    Meta {
        title,
        subtitle: text(book.subtitle),
        authors: written.map(|creator| creator.name.clone()).collect(),
        creators,
        series: people::series(book.series, problems),
        languages: people::languages(book.languages, &language, problems),
        language,
        direction,
        description: text(book.description),
        publisher: text(book.publisher),
        place: text(book.place),
        rights: text(book.rights),
        edition: book.edition.map(|given| given.value.0),
        printing: book.printing.map(|given| given.value.0),
        isbn_print,
        isbn_epub,
        subjects: book.subjects.map(|given| given.value).unwrap_or_default(),
        date: match (&published, snapshot.fixed) {
            (Some((_, seconds)), false) => *seconds,
            (_, true) | (None, false) => snapshot.date,
        },
        published: published.map(|(date, _)| date),
        dedication: text(book.dedication),
        cover: None,
    }
}

/// What a language is expected to be.
pub(super) const LANGUAGE: &str = "a language such as `en`, `de` or `pt-BR`";

/// The language of the book; English where it names none.
fn language(given: Option<Given<String>>, problems: &mut Vec<Diagnostic>) -> String {
    let default = || "en".to_owned();
    let Some(given) = given else { return default() };
    let Some(tag) = tag(&given.value) else {
        problems.push(given.refused(&given.value, LANGUAGE));
        return default();
    };
    if !words::known(&tag) {
        problems.push(Problem::NoWords { language: tag.clone() }.at(given.at));
    }
    tag
}

/// A well-formed language tag (RFC 5646, section 2.1): letters, then subtags of 1 to 8 characters.
pub(super) fn tag(text: &str) -> Option<String> {
    let tag = text.replace('_', "-");
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let letters = (2..=8).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    let subtag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    (letters && parts.all(subtag)).then_some(tag)
}

/// mdBook's `text-direction`; `None` is as the language is written.
fn direction(given: Option<&Given<String>>, problems: &mut Vec<Diagnostic>) -> Option<Direction> {
    let given = given?;
    match given.value.as_str() {
        "ltr" => Some(Direction::Ltr),
        "rtl" => Some(Direction::Rtl),
        other => {
            problems.push(given.refused(other, "`ltr` or `rtl`"));
            None
        }
    }
}

/// The ISBNs of print and EPUB; `isbn` alone is the one of print.
fn isbns(
    any: Option<Given<Plain>>,
    print: Option<Given<Plain>>,
    epub: Option<Given<Plain>>,
    problems: &mut Vec<Diagnostic>,
) -> (Option<String>, Option<String>) {
    if let (Some(any), Some(_)) = (&any, &print) {
        problems.push(any.refused(&any.value.0, "only one of `isbn` and `isbn-print`"));
    }
    let mut checked = |given: Option<Given<Plain>>| {
        let given = given?;
        let digits = isbn::digits(&given.value.0);
        digits.map_err(|expected| problems.push(given.refused(&given.value.0, &expected))).ok()
    };
    (checked(print.or(any)), checked(epub))
}

/// `[book] date` as it was written, and as seconds since 1970-01-01 UTC.
fn published(given: Option<Given<Plain>>, problems: &mut Vec<Diagnostic>) -> Option<(String, i64)> {
    let given = given?;
    let Some(seconds) = date::seconds(&given.value.0) else {
        problems.push(given.refused(&given.value.0, "a date such as `2026`, `2026-11` or `2026-11-22`"));
        return None;
    };
    Some((given.value.0, seconds))
}

/// `[html]`: names of tags in lower case, as HTML has no other.
fn tags(
    html: Vec<(String, Span, Given<String>)>,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let mut tags = BTreeMap::new();
    for (tag, at, class) in html {
        if !is_name(&tag.to_lowercase()) {
            let expected = "the name of an HTML tag".to_owned();
            problems.push(Problem::BadValue { key: "html".to_owned(), value: tag, expected }.at(at));
        } else if !is_name(&class.value) {
            problems.push(class.refused(&class.value, "a class: small letters, digits and hyphens"));
        } else {
            tags.insert(tag.to_lowercase(), class.value);
        }
    }
    tags
}

fn block_classes(
    blocks: Vec<(String, Span, written::Block)>,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, BlockClass> {
    let mut taken: BTreeSet<String> = ["fig", "tbl", "lst", "eq", "sec", "fn"].map(str::to_owned).into();
    let mut classes = BTreeMap::new();
    for (name, at, block) in blocks {
        if !is_name(&name) {
            let (key, value) = ("block".to_owned(), name);
            let expected = "a class: small letters, digits and hyphens".to_owned();
            problems.push(Problem::BadValue { key, value, expected }.at(at));
            continue;
        }
        let class = BlockClass {
            title: block.title.map_or_else(|| spoken(&name), |title| title.value),
            numbered: block.numbered.is_some_and(|numbered| numbered.value),
            prefix: block.prefix.and_then(|prefix| label_prefix(prefix, &mut taken, problems)),
            family: block.family.map_or(Family::Frame, |family| look(&family, problems)),
        };
        classes.insert(name, class);
    }
    classes
}

/// What labels of a block begin with; no two blocks can share it.
fn label_prefix(
    prefix: Given<String>,
    taken: &mut BTreeSet<String>,
    problems: &mut Vec<Diagnostic>,
) -> Option<String> {
    if !is_name(&prefix.value) || prefix.value.contains('-') {
        problems.push(prefix.refused(&prefix.value, "small letters and digits"));
        return None;
    }
    if !taken.insert(prefix.value.clone()) {
        problems.push(prefix.refused(&prefix.value, "a prefix that nothing else has"));
        return None;
    }
    Some(prefix.value)
}

fn look(family: &Given<String>, problems: &mut Vec<Diagnostic>) -> Family {
    match family.value.as_str() {
        "callout" => Family::Callout,
        "alert" => Family::Alert,
        "theorem" => Family::Theorem,
        "frame" => Family::Frame,
        "plain" => Family::Plain,
        other => {
            problems.push(family.refused(other, "`callout`, `alert`, `theorem`, `frame` or `plain`"));
            Family::Frame
        }
    }
}

fn paged(written: &written::Paged, problems: &mut Vec<Diagnostic>) -> Paged {
    let size = written.trim.as_ref().and_then(|given| {
        let size = trim::size(&given.value);
        if size.is_none() {
            problems.push(given.refused(&given.value.join(" x "), trim::EXPECTED));
        }
        size
    });
    let style = match written.style.as_ref().map(|given| (given, given.value.as_str())) {
        None | Some((_, "book")) => Style::Book,
        Some((_, "report")) => Style::Report,
        Some((given, other)) => {
            problems.push(given.refused(other, "`book` or `report`"));
            Style::Book
        }
    };
    let (width, height) = size.unwrap_or(match style {
        Style::Book => (504.0, 720.0),
        Style::Report => A4,
    });
    let contents = small(written.contents.as_ref(), 1..=6, 2, problems);
    Paged { style, width, height, contents, lists: lists(written, problems) }
}

/// The lists behind the contents, each once.
fn lists(written: &written::Paged, problems: &mut Vec<Diagnostic>) -> Vec<List> {
    let mut out = Vec::new();
    for Placed(name, at) in written.lists.iter().flat_map(|given| &given.value) {
        let known = [("figures", List::Figures), ("tables", List::Tables), ("listings", List::Listings)];
        match known.into_iter().find(|(known, _)| known == name) {
            Some((_, list)) if !out.contains(&list) => out.push(list),
            Some(_) | None => {
                let (key, value) = ("lists".to_owned(), name.clone());
                let expected = "`figures`, `tables` and `listings`, each once".to_owned();
                problems.push(Problem::BadValue { key, value, expected }.at(*at));
            }
        }
    }
    out
}

fn epub_settings(written: &written::Epub, problems: &mut Vec<Diagnostic>) -> Epub {
    Epub {
        longest_side: whole(written.longest_side.as_ref(), 64..=16_384, 1600, problems),
        longest_file: whole(written.longest_file.as_ref(), 10_000..=100_000_000, 230_000, problems),
        contents: small(written.contents.as_ref(), 1..=6, 3, problems),
        wrap_code: written.code.as_ref().is_some_and(|given| wraps(given, problems)),
        certified: people::certified(written.certified.as_ref(), problems),
    }
}

fn wraps(given: &Given<String>, problems: &mut Vec<Diagnostic>) -> bool {
    if !matches!(given.value.as_str(), "scroll" | "wrap") {
        problems.push(given.refused(&given.value, "`scroll` or `wrap`"));
    }
    given.value == "wrap"
}

/// A number in a range; the default where there is none.
fn whole<T: TryFrom<i64>>(
    given: Option<&Given<i64>>,
    range: RangeInclusive<i64>,
    default: T,
    problems: &mut Vec<Diagnostic>,
) -> T {
    let Some(given) = given else { return default };
    let fits = range.contains(&given.value);
    if let (true, Ok(value)) = (fits, T::try_from(given.value)) {
        return value;
    }
    let expected = format!("a number from {} to {}", range.start(), range.end());
    problems.push(given.refused(&given.value.to_string(), &expected));
    default
}

fn small(
    given: Option<&Given<i64>>,
    range: RangeInclusive<i64>,
    default: u8,
    problems: &mut Vec<Diagnostic>,
) -> u8 {
    whole(given, range, default, problems)
}

/// `[a-z][a-z0-9-]*`.
fn is_name(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(inner)
}

/// `evidence-card` as a title: "Evidence card".
fn spoken(name: &str) -> String {
    let name = name.replace('-', " ");
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}
