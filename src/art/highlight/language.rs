//! The languages we read, and what authors call them.

use arborium::tree_sitter;

use super::words::{self, Table};

/// A language we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "names of languages")]
pub(super) enum Language {
    Bash,
    C,
    Console,
    Cpp,
    Cql,
    Css,
    Diff,
    Dockerfile,
    Go,
    Graphql,
    Hcl,
    Html,
    Ini,
    Java,
    Javascript,
    Json,
    Nginx,
    Promql,
    Proto,
    Python,
    Rego,
    Rust,
    Scala,
    Sql,
    Toml,
    Typescript,
    Xml,
    Yaml,
}

/// How a language is read.
pub(super) enum Reader {
    /// By a tree-sitter grammar.
    Grammar(tree_sitter::Language),
    /// Word by word.
    Words(&'static Table),
    /// As a terminal session.
    Console,
}

impl Language {
    /// The language that authors call so; upper case and what stands behind a comma don't count.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.split([',', ' ', '{']).next().unwrap_or_default().to_ascii_lowercase();
        Some(match name.as_str() {
            "bash" | "sh" | "shell" | "zsh" | "ksh" | "shellscript" => Self::Bash,
            "c" | "h" => Self::C,
            "console" | "shell-session" | "shellsession" | "terminal" | "session" | "cmd" | "powershell"
            | "pwsh" | "ps1" => Self::Console,
            "cpp" | "c++" | "cxx" | "cc" | "hpp" | "cuda" => Self::Cpp,
            "cql" => Self::Cql,
            "css" => Self::Css,
            "diff" | "patch" => Self::Diff,
            "dockerfile" | "docker" | "containerfile" => Self::Dockerfile,
            "go" | "golang" => Self::Go,
            "graphql" | "gql" => Self::Graphql,
            "hcl" | "tf" | "terraform" | "tfvars" => Self::Hcl,
            "html" | "xhtml" | "htm" => Self::Html,
            "ini" | "conf" | "cfg" | "properties" | "env" | "dotenv" | "systemd" => Self::Ini,
            "java" => Self::Java,
            "javascript" | "js" | "jsx" | "mjs" | "node" => Self::Javascript,
            "json" | "jsonc" | "json5" | "jsonl" | "geojson" => Self::Json,
            "nginx" => Self::Nginx,
            "promql" => Self::Promql,
            "proto" | "protobuf" | "proto2" | "proto3" => Self::Proto,
            "python" | "py" | "python3" | "pyi" => Self::Python,
            "rego" => Self::Rego,
            "rust" | "rs" => Self::Rust,
            "scala" | "sbt" => Self::Scala,
            "sql" | "postgresql" | "postgres" | "psql" | "plpgsql" | "mysql" | "sqlite" | "tsql" => Self::Sql,
            "toml" => Self::Toml,
            "typescript" | "ts" | "tsx" | "mts" => Self::Typescript,
            "xml" | "svg" | "xsd" | "xslt" | "rss" | "plist" => Self::Xml,
            "yaml" | "yml" => Self::Yaml,
            _ => return None,
        })
    }

    /// How it is read.
    pub(super) fn reader(self) -> Reader {
        let grammar = match self {
            Self::Console => return Reader::Console,
            Self::Cql => return Reader::Words(&words::CQL),
            Self::Diff => return Reader::Words(&words::DIFF),
            Self::Ini => return Reader::Words(&words::INI),
            Self::Nginx => return Reader::Words(&words::NGINX),
            Self::Promql => return Reader::Words(&words::PROMQL),
            Self::Rego => return Reader::Words(&words::REGO),
            Self::Sql => return Reader::Words(&words::SQL),
            Self::Bash => arborium::lang_bash::language(),
            Self::C => arborium::lang_c::language(),
            Self::Cpp => arborium::lang_cpp::language(),
            Self::Css => arborium::lang_css::language(),
            Self::Dockerfile => arborium::lang_dockerfile::language(),
            Self::Go => arborium::lang_go::language(),
            Self::Graphql => arborium::lang_graphql::language(),
            Self::Hcl => arborium::lang_hcl::language(),
            Self::Html => arborium::lang_html::language(),
            Self::Java => arborium::lang_java::language(),
            Self::Javascript => arborium::lang_javascript::language(),
            Self::Json => arborium::lang_json::language(),
            Self::Proto => arborium::lang_proto::language(),
            Self::Python => arborium::lang_python::language(),
            Self::Rust => arborium::lang_rust::language(),
            Self::Scala => arborium::lang_scala::language(),
            Self::Toml => arborium::lang_toml::language(),
            Self::Typescript => arborium::lang_typescript::language(),
            Self::Xml => arborium::lang_xml::language(),
            Self::Yaml => arborium::lang_yaml::language(),
        };
        Reader::Grammar(grammar.into())
    }
}
