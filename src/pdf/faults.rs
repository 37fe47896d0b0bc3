//! Typst's diagnostics as ours, at the line of Markdown that they come from.

use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, DiagSpanKind, FileId, Source};

use super::origin::Origin;
use super::style::house_offset;
use super::world::Shared;
use super::{House, Settings};
use crate::problem::{Diagnostic, Problem};
use crate::span::Span;

/// Folder of the pictures.
const ASSETS: &str = "assets/";

/// What a unit's diagnostics are placed by.
pub struct Places<'a> {
    /// What all units share.
    pub shared: &'a Shared,
    /// The unit.
    pub main: &'a Source,
    /// Where the unit comes from.
    pub origin: &'a Origin,
    /// The settings, for the book's own style.
    pub settings: &'a Settings,
    /// Where to lay what has no place: the beginning of the unit's subject.
    pub top: Span,
}

impl Places<'_> {
    /// A diagnostic of Typst's at the place it comes from, following the calls that led to it; one that
    /// comes from nobody's text or style is a fault of ours.
    #[must_use]
    pub fn diagnostic(&self, found: &SourceDiagnostic) -> Diagnostic {
        let calls = found.trace.iter().map(|point| DiagSpan::from(point.span));
        let at = std::iter::once(found.span).chain(calls).find_map(|span| self.place(span));
        let hints: Vec<&str> = found.hints.iter().map(|hint| hint.v.as_str()).collect();
        let message = found.message.to_string();
        match at {
            Some(at) => Problem::Typst { message, hints: hints.join("; ") }.at(at),
            None => Problem::Internal { what: format!("Typst says: {message}") }.at(self.top),
        }
    }

    /// Where a span of Typst's stands in the author's files.
    fn place(&self, span: DiagSpan) -> Option<Span> {
        let (id, range) = match span.get() {
            DiagSpanKind::Detached => return None,
            DiagSpanKind::Number { id, num, sub_range } => (id, self.source(id)?.range(num, sub_range)?),
            DiagSpanKind::Range { id, range } => (id, range),
        };
        if id == self.main.id() {
            return self.origin.near(range.start);
        }
        let path = id.get().vpath();
        if path.get_without_slash().starts_with(ASSETS) {
            // A picture is read when it is laid out: there are no calls to follow then, only its name.
            let call = format!("\"{}\"", path.get_with_slash());
            return self.origin.near(self.main.text().find(&call)?);
        }
        let House { text, file } = self.settings.house.as_ref()?;
        let start = house_offset(path.get_without_slash(), range.start, self.settings)?;
        let end = start + range.len();
        Some(Span::new(*file, start.min(text.len()), end.min(text.len())))
    }

    fn source(&self, id: FileId) -> Option<&Source> {
        if id == self.main.id() { Some(self.main) } else { self.shared.source(id) }
    }
}
