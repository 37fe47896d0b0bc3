//! The contents against the pages on which the headings stand.

use std::collections::BTreeMap;

use super::Found;
use super::furniture::{Folio, letters};
use super::sheet::{Sheet, Sheets};
use crate::book::{Matter, LineRole};
use crate::problem::Fault;
use crate::span::Span;

/// Baselines nearer than this are one, pt.
const SAME: f64 = 1.0;

/// Finds entries that print another page than their heading's.
pub fn check(sheets: &Sheets, found: &mut Found) {
    let mut stands: BTreeMap<Span, Vec<&str>> = BTreeMap::new();
    let mut titles: BTreeMap<Span, String> = BTreeMap::new();
    for sheet in sheets.all.iter().filter(|sheet| sheet.matter == Some(Matter::Chapter)) {
        for line in sheet.lines.iter().filter(|line| is_heading(line.role)) {
            stands.entry(line.block).or_default().push(&sheet.page.label);
            titles.entry(line.block).or_default().push_str(&letters(&line.text()));
        }
    }
    for sheet in sheets.all.iter().filter(|sheet| sheet.matter == Some(Matter::Contents)) {
        let mut told = std::collections::BTreeSet::new();
        for line in sheet.lines.iter().filter(|line| is_heading(line.role)) {
            let (Some(pages), Some(printed)) = (stands.get(&line.block), printed(sheet, line.y)) else { continue };
            // What Bindery adds of its own, the lists' titles for one, carries the place of the first chapter.
            let (entry, title) = (letters(&line.text()), titles.get(&line.block).cloned().unwrap_or_default());
            if entry.is_empty() || title.is_empty() || !(entry.contains(&title) || title.contains(&entry)) {
                continue;
            }
            // A title can stand twice: over the chapter, and over its solutions.
            let Some(page) = pages.first().filter(|page| !page.is_empty()) else { continue };
            if !pages.contains(&printed.as_str()) && told.insert(line.block) {
                let fault = Fault::ContentsPage { printed, stands: (*page).to_owned() };
                sheets.at(found, sheet, line.span, fault);
            }
        }
    }
}

fn is_heading(role: LineRole) -> bool {
    matches!(role, LineRole::Chapter | LineRole::Section | LineRole::Heading)
}

/// The page number at the end of a line.
fn printed(sheet: &Sheet, y: f64) -> Option<String> {
    let line = sheet.page.runs.iter().filter(|run| (run.y - y).abs() < SAME);
    let last = line.max_by(|a, b| a.right.total_cmp(&b.right))?;
    Folio::of(&last.text).map(Folio::text)
}
