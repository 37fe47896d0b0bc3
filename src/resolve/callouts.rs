//! Code annotations, in Quarto's notation: a number in a comment at the end of a line of code (`# <1>`), and an
//! ordered list right behind the listing that explains them.
//!
//! Where such a list follows, the comments leave the code, and each numbered line and its item name each other.
//! Without the list a comment of this form is code like any other.

use std::collections::BTreeMap;

use super::listing;
use crate::book::{Anchor, Anchors, Callout};
use crate::draft::{Block, List, Listing};
use crate::problem::{Diagnostic, Problem};
use crate::span::Span;

/// What a comment begins with, longest first, and what it may end with.
const OPENERS: [&str; 7] = ["<!--", "//", "/*", "--", ";", "#", "%"];
const CLOSERS: [&str; 2] = ["-->", "*/"];

/// Ties listings to the lists that explain their lines, among blocks that stand side by side.
pub(super) fn tie<'a>(
    blocks: impl Iterator<Item = &'a mut Block>,
    anchors: &mut Anchors,
    problems: &mut Vec<Diagnostic>,
) {
    let mut before = None;
    for block in blocks {
        if let (Some(listing), Block::List(list)) = (before.take(), &mut *block)
            && list.start.is_some()
        {
            pair(listing, list, anchors, problems);
        }
        if let Block::Listing(listing) = block {
            before = Some(listing);
        }
    }
}

fn pair(listing: &mut Listing, list: &mut List, anchors: &mut Anchors, problems: &mut Vec<Diagnostic>) {
    if listing::is_art(listing) || listing::notation(listing).is_some() {
        return;
    }
    let marks = marks(listing);
    if marks.is_empty() {
        return;
    }
    let items = u32::try_from(list.items.len()).unwrap_or(u32::MAX);
    let mut lines: BTreeMap<u32, Vec<(usize, Anchor)>> = BTreeMap::new();
    for (line, number, at) in marks {
        if (1..=items).contains(&number) {
            lines.entry(number).or_default().push((line, anchors.claim(&format!("line-{number}"))));
        } else {
            problems.push(Problem::LooseCallout { number, what: "item".to_owned() }.at(at));
        }
    }
    for (number, item) in (1..).zip(&mut list.items) {
        let Some(here) = lines.get(&number) else {
            problems.push(Problem::LooseCallout { number, what: "line".to_owned() }.at(item.span));
            continue;
        };
        let own = anchors.claim(&format!("callout-{number}"));
        for (line, anchor) in here {
            if let Some(line) = listing.lines.get_mut(*line) {
                line.callout = Some(Callout { number, anchor: anchor.clone(), target: own.clone() });
            }
        }
        let first = here.first().map(|(_, anchor)| anchor.clone());
        item.callout = first.map(|target| Callout { number, anchor: own, target });
    }
}

/// Takes the marks out of the lines that show: index of the line, number, and where the line stands.
fn marks(listing: &mut Listing) -> Vec<(usize, u32, Span)> {
    let shown = listing::visible(listing);
    let mut found = Vec::new();
    for (at, line) in listing.lines.iter_mut().enumerate() {
        let Some((code, number)) = mark(&line.text) else { continue };
        line.text = code.to_owned();
        if shown.iter().any(|part| part.contains(&at)) {
            found.push((at, number, line.span));
        }
    }
    found
}

/// A line without its mark, and the number of that: `x = 1  # <2>` is `x = 1` and 2.
fn mark(text: &str) -> Option<(&str, u32)> {
    let text = text.trim_end();
    let text = CLOSERS.iter().find_map(|closer| text.strip_suffix(closer)).unwrap_or(text);
    let (rest, number) = text.trim_end().strip_suffix('>')?.rsplit_once('<')?;
    let number = number.parse().ok()?;
    let rest = rest.trim_end();
    let code = OPENERS.iter().find_map(|opener| rest.strip_suffix(opener))?;
    Some((code.trim_end(), number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_comments_of_any_language() {
        for line in ["x = 1  # <2>", "x = 1 // <2>", "x = 1 /* <2> */", "x = 1 -- <2>", "x = 1 <!-- <2> -->", "x = 1 % <2>"] {
            assert_eq!(mark(line), Some(("x = 1", 2)), "{line}");
        }
        for line in ["x < 2 > y", "Vec<u8>", "# <two>", "a <1>"] {
            assert_eq!(mark(line), None, "{line}");
        }
    }
}
