//! `bob` fences: ASCII art drawn as lines by svgbob.

use super::FAMILY;

/// The drawing. svgbob draws whatever it gets, so there is no fault.
pub(super) fn draw(source: &str) -> String {
    let settings = svgbob::Settings {
        font_size: 12,
        font_family: format!("'{FAMILY}', sans-serif"),
        background: "none".to_owned(),
        stroke_width: 1.2,
        include_backdrop: false,
        ..svgbob::Settings::default()
    };
    svgbob::to_svg_with_settings(source, &settings)
}
