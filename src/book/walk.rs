//! Walks through the tree, to find things and to change them. Emitting and lowering never use them.

use super::{Block, Book, Inline, Inner, InnerMut, NoteId, Own};

impl Book {
    /// Calls `see` for every block, outer ones first.
    pub fn blocks<'a>(&'a self, see: &mut dyn FnMut(&'a Block)) {
        self.inner(&mut |part| if let Inner::Blocks(list) = part { blocks(list, see) });
    }

    /// Calls `see` for every inline, outer ones first.
    pub fn inlines<'a>(&'a self, see: &mut dyn FnMut(&'a Inline)) {
        self.inner(&mut |part| match part {
            Inner::Run(run) => in_run(run, see),
            Inner::Blocks(list) => inlines(list, see),
        });
    }

    /// Calls `see` for every block, to change, inner ones first.
    pub fn blocks_mut(&mut self, see: &mut dyn FnMut(&mut Block)) {
        self.inner_mut(&mut |part| if let InnerMut::Blocks(list) = part { blocks_mut(list, see) });
    }

    /// Calls `see` for every run that stands in no inline, to change.
    pub fn runs_mut(&mut self, see: &mut dyn FnMut(&mut Vec<Inline>)) {
        self.inner_mut(&mut |part| match part {
            InnerMut::Run(run) => see(run),
            InnerMut::Blocks(list) => runs_mut(list, see),
        });
    }

    /// Calls `see` for every inline, to change, inner ones first.
    pub fn inlines_mut(&mut self, see: &mut dyn FnMut(&mut Inline)) {
        self.runs_mut(&mut |run| in_run_mut(run, see));
    }
}

/// Calls `see` for every block, outer ones first, in reading order.
pub fn blocks<'a>(list: &'a [Block], see: &mut dyn FnMut(&'a Block)) {
    for block in list {
        see(block);
        block.inner(&mut |part| if let Inner::Blocks(list) = part { blocks(list, see) });
    }
}

/// Calls `see` for every block, to change, inner ones first.
pub fn blocks_mut(list: &mut [Block], see: &mut dyn FnMut(&mut Block)) {
    for block in list {
        block.inner_mut(&mut |part| if let InnerMut::Blocks(list) = part { blocks_mut(list, see) });
        see(block);
    }
}

/// Calls `see` for every inline in these blocks, outer ones first, in reading order.
pub fn inlines<'a>(list: &'a [Block], see: &mut dyn FnMut(&'a Inline)) {
    for block in list {
        block.inner(&mut |part| match part {
            Inner::Run(run) => in_run(run, see),
            Inner::Blocks(list) => inlines(list, see),
        });
    }
}

/// The notes that these blocks are the first to refer to, in order.
#[must_use]
pub fn notes(list: &[Block]) -> Vec<NoteId> {
    let mut out = Vec::new();
    inlines(list, &mut |inline| match inline {
        Inline::NoteRef(x) if x.first => out.push(x.note),
        _ => {}
    });
    out
}

/// Calls `see` for every run in these blocks that stands in no inline, to change.
pub fn runs_mut(list: &mut [Block], see: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in list {
        block.inner_mut(&mut |part| match part {
            InnerMut::Run(run) => see(run),
            InnerMut::Blocks(list) => runs_mut(list, see),
        });
    }
}

/// Calls `see` for every inline of a run, outer ones first.
pub fn in_run<'a>(run: &'a [Inline], see: &mut dyn FnMut(&'a Inline)) {
    for inline in run {
        see(inline);
        in_run(inline.content(), see);
    }
}

/// Calls `see` for every inline of a run, to change, inner ones first.
pub fn in_run_mut(run: &mut [Inline], see: &mut dyn FnMut(&mut Inline)) {
    for inline in run {
        inline.content_mut().into_iter().for_each(|content| in_run_mut(content, see));
        see(inline);
    }
}

/// Puts what `put` pushes in the place of each inline, inner ones first.
pub fn replace(run: &mut Vec<Inline>, put: &mut dyn FnMut(Inline, &mut Vec<Inline>)) {
    for mut inline in std::mem::take(run) {
        inline.content_mut().into_iter().for_each(|content| replace(content, put));
        put(inline, run);
    }
}

/// The characters of a run as they print; marks of notes and pictures print none.
#[must_use]
pub fn plain(run: &[Inline]) -> String {
    let mut out = String::new();
    in_run(run, &mut |inline| match inline.own() {
        Some((Own::Text(text) | Own::Code(text), _)) => out.push_str(text),
        Some((Own::Formula(formula), _)) => out.push_str(&formula.tex),
        Some((Own::LineEnd, _)) => out.push(' '),
        Some((Own::Picture(_) | Own::Comment(_), _)) | None => {}
    });
    out
}
