//! TeX read with KaTeX's grammar, its errors in our words.

use ratex_parser::{ParseError, ParseNode};

use super::{Fault, names};
use crate::problem;

/// The tree of a formula.
pub(super) fn read(tex: &str) -> Result<Vec<ParseNode>, Fault> {
    if tex.trim().is_empty() {
        return Err(Fault { at: 0, reason: "the formula is empty".to_owned() });
    }
    ratex_parser::parse(&without_position(tex)).map_err(|error| fault(&error, tex))
}

/// Blanks out `[t]`, `[c]` and `[b]` behind the name of an environment: how it stands to the line around it,
/// which KaTeX's grammar would take for its first cell.
fn without_position(tex: &str) -> String {
    let mut out = tex.to_owned();
    for name in ["aligned", "gathered", "array", "alignedat", "split"] {
        for position in ["[t]", "[c]", "[b]"] {
            let head = format!("\\begin{{{name}}}");
            out = out.replace(&format!("{head}{position}"), &format!("{head}   "));
        }
    }
    out
}

fn fault(error: &ParseError, tex: &str) -> Fault {
    let message = error.message.as_str();
    let unknown = message.strip_prefix("Undefined control sequence: ").map(str::trim);
    if let Some(name) = unknown {
        return Fault { at: place(error, tex, name), reason: unknown_command(name) };
    }
    if let Some(rest) = message.strip_prefix("No such environment: ") {
        let reason = with_nearest(
            format!("unknown environment `{rest}`"),
            rest,
            &names::ENVIRONMENTS.split_whitespace().collect::<Vec<_>>(),
        );
        return Fault { at: place(error, tex, rest), reason };
    }
    let mut reason = message.replace("'EOF'", "the end of the formula").replace('\'', "`");
    if let Some(first) = reason.get(..1).map(str::to_lowercase) {
        reason.replace_range(..1, &first);
    }
    Fault { at: error.loc.as_ref().map_or(tex.len(), |loc| loc.start), reason }
}

fn unknown_command(name: &str) -> String {
    let functions = ratex_parser::functions::FUNCTIONS.keys().copied();
    let mut known: Vec<&str> = functions.chain(names::COMMANDS.split_whitespace()).collect();
    known.sort_unstable();
    with_nearest(format!("unknown command `{name}`"), name, &known)
}

fn with_nearest(reason: String, name: &str, known: &[&str]) -> String {
    match problem::nearest(name, known.iter().copied()) {
        Some(near) => format!("{reason}: did you mean `{near}`?"),
        None => reason,
    }
}

/// Where a name stands: where the parser says, if it is there; else its first occurrence, because what came
/// out of a macro has offsets of the macro's own text.
fn place(error: &ParseError, tex: &str, name: &str) -> usize {
    let said = error.loc.as_ref().map(|loc| loc.start);
    let there = said.filter(|at| tex.get(*at..).is_some_and(|rest| rest.starts_with(name)));
    there.or_else(|| tex.find(name)).or(said).unwrap_or(0)
}
