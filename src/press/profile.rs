//! An ICC profile of printing with one black ink (ICC.1:2004-10, section 8.3: monochrome output profiles).
//!
//! Made here because it is some 500 bytes, where a profile of four inks is megabytes and somebody's. It
//! says that a tint of 50% prints as 70%, the dot gain of offset on uncoated paper (ISO 12647-2, curve C
//! rounded): what turns numbers into a picture on a screen, and nothing of the file itself.

/// Points of the tone curve.
const POINTS: u16 = 33;
/// What 50% gains.
const GAIN: f64 = 0.20;

/// The bytes of the profile.
pub(super) fn black() -> Vec<u8> {
    let tags: [([u8; 4], Vec<u8>); 4] = [
        (*b"desc", description()),
        (*b"cprt", text("No copyright: use freely")),
        (*b"wtpt", white()),
        (*b"kTRC", curve()),
    ];
    let mut directory = Vec::new();
    let mut data = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    directory.extend((tags.len() as u32).to_be_bytes());
    for (name, bytes) in &tags {
        directory.extend(name);
        directory.extend(((start + data.len()) as u32).to_be_bytes());
        directory.extend((bytes.len() as u32).to_be_bytes());
        data.extend(bytes);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut out = header((start + data.len()) as u32);
    out.extend(directory);
    out.extend(data);
    out
}

/// Section 7.2. Class `prtr`, device colours `GRAY`, connection space `XYZ `, illuminant D50.
fn header(size: u32) -> Vec<u8> {
    let mut out = vec![0; 128];
    let mut put = |at: usize, bytes: &[u8]| {
        out.iter_mut().skip(at).zip(bytes).for_each(|(slot, byte)| *slot = *byte);
    };
    put(0, &size.to_be_bytes());
    put(8, &[2, 0x20, 0, 0]);
    put(12, b"prtrGRAYXYZ ");
    // A date that never changes: 2026-01-01.
    put(24, &[0x07, 0xEA, 0, 1, 0, 1]);
    put(36, b"acsp");
    put(68, &D50);
    out
}

/// X, Y and Z of D50 as s15Fixed16 (section 7.2.16).
const D50: [u8; 12] = [0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D];

fn white() -> Vec<u8> {
    [&b"XYZ \0\0\0\0"[..], &D50].concat()
}

fn text(words: &str) -> Vec<u8> {
    [b"text\0\0\0\0", words.as_bytes(), b"\0"].concat()
}

/// `textDescriptionType` of version 2: ASCII, then empty Unicode and Macintosh texts.
fn description() -> Vec<u8> {
    let words = NAME.as_bytes();
    let mut out = b"desc\0\0\0\0".to_vec();
    out.extend((words.len() as u32 + 1).to_be_bytes());
    out.extend(words);
    out.resize(out.len() + 1 + 4 + 4 + 2 + 1 + 67, 0);
    out
}

/// What the profile is called.
pub(super) const NAME: &str = "Black on uncoated paper, dot gain 20%";

/// Gray values to how light they print: white is 1.
fn curve() -> Vec<u8> {
    let mut out = b"curv\0\0\0\0".to_vec();
    out.extend(u32::from(POINTS).to_be_bytes());
    for point in 0..POINTS {
        let ink = 1.0 - f64::from(point) / f64::from(POINTS - 1);
        let printed = ink + 4.0 * GAIN * ink * (1.0 - ink);
        let light = (1.0 - printed).clamp(0.0, 1.0);
        out.extend(((light * 65_535.0).round() as u16).to_be_bytes());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_says_its_own_size_and_class() {
        let bytes = black();
        assert_eq!(bytes.get(..4), Some(&(bytes.len() as u32).to_be_bytes()[..]));
        assert_eq!(bytes.get(12..20), Some(&b"prtrGRAY"[..]));
        assert!(bytes.len() < 600 && bytes.len().is_multiple_of(4));
    }
}
