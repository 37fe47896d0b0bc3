//! Elements that are blocks or hold blocks.

use std::ops::Range;

use super::token::Tag;
use super::{attrs, localized, place};
use crate::draft::{Align, Attrs, Block, Inline};
use crate::parse::builder::Builder;
use crate::parse::fragment;
use crate::parse::frame::{Frame, Kind, ListingTag, Opener, TableParts};
use crate::parse::listing::Code;
use crate::parse::node::Node;
use crate::problem::Problem;

/// Elements of which only what is in them counts.
const CLEAR: [&str; 16] = [
    "div", "section", "article", "main", "header", "footer", "nav", "hgroup", "address", "p",
    "body", "html", "colgroup", "col", "head", "picture",
];

/// Everything this file knows beside [`CLEAR`].
const KNOWN: [&str; 29] = [
    "center",
    "aside",
    "details",
    "summary",
    "figure",
    "figcaption",
    "caption",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

/// Opens a block; `false` where the tag isn't one.
pub(super) fn start(builder: &mut Builder, tag: &Tag) -> bool {
    let name = tag.name.as_str();
    if !is_known(name) {
        return false;
    }
    if name == "listing" {
        listing(builder, tag);
        return true;
    }
    if matches!(builder.top().kind, Kind::Pre(_)) {
        return true;
    }
    imply_ends(builder, name, tag.range.start);
    if is_text(builder) {
        place(builder, tag);
        return true;
    }
    match name {
        "hr" => {
            builder.settle(tag.range.start);
            let span = builder.cx.source.span(tag.range.clone());
            builder.push(Block::Break(span));
        }
        "thead" | "tbody" | "tfoot" => section(builder, name == "thead"),
        "p" | "col" | "colgroup" | "body" | "html" | "head" => {
            builder.flush(false);
            place(builder, tag);
        }
        _ => open(builder, tag),
    }
    true
}

/// Closes what has no block of its own; `false` where the tag isn't such.
pub(super) fn end(builder: &mut Builder, name: &str) -> bool {
    match name {
        "p" => builder.flush(false),
        "thead" | "tbody" | "tfoot" => section(builder, false),
        "col" | "colgroup" | "body" | "html" | "head" | "br" | "img" | "hr" => {}
        // Opened where only text can be: nothing was opened.
        name => return name != "listing" && is_known(name) && is_text(builder),
    }
    true
}

/// Whether an element is a block.
pub(super) fn is_known(name: &str) -> bool {
    name == "listing" || CLEAR.contains(&name) || KNOWN.contains(&name)
}

/// A tag that the book maps to a box of a class.
pub(super) fn own(builder: &mut Builder, tag: &Tag, class: &str) {
    let mut attrs = attrs(builder, tag);
    attrs.classes.insert(0, class.to_owned());
    let span = builder.cx.source.span(tag.range.clone());
    let pairs = tag.pairs.iter().filter(|(name, ..)| !matches!(name.as_str(), "id" | "class"));
    attrs.pairs = pairs.map(|(name, value, _)| (name.clone(), value.clone())).collect();
    attrs.items.extend(attrs.pairs.iter().map(|(name, _)| (name.clone(), span)));
    let title = value(builder, tag, "title");
    push_frame(builder, tag, Kind::Div { attrs, title });
}

/// Text between tags: words with single spaces, or lines of `<pre>`.
pub(super) fn text(builder: &mut Builder, text: &str, range: Range<usize>) {
    if let Kind::Pre(code) = &mut builder.top_mut().kind {
        return code.add(text, range);
    }
    let top = builder.top();
    if text.trim().is_empty()
        && (top.kind.is_structure() || (top.run.nodes.is_empty() && top.run.open.is_empty()))
    {
        return;
    }
    let verbatim = builder.cx.source.slice(range.clone()) == text;
    if !verbatim {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let spaced = |at: Option<char>| if at.is_some_and(char::is_whitespace) { " " } else { "" };
        let (before, after) = (spaced(text.chars().next()), spaced(text.chars().next_back()));
        return builder.add(Node::Fixed(format!("{before}{words}{after}"), range));
    }
    let mut at = range.start;
    let mut spaced = false;
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        if !word.is_empty() {
            builder.add(Node::Plain(at..at + word.len()));
        }
        let space = at + word.len()..at + part.len();
        if !space.is_empty() && (!spaced || !word.is_empty()) {
            builder.add(if part.ends_with(' ') { Node::Plain(space) } else { Node::Soft(space) });
        }
        spaced = word.len() < part.len();
        at += part.len();
    }
}

fn open(builder: &mut Builder, tag: &Tag) {
    let mut attrs = localized(builder, tag);
    let aligned = tag.get("align").filter(|side| tag.name == "div" && matches!(*side, "center" | "right"));
    attrs.classes.extend(aligned.filter(|_| tag.get("class").is_none()).map(str::to_owned));
    let kind = match tag.name.as_str() {
        "div" if !attrs.classes.is_empty() || !attrs.pairs.is_empty() => Kind::Div { attrs, title: Vec::new() },
        "center" | "aside" | "details" => {
            let mut attrs = attrs;
            attrs.classes.insert(0, tag.name.clone());
            Kind::Div { attrs, title: Vec::new() }
        }
        "figure" => Kind::Figure { attrs, caption: Vec::new() },
        "figcaption" | "caption" | "summary" => Kind::Caption,
        "table" => Kind::Table(Box::new(TableParts { attrs, ..TableParts::default() })),
        "tr" => Kind::Row { head: false, caption: false, cells: Vec::new() },
        "td" | "th" => cell(tag),
        "ul" => Kind::List { start: None, tight: true, items: Vec::new() },
        "ol" => {
            let start = tag.get("start").and_then(|start| start.parse().ok()).unwrap_or(1);
            Kind::List { start: Some(start), tight: true, items: Vec::new() }
        }
        "li" => Kind::Item { task: None, tight: true },
        "dl" => Kind::Terms(Vec::new()),
        "dt" => Kind::Title,
        "dd" => Kind::Definition,
        "blockquote" => Kind::Quote,
        "pre" => {
            let mut code =
                Code { attrs: Attrs { label: attrs.label, ..Attrs::default() }, ..Code::default() };
            code.language = language(tag);
            Kind::Pre(code)
        }
        "h1" => Kind::Heading { level: 1, attrs },
        "h2" => Kind::Heading { level: 2, attrs },
        "h3" => Kind::Heading { level: 3, attrs },
        "h4" => Kind::Heading { level: 4, attrs },
        "h5" => Kind::Heading { level: 5, attrs },
        "h6" => Kind::Heading { level: 6, attrs },
        _ => {
            builder.flush(false);
            place(builder, tag);
            Kind::Clear
        }
    };
    push_frame(builder, tag, kind);
}

/// Markup around blocks: a box where it has a class. Other markup of blocks a book doesn't know.
pub(super) fn around(builder: &mut Builder, tag: &Tag) {
    builder.flush(false);
    if tag.name != "span" {
        builder.cx.report(Problem::UnknownTag { name: tag.name.clone() }, tag.range.clone());
    }
    let attrs = attrs(builder, tag);
    let kind = if attrs.classes.is_empty() {
        place(builder, tag);
        Kind::Clear
    } else {
        Kind::Div { attrs, title: Vec::new() }
    };
    push_frame(builder, tag, kind);
}

/// Opens a block; one that is closed in its own tag is empty.
fn push_frame(builder: &mut Builder, tag: &Tag, kind: Kind) {
    if builder.is_full(&tag.range) {
        return;
    }
    builder.open(kind, Opener::Html(tag.name.clone()), tag.range.start);
    let empty = tag.closed && !matches!(tag.name.as_str(), "p" | "div" | "span");
    if empty {
        builder.close(tag.range.end);
    }
}

/// `class="language-rust"`, on `<pre>` or on the `<code>` in it.
pub(super) fn language(tag: &Tag) -> Option<String> {
    let mut classes = tag.get("class").unwrap_or_default().split_whitespace();
    classes.find_map(|class| class.strip_prefix("language-")).map(str::to_lowercase)
}

fn listing(builder: &mut Builder, tag: &Tag) {
    let attrs = Attrs { label: attrs(builder, tag).label, ..Attrs::default() };
    let caption = value(builder, tag, "caption");
    let number = tag.get("number").filter(|number| !number.is_empty()).map(str::to_owned);
    let file = tag.get("file-name").filter(|name| !name.is_empty()).map(str::to_owned);
    push_frame(builder, tag, Kind::Listing(ListingTag { attrs, caption, number, file }));
}

/// The Markdown in an attribute.
fn value(builder: &mut Builder, tag: &Tag, key: &str) -> Vec<Inline> {
    let Some((text, place)) = tag.place(key) else { return Vec::new() };
    fragment::inlines(&mut builder.cx, text, place, tag.range.clone())
}

fn cell(tag: &Tag) -> Kind {
    // HTML's own limit for `colspan` (section 4.9.11).
    let span =
        |key: &str| tag.get(key).and_then(|value| value.trim().parse().ok()).unwrap_or(1).clamp(1, 1000);
    let styled = |side: &str| {
        let style: String = tag.get("style").unwrap_or_default().split_whitespace().collect();
        tag.get("align") == Some(side) || style.contains(&format!("text-align:{side}"))
    };
    let align = match (styled("left"), styled("center"), styled("right")) {
        (true, ..) => Align::Left,
        (_, true, _) => Align::Center,
        (.., true) => Align::Right,
        (false, false, false) => Align::Default,
    };
    Kind::Cell { colspan: span("colspan"), rowspan: span("rowspan"), head: tag.name == "th", align }
}

fn section(builder: &mut Builder, head: bool) {
    for frame in builder.open_frames() {
        if let Kind::Table(parts) = &mut frame.kind {
            parts.in_head = head;
            return;
        }
    }
}

/// Whether only text can stand here, so that blocks leave no more than their content.
fn is_text(builder: &Builder) -> bool {
    builder.top().kind.is_inline() || builder.top().run.open.iter().any(|open| open.html.is_none())
}

/// Closes what a tag closes by its beginning (HTML, section 13.1.2.4), and opens the row that a cell needs.
fn imply_ends(builder: &mut Builder, name: &str, at: usize) {
    let (ended, within): (&[&str], &str) = match name {
        "li" => (&["li"], "ul ol"),
        "dt" | "dd" => (&["dt", "dd"], "dl"),
        "td" | "th" => (&["td", "th"], "tr table"),
        "tr" => (&["td", "th", "tr"], "table"),
        "thead" | "tbody" | "tfoot" => (&["td", "th", "tr", "caption"], "table"),
        _ => return,
    };
    let stop = |frame: &Frame| match &frame.opener {
        Opener::Html(open) => within.split(' ').any(|name| name == open),
        Opener::Markdown | Opener::Fence => true,
    };
    let is_ended =
        |frame: &Frame| matches!(&frame.opener, Opener::Html(open) if ended.contains(&open.as_str()));
    let mut open = 0;
    for (nth, frame) in builder.open_frames().enumerate() {
        if stop(frame) {
            break;
        }
        if is_ended(frame) {
            open = nth + 1;
        }
    }
    for _ in 0..open {
        builder.abandon(at);
    }
    if matches!(name, "td" | "th") && matches!(builder.top().kind, Kind::Table(_)) {
        let row = Kind::Row { head: false, caption: false, cells: Vec::new() };
        builder.open(row, Opener::Html("tr".to_owned()), at);
    }
}
