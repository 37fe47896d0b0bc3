//! The types of the resolved tree as their source declares them, and a walk of its JSON along them.
//!
//! So a test can ask which forms a book shows without a list of forms that somebody has to keep up: a new
//! kind of node, or a new field, is asked for from the moment it is declared.

#![allow(dead_code, reason = "each test takes what it needs of this")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

/// The types of `src/book`, by name.
pub struct Schema {
    structs: BTreeMap<String, Vec<(String, String)>>,
    enums: BTreeMap<String, Enum>,
}

struct Enum {
    /// The variant's name is the key `kind` of its fields.
    tagged: bool,
    /// Each variant with the type it holds.
    variants: BTreeMap<String, Option<String>>,
}

impl Schema {
    /// Reads `src/book`.
    pub fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/book");
        let mut schema = Self { structs: BTreeMap::new(), enums: BTreeMap::new() };
        for entry in fs::read_dir(folder).expect("the book's types are readable").flatten() {
            let text = fs::read_to_string(entry.path()).expect("the book's types are readable");
            text.split("\n\n").for_each(|item| schema.item(item));
        }
        schema
    }

    /// Names of the variants of an enum, as in the JSON.
    pub fn variants(&self, name: &str) -> BTreeSet<String> {
        let found = self.enums.get(name).unwrap_or_else(|| panic!("no enum `{name}` in src/book"));
        found.variants.keys().cloned().collect()
    }

    fn item(&mut self, text: &str) {
        let tagged = text.contains("tag = \"kind\"");
        if let Some((name, body)) = declared(text, "pub struct ") {
            let skipped = |at: usize| at > 0 && body.lines().nth(at - 1).is_some_and(|line| line.contains("serde(skip)"));
            let fields = body.lines().enumerate().filter(|(at, _)| !skipped(*at)).filter_map(|(_, line)| {
                let (name, kind) = line.trim().strip_prefix("pub ")?.trim_end_matches(',').split_once(": ")?;
                Some((name.to_owned(), kind.to_owned()))
            });
            self.structs.insert(name, fields.collect());
        }
        if let Some((name, body)) = declared(text, "pub enum ") {
            let lines = body.lines().map(str::trim).filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
            let variant = |line: &str| match line.trim_end_matches(',').split_once('(') {
                Some((name, kind)) => (kebab(name), Some(kind.trim_end_matches(')').to_owned())),
                None => (kebab(line.trim_end_matches(',')), None),
            };
            self.enums.insert(name, Enum { tagged, variants: lines.map(variant).collect() });
        }
    }

    /// Every form there is under a type: `Listing.file`, `Class::Keyword`, `Item.task = true`.
    pub fn forms(&self, top: &str) -> BTreeSet<String> {
        let mut forms = BTreeSet::new();
        self.forms_of(top, &mut BTreeSet::new(), &mut forms);
        forms
    }

    fn forms_of(&self, kind: &str, done: &mut BTreeSet<String>, forms: &mut BTreeSet<String>) {
        if let Some(inner) = wrapped(kind) {
            return self.forms_of(inner, done, forms);
        }
        if !done.insert(kind.to_owned()) {
            return;
        }
        for (name, inner) in self.structs.get(kind).into_iter().flatten() {
            let at = format!("{kind}.{name}");
            match unwrapped(inner) {
                "bool" => forms.extend([format!("{at} = true"), format!("{at} = false")]),
                _ if wrapped(inner).is_some() => _ = forms.insert(at),
                _ => {}
            }
            self.forms_of(inner, done, forms);
        }
        for (name, inner) in self.enums.get(kind).iter().flat_map(|found| &found.variants) {
            forms.insert(format!("{kind}::{name}"));
            inner.iter().for_each(|inner| self.forms_of(inner, done, forms));
        }
    }

    /// Adds every form that a value of a type shows.
    pub fn shown(&self, kind: &str, value: &Value, shown: &mut BTreeSet<String>) {
        match (wrapped(kind), value) {
            (_, Value::Null) => {}
            (Some(inner), Value::Array(values)) if kind.starts_with("Vec") => {
                values.iter().for_each(|value| self.shown(inner, value, shown));
            }
            (Some(inner), _) => self.shown(inner, value, shown),
            (None, _) => {
                self.fields(kind, value, shown);
                self.variant(kind, value, shown);
            }
        }
    }

    fn fields(&self, kind: &str, value: &Value, shown: &mut BTreeSet<String>) {
        for (name, inner) in self.structs.get(kind).into_iter().flatten() {
            let field = value.get(name).unwrap_or_else(|| panic!("no `{name}` in the JSON of a {kind}: {value}"));
            let at = format!("{kind}.{name}");
            if let Value::Bool(flag) = field {
                shown.insert(format!("{at} = {flag}"));
            } else if !field.is_null() && *field != Value::Array(Vec::new()) {
                shown.insert(at);
            }
            self.shown(inner, field, shown);
        }
    }

    fn variant(&self, kind: &str, value: &Value, shown: &mut BTreeSet<String>) {
        let Some(found) = self.enums.get(kind) else { return };
        let (name, payload) = match value {
            Value::String(name) => (name.as_str(), value),
            Value::Object(fields) if found.tagged => (fields["kind"].as_str().expect("a kind"), value),
            Value::Object(fields) => fields.iter().next().map(|(name, value)| (name.as_str(), value)).expect("a variant"),
            _ => panic!("this is no {kind}: {value}"),
        };
        let inner = found.variants.get(name).unwrap_or_else(|| panic!("{kind} has no `{name}`"));
        shown.insert(format!("{kind}::{name}"));
        inner.iter().for_each(|inner| self.shown(inner, payload, shown));
    }
}

/// Name and body of an item that begins so.
fn declared(text: &str, begins: &str) -> Option<(String, String)> {
    let at = text.find(&format!("\n{begins}")).map(|at| at + 1).or_else(|| text.starts_with(begins).then_some(0))?;
    let (name, body) = text[at + begins.len()..].split_once(" {\n")?;
    Some((name.to_owned(), body.split("\n}").next().unwrap_or_default().to_owned()))
}

/// What a `Vec` or an `Option` holds.
fn wrapped(kind: &str) -> Option<&str> {
    kind.strip_prefix("Vec<").or_else(|| kind.strip_prefix("Option<"))?.strip_suffix('>')
}

/// What is in the innermost `Vec` or `Option`.
fn unwrapped(kind: &str) -> &str {
    wrapped(kind).map_or(kind, unwrapped)
}

/// A name as the JSON has it.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
