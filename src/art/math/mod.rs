//! TeX math -> Typst math -> MathML Core.
//!
//! In comes what an author wrote between dollar signs; out comes, at once, the same formula for the PDF
//! ([`Formula::typst`]) and, after [`mathml()`] has run, for the EPUB ([`Formula::mathml`]). The MathML is what
//! Typst's own HTML export makes of the same Typst math, so the two can't say different things; this is the
//! one room besides `pdf` that uses the Typst crates, for that reason.
//!
//! The steps: `read` parses with KaTeX's grammar (`ratex-parser`), `write` prints the tree as Typst math,
//! `export` compiles all formulas of a book in one HTML document and takes the elements out. What Typst's
//! export passes over (`cancel`, lines above and below, phantoms, frames, colours, rules in matrices) is
//! redefined for it in `prelude.typ`, in terms of MathML Core alone; `styles/mathml.css` is the CSS that goes with
//! it.
//!
//! What isn't translated is a problem at its place, never left out, with one exception: adjustments by
//! height alone (`\smash`, `\vphantom` and other struts, `\vcenter`, `\\[2pt]`) are left to the engine, which
//! spaces lines by what is on them.

mod export;
mod fence;
mod mathml;
mod names;
mod read;
mod script;
mod start;
mod symbol;
mod table;
mod word;
mod write;

pub use mathml::mathml;

use crate::book::Formula;
use crate::problem::Problem;

/// Translates TeX; `display` is set on a line of its own.
///
/// # Errors
/// [`Problem::BadMath`] with the byte offset in `tex` it concerns.
pub fn formula(tex: &str, display: bool) -> Result<Formula, (usize, Problem)> {
    let wrong = |fault: Fault| {
        let at = (0..=fault.at.min(tex.len())).rev().find(|at| tex.is_char_boundary(*at));
        (at.unwrap_or(0), Problem::BadMath { reason: fault.reason })
    };
    let tree = read::read(tex).map_err(wrong)?;
    let typst = write::Writer::new(display).formula(&tree).map_err(wrong)?;
    Ok(Formula { tex: tex.to_owned(), typst, mathml: String::new() })
}

/// Why a formula can't be translated.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    /// Byte offset in the TeX text, as near as is known.
    at: usize,
    /// In words, lower case.
    reason: String,
}

/// Typst math, or why not.
type Wrote = Result<String, Fault>;

#[cfg(test)]
mod tests;
