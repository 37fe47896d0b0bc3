//! Blocks as Typst: one function per variant, in the order of [`Block`].
//!
//! Every block becomes a call of a function of `styles/book.typ` whose name begins `b-`, on a line of its
//! own. What depends on the width that is left (columns of code, sizes of pictures and tables) is decided
//! here, by [`super::geometry`]; how things look is decided there.

use super::geometry::{LIST_INDENT, PITCH, QUOTE_INDENT, SIZE};
use super::inline::{self, Context, inlines, length, optional};
use super::origin::Writer;
use super::{aside, bibliography, glossary, index, listing, math, picture, table};
use crate::book::{
    Anchor, Art, Block, Blocks, Break, ChangedBlocks, Edit, Figure, FigureBody, Heading, Inline,
    Item, List, Math, Number, OnlyBlocks, Paragraph, Quote, Section, Term, Terms, attributed, plain, two_figures,
};

/// Average advance of text, em: to guess how many lines a text takes.
const AVERAGE: f64 = 0.46;
/// From baseline to baseline in a caption, pt, and the distances of a figure from what is around it.
const CAPTION_PITCH: f64 = 11.0;
const FIGURE_DISTANCE: f64 = 24.0;
/// What a figure leaves of a page, pt: headings in front of one that takes it all would stand alone on a page.
const HEADINGS: f64 = 6.0 * PITCH;
/// Longest paragraph that is kept with the list or listing it announces, lines.
const LEAD_LINES: f64 = 4.0;
/// Longest one that is kept with the formula that its sentence goes on in, lines.
const SENTENCE_LINES: f64 = 6.0;
/// Longest list that stays on one page, lines.
const WHOLE_LIST: f64 = 5.0;
/// Deepest level of headings that the outline of the PDF shows, counted from the chapter's.
const OUTLINE_DEPTH: u8 = 3;
/// Between an old figure and the new one, pt, and the share of its size at which one can still be read.
const BESIDE: f64 = 16.0;
const READABLE: f64 = 0.75;

/// Blocks as an argument: a code block, or `[]` where there are none.
pub fn body(w: &mut Writer, cx: Context, list: &[Block]) {
    if list.is_empty() {
        w.raw("[]");
        return;
    }
    w.raw("{\n");
    blocks(w, cx, list, 1);
    w.raw("}");
}

/// The blocks of a footnote as an argument: its first paragraph stands beside the mark, not below it.
pub fn note(w: &mut Writer, cx: Context, list: &[Block]) {
    let cx = cx.narrower(0.0);
    match list {
        [Block::Paragraph(only)] => inline::body(w, cx, &only.content),
        [Block::Paragraph(first), rest @ ..] => {
            w.raw("{");
            inlines(w, cx, &first.content);
            w.raw("\n");
            blocks(w, cx, rest, 1);
            w.raw("}");
        }
        list => body(w, cx, list),
    }
}

/// Blocks as statements, a line each; `level` is that of the sections among them, 1 for a chapter's own.
pub fn blocks(w: &mut Writer, cx: Context, list: &[Block], level: u8) {
    let mut left = list;
    while let [one, behind @ ..] = left {
        if let Some((figures, behind)) = two_figures(left)
            && figures.iter().all(|figure| is_narrow(cx, figure))
        {
            beside(w, cx, figures);
            left = behind;
            continue;
        }
        let before = last_printed(cx, list.get(..list.len() - left.len()).unwrap_or_default());
        let next = behind.first();
        left = behind;
        match one {
            Block::Paragraph(x) if leads(x, next, cx.room) => lead(w, cx, x, before),
            Block::Paragraph(x) if follows_lead(before, one, cx.room) => {
                paragraph_call(w, cx, x, "b-after-lead");
            }
            Block::List(x) if list_leads(x, next, cx) => {
                w.raw("b-stays({\n");
                block(w, cx, one, level);
                w.raw("\n})");
            }
            one => block(w, cx, one, level),
        }
        w.raw("\n");
    }
}

/// The last of some blocks that this edition prints.
fn last_printed<'a>(cx: Context, list: &'a [Block]) -> Option<&'a Block> {
    list.iter().rev().find_map(|block| {
        let Block::Only(x) = block else { return Some(block) };
        if cx.prints(x.editions) { last_printed(cx, &x.blocks) } else { None }
    })
}

/// Whether a short paragraph announces the block behind it: then it must not be left alone at the foot of
/// a page.
fn leads(x: &Paragraph, next: Option<&Block>, room: f64) -> bool {
    let text = plain(&x.content);
    let announces = text.trim_end().ends_with(':') && (is_shown(next) || begins_bold(x) && next.is_some());
    // A formula is part of the sentence before it, if that hasn't ended.
    let goes_on = matches!(next, Some(Block::Math(_))) && !text.trim_end().ends_with(['.', '!', '?']);
    let most = if goes_on { SENTENCE_LINES } else { LEAD_LINES };
    (announces || goes_on || (heads(x) && next.is_some())) && lines(&x.content, room) <= most
}

/// Whether a block is what a colon leads to; a paragraph is if it begins with a label.
fn is_shown(block: Option<&Block>) -> bool {
    match block {
        Some(Block::Paragraph(x)) => begins_bold(x),
        Some(
            Block::Section(_)
            | Block::List(_)
            | Block::Quote(_)
            | Block::Listing(_)
            | Block::Table(_)
            | Block::Figure(_)
            | Block::Math(_)
            | Block::Aside(_),
        ) => true,
        Some(
            Block::Terms(_)
            | Block::Break(_)
            | Block::Bibliography(_)
            | Block::Index(_)
            | Block::Glossary(_)
            | Block::Only(_)
            | Block::Change(_),
        )
        | None => false,
    }
}

fn begins_bold(x: &Paragraph) -> bool {
    matches!(x.content.first(), Some(Inline::Strong(_)))
}

/// Whether a block follows a lead-in that is no heading: it is indented, though what is before it is a block.
fn follows_lead(before: Option<&Block>, one: &Block, room: f64) -> bool {
    matches!(before, Some(Block::Paragraph(x)) if leads(x, Some(one), room) && !heads(x))
}

/// Whether a list that isn't broken announces what is behind it.
fn list_leads(x: &List, next: Option<&Block>, cx: Context) -> bool {
    let last = x.items.last().and_then(|item| item.blocks.last());
    let announces = matches!(last, Some(Block::Paragraph(x)) if plain(&x.content).trim_end().ends_with(':'));
    announces && is_shown(next) && is_whole(x, cx.narrower(LIST_INDENT))
}

/// Whether a paragraph is all in bold, but for a colon: a heading that isn't one.
fn heads(x: &Paragraph) -> bool {
    match x.content.as_slice() {
        [Inline::Strong(_)] => true,
        [Inline::Strong(_), Inline::Text(rest)] => rest.text.trim() == ":",
        _ => false,
    }
}

/// A paragraph that stays with what is behind it. Where it follows another one it is indented, unless one of
/// them is a heading.
fn lead(w: &mut Writer, cx: Context, x: &Paragraph, before: Option<&Block>) {
    let Paragraph { content, span } = x;
    let before = if let Some(Block::Paragraph(before)) = before { Some(before) } else { None };
    let follows = before.is_some();
    let indented = before.is_some_and(|before| !heads(before)) && !heads(x);
    w.about(*span, |w| {
        w.raw(&format!("b-lead({follows}, {indented}, "));
        inline::body(w, cx, content);
        w.raw(")");
    });
}

pub(super) fn block(w: &mut Writer, cx: Context, one: &Block, level: u8) {
    match one {
        Block::Section(x) => section(w, cx, x, level),
        Block::Paragraph(x) => paragraph(w, cx, x),
        Block::List(x) => list(w, cx, x),
        Block::Terms(x) => terms(w, cx, x),
        Block::Quote(x) => quote(w, cx, x),
        Block::Listing(x) => listing::listing(w, cx, x, None),
        Block::Table(x) => table::table(w, cx, x),
        Block::Figure(x) => figure(w, cx, x),
        Block::Math(x) => math_block(w, x),
        Block::Aside(x) => aside::aside(w, cx, x),
        Block::Break(x) => break_block(w, x),
        Block::Bibliography(x) => bibliography::bibliography(w, cx, x),
        Block::Index(x) => index::index(w, cx, x),
        Block::Glossary(x) => glossary::glossary(w, cx, x),
        Block::Only(x) => only(w, cx, x),
        Block::Change(x) => change(w, cx, x),
    }
}

fn section(w: &mut Writer, cx: Context, x: &Section, level: u8) {
    let Section { heading, blocks: inner } = x;
    heading_call(w, cx, "b-section", level, heading);
    w.raw("\n");
    blocks(w, cx, inner, level.saturating_add(1));
}

/// A call with level, whether the PDF's outline shows it, anchor, number and title.
pub fn heading_call(w: &mut Writer, cx: Context, function: &str, level: u8, heading: &Heading) {
    let Heading { anchor, number, title, span } = heading;
    let depth = cx.depth.saturating_add(level);
    w.about(*span, |w| {
        w.raw(&format!("{function}({level}, {depth}, {}, ", level < OUTLINE_DEPTH));
        w.literal(anchor.as_str());
        w.raw(", ");
        optional(w, number.as_ref().map(Number::before_title));
        w.raw(", ");
        inline::body(w, cx, title);
        w.raw(")");
    });
}

fn paragraph(w: &mut Writer, cx: Context, x: &Paragraph) {
    paragraph_call(w, cx, x, "b-paragraph");
}

fn paragraph_call(w: &mut Writer, cx: Context, x: &Paragraph, function: &str) {
    let Paragraph { content, span } = x;
    w.about(*span, |w| {
        w.raw(function);
        w.raw("(");
        inline::body(w, cx, content);
        w.raw(")");
    });
}

fn list(w: &mut Writer, cx: Context, x: &List) {
    let List { start, tight: _, items, span } = x;
    let cx = cx.narrower(LIST_INDENT);
    let (solid, whole) = (is_solid(x, cx), is_whole(x, cx));
    let inner = cx.in_solid;
    let cx = Context { in_solid: solid, ..cx };
    w.about(*span, |w| {
        let tasks = items.iter().any(|item| item.task.is_some());
        let callouts = items.iter().any(|item| item.callout.is_some());
        match (start, tasks) {
            _ if callouts => w.raw(&format!("b-callouts({solid}, {inner}, {whole}")),
            (_, true) => w.raw(&format!("b-tasks({solid}, {inner}, {whole}")),
            (Some(start), false) => w.raw(&format!("b-numbers({solid}, {inner}, {whole}, {start}")),
            (None, false) => w.raw(&format!("b-bullets({solid}, {inner}, {whole}")),
        }
        for item in items {
            let Item { task, callout, blocks, span } = item;
            w.raw(",\n");
            w.about(*span, |w| {
                if callouts {
                    w.raw("(");
                    match callout {
                        Some(callout) => listing::tie(w, callout),
                        None => w.raw("none"),
                    }
                    w.raw(", ");
                } else if tasks {
                    let done = task.map_or("none".to_owned(), |done| done.to_string());
                    w.raw(&format!("({done}, "));
                }
                body(w, cx, blocks);
                w.raw(if tasks || callouts { ")" } else { "" });
            });
        }
        w.raw(")");
    });
}

/// Whether the items of a list stand without space between them.
pub(super) fn is_solid(x: &List, cx: Context) -> bool {
    x.tight && x.items.iter().all(|item| short(&item.blocks, cx.room))
}

/// Whether a list stays on one page.
fn is_whole(x: &List, cx: Context) -> bool {
    let long: f64 = x.items.iter().map(|item| height(&item.blocks, cx.room)).sum();
    is_solid(x, cx) && long <= WHOLE_LIST
}

/// Whether an item takes at most two lines of its own, so that its list can be set solid.
fn short(list: &[Block], room: f64) -> bool {
    list.iter().enumerate().all(|(at, block)| match block {
        Block::Paragraph(x) => at == 0 && lines(&x.content, room) <= 2.0,
        Block::List(_) => at > 0,
        Block::Only(x) => short(&x.blocks, room),
        Block::Change(x) => short(&x.blocks, room),
        Block::Section(_)
        | Block::Terms(_)
        | Block::Quote(_)
        | Block::Listing(_)
        | Block::Table(_)
        | Block::Figure(_)
        | Block::Math(_)
        | Block::Aside(_)
        | Block::Break(_)
        | Block::Bibliography(_)
        | Block::Index(_)
        | Block::Glossary(_) => false,
    })
}

/// A guess at the lines of an item that is short.
fn height(list: &[Block], room: f64) -> f64 {
    let mut sum = 0.0;
    crate::book::blocks(list, &mut |block| {
        if let Block::Paragraph(x) = block {
            sum += lines(&x.content, room);
        }
    });
    sum
}

/// A guess at the lines of text that a run takes.
fn lines(run: &[Inline], room: f64) -> f64 {
    let characters = plain(run).chars().count() as f64;
    (characters * AVERAGE * SIZE / room).ceil().max(1.0)
}

fn terms(w: &mut Writer, cx: Context, x: &Terms) {
    let Terms { items, span } = x;
    w.about(*span, |w| {
        w.raw("b-terms(");
        for item in items {
            let Term { term, definitions, span } = item;
            w.about(*span, |w| {
                w.raw("(");
                inline::body(w, cx, term);
                for definition in definitions {
                    w.raw(", ");
                    body(w, cx.narrower(LIST_INDENT), definition);
                }
                w.raw(")");
            });
            w.raw(",\n");
        }
        w.raw(")");
    });
}

fn quote(w: &mut Writer, cx: Context, x: &Quote) {
    let Quote { blocks, span } = x;
    w.about(*span, |w| {
        w.raw("b-quote(");
        attributed_body(w, cx.narrower(2.0 * QUOTE_INDENT), blocks);
        w.raw(")");
    });
}

/// Blocks as an argument, an attribution at their end with its own look.
pub(super) fn attributed_body(w: &mut Writer, cx: Context, list: &[Block]) {
    let Some((quoted, Paragraph { content, span })) = attributed(list) else { return body(w, cx, list) };
    w.raw("{\n");
    blocks(w, cx, quoted, 1);
    w.about(*span, |w| {
        w.raw("b-attribution(");
        inline::body(w, cx, content);
        w.raw(")\n");
    });
    w.raw("}");
}

fn figure(w: &mut Writer, cx: Context, x: &Figure) {
    let Figure { anchor, number, caption, body: shown, span } = x;
    let below = (lines(caption, cx.room) + 1.0) * CAPTION_PITCH + FIGURE_DISTANCE;
    let free = (cx.geometry.text_height() - below - HEADINGS).max(cx.geometry.text_height() / 2.0);
    w.about(*span, |w| {
        w.raw("b-figure(");
        legend(w, cx, anchor.as_ref(), number.as_ref(), caption);
        match shown {
            FigureBody::Picture(x) => {
                let most = picture::Box { width: cx.room, height: free };
                picture::call(w, cx, "b-picture", x, most, *span, &plain(caption));
            }
            FigureBody::Art(x) => {
                let Art { lines, alt } = x;
                listing::art(w, cx, *span, lines, or_caption(alt, caption).as_str(), free);
            }
            FigureBody::Blocks(x) => {
                let Blocks { blocks } = x;
                w.raw("b-blocks(");
                body(w, cx.narrower(0.0), blocks);
                w.raw(")");
            }
        }
        w.raw(")");
    });
}

/// The description, or else the caption's words: a figure that is shown is described somehow.
fn or_caption(alt: &str, caption: &[Inline]) -> String {
    if alt.is_empty() { plain(caption) } else { alt.to_owned() }
}

/// Anchor, number with its name, and caption as the first arguments of a call, with a comma behind them.
pub fn legend(
    w: &mut Writer,
    cx: Context,
    anchor: Option<&Anchor>,
    number: Option<&Number>,
    caption: &[Inline],
) {
    optional(w, anchor.map(Anchor::as_str));
    w.raw(", ");
    optional(w, number.map(|number| number.label.as_str()));
    w.raw(", ");
    if caption.is_empty() {
        w.raw("none");
    } else {
        inline::body(w, cx, caption);
    }
    w.raw(", ");
}

fn math_block(w: &mut Writer, x: &Math) {
    let Math { anchor, number, formula, span } = x;
    w.whole(*span, 0, |w| {
        w.raw("b-math(");
        optional(w, anchor.as_ref().map(Anchor::as_str));
        w.raw(", ");
        optional(w, number.as_ref().map(|number| number.text.as_str()));
        w.raw(", ");
        w.literal(&formula.tex);
        w.raw(", ");
        math::equation(w, formula, true, *span);
        w.raw(")");
    });
}

fn break_block(w: &mut Writer, x: &Break) {
    let Break { span } = x;
    w.about(*span, |w| w.raw("b-break"));
}

fn only(w: &mut Writer, cx: Context, x: &OnlyBlocks) {
    let OnlyBlocks { editions, blocks: inside, span: _ } = x;
    match (cx.prints(*editions), editions.epub) {
        (false, _) => {}
        (true, true) => blocks(w, cx, inside, 1),
        (true, false) => w.absent(|w| blocks(w, cx, inside, 1)),
    }
}

/// Whether a figure can still be read at half the measure; wider ones stand under each other.
fn is_narrow(cx: Context, x: &ChangedBlocks) -> bool {
    let half = (cx.room - BESIDE) / 2.0;
    let picture = |block: &Block| match block {
        Block::Figure(Figure { body: FigureBody::Picture(x), .. }) => picture::width(cx, x, cx.room) <= half / READABLE,
        _ => false,
    };
    x.blocks.iter().all(picture)
}

/// An old figure and the new one.
fn beside(w: &mut Writer, cx: Context, figures: [&ChangedBlocks; 2]) {
    w.raw("b-beside(");
    length(w, BESIDE);
    for figure in figures {
        w.raw(", {\n");
        change(w, cx.narrower((cx.room + BESIDE) / 2.0), figure);
        w.raw("\n}");
    }
    w.raw(")\n");
}

fn change(w: &mut Writer, cx: Context, x: &ChangedBlocks) {
    let ChangedBlocks { edit, listed, blocks: inside, span } = x;
    if let (Edit::Highlighted, [Block::Listing(x)]) = (edit, &inside[..]) {
        return listing::listing(w, cx, x, listed.as_ref());
    }
    w.about(*span, |w| {
        inline::change_call(w, cx, "b-change", *edit, listed.as_ref());
        body(w, cx.narrower(0.0), inside);
        w.raw(")");
    });
}
