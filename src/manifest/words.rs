//! The words that a book adds by itself, by language.
//!
//! Each table is in the order of the fields of [`Words`]. Books in other languages get the English
//! words, and `read` says so.

use super::review;
use crate::book::Words;

/// Number of words in a table.
const COUNT: usize = 61;

/// A language's words, and how lists of chapters call its appendices.
struct Table {
    /// Primary subtag (BCP 47).
    language: &'static str,
    words: [&'static str; COUNT],
    /// "Appendix" and "Appendices" in all their forms.
    appendix: &'static [&'static str],
}

/// The words of a BCP 47 language, by its primary subtag; English ones for a language not in the tables.
#[must_use]
pub fn words(language: &str) -> Words {
    let table = find(language).unwrap_or(&ENGLISH);
    let mut rest = table.words.iter();
    // Fields are filled in the order in which they stand here.
    let mut next = || rest.next().map(|word| (*word).to_owned()).unwrap_or_default();
    Words {
        contents: next(),
        part: next(),
        chapter: next(),
        section: next(),
        appendix: next(),
        figure: next(),
        table: next(),
        listing: next(),
        equation: next(),
        page: next(),
        by: next(),
        and: next(),
        continued: next(),
        cover: next(),
        notes: next(),
        title_page: next(),
        copyright: next(),
        dedication: next(),
        landmarks: next(),
        pages: next(),
        figures: next(),
        tables: next(),
        listings: next(),
        note: next(),
        tip: next(),
        important: next(),
        warning: next(),
        caution: next(),
        index: next(),
        symbols: next(),
        see: next(),
        see_also: next(),
        solution: next(),
        solution_on: next(),
        solutions: next(),
        references: next(),
        cited_in: next(),
        volume_of: next(),
        volume_page: next(),
        months: next().split('|').map(str::to_owned).collect(),
        dated: next(),
        typeset_with: next(),
        printed: next(),
        edited_by: next(),
        translated_by: next(),
        illustrated_by: next(),
        with: next(),
        source: next(),
        summary: next(),
        theorem: next(),
        lemma: next(),
        corollary: next(),
        proposition: next(),
        conjecture: next(),
        axiom: next(),
        definition: next(),
        example: next(),
        exercise: next(),
        algorithm: next(),
        remark: next(),
        proof: next(),
        review: review::words(table.language),
    }
}

/// The words of a BCP 47 language, where the tables have it.
#[must_use]
pub fn own_words(language: &str) -> Option<Words> {
    known(language).then(|| words(language))
}

/// Whether the tables have the language.
pub(super) fn known(language: &str) -> bool {
    find(language).is_some()
}

/// How a title relates to appendices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Appendix {
    /// "Appendix" or "Appendices" alone, in any of the languages: what is under it is lettered.
    Group,
    /// "Appendix B: Tools": one appendix.
    One,
    /// None of these.
    No,
}

/// Reads a title, in plain text.
pub(super) fn appendix(title: &str) -> Appendix {
    let title = title.trim().to_lowercase();
    let names = std::iter::once(&ENGLISH).chain(&OTHERS).flat_map(|table| table.appendix);
    let rests = names.filter_map(|name| title.strip_prefix(&name.to_lowercase()));
    let kinds = rests.map(|rest| {
        let mut after = rest.strip_prefix(' ').unwrap_or_default().chars();
        let mark = after.next().is_some_and(char::is_alphanumeric);
        match after.next() {
            _ if rest.is_empty() => Appendix::Group,
            None | Some(':' | '.' | ' ' | ')' | '-' | '–' | '—') if mark => Appendix::One,
            _ => Appendix::No,
        }
    });
    kinds.into_iter().find(|kind| *kind != Appendix::No).unwrap_or(Appendix::No)
}

/// Primary subtags of the languages that the tables have.
#[cfg(test)]
pub(super) fn languages() -> impl Iterator<Item = &'static str> {
    std::iter::once(&ENGLISH).chain(&OTHERS).map(|table| table.language)
}

fn find(language: &str) -> Option<&'static Table> {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let primary = match primary.as_str() {
        "no" | "nn" => "nb",
        other => other,
    };
    std::iter::once(&ENGLISH).chain(&OTHERS).find(|table| table.language == primary)
}

#[rustfmt::skip]
static ENGLISH: Table = Table {
    language: "en",
    words: [
        "Contents", "Part", "Chapter", "Section", "Appendix", "Figure", "Table", "Listing", "Equation",
        "page", "by", "and", "continued", "Cover", "Notes", "Title page", "Copyright", "Dedication", "Landmarks",
        "Pages", "Figures", "Tables", "Listings", "Note", "Tip", "Important", "Warning", "Caution",
        "Index", "Symbols", "See", "See also", "Solution", "Solution on", "Solutions",
        "References", "Cited in",
        "Volume {n} of {all}", "Vol. {n}, p.\u{a0}",
        "January|February|March|April|May|June|July|August|September|October|November|December",
        "{month} {year}", "Typeset with {program}", "print",
        "Edited by {name}", "Translated by {name}", "Illustrated by {name}", "With {name}", "Source",
        "Summary", "Theorem", "Lemma", "Corollary", "Proposition", "Conjecture", "Axiom",
        "Definition", "Example", "Exercise", "Algorithm", "Remark", "Proof",
    ],
    appendix: &["Appendix", "Appendices", "Appendixes"],
};

#[rustfmt::skip]
static OTHERS: [Table; 12] = [
    Table {
        language: "de",
        words: [
            "Inhalt", "Teil", "Kapitel", "Abschnitt", "Anhang", "Abbildung", "Tabelle", "Listing",
            "Gleichung", "Seite", "von", "und", "Fortsetzung", "Umschlag", "Anmerkungen", "Titelseite",
            "Impressum", "Widmung", "Orientierungspunkte", "Seiten", "Abbildungen", "Tabellen", "Listings",
            "Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht",
            "Register", "Symbole", "Siehe", "Siehe auch", "Lösung", "Lösung auf", "Lösungen",
            "Literatur", "Zitiert in",
            "Band {n} von {all}", "Bd. {n}, S.\u{a0}",
            "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
            "{month} {year}", "Gesetzt mit {program}", "gedruckt",
            "Herausgegeben von {name}", "Übersetzt von {name}", "Illustriert von {name}", "Unter Mitarbeit von {name}", "Quelltext",
            "Zusammenfassung", "Satz", "Lemma", "Korollar", "Proposition", "Vermutung", "Axiom",
            "Definition", "Beispiel", "Aufgabe", "Algorithmus", "Bemerkung", "Beweis",
        ],
        appendix: &["Anhang", "Anhänge"],
    },
    Table {
        language: "fr",
        words: [
            "Table des matières", "Partie", "Chapitre", "Section", "Annexe", "Figure", "Tableau",
            "Listing", "Équation", "page", "par", "et", "suite", "Couverture", "Notes", "Page de titre",
            "Mentions légales", "Dédicace", "Points de repère", "Pages", "Figures", "Tableaux", "Listings",
            "Remarque", "Astuce", "Important", "Avertissement", "Attention",
            "Index", "Symboles", "Voir", "Voir aussi", "Solution", "Solution à la", "Solutions",
            "Bibliographie", "Cité dans",
            "Volume {n} sur {all}", "vol. {n}, p.\u{a0}",
            "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
            "{month} {year}", "Composé avec {program}", "imprimé",
            "Sous la direction de {name}", "Traduit par {name}", "Illustré par {name}", "Avec {name}", "Source",
            "Résumé", "Théorème", "Lemme", "Corollaire", "Proposition", "Conjecture", "Axiome",
            "Définition", "Exemple", "Exercice", "Algorithme", "Remarque", "Démonstration",
        ],
        appendix: &["Annexe", "Annexes", "Appendice", "Appendices"],
    },
    Table {
        language: "es",
        words: [
            "Índice", "Parte", "Capítulo", "Sección", "Apéndice", "Figura", "Tabla", "Listado", "Ecuación",
            "página", "por", "y", "continuación", "Cubierta", "Notas", "Portada", "Créditos", "Dedicatoria",
            "Puntos de referencia", "Páginas", "Figuras", "Tablas", "Listados", "Nota", "Consejo",
            "Importante", "Advertencia", "Precaución",
            "Índice alfabético", "Símbolos", "Véase", "Véase también", "Solución", "Solución en la", "Soluciones",
            "Referencias", "Citado en",
            "Volumen {n} de {all}", "vol. {n}, p.\u{a0}",
            "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
            "{month} de {year}", "Compuesto con {program}", "impreso",
            "Edición de {name}", "Traducción de {name}", "Ilustraciones de {name}", "Con {name}", "Fuente",
            "Resumen", "Teorema", "Lema", "Corolario", "Proposición", "Conjetura", "Axioma",
            "Definición", "Ejemplo", "Ejercicio", "Algoritmo", "Observación", "Demostración",
        ],
        appendix: &["Apéndice", "Apéndices", "Anexo", "Anexos"],
    },
    Table {
        language: "it",
        words: [
            "Indice", "Parte", "Capitolo", "Sezione", "Appendice", "Figura", "Tabella", "Listato",
            "Equazione", "pagina", "di", "e", "continua", "Copertina", "Note", "Frontespizio", "Colophon",
            "Dedica", "Punti di riferimento", "Pagine", "Figure", "Tabelle", "Listati", "Nota",
            "Suggerimento", "Importante", "Avvertenza", "Attenzione",
            "Indice analitico", "Simboli", "Vedi", "Vedi anche", "Soluzione", "Soluzione a", "Soluzioni",
            "Riferimenti bibliografici", "Citato in",
            "Volume {n} di {all}", "vol. {n}, p.\u{a0}",
            "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
            "{month} {year}", "Composto con {program}", "a stampa",
            "A cura di {name}", "Traduzione di {name}", "Illustrazioni di {name}", "Con {name}", "Sorgente",
            "Riepilogo", "Teorema", "Lemma", "Corollario", "Proposizione", "Congettura", "Assioma",
            "Definizione", "Esempio", "Esercizio", "Algoritmo", "Osservazione", "Dimostrazione",
        ],
        appendix: &["Appendice", "Appendici"],
    },
    Table {
        language: "nl",
        words: [
            "Inhoud", "Deel", "Hoofdstuk", "Paragraaf", "Bijlage", "Figuur", "Tabel", "Listing",
            "Vergelijking", "pagina", "door", "en", "vervolg", "Omslag", "Noten", "Titelpagina", "Colofon",
            "Opdracht", "Oriëntatiepunten", "Pagina’s", "Figuren", "Tabellen", "Listings", "Opmerking",
            "Tip", "Belangrijk", "Waarschuwing", "Let op",
            "Register", "Symbolen", "Zie", "Zie ook", "Oplossing", "Oplossing op", "Oplossingen",
            "Literatuur", "Geciteerd in",
            "Deel {n} van {all}", "dl. {n}, p.\u{a0}",
            "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
            "{month} {year}", "Gezet met {program}", "gedrukt",
            "Onder redactie van {name}", "Vertaald door {name}", "Geïllustreerd door {name}", "Met {name}", "Bron",
            "Samenvatting", "Stelling", "Lemma", "Gevolg", "Propositie", "Vermoeden", "Axioma",
            "Definitie", "Voorbeeld", "Opgave", "Algoritme", "Opmerking", "Bewijs",
        ],
        appendix: &["Bijlage", "Bijlagen", "Appendix", "Appendices"],
    },
    Table {
        language: "pt",
        words: [
            "Sumário", "Parte", "Capítulo", "Seção", "Apêndice", "Figura", "Tabela", "Listagem", "Equação",
            "página", "por", "e", "continuação", "Capa", "Notas", "Página de rosto", "Direitos autorais",
            "Dedicatória", "Pontos de referência", "Páginas", "Figuras", "Tabelas", "Listagens", "Nota",
            "Dica", "Importante", "Aviso", "Cuidado",
            "Índice remissivo", "Símbolos", "Ver", "Ver também", "Solução", "Solução na", "Soluções",
            "Referências", "Citado em",
            "Volume {n} de {all}", "vol. {n}, p.\u{a0}",
            "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
            "{month} de {year}", "Composto com {program}", "impresso",
            "Organização de {name}", "Tradução de {name}", "Ilustrações de {name}", "Com {name}", "Fonte",
            "Resumo", "Teorema", "Lema", "Corolário", "Proposição", "Conjectura", "Axioma",
            "Definição", "Exemplo", "Exercício", "Algoritmo", "Observação", "Demonstração",
        ],
        appendix: &["Apêndice", "Apêndices", "Anexo", "Anexos"],
    },
    Table {
        language: "sv",
        words: [
            "Innehåll", "Del", "Kapitel", "Avsnitt", "Bilaga", "Figur", "Tabell", "Listning", "Ekvation",
            "sida", "av", "och", "fortsättning", "Omslag", "Noter", "Titelsida", "Upphovsrätt", "Dedikation",
            "Landmärken", "Sidor", "Figurer", "Tabeller", "Listningar", "Obs", "Tips", "Viktigt",
            "Varning", "Försiktighet",
            "Register", "Symboler", "Se", "Se även", "Lösning", "Lösning på", "Lösningar",
            "Referenser", "Citerad i",
            "Band {n} av {all}", "bd {n}, s.\u{a0}",
            "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
            "{month} {year}", "Satt med {program}", "tryckt",
            "Redaktör: {name}", "Översättning: {name}", "Illustrationer: {name}", "Medverkande: {name}", "Källa",
            "Sammanfattning", "Sats", "Lemma", "Följdsats", "Proposition", "Förmodan", "Axiom",
            "Definition", "Exempel", "Övning", "Algoritm", "Anmärkning", "Bevis",
        ],
        appendix: &["Bilaga", "Bilagor", "Appendix"],
    },
    Table {
        language: "da",
        words: [
            "Indhold", "Del", "Kapitel", "Afsnit", "Bilag", "Figur", "Tabel", "Listing", "Ligning", "side",
            "af", "og", "fortsat", "Omslag", "Noter", "Titelblad", "Ophavsret", "Dedikation", "Landemærker",
            "Sider", "Figurer", "Tabeller", "Listings", "Bemærk", "Tip", "Vigtigt", "Advarsel",
            "Forsigtig",
            "Register", "Symboler", "Se", "Se også", "Løsning", "Løsning på", "Løsninger",
            "Litteratur", "Citeret i",
            "Bind {n} af {all}", "bd. {n}, s.\u{a0}",
            "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
            "{month} {year}", "Sat med {program}", "trykt",
            "Redigeret af {name}", "Oversat af {name}", "Illustreret af {name}", "Med {name}", "Kilde",
            "Sammenfatning", "Sætning", "Lemma", "Korollar", "Proposition", "Formodning", "Aksiom",
            "Definition", "Eksempel", "Opgave", "Algoritme", "Bemærkning", "Bevis",
        ],
        appendix: &["Bilag", "Appendiks", "Appendikser"],
    },
    Table {
        language: "nb",
        words: [
            "Innhold", "Del", "Kapittel", "Avsnitt", "Vedlegg", "Figur", "Tabell", "Listing", "Ligning",
            "side", "av", "og", "forts.", "Omslag", "Noter", "Tittelside", "Opphavsrett", "Dedikasjon",
            "Landemerker", "Sider", "Figurer", "Tabeller", "Listinger", "Merk", "Tips", "Viktig",
            "Advarsel", "Forsiktig",
            "Register", "Symboler", "Se", "Se også", "Løsning", "Løsning på", "Løsninger",
            "Referanser", "Sitert i",
            "Bind {n} av {all}", "bd. {n}, s.\u{a0}",
            "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember",
            "{month} {year}", "Satt med {program}", "trykt",
            "Redigert av {name}", "Oversatt av {name}", "Illustrert av {name}", "Med {name}", "Kilde",
            "Sammendrag", "Teorem", "Lemma", "Korollar", "Proposisjon", "Formodning", "Aksiom",
            "Definisjon", "Eksempel", "Oppgave", "Algoritme", "Merknad", "Bevis",
        ],
        appendix: &["Vedlegg", "Tillegg", "Appendiks"],
    },
    Table {
        language: "fi",
        words: [
            "Sisällys", "Osa", "Luku", "Osio", "Liite", "Kuva", "Taulukko", "Listaus", "Yhtälö", "sivu",
            "kirjoittanut", "ja", "jatkuu", "Kansi", "Viitteet", "Nimiösivu", "Tekijänoikeus",
            "Omistuskirjoitus", "Maamerkit", "Sivut", "Kuvat", "Taulukot", "Listaukset", "Huomautus",
            "Vinkki", "Tärkeää", "Varoitus", "Huomio",
            "Hakemisto", "Merkit", "Katso", "Katso myös", "Ratkaisu", "Ratkaisu:", "Ratkaisut",
            "Lähteet", "Viitattu:",
            "Osa {n}/{all}", "osa {n}, s.\u{a0}",
            "tammikuu|helmikuu|maaliskuu|huhtikuu|toukokuu|kesäkuu|heinäkuu|elokuu|syyskuu|lokakuu|marraskuu|joulukuu",
            "{month} {year}", "Ladottu ohjelmalla {program}", "painettu",
            "Toimittanut {name}", "Kääntänyt {name}", "Kuvittanut {name}", "Mukana: {name}", "Lähde",
            "Yhteenveto", "Lause", "Lemma", "Seuraus", "Propositio", "Otaksuma", "Aksiooma",
            "Määritelmä", "Esimerkki", "Harjoitus", "Algoritmi", "Huomautus", "Todistus",
        ],
        appendix: &["Liite", "Liitteet"],
    },
    Table {
        language: "pl",
        words: [
            "Spis treści", "Część", "Rozdział", "Podrozdział", "Dodatek", "Rysunek", "Tabela", "Listing",
            "Równanie", "strona", "autor:", "i", "ciąg dalszy", "Okładka", "Przypisy", "Strona tytułowa",
            "Prawa autorskie", "Dedykacja", "Punkty orientacyjne", "Strony", "Rysunki", "Tabele",
            "Listingi", "Uwaga", "Wskazówka", "Ważne", "Ostrzeżenie", "Przestroga",
            "Indeks", "Symbole", "Zob.", "Zob. też", "Rozwiązanie", "Rozwiązanie:", "Rozwiązania",
            "Bibliografia", "Cytowane w",
            "Tom {n} z {all}", "t. {n}, s.\u{a0}",
            "styczeń|luty|marzec|kwiecień|maj|czerwiec|lipiec|sierpień|wrzesień|październik|listopad|grudzień",
            "{month} {year}", "Złożono programem {program}", "druk",
            "Redakcja: {name}", "Przekład: {name}", "Ilustracje: {name}", "Współpraca: {name}", "Źródło",
            "Podsumowanie", "Twierdzenie", "Lemat", "Wniosek", "Stwierdzenie", "Hipoteza", "Aksjomat",
            "Definicja", "Przykład", "Ćwiczenie", "Algorytm", "Uwaga", "Dowód",
        ],
        appendix: &["Dodatek", "Dodatki", "Załącznik", "Załączniki"],
    },
    Table {
        language: "cs",
        words: [
            "Obsah", "Část", "Kapitola", "Oddíl", "Příloha", "Obrázek", "Tabulka", "Výpis", "Rovnice",
            "strana", "autor:", "a", "pokračování", "Obálka", "Poznámky", "Titulní strana", "Autorská práva",
            "Věnování", "Orientační body", "Stránky", "Obrázky", "Tabulky", "Výpisy", "Poznámka", "Tip",
            "Důležité", "Varování", "Pozor",
            "Rejstřík", "Symboly", "Viz", "Viz též", "Řešení", "Řešení:", "Řešení",
            "Literatura", "Citováno v",
            "Svazek {n} z {all}", "sv. {n}, s.\u{a0}",
            "leden|únor|březen|duben|květen|červen|červenec|srpen|září|říjen|listopad|prosinec",
            "{month} {year}", "Vysázeno programem {program}", "tisk",
            "Redakce: {name}", "Překlad: {name}", "Ilustrace: {name}", "Spolupráce: {name}", "Zdroj",
            "Shrnutí", "Věta", "Lemma", "Důsledek", "Tvrzení", "Domněnka", "Axiom",
            "Definice", "Příklad", "Cvičení", "Algoritmus", "Poznámka", "Důkaz",
        ],
        appendix: &["Příloha", "Přílohy", "Dodatek", "Dodatky"],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_by_their_primary_subtag() {
        assert_eq!(words("de-AT").chapter, "Kapitel");
        assert_eq!(words("pt-BR").caution, "Cuidado");
        assert_eq!(words("no").appendix, "Vedlegg");
        assert_eq!(words("tlh").chapter, "Chapter");
        assert!(known("en-GB") && !known("tlh"));
    }

    #[test]
    fn a_languages_appendix_is_among_its_names_for_appendices() {
        for table in std::iter::once(&ENGLISH).chain(&OTHERS) {
            let word = words(table.language).appendix;
            assert!(table.appendix.contains(&word.as_str()), "{word}");
        }
    }

    #[test]
    fn titles_of_appendices() {
        for title in ["Appendix", " APPENDICES ", "Anhang", "Annexes"] {
            assert_eq!(appendix(title), Appendix::Group, "{title}");
        }
        for title in ["Appendix A: Tools", "Appendix B", "Anhang 1. Werkzeug", "Appendix C - Terms"] {
            assert_eq!(appendix(title), Appendix::One, "{title}");
        }
        for title in ["Appendix to the law", "Appendicitis", "Chapter", "", "Appendixes of mice"] {
            assert_eq!(appendix(title), Appendix::No, "{title}");
        }
    }
}
