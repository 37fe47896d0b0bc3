//! Spaces at which no line may end, by language: between a number and its unit, an abbreviation and its number,
//! a title and a name, initials, the letters of `z. B.`, groups of digits.
//!
//! Sources: SI Brochure (9th ed., 5.4.3: a space between number and unit); The Chicago Manual of Style (17th ed.,
//! 6.121: "p. 5", initials, "10 kg"); DIN 5008:2020 (abbreviations of several letters, "§ 5", "Nr. 3");
//! Imprimerie nationale, "Lexique" (titles, "p. 5", groups of digits); GOST 7.89-2005 ("№ 3").
//! The space is the author's: none is put in where none is.

/// What holds together in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bonds {
    /// Words that stay with the number behind them.
    counted: &'static [&'static str],
    /// Words that stay with the name behind them.
    titles: &'static [&'static str],
    /// A space parts the thousands.
    grouped: bool,
}

/// Units of the SI, those used beside it, and those of computing; ones that are words as well (`in`, `a`, `d`,
/// `t`) are left out, because "10 in 20" would hold together, too.
const UNITS: &[&str] = &[
    "%", "‰", "°C", "°F", "°", "K", "s", "ms", "µs", "μs", "ns", "ps", "min", "h", "m", "km", "cm", "mm", "µm", "μm",
    "nm", "pm", "kg", "g", "mg", "µg", "μg", "l", "L", "ml", "mL", "Hz", "kHz", "MHz", "GHz", "THz", "V", "mV", "kV",
    "mA", "W", "mW", "kW", "MW", "J", "kJ", "MJ", "N", "kN", "Pa", "kPa", "MPa", "Ω", "kΩ", "MΩ", "F", "dB", "pt",
    "px", "ppm", "bit", "bits", "B", "kB", "KB", "MB", "GB", "TB", "PB", "EB", "KiB", "MiB", "GiB", "TiB", "PiB",
    "kbit", "Mbit", "Gbit", "kbps", "Kbps", "Mbps", "Gbps", "Tbps", "kbit/s", "Mbit/s", "Gbit/s", "B/s", "kB/s",
    "KB/s", "MB/s", "GB/s", "TB/s", "m/s", "km/h", "ops/s", "req/s", "rpm", "fps", "IOPS", "qps", "QPS", "tps", "TPS",
    "€", "$", "£", "¥", "EUR", "USD", "GBP", "CHF",
];
/// Words before numbers in every language.
const SIGNS: &[&str] = &["§", "§§", "№", "n°", "nº", "n.º", "¶"];

const ENGLISH: Bonds = Bonds {
    counted: &[
        "p.", "pp.", "vol.", "vols.", "no.", "nos.", "ch.", "chap.", "sec.", "fig.", "figs.", "eq.", "eqs.", "art.",
        "app.", "tab.", "ed.", "l.", "ll.", "n.", "Vol.", "No.", "Nos.", "Ch.", "Chap.", "Sec.", "Fig.", "Figs.",
        "Eq.", "Eqs.", "Tab.", "App.", "Figure", "Figures", "Table", "Tables", "Listing", "Listings", "Section",
        "Sections", "Chapter", "Chapters", "Appendix", "Part", "Equation", "Theorem", "Lemma", "Definition",
        "Example", "Exercise", "Algorithm", "Step", "Volume", "page", "pages", "line", "lines",
    ],
    titles: &["Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St.", "Mr", "Mrs", "Ms", "Dr"],
    grouped: false,
};
const GERMAN: Bonds = Bonds {
    counted: &[
        "S.", "Abb.", "Tab.", "Kap.", "Nr.", "Bd.", "Abs.", "Art.", "Anm.", "Aufl.", "Ziff.", "Z.", "Abbildung",
        "Tabelle", "Abschnitt", "Kapitel", "Anhang", "Teil", "Gleichung", "Satz", "Seite", "Seiten", "Zeile", "Band",
        "Beispiel", "Schritt",
    ],
    titles: &["Dr.", "Prof.", "Hr.", "Fr.", "Herr", "Frau", "St."],
    grouped: true,
};
const FRENCH: Bonds = Bonds {
    counted: &[
        "p.", "pp.", "vol.", "t.", "no", "n°", "chap.", "fig.", "tab.", "art.", "sect.", "éq.", "figure", "Figure",
        "tableau", "Tableau", "section", "Section", "chapitre", "Chapitre", "page", "pages", "annexe", "Annexe",
        "partie", "Partie", "équation", "ligne",
    ],
    titles: &["M.", "MM.", "Mme", "Mmes", "Mlle", "Me", "Dr", "Pr"],
    grouped: true,
};
const SPANISH: Bonds = Bonds {
    counted: &[
        "p.", "pp.", "pág.", "págs.", "vol.", "núm.", "cap.", "fig.", "tab.", "art.", "sec.", "Figura", "figura",
        "Tabla", "tabla", "Sección", "sección", "Capítulo", "capítulo", "página", "páginas", "Anexo", "Parte",
    ],
    titles: &["Sr.", "Sra.", "Srta.", "Dr.", "Dra.", "D.", "Dña."],
    grouped: true,
};
const PORTUGUESE: Bonds = Bonds {
    counted: &[
        "p.", "pp.", "pág.", "págs.", "vol.", "cap.", "fig.", "tab.", "art.", "Figura", "figura", "Tabela", "tabela",
        "Secção", "Seção", "secção", "seção", "Capítulo", "capítulo", "página", "páginas",
    ],
    titles: &["Sr.", "Sra.", "Dr.", "Dra."],
    grouped: true,
};
const ITALIAN: Bonds = Bonds {
    counted: &[
        "p.", "pp.", "pag.", "pagg.", "vol.", "n.", "cap.", "fig.", "tab.", "art.", "sez.", "Figura", "figura",
        "Tabella", "tabella", "Sezione", "sezione", "Capitolo", "capitolo", "pagina", "pagine",
    ],
    titles: &["sig.", "Sig.", "dott.", "Dott.", "prof.", "Prof."],
    grouped: false,
};
const DUTCH: Bonds = Bonds {
    counted: &[
        "p.", "blz.", "nr.", "hfst.", "afb.", "fig.", "tab.", "art.", "Figuur", "figuur", "Tabel", "tabel",
        "Paragraaf", "paragraaf", "Hoofdstuk", "hoofdstuk", "pagina",
    ],
    titles: &["dhr.", "mevr.", "dr.", "prof.", "Dr.", "Prof."],
    grouped: false,
};
const SWEDISH: Bonds = Bonds {
    counted: &["s.", "nr", "kap.", "fig.", "tab.", "Figur", "figur", "Tabell", "tabell", "Avsnitt", "Kapitel", "sida"],
    titles: &["dr", "prof."],
    grouped: true,
};
const POLISH: Bonds = Bonds {
    counted: &["s.", "str.", "nr", "rys.", "tab.", "rozdz.", "t.", "Rysunek", "Tabela", "Rozdział", "strona"],
    titles: &["dr", "prof.", "inż."],
    grouped: true,
};
const CZECH: Bonds = Bonds {
    counted: &["s.", "str.", "č.", "obr.", "tab.", "kap.", "odd.", "Obrázek", "Tabulka", "Kapitola", "strana"],
    titles: &["dr.", "prof.", "Ing.", "Mgr."],
    grouped: true,
};
const RUSSIAN: Bonds = Bonds {
    counted: &["с.", "стр.", "рис.", "табл.", "гл.", "т.", "разд.", "Рисунок", "Таблица", "Глава", "страница"],
    titles: &["г.", "проф.", "др."],
    grouped: true,
};
/// What every language has: units, signs, initials.
const OTHER: Bonds = Bonds { counted: &[], titles: &[], grouped: false };

impl Bonds {
    /// The bonds of a language, by its primary subtag in lower case.
    pub fn of(language: &str) -> Self {
        match language {
            "en" => ENGLISH,
            "de" => GERMAN,
            "fr" => FRENCH,
            "es" | "ca" => SPANISH,
            "pt" => PORTUGUESE,
            "it" => ITALIAN,
            "nl" | "af" => DUTCH,
            "sv" | "nb" | "no" | "nn" | "da" | "fi" => SWEDISH,
            "pl" => POLISH,
            "cs" | "sk" => CZECH,
            "ru" | "uk" | "be" => RUSSIAN,
            _ => OTHER,
        }
    }

    /// Whether what stands before a space and what stands behind it belong together.
    pub fn hold(&self, before: &str, behind: &str) -> bool {
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let word = word.trim_start_matches(|c: char| "([{\"'“‘„‚«‹–—".contains(c));
        let next = behind.split(char::is_whitespace).next().unwrap_or_default();
        let number = next.starts_with(|c: char| c.is_ascii_digit());
        if word.ends_with(|c: char| c.is_ascii_digit()) {
            return is_number(word) && (UNITS.contains(&unit(next)) || (self.grouped && is_group(word, next)));
        }
        if number {
            return self.counted.contains(&word) || SIGNS.contains(&word);
        }
        let name = next.starts_with(char::is_uppercase);
        name && (self.titles.contains(&word) || is_initial(word)) || (is_letter(word) && is_letter(unit_dot(next)))
    }
}

/// `10`, `3.5`, `-1,000`, `~5`, `2–3`.
fn is_number(word: &str) -> bool {
    let body = word.trim_start_matches(|c: char| "~≈<>≤≥±+−-$€£".contains(c));
    body.starts_with(|c: char| c.is_ascii_digit()) && body.chars().all(|c| c.is_ascii_digit() || ".,–-/×".contains(c))
}

/// A word without the punctuation behind it.
fn unit(word: &str) -> &str {
    word.trim_end_matches(|c: char| ",.;:!?)]}\"'”’“»›".contains(c))
}

/// A word with its full stop, without the punctuation behind that.
fn unit_dot(word: &str) -> &str {
    word.trim_end_matches(|c: char| ",;:!?)]}\"'”’“»›".contains(c))
}

/// Whether three digits go on with a number of at most three.
fn is_group(word: &str, next: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    digits(next) == 3 && word.len() <= 3 && digits(word) == word.len()
}

/// `D.`, `J.-P.`: what a name may begin with.
fn is_initial(word: &str) -> bool {
    let parts = word.split_inclusive('.');
    let one = |part: &str| {
        let mut letters = part.trim_start_matches('-').chars();
        letters.next().is_some_and(char::is_uppercase) && letters.as_str() == "."
    };
    !word.is_empty() && parts.clone().count() <= 3 && parts.into_iter().all(one)
}

/// `z.`: one letter with its full stop.
fn is_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.as_str() == "."
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(language: &str, text: &str) -> String {
        let bonds = Bonds::of(language);
        let held = |(at, c): (usize, char)| {
            let apart = c != ' ' || !bonds.hold(&text[..at], &text[at + 1..]);
            if apart { c } else { '~' }
        };
        text.char_indices().map(held).collect()
    }

    #[test]
    fn numbers_stay_with_what_they_count() {
        for (language, text) in [
            ("en", "after 10~ms, (3.5~GB) or 100~% of 5 books in 20 days"),
            ("en", "see Figure~3, p.~5, pp.~7–9 and §~4; see page ten, No. One"),
            ("en", "D.~E.~Knuth, J.-P.~Serre and Dr.~Jekyll; not only. We"),
            ("de", "siehe Abb.~3, z.~B. auf S.~5, 10~000 und 3~°C"),
            ("fr", "M.~Dupont, p.~5, no~3, 10~000~€"),
            ("ru", "рис.~3, №~5"),
            ("xx", "a 10~kg, b.~c. d"),
        ] {
            assert_eq!(held(language, &text.replace('~', " ")), text, "{language}");
        }
    }
}
