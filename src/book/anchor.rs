//! Names of places in the book.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

/// Longest anchor, in bytes: short enough for every file system and reading system.
const LONGEST: usize = 64;

/// A place in the book that links can name: unique in the book, `[a-z][a-z0-9-]*`, at most 64 bytes.
///
/// So it is at once a valid XML id, a Typst label and a file name. The only constructor is
/// [`Anchors::claim`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Anchor(String);

impl Anchor {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The anchors given out so far.
#[derive(Debug, Default)]
pub struct Anchors {
    taken: BTreeSet<String>,
}

impl Anchors {
    /// A new anchor as near to `wish` as the alphabet allows; a twin gets `-2`, `-3` ... behind it.
    ///
    /// Called in reading order, so anchors stay the same from build to build. Letters outside ASCII
    /// are dropped; a wish of which nothing is left becomes `x`.
    pub fn claim(&mut self, wish: &str) -> Anchor {
        let base = slug(wish);
        let mut name = base.clone();
        let mut twin = 1;
        while !self.taken.insert(name.clone()) {
            twin += 1;
            name = format!("{base}-{twin}");
        }
        Anchor(name)
    }
}

/// The nearest text of the form `[a-z][a-z0-9-]*`, short enough to take a counter behind it.
fn slug(wish: &str) -> String {
    let mut out = String::new();
    for c in wish.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= LONGEST - 8 {
            break;
        }
    }
    let out = out.trim_end_matches('-');
    match out.chars().next() {
        None => "x".to_owned(),
        Some(c) if c.is_ascii_digit() => format!("x-{out}"),
        Some(_) => out.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_unique_and_of_the_alphabet() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.claim("The CAP Theorem!").as_str(), "the-cap-theorem");
        assert_eq!(anchors.claim("the cap theorem").as_str(), "the-cap-theorem-2");
        assert_eq!(anchors.claim("2PC").as_str(), "x-2pc");
        assert_eq!(anchors.claim("…").as_str(), "x");
        assert!(anchors.claim(&"long ".repeat(40)).as_str().len() <= LONGEST);
    }
}
