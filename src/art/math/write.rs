//! The tree printed as Typst math: the one match over all its kinds of nodes.

use ratex_parser::ParseNode as Node;
use ratex_parser::parse_node::{AtomFamily, Mode, StyleStr};

use super::start::start;
use super::symbol::{self, sign, space};
use super::{Fault, Wrote};

/// What stands where TeX has nothing and Typst needs something: a space of no width.
pub(super) const NOTHING: &str = "#h(0pt)";

/// Where in the formula we are.
pub(super) struct Writer {
    /// The formula has a line of its own.
    pub(super) display: bool,
    /// Offset of the last node that had one: errors in nodes without stand near it.
    pub(super) at: usize,
}

impl Writer {
    pub(super) fn new(display: bool) -> Self {
        Self { display, at: 0 }
    }

    /// A whole formula. An alignment that is all of it becomes lines of Typst's own; inside something else it
    /// becomes a matrix.
    pub(super) fn formula(&mut self, tree: &[Node]) -> Wrote {
        match only(tree) {
            Some(Node::Array { .. }) if self.display => {
                self.lines(only(tree).unwrap_or(&Node::Internal { mode: Mode::Math, loc: None }))
            }
            Some(_) | None => self.list(tree),
        }
    }

    /// Nodes one after the other.
    pub(super) fn list(&mut self, nodes: &[Node]) -> Wrote {
        let mut out = String::new();
        let mut rest = nodes;
        let paired = nodes.iter().filter(|node| bar(node).is_some()).count() % 2 == 0;
        let mut open = false;
        while let Some((node, behind)) = rest.split_first() {
            let piece = if let Some(sign) = bar(node) {
                rest = behind;
                open = !open;
                let class = match (paired, open) {
                    (true, true) => "opening",
                    (true, false) => "closing",
                    (false, _) => "normal",
                };
                let sign = format!("class({}, {sign})", symbol::quoted(class));
                match node {
                    Node::SupSub { sub, sup, .. } => {
                        self.attach(&sign, false, sub.as_deref(), sup.as_deref())?
                    }
                    _ => sign,
                }
            } else if let Some((number, behind)) = number(rest) {
                rest = behind;
                self.number(number, &mut rest)?
            } else if negates(node) {
                let (negated, behind) =
                    behind.split_first().ok_or_else(|| self.fault("`\\not` of nothing"))?;
                rest = behind;
                self.negated(negated)?
            } else {
                rest = behind;
                self.node(node)?
            };
            append(&mut out, &piece);
        }
        Ok(out)
    }

    /// A number; what is attached to its last digit is attached to all of it.
    fn number(&mut self, number: String, rest: &mut &[Node]) -> Wrote {
        let number = if number.starts_with('.') { symbol::quoted(&number) } else { number };
        let Some((Node::SupSub { base: Some(base), sub, sup, .. }, behind)) = rest.split_first() else {
            return Ok(number);
        };
        let Some(last) = digit(base) else { return Ok(number) };
        *rest = behind;
        let number = number.trim_matches('"');
        let base = format!("{number}{last}");
        let base = if base.starts_with('.') { symbol::quoted(&base) } else { base };
        self.attach(&base, false, sub.as_deref(), sup.as_deref())
    }

    /// Nodes as one argument of a function: never empty.
    pub(super) fn argument(&mut self, nodes: &[Node]) -> Wrote {
        let list = self.list(nodes)?;
        Ok(if list.is_empty() { NOTHING.to_owned() } else { list })
    }

    /// A node as one argument of a function: never empty.
    pub(super) fn one(&mut self, node: &Node) -> Wrote {
        self.argument(std::slice::from_ref(node))
    }

    pub(super) fn fault(&self, reason: &str) -> Fault {
        Fault { at: self.at, reason: reason.to_owned() }
    }

    fn refuse(&self, what: &str) -> Wrote {
        Err(self.fault(&format!("{what} can't be translated")))
    }

    /// A node of any kind.
    pub(super) fn node(&mut self, node: &Node) -> Wrote {
        self.at = start(node).unwrap_or(self.at);
        match node {
            Node::Atom { mode, text, .. }
            | Node::OpToken { mode, text, .. }
            | Node::MathOrd { mode, text, .. }
            | Node::TextOrd { mode, text, .. }
            | Node::AccentToken { mode, text, .. } => sign(text, *mode, self.at),
            Node::SpacingNode { text, .. } => self.spacing(text),
            Node::OrdGroup { body, .. } => self.group(body),
            Node::SupSub { base, sup, sub, .. } => {
                self.scripts(base.as_deref(), sub.as_deref(), sup.as_deref())
            }
            Node::GenFrac { numer, denom, has_bar_line, left_delim, right_delim, bar_size, .. } => {
                if bar_size.as_ref().is_some_and(|size| size.number > 0.0) {
                    return self.refuse("a fraction's line of a given weight");
                }
                self.fraction(numer, denom, *has_bar_line, [left_delim, right_delim].map(Option::as_deref))
            }
            Node::Sqrt { body, index, .. } => self.root(body, index.as_deref()),
            Node::Accent { mode, label, base, .. } => self.accent(*mode, label, base),
            Node::AccentUnder { label, base, .. } => self.accent_under(label, base),
            Node::Op { name, body, limits, symbol, always_handle_sup_sub, .. } => {
                let forced = *limits && *always_handle_sup_sub == Some(true);
                self.operator(name.as_deref(), body.as_deref(), *limits, *symbol, forced)
            }
            Node::OperatorName { body, limits, always_handle_sup_sub, .. } => {
                let name = self.words(body)?;
                Ok(format!("op({name}, limits: #{})", *limits || *always_handle_sup_sub))
            }
            Node::Font { font, body, .. } => self.font(font, body),
            Node::Text { body, font, .. } => self.text(body, font.as_deref()),
            Node::HBox { body, .. } => self.text(body, None),
            Node::Color { color, body, .. } => self.color(color, body),
            Node::Styling { style, body, .. } => self.styled(style, body),
            Node::Sizing { .. } => self.refuse("a size of type inside a formula"),
            Node::DelimSizing { size, mclass, delim, .. } => self.big(*size, mclass, delim),
            Node::LeftRight { body, left, right, right_color, .. } => {
                if right_color.is_some() {
                    return self.refuse("a colour that ends inside a pair of delimiters");
                }
                self.fenced(left, body, right)
            }
            Node::Middle { delim, .. } => Ok(format!("mid({})", symbol::delimiter(delim, self.at)?)),
            Node::Overline { body, .. } => Ok(format!("overline({})", self.one(body)?)),
            Node::Underline { body, .. } => Ok(format!("underline({})", self.one(body)?)),
            Node::Rule { width, height, .. } if width.number == 0.0 || height.number == 0.0 => {
                Ok(space(symbol::em(width, self.at)?))
            }
            Node::Rule { .. } => self.refuse("`\\rule`"),
            Node::Kern { dimension, .. } => {
                let width = symbol::em(dimension, self.at)?;
                // Macros put 1 mu beside operators. Typst would take it for all the space they get.
                Ok(if (0.0..0.06).contains(&width) { String::new() } else { space(width) })
            }
            Node::Phantom { body, .. } => Ok(format!("#hide(${}$)", self.argument(body)?)),
            // A strut; see the module's head.
            Node::VPhantom { .. } => Ok(String::new()),
            Node::Smash { body, .. } | Node::VCenter { body, .. } => self.node(body),
            Node::MClass { mclass, body, .. } => self.classed(mclass, body),
            Node::Array { .. } => self.matrix(node),
            Node::Cr { .. } if self.display => Ok("\\".to_owned()),
            Node::Cr { .. } => self.refuse("a line break in a formula in the run of text"),
            Node::Internal { .. } | Node::NoNumber { .. } => Ok(String::new()),
            Node::Verb { body, .. } => Ok(format!("mono({})", symbol::quoted(body))),
            Node::HorizBrace { label, base, .. } => self.brace(label, base, None),
            Node::Enclose { label, body, background_color, border_color, .. } => {
                if background_color.is_some() || border_color.is_some() {
                    return self.refuse("a coloured box");
                }
                self.enclosed(label, body)
            }
            Node::Lap { alignment, body, .. } if alignment == "clap" => self.node(body),
            Node::Lap { .. } => self.refuse("text that overlaps its neighbour"),
            Node::MathChoice { display, text, .. } => {
                let chosen = if self.display { display } else { text };
                self.list(chosen)
            }
            Node::RaiseBox { .. } => self.refuse("`\\raisebox`"),
            Node::XArrow { label, body, below, .. } => self.long_arrow(label, body, below.as_deref()),
            Node::Pmb { body, .. } => Ok(format!("bold({})", self.argument(body)?)),
            Node::Tag { body, tag, .. } => {
                let tag = self.words(tag)?;
                Ok(format!("{} wide {tag}", self.formula(body)?))
            }
            // The branch for HTML builds signs out of pieces; the other one has their characters.
            Node::HtmlMathMl { mathml, .. } => self.list(mathml),
            Node::Html { .. } => self.refuse("HTML inside a formula"),
            Node::Href { .. } | Node::Url { .. } => self.refuse("a link inside a formula"),
            Node::IncludeGraphics { .. } => self.refuse("a picture inside a formula"),
            Node::CdLabel { .. } | Node::CdLabelParent { .. } | Node::CdArrow { .. } => {
                self.refuse("a commutative diagram")
            }
            Node::ProofTree { .. } => self.refuse("a proof tree"),
            Node::ColorToken { .. }
            | Node::Size { .. }
            | Node::LeftRightRight { .. }
            | Node::Environment { .. }
            | Node::Infix { .. }
            | Node::Raw { .. } => self.refuse(&format!("`{}`", node.type_name())),
        }
    }

    fn group(&mut self, body: &[Node]) -> Wrote {
        match body {
            // `1{,}000`: a comma that separates nothing.
            [Node::Atom { family: AtomFamily::Punct, text, mode, .. }] => {
                Ok(format!("class(\"normal\", {})", sign(text, *mode, self.at)?))
            }
            body => self.list(body),
        }
    }

    fn root(&mut self, body: &Node, index: Option<&Node>) -> Wrote {
        let body = self.one(body)?;
        Ok(match index {
            Some(index) => format!("root({}, {body})", self.one(index)?),
            None => format!("sqrt({body})"),
        })
    }

    fn styled(&mut self, style: &StyleStr, body: &[Node]) -> Wrote {
        let style = match style {
            StyleStr::Display => "display",
            StyleStr::Text => "inline",
            StyleStr::Script => "script",
            StyleStr::Scriptscript => "sscript",
        };
        match only(body) {
            // The inner one wins.
            Some(inner @ Node::Styling { .. }) => self.node(inner),
            Some(_) | None => Ok(format!("{style}({})", self.argument(body)?)),
        }
    }

    fn spacing(&self, text: &str) -> Wrote {
        Ok(match text {
            "\\ " | "~" | "\\space" | "\\nobreakspace" | " " => "#h(0.25em)".to_owned(),
            "\\nobreak" | "\\allowbreak" => String::new(),
            other => return self.refuse(&format!("the space `{other}`")),
        })
    }

    fn negated(&mut self, node: &Node) -> Wrote {
        let sign = self.one(node)?;
        Ok(symbol::negated(&sign).map_or_else(|| format!("cancel({sign})"), str::to_owned))
    }

    fn classed(&mut self, class: &str, body: &[Node]) -> Wrote {
        let class = match class {
            "mbin" => "binary",
            "mrel" => "relation",
            "mopen" => "opening",
            "mclose" => "closing",
            "mpunct" => "punctuation",
            "mord" => "normal",
            "minner" => return self.list(body),
            other => return self.refuse(&format!("the class `{other}`")),
        };
        if let Some(Node::SupSub { base: Some(base), .. }) = only(body)
            && names_operator(base)
        {
            // `\underset{x}{\arg\max}` stays an operator.
            return self.list(body);
        }
        let body = self.list(body)?;
        Ok(if body.is_empty() { body } else { format!("class({}, {body})", symbol::quoted(class)) })
    }
}

/// It is made of named operators.
pub(super) fn names_operator(node: &Node) -> bool {
    match node {
        Node::Op { symbol: false, body: None, .. } | Node::OperatorName { .. } => true,
        Node::Op { body: Some(body), .. } | Node::OrdGroup { body, .. } => body.iter().any(names_operator),
        _ => false,
    }
}

/// The only node there is, groups around it left away.
fn only(nodes: &[Node]) -> Option<&Node> {
    match nodes {
        [Node::OrdGroup { body, .. }] => only(body),
        [node] => Some(node),
        _ => None,
    }
}

/// A bare `|` or `\|`, alone or with something attached. TeX takes it for a letter, Typst for a relation
/// unless it can be paired; with an even number of them in a row they enclose.
fn bar(node: &Node) -> Option<&'static str> {
    match node {
        Node::TextOrd { mode: Mode::Math, text, .. } | Node::MathOrd { mode: Mode::Math, text, .. } => {
            match text.as_str() {
                "|" | "\\vert" => Some("\\|"),
                "\\|" | "\\Vert" => Some("\\‖"),
                _ => None,
            }
        }
        Node::SupSub { base: Some(base), .. } => bar(base),
        _ => None,
    }
}

/// The number that nodes begin with, and what follows it: digits with at most one point, which has a digit
/// behind it.
fn number(nodes: &[Node]) -> Option<(String, &[Node])> {
    let mut number = String::new();
    let mut rest = nodes;
    while let Some((node, behind)) = rest.split_first() {
        let point = matches!(node, Node::TextOrd { mode: Mode::Math, text, .. } if text == ".");
        match digit(node) {
            Some(digit) => number.push_str(digit),
            None if point && !number.contains('.') && behind.first().is_some_and(begins_with_digit) => {
                number.push('.');
            }
            None => break,
        }
        rest = behind;
    }
    (!number.is_empty()).then_some((number, rest))
}

fn digit(node: &Node) -> Option<&str> {
    match node {
        Node::TextOrd { mode: Mode::Math, text, .. } => {
            (text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
        }
        _ => None,
    }
}

fn begins_with_digit(node: &Node) -> bool {
    match node {
        Node::SupSub { base: Some(base), .. } => digit(base).is_some(),
        node => digit(node).is_some(),
    }
}

/// Puts a piece behind others. Space beside words would be printed, so there is none, unless two names would
/// become one.
pub(super) fn append(out: &mut String, piece: &str) {
    let words = |piece: &str| piece.starts_with('"') || piece.starts_with("#math.") && piece.contains('"');
    let beside = out.trim_end_matches(')').ends_with('"') || words(piece);
    let last = out.chars().next_back().is_some_and(char::is_alphanumeric);
    let merges = last && piece.chars().next().is_some_and(char::is_alphanumeric);
    if !out.is_empty() && !piece.is_empty() && (!beside || merges) {
        out.push(' ');
    }
    out.push_str(piece);
}

/// It is `\not`: U+0338 alone.
fn negates(node: &Node) -> bool {
    match node {
        Node::HtmlMathMl { mathml, .. } => {
            matches!(only(mathml), Some(Node::TextOrd { text, .. }) if text == "\u{338}")
        }
        _ => false,
    }
}
