//! Listings in classes: what a reader sees in bold, grey or colour.
//!
//! In come the plain lines of every listing of a known language; out come the same lines, character for
//! character, in runs of one [`Class`](crate::book::Class) each. Both outputs print these runs; neither knows a language.
//!
//! Most languages are read by the tree-sitter grammars that `arborium` carries, but not through its
//! highlight queries: a class is found from the kind of a node and of what is around it (`kinds`, `names`).
//! Compiling the queries costs more than a whole book of listings (70 ms for SQL alone, 0.22 s for the
//! languages of a manuscript with 1,770 listings) and running them half as much as parsing; a table by kind
//! costs neither, and a dozen classes need no more. Languages that are lists of words rather than trees, or of
//! which books print dialects and fragments that no grammar reads (SQL, CQL, PromQL, Rego, nginx, INI, diff),
//! go through one small lexer (`words`), terminal sessions through another (`console`). No language is read
//! inside another: a script in HTML stays plain.
//!
//! A listing in an unknown language, in `text` or in none stays one plain run a line. Nothing here can
//! fail: what a grammar doesn't understand stays plain.

mod console;
mod kinds;
mod language;
mod names;
mod paint;
mod tree;
mod versions;
mod words;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use arborium::tree_sitter::Parser;
use rayon::prelude::*;

use self::language::{Language, Reader};
use self::paint::Paint;
use crate::book::{Block, Book, Listing, Run};
use crate::step::{Step, Watch};

/// Splits the lines of every listing of a known language into runs of one class, in parallel.
///
/// Equal listings are read once. The result doesn't depend on the number of threads.
pub fn book(book: &mut Book, watch: Watch) {
    let mut every = |see: &mut dyn FnMut(&mut Listing)| {
        book.blocks_mut(&mut |block| if let Block::Listing(listing) = block { see(listing) });
    };
    highlight(&mut every, watch);
}

/// The runs of some code in a language as authors name it; plain where the language is unknown.
#[must_use]
pub fn code(language: &str, code: &str) -> Vec<Vec<Run>> {
    match Language::named(language) {
        Some(language) => lines(&mut Parser::new(), language, code),
        None => Paint::plain(code).lines(code),
    }
}

/// Calls what it is given for every listing there is, in the same order each time.
type Every<'a> = &'a mut dyn FnMut(&mut dyn FnMut(&mut Listing));

fn highlight(every: Every, watch: Watch) {
    let wanted = wanted(every);
    let done = AtomicUsize::new(0);
    let total = wanted.jobs.len();
    watch(Step::Highlight, 0, total);
    let runs: Vec<Lines> = wanted
        .jobs
        .par_iter()
        .map_init(Parser::new, |parser, (language, code)| {
            let lines = lines(parser, *language, code);
            watch(Step::Highlight, done.fetch_add(1, Ordering::Relaxed) + 1, total);
            lines
        })
        .collect();
    let mut next = wanted.uses.into_iter();
    every(&mut |listing| {
        let read = |job: Option<&usize>| job.and_then(|job| runs.get(*job));
        if let Some(jobs) = next.next()
            && !jobs.is_empty()
        {
            versions::give(listing, read(jobs.first()), read(jobs.get(1)));
        }
    });
}

/// The runs of each line.
type Lines = Vec<Vec<Run>>;

/// What there is to read.
struct Wanted {
    /// Each distinct code of a known language.
    jobs: Vec<(Language, String)>,
    /// For every listing of the book, in order, its jobs: as it is, and as it was where that is shown.
    uses: Vec<Vec<usize>>,
}

fn wanted(every: Every) -> Wanted {
    let mut known: HashMap<(Language, String), usize> = HashMap::new();
    let mut wanted = Wanted { jobs: Vec::new(), uses: Vec::new() };
    every(&mut |listing| {
        let jobs = jobs(listing).into_iter().map(|job| {
            *known.entry(job).or_insert_with_key(|job| {
                wanted.jobs.push(job.clone());
                wanted.jobs.len() - 1
            })
        });
        wanted.uses.push(jobs.collect());
    });
    wanted
}

/// Language and code of each version of a listing that has a language we know and isn't in classes already.
fn jobs(listing: &Listing) -> Vec<(Language, String)> {
    let mut runs = listing.lines.iter().flat_map(|line| &line.runs);
    match listing.language.as_deref().and_then(Language::named) {
        Some(language) if runs.all(|run| run.class.is_none()) => {
            versions::of(listing).into_iter().map(|keep| (language, versions::code(listing, keep))).collect()
        }
        Some(_) | None => Vec::new(),
    }
}

fn lines(parser: &mut Parser, language: Language, code: &str) -> Lines {
    let paint = match language.reader() {
        Reader::Grammar(grammar) => match console::prompted(language, code) {
            true => console::paint(parser, code),
            false => tree::paint(parser, language, &grammar, code),
        },
        Reader::Words(table) => words::paint(table, code),
        Reader::Console => console::paint(parser, code),
    };
    paint.lines(code)
}

#[cfg(test)]
mod tests;
