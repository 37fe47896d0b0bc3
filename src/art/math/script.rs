//! What stands above, below and beside something: scripts, primes, accents, braces, long arrows.

use ratex_parser::ParseNode as Node;
use ratex_parser::parse_node::Mode;

use super::Wrote;
use super::symbol::{self, sign};
use super::write::{NOTHING, Writer, names_operator};

impl Writer {
    /// A base with what is attached to it.
    pub(super) fn scripts(&mut self, base: Option<&Node>, sub: Option<&Node>, sup: Option<&Node>) -> Wrote {
        if let Some(Node::HorizBrace { label, base, is_over, .. }) = base {
            let (note, other) = if *is_over { (sup, sub) } else { (sub, sup) };
            let brace = self.brace(label, base, note)?;
            return self.attached(&brace, if *is_over { "b" } else { "t" }, other);
        }
        let limits = base.is_some_and(limits);
        let base = match base {
            Some(base) => self.one(base)?,
            None => NOTHING.to_owned(),
        };
        self.attach(&base, limits, sub, sup)
    }

    /// Something with what is attached to it: at its right, or above and below it.
    pub(super) fn attach(
        &mut self,
        base: &str,
        limits: bool,
        sub: Option<&Node>,
        sup: Option<&Node>,
    ) -> Wrote {
        let mut out = format!("attach({base}");
        if let Some(sub) = sub {
            let sub = self.one(sub)?;
            out.push_str(&format!(", {}: {sub}", if limits { "b" } else { "br" }));
        }
        if let Some(sup) = sup {
            let sup = match primes(sup) {
                Some((count, rest)) => {
                    let rest = self.list(rest)?;
                    let rest = if rest.is_empty() { rest } else { format!(" {rest}") };
                    format!("#math.primes({count}){rest}")
                }
                None => self.one(sup)?,
            };
            out.push_str(&format!(", {}: {sup}", if limits { "t" } else { "tr" }));
        }
        Ok(out + ")")
    }

    fn attached(&mut self, base: &str, place: &str, note: Option<&Node>) -> Wrote {
        Ok(match note {
            Some(note) => format!("attach(limits({base}), {place}: {})", self.one(note)?),
            None => base.to_owned(),
        })
    }

    /// A brace or bracket over or under something, with its note.
    pub(super) fn brace(&mut self, label: &str, base: &Node, note: Option<&Node>) -> Wrote {
        let name = match label {
            "\\overbrace" => "overbrace",
            "\\underbrace" => "underbrace",
            "\\overbracket" => "overbracket",
            "\\underbracket" => "underbracket",
            other => return Err(self.fault(&format!("`{other}` can't be translated"))),
        };
        let base = self.one(base)?;
        Ok(match note {
            Some(note) => format!("{name}({base}, {})", self.one(note)?),
            None => format!("{name}({base})"),
        })
    }

    /// A large operator, a named one, or anything made one; `forced` where what is attached goes above and
    /// below even in the run of text.
    pub(super) fn operator(
        &mut self,
        name: Option<&str>,
        body: Option<&[Node]>,
        limits: bool,
        symbol: bool,
        forced: bool,
    ) -> Wrote {
        if let Some(body) = body {
            let named = body.iter().any(names_operator);
            let body = self.argument(body)?;
            return Ok(if forced && !named {
                format!("limits({body})")
            } else {
                format!("op({body}, limits: #{limits})")
            });
        }
        let name = name.unwrap_or_default();
        if symbol {
            let sign = sign(name, Mode::Math, self.at)?;
            return Ok(match (limits, forced) {
                (true, true) => format!("limits({sign})"),
                (true, false) => sign,
                (false, _) => format!("scripts({sign})"),
            });
        }
        let name = match name.trim_start_matches('\\') {
            "limsup" => "lim sup",
            "liminf" => "lim inf",
            name => name,
        };
        Ok(format!("op({}, limits: #{limits})", symbol::quoted(name)))
    }

    pub(super) fn accent(&mut self, mode: Mode, label: &str, base: &Node) -> Wrote {
        if let (Mode::Text, Some(mark)) = (mode, symbol::text_accent(label)) {
            let letter = self.words(std::slice::from_ref(base))?;
            return Ok(symbol::quoted(&symbol::composed(letter.trim_matches('"'), mark)));
        }
        let Some(name) = symbol::accent(label) else {
            return Err(self.fault(&format!("the accent `{label}` can't be translated")));
        };
        Ok(format!("{name}({})", self.one(base)?))
    }

    pub(super) fn accent_under(&mut self, label: &str, base: &Node) -> Wrote {
        let base = self.one(base)?;
        if label == "\\utilde" {
            return Ok(format!("accent({base}, \\u{{330}})"));
        }
        if label == "\\undergroup" {
            return Ok(format!("underparen({base})"));
        }
        let Some(sign) = symbol::accent_under(label) else {
            return Err(self.fault(&format!("the accent `{label}` can't be translated")));
        };
        Ok(format!("attach(limits({base}), b: stretch({sign}))"))
    }

    /// An arrow as long as what stands over and under it.
    pub(super) fn long_arrow(&mut self, label: &str, over: &Node, under: Option<&Node>) -> Wrote {
        let Some(arrow) = symbol::arrow(label) else {
            return Err(self.fault(&format!("the arrow `{label}` can't be translated")));
        };
        let mut out = format!("attach(limits(stretch({arrow}, size: #(100% + 1em)))");
        for (place, note) in [("t", Some(over)), ("b", under)] {
            let note =
                note.map(|note| self.list(std::slice::from_ref(note))).transpose()?.unwrap_or_default();
            if !note.is_empty() {
                out.push_str(&format!(", {place}: {note}"));
            }
        }
        Ok(out + ")")
    }
}

/// What is attached goes above and below, at least in display.
fn limits(base: &Node) -> bool {
    match base {
        Node::Op { limits, .. } => *limits,
        Node::OperatorName { limits, always_handle_sup_sub, .. } => *limits || *always_handle_sup_sub,
        Node::XArrow { .. } => true,
        Node::OrdGroup { body, .. } => matches!(body.as_slice(), [only] if limits(only)),
        _ => false,
    }
}

/// The number of primes that a superscript begins with, and what follows them.
fn primes(sup: &Node) -> Option<(usize, &[Node])> {
    let Node::OrdGroup { body, .. } = sup else { return None };
    let prime = |node: &Node| matches!(node, Node::TextOrd { text, .. } if text == "\\prime");
    let count = body.iter().take_while(|node| prime(node)).count();
    (count > 0).then(|| (count, body.get(count..).unwrap_or_default()))
}
