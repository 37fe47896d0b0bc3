//! The folios that chapters had in the last full build of an edition, for builds of some chapters alone.
//!
//! A folio depends on all that stands before it. So each chapter is kept with two hashes, of what stands before
//! it and of what stands before its end: while the one is the same its first folio is, and while the other is
//! the same its last folio is. What may have changed since is printed with a question mark.

use std::collections::BTreeMap;
use std::io::{self, Write};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Edition;
use super::pages::Kept;
use super::prepared::Prepared;
use crate::book::{Book, Chapter, ChapterPages, Editions, notes};
use crate::problem::{Diagnostic, Problem};
use crate::span::Span;
use crate::step::Watch;
use crate::{pdf, resolve};

/// The chapters of an edition.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Folios {
    /// Hash of how it was set.
    set: u64,
    chapters: Vec<Stood>,
}

/// Where a chapter stood.
#[derive(Serialize, Deserialize)]
struct Stood {
    anchor: String,
    /// Number of its first page.
    first: u64,
    text: Text,
    folios: BTreeMap<String, String>,
}

/// Hashes of the text up to a chapter.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Text {
    before: u64,
    with: u64,
}

/// What is known of a book's folios before it is laid out.
#[derive(Default)]
pub(super) struct Known {
    /// Where its chapters begin.
    pub firsts: BTreeMap<String, pdf::First>,
    /// Folio of every anchor.
    pub folios: BTreeMap<String, String>,
}

impl Folios {
    /// Those of a full build.
    pub fn of(hashes: &Hashes, settings: &pdf::Settings, against: &str, chapters: &[ChapterPages]) -> Self {
        let stood = |one: &ChapterPages| {
            let anchor = one.anchor.to_string();
            let text = *hashes.chapters.get(&anchor)?;
            let folios = one.folios.iter().map(|(anchor, folio)| (anchor.to_string(), folio.clone())).collect();
            Some(Stood { anchor, first: one.first, text, folios })
        };
        Self { set: set(settings, against), chapters: chapters.iter().filter_map(stood).collect() }
    }

    /// Those of a book as it is now.
    pub fn known(&self, hashes: &Hashes, settings: &pdf::Settings, against: &str) -> Known {
        let mut out = Known::default();
        let same = self.set == set(settings, against);
        for Stood { anchor, first, text, folios } in &self.chapters {
            let now = hashes.chapters.get(anchor).filter(|_| same);
            let stale = now.is_none_or(|now| now.before != text.before);
            out.firsts.insert(anchor.clone(), pdf::First { page: *first, stale });
            let mark = if now.is_none_or(|now| now.with != text.with) { pdf::STALE } else { "" };
            out.folios.extend(folios.iter().map(|(anchor, folio)| (anchor.clone(), format!("{folio}{mark}"))));
        }
        out
    }
}

/// A hash of what makes the same text fill other pages: its setting, and the commit that it is compared with.
fn set(settings: &pdf::Settings, against: &str) -> u64 {
    let settings = pdf::Settings { note: String::new(), undescribed: Vec::new(), ..settings.clone() };
    let mut hash = Hash::default();
    // A hash refuses nothing.
    let _ = write!(hash, "{against} {settings:?}");
    hash.0
}

impl Prepared {
    /// Makes the PDF of an edition. What it tells of pages is `kept`, and some chapters alone take it from there;
    /// `against` is the commit that the book is compared with.
    pub(super) fn bind(
        &self,
        edition: Edition,
        mut settings: pdf::Settings,
        against: &str,
        kept: &mut Kept,
        watch: Watch,
    ) -> Result<pdf::Bound, Vec<Diagnostic>> {
        let name = edition.name();
        let mine = |only: Editions| if edition == Edition::Screen { only.screen } else { only.print };
        let Some(hashes) = self.hashes.as_ref().filter(|_| self.alone.is_some()) else {
            let bound = pdf::bind(&resolve::for_edition(&self.book, mine), &self.fonts, &settings, watch)?;
            let folios = self.hashes.as_ref().map(|hashes| Folios::of(hashes, &settings, against, &bound.chapters));
            kept.folios.extend(folios.map(|folios| (name.to_owned(), folios)));
            return Ok(bound);
        };
        let last = kept.folios.get(name);
        let Known { firsts, folios } = last.map(|last| last.known(hashes, &settings, against)).unwrap_or_default();
        let mut book = self.book.clone();
        let used = resolve::set_pages(&mut book, &folios);
        let here = |chapter: &Chapter| firsts.get(chapter.heading.anchor.as_str());
        let stale = |it: Option<&pdf::First>| it.is_some_and(|first| first.stale);
        let problem = if !book.chapters().any(|chapter| here(chapter).is_some()) {
            Some(Problem::NoFolios { edition: name })
        } else if book.chapters().any(|chapter| stale(here(chapter))) || used.iter().any(|it| it.ends_with(pdf::STALE)) {
            Some(Problem::OldFolios { edition: name })
        } else {
            None
        };
        if edition == Edition::Review && matches!(problem, Some(Problem::OldFolios { .. })) {
            settings.note = format!("{}  ·  {}", settings.note, book.words.review.earlier_folio);
        }
        settings.firsts = firsts;
        let mut bound = pdf::bind(&resolve::for_edition(&book, mine), &self.fonts, &settings, watch)?;
        bound.problems.extend(problem.map(|problem| problem.at(Span::top(self.manifest.file))));
        Ok(bound)
    }
}

/// Hashes of a resolved book.
pub(super) struct Hashes {
    /// Of all of it.
    pub tree: u64,
    chapters: BTreeMap<String, Text>,
}

impl Hashes {
    /// Those of a whole book.
    pub fn of(book: &Book) -> Self {
        let Book { meta, words, front, parts, back, notes: _, assets } = book;
        let every: Vec<&Chapter> = book.chapters().collect();
        let mut alone: Vec<u64> = every.par_iter().map(|chapter| with_notes(book, chapter)).collect();
        let body = alone.split_off(front.len());
        let mut so_far = hash(&(&meta.language, words, assets));
        let mut chapters = BTreeMap::new();
        let headings = parts.iter().map(|part| (part.heading.as_ref(), &part.chapters));
        let mut body = body.into_iter();
        for (heading, list) in headings.chain(std::iter::once((None, back))) {
            so_far = hash(&(so_far, heading));
            for (chapter, one) in list.iter().zip(body.by_ref()) {
                let before = so_far;
                so_far = hash(&(so_far, one));
                chapters.insert(chapter.heading.anchor.to_string(), Text { before, with: so_far });
            }
        }
        let tree = hash(&(meta, alone, so_far));
        // The contents stand before the chapters with roman folios, and name all that follows.
        let whole = Text { before: tree, with: tree };
        chapters.extend(front.iter().map(|chapter| (chapter.heading.anchor.to_string(), whole)));
        Self { tree, chapters }
    }
}

/// A chapter with its notes.
fn with_notes(book: &Book, chapter: &Chapter) -> u64 {
    let notes: Vec<_> = notes(&chapter.blocks).into_iter().map(|id| book.notes.get(id.0 as usize)).collect();
    hash(&(chapter, notes))
}

fn hash(of: &impl Serialize) -> u64 {
    let mut hash = Hash::default();
    // A hash refuses nothing, and a tree is always JSON; were it not, what came before still tells trees apart.
    let _ = serde_json::to_writer(&mut hash, of);
    hash.0
}

/// FNV-1a, 64 bits: the tree of a long book is a hundred million bytes, and nobody tries to forge it.
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = bytes.iter().fold(self.0, |state, byte| (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::prepared::{Marks, prepare};
    use super::super::{Request, build};
    use super::*;
    use crate::snapshot::{Memory, Snapshot};

    const QUIET: Watch = &|_, _, _| {};

    /// A book of three chapters; the second is four pages long and refers to the others' pages.
    fn book(first: &str, second: &str) -> Snapshot {
        let long = "A line of its own.\n\n".repeat(120);
        let files = [
            ("book.toml", "[book]\ntitle = \"B\"\n".to_owned()),
            ("src/SUMMARY.md", "- [One](a.md)\n- [Two](b.md)\n- [Three](c.md)\n".to_owned()),
            ("src/a.md", format!("# One {{#sec-one}}\n\n{first}\n\n{long}")),
            ("src/b.md", format!("# Two {{#sec-two}}\n\n{second}: [@sec-one]{{.page}}, [@sec-three]{{.page}}.\n\n{long}")),
            ("src/c.md", "# Three {#sec-three}\n\nEnd.\n".to_owned()),
        ];
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.into_bytes()));
        Snapshot::new(Box::new(Memory(files.collect())), 0)
    }

    fn request(chapters: &[&str]) -> Request {
        let chapters = chapters.iter().map(|&chapter| chapter.to_owned()).collect();
        Request { editions: vec![Edition::Print], chapters, ..Request::default() }
    }

    /// What a full build leaves.
    fn last(snapshot: &Snapshot) -> Vec<u8> {
        let files = build(snapshot, &request(&[]), QUIET).files;
        files.into_iter().find(|(name, _)| name == "pages.json").expect("the pages").1
    }

    /// First and last folio of the second chapter alone, the pages that it refers to, and what is said.
    fn alone(snapshot: &Snapshot, last: Option<&[u8]>) -> [String; 4] {
        let prepared = prepare(snapshot, &request(&["2"]), Marks::Settled, QUIET).0.expect("a book");
        let settings = prepared.paged(Edition::Print);
        let mut kept = Kept::read(last);
        let folios = kept.folios.get("print").zip(prepared.hashes.as_ref());
        let known = folios.map(|(folios, hashes)| folios.known(hashes, &settings, "")).unwrap_or_default();
        let mut book = prepared.book.clone();
        let pages = resolve::set_pages(&mut book, &known.folios).join(", ");
        let bound = prepared.bind(Edition::Print, settings, "", &mut kept, QUIET).expect("binds");
        let first = bound.folios.iter().find(|(anchor, _)| anchor.as_str() == "sec-two").map(|(_, folio)| folio.clone());
        let last = bound.starts.last().map(|start| start.folio.clone());
        let said = bound.problems.iter().map(|found| found.problem.code()).collect();
        [first.unwrap_or_default(), last.unwrap_or_default(), pages, said]
    }

    #[test]
    fn a_chapter_alone_has_the_folios_of_the_last_full_build() {
        let before = book("One.", "See");
        let kept = last(&before);
        assert_eq!(alone(&before, Some(&kept)), ["5", "8", "1, 9", ""]);
        // Its own change moves nothing but what comes after it.
        assert_eq!(alone(&book("One.", "Now see"), Some(&kept)), ["5", "8", "1, 9?", "old-folios"]);
        assert_eq!(alone(&book("Changed.", "See"), Some(&kept)), ["5?", "8?", "1?, 9?", "old-folios"]);
        assert_eq!(alone(&before, None), ["1", "4", "", "no-folios"]);
    }

    #[test]
    fn a_chapter_alone_writes_over_no_file_of_the_whole() {
        let before = book("One.", "See");
        let names = |chapters: &[&str]| -> Vec<String> {
            build(&before, &request(chapters), QUIET).files.into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(&["2"]), ["b-2-print.pdf", "b-2-print.proof.json"]);
        assert_eq!(names(&["Three", "one"]), ["b-1-3-print.pdf", "b-1-3-print.proof.json"]);
    }
}
