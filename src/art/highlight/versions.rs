//! A listing with marks of changes is two codes, the one that is and the one that was; each is read by itself.

use super::Lines;
use crate::book::{CodeLine, Edit, Listing, Run};

/// What is read of a listing: whether a line or run with a mark is in it.
pub(super) type Keep = fn(Edit) -> bool;

/// Its code as it is and, where it has marks, as it was.
pub(super) fn of(listing: &Listing) -> Vec<Keep> {
    match listing.lines.iter().any(CodeLine::changed) {
        true => vec![Edit::is_new, Edit::is_old],
        false => vec![Edit::is_new],
    }
}

/// The characters of one version, each line with its end.
pub(super) fn code(listing: &Listing, keep: Keep) -> String {
    let mut code = String::new();
    for line in listing.lines.iter().filter(|line| line.edit.is_none_or(keep)) {
        let runs = line.runs.iter().filter(|run| run.edit.is_none_or(keep));
        runs.for_each(|run| code.push_str(&run.text));
        code.push('\n');
    }
    code
}

/// Gives a listing the classes of its versions.
pub(super) fn give(listing: &mut Listing, new: Option<&Lines>, old: Option<&Lines>) {
    let mut new = new.into_iter().flatten();
    let mut old = old.into_iter().flatten();
    for line in &mut listing.lines {
        let is = if line.edit.is_none_or(Edit::is_new) { new.next() } else { None };
        let was = if line.edit.is_none_or(Edit::is_old) { old.next() } else { None };
        if line.changed() && line.edit.is_none() {
            line.runs = woven(&line.runs, is.map_or(&[], Vec::as_slice), was.map_or(&[], Vec::as_slice));
        } else if let Some(runs) = is.or(was) {
            line.runs.clone_from(runs);
        }
    }
}

/// The runs of a line in which some came and some went: what stayed has the classes that it has now.
fn woven(line: &[Run], is: &[Run], was: &[Run]) -> Vec<Run> {
    let mut out = Vec::new();
    let (mut now, mut before) = (0, 0);
    for run in line {
        let length = run.text.len();
        let (from, at) = if run.edit.is_none_or(Edit::is_new) { (is, now) } else { (was, before) };
        out.extend(cut(from, at, at + length).map(|cut| Run { edit: run.edit, ..cut }));
        now += if run.edit.is_none_or(Edit::is_new) { length } else { 0 };
        before += if run.edit.is_none_or(Edit::is_old) { length } else { 0 };
    }
    out
}

/// The bytes `from..to` of some runs.
fn cut(runs: &[Run], from: usize, to: usize) -> impl Iterator<Item = Run> {
    let mut start = 0;
    runs.iter().filter_map(move |run| {
        let own = start..start + run.text.len();
        start = own.end;
        let part = from.max(own.start).saturating_sub(own.start)..to.min(own.end).saturating_sub(own.start);
        let text = run.text.get(part).filter(|text| !text.is_empty())?;
        Some(Run { text: text.to_owned(), ..*run })
    })
}
