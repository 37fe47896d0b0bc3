//! TOML as a tree in which every key and value knows its place, with `--set` already worked in.
//!
//! In: the text of `book.toml` and the overrides. Out: a [`Table`], from which `written` takes the keys
//! it knows, each with the type it expects; what is left over at the end is unknown and is reported.
//! The `toml` crate is used here alone. Its `serde` side is not: a derived `Deserialize` stops at the
//! first wrong type or unknown key, and an author wants to see all of them at once.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::{Diagnostic, Problem, nearest};
use crate::snapshot::Text;
use crate::span::{FileId, Span};

/// A value with its place.
#[derive(Debug, Clone)]
pub(super) struct Node {
    raw: Raw,
    at: Span,
    /// It came from `--set`, so `at` is only the top of `book.toml`.
    set: bool,
}

#[derive(Debug, Clone)]
enum Raw {
    Text(String),
    Integer(i64),
    /// A float, or an integer past 64 bits: nothing takes one, so only its look is kept.
    Float(String),
    Bool(bool),
    Date(String),
    List(Vec<Node>),
    Table(Entries),
}

type Entries = BTreeMap<String, (Span, Node)>;

/// A value of the type that its key expects.
#[derive(Debug, Clone)]
pub(super) struct Given<T> {
    /// The value.
    pub value: T,
    /// Full name of its key (`edition.print.trim`), with `--set` before it where it came from there.
    pub key: String,
    /// Where the value stands.
    pub at: Span,
}

impl<T> Given<T> {
    /// That the key doesn't take this value, written as `shown`.
    pub fn refused(&self, shown: &str, expected: &str) -> Diagnostic {
        let (value, expected) = (shown.to_owned(), expected.to_owned());
        Problem::BadValue { key: self.key.clone(), value, expected }.at(self.at)
    }
}

/// A type that values can have.
pub(super) trait Kind: Sized {
    /// How messages call it.
    const EXPECTED: &'static str;

    /// The value, if it has this type.
    fn from(node: &Node) -> Option<Self>;
}

impl Kind for String {
    const EXPECTED: &'static str = "a string";

    fn from(node: &Node) -> Option<Self> {
        match &node.raw {
            Raw::Text(text) => Some(text.clone()),
            Raw::Integer(_) | Raw::Float(_) | Raw::Bool(_) | Raw::Date(_) | Raw::List(_) | Raw::Table(_) => {
                None
            }
        }
    }
}

impl Kind for bool {
    const EXPECTED: &'static str = "`true` or `false`";

    fn from(node: &Node) -> Option<Self> {
        if let Raw::Bool(value) = node.raw { Some(value) } else { None }
    }
}

impl Kind for i64 {
    const EXPECTED: &'static str = "a whole number";

    fn from(node: &Node) -> Option<Self> {
        if let Raw::Integer(value) = node.raw { Some(value) } else { None }
    }
}

/// One string, or a list of them: `authors = "A"` is as good as `authors = ["A"]`.
impl Kind for Vec<String> {
    const EXPECTED: &'static str = "a list of strings";

    fn from(node: &Node) -> Option<Self> {
        match &node.raw {
            Raw::List(items) => items.iter().map(<String as Kind>::from).collect(),
            Raw::Text(text) => Some(vec![text.clone()]),
            Raw::Integer(_) | Raw::Float(_) | Raw::Bool(_) | Raw::Date(_) | Raw::Table(_) => None,
        }
    }
}

/// One string of a list, with its place.
#[derive(Debug, Clone)]
pub(super) struct Placed(pub String, pub Span);

/// The same, where each string's own place matters.
impl Kind for Vec<Placed> {
    const EXPECTED: &'static str = "a list of strings";

    fn from(node: &Node) -> Option<Self> {
        let placed = |node: &Node| Some(Placed(<String as Kind>::from(node)?, node.at));
        match &node.raw {
            Raw::List(items) => items.iter().map(placed).collect(),
            Raw::Text(_) => Some(vec![placed(node)?]),
            Raw::Integer(_) | Raw::Float(_) | Raw::Bool(_) | Raw::Date(_) | Raw::Table(_) => None,
        }
    }
}

/// What one may write with quotes or without: a year, a date, an ISBN.
#[derive(Debug, Clone)]
pub(super) struct Plain(pub String);

impl Kind for Plain {
    const EXPECTED: &'static str = "a string";

    fn from(node: &Node) -> Option<Self> {
        match &node.raw {
            Raw::Text(text) | Raw::Date(text) => Some(Self(text.clone())),
            Raw::Integer(number) => Some(Self(number.to_string())),
            Raw::Float(_) | Raw::Bool(_) | Raw::List(_) | Raw::Table(_) => None,
        }
    }
}

/// Reads `book.toml`, then lets each `key=value` of `set` replace or add a key. `None` where the file
/// isn't TOML; all its errors are reported.
pub(super) fn read(text: &Text, set: &[String], problems: &mut Vec<Diagnostic>) -> Option<Table> {
    let (tree, errors) = DeTable::parse_recoverable(&text.text);
    for error in &errors {
        let range = error.span().unwrap_or_default();
        let problem = Problem::BadToml { reason: sentence(error.message()) };
        problems.push(problem.at(Span::new(text.file, range.start, range.end)));
    }
    if !errors.is_empty() {
        return None;
    }
    let mut entries = table(tree.into_inner(), text.file, false);
    for wish in set {
        if let Err(problem) = replace(&mut entries, wish, text.file) {
            problems.push(problem.at(Span::top(text.file)));
        }
    }
    Some(Table { name: String::new(), entries, known: Vec::new() })
}

/// A table, from which keys are taken until only unknown ones are left.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Its full name; empty for the file itself.
    name: String,
    entries: Entries,
    known: Vec<&'static str>,
}

impl Table {
    /// Takes a key out, if it is there and has the right type.
    pub fn take<T: Kind>(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Given<T>> {
        self.known.push(key);
        let (_, node) = self.entries.remove(key)?;
        self.typed(key, &node, problems)
    }

    /// Takes a table out; an empty one where it isn't there.
    pub fn table(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Self {
        self.known.push(key);
        let Some((_, node)) = self.entries.remove(key) else { return Self::default() };
        self.inner(key, node, problems)
    }

    /// Takes a table out, with the place of its name, where it is there.
    pub fn optional(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<(Span, Self)> {
        self.known.push(key);
        let (at, node) = self.entries.remove(key)?;
        Some((at, self.inner(key, node, problems)))
    }

    /// Takes a list of tables (`[[key]]`) out, each with its place.
    pub fn list(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Vec<(Span, Self)> {
        self.known.push(key);
        let Some((_, node)) = self.entries.remove(key) else { return Vec::new() };
        let (nodes, set) = match node.raw {
            Raw::List(nodes) => (nodes, node.set),
            raw => (vec![Node { raw, ..node }], node.set),
        };
        let inner = |node: Node| (node.at, self.inner(key, Node { set, ..node }, problems));
        nodes.into_iter().map(inner).collect()
    }

    /// Takes out every key that is left, as a table each, with the place of its name.
    pub fn tables(&mut self, problems: &mut Vec<Diagnostic>) -> Vec<(String, Span, Self)> {
        let entries = std::mem::take(&mut self.entries);
        let inner = |(key, (at, node)): (String, (Span, Node))| {
            let table = self.inner(&key, node, problems);
            (key, at, table)
        };
        entries.into_iter().map(inner).collect()
    }

    /// Takes out every key that is left, with the place of its name; those of another type are reported.
    pub fn rest<T: Kind>(&mut self, problems: &mut Vec<Diagnostic>) -> Vec<(String, Span, Given<T>)> {
        let entries = std::mem::take(&mut self.entries);
        let typed = |(key, (at, node)): (String, (Span, Node))| {
            let given = self.typed(&key, &node, problems)?;
            Some((key, at, given))
        };
        entries.into_iter().filter_map(typed).collect()
    }

    /// Takes out another tool's table, without looking at it; the place of its name.
    pub fn foreign(&mut self, key: &str) -> Option<Span> {
        self.entries.remove(key).map(|(at, _)| at)
    }

    /// The names of the tables that nobody took and that look like none of ours, with their places.
    pub fn strangers(&self) -> Vec<(String, Span)> {
        let strange = |(key, (at, node)): (&String, &(Span, Node))| {
            let table = matches!(node.raw, Raw::Table(_)) && !node.set;
            let near = nearest(key, self.known.iter().copied()).is_some();
            (table && !near).then(|| (key.clone(), *at))
        };
        self.entries.iter().filter_map(strange).collect()
    }

    /// Reports what nobody took. `elsewhere` are keys of another table, by its name: they are known
    /// enough to be suggested with it.
    pub fn finish(self, elsewhere: &[(&str, &[&str])], problems: &mut Vec<Diagnostic>) {
        for (key, (at, node)) in &self.entries {
            let home = elsewhere.iter().find(|(_, keys)| keys.contains(&key.as_str()));
            let near = match home {
                Some((table, _)) => Some(format!("{table}.{key}")),
                None => nearest(key, self.known.iter().copied()),
            };
            let problem = Problem::UnknownKey { key: self.full(key, node.set), nearest: near };
            problems.push(problem.at(*at));
        }
    }

    fn inner(&self, key: &str, node: Node, problems: &mut Vec<Diagnostic>) -> Self {
        match node.raw {
            Raw::Table(entries) => Self { name: self.full(key, false), entries, known: Vec::new() },
            raw @ (Raw::Text(_)
            | Raw::Integer(_)
            | Raw::Float(_)
            | Raw::Bool(_)
            | Raw::Date(_)
            | Raw::List(_)) => {
                let given = Given { value: (), key: self.full(key, node.set), at: node.at };
                problems.push(given.refused(&show(&raw), "a table"));
                Self::default()
            }
        }
    }

    fn typed<T: Kind>(&self, key: &str, node: &Node, problems: &mut Vec<Diagnostic>) -> Option<Given<T>> {
        let key = self.full(key, node.set);
        if let Some(value) = T::from(node) {
            return Some(Given { value, key, at: node.at });
        }
        problems.push(Given { value: (), key, at: node.at }.refused(&show(&node.raw), T::EXPECTED));
        None
    }

    fn full(&self, key: &str, set: bool) -> String {
        let before = if set { "--set " } else { "" };
        match self.name.as_str() {
            "" => format!("{before}{key}"),
            name => format!("{before}{name}.{key}"),
        }
    }
}

/// Works one `key.path=value` into the tree.
fn replace(entries: &mut Entries, wish: &str, file: FileId) -> Result<(), Problem> {
    let bad = |reason: &str| Problem::BadToml { reason: format!("`--set {wish}`: {reason}") };
    let (key, value) = wish.split_once('=').ok_or_else(|| bad("expected `key.path=value`"))?;
    let mut path = keys(key).ok_or_else(|| bad("no such form of key, expected `key.path=value`"))?;
    let last = path.pop().ok_or_else(|| bad("no key"))?;
    let raw = match DeValue::parse(value.trim()) {
        Ok(value) => node(value, file, true).raw,
        Err(_) => Raw::Text(value.trim().to_owned()),
    };
    let at = Span::top(file);
    let mut inside = entries;
    for name in path {
        let empty = || (at, Node { raw: Raw::Table(Entries::new()), at, set: true });
        let (_, node) = inside.entry(name).or_insert_with(empty);
        if !matches!(node.raw, Raw::Table(_)) {
            *node = empty().1;
        }
        let Raw::Table(next) = &mut node.raw else { return Err(bad("not a table")) };
        inside = next;
    }
    inside.insert(last, (at, Node { raw, at, set: true }));
    Ok(())
}

/// The names of a dotted TOML key (`html."My-Tag"`); `None` where it is none.
fn keys(key: &str) -> Option<Vec<String>> {
    if key.contains(['\n', '#']) {
        return None;
    }
    let line = format!("{key} = 0");
    let mut table = DeTable::parse(&line).ok()?.into_inner();
    let mut names = Vec::new();
    loop {
        let (name, value) = table.into_iter().next()?;
        names.push(name.into_inner().into_owned());
        match value.into_inner() {
            DeValue::Table(inner) => table = inner,
            DeValue::Integer(_) => return Some(names),
            DeValue::String(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_) => return None,
        }
    }
}

fn table(table: DeTable<'_>, file: FileId, set: bool) -> Entries {
    let entry = |(key, value): (Spanned<std::borrow::Cow<'_, str>>, Spanned<DeValue<'_>>)| {
        let at = place(&key.span(), file, set);
        (key.into_inner().into_owned(), (at, node(value, file, set)))
    };
    table.into_iter().map(entry).collect()
}

fn node(value: Spanned<DeValue<'_>>, file: FileId, set: bool) -> Node {
    let at = place(&value.span(), file, set);
    let raw = match value.into_inner() {
        DeValue::String(text) => Raw::Text(text.into_owned()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Raw::Integer(number),
            Err(_) => Raw::Float(number.to_string()),
        },
        DeValue::Float(number) => Raw::Float(number.to_string()),
        DeValue::Boolean(value) => Raw::Bool(value),
        DeValue::Datetime(date) => Raw::Date(date.to_string()),
        DeValue::Array(items) => Raw::List(items.into_iter().map(|item| node(item, file, set)).collect()),
        DeValue::Table(inner) => Raw::Table(table(inner, file, set)),
    };
    Node { raw, at, set }
}

/// What `--set` says stands nowhere in the file, so it gets the file as a whole.
fn place(range: &std::ops::Range<usize>, file: FileId, set: bool) -> Span {
    if set { Span::top(file) } else { Span::new(file, range.start, range.end) }
}

/// A value as messages show it.
fn show(raw: &Raw) -> String {
    match raw {
        Raw::Text(text) | Raw::Float(text) | Raw::Date(text) => text.clone(),
        Raw::Integer(number) => number.to_string(),
        Raw::Bool(value) => value.to_string(),
        Raw::List(_) => "[...]".to_owned(),
        Raw::Table(_) => "{...}".to_owned(),
    }
}

/// A message of the parser's in our manner: lower case, and saying what it is about.
fn sentence(message: &str) -> String {
    let mut letters = message.trim_end_matches('.').chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    format!("not TOML: {first}{}", letters.as_str())
}
