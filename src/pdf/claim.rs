//! What the screen edition says of itself: PDF/UA-1 and PDF/A-2a, or nothing, and then why.
//!
//! A file that breaks a standard is still worth reading, so it is written without the claim, and every
//! fault is a warning at the line that has to change.

use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpanKind;
use typst_layout::PagedDocument;

use super::export::{self, Claim};
use super::faults::Places;
use super::layout::Task;
use super::unit::{self, Known, Piece, Unit};
use super::{Edition, front, world};
use crate::problem::{Diagnostic, Problem};

/// The bytes of the file of a book or of one of its volumes (from 0); `problems` gets what keeps it from its claim.
///
/// # Errors
/// What Typst says against the file even without a claim.
pub fn export(
    task: Task,
    pieces: &[Piece],
    document: &PagedDocument,
    volume: Option<usize>,
    problems: &mut Vec<Diagnostic>,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let wanted = match task.settings.edition {
        Edition::Print | Edition::Review => Claim::None,
        Edition::Screen if task.settings.undescribed.is_empty() => Claim::Kept,
        Edition::Screen => Claim::None,
    };
    if task.settings.edition == Edition::Screen {
        let reason = "a picture has neither a description nor a caption";
        problems.extend(task.settings.undescribed.iter().map(|at| unclaimed(reason).at(*at)));
    }
    let places = |faults: &[SourceDiagnostic]| -> Vec<Diagnostic> {
        faults.iter().map(|fault| placed(task, pieces, fault)).collect()
    };
    match (export::pdf(document, task.book, task.settings, volume, wanted), wanted) {
        (Ok(bytes), _) => Ok(bytes),
        (Err(faults), Claim::None) => Err(places(&faults)),
        (Err(faults), Claim::Kept) => {
            problems.extend(places(&faults).into_iter().map(|found| match found.problem {
                Problem::Typst { message, .. } | Problem::Internal { what: message } => unclaimed(&message).at(found.at),
                other => other.at(found.at),
            }));
            let bytes = export::pdf(document, task.book, task.settings, volume, Claim::None);
            bytes.map_err(|faults| places(&faults))
        }
    }
}

fn unclaimed(reason: &str) -> Problem {
    Problem::Unclaimed { reason: reason.to_owned() }
}

/// A fault of the joined pages at its line: the piece it stands in is emitted again, to have its source.
fn placed(task: Task, pieces: &[Piece], fault: &SourceDiagnostic) -> Diagnostic {
    let file = match fault.span.get() {
        DiagSpanKind::Detached => None,
        DiagSpanKind::Number { id, .. } | DiagSpanKind::Range { id, .. } => Some(id),
    };
    let top = front::place(task.book);
    let found = pieces.iter().enumerate().find_map(|(at, piece)| {
        let Unit { path, source, origin, .. } = unit::emit(task.book, task.settings, &Known::default(), at, *piece);
        let main = world::source(&path, source).filter(|main| Some(main.id()) == file)?;
        let Task { shared, settings, .. } = task;
        Some(Places { shared, main: &main, origin: &origin, settings, top }.diagnostic(fault))
    });
    found.unwrap_or_else(|| Problem::Internal { what: format!("Typst says: {}", fault.message) }.at(top))
}
