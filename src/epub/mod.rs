//! Book -> a map of files -> EPUB bytes.
//!
//! In comes the resolved book; out goes an EPUB 3.3 publication. The steps:
//!
//! 1. `chunk` cuts the book into files and notes where every anchor is, so that links are looked up once;
//! 2. `block` and `inline` write each file, in parallel, through the one writer in `xhtml`; `page` marks where
//!    the print edition's pages begin;
//! 3. `front` and `nav` add what no author wrote: cover, title page, copyright, contents, landmarks, page list;
//! 4. `access` counts what may be said of accessibility, `faces` cuts the fonts, `cover` draws a cover;
//! 5. `package` has epub-builder write the package document and completes it; `archive` packs.
//!
//! What can't happen after this: a link into the book that leads nowhere, a tag that isn't closed, a character
//! that XML forbids, a claim of accessibility that the content doesn't bear out, two builds that differ.

mod access;
mod address;
mod archive;
mod art;
mod block;
mod chunk;
mod cover;
mod faces;
mod front;
mod glyphs;
mod inline;
mod nav;
mod package;
mod page;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
mod xhtml;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::art::picture;
use crate::book::{self, Anchor, Asset, AssetId, Book, Format, Heading, Note, NoteId, PageStart, Role};
use crate::fonts::Fonts;
use crate::problem::{Checked, Diagnostic, Problem};
use crate::span::{FileId, Span};
use crate::step::{Step, Watch};

use chunk::{Head, Leaf, Matter, Plan};
use package::{FOLDER, Guide, Item, Package, Part};
use page::Marks;
use xhtml::{Attr, Sheet};

/// The style that every book has; a book's own is appended to it.
const STYLE: &str = include_str!("../../styles/book.css");

/// What the EPUB edition can be told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Longest side of a raster picture, pixels; larger ones are scaled down.
    pub longest_side: u32,
    /// Chapters longer than this are cut at sections, bytes of XHTML.
    pub longest_file: usize,
    /// Deepest level of headings in the navigation: 1 is chapters.
    pub contents: u8,
    /// The book's own `styles/book.css`, appended to ours.
    pub house: Option<String>,
    /// Date of the content, seconds since 1970-01-01 UTC.
    pub modified: i64,
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
pub fn bind(book: &Book, fonts: &Fonts, settings: &Settings, pages: Option<&Pages>, watch: Watch) -> Checked<Bound> {
    let plan = chunk::plan(book, settings.longest_file);
    let made = publication(book, fonts, settings, pages, watch, &plan);
    let mut problems = plan.problems.clone();
    let bytes = match made.and_then(|files| archive::pack(&files)) {
        Ok(bytes) => bytes,
        Err(what) => {
            problems.push(internal(what));
            Vec::new()
        }
    };
    let places = plan.places.keys();
    let files = places.filter_map(|anchor| Some(((*anchor).clone(), format!("{FOLDER}/{}", plan.path(anchor)?))));
    Checked { value: Bound { bytes, files: files.collect() }, problems }
}

/// The files of the EPUB by their paths in the archive, without `mimetype`: what [`bind`] packs.
pub fn files(book: &Book, fonts: &Fonts, settings: &Settings, pages: Option<&Pages>) -> Checked<BTreeMap<String, Vec<u8>>> {
    let plan = chunk::plan(book, settings.longest_file);
    let made = publication(book, fonts, settings, pages, &|_, _, _| {}, &plan);
    let mut problems = plan.problems.clone();
    let value = made.unwrap_or_else(|what| {
        problems.push(internal(what));
        BTreeMap::new()
    });
    Checked { value, problems }
}

fn internal(what: String) -> Diagnostic {
    Problem::Internal { what }.at(Span::top(FileId(0)))
}

/// What every function that writes needs to know.
#[derive(Clone, Copy)]
struct Cx<'a> {
    book: &'a Book,
    plan: &'a Plan<'a>,
    assets: &'a [Placed],
    marks: Option<&'a Marks<'a>>,
    /// The file that is written, from the folder of the package document.
    path: &'a str,
    /// Level of the heading that the text stands under; a file's own heading is 1.
    level: u8,
    /// The text stands inside a link.
    link: bool,
}

/// A picture with its place in the EPUB.
#[derive(Debug)]
struct Placed {
    path: String,
    /// CSS pixels.
    width: f64,
    /// CSS pixels.
    height: f64,
}

impl<'a> Cx<'a> {
    /// The address of an anchor from the file that is written.
    fn href(&self, anchor: &Anchor) -> Option<String> {
        let path = self.plan.path(anchor)?;
        Some(if path == self.path { format!("#{anchor}") } else { format!("{}#{anchor}", self.from_here(path)) })
    }

    /// A path from the folder of the package document, as seen from the file that is written.
    fn from_here(&self, path: &str) -> String {
        match (self.path.rsplit_once('/'), path.rsplit_once('/')) {
            (None, _) => path.to_owned(),
            (Some((here, _)), Some((there, name))) if here == there => name.to_owned(),
            (Some(_), _) => format!("../{path}"),
        }
    }

    fn note(&self, id: NoteId) -> Option<&'a Note> {
        self.book.notes.get(id.0 as usize)
    }

    fn asset(&self, id: AssetId) -> Option<&'a Placed> {
        self.assets.get(id.0 as usize)
    }

    /// The pages that begin in the node of this span.
    fn starts(&self, span: Span) -> &'a [(usize, usize)] {
        self.marks.map_or(&[], |marks| marks.of(span))
    }

    fn mark(&self, w: &mut Sheet, page: usize) {
        self.marks.iter().for_each(|marks| marks.write(w, page));
    }
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
    let assets: Vec<Placed> = book.assets.iter().enumerate().map(|(at, asset)| placed(at, asset)).collect();
    let cx = Cx { book, plan, assets: &assets, marks: marks.as_ref(), path: "", level: 1, link: false };
    let (texts, (pictures, (faces, drawn))) = rayon::join(
        || texts(&cx, watch),
        || rayon::join(|| pictures(book, settings), || rayon::join(|| faces::embed(book, fonts), || drawn_cover(book, fonts))),
    );

    let cover = cover_path(book, &assets, drawn.is_some());
    let fronts = front::pages(&cx, &cover);
    let folios = folios(plan, marks.as_ref(), &texts);
    let points = nav::contents(book, plan, settings.contents);
    let nav = nav::document(&cx, &points, &fronts, &folios);
    let css = style(&faces, settings);
    let package = Package {
        meta: &book.meta,
        contents: &book.words.contents,
        nameless: &book.words.chapter,
        modified: settings.modified,
        access: access::Census::take(book, folios.len()).properties(),
        pages: pages.filter(|_| !folios.is_empty()).map(|pages| page_source(book, pages)),
        css: &css,
        nav,
        points: &points,
    };
    let mut items = spine(plan, fronts, texts);
    items.extend(drawn.map(|bytes| Item { path: cover.clone(), media: "image/png", bytes, part: Part::Cover }));
    for ((asset, placed), bytes) in book.assets.iter().zip(&assets).zip(pictures) {
        let part = if placed.path == cover { Part::Cover } else { Part::Resource };
        items.push(Item { path: placed.path.clone(), media: media(asset.format), bytes, part });
    }
    items.extend(faces.into_iter().map(|face| Item { path: face.path, media: face.media, bytes: face.bytes, part: Part::Resource }));
    package::files(&package, items)
}

/// The files of the text, each with the pages marked in it.
fn texts(cx: &Cx, watch: Watch) -> Vec<(String, Vec<usize>)> {
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
        Head::Chapter(Role::Chapter) => vec![("epub:type", "chapter"), ("role", "doc-chapter")],
        Head::Chapter(Role::Appendix) => vec![("epub:type", "appendix"), ("role", "doc-appendix")],
        Head::Chapter(Role::Front | Role::Back) => named(&book::plain(&leaf.heading.title)),
        Head::Section(_) => vec![],
    }
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
fn document(cx: &Cx, w: &mut Sheet, title: &str, body: &[Attr], content: impl FnOnce(&mut Sheet)) {
    let language = cx.book.meta.language.as_str();
    let mut attrs: Vec<Attr> = vec![
        ("xmlns", "http://www.w3.org/1999/xhtml"),
        ("xmlns:epub", "http://www.idpf.org/2007/ops"),
        ("lang", language),
        ("xml:lang", language),
    ];
    attrs.extend(is_rtl(language).then_some(("dir", "rtl")));
    let style = cx.from_here("stylesheet.css");
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
fn name(book: &Book, heading: &Heading) -> String {
    let title = book::plain(&heading.title);
    let number = heading.number.as_ref().map(block::heading_number);
    match (number, title.trim()) {
        (None, "") => book.words.chapter.clone(),
        (None, title) => title.to_owned(),
        (Some(number), title) => format!("{number} {title}").trim_end().to_owned(),
    }
}

/// Whether a language is written from right to left, by its subtag (BCP 47).
fn is_rtl(language: &str) -> bool {
    let first = language.split('-').next().unwrap_or_default();
    ["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "syr"].contains(&first)
}

fn placed(at: usize, asset: &Asset) -> Placed {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let good = !asset.name.is_empty() && asset.name.bytes().all(plain);
    let name = if good { asset.name.clone() } else { format!("picture_{at}.{}", extension(asset.format)) };
    Placed { path: format!("images/{name}"), width: asset.width, height: asset.height }
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Png => "png",
        Format::Jpeg => "jpg",
        Format::Gif => "gif",
        Format::Webp => "webp",
        Format::Svg => "svg",
    }
}

fn media(format: Format) -> &'static str {
    match format {
        Format::Png => "image/png",
        Format::Jpeg => "image/jpeg",
        Format::Gif => "image/gif",
        Format::Webp => "image/webp",
        Format::Svg => "image/svg+xml",
    }
}

/// The pictures, none larger than asked.
fn pictures(book: &Book, settings: &Settings) -> Vec<Vec<u8>> {
    let fit = |asset: &Asset| match asset.format {
        Format::Svg => asset.bytes.to_vec(),
        Format::Png | Format::Jpeg | Format::Gif | Format::Webp => {
            picture::fit(&asset.bytes, asset.format, settings.longest_side)
        }
    };
    book.assets.par_iter().map(fit).collect()
}

/// A cover that we make: where the book has none, and where its own is a vector, which shops refuse.
fn drawn_cover(book: &Book, fonts: &Fonts) -> Option<Vec<u8>> {
    match own_cover(book) {
        None => cover::drawn(book, fonts),
        Some(asset) if asset.format == Format::Svg => cover::rastered(asset, fonts),
        Some(_) => None,
    }
}

fn own_cover(book: &Book) -> Option<&Asset> {
    book.meta.cover.and_then(|id| book.assets.get(id.0 as usize))
}

fn cover_path(book: &Book, assets: &[Placed], drawn: bool) -> String {
    let own = book.meta.cover.and_then(|id| assets.get(id.0 as usize));
    match own.filter(|_| !drawn) {
        Some(own) => own.path.clone(),
        None => "images/_cover.png".to_owned(),
    }
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
    let mut found: Vec<(usize, usize, &str)> = found.into_iter().map(|(page, (order, path))| (order, page, path)).collect();
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

fn style(faces: &[faces::Embedded], settings: &Settings) -> String {
    let rules: String = faces.iter().map(|face| face.rule.as_str()).collect();
    let house = settings.house.as_deref().unwrap_or_default();
    format!("{rules}{STYLE}\n{house}")
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
        items.push(xhtml_item(page.path.to_owned(), page.text, Part::Spine { svg: false, math: false, guide }));
    }
    let first = plan.leaves.iter().position(|leaf| leaf.matter == Matter::Body);
    for (at, (leaf, (text, _))) in plan.leaves.iter().zip(texts).enumerate() {
        let guide = (Some(at) == first).then_some(Guide::Text);
        items.push(xhtml_item(leaf.path.clone(), text, Part::Spine { svg: leaf.svg, math: leaf.math, guide }));
    }
    items
}

fn xhtml_item(path: String, text: String, part: Part) -> Item {
    Item { path, media: "application/xhtml+xml", bytes: text.into_bytes(), part }
}
