//! Markdown events -> draft, a chapter at a time, never failing.
pub mod summary;

use crate::draft;
use crate::manifest::Manifest;
use crate::problem::Checked;
use crate::snapshot::{BookPath, Snapshot};
use crate::span::Span;

/// Parses one file of the book. `named` is the place in `SUMMARY.md` that names it.
#[must_use]
pub fn chapter(snapshot: &Snapshot, manifest: &Manifest, path: &BookPath, named: Span) -> Checked<draft::Chapter> {
    todo!()
}
