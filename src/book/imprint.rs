//! What the copyright page says: both outputs print the same lines.

use super::{Book, Creator, Meta, Series, Words};

/// The lines of the copyright page: title, who made the book, series, edition and printing, publisher with place
/// and date, rights, an ISBN a line, and what it was set with. `volume` is a volume's ISBN and what it is called.
#[must_use]
pub fn imprint(book: &Book, volume: Option<(&str, &str)>) -> Vec<String> {
    let Book { meta, words, .. } = book;
    let mut lines = vec![title(meta)];
    if !meta.authors.is_empty() {
        lines.push(format!("{} {}", words.by, enumerated(&meta.authors, &words.and)));
    }
    lines.extend(meta.creators.iter().filter(|one| one.role != "aut").map(|one| made(one, words)));
    lines.extend(meta.series.as_ref().map(series));
    lines.extend(joined([&meta.edition, &meta.printing], ", "));
    let house = joined([&meta.place, &meta.publisher], ": ");
    let date = meta.published.as_deref().map(|date| dated(date, words));
    lines.extend(joined([&house, &date], ", "));
    lines.extend(meta.rights.clone());
    lines.extend(volume.map(|(isbn, name)| format!("ISBN {} ({name})", hyphenated(isbn))));
    let isbns = [(&meta.isbn_print, words.printed.as_str()), (&meta.isbn_epub, "EPUB")];
    let named = isbns.into_iter().filter_map(|(isbn, name)| Some((isbn.as_ref()?, name)));
    lines.extend(named.map(|(isbn, name)| format!("ISBN {} ({name})", hyphenated(isbn))));
    lines.push(words.typeset_with.replace("{program}", concat!("Bindery ", env!("CARGO_PKG_VERSION"))));
    lines
}

/// Names in one line: `A, B and C`.
#[must_use]
pub fn enumerated(names: &[String], and: &str) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} {and} {last}", first.join(", ")),
        names => names.concat(),
    }
}

/// Title and subtitle in one line.
fn title(meta: &Meta) -> String {
    match &meta.subtitle {
        Some(subtitle) => format!("{}. {subtitle}", meta.title),
        None => meta.title.clone(),
    }
}

/// What somebody did, where the language has a word for it.
fn made(creator: &Creator, words: &Words) -> String {
    let word = match creator.role {
        "edt" | "com" => &words.edited_by,
        "trl" => &words.translated_by,
        "ill" => &words.illustrated_by,
        _ => &words.with,
    };
    word.replace("{name}", &creator.name)
}

fn series(series: &Series) -> String {
    let Series { name, position } = series;
    position.as_ref().map_or_else(|| name.clone(), |position| format!("{name} {position}"))
}

/// What there is of two, with something between them.
fn joined(parts: [&Option<String>; 2], between: &str) -> Option<String> {
    let there: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    (!there.is_empty()).then(|| there.join(between))
}

/// `2026-11-22` as a press says it, by month and year; a year alone, and what is no date, as it was given.
fn dated(date: &str, words: &Words) -> String {
    let mut fields = date.split('-');
    let year = fields.next().unwrap_or_default();
    let month = fields.next().and_then(|month| month.parse::<usize>().ok()).and_then(|month| month.checked_sub(1));
    match month.and_then(|month| words.months.get(month)) {
        Some(month) => words.dated.replace("{month}", month).replace("{year}", year),
        None => date.to_owned(),
    }
}

/// An ISBN-13 with the hyphens that its agency sets; digits alone where the group is unknown.
#[must_use]
pub fn hyphenated(digits: &str) -> String {
    let isbn: Option<isbn::Isbn> = digits.parse().ok();
    isbn.and_then(|isbn| isbn.hyphenate().ok()).map_or_else(|| digits.to_owned(), |isbn| isbn.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_months_and_years() {
        let months = ["enero", "febrero"].map(str::to_owned).to_vec();
        let words = Words { months, dated: "{month} de {year}".into(), ..Words::default() };
        assert_eq!(dated("2026-02-11", &words), "febrero de 2026");
        assert_eq!(dated("2026-01", &words), "enero de 2026");
        assert_eq!([dated("2026", &words), dated("2026-13", &words)], ["2026", "2026-13"]);
    }

    #[test]
    fn names_are_enumerated() {
        let names = |names: &[&str]| enumerated(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), "och");
        assert_eq!(names(&["Ann", "Bo", "Cy"]), "Ann, Bo och Cy");
        assert_eq!(names(&["Ann", "Bo"]), "Ann och Bo");
        assert_eq!([names(&["Ann"]), names(&[])], ["Ann", ""]);
    }

    #[test]
    fn what_is_missing_leaves_no_sign() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(joined([&some("Graz"), &some("Press")], ": ").as_deref(), Some("Graz: Press"));
        assert_eq!(joined([&None, &some("Press")], ": ").as_deref(), Some("Press"));
        assert_eq!(joined([&None, &None], ": "), None);
    }
}
