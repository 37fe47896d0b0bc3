//! Letters in a style of their own, words, colours.

use ratex_parser::ParseNode as Node;
use ratex_parser::parse_node::Mode;

use super::symbol::{character, quoted};
use super::write::{NOTHING, Writer, append};
use super::{Fault, Wrote};

impl Writer {
    /// Letters in another alphabet.
    pub(super) fn font(&mut self, font: &str, body: &Node) -> Wrote {
        let names: &[&str] = match font {
            "mathbb" | "Bbb" => &["bb"],
            "mathcal" | "cal" => &["cal"],
            "mathscr" => &["scr"],
            "mathfrak" | "frak" => &["frak"],
            "mathsf" | "sf" => &["sans"],
            "mathtt" | "tt" => &["mono"],
            "mathit" | "it" => &["italic"],
            "boldsymbol" | "bm" => &["bold"],
            "mathrm" | "rm" => &["upright"],
            "mathbf" | "bf" | "bold" => &["bold", "upright"],
            "mathsfit" => &["sans", "italic"],
            "mathnormal" => return self.one(body),
            other => return Err(self.fault(&format!("the alphabet `{other}` can't be translated"))),
        };
        Ok(alphabet(names, &self.word(body)?))
    }

    /// Several letters in a row in one alphabet are a word: set without the space of a product.
    fn word(&mut self, body: &Node) -> Wrote {
        let Node::OrdGroup { body: nodes, .. } = body else { return self.one(body) };
        let letter = |node: &Node| match node {
            Node::MathOrd { text, .. } | Node::TextOrd { text, .. } => {
                text.chars().count() == 1 && text.chars().all(char::is_alphanumeric)
            }
            _ => false,
        };
        let mut out = String::new();
        for run in nodes.chunk_by(|a, b| letter(a) == letter(b)) {
            let word = run.len() > 1 && run.iter().all(letter);
            let piece = if word { self.words(run)? } else { self.list(run)? };
            append(&mut out, &piece);
        }
        Ok(if out.is_empty() { NOTHING.to_owned() } else { out })
    }

    /// `\text` and its like: words as text, formulas among them as math.
    pub(super) fn text(&mut self, body: &[Node], font: Option<&str>) -> Wrote {
        let inner = self.mixed(body)?;
        Ok(match font {
            Some("\\textbf") => alphabet(&["bold"], &inner),
            Some("\\textit" | "\\emph" | "\\textsl") => alphabet(&["italic"], &inner),
            Some("\\texttt") => alphabet(&["mono"], &inner),
            Some("\\textsf") => alphabet(&["sans"], &inner),
            None | Some("\\text" | "\\textrm" | "\\textnormal" | "\\textmd" | "\\textup") => inner,
            Some(other) => return Err(self.fault(&format!("`{other}` can't be translated"))),
        })
    }

    fn mixed(&mut self, body: &[Node]) -> Wrote {
        let mut out = String::new();
        let mut words = String::new();
        for node in body {
            match self.letters(node)? {
                Some(letters) => words.push_str(&letters),
                None => {
                    append(&mut out, &literal(&std::mem::take(&mut words)));
                    append(&mut out, &self.node(node)?);
                }
            }
        }
        append(&mut out, &literal(&words));
        Ok(if out.is_empty() { NOTHING.to_owned() } else { out })
    }

    /// Nodes that may be nothing but words, as a string literal.
    pub(super) fn words(&mut self, nodes: &[Node]) -> Wrote {
        let mut words = String::new();
        for node in nodes {
            match self.letters(node)? {
                Some(letters) => words.push_str(&letters),
                None => return self.argument(nodes),
            }
        }
        Ok(if words.is_empty() { NOTHING.to_owned() } else { literal(&words) })
    }

    /// The letters of a node that is nothing but text.
    fn letters(&mut self, node: &Node) -> Result<Option<String>, Fault> {
        Ok(match node {
            Node::TextOrd { text, mode, .. }
            | Node::MathOrd { text, mode, .. }
            | Node::Atom { text, mode, .. }
            | Node::SpacingNode { text, mode, .. } => match text.as_str() {
                " " | "\\ " | "~" | "\\space" | "\\nobreakspace" => Some(" ".to_owned()),
                sign @ ("-" | "*") => Some(sign.to_owned()),
                name => Some(
                    character(name, *mode)
                        .ok_or_else(|| self.fault(&format!("`{name}` can't be printed")))?,
                ),
            },
            Node::OrdGroup { body, .. } => {
                let mut all = String::new();
                for node in body {
                    match self.letters(node)? {
                        Some(letters) => all.push_str(&letters),
                        None => return Ok(None),
                    }
                }
                Some(all)
            }
            Node::Accent { mode: Mode::Text, label, base, .. } => {
                let written = self.accent(Mode::Text, label, base)?;
                Some(written.trim_matches('"').to_owned())
            }
            Node::Kern { dimension, .. } if dimension.number > 0.0 => Some("\u{2009}".to_owned()),
            Node::HtmlMathMl { mathml, .. } => match mathml.as_slice() {
                [one] => self.letters(one)?,
                many => {
                    let parts: Result<Option<Vec<String>>, Fault> =
                        many.iter().map(|node| self.letters(node)).collect();
                    parts?.map(|parts| parts.concat())
                }
            },
            _ => None,
        })
    }

    pub(super) fn color(&mut self, color: &str, body: &[Node]) -> Wrote {
        let paint = match color {
            "black" | "gray" | "silver" | "white" | "navy" | "blue" | "aqua" | "teal" | "purple"
            | "fuchsia" | "maroon" | "red" | "orange" | "yellow" | "olive" | "green" | "lime" => {
                color.to_owned()
            }
            "grey" => "gray".to_owned(),
            "cyan" => "aqua".to_owned(),
            "magenta" => "fuchsia".to_owned(),
            code if code.starts_with('#') && code.len() > 1 => format!("rgb({})", quoted(code)),
            other => return Err(self.fault(&format!("unknown colour `{other}`"))),
        };
        Ok(format!("#text(fill: {paint}, ${}$)", self.argument(body)?))
    }
}

/// Something in an alphabet, or in one of another. Words are called in code, because nothing may stand
/// between them and what is before: not even the space that ends a name.
fn alphabet(names: &[&str], inner: &str) -> String {
    let words = inner.starts_with('"') && inner.ends_with('"') && inner.matches('"').count() == 2;
    let scope = if words { "math." } else { "" };
    let calls: String = names.iter().map(|name| format!("{scope}{name}(")).collect();
    format!("{}{calls}{inner}{}", if words { "#" } else { "" }, ")".repeat(names.len()))
}

/// Words as a string literal. Spaces at the ends are made firm: MathML drops others there.
fn literal(words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let inner = words.trim_matches(' ');
    let lead = words.len() - words.trim_start_matches(' ').len();
    let trail = if inner.is_empty() { 0 } else { words.len() - lead - inner.len() };
    quoted(&format!("{}{inner}{}", "\u{a0}".repeat(lead), "\u{a0}".repeat(trail)))
}
