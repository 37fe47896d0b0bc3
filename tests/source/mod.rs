//! The files of `src` as the architecture test reads them: code without comments, strings and tests,
//! and every path that it names.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of `src`.
pub struct Source {
    /// Its path in `src`.
    pub path: PathBuf,
    /// All of it.
    pub text: String,
    /// The same with comments, literals and `#[cfg(test)]` items blanked; lines keep their numbers.
    pub code: String,
}

impl Source {
    /// The paths of its `use` lines, groups taken apart, and those in its expressions:
    /// `crate::book::Block`, `std::fs::read`.
    pub fn paths(&self) -> Vec<String> {
        let tokens = tokens(&self.code);
        let mut paths = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let named = token.starts_with(|c: char| c.is_alphabetic() || c == '_');
            let continues = at > 0 && tokens[at - 1] == "::";
            if named && !continues && tokens.get(at + 1).is_some_and(|next| next == "::") {
                at = tree(&tokens, at, "", &mut paths);
            } else {
                at += 1;
            }
        }
        paths
    }
}

/// Every Rust file of `src`, in order.
pub fn sources() -> Vec<Source> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    files.sort();
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).expect("sources are readable");
        let code = without_tests(&blank(&text));
        Source { path: file.strip_prefix(&src).expect("under src").to_owned(), text, code }
    };
    let sources: Vec<Source> = files.into_iter().map(read).collect();
    let tests: Vec<PathBuf> = sources.iter().flat_map(test_modules).collect();
    let tested = |path: &Path| tests.iter().any(|test| path == test || path.starts_with(test.with_extension("")));
    sources.into_iter().filter(|source| !tested(&source.path)).collect()
}

/// Files of the modules that a file declares for its tests alone.
fn test_modules(source: &Source) -> Vec<PathBuf> {
    let folder = source.path.parent().unwrap_or(Path::new(""));
    let declared = source.text.split("#[cfg(test)]").skip(1).filter_map(|rest| {
        let item = rest.trim_start().split_once(';')?.0;
        item.strip_prefix("pub ").unwrap_or(item).strip_prefix("mod ").map(str::to_owned)
    });
    declared.filter(|name| !name.contains('{')).map(|name| folder.join(name).with_extension("rs")).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("folders are readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Adds the paths of the tree that begins at `at`, each behind `before`; gives where it ends.
fn tree(tokens: &[String], at: usize, before: &str, paths: &mut Vec<String>) -> usize {
    let mut path = before.to_owned();
    let mut at = at;
    loop {
        match tokens.get(at).map(String::as_str) {
            Some("{") => return group(tokens, at + 1, &path, paths),
            Some("*") => at += 1,
            Some(name) if name.starts_with(|c: char| c.is_alphanumeric() || c == '_') => {
                path.push_str(name);
                at += 1;
            }
            _ => {}
        }
        if tokens.get(at).is_none_or(|next| next != "::") {
            paths.push(path.trim_end_matches("::").to_owned());
            return at;
        }
        path.push_str("::");
        at += 1;
        if tokens.get(at).is_some_and(|next| next == "<") {
            paths.push(path.trim_end_matches("::").to_owned());
            return at;
        }
    }
}

/// The members of a `{...}` group up to its brace.
fn group(tokens: &[String], at: usize, before: &str, paths: &mut Vec<String>) -> usize {
    let mut at = at;
    while let Some(token) = tokens.get(at) {
        match token.as_str() {
            "}" => return at + 1,
            "," => at += 1,
            "as" => at += 2,
            _ => {
                let next = tree(tokens, at, before, paths);
                at = next.max(at + 1);
            }
        }
    }
    at
}

/// Names, `::` and single signs.
fn tokens(code: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() || c == '_' {
            let mut name = c.to_string();
            while let Some(next) = chars.next_if(|next| next.is_alphanumeric() || *next == '_') {
                name.push(next);
            }
            tokens.push(name);
        } else if c == ':' && chars.next_if_eq(&':').is_some() {
            tokens.push("::".to_owned());
        } else if !c.is_whitespace() {
            tokens.push(c.to_string());
        }
    }
    tokens
}

/// The text with comments and literals turned into blanks.
fn blank(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let end = literal(&chars, at).unwrap_or(at);
        if end == at {
            out.push(chars[at]);
            at += 1;
        }
        while at < end.min(chars.len()) {
            out.push(if chars[at] == '\n' { '\n' } else { ' ' });
            at += 1;
        }
    }
    out
}

/// Where the comment or literal that begins at `at` ends; `None` where none begins.
fn literal(chars: &[char], at: usize) -> Option<usize> {
    let next = chars.get(at + 1).copied();
    let after_name = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match chars[at] {
        '/' if next == Some('/') => find(chars, at, &['\n']),
        '/' if next == Some('*') => find(chars, at + 2, &['*', '/']).map(|end| end + 2),
        '"' => Some(quoted(chars, at + 1, '"')),
        '\'' if next == Some('\\') => Some(quoted(chars, at + 1, '\'')),
        '\'' if chars.get(at + 2) == Some(&'\'') => Some(at + 3),
        'r' if !after_name || chars[at - 1] == 'b' => raw(chars, at),
        _ => None,
    }
}

/// The end of `r"..."` or `r##"..."##`.
fn raw(chars: &[char], at: usize) -> Option<usize> {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    if chars.get(at + 1 + hashes) != Some(&'"') {
        return None;
    }
    let mut close = vec!['"'];
    close.extend(std::iter::repeat_n('#', hashes));
    find(chars, at + 2 + hashes, &close).map(|end| end + close.len())
}

fn quoted(chars: &[char], from: usize, quote: char) -> usize {
    let mut at = from;
    while at < chars.len() && chars[at] != quote {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn find(chars: &[char], from: usize, wanted: &[char]) -> Option<usize> {
    let found = chars[from..].windows(wanted.len()).position(|window| window == wanted);
    Some(found.map_or(chars.len(), |found| from + found))
}

/// Blanked code without its `#[cfg(test)]` items.
fn without_tests(code: &str) -> String {
    let mut out = code.to_owned();
    while let Some(start) = out.find("#[cfg(test)]") {
        let end = item_end(&out, start);
        let gap: String = out[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        out.replace_range(start..end, &gap);
    }
    out
}

/// The end of the item behind an attribute: its closing brace, or a semicolon before any brace.
fn item_end(code: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code[start..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && (c == '}' || c == ';') {
            return start + at + 1;
        }
    }
    code.len()
}

#[test]
fn paths_are_found_in_groups_and_expressions() {
    let text = "use crate::{book::{Block, Inline as I}, span};\n// use crate::pdf;\nfn f() { std::fs::read(\"crate::x\"); }\n\
                #[cfg(test)]\nmod tests { use crate::resolve; }";
    let code = without_tests(&blank(text));
    let source = Source { path: PathBuf::new(), text: text.to_owned(), code };
    assert_eq!(source.paths(), ["crate::book::Block", "crate::book::Inline", "crate::span", "std::fs::read"]);
}
