//! Problems and statistics -> text for people, and JSON for programs.
//!
//! In: what a build found, in any order. Out: strings; `main` decides where they go. Sorted by path, place
//! and code, and every problem once: after [`sorted`], two builds say the same in the same order, whatever
//! thread found it first.

mod human;
mod json;
mod remarks;
mod summary;

pub use human::{Look, human};
pub use json::json;
pub use remarks::{remarks, remarks_json};
pub use summary::Summary;

use std::collections::BTreeMap;

use crate::problem::{Diagnostic, Severity};
use crate::snapshot::Snapshot;

/// How many problems there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// What keeps the book from being made.
    pub errors: usize,
    /// What is not as the author meant.
    pub warnings: usize,
    /// What is worth knowing.
    pub notes: usize,
}

impl Counts {
    /// Counts problems.
    #[must_use]
    pub fn of(problems: &[Diagnostic]) -> Self {
        let mut counts = Self::default();
        for diagnostic in problems {
            match diagnostic.problem.severity() {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
        }
        counts
    }
}

/// How much was found, in a line.
#[must_use]
pub fn found(counts: Counts) -> String {
    let Counts { errors, warnings, notes } = counts;
    if errors + warnings + notes == 0 {
        return "no problems\n".to_owned();
    }
    format!("errors: {errors}, warnings: {warnings}, notes: {notes}\n")
}

/// Whether any of them keeps the book from being made.
#[must_use]
pub fn has_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|diagnostic| diagnostic.problem.severity() == Severity::Error)
}

/// Problems by path, place and code; of those that say the same at the same place, the first.
#[must_use]
pub fn sorted(snapshot: &Snapshot, mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let files = problems.iter().map(|diagnostic| diagnostic.at.file);
    let paths: BTreeMap<_, _> = files.map(|file| (file, snapshot.file(file).path.clone())).collect();
    problems.sort_by(|a, b| {
        let key = |x: &Diagnostic| (paths.get(&x.at.file).cloned(), x.at.start, x.at.end, x.problem.code());
        key(a).cmp(&key(b)).then_with(|| a.problem.cmp(&b.problem))
    });
    problems.dedup_by(|b, a| a.problem == b.problem && a.at == b.at);
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use crate::snapshot::{BookPath, Memory};
    use crate::span::Span;

    /// A snapshot with `z.md` read before `a.md`, and problems in both, out of order and one of them twice.
    pub(super) fn found() -> (Snapshot, Vec<Diagnostic>) {
        let texts = [("a.md", "# Één\n\n[x](y.md) and [q](r.md)\n"), ("z.md", "# Z\n\ntext\n")];
        let files = texts.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let snapshot = Snapshot::new(Box::new(Memory(files.into())), 0);
        let read = |path: &str| snapshot.text(&BookPath::new(path).expect("inside")).expect("there").file;
        let (z, a) = (read("z.md"), read("a.md"));
        let link = |target: &str, nearest: Option<&str>, at| {
            let (target, nearest) = (target.to_owned(), nearest.map(str::to_owned));
            Problem::BrokenLink { target, nearest }.at(at)
        };
        let twin = Problem::DuplicateLabel { label: "x".to_owned(), first: "a.md:3".to_owned() };
        let problems = vec![
            twin.at(Span::new(z, 5, 9)).and(Span::new(a, 9, 18), "first here"),
            link("r.md", None, Span::new(a, 23, 32)),
            link("y.md", Some("z.md"), Span::new(a, 9, 18)),
            link("y.md", Some("z.md"), Span::new(a, 9, 18)),
            Problem::NoManifest.at(Span::top(z)),
        ];
        (snapshot, problems)
    }

    #[test]
    fn problems_are_sorted_by_path_and_place_and_said_once() {
        let (snapshot, problems) = found();
        let sorted = sorted(&snapshot, problems);
        let told = |x: &Diagnostic| format!("{} {}", snapshot.place(x.at), x.problem.code());
        let told: Vec<_> = sorted.iter().map(told).collect();
        let expected =
            ["a.md:3 broken-link", "a.md:3 broken-link", "z.md:1 no-manifest", "z.md:3 duplicate-label"];
        assert_eq!(told, expected);
        assert!(has_errors(&sorted) && !has_errors(&sorted[..2]));
        assert_eq!(Counts::of(&sorted), Counts { errors: 2, warnings: 2, notes: 0 });
    }
}
