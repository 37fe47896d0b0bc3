//! Editing marks, as CriticMarkup has them (criticmarkup.com, "Spec"):
//!
//! | mark | means |
//! | --- | --- |
//! | `{++text++}` | put it in |
//! | `{--text--}` | take it out |
//! | `{~~old~>new~~}` | put the one in the place of the other |
//! | `{==text==}` | look at this |
//! | `{>>text<<}` | a comment |
//!
//! A mark is a stretch of the text, whatever begins or ends in it: it may go over paragraphs, items, headings
//! and tables, and hold half of an emphasis. Its ends are [`find`]ed before anything else is read. In running
//! text, nodes are divided where it begins and ends ([`run`]); blocks that stand whole in one that goes over
//! several are marked as wholes ([`blocks`]). A heading keeps its place, so that sections, contents and numbers
//! go by it, and its title is marked. In code, formulas and comments of HTML, marks are text.
//!
//! The review edition shows marks; in all others they are settled here: what goes in is text, what goes out is
//! gone, comments are dropped, and a problem says that one was left.

use std::ops::Range;

use super::context::Context;
use super::node::{self, Branch, Node};
use super::source::Source;
use crate::draft::{Block, Change, Edit, Inline, InnerMut};
use crate::problem::Problem;
use crate::span::Span;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Insertion,
    Deletion,
    Substitution,
    Highlight,
    Comment,
}

impl Kind {
    const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Insertion, "{++", "++}"),
        (Self::Deletion, "{--", "--}"),
        (Self::Substitution, "{~~", "~~}"),
        (Self::Highlight, "{==", "==}"),
        (Self::Comment, "{>>", "<<}"),
    ];

    fn opened(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, open, _)| text.starts_with(open)).map(|(kind, ..)| kind)
    }

    fn closed(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(.., close)| text.starts_with(close)).map(|(kind, ..)| kind)
    }

    fn close(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, ..)| *kind == self).map_or("", |(.., close)| close)
    }
}

/// A mark whose end was found, or not yet.
#[derive(Debug)]
pub(super) struct Mark {
    kind: Kind,
    /// All of it; empty while it is open.
    range: Range<usize>,
    /// Where `~>` stands.
    arrow: Option<usize>,
    /// The number of the block in which it opens.
    block: usize,
    /// It goes over several blocks.
    wide: bool,
}

/// What a mark says of one stretch.
struct Piece {
    /// `None` for a comment.
    edit: Option<Edit>,
    range: Range<usize>,
}

impl Mark {
    fn new(kind: Kind, at: usize, block: usize) -> Self {
        Self { kind, range: at..at, arrow: None, block, wide: false }
    }

    /// Its stretches, signs included.
    fn pieces(&self) -> Vec<Piece> {
        let whole = |edit| vec![Piece { edit, range: self.range.clone() }];
        match (self.kind, self.arrow) {
            (Kind::Insertion, _) => whole(Some(Edit::Inserted)),
            (Kind::Deletion, _) => whole(Some(Edit::Deleted)),
            (Kind::Highlight, _) => whole(Some(Edit::Highlighted)),
            (Kind::Substitution, Some(arrow)) => vec![
                Piece { edit: Some(Edit::Deleted), range: self.range.start..arrow + 2 },
                Piece { edit: Some(Edit::Inserted), range: arrow..self.range.end },
            ],
            (Kind::Substitution, None) | (Kind::Comment, _) => whole(None),
        }
    }

    /// Where its signs stand; what is in a comment is no text either, and goes with it.
    fn signs(&self) -> Vec<Range<usize>> {
        if self.kind == Kind::Comment {
            return Vec::new();
        }
        let Range { start, end } = self.range;
        let arrow = self.arrow.map(|arrow| arrow..arrow + 2);
        [start..start + 3].into_iter().chain(arrow).chain([end - 3..end]).collect()
    }
}

/// Whether a text can hold marks; finding that out is cheap.
pub(super) fn any(text: &str) -> bool {
    Kind::ALL.iter().any(|(_, open, _)| text.contains(open))
}

/// The marks of a text, in order. `texts` are the stretches that are running text, each with the number of its
/// block. Says what is left in the text for readers, and what is never closed.
pub(super) fn find(cx: &mut Context, texts: &[(Range<usize>, usize)]) -> Vec<Mark> {
    let mut finder = Finder { source: cx.source, open: Vec::new(), done: Vec::new(), lost: Vec::new() };
    for (range, block) in texts {
        let mut at = range.start;
        while at < range.end {
            at += finder.look(at, *block).unwrap_or(1);
        }
    }
    let Finder { open, mut done, lost, .. } = finder;
    done.sort_by_key(|mark| mark.range.start);
    let shown = cx.manifest.marks;
    done.iter().filter(|_| !shown).for_each(|mark| cx.report(Problem::EditingMark, sign(mark)));
    for mark in open.iter().chain(&lost) {
        cx.report(Problem::UnclosedMark { close: mark.kind.close().to_owned() }, sign(mark));
    }
    done
}

/// Where a mark opens.
fn sign(mark: &Mark) -> Range<usize> {
    mark.range.start..mark.range.start + 3
}

struct Finder<'a> {
    source: &'a Source,
    open: Vec<Mark>,
    done: Vec<Mark>,
    /// What is never closed.
    lost: Vec<Mark>,
}

impl Finder<'_> {
    /// Looks at what stands at an offset; how long it is, if it is a sign.
    fn look(&mut self, at: usize, block: usize) -> Option<usize> {
        if self.source.escaped(at) {
            return None;
        }
        let first = self.source.byte(at)?;
        let rest = self.source.slice(at..at + 3);
        // In a comment there is nothing but its end.
        let comment = self.open.last().is_some_and(|mark| mark.kind == Kind::Comment);
        let waits = |mark: &&mut Mark| mark.kind == Kind::Substitution && mark.arrow.is_none();
        match (first, Kind::opened(rest), Kind::closed(rest)) {
            (b'{', Some(kind), _) if !comment => self.open(Mark::new(kind, at, block)),
            (_, _, Some(kind)) if !comment || kind == Kind::Comment => self.close(kind, at, block)?,
            (b'~', ..) if self.source.byte(at + 1) == Some(b'>') && !comment => {
                self.open.iter_mut().rev().find(waits)?.arrow = Some(at);
                return Some(2);
            }
            _ => return None,
        }
        Some(3)
    }

    /// A comment that another follows before it is closed was never closed; it would take all between with it.
    fn open(&mut self, mark: Mark) {
        let closed = mark.kind != Kind::Comment || {
            let behind = self.source.slice(mark.range.start + 3..self.source.text().len());
            let next = behind.find("{>>").unwrap_or(behind.len());
            behind.find("<<}").is_some_and(|end| end < next)
        };
        if closed { self.open.push(mark) } else { self.lost.push(mark) }
    }

    fn close(&mut self, kind: Kind, at: usize, block: usize) -> Option<()> {
        let fits = |mark: &Mark| mark.kind == kind && (kind != Kind::Substitution || mark.arrow.is_some());
        let mut mark = self.open.remove(self.open.iter().rposition(fits)?);
        mark.range.end = at + 3;
        // A display formula is a block in the midst of a paragraph.
        mark.wide = mark.block != block || self.source.slice(mark.range.clone()).contains("$$");
        self.done.push(mark);
        Some(())
    }
}

/// Marks what marks say of one run of text. One that a wide mark holds all of is left to [`blocks`]: a picture in
/// a mark would be no figure, and a caption none.
pub(super) fn run(cx: &Context, marks: &[Mark], mut nodes: Vec<Node>) -> Vec<Node> {
    let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else { return nodes };
    let whole = first.range().start..last.range().end;
    let here = |mark: &&Mark| mark.range.start < whole.end && whole.start < mark.range.end;
    let marks: Vec<&Mark> = marks.iter().filter(here).collect();
    for sign in marks.iter().flat_map(|mark| mark.signs()) {
        nodes = within(nodes, &sign, &mut |_| Vec::new());
    }
    for mark in marks {
        node::trim(&mut nodes, cx.source);
        for piece in mark.pieces() {
            let all = nodes.iter().all(|node| holds(&piece.range, &node.range()));
            let gone = piece.edit == Some(Edit::Deleted) && !cx.manifest.marks;
            let left = mark.wide && all && piece.edit.is_some() && !gone;
            if !left {
                nodes = within(nodes, &piece.range, &mut |inner| marked(cx, &piece, inner));
            }
        }
    }
    nodes
}

/// What becomes of text in a mark.
fn marked(cx: &Context, piece: &Piece, inner: Vec<Node>) -> Vec<Node> {
    let (Some(first), Some(last)) = (inner.first(), inner.last()) else { return inner };
    let range = first.range().start..last.range().end;
    match piece.edit {
        Some(Edit::Deleted) | None if !cx.manifest.marks => Vec::new(),
        Some(_) if !cx.manifest.marks => inner,
        Some(edit) => changed(edit, inner),
        None if range.start == piece.range.start => {
            let Range { start, end } = piece.range;
            let text = cx.source.slice(start + 3..end - 3).split_whitespace().collect::<Vec<_>>().join(" ");
            vec![Node::Leaf(Inline::Comment(text, cx.source.span(start..end)), range)]
        }
        None => Vec::new(),
    }
}

/// Text in a mark that is shown; a display formula divides it, as it does a paragraph.
fn changed(edit: Edit, inner: Vec<Node>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    for node in inner {
        let range = node.range();
        match (node, out.last_mut()) {
            (node @ Node::Display(..), _) => out.push(node),
            (node, Some(Node::Branch(_, nodes, whole))) => {
                whole.end = range.end;
                nodes.push(node);
            }
            (node, _) => out.push(Node::Branch(Branch::Change(edit), vec![node], range)),
        }
    }
    out
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Does something with what stands in a stretch; text and markup over its ends are divided there.
fn within(nodes: Vec<Node>, at: &Range<usize>, make: &mut dyn FnMut(Vec<Node>) -> Vec<Node>) -> Vec<Node> {
    let mut out = Vec::with_capacity(nodes.len() + 2);
    let mut inside = Vec::new();
    for node in nodes {
        let own = node.range();
        let apart = own.end <= at.start || at.end <= own.start;
        let (before, middle, after) = match node {
            node if holds(at, &own) && !own.is_empty() => (None, Some(node), None),
            Node::Plain(_) if !apart => {
                let plain = |range: Range<usize>| (!range.is_empty()).then_some(Node::Plain(range));
                let (start, end) = (own.start.max(at.start), own.end.min(at.end));
                (plain(own.start..start), plain(start..end), plain(end..own.end))
            }
            Node::Branch(branch, inner, range) if !apart && !matches!(branch, Branch::Code) => {
                let inner = within(inner, at, make);
                (Some(Node::Branch(branch, inner, range)), None, None)
            }
            node => (Some(node), None, None),
        };
        if before.is_some() && !inside.is_empty() {
            out.extend(make(std::mem::take(&mut inside)));
        }
        out.extend(before);
        inside.extend(middle);
        if let Some(after) = after {
            out.extend(make(std::mem::take(&mut inside)));
            out.push(after);
        }
    }
    if !inside.is_empty() {
        out.extend(make(inside));
    }
    out
}

/// Marks the blocks that stand whole in marks over several.
pub(super) fn blocks(cx: &Context, marks: &[Mark], list: &mut Vec<Block>) {
    for mark in marks.iter().filter(|mark| mark.wide) {
        for piece in mark.pieces() {
            let blocks = Blocks { edit: piece.edit, at: cx.source.span(piece.range), shown: cx.manifest.marks };
            blocks.list(list);
        }
    }
}

struct Blocks {
    edit: Option<Edit>,
    at: Span,
    shown: bool,
}

impl Blocks {
    fn list(&self, list: &mut Vec<Block>) {
        let gone = self.edit.is_none() || (self.edit == Some(Edit::Deleted) && !self.shown);
        for mut block in std::mem::take(list) {
            let whole = self.holds(block.span());
            match (&mut block, self.edit) {
                // The comment itself stands in the first.
                (Block::Paragraph(x), None) if whole && self.shown && x.span.start == self.at.start => {}
                _ if whole && gone => continue,
                _ if whole && !self.shown => {}
                (Block::Heading(x), Some(edit)) if whole => self.title(edit, &mut x.title, x.span),
                // A colour is laid under words.
                (Block::Paragraph(x), Some(Edit::Highlighted)) if whole => {
                    self.title(Edit::Highlighted, &mut x.content, x.span);
                }
                (Block::List(_) | Block::Quote(_), Some(Edit::Highlighted)) => self.inner(&mut block),
                (Block::Footnote(x), _) => self.list(&mut x.blocks),
                (_, Some(edit)) if whole => {
                    let span = block.span();
                    list.push(Block::Change(Change { edit, blocks: vec![block], span }));
                    continue;
                }
                _ => self.inner(&mut block),
            }
            if !(gone && self.emptied(&block)) {
                list.push(block);
            }
        }
    }

    fn inner(&self, block: &mut Block) {
        if let (Block::Terms(x), Some(edit), true) = (&mut *block, self.edit, self.shown) {
            let whole = x.items.iter_mut().filter(|term| self.holds(term.span));
            whole.for_each(|term| self.title(edit, &mut term.term, term.span));
        }
        block.inner_mut(&mut |part| if let InnerMut::Blocks(list) = part { self.list(list) });
        if self.edit != Some(Edit::Deleted) || self.shown {
            return;
        }
        match block {
            Block::List(x) => x.items.retain(|item| !(item.blocks.is_empty() && self.meets(item.span))),
            Block::Terms(x) => x.items.retain(|it| !(it.term.is_empty() && it.definitions.iter().all(Vec::is_empty))),
            Block::Table(x) => x.rows.retain(|row| {
                let gone = row.cells.iter().any(|cell| self.meets(cell.span));
                !(gone && row.cells.iter().all(|cell| cell.blocks.is_empty()))
            }),
            _ => {}
        }
    }

    /// Whether a block that was marked in part holds nothing any more.
    fn emptied(&self, block: &Block) -> bool {
        self.meets(block.span())
            && match block {
                Block::List(x) => x.items.is_empty(),
                Block::Terms(x) => x.items.is_empty(),
                Block::Quote(x) => x.blocks.is_empty(),
                _ => false,
            }
    }

    fn title(&self, edit: Edit, title: &mut Vec<Inline>, span: Span) {
        if !title.is_empty() {
            let content = std::mem::take(title);
            title.push(Inline::Change { edit, content, span });
        }
    }

    fn holds(&self, span: Span) -> bool {
        span.file == self.at.file && self.at.start <= span.start && span.end <= self.at.end
    }

    fn meets(&self, span: Span) -> bool {
        span.file == self.at.file && self.at.start < span.end && span.start < self.at.end
    }
}

/// Where `~` belongs to a substitution: the Markdown parser would strike the text out.
pub(super) fn tildes(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find("{~~")) {
        let start = from + found;
        from = start + 3;
        let rest = text.get(from..).unwrap_or_default();
        let rest = rest.split("\n\n").next().unwrap_or_default();
        if let (Some(arrow), Some(end)) = (rest.find("~>"), rest.find("~~}"))
            && arrow < end
        {
            out.extend([start + 1, start + 2, from + arrow, from + end, from + end + 1]);
            from += end;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::parse::shown::{parsed, shown};

    #[test]
    fn marks_are_settled_and_said() {
        let (text, problems) = parsed("a {++b *c*++} d{-- e--}, {~~f~>g~~} {==h==}{>> i *j* <<}.");
        assert_eq!(text, "P a b *c* d, g h.\n");
        let places = ["1:3", "1:16", "1:26", "1:37", "1:44"].map(|place| format!("editing-mark at {place}"));
        assert_eq!(problems, places);
    }

    #[test]
    fn marks_go_over_blocks_and_markup() {
        let text = |markdown: &str| parsed(markdown).0;
        assert_eq!(text("*a {++b* c++}"), "P *a b* c\n");
        assert_eq!(text("a {--*b--} c*"), "P a * c*\n");
        assert_eq!(text("a {++b\n\nc++} d"), "P a b\nP c d\n");
        assert_eq!(text("a {--b\n\nc--} d"), "P a\nP d\n");
        assert_eq!(text("- {--a\n- b--}\n- c"), "List - tight\n  item\n    P c\n");
        assert_eq!(text("{--\n# A\n\n```\nb\n```\n\n> c\n\n--}\n\nd"), "P d\n");
        assert_eq!(text("a{>>b\n\n- c<<} d"), "P a\nList - tight\n  item\n    P d\n");
        assert_eq!(text("{~~a\n\nb~>c\n\nd~~} e"), "P c\nP d e\n");
        assert_eq!(text("{++a {--b++} c--} d"), "P a d\n");
        assert_eq!(text("{~~old~>H~2~O~~}"), "P H~2~O\n");
    }

    #[test]
    fn no_letter_of_what_stays_is_lost() {
        let signs = ["{++", "++}", "{--", "--}", "{==", "==}", "{>>", "<<}", "{~~", "~~}", "~>"];
        let table = "| c |\n|---|\n| d";
        let blocks = ["x *a", "b* y", "- i", "> q", table, "T\n: e", "# h", "```\nf\n```", "[^n]: g", "::: k\nj"];
        for (sign, close) in signs.iter().flat_map(|sign| signs.map(|close| (*sign, close))) {
            if matches!((sign, close), ("{--", "--}") | ("{>>", "<<}")) {
                continue;
            }
            for (nth, block) in blocks.iter().enumerate() {
                let (second, third) = (blocks[(nth + 3) % 10], blocks[(nth * 7 + 1) % 10]);
                let text = format!("{block} {sign}z\n\n{second}\n\n{third}{close} w{close}\n");
                let shown = parsed(&text).0;
                assert!(shown.contains('z') && shown.contains('w'), "{text:?} {shown:?}");
            }
        }
    }

    #[test]
    fn what_is_never_closed_stays_text_and_is_said() {
        assert_eq!(parsed("a {++b"), ("P a {++b\n".to_owned(), vec!["unclosed-mark at 1:3".to_owned()]));
        assert_eq!(shown("`{++a++}` \\{++a++}"), "P `{++a++}` {++a++}\n");
    }
}
