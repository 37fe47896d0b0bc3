//! Blocks as XHTML, one function a kind, in the order of [`Block`].
//!
//! Looks live in `styles/book.css`: a class here, its rules there.

use crate::book::{
    Align, Anchor, Art, Aside, Block, Blocks, Break, Cell, CodeLine, Family, Figure, FigureBody, Heading, Inline,
    Item, Kind, List, Listing, Math, Note, NoteId, Number, Paragraph, Quote, Row, Run, Section, Table, Term, Terms,
};

use super::Cx;
use super::art;
use super::inline::{inlines, mathml, picture, piece, rest};
use super::xhtml::{Attr, Sheet};

/// A run of blocks.
pub(super) fn blocks(cx: &Cx, w: &mut Sheet, list: &[Block]) {
    for block in list {
        match block {
            Block::Section(x) => section(cx, w, x),
            Block::Paragraph(x) => paragraph(cx, w, x),
            Block::List(x) => list_(cx, w, x),
            Block::Terms(x) => terms(cx, w, x),
            Block::Quote(x) => quote(cx, w, x),
            Block::Listing(x) => listing(cx, w, x),
            Block::Table(x) => table(cx, w, x),
            Block::Figure(x) => figure(cx, w, x),
            Block::Math(x) => math(w, x),
            Block::Aside(x) => aside(cx, w, x),
            Block::Break(x) => break_(w, x),
        }
    }
}

fn section(cx: &Cx, w: &mut Sheet, x: &Section) {
    let Section { heading: head, blocks: inside } = x;
    let cx = Cx { level: cx.level.saturating_add(1), ..*cx };
    w.block("section", &[("id", head.anchor.as_str())], |w| {
        w.line();
        heading(&cx, w, head, &[]);
        blocks(&cx, w, inside);
    });
}

fn paragraph(cx: &Cx, w: &mut Sheet, x: &Paragraph) {
    let Paragraph { content, span: _ } = x;
    w.block("p", &[], |w| inlines(cx, w, content));
}

fn list_(cx: &Cx, w: &mut Sheet, x: &List) {
    let List { start, tight, items, span: _ } = x;
    let tasks = items.iter().any(|item| item.task.is_some());
    let classes: Vec<&str> = tight.then_some("tight").into_iter().chain(tasks.then_some("tasks")).collect();
    let (class, first) = (classes.join(" "), start.unwrap_or(1).to_string());
    let mut attrs: Vec<Attr> = (!class.is_empty()).then_some(("class", class.as_str())).into_iter().collect();
    attrs.extend(start.filter(|start| *start != 1).map(|_| ("start", first.as_str())));
    w.block(if start.is_some() { "ol" } else { "ul" }, &attrs, |w| {
        w.line();
        items.iter().for_each(|x| item(cx, w, x, *tight));
    });
}

/// A task's box is a sign, not a form's control: controls in a book do nothing, and must have labels.
fn item(cx: &Cx, w: &mut Sheet, x: &Item, tight: bool) {
    let Item { task, blocks: inside, span: _ } = x;
    let class: &[Attr] = if task.is_some() { &[("class", "task")] } else { &[] };
    w.block("li", class, |w| {
        if let Some(done) = task {
            w.leaf("span", &[("class", "box")], if *done { "☑" } else { "☐" });
            w.text(" ");
        }
        if tight { bare(cx, w, inside) } else { blocks(cx, w, inside) }
    });
}

fn terms(cx: &Cx, w: &mut Sheet, x: &Terms) {
    let Terms { items, span: _ } = x;
    w.block("dl", &[], |w| {
        w.line();
        items.iter().for_each(|x| term(cx, w, x));
    });
}

/// `dt` without `dd` is no list (HTML, section 4.4.9): a word without explanations gets an empty one.
fn term(cx: &Cx, w: &mut Sheet, x: &Term) {
    let Term { term, definitions, span: _ } = x;
    w.block("dt", &[], |w| inlines(cx, w, term));
    for definition in definitions {
        w.block("dd", &[], |w| only_bare(cx, w, definition));
    }
    if definitions.is_empty() {
        w.block("dd", &[], |_| {});
    }
}

fn quote(cx: &Cx, w: &mut Sheet, x: &Quote) {
    let Quote { blocks: inside, span: _ } = x;
    w.block("blockquote", &[], |w| {
        w.line();
        blocks(cx, w, inside);
    });
}

fn listing(cx: &Cx, w: &mut Sheet, x: &Listing) {
    let Listing { anchor, number, caption: title, file, language, first_line, lines, span: _ } = x;
    if number.is_none() && title.is_empty() && file.is_none() {
        code(cx, w, with_id(anchor.as_ref(), &[]), language.as_deref(), *first_line, lines);
        return;
    }
    w.block("figure", &with_id(anchor.as_ref(), &[("class", "listing")]), |w| {
        caption(cx, w, "figcaption", number.as_ref(), title, file.as_deref());
        code(cx, w, Vec::new(), language.as_deref(), *first_line, lines);
    });
}

/// Lines that scroll as a whole: who has no pointer scrolls what has the focus, hence `tabindex`.
fn code(cx: &Cx, w: &mut Sheet, mut attrs: Vec<Attr>, language: Option<&str>, first: Option<u32>, lines: &[CodeLine]) {
    attrs.push(("tabindex", "0"));
    let class = language.and_then(|name| name.split_whitespace().next()).map(|name| format!("language-{name}"));
    let class: Vec<Attr> = class.iter().map(|class| ("class", class.as_str())).collect();
    w.block("pre", &attrs, |w| {
        w.element("code", &class, |w| code_lines(cx, w, first, lines));
    });
}

/// Lines of their own, to number and to mark them, or plain text with line ends where nothing asks for it:
/// half the book is code.
fn code_lines(cx: &Cx, w: &mut Sheet, first: Option<u32>, lines: &[CodeLine]) {
    let plain = first.is_none() && !lines.iter().any(|line| line.marked);
    for (at, line) in lines.iter().enumerate() {
        if plain {
            runs(cx, w, line);
            w.line();
            continue;
        }
        let number = first.map(|first| first.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)).to_string());
        let mut attrs: Vec<Attr> = vec![("class", "line")];
        attrs.extend(number.as_deref().map(|number| ("data-line", number)));
        w.element(if line.marked { "mark" } else { "span" }, &attrs, |w| {
            runs(cx, w, line);
            w.line();
        });
    }
}

fn runs(cx: &Cx, w: &mut Sheet, x: &CodeLine) {
    let CodeLine { runs, marked: _, span } = x;
    let mut starts = cx.starts(*span);
    let mut from = 0;
    for Run { class, text } in runs {
        match class {
            None => piece(cx, w, text, from, &mut starts),
            Some(class) => {
                w.element("span", &[("class", class.name())], |w| piece(cx, w, text, from, &mut starts));
            }
        }
        from += text.len();
    }
    rest(cx, w, starts);
}

/// A wide table scrolls inside a box of its own.
fn table(cx: &Cx, w: &mut Sheet, x: &Table) {
    let Table { anchor, number, caption: title, columns, head, rows: body, span: _ } = x;
    w.block("div", &[("class", "wide"), ("tabindex", "0")], |w| {
        w.element("table", &with_id(anchor.as_ref(), &[]), |w| {
            w.line();
            caption(cx, w, "caption", number.as_ref(), title, None);
            if !head.is_empty() {
                w.block("thead", &[], |w| rows(cx, w, columns, head, true));
            }
            if !body.is_empty() {
                w.block("tbody", &[], |w| rows(cx, w, columns, body, false));
            }
        });
    });
}

/// Rows with the column of every cell: `taken` counts how many rows each column is still covered for by a
/// cell from above.
fn rows(cx: &Cx, w: &mut Sheet, columns: &[Align], rows: &[Row], head: bool) {
    let mut taken: Vec<u32> = vec![0; columns.len()];
    w.line();
    for Row { cells } in rows {
        w.block("tr", &[], |w| {
            let mut at = 0;
            for x in cells {
                while taken.get(at).is_some_and(|rows| *rows > 0) {
                    at += 1;
                }
                cell(cx, w, x, columns.get(at).copied().unwrap_or(Align::Default), head);
                let width = x.colspan.max(1) as usize;
                taken.iter_mut().skip(at).take(width).for_each(|rows| *rows = (*rows).max(x.rowspan.max(1)));
                at += width;
            }
            taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        });
    }
}

/// An empty cell of the head heads nothing, so it is no `th`.
fn cell(cx: &Cx, w: &mut Sheet, x: &Cell, align: Align, head: bool) {
    let Cell { blocks: inside, colspan, rowspan, span: _ } = x;
    let head = head && !inside.is_empty() && !is_empty(inside);
    let (across, down) = (colspan.to_string(), rowspan.to_string());
    let mut attrs: Vec<Attr> = Vec::new();
    attrs.extend(head.then_some(("scope", if *colspan > 1 { "colgroup" } else { "col" })));
    attrs.extend((*colspan > 1).then_some(("colspan", across.as_str())));
    attrs.extend((*rowspan > 1).then_some(("rowspan", down.as_str())));
    attrs.extend(match align {
        Align::Default => None,
        Align::Left => Some(("class", "left")),
        Align::Center => Some(("class", "center")),
        Align::Right => Some(("class", "right")),
    });
    w.block(if head { "th" } else { "td" }, &attrs, |w| only_bare(cx, w, inside));
}

fn figure(cx: &Cx, w: &mut Sheet, x: &Figure) {
    let Figure { anchor, number, caption: title, body, span: _ } = x;
    w.block("figure", &with_id(anchor.as_ref(), &[]), |w| {
        match body {
            FigureBody::Picture(x) => picture(cx, w, x),
            FigureBody::Art(x) => figure_art(cx, w, x),
            FigureBody::Blocks(x) => figure_blocks(cx, w, x),
        }
        w.line();
        caption(cx, w, "figcaption", number.as_ref(), title, None);
    });
}

fn figure_art(cx: &Cx, w: &mut Sheet, x: &Art) {
    let Art { lines, alt } = x;
    art::drawing(cx, w, lines, alt);
}

fn figure_blocks(cx: &Cx, w: &mut Sheet, x: &Blocks) {
    let Blocks { blocks: inside } = x;
    blocks(cx, w, inside);
}

fn math(w: &mut Sheet, x: &Math) {
    let Math { anchor, number, formula, span: _ } = x;
    w.block("div", &with_id(anchor.as_ref(), &[("class", "math"), ("tabindex", "0")]), |w| {
        mathml(w, formula);
        if let Some(number) = number {
            w.text(" ");
            w.leaf("span", &[("class", "number")], &format!("({})", number.text));
        }
    });
}

fn aside(cx: &Cx, w: &mut Sheet, x: &Aside) {
    let Aside { family, class, anchor, number, label, title, blocks: inside, span: _ } = x;
    let (name, mut kind, look) = family_of(*family, class);
    let classes = if look.is_empty() { class.clone() } else { format!("{look} {class}") };
    kind.push(("class", &classes));
    let label = number.as_ref().map_or(label.as_str(), |number| number.label.as_str());
    w.block(name, &with_id(anchor.as_ref(), &kind), |w| {
        w.line();
        if !label.is_empty() || !title.is_empty() {
            w.block("p", &[("class", "head")], |w| aside_head(cx, w, label, title));
        }
        blocks(cx, w, inside);
    });
}

fn aside_head(cx: &Cx, w: &mut Sheet, label: &str, title: &[Inline]) {
    if !label.is_empty() {
        w.leaf("span", &[("class", "label")], label);
    }
    if !label.is_empty() && !title.is_empty() {
        w.text(" ");
    }
    if !title.is_empty() {
        w.element("span", &[("class", "title")], |w| inlines(cx, w, title));
    }
}

/// Element, structural semantics and class of a family.
///
/// A role stands only on an element that may have it (ARIA in HTML; Digital Publishing WAI-ARIA 1.1), and
/// `epub:type` says the same as the role: hence `div` for notices.
fn family_of(family: Family, class: &str) -> (&'static str, Vec<Attr<'static>>, &'static str) {
    let notice = || vec![("epub:type", "notice"), ("role", "doc-notice")];
    match family {
        Family::Callout if class == "tip" => ("aside", vec![("epub:type", "tip"), ("role", "doc-tip")], "callout"),
        Family::Callout => ("div", notice(), "callout"),
        Family::Alert => ("div", notice(), "callout alert"),
        Family::Theorem if class == "example" => ("div", vec![("role", "doc-example")], "theorem"),
        Family::Theorem => ("div", vec![], "theorem"),
        Family::Proof => ("div", vec![], "proof"),
        Family::Frame => ("aside", vec![("role", "note")], "frame"),
        Family::Epigraph => ("div", vec![("epub:type", "epigraph"), ("role", "doc-epigraph")], "epigraph"),
        Family::Plain => ("div", vec![], ""),
    }
}

fn break_(w: &mut Sheet, x: &Break) {
    let Break { span: _ } = x;
    w.empty("hr", &[("class", "break")]);
    w.line();
}

/// A note at the end of its file. Its number leads back to its first mark, signs behind it to the others.
pub(super) fn note(cx: &Cx, w: &mut Sheet, id: NoteId, x: &Note) {
    let Note { anchor, number, blocks: inside, span: _ } = x;
    let marks = cx.plan.marks.get(&id).map_or(&[][..], Vec::as_slice);
    let back = |w: &mut Sheet, mark: &Anchor, sign: &str| {
        if let Some(href) = cx.href(mark) {
            w.leaf("a", &[("role", "doc-backlink"), ("class", "back"), ("href", &href)], sign);
        }
    };
    let attrs = [("id", anchor.as_str()), ("epub:type", "footnote"), ("role", "doc-footnote")];
    w.block("aside", &attrs, |w| {
        let (first, later) = match inside.split_first() {
            Some((Block::Paragraph(first), later)) => (first.content.as_slice(), later),
            Some(_) | None => (&[][..], inside.as_slice()),
        };
        w.block("p", &[], |w| {
            match marks.first() {
                Some(mark) => back(w, mark, number),
                None => w.text(number),
            }
            w.text(" ");
            inlines(cx, w, first);
            for mark in marks.iter().skip(1) {
                w.text(" ");
                back(w, mark, "↩");
            }
        });
        blocks(cx, w, later);
    });
}

/// A heading of the context's level. Beyond `h6` the level is told to assistive technology alone.
pub(super) fn heading(cx: &Cx, w: &mut Sheet, x: &Heading, attrs: &[Attr]) {
    let Heading { anchor: _, number, title, span: _ } = x;
    let (name, level) = (heading_name(cx.level), cx.level.to_string());
    let deep: &[Attr] = if cx.level > 6 { &[("aria-level", &level)] } else { &[] };
    w.block(name, &[attrs, deep].concat(), |w| {
        if let Some(number) = number {
            w.leaf("span", &[("class", "number")], heading_number(number));
            w.text(" ");
        }
        inlines(cx, w, title);
    });
}

fn heading_name(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

/// A heading's number as it prints: parts and appendices with their name, the rest alone.
pub(super) fn heading_number(number: &Number) -> &str {
    match number.kind {
        Kind::Part | Kind::Appendix => &number.label,
        Kind::Chapter
        | Kind::Section
        | Kind::Figure
        | Kind::Table
        | Kind::Listing
        | Kind::Equation
        | Kind::Block
        | Kind::Note => &number.text,
    }
}

/// A caption with its number and, for a listing, the file it shows; nothing where there is none of them.
fn caption(cx: &Cx, w: &mut Sheet, name: &'static str, number: Option<&Number>, text: &[Inline], file: Option<&str>) {
    if number.is_none() && text.is_empty() && file.is_none() {
        return;
    }
    w.block(name, &[], |w| {
        if let Some(number) = number {
            w.leaf("span", &[("class", "label")], &number.label);
        }
        if !text.is_empty() {
            w.text(if number.is_some() { " " } else { "" });
            inlines(cx, w, text);
        }
        if let Some(file) = file {
            w.text(if number.is_some() || !text.is_empty() { " " } else { "" });
            w.leaf("code", &[("class", "file")], file);
        }
    });
}

/// Blocks whose first paragraph needs no element of its own.
fn bare(cx: &Cx, w: &mut Sheet, list: &[Block]) {
    let Some((Block::Paragraph(first), later)) = list.split_first() else {
        blocks(cx, w, list);
        return;
    };
    inlines(cx, w, &first.content);
    if !later.is_empty() {
        w.line();
    }
    blocks(cx, w, later);
}

/// Blocks, or the text alone where they are a single paragraph.
fn only_bare(cx: &Cx, w: &mut Sheet, list: &[Block]) {
    match list {
        [Block::Paragraph(only)] => inlines(cx, w, &only.content),
        list => blocks(cx, w, list),
    }
}

/// Whether there is nothing to read or see.
fn is_empty(list: &[Block]) -> bool {
    list.iter().all(|block| matches!(block, Block::Paragraph(x) if x.content.is_empty()))
}

/// Attributes behind an id, if there is one.
fn with_id<'a>(anchor: Option<&'a Anchor>, rest: &[Attr<'a>]) -> Vec<Attr<'a>> {
    let id = anchor.map(|anchor| ("id", anchor.as_str()));
    id.into_iter().chain(rest.iter().copied()).collect()
}
