//! Blocks of code: which are drawings, which lines show, which stand out.

use crate::art::diagram::Notation;
use crate::book::{Art, CodeLine, Kind, Run};
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
/// (`ascii`), or it has none and draws boxes, with Unicode's box drawing or with `+---+`.
pub(super) fn is_art(listing: &Listing) -> bool {
    match listing.language.as_deref() {
        Some("ascii" | "ascii-art" | "art" | "box" | "ditaa") => true,
        None | Some("text" | "txt" | "plaintext" | "plain") => draws(&listing.lines),
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
    Art { lines: lines.iter().map(|line| plain_line(line, false)).collect(), alt }
}

/// The lines a listing shows, and the number of the first where lines are numbered.
///
/// `lines=3-9` shows a part, `.numbered` (or `numbered`) counts lines, from `startFrom` or from the
/// first line shown; `highlight=4,6-7` names lines that stand out, as numbered.
pub(super) fn shown(listing: &Listing) -> (Vec<CodeLine>, Option<u32>) {
    let attrs = &listing.attrs;
    let part = attrs.get("lines").map(ranges).and_then(|ranges| ranges.into_iter().next());
    // A range without lines (`parse` has said so) leaves the listing whole: nothing of the author's is lost.
    let part = part.filter(|(from, to)| from <= to && (*from as usize) <= listing.lines.len());
    let (from, to) = part.unwrap_or((1, u32::MAX));
    let start = attrs.get("startFrom").or_else(|| attrs.get("start-from"));
    let first = start.and_then(|text| text.parse().ok()).unwrap_or(from);
    let marked = attrs.get("highlight").or_else(|| attrs.get("hl_lines")).map(ranges).unwrap_or_default();
    let numbered = attrs.has("numbered") || attrs.has("numberLines") || attrs.get("numbered").is_some();
    let rows = listing.lines.iter().skip(from.saturating_sub(1) as usize);
    let rows = rows.take(to.saturating_sub(from).saturating_add(1) as usize);
    let stands_out = |number: u32| marked.iter().any(|(from, to)| (*from..=*to).contains(&number));
    let lines = rows.zip(first..).map(|(line, number)| plain_line(line, stands_out(number)));
    (lines.collect(), numbered.then_some(first))
}

fn plain_line(line: &Line, marked: bool) -> CodeLine {
    let text = line.text.trim_end();
    let run = Run { class: None, text: text.to_owned() };
    let runs = if text.is_empty() { Vec::new() } else { vec![run] };
    CodeLine { runs, marked, edit: None, span: line.span }
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
