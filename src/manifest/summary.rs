//! `SUMMARY.md`: mdBook's list of chapters, with its meaning.
//!
//! `parse::summary` reads the Markdown (the only thing this room takes from `parse`), here is what it
//! says: links before the first list are prefix chapters, list items are numbered chapters, links after
//! it are suffix chapters, `# Title` begins a part (the first heading of the file is only its own
//! title), `---` means nothing, `[Title]()` is a draft and is left out, what is nested in it moves up.
//!
//! Beyond mdBook, so that numbers come out as authors mean them:
//!
//! - A part called "Appendix" or "Appendices" (in any language of `words`) is lettered.
//! - So are the children of a numbered chapter so called. Its own text opens the appendices, unlettered.
//!   Together they are a [`Part`] without a title, because the chapter's own heading says it already.
//! - Chapters of the top level that are each called "Appendix A: ..." are a lettered part as well.
//! - The first chapter of a part that has the part's own title opens the part and isn't counted.

use std::collections::BTreeMap;
use std::iter::Peekable;

use super::read::unreadable;
use super::words::{Appendix, appendix};
use super::{Entry, Part, Summary};
use crate::parse::summary::{Item, Kind, Title, items};
use crate::problem::{Diagnostic, Problem, nearest};
use crate::snapshot::{BookPath, Snapshot, Unread};
use crate::span::{FileId, Span};

/// The file with the list of chapters.
const FILE: &str = "SUMMARY.md";

/// Reads the `SUMMARY.md` of the folder `src`; `named` is the place that names the folder. `None` where
/// the file can't be had.
pub(super) fn read(
    snapshot: &Snapshot,
    src: &BookPath,
    named: Span,
    problems: &mut Vec<Diagnostic>,
) -> Option<Summary> {
    let path = src.join(FILE).ok()?;
    let text = match snapshot.text(&path) {
        Ok(text) => text,
        Err((_, Unread::Missing)) => {
            let beside = snapshot.beside(&path);
            let alike = beside.iter().find(|name| name.eq_ignore_ascii_case(FILE)).cloned();
            let near = alike.or_else(|| nearest(FILE, beside.iter().map(String::as_str)));
            let problem = Problem::MissingFile { path: path.to_string(), nearest: near };
            problems.push(problem.at(named));
            return None;
        }
        Err((file, unread)) => {
            problems.push(unreadable(&path, file, unread));
            return None;
        }
    };
    let mut reader = Reader {
        text: &text.text,
        file: text.file,
        src,
        problems,
        stage: Stage::Front,
        seen: BTreeMap::new(),
        front: Vec::new(),
        parts: Vec::new(),
        back: Vec::new(),
    };
    let items = items(&text.text);
    let own_title = matches!(items.first(), Some(Item { kind: Kind::Heading { level: 1, .. }, .. }));
    for item in items.into_iter().skip(usize::from(own_title)) {
        reader.item(item);
    }
    Some(reader.finish())
}

/// Where in the file we are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Front,
    Body,
    Back,
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    src: &'a BookPath,
    problems: &'a mut Vec<Diagnostic>,
    stage: Stage,
    /// Files named so far, each with its link.
    seen: BTreeMap<BookPath, Span>,
    front: Vec<Entry>,
    parts: Vec<Draft>,
    back: Vec<Entry>,
}

/// A part, its chapters still in a row.
struct Draft {
    title: Option<(Title, Span)>,
    row: Vec<(usize, Option<Chapter>)>,
}

/// A chapter, with its title in plain text.
struct Chapter {
    entry: Entry,
    children: Vec<Chapter>,
    plain: String,
}

impl Reader<'_> {
    fn item(&mut self, Item { kind, range }: Item) {
        let at = Span::new(self.file, range.start, range.end);
        match kind {
            Kind::Heading { level: 1, title } => self.part(title, at),
            Kind::Link { depth: Some(depth), target, title } => self.numbered(depth, &target, title, at),
            Kind::Link { depth: None, target, title } => self.unnumbered(&target, &title, at),
            Kind::Separator => {}
            Kind::Bare => {
                let reason = "a list item has to begin with a link".to_owned();
                self.problems.push(Problem::BadSummary { reason }.at(at));
            }
            Kind::Heading { .. } | Kind::Stray => self.stray(at),
        }
    }

    fn part(&mut self, title: Title, at: Span) {
        if self.stage == Stage::Back {
            return self.late("a part", at);
        }
        self.stage = Stage::Body;
        self.parts.push(Draft { title: Some((title, at)), row: Vec::new() });
    }

    fn numbered(&mut self, depth: usize, target: &str, title: Title, at: Span) {
        if self.stage == Stage::Back {
            return self.late("a numbered chapter", at);
        }
        self.stage = Stage::Body;
        let chapter = self.entry(target, &title, true, at);
        let chapter = chapter.map(|entry| Chapter { entry, children: Vec::new(), plain: title.plain });
        if self.parts.is_empty() {
            self.parts.push(Draft { title: None, row: Vec::new() });
        }
        if let Some(part) = self.parts.last_mut() {
            part.row.push((depth, chapter));
        }
    }

    fn unnumbered(&mut self, target: &str, title: &Title, at: Span) {
        if self.stage == Stage::Body {
            self.stage = Stage::Back;
        }
        let entry = self.entry(target, title, false, at);
        let list = if self.stage == Stage::Front { &mut self.front } else { &mut self.back };
        list.extend(entry);
    }

    /// The chapter that a link names; `None` for drafts, and where it names nothing of the book's.
    fn entry(&mut self, target: &str, title: &Title, numbered: bool, at: Span) -> Option<Entry> {
        if target.is_empty() {
            self.problems.push(Problem::DraftChapter { title: title.plain.clone() }.at(at));
            return None;
        }
        let decoded = percent_decoded(target);
        let Ok(path) = self.src.join(&decoded) else {
            self.problems.push(Problem::OutsidePath { path: decoded }.at(at));
            return None;
        };
        if let Some(first) = self.seen.get(&path) {
            let problem = Problem::SummaryTwice { path: path.to_string() };
            self.problems.push(problem.at(at).and(*first, "named here first"));
            return None;
        }
        self.seen.insert(path.clone(), at);
        Some(Entry { title: title.markdown.clone(), path, numbered, children: Vec::new(), span: at })
    }

    /// Parts and lists after the suffix chapters: mdBook refuses them as well.
    fn late(&mut self, what: &str, at: Span) {
        let reason = format!("{what} can't stand after a suffix chapter");
        self.problems.push(Problem::BadSummary { reason }.at(at));
    }

    fn stray(&mut self, at: Span) {
        let text = self.text.get(at.start as usize..at.end as usize).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default();
        let text = match line.char_indices().nth(50) {
            Some((end, _)) => format!("{}...", line.get(..end).unwrap_or_default()),
            None => line.to_owned(),
        };
        self.problems.push(Problem::StraySummary { text }.at(at));
    }

    fn finish(self) -> Summary {
        let mut summary = Summary { front: self.front, parts: Vec::new(), back: self.back };
        for Draft { title, row } in self.parts {
            let chapters = nest(&mut row.into_iter().peekable(), 0);
            if let (Some((title, at)), true) = (&title, chapters.is_empty()) {
                self.problems.push(Problem::StraySummary { text: format!("# {}", title.plain) }.at(*at));
            }
            parts(title, chapters, &mut summary.parts);
        }
        if self.seen.is_empty() {
            self.problems.push(Problem::EmptyBook.at(Span::top(self.file)));
        }
        summary
    }
}

/// Chapters of `depth` and deeper, as a tree. What is nested in a chapter that was left out moves up.
fn nest<I: Iterator<Item = (usize, Option<Chapter>)>>(row: &mut Peekable<I>, depth: usize) -> Vec<Chapter> {
    let mut chapters = Vec::new();
    while let Some((_, chapter)) = row.next_if(|(at, _)| *at >= depth) {
        let children = nest(row, depth + 1);
        match chapter {
            Some(chapter) => chapters.push(Chapter { children, ..chapter }),
            None => chapters.extend(children),
        }
    }
    chapters
}

/// A part of the file as parts of the book: the appendices among its chapters become parts of their own.
fn parts(title: Option<(Title, Span)>, chapters: Vec<Chapter>, done: &mut Vec<Part>) {
    let own_name = title.as_ref().map(|(title, _)| title.plain.to_lowercase());
    let lettered = own_name.as_ref().is_some_and(|name| appendix(name) == Appendix::Group);
    let title = title.map(|(title, span)| (title.markdown, span));
    let mut open = Part { title, appendices: lettered, chapters: Vec::new() };
    for (at, mut chapter) in chapters.into_iter().enumerate() {
        if at == 0 && own_name.as_ref() == Some(&chapter.plain.to_lowercase()) {
            chapter.entry.numbered = false;
        }
        let kind = if lettered { Appendix::No } else { appendix(&chapter.plain) };
        match kind {
            Appendix::Group if !chapter.children.is_empty() => {
                turn(&mut open, true, done);
                let intro = Entry { numbered: false, ..chapter.entry };
                open.chapters.push(intro);
                open.chapters.extend(chapter.children.into_iter().map(finished));
            }
            Appendix::One => {
                turn(&mut open, true, done);
                open.chapters.push(finished(chapter));
            }
            Appendix::Group | Appendix::No => {
                turn(&mut open, lettered, done);
                open.chapters.push(finished(chapter));
            }
        }
    }
    close(open, done);
}

/// Makes `open` a part whose chapters are lettered or not, closing the one before if it has to.
fn turn(open: &mut Part, appendices: bool, done: &mut Vec<Part>) {
    if open.chapters.is_empty() {
        open.appendices = appendices;
    } else if open.appendices != appendices {
        let next = Part { title: None, appendices, chapters: Vec::new() };
        close(std::mem::replace(open, next), done);
    }
}

fn close(part: Part, done: &mut Vec<Part>) {
    if !part.chapters.is_empty() {
        done.push(part);
    }
}

fn finished(chapter: Chapter) -> Entry {
    Entry { children: chapter.children.into_iter().map(finished).collect(), ..chapter.entry }
}

/// `%20` and the like as what they stand for (RFC 3986, section 2.1); as typed where that isn't UTF-8.
fn percent_decoded(target: &str) -> String {
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let [first, after @ ..] = rest {
        let code = match (first, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| target.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
