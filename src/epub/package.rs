//! The package document, NCX and container: epub-builder writes them, we complete them.
//!
//! epub-builder packs what it writes itself, and its `Zip` trait is private (0.8.3), so it is given files
//! without content, and what it wrote about them is read out of its archive. Then we add what it can't
//! write: an ISBN as identifier, what `metadata` adds, the manifest properties `svg` and `mathml`, the
//! navigation in the spine, identifier and depth of the NCX; and our own navigation document in place of
//! its. Completing fails where epub-builder's text isn't what it was, so that an update of it can't
//! silently lose anything.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, TocElement, ZipLibrary};
use uuid::Uuid;
use zip::ZipArchive;
use zip::result::ZipResult;

use crate::book::{Direction, Meta, date};

use super::access::Certified;
use super::{metadata, weight};
use super::nav::{self, Point};
use super::xhtml::escape;

/// Folder of the package document.
pub(super) const FOLDER: &str = "OEBPS";

/// Content of the files that epub-builder is told of.
const NOTHING: &[u8] = b"";

/// A file of the publication.
#[derive(Debug)]
pub(super) struct Item {
    /// Path from the folder of the package document.
    pub(super) path: String,
    /// Media type.
    pub(super) media: &'static str,
    /// The file.
    pub(super) bytes: Vec<u8>,
    /// What part it has.
    pub(super) part: Part,
}

/// What part a file has in the publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It is read, in the order of the list; its manifest properties.
    Spine { svg: bool, math: bool, guide: Option<Guide> },
    /// The cover picture.
    Cover,
    /// It is used by others.
    Resource,
}

/// Places that readers from before EPUB 3 find through the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guide {
    Cover,
    Title,
    Text,
}

/// What the package says of the publication as a whole.
pub(super) struct Package<'a> {
    pub(super) meta: &'a Meta,
    /// Heading of the contents.
    pub(super) contents: &'a str,
    /// Name of a chapter without a title.
    pub(super) nameless: &'a str,
    /// Seconds since 1970-01-01 UTC.
    pub(super) modified: i64,
    /// Accessibility metadata.
    pub(super) access: Vec<(&'static str, String)>,
    /// Who vouches for its accessibility.
    pub(super) certified: Option<&'a Certified>,
    /// Where the page numbers come from, if there are any.
    pub(super) pages: Option<String>,
    /// The style sheet.
    pub(super) css: &'a str,
    /// The navigation document.
    pub(super) nav: String,
    /// The contents.
    pub(super) points: &'a [Point<'a>],
    /// How many levels of them the NCX has.
    pub(super) ncx_levels: usize,
}

/// All files of the archive but `mimetype`, by path.
///
/// # Errors
/// What epub-builder refused, or what of its output could not be completed.
pub(super) fn files(package: &Package, items: Vec<Item>) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut files = BTreeMap::from([
        (format!("{FOLDER}/stylesheet.css"), package.css.as_bytes().to_vec()),
        (format!("{FOLDER}/{}", nav::PATH), package.nav.as_bytes().to_vec()),
    ]);
    let archive = skeleton(package, &items).map_err(|error| error.to_string())?;
    let written = read(&archive).map_err(|error| error.to_string())?;
    for (path, text) in written {
        let mut edit = Edit { text, failures: Vec::new() };
        match path.as_str() {
            "OEBPS/content.opf" => opf(&mut edit, package, &items),
            "OEBPS/toc.ncx" => ncx(&mut edit, package),
            _ => {}
        }
        if let Some(failure) = edit.failures.pop() {
            return Err(failure);
        }
        files.insert(path, edit.text.into_bytes());
    }
    files.extend(items.into_iter().map(|item| (format!("{FOLDER}/{}", item.path), item.bytes)));
    Ok(files)
}

/// What epub-builder writes of its own accord: all in `META-INF`, the package document and the NCX.
fn read(archive: &[u8]) -> ZipResult<Vec<(String, String)>> {
    let mut archive = ZipArchive::new(Cursor::new(archive))?;
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at)?;
        let name = file.name().to_owned();
        if name.starts_with("META-INF/") || name.ends_with(".opf") || name.ends_with(".ncx") {
            let mut text = String::new();
            file.read_to_string(&mut text)?;
            found.push((name, text));
        }
    }
    Ok(found)
}

/// Manifest properties that epub-builder doesn't write.
fn properties(part: Part) -> Option<String> {
    let Part::Spine { svg, math, guide: _ } = part else { return None };
    let names: Vec<&str> = math.then_some("mathml").into_iter().chain(svg.then_some("svg")).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

/// epub-builder's archive of these files, without their content.
fn skeleton(package: &Package, items: &[Item]) -> epub_builder::Result<Vec<u8>> {
    let meta = package.meta;
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    builder.set_title(visible(&meta.title));
    builder.set_generator("Bindery");
    builder.set_toc_name(visible(package.contents));
    builder.add_language(visible(&meta.language));
    meta.languages.iter().for_each(|language| builder.add_language(visible(language)));
    builder.set_uuid(identity(meta));
    builder.metadata("direction", if meta.direction() == Direction::Rtl { "rtl" } else { "ltr" })?;
    meta.description.iter().for_each(|text| builder.add_description(visible(text)));
    meta.subjects.iter().for_each(|text| builder.add_subject(visible(text)));
    meta.rights.iter().for_each(|text| builder.set_license(visible(text)));
    builder.stylesheet(NOTHING)?;
    for Item { path, media, bytes: _, part } in items {
        match part {
            Part::Cover => builder.add_cover_image(path, NOTHING, *media)?,
            Part::Resource => builder.add_resource(path, NOTHING, *media)?,
            Part::Spine { svg: _, math: _, guide } => builder.add_content(content(package, path, *guide))?,
        };
    }
    let mut archive = Vec::new();
    builder.generate(&mut archive)?;
    Ok(archive)
}

/// A file of the spine with its entry in the NCX, where it has one at the top.
fn content(package: &Package, path: &str, guide: Option<Guide>) -> EpubContent<&'static [u8]> {
    let mut content = EpubContent::new(path, NOTHING);
    let levels = package.ncx_levels;
    let here = |point: &&Point| point.href.split('#').next() == Some(path);
    if let Some(point) = package.points.iter().find(here) {
        content = content.title(visible(&point.plain(package.nameless)));
        for child in point.children.iter().filter(|_| levels > 1) {
            content = content.child(element(package, child, levels - 1));
        }
    }
    match guide {
        None => content,
        Some(Guide::Cover) => content.reftype(ReferenceType::Cover),
        Some(Guide::Title) => content.reftype(ReferenceType::TitlePage),
        Some(Guide::Text) => content.reftype(ReferenceType::Text),
    }
}

fn element(package: &Package, point: &Point, levels: usize) -> TocElement {
    let title = visible(&point.plain(package.nameless));
    let children = point.children.iter().filter(|_| levels > 1).map(|child| element(package, child, levels - 1));
    children.fold(TocElement::new(point.href.as_str(), title), TocElement::child)
}

/// A name that stays the same from build to build: version 5 of RFC 9562, of title and authors.
fn identity(meta: &Meta) -> Uuid {
    let name = format!("{}\n{}", meta.title, meta.authors.join("\n"));
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
}

/// The unique identifier: the ISBN of the EPUB, else the name made of title and authors.
fn identifier(meta: &Meta) -> String {
    match &meta.isbn_epub {
        Some(isbn) => format!("urn:isbn:{isbn}"),
        None => identity(meta).urn().to_string(),
    }
}

/// A text of epub-builder's that is being completed.
struct Edit {
    text: String,
    failures: Vec<String>,
}

impl Edit {
    /// Puts `with` in place of what stands from `start` up to and with `end`, once.
    fn replace(&mut self, start: &str, end: &str, with: &str) {
        let from = self.text.find(start);
        let to = from.and_then(|from| {
            let after = from + start.len();
            Some(after + self.text.get(after..)?.find(end)? + end.len())
        });
        match from.zip(to) {
            Some((from, to)) => self.text.replace_range(from..to, with),
            None => self.failures.push(format!("epub-builder wrote no `{start}...{end}`")),
        }
    }
}

/// Completes the package document.
fn opf(edit: &mut Edit, package: &Package, items: &[Item]) {
    let meta = package.meta;
    let language = escaped(&meta.language);
    edit.replace("<package ", "", &format!("<package xml:lang=\"{language}\" "));
    let identifier =
        format!("<dc:identifier id=\"epub-id-1\">{}</dc:identifier>", escaped(&identifier(meta)));
    edit.replace("<dc:identifier ", "</dc:identifier>", &identifier);
    edit.replace("<dc:title>", "", "<dc:title id=\"title\">");
    let modified = format!("<meta property=\"dcterms:modified\">{}</meta>", instant(package.modified));
    edit.replace("<meta property=\"dcterms:modified\">", "</meta>", &modified);
    edit.replace("</metadata>", "", &format!("{}  </metadata>", metadata::metadata(package)));
    edit.replace(
        "<guide>\n    <reference type=\"toc\"",
        "/>",
        &format!(
            "<guide>\n    <reference type=\"toc\" title=\"{}\" href=\"{}\"/>",
            escaped(package.contents),
            nav::PATH
        ),
    );
    edit.replace("  </spine>", "", "    <itemref idref=\"nav\" linear=\"no\"/>\n  </spine>");
    for item in items {
        if let Some(properties) = properties(item.part) {
            let href = format!("href=\"{}\"", item.path);
            edit.replace(&href, "/>", &format!("{href} properties=\"{properties}\"/>"));
        }
    }
}

/// Completes the NCX (EPUB 3.3, section 9.1.2): identifier as in the package, title, depth.
fn ncx(edit: &mut Edit, package: &Package) {
    let meta = package.meta;
    let depth = package.ncx_levels;
    // Of what epub-builder writes a third are blanks.
    edit.text = edit.text.lines().map(str::trim_start).collect::<Vec<_>>().join("\n");
    let head = format!(
        "<meta name=\"dtb:uid\" content=\"{}\" />\n    <meta name=\"dtb:depth\" content=\"{depth}\" />",
        escaped(&identifier(meta))
    );
    edit.replace("<meta name=\"dtb:depth\"", "/>", &head);
    edit.replace(
        "<docTitle>",
        "</docTitle>",
        &format!("<docTitle>\n<text>{}</text>\n</docTitle>", escaped(&meta.title)),
    );
}

/// How many levels of the contents the NCX has: as many as old readers, which alone read it, can bear.
pub(super) fn ncx_levels(points: &[Point]) -> usize {
    let fits = |levels: usize| points.iter().map(|point| ncx_bytes(point, levels)).sum::<usize>() <= weight::MOST;
    let deepest = points.iter().map(depth).max().unwrap_or(1);
    (1..=deepest).rev().find(|levels| fits(*levels)).unwrap_or(1)
}

/// About how many bytes an entry makes, with what is under it.
fn ncx_bytes(point: &Point, levels: usize) -> usize {
    let own = 130 + point.href.len() + point.number.map_or(0, str::len) + crate::book::plain(point.title).len();
    own + point.children.iter().filter(|_| levels > 1).map(|child| ncx_bytes(child, levels - 1)).sum::<usize>()
}

fn depth(point: &Point) -> usize {
    1 + point.children.iter().map(depth).max().unwrap_or(0)
}

/// `CCYY-MM-DDThh:mm:ssZ` (EPUB 3.3, section 5.5.5.2) of seconds since 1970-01-01 UTC.
fn instant(seconds: i64) -> String {
    let ((year, month, day), rest) = (date(seconds), seconds.rem_euclid(86_400));
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

/// Text of the author's for epub-builder, which escapes it but lets forbidden characters pass.
fn visible(text: &str) -> String {
    let clean = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if clean(c) { c } else { ' ' }).collect()
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text, true);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert_eq!(instant(0), "1970-01-01T00:00:00Z");
        assert_eq!(instant(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(instant(1_795_305_600 + 3661), "2026-11-22T01:01:01Z");
        assert_eq!(instant(-1), "1969-12-31T23:59:59Z");
    }
}
