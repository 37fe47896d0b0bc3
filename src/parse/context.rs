//! What every step inside of one text needs.

use super::reference::Prefixes;
use super::source::Source;
use super::typography::Style;
use crate::manifest::Manifest;
use crate::problem::{Diagnostic, Problem};
use std::ops::Range;

/// One text on its way to the draft: a chapter, or Markdown in an attribute's value.
#[derive(Debug)]
pub(super) struct Context<'a> {
    /// The text.
    pub source: &'a Source,
    /// The book's settings.
    pub manifest: &'a Manifest,
    /// What labels may begin with.
    pub prefixes: &'a Prefixes,
    /// Quotes and spaces of the language of what is read: the book's, or that of a box or a span in it.
    pub style: Style,
    /// How deep in values of attributes we are: 0 is the chapter itself.
    pub depth: usize,
    /// What was found wrong.
    pub problems: Vec<Diagnostic>,
}

impl Context<'_> {
    /// Reports a problem at a stretch of the text.
    pub fn report(&mut self, problem: Problem, range: Range<usize>) {
        self.problems.push(problem.at(self.source.span(range)));
    }
}
