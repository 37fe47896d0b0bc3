//! Lines against the type area.

use super::Found;
use super::map::Measures;
use super::read::Run;
use super::sheet::{Placed, Sheet, Sheets};
use crate::book::{Matter, LineRole};
use crate::problem::{Fault, Length};

/// How far a line may be longer than the measure before it shows, pt.
const SHOWS: f64 = 1.0;
/// How far hanging punctuation may stand out, em.
const HANGS: f64 = 0.6;

/// Finds lines that stand out of the type area, and characters that no face had.
pub fn check(sheets: &Sheets, measures: Measures, found: &mut Found) {
    for sheet in &sheets.all {
        blanks(sheets, sheet, found);
        if matches!(sheet.matter, Some(Matter::Chapter | Matter::Contents)) {
            for line in &sheet.lines {
                wide(sheets, sheet, line, measures, found);
                high(sheets, sheet, line, measures, found);
            }
            drawings(sheets, sheet, measures, found);
        }
    }
}

fn blanks(sheets: &Sheets, sheet: &Sheet, found: &mut Found) {
    for run in sheet.page.runs.iter().filter(|run| run.blanks > 0) {
        let fault = Fault::BlankGlyph { font: run.face.clone(), count: run.blanks };
        sheets.say(found, sheet, run.y, fault);
    }
}

/// How far a run stands out at the right; hanging punctuation may.
fn out(run: &Run, right: f64) -> f64 {
    let hangs = run.text.trim_end().ends_with(|c: char| !c.is_alphanumeric());
    let slack = if hangs { run.size * HANGS } else { SHOWS };
    if run.upright && run.right > right + slack { run.right - right } else { 0.0 }
}

fn wide(sheets: &Sheets, sheet: &Sheet, line: &Placed, measures: Measures, found: &mut Found) {
    let left = sheet.left(measures);
    let by = line.runs.iter().map(|run| out(run, left + measures.measure)).fold(0.0, f64::max);
    if by > 0.0 {
        let by = Length::points(by);
        let fault = match line.role {
            LineRole::Code | LineRole::Art | LineRole::Table => Fault::OverfullCode { by },
            LineRole::Chapter
            | LineRole::Section
            | LineRole::Heading
            | LineRole::Paragraph
            | LineRole::Caption
            | LineRole::Note
            | LineRole::Mark
            | LineRole::Other => Fault::OverfullLine { by },
        };
        sheets.at(found, sheet, line.span, fault);
        return;
    }
    // Numbers of headings and of lines of code hang in the margin.
    let hangs = matches!(line.role, LineRole::Chapter | LineRole::Section | LineRole::Heading | LineRole::Code | LineRole::Art);
    let first = line.runs.first().filter(|run| run.upright && !hangs);
    if let Some(run) = first.filter(|run| run.left < left - run.size * HANGS) {
        let fault = Fault::OutsideTypeArea { side: "left of".to_owned(), by: Length::points(left - run.left) };
        sheets.at(found, sheet, line.span, fault);
    }
}

fn high(sheets: &Sheets, sheet: &Sheet, line: &Placed, measures: Measures, found: &mut Found) {
    let bottom = measures.height - measures.foot;
    let (side, by) = if line.y > bottom + SHOWS {
        ("below", line.y - bottom)
    } else if line.y < measures.head {
        ("above", measures.head - line.y)
    } else {
        return;
    };
    let fault = Fault::OutsideTypeArea { side: side.to_owned(), by: Length::points(by) };
    sheets.at(found, sheet, line.span, fault);
}

/// Drawings and pictures wider than the measure.
fn drawings(sheets: &Sheets, sheet: &Sheet, measures: Measures, found: &mut Found) {
    let right = sheet.left(measures) + measures.measure;
    let within = |y: f64| y > measures.head && y < measures.height - measures.foot;
    let runs = sheet.loose.iter().filter(|run| within(run.y)).map(|run| (run.y, out(run, right)));
    let pictures = sheet.page.pictures.iter().map(|picture| (picture.area.bottom, picture.area.right - right));
    let worst = runs.chain(pictures).filter(|(_, by)| *by > SHOWS).max_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((y, by)) = worst {
        sheets.say(found, sheet, y, Fault::OverfullCode { by: Length::points(by) });
    }
}
