//! Blocks as XHTML, one function a kind, in the order of [`Block`].
//!
//! Looks live in `styles/book.css`: a class here, its rules there.

use crate::book::{
    Anchor, Art, Aside, Block, Blocks, Break, ChangedBlocks, Edit, Family, Figure, FigureBody, Heading, Inline,
    Item, List, Locale, Math, Note, NoteId, Number, OnlyBlocks, Paragraph, Picture, Quote, Section,
    Term, Terms, attributed, two_figures,
};
use crate::span::Span;

use super::context::Cx;
use super::inline::{change_number, changed, in_locale, inlines, mathml, picture, rest};
use super::xhtml::{Attr, Sheet};
use super::{art, bibliography, glossary, index, listing, table};

/// A run of blocks.
pub(super) fn blocks(cx: &Cx, w: &mut Sheet, list: &[Block]) {
    let mut left = list;
    while let [block, behind @ ..] = left {
        if let Some((figures, behind)) = two_figures(left) {
            w.block("div", &[("class", "beside")], |w| figures.into_iter().for_each(|figure| change(cx, w, figure)));
            left = behind;
            continue;
        }
        left = behind;
        match block {
            Block::Section(x) => section(cx, w, x),
            Block::Paragraph(x) => paragraph(cx, w, x),
            Block::List(x) => list_(cx, w, x),
            Block::Terms(x) => terms(cx, w, x),
            Block::Quote(x) => quote(cx, w, x),
            Block::Listing(x) => listing::listing(cx, w, x),
            Block::Table(x) => table::table(cx, w, x),
            Block::Figure(x) => figure(cx, w, x),
            Block::Math(x) => math(cx, w, x),
            Block::Aside(x) => aside(cx, w, x),
            Block::Break(x) => break_(w, x),
            Block::Bibliography(x) => bibliography::bibliography(cx, w, x),
            Block::Index(x) => index::index(cx, w, x),
            Block::Glossary(x) => glossary::glossary(cx, w, x),
            Block::Only(x) => only(cx, w, x),
            Block::Change(x) => change(cx, w, x),
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
    w.block("p", &[], |w| {
        cx.open(w, content);
        inlines(cx, w, content);
    });
}

fn list_(cx: &Cx, w: &mut Sheet, x: &List) {
    let List { start, tight, items, span: _ } = x;
    let tasks = items.iter().any(|item| item.task.is_some());
    let callouts = items.iter().any(|item| item.callout.is_some());
    let classes = [(*tight, "tight"), (tasks, "tasks"), (callouts, "callouts")];
    let classes: Vec<&str> = classes.iter().filter(|(there, _)| *there).map(|(_, class)| *class).collect();
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
    let Item { task, callout, blocks: inside, span: _ } = x;
    let mut attrs: Vec<Attr> = task.map(|_| ("class", "task")).into_iter().collect();
    attrs.extend(callout.iter().map(|callout| ("id", callout.anchor.as_str())));
    w.block("li", &attrs, |w| {
        if let Some(callout) = callout {
            listing::sign(cx, w, callout, &[]);
            w.text(" ");
        }
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
    // Who said it stands behind the quotation, not in it (HTML, section 4.4.4).
    let (quoted, by) = attributed(inside).map_or((inside.as_slice(), None), |(quoted, by)| (quoted, Some(by)));
    w.block("blockquote", &[], |w| {
        w.line();
        blocks(cx, w, quoted);
    });
    by.into_iter().for_each(|by| attribution(cx, w, by));
}

fn attribution(cx: &Cx, w: &mut Sheet, x: &Paragraph) {
    let Paragraph { content, span: _ } = x;
    w.block("p", &[("class", "attribution")], |w| {
        cx.open(w, content);
        inlines(cx, w, content);
    });
}

fn figure(cx: &Cx, w: &mut Sheet, x: &Figure) {
    let Figure { anchor, number, caption: title, body, span } = x;
    w.block("figure", &with_id(anchor.as_ref(), &[]), |w| {
        match body {
            FigureBody::Picture(x) => figure_picture(cx, w, x, anchor.as_ref()),
            FigureBody::Art(x) => figure_art(cx, w, *span, x),
            FigureBody::Blocks(x) => figure_blocks(cx, w, x),
        }
        w.line();
        caption(cx, w, "figcaption", number.as_ref(), title, None, &[]);
    });
}

/// A picture; a diagram has what it was drawn from as its long description behind it.
///
/// `details` beside the picture, named by `aria-details`: every reader can open it where it belongs, no screen
/// reader reads it out unasked (as it would `aria-describedby`), and no page of its own disturbs the order of
/// reading (EPUB Accessibility Techniques 1.1, section 4.2; "Extended descriptions", DAISY knowledge base).
fn figure_picture(cx: &Cx, w: &mut Sheet, x: &Picture, anchor: Option<&Anchor>) {
    let asset = usize::try_from(x.asset.0).ok().and_then(|at| cx.book.assets.get(at));
    let Some(source) = asset.and_then(|asset| asset.source.as_ref()) else { return legible(cx, w, x, None) };
    let id = anchor.map(|anchor| format!("{anchor}_source"));
    legible(cx, w, x, id.as_deref());
    w.line();
    let id = id.as_deref().map(|id| ("id", id));
    let attrs: Vec<Attr> = id.into_iter().chain([("class", "source")]).collect();
    w.element("details", &attrs, |w| {
        w.leaf("summary", &[], &format!("{} ({})", cx.book.words.source, source.notation));
        let attrs: Vec<Attr> = std::iter::once(("tabindex", "0")).chain(cx.code_direction()).collect();
        w.element("pre", &attrs, |w| w.leaf("code", &[], &source.text));
    });
}

/// Smallest type of a picture that is still read on a phone, em of the text around: 10 px to 16.
const LEGIBLE: f64 = 0.62;
/// Width of a narrow phone, em of its text: what is legible at this width needs no more.
pub(super) const PHONE: f64 = 20.0;

fn legible(cx: &Cx, w: &mut Sheet, x: &Picture, details: Option<&str>) {
    let asset = usize::try_from(x.asset.0).ok().and_then(|at| cx.book.assets.get(at));
    let type_size = asset.and_then(|asset| Some(asset.type_size? / asset.width));
    scrolled(w, type_size, |w| picture(cx, w, x, details));
}

/// A picture, in a box of its own where its type would be too small on a phone: there the style keeps it as wide as it
/// has to be, and it scrolls. A screen that can't scroll shows it whole, to be enlarged by the reading system.
/// `type_size` is that of its smallest type, in widths of the picture.
fn scrolled(w: &mut Sheet, type_size: Option<f64>, drawn: impl FnOnce(&mut Sheet)) {
    match type_size.map(|size| LEGIBLE / size).filter(|least| *least > PHONE) {
        None => drawn(w),
        Some(least) => {
            let style = format!("--least: {least:.1}em");
            w.element("div", &[("class", "drawing"), ("tabindex", "0"), ("style", &style)], drawn);
        }
    }
}

fn figure_art(cx: &Cx, w: &mut Sheet, figure: Span, x: &Art) {
    let Art { lines, alt } = x;
    scrolled(w, Some(art::type_size(lines)), |w| art::drawing(cx, w, figure, lines, alt));
}

fn figure_blocks(cx: &Cx, w: &mut Sheet, x: &Blocks) {
    let Blocks { blocks: inside } = x;
    blocks(cx, w, inside);
}

fn math(cx: &Cx, w: &mut Sheet, x: &Math) {
    let Math { anchor, number, formula, span } = x;
    w.block("div", &with_id(anchor.as_ref(), &[("class", "math"), ("tabindex", "0")]), |w| {
        rest(cx, w, cx.starts(*span));
        mathml(w, formula);
        if let Some(number) = number {
            w.text(" ");
            w.leaf("span", &[("class", "number")], &format!("({})", number.text));
        }
    });
}

fn aside(cx: &Cx, w: &mut Sheet, x: &Aside) {
    let Aside { family, class, anchor, number, label, title, locale, blocks: inside, span: _ } = x;
    let (name, mut kind, look) = family_of(*family, class);
    let classes = if look.is_empty() { class.clone() } else { format!("{look} {class}") };
    kind.push(("class", &classes));
    kind.extend(locale.iter().flat_map(|locale| in_locale(cx, locale)));
    let cx = &Cx { direction: locale.as_ref().map_or(cx.direction, Locale::direction), ..*cx };
    let label = number.as_ref().map_or(label.as_str(), |number| number.label.as_str());
    w.block(name, &with_id(anchor.as_ref(), &kind), |w| {
        w.line();
        if !label.is_empty() || !title.is_empty() {
            w.block("p", &[("class", "head")], |w| {
                match inside.first() {
                    Some(Block::Paragraph(first)) if title.is_empty() => cx.open(w, &first.content),
                    Some(_) | None => cx.open(w, title),
                }
                aside_head(cx, w, label, title);
            });
        }
        match attributed(inside).filter(|_| *family == Family::Epigraph) {
            Some((quoted, by)) => {
                blocks(cx, w, quoted);
                attribution(cx, w, by);
            }
            None => blocks(cx, w, inside),
        }
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
        Family::Callout if class == "tip" => {
            ("aside", vec![("epub:type", "tip"), ("role", "doc-tip")], "callout")
        }
        Family::Callout => ("div", notice(), "callout"),
        Family::Alert => ("div", notice(), "callout alert"),
        Family::Theorem if class == "example" => ("div", vec![("role", "doc-example")], "theorem"),
        Family::Theorem => ("div", vec![], "theorem"),
        Family::Proof => ("div", vec![], "proof"),
        Family::Frame => ("aside", vec![("role", "note")], "frame"),
        Family::Epigraph if class == "dedication" => {
            ("div", vec![("epub:type", "dedication"), ("role", "doc-dedication")], "epigraph")
        }
        Family::Epigraph => ("div", vec![("epub:type", "epigraph"), ("role", "doc-epigraph")], "epigraph"),
        Family::Plain => ("div", vec![], ""),
    }
}

fn break_(w: &mut Sheet, x: &Break) {
    let Break { span: _ } = x;
    w.empty("hr", &[("class", "break")]);
    w.line();
}

fn only(cx: &Cx, w: &mut Sheet, x: &OnlyBlocks) {
    let OnlyBlocks { editions, blocks: inside, span: _ } = x;
    if editions.epub {
        blocks(cx, w, inside);
    }
}

fn change(cx: &Cx, w: &mut Sheet, x: &ChangedBlocks) {
    let ChangedBlocks { edit, listed, blocks: inside, span: _ } = x;
    let body = |w: &mut Sheet| {
        w.line();
        change_number(cx, w, listed.as_ref());
        blocks(cx, w, inside);
    };
    w.block("div", &changed(*edit, listed.as_ref()), |w| match edit {
        Edit::Inserted | Edit::MovedHere => w.element("ins", &[], body),
        Edit::Deleted | Edit::MovedAway => w.element("del", &[], body),
        // What is inside says itself what differs, and `mark` holds no blocks.
        Edit::Highlighted => body(w),
    });
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
            cx.open(w, title);
            w.leaf("span", &[("class", "number")], number.before_title());
            w.text(" ");
        }
        inlines(cx, w, title);
    });
}

pub(super) fn heading_name(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
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
pub(super) fn only_bare(cx: &Cx, w: &mut Sheet, list: &[Block]) {
    match list {
        [Block::Paragraph(only)] => inlines(cx, w, &only.content),
        list => blocks(cx, w, list),
    }
}

/// A caption with its number and, for a listing, the file it shows, behind the marks of `pages` that begin with it;
/// nothing where there is none of them.
pub(super) fn caption(
    cx: &Cx,
    w: &mut Sheet,
    name: &'static str,
    number: Option<&Number>,
    text: &[Inline],
    file: Option<&str>,
    pages: &[(usize, usize)],
) {
    if number.is_none() && text.is_empty() && file.is_none() {
        return;
    }
    w.block(name, &[], |w| {
        rest(cx, w, pages);
        if let Some(number) = number {
            cx.open(w, text);
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

/// Attributes behind an id, if there is one.
pub(super) fn with_id<'a>(anchor: Option<&'a Anchor>, rest: &[Attr<'a>]) -> Vec<Attr<'a>> {
    let id = anchor.map(|anchor| ("id", anchor.as_str()));
    id.into_iter().chain(rest.iter().copied()).collect()
}
