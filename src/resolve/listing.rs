//! Blocks of code: which are drawings, which lines show, which stand out.

use std::ops::Range;

use crate::art::diagram::Notation;
use crate::book::{Art, CodeLine, Kind, LineMark, Run};
use crate::draft::{CodeLine as Line, Listing};

/// What a block of code is counted as.
pub(super) fn kind(listing: &Listing) -> Kind {
    if is_art(listing) || notation(listing).is_some() { Kind::Figure } else { Kind::Listing }
}

/// The notation of a diagram's source.
pub(super) fn notation(listing: &Listing) -> Option<Notation> {
    Notation::named(listing.language.as_deref()?)
}

/// The text of a block of code.
pub(super) fn source(lines: &[Line]) -> String {
    lines.iter().flat_map(|line| [line.text.as_str(), "\n"]).collect()
}

/// Whether a block is a drawing made of characters, whose grid must be kept: its language says so
/// (`ascii`), or it has none and draws boxes, with Unicode's box drawing or with `+---+`,
/// and nobody calls it a listing.
pub(super) fn is_art(listing: &Listing) -> bool {
    match listing.language.as_deref() {
        Some("ascii" | "ascii-art" | "art" | "box" | "ditaa") => true,
        None | Some("text" | "txt" | "plaintext" | "plain") => !listing.tagged && draws(&listing.lines),
        Some(_) => false,
    }
}

fn draws(lines: &[Line]) -> bool {
    let boxed = |line: &&Line| line.text.chars().any(|c| ('\u{2500}'..='\u{259f}').contains(&c));
    let ruled = |line: &&Line| line.text.contains("+--") && line.text.contains("--+");
    lines.iter().any(|line| boxed(&line)) || lines.iter().filter(ruled).count() >= 2
}

/// The drawing, with blank lines at its ends taken off.
pub(super) fn art(lines: &[Line], alt: String) -> Art {
    let blank = |line: &Line| line.text.trim().is_empty();
    let first = lines.iter().position(|line| !blank(line)).unwrap_or(0);
    let last = lines.iter().rposition(|line| !blank(line)).map_or(0, |at| at + 1);
    let lines = lines.get(first..last).unwrap_or_default();
    Art { lines: lines.iter().map(plain_line).collect(), alt }
}

/// What stands for lines left out between two parts.
const LEFT_OUT: &str = "\u{22ee}";

/// The lines that a listing shows.
///
/// `lines=3-9,14-16` shows parts, `.numbered` (or `numbered`) counts lines, from `startFrom` or as they are in
/// the file; `highlight=4,6-7`, `added=3` and `removed=7` set lines off, as numbered. Where lines are left out
/// between two parts, a line says so.
pub(super) fn shown(listing: &Listing) -> Vec<CodeLine> {
    let attrs = &listing.attrs;
    let parts = visible(listing);
    let origin = parts.first().map_or(0, |part| part.start);
    let start = attrs.get("startFrom").or_else(|| attrs.get("start-from"));
    let first = start.and_then(|text| text.parse().ok()).unwrap_or(origin + 1);
    let numbered = attrs.has("numbered") || attrs.has("numberLines") || attrs.get("numbered").is_some_and(|said| said != "false");
    let marks = Marks::of(listing);
    let mut lines: Vec<CodeLine> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).and_then(|before| parts.get(before))
            && part.start != before.end
            && let Some(skipped) = listing.lines.get(before.end.min(listing.lines.len() - 1))
        {
            lines.push(CodeLine { callout: None, ..plain_line(&Line { text: LEFT_OUT.to_owned(), ..skipped.clone() }) });
        }
        for (index, line) in listing.lines.iter().enumerate().skip(part.start).take(part.len()) {
            let number = u32::try_from(first.saturating_add(index).saturating_sub(origin)).unwrap_or(u32::MAX);
            let number_shown = numbered.then_some(number);
            lines.push(CodeLine { number: number_shown, mark: marks.at(number), ..plain_line(line) });
        }
    }
    lines
}

/// The parts of the listing that show, 0-based. Without `lines=`, and where that names no line at all (`parse`
/// has said so), it is all of it: nothing of the author's is lost.
pub(super) fn visible(listing: &Listing) -> Vec<Range<usize>> {
    let count = listing.lines.len();
    let range = |(from, to): (u32, u32)| (from.max(1) as usize - 1)..(to as usize).min(count);
    let parts = listing.attrs.get("lines").map(ranges).unwrap_or_default();
    let parts: Vec<_> = parts.into_iter().map(range).filter(|part| part.start < part.end).collect();
    if parts.is_empty() { std::iter::once(0..count).collect() } else { parts }
}

/// The lines that are set off, as numbered.
struct Marks([(LineMark, Vec<(u32, u32)>); 3]);

impl Marks {
    fn of(listing: &Listing) -> Self {
        let named = |key: &str| listing.attrs.get(key).map(ranges);
        let highlighted = named("highlight").or_else(|| named("hl_lines"));
        Self([
            (LineMark::Added, named("added").unwrap_or_default()),
            (LineMark::Removed, named("removed").unwrap_or_default()),
            (LineMark::Highlighted, highlighted.unwrap_or_default()),
        ])
    }

    fn at(&self, number: u32) -> Option<LineMark> {
        let holds = |ranges: &[(u32, u32)]| ranges.iter().any(|(from, to)| (*from..=*to).contains(&number));
        self.0.iter().find(|(_, ranges)| holds(ranges)).map(|(mark, _)| *mark)
    }
}

fn plain_line(line: &Line) -> CodeLine {
    let text = line.text.trim_end();
    let run = Run { class: None, text: text.to_owned(), edit: None };
    let runs = if text.is_empty() { Vec::new() } else { vec![run] };
    CodeLine { runs, number: None, mark: None, callout: line.callout.clone(), edit: None, span: line.span }
}

/// `4,6-7` as inclusive ranges; what isn't a range is passed over (`parse` has said so).
fn ranges(text: &str) -> Vec<(u32, u32)> {
    let range = |part: &str| match part.trim().split_once(['-', '–']) {
        Some((from, to)) => Some((from.trim().parse().ok()?, to.trim().parse().ok()?)),
        None => part.trim().parse().ok().map(|one| (one, one)),
    };
    text.split([',', ' ']).filter_map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_inclusive() {
        assert_eq!(ranges("4, 6-7"), [(4, 4), (6, 7)]);
    }
}
