//! What stands on the pages, joined with the map of where it comes from.

use rayon::prelude::*;

use super::Found;
use super::map::{Line, Map, Measures};
use super::read::{Finished, Page, Run};
use crate::book::{Matter, LineRole};
use crate::problem::Fault;
use crate::span::{FileId, Span};

/// How far a run may stand from where the map says that its line begins, pt.
const NEAR: f64 = 0.6;
/// How far raised and lowered signs may stand from their baseline, pt.
const RAISED: f64 = 4.5;

/// All pages.
pub struct Sheets<'a> {
    /// In order.
    pub all: Vec<Sheet<'a>>,
    /// What can't be placed is laid here.
    top: Span,
}

/// A page of the PDF with its lines.
pub struct Sheet<'a> {
    /// From 0.
    pub at: usize,
    /// What stands on it.
    pub page: &'a Page,
    /// What it is; `None` without a map.
    pub matter: Option<Matter>,
    /// The piece that it belongs to.
    pub piece: usize,
    /// The author's lines, from head to foot.
    pub lines: Vec<Placed<'a>>,
    /// Marks of footnotes.
    pub marks: Vec<Placed<'a>>,
    /// Runs that the map doesn't know: furniture, and text in drawings.
    pub loose: Vec<&'a Run>,
}

/// A line of the author's.
#[derive(Clone)]
pub struct Placed<'a> {
    /// Where it begins, from the left, pt.
    pub x: f64,
    /// Its baseline, from above, pt.
    pub y: f64,
    /// What it belongs to.
    pub role: LineRole,
    /// Its text.
    pub span: Span,
    /// The block that it belongs to.
    pub block: Span,
    /// What stands there, left to right. A line of which nothing is left in the file isn't one.
    pub runs: Vec<&'a Run>,
}

impl Placed<'_> {
    /// What it says.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

impl Sheet<'_> {
    /// A right-hand page: its spine is at the left.
    pub fn recto(&self) -> bool {
        self.at.is_multiple_of(2)
    }

    /// Left edge of the type area, pt.
    pub fn left(&self, measures: Measures) -> f64 {
        if self.recto() { measures.inside } else { measures.width - measures.measure - measures.inside }
    }

    /// Its lines in the order of reading, footnotes left out.
    pub fn body(&self) -> impl DoubleEndedIterator<Item = &Placed<'_>> {
        self.lines.iter().filter(|line| line.role != LineRole::Note)
    }

    /// Where the line nearest to a height comes from.
    fn near(&self, y: f64) -> Option<Span> {
        let far = |line: &&Placed| ((line.y - y).abs() * 100.0) as i64;
        self.lines.iter().min_by_key(far).map(|line| line.span)
    }
}

impl<'a> Sheets<'a> {
    /// Pages without a map.
    pub fn bare(finished: &'a Finished, top: Span) -> Self {
        let all = finished.pages.iter().enumerate().map(|(at, page)| Sheet {
            at,
            page,
            matter: None,
            piece: 0,
            lines: Vec::new(),
            marks: Vec::new(),
            loose: page.runs.iter().collect(),
        });
        Self { all: all.collect(), top }
    }

    /// Pages with their map. `texts` are the texts that the map names, as they are now.
    pub fn joined(finished: &'a Finished, map: &Map, texts: &[Option<(FileId, bool)>], top: Span) -> Self {
        let span = |(text, start, end): (usize, u32, u32)| match texts.get(text) {
            Some(Some((file, _))) => Span { file: *file, start, end },
            Some(None) | None => top,
        };
        let placed = |line: &Line| Placed {
            x: f64::from(line.x),
            y: f64::from(line.y),
            role: line.role,
            span: span(line.at),
            block: span(line.block),
            runs: Vec::new(),
        };
        let pages = finished.pages.par_iter().enumerate();
        let all = pages.map(|(at, page)| {
            let known = map.pages.get(at);
            let lines = known.iter().flat_map(|sheet| sheet.lines.iter().map(placed));
            let (marks, lines): (Vec<_>, Vec<_>) = lines.partition(|line| line.role == LineRole::Mark);
            let (lines, loose) = join(page, lines);
            let (matter, piece) = known.map_or((None, usize::MAX), |sheet| (Some(sheet.matter), sheet.piece));
            Sheet { at, page, matter, piece, lines, marks, loose }
        });
        Self { all: all.collect(), top }
    }

    /// Says that something is wrong on a page, at a height of it, pt.
    pub fn say(&self, found: &mut Found, sheet: &Sheet, y: f64, fault: Fault) {
        let before = || self.all.get(..sheet.at)?.iter().rev().find_map(|sheet| sheet.lines.last());
        let at = sheet.near(y).or_else(|| before().map(|line| line.span)).unwrap_or(self.top);
        self.at(found, sheet, at, fault);
    }

    /// Says that something is wrong on a page, in this text.
    pub fn at(&self, found: &mut Found, sheet: &Sheet, at: Span, fault: Fault) {
        found.push(sheet.at + 1, &sheet.page.label, at, fault);
    }
}

/// Gives each run to the line that it stands in.
fn join<'a>(page: &'a Page, mut lines: Vec<Placed<'a>>) -> (Vec<Placed<'a>>, Vec<&'a Run>) {
    lines.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut loose = Vec::new();
    let mut later = Vec::new();
    for run in &page.runs {
        match owner(&lines, run, NEAR) {
            Some(line) => line_at(&mut lines, line, run),
            None => later.push(run),
        }
    }
    // A line of which nothing stands on its baseline isn't there.
    lines.retain(|line| !line.runs.is_empty());
    for run in later {
        match owner(&lines, run, RAISED) {
            Some(line) if run.size < 9.0 => line_at(&mut lines, line, run),
            Some(_) | None => loose.push(run),
        }
    }
    for line in &mut lines {
        line.runs.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    (lines, loose)
}

/// The line on this baseline that begins last before the run.
fn owner(lines: &[Placed], run: &Run, slack: f64) -> Option<usize> {
    let from = lines.partition_point(|line| line.y < run.y - slack);
    let near = lines.iter().enumerate().skip(from).take_while(|(_, line)| line.y <= run.y + slack);
    let before = near.filter(|(_, line)| line.x <= run.left + NEAR);
    before.max_by(|(_, a), (_, b)| a.x.total_cmp(&b.x)).map(|(at, _)| at)
}

fn line_at<'a>(lines: &mut [Placed<'a>], at: usize, run: &'a Run) {
    if let Some(line) = lines.get_mut(at) {
        line.runs.push(run);
    }
}
