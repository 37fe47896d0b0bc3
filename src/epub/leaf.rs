//! A file of the text: the document around it, its heading, its blocks and the notes at its end.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::book::{self, Block, Book, Direction, Heading, NoteId, Role};
use crate::step::{Step, Watch};

use super::block;
use super::chunk::{Head, Leaf, Matter};
use super::context::Cx;
use super::xhtml::{Attr, Sheet};

/// The files of the text, each with the pages marked in it.
pub(super) fn texts(cx: &Cx, watch: Watch) -> Vec<(String, Vec<usize>)> {
    let (done, all) = (AtomicUsize::new(0), cx.plan.leaves.len());
    watch(Step::Epub, 0, all);
    let leaves = cx.plan.leaves.par_iter().with_max_len(1);
    let texts = leaves.map(|leaf| {
        let mut w = Sheet::document(leaf.weight + leaf.weight / 4);
        text(&Cx { path: &leaf.path, ..*cx }, &mut w, leaf);
        watch(Step::Epub, done.fetch_add(1, Ordering::Relaxed) + 1, all);
        let marked = w.marked().to_vec();
        (w.finish(), marked)
    });
    texts.collect()
}

/// A file of the text.
fn text(cx: &Cx, w: &mut Sheet, leaf: &Leaf) {
    let matter = match leaf.matter {
        Matter::Front => "frontmatter",
        Matter::Body => "bodymatter",
        Matter::Back => "backmatter",
    };
    let anchor = leaf.heading.anchor.as_str();
    let (title_id, class) = (format!("{anchor}_title"), head_class(leaf.head));
    let mut attrs: Vec<Attr> = vec![("id", anchor)];
    attrs.extend(semantics(leaf));
    attrs.push(("aria-labelledby", &title_id));
    document(cx, w, &name(cx.book, leaf.heading), &[("epub:type", matter)], |w| {
        w.block("section", &attrs, |w| {
            w.line();
            block::heading(cx, w, leaf.heading, &[("id", &title_id), ("class", &class)]);
            leaf.blocks.iter().for_each(|blocks| block::blocks(cx, w, blocks));
            notes(cx, w, &leaf.notes);
        });
    });
}

/// What the heading looks like: a section that has a file of its own still looks like a section.
fn head_class(head: Head) -> String {
    match head {
        Head::Part => "part".to_owned(),
        Head::Chapter(Role::Front | Role::Back) => "chapter plain".to_owned(),
        Head::Chapter(Role::Chapter | Role::Appendix) => "chapter".to_owned(),
        Head::Section(level) => format!("level-{level}"),
    }
}

/// What a file of the text is (EPUB Structural Semantics Vocabulary 1.1), with the role that says the same
/// (Digital Publishing WAI-ARIA 1.1). Pieces of a chapter don't repeat it.
fn semantics(leaf: &Leaf) -> Vec<Attr<'static>> {
    match leaf.head {
        Head::Part => vec![("epub:type", "part"), ("role", "doc-part")],
        Head::Chapter(_) if gathers(leaf) == Some(Gathered::Index) => {
            vec![("epub:type", "index"), ("role", "doc-index")]
        }
        Head::Chapter(_) if gathers(leaf) == Some(Gathered::Glossary) => {
            vec![("epub:type", "glossary"), ("role", "doc-glossary")]
        }
        Head::Chapter(Role::Chapter) => vec![("epub:type", "chapter"), ("role", "doc-chapter")],
        Head::Chapter(Role::Appendix) => vec![("epub:type", "appendix"), ("role", "doc-appendix")],
        Head::Chapter(Role::Front | Role::Back) => named(&book::plain(&leaf.heading.title)),
        Head::Section(_) => vec![],
    }
}

/// What a chapter gathers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gathered {
    Index,
    Glossary,
}

/// What a chapter gathers, where that stands directly in it.
pub(super) fn gathers(leaf: &Leaf) -> Option<Gathered> {
    let mut all = leaf.blocks.iter().copied().flatten();
    all.find_map(|block| match block {
        Block::Index(_) => Some(Gathered::Index),
        Block::Glossary(_) => Some(Gathered::Glossary),
        Block::Section(_)
        | Block::Paragraph(_)
        | Block::List(_)
        | Block::Terms(_)
        | Block::Quote(_)
        | Block::Listing(_)
        | Block::Table(_)
        | Block::Figure(_)
        | Block::Math(_)
        | Block::Aside(_)
        | Block::Break(_)
        | Block::Bibliography(_)
        | Block::Only(_)
        | Block::Change(_) => None,
    })
}

/// What a chapter before or after the body is, by the titles that English books give them.
fn named(title: &str) -> Vec<Attr<'static>> {
    match title.trim().to_lowercase().as_str() {
        "preface" => vec![("epub:type", "preface"), ("role", "doc-preface")],
        "foreword" => vec![("epub:type", "foreword"), ("role", "doc-foreword")],
        "introduction" => vec![("epub:type", "introduction"), ("role", "doc-introduction")],
        "prologue" => vec![("epub:type", "prologue"), ("role", "doc-prologue")],
        "epilogue" => vec![("epub:type", "epilogue"), ("role", "doc-epilogue")],
        "afterword" => vec![("epub:type", "afterword"), ("role", "doc-afterword")],
        "conclusion" => vec![("epub:type", "conclusion"), ("role", "doc-conclusion")],
        "acknowledgements" | "acknowledgments" => {
            vec![("epub:type", "acknowledgments"), ("role", "doc-acknowledgments")]
        }
        _ => vec![],
    }
}

/// The notes at the end of a file: shown as pop-ups by readers that know `footnote`, as a list by the rest.
fn notes(cx: &Cx, w: &mut Sheet, notes: &[NoteId]) {
    if notes.is_empty() {
        return;
    }
    w.block("div", &[("class", "notes")], |w| {
        w.line();
        for note in notes.iter().filter_map(|id| cx.note(*id).map(|note| (*id, note))) {
            block::note(cx, w, note.0, note.1);
        }
    });
}

/// An XHTML document around what the closure writes.
pub(super) fn document(cx: &Cx, w: &mut Sheet, title: &str, body: &[Attr], content: impl FnOnce(&mut Sheet)) {
    let language = cx.book.meta.language.as_str();
    let mut attrs: Vec<Attr> = vec![
        ("xmlns", "http://www.w3.org/1999/xhtml"),
        ("xmlns:epub", "http://www.idpf.org/2007/ops"),
        ("lang", language),
        ("xml:lang", language),
    ];
    attrs.extend((cx.book.meta.direction() == Direction::Rtl).then_some(("dir", "rtl")));
    let style = cx.relative("stylesheet.css");
    w.block("html", &attrs, |w| {
        w.line();
        w.block("head", &[], |w| {
            w.leaf("title", &[], title);
            w.empty("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", &style)]);
        });
        w.block("body", body, |w| {
            w.line();
            content(w);
        });
    });
}

/// Number and title of a heading in plain characters: what a window or a tab shows.
pub(super) fn name(book: &Book, heading: &Heading) -> String {
    let title = book::plain(&heading.title);
    let number = heading.number.as_ref().map(book::Number::before_title);
    match (number, title.trim()) {
        (None, "") => book.words.chapter.clone(),
        (None, title) => title.to_owned(),
        (Some(number), title) => format!("{number} {title}").trim_end().to_owned(),
    }
}
