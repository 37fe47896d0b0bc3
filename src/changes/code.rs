//! Lines of code of two versions.
//!
//! Lines that stayed are aligned first. Between them a line that went and one that came are one line where at least
//! half of the signs of the longer one stayed, and the author sets both off in the same way: it stands once, as it is
//! now, and the words in it that went and came have the marks. All other lines went and came as wholes.
//!
//! What stands between two changes and has no word (`.`, ` = `, `(`) goes with them: `~~a.b~~ c.d` is read more easily
//! than `~~a~~ c.~~b~~ d`. Where a line differs by its spaces alone, as code does that is indented anew, they are all
//! that is marked.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::blocks::end;
use super::key;
use crate::book::{CodeLine, Edit, LineMark, Run};
use crate::span::Span;

/// Most pairs of lines of one stretch that are compared with one another: in a longer stretch there is so much new
/// that nobody looks for words.
const MOST: usize = 2500;

/// Lines as they are now, with marks where they were others. What is gone stands at `at` where nothing is before it.
pub(super) fn compare(old: &[CodeLine], new: &[CodeLine], at: Span) -> Vec<CodeLine> {
    let keys = |lines: &[CodeLine]| lines.iter().map(line_key).collect::<Vec<_>>();
    let mut lines: Vec<CodeLine> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &keys(old), &keys(new)) {
        let gone = old.get(op.old_range()).unwrap_or_default();
        let come = new.get(op.new_range()).unwrap_or_default();
        if matches!(op, DiffOp::Equal { .. }) {
            lines.extend(come.iter().cloned());
            continue;
        }
        let place = come.first().map_or(lines.last().map_or(at, |line| end(line.span)), |line| line.span);
        stretch(gone, come, Span { end: place.start, ..place }, &mut lines);
    }
    lines
}

/// Lines that differ; those that are gone stand at `place`.
fn stretch(old: &[CodeLine], new: &[CodeLine], place: Span, out: &mut Vec<CodeLine>) {
    let gone = |line: &CodeLine| CodeLine { edit: Some(Edit::Deleted), callout: None, span: place, ..line.clone() };
    let come = |line: &CodeLine| CodeLine { edit: Some(Edit::Inserted), ..line.clone() };
    let (mut before, mut after) = (0, 0);
    for (was, is, line) in pairs(old, new) {
        out.extend(old.get(before..was).unwrap_or_default().iter().map(gone));
        out.extend(new.get(after..is).unwrap_or_default().iter().map(come));
        out.push(line);
        (before, after) = (was + 1, is + 1);
    }
    out.extend(old.get(before..).unwrap_or_default().iter().map(gone));
    out.extend(new.get(after..).unwrap_or_default().iter().map(come));
}

/// Old and new lines that are one, as that line: in order, so that most signs stay.
fn pairs(old: &[CodeLine], new: &[CodeLine]) -> Vec<(usize, usize, CodeLine)> {
    if old.len() * new.len() > MOST {
        return Vec::new();
    }
    let mut one: Vec<Vec<Option<(usize, CodeLine)>>> =
        old.iter().map(|was| new.iter().map(|is| merged(was, is)).collect()).collect();
    // What stays at most from each line on: of the old ones across the new ones.
    let mut best = vec![vec![0; new.len() + 1]; old.len() + 1];
    let stays = |best: &[Vec<usize>], a: usize, b: usize| best.get(a).and_then(|row| row.get(b)).copied().unwrap_or(0);
    let kept = |one: &[Vec<Option<(usize, CodeLine)>>], a: usize, b: usize| {
        one.get(a).and_then(|row| row.get(b)?.as_ref()).map(|(kept, _)| *kept)
    };
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            let both = kept(&one, a, b).map_or(0, |kept| kept + stays(&best, a + 1, b + 1));
            let most = both.max(stays(&best, a + 1, b)).max(stays(&best, a, b + 1));
            if let Some(place) = best.get_mut(a).and_then(|row| row.get_mut(b)) {
                *place = most;
            }
        }
    }
    let mut out = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < old.len() && b < new.len() {
        let most = stays(&best, a, b);
        if kept(&one, a, b).is_some_and(|kept| kept + stays(&best, a + 1, b + 1) == most) {
            let line = one.get_mut(a).and_then(|row| row.get_mut(b)?.take());
            out.extend(line.map(|(_, line)| (a, b, line)));
            (a, b) = (a + 1, b + 1);
        } else if stays(&best, a + 1, b) == most {
            a += 1;
        } else {
            b += 1;
        }
    }
    out
}

/// The line that two lines are, and how many signs of it stayed; `None` where too few did.
fn merged(old: &CodeLine, new: &CodeLine) -> Option<(usize, CodeLine)> {
    let (was, is) = (old.text(), new.text());
    let (before, after) = (tokens(&was), tokens(&is));
    let most = signs(&was).max(signs(&is));
    // Before the order is looked at: what both have, wherever it stands.
    if old.mark != new.mark || 2 * common(&before, &after) < most {
        return None;
    }
    let ops = joined(capture_diff_slices(Algorithm::Myers, &before, &after), &after);
    let mut runs: Vec<Run> = Vec::new();
    let mut kept = 0;
    for op in ops {
        let gone = before.get(op.old_range()).unwrap_or_default().concat();
        let come = after.get(op.new_range()).unwrap_or_default().concat();
        if matches!(op, DiffOp::Equal { .. }) {
            kept += signs(&come);
            push(&mut runs, come, None);
            continue;
        }
        push(&mut runs, gone, Some(Edit::Deleted));
        push(&mut runs, come, Some(Edit::Inserted));
    }
    // One more for lines without a sign.
    (2 * kept >= most).then_some((kept + 1, CodeLine { runs, ..new.clone() }))
}

fn push(runs: &mut Vec<Run>, text: String, edit: Option<Edit>) {
    if !text.is_empty() {
        runs.push(Run { class: None, text, edit });
    }
}

/// Changes with nothing between them that has a word are one.
fn joined(ops: Vec<DiffOp>, after: &[&str]) -> Vec<DiffOp> {
    let same = |op: &DiffOp| matches!(op, DiffOp::Equal { .. });
    let wordless = |op: &DiffOp| {
        let mut tokens = after.get(op.new_range()).unwrap_or_default().iter();
        tokens.all(|token| !token.contains(is_word))
    };
    let mut out: Vec<DiffOp> = Vec::new();
    let last = ops.len().saturating_sub(1);
    for (at, op) in ops.into_iter().enumerate() {
        let follows = out.last().is_some_and(|last| !same(last));
        match out.last_mut() {
            Some(before) if follows && (!same(&op) || at < last && wordless(&op)) => {
                *before = DiffOp::Replace {
                    old_index: before.old_range().start,
                    old_len: before.old_range().len() + op.old_range().len(),
                    new_index: before.new_range().start,
                    new_len: before.new_range().len() + op.new_range().len(),
                };
            }
            _ => out.push(op),
        }
    }
    out
}

/// What a line says, and how the author sets it off.
fn line_key(line: &CodeLine) -> u64 {
    key::text(&format!("{}{}", line.mark.map_or("", LineMark::name), line.text()))
}

/// Words, operators, stretches of spaces, and single spaces before all else and other signs.
fn tokens(line: &str) -> Vec<&str> {
    let indent = line.chars().take_while(|c| *c == ' ').count();
    let kind = |c: char| match c {
        ' ' => Some(0),
        '=' | '!' | '<' | '>' | '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '~' | ':' | '?' => Some(1),
        c => is_word(c).then_some(2),
    };
    let mut out = Vec::new();
    let mut from = 0;
    let mut before = None;
    for (at, c) in line.char_indices() {
        let kind = kind(c).filter(|_| at >= indent);
        if at > 0 && (before != kind || kind.is_none()) {
            out.extend(line.get(from..at));
            from = at;
        }
        before = kind;
    }
    out.extend(line.get(from..).filter(|rest| !rest.is_empty()));
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How many characters one sees.
fn signs(text: &str) -> usize {
    text.chars().filter(|c| *c != ' ').count()
}

/// How many signs are in tokens that both have.
fn common(a: &[&str], b: &[&str]) -> usize {
    let mut left = b.to_vec();
    let mut count = 0;
    for token in a {
        if let Some(at) = left.iter().position(|one| one == token) {
            left.swap_remove(at);
            count += signs(token);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;

    fn line(text: &str) -> CodeLine {
        let runs = vec![Run { class: None, text: text.to_owned(), edit: None }];
        CodeLine { runs, number: None, mark: None, callout: None, edit: None, span: Span::top(FileId(0)) }
    }

    /// Lines with `-` and `+` before them, words with `[-` and `{+` around them.
    fn shown(old: &str, new: &str) -> Vec<String> {
        let lines = |text: &str| text.lines().map(line).collect::<Vec<_>>();
        let marked = compare(&lines(old), &lines(new), Span::top(FileId(0)));
        let sign = |line: &CodeLine| match line.edit {
            Some(edit) => if edit.is_new() { "+" } else { "-" },
            None => if line.changed() { "~" } else { " " },
        };
        let run = |run: &Run| match run.edit {
            Some(Edit::Deleted) => format!("[{}]", run.text),
            Some(_) => format!("{{{}}}", run.text),
            None => run.text.clone(),
        };
        marked.iter().map(|line| sign(line).to_owned() + &line.runs.iter().map(run).collect::<String>()).collect()
    }

    #[test]
    fn words_of_a_line_that_is_alike_are_marked_in_it() {
        assert_eq!(shown("let limit = 10;", "let limit = 25;"), ["~let limit = [10]{25};"]);
        assert_eq!(shown("return left + right", "return left"), ["~return left[ + right]"]);
        assert_eq!(shown("call(x)", "call(x, deep)"), ["~call(x{, deep})"]);
        assert_eq!(shown("if wanted == 1 {", "if wanted != 1 {"), ["~if wanted [==]{!=} 1 {"]);
    }

    #[test]
    fn changes_with_only_signs_between_them_are_one() {
        assert_eq!(shown("let total = a.b + rest_of_it;", "let total = c.d + rest_of_it;"), [
            "~let total = [a.b]{c.d} + rest_of_it;"
        ]);
    }

    #[test]
    fn lines_with_less_than_half_in_common_went_and_came() {
        assert_eq!(shown("import os", "from pathlib import Path"), ["-import os", "+from pathlib import Path"]);
        assert_eq!(shown("}", ")"), ["-}", "+)"]);
    }

    #[test]
    fn of_several_lines_the_likest_are_one() {
        let old = "first = read(path)\nsecond = write(path)";
        let new = "# A comment of some length.\nfirst = read(file)\nsecond = write(file)";
        let is = ["+# A comment of some length.", "~first = read([path]{file})", "~second = write([path]{file})"];
        assert_eq!(shown(old, new), is);
        let is = ["-a = one_thing()", "~b = another_thing([1]{2})"];
        assert_eq!(shown("a = one_thing()\nb = another_thing(1)", "b = another_thing(2)"), is);
    }

    #[test]
    fn of_code_that_is_indented_anew_the_spaces_are_marked() {
        assert_eq!(shown("go()", "if ready:\n    go()"), ["+if ready:", "~{    }go()"]);
        assert_eq!(shown("    go()", "go()"), ["~[    ]go()"]);
        assert_eq!(shown("  go()", "    go()"), ["~  {  }go()"]);
    }

    #[test]
    fn lines_that_are_set_off_otherwise_went_and_came() {
        let added = CodeLine { mark: Some(LineMark::Added), ..line("let limit = 25;") };
        let marked = compare(&[line("let limit = 10;")], &[added], Span::top(FileId(0)));
        let edits: Vec<Option<Edit>> = marked.iter().map(|line| line.edit).collect();
        assert_eq!(edits, [Some(Edit::Deleted), Some(Edit::Inserted)]);
    }

    #[test]
    fn both_versions_are_in_the_lines_that_changed() {
        let (old, new) = ("a(1)\nb = c\n\nsame\ngone and away", "a(2)\n\nd = c\nsame\n");
        let lines = |text: &str| text.lines().map(line).collect::<Vec<_>>();
        let marked = compare(&lines(old), &lines(new), Span::top(FileId(0)));
        for (version, keep) in [(old, Edit::is_old as fn(Edit) -> bool), (new, Edit::is_new)] {
            let kept = marked.iter().filter(|line| line.edit.is_none_or(keep));
            let runs = |line: &CodeLine| line.runs.iter().filter(|run| run.edit.is_none_or(keep)).map(|run| run.text.as_str()).collect::<String>();
            assert_eq!(kept.map(runs).collect::<Vec<_>>(), version.lines().collect::<Vec<_>>());
        }
    }
}
