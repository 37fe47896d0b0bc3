//! Widths of text as the page will set it.
//!
//! merman's built-in tables know the widths of common screen fonts; with any other face its labels overflow
//! their boxes. So we shape every label with the face itself.

use std::sync::Arc;

use merman::svg::{
    DeterministicTextMeasurer, MeasurementProfileId, TextMeasurementPolicy, TextMeasurementProfile,
    TextMeasurementProfileIdentity, TextStyle,
};

use super::{FAMILY, Fault};
use crate::fonts::Fonts;

/// Measures labels with the book's own sans, regular and bold.
///
/// # Errors
/// A [`Fault`] where the faces are not there: ours always are.
pub(super) fn policy(fonts: &Fonts) -> Result<TextMeasurementPolicy, Fault> {
    let regular = face(fonts, "SourceSans3-Regular")?;
    let bold = face(fonts, "SourceSans3-Bold")?;
    let width = move |text: &str, style: &TextStyle| {
        let weight = style.font_weight.as_deref().unwrap_or("normal");
        let heavy = weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600);
        let face = if heavy { &bold } else { &regular };
        face.width(text) * style.font_size.max(1.0)
    };
    let name = MeasurementProfileId::new("book.sans").map_err(|error| Fault::new(&error.to_string()))?;
    let identity = TextMeasurementProfileIdentity::new(name, format!("1:{FAMILY}"));
    let identity = identity.map_err(|error| Fault::new(&error.to_string()))?;
    let measurer = DeterministicTextMeasurer::default().with_width_callback(width);
    Ok(TextMeasurementPolicy::uniform(TextMeasurementProfile::new(identity, measurer)))
}

/// A face to shape with; it owns its bytes.
#[derive(Clone)]
struct Shaper {
    bytes: Arc<[u8]>,
}

impl Shaper {
    /// Width of a text set in one em.
    fn width(&self, text: &str) -> f64 {
        let Some(face) = rustybuzz::Face::from_slice(&self.bytes, 0) else { return 0.0 };
        let mut buffer = rustybuzz::UnicodeBuffer::new();
        buffer.push_str(text);
        let shaped = rustybuzz::shape(&face, &[], buffer);
        let units: i64 = shaped.glyph_positions().iter().map(|glyph| i64::from(glyph.x_advance)).sum();
        #[allow(clippy::cast_precision_loss, reason = "a label is shorter than 2^52 units")]
        let width = units as f64 / f64::from(face.units_per_em());
        width
    }
}

fn face(fonts: &Fonts, file: &str) -> Result<Shaper, Fault> {
    let face = fonts.faces().iter().find(|face| face.file.starts_with(file));
    let bytes = face.map(|face| Arc::from(face.bytes.as_ref()));
    bytes.map(|bytes| Shaper { bytes }).ok_or_else(|| Fault::new(&format!("no face {file}")))
}
