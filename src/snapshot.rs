//! Everything a build reads: the book's folder, its texts with their lines, and the date.
//!
//! A build can't know beforehand what it will read: a chapter names pictures and included files, and
//! those only show when it is parsed. So a [`Snapshot`] reads through a [`Files`] on demand and keeps
//! what it read: within one build a path always gives the same bytes. `disk` has the implementation
//! that reads a folder, tests have one that reads a map ([`Memory`]).

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::span::{FileId, Lines, Span};

/// A path in the book's folder: relative, `/` between names, no `.` or `..` left.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BookPath(String);

/// A path that leads out of the book's folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outside;

impl BookPath {
    /// A path given from the book's folder (`chapters/01.md`).
    ///
    /// # Errors
    /// [`Outside`] where it is absolute or climbs out of the folder.
    pub fn new(path: &str) -> Result<Self, Outside> {
        Self(String::new()).join(path)
    }

    /// `relative` as seen from the folder that `self` names.
    ///
    /// # Errors
    /// [`Outside`] where it is absolute or climbs out of the book's folder.
    pub fn join(&self, relative: &str) -> Result<Self, Outside> {
        if relative.starts_with('/') || relative.contains(':') {
            return Err(Outside);
        }
        let mut names: Vec<&str> = self.0.split('/').filter(|name| !name.is_empty()).collect();
        for name in relative.split(['/', '\\']) {
            match name {
                "" | "." => {}
                ".." => {
                    names.pop().ok_or(Outside)?;
                }
                name => names.push(name),
            }
        }
        Ok(Self(names.join("/")))
    }

    /// `relative` as seen from a file: from the folder that holds `self`.
    ///
    /// # Errors
    /// [`Outside`] where it is absolute or climbs out of the book's folder.
    pub fn beside(&self, relative: &str) -> Result<Self, Outside> {
        self.folder().join(relative)
    }

    /// The folder that holds this file; empty at the top.
    #[must_use]
    pub fn folder(&self) -> Self {
        Self(self.0.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned()))
    }

    /// Lower-case extension without its dot; empty where there is none.
    #[must_use]
    pub fn extension(&self) -> String {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(String::new(), |(_, ext)| ext.to_lowercase())
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BookPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a file could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It isn't there.
    Missing,
    /// It is there, but reading failed for this reason.
    Failed(String),
    /// Its bytes from this offset on are not UTF-8.
    NotUtf8 {
        /// Length of the valid beginning, in bytes.
        valid: usize,
    },
}

/// Something that files can be read from.
pub trait Files: Send + Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// [`Unread::Missing`] or [`Unread::Failed`].
    fn read(&self, path: &BookPath) -> Result<Vec<u8>, Unread>;

    /// The files beside `path`, by name, in order: to suggest what may have been meant.
    fn beside(&self, path: &BookPath) -> Vec<String>;
}

/// A text with its lines.
#[derive(Debug)]
pub struct Text {
    /// Its number in spans.
    pub file: FileId,
    /// Its path.
    pub path: BookPath,
    /// What it says, without a byte order mark.
    pub text: String,
    /// Its lines.
    pub lines: Lines,
}

/// Everything a build reads.
pub struct Snapshot {
    files: Box<dyn Files>,
    /// Date of the content, seconds since 1970-01-01 UTC.
    pub date: i64,
    /// The date was ordered from outside, so that `[book] date` doesn't replace it.
    pub fixed: bool,
    /// What earlier builds kept.
    kept: Option<Box<dyn Files>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    texts: Vec<Arc<Text>>,
    by_path: BTreeMap<BookPath, (FileId, Option<Unread>)>,
    bytes: BTreeMap<BookPath, Result<Arc<[u8]>, Unread>>,
    /// What this build made that later ones can use, by name.
    fresh: BTreeMap<String, Vec<u8>>,
}

impl Snapshot {
    /// A snapshot of `files`, as of `date` (seconds since 1970-01-01 UTC).
    #[must_use]
    pub fn new(files: Box<dyn Files>, date: i64) -> Self {
        Self { files, date, fixed: false, kept: None, state: Mutex::default() }
    }

    /// With what earlier builds kept. It can only save work: a build gives the same without it.
    pub fn remember(&mut self, kept: Box<dyn Files>) {
        self.kept = Some(kept);
    }

    /// What an earlier build kept under a name.
    #[must_use]
    pub fn kept(&self, name: &str) -> Option<Vec<u8>> {
        self.kept.as_ref()?.read(&BookPath::new(name).ok()?).ok()
    }

    /// Keeps something for later builds, where there are any that ask.
    pub fn keep(&self, name: String, bytes: Vec<u8>) {
        if self.kept.is_none() {
            return;
        }
        self.lock().fresh.insert(name, bytes);
    }

    /// What this build kept, by name.
    #[must_use]
    pub fn fresh(&self) -> Vec<(String, Vec<u8>)> {
        self.lock().fresh.iter().map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
    }

    /// A text file. It gets a [`FileId`] even where it can't be read, so that problems have a place.
    ///
    /// # Errors
    /// The file's id and why it could not be had.
    pub fn text(&self, path: &BookPath) -> Result<Arc<Text>, (FileId, Unread)> {
        let known = self.lock().by_path.get(path).cloned();
        let (id, failure) = known.unwrap_or_else(|| self.load(path));
        match failure {
            None => Ok(self.file(id)),
            Some(reason) => Err((id, reason)),
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it could not be had.
    pub fn bytes(&self, path: &BookPath) -> Result<Arc<[u8]>, Unread> {
        if let Some(known) = self.lock().bytes.get(path) {
            return known.clone();
        }
        let read = self.files.read(path).map(Arc::from);
        self.lock().bytes.entry(path.clone()).or_insert(read).clone()
    }

    /// The files beside `path`, by name, in order.
    #[must_use]
    pub fn beside(&self, path: &BookPath) -> Vec<String> {
        self.files.beside(path)
    }

    /// The text a span's file id names. Ids come from this snapshot, so there always is one.
    #[must_use]
    pub fn file(&self, id: FileId) -> Arc<Text> {
        let state = self.lock();
        state.texts.get(id.0 as usize).cloned().unwrap_or_else(|| {
            let lines = Lines::new("");
            Arc::new(Text { file: id, path: BookPath(String::new()), text: String::new(), lines })
        })
    }

    /// `path:line` of a span's start, 1-based: how sources are named everywhere.
    #[must_use]
    pub fn place(&self, span: Span) -> String {
        let text = self.file(span.file);
        format!("{}:{}", text.path, text.lines.line(span.start))
    }

    fn load(&self, path: &BookPath) -> (FileId, Option<Unread>) {
        let (text, failure) = match self.files.read(path).map(decode) {
            Ok((text, failure)) => (text, failure),
            Err(reason) => (String::new(), Some(reason)),
        };
        let mut state = self.lock();
        if let Some(known) = state.by_path.get(path) {
            return known.clone();
        }
        let file = FileId(u32::try_from(state.texts.len()).unwrap_or(u32::MAX));
        let lines = Lines::new(&text);
        state.texts.push(Arc::new(Text { file, path: path.clone(), text, lines }));
        state.by_path.insert(path.clone(), (file, failure.clone()));
        (file, failure)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes as text; what isn't UTF-8 is replaced, and said. `\r\n` counts as `\n`.
fn decode(bytes: Vec<u8>) -> (String, Option<Unread>) {
    let (text, failure) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (text, Some(Unread::NotUtf8 { valid }))
        }
    };
    let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned);
    let text = if text.contains('\r') { text.replace("\r\n", "\n") } else { text };
    (text, failure)
}

/// Files in memory, by path: for tests, and for books that come from elsewhere than a folder.
#[derive(Debug, Clone, Default)]
pub struct Memory(pub BTreeMap<String, Vec<u8>>);

impl Files for Memory {
    fn read(&self, path: &BookPath) -> Result<Vec<u8>, Unread> {
        self.0.get(path.as_str()).cloned().ok_or(Unread::Missing)
    }

    fn beside(&self, path: &BookPath) -> Vec<String> {
        let folder = path.folder();
        let paths = self.0.keys().filter_map(|path| BookPath::new(path).ok());
        let near = paths.filter(|path| path.folder() == folder);
        near.filter_map(|path| path.0.rsplit('/').next().map(str::to_owned)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_folder() {
        let file = BookPath::new("chapters/one/index.md").expect("inside");
        assert_eq!(file.beside("../two.md").expect("inside").as_str(), "chapters/two.md");
        assert_eq!(file.beside("../../../x"), Err(Outside));
        assert_eq!(BookPath::new("/etc/hosts"), Err(Outside));
        assert_eq!(file.extension(), "md");
    }

    #[test]
    fn texts_that_are_no_utf8_are_said_and_still_read() {
        let files = Memory([("a.md".to_owned(), b"ok \xff".to_vec())].into());
        let snapshot = Snapshot::new(Box::new(files), 0);
        let (id, reason) = snapshot.text(&BookPath::new("a.md").expect("inside")).expect_err("no");
        assert_eq!(reason, Unread::NotUtf8 { valid: 3 });
        assert_eq!(snapshot.file(id).text, "ok \u{fffd}");
    }
}
