//! What a kind of node means, whatever is around it.
//!
//! Grammars name alike what is alike (`comment`, `string_literal`, `type_identifier`), so one table by
//! name serves all of them; the few kinds that mean something else in one language are asked for first.

use super::language::Language;
use crate::book::Class;

/// What to do with a node of some kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Nothing; its children decide.
    Plain,
    /// All of it in one class, whatever it holds.
    Whole(Class),
    /// In a class, and its children over it.
    Over(Class),
    /// Plain again inside something painted, and its children over it: `{name}` in a string.
    Reset,
    /// A name; its class depends on where it stands.
    Name,
}

/// What a kind means; `named` is how tree-sitter tells rules (`identifier`) from their signs (`if`).
pub(super) fn what(language: Language, kind: &str, named: bool) -> What {
    if named { own_rule(language, kind).unwrap_or_else(|| rule(kind)) } else { sign(language, kind) }
}

/// Kinds that mean something of their own in one language.
fn own_rule(language: Language, kind: &str) -> Option<What> {
    use Class::{Constant, Function, Keyword, Macro, Number, Property, String, Tag, Type};
    use What::{Name, Over, Whole};
    Some(match (language, kind) {
        (Language::Proto, "type" | "key_type" | "message_name" | "enum_name" | "service_name") => Whole(Type),
        (Language::Proto, "message_or_enum_type") => Whole(Type),
        (Language::Proto, "bool") => Whole(Constant),
        (Language::Proto, "rpc_name") => Whole(Function),
        (Language::Graphql, "name") => Name,
        (Language::Graphql, "named_type") => Whole(Type),
        (Language::Graphql, "fragment_name") => Whole(Function),
        (Language::Graphql, "variable") => Whole(Property),
        (Language::Graphql, "enum_value") => Whole(Constant),
        (Language::Graphql, "directive") => Over(Macro),
        (Language::Xml, "Name" | "PITarget") => Name,
        (Language::Xml, "CDSect") => Whole(String),
        (Language::Css, "class_name" | "id_name" | "pseudo_element_selector") => Whole(Type),
        (Language::Css, "tag_name" | "universal_selector") => Whole(Tag),
        (Language::Css, "color_value" | "integer_value" | "float_value") => Whole(Number),
        (Language::Css, "important" | "keyword_query" | "at_keyword" | "to" | "from") => Whole(Keyword),
        (Language::Css, "function_name") => Whole(Function),
        (Language::Css, "identifier") => What::Plain,
        (Language::Toml, "bare_key" | "quoted_key") => Name,
        (Language::Bash, "command_name") => Over(Function),
        (Language::Bash, "word") => Name,
        (Language::Dockerfile, "image_spec") => Over(String),
        (Language::Dockerfile, "unquoted_string") => Name,
        (Language::Scala, "operator_identifier") => What::Plain,
        (Language::C | Language::Cpp, "this" | "auto") => Whole(Keyword),
        (Language::Python, "argument_list") | (Language::Java, "annotation_argument_list") => What::Reset,
        (Language::Javascript | Language::Typescript, "arguments") => What::Reset,
        _ => return None,
    })
}

/// Kinds of any language.
fn rule(kind: &str) -> What {
    use What::{Name, Over, Reset, Whole};
    if kind.ends_with("omment") {
        return Whole(Class::Comment);
    }
    match kind {
        "shebang" | "hash_bang_line" => Whole(Class::Comment),
        "string"
        | "string_literal"
        | "raw_string_literal"
        | "interpreted_string_literal"
        | "char_literal"
        | "character_literal"
        | "rune_literal"
        | "template_string"
        | "system_lib_string"
        | "raw_string"
        | "ansi_c_string"
        | "translated_string"
        | "double_quote_scalar"
        | "single_quote_scalar"
        | "block_scalar"
        | "heredoc_body"
        | "heredoc_block"
        | "heredoc_template"
        | "quoted_template"
        | "string_lit"
        | "AttValue"
        | "PseudoAttValue"
        | "quoted_attribute_value"
        | "string_value"
        | "double_quoted_string"
        | "single_quoted_string"
        | "json_string"
        | "interpolated_string"
        | "interpolated_string_double"
        | "interpolated_string_raw"
        | "regex"
        | "description"
        | "text_block"
        | "user_defined_literal" => Over(Class::String),
        "interpolation"
        | "template_substitution"
        | "template_interpolation"
        | "string_interpolation"
        | "command_substitution"
        | "process_substitution"
        | "arithmetic_expansion"
        | "format_expression" => Reset,
        "integer"
        | "float"
        | "number"
        | "number_literal"
        | "integer_literal"
        | "float_literal"
        | "int_literal"
        | "imaginary_literal"
        | "decimal_integer_literal"
        | "hex_integer_literal"
        | "octal_integer_literal"
        | "binary_integer_literal"
        | "decimal_floating_point_literal"
        | "hex_floating_point_literal"
        | "floating_point_literal"
        | "numeric_lit"
        | "integer_scalar"
        | "float_scalar"
        | "timestamp_scalar"
        | "int_value"
        | "float_value"
        | "int_lit"
        | "float_lit"
        | "field_number"
        | "expose_port"
        | "local_date"
        | "local_time"
        | "local_date_time"
        | "offset_date_time"
        | "VersionNum" => Whole(Class::Number),
        "true" | "false" | "none" | "null" | "nil" | "null_literal" | "undefined" | "boolean"
        | "boolean_literal" | "boolean_scalar" | "null_scalar" | "boolean_value" | "null_value"
        | "bool_lit" | "null_lit" | "iota" | "EntityRef" | "CharRef" | "entity" => Whole(Class::Constant),
        "type_identifier"
        | "primitive_type"
        | "predefined_type"
        | "integral_type"
        | "floating_point_type"
        | "boolean_type"
        | "void_type"
        | "sized_type_specifier"
        | "lifetime"
        | "never_type" => Whole(Class::Type),
        "this" | "self" | "super" | "crate" | "mutable_specifier" => Whole(Class::Keyword),
        "tag_name" | "erroneous_end_tag_name" => Whole(Class::Tag),
        "attribute_name" | "property_name" | "feature_name" | "variable_name" | "special_variable_name" => {
            Whole(Class::Property)
        }
        "simple_expansion" | "expansion" | "variable" => Over(Class::Property),
        "attribute_item"
        | "inner_attribute_item"
        | "preproc_directive"
        | "PI"
        | "XmlModelPI"
        | "StyleSheetPI"
        | "doctypedecl"
        | "doctype"
        | "metavariable"
        | "fragment_specifier"
        | "tag"
        | "anchor"
        | "alias"
        | "yaml_directive"
        | "tag_directive"
        | "reserved_directive" => Whole(Class::Macro),
        "XMLDecl" | "decorator" | "annotation" | "marker_annotation" => Over(Class::Macro),
        "identifier" | "field_identifier" | "property_identifier" | "private_property_identifier" => Name,
        _ => What::Plain,
    }
}

/// Signs and reserved words. Operators are left plain: they look like the text around them in every style
/// we know, and a run for each would be one run in six, to be laid out and written for nothing.
fn sign(language: Language, kind: &str) -> What {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ' ' || c == '-';
    let first = kind.chars().next().unwrap_or(' ');
    let long = kind.len() > 1;
    match kind {
        "!" if language == Language::Rust => What::Name,
        "true" | "false" | "NULL" | "nullptr" => What::Whole(Class::Constant),
        "string_content" | "_heredoc_nl" => What::Plain,
        "version" | "encoding" | "standalone" if language == Language::Xml => What::Whole(Class::Property),
        _ if first == '"' && long && kind.ends_with('"') && kind != "\"\"\"" => What::Whole(Class::String),
        _ if first == '#' && kind.chars().skip(1).all(|c| c.is_ascii_alphabetic()) && long => {
            What::Whole(Class::Macro)
        }
        _ if first == '@' && long => What::Whole(Class::Keyword),
        _ if first.is_ascii_alphabetic() && long && kind.chars().all(word) => What::Whole(Class::Keyword),
        _ => What::Plain,
    }
}
