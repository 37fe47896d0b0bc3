//! The order of index entries, by the rules of the book's language (Unicode Technical Standard 10).

use std::cmp::Ordering;

use icu_collator::options::{AlternateHandling, CollatorOptions, MaxVariable, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

/// Letters beyond A to Z that some language sorts by themselves, for pairs that are written for them.
const FURTHER: [&str; 6] = ["Å", "Ä", "Ö", "Ø", "Æ", "Ü"];

/// Compares by a language.
pub(super) struct Collation {
    /// Letters, then accents, then case; signs count for nothing, numbers by their value.
    full: CollatorBorrowed<'static>,
    /// Letters alone.
    letters: CollatorBorrowed<'static>,
}

impl Collation {
    /// The order of a BCP 47 language; the root order for one without rules. `None` where not even
    /// that can be made.
    pub fn new(language: &str) -> Option<Self> {
        let locale = Locale::try_from_str(language).unwrap_or(Locale::UNKNOWN);
        let collator = |strength| {
            let mut preferences = CollatorPreferences::from(&locale);
            preferences.numeric_ordering = Some(CollationNumericOrdering::True);
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            options.alternate_handling = Some(AlternateHandling::Shifted);
            options.max_variable = Some(MaxVariable::Currency);
            CollatorBorrowed::try_new(preferences, options).ok()
        };
        Some(Self { full: collator(Strength::Tertiary)?, letters: collator(Strength::Primary)? })
    }

    /// The order of two terms: what begins with no letter first; equal ones by their bytes.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let kind = |text| first(text).is_some_and(char::is_alphabetic);
        kind(a).cmp(&kind(b)).then_with(|| self.full.compare(a, b)).then_with(|| a.cmp(b))
    }

    /// The letter that a term stands under; `None` where it begins with none.
    pub fn letter(&self, term: &str) -> Option<String> {
        let mut characters = term.chars().skip_while(|c| !c.is_alphanumeric());
        let c = characters.next().filter(|c| c.is_alphabetic())?;
        let one = c.to_uppercase().collect::<String>();
        let pair = characters.next().filter(|second| second.is_alphabetic()).map(|second| format!("{c}{second}"));
        // Two letters that sort behind all that the first begins are a letter of their own: Czech "ch".
        let pair = pair.filter(|pair| self.letters.compare(pair, &format!("{c}zz")) == Ordering::Greater);
        let single = |text: &str| {
            let latin = ('A'..='Z').map(String::from).chain(FURTHER.map(str::to_owned));
            latin.into_iter().find(|letter| self.letters.compare(letter, text) == Ordering::Equal)
        };
        Some(match pair {
            Some(pair) => single(&pair).unwrap_or_else(|| capitalised(&pair)),
            None => single(&c.to_string()).unwrap_or(one),
        })
    }
}

fn first(text: &str) -> Option<char> {
    text.chars().find(|c| c.is_alphanumeric())
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters.flat_map(char::to_lowercase)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(language: &str, terms: &[&str]) -> String {
        let collation = Collation::new(language).expect("compiled data");
        let mut terms = terms.to_vec();
        terms.sort_by(|a, b| collation.compare(a, b));
        let letter = |term: &&str| format!("{}:{term}", collation.letter(term).unwrap_or_default());
        terms.iter().map(letter).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn signs_count_for_nothing_and_numbers_by_their_value() {
        let terms = ["zeta", "--help", "2PC", "10x", "$PATH", "_init", "Hash", "&&", "élan", "Eland"];
        assert_eq!(
            sorted("en", &terms),
            ":&& :2PC :10x E:élan E:Eland H:Hash H:--help I:_init P:$PATH Z:zeta"
        );
    }

    #[test]
    fn languages_have_their_own_letters() {
        assert_eq!(sorted("sv", &["öl", "zon", "åka", "ask"]), "A:ask Z:zon Å:åka Ö:öl");
        assert_eq!(sorted("de", &["Öl", "Ofen", "Zug", "Ort"]), "O:Ofen O:Öl O:Ort Z:Zug");
        assert_eq!(sorted("cs", &["chyba", "had", "cyklus", "čas"]), "C:cyklus Č:čas H:had Ch:chyba");
        assert_eq!(sorted("en", &["chain", "hat", "cat", "μ-recursion"]), "C:cat C:chain H:hat Μ:μ-recursion");
    }

    #[test]
    fn a_language_without_rules_has_the_root_order() {
        assert_eq!(sorted("not a language", &["b", "a"]), "A:a B:b");
    }
}
