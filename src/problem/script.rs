//! The script that a character belongs to, as far as a message about fonts needs it.

/// First and last character of a script's blocks (Unicode 16.0, Blocks.txt), with its name as Noto fonts have it.
const SCRIPTS: [(u32, u32, &str); 46] = [
    (0x0370, 0x03FF, "Greek"),
    (0x0400, 0x052F, "Cyrillic"),
    (0x0530, 0x058F, "Armenian"),
    (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x06FF, "Arabic"),
    (0x0700, 0x074F, "Syriac"),
    (0x0750, 0x077F, "Arabic"),
    (0x0780, 0x07BF, "Thaana"),
    (0x0900, 0x097F, "Devanagari"),
    (0x0980, 0x09FF, "Bengali"),
    (0x0A00, 0x0A7F, "Gurmukhi"),
    (0x0A80, 0x0AFF, "Gujarati"),
    (0x0B00, 0x0B7F, "Oriya"),
    (0x0B80, 0x0BFF, "Tamil"),
    (0x0C00, 0x0C7F, "Telugu"),
    (0x0C80, 0x0CFF, "Kannada"),
    (0x0D00, 0x0D7F, "Malayalam"),
    (0x0D80, 0x0DFF, "Sinhala"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Lao"),
    (0x0F00, 0x0FFF, "Tibetan"),
    (0x1000, 0x109F, "Myanmar"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, "CJK KR"),
    (0x1200, 0x139F, "Ethiopic"),
    (0x13A0, 0x13FF, "Cherokee"),
    (0x1400, 0x167F, "Canadian Aboriginal"),
    (0x1680, 0x169F, "Ogham"),
    (0x16A0, 0x16FF, "Runic"),
    (0x1780, 0x17FF, "Khmer"),
    (0x1800, 0x18AF, "Mongolian"),
    (0x2C80, 0x2CFF, "Coptic"),
    (0x2D30, 0x2D7F, "Tifinagh"),
    (0x2E80, 0x2FDF, "CJK SC"),
    (0x3040, 0x30FF, "CJK JP"),
    (0x3100, 0x312F, "CJK TC"),
    (0x3130, 0x318F, "CJK KR"),
    (0x3400, 0x4DBF, "CJK SC"),
    (0x4E00, 0x9FFF, "CJK SC"),
    (0xA000, 0xA4CF, "Yi"),
    (0xAC00, 0xD7FF, "CJK KR"),
    (0xF900, 0xFAFF, "CJK SC"),
    (0x10300, 0x1032F, "Old Italic"),
    (0x12000, 0x1254F, "Cuneiform"),
    (0x13000, 0x143FF, "Egyptian Hieroglyphs"),
    (0x20000, 0x323AF, "CJK SC"),
];

/// The script that a character belongs to.
#[must_use]
pub fn script(c: char) -> Option<&'static str> {
    let code = u32::from(c);
    SCRIPTS.iter().find(|(first, last, _)| (*first..=*last).contains(&code)).map(|(.., name)| *name)
}

/// The script of the first character of a text that belongs to one of the table.
pub(super) fn of(text: &str) -> Option<&'static str> {
    text.chars().find_map(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_named_and_in_order() {
        assert_eq!(of("x, `ሀ` U+1200"), Some("Ethiopic"));
        assert_eq!(of("漢"), Some("CJK SC"));
        assert_eq!(of("→ a"), None);
        assert!(SCRIPTS.windows(2).all(|pair| pair[0].1 < pair[1].0 && pair[0].0 <= pair[0].1));
    }
}
