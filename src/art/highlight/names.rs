//! The class of a name, from what is around it and how it is written.

use super::language::Language;
use super::tree::Above;
use crate::book::Class;

/// The class of a name; `None` leaves it as it is. `field` is its field in its parent, the last of
/// `path`.
pub(super) fn class(
    language: Language,
    text: &str,
    field: Option<&'static str>,
    path: &[Above],
) -> Option<Class> {
    let place = Place { field, path };
    if text == "!" {
        return (place.parent() == "macro_invocation").then_some(Class::Macro);
    }
    match language {
        Language::Xml => markup(place),
        Language::Toml => {
            let table = matches!(place.outer("dotted_key"), "table" | "table_array_element");
            Some(if table { Class::Type } else { Class::Property })
        }
        Language::Hcl => hcl(place),
        Language::Graphql => graphql(place),
        Language::Dockerfile => (place.field == Some("name")).then_some(Class::Property),
        Language::Bash => (place.parent() == "function_definition").then_some(Class::Function),
        Language::Proto => (place.parent() == "enum_field").then_some(Class::Constant),
        Language::C
        | Language::Console
        | Language::Cpp
        | Language::Cql
        | Language::Css
        | Language::Diff
        | Language::Go
        | Language::Html
        | Language::Ini
        | Language::Java
        | Language::Javascript
        | Language::Json
        | Language::Nginx
        | Language::Promql
        | Language::Python
        | Language::Rego
        | Language::Rust
        | Language::Scala
        | Language::Sql
        | Language::Typescript
        | Language::Yaml => program(language, text, place),
    }
}

/// Where a name stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    field: Option<&'static str>,
    path: &'a [Above],
}

impl<'a> Place<'a> {
    fn parent(self) -> &'static str {
        self.path.last().map_or("", |above| above.kind)
    }

    /// The nearest kind above that isn't `through`.
    fn outer(self, through: &str) -> &'static str {
        self.path.iter().rev().find(|above| above.kind != through).map_or("", |above| above.kind)
    }

    /// The place of the node that holds this one.
    fn up(self) -> Option<Place<'a>> {
        let (last, path) = self.path.split_last()?;
        Some(Place { field: last.field, path })
    }

    /// It is the last name of a path such as `a.b.c`, or a name with type arguments behind it.
    fn ends_path(self) -> bool {
        matches!(
            (self.parent(), self.field),
            ("attribute", Some("attribute"))
                | ("member_expression", Some("property"))
                | ("field_expression" | "selector_expression", Some("field"))
                | ("scoped_identifier" | "qualified_identifier", Some("name"))
                | ("template_function" | "template_method", Some("name"))
                | ("generic_function", Some("function"))
                | ("instantiation_expression", Some("function"))
        )
    }

    /// It names what is called.
    fn called(self) -> bool {
        match (self.parent(), self.field) {
            ("call" | "call_expression", Some("function")) | ("method_invocation", Some("name")) => true,
            _ => self.ends_path() && self.up().is_some_and(Place::called),
        }
    }

    /// It belongs to the name of a decorator or an annotation.
    fn decorates(self) -> bool {
        match (self.parent(), self.field) {
            ("decorator", _) | ("annotation" | "marker_annotation", Some("name")) => true,
            ("call" | "call_expression", Some("function"))
            | ("attribute" | "member_expression" | "scoped_identifier", _) => {
                self.up().is_some_and(Place::decorates)
            }
            _ => false,
        }
    }

    /// It names a function that is being defined.
    fn defines_function(self) -> bool {
        let parent = match self.parent() {
            "scoped_identifier" | "qualified_identifier" if self.ends_path() => {
                return self.up().is_some_and(Place::defines_function);
            }
            parent => parent,
        };
        match self.field {
            Some("name") => matches!(
                parent,
                "function_definition"
                    | "function_declaration"
                    | "function_item"
                    | "function_signature"
                    | "function_signature_item"
                    | "function_expression"
                    | "generator_function"
                    | "generator_function_declaration"
                    | "method_declaration"
                    | "method_definition"
                    | "method_signature"
                    | "method_elem"
                    | "abstract_method_signature"
                    | "preproc_function_def"
            ),
            Some("declarator") => parent == "function_declarator",
            Some(_) | None => false,
        }
    }

    /// It names a type that is being defined or made.
    fn defines_type(self) -> bool {
        matches!(
            (self.parent(), self.field),
            (
                "class_definition"
                    | "class_declaration"
                    | "interface_declaration"
                    | "enum_declaration"
                    | "record_declaration"
                    | "annotation_type_declaration"
                    | "constructor_declaration"
                    | "object_definition"
                    | "trait_definition"
                    | "enum_definition",
                Some("name")
            ) | ("new_expression", Some("constructor"))
        )
    }

    /// It stands where a type is expected, in a language that has no kind of its own for types.
    fn is_type(self) -> bool {
        matches!(self.parent(), "type" | "generic_type" | "union_type" | "member_type" | "constrained_type")
            || self.ends_path() && self.up().is_some_and(Place::is_type)
    }
}

fn program(language: Language, text: &str, place: Place) -> Option<Class> {
    if place.decorates() {
        return Some(Class::Macro);
    }
    if place.parent() == "macro_invocation" || place.parent() == "macro_definition" {
        return Some(Class::Macro);
    }
    if place.defines_type() || place.is_type() {
        return Some(Class::Type);
    }
    if place.defines_function() {
        return Some(Class::Function);
    }
    let capitals = matches!(
        language,
        Language::Java
            | Language::Javascript
            | Language::Python
            | Language::Rust
            | Language::Scala
            | Language::Typescript
    );
    match Case::of(text) {
        Case::Capital if capitals => Some(Class::Type),
        Case::Upper if !place.called() => Some(Class::Constant),
        Case::Capital | Case::Upper | Case::Lower => place.called().then_some(Class::Function),
    }
}

/// How a name is written.
enum Case {
    /// `Queue`: a type, by the custom of most languages.
    Capital,
    /// `MAX_SIZE`: a constant. Single capitals are not.
    Upper,
    /// Anything else.
    Lower,
}

impl Case {
    fn of(text: &str) -> Self {
        let first = text.trim_start_matches('_').chars().next();
        if !first.is_some_and(char::is_uppercase) {
            return Self::Lower;
        }
        if text.chars().any(char::is_lowercase) {
            return Self::Capital;
        }
        if text.chars().filter(|c| c.is_uppercase()).count() > 1 { Self::Upper } else { Self::Lower }
    }
}

fn markup(place: Place) -> Option<Class> {
    match place.parent() {
        "STag" | "ETag" | "EmptyElemTag" => Some(Class::Tag),
        "Attribute" | "PseudoAtt" => Some(Class::Property),
        _ => None,
    }
}

fn hcl(place: Place) -> Option<Class> {
    match place.parent() {
        "block" => Some(Class::Keyword),
        "attribute" => Some(Class::Property),
        "function_call" => Some(Class::Function),
        _ => None,
    }
}

fn graphql(place: Place) -> Option<Class> {
    match place.parent() {
        "field_definition" | "input_value_definition" | "argument" | "object_field" => Some(Class::Property),
        "operation_definition" => Some(Class::Function),
        parent if parent.ends_with("_type_definition") || parent.ends_with("_type_extension") => {
            Some(Class::Type)
        }
        _ => None,
    }
}
