//! Joined pages to the bytes of a PDF.
//!
//! The screen edition claims PDF/UA-1 (ISO 14289-1:2014) and PDF/A-2a (ISO 19005-2:2011) in one file of PDF 1.7.

use ecow::eco_vec;
use typst::diag::{SourceDiagnostic, SourceResult};
use typst::foundations::{Datetime, Smart};
use typst::model::DocumentInfo;
use typst::syntax::Span;
use typst::text::Locale;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::{Edition, Settings};
use crate::book::Book;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// What a file says of itself: whether it keeps to the standards of its edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It does, and Typst enforces it.
    Kept,
    /// It says nothing.
    None,
}

/// The PDF of a book, or of one of its volumes (from 0).
///
/// # Errors
/// What Typst says against it; with a claim, also what doesn't keep to the standards.
pub fn pdf(
    document: &PagedDocument,
    book: &Book,
    settings: &Settings,
    volume: Option<usize>,
    claim: Claim,
) -> SourceResult<Vec<u8>> {
    let kind = match settings.edition {
        Edition::Print => "print",
        Edition::Screen => "screen",
        Edition::Review => "review",
    };
    let meta = &book.meta;
    let parts = [Some(&meta.title), meta.isbn_print.as_ref(), meta.edition.as_ref()];
    let names: Vec<&str> = parts.into_iter().flatten().map(String::as_str).chain([kind]).collect();
    let volume = volume.map_or(String::new(), |volume| format!("/{volume}"));
    let standards: &[PdfStandard] = match claim {
        Claim::Kept => &[PdfStandard::A_2a, PdfStandard::Ua_1],
        Claim::None if settings.sheet.older => &[PdfStandard::V_1_6],
        Claim::None => &[],
    };
    let standards = PdfStandards::new(standards)
        .map_err(|fault| eco_vec![SourceDiagnostic::error(Span::detached(), fault.message().clone())])?;
    let options = PdfOptions {
        ident: Smart::Custom(names.join("/") + &volume),
        creator: Smart::Custom(Some(format!("Bindery {}", env!("CARGO_PKG_VERSION")))),
        timestamp: date(book.meta.date).map(Timestamp::new_utc),
        page_ranges: None,
        standards,
        tagged: !settings.sheet.bare,
        pretty: false,
    };
    typst_pdf::pdf(document, &options)
}

/// What a catalogue reads of the PDF.
#[must_use]
pub fn info(book: &Book, locale: Smart<Locale>) -> DocumentInfo {
    let meta = &book.meta;
    DocumentInfo {
        title: Some(meta.title.as_str().into()),
        author: meta.authors.iter().map(|author| author.as_str().into()).collect(),
        description: meta.description.as_deref().map(Into::into),
        keywords: meta.subjects.iter().map(|subject| subject.as_str().into()).collect(),
        date: Smart::Auto,
        locale,
    }
}

/// A moment in UTC.
fn date(seconds: i64) -> Option<Datetime> {
    let ((year, month, day), rest) = (crate::book::date(seconds), seconds.rem_euclid(DAY));
    let small = |n: i64| u8::try_from(n).ok();
    let (hour, minute, second) = (small(rest / 3600)?, small(rest / 60 % 60)?, small(rest % 60)?);
    Datetime::from_ymd_hms(i32::try_from(year).ok()?, small(month)?, small(day)?, hour, minute, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_dates() {
        let known = Datetime::from_ymd_hms(2026, 11, 22, 12, 30, 5);
        assert_eq!(date(1_795_350_605), known);
        assert_eq!(date(0), Datetime::from_ymd_hms(1970, 1, 1, 0, 0, 0));
        assert_eq!(date(951_782_400), Datetime::from_ymd_hms(2000, 2, 29, 0, 0, 0));
    }
}
