//! What readers wrote into a PDF of the book, brought back to the Markdown: what `bindery annotations` prints.
//!
//! In come the PDF as it came back, and the maps of the PDFs that the book was built as. A program that saves
//! notes may write every byte of a file anew, under another name, with pages taken out: so the map that belongs
//! to it is found by what stands on its pages, and so is each page ([`pages`]). [`place`] finds the words that an
//! annotation lies on and their place in the text. Out come remarks in the order of reading, answers behind
//! what they answer.

mod pages;
mod place;

use serde::Serialize;

use super::map::Map;
use super::read::{self, Annotation, Kind};
use super::sheet::Sheets;
use crate::problem::{Diagnostic, Fault, Problem};
use crate::snapshot::Snapshot;
use crate::span::Span;

/// What somebody wrote on a page.
#[derive(Debug, Clone, Serialize)]
pub struct Remark {
    /// `highlight`, `strike-out`, `note`, `answer` ...
    pub kind: &'static str,
    /// Page of the file, from 1.
    pub page: usize,
    /// The page's label, `xii` or `7`; empty where the file has none.
    pub folio: String,
    /// Who wrote it; empty where nobody is named.
    pub author: String,
    /// When, as ISO 8601 has it; empty where that isn't known.
    pub date: String,
    /// The words that it lies on; empty where it lies beside the text.
    pub text: String,
    /// What it says.
    pub comment: String,
    /// What became of what it answers: `Accepted`, say; empty where it doesn't say.
    pub state: String,
    /// Its place in the Markdown; `None` where none is known.
    #[serde(skip)]
    pub at: Option<Span>,
}

/// Reads the remarks in a PDF called `file`.
#[must_use]
pub fn read(snapshot: &Snapshot, file: &str, bytes: &[u8], maps: &[Map], top: Span) -> (Vec<Remark>, Vec<Diagnostic>) {
    let whole = |fault: Fault| Problem::Proof { volume: 0, page: 0, folio: String::new(), fault }.at(top);
    let finished = match read::read(bytes) {
        Ok(finished) if !finished.pages.is_empty() => finished,
        Ok(_) => return (Vec::new(), vec![whole(Fault::UnreadablePdf { reason: "it has no pages".to_owned() })]),
        Err(reason) => return (Vec::new(), vec![whole(Fault::UnreadablePdf { reason })]),
    };
    let Some((map, texts)) = pages::belonging(snapshot, &finished, bytes, maps) else {
        let known = Known { snapshot, changed: Vec::new() };
        let remarks = remarks(&known, &Sheets::bare(&finished, top));
        return (remarks, vec![whole(Fault::StrangePdf { file: file.to_owned(), maps: maps.len() })]);
    };
    let mut problems = Vec::new();
    let mut changed = Vec::new();
    for (source, now) in map.texts.iter().zip(&texts) {
        match now {
            Some((_, true)) => {}
            Some((file, false)) => {
                changed.push(*file);
                let fault = Fault::ChangedText { path: source.path.clone() };
                problems.push(Problem::Proof { volume: 0, page: 0, folio: String::new(), fault }.at(Span::top(*file)));
            }
            None => problems.push(whole(Fault::ChangedText { path: source.path.clone() })),
        }
    }
    let known = Known { snapshot, changed };
    (remarks(&known, &Sheets::joined(&finished, &map, &texts, top)), problems)
}

/// What the place of a remark is looked up in.
struct Known<'a> {
    snapshot: &'a Snapshot,
    /// Texts that aren't what the PDF was made of.
    changed: Vec<crate::span::FileId>,
}

fn remarks(known: &Known, sheets: &Sheets) -> Vec<Remark> {
    let mut out = Vec::new();
    for sheet in &sheets.all {
        let written = &sheet.page.written;
        let above = |one: &Annotation| written.iter().position(|other| one.answers.is_some() && other.id == one.answers);
        let mut order: Vec<usize> = (0..written.len()).collect();
        order.sort_by(|a, b| {
            let key = |at: &usize| written.get(*at).and_then(|one| one.areas.first()).map_or((0.0, 0.0), |area| (area.top, area.left));
            let (a, b) = (key(a), key(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        let mut answers: Vec<(usize, usize)> = Vec::new();
        for at in &order {
            answers.extend(written.get(*at).and_then(above).filter(|parent| parent != at).map(|parent| (parent, *at)));
        }
        let first = order.iter().filter(|at| !answers.iter().any(|(_, answer)| answer == *at));
        let mut seen = Vec::new();
        for at in first {
            thread(*at, written, &answers, &mut seen);
        }
        // Answers that answer one another in a circle have no first.
        let left: Vec<usize> = order.iter().copied().filter(|at| !seen.iter().any(|(one, _)| one == at)).collect();
        seen.extend(left.into_iter().map(|at| (at, at)));
        for (at, root) in seen {
            let (Some(one), Some(beside)) = (written.get(at), written.get(root)) else { continue };
            let lies = place::find(known, sheet, beside);
            out.push(Remark {
                kind: if at == root { name(one.kind) } else { "answer" },
                page: sheet.at + 1,
                folio: sheet.page.label.clone(),
                author: one.author.trim().to_owned(),
                date: date(&one.date),
                text: lies.text,
                comment: one.contents.trim().to_owned(),
                state: one.state.clone(),
                at: lies.at,
            });
        }
    }
    out
}

/// An annotation and all that answers it, each with what began it.
fn thread(root: usize, written: &[Annotation], answers: &[(usize, usize)], out: &mut Vec<(usize, usize)>) {
    let mut open = vec![root];
    while let Some(at) = open.pop() {
        if out.iter().any(|(seen, _)| *seen == at) {
            continue;
        }
        out.push((at, root));
        let mut next: Vec<usize> = answers.iter().filter(|(parent, _)| *parent == at).map(|(_, answer)| *answer).collect();
        next.sort_by_key(|at| written.get(*at).map(|one| one.date.clone()));
        open.extend(next.into_iter().rev());
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Highlight => "highlight",
        Kind::Underline => "underline",
        Kind::Squiggly => "squiggly",
        Kind::StrikeOut => "strike-out",
        Kind::Note => "note",
        Kind::FreeText => "free-text",
        Kind::Caret => "caret",
        Kind::Ink => "ink",
        Kind::Shape => "shape",
        Kind::Stamp => "stamp",
        Kind::File => "file",
        Kind::Redaction => "redaction",
        Kind::Other => "other",
    }
}

/// `D:20260102100000+01'00'` (ISO 32000-2, 7.9.4) as ISO 8601 has it, as far as it goes; anything else as it is.
fn date(text: &str) -> String {
    let rest = text.strip_prefix("D:").unwrap_or(text);
    let cut = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, zone) = rest.split_at(cut);
    let part = |from: usize, to: usize| digits.get(from..to);
    let (Some(year), Some(month), Some(day)) = (part(0, 4), part(4, 6), part(6, 8)) else { return text.to_owned() };
    let Some((hour, minute)) = part(8, 10).zip(part(10, 12)) else { return format!("{year}-{month}-{day}") };
    let second = part(12, 14).unwrap_or("00");
    let zone = match zone.get(..1) {
        Some(sign @ ("+" | "-")) => {
            let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
            format!("{sign}{}:{}", digits.get(..2).unwrap_or("00"), digits.get(2..4).unwrap_or("00"))
        }
        Some("Z") => "Z".to_owned(),
        Some(_) | None => String::new(),
    };
    format!("{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_iso_8601() {
        assert_eq!(date("D:20260102100000+01'00'"), "2026-01-02T10:00:00+01:00");
        assert_eq!(date("D:20260102100000-05'30"), "2026-01-02T10:00:00-05:30");
        assert_eq!(date("D:20260102100000Z00'00'"), "2026-01-02T10:00:00Z");
        assert_eq!(date("D:20260102"), "2026-01-02");
        assert_eq!(date("yesterday"), "yesterday");
    }
}
