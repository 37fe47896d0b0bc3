//! Book -> a map of files -> EPUB bytes.
//!
//! In comes the resolved book; out goes an EPUB 3.3 publication. The steps:
//!
//! 1. `chunk` cuts the book into files and notes where every anchor is, so that links are looked up once;
//! 2. `block` and `inline` write each file, in parallel, through the one writer in `xhtml`; `page` marks where
//!    the print edition's pages begin;
//! 3. `front` and `nav` add what no author wrote: cover, title page, copyright, contents, landmarks, page list;
//! 4. `access` counts what may be said of accessibility, `faces` cuts the fonts, `dress` gives pictures theirs, `cover` draws a cover;
//! 5. `package` has epub-builder write the package document and completes it; `archive` packs.
//!
//! What can't happen after this: a link into the book that leads nowhere, a tag that isn't closed, a character
//! that XML forbids, a claim of accessibility that the content doesn't bear out, two builds that differ.

mod access;
mod archive;
mod art;
mod bibliography;
mod block;
mod chunk;
mod cmap;
mod context;
mod cover;
mod dress;
mod faces;
mod front;
mod glossary;
mod glyphs;
mod index;
mod inline;
mod leaf;
mod listing;
mod metadata;
mod nav;
mod package;
mod page;
mod pictures;
mod postscript;
#[cfg(test)]
mod sample;
mod sfnt;
mod table;
#[cfg(test)]
mod tests;
mod weight;
mod xhtml;

use std::collections::BTreeMap;

use crate::book::{Anchor, Book, PageStart};
use crate::fonts::Fonts;
use crate::problem::{Checked, Diagnostic, Problem};
use crate::span::{FileId, Span};
use crate::step::Watch;

pub use access::Certified;
use chunk::{Matter, Plan};
use context::Cx;
use package::{FOLDER, Guide, Item, Package, Part};
use page::Marks;

/// The style that every book has; a book's own is appended to it.
const STYLE: &str = include_str!("../../styles/book.css");
/// What formulas need beside it.
const FORMULAS: &str = include_str!("../../styles/mathml.css");
/// What code needs beside it that is to wrap.
const WRAPPED: &str = include_str!("../../styles/wrapped.css");

/// What the EPUB edition can be told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Longest side of a raster picture, pixels; larger ones are scaled down.
    pub longest_side: u32,
    /// Chapters longer than this are cut at sections, bytes of XHTML.
    pub longest_file: usize,
    /// Deepest level of headings in the navigation: 1 is chapters.
    pub contents: u8,
    /// What code does that is wider than the screen.
    pub code: Code,
    /// Who vouches for its accessibility.
    pub certified: Option<Certified>,
    /// The book's own `styles/book.css`, appended to ours.
    pub house: Option<String>,
    /// Date of the content, seconds since 1970-01-01 UTC.
    pub modified: i64,
}

/// What code does that is wider than the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// It scrolls in itself.
    Scroll,
    /// Its lines wrap.
    Wrap,
}

/// The pages of the print edition.
#[derive(Debug, Clone)]
pub struct Pages {
    /// Where each page begins, in the order of pages.
    pub starts: Vec<PageStart>,
    /// ISBN-13 of that edition, digits only.
    pub isbn: Option<String>,
}

/// A finished EPUB.
#[derive(Debug, Clone, Default)]
pub struct Bound {
    /// The archive.
    pub bytes: Vec<u8>,
    /// File of each anchor, from the top of the archive: `OEBPS/text/paxos.xhtml`.
    pub files: BTreeMap<Anchor, String>,
}

/// Makes the EPUB. With the pages of the print edition it has a page list.
pub fn bind(
    book: &Book,
    fonts: &Fonts,
    settings: &Settings,
    pages: Option<&Pages>,
    watch: Watch,
) -> Checked<Bound> {
    let plan = chunk::plan(book, settings.longest_file);
    let made = publication(book, fonts, settings, pages, watch, &plan);
    let mut problems: Vec<Diagnostic> = access::refused(book, settings.certified.as_ref()).into_iter().collect();
    let made = made.inspect(|files| problems.extend(weight::heavy(book, &plan, files)));
    let bytes = match made.and_then(|files| archive::pack(&files)) {
        Ok(bytes) => bytes,
        Err(what) => {
            problems.push(internal(what));
            Vec::new()
        }
    };
    let places = plan.places.keys();
    let files =
        places.filter_map(|anchor| Some(((*anchor).clone(), format!("{FOLDER}/{}", plan.path(anchor)?))));
    Checked { value: Bound { bytes, files: files.collect() }, problems }
}

/// The files of the EPUB by their paths in the archive, without `mimetype`: what [`bind`] packs.
pub fn files(
    book: &Book,
    fonts: &Fonts,
    settings: &Settings,
    pages: Option<&Pages>,
) -> Checked<BTreeMap<String, Vec<u8>>> {
    let plan = chunk::plan(book, settings.longest_file);
    let made = publication(book, fonts, settings, pages, &|_, _, _| {}, &plan);
    let mut problems = Vec::new();
    let value = made.unwrap_or_else(|what| {
        problems.push(internal(what));
        BTreeMap::new()
    });
    Checked { value, problems }
}

fn internal(what: String) -> Diagnostic {
    Problem::Internal { what }.at(Span::top(FileId(0)))
}

/// All files, ready to pack.
fn publication(
    book: &Book,
    fonts: &Fonts,
    settings: &Settings,
    pages: Option<&Pages>,
    watch: Watch,
    plan: &Plan,
) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let taken = page::taken(plan.places.keys());
    let marks = pages.map(|pages| Marks::new(pages, &|id| taken.contains(id)));
    let assets = pictures::places(book);
    let cx = Cx { book, plan, assets: &assets, marks: marks.as_ref(), path: "", level: 1, direction: book.meta.direction(), link: false };
    let (texts, (scaled, (faces, drawn))) = rayon::join(
        || leaf::texts(&cx, watch),
        || {
            rayon::join(
                || pictures::scaled(book, fonts, settings.longest_side),
                || rayon::join(|| faces::embed(book, fonts), || pictures::drawn_cover(book, fonts)),
            )
        },
    );

    let cover = pictures::cover_path(book, &assets, drawn.is_some());
    let fronts = front::pages(&cx, &cover);
    let mut texts = texts;
    marks.iter().for_each(|marks| page::settle(marks, &mut texts));
    let folios = folios(plan, marks.as_ref(), &texts);
    let points = nav::contents(book, plan, settings.contents);
    let nav = nav::document(&cx, &points, &fronts, &folios);
    let css = style(&faces, plan, settings);
    let package = Package {
        meta: &book.meta,
        contents: &book.words.contents,
        nameless: &book.words.chapter,
        modified: settings.modified,
        access: access::Census::take(book, folios.len()).properties(),
        certified: settings.certified.as_ref(),
        pages: pages.filter(|_| !folios.is_empty()).map(|pages| page_source(book, pages)),
        css: &css,
        nav,
        points: &points,
        ncx_levels: package::ncx_levels(&points),
    };
    let mut items = spine(plan, fronts, texts);
    items.extend(drawn.map(|bytes| Item { path: cover.clone(), media: "image/png", bytes, part: Part::Cover }));
    let pictures = book.assets.iter().zip(&assets).zip(scaled);
    items.extend(pictures.map(|((asset, placed), bytes)| {
        let part = if placed.path == cover { Part::Cover } else { Part::Resource };
        Item { path: placed.path.clone(), media: pictures::media(asset.format), bytes, part }
    }));
    let resource = |face: faces::Embedded| Item { path: face.path, media: face.media, bytes: face.bytes, part: Part::Resource };
    items.extend(faces.into_iter().map(resource));
    package::files(&package, items)
}

/// The page list: every page that was marked, in the order of pages, where it was marked first.
fn folios(plan: &Plan, marks: Option<&Marks>, texts: &[(String, Vec<usize>)]) -> Vec<nav::Folio> {
    let Some(marks) = marks else { return Vec::new() };
    let mut found: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
    for (leaf, (_, marked)) in plan.leaves.iter().zip(texts) {
        for page in marked {
            found.entry(*page).or_insert((marks.order(*page), &leaf.path));
        }
    }
    let mut found: Vec<(usize, usize, &str)> =
        found.into_iter().map(|(page, (order, path))| (order, page, path)).collect();
    found.sort_unstable();
    let folio = |(_, page, path): (usize, usize, &str)| {
        let (folio, id) = marks.name(page)?;
        Some(nav::Folio { folio: folio.to_owned(), href: format!("{path}#{id}") })
    };
    found.into_iter().filter_map(folio).collect()
}

/// What the page numbers are those of (EPUB Accessibility 1.1, section 3.2.2, `pageBreakSource`).
fn page_source(book: &Book, pages: &Pages) -> String {
    match &pages.isbn {
        Some(isbn) => format!("urn:isbn:{isbn}"),
        None => format!("{} (print)", front::spoken_title(&book.meta)),
    }
}

/// The style sheet: the fonts of this book, our style, that of formulas where there are any, the book's own.
fn style(faces: &[faces::Embedded], plan: &Plan, settings: &Settings) -> String {
    let rules: String = faces.iter().map(|face| face.rule.as_str()).collect();
    let formulas = if plan.leaves.iter().any(|leaf| leaf.math) { FORMULAS } else { "" };
    let wrapped = match settings.code {
        Code::Scroll => "",
        Code::Wrap => WRAPPED,
    };
    let house = settings.house.as_deref().unwrap_or_default();
    format!("{rules}{STYLE}\n{formulas}\n{wrapped}{house}")
}

/// The files that are read, in order.
fn spine(plan: &Plan, fronts: Vec<front::Page>, texts: Vec<(String, Vec<usize>)>) -> Vec<Item> {
    let mut items = Vec::new();
    for page in fronts {
        let guide = match page.landmark {
            "cover" => Some(Guide::Cover),
            "titlepage" => Some(Guide::Title),
            _ => None,
        };
        items.push(xhtml_item(
            page.path.to_owned(),
            page.text,
            Part::Spine { svg: false, math: false, guide },
        ));
    }
    let first = plan.leaves.iter().position(|leaf| leaf.matter == Matter::Body);
    for (at, (leaf, (text, _))) in plan.leaves.iter().zip(texts).enumerate() {
        let guide = (Some(at) == first).then_some(Guide::Text);
        items.push(xhtml_item(
            leaf.path.clone(),
            text,
            Part::Spine { svg: leaf.svg, math: leaf.math, guide },
        ));
    }
    items
}

fn xhtml_item(path: String, text: String, part: Part) -> Item {
    Item { path, media: "application/xhtml+xml", bytes: text.into_bytes(), part }
}
