//! The pages before the text, made from the book's data: cover, title page, copyright, dedication.

use crate::book::{Book, Meta, imprint};

use super::context::Cx;
use super::leaf;
use super::xhtml::Sheet;

/// A page of the front: its file, its title and what its body holds.
pub(super) struct Page {
    /// Path from the folder of the package document.
    pub(super) path: &'static str,
    /// Its place among the landmarks, if it has one (EPUB Structural Semantics Vocabulary 1.1).
    pub(super) landmark: &'static str,
    /// Its title.
    pub(super) title: String,
    /// The file.
    pub(super) text: String,
}

/// The pages that this book has, in order.
pub(super) fn pages(cx: &Cx, cover: &str) -> Vec<Page> {
    let Book { meta, words, .. } = cx.book;
    let alt = format!("{}: {}", words.cover, spoken_title(meta));
    let mut pages = vec![
        page(cx, "cover.xhtml", "cover", &words.cover, |w| cover_page(w, cover, &alt)),
        page(cx, "title.xhtml", "titlepage", &words.title_page, |w| title_page(w, meta)),
    ];
    if has_copyright(meta) {
        let title = &words.copyright;
        pages.push(page(cx, "copyright.xhtml", "copyright-page", title, |w| copyright_page(w, cx.book, title)));
    }
    if let Some(text) = &meta.dedication {
        let title = &words.dedication;
        pages.push(page(cx, "dedication.xhtml", "dedication", title, |w| dedication(w, text, title)));
    }
    pages
}

/// Title and subtitle in one line.
pub(super) fn spoken_title(meta: &Meta) -> String {
    match &meta.subtitle {
        Some(subtitle) => format!("{}. {subtitle}", meta.title),
        None => meta.title.clone(),
    }
}

fn page(
    cx: &Cx,
    path: &'static str,
    landmark: &'static str,
    title: &str,
    body: impl FnOnce(&mut Sheet),
) -> Page {
    let mut w = Sheet::document(2048);
    let cx = Cx { path, ..*cx };
    leaf::document(&cx, &mut w, title, &[("epub:type", "frontmatter")], body);
    Page { path, landmark, title: title.to_owned(), text: w.finish() }
}

fn cover_page(w: &mut Sheet, cover: &str, alt: &str) {
    w.block("div", &[("class", "cover")], |w| {
        w.empty("img", &[("role", "doc-cover"), ("epub:type", "cover"), ("src", cover), ("alt", alt)]);
    });
}

fn title_page(w: &mut Sheet, meta: &Meta) {
    w.block("section", &[("class", "titlepage"), ("epub:type", "titlepage")], |w| {
        w.line();
        w.leaf("h1", &[("class", "title")], &meta.title);
        w.line();
        let lines = [("subtitle", &meta.subtitle), ("edition", &meta.edition)];
        for (class, text) in lines {
            text.iter().for_each(|text| line(w, class, text));
        }
        meta.authors.iter().for_each(|author| line(w, "author", author));
        meta.publisher.iter().for_each(|publisher| line(w, "publisher", publisher));
    });
}

/// Whether there is anything to say on the copyright page.
fn has_copyright(meta: &Meta) -> bool {
    let said =
        [&meta.rights, &meta.publisher, &meta.edition, &meta.published, &meta.isbn_print, &meta.isbn_epub];
    said.iter().any(|text| text.is_some())
}

fn copyright_page(w: &mut Sheet, book: &Book, title: &str) {
    w.block("section", &[("class", "copyright"), ("epub:type", "copyright-page")], |w| {
        w.line();
        w.block("h1", &[], |w| w.text(title));
        imprint(book, None).iter().for_each(|text| line(w, "line", text));
    });
}

fn dedication(w: &mut Sheet, text: &str, title: &str) {
    let attrs = [
        ("class", "dedication"),
        ("epub:type", "dedication"),
        ("role", "doc-dedication"),
        ("aria-label", title),
    ];
    w.block("section", &attrs, |w| line(w, "line", text));
}

fn line(w: &mut Sheet, class: &'static str, text: &str) {
    w.leaf("p", &[("class", class)], text);
    w.line();
}
