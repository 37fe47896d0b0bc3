//! Inlines as Typst: one function per variant, in the order of [`Inline`].
//!
//! Every inline becomes a statement of a code block: a call of a function of `styles/book.typ` whose name
//! begins `i-`. All those names hold a hyphen, which no name in a formula can, so the style never shadows
//! what a formula means. Characters of the author's stand in calls `t("...")` of an alias of `text`: only
//! then Typst gives each glyph the place of the very call.

use std::collections::BTreeMap;
use std::ops::Range;

use super::geometry::{Geometry, points};
use super::origin::Writer;
use super::volumes::Volumes;
use super::{Edition, Settings, breaks, math, picture};
use crate::book::{
    Anchor, Book, ChangedInlines, Cite, Comment, Edit, Editions, Inline, InlineMath, InlinePicture,
    LineBreak, Link, Listed, Locale, Mark, NoteRef, OnlyInlines, Place, Ref, Styled, Target, Text,
};
use crate::problem::Problem;

/// Longest formula and longest word behind it that are kept on one line, characters.
const LONGEST_GLUED: usize = 24;

/// What emitting needs to know besides the node.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The book.
    pub book: &'a Book,
    /// The page.
    pub geometry: Geometry,
    /// Folios that page references print; what isn't there prints as `000`.
    pub folios: &'a BTreeMap<Anchor, String>,
    /// The volumes of the book, and the one that this stands in.
    pub volumes: Volumes<'a>,
    /// Width that the surrounding blocks leave, pt.
    pub room: f64,
    /// What stands here may be turned on a page of its own: it stands in no other block.
    pub alone: bool,
    /// The surrounding block is an item of a list set solid.
    pub in_solid: bool,
    /// Level of the chapter's heading in the outline: 1, or 2 where the book has parts.
    pub depth: u8,
    /// The edition that is made.
    pub edition: Edition,
    /// Fewest pixels an inch of a picture; 0 where nobody asks.
    pub resolution: f64,
    /// Smallest type that the printer takes, pt; 0 where nobody asks.
    pub least_type: f64,
    /// What is written is a repetition (contents, running head): no anchors, notes or links.
    pub echo: bool,
}

/// Narrowest room in which short names in code stay whole, pt: about 45 characters of text.
const NARROW: f64 = 200.0;

/// No folio is known yet, and no volume.
static NO_FOLIOS: BTreeMap<Anchor, String> = BTreeMap::new();
static NO_VOLUMES: BTreeMap<Anchor, usize> = BTreeMap::new();

impl<'a> Context<'a> {
    /// For what stands around the text, before any page is known.
    #[must_use]
    pub fn around(book: &'a Book, settings: &Settings) -> Self {
        let geometry = settings.geometry();
        Self {
            book,
            geometry,
            folios: &NO_FOLIOS,
            volumes: Volumes { of: &NO_VOLUMES, this: 0, all: 1 },
            room: geometry.measure,
            alone: true,
            in_solid: false,
            depth: 1,
            edition: settings.edition,
            resolution: settings.resolution(),
            least_type: settings.least_type(),
            echo: true,
        }
    }

    /// The same inside of a block, with `less` pt of the width taken away.
    #[must_use]
    pub fn narrower(self, less: f64) -> Self {
        Self { room: (self.room - less).max(40.0), alone: false, ..self }
    }

    /// Whether this edition is one of those.
    #[must_use]
    pub fn prints(self, editions: Editions) -> bool {
        match self.edition {
            Edition::Print => editions.print,
            Edition::Screen => editions.screen,
            // Authors and editors read what will be printed.
            Edition::Review => editions.print,
        }
    }

    /// The same for a repetition.
    #[must_use]
    pub fn repeated(self) -> Self {
        Self { echo: true, ..self }
    }
}

/// A run of inlines as an argument: a code block, or `[]` where it is empty.
pub fn body(w: &mut Writer, cx: Context, run: &[Inline]) {
    if run.is_empty() {
        w.raw("[]");
        return;
    }
    w.raw("{");
    inlines(w, cx, run);
    w.raw("}");
}

/// A run of inlines as statements.
pub fn inlines(w: &mut Writer, cx: Context, run: &[Inline]) {
    let mut written = 0;
    for (at, one) in run.iter().enumerate() {
        let from = std::mem::take(&mut written);
        if matches!(one, Inline::Text(x) if from > 0 && from == x.text.len()) {
            continue;
        }
        w.raw(if at > 0 { ";" } else { "" });
        match (one, run.get(at + 1)) {
            (Inline::Math(x), Some(Inline::Text(next))) if tail(x, next) > 0 => {
                written = tail(x, next);
                w.raw("i-glue({");
                inline_math(w, cx, x);
                w.raw(";");
                pieces(w, cx, next, 0..written, breaks::IN_TEXT);
                w.raw("})");
            }
            (Inline::Text(x), _) if from > 0 => pieces(w, cx, x, from..x.text.len(), breaks::IN_TEXT),
            _ => inline(w, cx, one),
        }
    }
}

/// Bytes of `next` that belong to the word a formula begins (`$k$-valent`, `$n$th`), 0 where there are
/// none: a line may end at a formula, but not inside a word.
fn tail(formula: &InlineMath, next: &Text) -> usize {
    let joins = next.text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '\u{2011}'));
    if !joins || formula.formula.tex.chars().count() > LONGEST_GLUED {
        return 0;
    }
    let end = next.text.find(char::is_whitespace).unwrap_or(next.text.len());
    if next.text.get(..end).is_some_and(|word| word.chars().count() <= LONGEST_GLUED) { end } else { 0 }
}

fn inline(w: &mut Writer, cx: Context, one: &Inline) {
    match one {
        Inline::Text(x) => text(w, cx, x),
        Inline::Emph(x) => styled(w, cx, "i-emph", x),
        Inline::Strong(x) => styled(w, cx, "i-strong", x),
        Inline::Strike(x) => styled(w, cx, "i-strike", x),
        Inline::Sub(x) => styled(w, cx, "i-sub", x),
        Inline::Sup(x) => styled(w, cx, "i-sup", x),
        Inline::Key(x) => styled(w, cx, "i-key", x),
        Inline::Code(x) => code(w, cx, x),
        Inline::Math(x) => inline_math(w, cx, x),
        Inline::Link(x) => link(w, cx, x),
        Inline::Ref(x) => reference(w, cx, x),
        Inline::PageRef(x) => page_reference(w, cx, x),
        Inline::Cite(x) => cite(w, cx, x),
        Inline::NoteRef(x) => note_reference(w, cx, x),
        Inline::Picture(x) => inline_picture(w, cx, x),
        Inline::Mark(x) => mark(w, cx, x),
        Inline::Place(x) => place(w, cx, x),
        Inline::LineBreak(x) => line_break(w, x),
        Inline::Only(x) => only(w, cx, x),
        Inline::Change(x) => change(w, cx, x),
        Inline::Comment(x) => comment(w, cx, x),
    }
}

fn text(w: &mut Writer, cx: Context, x: &Text) {
    pieces(w, cx, x, 0..x.text.len(), breaks::IN_TEXT);
}

fn styled(w: &mut Writer, cx: Context, function: &str, x: &Styled) {
    let Styled { content } = x;
    w.raw(function);
    w.raw("(");
    body(w, cx, content);
    w.raw(")");
}

fn code(w: &mut Writer, cx: Context, x: &Text) {
    let rule = if cx.room < NARROW { breaks::IN_CODE } else { breaks::IN_LINES };
    w.raw("i-code({");
    pieces(w, cx, x, 0..x.text.len(), rule);
    w.raw("})");
}

fn inline_math(w: &mut Writer, cx: Context, x: &InlineMath) {
    let InlineMath { formula, span } = x;
    let write = |w: &mut Writer| {
        w.raw("i-math(");
        w.literal(&formula.tex);
        w.raw(", ");
        math::equation(w, formula, false, *span);
        w.raw(")");
    };
    if cx.echo { w.about(*span, write) } else { w.whole(*span, 0, write) }
}

fn link(w: &mut Writer, cx: Context, x: &Link) {
    let Link { target, content, span } = x;
    if cx.echo {
        return group(w, cx, content);
    }
    w.about(*span, |w| {
        match target {
            Target::Url(url) => {
                w.raw("i-link(");
                w.literal(url);
            }
            Target::Anchor(anchor) => {
                w.raw("i-go(");
                w.literal(anchor.as_str());
            }
        }
        w.raw(", ");
        body(w, cx, content);
        w.raw(")");
    });
}

fn reference(w: &mut Writer, cx: Context, x: &Ref) {
    let Ref { anchor, text, before: _, span } = x;
    if cx.echo {
        return w.made(text, *span);
    }
    w.whole(*span, 0, |w| {
        w.raw("i-ref(");
        w.literal(anchor.as_str());
        w.raw(", ");
        w.made(text, *span);
        w.raw(")");
    });
}

fn page_reference(w: &mut Writer, cx: Context, x: &Ref) {
    let Ref { anchor, text: _, before, span } = x;
    let folio = cx.folios.get(anchor).map_or("000", String::as_str);
    let words = &cx.book.words;
    let word = match cx.volumes.other(anchor) {
        Some(volume) => words.volume_page.replace("{n}", &volume.to_string()),
        None => format!("{}\u{a0}", words.page),
    };
    if cx.echo {
        return w.made(&format!("{before}{word}{folio}"), *span);
    }
    let glued = !before.is_empty();
    w.whole(*span, 0, |w| {
        if glued {
            w.raw("i-glue({");
            w.made(before, *span);
            w.raw(";");
        }
        w.raw("i-page-ref(");
        w.literal(anchor.as_str());
        w.raw(", ");
        w.made(&word, *span);
        w.raw(", ");
        w.made(folio, *span);
        w.raw(if glued { ")})" } else { ")" });
    });
}

fn cite(w: &mut Writer, cx: Context, x: &Cite) {
    let Cite { target, anchor, content, span } = x;
    if cx.echo {
        return group(w, cx, content);
    }
    w.about(*span, |w| {
        w.raw("i-cite(");
        w.literal(anchor.as_str());
        w.raw(", ");
        w.literal(target.as_str());
        w.raw(", ");
        body(w, cx, content);
        w.raw(")");
    });
}

fn note_reference(w: &mut Writer, cx: Context, x: &NoteRef) {
    let NoteRef { note, anchor, first, span } = x;
    if cx.echo {
        return w.raw("[]");
    }
    let Some(note) = cx.book.notes.get(note.0 as usize) else {
        w.problem(Problem::Internal { what: format!("no note {}", note.0) }, *span);
        return w.raw("[]");
    };
    w.about(*span, |w| {
        w.raw(if *first { "i-note(" } else { "i-note-again(" });
        for text in [note.number.as_str(), anchor.as_str(), note.anchor.as_str()] {
            w.literal(text);
            w.raw(", ");
        }
        if *first {
            super::block::note(w, cx, &note.blocks);
        }
        w.raw(")");
    });
}

fn inline_picture(w: &mut Writer, cx: Context, x: &InlinePicture) {
    let InlinePicture { picture, span } = x;
    let most = picture::Box { width: cx.room, height: cx.geometry.text_height() / 2.0 };
    w.about(*span, |w| picture::call(w, cx, "i-picture", picture, most, *span, ""));
}

fn mark(w: &mut Writer, cx: Context, x: &Mark) {
    let Mark { anchor, classes, locale, content, span } = x;
    w.about(*span, |w| {
        w.raw("i-mark((");
        for class in classes {
            w.literal(class);
            w.raw(",");
        }
        w.raw("), ");
        locale_of(w, locale.as_ref());
        w.raw(", ");
        optional(w, anchor.as_ref().filter(|_| !cx.echo).map(Anchor::as_str));
        w.raw(", ");
        body(w, cx, content);
        w.raw(")");
    });
}

fn place(w: &mut Writer, cx: Context, x: &Place) {
    let Place { anchor, span: _ } = x;
    if cx.echo {
        return w.raw("[]");
    }
    w.raw("i-place(");
    w.literal(anchor.as_str());
    w.raw(")");
}

fn line_break(w: &mut Writer, x: &LineBreak) {
    let LineBreak { span: _ } = x;
    w.raw("i-line-break");
}

fn only(w: &mut Writer, cx: Context, x: &OnlyInlines) {
    let OnlyInlines { editions, content, span: _ } = x;
    match (cx.prints(*editions), editions.epub) {
        (false, _) => w.raw("[]"),
        (true, true) => group(w, cx, content),
        (true, false) => w.absent(|w| group(w, cx, content)),
    }
}

fn change(w: &mut Writer, cx: Context, x: &ChangedInlines) {
    let ChangedInlines { edit, listed, content, span } = x;
    if cx.echo {
        return if edit.is_new() { group(w, cx, content) } else { w.raw("[]") };
    }
    w.about(*span, |w| {
        change_call(w, cx, "i-change", *edit, listed.as_ref());
        body(w, cx, content);
        w.raw(")");
    });
}

/// The beginning of a call for a change: what kind it is, and its number, place and entry, or `none`.
pub fn change_call(w: &mut Writer, cx: Context, function: &str, edit: Edit, listed: Option<&Listed>) {
    w.raw(function);
    w.raw("(");
    w.literal(edit.name());
    w.raw(", ");
    match listed.filter(|_| !cx.echo) {
        None => w.raw("none"),
        Some(x) => self::listed(w, x),
    }
    w.raw(", ");
}

/// A change's number, place and entry.
pub fn listed(w: &mut Writer, x: &Listed) {
    let Listed { number, anchor, entry } = x;
    w.raw("(");
    for text in [number.as_str(), anchor.as_str(), entry.as_str()] {
        w.literal(text);
        w.raw(",");
    }
    w.raw(")");
}

fn comment(w: &mut Writer, cx: Context, x: &Comment) {
    let Comment { number, text, span } = x;
    if cx.echo {
        return w.raw("[]");
    }
    w.about(*span, |w| {
        w.raw("i-comment(");
        optional(w, number.as_deref());
        w.raw(", ");
        w.made(text, *span);
        w.raw(")");
    });
}

/// Characters with the places where a line may end inside long words. Repeated ones are no place of the
/// author's text: a page of contents doesn't begin with the heading it names.
fn pieces(w: &mut Writer, cx: Context, node: &Text, part: Range<usize>, rule: breaks::Rule) {
    let Text { text, span } = node;
    let verbatim = text.len() == (span.end - span.start) as usize;
    let mut from = part.start;
    let cuts = breaks::cuts(text, rule).into_iter().filter(|cut| part.start < *cut && *cut < part.end);
    for to in cuts.chain([part.end]) {
        w.raw(if from > part.start { ";may-break;" } else { "" });
        let piece = text.get(from..to).unwrap_or_default();
        if cx.echo {
            w.made(piece, *span);
        } else {
            w.text(piece, *span, from, verbatim);
        }
        from = to;
    }
}

/// `none`, or the text as a literal.
pub fn optional(w: &mut Writer, text: Option<&str>) {
    match text {
        Some(text) => w.literal(text),
        None => w.raw("none"),
    }
}

/// `none`, or a BCP 47 tag as the pair that Typst takes: language and region.
pub fn language_of(w: &mut Writer, tag: Option<&str>) {
    let Some(tag) = tag else { return w.raw("none") };
    w.raw("(");
    w.literal(&language(tag));
    w.raw(", ");
    optional(w, region(tag));
    w.raw(")");
}

/// `none`, or language (`none` is that around it), region and direction of a stretch of text.
pub fn locale_of(w: &mut Writer, locale: Option<&Locale>) {
    let Some(locale) = locale else { return w.raw("none") };
    let (language, region) = locale.language.as_deref().map_or((None, None), |tag| (Some(language(tag)), region(tag)));
    w.raw("(");
    optional(w, language.as_deref());
    w.raw(", ");
    optional(w, region);
    w.raw(&format!(", {})", locale.direction().name()));
}

fn language(tag: &str) -> String {
    let language = tag.split(['-', '_']).next().unwrap_or("en").to_ascii_lowercase();
    if matches!(language.len(), 2 | 3) { language } else { "und".to_owned() }
}

fn region(tag: &str) -> Option<&str> {
    tag.split(['-', '_']).skip(1).find(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_alphabetic()))
}

/// A length.
pub fn length(w: &mut Writer, pt: f64) {
    w.raw(&points(pt));
    w.raw("pt");
}

fn group(w: &mut Writer, cx: Context, run: &[Inline]) {
    body(w, cx, run);
}
