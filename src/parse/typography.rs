//! Quotes, apostrophes, primes, dashes, ellipses and French spaces, by language.
//!
//! Works on the letters of one block with the markup taken out, so that `"*x*"` and `*"x"*` come out alike.
//! What comes out are replacements; `prose` puts them where they belong. Decided, and why:
//!
//! - `"` opens after a space, an opening bracket or a dash, and closes after anything else; `'` likewise,
//!   but between letters it is an apostrophe, as before `90s` and in `rock 'n' roll`.
//! - `5'10"` is feet and inches: primes after digits, unless a quotation is open that they can close.
//! - `--` is an en dash, `---` an em dash, except in arrows, in longer runs, and where `--word` after a
//!   space is a program's option.
//! - `...` is an ellipsis, `....` one with a full stop.
//! - French: before `; ! ? »` and after `«` stands a narrow no-break space, before `:` a no-break space
//!   (Imprimerie nationale, "Lexique"), whether a space was typed or not; not in `10:30` or an address.
//! - A number stays with its unit, "Figure" with its number, initials with the name: [`super::bonds`].
//! - Czech, Slovak, Polish: no line ends with a preposition or conjunction of one letter (ČSN 01 6910, 2014;
//!   Polish printers' rule).

use super::bonds::Bonds;

/// A stretch of the letters, and what prints in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edit {
    /// First byte.
    pub at: usize,
    /// Length in bytes.
    pub length: usize,
    /// What prints.
    pub text: &'static str,
}

/// Quotes and spaces of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    double: (&'static str, &'static str),
    single: (&'static str, &'static str),
    spaces: Spaces,
    /// Words that begin with an apostrophe.
    elided: &'static [&'static str],
    /// Words of one letter that no line ends with.
    bound: &'static str,
    bonds: Bonds,
}

/// Spaces before punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spaces {
    AsTyped,
    /// Before `: ; ! ?` and inside guillemets.
    French,
    /// Before `:` and inside guillemets.
    Canadian,
}

const ENGLISH: &[&str] = &["tis", "twas", "twere", "twill", "em", "til", "cause", "bout", "round", "n"];
/// Those of them that are words without an apostrophe too: `'round trip'` is a quotation.
const WHOLE: &[&str] = &["cause", "bout", "round"];
const DUTCH: &[&str] = &["s", "t", "n", "k", "m", "ns", "r"];
const GERMAN: &[&str] = &["s", "n", "ne", "nem", "nen", "ner", "ran", "rein", "raus", "rum", "naus"];

impl Style {
    /// The style of a BCP 47 language tag; English quotes where we know none.
    pub fn new(language: &str) -> Self {
        let lower = language.to_lowercase();
        let mut parts = lower.split(['-', '_']);
        let (language, region) = (parts.next().unwrap_or_default(), parts.next_back().unwrap_or_default());
        let swiss = matches!(region, "ch" | "li");
        let (double, single) = match language {
            "de" if swiss => (("«", "»"), ("‹", "›")),
            "de" | "cs" | "sk" | "sl" | "is" | "lt" | "et" | "lv" => (("„", "“"), ("‚", "‘")),
            "fr" if swiss => (("«\u{202f}", "\u{202f}»"), ("‹\u{202f}", "\u{202f}›")),
            "fr" => (("«\u{202f}", "\u{202f}»"), ("“", "”")),
            "es" | "it" | "ca" | "pt"
                if !matches!((language, region), ("es", "mx" | "us" | "419") | ("pt", "br")) =>
            {
                (("«", "»"), ("“", "”"))
            }
            "ru" | "uk" | "be" => (("«", "»"), ("„", "“")),
            "no" | "nb" | "nn" | "el" => (("«", "»"), ("‘", "’")),
            "sv" | "fi" => (("”", "”"), ("’", "’")),
            "pl" | "ro" => (("„", "”"), ("«", "»")),
            "hu" => (("„", "”"), ("»", "«")),
            "hr" => (("„", "”"), ("‚", "’")),
            _ => (("“", "”"), ("‘", "’")),
        };
        let spaces = match (language, region) {
            ("fr", "ca") => Spaces::Canadian,
            ("fr", _) => Spaces::French,
            _ => Spaces::AsTyped,
        };
        let elided = match language {
            "en" => ENGLISH,
            "nl" | "af" => DUTCH,
            "de" => GERMAN,
            _ => &[],
        };
        let bound = match language {
            "cs" | "sk" => "aikosuvz",
            "pl" => "aiouwz",
            _ => "",
        };
        Self { double, single, spaces, elided, bound, bonds: Bonds::of(language) }
    }

    /// What is to print otherwise than it is typed, in order, without overlaps.
    pub fn edits(&self, text: &str) -> Vec<Edit> {
        if !text.bytes().any(|byte| self.cares(byte)) {
            return Vec::new();
        }
        let mut reader =
            Reader { style: self, text, edits: Vec::new(), double: false, single: false, opened: None };
        let mut at = 0;
        while let Some(byte) = text.as_bytes().get(at) {
            at += if self.cares(*byte) { reader.mark(at, *byte) } else { 1 };
        }
        reader.edits
    }

    fn cares(&self, byte: u8) -> bool {
        match byte {
            b'"' | b'\'' | b'-' | b'.' => true,
            b' ' => true,
            b':' | b';' | b'!' | b'?' | 0xc2 => self.spaces != Spaces::AsTyped,
            _ => false,
        }
    }
}

struct Reader<'a> {
    style: &'a Style,
    text: &'a str,
    edits: Vec<Edit>,
    /// A `"` is open.
    double: bool,
    /// A `'` is open.
    single: bool,
    /// One past the quote that was opened last: what follows it stands as at the beginning.
    opened: Option<usize>,
}

impl Reader<'_> {
    /// Looks at the mark at an offset; how many bytes are done with.
    fn mark(&mut self, at: usize, byte: u8) -> usize {
        match byte {
            b'"' => self.double(at),
            b'\'' => return self.single(at),
            b'-' => return self.dash(at),
            b'.' => return self.dots(at),
            b' ' => self.bind(at),
            _ => self.space(at, byte),
        }
        1
    }

    fn edit(&mut self, at: usize, length: usize, text: &'static str) {
        self.edits.push(Edit { at, length, text });
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text.get(at + 1..)?.chars().next()
    }

    /// Whether a quotation may begin here.
    fn may_open(&self, at: usize) -> bool {
        let behind = self.after(at).is_some_and(|c| !c.is_whitespace());
        let ahead = self.before(at).is_none_or(|c| c.is_whitespace() || "([{<-–—/¡¿„“‘‚«‹=|".contains(c));
        behind && (ahead || self.opened == Some(at))
    }

    fn double(&mut self, at: usize) {
        let (open, close) = self.style.double;
        let digit = self.before(at).is_some_and(|c| c.is_ascii_digit());
        let blank = self.before(at).is_none_or(char::is_whitespace);
        if digit && (!self.double || self.after_feet(at)) {
            self.edit(at, 1, "″");
        } else if self.may_open(at) && !(self.double && self.before(at) == Some('-') && self.closes(at)) {
            self.edit(at, 1, open);
            self.double = true;
            self.opened = Some(at + 1);
        } else if self.double && !blank {
            self.edit(at, 1, close);
            self.double = false;
        }
    }

    /// Whether what follows is the end of a word.
    fn closes(&self, at: usize) -> bool {
        self.after(at).is_none_or(|c| !c.is_alphanumeric())
    }

    /// Whether the digits before an offset are inches: feet stand before them.
    fn after_feet(&self, at: usize) -> bool {
        let head = self.text.get(..at).unwrap_or_default();
        let feet = head.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(' ');
        let feet = feet.strip_suffix(['\'', '′', '’']);
        feet.is_some_and(|feet| feet.ends_with(|c: char| c.is_ascii_digit()))
    }

    fn single(&mut self, at: usize) -> usize {
        let (open, close) = self.style.single;
        let (before, after) = (self.before(at), self.after(at));
        let inside = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let digit = before.is_some_and(|c| c.is_ascii_digit());
        if inside {
            let feet = digit && after.is_some_and(|c| c.is_ascii_digit());
            self.edit(at, 1, if feet { "′" } else { "’" });
        } else if self.may_open(at) {
            if let Some(length) = self.elision(at) {
                return length;
            }
            self.edit(at, 1, open);
            self.single = true;
            self.opened = Some(at + 1);
        } else if before.is_none_or(char::is_whitespace) {
            // Alone between spaces: nobody knows.
        } else if self.single {
            self.edit(at, 1, close);
            self.single = false;
        } else {
            self.edit(at, 1, if digit { "′" } else { "’" });
        }
        1
    }

    /// The apostrophe that stands for letters left out before a word; how many bytes are done with.
    fn elision(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.get(at + 1..)?;
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let word = rest.get(..end)?.to_lowercase();
        let digits = word.trim_end_matches('s');
        let year = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let decade = year && (word.len() == 3 || !closed_soon(rest));
        if word == "n" && rest.get(1..)?.starts_with('\'') && !self.style.elided.is_empty() {
            self.edit(at, 1, "’");
            self.edit(at + 2, 1, "’");
            return Some(3);
        }
        let quoted = WHOLE.contains(&word.as_str()) && !self.single && closed_soon(rest);
        let elided =
            self.style.elided.contains(&word.as_str()) && !quoted && !rest.get(end..)?.starts_with('\'');
        (decade || elided).then(|| {
            self.edit(at, 1, "’");
            1
        })
    }

    fn run(&self, at: usize, byte: u8) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        rest.iter().take_while(|other| **other == byte).count()
    }

    fn dash(&mut self, at: usize) -> usize {
        let length = self.run(at, b'-');
        let (before, after) = (self.before(at), self.after(at + length - 1));
        let arrow = matches!(after, Some('>')) || matches!(before, Some('<' | '!'));
        let alone = before.is_none_or(|c| c.is_whitespace() || "([\"'".contains(c));
        let option = alone && after.is_some_and(char::is_alphanumeric);
        match length {
            2 if !arrow && !option => self.edit(at, 2, "–"),
            3 if !arrow => self.edit(at, 3, "—"),
            _ => {}
        }
        length
    }

    fn dots(&mut self, at: usize) -> usize {
        let length = self.run(at, b'.');
        if matches!(length, 3 | 4) {
            self.edit(at, 3, "…");
        }
        length
    }

    /// A space at which no line ends: behind a word of one letter, or between what belongs together.
    fn bind(&mut self, at: usize) {
        let head = self.text.get(..at).unwrap_or_default();
        let mut back = head.chars().rev();
        let word = back.next().is_some_and(|c| self.style.bound.contains(c.to_ascii_lowercase()));
        let alone = back.next().is_none_or(|c| c.is_whitespace() || "([„“‚‘«»–—\"'".contains(c));
        let goes_on = self.after(at).is_some_and(|c| !c.is_whitespace());
        let bound = word && alone;
        if goes_on && (bound || self.style.bonds.hold(head, self.text.get(at + 1..).unwrap_or_default())) {
            self.edit(at, 1, "\u{a0}");
        }
    }

    /// A space that French typography wants narrow and unbreakable.
    fn space(&mut self, at: usize, byte: u8) {
        let rest = self.text.get(at..).unwrap_or_default();
        let spaced = at > 1 && self.text.as_bytes().get(at - 1) == Some(&b' ');
        let last = self.edits.last().map_or(0, |edit| edit.at + edit.length);
        let free = spaced && last < at;
        match byte {
            b':' if free && self.closes(at) => self.edit(at - 1, 1, "\u{a0}"),
            b':' if self.lacks_space(at) => self.edit(at, 1, "\u{a0}:"),
            b';' | b'!' | b'?' if self.style.spaces != Spaces::French => {}
            b';' | b'!' | b'?' if free => self.edit(at - 1, 1, "\u{202f}"),
            b';' if self.lacks_space(at) => self.edit(at, 1, "\u{202f};"),
            b'!' if self.lacks_space(at) => self.edit(at, 1, "\u{202f}!"),
            b'?' if self.lacks_space(at) => self.edit(at, 1, "\u{202f}?"),
            0xc2 if free && rest.starts_with('»') => self.edit(at - 1, 1, "\u{202f}"),
            0xc2 if rest.starts_with('»') && self.ends_word(at) => self.edit(at, "»".len(), "\u{202f}»"),
            0xc2 if rest.starts_with("« ") => self.edit(at + "«".len(), 1, "\u{202f}"),
            0xc2 if rest.starts_with('«') && self.begins_word(at + "«".len()) => {
                self.edit(at, "«".len(), "«\u{202f}");
            }
            _ => {}
        }
    }

    /// Whether a mark stands right behind a word and ends it: not in an address, a time, or behind another mark.
    fn lacks_space(&self, at: usize) -> bool {
        let marked = self.before(at).is_some_and(|c| "([{:;!?".contains(c));
        let ends = self.after(at).is_none_or(|c| c.is_whitespace() || "!?)]}\"'»”’".contains(c));
        ends && !marked && self.ends_word(at)
    }

    fn ends_word(&self, at: usize) -> bool {
        self.before(at).is_some_and(|c| !c.is_whitespace())
    }

    fn begins_word(&self, at: usize) -> bool {
        let next = self.text.get(at..).and_then(|rest| rest.chars().next());
        next.is_some_and(|c| !c.is_whitespace())
    }
}

/// Whether a `'` follows soon that can close a quotation.
fn closed_soon(rest: &str) -> bool {
    let near = rest.char_indices().take(200);
    let mut last = ' ';
    for (at, c) in near {
        let after = rest.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        if c == '\'' && !last.is_whitespace() && !after.is_some_and(char::is_alphanumeric) {
            return true;
        }
        last = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(language: &str, text: &str) -> String {
        let mut out = text.to_owned();
        for edit in Style::new(language).edits(text).iter().rev() {
            out.replace_range(edit.at..edit.at + edit.length, edit.text);
        }
        out
    }

    #[test]
    fn english() {
        for (typed, printed) in [
            ("\"a 'b' c\"", "“a ‘b’ c”"),
            ("'it's the '90s'", "‘it’s the ’90s’"),
            ("he's 5'10\" tall", "he’s 5′10″ tall"),
            ("\"he's 5'10\" tall\"", "“he’s 5′10″ tall”"),
            ("a 3.5\" disk", "a 3.5″ disk"),
            ("rock 'n' roll", "rock ’n’ roll"),
            ("'twas the users' fault", "’twas the users’ fault"),
            ("a 'round trip' here", "a ‘round trip’ here"),
            ("'cause and effect', 'bout by bout'", "‘cause and effect’, ‘bout by bout’"),
            ("all 'round the house", "all ’round the house"),
            ("'go 'round the corner'", "‘go ’round the corner’"),
            ("(\"x\") [\"y\"] --\"z\"", "(“x”) [“y”] –“z”"),
            ("\"'x' y\" \"it was 10\"", "“‘x’ y” “it was 10”"),
            ("the class of '99 was", "the class of ’99 was"),
            ("\"\" ' \"", "“” ' \""),
            ("\"Why?\" - \"So.\"", "“Why?” - “So.”"),
        ] {
            assert_eq!(set("en", typed), printed, "{typed}");
        }
    }

    #[test]
    fn dashes_and_dots() {
        for (typed, printed) in [
            ("a -- b, c--d---e", "a – b, c–d—e"),
            ("pages 3--9...", "pages\u{a0}3–9…"),
            ("use --release -- or not", "use --release – or not"),
            ("a --> b <-- c <!-- ---- .....", "a --> b <-- c <!-- ---- ....."),
            ("end....", "end…."),
        ] {
            assert_eq!(set("en-GB", typed), printed, "{typed}");
        }
    }

    #[test]
    fn languages() {
        for (language, printed) in [
            ("en-GB", "“a ‘b’ it’s”"),
            ("de", "„a ‚b‘ it’s“"),
            ("de-CH", "«a ‹b› it’s»"),
            ("fr", "«\u{202f}a “b” it’s\u{202f}»"),
            ("es", "«a “b” it’s»"),
            ("it", "«a “b” it’s»"),
            ("nl", "“a ‘b’ it’s”"),
            ("sv", "”a ’b’ it’s”"),
            ("pl", "„a\u{a0}«b» it’s”"),
            ("en-US", "“a ‘b’ it’s”"),
            ("pt", "«a “b” it’s»"),
            ("pt-BR", "“a ‘b’ it’s”"),
            ("da", "“a ‘b’ it’s”"),
            ("nb", "«a ‘b’ it’s»"),
            ("fi", "”a ’b’ it’s”"),
            ("ru", "«a „b“ it’s»"),
        ] {
            assert_eq!(set(language, "\"a 'b' it's\""), printed, "{language}");
        }
        assert_eq!(set("cs", "\"a 'b' it's\""), "„a\u{a0}‚b‘ it’s“");
        assert_eq!(set("nl", "'s avonds 't huis"), "’s avonds ’t huis");
    }

    #[test]
    fn words_of_one_letter_stay_with_the_next() {
        assert_eq!(set("cs", "šel k lesu, v\nnoci (a s psem) ok x y"), "šel k\u{a0}lesu, v\nnoci (a\u{a0}s\u{a0}psem) ok x y");
        assert_eq!(set("pl", "W domu i w lesie"), "W\u{a0}domu i\u{a0}w\u{a0}lesie");
        assert_eq!(set("en", "a b"), "a b");
    }

    #[test]
    fn french_spaces() {
        assert_eq!(
            set("fr", "Quoi ? « Oui » : non !"),
            "Quoi\u{202f}? «\u{202f}Oui\u{202f}»\u{a0}: non\u{202f}!"
        );
        assert_eq!(
            set("fr", "Quoi?! «Oui»: \"non\"; (ah!)"),
            "Quoi\u{202f}?! «\u{202f}Oui\u{202f}»\u{a0}: «\u{202f}non\u{202f}»\u{202f}; (ah\u{202f}!)"
        );
        let spaced = "à 2:30, http://a.example/?b (:) «\u{a0}c\u{a0}»\u{a0}!";
        assert_eq!(set("fr", spaced), spaced);
        assert_eq!(set("fr-CA", "Quoi? «Oui»: non"), "Quoi? «\u{202f}Oui\u{202f}»\u{a0}: non");
        assert_eq!(set("fr-CA", "Quoi ? Oui : non"), "Quoi ? Oui\u{a0}: non");
        assert_eq!(set("fr", "à 10:30 ; vite"), "à 10:30\u{202f}; vite");
        assert_eq!(set("en", "a ; b"), "a ; b");
    }
}
