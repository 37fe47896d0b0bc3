//! `pikchr` fences, drawn by pikru, a port of the original.

use super::{FAMILY, Fault};

/// The drawing.
///
/// # Errors
/// pikru's reason.
pub(super) fn draw(source: &str) -> Result<String, Fault> {
    let svg = pikru::pikchr(source).map_err(|message| Fault::new(&message))?;
    Ok(svg.replacen("<svg ", &format!("<svg font-family=\"{FAMILY}\" "), 1))
}
