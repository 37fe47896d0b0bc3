//! What a piece of a book says, as a number: equal for equal pieces.
//!
//! A piece is written as JSON, without spans, anchors, numbers and what is made from other parts of the
//! book (locators, ways back), and with the content of a note in the place of its mark, and of a picture in
//! the place of its index. That way a new kind of node is compared in full before anybody thinks of it.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde::Serialize;
use serde_json::Value;

use crate::book::Book;

/// What a book's pieces say.
pub(super) struct Keys<'a> {
    book: &'a Book,
}

/// What says nothing by itself: it is made, or only names a place.
const MADE: [&str; 11] =
    ["span", "anchor", "number", "listed", "typst", "mathml", "back", "uses", "locators", "first", "groups"];

impl<'a> Keys<'a> {
    pub fn new(book: &'a Book) -> Self {
        Self { book }
    }

    /// The key of a piece, notes included.
    pub fn of<T: Serialize>(&self, piece: &T) -> u64 {
        hash(&self.plain(piece, true))
    }

    /// The key of a piece; of a note only that it is there.
    pub fn without_notes<T: Serialize>(&self, piece: &T) -> u64 {
        hash(&self.plain(piece, false))
    }

    fn plain<T: Serialize>(&self, piece: &T, notes: bool) -> Value {
        let mut value = serde_json::to_value(piece).unwrap_or_default();
        self.strip(&mut value, notes);
        value
    }

    fn strip(&self, value: &mut Value, notes: bool) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(|one| self.strip(one, notes)),
            Value::Object(map) => {
                let kind = map.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
                match kind.as_str() {
                    // Their text is a number; what they name is what they say.
                    "ref" | "page-ref" => {
                        map.remove("text");
                        map.remove("span");
                        return;
                    }
                    "note-ref" => {
                        let id = map.get("note").and_then(Value::as_u64).and_then(|id| usize::try_from(id).ok());
                        let note = id.filter(|_| notes).and_then(|id| self.book.notes.get(id));
                        let says = note.map_or(Value::Null, |note| self.plain(&note.blocks, notes));
                        *value = Value::Array(vec!["note".into(), says]);
                        return;
                    }
                    // A citation's number is no change of text.
                    "cite" if !spells(map.get("content")) => {
                        map.remove("content");
                    }
                    _ => {}
                }
                map.retain(|name, _| !MADE.contains(&name.as_str()));
                if let Some(id) = map.get("asset").and_then(Value::as_u64).and_then(|id| usize::try_from(id).ok()) {
                    let asset = self.book.assets.get(id).map_or(0, |asset| bytes(&asset.bytes));
                    map.insert("asset".to_owned(), asset.into());
                }
                for (name, inner) in map.iter_mut() {
                    // Where a link leads is an anchor, too, but one that says something.
                    if name != "target" {
                        self.strip(inner, notes);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Whether there is a letter in any text of a value.
fn spells(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Array(list)) => list.iter().any(|one| spells(Some(one))),
        Some(Value::Object(map)) => {
            let text = map.get("text").and_then(Value::as_str).unwrap_or_default();
            text.contains(char::is_alphabetic) || spells(map.get("content"))
        }
        _ => false,
    }
}

/// The same for the same text within one run of the program, which is as long as keys live.
pub(super) fn text(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn bytes(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

fn hash(value: &Value) -> u64 {
    text(&value.to_string())
}

/// How often each word is in a piece.
pub(super) type Words = BTreeMap<String, usize>;

/// The words of a piece, whatever it is.
pub(super) fn words<T: Serialize>(piece: &T) -> Words {
    let mut out = Words::new();
    let value = serde_json::to_value(piece).unwrap_or_default();
    count(&value, &mut out);
    out
}

fn count(value: &Value, out: &mut Words) {
    match value {
        Value::Array(list) => list.iter().for_each(|one| count(one, out)),
        Value::Object(map) => {
            for (name, inner) in map {
                match (name.as_str(), inner) {
                    ("text" | "tex" | "alt" | "file", Value::String(text)) => {
                        for word in text.split_whitespace() {
                            *out.entry(word.to_owned()).or_default() += 1;
                        }
                    }
                    ("number" | "back" | "uses" | "locators", _) => {}
                    (_, inner) => count(inner, out),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// How alike two pieces are, from their words: 0 nothing in common, 1 the same words (Dice's coefficient).
pub(super) fn likeness(a: &Words, b: &Words) -> f64 {
    let total: usize = a.values().sum::<usize>() + b.values().sum::<usize>();
    if total == 0 {
        return 1.0;
    }
    let common: usize = a.iter().map(|(word, n)| b.get(word).map_or(0, |m| *m.min(n))).sum();
    2.0 * common as f64 / total as f64
}
