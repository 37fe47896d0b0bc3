//! The check of a finished PDF: what a printer would refuse, and what a proof-reader would mark.
//!
//! In come the bytes of a PDF, the [`Map`] that the build wrote beside it, and what the edition is to be. Out
//! come problems, each with its page and its line of Markdown.
//!
//! 1. `read` reads the file by itself: nothing it finds comes from the layout.
//! 2. `sheet` joins what stands on each page with the map: this run of text begins that line, and belongs to
//!    that paragraph. What the map doesn't know is furniture, or a drawing.
//! 3. `press` goes by the printer's rules, `lines` by the type area, `breaks` by what may stand at the head and
//!    foot of a page, `furniture` by folios, running heads and blank pages, `contents` by the contents.
//!
//! [`remarks`] go the other way: what readers of the PDF wrote on its pages comes back to the Markdown.
//!
//! Without a map (a PDF from elsewhere) only what needs no text is checked, and that is said.

mod breaks;
mod contents;
mod furniture;
mod lines;
mod map;
mod press;
mod read;
mod remarks;
mod sheet;

use crate::printer::{Bleed, Color, Paper, Printer};
use crate::problem::{Diagnostic, Fault, Problem};
use crate::snapshot::Snapshot;
use crate::span::Span;

pub use map::{Map, Measures, name, of as map_of};
pub use remarks::{Remark, read as remarks};

use sheet::Sheets;

/// What a PDF is to be.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// It goes to a printer.
    pub print: bool,
    /// Width of the trimmed page, pt.
    pub width: f64,
    /// Height of the trimmed page, pt.
    pub height: f64,
    /// Room around it; `None` where the page ends at the trim.
    pub bleed: Option<Bleed>,
    /// The printer; `None` is none in particular.
    pub printer: Option<&'static Printer>,
    /// The printer's paper.
    pub paper: Option<&'static Paper>,
    /// Colours it may have; for the screen all of them.
    pub color: Color,
    /// Which volume it is, from 1; 0 where there is only one.
    pub volume: usize,
    /// What concerns the book as a whole is laid here.
    pub top: Span,
}

/// Checks a PDF called `file`.
#[must_use]
pub fn check(snapshot: &Snapshot, file: &str, bytes: &[u8], map: Option<&Map>, wanted: &Wanted) -> Vec<Diagnostic> {
    let mut found = Found { volume: wanted.volume, top: wanted.top, problems: Vec::new() };
    let finished = match read::read(bytes) {
        Ok(finished) if !finished.pages.is_empty() => finished,
        Ok(_) => return found.whole(Fault::UnreadablePdf { reason: "it has no pages".to_owned() }),
        Err(reason) => return found.whole(Fault::UnreadablePdf { reason }),
    };
    let Some(map) = map else {
        let sheets = Sheets::bare(&finished, wanted.top);
        press::check(&sheets, &finished, wanted, &mut found);
        return found.whole(Fault::NoProofMap { file: name(file) });
    };
    if map.pdf != map::mark(bytes) {
        found.push(0, "", wanted.top, Fault::StaleProofMap);
    }
    let texts = map.texts_now(snapshot);
    for (source, now) in map.texts.iter().zip(&texts) {
        if now.is_none_or(|(_, same)| !same) {
            let at = now.map_or(wanted.top, |(file, _)| Span::top(file));
            found.push(0, "", at, Fault::ChangedText { path: source.path.clone() });
        }
    }
    let sheets = Sheets::joined(&finished, map, &texts, wanted.top);
    press::check(&sheets, &finished, wanted, &mut found);
    lines::check(&sheets, map.measures, &mut found);
    breaks::check(&sheets, map.measures, &mut found);
    furniture::check(&sheets, map.measures, &mut found);
    contents::check(&sheets, &mut found);
    found.problems
}

/// What was found so far.
struct Found {
    volume: usize,
    top: Span,
    problems: Vec<Diagnostic>,
}

impl Found {
    fn push(&mut self, page: usize, folio: &str, at: Span, fault: Fault) {
        let (volume, folio) = (self.volume, folio.to_owned());
        self.problems.push(Problem::Proof { volume, page, folio, fault }.at(at));
    }

    /// With a fault of the file as a whole, all of it.
    fn whole(mut self, fault: Fault) -> Vec<Diagnostic> {
        self.push(0, "", self.top, fault);
        self.problems
    }
}
