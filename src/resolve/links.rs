//! Where the links of authors lead.

use super::tables::{Assigned, Tables};
use crate::book::{self, Book, Inline, Link, Target};
use crate::problem::{Diagnostic, Problem, nearest};
use crate::snapshot::{BookPath, Snapshot};
use crate::span::FileId;

/// Where a link leads.
pub(super) enum Destination<'t> {
    /// Out of the book, to an absolute URL.
    Url(String),
    /// Into the book.
    Place(&'t Assigned),
}

/// Finds what `target`, as typed in `file`, names.
///
/// `#id` is an id of the same file, or any label; `other.md#id` and mdBook's `other.html#id` are files of
/// the book, seen from this file or, with a slash in front, from the folder of chapters; what begins with a
/// scheme (RFC 3986, section 3.1) leads out.
///
/// # Errors
/// [`Problem::BrokenLink`], [`Problem::LinkOutsideBook`].
pub(super) fn destination<'t>(
    snapshot: &Snapshot,
    tables: &'t Tables,
    src: &BookPath,
    file: FileId,
    target: &str,
) -> Result<Destination<'t>, Problem> {
    if has_scheme(target) {
        return Ok(Destination::Url(target.to_owned()));
    }
    if let Some(host) = target.strip_prefix("//") {
        return Ok(Destination::Url(format!("https://{host}")));
    }
    let (path, id) = target.split_once('#').map_or((target, None), |(path, id)| (path, Some(id)));
    if path.is_empty() {
        let place = id.and_then(|id| tables.name(file, &decoded(id)));
        return place.map(Destination::Place).ok_or_else(|| broken_id(tables, file, target, id));
    }
    let path = decoded(path.split('?').next().unwrap_or_default());
    let (opening, path) = find(snapshot, tables, src, file, target, &path)?;
    let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(Destination::Place(opening)) };
    let inside = snapshot.text(&path).map_or_else(|(file, _)| file, |text| text.file);
    let place = tables.name(inside, &decoded(id));
    place.map(Destination::Place).ok_or_else(|| broken_id(tables, inside, target, Some(id)))
}

/// The heading of the file that a path names, and the file.
fn find<'t>(
    snapshot: &Snapshot,
    tables: &'t Tables,
    src: &BookPath,
    file: FileId,
    target: &str,
    path: &str,
) -> Result<(&'t Assigned, BookPath), Problem> {
    let broken = |nearest| Problem::BrokenLink { target: target.to_owned(), nearest };
    let from = snapshot.file(file);
    let full = match path.strip_prefix('/') {
        Some(path) => src.join(path),
        None => from.path.beside(path),
    };
    let full = full.map_err(|_| broken(None))?;
    let spellings = [
        full.as_str().to_owned(),
        full.as_str().trim_end_matches(".html").to_owned() + ".md",
        format!("{full}/index.md"),
        format!("{full}/README.md"),
        full.as_str().trim_end_matches("index.html").to_owned() + "README.md",
        format!("{full}.md"),
    ];
    let mut known = spellings.iter().filter_map(|path| BookPath::new(path).ok());
    let found = known.find_map(|path| Some((tables.file(&path)?, path)));
    found.ok_or_else(|| {
        if snapshot.bytes(&full).is_ok() {
            return Problem::LinkOutsideBook { target: target.to_owned() };
        }
        broken(nearest(full.as_str(), tables.files()))
    })
}

fn broken_id(tables: &Tables, file: FileId, target: &str, id: Option<&str>) -> Problem {
    let known = tables.names(file).chain(tables.labels());
    let nearest = id.and_then(|id| nearest(id, known));
    Problem::BrokenLink { target: target.to_owned(), nearest }
}

/// Links out of the book that no EPUB may have: they are said whatever the edition, because one text makes all.
pub(super) fn unaddressed(book: &Book) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    book.inlines(&mut |inline| {
        if let Inline::Link(Link { target: Target::Url(url), span, .. }) = inline
            && book::href(url).is_none()
        {
            out.push(Problem::BadAddress { target: url.clone() }.at(*span));
        }
    });
    out
}

/// `scheme:` in front, RFC 3986 section 3.1; one letter is a drive, not a scheme.
fn has_scheme(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else { return false };
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.len() > 1 && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letters)
}

/// Percent escapes decoded (RFC 3986, section 2.1).
pub(super) fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_and_escapes() {
        assert!(has_scheme("https://example.org"));
        assert!(has_scheme("mailto:a@example.org"));
        assert!(!has_scheme("one.md/x:y"));
        assert!(!has_scheme("c:/one.md"));
        assert_eq!(decoded("a%20b%2"), "a b%2");
    }
}
