//! `SUMMARY.md` and its files -> parts, chapters and nested sections.
//!
//! 1. A chapter's title is its file's first heading, else its title in `SUMMARY.md`.
//! 2. The other headings of the file nest under it. Only their order of levels counts: a heading opens
//!    a section under the nearest one above it with a smaller level, so afterwards levels have no holes.
//! 3. Files nested in `SUMMARY.md` become sections at the end of the chapter they are nested in.

use std::collections::BTreeMap;

use crate::book::Role;
use crate::draft::{Attrs, Block, Chapter as File, Heading, Inline};
use crate::manifest::{Entry, Summary};
use crate::problem::{Diagnostic, Problem};
use crate::snapshot::BookPath;
use crate::span::{FileId, Span};

/// The draft of the whole book, in its order.
pub(super) struct Plan {
    /// Prefix chapters.
    pub front: Vec<Chapter>,
    /// The body.
    pub parts: Vec<Part>,
    /// Appendices and suffix chapters.
    pub back: Vec<Chapter>,
}

impl Plan {
    /// All chapters in reading order.
    pub fn chapters(&self) -> impl Iterator<Item = &Chapter> {
        let body = self.parts.iter().flat_map(|part| &part.chapters);
        self.front.iter().chain(body).chain(&self.back)
    }
}

/// A part.
pub(super) struct Part {
    /// Its title; `None` for chapters before the first part line.
    pub heading: Option<Heading>,
    /// Its chapters.
    pub chapters: Vec<Chapter>,
}

/// A chapter.
pub(super) struct Chapter {
    /// What it is in the book.
    pub role: Role,
    /// Its file, its title and its text.
    pub top: Section,
    /// The link in `SUMMARY.md`.
    pub named: Span,
}

/// A heading with what stands under it.
pub(super) struct Section {
    /// The file that its blocks come from.
    pub file: FileId,
    /// The file it is the beginning of, if it is one.
    pub opens: Option<BookPath>,
    /// Its title.
    pub heading: Heading,
    /// Names of the same place by `<a id>` lines above the heading.
    pub aliases: Vec<(String, Span)>,
    /// What stands under it.
    pub body: Vec<Piece>,
}

/// Something under a heading.
pub(super) enum Piece {
    /// A block that is no heading.
    Block(Block),
    /// A block that was moved here from a section of this file.
    Moved(FileId, Block),
    /// A section.
    Section(Section),
}

/// Puts the parsed files in the order of the book. Files that didn't parse are simply empty.
pub(super) fn plan(
    summary: &Summary,
    files: Vec<File>,
    problems: &mut Vec<Diagnostic>,
) -> Plan {
    let files = files.into_iter().map(|file| (file.path.clone(), file)).collect();
    let mut arranger = Arranger { files, problems };
    let mut back = Vec::new();
    let mut parts = Vec::new();
    let front = arranger.chapters(&summary.front, |_| Role::Front);
    for part in &summary.parts {
        let role = |entry: &Entry| match (part.appendices, entry.numbered) {
            (true, true) => Role::Appendix,
            (false, true) => Role::Chapter,
            (_, false) => Role::Back,
        };
        let chapters = arranger.chapters(&part.chapters, role);
        if part.appendices {
            back.extend(chapters);
            continue;
        }
        let heading = part.title.as_ref().map(|(title, span)| bare_heading(title, *span));
        parts.push(Part { heading, chapters });
    }
    back.extend(arranger.chapters(&summary.back, |_| Role::Back));
    Plan { front, parts, back }
}

struct Arranger<'a> {
    files: BTreeMap<BookPath, File>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Arranger<'_> {
    fn chapters(&mut self, entries: &[Entry], role: impl Fn(&Entry) -> Role) -> Vec<Chapter> {
        let chapter = |entry: &Entry| {
            let top = self.section(entry)?;
            Some(Chapter { role: role(entry), top, named: entry.span })
        };
        entries.iter().filter_map(chapter).collect()
    }

    /// The section that a file makes, with the files nested under it; `None` for a file we don't have.
    fn section(&mut self, entry: &Entry) -> Option<Section> {
        let file = self.files.remove(&entry.path)?;
        let mut blocks = file.blocks;
        let mut aliases = Vec::new();
        let opening = blocks.iter().take_while(|block| anchors_only(block)).count();
        let titled = matches!(blocks.get(opening), Some(Block::Heading(_)));
        let mut heading = bare_heading(&entry.title, entry.span);
        if titled {
            let rest = blocks.split_off(opening);
            aliases = blocks.into_iter().flat_map(anchors).collect();
            let mut rest = rest.into_iter();
            if let Some(Block::Heading(first)) = rest.next() {
                heading = first;
            }
            blocks = rest.collect();
        }
        let mut body = self.nest(blocks, file.file, heading.level);
        for child in &entry.children {
            body.extend(self.section(child).map(Piece::Section));
        }
        Some(Section { file: file.file, opens: Some(entry.path.clone()), heading, aliases, body })
    }

    /// Turns a row of blocks into nested sections under a heading of level `base`.
    fn nest(&mut self, blocks: Vec<Block>, file: FileId, base: u8) -> Vec<Piece> {
        let mut open: Vec<Section> = Vec::new();
        let mut done: Vec<Piece> = Vec::new();
        let mut waiting: Vec<Block> = Vec::new();
        for block in blocks {
            match block {
                Block::Heading(heading) => {
                    self.close(&mut open, &mut done, heading.level);
                    let above = open.last().map_or(base, |section| section.heading.level);
                    if heading.level > above + 1 {
                        let problem = Problem::SkippedLevel { from: above, to: heading.level };
                        self.problems.push(problem.at(heading.span));
                    }
                    let aliases = waiting.drain(..).flat_map(anchors).collect();
                    open.push(Section { file, opens: None, heading, aliases, body: Vec::new() });
                }
                block if anchors_only(&block) => waiting.push(block),
                block => {
                    let body = open.last_mut().map_or(&mut done, |section| &mut section.body);
                    body.extend(waiting.drain(..).chain([block]).map(Piece::Block));
                }
            }
        }
        let body = open.last_mut().map_or(&mut done, |section| &mut section.body);
        body.extend(waiting.into_iter().map(Piece::Block));
        self.close(&mut open, &mut done, 0);
        done
    }

    /// Closes the open sections that a heading of `level` ends.
    fn close(&mut self, open: &mut Vec<Section>, done: &mut Vec<Piece>, level: u8) {
        while open.last().is_some_and(|section| section.heading.level >= level) {
            if let Some(section) = open.pop() {
                let body = open.last_mut().map_or(&mut *done, |outer| &mut outer.body);
                body.push(Piece::Section(section));
            }
        }
    }
}

/// A heading of level 1 for a title that stands outside the chapters; backticks are code in it.
fn bare_heading(title: &str, span: Span) -> Heading {
    let runs = title.split('`').enumerate().filter(|(_, run)| !run.is_empty());
    let inline = |(at, run): (usize, &str)| match at % 2 {
        0 => Inline::Text(run.to_owned(), span),
        _ => Inline::Code(run.to_owned(), span),
    };
    Heading { level: 1, title: runs.map(inline).collect(), attrs: Attrs::default(), span }
}

/// Whether a block is a line of `<a id="...">` and nothing else.
fn anchors_only(block: &Block) -> bool {
    let Block::Paragraph(paragraph) = block else { return false };
    let blank = |inline: &Inline| match inline {
        Inline::Anchor(..) => true,
        Inline::Text(text, _) => text.trim().is_empty(),
        _ => false,
    };
    !paragraph.content.is_empty() && paragraph.content.iter().all(blank)
}

/// The names in such a line.
fn anchors(block: Block) -> Vec<(String, Span)> {
    let Block::Paragraph(paragraph) = block else { return Vec::new() };
    let name = |inline| match inline {
        Inline::Anchor(name, span) => Some((name, span)),
        _ => None,
    };
    paragraph.content.into_iter().filter_map(name).collect()
}
