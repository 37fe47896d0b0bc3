//! The file for the printer: what the layout has to know of it, and the finishing of what came out.

use super::internal;
use super::prepared::Prepared;
use crate::manifest::{Paged, Press};
use crate::pdf;
use crate::press::{self, Output, Work};
use crate::printer::Standard;
use crate::problem::{Diagnostic, Problem};
use crate::snapshot::Snapshot;

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

    /// The pages as the printer takes them.
    pub(super) fn pressed(
        &self,
        snapshot: &Snapshot,
        bytes: Vec<u8>,
        pages: usize,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<u8> {
        let press = &self.manifest.editions.press;
        self.limits(pages, problems);
        let profile = press.profile.as_ref().and_then(|(path, at)| {
            let bytes = snapshot.bytes(path).ok();
            if bytes.is_none() {
                problems.push(Problem::MissingFile { path: path.to_string(), nearest: None }.at(*at));
            }
            bytes
        });
        let output = profile.as_deref().map_or(Output::Black, Output::Profile);
        let work = Work {
            color: press.color,
            bleed: press.bleed.map_or(0.0, |bleed| bleed.outer),
            bleed_inside: press.bleed.map_or(0.0, |bleed| bleed.inside),
            bare: bare(press),
            x4: (press.standard == Standard::X4).then_some(output),
        };
        press::finish(&bytes, &work).unwrap_or_else(|what| {
            problems.push(internal(&what, self.manifest.file));
            bytes
        })
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
