//! The only room that opens or writes files.
//!
//! In: a [`Folder`], which gives a build the files of one folder and never anything outside of it, not even
//! by way of a symbolic link. Out: [`write()`], after which either all outputs are there, whole, or the old
//! ones still are.
//!
//! **The date of a build** is, in this order: the one ordered from outside (`SOURCE_DATE_EPOCH`, see
//! reproducible-builds.org, handed in by `main`); `[book] date` (which `manifest` puts in its place); the
//! time of the last change to `book.toml` or to any `.md` file in the folder. The clock is never asked, so
//! two builds of the same texts carry the same date. The last of the three differs between two copies of a
//! book, because copying changes the times: to get the same bytes elsewhere, give one of the others.

mod git;

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::snapshot::{BookPath, Files, Snapshot, Unread};

pub use git::{describe, revision};

/// Largest file that a book can hold, bytes. More is a mistake, and would take the machine's memory.
const LARGEST: u64 = 512 << 20;

/// A book's folder.
#[derive(Debug)]
pub struct Folder {
    /// With all links resolved, so that a file's resolved path shows whether it is inside.
    root: PathBuf,
}

impl Folder {
    /// The folder at `root`. One that isn't there has no files.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.canonicalize().unwrap_or_else(|_| root.to_owned()) }
    }

    /// Last change to the book's own texts, seconds since 1970-01-01 UTC; 0 where there are none.
    fn newest(&self) -> i64 {
        let mut newest = None;
        newest_in(&self.root, true, &mut newest);
        newest.unwrap_or(0)
    }

    /// A path with all its links resolved, if it is in the folder.
    fn inside(&self, path: &BookPath) -> Result<PathBuf, Unread> {
        let resolved = self.root.join(path.as_str()).canonicalize().map_err(|error| unread(&error))?;
        if !resolved.starts_with(&self.root) {
            return Err(Unread::Failed("a link leads out of the book's folder".to_owned()));
        }
        Ok(resolved)
    }
}

impl Files for Folder {
    fn read(&self, path: &BookPath) -> Result<Vec<u8>, Unread> {
        let resolved = self.inside(path)?;
        let about = fs::metadata(&resolved).map_err(|error| unread(&error))?;
        if about.is_dir() {
            return Err(Unread::Failed("it is a folder".to_owned()));
        }
        // A pipe or a device would be read for ever.
        if !about.is_file() {
            return Err(Unread::Failed("it is not an ordinary file".to_owned()));
        }
        if about.len() > LARGEST {
            return Err(Unread::Failed(format!("it is larger than {} MB", LARGEST >> 20)));
        }
        fs::read(resolved).map_err(|error| unread(&error))
    }

    fn beside(&self, path: &BookPath) -> Vec<String> {
        let Ok(folder) = self.inside(&path.folder()) else { return Vec::new() };
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> =
            entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort_unstable();
        names
    }
}

/// Everything a build of the book at `root` may read. `date`, in seconds since 1970-01-01 UTC, goes before
/// every other date.
#[must_use]
pub fn snapshot(root: &Path, date: Option<i64>) -> Snapshot {
    let folder = Folder::new(root);
    let found = date.unwrap_or_else(|| folder.newest());
    let mut snapshot = Snapshot::new(Box::new(folder), found);
    snapshot.fixed = date.is_some();
    snapshot
}

/// A file that an earlier build left in the folder `out`, if it can be read.
#[must_use]
pub fn made(out: &Path, name: &str) -> Option<Vec<u8>> {
    fs::read(out.join(name)).ok()
}

/// The files of a folder whose names end with `end`, in the order of their names; none where it can't be read.
#[must_use]
pub fn ending(folder: &Path, end: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(end)));
    paths.sort_unstable();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

/// The bytes of a file that need not be in a book's folder: one that was built before.
///
/// # Errors
/// What the system said.
pub fn outside(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// Writes files into the folder `out`, which is made if it isn't there. Names may have folders in them,
/// but can't lead out of `out`.
///
/// Everything is written under temporary names beside its place first, and renamed when all of it is on
/// the disk. A file with its final name is therefore always whole.
///
/// # Errors
/// What the system said, with the path. Then the temporary files are gone, and so are the folders that
/// were made; what was in `out` before is unchanged, except where the system refused a rename after having
/// granted others: those others are new, and whole.
pub fn write(out: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let mut staged = Staged::default();
    let result = staged.stage_all(out, files).and_then(|()| staged.publish());
    if result.is_err() {
        staged.clear();
    }
    result
}

/// What was made on the disk and has no final name yet.
#[derive(Default)]
struct Staged {
    /// Folders, outer ones first.
    folders: Vec<PathBuf>,
    /// Temporary names with the final ones.
    files: Vec<(PathBuf, PathBuf)>,
}

impl Staged {
    fn stage_all(&mut self, out: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
        self.make(out).map_err(|error| about(out, &error))?;
        for (name, bytes) in files {
            let path = BookPath::new(name).ok().filter(|path| !path.as_str().is_empty());
            let Some(path) = path else {
                let reason = format!("`{name}` leads out of `{}`", out.display());
                return Err(io::Error::new(ErrorKind::InvalidInput, reason));
            };
            let target = out.join(path.as_str());
            self.stage(&target, bytes).map_err(|error| about(&target, &error))?;
        }
        Ok(())
    }

    fn stage(&mut self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        // The one failure of a rename that can be foreseen.
        if target.is_dir() {
            return Err(io::Error::new(ErrorKind::IsADirectory, "a folder has this name"));
        }
        let (Some(folder), Some(name)) = (target.parent(), target.file_name()) else {
            return Err(io::Error::from(ErrorKind::InvalidFilename));
        };
        self.make(folder)?;
        // With the process's number, so that two builds into one folder don't write into each other's files.
        let hidden = format!(".{}.{}.part", name.display(), std::process::id());
        let temporary = folder.join(hidden);
        let mut file = File::create_new(&temporary)?;
        self.files.push((temporary, target.to_owned()));
        file.write_all(bytes)
    }

    /// Makes a folder and those around it, remembering which weren't there.
    fn make(&mut self, folder: &Path) -> io::Result<()> {
        let missing = folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        for path in missing.into_iter().rev() {
            fs::create_dir(&path)?;
            self.folders.push(path);
        }
        Ok(())
    }

    fn publish(&mut self) -> io::Result<()> {
        while let Some((temporary, target)) = self.files.pop() {
            if let Err(error) = fs::rename(&temporary, &target) {
                let error = about(&target, &error);
                self.files.push((temporary, target));
                return Err(error);
            }
        }
        Ok(())
    }

    /// Takes everything away again. What can't be removed stays: there is nobody left to tell.
    fn clear(&self) {
        for (temporary, _) in &self.files {
            drop(fs::remove_file(temporary));
        }
        for folder in self.folders.iter().rev() {
            drop(fs::remove_dir(folder));
        }
    }
}

/// Goes through a folder for the last change to a text. Hidden folders, links and what programs build are
/// passed over; `book.toml` counts at the top only.
fn newest_in(folder: &Path, top: bool, newest: &mut Option<i64>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else { continue };
        if kind.is_dir() {
            if !name.starts_with('.') && !matches!(name.as_str(), "target" | "node_modules") {
                newest_in(&entry.path(), false, newest);
            }
        } else if kind.is_file() && (name.ends_with(".md") || (top && name == "book.toml")) {
            *newest = (*newest).max(changed(&entry));
        }
    }
}

fn changed(entry: &fs::DirEntry) -> Option<i64> {
    let time = entry.metadata().ok()?.modified().ok()?;
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

fn unread(error: &io::Error) -> Unread {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Unread::Missing,
        _ => Unread::Failed(error.to_string()),
    }
}

/// An error that says which path it is about.
fn about(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of this test's own, empty.
    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("bindery-disk-{}-{name}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(&path).expect("a temporary folder");
        path
    }

    fn names(path: &Path) -> Vec<String> {
        let entries = fs::read_dir(path).expect("a folder").flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name().display().to_string()).collect();
        names.sort();
        names
    }

    fn files(list: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
        list.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn outputs_are_written_and_replaced() {
        let out = folder("replaced").join("a/out");
        write(&out, &files(&[("book.pdf", "one"), ("art/x.svg", "x")])).expect("written");
        write(&out, &files(&[("book.pdf", "two")])).expect("written again");
        assert_eq!(fs::read_to_string(out.join("book.pdf")).expect("there"), "two");
        assert_eq!(names(&out), ["art", "book.pdf"]);
        assert_eq!(names(&out.join("art")), ["x.svg"]);
    }

    #[test]
    fn a_failing_write_leaves_the_old_outputs_and_nothing_else() {
        let out = folder("failing");
        write(&out, &files(&[("a.pdf", "old"), ("z.epub", "old")])).expect("written");
        fs::create_dir(out.join("m.json")).expect("a folder in the way");
        let new = [("a.pdf", "new"), ("deep/er/b.pdf", "new"), ("m.json", "new"), ("z.epub", "new")];
        let error = write(&out, &files(&new)).expect_err("a folder has this name");
        assert!(error.to_string().contains("m.json"), "{error}");
        assert_eq!(names(&out), ["a.pdf", "m.json", "z.epub"]);
        assert_eq!(fs::read_to_string(out.join("a.pdf")).expect("there"), "old");
        assert_eq!(fs::read_to_string(out.join("z.epub")).expect("there"), "old");
    }

    #[test]
    fn a_failing_first_write_leaves_no_folder() {
        let top = folder("first");
        fs::write(top.join("file"), "in the way").expect("written");
        assert!(write(&top.join("out"), &files(&[("a", "1"), ("../b", "2")])).is_err());
        assert!(write(&top.join("out"), &files(&[("a", "1"), ("a", "2")])).is_err());
        assert!(write(&top.join("file/out"), &files(&[("a", "1")])).is_err());
        assert_eq!(names(&top), ["file"]);
    }

    #[test]
    fn reading_stays_in_the_folder() {
        let top = folder("inside");
        fs::create_dir(top.join("book")).expect("made");
        fs::write(top.join("secret"), "x").expect("written");
        fs::write(top.join("book/a.md"), "a").expect("written");
        let book = Folder::new(&top.join("book"));
        let read = |path: &str| book.read(&BookPath::new(path).expect("inside"));
        assert_eq!(read("a.md"), Ok(b"a".to_vec()));
        assert_eq!(read("b.md"), Err(Unread::Missing));
        assert_eq!(read("a.md/b.md"), Err(Unread::Missing));
        assert!(matches!(read(""), Err(Unread::Failed(_))));
        assert_eq!(book.beside(&BookPath::new("b.md").expect("inside")), ["a.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_out_are_refused() {
        use std::os::unix::fs::symlink;
        let top = folder("links");
        fs::create_dir(top.join("book")).expect("made");
        fs::write(top.join("secret"), "x").expect("written");
        fs::write(top.join("book/a.md"), "a").expect("written");
        symlink(top.join("secret"), top.join("book/out.md")).expect("linked");
        symlink(&top, top.join("book/up")).expect("linked");
        symlink("a.md", top.join("book/same.md")).expect("linked");
        symlink("/dev/zero", top.join("book/zero.md")).expect("linked");
        let book = Folder::new(&top.join("book"));
        let read = |path: &str| book.read(&BookPath::new(path).expect("inside"));
        assert!(matches!(read("out.md"), Err(Unread::Failed(_))));
        assert!(matches!(read("up/secret"), Err(Unread::Failed(_))));
        assert!(matches!(read("zero.md"), Err(Unread::Failed(_))));
        assert!(book.beside(&BookPath::new("up/x").expect("inside")).is_empty());
        assert_eq!(read("same.md"), Ok(b"a".to_vec()));
    }

    #[test]
    fn the_date_is_the_last_change_to_a_text_unless_it_is_ordered() {
        let top = folder("date");
        let stamp = |name: &str, seconds: u64| {
            let file = File::create(top.join(name)).expect("made");
            file.set_modified(UNIX_EPOCH + std::time::Duration::from_secs(seconds)).expect("stamped");
        };
        fs::create_dir_all(top.join("src")).expect("made");
        fs::create_dir_all(top.join("target")).expect("made");
        stamp("book.toml", 1_000);
        stamp("src/a.md", 3_000);
        stamp("src/b.md", 2_000);
        stamp("src/picture.png", 9_000);
        stamp("target/c.md", 9_000);
        assert_eq!(snapshot(&top, None).date, 3_000);
        let ordered = snapshot(&top, Some(7));
        assert_eq!((ordered.date, ordered.fixed), (7, true));
    }
}
