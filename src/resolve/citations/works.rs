//! The files that describe works: BibLaTeX (`.bib`) and Hayagriva's YAML.
//!
//! Hayagriva gives entries without their places, so these are found here: an entry of `.bib` begins
//! `@type{key,`, one of YAML with its key at the beginning of a line.

use std::collections::BTreeMap;
use std::ops::Range;

use hayagriva::io::BibLaTeXError;
use hayagriva::types::{EntryType, Publisher};
use hayagriva::{Entry, Library, io};

use crate::problem::{Diagnostic, Problem};
use crate::snapshot::{BookPath, Snapshot, Text, Unread};
use crate::span::Span;

/// Every work that the book can cite.
#[derive(Debug, Default)]
pub(super) struct Works {
    /// By key: the work, and where it is described.
    pub known: BTreeMap<String, (Entry, Span)>,
    /// A file could not be read, so a missing work says nothing.
    pub broken: bool,
}

/// Reads the files, in order. Of two works with one key the first counts.
pub(super) fn read(snapshot: &Snapshot, files: &[(BookPath, Span)], problems: &mut Vec<Diagnostic>) -> Works {
    let mut works = Works::default();
    for (path, at) in files {
        let found = problems.len();
        let library = one(snapshot, path, *at, problems);
        works.broken |= problems.len() > found;
        let Some((library, places)) = library else { continue };
        for mut entry in library {
            published(&mut entry);
            let key = entry.key().to_owned();
            let place = places.iter().find(|(name, _)| *name == key).map_or(*at, |(_, place)| *place);
            match works.known.get(&key) {
                Some((_, first)) => problems.push(twice(snapshot, &key, *first, place)),
                None => drop(works.known.insert(key, (entry, place))),
            }
        }
    }
    works
}

type Described = (Library, Vec<(String, Span)>);

fn one(snapshot: &Snapshot, path: &BookPath, at: Span, problems: &mut Vec<Diagnostic>) -> Option<Described> {
    let text = match snapshot.text(path) {
        Ok(text) => text,
        Err((_, unread)) => {
            problems.push(unreadable(snapshot, path, unread).at(at));
            return None;
        }
    };
    let (library, places) = match path.extension().as_str() {
        "bib" => (bib(&text), bib_places(&text)),
        "yaml" | "yml" => (yaml(&text), yaml_places(&text)),
        _ => {
            let (key, value) = ("book.bibliography".to_owned(), path.to_string());
            let expected = "a file that ends in `.bib`, `.yaml` or `.yml`".to_owned();
            problems.push(Problem::BadValue { key, value, expected }.at(at));
            return None;
        }
    };
    let found = problems.len();
    for (index, (key, place)) in places.iter().enumerate() {
        if let Some((_, first)) = places.iter().take(index).find(|(name, _)| name == key) {
            problems.push(twice(snapshot, key, *first, *place));
        }
    }
    match library {
        Ok(library) => Some((library, places)),
        Err(faults) => {
            // A key that stands twice is said already, with both its places.
            let said = problems.len() > found;
            let new = |fault: &Diagnostic| !said || !fault.problem.message().contains("duplicate");
            problems.extend(faults.into_iter().filter(new));
            None
        }
    }
}

pub(super) fn unreadable(snapshot: &Snapshot, path: &BookPath, unread: Unread) -> Problem {
    let shown = path.to_string();
    match unread {
        Unread::Missing => {
            let near = snapshot.beside(path);
            let name = shown.rsplit('/').next().unwrap_or_default().to_owned();
            let nearest = crate::problem::nearest(&name, near.iter().map(String::as_str));
            Problem::MissingFile { path: shown, nearest }
        }
        Unread::Failed(reason) => Problem::UnreadableFile { path: shown, reason },
        Unread::NotUtf8 { .. } => Problem::NotUtf8 { path: shown },
    }
}

fn twice(snapshot: &Snapshot, key: &str, first: Span, second: Span) -> Diagnostic {
    let problem = Problem::WorkTwice { key: key.to_owned(), first: snapshot.place(first) };
    problem.at(second).and(first, "the first")
}

/// A paper of a conference and one of a collection are read as chapters of a book: hayagriva 0.10.1 gives the
/// title of such a volume twice, as its own and as its series' ("In 'X'. Special issue, X").
fn bib(text: &Text) -> Result<Library, Vec<Diagnostic>> {
    let mut source = text.text.clone();
    for (_, place) in bib_places(text) {
        let start = place.start as usize;
        let kind = source.get(start..).and_then(|rest| rest.split(['{', '(']).next()).unwrap_or_default();
        let volume = ["@inproceedings", "@conference", "@incollection"].contains(&kind.trim().to_lowercase().as_str());
        let kind = start..start + kind.len();
        if volume {
            // Padded, so that places in the file stay the same.
            source.replace_range(kind.clone(), &format!("{:<width$}", "@inbook", width = kind.len()));
        }
    }
    let mut from = 0;
    while let Some((field, address)) = published_at(&source, from) {
        from = field.end;
        let instead = format!("{:<width$}", format!("url = {{{address}}}"), width = field.len());
        source.replace_range(field, &instead);
    }
    io::from_biblatex_str(&source).map_err(|faults| {
        let fault = |fault: BibLaTeXError| {
            let (range, reason) = match fault {
                BibLaTeXError::Parse(fault) => (fault.span, fault.kind.to_string()),
                BibLaTeXError::Type(fault) => (fault.span, fault.kind.to_string()),
            };
            let problem = Problem::BadBibliography { reason: format!("not BibLaTeX: {reason}") };
            problem.at(Span::new(text.file, range.start.min(text.text.len()), range.end.min(text.text.len())))
        };
        faults.into_iter().map(fault).collect()
    })
}

/// A field `howpublished = {\url{...}}` from an offset on, and its address: hayagriva 0.10.1 drops the field.
fn published_at(source: &str, from: usize) -> Option<(Range<usize>, String)> {
    let rest = source.get(from..)?;
    let start = from + rest.to_ascii_lowercase().find("howpublished")?;
    let value = source.get(start + "howpublished".len()..)?.trim_start();
    let value = value.strip_prefix('=').map(str::trim_start).and_then(|value| value.strip_prefix(['{', '"']));
    let inside = value.and_then(|value| value.trim_start().strip_prefix("\\url{"));
    let Some((address, behind)) = inside.and_then(|inside| inside.split_once('}')) else {
        return published_at(source, start + 1);
    };
    let Some(behind) = behind.trim_start().strip_prefix(['}', '"']) else { return published_at(source, start + 1) };
    Some((start..source.len() - behind.len(), address.to_owned()))
}

fn yaml(text: &Text) -> Result<Library, Vec<Diagnostic>> {
    let library = io::from_yaml_str(&text.text).map(|library| library.into_iter().map(in_book).collect());
    library.map_err(|fault| {
        let at = fault.location().map_or(0, |location| location.index().min(text.text.len()));
        let reason = fault.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default();
        let problem = Problem::BadBibliography { reason: format!("not Hayagriva YAML: {reason}") };
        vec![problem.at(Span::new(text.file, at, at))]
    })
}

/// The same for an article of proceedings in YAML. An entry's type can't be changed, only written and read.
fn in_book(entry: Entry) -> Entry {
    let paper = *entry.entry_type() == EntryType::Article
        && entry.parents().first().is_some_and(|parent| *parent.entry_type() == EntryType::Proceedings);
    if !paper {
        return entry;
    }
    let changed = || {
        let text = io::to_yaml_str(&std::iter::once(entry.clone()).collect()).ok()?;
        let text = text.replacen("type: article", "type: chapter", 1).replacen("type: proceedings", "type: book", 1);
        io::from_yaml_str(&text).ok()?.into_iter().next()
    };
    changed().unwrap_or(entry)
}

/// Key and place of each entry of a `.bib` file.
fn bib_places(text: &Text) -> Vec<(String, Span)> {
    let mut starts = Vec::new();
    for (at, _) in text.text.match_indices('@') {
        let line = text.text.get(..at).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
        let rest = text.text.get(at + 1..).unwrap_or_default();
        let Some((kind, rest)) = rest.split_once(['{', '(']) else { continue };
        let other = ["comment", "string", "preamble"].contains(&kind.trim().to_lowercase().as_str());
        if other || !line.trim().is_empty() || !kind.trim().chars().all(char::is_alphabetic) {
            continue;
        }
        let key = rest.split([',', '}', '\n']).next().unwrap_or_default().trim();
        if !key.is_empty() {
            starts.push((key.to_owned(), at));
        }
    }
    places(text, &starts)
}

fn yaml_places(text: &Text) -> Vec<(String, Span)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.text.split_inclusive('\n') {
        let key = line.split(':').next().unwrap_or_default();
        let begins = !line.starts_with([' ', '\t', '#', '-', '\n', '.']) && line.contains(':');
        if begins {
            starts.push((key.trim().trim_matches(['"', '\'']).to_owned(), at));
        }
        at += line.len();
    }
    places(text, &starts)
}

/// Each entry reaches to the next.
fn places(text: &Text, starts: &[(String, usize)]) -> Vec<(String, Span)> {
    let ends = starts.iter().skip(1).map(|(_, at)| *at).chain([text.text.len()]);
    let place = |((key, at), end): (&(String, usize), usize)| {
        let body = text.text.get(*at..end).unwrap_or_default().trim_end();
        (key.clone(), Span::new(text.file, *at, at + body.len()))
    };
    starts.iter().zip(ends).map(place).collect()
}

/// Styles print the publisher of a report or thesis; BibLaTeX calls it its institution, which hayagriva
/// keeps as an organization that no CSL variable names.
fn published(entry: &mut Entry) {
    let kinds = [EntryType::Report, EntryType::Thesis, EntryType::Reference, EntryType::Misc, EntryType::Web];
    let named = entry.publisher().is_some_and(|publisher| publisher.name().is_some());
    if named || !kinds.contains(entry.entry_type()) {
        return;
    }
    if let Some(organization) = entry.organization().cloned() {
        let location = entry.publisher().and_then(|publisher| publisher.location().cloned());
        entry.set_publisher(Publisher::new(Some(organization), location));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{FileId, Lines};

    fn text(text: &str) -> Text {
        let path = BookPath::new("refs.bib").expect("inside");
        Text { file: FileId(0), path, text: text.to_owned(), lines: Lines::new(text) }
    }

    #[test]
    fn entries_have_places() {
        let bib = text("@string{a = \"b\"}\n@article{one,\n  note = {me@x.org}\n}\n\n@Book{ two ,\n}\n");
        let found = bib_places(&bib);
        let shown: Vec<_> = found.iter().map(|(key, at)| (key.as_str(), at.start, at.end)).collect();
        assert_eq!(shown, [("one", 17, 52), ("two", 54, 68)]);
        let yaml = text("# works\none:\n  type: book\n\"two\":\n  type: book\n");
        let found = yaml_places(&yaml);
        let shown: Vec<_> = found.iter().map(|(key, at)| (key.as_str(), at.start)).collect();
        assert_eq!(shown, [("one", 8), ("two", 26)]);
    }
}
