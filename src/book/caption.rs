//! The short form of a caption, as lists of figures, tables and listings print it.

use super::{Inline, Text};

/// Abbreviations whose full stop ends no sentence, with a small or a capital first letter.
const ABBREVIATIONS: &[&str] = &[
    "abb", "al", "approx", "bzw", "ca", "cf", "chap", "dr", "ed", "eds", "eq", "eqs", "esp", "etc", "ff", "fig", "figs",
    "inc", "incl", "jr", "ltd", "mr", "mrs", "nr", "pp", "prof", "resp", "sect", "sr", "usw", "vgl", "viz", "vol",
    "vols", "vs",
];

/// Those that are words or units with a small first letter.
const CAPITAL: &[&str] = &["App", "Art", "Bd", "Ch", "Co", "Ms", "No", "Nos", "Sec", "St", "Tab"];

/// The first sentence of a caption, without the full stop that would stand before a leader of dots.
#[must_use]
pub fn short_caption(caption: &[Inline]) -> Vec<Inline> {
    let mut out = Vec::new();
    for (at, inline) in caption.iter().enumerate() {
        if let Inline::Text(x) = inline
            && let Some(end) = sentence_end(&x.text, caption.get(at + 1..).unwrap_or_default())
        {
            let text = bare(&x.text[..end]);
            let text = (!text.is_empty()).then(|| Inline::Text(Text { text, ..x.clone() }));
            out.extend(text);
            return out;
        }
        out.push(inline.clone());
    }
    out
}

/// Where the first sentence ends in a text: behind its mark, if what follows there or in the `rest` of the
/// caption begins another, or if nothing follows.
fn sentence_end(text: &str, rest: &[Inline]) -> Option<usize> {
    for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '?' | '!')) {
        let (before, end) = (&text[..at], at + mark.len_utf8());
        let after = &text[end..];
        let next = after.trim_start_matches(['’', '”', '"', ')', '»']);
        let behind = end + after.len() - next.len();
        if next.trim().is_empty() && rest.is_empty() {
            return Some(behind);
        }
        let whole = mark != '.' || !abbreviated(before);
        let opens = next.trim_start().chars().next().map_or_else(|| begins(rest), |c| !c.is_lowercase());
        if whole && opens && next.starts_with(char::is_whitespace) {
            return Some(behind);
        }
    }
    None
}

/// Whether what follows a text begins a sentence: a formula may.
fn begins(rest: &[Inline]) -> bool {
    let formula = matches!(rest, [Inline::Math(_), ..]);
    formula || super::plain(rest).trim_start().chars().next().is_some_and(|c| !c.is_lowercase())
}

/// Whether a text ends with an abbreviation or an initial.
fn abbreviated(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let initial = word.chars().count() == 1;
    initial || CAPITAL.contains(&word) || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

fn bare(sentence: &str) -> String {
    sentence.strip_suffix('.').filter(|text| !text.ends_with('.')).unwrap_or(sentence).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Formula, InlineMath, plain};
    use crate::span::{FileId, Span};

    fn text(text: &str) -> Text {
        Text { text: text.to_owned(), span: Span::top(FileId(0)) }
    }

    fn short(caption: &str) -> String {
        plain(&short_caption(&[Inline::Text(text(caption))]))
    }

    #[test]
    fn a_caption_is_cut_behind_its_first_sentence() {
        assert_eq!(short("Shifting. Everything happens earlier."), "Shifting");
        assert_eq!(short("The least that guarantees cost."), "The least that guarantees cost");
        assert_eq!(short("Who waits? Everybody."), "Who waits?");
        assert_eq!(short("No full stop at all"), "No full stop at all");
        assert_eq!(short("In 1985 (Fischer et al.) and later"), "In 1985 (Fischer et al.) and later");
        assert_eq!(short("Cells, e.g. Figure 2, at 0.5 ms vs. 3 ms"), "Cells, e.g. Figure 2, at 0.5 ms vs. 3 ms");
        assert_eq!(short("And so on ..."), "And so on ...");
        assert_eq!(short(""), "");
    }

    #[test]
    fn a_short_word_ends_a_sentence_and_an_abbreviation_does_not() {
        for (caption, first) in [
            ("A log and what reads it. Nobody else does.", "A log and what reads it"),
            ("The queue of all six. Two wait.", "The queue of all six"),
            ("Latency in ms. Less is better.", "Latency in ms"),
            ("Who says no. The rest agree.", "Who says no"),
            ("The clock of Dr. J. Smith, No. 5. It runs.", "The clock of Dr. J. Smith, No. 5"),
            ("Logs, i.e. Files, cf. Fig. 3 and Eq. 2. More.", "Logs, i.e. Files, cf. Fig. 3 and Eq. 2"),
            ("Lamport et al. Clocks", "Lamport et al. Clocks"),
        ] {
            assert_eq!(short(caption), first);
        }
    }

    #[test]
    fn a_sentence_ends_where_a_formula_or_other_markup_begins_the_next() {
        let pair = |first: &str, second: Inline| plain(&short_caption(&[Inline::Text(text(first)), second]));
        let code = |code: &str| Inline::Code(text(code));
        let formula = || {
            let formula = Formula { tex: "n".to_owned(), typst: "n".to_owned(), mathml: String::new() };
            Inline::Math(InlineMath { formula, span: Span::top(FileId(0)) })
        };
        assert_eq!(pair("Cost of a round. ", formula()), "Cost of a round");
        assert_eq!(pair("Cost, cf. ", formula()), "Cost, cf. n");
        assert_eq!(pair("The loop. ", code("Vec")), "The loop");
        assert_eq!(pair("In approx. ", code("n")), "In approx. n");
    }
}
