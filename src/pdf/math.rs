//! Formulas as Typst math.
//!
//! The one place where Typst text that this room didn't write itself is put into a source. So it is parsed
//! first: a formula that isn't exactly one well-formed equation is set as its TeX, in the mono face, and
//! can't change how anything after it is read.

use typst::syntax::{SyntaxKind, parse};

use super::origin::Writer;
use crate::book::Formula;
use crate::problem::Problem;
use crate::span::Span;

/// The formula between dollar signs, or its TeX as text where Typst can't read it, which is said.
pub fn equation(w: &mut Writer, formula: &Formula, display: bool, span: Span) {
    match sealed(&formula.typst, display) {
        Some(source) => w.raw(&source),
        None => {
            w.problem(Problem::Typst { message: fault(formula), hints: String::new() }, span);
            w.raw("i-code(t(");
            w.literal(&formula.tex);
            w.raw("))");
        }
    }
}

/// What Typst has to say against a formula that isn't one equation.
fn fault(formula: &Formula) -> String {
    let root = parse(&format!("${}$", formula.typst));
    let (errors, _) = root.errors_and_warnings();
    let first = errors.first().map(|error| error.message.to_string());
    first.unwrap_or_else(|| "the formula isn't one equation".to_owned())
}

fn sealed(typst: &str, display: bool) -> Option<String> {
    let space = if display { " " } else { "" };
    let source = format!("${space}{}{space}$", typst.trim());
    let root = parse(&source);
    let mut parts = root.children();
    let one = parts.next().is_some_and(|node| node.kind() == SyntaxKind::Equation);
    (one && parts.next().is_none() && root.errors_and_warnings().0.is_empty()).then_some(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;

    fn formula(typst: &str) -> Formula {
        Formula { tex: "x".to_owned(), typst: typst.to_owned(), mathml: String::new() }
    }

    #[test]
    fn formulas_cannot_leave_their_dollars() {
        assert_eq!(sealed("n >= 2 f + 1", false).as_deref(), Some("$n >= 2 f + 1$"));
        assert_eq!(sealed("x $ #panic() $ y", false), None);
        assert_eq!(sealed("frac(a, b", false), None);
        assert_eq!(sealed("x // comment", false), None);
        let mut w = Writer::default();
        equation(&mut w, &formula("frac(a, b"), false, Span::top(FileId(0)));
        let written = w.finish();
        assert_eq!((written.text.as_str(), written.problems.len()), ("i-code(t(\"x\"))", 1));
    }
}
