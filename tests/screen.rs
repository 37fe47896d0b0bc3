//! The edition for the screen: PDF/UA-1 and PDF/A-2a, by two validators that aren't ours, and by checks of our
//! own of what no validator sees.
//!
//! The books are the repository's own and, where the corpora are at hand, the Rust Book and the seed
//! manuscript, whole.

mod folder;
mod tools;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use folder::{Folder, bindery};
use lopdf::{Dictionary, Document, Object};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf};
use tools::{missing, verapdf};

/// The screen PDF and the EPUB of each book at hand, and the print PDF of ours, which claims nothing.
static BOOKS: LazyLock<Vec<Folder>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpora = std::env::var_os("BINDERY_CORPORA").map_or_else(|| root.join("../shared/corpora"), PathBuf::from);
    let mut made = vec![build(root, "own", &["print", "screen", "epub"])];
    for name in ["rust-book", "seed-manuscript"] {
        let source = corpora.join(name);
        if source.join("book.toml").exists() {
            made.push(build(&source, name, &["screen", "epub"]));
        } else {
            missing(&format!("the book `{name}` of the corpora (set BINDERY_CORPORA)"));
        }
    }
    made
});

fn build(source: &Path, name: &str, editions: &[&str]) -> Folder {
    let folder = Folder::new(&format!("screen-{name}"));
    let mut arguments = vec!["build", source.to_str().expect("a UTF-8 path"), "--out", folder.text(), "--quiet"];
    editions.iter().for_each(|edition| arguments.extend(["--edition", edition]));
    let said = bindery(&arguments);
    assert_eq!(said.code, 0, "{name}: {}{}", said.out, said.err);
    folder
}

/// The files of all books whose names end so.
fn files(end: &str) -> Vec<String> {
    let of = |folder: &'static Folder| {
        folder.files("").into_iter().filter(move |file| file.ends_with(end)).map(|file| folder.path(&file))
    };
    BOOKS.iter().flat_map(of).collect()
}

#[test]
fn verapdf_finds_nothing() {
    let good = files("-screen.pdf");
    let bare = files("-print.pdf");
    let all: Vec<String> = good.iter().chain(&bare).cloned().collect();
    let Some(told) = verapdf("ua1,2a", &all) else { return };
    for standard in ["ua1", "2a"] {
        for file in &all {
            let begins = format!("{standard}: ");
            let line = told.lines().find(|line| line.starts_with(&begins) && line.ends_with(file.as_str()));
            let line = line.unwrap_or_else(|| panic!("{file} was not checked:\n{told}"));
            assert_eq!(line.contains(" 0 faults: "), good.contains(file), "{told}");
        }
    }
}

#[test]
fn page_validation_finds_nothing() {
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        let options = ValidationOptions::default().profile(profile);
        for file in files("-screen.pdf") {
            let report = validate_pdf(&file, &options).expect("a PDF");
            let faults = report.failures.iter().filter(|fault| !(fault.rule_id == LENGTHS && lengths_are_exact(&file)));
            let faults: Vec<String> = faults.map(ToString::to_string).collect();
            assert!(faults.is_empty(), "{file}: {faults:#?}");
        }
        for file in files("-print.pdf") {
            assert!(!validate_pdf(&file, &options).expect("a PDF").is_compliant, "{file} claims nothing");
        }
    }
}

/// A stream's `/Length`. `page_validation` takes a carriage return that is the last byte of a stream for a part of
/// the line end behind it, and then finds the length one too long; veraPDF reads it right. So where it says
/// this, the lengths are measured here.
const LENGTHS: &str = "ISO 19005-2:2011:6.1.7.1:1";

/// Whether behind as many bytes as each stream's `/Length` says there is a line feed and `endstream`.
fn lengths_are_exact(file: &str) -> bool {
    let bytes = fs::read(file).expect("readable");
    let opening = b"\nstream\n";
    let starts = bytes.windows(opening.len()).enumerate().filter(|(_, window)| window == opening);
    let mut seen = 0;
    let exact = starts.map(|(at, _)| {
        let head = String::from_utf8_lossy(&bytes[at.saturating_sub(2000)..at]).into_owned();
        let length = head.rsplit_once("/Length ").map(|(_, rest)| rest.split(|c: char| !c.is_ascii_digit()).next());
        let length: usize = length.flatten().and_then(|digits| digits.parse().ok()).expect("a length");
        seen += 1;
        bytes[at + opening.len() + length..].starts_with(b"\nendstream")
    });
    let exact = exact.collect::<Vec<_>>().into_iter().all(|exact| exact);
    exact && seen > 10
}

/// What neither validator asks for: the tags that a listener finds the way by.
#[test]
fn tags_say_what_things_are() {
    for file in files("-screen.pdf") {
        let tags = Tags::of(&file);
        let tables = &tags.tables;
        let without = tables.iter().filter(|heads| **heads == 0).count();
        assert_eq!(without, 0, "{file}: {without} of {} tables have no header cell", tables.len());
        assert_eq!(tags.scopeless, 0, "{file}: header cells without a scope");
        assert_eq!(tags.count("TOCI"), tags.contents_links, "{file}: each entry of the contents is a link");
        assert!(tags.count("TOC") > 1 && tags.count("TOCI") > 10, "{file}: {:?}", tags.counts);
        assert_eq!(tags.headings.first(), Some(&1), "{file}: the first heading is of level 1");
        let skips = tags.headings.windows(2).filter(|pair| matches!(pair, [a, b] if *b > a + 1)).count();
        assert_eq!(skips, 0, "{file}: headings that skip a level");
        assert_eq!(tags.notes_without_id, 0, "{file}: notes without an identifier");
    }
}

/// The same of the EPUB: no table without a `th` that says what it heads.
#[test]
fn tables_of_the_epub_have_header_cells() {
    let mut seen = 0;
    for file in files(".epub") {
        let mut archive = zip::ZipArchive::new(fs::File::open(&file).expect("readable")).expect("a ZIP");
        for at in 0..archive.len() {
            let mut entry = archive.by_index(at).expect("an entry");
            if !entry.name().ends_with(".xhtml") {
                continue;
            }
            let name = entry.name().to_owned();
            let mut text = String::new();
            std::io::Read::read_to_string(&mut entry, &mut text).expect("UTF-8");
            for table in text.split("<table").skip(1) {
                let table = table.split("</table>").next().unwrap_or_default();
                seen += 1;
                assert!(table.contains("<th scope=\""), "{file}, {name}: {table}");
                assert!(!table.contains("<th>"), "{file}, {name}: {table}");
            }
        }
    }
    assert!(seen > 10, "only {seen} tables were seen");
}

#[test]
fn the_catalogue_says_what_the_book_is() {
    let file = &files("-screen.pdf")[0];
    let document = Document::load(file).expect("a PDF");
    let catalog = document.catalog().expect("a catalog");
    let text = |key: &[u8]| String::from_utf8_lossy(catalog.get(key).and_then(Object::as_str).unwrap_or_default()).into_owned();
    assert_eq!(text(b"Lang"), "en-GB");
    for key in ["Outlines", "PageLabels", "StructTreeRoot", "MarkInfo", "Metadata", "OutputIntents"] {
        assert!(catalog.has(key.as_bytes()), "no {key}");
    }
    let shows_title = document.get_dict_in_dict(catalog, b"ViewerPreferences").and_then(|shown| shown.get(b"DisplayDocTitle"));
    assert_eq!(shows_title.and_then(Object::as_bool).ok(), Some(true));
    let metadata = catalog.get(b"Metadata").and_then(Object::as_reference).and_then(|id| document.get_object(id));
    let metadata = metadata.and_then(Object::as_stream).expect("metadata");
    let metadata = metadata.decompressed_content().unwrap_or_else(|_| metadata.content.clone());
    let metadata = String::from_utf8(metadata).expect("UTF-8");
    for said in ["Distributed Systems", "The Bindery authors", "Consensus", "pdfuaid:part", "pdfaid:conformance"] {
        assert!(metadata.contains(said), "no {said} in {metadata}");
    }
}

/// WCAG 2.2, 1.4.3: text has a contrast of at least 4.5:1 with what is behind it.
#[test]
fn colours_of_code_and_links_can_be_read() {
    let looks = include_str!("../styles/looks.typ");
    let screen = looks.split("#let code-looks = if on-screen {").nth(1).and_then(|rest| rest.split("} else {").next());
    let link = looks.lines().find(|line| line.starts_with("#let link-ink")).expect("an ink for links");
    let inks = colours(screen.expect("colours for the screen")).into_iter().chain(colours(link));
    let inks: Vec<[f64; 3]> = inks.collect();
    let grounds = [[1.0; 3], [0.96; 3]].into_iter().chain(colours(looks.lines().find(|line| line.starts_with("#let mark-ground")).expect("a ground")));
    let grounds: Vec<[f64; 3]> = grounds.collect();
    assert!(inks.len() > 10 && grounds.len() == 3, "{inks:?} {grounds:?}");
    for ink in &inks {
        for ground in &grounds {
            let (a, b) = (luminance(*ink), luminance(*ground));
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= 4.5, "{ink:?} on {ground:?}: {contrast:.2}");
        }
    }
}

fn colours(text: &str) -> Vec<[f64; 3]> {
    let part = |hex: &str, at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal")) / 255.0;
    text.split("rgb(\"#").skip(1).map(|hex| [part(hex, 0), part(hex, 2), part(hex, 4)]).collect()
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

/// What the tree of tags holds (ISO 32000-1, 14.7 and 14.8).
#[derive(Default)]
struct Tags {
    counts: BTreeMap<String, usize>,
    /// Header cells of each table.
    tables: Vec<usize>,
    /// Levels in reading order.
    headings: Vec<u32>,
    scopeless: usize,
    notes_without_id: usize,
    /// Links inside entries of contents.
    contents_links: usize,
}

impl Tags {
    fn of(file: &str) -> Self {
        let document = Document::load(file).expect("a PDF");
        let root = document.get_dict_in_dict(document.catalog().expect("a catalog"), b"StructTreeRoot");
        let mut tags = Self::default();
        tags.kids(&document, root.expect("tags"), &mut Vec::new());
        tags
    }

    fn count(&self, tag: &str) -> usize {
        self.counts.get(tag).copied().unwrap_or_default()
    }

    fn kids(&mut self, document: &Document, element: &Dictionary, above: &mut Vec<String>) {
        let Ok(kids) = element.get(b"K") else { return };
        let kids = document.dereference(kids).expect("kids").1;
        for kid in kids.as_array().map_or_else(|_| std::slice::from_ref(kids), Vec::as_slice) {
            let Ok((_, Object::Dictionary(kid))) = document.dereference(kid) else { continue };
            if let Ok(tag) = kid.get(b"S").and_then(Object::as_name) {
                let tag = String::from_utf8_lossy(tag).into_owned();
                self.see(document, kid, &tag, above);
                above.push(tag);
                self.kids(document, kid, above);
                above.pop();
            }
        }
    }

    fn see(&mut self, document: &Document, element: &Dictionary, tag: &str, above: &[String]) {
        *self.counts.entry(tag.to_owned()).or_default() += 1;
        match tag {
            "Table" => self.tables.push(0),
            "TH" => {
                *self.tables.last_mut().expect("a table around the cell") += 1;
                self.scopeless += usize::from(!has_scope(document, element));
            }
            "Note" => self.notes_without_id += usize::from(!element.has(b"ID")),
            "Link" => self.contents_links += usize::from(above.iter().any(|tag| tag == "TOCI")),
            _ => self.headings.extend(tag.strip_prefix('H').and_then(|level| level.parse::<u32>().ok())),
        }
    }
}

fn has_scope(document: &Document, element: &Dictionary) -> bool {
    let Ok(attributes) = element.get(b"A").and_then(|found| document.dereference(found)) else { return false };
    let one = |found: &Object| {
        document.dereference(found).is_ok_and(|(_, found)| found.as_dict().is_ok_and(|found| found.has(b"Scope")))
    };
    attributes.1.as_array().map_or_else(|_| one(attributes.1), |list| list.iter().any(one))
}
