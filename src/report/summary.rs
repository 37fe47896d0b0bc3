//! What a build came to: the last lines it prints.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::Counts;
use crate::build::Statistics;

/// What a build came to.
#[derive(Debug, Clone)]
pub struct Summary<'a> {
    /// What was counted.
    pub statistics: &'a Statistics,
    /// How many problems there were.
    pub counts: Counts,
    /// Time it took, seconds.
    pub seconds: f64,
    /// The files written, with their sizes in bytes.
    pub files: Vec<(String, u64)>,
    /// Whether it was done; otherwise nothing was written.
    pub done: bool,
}

impl Summary<'_> {
    /// For a person: a few lines.
    #[must_use]
    pub fn human(&self) -> String {
        let mut out = String::new();
        if self.done {
            out.push_str(&self.contents());
        }
        let width = self.files.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        for (name, size) in &self.files {
            // Writing into a string can't fail.
            let _ = writeln!(out, "{name:<width$}  {:>8}", bytes(*size));
        }
        let verdict = if self.done { "done" } else { "failed" };
        let Counts { errors, warnings, notes } = self.counts;
        let problems = [count(errors, "error"), count(warnings, "warning"), count(notes, "note")].concat();
        let problems = if problems.is_empty() { "no problems".to_owned() } else { problems.join(", ") };
        let _ = writeln!(out, "{verdict} in {:.1} s: {problems}", self.seconds);
        out
    }

    /// For a program: one JSON object on a line, `{"summary": {...}}`.
    #[must_use]
    pub fn json(&self) -> String {
        let Statistics { pages, words, chapters, figures, tables, listings } = self.statistics;
        let record = Record {
            done: self.done,
            seconds: self.seconds,
            pages,
            words: *words,
            chapters: *chapters,
            figures: *figures,
            tables: *tables,
            listings: *listings,
            errors: self.counts.errors,
            warnings: self.counts.warnings,
            notes: self.counts.notes,
            files: self.files.iter().map(|(name, bytes)| Written { name, bytes: *bytes }).collect(),
        };
        // Strings and numbers always serialize; there is no error to lose.
        let text = serde_json::to_string(&Line { summary: record }).unwrap_or_default();
        format!("{text}\n")
    }

    /// "2,114 pages (print), 513,000 words, 12 chapters": what there is none of is left out.
    fn contents(&self) -> String {
        let Statistics { pages, words, chapters, figures, tables, listings } = self.statistics;
        let mut told = Vec::new();
        for (edition, pages) in pages {
            told.extend(count(*pages, "page").into_iter().map(|pages| format!("{pages} ({edition})")));
        }
        for (number, name) in [
            (words, "word"),
            (chapters, "chapter"),
            (figures, "figure"),
            (tables, "table"),
            (listings, "listing"),
        ] {
            told.extend(count(*number, name));
        }
        if told.is_empty() { String::new() } else { format!("{}\n", told.join(", ")) }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    summary: Record<'a>,
}

#[derive(Serialize)]
struct Record<'a> {
    done: bool,
    seconds: f64,
    pages: &'a BTreeMap<String, usize>,
    words: usize,
    chapters: usize,
    figures: usize,
    tables: usize,
    listings: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    files: Vec<Written<'a>>,
}

#[derive(Serialize)]
struct Written<'a> {
    name: &'a str,
    bytes: u64,
}

/// "1 page", "2,114 pages"; nothing for 0.
fn count(number: usize, name: &str) -> Vec<String> {
    match number {
        0 => vec![],
        1 => vec![format!("1 {name}")],
        _ => vec![format!("{} {name}s", thousands(number))],
    }
}

/// A number with commas between thousands.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let comma = |at: usize| at > 0 && at % 3 == first;
    digits
        .char_indices()
        .flat_map(|(at, digit)| comma(at).then_some(',').into_iter().chain([digit]))
        .collect()
}

/// A size in bytes, kB or MB (powers of ten, as file managers and upload forms count).
fn bytes(size: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", size / unit, size % unit * 10 / unit);
    match size {
        0..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{} kB", tenths(1_000)),
        _ => format!("{} MB", tenths(1_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_in_words_and_in_json() {
        let pages = [("print".to_owned(), 2114), ("screen".to_owned(), 1)].into();
        let statistics =
            Statistics { pages, words: 513_000, chapters: 21, figures: 0, tables: 1, listings: 7 };
        let counts = Counts { errors: 0, warnings: 34, notes: 1 };
        let files = vec![("out/book-print.pdf".to_owned(), 12_345_678), ("out/ledger.json".to_owned(), 999)];
        let summary = Summary { statistics: &statistics, counts, seconds: 9.96, files, done: true };
        let expected = "\
2,114 pages (print), 1 page (screen), 513,000 words, 21 chapters, 1 table, 7 listings
out/book-print.pdf   12.3 MB
out/ledger.json        999 B
done in 10.0 s: 34 warnings, 1 note
";
        assert_eq!(summary.human(), expected);
        let json: serde_json::Value = serde_json::from_str(&summary.json()).expect("JSON");
        assert_eq!(json["summary"]["pages"]["print"], 2114);
        assert_eq!(json["summary"]["files"][1]["bytes"], 999);
        let failed = Summary { files: vec![], done: false, counts: Counts::default(), ..summary };
        assert_eq!(failed.human(), "failed in 10.0 s: no problems\n");
    }

    #[test]
    fn numbers_are_grouped() {
        let told = [0, 999, 1_000, 12_345, 123_456, 1_234_567].map(thousands);
        assert_eq!(told, ["0", "999", "1,000", "12,345", "123,456", "1,234,567"]);
        assert_eq!([999, 1_000, 1_999_999].map(bytes), ["999 B", "1.0 kB", "1.9 MB"]);
    }
}
