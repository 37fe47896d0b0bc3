//! What is made of a block, or of markup, when it closes.

use std::ops::Range;

use super::attributes::{self, List, Read};
use super::builder::Builder;
use super::context::Context;
use super::frame::{Frame, Kind};
use super::node::{self, Branch, Node};
use super::{figure, listing, notation, prose, table};
use crate::draft::{
    Attrs, Block, Cell, Div, Footnote, Heading, Inline, Item, List as DraftList, Paragraph, Quote,
    Term, Terms,
};
use crate::problem::Problem;
use crate::span::Span;

/// Adds what a closed block makes to the block around it. `nodes` is its running text, where it holds that.
pub(super) fn frame(builder: &mut Builder, frame: Frame, nodes: Vec<Node>, end: usize) {
    let Frame { kind, start, mut blocks, .. } = frame;
    let whole = trimmed(&builder.cx, start..end);
    let span = builder.cx.source.span(whole.clone());
    if kind.is_structure() {
        // Text between items, rows or cells stands before them, as browsers have it.
        std::mem::take(&mut blocks).into_iter().for_each(|block| builder.push(block));
    }
    match kind {
        Kind::Gone => {}
        Kind::Root | Kind::Clear => blocks.into_iter().for_each(|block| builder.push(block)),
        Kind::Quote => builder.push(Block::Quote(Quote { blocks, span })),
        Kind::Div { attrs, title } => builder.push(Block::Div(Div { attrs, title, blocks, span })),
        Kind::List { start, tight, items } if !items.is_empty() => {
            builder.push(Block::List(DraftList { start, tight, items, span }));
        }
        Kind::Item { task, tight } => item(builder, Item { task, callout: None, blocks, span }, tight),
        Kind::Footnote(label) => builder.push(Block::Footnote(Footnote { label, blocks, span })),
        Kind::Terms(items) if !items.is_empty() => builder.push(Block::Terms(Terms { items, span })),
        Kind::List { .. } | Kind::Terms(_) => {}
        Kind::Title => title(builder, nodes, span),
        Kind::Definition => definition(builder, blocks, span),
        Kind::Table(parts) => table::close(builder, *parts, span),
        Kind::Row { head, cells, .. } => table::close_row(builder, head, cells),
        Kind::Cell { colspan, rowspan, head, align } => {
            let cell = Cell { blocks, colspan, rowspan, heads: head, span };
            table::close_cell(builder, cell, head, align);
        }
        Kind::Heading { level, attrs } => heading(builder, level, attrs, nodes, span),
        Kind::Figure { attrs, caption } => {
            let figure = figure::close(&mut builder.cx, attrs, caption, blocks, span);
            builder.push(figure);
        }
        Kind::Caption => caption(builder, nodes),
        Kind::Pre(code) => {
            let listing = listing::preformatted(&mut builder.cx, code, span);
            builder.push(listing);
        }
        Kind::Listing(tag) => figure::close_listing(builder, tag, blocks, span),
    }
}

/// A stretch without the blank lines at its end.
pub(super) fn trimmed(cx: &Context, range: Range<usize>) -> Range<usize> {
    range.start..range.start + cx.source.slice(range.clone()).trim_end().len()
}

/// The attribute list that a run of text ends with, taken off it.
pub(super) fn trailing_list(cx: &mut Context, nodes: &mut Vec<Node>) -> Option<List> {
    node::trim(nodes, cx.source);
    let last = match nodes.last()? {
        Node::Plain(range) => range.clone(),
        Node::Fixed(..) | Node::Soft(_) | Node::Branch(..) | Node::Display(..) | Node::Leaf(..) => {
            return None;
        }
    };
    let first = nodes.first()?.range().start;
    let text = cx.source.slice(first..last.end);
    if !text.ends_with('}') {
        return None;
    }
    // A quoted value may hold braces, so the nearest `{` need not be the one.
    let braces = text.rmatch_indices('{').map(|(at, _)| first + at).take(8).collect::<Vec<_>>();
    let mut bad = None;
    for at in braces.into_iter().filter(|at| !cx.source.escaped(*at)) {
        match attributes::read(cx.source, at) {
            Read::List(list) if list.end == last.end => {
                node::cut(nodes, at);
                node::trim(nodes, cx.source);
                return Some(list);
            }
            Read::Bad(range) if range.end == last.end => bad = Some(range),
            Read::List(_) | Read::Bad(_) | Read::Text => {}
        }
    }
    if let Some(range) = bad {
        let text = cx.source.slice(range.clone()).to_owned();
        cx.report(Problem::BadAttributes { text }, range);
    }
    None
}

/// What closed markup is in the text around it.
pub(super) fn markup(cx: &Context, branch: Branch, inner: Vec<Node>, range: Range<usize>) -> Vec<Node> {
    match branch {
        Branch::Gone => Vec::new(),
        Branch::Mark(attrs) if attrs == Attrs::default() => inner,
        Branch::Mark(attrs) => vec![notation::mark(cx, attrs, inner, range)],
        Branch::Emph
        | Branch::Strong
        | Branch::Strike
        | Branch::Sub
        | Branch::Sup
        | Branch::Key
        | Branch::Code
        | Branch::Link(_)
        | Branch::Note
        | Branch::Change(_)
        | Branch::Picture(_) => vec![Node::Branch(branch, inner, range)],
    }
}

fn item(builder: &mut Builder, item: Item, item_tight: bool) {
    if let Kind::List { tight, items, .. } = &mut builder.top_mut().kind {
        *tight &= item_tight;
        items.push(item);
    } else {
        item.blocks.into_iter().for_each(|block| builder.push(block));
    }
}

fn title(builder: &mut Builder, nodes: Vec<Node>, span: Span) {
    let term = prose::lower(&mut builder.cx, nodes);
    if let Kind::Terms(items) = &mut builder.top_mut().kind {
        items.push(Term { term, definitions: Vec::new(), span });
    } else if !term.is_empty() {
        builder.push(Block::Paragraph(Paragraph { content: term, span }));
    }
}

fn definition(builder: &mut Builder, blocks: Vec<Block>, span: Span) {
    let Kind::Terms(items) = &mut builder.top_mut().kind else {
        return blocks.into_iter().for_each(|block| builder.push(block));
    };
    match items.last_mut() {
        Some(term) => {
            term.definitions.push(blocks);
            term.span = term.span.to(span);
        }
        None => items.push(Term { term: Vec::new(), definitions: vec![blocks], span }),
    }
}

fn heading(builder: &mut Builder, level: u8, mut attrs: Attrs, mut nodes: Vec<Node>, span: Span) {
    if let Some(list) = trailing_list(&mut builder.cx, &mut nodes) {
        attrs = list.attrs;
    }
    let title = builder.cx.spoken(&attrs, |cx| prose::lower(cx, nodes));
    builder.push(Block::Heading(Heading { level, title, attrs, span }));
}

/// `<figcaption>`, `<caption>` or `<summary>`: goes to the nearest block that can take it.
fn caption(builder: &mut Builder, nodes: Vec<Node>) {
    let title = prose::lower(&mut builder.cx, nodes.clone());
    for frame in builder.open_frames() {
        match &mut frame.kind {
            Kind::Figure { caption, .. } => return *caption = nodes,
            Kind::Table(parts) => return parts.caption = nodes,
            Kind::Div { attrs, title: old } if attrs.has("details") => return *old = title,
            Kind::Root
            | Kind::Clear
            | Kind::Gone
            | Kind::Quote
            | Kind::Div { .. }
            | Kind::List { .. }
            | Kind::Item { .. }
            | Kind::Footnote(_)
            | Kind::Terms(_)
            | Kind::Title
            | Kind::Definition
            | Kind::Row { .. }
            | Kind::Cell { .. }
            | Kind::Heading { .. }
            | Kind::Caption
            | Kind::Pre(_)
            | Kind::Listing(_) => {}
        }
    }
    if let (Some(first), Some(last)) = (nodes.first(), nodes.last()) {
        let span = builder.cx.source.span(first.range().start..last.range().end);
        builder.push(Block::Paragraph(Paragraph { content: title, span }));
    }
}

/// Whether inlines print nothing but places.
pub(super) fn is_anchors(content: &[Inline]) -> bool {
    content.iter().all(|inline| matches!(inline, Inline::Anchor(..)))
}

#[cfg(test)]
mod tests {
    use crate::parse::shown::{parsed, shown};

    #[test]
    fn headings_with_attributes() {
        assert_eq!(shown("## A `{}` *b* {#sec-a .x key=\"c {d}\"}"), "H2 A `{}` *b* {#sec-a .x key=c {d}}\n");
        assert_eq!(shown("A\nb {-}\n==="), "H1 A b {.unnumbered}\n");
        assert_eq!(shown("# A {name}\n\n# B \\{#c}"), "H1 A {name}\nH1 B {#c}\n");
        assert_eq!(parsed("# A {#b c}").1, ["bad-attributes at 1:5"]);
    }

    #[test]
    fn lists_quotations_and_terms() {
        assert_eq!(shown("3. a\n4. [x] b"), "List 3 tight\n  item\n    P a\n  item [x]\n    P b\n");
        assert_eq!(shown("- a\n\n- b"), "List - loose\n  item\n    P a\n  item\n    P b\n");
        assert_eq!(shown("T\n: a\n\n  b\n: c"), "Terms\n  term T\n  def\n    P a\n    P b\n  def\n    P c\n");
        assert_eq!(shown("> [!WARNING]\n> a\n\n> b"), "Div {.warning}\n  P a\nQuote\n  P b\n");
        assert_eq!(shown("a[^x]\n\n[^x]: b\n\n    c"), "P a[^x]\nNote x\n  P b\n  P c\n");
    }

    #[test]
    fn formulas() {
        assert_eq!(shown("$$\na\n+ b\n$$ {#eq-x}"), "M \"\\na\\n+ b\\n\" {#eq-x}\n");
        assert_eq!(shown("a $x_1*y*z$ b $$c$$ d"), "P a $[x_1*y*z] b\nM \"c\"\nP d\n");
        assert_eq!(shown("$5-$10, **$3** (~$4), $x$"), "P $5-$10, **$3** (~$4), $[x]\n");
    }
}
