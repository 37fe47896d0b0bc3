//! The command line: what can be asked, and how work in progress is shown.

pub mod progress;

use std::collections::BTreeSet;
use std::path::PathBuf;

use bindery::build::{Edition, Request};
use bindery::report::Counts;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Binds Markdown chapters and diagrams into a book: a PDF and an EPUB from one tree.
#[derive(Debug, Parser)]
#[command(name = "bindery", version, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the book's PDF and EPUB
    Build(Build),
    /// Report everything that is wrong with the book, and write nothing
    Check(Check),
    /// Print the finished tree, with all its numbers, as JSON
    Tree(Tree),
    /// Write what other programs can go on with
    #[command(subcommand)]
    Export(Export),
    /// Read a finished PDF back, and report what a printer or a proof-reader would
    Proof(Proof),
    /// List what readers wrote into a PDF, each with its place in the Markdown
    Annotations(Annotations),
}

/// `bindery annotations`.
#[derive(Debug, Args)]
pub struct Annotations {
    /// The PDF as it came back
    #[arg(value_name = "FILE.pdf")]
    pub pdf: PathBuf,
    /// The book's folder
    #[arg(default_value = ".")]
    pub book: PathBuf,
    /// The map that the build wrote beside the PDF [default: of those beside FILE.pdf and in BOOK/out the one that fits]
    #[arg(long, value_name = "FILE.proof.json")]
    pub map: Option<PathBuf>,
    /// A line each for a quickfix list (vim: %f:%l:%c: %m), or a JSON object each
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Threads
    #[command(flatten)]
    pub threads: Threads,
}

/// `bindery proof`.
#[derive(Debug, Args)]
pub struct Proof {
    /// The book's folder
    #[arg(default_value = ".")]
    pub book: PathBuf,
    /// The edition whose settings it is checked against
    #[arg(long, value_name = "EDITION", value_enum, default_value_t = PdfName::Print)]
    edition: PdfName,
    /// The PDF [default: that of the last build, all its volumes, in BOOK/out]
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
    /// Put VALUE in the place of a key of book.toml, as the build did
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_and_value)]
    pub set: Vec<String>,
    /// Problems for people, on standard error, or for programs, on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// What to end with 1 for
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// Threads
    #[command(flatten)]
    pub threads: Threads,
}

impl Proof {
    /// The edition.
    pub fn edition(&self) -> Edition {
        match self.edition {
            PdfName::Print => Edition::Print,
            PdfName::Screen => Edition::Screen,
        }
    }

    /// The folder of the last build.
    pub fn out(&self) -> PathBuf {
        self.book.join("out")
    }

    /// Whether so many problems are too many.
    pub fn fails(&self, counts: Counts) -> bool {
        match self.fail_on {
            FailOn::Error => counts.errors > 0,
            FailOn::Warning => counts.errors + counts.warnings > 0,
            FailOn::Never => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PdfName {
    /// PDF for the printer
    Print,
    /// PDF for the screen
    Screen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// What a printer refuses
    Error,
    /// What a proof-reader marks, too
    Warning,
    /// Nothing
    Never,
}

/// `bindery build`.
#[derive(Debug, Args)]
pub struct Build {
    /// The book's folder
    #[arg(default_value = ".")]
    pub book: PathBuf,
    /// An edition to make; print and epub where none is named
    #[arg(long = "edition", value_name = "EDITION", value_enum, value_delimiter = ',')]
    editions: Vec<EditionName>,
    #[command(flatten)]
    scope: Scope,
    /// Mark what has changed since this git revision; for the review editions
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// Where to write to [default: BOOK/out]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How to report
    #[command(flatten)]
    pub report: Report,
    /// Threads
    #[command(flatten)]
    pub threads: Threads,
}

impl Build {
    /// What is asked of the build.
    pub fn request(&self) -> Request {
        let named: BTreeSet<Edition> = self.editions.iter().map(|name| name.edition()).collect();
        let editions =
            if named.is_empty() { vec![Edition::Print, Edition::Epub] } else { named.into_iter().collect() };
        Request { editions, ..self.scope.request() }
    }

    /// Whether the review editions are asked for, and nothing else.
    ///
    /// # Errors
    /// What to say where the words don't go together.
    pub fn reviews(&self) -> Result<bool, &'static str> {
        let is_review = |name: &EditionName| matches!(name, EditionName::Review | EditionName::ReviewEpub);
        let any = self.editions.iter().any(is_review);
        match (any, self.editions.iter().all(is_review)) {
            (true, false) => Err("the review editions are made by themselves: their text has marks in it"),
            (false, _) if self.since.is_some() => Err("`--since` goes with `--edition review` or `review-epub`"),
            (any, _) => Ok(any),
        }
    }

    /// The folder of the outputs.
    pub fn out(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| self.book.join("out"))
    }
}

/// `bindery check`.
#[derive(Debug, Args)]
pub struct Check {
    /// The book's folder
    #[arg(default_value = ".")]
    pub book: PathBuf,
    #[command(flatten)]
    scope: Scope,
    /// How to report
    #[command(flatten)]
    pub report: Report,
    /// Threads
    #[command(flatten)]
    pub threads: Threads,
}

impl Check {
    /// What is asked of the check.
    pub fn request(&self) -> Request {
        self.scope.request()
    }
}

/// `bindery tree`.
#[derive(Debug, Args)]
pub struct Tree {
    /// The book's folder
    #[arg(default_value = ".")]
    pub book: PathBuf,
    #[command(flatten)]
    scope: Scope,
    /// Threads
    #[command(flatten)]
    pub threads: Threads,
}

impl Tree {
    /// What is asked of the tree.
    pub fn request(&self) -> Request {
        self.scope.request()
    }
}

/// `bindery export`.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Typst source with its styles and pictures, for the stock Typst compiler
    Typst(ExportTypst),
}

/// `bindery export typst`.
#[derive(Debug, Args)]
#[command(allow_missing_positional = true)]
pub struct ExportTypst {
    /// The book's folder
    #[arg(default_value = ".")]
    pub book: PathBuf,
    /// Where to write to
    #[arg(required = true)]
    pub dir: PathBuf,
    #[command(flatten)]
    scope: Scope,
    /// How to report
    #[command(flatten)]
    pub report: Report,
    /// Threads
    #[command(flatten)]
    pub threads: Threads,
}

impl ExportTypst {
    /// What is asked of the export.
    pub fn request(&self) -> Request {
        self.scope.request()
    }
}

/// What of the book is meant.
#[derive(Debug, Args)]
struct Scope {
    /// Only this chapter: its number, its file or the beginning of its title
    #[arg(long = "chapter", value_name = "CHAPTER")]
    chapters: Vec<String>,
    /// Put VALUE in the place of a key of book.toml: `--set edition.print.trim=6x9in`
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_and_value)]
    set: Vec<String>,
}

impl Scope {
    fn request(&self) -> Request {
        Request { editions: Vec::new(), chapters: self.chapters.clone(), set: self.set.clone(), pages: None }
    }
}

/// How to report.
#[derive(Debug, Args)]
pub struct Report {
    /// Take warnings for errors
    #[arg(long, value_name = "WHAT", value_enum)]
    deny: Option<Denied>,
    /// Problems for people, on standard error, or for programs, on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// No progress and no summary
    #[arg(long, short)]
    pub quiet: bool,
}

impl Report {
    /// Whether warnings count as errors.
    pub fn deny_warnings(&self) -> bool {
        self.deny == Some(Denied::Warnings)
    }
}

/// Threads.
#[derive(Debug, Args)]
pub struct Threads {
    /// Threads to work with; as many as the machine has where none is given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
}

impl Threads {
    /// Their number; 0 is as many as the machine has.
    pub fn jobs(&self) -> usize {
        self.jobs.map_or(0, usize::from)
    }
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the line of source, on standard error
    Human,
    /// One JSON object a line, on standard output
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Denied {
    Warnings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EditionName {
    /// PDF for the printer
    Print,
    /// PDF for the screen
    Screen,
    /// EPUB 3
    Epub,
    /// PDF for authors and editors: changes marked, lines numbered
    Review,
    /// EPUB for authors and editors: changes marked
    ReviewEpub,
}

impl EditionName {
    fn edition(self) -> Edition {
        match self {
            Self::Print => Edition::Print,
            Self::Screen => Edition::Screen,
            Self::Epub => Edition::Epub,
            Self::Review => Edition::Review,
            Self::ReviewEpub => Edition::ReviewEpub,
        }
    }
}

fn key_and_value(text: &str) -> Result<String, String> {
    match text.split_once('=') {
        Some((key, _)) if !key.trim().is_empty() => Ok(text.to_owned()),
        _ => Err("expected KEY=VALUE".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    fn build(words: &[&str]) -> Build {
        let words = ["bindery", "build"].iter().chain(words);
        match Cli::try_parse_from(words).expect("a command").command {
            Command::Build(build) => build,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn editions_are_print_and_epub_unless_named() {
        assert_eq!(build(&[]).request().editions, [Edition::Print, Edition::Epub]);
        let named = build(&["--edition", "epub", "--edition", "screen", "--edition", "epub"]);
        assert_eq!(named.request().editions, [Edition::Screen, Edition::Epub]);
        assert_eq!(build(&["book"]).out(), PathBuf::from("book/out"));
        assert_eq!(build(&["book", "--out", "x"]).out(), PathBuf::from("x"));
    }

    #[test]
    fn the_book_of_an_export_may_be_left_out() {
        let parse = |words: &[&str]| Cli::try_parse_from(["bindery", "export", "typst"].iter().chain(words));
        for (words, book) in [(&["dir"][..], "."), (&["book", "dir"], "book")] {
            let Ok(Cli { command: Command::Export(Export::Typst(export)) }) = parse(words) else { panic!() };
            assert_eq!((export.book, export.dir), (PathBuf::from(book), PathBuf::from("dir")));
        }
        assert!(parse(&[]).is_err());
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for words in
            [&["--set", "title"][..], &["--set", "=x"], &["--jobs", "0"], &["--edition", "pdf"], &["a", "b"]]
        {
            let words = ["bindery", "build"].iter().chain(words);
            let error = Cli::try_parse_from(words).expect_err("refused");
            assert_eq!(error.exit_code(), 2);
        }
    }
}
