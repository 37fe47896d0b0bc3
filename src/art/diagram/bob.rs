//! `bob` fences: ASCII art drawn as lines by svgbob.

use super::{FAMILY, Fault};

/// The drawing. svgbob draws whatever it gets, be it nothing.
///
/// # Errors
/// There is nothing to draw.
pub(super) fn draw(source: &str) -> Result<String, Fault> {
    if source.trim().is_empty() {
        return Err(Fault::new("there is no drawing in it"));
    }
    let settings = svgbob::Settings {
        font_size: 12,
        font_family: format!("'{FAMILY}', sans-serif"),
        background: "none".to_owned(),
        stroke_width: 1.2,
        include_backdrop: false,
        ..svgbob::Settings::default()
    };
    Ok(svgbob::to_svg_with_settings(source, &settings))
}
