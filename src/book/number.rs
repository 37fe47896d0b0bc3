//! Numbers: made once, printed by both outputs.

use serde::Serialize;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each is what it says")]
pub enum Kind {
    Part,
    Chapter,
    Appendix,
    Section,
    Figure,
    Table,
    Listing,
    Equation,
    /// Theorems, exercises and the blocks of a book's own, each class with its own counter.
    Block,
    Note,
}

/// A number as it prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Number {
    /// What is counted.
    pub kind: Kind,
    /// The number alone: `3.2`, `IV`, `B.1`.
    pub text: String,
    /// The number with its name, as references and captions print it: `Figure 3.2`.
    pub label: String,
}

impl Number {
    /// The number as it stands before a heading's title: a part's and an appendix's with their name.
    #[must_use]
    pub fn before_title(&self) -> &str {
        match self.kind {
            Kind::Part | Kind::Appendix => &self.label,
            Kind::Chapter
            | Kind::Section
            | Kind::Figure
            | Kind::Table
            | Kind::Listing
            | Kind::Equation
            | Kind::Block
            | Kind::Note => &self.text,
        }
    }
}

/// `n` in capital letters: 1 is A, 26 is Z, 27 is AA.
#[must_use]
pub fn letters(n: u32) -> String {
    let mut n = n;
    let mut out = Vec::new();
    while n > 0 {
        let digit = (n - 1) % 26;
        out.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        n = (n - 1) / 26;
    }
    out.iter().rev().collect()
}

/// `n` in capital roman numerals; empty for 0.
#[must_use]
pub fn roman(n: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut n = n;
    let mut out = String::new();
    for (value, sign) in STEPS {
        while n >= value {
            out.push_str(sign);
            n -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_romans() {
        assert_eq!([1, 26, 27, 52].map(letters), ["A", "Z", "AA", "AZ"]);
        assert_eq!([4, 9, 14, 1999].map(roman), ["IV", "IX", "XIV", "MCMXCIX"]);
    }
}
