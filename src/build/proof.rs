//! The check of a PDF that was built before.

use super::prepared::stem;
use super::pages::Kept;
use super::{Edition, Outcome, Statistics};
use crate::manifest::{self, Manifest};
use crate::pdf;
use crate::problem::Diagnostic;
use crate::proof::{self, Map, Measures, Remark, Wanted};
use crate::snapshot::{BookPath, Snapshot};
use crate::span::{FileId, Span};

/// A book whose PDF is to be checked.
pub struct Proof {
    manifest: Manifest,
}

impl Proof {
    /// Reads what the book says of itself; what is wrong with that instead, where it says nothing.
    ///
    /// # Errors
    /// What is wrong with `book.toml`.
    pub fn of(snapshot: &Snapshot, set: &[String]) -> Result<Self, Outcome> {
        let mut problems = Vec::new();
        match manifest::read(snapshot, set).into(&mut problems) {
            Some(manifest) => Ok(Self { manifest }),
            None => Err(Outcome { files: Vec::new(), problems, statistics: Statistics::default() }),
        }
    }

    /// The names of an edition's PDFs: one, or one for each volume. `pages` is `pages.json` of the last build.
    #[must_use]
    pub fn files(&self, edition: Edition, pages: Option<&[u8]>) -> Vec<String> {
        let stem = stem(&self.manifest.meta.title);
        if edition == Edition::Screen {
            return vec![format!("{stem}-screen.pdf")];
        }
        let last = Kept::read(pages).volumes;
        let ours = |files: &Vec<String>| files.iter().all(|file| file.starts_with(&stem)) && !files.is_empty();
        Some(last).filter(ours).unwrap_or_else(|| vec![format!("{stem}-print.pdf")])
    }

    /// Checks a PDF against the settings of an edition; `map` is what stands in the file beside it, `volume`
    /// counts from 1 and is 0 where there is only one.
    #[must_use]
    pub fn check(
        &self,
        snapshot: &Snapshot,
        edition: Edition,
        volume: usize,
        (file, pdf): (&str, &[u8]),
        map: Option<&[u8]>,
    ) -> Vec<Diagnostic> {
        let Self { manifest } = self;
        let print = edition != Edition::Screen;
        let paged = if print { &manifest.editions.print } else { &manifest.editions.screen };
        let press = &manifest.editions.press;
        let wanted = Wanted {
            print,
            width: paged.width,
            height: paged.height,
            bleed: press.bleed.filter(|_| print),
            printer: press.printer.filter(|_| print),
            paper: press.paper.filter(|_| print),
            color: press.color,
            volume,
            top: Span::top(manifest.file),
        };
        let map = map.and_then(Map::read);
        proof::check(snapshot, file, pdf, map.as_ref(), &wanted)
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

/// What readers wrote into a PDF called `file`; `maps` are those that the book's builds left, or some of them.
#[must_use]
pub fn remarks(snapshot: &Snapshot, file: &str, pdf: &[u8], maps: &[Vec<u8>]) -> (Vec<Remark>, Vec<Diagnostic>) {
    let maps: Vec<Map> = maps.iter().filter_map(|map| Map::read(map)).collect();
    let text = BookPath::new("book.toml").ok().map(|path| snapshot.text(&path));
    let file_id = text.map_or(FileId(0), |text| text.map_or_else(|(file, _)| file, |text| text.file));
    proof::remarks(snapshot, file, pdf, &maps, Span::top(file_id))
}
