//! One colour from another, by the formulas that PDF itself gives for device colours (ISO 32000-2, 10.4.2).
//!
//! No profile takes part: a gray book has one ink, and its printer's curve is unknown to us.

use crate::printer::Color;

/// A colour in the components of its space, each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Tone {
    /// Black is 0.
    Gray(f64),
    /// Black is 0, 0, 0.
    Rgb([f64; 3]),
    /// Paper is 0, 0, 0, 0.
    Cmyk([f64; 4]),
}

impl Tone {
    /// The tone of `components`, as many as its space has.
    pub(super) fn of(components: &[f64]) -> Option<Self> {
        match *components {
            [gray] => Some(Self::Gray(gray)),
            [r, g, b] => Some(Self::Rgb([r, g, b])),
            [c, m, y, k] => Some(Self::Cmyk([c, m, y, k])),
            _ => None,
        }
    }

    /// The nearest tone that a file of that colour may have. Neutral ones become tints of black in all.
    pub(super) fn to(self, color: Color) -> Self {
        match (color, self) {
            (_, Self::Gray(_)) => self,
            (_, Self::Rgb([r, g, b])) if r == g && g == b => Self::Gray(r),
            (_, Self::Cmyk([c, m, y, k])) if c == 0.0 && m == 0.0 && y == 0.0 => Self::Gray(1.0 - k),
            (Color::Gray, Self::Rgb([r, g, b])) => Self::Gray(0.3 * r + 0.59 * g + 0.11 * b),
            (Color::Gray, Self::Cmyk([c, m, y, k])) => {
                Self::Gray(1.0 - (0.3 * c + 0.59 * m + 0.11 * y + k).min(1.0))
            }
            // All gray of the colour goes into black, so that ink never adds up to more than 200%.
            (Color::Cmyk, Self::Rgb([r, g, b])) => {
                let black = 1.0 - r.max(g).max(b);
                Self::Cmyk([1.0 - r - black, 1.0 - g - black, 1.0 - b - black, black])
            }
            (Color::Rgb, Self::Cmyk([c, m, y, k])) => {
                Self::Rgb([c, m, y].map(|ink| 1.0 - (ink + k).min(1.0)))
            }
            (Color::Cmyk, Self::Cmyk(_)) | (Color::Rgb, Self::Rgb(_)) => self,
        }
    }

    /// Its components.
    pub(super) fn components(self) -> Vec<f64> {
        match self {
            Self::Gray(gray) => vec![gray],
            Self::Rgb(rgb) => rgb.to_vec(),
            Self::Cmyk(cmyk) => cmyk.to_vec(),
        }
    }

    /// The same in the full number of components of a space, for what can't change its space on the way.
    pub(super) fn spread(self, color: Color) -> Vec<f64> {
        match (color, self) {
            (Color::Cmyk, Self::Gray(gray)) => vec![0.0, 0.0, 0.0, 1.0 - gray],
            (Color::Rgb, Self::Gray(gray)) => vec![gray; 3],
            (Color::Gray | Color::Cmyk | Color::Rgb, other) => other.components(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neutral_tones_are_black_alone() {
        for color in [Color::Gray, Color::Cmyk, Color::Rgb] {
            assert_eq!(Tone::Rgb([0.25; 3]).to(color), Tone::Gray(0.25));
            assert_eq!(Tone::Cmyk([0.0, 0.0, 0.0, 1.0]).to(color), Tone::Gray(0.0));
        }
    }

    #[test]
    fn colours_by_the_formulas() {
        assert_eq!(Tone::Rgb([1.0, 0.0, 0.0]).to(Color::Gray), Tone::Gray(0.3));
        assert_eq!(Tone::Cmyk([0.0, 1.0, 0.0, 0.5]).to(Color::Gray), Tone::Gray(0.0));
        assert_eq!(Tone::Rgb([0.5, 0.0, 0.25]).to(Color::Cmyk), Tone::Cmyk([0.0, 0.5, 0.25, 0.5]));
        assert_eq!(Tone::Cmyk([0.0, 0.5, 1.0, 0.0]).to(Color::Rgb), Tone::Rgb([1.0, 0.5, 0.0]));
    }
}
