//! The metadata that epub-builder can't write (EPUB 3.3, section 5.5 and appendix D; EPUB Accessibility 1.1).

use crate::book::{Creator, Series};

use super::access::Certified;
use super::package::{Package, escaped};

/// Metadata behind epub-builder's own.
pub(super) fn metadata(package: &Package) -> String {
    let meta = package.meta;
    let mut out = String::new();
    let mut add = |line: String| {
        out.push_str("  ");
        out.push_str(&line);
        out.push_str("\n  ");
    };
    add("<meta refines=\"#title\" property=\"title-type\">main</meta>".to_owned());
    if let Some(subtitle) = &meta.subtitle {
        add(format!("<dc:title id=\"subtitle\">{}</dc:title>", escaped(subtitle)));
        add("<meta refines=\"#subtitle\" property=\"title-type\">subtitle</meta>".to_owned());
    }
    let authored = !meta.authors.is_empty();
    for (at, person) in meta.creators.iter().enumerate() {
        creator(&mut add, person, at + 1, authored);
    }
    meta.series.iter().for_each(|one| series(&mut add, one));
    meta.publisher.iter().for_each(|text| add(format!("<dc:publisher>{}</dc:publisher>", escaped(text))));
    meta.published
        .iter()
        .filter(|date| is_date(date))
        .for_each(|date| add(format!("<dc:date>{date}</dc:date>")));
    if let Some(isbn) = &meta.isbn_print {
        add(format!("<dc:source>urn:isbn:{}</dc:source>", escaped(isbn)));
    }
    for (property, value) in &package.access {
        let language = if property.ends_with("Summary") { " xml:lang=\"en\"" } else { "" };
        add(format!("<meta property=\"{property}\"{language}>{}</meta>", escaped(value)));
    }
    package.pages.iter().for_each(|pages| {
        add(format!("<meta property=\"pageBreakSource\">{}</meta>", escaped(pages)));
    });
    package.certified.iter().for_each(|one| certified(&mut add, one));
    out
}

/// Somebody who made the book. Who wrote or gathered it is a creator, everybody else a contributor (EPUB 3.3,
/// sections 5.5.4.4 and 5.5.4.3); where nobody wrote it, the others made it.
fn creator(add: &mut impl FnMut(String), person: &Creator, place: usize, authored: bool) {
    let Creator { name, role, file_as } = person;
    let first = matches!(*role, "aut" | "com" | "cre") || !authored;
    let element = if first { "dc:creator" } else { "dc:contributor" };
    let id = format!("creator-{place}");
    let filed = file_as.clone().unwrap_or_else(|| filed(name));
    add(format!("<{element} id=\"{id}\">{}</{element}>", escaped(name)));
    add(format!("<meta refines=\"#{id}\" property=\"role\" scheme=\"marc:relators\">{role}</meta>"));
    add(format!("<meta refines=\"#{id}\" property=\"file-as\">{}</meta>", escaped(&filed)));
    add(format!("<meta refines=\"#{id}\" property=\"display-seq\">{place}</meta>"));
}

/// The series (EPUB 3.3, appendices D.3.2, D.3.3 and D.3.6).
fn series(add: &mut impl FnMut(String), series: &Series) {
    let Series { name, position } = series;
    add(format!("<meta property=\"belongs-to-collection\" id=\"series\">{}</meta>", escaped(name)));
    add("<meta refines=\"#series\" property=\"collection-type\">series</meta>".to_owned());
    position.iter().for_each(|at| {
        add(format!("<meta refines=\"#series\" property=\"group-position\">{}</meta>", escaped(at)));
    });
}

/// Who vouches for what (EPUB Accessibility 1.1, section 5).
fn certified(add: &mut impl FnMut(String), certified: &Certified) {
    let Certified { conforms, by, credential, report, at: _ } = certified;
    add(format!("<meta property=\"dcterms:conformsTo\" id=\"conforms\">{}</meta>", escaped(conforms)));
    add(format!("<meta property=\"a11y:certifiedBy\" refines=\"#conforms\" id=\"certifier\">{}</meta>", escaped(by)));
    credential.iter().for_each(|text| {
        add(format!("<meta property=\"a11y:certifierCredential\" refines=\"#certifier\">{}</meta>", escaped(text)));
    });
    report.iter().for_each(|href| {
        add(format!("<link rel=\"a11y:certifierReport\" refines=\"#certifier\" href=\"{}\"/>", escaped(href)));
    });
}

/// A personal name as catalogues file it: the last word first. A name with a comma is taken as filed already;
/// one with an article in front or a small letter at the end is no person's, and stays.
fn filed(name: &str) -> String {
    let name = name.trim();
    let group = name.starts_with("The ");
    match name.rsplit_once(' ') {
        Some((first, last)) if !name.contains(',') && !group && last.starts_with(|c: char| !c.is_lowercase()) => {
            format!("{last}, {first}")
        }
        _ => name.to_owned(),
    }
}

/// Whether a date is of the form that shops read (W3C Date and Time Formats): a year, a month or a day.
fn is_date(date: &str) -> bool {
    let parts: Vec<&str> = date.split('-').collect();
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    let within = |text: &str, most: u8| digits(text, 2) && (1..=most).contains(&text.parse().unwrap_or(0));
    match parts.as_slice() {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && within(month, 12),
        [year, month, day] => digits(year, 4) && within(month, 12) && within(day, 31),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_that_shops_read() {
        assert!(is_date("2026") && is_date("2026-11") && is_date("2026-11-22"));
        assert!(!is_date("autumn 2026") && !is_date("2026-13") && !is_date("22.11.2026"));
    }

    #[test]
    fn names_are_filed_by_their_last_word() {
        assert_eq!(filed("Ann Mary Author"), "Author, Ann Mary");
        assert_eq!(filed("Author, Ann"), "Author, Ann");
        assert_eq!((filed("Plato").as_str(), filed("The Bindery authors").as_str()), ("Plato", "The Bindery authors"));
    }
}
