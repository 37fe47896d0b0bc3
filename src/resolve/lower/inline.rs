//! Inlines of the draft, lowered; a function for each kind that needs one.

use super::super::links::{self, Destination};
use super::{Lower, marked};
use super::block::class_name;
use crate::art::math;
use crate::book::{self, Formula, Inline, NoteId, NoteRef, Reference, Styled, Target, Text};
use crate::draft::{self, RefForm};
use crate::problem::{Problem, nearest};
use crate::span::Span;

impl Lower<'_> {
    pub(super) fn inlines(&mut self, run: Vec<draft::Inline>) -> Vec<Inline> {
        let silent = run.iter().any(marked::is_silent);
        let mut out = Vec::with_capacity(run.len());
        for inline in run {
            self.inline(inline, &mut out);
        }
        if silent {
            marked::close_gaps(&mut out);
        }
        if self.citations.notes {
            super::cite::settle(&mut out);
        }
        out
    }

    fn inline(&mut self, inline: draft::Inline, out: &mut Vec<Inline>) {
        use draft::Inline as D;
        match inline {
            D::Text(text, span) => out.push(Inline::Text(Text { text, span })),
            D::Emph(x) => out.push(Inline::Emph(self.styled(x))),
            D::Strong(x) => out.push(Inline::Strong(self.styled(x))),
            D::Strike(x) => out.push(Inline::Strike(self.styled(x))),
            D::Sub(x) => out.push(Inline::Sub(self.styled(x))),
            D::Sup(x) => out.push(Inline::Sup(self.styled(x))),
            D::Code(text, span) => out.push(Inline::Code(Text { text, span })),
            D::Key(x) => out.push(Inline::Key(self.styled(x))),
            D::Math(tex, span) => out.push(match self.formula(&tex, false, span) {
                Ok(formula) => Inline::Math(book::InlineMath { formula, span }),
                Err(text) => Inline::Code(text),
            }),
            D::Link { target, content, span } => self.link(&target, content, span, out),
            D::Ref { labels, form, span } => self.reference(labels, form, span, out),
            D::Cite(cite) => self.cite(cite, out),
            D::NoteRef(label, span) => self.note_ref(&label, span, out),
            D::Note(content, span) => self.inline_note(content, span, out),
            D::Picture { target, alt, attrs, span } => self.inline_picture(&target, alt, &attrs, span, out),
            D::Mark { attrs, content, span } => self.marked(attrs, content, span, out),
            D::Anchor(name, span) => self.anchor(&name, span, out),
            D::Change { edit, content, span } => {
                let content = self.inlines(content);
                out.push(Inline::Change(book::ChangedInlines { edit, listed: None, content, span }));
            }
            D::Comment(text, span) => out.push(Inline::Comment(book::Comment { number: None, text, span })),
            D::LineBreak(span) => out.push(Inline::LineBreak(book::LineBreak { span })),
        }
    }

    fn styled(&mut self, content: Vec<draft::Inline>) -> Styled {
        Styled { content: self.inlines(content) }
    }

    /// The formula, or its TeX where it can't be read (and then a problem says why).
    pub(super) fn formula(&mut self, tex: &str, display: bool, span: Span) -> Result<Formula, Text> {
        math::formula(tex, display).map_err(|(offset, problem)| {
            let start = span.start as usize + offset;
            let at = Span::new(span.file, start.min(span.end as usize), span.end as usize);
            self.problems.push(problem.at(at));
            Text { text: tex.to_owned(), span }
        })
    }

    fn link(&mut self, target: &str, content: Vec<draft::Inline>, span: Span, out: &mut Vec<Inline>) {
        let mut content = self.inlines(content);
        let src = &self.manifest.src;
        let found = links::destination(self.snapshot, &self.tables, src, self.file, target);
        let target = match found {
            Err(problem) => {
                self.problems.push(problem.at(span));
                out.append(&mut content);
                return;
            }
            Ok(Destination::Url(url)) => {
                if content.is_empty() {
                    content.push(Inline::Text(Text { text: url.clone(), span }));
                }
                Target::Url(url)
            }
            Ok(Destination::Place(place)) => {
                let Some(anchor) = place.anchor.clone() else {
                    out.append(&mut content);
                    return;
                };
                match &place.number {
                    Some(number) if content.is_empty() => {
                        content.push(Inline::Text(Text { text: number.label.clone(), span }));
                    }
                    None if content.is_empty() => {
                        let title = place.title.clone();
                        self.untitled.insert(span, (target.trim_start_matches('#').to_owned(), title));
                    }
                    Some(_) | None => {}
                }
                Target::Anchor(anchor)
            }
        };
        out.push(Inline::Link(book::Link { target, content, span }));
    }

    fn reference(
        &mut self,
        labels: Vec<(String, Span)>,
        form: RefForm,
        span: Span,
        out: &mut Vec<Inline>,
    ) {
        for (at, (label, place)) in labels.into_iter().enumerate() {
            if at > 0 {
                out.push(Inline::Text(Text { text: ", ".to_owned(), span }));
            }
            out.push(self.one_reference(&label, form, place));
        }
    }

    fn one_reference(&mut self, label: &str, form: RefForm, span: Span) -> Inline {
        let as_typed = || Inline::Text(Text { text: format!("@{label}"), span });
        let Some(known) = self.tables.label(label) else {
            let near = nearest(label, self.tables.labels());
            let problem = Problem::UnknownLabel { label: label.to_owned(), nearest: near };
            self.problems.push(problem.at(span));
            return as_typed();
        };
        let Some(anchor) = known.anchor.clone() else { return as_typed() };
        let Some(number) = known.number.clone() else {
            self.untitled.insert(span, (label.to_owned(), known.title.clone()));
            self.problems.push(Problem::Unnumbered { label: label.to_owned() }.at(span));
            return Inline::Link(book::Link { target: Target::Anchor(anchor), content: Vec::new(), span });
        };
        let text = match form {
            RefForm::Full | RefForm::Page => number.label,
            RefForm::Number => number.text,
        };
        let source = self.snapshot.place(span);
        let paged = form == RefForm::Page;
        self.references.push(Reference { anchor: anchor.clone(), text: text.clone(), paged, source, span });
        let reference = book::Ref { anchor, text, before: String::new(), span };
        if paged { Inline::PageRef(reference) } else { Inline::Ref(reference) }
    }

    fn note_ref(&mut self, label: &str, span: Span, out: &mut Vec<Inline>) {
        let before = self.notes.len();
        match self.note(label, span) {
            Some(note) => {
                let first = note.0 as usize >= before;
                out.push(self.note_mark(note, first, span));
            }
            None => out.push(Inline::Text(Text { text: format!("[^{label}]"), span })),
        }
    }

    fn inline_note(&mut self, content: Vec<draft::Inline>, span: Span, out: &mut Vec<Inline>) {
        let id = NoteId(u32::try_from(self.notes.len()).unwrap_or(u32::MAX));
        let paragraph = draft::Block::Paragraph(draft::Paragraph { content, span });
        let note = self.open_note(id, vec![paragraph], span);
        out.push(self.note_mark(note, true, span));
    }

    pub(super) fn note_mark(&mut self, note: NoteId, first: bool, span: Span) -> Inline {
        let marks = self.marks.entry(note).or_default();
        *marks += 1;
        let known = self.notes.get(note.0 as usize);
        let base = known.map_or_else(|| "note".to_owned(), |note| note.anchor.to_string());
        let wish = if *marks == 1 { format!("{base}-ref") } else { format!("{base}-ref-{marks}") };
        let anchor = self.tables.anchors.claim(&wish);
        Inline::NoteRef(NoteRef { note, anchor, first, span })
    }

    fn inline_picture(
        &mut self,
        target: &str,
        alt: Vec<draft::Inline>,
        attrs: &draft::Attrs,
        span: Span,
        out: &mut Vec<Inline>,
    ) {
        match self.picture(target, alt, &[attrs], &[], span) {
            Some(picture) => out.push(Inline::Picture(book::InlinePicture { picture, span })),
            None => out.push(Inline::Code(Text { text: target.to_owned(), span })),
        }
    }

    pub(super) fn mark(&mut self, attrs: draft::Attrs, content: Vec<draft::Inline>, span: Span) -> Inline {
        let anchor = self.tables.get(attrs.key).and_then(|it| it.anchor.clone());
        let classes = attrs.classes.iter().map(|class| class_name(class)).collect();
        let locale = super::block::locale(&attrs);
        let content = self.inlines(content);
        Inline::Mark(book::Mark { anchor, classes, locale, content, span })
    }

    /// A bare `<a id>` has its place once in a file; further ones of the name have none.
    fn anchor(&mut self, name: &str, span: Span, out: &mut Vec<Inline>) {
        let known = self.tables.name(self.file, name).filter(|it| it.span == span);
        let Some(anchor) = known.and_then(|it| it.anchor.clone()) else { return };
        if self.placed.insert(anchor.clone()) {
            out.push(Inline::Place(book::Place { anchor, span }));
        }
    }
}
