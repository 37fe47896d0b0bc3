//! Joined pages to the bytes of a PDF.

use typst::foundations::{Datetime, Smart};
use typst::model::DocumentInfo;
use typst::text::Locale;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::{Edition, Settings};
use crate::book::Book;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The PDF of a book, or of one of its volumes (from 0).
///
/// # Errors
/// What Typst says against it.
pub fn pdf(document: &PagedDocument, book: &Book, settings: &Settings, volume: Option<usize>) -> Result<Vec<u8>, Vec<String>> {
    let kind = match settings.edition {
        Edition::Print => "print",
        Edition::Screen => "screen",
    };
    let meta = &book.meta;
    let parts = [Some(&meta.title), meta.isbn_print.as_ref(), meta.edition.as_ref()];
    let names: Vec<&str> = parts.into_iter().flatten().map(String::as_str).chain([kind]).collect();
    let volume = volume.map_or(String::new(), |volume| format!("/{volume}"));
    let version: &[PdfStandard] = if settings.sheet.older { &[PdfStandard::V_1_6] } else { &[] };
    let standards = PdfStandards::new(version).map_err(|fault| vec![fault.message().to_string()])?;
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
        .map_err(|faults| faults.iter().map(|fault| fault.message.to_string()).collect())
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

/// A moment in UTC (days to a date as in Howard Hinnant's `civil_from_days`).
fn date(seconds: i64) -> Option<Datetime> {
    let (days, rest) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
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
