//! The check of a PDF that was built before.

use super::prepared::stem;
use super::{Edition, Outcome, Statistics};
use crate::manifest::{self, Manifest};
use crate::pdf;
use crate::problem::Diagnostic;
use crate::proof::{self, Map, Measures, Wanted};
use crate::snapshot::Snapshot;
use crate::span::Span;

/// A book whose PDF is to be checked.
pub struct Proof {
    manifest: Manifest,
    problems: Vec<Diagnostic>,
}

impl Proof {
    /// Reads what the book says of itself; what is wrong with that instead, where it says nothing.
    ///
    /// # Errors
    /// What is wrong with `book.toml`.
    pub fn of(snapshot: &Snapshot, set: &[String]) -> Result<Self, Outcome> {
        let mut problems = Vec::new();
        match manifest::read(snapshot, set).into(&mut problems) {
            Some(manifest) => Ok(Self { manifest, problems: Vec::new() }),
            None => Err(Outcome { files: Vec::new(), problems, statistics: Statistics::default() }),
        }
    }

    /// The name of an edition's PDF.
    #[must_use]
    pub fn file(&self, edition: Edition) -> String {
        format!("{}-{}.pdf", stem(&self.manifest.meta.title), if edition == Edition::Screen { "screen" } else { "print" })
    }

    /// Checks a PDF against the settings of an edition; `map` is what stands in the file beside it.
    #[must_use]
    pub fn check(self, snapshot: &Snapshot, edition: Edition, file: &str, pdf: &[u8], map: Option<&[u8]>) -> Outcome {
        let Self { manifest, mut problems } = self;
        let print = edition != Edition::Screen;
        let paged = if print { manifest.editions.print } else { manifest.editions.screen };
        let press = &manifest.editions.press;
        let wanted = Wanted {
            print,
            width: paged.width,
            height: paged.height,
            bleed: press.bleed.filter(|_| print),
            printer: press.printer.filter(|_| print),
            paper: press.paper.filter(|_| print),
            color: press.color,
            top: Span::top(manifest.file),
        };
        let map = map.and_then(Map::read);
        problems.extend(proof::check(snapshot, file, pdf, map.as_ref(), &wanted));
        Outcome { files: Vec::new(), problems, statistics: Statistics::default() }
    }
}

/// The map of a PDF, as a file beside it.
pub(super) fn map(
    snapshot: &Snapshot,
    name: &str,
    bytes: &[u8],
    volume: &pdf::Volume,
    page: &pdf::Geometry,
) -> (String, Vec<u8>) {
    let measures = Measures {
        width: page.width,
        height: page.height,
        inside: page.inside,
        head: page.head,
        foot: page.foot,
        measure: page.measure,
        pitch: pdf::PITCH,
    };
    (proof::name(name), proof::map_of(snapshot, bytes, &volume.spots, measures).bytes())
}
