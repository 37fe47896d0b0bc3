//! The words that the review edition says itself, by language.

use crate::book::ReviewWords;

/// Number of words in a table.
const COUNT: usize = 21;

/// Primary subtag (BCP 47) and words, in the order of the fields of [`ReviewWords`].
type Table = (&'static str, [&'static str; COUNT]);

/// The words of a language of the tables, by its primary subtag; English ones for all others.
pub(super) fn words(language: &str) -> ReviewWords {
    let [english, ..] = &TABLES;
    let (_, words) = TABLES.iter().find(|(own, _)| *own == language).unwrap_or(english);
    let mut rest = words.iter();
    // Fields are filled in the order in which they stand here.
    let mut next = || rest.next().map(|word| (*word).to_owned()).unwrap_or_default();
    ReviewWords {
        changes_since: next(),
        editing_marks: next(),
        nothing_changed: next(),
        way_back: next(),
        counted: next(),
        changes: next(),
        words_inserted: next(),
        words_deleted: next(),
        blocks_moved: next(),
        inserted: next(),
        deleted: next(),
        replaced: next(),
        changed: next(),
        moved_here: next(),
        moved_away: next(),
        highlighted: next(),
        change: next(),
        footnote: next(),
        space: next(),
        watermark: next(),
        earlier_folio: next(),
    }
}

/// Counts stand behind a colon and verbs have no subject, so that no word has to agree with another.
#[rustfmt::skip]
static TABLES: [Table; 13] = [
    (
        "en",
        [
            "Changes since {version}", "Editing marks", "Nothing has changed.",
            "The number at each change leads back to this list.", "{what}: {n}", "Changes", "Words inserted",
            "Words deleted", "Blocks moved", "inserted", "deleted", "replaced", "changed", "moved here",
            "moved away", "highlighted", "change {n}", "footnote", "space", "REVIEW",
            "?: folio of an earlier version",
        ],
    ),
    (
        "de",
        [
            "Änderungen seit {version}", "Korrekturen", "Es hat sich nichts geändert.",
            "Die Nummer an jeder Änderung führt zu dieser Liste zurück.", "{what}: {n}", "Änderungen",
            "Eingefügte Wörter", "Gelöschte Wörter", "Verschobene Blöcke", "eingefügt", "gelöscht", "ersetzt",
            "geändert", "hierher verschoben", "von hier verschoben", "hervorgehoben", "Änderung {n}", "Fußnote",
            "Leerzeichen", "KORREKTUR",
            "?: Seitenzahl einer früheren Fassung",
        ],
    ),
    (
        "fr",
        [
            "Modifications depuis {version}", "Corrections", "Rien n’a changé.",
            "Le numéro de chaque modification ramène à cette liste.", "{what}\u{a0}: {n}", "Modifications",
            "Mots insérés", "Mots supprimés", "Blocs déplacés", "insertion", "suppression", "remplacement",
            "modification", "déplacement (arrivée)", "déplacement (départ)", "surlignage", "modification {n}",
            "note de bas de page", "espace", "RELECTURE",
            "?\u{a0}: folio d’une version antérieure",
        ],
    ),
    (
        "es",
        [
            "Cambios desde {version}", "Correcciones", "Nada ha cambiado.",
            "El número de cada cambio lleva de vuelta a esta lista.", "{what}: {n}", "Cambios",
            "Palabras insertadas", "Palabras eliminadas", "Bloques trasladados", "inserción", "eliminación",
            "sustitución", "cambio", "traslado (destino)", "traslado (origen)", "resaltado", "cambio {n}",
            "nota al pie", "espacio", "REVISIÓN",
            "?: folio de una versión anterior",
        ],
    ),
    (
        "it",
        [
            "Modifiche rispetto a {version}", "Correzioni", "Non è cambiato nulla.",
            "Il numero di ogni modifica riporta a questo elenco.", "{what}: {n}", "Modifiche",
            "Parole inserite", "Parole eliminate", "Blocchi spostati", "inserimento", "eliminazione",
            "sostituzione", "modifica", "spostamento (arrivo)", "spostamento (partenza)", "evidenziazione",
            "modifica {n}", "nota a piè di pagina", "spazio", "REVISIONE",
            "?: numero di pagina di una versione precedente",
        ],
    ),
    (
        "nl",
        [
            "Wijzigingen sinds {version}", "Correcties", "Er is niets gewijzigd.",
            "Het nummer bij elke wijziging leidt terug naar deze lijst.", "{what}: {n}", "Wijzigingen",
            "Ingevoegde woorden", "Verwijderde woorden", "Verplaatste blokken", "ingevoegd", "verwijderd",
            "vervangen", "gewijzigd", "hierheen verplaatst", "van hier verplaatst", "gemarkeerd",
            "wijziging {n}", "voetnoot", "spatie", "REVISIE",
            "?: paginanummer van een eerdere versie",
        ],
    ),
    (
        "pt",
        [
            "Alterações desde {version}", "Correções", "Nada mudou.",
            "O número de cada alteração leva de volta a esta lista.", "{what}: {n}", "Alterações",
            "Palavras inseridas", "Palavras excluídas", "Blocos deslocados", "inserção", "exclusão",
            "substituição", "alteração", "deslocamento (destino)", "deslocamento (origem)", "realce",
            "alteração {n}", "nota de rodapé", "espaço", "REVISÃO",
            "?: número de página de uma versão anterior",
        ],
    ),
    (
        "sv",
        [
            "Ändringar sedan {version}", "Rättelser", "Inget har ändrats.",
            "Numret vid varje ändring leder tillbaka till denna lista.", "{what}: {n}", "Ändringar",
            "Infogade ord", "Borttagna ord", "Flyttade block", "infogat", "borttaget", "ersatt", "ändrat",
            "flyttat hit", "flyttat härifrån", "markerat", "ändring {n}", "fotnot", "mellanslag", "KORREKTUR",
            "?: sidnummer från en tidigare version",
        ],
    ),
    (
        "da",
        [
            "Ændringer siden {version}", "Rettelser", "Intet er ændret.",
            "Nummeret ved hver ændring fører tilbage til denne liste.", "{what}: {n}", "Ændringer",
            "Indsatte ord", "Slettede ord", "Flyttede blokke", "indsat", "slettet", "erstattet", "ændret",
            "flyttet hertil", "flyttet herfra", "fremhævet", "ændring {n}", "fodnote", "mellemrum", "KORREKTUR",
            "?: sidetal fra en tidligere version",
        ],
    ),
    (
        "nb",
        [
            "Endringer siden {version}", "Rettelser", "Ingenting er endret.",
            "Nummeret ved hver endring fører tilbake til denne listen.", "{what}: {n}", "Endringer",
            "Tilføyde ord", "Slettede ord", "Flyttede blokker", "tilføyd", "slettet", "erstattet", "endret",
            "flyttet hit", "flyttet herfra", "uthevet", "endring {n}", "fotnote", "mellomrom", "KORREKTUR",
            "?: sidetall fra en tidligere versjon",
        ],
    ),
    (
        "fi",
        [
            "Muutokset verrattuna versioon {version}", "Korjaukset", "Mikään ei ole muuttunut.",
            "Kunkin muutoksen numerosta pääsee takaisin tähän luetteloon.", "{what}: {n}", "Muutokset",
            "Lisätyt sanat", "Poistetut sanat", "Siirretyt lohkot", "lisätty", "poistettu", "korvattu",
            "muutettu", "siirretty tähän", "siirretty täältä", "korostettu", "muutos {n}", "alaviite",
            "välilyönti", "OIKOLUKU",
            "?: aiemman version sivunumero",
        ],
    ),
    (
        "pl",
        [
            "Zmiany od wersji {version}", "Poprawki", "Nic się nie zmieniło.",
            "Numer przy każdej zmianie prowadzi z powrotem do tej listy.", "{what}: {n}", "Zmiany",
            "Wstawione słowa", "Usunięte słowa", "Przeniesione bloki", "wstawiono", "usunięto", "zastąpiono",
            "zmieniono", "przeniesiono tutaj", "przeniesiono stąd", "wyróżniono", "zmiana {n}", "przypis",
            "spacja", "KOREKTA",
            "?: numer strony z wcześniejszej wersji",
        ],
    ),
    (
        "cs",
        [
            "Změny od verze {version}", "Opravy", "Nic se nezměnilo.",
            "Číslo u každé změny vede zpět k tomuto seznamu.", "{what}: {n}", "Změny", "Vložená slova",
            "Odstraněná slova", "Přesunuté bloky", "vloženo", "odstraněno", "nahrazeno", "změněno",
            "přesunuto sem", "přesunuto odtud", "zvýrazněno", "změna {n}", "poznámka pod čarou", "mezera",
            "KOREKTURA",
            "?: číslo stránky z dřívější verze",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::words as all;

    #[test]
    fn every_language_of_the_book_has_them_all_with_their_places() {
        assert_eq!(TABLES.map(|(language, _)| language).to_vec(), all::languages().collect::<Vec<_>>());
        let places = ["{version}", "", "", "", "{what}", "", "", "", "", "", "", "", "", "", "", "", "{n}", "", "", "", ""];
        for (language, words) in TABLES {
            for (word, place) in words.iter().zip(places) {
                let whole = !word.trim().is_empty() && word.contains(place);
                assert!(whole && word.matches('{').count() <= 2 && (place.is_empty() != word.contains('{')), "{language}: {word}");
            }
            assert!(words.iter().any(|word| word.contains("{what}") && word.contains("{n}")), "{language}");
        }
    }

    #[test]
    fn other_languages_have_english_ones() {
        assert_eq!(words("tlh").replaced, "replaced");
        assert_eq!(all::words("pl-PL").review.replaced, "zastąpiono");
        assert_eq!(all::words("nn").review.replaced, "erstattet");
    }
}
