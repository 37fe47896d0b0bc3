//! Running text, markup and all, into the draft's inlines, with the typography of the book's language.
//!
//! Quotes are decided on the letters of the whole run (`typography`), then put back into its pieces; code,
//! formulas and what the author escaped take part as letters that never change. Neighbouring letters
//! become one [`Inline::Text`], whose span is the stretch of source they stand in.

use std::ops::Range;

use super::attributes::{self, Read};
use super::context::Context;
use super::node::{self, Branch, Node, Picture};
use super::typography::{Edit, Style};
use crate::draft::{Attrs, Inline};
use crate::problem::Problem;
use crate::span::Span;

/// The draft of one run of text: a paragraph, a title, a caption.
pub(super) fn lower(cx: &mut Context, nodes: Vec<Node>) -> Vec<Inline> {
    let mut letters = String::new();
    flatten(cx, &nodes, &mut letters);
    let edits = cx.style.edits(&letters);
    let mut lower = Lower { cx, edits, next: 0, at: 0, text: String::new(), range: 0..0 };
    let mut out = Vec::with_capacity(nodes.len().min(16));
    lower.nodes(nodes, &mut out);
    out
}

/// The letters of a run as `typography` sees them. Must take the same length that [`Lower`] takes.
fn flatten(cx: &Context, nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Plain(range) => out.push_str(cx.source.slice(range.clone())),
            Node::Fixed(text, _) => out.extend(text.chars().map(neutral)),
            Node::Soft(_) | Node::Leaf(Inline::LineBreak(_), _) => out.push(' '),
            Node::Branch(branch, inner, _) => match branch {
                Branch::Gone | Branch::Note => {}
                Branch::Picture(_) | Branch::Code => out.push('x'),
                // Read by itself, with the marks of its own language.
                Branch::Mark(attrs) if attrs.get("lang").is_some() => out.push('x'),
                Branch::Emph
                | Branch::Strong
                | Branch::Strike
                | Branch::Sub
                | Branch::Sup
                | Branch::Key
                | Branch::Link(_)
                | Branch::Change(_)
                | Branch::Mark(_) => flatten(cx, inner, out),
            },
            Node::Leaf(Inline::NoteRef(..) | Inline::Anchor(..) | Inline::Comment(..), _) => {}
            Node::Display(..) | Node::Leaf(..) => out.push('x'),
        }
    }
}

fn neutral(c: char) -> char {
    if matches!(c, '"' | '\'' | '-' | '.') { 'x' } else { c }
}

struct Lower<'a, 'c> {
    cx: &'a mut Context<'c>,
    edits: Vec<Edit>,
    /// The next of the edits.
    next: usize,
    /// Where we are in the letters.
    at: usize,
    /// Text not yet written, and where it stands.
    text: String,
    range: Range<usize>,
}

impl Lower<'_, '_> {
    fn nodes(&mut self, nodes: Vec<Node>, out: &mut Vec<Inline>) {
        for node in nodes {
            match node {
                Node::Plain(range) => {
                    self.claim(&range, out);
                    self.plain(range);
                }
                Node::Fixed(text, range) => {
                    self.claim(&range, out);
                    self.text.push_str(&text);
                    self.at += text.len();
                }
                Node::Soft(range) => {
                    self.claim(&range, out);
                    self.line_end();
                }
                Node::Branch(branch, inner, range) => {
                    self.flush(out);
                    self.branch(branch, inner, range, out);
                }
                Node::Display(tex, _, range) => {
                    self.flush(out);
                    self.at += 1;
                    out.push(Inline::Math(tex, self.cx.source.span(range)));
                }
                Node::Leaf(inline, _) => {
                    self.flush(out);
                    self.at += usize::from(!matches!(inline, Inline::NoteRef(..) | Inline::Anchor(..) | Inline::Comment(..)));
                    out.push(inline);
                }
            }
        }
        self.flush(out);
    }

    /// Makes room for letters from a range: text of another file can't share a span with it.
    fn claim(&mut self, range: &Range<usize>, out: &mut Vec<Inline>) {
        if self.text.is_empty() {
            self.range = range.clone();
            return;
        }
        let source = self.cx.source;
        let joined = source.span(self.range.start..range.end.max(self.range.end));
        let here = source.span(range.clone());
        if joined.file != here.file || joined.end < here.end {
            self.flush(out);
            self.range = range.clone();
        }
        self.range.end = self.range.end.max(range.end);
    }

    fn flush(&mut self, out: &mut Vec<Inline>) {
        if !self.text.is_empty() {
            let span = self.cx.source.span(self.range.clone());
            out.push(Inline::Text(std::mem::take(&mut self.text), span));
        }
    }

    fn plain(&mut self, range: Range<usize>) {
        self.loose_lists(range.clone());
        let text = self.cx.source.slice(range);
        let end = self.at + text.len();
        let mut done = 0;
        while let Some(edit) = self.edits.get(self.next).copied() {
            if edit.at >= end {
                break;
            }
            self.next += 1;
            // An edit that begins or ends in other markup can't be made without moving letters over it.
            if edit.at < self.at + done || edit.at + edit.length > end {
                continue;
            }
            self.letters(text.get(done..edit.at - self.at).unwrap_or_default());
            self.text.push_str(edit.text);
            done = edit.at + edit.length - self.at;
        }
        self.letters(text.get(done..).unwrap_or_default());
        self.at = end;
    }

    /// A line end of the source, which is a space, or one at which no line of the book may end.
    fn line_end(&mut self) {
        let bound = self.edits.get(self.next).filter(|edit| edit.at == self.at && edit.length == 1).copied();
        match bound {
            Some(edit) => {
                self.next += 1;
                self.text.push_str(edit.text);
            }
            None => self.letters(" "),
        }
        self.at += 1;
    }

    /// Says where text is an attribute list that stands behind nothing.
    fn loose_lists(&mut self, range: Range<usize>) {
        let text = self.cx.source.slice(range.clone());
        for (at, _) in text.match_indices('{') {
            let Read::List(list) = attributes::read(self.cx.source, range.start + at) else { continue };
            let meant = list.attrs.label.is_some() || list.attrs.items.iter().any(|(item, _)| item.starts_with('.'));
            let place = list.start..list.end;
            let text = self.cx.source.slice(place.clone()).to_owned();
            // `\[text\]{.class}` is about attribute lists.
            let shown = list.start.checked_sub(1).is_some_and(|before| self.cx.source.escaped(before));
            if meant && !shown && list.end <= range.end && text != "{-}" {
                self.cx.report(Problem::LooseAttributes { text }, place);
            }
        }
    }

    /// Adds letters; spaces that follow each other are one, as in HTML. A comment leaves two behind.
    fn letters(&mut self, text: &str) {
        let mut rest = text;
        if self.text.ends_with(' ') {
            rest = rest.trim_start_matches(is_space);
        }
        let double =
            |text: &str| text.as_bytes().windows(2).position(|pair| pair.iter().all(u8::is_ascii_whitespace));
        while let Some(at) = double(rest) {
            let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.text.push_str(head);
            self.text.push(' ');
            rest = tail.trim_start_matches(is_space);
        }
        self.text.push_str(rest);
    }

    fn branch(&mut self, branch: Branch, inner: Vec<Node>, range: Range<usize>, out: &mut Vec<Inline>) {
        let span = self.cx.source.span(range);
        match branch {
            Branch::Gone => {}
            Branch::Note => {
                let content = lower(self.cx, inner);
                out.push(Inline::Note(content, span));
            }
            Branch::Picture(picture) => {
                self.at += 1;
                let alt = lower(self.cx, inner);
                out.push(inline_picture(picture, alt, span));
            }
            Branch::Code => {
                self.at += 1;
                out.push(code(self.cx, &inner, span));
            }
            Branch::Emph => self.around(inner, out, Inline::Emph),
            Branch::Strong => self.around(inner, out, Inline::Strong),
            Branch::Strike => self.around(inner, out, Inline::Strike),
            Branch::Sub => self.around(inner, out, Inline::Sub),
            Branch::Sup => self.around(inner, out, Inline::Sup),
            Branch::Key => self.around(inner, out, Inline::Key),
            Branch::Link(target) => self.around(inner, out, |content| Inline::Link { target, content, span }),
            Branch::Change(edit) => {
                self.around(inner, out, |content| Inline::Change { edit, content, span });
            }
            Branch::Mark(attrs) if attrs.get("lang").is_some() => {
                self.at += 1;
                let own = attrs.get("lang").map_or(self.cx.style, Style::new);
                let around = std::mem::replace(&mut self.cx.style, own);
                let content = lower(self.cx, inner);
                self.cx.style = around;
                out.push(Inline::Mark { attrs, content, span });
            }
            Branch::Mark(attrs) => self.around(inner, out, |content| Inline::Mark { attrs, content, span }),
        }
    }

    fn around(&mut self, inner: Vec<Node>, out: &mut Vec<Inline>, make: impl FnOnce(Vec<Inline>) -> Inline) {
        let mut content = Vec::with_capacity(inner.len());
        self.nodes(inner, &mut content);
        out.push(make(content));
    }
}

fn is_space(c: char) -> bool {
    c.is_ascii_whitespace()
}

/// A picture in a line of text. Its title is only there for a figure's caption.
fn inline_picture(picture: Picture, alt: Vec<Inline>, span: Span) -> Inline {
    let attrs = picture.list.map_or_else(Attrs::default, |list| list.attrs);
    let alt = described(&attrs, alt, span);
    Inline::Picture { target: picture.target, alt, attrs, span }
}

/// The description of a picture: `alt="..."` before what stands in the brackets.
pub(super) fn described(attrs: &Attrs, alt: Vec<Inline>, span: Span) -> Vec<Inline> {
    match attrs.get("alt") {
        Some("") => Vec::new(),
        Some(text) => vec![Inline::Text(text.to_owned(), span)],
        None => alt,
    }
}

/// `<code>` with whatever markup in it: the letters.
fn code(cx: &Context, inner: &[Node], span: Span) -> Inline {
    let mut letters = String::new();
    node::letters(inner, cx.source, &mut letters);
    Inline::Code(letters.split_whitespace().collect::<Vec<_>>().join(" "), span)
}

#[cfg(test)]
mod tests {
    use crate::parse::shown::{parsed_in, shown};

    #[test]
    fn quotes_go_over_markup() {
        assert_eq!(
            shown("\"*x*\" *\"y\"* \"`c`\" '**it's**' [\"a\"](b)"),
            "P “*x*” *“y”* “`c`” ‘**it’s**’ [“a”](b)\n"
        );
        assert_eq!(
            shown("\"a\nb\" \\\"c\\\" &quot;d&quot; `\"e\"` $\"$"),
            "P “a b” \"c\" \"d\" `\"e\"` $[\"]\n"
        );
        assert_eq!(parsed_in("language = \"de\"\n", "\"*x*\" 'y'").0, "P „*x*“ ‚y‘\n");
    }

    #[test]
    fn spaces_are_single() {
        assert_eq!(shown("a  b <!-- c --> d\n\te"), "P a b d e\n");
    }

    #[test]
    fn codes_attributes_go_around_it() {
        assert_eq!(shown("`a`{.rust} `b`{c} [d](e){.f}"), "P [`a`]{.rust} `b`{c} [[d](e)]{.f}\n");
    }
}
