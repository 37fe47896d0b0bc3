//! Notation in running text that CommonMark lacks, found where the Markdown parser left plain text.
//!
//! | notation | becomes |
//! | --- | --- |
//! | `[text]{.class}`, `[]{#name}` | a mark, a place |
//! | `@fig-a`, `[@fig-a; -@fig-b]`, `[@fig-a]{.page}` | cross-references |
//! | `[@key, p. 3]`, `@key` | citations, in books that have a bibliography |
//! | `^[text]` | a footnote on the spot |
//! | `[^x]` without a definition | a mark of a footnote that `resolve` will not find, and says so |
//! | `x^2^`, `H~2~O` | superscript, subscript: no spaces inside; `~` after a letter or digit, `^` not before one |
//! | `https://...`, `www....` | links, as in GFM ("Autolinks (extension)") |
//!
//! Free-standing `~text~` is struck out, as in GFM; Pandoc would lower it. `x^2+y^2` stays as it is, so the
//! closing `^` may not have a letter behind it; Pandoc has no such rule. One level of markup is looked at
//! at a time, in one pass: brackets that hold whole pieces of markup work, crossing ones are text.

use std::ops::Range;

use super::address;
use super::attributes::{self, List};
use super::citation;
use super::context::Context;
use super::node::{self, Branch, Node};
use super::reference;
use crate::draft::{Attrs, Inline, RefForm};

/// How many brackets of one level can be open.
const DEEPEST: usize = 32;

/// Finds our notation in one level of running text; `linked` inside of a link, where links can't be.
pub(super) fn find(cx: &mut Context, nodes: Vec<Node>, linked: bool) -> Vec<Node> {
    if !nodes.iter().any(|node| has_notation(cx, node)) {
        return nodes;
    }
    let mut scan = Scan { cx, out: Vec::new(), brackets: Vec::new(), raised: None, lowered: None, linked, skip: 0 };
    for node in nodes {
        scan.node(node);
    }
    let mut merged = Vec::with_capacity(scan.out.len());
    scan.out.into_iter().for_each(|node| node::add(&mut merged, node));
    merged
}

fn has_notation(cx: &Context, node: &Node) -> bool {
    match node {
        Node::Plain(range) => {
            let text = cx.source.slice(range.clone());
            text.bytes().any(|byte| matches!(byte, b'[' | b'@' | b'^' | b'~'))
                || text.contains("://")
                || text.contains("www.")
        }
        Node::Fixed(..) | Node::Soft(_) | Node::Branch(..) | Node::Display(..) | Node::Leaf(..) => false,
    }
}

/// An open `[`.
struct Bracket {
    /// Its node in `out`.
    index: usize,
    /// Its offset.
    at: usize,
    /// `^` stands before it, in a node of its own.
    note: bool,
}

/// An open `^` or `~`.
struct Opener {
    /// Its node in `out`.
    index: usize,
    /// Its offset.
    at: usize,
}

struct Scan<'a, 'c> {
    cx: &'a mut Context<'c>,
    out: Vec<Node>,
    brackets: Vec<Bracket>,
    raised: Option<Opener>,
    lowered: Option<Opener>,
    linked: bool,
    /// What stands before this offset has been read as an attribute list.
    skip: usize,
}

impl Scan<'_, '_> {
    fn node(&mut self, node: Node) {
        let range = node.range();
        if range.end <= self.skip && range.start < range.end {
            return;
        }
        match node {
            Node::Plain(range) => self.plain(range.start.max(self.skip)..range.end),
            node => self.out.push(node),
        }
    }

    fn plain(&mut self, range: Range<usize>) {
        let mut from = range.start;
        let mut at = range.start;
        while at < range.end {
            let found = self.cx.source.slice(at..range.end).bytes().position(is_special);
            let Some(found) = found else { break };
            at += found;
            let next = self.special(from, at, range.end);
            match next {
                Some(next) => (from, at) = (next.max(at + 1), next.max(at + 1)),
                None => at += 1,
            }
        }
        self.text(from.min(range.end)..range.end);
    }

    fn text(&mut self, range: Range<usize>) {
        if range.start < range.end {
            self.out.push(Node::Plain(range));
        }
    }

    /// Looks at the special byte at an offset; text from `from` on is pending. Where the byte was more
    /// than text, the pending text is written, and the offset to go on from comes back.
    fn special(&mut self, from: usize, at: usize, end: usize) -> Option<usize> {
        let source = self.cx.source;
        match source.byte(at)? {
            b'[' => {
                self.text(from..at);
                self.open_bracket(at);
                Some(at + 1)
            }
            b']' => {
                let open = self.brackets.pop()?;
                self.text(from..at);
                Some(self.close_bracket(&open, at))
            }
            // The arrow of an editing mark.
            b'~' if source.byte(at + 1) == Some(b'>') => None,
            b'^' if source.byte(at + 1) == Some(b'[') => {
                self.text(from..at);
                self.text(at..at + 1);
                Some(at + 1)
            }
            b'^' => self.raise(from, at),
            b'~' => self.lower(from, at),
            b'@' if !self.linked => {
                let Some((label, stop)) = reference::bare(source, at, end, self.cx.prefixes) else {
                    return self.narrative(from, at, end);
                };
                self.text(from..at);
                let span = source.span(at..stop);
                let labels = vec![(label, span)];
                self.out.push(Node::Leaf(Inline::Ref { labels, form: RefForm::Full, span }, at..stop));
                Some(stop)
            }
            b':' | b'w' => {
                let (start, stop) = address::bounds(self.cx.source, from, at, end, self.linked)?;
                self.text(from..start);
                self.link(start..stop);
                Some(stop)
            }
            _ => None,
        }
    }

    /// `@key` of a work.
    fn narrative(&mut self, from: usize, at: usize, end: usize) -> Option<usize> {
        if self.cx.manifest.bibliography.files.is_empty() {
            return None;
        }
        let (cite, stop) = citation::bare(self.cx, at, end)?;
        self.text(from..at);
        self.out.push(Node::Leaf(Inline::Cite(cite), at..stop));
        Some(stop)
    }

    /// `[@key, p. 3]`; what has attributes behind it is a mark, unless it begins with a key.
    fn citation(&mut self, inside: Range<usize>) -> Option<crate::draft::Cite> {
        let source = self.cx.source;
        let text = source.slice(inside.clone());
        let begins = text.starts_with('@') || text.starts_with("-@");
        let marked = source.byte(inside.end + 1) == Some(b'{') && !begins;
        if self.linked || marked || !text.contains('@') || self.cx.manifest.bibliography.files.is_empty() {
            return None;
        }
        citation::bracket(self.cx, inside)
    }

    fn open_bracket(&mut self, at: usize) {
        if self.brackets.len() >= DEEPEST {
            return self.text(at..at + 1);
        }
        let caret = |node: &Node| matches!(node, Node::Plain(range) if range.end == at && range.len() == 1);
        let note =
            self.cx.source.slice(at.saturating_sub(1)..at) == "^" && self.out.last().is_some_and(caret);
        self.brackets.push(Bracket { index: self.out.len(), at, note });
        self.text(at..at + 1);
    }

    /// Makes something of `[...]`, or leaves it as text; the offset to go on from.
    fn close_bracket(&mut self, open: &Bracket, at: usize) -> usize {
        let source = self.cx.source;
        let inside = open.at + 1..at;
        let start = if open.note { open.at - 1 } else { open.at };
        if open.note {
            let content = self.take(open.index, 2);
            self.out.push(Node::Branch(Branch::Note, content, start..at + 1));
            return at + 1;
        }
        let text = source.slice(inside.clone());
        if text.starts_with(['@', '-'])
            && !self.linked
            && let Some((labels, form)) = reference::bracket(source, inside.clone(), self.cx.prefixes)
        {
            self.take(open.index, 1);
            return self.reference(labels, form, open.at..at + 1);
        }
        if let Some(cite) = self.citation(inside) {
            self.take(open.index, 1);
            let leaf = Node::Leaf(Inline::Cite(cite), open.at..at + 1);
            let Some(list) = self.list(at + 1) else {
                self.out.push(leaf);
                return at + 1;
            };
            let end = list.end;
            self.out.push(mark(self.cx, list.attrs, vec![leaf], open.at..end));
            return end;
        }
        if let Some(label) = text.strip_prefix('^').filter(|label| is_note_label(label)) {
            self.take(open.index, 1);
            let span = source.span(open.at..at + 1);
            self.out.push(Node::Leaf(Inline::NoteRef(label.to_owned(), span), open.at..at + 1));
            return at + 1;
        }
        match self.list(at + 1) {
            Some(list) => {
                let content = self.take(open.index, 1);
                let end = list.end;
                self.out.push(mark(self.cx, list.attrs, content, open.at..end));
                end
            }
            None => {
                self.text(at..at + 1);
                at + 1
            }
        }
    }

    fn reference(
        &mut self,
        labels: Vec<(String, crate::span::Span)>,
        form: RefForm,
        range: Range<usize>,
    ) -> usize {
        let list = self.list(range.end);
        let end = list.as_ref().map_or(range.end, |list| list.end);
        let span = self.cx.source.span(range.start..end);
        let mut attrs = list.map(|list| list.attrs).unwrap_or_default();
        let form = if attrs.has("page") { RefForm::Page } else { form };
        attrs.classes.retain(|class| class != "page");
        let leaf = Node::Leaf(Inline::Ref { labels, form, span }, range.start..end);
        let more = attrs.label.is_some() || !attrs.classes.is_empty() || !attrs.pairs.is_empty();
        self.out.push(if more { mark(self.cx, attrs, vec![leaf], range.start..end) } else { leaf });
        end
    }

    /// The attribute list at an offset; what stands in it is no text any more.
    fn list(&mut self, at: usize) -> Option<List> {
        let list = attributes::at(self.cx.source, at, &mut self.cx.problems)?;
        self.skip = self.skip.max(list.end);
        Some(list)
    }

    /// Takes out everything from a node on, and drops the `marks` nodes that opened it.
    fn take(&mut self, index: usize, marks: usize) -> Vec<Node> {
        let content = self.out.split_off((index + 1).min(self.out.len()));
        for _ in 0..marks {
            self.out.pop();
        }
        let left = self.out.len();
        self.raised.take_if(|open| open.index >= left);
        self.lowered.take_if(|open| open.index >= left);
        while self.brackets.last().is_some_and(|open| open.index >= left) {
            self.brackets.pop();
        }
        content
    }

    fn raise(&mut self, from: usize, at: usize) -> Option<usize> {
        let source = self.cx.source;
        let letter_behind = source.slice(at + 1..source.text().len()).starts_with(char::is_alphanumeric);
        let open =
            self.raised.take().filter(|open| !letter_behind && is_tight(source.slice(open.at + 1..at)));
        self.text(from..at);
        match open {
            Some(open) => {
                let content = self.take(open.index, 1);
                self.out.push(Node::Branch(Branch::Sup, content, open.at..at + 1));
            }
            None => {
                self.raised = Some(Opener { index: self.out.len(), at });
                self.text(at..at + 1);
            }
        }
        Some(at + 1)
    }

    fn lower(&mut self, from: usize, at: usize) -> Option<usize> {
        let source = self.cx.source;
        let single = source.byte(at + 1) != Some(b'~') && source.before(at) != Some('~');
        let open = self.lowered.take().filter(|open| single && is_tight(source.slice(open.at + 1..at)));
        if let Some(open) = open {
            self.text(from..at);
            let content = self.take(open.index, 1);
            self.out.push(Node::Branch(Branch::Sub, content, open.at..at + 1));
            return Some(at + 1);
        }
        let attached = |c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '}');
        if !single || !source.before(at).is_some_and(attached) {
            return None;
        }
        self.text(from..at);
        self.lowered = Some(Opener { index: self.out.len(), at });
        self.text(at..at + 1);
        Some(at + 1)
    }

    fn link(&mut self, range: Range<usize>) {
        let text = self.cx.source.slice(range.clone()).to_owned();
        let target = if text.starts_with("www.") { format!("http://{text}") } else { text.clone() };
        let shown = Node::Fixed(text, range.clone());
        self.out.push(if self.linked {
            shown
        } else {
            Node::Branch(Branch::Link(target), vec![shown], range)
        });
    }
}

/// Text with attributes; a place if it has a label and nothing else.
pub(super) fn mark(cx: &Context, attrs: Attrs, content: Vec<Node>, range: Range<usize>) -> Node {
    let bare = content.is_empty() && attrs.classes.is_empty() && attrs.pairs.is_empty();
    match attrs.label {
        Some((label, _)) if bare => Node::Leaf(Inline::Anchor(label, cx.source.span(range.clone())), range),
        _ => Node::Branch(Branch::Mark(attrs), content, range),
    }
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'[' | b']' | b'^' | b'~' | b'@' | b':' | b'w')
}

/// Whether a text may be raised or lowered: it is there and has no space.
fn is_tight(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

fn is_note_label(label: &str) -> bool {
    !label.is_empty() && !label.contains(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '^' | '`'))
}

#[cfg(test)]
mod tests {
    use crate::parse::shown::{parsed, shown};

    #[test]
    fn marks_and_places() {
        assert_eq!(
            shown("a [b *c*]{.x lang=fr} [d [e]{.y}]{.z}"),
            "P a [b *c*]{.x lang=fr} [d [e]{.y}]{.z}\n"
        );
        let crossed = parsed("a []{#here} [b]{c} [d] *[e*f]{.x}*");
        assert_eq!(crossed.0, "P a {#here} [b]{c} [d] *[e*f]{.x}*\n");
        assert_eq!(crossed.1, ["loose-attributes at 1:30"]);
        assert_eq!(shown("[link]{.x}\n\n[link]: u"), "P [[link](u)]{.x}\n");
        assert_eq!(parsed("[a]{.b,c}").1, ["bad-attributes at 1:4"]);
    }

    #[test]
    fn references_and_notes() {
        let text = "See @fig-a's, [@fig-b; @sec-c], [-@fig-d]{.page} (@tbl-x).";
        assert_eq!(shown(text), "P See @(fig-a)’s, @(fig-b;sec-c), @(page fig-d) (@(tbl-x)).\n");
        assert_eq!(
            shown("[@flp85, p. 3] @flp me@fig-a.org `@fig-a`"),
            "P [@flp85, p.\u{a0}3] @flp me@fig-a.org `@fig-a`\n"
        );
        assert_eq!(shown("a^[note *b* [c](d)] e[^x]"), "P a^[note *b* [c](d)] e[^x]\n");
        assert_eq!(shown("\\@fig-a \\[a\\]{.b}"), "P @fig-a [a]{.b}\n");
    }

    #[test]
    fn references_of_the_books_own_boxes() {
        let settings = "[block.invariant]\ntitle = \"Invariant\"\nprefix = \"inv\"\n";
        assert_eq!(crate::parse::shown::parsed_in(settings, "@inv-a @other-b").0, "P @(inv-a) @other-b\n");
    }

    #[test]
    fn raised_and_lowered() {
        assert_eq!(shown("H~2~O, x^2^, 10^-12^, 2^*n*^, C~a,b~"), "P H~2~O, x^2^, 10^-12^, 2^*n*^, C~a,b~\n");
        assert_eq!(shown("~a~ ~~b~~"), "P ~~a~~ ~~b~~\n");
        assert_eq!(shown("2^15 = 2^16 x^2+y^2 ~5 and ~10 a\\^b^"), "P 2^15 = 2^16 x^2+y^2 ~5 and ~10 a^b^\n");
    }
}
