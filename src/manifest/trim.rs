//! Sizes of trimmed pages.

/// Smallest and largest side, pt: 3 in and 20 in, beyond which no page of text can be set.
const SIDES: std::ops::RangeInclusive<f64> = 216.0..=1440.0;

/// What `trim` takes, as messages say it.
pub(super) const EXPECTED: &str =
    "a size such as `7x10in`, `a5`, `letter` or `[\"178mm\", \"254mm\"]`, each side from 3in to 20in";

/// Width and height of the page, in pt (1/72 in). One word is a name or `WIDTHxHEIGHTUNIT`, two are
/// width and height with a unit each. `None` where it is no such size.
pub(super) fn size(written: &[String]) -> Option<(f64, f64)> {
    let (width, height) = match written {
        [name] => named(&name.to_lowercase())?,
        [width, height] => (length(width)?, length(height)?),
        _ => return None,
    };
    (SIDES.contains(&width) && SIDES.contains(&height)).then_some((width, height))
}

/// ISO 216, ANSI/ASME Y14.1, BS 1413:1970 and the American trade's sizes by name, any other as `6x9in`.
fn named(name: &str) -> Option<(f64, f64)> {
    let mm = |width: f64, height: f64| Some((width * 72.0 / 25.4, height * 72.0 / 25.4));
    match name {
        "a4" => mm(210.0, 297.0),
        "a5" => mm(148.0, 210.0),
        "b5" => mm(176.0, 250.0),
        "letter" => Some((612.0, 792.0)),
        "digest" => Some((396.0, 612.0)),
        "us-trade" => Some((432.0, 648.0)),
        "demy-octavo" => mm(138.0, 216.0),
        "royal-octavo" => mm(156.0, 234.0),
        "crown-quarto" => mm(189.0, 246.0),
        other => {
            let (width, height) = other.split_once(['x', '×'])?;
            let unit = height.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
            let width = length(width).or_else(|| length(&format!("{width}{unit}")))?;
            Some((width, length(height)?))
        }
    }
}

/// A length in pt; `in`, `mm`, `cm` and `pt` are units.
pub(super) fn length(written: &str) -> Option<f64> {
    let units = [("in", 72.0), ("mm", 72.0 / 25.4), ("cm", 72.0 / 2.54), ("pt", 1.0)];
    let written = written.trim();
    let (number, unit) = units.iter().find_map(|(unit, pt)| Some((written.strip_suffix(unit)?, pt)))?;
    let number: f64 = number.trim().parse().ok()?;
    number.is_finite().then_some(number * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(words: &[&str]) -> Option<(f64, f64)> {
        size(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn sizes_by_name_and_by_number() {
        assert_eq!(written(&["7x10in"]), Some((504.0, 720.0)));
        assert_eq!(written(&["5.5 x 8.5 in"]), Some((396.0, 612.0)));
        assert_eq!(written(&["Letter"]), Some((612.0, 792.0)));
        let crown = written(&["crown-quarto"]).expect("a size");
        assert!((crown.0 / 72.0 - 7.44).abs() < 0.01 && (crown.1 / 72.0 - 9.69).abs() < 0.01);
        assert_eq!(written(&["6in", "228.6mm"]), Some((432.0, 648.0)));
        assert_eq!(written(&["6inx9in"]), Some((432.0, 648.0)));
        let a4 = written(&["a4"]).expect("a size");
        assert!((a4.0 - 595.28).abs() < 0.01 && (a4.1 - 841.89).abs() < 0.01);
    }

    #[test]
    fn what_is_no_size_is_none() {
        for words in [&["folio"][..], &["7x10"], &["1x1in"], &["70x100in"], &["7in"], &["nanin", "7in"], &[]]
        {
            assert_eq!(written(words), None, "{words:?}");
        }
    }
}
