//! What every step inside of one text needs.

use super::reference::Prefixes;
use super::source::Source;
use super::typography::Style;
use crate::draft::Attrs;
use crate::manifest::Manifest;
use crate::problem::{Diagnostic, Problem};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// Addresses and titles of link definitions, by their names as CommonMark compares them ("matches", 4.7).
pub(super) type Links = BTreeMap<String, (String, String)>;

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
    /// What `[text][name]` leads to, from the texts around this one.
    pub links: Rc<Links>,
    /// How deep in values of attributes we are: 0 is the chapter itself.
    pub depth: usize,
    /// What was found wrong.
    pub problems: Vec<Diagnostic>,
}

impl Context<'_> {
    /// Does something in the language that attributes name.
    pub fn spoken<T>(&mut self, attrs: &Attrs, act: impl FnOnce(&mut Self) -> T) -> T {
        let own = attrs.get("lang").map_or(self.style, Style::new);
        let around = std::mem::replace(&mut self.style, own);
        let done = act(self);
        self.style = around;
        done
    }

    /// Reports a problem at a stretch of the text.
    pub fn report(&mut self, problem: Problem, range: Range<usize>) {
        self.problems.push(problem.at(self.source.span(range)));
    }
}
