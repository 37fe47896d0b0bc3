//! The file for the printer: what the layout has to know of it, and the finishing of what came out.

use std::sync::Arc;

use super::prepared::Prepared;
use super::{Edition, internal};
use crate::manifest::{Paged, Press};
use crate::pdf;
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
        self.limits(bound.pages, problems);
        let profile = self.profile(snapshot, problems);
        let output = profile.as_deref().map_or(Output::Black, Output::Profile);
        let work = Work {
            color: press.color,
            bleed: press.bleed.map_or(0.0, |bleed| bleed.outer),
            bleed_inside: press.bleed.map_or(0.0, |bleed| bleed.inside),
            bare: bare(press),
            x4: (press.standard == Standard::X4).then_some(output),
        };
        let mut files = vec![(format!("{}-print.pdf", self.stem()), self.finished(&bound.bytes, &work, problems))];
        if let Some(spine) = press.spine.filter(|_| press.cover) {
            let output = profile.as_deref().map(Output::Profile).filter(|_| work.x4.is_some());
            let cover = self.cover(spine, bound.pages, output, problems);
            files.extend(cover.map(|cover| (format!("{}-cover.pdf", self.stem()), cover)));
        }
        files
    }

    /// The sheet that is folded round so many pages.
    fn cover(
        &self,
        spine: Spine,
        pages: usize,
        x4: Option<Output>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Vec<u8>> {
        let press = &self.manifest.editions.press;
        if let (false, Some(printer), Some(paper)) = (spine.published, press.printer, press.paper) {
            let (printer, source) = (printer.title.to_owned(), paper.spine.source.document.to_owned());
            problems.push(Problem::SpineReckoned { printer, source }.at(press.at));
        }
        let rule = press.printer.map_or(COVER, |printer| printer.cover.value);
        let pages = u32::try_from(pages).unwrap_or(u32::MAX);
        let cover = pdf::Cover {
            spine: spine.width(pages),
            spine_text: pages >= rule.spine_text_from,
            spine_safe: rule.spine_safe,
            bleed: rule.bleed,
            safe: rule.safe,
            isbn: self.book.meta.isbn_print.clone(),
            volume: None,
        };
        let settings = self.paged(Edition::Print);
        let bytes = pdf::cover(&self.book, &self.fonts, &settings, &cover).map_err(|found| problems.extend(found)).ok()?;
        let work = Work { color: rule.color, bleed: rule.bleed, bleed_inside: rule.bleed, bare: true, x4 };
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
