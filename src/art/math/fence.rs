//! What is enclosed: delimiters that grow, fractions, frames and strokes.

use ratex_parser::ParseNode as Node;

use super::Wrote;
use super::symbol::{self, delimiter};
use super::write::{NOTHING, Writer};

/// Heights of `\big`, `\Big`, `\bigg` and `\Bigg`, em.
const BIG: [f64; 4] = [1.2, 1.8, 2.4, 3.0];

impl Writer {
    /// `\left` and `\right`: delimiters as high as what is between them.
    pub(super) fn fenced(&mut self, left: &str, body: &[Node], right: &str) -> Wrote {
        let (open, close) = (delimiter(left, self.at)?, delimiter(right, self.at)?);
        let body = self.list(body)?;
        // Where one side has none, Typst would take a delimiter of the body for it; a space is none.
        let guard = |side: &str| if side.is_empty() { NOTHING.to_owned() } else { side.to_owned() };
        if open.is_empty() && close.is_empty() {
            return Ok(body);
        }
        Ok(format!("lr({} {body} {})", guard(&open), guard(&close)))
    }

    /// A delimiter of a given size.
    pub(super) fn big(&mut self, size: u8, class: &str, delim: &str) -> Wrote {
        let delim = delimiter(delim, self.at)?;
        if delim.is_empty() {
            return Ok(delim);
        }
        let height = BIG.get(usize::from(size).saturating_sub(1)).copied().unwrap_or(3.0);
        let sized = format!("lr({delim}, size: #{height}em)");
        let class = match class {
            "mopen" => "opening",
            "mclose" => "closing",
            "mrel" => "relation",
            _ => return Ok(sized),
        };
        Ok(format!("class({}, {sized})", symbol::quoted(class)))
    }

    /// A fraction, a binomial or a stack, with delimiters if it has any.
    pub(super) fn fraction(
        &mut self,
        over: &Node,
        under: &Node,
        line: bool,
        delimiters: [Option<&str>; 2],
    ) -> Wrote {
        let (over, under) = (self.one(over)?, self.one(under)?);
        let [open, close] = delimiters.map(|delim| delimiter(delim.unwrap_or_default(), self.at));
        let (open, close) = (open?, close?);
        if !line && open == "\\(" && close == "\\)" {
            return Ok(format!("binom({over}, {under})"));
        }
        let stack = if line {
            format!("frac({over}, {under})")
        } else {
            format!("mat(delim: #none, row-gap: #0.25em, {over}; {under})")
        };
        let bare = open.is_empty() && close.is_empty();
        Ok(if bare { stack } else { format!("lr({open} {stack} {close})") })
    }

    pub(super) fn enclosed(&mut self, label: &str, body: &Node) -> Wrote {
        let inner = self.one(body)?;
        Ok(match label {
            "\\cancel" => format!("cancel({inner})"),
            "\\bcancel" => format!("cancel({inner}, inverted: #true)"),
            "\\xcancel" => format!("cancel({inner}, cross: #true)"),
            "\\sout" => format!("cancel({inner}, angle: #90deg)"),
            "\\fbox" | "\\boxed" => format!("#box(stroke: 0.5pt, inset: 0.3em, baseline: 0.3em, ${inner}$)"),
            other => return Err(self.fault(&format!("`{other}` can't be translated"))),
        })
    }
}
