//! What readers wrote into a PDF, as lines for an editor's list of places, and as JSON Lines.

use serde::Serialize;

use crate::proof::Remark;
use crate::snapshot::Snapshot;

/// Longest quotation in a line, characters.
const QUOTED: usize = 80;

/// A line each: `file:line:column: kind: "words": comment (author, page 7)`. Where no place is known the PDF stands
/// for the file; `root` goes before the book's own paths.
#[must_use]
pub fn remarks(snapshot: &Snapshot, remarks: &[Remark], pdf: &str, root: &str) -> String {
    let mut out = String::new();
    for remark in remarks {
        let Remark { kind, page, folio, author, date: _, text, comment, state, at } = remark;
        let place = match at.map(|at| (snapshot.file(at.file), at)) {
            Some((file, at)) => {
                let (line, column) = file.lines.position(&file.text, at.start);
                let slash = if root.is_empty() || root.ends_with('/') { "" } else { "/" };
                format!("{root}{slash}{}:{line}:{column}", file.path)
            }
            None => pdf.to_owned(),
        };
        let said = [&quoted(text), state, &one_line(comment)];
        let said: String = said.into_iter().filter(|part| !part.is_empty()).map(|part| format!(": {part}")).collect();
        let page = if folio.is_empty() { page.to_string() } else { folio.clone() };
        let by = if author.is_empty() { String::new() } else { format!("{author}, ") };
        out.push_str(&format!("{place}: {kind}{said} ({by}page {page})\n"));
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words in quotes, the middle of long ones left out.
fn quoted(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    match letters.len() {
        0 => String::new(),
        length if length <= QUOTED => format!("\"{text}\""),
        length => {
            let part = |part: &[char]| part.iter().collect::<String>();
            let (head, tail) = (letters.split_at(QUOTED / 2).0, letters.split_at(length - QUOTED / 2).1);
            format!("\"{} … {}\"", part(head).trim_end(), part(tail).trim_start())
        }
    }
}

/// A remark with its place. Lines and columns count from 1, columns in characters.
#[derive(Serialize)]
struct Record<'a> {
    #[serde(flatten)]
    remark: &'a Remark,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
}

/// An object a line.
#[must_use]
pub fn remarks_json(snapshot: &Snapshot, remarks: &[Remark]) -> String {
    let mut out = String::new();
    for remark in remarks {
        let file = remark.at.map(|at| (snapshot.file(at.file), at));
        let place = file.as_ref().map(|(file, at)| file.lines.position(&file.text, at.start));
        let record = Record {
            remark,
            file: file.as_ref().map(|(file, _)| file.path.to_string()),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
        };
        // Names and numbers always serialize.
        out.push_str(&serde_json::to_string(&record).unwrap_or_default());
        out.push('\n');
    }
    out
}
