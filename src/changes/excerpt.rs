//! What the list of changes says that a change is: its first words, or where it has none what it is.

use crate::book::{Block, CodeLine, Edit, FigureBody, Inline, Note, NoteRef, Number, Own, Row, Words, blocks};

/// Longest excerpt, and longest of two side by side, characters: an entry takes two lines.
const LONGEST: usize = 60;
const HALF: usize = 36;
/// So many letters alike at the beginning are the same words.
const ALIKE: usize = 24;

/// What excerpts are made with.
pub(super) struct Excerpts {
    words: Words,
    /// Numbers of the notes.
    notes: Vec<String>,
}

impl Excerpts {
    pub(super) fn new(words: &Words, notes: &[Note]) -> Self {
        Self { words: words.clone(), notes: notes.iter().map(|note| note.number.clone()).collect() }
    }

    /// Of a run.
    pub(super) fn run(&self, run: &[Inline]) -> String {
        let text = self.text(run);
        if text.trim().is_empty() && !text.is_empty() { self.words.review.space.clone() } else { cut(&text, LONGEST) }
    }

    /// Of blocks.
    pub(super) fn blocks(&self, list: &[Block]) -> String {
        cut(&self.all(list), LONGEST)
    }

    /// Of a row of a table.
    pub(super) fn row(&self, row: &Row) -> String {
        let cells: Vec<String> = row.cells.iter().map(|cell| self.all(&cell.blocks)).collect();
        cut(&cells.join(" | "), LONGEST)
    }

    fn all(&self, list: &[Block]) -> String {
        let mut out = String::new();
        blocks(list, &mut |block| {
            let piece = self.block(block);
            if !piece.trim().is_empty() {
                out.push_str(&piece);
                out.push(' ');
            }
        });
        out.trim_end().to_owned()
    }

    fn text(&self, run: &[Inline]) -> String {
        let mut out = String::new();
        self.gather(run, &mut out);
        out
    }

    /// What is there now.
    fn gather(&self, run: &[Inline], out: &mut String) {
        for inline in run {
            if matches!(inline, Inline::Change(x) if !x.edit.is_new()) {
                continue;
            }
            match inline.own() {
                Some((Own::Text(text) | Own::Code(text), _)) => out.push_str(text),
                Some((Own::Formula(formula), _)) => out.push_str(&format!("${}$", formula.tex.trim())),
                Some((Own::LineEnd, _)) => out.push(' '),
                Some((Own::Picture(picture), _)) => out.push_str(&head(None, &self.words.figure, &picture.alt)),
                Some((Own::Comment(_), _)) | None => {}
            }
            if let Inline::NoteRef(NoteRef { note, .. }) = inline {
                // A note that is gone has a dash for its number.
                let number = self.notes.get(note.0 as usize).filter(|text| text.contains(char::is_alphanumeric));
                out.push_str(&head(None, &self.words.review.footnote, number.map_or("", String::as_str)));
            }
            self.gather(inline.content(), out);
        }
    }

    /// What a block says apart from the blocks in it.
    fn block(&self, block: &Block) -> String {
        let words = &self.words;
        match block {
            Block::Section(x) => self.text(&x.heading.title),
            Block::Paragraph(x) => self.text(&x.content),
            Block::Figure(x) => {
                let own = match &x.body {
                    FigureBody::Picture(picture) => picture.alt.clone(),
                    FigureBody::Art(art) if art.alt.is_empty() => code(&art.lines),
                    FigureBody::Art(art) => art.alt.clone(),
                    FigureBody::Blocks(_) => String::new(),
                };
                let caption = self.text(&x.caption);
                head(x.number.as_ref(), &words.figure, if caption.is_empty() { &own } else { &caption })
            }
            Block::Table(x) => head(x.number.as_ref(), &words.table, &self.text(&x.caption)),
            Block::Math(x) => head(x.number.as_ref(), &words.equation, &format!("${}$", x.formula.tex.trim())),
            Block::Listing(x) => {
                let caption = self.text(&x.caption);
                head(x.number.as_ref(), &words.listing, &if caption.is_empty() { code(&x.lines) } else { caption })
            }
            Block::Aside(x) => head(x.number.as_ref(), &x.label, &self.text(&x.title)),
            Block::Break(_) => "* * *".to_owned(),
            Block::Bibliography(_) => words.references.clone(),
            Block::Index(_) => words.index.clone(),
            Block::List(_)
            | Block::Terms(_)
            | Block::Quote(_)
            | Block::Glossary(_)
            | Block::Only(_)
            | Block::Change(_) => String::new(),
        }
    }
}

/// Lines of code or of a drawing, as they are now.
fn code(lines: &[CodeLine]) -> String {
    let now = |edit: Option<Edit>| edit.is_none_or(Edit::is_new);
    let lines = lines.iter().filter(|line| now(line.edit));
    let runs = |line: &CodeLine| line.runs.iter().filter(|run| now(run.edit)).map(|run| run.text.as_str()).collect();
    lines.map(runs).collect::<Vec<String>>().join(" ")
}

/// What something is called, and what it says.
fn head(number: Option<&Number>, word: &str, text: &str) -> String {
    let name = number.map_or(word, |number| number.label.as_str());
    format!("{name} {text}").trim().to_owned()
}

/// What was there and what came for it; the latter alone where they begin alike, as two versions of a figure do.
pub(super) fn replaced(before: &str, after: &str) -> String {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).take(ALIKE).collect::<Vec<_>>();
    let (old, new) = (letters(before), letters(after));
    if before == after || (old == new && old.len() == ALIKE) {
        return after.to_owned();
    }
    format!("{} → {}", cut(before, HALF), cut(after, HALF))
}

/// The beginning of a text, in whole words where that can be.
fn cut(text: &str, longest: usize) -> String {
    let rest = text.trim_end_matches([' ', '…']);
    let words = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = words.chars().count() <= longest;
    if fits && !text.ends_with('…') {
        return words;
    }
    let cut: String = words.chars().take(longest).collect();
    let whole = if fits { None } else { cut.rsplit_once(' ') };
    format!("{} …", whole.map_or(cut.as_str(), |(head, _)| head))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_end_with_a_word() {
        assert_eq!(cut("one  two\nthree", 13), "one two three");
        assert_eq!(cut("one two three", 12), "one two …");
        assert_eq!(cut("Unteilbarkeit", 6), "Unteil …");
        assert_eq!(cut("one two …", 12), "one two …");
    }

    #[test]
    fn two_versions_of_the_same_are_named_once() {
        assert_eq!(replaced("old", "new"), "old → new");
        assert_eq!(replaced("*why*", "*why*"), "*why*");
        let figure = "A walk from all zeros to all ones with three processes";
        assert_eq!(replaced(&format!("Figure {figure}"), &format!("Figure 1.5 {figure}")), format!("Figure 1.5 {figure}"));
    }
}
