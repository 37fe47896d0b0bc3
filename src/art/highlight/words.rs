//! Code read word by word, by a table: for languages that are lists of words, or come in dialects.

use super::paint::Paint;
use crate::book::Class;

/// How a language's words look.
#[derive(Debug)]
pub(super) struct Table {
    /// What begins a comment that ends with its line.
    comments: &'static [&'static str],
    /// What begins and ends a comment that may have several lines.
    block_comment: Option<(&'static str, &'static str)>,
    /// Signs that strings stand between; a backslash escapes, and so does the sign doubled.
    quotes: &'static str,
    /// Strings end with their line if not before.
    one_line: bool,
    /// Words and their classes: lower case, with a space between two.
    words: &'static [(Class, &'static str)],
    /// Upper and lower case are the same in words.
    any_case: bool,
    /// What a word may hold besides letters, digits and `_`.
    inside: &'static str,
    /// What may begin a word besides letters and `_`, and the class of such words.
    sigils: &'static [(char, Class)],
    /// Class of a word with `(` right behind it.
    call: Option<Class>,
    /// Class of a word in braces with one of `= ! ~ :` behind it.
    label: Option<Class>,
    /// Signs that matter as much as words.
    operators: &'static str,
    /// Class of the first word of a statement; statements begin lines or stand behind `;`, `{` or `}`.
    first: Option<Class>,
    /// Class of a line that begins with this.
    lines: &'static [(&'static str, Class)],
    /// Units that may stand behind a number.
    units: &'static [&'static str],
}

const EMPTY: Table = Table {
    comments: &[],
    block_comment: None,
    quotes: "",
    one_line: true,
    words: &[],
    any_case: false,
    inside: "",
    sigils: &[],
    call: None,
    label: None,
    operators: "",
    first: None,
    lines: &[],
    units: &[],
};

/// Words that SQL reserves, and those that its dialects use in the same places (ISO/IEC 9075-2, PostgreSQL,
/// MySQL); lower case, sorted.
const SQL_KEYWORDS: &str = "\
     add after all alter analyze and any as asc authorization before begin between both by cascade case \
     cast check cluster collate column commit committed concurrently conflict constraint copy create \
     cross cube current cursor cycle database deallocate declare default deferrable deferred delete desc \
     describe distinct do drop each else end engine escape except exclude execute exists explain \
     extension fetch filter first following for force foreign from full function generated global grant \
     group grouping having if ilike immediate in include index inherits initially inner insert instead \
     intersect into is isolation join key language last lateral leading left level like limit listen \
     local lock locked logged loop match materialized merge minus natural next no not nothing notify \
     nowait nulls of offset on only option or order outer over overlaps partition partitioned perform \
     policy preceding prepare prepared primary privileges procedure publication raise range read \
     recursive references refresh release rename repeatable replace replication restrict return returning \
     returns revoke right role rollback rollup row rows savepoint schema select sequence serializable \
     session set share show similar skip slot snapshot some start stored strict subscription table tables \
     tablesample tablespace temp temporary then ties to trailing transaction trigger truncate type \
     unbounded uncommitted union unique unlisten unlogged update use user using vacuum values verbose \
     view volatile wait when where while window with within without work write zone";

/// Types of SQL's dialects; lower case, sorted.
const SQL_TYPES: &str = "\
     array ascii bigint bigserial binary bit blob bool boolean bytea bytes char character clob counter \
     date datetime decimal double duration enum float float4 float8 frozen inet int int2 int4 int64 int8 \
     integer interval json jsonb list map money nchar numeric nvarchar precision real serial smallint \
     string text time timestamp timestamptz timeuuid tinyint tsvector unsigned uuid varbinary varchar \
     varint varying year";

/// SQL, whatever the dialect.
pub(super) const SQL: Table = Table {
    comments: &["--"],
    block_comment: Some(("/*", "*/")),
    quotes: "'\"`",
    one_line: false,
    words: &[
        (Class::Constant, "false null true unknown"),
        (Class::Keyword, SQL_KEYWORDS),
        (Class::Type, SQL_TYPES),
    ],
    any_case: true,
    sigils: &[('@', Class::Property), (':', Class::Property), ('$', Class::Property)],
    call: Some(Class::Function),
    ..EMPTY
};

/// Cassandra's query language: SQL with words of its own.
pub(super) const CQL: Table = Table {
    comments: &["--", "//"],
    words: &[
        (Class::Constant, "false nan infinity null true"),
        (
            Class::Keyword,
            "allow apply batch clustering columnfamily compact consistency custom entries filtering keys keyspace \
             keyspaces static storage token ttl writetime",
        ),
        (Class::Keyword, SQL_KEYWORDS),
        (Class::Type, SQL_TYPES),
    ],
    ..SQL
};

/// Prometheus queries and the lines of its metrics.
pub(super) const PROMQL: Table = Table {
    comments: &["#"],
    quotes: "\"'`",
    words: &[
        (
            Class::Keyword,
            "and atan2 bool by end group_left group_right ignoring offset on or start unless without",
        ),
        (Class::Constant, "inf nan"),
        (
            Class::Function,
            "avg bottomk count count_values group limitk max min quantile stddev stdvar sum topk",
        ),
    ],
    any_case: true,
    inside: ":",
    call: Some(Class::Function),
    label: Some(Class::Property),
    operators: "+-*/%^=!~<>",
    units: &["ms", "s", "m", "h", "d", "w", "y"],
    ..EMPTY
};

/// The policy language of Open Policy Agent; its grammar reads whole modules only, and books print rules.
pub(super) const REGO: Table = Table {
    comments: &["#"],
    quotes: "\"`",
    words: &[
        (Class::Constant, "false null true"),
        (Class::Keyword, "as contains default else every if import in not package some with"),
    ],
    inside: ".",
    call: Some(Class::Function),
    ..EMPTY
};

/// The configuration of nginx.
pub(super) const NGINX: Table = Table {
    comments: &["#"],
    quotes: "\"'",
    words: &[(Class::Constant, "off on")],
    inside: "-./:",
    sigils: &[('$', Class::Property)],
    first: Some(Class::Keyword),
    units: &["ms", "s", "m", "h", "d", "w", "k", "g"],
    ..EMPTY
};

/// Keys and values under heads in brackets.
pub(super) const INI: Table = Table {
    comments: &["#", ";"],
    quotes: "\"",
    words: &[(Class::Constant, "false no off on true yes")],
    any_case: true,
    inside: "-./:\\",
    first: Some(Class::Property),
    lines: &[("[", Class::Type)],
    ..EMPTY
};

/// The output of `diff`, unified or not.
pub(super) const DIFF: Table = Table {
    lines: &[
        ("diff ", Class::Keyword),
        ("index ", Class::Keyword),
        ("+++", Class::Keyword),
        ("---", Class::Keyword),
        ("@@", Class::Macro),
        ("+", Class::Plus),
        (">", Class::Plus),
        ("-", Class::Minus),
        ("<", Class::Minus),
    ],
    ..EMPTY
};

/// Paints some code by a table.
pub(super) fn paint(table: &Table, code: &str) -> Paint {
    let mut lexer = Lexer { table, code, at: 0, paint: Paint::plain(code), fresh: true, braces: 0 };
    while lexer.at < code.len() {
        lexer.step();
    }
    lexer.paint
}

struct Lexer<'a> {
    table: &'a Table,
    code: &'a str,
    /// Byte that comes next.
    at: usize,
    paint: Paint,
    /// A statement may begin here.
    fresh: bool,
    /// Braces open.
    braces: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.code.get(self.at..).unwrap_or_default()
    }

    /// Moves `length` bytes on, painting them.
    fn take(&mut self, length: usize, class: Option<Class>) {
        if class.is_some() {
            self.paint.over(self.at, self.at + length, class);
        }
        self.at += length.max(1);
    }

    fn step(&mut self) {
        let line_start = self.at == 0 || self.code.as_bytes().get(self.at - 1) == Some(&b'\n');
        if line_start && self.line() {
            return;
        }
        let table = self.table;
        let rest = self.rest();
        let Some(c) = rest.chars().next() else { return };
        if table.comments.iter().any(|mark| rest.starts_with(mark)) {
            let length = rest.find('\n').unwrap_or(rest.len());
            return self.take(length, Some(Class::Comment));
        }
        if let Some((open, close)) = table.block_comment.filter(|(open, _)| rest.starts_with(open)) {
            let inside = rest.get(open.len()..).unwrap_or_default();
            let length = inside.find(close).map_or(rest.len(), |at| open.len() + at + close.len());
            return self.take(length, Some(Class::Comment));
        }
        if table.quotes.contains(c) {
            self.fresh = false;
            return self.take(string(rest, c, table.one_line), Some(Class::String));
        }
        let sigil = table.sigils.iter().find(|(sign, _)| *sign == c);
        if let Some((sign, class)) = sigil {
            let length = word(rest.get(sign.len_utf8()..).unwrap_or_default(), "");
            self.fresh = false;
            let class = (length > 0).then_some(*class);
            return self.take(sign.len_utf8() + length, class);
        }
        if c.is_ascii_digit() {
            self.fresh = false;
            return self.number();
        }
        if c.is_alphabetic() || c == '_' {
            return self.word();
        }
        self.sign(c);
    }

    /// A line that is of one class as a whole.
    fn line(&mut self) -> bool {
        let rest = self.rest();
        let Some((_, class)) = self.table.lines.iter().find(|(head, _)| rest.starts_with(head)) else {
            return false;
        };
        let length = rest.find('\n').unwrap_or(rest.len());
        self.take(length, Some(*class));
        true
    }

    fn number(&mut self) {
        let rest = self.rest();
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let tail = rest.get(digits..).unwrap_or_default();
        let letters = word(tail, "");
        let behind = tail.get(..letters).unwrap_or_default();
        let unit = self.table.units.contains(&behind)
            || behind.starts_with('e')
                && behind.get(1..).is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()));
        match (letters, unit) {
            (0, _) => self.take(digits, Some(Class::Number)),
            (_, true) => self.take(digits + letters, Some(Class::Number)),
            (_, false) => self.take(digits + letters, None),
        }
    }

    fn word(&mut self) {
        let rest = self.rest();
        let length = word(rest, self.table.inside);
        let text = rest.get(..length).unwrap_or_default();
        let behind = rest.get(length..).unwrap_or_default();
        let class = self.class(text, behind);
        self.fresh = false;
        self.take(length, class);
    }

    fn class(&self, text: &str, behind: &str) -> Option<Class> {
        let table = self.table;
        if table.first.is_some() && self.fresh {
            return table.first;
        }
        let next = behind.trim_start().chars().next();
        if self.braces > 0 && table.label.is_some() && next.is_some_and(|c| "=!~:".contains(c)) {
            return table.label;
        }
        let text = if table.any_case { text.to_ascii_lowercase() } else { text.to_owned() };
        let known = table.words.iter().find(|(_, words)| has(words, &text));
        match known {
            Some((Class::Keyword, _)) | None if behind.starts_with('(') && self.calls(&text) => table.call,
            Some((class, _)) => Some(*class),
            None => None,
        }
    }

    /// A word with `(` right behind it is called, unless it is one that takes a list (`in (`, `values (`).
    fn calls(&self, word: &str) -> bool {
        const LISTS: &str = "\
     and as by check distinct exists filter group_left group_right ignoring in key not on or over \
     partition references row select set table then unique unless using values when where with without";
        self.table.call.is_some() && !has(LISTS, word)
    }

    fn sign(&mut self, c: char) {
        match c {
            '{' => self.braces += 1,
            '}' => self.braces = self.braces.saturating_sub(1),
            _ => {}
        }
        self.fresh = match c {
            '\n' | ';' | '{' | '}' => true,
            c => self.fresh && c.is_whitespace(),
        };
        self.take(c.len_utf8(), self.table.operators.contains(c).then_some(Class::Operator));
    }
}

/// A list of words has this one.
fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// Bytes of the word that `text` begins with.
fn word(text: &str, inside: &str) -> usize {
    let ends = |c: char| !(c.is_alphanumeric() || c == '_' || inside.contains(c));
    text.find(ends).unwrap_or(text.len())
}

/// Bytes of the string that `text` begins with; all of its line (or of the text) where it has no end.
fn string(text: &str, quote: char, one_line: bool) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        let doubled = c == quote && chars.peek().is_some_and(|(_, next)| *next == quote);
        if c == '\\' || doubled {
            chars.next();
        } else if c == quote {
            return at + c.len_utf8();
        } else if one_line && c == '\n' {
            return at;
        }
    }
    text.len()
}
