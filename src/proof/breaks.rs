//! What stands at the head and the foot of a page.

use std::collections::BTreeMap;

use super::Found;
use super::map::Measures;
use super::sheet::{Placed, Sheet, Sheets};
use crate::book::{Matter, LineRole};
use crate::problem::Fault;
use crate::span::Span;

/// Fewest lines on the last page of a chapter.
const FEWEST: usize = 5;

/// Most bytes of marks (`**`, `[`) between the beginning of a paragraph and its first word.
const MARKS: u32 = 8;

/// Finds widows, orphans, headings without their text, short pages and stray footnotes.
pub fn check(sheets: &Sheets, measures: Measures, found: &mut Found) {
    for pair in sheets.all.windows(2) {
        let [sheet, next] = pair else { continue };
        if sheet.matter == Some(Matter::Chapter) && sheet.piece == next.piece {
            paragraph(sheets, sheet, next, measures, found);
            heading(sheets, sheet, next, measures, found);
        }
    }
    short(sheets, measures, found);
    notes(sheets, found);
}

/// The heights of a block's lines on a page, each line once: signs off the baseline are no lines.
fn lines_of(sheet: &Sheet, block: Span, measures: Measures) -> usize {
    let mut last = f64::MIN;
    let ours = sheet.body().filter(|line| line.block == block);
    ours.filter(|line| {
        let fresh = line.y > last + measures.pitch * 0.45;
        last = if fresh { line.y } else { last };
        fresh
    })
    .count()
}

fn paragraph(sheets: &Sheets, sheet: &Sheet, next: &Sheet, measures: Measures, found: &mut Found) {
    let (Some(last), Some(first)) = (sheet.body().next_back(), next.body().next()) else { return };
    if last.role != LineRole::Paragraph || last.block != first.block {
        return;
    }
    let (above, below) = (lines_of(sheet, last.block, measures), lines_of(next, last.block, measures));
    // Behind a title that runs into it a paragraph begins in a line that isn't counted as its own.
    let begins = last.span.start <= last.block.start + MARKS;
    if above == 1 && below > 0 && begins {
        sheets.at(found, sheet, last.span, Fault::Orphan);
    }
    let ends = next.body().any(|line| line.block != last.block) || next.body().count() <= below;
    if below == 1 && above > 1 && ends {
        sheets.at(found, next, first.span, Fault::Widow);
    }
}

fn heading(sheets: &Sheets, sheet: &Sheet, next: &Sheet, measures: Measures, found: &mut Found) {
    let Some(last) = sheet.body().next_back() else { return };
    let is_heading = matches!(last.role, LineRole::Section | LineRole::Heading);
    if is_heading && next.body().next().is_some() && !anything_below(sheet, last, measures) {
        sheets.at(found, sheet, last.span, Fault::StrandedHeading);
    }
}

/// A drawing or a picture stands under a line.
fn anything_below(sheet: &Sheet, line: &Placed, measures: Measures) -> bool {
    let below = |y: f64| y > line.y + 3.0 && y < measures.height - measures.foot;
    let runs = sheet.loose.iter().any(|run| below(run.y));
    runs || sheet.page.pictures.iter().any(|picture| below(picture.area.bottom))
}

/// Last pages of chapters of more than one page.
fn short(sheets: &Sheets, measures: Measures, found: &mut Found) {
    for (at, sheet) in sheets.all.iter().enumerate() {
        let same = |other: Option<&Sheet>| other.is_some_and(|other| other.piece == sheet.piece);
        let before = at.checked_sub(1).and_then(|before| sheets.all.get(before));
        let last = sheet.matter == Some(Matter::Chapter) && same(before) && !same(sheets.all.get(at + 1));
        let Some(lowest) = sheet.lines.last().filter(|_| last) else { continue };
        if anything_below(sheet, lowest, measures) || lowest.y > measures.head + measures.pitch * FEWEST as f64 {
            continue;
        }
        let heights: std::collections::BTreeSet<i64> = sheet.body().map(|line| (line.y * 2.0) as i64).collect();
        let Some(first) = sheet.body().next().filter(|_| heights.len() < FEWEST) else { continue };
        sheets.at(found, sheet, first.span, Fault::ShortPage { lines: heights.len() });
    }
}

/// Footnotes that begin on another page than their mark.
fn notes(sheets: &Sheets, found: &mut Found) {
    let mut begins: BTreeMap<Span, (&Sheet, &Placed)> = BTreeMap::new();
    for sheet in &sheets.all {
        for line in sheet.lines.iter().filter(|line| line.role == LineRole::Note) {
            begins.entry(line.block).or_insert((sheet, line));
        }
    }
    for sheet in &sheets.all {
        for mark in &sheet.marks {
            let Some((at, line)) = begins.get(&mark.block) else { continue };
            if at.at != sheet.at {
                let page = if sheet.page.label.is_empty() { (sheet.at + 1).to_string() } else { sheet.page.label.clone() };
                sheets.at(found, at, line.span, Fault::NoteAway { mark: page });
            }
        }
    }
}
