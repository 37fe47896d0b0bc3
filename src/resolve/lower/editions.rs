//! `.content-visible` and `.content-hidden`: what only some editions print.
//!
//! `when-format="pdf,epub"` names the editions that it is about, `unless-format` the others. Numbers and
//! labels are the same in all editions, so nothing that has one may stand in it.

use super::Lower;
use crate::book::{self, Block, Editions, Inline, OnlyBlocks, OnlyInlines};
use crate::draft::{self, Attrs};
use crate::problem::{Problem, nearest};
use crate::span::Span;

/// Names of editions, and which they are.
const NAMES: [(&str, Editions); 4] = [
    ("pdf", Editions { print: true, screen: true, epub: false }),
    ("print", Editions { print: true, screen: false, epub: false }),
    ("screen", Editions { print: false, screen: true, epub: false }),
    ("epub", Editions { print: false, screen: false, epub: true }),
];
/// Attributes that are about editions.
const KEYS: [&str; 2] = ["when-format", "unless-format"];

impl Lower<'_> {
    /// A box for some editions.
    pub(super) fn only_blocks(&mut self, div: draft::Div) -> Block {
        let draft::Div { attrs, title, blocks, span } = div;
        let editions = self.editions(&attrs, span);
        self.refuse_label(&attrs);
        let mut out = Vec::new();
        if !title.is_empty() {
            let content = self.inlines(title);
            out.push(Block::Paragraph(book::Paragraph { content, span }));
        }
        out.extend(self.blocks(blocks));
        let mut numbered = Vec::new();
        book::blocks(&out, &mut |block| numbered.extend(numbered_block(block)));
        book::inlines(&out, &mut |inline| numbered.extend(numbered_inline(inline)));
        self.refuse(numbered);
        Block::Only(OnlyBlocks { editions, blocks: out, span })
    }

    /// A stretch of text for some editions.
    pub(super) fn only_inlines(&mut self, mut attrs: Attrs, content: Vec<draft::Inline>, span: Span) -> Inline {
        let editions = self.editions(&attrs, span);
        self.refuse_label(&attrs);
        attrs.classes.retain(|class| class != "content-visible" && class != "content-hidden");
        attrs.pairs.retain(|(key, _)| !KEYS.contains(&key.as_str()));
        let mut out = Vec::new();
        if attrs.classes.is_empty() && attrs.pairs.is_empty() {
            out = self.inlines(content);
        } else {
            self.marked(attrs, content, span, &mut out);
        }
        let mut numbered = Vec::new();
        book::in_run(&out, &mut |inline| numbered.extend(numbered_inline(inline)));
        self.refuse(numbered);
        Inline::Only(OnlyInlines { editions, content: out, span })
    }

    /// The editions that print it.
    fn editions(&mut self, attrs: &Attrs, span: Span) -> Editions {
        let visible = attrs.has("content-visible");
        let (when, unless) = (attrs.get("when-format"), attrs.get("unless-format"));
        let (named, about) = match (when, unless) {
            (Some(when), None) => (when, visible),
            (None, Some(unless)) => (unless, !visible),
            (Some(_), Some(_)) | (None, None) => {
                let value = String::new();
                self.problems.push(Problem::BadEdition { value, nearest: None }.at(span));
                return Editions { print: true, screen: true, epub: true };
            }
        };
        let mut found = Editions { print: false, screen: false, epub: false };
        for name in named.split([',', ' ']).filter(|name| !name.is_empty()) {
            match NAMES.iter().find(|(known, _)| *known == name) {
                Some((_, more)) => found = union(found, *more),
                None => {
                    let near = nearest(name, NAMES.iter().map(|(known, _)| *known));
                    let problem = Problem::BadEdition { value: name.to_owned(), nearest: near };
                    self.problems.push(problem.at(span));
                }
            }
        }
        if about { found } else { Editions { print: !found.print, screen: !found.screen, epub: !found.epub } }
    }

    fn refuse(&mut self, numbered: Vec<(String, Span)>) {
        for (what, at) in numbered {
            self.problems.push(Problem::NumberedOnly { what }.at(at));
        }
    }

    fn refuse_label(&mut self, attrs: &Attrs) {
        if let Some((label, at)) = &attrs.label {
            self.problems.push(Problem::NumberedOnly { what: format!("label `{label}`") }.at(*at));
        }
    }
}

fn union(a: Editions, b: Editions) -> Editions {
    Editions { print: a.print || b.print, screen: a.screen || b.screen, epub: a.epub || b.epub }
}

/// What of a block has a number or a label.
fn numbered_block(block: &Block) -> Option<(String, Span)> {
    let (number, anchor, span) = match block {
        Block::Listing(x) => (&x.number, &x.anchor, x.span),
        Block::Table(x) => (&x.number, &x.anchor, x.span),
        Block::Figure(x) => (&x.number, &x.anchor, x.span),
        Block::Math(x) => (&x.number, &x.anchor, x.span),
        Block::Aside(x) => (&x.number, &x.anchor, x.span),
        Block::Index(x) => return Some(("the index".to_owned(), x.span)),
        Block::Glossary(x) => return Some(("the glossary".to_owned(), x.span)),
        _ => return None,
    };
    let label = anchor.as_ref().map(|anchor| format!("label `{anchor}`"));
    let what = number.as_ref().map(|number| number.label.clone()).or(label)?;
    Some((what, span))
}

fn numbered_inline(inline: &Inline) -> Option<(String, Span)> {
    match inline {
        Inline::NoteRef(x) => Some(("a footnote".to_owned(), x.span)),
        _ => None,
    }
}
