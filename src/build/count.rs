//! What a book is made of, counted.

use std::collections::BTreeMap;

use crate::book::{Block, Book, Inner, Kind, plain};

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
    let mut words = 0;
    block.inner(&mut |part| {
        if let Inner::Run(run) = part {
            words += plain(run).split_whitespace().count();
        }
    });
    let runs = block.code().iter().flat_map(|line| &line.runs);
    words + runs.map(|run| run.text.split_whitespace().count()).sum::<usize>()
}

