//! What a book is made of, counted.

use std::collections::BTreeMap;

use crate::book::{Block, Book, Kind, plain};

/// What a build counted.
#[derive(Debug, Clone, Default)]
pub struct Statistics {
    /// Pages of each PDF edition, by its name.
    pub pages: BTreeMap<String, usize>,
    /// Words of text, code included.
    pub words: usize,
    /// Chapters.
    pub chapters: usize,
    /// Numbered figures.
    pub figures: usize,
    /// Numbered tables.
    pub tables: usize,
    /// Numbered listings.
    pub listings: usize,
}

/// Counts words and numbered things.
pub(super) fn count(book: &Book) -> Statistics {
    let mut statistics = Statistics::default();
    let mut count_block = |block: &Block| {
        match block.float().map(|float| float.number.kind) {
            Some(Kind::Figure) => statistics.figures += 1,
            Some(Kind::Table) => statistics.tables += 1,
            Some(Kind::Listing) => statistics.listings += 1,
            _ => {}
        }
        statistics.words += words(block);
    };
    book.blocks(&mut count_block);
    statistics.chapters = book.chapters().count();
    statistics
}

/// Words that stand directly in a block, not in blocks inside it.
fn words(block: &Block) -> usize {
    let run = |content: &[crate::book::Inline]| plain(content).split_whitespace().count();
    let lines = |lines: &[crate::book::CodeLine]| {
        let runs = lines.iter().flat_map(|line| &line.runs);
        runs.map(|run| run.text.split_whitespace().count()).sum::<usize>()
    };
    match block {
        Block::Section(x) => run(&x.heading.title),
        Block::Paragraph(x) => run(&x.content),
        Block::Terms(x) => x.items.iter().map(|term| run(&term.term)).sum(),
        Block::Listing(x) => run(&x.caption) + lines(&x.lines),
        Block::Table(x) => run(&x.caption),
        Block::Figure(x) => {
            let art = match &x.body {
                crate::book::FigureBody::Art(art) => lines(&art.lines),
                crate::book::FigureBody::Picture(_) | crate::book::FigureBody::Blocks(_) => 0,
            };
            run(&x.caption) + art
        }
        Block::Aside(x) => run(&x.title),
        Block::Bibliography(x) => x.works.iter().map(|work| run(&work.label) + run(&work.content)).sum(),
        Block::Glossary(x) => x.entries.iter().map(|entry| run(&entry.term)).sum(),
        Block::List(_)
        | Block::Quote(_)
        | Block::Math(_)
        | Block::Break(_)
        | Block::Index(_)
        | Block::Only(_)
        | Block::Change(_) => 0,
    }
}

