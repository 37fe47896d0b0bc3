//! The bar code of an ISBN: EAN-13 (GS1 General Specifications, 5.2.1; ISO/IEC 15420).

/// Modules of the symbol itself: guards, twelve digits of seven modules, a centre.
pub const MODULES: u32 = 95;

/// Left-hand digits of odd parity (set A); sets B and C follow from them.
const ODD: [u8; 10] = [
    0b000_1101, 0b001_1001, 0b001_0011, 0b011_1101, 0b010_0011, 0b011_0001, 0b010_1111, 0b011_1011, 0b011_0111,
    0b000_1011,
];

/// Which of the six left-hand digits have even parity (set B), by the first digit: the highest bit is the
/// first of the six.
const EVEN: [u8; 10] = [
    0b00_0000, 0b00_1011, 0b00_1101, 0b00_1110, 0b01_0011, 0b01_1001, 0b01_1100, 0b01_0101, 0b01_0110, 0b01_1010,
];

/// A bar, in modules from the first of the symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Where it begins.
    pub from: u32,
    /// How wide it is.
    pub width: u32,
    /// It belongs to a guard, and reaches down between the digits.
    pub long: bool,
}

/// The bars of thirteen digits; `None` where they aren't that.
#[must_use]
pub fn bars(digits: &str) -> Option<Vec<Bar>> {
    let digits: Option<Vec<u8>> = digits.chars().map(|c| u8::try_from(c.to_digit(10)?).ok()).collect();
    let digits: [u8; 13] = digits?.try_into().ok()?;
    let mut modules: Vec<(bool, bool)> = Vec::new();
    let mut push = |pattern: u8, count: u32, long: bool| {
        modules.extend((0..count).rev().map(|bit| (pattern >> bit & 1 == 1, long)));
    };
    let [first, rest @ ..] = digits;
    let even = EVEN.get(usize::from(first)).copied()?;
    push(0b101, 3, true);
    for (at, digit) in rest.iter().enumerate() {
        let odd = ODD.get(usize::from(*digit)).copied()?;
        let right = !odd & 0x7F;
        match at {
            0..6 if even >> (5 - at) & 1 == 1 => push(mirrored(right), 7, false),
            0..6 => push(odd, 7, false),
            _ => push(right, 7, false),
        }
        if at == 5 {
            push(0b01010, 5, true);
        }
    }
    push(0b101, 3, true);
    Some(runs(&modules))
}

/// Set B is set C read from its other end.
fn mirrored(pattern: u8) -> u8 {
    (pattern << 1).reverse_bits()
}

/// Dark modules side by side are one bar.
fn runs(modules: &[(bool, bool)]) -> Vec<Bar> {
    let mut out: Vec<Bar> = Vec::new();
    for (from, (dark, long)) in (0..).zip(modules.iter().copied()) {
        match out.last_mut() {
            _ if !dark => {}
            Some(bar) if bar.from + bar.width == from => bar.width += 1,
            _ => out.push(Bar { from, width: 1, long }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_of_the_standard_s_example() {
        let bars = bars("4003994155486").expect("thirteen digits");
        let dark: u32 = bars.iter().map(|bar| bar.width).sum();
        assert_eq!(bars.len(), 30);
        assert_eq!(bars.last(), Some(&Bar { from: MODULES - 1, width: 1, long: true }));
        assert!(dark > 40 && dark < 55);
        let pattern: String = (0..MODULES)
            .map(|at| if bars.iter().any(|bar| (bar.from..bar.from + bar.width).contains(&at)) { '1' } else { '0' })
            .collect();
        assert_eq!(pattern.get(..10), Some("1010001101"));
        assert_eq!(bars.iter().filter(|bar| bar.long).count(), 6);
    }

    #[test]
    fn what_is_no_number_has_no_bars() {
        assert_eq!(bars("978030640615"), None);
        assert_eq!(bars("97803064061x7"), None);
    }
}
