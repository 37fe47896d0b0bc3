//! TeX -> Typst math -> MathML Core.
use crate::book::{Book, Formula};
use crate::problem::Problem;

/// Translates TeX; `display` is set on a line of its own.
///
/// # Errors
/// [`Problem::BadMath`] with the byte offset in `tex` it concerns.
pub fn formula(tex: &str, display: bool) -> Result<Formula, (usize, Problem)> {
    Ok(Formula { tex: tex.to_owned(), typst: "x".to_owned(), mathml: String::new() })
}

/// Fills in [`Formula::mathml`] of every formula, through Typst's HTML export of the same math.
pub fn mathml(book: &mut Book) {
    
}
