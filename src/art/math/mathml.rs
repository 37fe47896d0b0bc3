//! The MathML of all formulas of a book.

use std::collections::{BTreeMap, BTreeSet};

use super::export::{Job, export};
use crate::book::{Block, Book, Formula, Inline};
use crate::problem::{Diagnostic, Problem};
use crate::span::Span;

/// Fills in [`Formula::mathml`] of every formula, through Typst's HTML export of the same math.
///
/// Equal formulas are exported once. One that Typst can't export keeps an empty `mathml` and is said: that
/// would be a fault of ours, since [`super::formula`] has read it.
#[must_use]
pub fn mathml(book: &mut Book) -> Vec<Diagnostic> {
    fill(&mut |see| {
        book.blocks_mut(&mut |block| if let Block::Math(x) = block { see(&mut x.formula, true, x.span) });
        book.inlines_mut(&mut |inline| if let Inline::Math(x) = inline { see(&mut x.formula, false, x.span) });
    })
}

/// Calls what it is given for every formula there is, with whether it has a line of its own, and its place.
type Every<'a> = &'a mut dyn FnMut(&mut dyn FnMut(&mut Formula, bool, Span));

pub(super) fn fill(every: Every) -> Vec<Diagnostic> {
    let mut wanted: BTreeSet<Job> = BTreeSet::new();
    every(&mut |formula, display, _| {
        wanted.insert(job(formula, display));
    });
    let jobs: Vec<Job> = wanted.into_iter().collect();
    let made: BTreeMap<Job, Result<String, String>> = jobs.iter().cloned().zip(all(&jobs)).collect();
    let mut problems = Vec::new();
    every(&mut |formula, display, span| match made.get(&job(formula, display)) {
        Some(Ok(mathml)) => formula.mathml.clone_from(mathml),
        Some(Err(reason)) => problems.push(fault(reason, span)),
        None => problems.push(fault("it was not exported", span)),
    });
    problems
}

fn job(formula: &Formula, display: bool) -> Job {
    Job { typst: formula.typst.clone(), display, tex: formula.tex.clone() }
}

fn fault(reason: &str, span: Span) -> Diagnostic {
    Problem::Internal { what: format!("no MathML for this formula: {reason}") }.at(span)
}

/// All together; where that fails, in halves, so that one bad formula costs a few compilations and takes no
/// other with it.
fn all(jobs: &[Job]) -> Vec<Result<String, String>> {
    if jobs.is_empty() {
        return Vec::new();
    }
    match export(jobs) {
        Ok(elements) => elements.into_iter().map(Ok).collect(),
        Err(reason) if jobs.len() == 1 => vec![Err(reason)],
        Err(_) => {
            let (left, right) = jobs.split_at(jobs.len() / 2);
            let mut both = all(left);
            both.extend(all(right));
            both
        }
    }
}
