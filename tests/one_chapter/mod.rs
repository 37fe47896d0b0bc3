//! A book of one chapter, in memory, through both back ends: what the cases and the conformance test share.

#![allow(dead_code, unused_imports, reason = "each test takes what it needs of this")]

mod case;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use bindery::book::{self, Asset, AssetId, Block, Book, FigureBody, Format, Inline};
use bindery::build::{self, Request};
use bindery::fonts::Fonts;
use bindery::problem::Diagnostic;
use bindery::snapshot::{Memory, Snapshot};
use bindery::{epub, pdf, report};

pub use case::{Case, EXPECTED, cases};

/// The chapter whose output is looked at.
const CHAPTER: &str = "src/case.md";
/// 2026-01-02, the date of every book here.
const DATE: i64 = 1_767_312_000;

/// A picture of one white point, as PNG. It is the cover too, so that none has to be drawn for every case.
pub const POINT: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\
    \x00\x00\x00\x0aIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\xb18\xf6\x14\x00\x00\x00\x00IEND\xaeB`\x82";

/// What the back ends make of the chapter.
pub struct Printed {
    /// The statements of its Typst unit. Empty where there is no book.
    pub typst: String,
    /// What stands in the `body` of its XHTML file. Empty where there is no book.
    pub xhtml: String,
    /// A line for each problem of the whole book: `code line:column message`, and what would help.
    pub problems: String,
    /// The statements of its unit in the review edition; empty where the case asks for none.
    pub review: String,
    /// What stands in the `body` of its XHTML file in the review edition.
    pub review_xhtml: String,
    /// Kinds of node that it holds: `Block `paragraph``.
    pub kinds: BTreeSet<String>,
}

impl Printed {
    /// Prints the chapter of a case.
    pub fn of(case: &Case) -> Self {
        let own = case.block("markdown").unwrap_or_default();
        let titled = own.starts_with("# ") || own.lines().nth(1).is_some_and(|line| line.starts_with("==="));
        let mut printed = Self::from(case.book(), titled);
        if case.reviews() {
            printed.review(case, titled);
        }
        printed
    }

    /// Prints `src/case.md` of a book; its heading is left out unless it is `titled`.
    pub fn from(files: Memory, titled: bool) -> Self {
        let snapshot = Snapshot::new(Box::new(files), DATE);
        let request = Request::default();
        let quiet = |_, _, _| {};
        let (mut book, problems) = build::tree(&snapshot, &request, &quiet);
        let problems = report::sorted(&snapshot, problems);
        let problems: String = problems.iter().map(|problem| line(&snapshot, problem)).collect();
        let problems = problems.trim_end().to_owned();
        book.iter_mut().for_each(cover);
        let own = book.as_ref().and_then(|book| chapter(&snapshot, book).map(|chapter| (book, chapter)));
        let Some((book, chapter)) = own else {
            return Self { typst: String::new(), xhtml: String::new(), problems, review: String::new(), review_xhtml: String::new(), kinds: BTreeSet::new() };
        };
        let anchor = chapter.heading.anchor.as_str();
        let typst = unit(book, anchor);
        let xhtml = page(book, anchor);
        let cut = |text: String, end: &str| if titled { text } else { after(&text, end).to_owned() };
        Self {
            typst: cut(typst, ")\n").trim_end().to_owned(),
            xhtml: cut(xhtml, "</h1>\n").trim_end().to_owned(),
            problems,
            review: String::new(),
            review_xhtml: String::new(),
            kinds: kinds(&chapter.blocks),
        }
    }
}

impl Printed {
    /// The review edition, compared with the block `before` where the case has one.
    fn review(&mut self, case: &Case, titled: bool) {
        let new = Snapshot::new(Box::new(case.book()), DATE);
        let old = case.block("before").map(|text| {
            let mut files = case.book();
            files.0.insert(CHAPTER.to_owned(), format!("{text}\n").into_bytes());
            Snapshot::new(Box::new(files), DATE)
        });
        let since = old.as_ref().map(|snapshot| build::Since { name: "before", commit: "", snapshot });
        let mut book = build::marked(&new, since, &Request::default()).expect("a book");
        cover(&mut book);
        let chapter = chapter(&new, &book).expect("the chapter");
        let anchor = chapter.heading.anchor.as_str();
        let cut = |text: String, end: &str| if titled { text } else { after(&text, end).to_owned() };
        self.review = cut(unit(&book, anchor), ")\n").trim_end().to_owned();
        self.review_xhtml = cut(page(&book, anchor), "</h1>\n").trim_end().to_owned();
        self.kinds.extend(kinds(&chapter.blocks));
    }
}

fn cover(book: &mut Book) {
    book.meta.cover = u32::try_from(book.assets.len()).ok().map(AssetId);
    let (name, format, bytes) = ("cover.png".to_owned(), Format::Png, POINT.into());
    book.assets.push(Asset { name, format, width: 1.0, height: 1.0, type_size: None, source: None, bytes });
}

impl Printed {
    /// What is wrong with the syntax of either output, whatever it says.
    pub fn fault(&self) -> Option<String> {
        let (errors, _) = typst::syntax::parse_code(&self.typst).errors_and_warnings();
        let error = errors.first().map(|error| format!("Typst: {}", error.message));
        error.or_else(|| unbalanced(&self.xhtml).map(|tag| format!("XHTML: `{tag}` isn't balanced")))
    }
}

/// The first tag that is closed without being open, or never closed.
fn unbalanced(xhtml: &str) -> Option<String> {
    let mut open: Vec<String> = Vec::new();
    for token in html5gum::Tokenizer::new(xhtml) {
        let Ok(token) = token;
        match token {
            html5gum::Token::StartTag(tag) if !tag.self_closing => open.push(name(&tag.name)),
            html5gum::Token::EndTag(tag) => {
                let name = name(&tag.name);
                if open.pop().as_ref() != Some(&name) {
                    return Some(name);
                }
            }
            html5gum::Token::Error(error) => return Some(format!("{error:?}")),
            _ => {}
        }
    }
    open.pop()
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The chapter that `case.md` became.
fn chapter<'a>(snapshot: &Snapshot, book: &'a Book) -> Option<&'a book::Chapter> {
    book.chapters().find(|chapter| snapshot.file(chapter.span.file).path.as_str() == CHAPTER)
}

/// What stands between the frame that every unit has.
fn unit(book: &Book, anchor: &str) -> String {
    let settings = pdf::Settings { edition: pdf::Edition::Print, style: pdf::Style::Book, width: 504.0, height: 720.0, contents: 0, lists: Vec::new(), note: String::new(), house: None, sheet: pdf::Sheet::default(), firsts: std::collections::BTreeMap::new(), undescribed: Vec::new() };
    let end = format!("-{anchor}.typ");
    let file = pdf::files(book, fonts(), &settings).into_iter().find(|(path, _)| path.contains("units/") && path.ends_with(&end));
    let Some((_, bytes)) = file else { return String::new() };
    let text = String::from_utf8(bytes).expect("Typst is UTF-8");
    let body = after(&text, "#{\n");
    body.strip_suffix("}\n").expect("a unit ends its block").to_owned()
}

/// What stands in the `section` of a chapter's file.
fn page(book: &Book, anchor: &str) -> String {
    let settings =
        epub::Settings {
            longest_side: 1600,
            longest_file: 1_000_000,
            contents: 3,
            code: epub::Code::Scroll,
            certified: None,
            house: None,
            modified: DATE,
        };
    let files = epub::files(book, fonts(), &settings, None).value;
    let end = format!("/{anchor}.xhtml");
    let Some((_, bytes)) = files.into_iter().find(|(path, _)| path.ends_with(&end)) else { return String::new() };
    let text = String::from_utf8(bytes).expect("XHTML is UTF-8");
    let body = after(after(&text, "<section"), ">\n");
    body.rsplit_once("</section>").map_or(body, |(body, _)| body).to_owned()
}

fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(Fonts::embedded)
}

fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).map_or("", |(_, rest)| rest)
}

/// A problem as the cases list it; the file is named where it isn't the chapter itself.
fn line(snapshot: &Snapshot, found: &Diagnostic) -> String {
    let text = snapshot.file(found.at.file);
    let (line, column) = text.lines.position(&text.text, found.at.start);
    let file = if text.path.as_str() == CHAPTER { String::new() } else { format!("{}:", text.path) };
    let help = found.problem.help().map_or(String::new(), |help| format!("    {help}\n"));
    format!("{} {file}{line}:{column} {}\n{help}", found.problem.code(), found.problem.message())
}

/// The kinds of node in a run of blocks, named by their enum.
fn kinds(blocks: &[Block]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let tag = |value: serde_json::Value| value["kind"].as_str().unwrap_or_default().to_owned();
    book::blocks(blocks, &mut |block| {
        found.insert(format!("Block `{}`", tag(json(block))));
        if let Block::Figure(figure) = block {
            found.insert(format!("FigureBody `{}`", tag(json::<FigureBody>(&figure.body))));
        }
    });
    book::inlines(blocks, &mut |inline| {
        found.insert(format!("Inline `{}`", tag(json::<Inline>(inline))));
    });
    found
}

fn json<T: serde::Serialize>(node: &T) -> serde_json::Value {
    serde_json::to_value(node).expect("the book is serialisable")
}
