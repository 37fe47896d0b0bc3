//! What the classes of boxes mean.

use std::collections::BTreeMap;

use crate::book::{Family, Words};
use crate::manifest::BlockClass;

/// A class of boxes that everybody has.
type Known = (&'static str, Family, fn(&Words) -> &str, bool, &'static str);

/// Class, family, name, counted, what labels begin with.
const KNOWN: [Known; 27] = [
    ("note", Family::Callout, |words| &words.note, false, ""),
    ("tip", Family::Callout, |words| &words.tip, false, ""),
    ("important", Family::Callout, |words| &words.important, false, ""),
    ("warning", Family::Alert, |words| &words.warning, false, ""),
    ("caution", Family::Alert, |words| &words.caution, false, ""),
    ("details", Family::Callout, |_| "", false, ""),
    ("summary", Family::Callout, |words| &words.summary, false, ""),
    ("aside", Family::Callout, |_| "", false, ""),
    ("theorem", Family::Theorem, |words| &words.theorem, true, "thm"),
    ("lemma", Family::Theorem, |words| &words.lemma, true, "lem"),
    ("corollary", Family::Theorem, |words| &words.corollary, true, "cor"),
    ("proposition", Family::Theorem, |words| &words.proposition, true, "prp"),
    ("conjecture", Family::Theorem, |words| &words.conjecture, true, "cnj"),
    ("axiom", Family::Theorem, |words| &words.axiom, true, "axm"),
    ("definition", Family::Theorem, |words| &words.definition, true, "def"),
    ("example", Family::Theorem, |words| &words.example, true, "exm"),
    ("exercise", Family::Theorem, |words| &words.exercise, true, "exr"),
    ("solution", Family::Theorem, |words| &words.solution, false, "sol"),
    ("algorithm", Family::Frame, |words| &words.algorithm, true, "alg"),
    ("remark", Family::Theorem, |words| &words.remark, false, "rem"),
    ("proof", Family::Proof, |words| &words.proof, false, "prf"),
    ("epigraph", Family::Epigraph, |_| "", false, ""),
    ("dedication", Family::Epigraph, |_| "", false, ""),
    ("center", Family::Plain, |_| "", false, ""),
    ("right", Family::Plain, |_| "", false, ""),
    ("small", Family::Plain, |_| "", false, ""),
    ("plain", Family::Plain, |_| "", false, ""),
];

/// Classes that mean something other than a box.
const GATHERING: [&str; 5] = ["index", "glossary", "solutions", "content-visible", "content-hidden"];

/// What a class of boxes means.
#[derive(Debug, Clone)]
pub(super) struct Meaning {
    /// How it looks.
    pub family: Family,
    /// The name it prints; empty prints none.
    pub name: String,
    /// It is counted by chapter.
    pub numbered: bool,
}

/// The meaning of a class; the book's own classes come first. `None` where nobody declared it.
pub(super) fn meaning(
    class: &str,
    own: &BTreeMap<String, BlockClass>,
    words: &Words,
) -> Option<Meaning> {
    if let Some(own) = own.get(class) {
        let name = own.title.clone();
        return Some(Meaning { family: own.family, name, numbered: own.numbered });
    }
    let (_, family, name, numbered, _) = KNOWN.iter().find(|known| known.0 == class)?;
    Some(Meaning { family: *family, name: name(words).to_owned(), numbered: *numbered })
}

/// Every class there is: what a misspelt one may have meant.
pub(super) fn classes(own: &BTreeMap<String, BlockClass>) -> impl Iterator<Item = &str> {
    own.keys().map(String::as_str).chain(KNOWN.iter().map(|known| known.0)).chain(GATHERING)
}
