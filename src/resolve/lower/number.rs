//! Columns of numbers: to the right, with their decimal signs under each other (The Chicago Manual of Style, 17th
//! ed., 3.72).

use crate::book::{Align, Block, Cell, Inline, Row, starts};

/// Languages that write `3.14`, where a column doesn't show it by itself.
const POINT: [&str; 8] = ["en", "he", "th", "zh", "ja", "ko", "hi", "bn"];

/// A cell that says a number and nothing else: its digits with their signs, and what stands behind them.
struct Number {
    digits: String,
    suffix: String,
    /// Set in the face of the text, so that its digits are as wide as those above.
    plain: bool,
}

/// Aligns the columns in which every cell of the body is a number, empty or a dash: to the right where their
/// author says nothing, and there and in columns to the right by their decimal signs.
pub(super) fn align(columns: &mut [Align], rows: &mut [Row], language: &str) {
    let starts = starts(rows);
    for (column, align) in columns.iter_mut().enumerate() {
        if !matches!(align, Align::Default | Align::Right) {
            continue;
        }
        let at = |(starts, row): (&Vec<usize>, &Row)| {
            let cell = starts.iter().position(|start| *start == column)?;
            Some((cell, read(row.cells.get(cell)?)?))
        };
        let stands = |row: &Vec<usize>| row.contains(&column);
        let found: Vec<Option<(usize, Number)>> = starts.iter().zip(&*rows).map(at).collect();
        let numbers = || found.iter().flatten().map(|(_, number)| number).filter(|number| !number.digits.is_empty());
        let all = starts.iter().zip(&found).all(|(row, found)| !stands(row) || found.is_some());
        if !all || numbers().count() < 2 {
            continue;
        }
        *align = Align::Right;
        let pads = pads(&numbers().collect::<Vec<_>>(), language);
        let cells = rows.iter_mut().zip(&found).filter_map(|(row, found)| {
            let (cell, number) = found.as_ref()?;
            (!number.digits.is_empty()).then(|| row.cells.get_mut(*cell)).flatten()
        });
        cells.zip(pads).for_each(|(cell, pad)| cell.pad = pad);
    }
}

/// What each number lacks behind its last digit; nothing where that can't be told.
fn pads(numbers: &[&Number], language: &str) -> Vec<String> {
    let none = || vec![String::new(); numbers.len()];
    let suffix = numbers.first().map(|number| number.suffix.as_str());
    let alike = numbers.iter().all(|number| number.plain && Some(number.suffix.as_str()) == suffix);
    let Some(sign) = sign(numbers, language).filter(|_| alike) else { return none() };
    let decimals = |number: &&Number| number.digits.rsplit_once(sign).map(|(_, decimals)| decimals.len());
    let most = numbers.iter().filter_map(decimals).max().unwrap_or(0);
    let pad = |number: &&Number| match decimals(number) {
        Some(own) => "0".repeat(most - own),
        None => format!("{sign}{}", "0".repeat(most)),
    };
    numbers.iter().map(pad).collect()
}

/// The decimal sign of a column: the last of two, one that can't part thousands, else that of the language.
fn sign(numbers: &[&Number], language: &str) -> Option<char> {
    let with = |sign: char| numbers.iter().filter(move |number| number.digits.contains(sign));
    let both = numbers.iter().find(|number| number.digits.contains('.') && number.digits.contains(','));
    if let Some(both) = both {
        return both.digits.chars().rev().find(|c| matches!(c, '.' | ','));
    }
    let groups = |sign: char| with(sign).any(|number| number.digits.matches(sign).count() > 1);
    let decimal = |sign: char| {
        with(sign).any(|number| {
            let (head, tail) = number.digits.rsplit_once(sign).unwrap_or_default();
            tail.len() != 3 || head.trim_start_matches(['+', '-', '−']) == "0"
        })
    };
    let used: Vec<char> = ['.', ','].into_iter().filter(|sign| with(*sign).next().is_some() && !groups(*sign)).collect();
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let usual = if POINT.contains(&primary.as_str()) { '.' } else { ',' };
    let sure = used.iter().copied().find(|sign| decimal(*sign));
    sure.or(used.into_iter().find(|sign| *sign == usual))
}

/// The number of a cell; one without digits for a cell that is empty or a dash; `None` for any other text.
fn read(cell: &Cell) -> Option<Number> {
    let content = match cell.blocks.as_slice() {
        [] => return Some(Number { digits: String::new(), suffix: String::new(), plain: true }),
        [Block::Paragraph(only)] => &only.content,
        _ => return None,
    };
    let plain = content.iter().all(|inline| matches!(inline, Inline::Text(_) | Inline::Strong(_)));
    let text = crate::book::plain(content);
    let text = text.trim();
    if matches!(text, "" | "-" | "–" | "—" | "−" | "…") {
        return Some(Number { digits: String::new(), suffix: String::new(), plain: true });
    }
    let body = text.trim_start_matches(|c: char| "+-−~≈<>≤≥±$€£¥ ".contains(c));
    let end = body.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (digits, suffix) = body.split_at_checked(end)?;
    let counts = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || ".,\u{a0}\u{202f} +-−–×".contains(c))
        && suffix.chars().all(|c| "%‰×x€ \u{a0}\u{202f}".contains(c));
    let ranged = digits.contains(['+', '-', '−', '–', '×']);
    counts.then(|| Number { digits: digits.to_owned(), suffix: suffix.to_owned(), plain: plain && !ranged })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn padded(language: &str, numbers: &[&str]) -> Vec<String> {
        let read = |text: &&str| Number { digits: (*text).to_owned(), suffix: String::new(), plain: true };
        let numbers: Vec<Number> = numbers.iter().map(read).collect();
        pads(&numbers.iter().collect::<Vec<_>>(), language)
    }

    #[test]
    fn what_numbers_lack_behind_their_last_digit() {
        assert_eq!(padded("en", &["3.25", "10", "0.5"]), ["", ".00", "0"]);
        assert_eq!(padded("en", &["1,000.5", "10"]), ["", ".0"]);
        assert_eq!(padded("de", &["1.000,5", "10", "3,25"]), ["0", ",00", ""]);
        assert_eq!(padded("en", &["1,000", "10,500", "7"]), ["", "", ""]);
        assert_eq!(padded("de", &["1,000", "10"]), ["", ",000"]);
        assert_eq!(padded("en", &["1,000,000", "10"]), ["", ""]);
        assert_eq!(padded("de", &["0.125", "10"]), ["", ".000"]);
    }
}
