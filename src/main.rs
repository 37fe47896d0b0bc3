//! The program: reads the command line and the environment, lets the library work, prints what came out.
//!
//! Exit codes: 0 done (warnings and notes allowed), 1 errors in the book or on the disk, 2 usage. Progress
//! and problems go to standard error; JSON goes to standard output.

mod cli;

use std::env;
use std::io::{IsTerminal as _, stderr, stdout};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use bindery::build::{self, Edition, Outcome, Request, Since};
use bindery::disk::{self, Folder};
use bindery::problem::Diagnostic;
use bindery::report::{self, Counts, Look, Summary};
use bindery::snapshot::Snapshot;
use bindery::step::Step;
use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};

use cli::progress::Progress;
use cli::{Annotations, Build, Cli, Command, Export, Format, Proof, Report, Tree};

/// A quarter of a layout's time goes into allocating; with the system's allocator a book takes a third longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Folder beside the outputs that drawings are kept in from build to build. It may be deleted.
const KEPT: &str = "cache";

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Build(asked) => {
            let reviews = asked.reviews().unwrap_or_else(|text| usage(text));
            let mut run = Run::start(&asked.book, &asked.report, asked.threads.jobs());
            run.snapshot.remember(Box::new(Folder::new(&asked.out().join(KEPT))));
            let request = Request { pages: disk::made(&asked.out(), build::PAGES), ..asked.request() };
            let outcome = if reviews {
                review(&run, &asked, &request)
            } else {
                build::build(&run.snapshot, &request, &run.watch())
            };
            run.end(outcome, Some(&asked.out()))
        }
        Command::Check(asked) => {
            let run = Run::start(&asked.book, &asked.report, asked.threads.jobs());
            let outcome = build::check(&run.snapshot, &asked.request(), &run.watch());
            run.end(outcome, None)
        }
        Command::Export(Export::Typst(asked)) => {
            let run = Run::start(&asked.book, &asked.report, asked.threads.jobs());
            let outcome = build::export_typst(&run.snapshot, &asked.request(), &run.watch());
            run.end(outcome, Some(&asked.dir))
        }
        Command::Tree(asked) => tree(&asked),
        Command::Proof(asked) => proof(&asked),
        Command::Annotations(asked) => annotations(&asked),
    }
}

/// One command at work.
struct Run<'a> {
    book: &'a Path,
    report: &'a Report,
    snapshot: Snapshot,
    progress: Progress,
    started: Instant,
}

impl<'a> Run<'a> {
    fn start(book: &'a Path, report: &'a Report, jobs: usize) -> Self {
        let started = Instant::now();
        let snapshot = open(book, jobs);
        Self { book, report, snapshot, progress: Progress::new(report.quiet), started }
    }

    fn watch(&self) -> impl Fn(Step, usize, usize) + Sync {
        |step, done, total| self.progress.tell(step, done, total)
    }

    /// Writes the files, prints what is to be said, and gives the exit code.
    fn end(&self, outcome: Outcome, out: Option<&Path>) -> ExitCode {
        let Outcome { files, problems, statistics } = outcome;
        let counts = Counts::of(&problems);
        let fine = counts.errors == 0 && !(self.report.deny_warnings() && counts.warnings > 0);
        let written = match out {
            Some(out) if fine => self.write(out, &files),
            Some(_) | None => Ok(Vec::new()),
        };
        self.progress.end();
        let problems = report::sorted(&self.snapshot, problems);
        let done = fine && written.is_ok();
        let (files, failure) = match written {
            Ok(files) => (files, String::new()),
            Err(failure) => (Vec::new(), failure),
        };
        let seconds = self.started.elapsed().as_secs_f64();
        let summary = Summary { statistics: &statistics, counts, seconds, files, done };
        match self.report.format {
            Format::Human => {
                print(stderr(), &report::human(&self.snapshot, &problems, &look(self.book)));
                print(stderr(), &failure);
                print(stderr(), &if self.report.quiet { String::new() } else { summary.human() });
            }
            Format::Json => {
                print(stdout(), &report::json(&self.snapshot, &problems));
                print(stderr(), &failure);
                print(stdout(), &summary.json());
            }
        }
        if done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// The names of the files written, with their sizes, or what to say where that failed.
    fn write(&self, out: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<(String, u64)>, String> {
        self.progress.tell(Step::Write, 0, files.len());
        disk::write(out, files).map_err(|error| format!("error: can't write {error}\n"))?;
        let kept = self.snapshot.fresh();
        if !kept.is_empty() {
            disk::write(&out.join(KEPT), &kept).map_err(|error| format!("error: can't write {error}\n"))?;
        }
        self.progress.tell(Step::Write, files.len(), files.len());
        let size = |bytes: &Vec<u8>| u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let written = files.iter().map(|(name, bytes)| (out.join(name).display().to_string(), size(bytes)));
        Ok(written.collect())
    }
}

/// The review editions, against a revision where one is named.
fn review(run: &Run, asked: &Build, request: &Request) -> Outcome {
    let old = asked.since.as_deref().map(|name| {
        let (commit, snapshot) = disk::revision(&asked.book, name).unwrap_or_else(|reason| usage(&reason));
        (name, commit, snapshot)
    });
    let since = old.as_ref().map(|(name, commit, snapshot)| Since { name, commit, snapshot });
    let version = disk::describe(&asked.book);
    build::review(&run.snapshot, since, version.as_deref(), request, &run.watch())
}

/// PDFs that were built before, read back and checked: the one named, or all volumes of the last build.
fn proof(asked: &Proof) -> ExitCode {
    let snapshot = open(&asked.book, asked.threads.jobs());
    let problems = match build::Proof::of(&snapshot, &asked.set) {
        Err(outcome) => outcome.problems,
        Ok(proof) => {
            let (edition, out) = (asked.edition(), asked.out());
            let last = || proof.files(edition, disk::made(&out, build::PAGES).as_deref());
            let paths = asked.pdf.as_ref().map_or_else(
                || last().into_iter().map(|file| out.join(file)).collect(),
                |named| vec![named.clone()],
            );
            let volume = |at: usize| if paths.len() > 1 { at + 1 } else { 0 };
            let files = paths.iter().enumerate();
            files.flat_map(|(at, path)| check(&snapshot, &proof, edition, volume(at), path)).collect()
        }
    };
    let problems = report::sorted(&snapshot, problems);
    match asked.format {
        Format::Human => print(stderr(), &report::human(&snapshot, &problems, &look(&asked.book))),
        Format::Json => print(stdout(), &report::json(&snapshot, &problems)),
    }
    let counts = Counts::of(&problems);
    if asked.format == Format::Human {
        print(stderr(), &report::found(counts));
    }
    if asked.fails(counts) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// What is wrong with one PDF.
fn check(snapshot: &Snapshot, proof: &build::Proof, edition: Edition, volume: usize, path: &Path) -> Vec<Diagnostic> {
    let Ok(pdf) = disk::outside(path) else { usage(&format!("can't read `{}`: build the book first", path.display())) };
    let name = path.file_name().map_or(String::new(), |name| name.display().to_string());
    let map = disk::outside(&path.with_file_name(bindery::proof::name(&name))).ok();
    proof.check(snapshot, edition, volume, (&name, &pdf), map.as_deref())
}

/// What readers wrote into a PDF.
fn annotations(asked: &Annotations) -> ExitCode {
    let snapshot = open(&asked.book, asked.threads.jobs());
    let Ok(pdf) = disk::outside(&asked.pdf) else { usage(&format!("can't read `{}`", asked.pdf.display())) };
    let name = asked.pdf.file_name().map_or(String::new(), |name| name.display().to_string());
    let maps = match &asked.map {
        Some(path) => {
            let Ok(map) = disk::outside(path) else { usage(&format!("can't read `{}`", path.display())) };
            vec![map]
        }
        None => {
            let beside = disk::outside(&asked.pdf.with_file_name(bindery::proof::name(&name))).ok();
            let built = disk::ending(&asked.book.join("out"), &bindery::proof::name(""));
            beside.into_iter().chain(built).collect()
        }
    };
    let (remarks, problems) = build::remarks(&snapshot, &name, &pdf, &maps);
    let problems = report::sorted(&snapshot, problems);
    let look = look(&asked.book);
    match asked.format {
        Format::Human => {
            print(stdout(), &report::remarks(&snapshot, &remarks, &asked.pdf.display().to_string(), &look.root));
            print(stderr(), &report::human(&snapshot, &problems, &look));
        }
        Format::Json => {
            print(stdout(), &report::remarks_json(&snapshot, &remarks));
            print(stdout(), &report::json(&snapshot, &problems));
        }
    }
    if report::has_errors(&problems) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The resolved tree on standard output.
fn tree(asked: &Tree) -> ExitCode {
    let snapshot = open(&asked.book, asked.threads.jobs());
    let (book, problems) = build::tree(&snapshot, &asked.request(), &|_, _, _| ());
    let problems: Vec<Diagnostic> = report::sorted(&snapshot, problems);
    print(stderr(), &report::human(&snapshot, &problems, &look(&asked.book)));
    // A tree of strings and numbers always serializes.
    let json = book.and_then(|book| serde_json::to_string_pretty(&book).ok());
    print(stdout(), &json.map_or(String::new(), |json| json + "\n"));
    if report::has_errors(&problems) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Sets up the threads and the book's folder; ends the program where that is asked for wrongly.
fn open(book: &Path, jobs: usize) -> Snapshot {
    if !book.is_dir() {
        usage(&format!("no folder `{}`", book.display()));
    }
    if let Err(error) = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global() {
        usage(&format!("can't start threads: {error}"));
    }
    disk::snapshot(book, ordered_date())
}

/// `SOURCE_DATE_EPOCH` (reproducible-builds.org): seconds since 1970-01-01 UTC. An empty one is none.
fn ordered_date() -> Option<i64> {
    let text = env::var_os("SOURCE_DATE_EPOCH").filter(|text| !text.is_empty())?;
    let seconds = text.to_str().and_then(|text| text.parse().ok()).filter(|seconds| *seconds >= 0);
    if seconds.is_none() {
        usage("`SOURCE_DATE_EPOCH` has to be seconds since 1970-01-01");
    }
    seconds
}

/// Says what was asked for wrongly, as clap says it, and ends with 2.
fn usage(text: &str) -> ! {
    Cli::command().error(ErrorKind::ValueValidation, text).exit()
}

/// Colours on a terminal, unless `NO_COLOR` (no-color.org) is set to something.
fn look(book: &Path) -> Look {
    let colours = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let root = if book == Path::new(".") { String::new() } else { book.display().to_string() };
    Look { styled: colours && stderr().is_terminal(), width: columns.unwrap_or(120), root }
}

/// Prints; where the other end was closed, there is nobody left to tell.
fn print(mut to: impl std::io::Write, text: &str) {
    drop(to.write_all(text.as_bytes()).and_then(|()| to.flush()));
}
