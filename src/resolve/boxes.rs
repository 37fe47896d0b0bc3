//! What the classes of boxes mean.

use std::collections::BTreeMap;

use crate::book::{Family, Words};
use crate::manifest::BlockClass;

/// Classes everybody has: class, family, name, counted, what labels begin with.
///
/// Names of callouts come from [`Words`]; these are for languages without a word of their own.
const KNOWN: [(&str, Family, &str, bool, &str); 27] = [
    ("note", Family::Callout, "Note", false, ""),
    ("tip", Family::Callout, "Tip", false, ""),
    ("important", Family::Callout, "Important", false, ""),
    ("warning", Family::Alert, "Warning", false, ""),
    ("caution", Family::Alert, "Caution", false, ""),
    ("details", Family::Callout, "", false, ""),
    ("summary", Family::Callout, "Summary", false, ""),
    ("aside", Family::Callout, "", false, ""),
    ("theorem", Family::Theorem, "Theorem", true, "thm"),
    ("lemma", Family::Theorem, "Lemma", true, "lem"),
    ("corollary", Family::Theorem, "Corollary", true, "cor"),
    ("proposition", Family::Theorem, "Proposition", true, "prp"),
    ("conjecture", Family::Theorem, "Conjecture", true, "cnj"),
    ("axiom", Family::Theorem, "Axiom", true, "axm"),
    ("definition", Family::Theorem, "Definition", true, "def"),
    ("example", Family::Theorem, "Example", true, "exm"),
    ("exercise", Family::Theorem, "Exercise", true, "exr"),
    ("solution", Family::Theorem, "Solution", false, "sol"),
    ("algorithm", Family::Frame, "Algorithm", true, "alg"),
    ("remark", Family::Theorem, "Remark", false, "rem"),
    ("proof", Family::Proof, "Proof", false, "prf"),
    ("epigraph", Family::Epigraph, "", false, ""),
    ("dedication", Family::Epigraph, "", false, ""),
    ("center", Family::Plain, "", false, ""),
    ("right", Family::Plain, "", false, ""),
    ("small", Family::Plain, "", false, ""),
    ("plain", Family::Plain, "", false, ""),
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
    let name = match class {
        "note" => &words.note,
        "tip" => &words.tip,
        "important" => &words.important,
        "warning" => &words.warning,
        "caution" => &words.caution,
        _ => *name,
    };
    Some(Meaning { family: *family, name: name.to_owned(), numbered: *numbered })
}

/// Every class there is: what a misspelt one may have meant.
pub(super) fn classes(own: &BTreeMap<String, BlockClass>) -> impl Iterator<Item = &str> {
    own.keys().map(String::as_str).chain(KNOWN.iter().map(|known| known.0)).chain(GATHERING)
}
