//! Classes byte by byte, and cut into runs at the end.

use crate::book::{Class, Run};

/// The class of every byte of some code; what is painted last shows.
pub(super) struct Paint(Vec<Option<Class>>);

impl Paint {
    /// Nothing painted yet.
    pub(super) fn plain(code: &str) -> Self {
        Self(vec![None; code.len()])
    }

    /// Paints the bytes `start..end`; what lies outside the code is passed over.
    pub(super) fn over(&mut self, start: usize, end: usize, class: Option<Class>) {
        let end = end.min(self.0.len()).max(start);
        if let Some(bytes) = self.0.get_mut(start..end) {
            bytes.fill(class);
        }
    }

    /// Copies another painting in, from byte `start` on.
    pub(super) fn inlay(&mut self, start: usize, other: &Self) {
        if let Some(bytes) = self.0.get_mut(start..start + other.0.len()) {
            bytes.copy_from_slice(&other.0);
        }
    }

    /// The runs of each line of the code; a line has no empty run.
    pub(super) fn lines(mut self, code: &str) -> Vec<Vec<Run>> {
        let mut start = 0;
        let mut lines = Vec::new();
        for line in code.strip_suffix('\n').unwrap_or(code).split('\n') {
            let classes = self.0.get_mut(start..start + line.len()).unwrap_or_default();
            spaces(line, classes);
            lines.push(runs(line, classes));
            start += line.len() + 1;
        }
        lines
    }
}

/// Gives the spaces of a line to a plain neighbour, else to what stands before them: fewer runs, and
/// nobody sees the class of a space.
fn spaces(line: &str, classes: &mut [Option<Class>]) {
    let blank = |byte: &u8| *byte == b' ';
    let mut at = 0;
    for words in line.as_bytes().chunk_by(|a, b| blank(a) == blank(b)) {
        let end = at + words.len();
        if words.first().is_some_and(blank) {
            let before = at.checked_sub(1).map(|at| classes.get(at).copied().flatten());
            let behind = classes.get(end).copied();
            let class = match (before, behind) {
                (None, _) | (_, Some(None)) => None,
                (Some(before), Some(_) | None) => before,
            };
            classes.get_mut(at..end).unwrap_or_default().fill(class);
        }
        at = end;
    }
}

/// The runs of a line. Where classes change inside a character, which no grammar does, the first one wins.
fn runs(line: &str, classes: &[Option<Class>]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for same in classes.chunk_by(|a, b| a == b) {
        at += same.len();
        let Some(text) = line.get(start..at) else { continue };
        runs.push(Run { class: same.first().copied().flatten(), text: text.to_owned(), edit: None });
        start = at;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(paint: Paint, code: &str) -> Vec<Vec<(Option<Class>, String)>> {
        let lines = paint.lines(code).into_iter();
        lines.map(|line| line.into_iter().map(|run| (run.class, run.text)).collect()).collect()
    }

    #[test]
    fn lines_and_spaces_are_kept() {
        let code = "  if  x\n\n   \nend ";
        let mut paint = Paint::plain(code);
        paint.over(2, 4, Some(Class::Keyword));
        paint.over(13, 16, Some(Class::Keyword));
        let plain = |text: &str| (None, text.to_owned());
        let word = |text: &str| (Some(Class::Keyword), text.to_owned());
        let wanted =
            vec![vec![plain("  "), word("if"), plain("  x")], vec![], vec![plain("   ")], vec![word("end ")]];
        assert_eq!(shown(paint, code), wanted);
    }

    #[test]
    fn a_final_line_end_makes_no_line_and_paint_outside_is_ignored() {
        let mut paint = Paint::plain("a\n");
        paint.over(5, 9, Some(Class::String));
        assert_eq!(shown(paint, "a\n"), vec![vec![(None, "a".to_owned())]]);
    }
}
