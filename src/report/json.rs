//! Problems as JSON Lines: one object a line, complete, for programs.

use serde::Serialize;

use crate::problem::{Diagnostic, Problem, Severity};
use crate::snapshot::Snapshot;
use crate::span::Span;

/// A problem as programs see it. Lines and columns count from 1, columns in characters; the end is
/// exclusive.
#[derive(Serialize)]
struct Record {
    code: &'static str,
    severity: Severity,
    message: String,
    help: Option<String>,
    /// Volume of the finished book, from 1, where it has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<usize>,
    /// Page of the finished PDF, from 1, where it is a fault of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<usize>,
    /// The number printed on that page.
    #[serde(skip_serializing_if = "Option::is_none")]
    folio: Option<String>,
    #[serde(flatten)]
    place: Place,
    also: Vec<Also>,
}

#[derive(Serialize)]
struct Also {
    message: String,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Place {
    /// From the book's folder.
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// Sorted problems, one JSON object a line.
#[must_use]
pub fn json(snapshot: &Snapshot, problems: &[Diagnostic]) -> String {
    let mut out = String::new();
    for Diagnostic { problem, at, also } in problems {
        let also =
            also.iter().map(|(span, how)| Also { message: how.clone(), place: place(snapshot, *span) });
        let (volume, page, folio) = match problem {
            Problem::Proof { volume, page, folio, .. } => {
                let page = Some(*page).filter(|page| *page > 0);
                (Some(*volume).filter(|volume| *volume > 0), page, page.map(|_| folio.clone()))
            }
            _ => (None, None, None),
        };
        let record = Record {
            volume,
            page,
            folio,
            code: problem.code(),
            severity: problem.severity(),
            message: problem.message(),
            help: problem.help(),
            place: place(snapshot, *at),
            also: also.collect(),
        };
        // Strings and numbers always serialize; there is no error to lose.
        out.push_str(&serde_json::to_string(&record).unwrap_or_default());
        out.push('\n');
    }
    out
}

fn place(snapshot: &Snapshot, span: Span) -> Place {
    let text = snapshot.file(span.file);
    let (line, column) = text.lines.position(&text.text, span.start);
    let (end_line, end_column) = text.lines.position(&text.text, span.end);
    Place { file: text.path.to_string(), line, column, end_line, end_column }
}

#[cfg(test)]
mod tests {
    use super::super::{sorted, tests::found};
    use super::*;

    #[test]
    fn every_problem_is_an_object_on_its_line() {
        let (snapshot, problems) = found();
        let told = json(&snapshot, &sorted(&snapshot, problems));
        let objects: Vec<serde_json::Value> =
            told.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(objects.len(), 4);
        let first = serde_json::json!({
            "code": "broken-link", "severity": "warning", "message": "nothing at `y.md`",
            "help": "did you mean `z.md`?", "file": "a.md", "line": 3, "column": 1, "end_line": 3,
            "end_column": 10, "also": []
        });
        assert_eq!(objects[0], first);
        let also = serde_json::json!([{
            "message": "first here", "file": "a.md", "line": 3, "column": 1, "end_line": 3, "end_column": 10
        }]);
        assert_eq!(objects[3]["also"], also);
    }
}
