//! `[text]{.class}` with a meaning: index marks, terms of the glossary.

use super::super::index::{self, Path, Range};
use super::Lower;
use super::super::plain::plain;
use crate::book::{Inline, Link, Place, Ref, Target, Text, in_run};
use crate::draft::{self, Attrs};
use crate::problem::Problem;
use crate::span::Span;

impl Lower<'_> {
    /// What a stretch of text with attributes becomes.
    pub(super) fn marked(
        &mut self,
        attrs: Attrs,
        content: Vec<draft::Inline>,
        span: Span,
        out: &mut Vec<Inline>,
    ) {
        if attrs.has("content-visible") || attrs.has("content-hidden") {
            out.push(self.only_inlines(attrs, content, span));
        } else if attrs.has("index") {
            self.index_mark(attrs, content, span, out);
        } else if attrs.has("term") && !self.glossary.is_empty() {
            self.term(attrs, content, span, out);
        } else {
            match self.mark(attrs, content, span) {
                // Nothing of its attributes was left that could be printed.
                Inline::Mark(mark) if mark.is_bare() => out.extend(mark.content),
                mark => out.push(mark),
            }
        }
    }

    /// A term of the glossary: its first use in a chapter leads to its entry, and the entry back to it.
    fn term(&mut self, mut attrs: Attrs, content: Vec<draft::Inline>, span: Span, out: &mut Vec<Inline>) {
        let written = plain(&content);
        let name = attrs.get("term").map_or(written, str::to_owned);
        attrs.pairs.retain(|(key, _)| key != "term");
        let (target, first) = match self.glossary.look_up(&name) {
            Ok(found) => found,
            Err(problem) => {
                self.problems.push(problem.at(span));
                return out.push(self.mark(attrs, content, span));
            }
        };
        if !first || self.defining {
            attrs.classes.retain(|class| class != "term");
            let marked = attrs.label.is_some() || !attrs.classes.is_empty() || !attrs.pairs.is_empty();
            return if marked {
                out.push(self.mark(attrs, content, span));
            } else {
                out.extend(self.inlines(content));
            };
        }
        let Inline::Mark(mut mark) = self.mark(attrs, content, span) else { return };
        let anchor = mark.anchor.take().unwrap_or_else(|| self.tables.anchors.claim(&format!("use-{name}")));
        let text = self.named.last().cloned().unwrap_or_default();
        self.glossary.note_use(&name, Ref { anchor: anchor.clone(), text, before: String::new(), span });
        mark.anchor = Some(anchor);
        if mark.content.is_empty() {
            mark.content.push(Inline::Text(Text { text: name, span }));
        }
        let content = vec![Inline::Mark(mark)];
        out.push(Inline::Link(Link { target: Target::Anchor(target), content, span }));
    }

    /// An index mark: its text stays, with its other attributes, behind the place that the index names.
    fn index_mark(&mut self, attrs: Attrs, content: Vec<draft::Inline>, span: Span, out: &mut Vec<Inline>) {
        let rest = without_index(&attrs);
        let written = !content.is_empty();
        let mut text = Vec::new();
        if rest.label.is_some() || !rest.classes.is_empty() || !rest.pairs.is_empty() {
            self.marked(rest, content, span, &mut text);
        } else {
            text = self.inlines(content);
        }
        let path = match attrs.get("entry") {
            Some(entry) => index::path(entry, span),
            None => Some(index::bare(&text)).filter(|term| !term.is_empty()).into_iter().collect(),
        };
        if path.is_empty() {
            let reason = "an index mark needs text or an entry".to_owned();
            self.problems.push(Problem::BadIndexMark { reason }.at(span));
        } else {
            let main = attrs.has("main") || defines(&text);
            out.extend(self.index_place(&attrs, &path, (written, main), span));
        }
        out.append(&mut text);
    }

    /// Enters a mark into the index. A mark that leads elsewhere names no place itself, unless it has
    /// text and only leads to further entries.
    fn index_place(
        &mut self,
        attrs: &Attrs,
        path: &Path,
        (written, main): (bool, bool),
        span: Span,
    ) -> Option<Inline> {
        let range = self.range(attrs, span);
        let (see, also) = (attrs.get("see"), attrs.get("see-also"));
        see.into_iter().for_each(|to| self.index.lead(path, to, false, span));
        also.into_iter().for_each(|to| self.index.lead(path, to, true, span));
        if see.is_some() || (also.is_some() && !written && range == Range::None) {
            return None;
        }
        let name = path.iter().map(|name| crate::book::plain(name)).collect::<Vec<_>>().join(" ");
        let anchor = self.tables.anchors.claim(&format!("ix-{name}"));
        let text = self.here.last().cloned().unwrap_or_default();
        let place = (anchor.clone(), text);
        self.index.place(path, place, (range, main), span, self.problems);
        Some(Inline::Place(Place { anchor, span }))
    }

    fn range(&mut self, attrs: &Attrs, span: Span) -> Range {
        match attrs.get("range") {
            None => Range::None,
            Some("start") => Range::Start,
            Some("end") => Range::End,
            Some(other) => {
                let reason = format!("`range` can't be `{other}`: expected `start` or `end`");
                self.problems.push(Problem::BadIndexMark { reason }.at(span));
                Range::None
            }
        }
    }
}

/// Whether a term is defined here: that is the main place of its entry.
fn defines(run: &[Inline]) -> bool {
    let mut found = false;
    in_run(run, &mut |inline| found |= matches!(inline, Inline::Mark(x) if x.classes.iter().any(|class| class == "term")));
    found
}

/// What attributes say besides the index.
fn without_index(attrs: &Attrs) -> Attrs {
    let ours = ["entry", "see", "see-also", "range"];
    let mut rest = attrs.clone();
    rest.classes.retain(|class| class != "index" && class != "main");
    rest.pairs.retain(|(key, _)| !ours.contains(&key.as_str()));
    rest
}

/// Whether something is an index mark that prints nothing.
pub(super) fn is_silent(inline: &draft::Inline) -> bool {
    match inline {
        draft::Inline::Mark { attrs, content, .. } => attrs.has("index") && content.is_empty(),
        _ => false,
    }
}

/// Takes out the second of two spaces that a mark without text left behind, and a space that begins a run.
pub(super) fn close_gaps(run: &mut Vec<Inline>) {
    let mut spaced = true;
    for inline in run.iter_mut() {
        match inline {
            Inline::Text(x) => {
                if spaced {
                    x.text = x.text.trim_start_matches(' ').to_owned();
                }
                if !x.text.is_empty() {
                    spaced = x.text.ends_with(' ');
                }
            }
            Inline::Place(_) => {}
            _ => spaced = false,
        }
    }
    run.retain(|inline| !matches!(inline, Inline::Text(x) if x.text.is_empty()));
}
