//! A book as it was at a revision of its git repository, read by the git program.
//!
//! Nothing is checked out and nothing in the working copy is touched: the names come from `git ls-tree`, the
//! bytes from one `git cat-file --batch` that stays open as long as the book is read.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use super::LARGEST;
use crate::snapshot::{BookPath, Files, Snapshot, Unread};

/// The book at `root` as it was at `revision`, and the hash of that commit.
///
/// # Errors
/// What to say where there is no git, no repository, no such revision or no such folder then.
pub fn revision(root: &Path, revision: &str) -> Result<(String, Snapshot), String> {
    let prefix = git(root, &["rev-parse", "--show-prefix"])
        .map_err(|reason| format!("`{}` is in no git repository: {reason}", root.display()))?;
    let asked = format!("{revision}^{{commit}}");
    let commit = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &asked])
        .map_err(|_| format!("no revision `{revision}`"))?;
    let list = git(root, &["ls-tree", "-r", "-z", "--name-only", "--full-tree", &commit, "--", &folder(&prefix)])?;
    let names: BTreeSet<String> =
        list.split('\0').filter_map(|name| name.strip_prefix(&prefix)).map(str::to_owned).collect();
    if names.is_empty() {
        return Err(format!("`{}` wasn't there at `{revision}`", root.display()));
    }
    let files = Revision { commit: commit.clone(), prefix, names, reader: Mutex::new(Reader::start(root)?) };
    Ok((commit, Snapshot::new(Box::new(files), 0)))
}

/// The revision as people name it, by its tag or its short hash, and its day: `v1-3-gafc70c6  ·  2026-11-26`.
#[must_use]
pub fn describe(root: &Path) -> Option<String> {
    let name = git(root, &["describe", "--always", "--dirty", "--tags"]).ok()?;
    let day = git(root, &["show", "--no-patch", "--format=%cs", "HEAD"]).ok()?;
    Some(format!("{name}  ·  {day}"))
}

fn folder(prefix: &str) -> String {
    if prefix.is_empty() { ".".to_owned() } else { prefix.to_owned() }
}

/// What git prints, without the line end.
fn git(root: &Path, words: &[&str]) -> Result<String, String> {
    let run = Command::new("git").arg("-C").arg(root).args(words).stdin(Stdio::null()).output();
    let output = run.map_err(|error| format!("can't run git: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end_matches('\n').to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// The files of one revision.
struct Revision {
    commit: String,
    /// The book's folder in the repository, with a `/` behind it; empty at the top.
    prefix: String,
    /// Every file of the book.
    names: BTreeSet<String>,
    reader: Mutex<Reader>,
}

impl Files for Revision {
    fn read(&self, path: &BookPath) -> Result<Vec<u8>, Unread> {
        if !self.names.contains(path.as_str()) {
            return Err(Unread::Missing);
        }
        // One line is one question.
        if path.as_str().contains('\n') {
            return Err(Unread::Failed("its name has a line end in it".to_owned()));
        }
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.read(&format!("{}:{}{path}", self.commit, self.prefix))
    }

    fn beside(&self, path: &BookPath) -> Vec<String> {
        let folder = path.folder();
        let inside = |name: &String| BookPath::new(name).is_ok_and(|one| one.folder() == folder);
        let names = self.names.iter().filter(|name| inside(name));
        names.filter_map(|name| name.rsplit('/').next()).map(str::to_owned).collect()
    }
}

/// A `git cat-file --batch` at work.
struct Reader {
    process: Child,
    ask: Option<ChildStdin>,
    answer: BufReader<ChildStdout>,
}

impl Reader {
    fn start(root: &Path) -> Result<Self, String> {
        let mut command = Command::new("git");
        command.arg("-C").arg(root).args(["cat-file", "--batch"]);
        let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut process = started.map_err(|error| format!("can't run git: {error}"))?;
        let (ask, answer) = (process.stdin.take(), process.stdout.take());
        let answer = answer.ok_or_else(|| "git has no output".to_owned())?;
        Ok(Self { process, ask, answer: BufReader::new(answer) })
    }

    fn read(&mut self, object: &str) -> Result<Vec<u8>, Unread> {
        let failed = |error: std::io::Error| Unread::Failed(format!("git: {error}"));
        let ask = self.ask.as_mut().ok_or_else(|| Unread::Failed("git has no input".to_owned()))?;
        ask.write_all(format!("{object}\n").as_bytes()).and_then(|()| ask.flush()).map_err(failed)?;
        let mut head = String::new();
        self.answer.read_line(&mut head).map_err(failed)?;
        // `OID blob SIZE`, or `OBJECT missing`.
        let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or(Unread::Missing)?;
        if size > LARGEST {
            // Its bytes are on their way and have to be read by somebody.
            let mut rest = (&mut self.answer).take(size + 1);
            std::io::copy(&mut rest, &mut std::io::sink()).map_err(failed)?;
            return Err(Unread::Failed(format!("it is larger than {} MB", LARGEST >> 20)));
        }
        let mut bytes = Vec::new();
        (&mut self.answer).take(size + 1).read_to_end(&mut bytes).map_err(failed)?;
        bytes.pop();
        Ok(bytes)
    }
}

impl Drop for Reader {
    /// Without input git ends by itself.
    fn drop(&mut self) {
        self.ask = None;
        drop(self.process.wait());
    }
}
