//! The navigation: contents, landmarks, page list, lists of figures, tables and listings.

use crate::book::{self, Block, Book, Chapter, Heading, Inline, Kind, Number};

use super::chunk::{Matter, Plan};
use super::context::Cx;
use super::inline::label;
use super::xhtml::Sheet;
use super::{front, leaf};

/// Path of the navigation document.
pub(super) const PATH: &str = "nav.xhtml";

/// An entry of the contents.
#[derive(Debug)]
pub(super) struct Point<'a> {
    /// File and anchor, from the folder of the package document.
    pub(super) href: String,
    /// As it prints.
    pub(super) number: Option<&'a str>,
    /// Its title.
    pub(super) title: &'a [Inline],
    /// Entries under it.
    pub(super) children: Vec<Point<'a>>,
}

/// The contents down to a depth: 1 is chapters.
pub(super) fn contents<'a>(book: &'a Book, plan: &Plan, depth: u8) -> Vec<Point<'a>> {
    let chapter = |chapter: &'a Chapter| point(plan, &chapter.heading, &chapter.blocks, depth);
    let mut points: Vec<Point> = book.front.iter().map(chapter).collect();
    for part in &book.parts {
        let chapters = part.chapters.iter().map(chapter);
        match &part.heading {
            None => points.extend(chapters),
            Some(heading) => {
                let part = Point { children: chapters.collect(), ..point(plan, heading, &[], 1) };
                points.push(part);
            }
        }
    }
    points.extend(book.back.iter().map(chapter));
    points
}

fn point<'a>(plan: &Plan, heading: &'a Heading, blocks: &'a [Block], depth: u8) -> Point<'a> {
    let mut children = Vec::new();
    for block in blocks {
        if let Block::Section(section) = block
            && depth > 1
        {
            children.push(point(plan, &section.heading, &section.blocks, depth - 1));
        }
    }
    let href = plan.href(&heading.anchor).unwrap_or_default();
    Point { href, number: heading.number.as_ref().map(Number::before_title), title: &heading.title, children }
}

impl Point<'_> {
    /// Number and title in plain characters.
    pub(super) fn plain(&self, nameless: &str) -> String {
        let title = book::plain(self.title);
        match (self.number, title.trim()) {
            (None, "") => nameless.to_owned(),
            (None, title) => title.to_owned(),
            (Some(number), title) => format!("{number} {title}").trim_end().to_owned(),
        }
    }
}

/// A page whose beginning is marked: its folio and where.
#[derive(Debug)]
pub(super) struct Folio {
    pub(super) folio: String,
    pub(super) href: String,
}

/// The navigation document (EPUB 3.3, section 7).
pub(super) fn document(cx: &Cx, points: &[Point], pages: &[front::Page], folios: &[Folio]) -> String {
    let words = &cx.book.words;
    let mut w = Sheet::document(64 * 1024);
    let cx = Cx { path: PATH, ..*cx };
    leaf::document(&cx, &mut w, &words.contents, &[("epub:type", "frontmatter")], |w| {
        let attrs =
            [("epub:type", "toc"), ("role", "doc-toc"), ("id", "toc"), ("aria-labelledby", "toc_title")];
        w.block("nav", &attrs, |w| {
            w.line();
            w.block("h1", &[("id", "toc_title")], |w| w.text(&words.contents));
            list(w, points, &words.chapter);
        });
        landmarks(&cx, w, pages);
        page_list(w, &words.pages, folios);
        let lists =
            [(Kind::Figure, &words.figures), (Kind::Table, &words.tables), (Kind::Listing, &words.listings)];
        for (kind, title) in lists {
            floats(&cx, w, kind, title);
        }
    });
    w.finish()
}

fn list(w: &mut Sheet, points: &[Point], nameless: &str) {
    if points.is_empty() {
        return;
    }
    w.block("ol", &[], |w| {
        w.line();
        for point in points {
            w.block("li", &[], |w| {
                w.element("a", &[("href", &point.href)], |w| point_label(w, point, nameless));
                list(w, &point.children, nameless);
            });
        }
    });
}

/// A link must say something (EPUB 3.3, section 7.3): a heading without number and words is named for
/// what it is.
fn point_label(w: &mut Sheet, point: &Point, nameless: &str) {
    if let Some(number) = point.number {
        w.leaf("span", &[("class", "number")], number);
        w.text(" ");
    }
    if point.number.is_none() && book::plain(point.title).trim().is_empty() {
        w.text(nameless);
    }
    label(w, point.title);
}

fn landmarks(cx: &Cx, w: &mut Sheet, pages: &[front::Page]) {
    let words = &cx.book.words;
    let first = |matter: Matter| cx.plan.leaves.iter().find(|leaf| leaf.matter == matter);
    let attrs = [("epub:type", "landmarks"), ("aria-label", words.landmarks.as_str()), ("hidden", "")];
    w.block("nav", &attrs, |w| {
        w.block("ol", &[], |w| {
            w.line();
            for page in pages {
                landmark(w, page.landmark, page.path, &page.title);
            }
            landmark(w, "toc", &format!("{PATH}#toc"), &words.contents);
            if let Some(leaf) = first(Matter::Body) {
                landmark(w, "bodymatter", &leaf.path, &leaf::name(cx.book, leaf.heading));
            }
            if let Some(leaf) = first(Matter::Back) {
                landmark(w, "backmatter", &leaf.path, &leaf::name(cx.book, leaf.heading));
            }
            for leaf in &cx.plan.leaves {
                let kind = match leaf::gathers(leaf) {
                    Some(leaf::Gathered::Index) => "index",
                    Some(leaf::Gathered::Glossary) => "glossary",
                    None => continue,
                };
                landmark(w, kind, &leaf.path, &leaf::name(cx.book, leaf.heading));
            }
        });
    });
}

fn landmark(w: &mut Sheet, kind: &str, href: &str, title: &str) {
    w.block("li", &[], |w| w.leaf("a", &[("epub:type", kind), ("href", href)], title));
}

fn page_list(w: &mut Sheet, title: &str, folios: &[Folio]) {
    if folios.is_empty() {
        return;
    }
    let attrs = [("epub:type", "page-list"), ("role", "doc-pagelist"), ("aria-label", title), ("hidden", "")];
    w.block("nav", &attrs, |w| {
        w.block("ol", &[], |w| {
            w.line();
            for Folio { folio, href } in folios {
                w.block("li", &[], |w| w.leaf("a", &[("href", href)], folio));
            }
        });
    });
}

/// A list of the things of one kind that have a number. The vocabulary has no word for listings.
fn floats(cx: &Cx, w: &mut Sheet, kind: Kind, title: &str) {
    let found = captioned(cx, kind);
    if found.is_empty() {
        return;
    }
    let semantics: &[(&str, &str)] = match kind {
        Kind::Figure => &[("epub:type", "loi")],
        Kind::Table => &[("epub:type", "lot")],
        Kind::Listing
        | Kind::Part
        | Kind::Chapter
        | Kind::Appendix
        | Kind::Section
        | Kind::Equation
        | Kind::Block
        | Kind::Note => &[],
    };
    let attrs: Vec<_> = semantics.iter().copied().chain([("aria-label", title)]).collect();
    w.block("nav", &attrs, |w| {
        w.line();
        w.block("h2", &[], |w| w.text(title));
        w.block("ol", &[], |w| {
            w.line();
            for (number, caption, href) in found {
                w.block("li", &[], |w| {
                    w.element("a", &[("href", &href)], |w| {
                        w.leaf("span", &[("class", "number")], &number.label);
                        w.text(" ");
                        label(w, &book::short_caption(caption));
                    });
                });
            }
        });
    });
}

/// Numbers, captions and places of the things of a kind, in reading order.
fn captioned<'a>(cx: &Cx<'a>, kind: Kind) -> Vec<(&'a Number, &'a [Inline], String)> {
    let floats = cx.book.floats(kind).into_iter();
    floats.filter_map(|float| Some((float.number, float.caption, cx.plan.href(float.anchor)?))).collect()
}
