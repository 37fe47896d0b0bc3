//! Code read by a grammar: the tree is walked once and painted from the outside in.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use arborium::tree_sitter::{self, Node, Parser, TreeCursor};

use super::kinds::{self, What};
use super::language::Language;
use super::names;
use super::paint::Paint;
use crate::book::Class;

/// A node above the current one.
#[derive(Clone, Copy)]
pub(super) struct Above {
    /// Kind of the node.
    pub(super) kind: &'static str,
    /// Its field in its own parent.
    pub(super) field: Option<&'static str>,
}

/// Paints some code; plain where the grammar gives no tree.
pub(super) fn paint(
    parser: &mut Parser,
    language: Language,
    grammar: &tree_sitter::Language,
    code: &str,
) -> Paint {
    let mut paint = Paint::plain(code);
    if parser.set_language(grammar).is_err() {
        return paint;
    }
    let Some(tree) = parser.parse(code, None) else { return paint };
    let grammar = known(language, grammar);
    let mut walk = Walk { language, grammar: &grammar, code, paint: &mut paint, path: Vec::new() };
    walk.all(&mut tree.walk());
    paint
}

struct Walk<'a> {
    language: Language,
    grammar: &'a Grammar,
    code: &'a str,
    paint: &'a mut Paint,
    path: Vec<Above>,
}

impl Walk<'_> {
    /// Every node below the cursor, outer ones first.
    fn all(&mut self, cursor: &mut TreeCursor) {
        loop {
            let node = cursor.node();
            let field = cursor.field_id().and_then(|id| self.grammar.field(id.get()));
            if self.enter(&node, field) && cursor.goto_first_child() {
                self.path.push(Above { kind: self.grammar.kind(node.kind_id()), field });
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                self.path.pop();
            }
        }
    }

    /// Paints a node; whether to go on inside it.
    fn enter(&mut self, node: &Node, field: Option<&'static str>) -> bool {
        let what = match field {
            Some("key") if self.is_key() => What::Whole(Class::Property),
            Some(_) | None => self.grammar.what(node.kind_id()),
        };
        match what {
            What::Plain => return true,
            What::Whole(class) => {
                self.paint.over(node.start_byte(), node.end_byte(), Some(class));
                return false;
            }
            What::Over(class) => self.paint.over(node.start_byte(), node.end_byte(), Some(class)),
            What::Reset => self.paint.over(node.start_byte(), node.end_byte(), None),
            What::Name => {
                let text = self.code.get(node.byte_range()).unwrap_or_default();
                if let Some(class) = names::class(self.language, text, field, &self.path) {
                    self.paint.over(node.start_byte(), node.end_byte(), Some(class));
                    return false;
                }
            }
        }
        true
    }

    /// A node of field `key` is the name of an entry here, not an expression.
    fn is_key(&self) -> bool {
        let parent = self.path.last().map_or("", |above| above.kind);
        match self.language {
            Language::Json | Language::Javascript | Language::Typescript => parent == "pair",
            Language::Yaml => parent == "block_mapping_pair" || parent == "flow_pair",
            Language::Hcl => parent == "object_elem",
            Language::Java => parent == "element_value_pair",
            Language::Bash
            | Language::C
            | Language::Console
            | Language::Cpp
            | Language::Cql
            | Language::Css
            | Language::Diff
            | Language::Dockerfile
            | Language::Go
            | Language::Graphql
            | Language::Html
            | Language::Ini
            | Language::Nginx
            | Language::Promql
            | Language::Proto
            | Language::Python
            | Language::Rego
            | Language::Rust
            | Language::Scala
            | Language::Sql
            | Language::Toml
            | Language::Xml => false,
        }
    }
}

/// What a grammar's numbers stand for. Asking tree-sitter for a name each time costs as much as the rest
/// of the walk.
struct Grammar {
    what: Vec<What>,
    kinds: Vec<&'static str>,
    fields: Vec<Option<&'static str>>,
}

impl Grammar {
    fn new(language: Language, grammar: &tree_sitter::Language) -> Self {
        let ids = 0..u16::try_from(grammar.node_kind_count()).unwrap_or(u16::MAX);
        let kinds: Vec<_> = ids.clone().map(|id| grammar.node_kind_for_id(id).unwrap_or_default()).collect();
        let named = ids.map(|id| grammar.node_kind_is_named(id));
        let what = kinds.iter().zip(named).map(|(kind, named)| kinds::what(language, kind, named)).collect();
        let fields = 0..=u16::try_from(grammar.field_count()).unwrap_or(u16::MAX);
        let fields = fields.map(|id| grammar.field_name_for_id(id)).collect();
        Self { what, kinds, fields }
    }

    fn what(&self, id: u16) -> What {
        self.what.get(usize::from(id)).copied().unwrap_or(What::Plain)
    }

    fn kind(&self, id: u16) -> &'static str {
        self.kinds.get(usize::from(id)).copied().unwrap_or_default()
    }

    fn field(&self, id: u16) -> Option<&'static str> {
        self.fields.get(usize::from(id)).copied().flatten()
    }
}

/// The tables of a grammar, made once for a language in a process.
fn known(language: Language, grammar: &tree_sitter::Language) -> Arc<Grammar> {
    static KNOWN: Mutex<Option<HashMap<Language, Arc<Grammar>>>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let made = known.get_or_insert_default().entry(language);
    Arc::clone(made.or_insert_with(|| Arc::new(Grammar::new(language, grammar))))
}
