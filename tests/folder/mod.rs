//! Books in a folder of their own, and the program run on them.

#![allow(dead_code, reason = "each test takes what it needs of this")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// A folder under `target`, empty at first, left there to be looked at.
pub struct Folder {
    root: PathBuf,
    text: String,
}

impl Folder {
    /// An empty folder of this name.
    pub fn new(name: &str) -> Self {
        let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        if root.exists() {
            fs::remove_dir_all(&root).expect("old folders can be removed");
        }
        fs::create_dir_all(&root).expect("folders can be made");
        let text = root.to_str().expect("a UTF-8 path").to_owned();
        Self { root, text }
    }

    /// Its path.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The path of something in it.
    pub fn path(&self, path: &str) -> String {
        format!("{}/{path}", self.text)
    }

    /// Writes a file, with the folders that hold it.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root.join(path)).expect("files can be removed");
    }

    /// Names of what is in a folder of it; empty where that isn't there.
    pub fn files(&self, path: &str) -> Vec<String> {
        let entries = fs::read_dir(self.root.join(path)).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }
}

/// What the program said.
#[derive(Debug)]
pub struct Said {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// Problems, where JSON was asked for.
    pub problems: Vec<Problem>,
}

/// A problem as the program prints it.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Its stable name.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// What it says.
    pub message: String,
    /// `file:line:column`.
    pub place: String,
}

impl Said {
    /// The problem of this code; there has to be one.
    #[track_caller]
    pub fn problem(&self, code: &str) -> Problem {
        let found = self.problems.iter().find(|problem| problem.code == code).cloned();
        found.unwrap_or_else(|| panic!("no `{code}` in {self:?}"))
    }
}

/// Runs the program.
pub fn bindery(arguments: &[&str]) -> Said {
    let run = Command::new(env!("CARGO_BIN_EXE_bindery")).args(arguments).output().expect("the program runs");
    let out = String::from_utf8(run.stdout).expect("UTF-8");
    let err = String::from_utf8(run.stderr).expect("UTF-8");
    let lines = out.lines().chain(err.lines());
    let problems = lines.filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()).filter_map(problem);
    let problems = problems.collect();
    Said { code: run.status.code().unwrap_or(-1), out, err, problems }
}

fn problem(told: serde_json::Value) -> Option<Problem> {
    let text = |key: &str| told[key].as_str().map(str::to_owned);
    Some(Problem {
        code: text("code")?,
        severity: text("severity")?,
        message: text("message")?,
        place: format!("{}:{}:{}", text("file")?, told["line"], told["column"]),
    })
}
