//! What stays on one page, what a page break opens, and how columns end.

use typst::layout::{Frame, FrameItem, Point};
use typst::visualize::Geometry;

use super::{each, joined, one_chapter, pages, settings};
use crate::book::{Block, Family, Index, IndexEntry, IndexGroup};
use crate::pdf::sample::Maker;
use crate::span::{FileId, Span};

/// Rules across the text.
fn rules(frame: &Frame) -> usize {
    let mut found = 0;
    each(frame, Point::zero(), &mut |_, item| {
        if let FrameItem::Shape(shape, _) = item
            && let Geometry::Line(to) = shape.geometry
        {
            found += usize::from(to.x.to_pt() > 300.0);
        }
    });
    found
}

fn boxed(m: &mut Maker, lines: usize) -> Block {
    let inner = (0..lines).map(|n| m.words(&format!("Boxed {n}."))).collect();
    m.aside(Family::Frame, "card", "Card", "", inner)
}

#[test]
fn boxes_shorter_than_half_a_page_stay_whole() {
    for before in 14..30 {
        let book = one_chapter(|m| {
            let mut blocks: Vec<Block> = (0..before).map(|_| m.words("A line.")).collect();
            blocks.push(boxed(m, 12));
            blocks
        });
        joined(&book, &settings(), |document, _| {
            let holds = |page: &String| page.contains("Boxed 0.") && page.contains("Boxed 11.");
            assert!(pages(document).iter().any(holds), "behind {before} lines");
        });
    }
}

#[test]
fn frames_and_listings_have_rules_at_their_ends_alone() {
    let code: String = (0..150).map(|n| format!("line {n} of the program\n")).collect();
    for long in [0, 1] {
        let book = one_chapter(|m| vec![if long == 0 { boxed(m, 100) } else { m.listing(None, &code) }]);
        joined(&book, &settings(), |document, _| {
            let found: Vec<usize> = document.pages().iter().skip(6).map(|page| rules(&page.frame)).collect();
            assert!(found.len() > 2, "{found:?}");
            let ends = [found.first(), found.last()];
            assert!(ends == [Some(&1); 2] && found.iter().sum::<usize>() == 2, "{found:?}");
        });
    }
}

#[test]
fn the_columns_of_an_index_end_together_and_none_begins_with_a_lone_sub_entry() {
    for entries in 1..20 {
        let book = one_chapter(|m| {
            let entry = |m: &mut Maker, name: &str, children| IndexEntry {
                anchor: None,
                term: vec![m.text(name)],
                locators: Vec::new(),
                see: Vec::new(),
                see_also: Vec::new(),
                children,
            };
            let mut list: Vec<IndexEntry> = (0..entries).map(|n| entry(m, &format!("plain {n}"), Vec::new())).collect();
            let under = vec![entry(m, "under", Vec::new())];
            list.push(entry(m, "over", under));
            let groups = vec![IndexGroup { letter: "A".into(), entries: list }];
            vec![Block::Index(Index { groups, span: Span::top(FileId(0)) })]
        });
        joined(&book, &settings(), |document, _| {
            // Of the measure, which the inner margin moves to the left.
            let middle = settings().width / 2.0 - 10.0;
            let mut lowest = [0.0_f64; 2];
            let mut heads = Vec::new();
            each(&document.pages()[6].frame, Point::zero(), &mut |point, item| {
                if let FrameItem::Text(text) = item
                    && text.size.to_pt() < 9.0
                {
                    let right = point.x.to_pt() > middle;
                    if right && lowest[1] == 0.0 {
                        heads.push(text.text.to_string());
                    }
                    let low = &mut lowest[usize::from(right)];
                    *low = low.max(point.y.to_pt());
                }
            });
            assert!((lowest[0] - lowest[1]).abs() < 2.5 * 11.0, "{entries}: {lowest:?}");
            assert!(!heads.iter().any(|head| head.contains("under")), "{entries}: {heads:?}");
        });
    }
}
