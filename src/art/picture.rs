//! Pictures probed and converted.
use crate::book::Format;

/// A picture that both outputs take.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its format.
    pub format: Format,
    /// Width as meant, CSS pixels.
    pub width: f64,
    /// Height as meant, CSS pixels.
    pub height: f64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads a picture: its format from its bytes, its size in CSS pixels (raster pixels at their stated
/// resolution, else 96 per inch), its bytes checked to decode.
///
/// # Errors
/// Why it is none.
pub fn probe(bytes: &[u8]) -> Result<Picture, String> {
    todo!()
}

/// The picture with no side longer than `longest` pixels, in the format that suits it.
#[must_use]
pub fn fit(bytes: &[u8], format: Format, longest: u32) -> Vec<u8> {
    todo!()
}
