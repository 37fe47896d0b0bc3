//! Hides from the Markdown parser what it would misread, without moving a byte.
//!
//! pulldown-cmark knows nothing of `:::` and takes it for a definition; it takes `: Caption` for one, too,
//! and `$10-$20` for mathematics. So it gets a text of the same length in which
//!
//! - a line that begins `:::` is a thematic break (`___`): that ends a paragraph and stands in lists and
//!   quotations like any other block, so boxes nest in them without a parser of our own. Where such a
//!   line is in a code block it is just text there. Either way what it says is read from the original;
//! - a colon that opens a caption, or is followed by no space (`:name`), is a letter;
//! - a `$` that is no part of a formula by Pandoc's rule (no space inside, no digit behind) is a letter;
//! - a `~` of an editing mark (`{~~old~>new~~}`) is a letter;
//! - in a display formula the first character of a line can't begin a list, heading or quotation.
//!
//! Such letters are control characters, which [`Source`](super::source::Source) never holds, so [`unmask`]
//! gives back exactly what was there. A `: line` between blank lines before a table is its caption, although
//! it could be a definition of the paragraph above: Pandoc's own reading of that is the rarer one.

use std::borrow::Cow;
use std::ops::Range;

/// What is hidden, and the control character in its place.
const COVERS: [(u8, u8); 11] = [
    (b'$', 0x1a),
    (b'-', 0x0e),
    (b'+', 0x0f),
    (b'=', 0x10),
    (b'#', 0x11),
    (b'*', 0x12),
    (b':', 0x13),
    (b'|', 0x14),
    (b'_', 0x15),
    (b'>', 0x16),
    (b'~', 0x17),
];

/// The text as the Markdown parser is to see it; the same length, the same character boundaries.
pub(super) fn mask(text: &str) -> Cow<'_, str> {
    // Most texts have nothing to hide, and finding that out is cheap.
    let mut covers = if text.contains("$$") || has_colon_line(text) { lines(text) } else { Vec::new() };
    if text.contains('$') {
        covers.extend(dollars(text));
    }
    if text.contains("{~~") {
        covers.extend(super::critic::tildes(text).into_iter().map(Cover::Byte));
    }
    if covers.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for cover in covers {
        match cover {
            Cover::Byte(at) => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = covered(*byte);
                }
            }
            Cover::Rule(range) => {
                let line = bytes.get_mut(range).unwrap_or_default();
                line.iter_mut().enumerate().for_each(|(nth, byte)| *byte = if nth < 3 { b'_' } else { b' ' });
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// What the author wrote, from a string that the parser made of the masked text.
pub(super) fn unmask(text: &str) -> String {
    let plain = |c: char| {
        let known = COVERS.iter().find(|(_, cover)| char::from(*cover) == c);
        known.map_or(c, |(byte, _)| char::from(*byte))
    };
    super::source::clean(&text.chars().map(plain).collect::<String>())
}

enum Cover {
    /// One ASCII character becomes a letter.
    Byte(usize),
    /// From here to the end of the line there is a thematic break.
    Rule(Range<usize>),
}

/// Whether a colon stands at the beginning of a line, behind what may stand before a block.
fn has_colon_line(text: &str) -> bool {
    let mark = |byte: &u8| {
        matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'+' | b'*' | b'.' | b')') || byte.is_ascii_digit()
    };
    text.match_indices(':').any(|(at, _)| {
        let before = text.as_bytes().get(..at).unwrap_or_default();
        before.iter().rev().find(|byte| !mark(byte)).is_none_or(|byte| *byte == b'\n')
    })
}

fn covered(byte: u8) -> u8 {
    COVERS.iter().find(|(plain, _)| *plain == byte).map_or(byte, |(_, cover)| *cover)
}

/// Where a line is in relation to a table.
#[derive(Clone, Copy, PartialEq)]
enum Table {
    Away,
    In,
    /// Blank lines after one.
    After,
}

/// Lines that are boxes, captions, no definitions, or inside of a formula.
fn lines(text: &str) -> Vec<Cover> {
    let mut covers = Vec::new();
    let mut table = Table::Away;
    let mut above_blank = true;
    let mut formula: Option<Vec<Cover>> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, next) = (at, at + line.len());
        at = next;
        let indent = prefix(line);
        let body = line.get(indent..).unwrap_or_default().trim_end();
        if let Some(colons) = boxed(line, indent) {
            covers.push(Cover::Rule(start + colons..start + line.trim_end_matches('\n').len()));
            formula = None;
        } else if is_caption(body, table, above_blank, text.get(next..).unwrap_or_default()) {
            covers.push(Cover::Byte(start + indent));
        }
        match (&mut formula, body.matches("$$").count()) {
            (_, _) if body.is_empty() => formula = None,
            (None, 1) if body.starts_with("$$") => formula = Some(Vec::new()),
            (Some(inner), 0) if is_special(body) => inner.push(Cover::Byte(start + indent)),
            (Some(_), 0) | (None, _) => {}
            (Some(inner), _) => {
                covers.append(inner);
                formula = None;
            }
        }
        table = match table {
            Table::In | Table::After if body.is_empty() => Table::After,
            Table::In => Table::In,
            _ if !above_blank && is_delimiter_row(body) => Table::In,
            Table::Away | Table::After => Table::Away,
        };
        above_blank = body.is_empty();
    }
    covers
}

/// Whether a line is to be kept from being a definition.
fn is_caption(body: &str, table: Table, above_blank: bool, below: &str) -> bool {
    // `:--|:-:` is the second row of a table.
    let row = body.contains('-') && body.bytes().all(|byte| b"|:- \t".contains(&byte));
    match body.strip_prefix(':').filter(|_| !row) {
        Some(rest) if rest.starts_with(':') || rest.is_empty() => false,
        Some(rest) if !rest.starts_with([' ', '\t']) => true,
        Some(_) => table != Table::Away || (above_blank && table_follows(below)),
        None => false,
    }
}

/// Whether the paragraph that goes on here is followed by a table.
fn table_follows(below: &str) -> bool {
    let bodies = below.split('\n').map(|line| line.get(prefix(line)..).unwrap_or_default().trim_end());
    let mut after = bodies.skip_while(|body| !body.is_empty()).skip_while(|body| body.is_empty());
    after.next().is_some_and(|row| row.contains('|')) && after.next().is_some_and(is_delimiter_row)
}

/// `|---|:--:|`
fn is_delimiter_row(body: &str) -> bool {
    body.contains('|') && body.contains('-') && body.bytes().all(|byte| b"|:- \t".contains(&byte))
}

fn is_special(body: &str) -> bool {
    body.bytes().next().is_some_and(|first| covered(first) != first && first != b'>' && first != b'$')
}

/// Length of what may stand before a block: spaces and the marks of quotations.
fn prefix(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).count()
}

/// Where `:::` begins the line, behind marks of quotations and list items.
fn boxed(line: &str, indent: usize) -> Option<usize> {
    let mut at = indent;
    loop {
        let rest = line.get(at..)?;
        if rest.starts_with(":::") {
            return Some(at);
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mark = match rest.as_bytes().get(digits)? {
            b'-' | b'+' | b'*' if digits == 0 => 1,
            b'.' | b')' if (1..10).contains(&digits) => digits + 1,
            _ => return None,
        };
        let gap = prefix(rest.get(mark..)?);
        if gap == 0 {
            return None;
        }
        at += mark + gap;
    }
}

/// Dollars that belong to no formula by Pandoc's rule: a formula neither begins nor ends with a space, and no
/// digit follows it. All of them are hidden, for among those left over one could find a wrong partner.
fn dollars(text: &str) -> Vec<Cover> {
    let mut covers = Vec::new();
    let mut from = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        if prefix(line) == line.trim_end().len() {
            pair(text, from..at, &mut covers);
            from = at;
        }
    }
    pair(text, from..text.len(), &mut covers);
    covers
}

/// Hides the dollars of one paragraph that have no partner.
fn pair(text: &str, block: Range<usize>, covers: &mut Vec<Cover>) {
    let text = text.as_bytes();
    let dollars = outside_code(text, block.clone());
    let all = text.get(block).unwrap_or_default().iter().filter(|byte| **byte == b'$').count();
    let blank = |at: usize| text.get(at).is_none_or(u8::is_ascii_whitespace);
    let mut rest = dollars.as_slice();
    // One alone can't pair, and stays the punctuation that it is next to `*` (CommonMark 0.31, example 354). With
    // another in a code span it could: the parser lets a formula begin before the span and end in it.
    if all < 2 {
        return;
    }
    loop {
        rest = match rest {
            [] => return,
            [a, b, c, d, tail @ ..] if *b == a + 1 && *d == c + 1 => tail,
            [a, b, tail @ ..] if *b == a + 1 => tail,
            [a, b, tail @ ..]
                if !blank(a + 1) && !blank(b - 1) && !text.get(b + 1).is_some_and(u8::is_ascii_digit) =>
            {
                tail
            }
            [a, tail @ ..] => {
                covers.push(Cover::Byte(*a));
                tail
            }
        };
    }
}

/// The dollars of a paragraph that are neither escaped nor in a code span (CommonMark 0.31, section 6.1).
fn outside_code(text: &[u8], block: Range<usize>) -> Vec<usize> {
    let ticks =
        |at: usize| text.get(at..block.end).unwrap_or_default().iter().take_while(|b| **b == b'`').count();
    let mut dollars = Vec::new();
    let mut at = block.start;
    while at < block.end {
        match text.get(at) {
            Some(b'\\') => at += 2,
            Some(b'`') => {
                let run = ticks(at);
                let mut close = at + run;
                while close < block.end && ticks(close) != run {
                    close += ticks(close).max(1);
                }
                at = if close < block.end { close + run } else { at + run };
            }
            Some(b'$') => {
                dollars.push(at);
                at += 1;
            }
            _ => at += 1,
        }
    }
    dollars
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let masked = mask(text);
        assert_eq!(masked.len(), text.len());
        masked.chars().map(|c| if c < ' ' && c != '\n' { '¤' } else { c }).collect()
    }

    #[test]
    fn boxes_are_thematic_breaks() {
        assert_eq!(shown("::: {.é}\na\n:::\n"), "___      \na\n___\n");
        assert_eq!(shown("> - ::: x\n>   :::\n"), "> - ___  \n>   ___\n");
        assert_eq!(shown("a ::: b\n"), "a ::: b\n");
    }

    #[test]
    fn captions_are_no_definitions() {
        assert_eq!(shown("term\n: def\n"), "term\n: def\n");
        assert_eq!(shown("text\n:name is\n"), "text\n¤name is\n");
        assert_eq!(shown("a | b\n:-: | --\n"), "a | b\n:-: | --\n");
        let table = "| a |\n|---|\n| b |\n";
        assert_eq!(
            shown(&format!("{table}\n: c\n\nterm\n\n: d\n")),
            format!("{table}\n¤ c\n\nterm\n\n: d\n")
        );
        assert_eq!(shown(&format!("text\n\n: c\n  d\n\n{table}")), format!("text\n\n¤ c\n  d\n\n{table}"));
    }

    #[test]
    fn money_is_no_mathematics() {
        assert_eq!(shown("from $10-$20 to $n$"), "from ¤10-¤20 to $n$");
        assert_eq!(shown("$2-$10 vs $0.10-$0.50."), "¤2-¤10 vs ¤0.10-¤0.50.");
        assert_eq!(shown("`$A`-$x$"), "`$A`-$x$");
        assert_eq!(shown("($5M) vs ($6M), $x$, \\$7"), "(¤5M) vs (¤6M), $x$, \\$7");
        assert_eq!(shown("$2^n$ $$a$$5"), "$2^n$ $$a$$5");
        assert_eq!(shown("*$*a\n\n$5"), "*$*a\n\n$5");
        assert_eq!(shown("*$HOME/bin* in `$PATH`"), "*¤HOME/bin* in `$PATH`");
    }

    #[test]
    fn formulas_hold_no_lists() {
        assert_eq!(shown("$$\na\n+ b\n= c\n$$\n+ d\n"), "$$\na\n¤ b\n¤ c\n$$\n+ d\n");
        assert_eq!(shown("$$\n\n+ b\n$$\n"), "$$\n\n+ b\n$$\n");
    }

    #[test]
    fn what_is_hidden_comes_back() {
        let text = "$1-$2 a";
        assert_eq!(unmask(&mask(text)), text);
    }
}
