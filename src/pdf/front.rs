//! What stands before the text: half-title, title page, copyright page, dedication, contents.

use super::block::heading_call;
use super::inline::{self, Context, inlines, optional};
use super::origin::Writer;
use crate::book::{Block, Book, Chapter, Heading, Meta, Number, Section, imprint};
use crate::span::{FileId, Span};

/// Fewest pages of contents that a brief list stands before.
pub const LONG_CONTENTS: usize = 4;
/// Anchor of the table of contents; the colon keeps it apart from every anchor of the book.
pub const CONTENTS: &str = "bindery:contents";

/// Half-title, blank, title page, copyright page, and where there is one, dedication and blank.
/// In a book of several volumes each says which it is, and may have an ISBN of its own.
pub fn display(w: &mut Writer, cx: Context, isbn: Option<&str>) {
    let book = cx.book;
    let Meta {
        title,
        subtitle,
        authors,
        creators: _,
        series: _,
        edition,
        printing: _,
        publisher,
        place: _,
        dedication,
        language: _,
        languages: _,
        direction: _,
        description: _,
        rights: _,
        isbn_print: _,
        isbn_epub: _,
        subjects: _,
        date: _,
        published: _,
        cover: _,
    } = &book.meta;
    let at = place(book);
    let which = (cx.volumes.all > 1).then(|| volume(book, cx.volumes.this + 1, cx.volumes.all));
    w.raw("p-half-title(");
    match &which {
        Some(which) => lines(w, &[title, which], at),
        None => w.made(title, at),
    }
    w.raw(")\np-blank\np-title(");
    w.made(title, at);
    w.raw(", ");
    made(w, subtitle.as_deref(), at);
    w.raw(", ");
    row(w, authors, at);
    w.raw(", ");
    let under: Vec<&str> = which.iter().chain(edition).map(String::as_str).collect();
    match under.as_slice() {
        [] => w.raw("none"),
        [one] => w.made(one, at),
        both => lines(w, both, at),
    }
    w.raw(", ");
    made(w, publisher.as_deref(), at);
    w.raw(")\np-copyright(");
    row(w, &imprint(book, isbn.zip(which.as_deref())), at);
    w.raw(")\n");
    if let Some(dedication) = dedication {
        w.raw("p-dedication(");
        w.made(dedication, at);
        w.raw(")\n");
    }
}

/// An array of texts.
fn row(w: &mut Writer, texts: &[String], at: Span) {
    w.raw("(");
    for text in texts {
        w.made(text, at);
        w.raw(",");
    }
    w.raw(")");
}

/// One under the other.
fn lines(w: &mut Writer, lines: &[&str], at: Span) {
    w.raw("{");
    for (place, line) in lines.iter().enumerate() {
        w.raw(if place == 0 { "" } else { ";linebreak();" });
        w.made(line, at);
    }
    w.raw("}");
}

/// What a volume is called: `Volume 2 of 3`.
#[must_use]
pub fn volume(book: &Book, this: usize, all: usize) -> String {
    book.words.volume_of.replace("{n}", &this.to_string()).replace("{all}", &all.to_string())
}

/// The table of contents, headings down to `depth` (1 is chapters); folios are those of the context.
pub fn contents(w: &mut Writer, cx: Context, depth: u8, brief: bool) {
    let cx = cx.repeated();
    let words = &cx.book.words;
    let all = cx.volumes.all;
    if all > 1 {
        // What all volumes hold, then what this one holds.
        heading(w, cx, None, &words.contents);
        for this in 0..all {
            let name = volume(cx.book, this + 1, all);
            let place = place(cx.book);
            w.raw("p-contents({\np-contents-part(1, ");
            w.literal(CONTENTS);
            w.raw(", none, ");
            w.made(&name, place);
            w.raw(", none)\n})\n");
            list(w, cx, 1, Some(this));
        }
        w.raw("pagebreak(weak: true)\n");
        heading(w, cx, Some(CONTENTS), &volume(cx.book, cx.volumes.this + 1, all));
        return list(w, cx, depth, Some(cx.volumes.this));
    }
    if brief {
        heading(w, cx, None, &words.contents);
        list(w, cx, 1, None);
        w.raw("pagebreak(weak: true)\n");
    }
    heading(w, cx, Some(CONTENTS), &words.contents);
    list(w, cx, depth, None);
}

/// The title of a list.
pub fn heading(w: &mut Writer, cx: Context, anchor: Option<&str>, title: &str) {
    w.raw("p-contents-title(");
    optional(w, anchor);
    w.raw(", ");
    w.made(title, place(cx.book));
    w.raw(")\n");
}

/// The chapters, of one volume (from 0) where one is named.
fn list(w: &mut Writer, cx: Context, depth: u8, volume: Option<usize>) {
    let book = cx.book;
    let here = |heading: &Heading| volume.is_none_or(|volume| cx.volumes.number(&heading.anchor) == Some(volume + 1));
    let chapter = |w: &mut Writer, one: &Chapter, nest: u8| {
        if here(&one.heading) {
            self::chapter(w, cx, one, nest, depth);
        }
    };
    w.raw("p-contents({\n");
    book.front.iter().for_each(|one| chapter(w, one, 1));
    for part in &book.parts {
        if let Some(heading) = part.heading.as_ref().filter(|heading| here(heading)) {
            entry(w, cx, "p-contents-part(1, ", heading);
        }
        let nest = if part.heading.is_some() { 2 } else { 1 };
        part.chapters.iter().for_each(|one| chapter(w, one, nest));
    }
    book.back.iter().for_each(|one| chapter(w, one, 1));
    w.raw("})\n");
}

/// A chapter at the level `nest` of the contents, with its sections down to `depth`.
fn chapter(w: &mut Writer, cx: Context, chapter: &Chapter, nest: u8, depth: u8) {
    let heading = &chapter.heading;
    entry(w, cx, &format!("p-contents-chapter({nest}, "), heading);
    sections(w, cx, &chapter.blocks, (1, nest), depth);
}

fn sections(w: &mut Writer, cx: Context, list: &[Block], (level, nest): (u8, u8), depth: u8) {
    if level >= depth {
        return;
    }
    for block in list {
        if let Block::Section(Section { heading, blocks }) = block {
            entry(w, cx, &format!("p-contents-entry({}, {level}, ", nest + level), heading);
            sections(w, cx, blocks, (level + 1, nest), depth);
        }
    }
}

fn entry(w: &mut Writer, cx: Context, call: &str, heading: &Heading) {
    let Heading { anchor, number, title, span } = heading;
    w.about(*span, |w| {
        w.raw(call);
        w.literal(anchor.as_str());
        w.raw(", ");
        made(w, number.as_ref().map(Number::before_title), *span);
        w.raw(", ");
        inline::body(w, cx, title);
        w.raw(", ");
        w.made(cx.folios.get(anchor).map_or("000", String::as_str), *span);
        w.raw(")\n");
    });
}

/// A part's own page.
pub fn part(w: &mut Writer, cx: Context, heading: &Heading) {
    heading_call(w, cx, "b-part", 0, heading);
    w.raw("\n");
}

/// A title for a running head: with its number, cut to what a line holds.
pub fn running(w: &mut Writer, cx: Context, heading: &Heading) {
    let Heading { anchor: _, number, title, span } = heading;
    let budget = (cx.geometry.measure / 5.6) as usize;
    let text = crate::book::plain(title);
    w.raw("{");
    if let Some(number) = number {
        w.made(number.before_title(), *span);
        w.raw(";h(0.7em);");
    }
    if text.chars().count() <= budget {
        inlines(w, cx.repeated(), title);
    } else {
        let cut: String = text.chars().take(budget).collect();
        let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
        let words = words.trim_end_matches([',', ';', ':', '.', '–', '—', ' ']);
        w.made(&format!("{words} …"), *span);
    }
    w.raw("}");
}

/// Where to lay what only the manifest says: the book's first chapter has the only file we know of.
#[must_use]
pub fn place(book: &Book) -> Span {
    book.chapters().next().map_or(Span::top(FileId(0)), |chapter| chapter.span)
}

/// Text where there is some.
pub fn made(w: &mut Writer, text: Option<&str>, at: Span) {
    match text {
        Some(text) => w.made(text, at),
        None => w.raw("none"),
    }
}
