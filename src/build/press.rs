//! The file for the printer: what the layout has to know of it, and the finishing of what came out.

use std::sync::Arc;

use super::prepared::Prepared;
use super::{Edition, internal};
use crate::manifest::{Paged, Press, Volumes};
use crate::pdf::{self, Split};
use crate::press::{self, Output, Work};
use crate::printer::{Color, Cover, INCH, Spine, Standard};
use crate::problem::{Diagnostic, Problem};
use crate::snapshot::Snapshot;

/// A cover where no printer is named.
const COVER: Cover = Cover {
    bleed: 0.125 * INCH,
    safe: 0.25 * INCH,
    spine_safe: 0.0625 * INCH,
    spine_text_from: 80,
    color: Color::Cmyk,
};

impl Prepared {
    /// What the layout has to know of the printer.
    pub(super) fn sheet(&self) -> pdf::Sheet {
        let press = &self.manifest.editions.press;
        pdf::Sheet {
            printer: press.printer,
            bleed: press.bleed.map_or(0.0, |bleed| bleed.outer),
            bleed_inside: press.bleed.map_or(0.0, |bleed| bleed.inside),
            crop_marks: press.crop_marks,
            bare: bare(press),
            older: press.standard == Standard::X4,
            inside: 0.0,
            moved: 0.0,
            split: self.split(),
            isbns: press.volume_isbns.clone(),
        }
    }

    /// The pages as the printer takes them, and the cover.
    pub(super) fn pressed(
        &self,
        snapshot: &Snapshot,
        bound: &pdf::Bound,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<(String, Vec<u8>)> {
        let press = &self.manifest.editions.press;
        let (made, profile) = (bound.volumes.len(), self.profile(snapshot, problems));
        if let Volumes::Exactly(wanted) = press.volumes
            && made < wanted as usize
        {
            problems.push(Problem::VolumesShort { wanted: wanted as usize, made }.at(press.at));
        }
        let output = profile.as_deref().map_or(Output::Black, Output::Profile);
        let thinnest = press.printer.map_or(0.0, |printer| printer.thinnest_line.value);
        let work = Work {
            color: press.color,
            thinnest,
            bleed: press.bleed.map_or(0.0, |bleed| bleed.outer),
            bleed_inside: press.bleed.map_or(0.0, |bleed| bleed.inside),
            bare: bare(press),
            x4: (press.standard == Standard::X4).then_some(output),
        };
        if let (Some(Spine { published: false, .. }), Some(printer), Some(paper), true) =
            (press.spine, press.printer, press.paper, press.cover)
        {
            let (printer, source) = (printer.title.to_owned(), paper.spine.source.document.to_owned());
            problems.push(Problem::SpineReckoned { printer, source }.at(press.at));
        }
        let mut files = Vec::new();
        for (at, volume) in bound.volumes.iter().enumerate() {
            self.limits(volume.pages, problems);
            let name = |kind: &str| self.file(kind, at, made);
            let (file, bytes) = (name("print"), self.finished(&volume.bytes, &work, problems));
            let map = super::proof::map(snapshot, &file, &bytes, volume, &bound.geometry);
            files.extend([(file, bytes), map]);
            if let Some(spine) = press.spine.filter(|_| press.cover) {
                let x4 = profile.as_deref().map(Output::Profile).filter(|_| work.x4.is_some());
                let which = (made > 1).then_some((at + 1, made));
                let cover = self.cover(spine, volume.pages, which, x4, problems);
                files.extend(cover.map(|cover| (name("cover"), cover)));
            }
        }
        files
    }

    /// The name of a volume's pages or cover (`print`, `cover`): the `at`th (0-based) of `made`.
    pub(super) fn file(&self, kind: &str, at: usize, made: usize) -> String {
        match made {
            1 => format!("{}-{kind}.pdf", self.stem()),
            _ => format!("{}-{kind}-vol-{}.pdf", self.stem(), at + 1),
        }
    }

    /// How the book is split: no volume has more pages than the printer binds, blank ones at its end included.
    fn split(&self) -> Split {
        let Press { printer, paper, volumes, .. } = &self.manifest.editions.press;
        let Paged { width, height, .. } = self.manifest.editions.print;
        match (volumes, printer, paper) {
            (Volumes::Exactly(1), ..) | (Volumes::AsNeeded, None, _) | (Volumes::AsNeeded, _, None) => Split::Whole,
            (Volumes::Exactly(number), ..) => Split::Into(*number as usize),
            (Volumes::AsNeeded, Some(printer), Some(paper)) => {
                let most = paper.pages.value.most(width, height);
                Split::AtMost((most - most % printer.multiple.value.max(1)) as usize)
            }
        }
    }

    /// The sheet that is folded round so many pages.
    fn cover(
        &self,
        spine: Spine,
        pages: usize,
        volume: Option<(usize, usize)>,
        x4: Option<Output>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Vec<u8>> {
        let press = &self.manifest.editions.press;
        let rule = press.printer.map_or(COVER, |printer| printer.cover.value);
        let pages = u32::try_from(pages).unwrap_or(u32::MAX);
        let cover = pdf::Cover {
            spine: spine.width(pages),
            spine_text: pages >= rule.spine_text_from,
            spine_safe: rule.spine_safe,
            bleed: rule.bleed,
            safe: rule.safe,
            // A volume without a number of its own carries none: the one of the whole would sell the whole.
            isbn: match volume {
                Some((this, _)) => press.volume_isbns.get(this - 1).cloned(),
                None => self.book.meta.isbn_print.clone(),
            },
            volume,
        };
        let settings = self.paged(Edition::Print);
        let bytes = pdf::cover(&self.book, &self.fonts, &settings, &cover).map_err(|found| problems.extend(found)).ok()?;
        let thinnest = press.printer.map_or(0.0, |printer| printer.thinnest_line.value);
        let work = Work { color: rule.color, thinnest, bleed: rule.bleed, bleed_inside: rule.bleed, bare: true, x4 };
        Some(self.finished(&bytes, &work, problems))
    }

    fn finished(&self, bytes: &[u8], work: &Work, problems: &mut Vec<Diagnostic>) -> Vec<u8> {
        press::finish(bytes, work).unwrap_or_else(|what| {
            problems.push(internal(&what, self.manifest.file));
            Vec::new()
        })
    }

    /// The bytes of the press's profile.
    fn profile(&self, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) -> Option<Arc<[u8]>> {
        let (path, at) = self.manifest.editions.press.profile.as_ref()?;
        let bytes = snapshot.bytes(path).ok();
        if bytes.is_none() {
            problems.push(Problem::MissingFile { path: path.to_string(), nearest: None }.at(*at));
        }
        bytes
    }

    /// Whether the printer binds so many pages.
    fn limits(&self, pages: usize, problems: &mut Vec<Diagnostic>) {
        let Press { printer: Some(printer), paper: Some(paper), at, .. } = &self.manifest.editions.press else { return };
        let Paged { width, height, .. } = self.manifest.editions.print;
        let (rule, source) = (paper.pages.value, paper.pages.source);
        let (least, most) = (rule.least, rule.most(width, height));
        if pages < least as usize || pages > most as usize {
            let printer = printer.title.to_owned();
            let source = format!("{} (checked {})", source.document, source.checked);
            problems.push(Problem::PageLimit { printer, pages, least, most, source }.at(*at));
        }
    }
}

/// No links, outline and tags: where the printer forbids them, and in PDF/X.
fn bare(press: &Press) -> bool {
    press.standard != Standard::Plain || press.printer.is_some_and(|printer| !printer.links.value)
}
