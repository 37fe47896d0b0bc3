//! Problems as text: what, where, the line of source, what to do.

use std::collections::BTreeMap;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use crate::problem::{Diagnostic, Severity};
use crate::snapshot::{Snapshot, Text};
use crate::span::Span;

/// How many problems of one code are shown. A book brought from elsewhere may have a thousand broken
/// links; nobody reads a thousand, and they would hide the one error among them.
const SHOWN: usize = 20;

/// How text is to look.
#[derive(Debug, Clone)]
pub struct Look {
    /// With colours, and with lines of box drawing.
    pub styled: bool,
    /// Width to fit source lines into, columns.
    pub width: usize,
    /// The book's folder as the reader named it, put before paths; empty where it is the current one.
    pub root: String,
}

/// Sorted problems for a person; of each code only the first twenty, and the number of the others.
#[must_use]
pub fn human(snapshot: &Snapshot, problems: &[Diagnostic], look: &Look) -> String {
    let renderer =
        if look.styled { Renderer::styled().decor_style(DecorStyle::Unicode) } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = String::new();
    for diagnostic in problems {
        let count = seen.entry(diagnostic.problem.code()).or_default();
        *count += 1;
        if *count <= SHOWN {
            out.push_str(&renderer.render(&[group(snapshot, diagnostic, look)]));
            out.push_str("\n\n");
        }
    }
    for (code, count) in seen.into_iter().filter(|(_, count)| *count > SHOWN) {
        let Some(one) = problems.iter().find(|diagnostic| diagnostic.problem.code() == code) else {
            continue;
        };
        let text = format!("and {} more like it (`bindery check --format json` lists all)", count - SHOWN);
        let title = level(one.problem.severity()).primary_title(text).id(code);
        out.push_str(&renderer.render(&[Group::with_title(title)]));
        out.push_str("\n\n");
    }
    out
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn group<'a>(snapshot: &Snapshot, diagnostic: &Diagnostic, look: &Look) -> Group<'a> {
    let Diagnostic { problem, at, also } = diagnostic;
    let title = level(problem.severity()).primary_title(problem.message()).id(problem.code());
    let mut group = Group::with_title(title);
    let text = snapshot.file(at.file);
    group = match excerpt(&text, *at, None, AnnotationKind::Primary, look) {
        Some(snippet) => group.element(snippet),
        None => group.element(Origin::path(path(&text, look))),
    };
    for (span, how) in also {
        let text = snapshot.file(span.file);
        if let Some(snippet) = excerpt(&text, *span, Some(how), AnnotationKind::Context, look) {
            group = group.element(snippet);
        }
    }
    match problem.help() {
        Some(help) => group.element(Level::HELP.message(normalize_untrusted_str(&help))),
        None => group,
    }
}

/// The line on which a span begins, with the part of it marked that the span covers. `None` for a span
/// that means its file as a whole.
fn excerpt<'a>(
    text: &Text,
    span: Span,
    label: Option<&str>,
    kind: AnnotationKind,
    look: &Look,
) -> Option<Snippet<'a, Annotation<'a>>> {
    if span == Span::top(span.file) {
        return None;
    }
    // Renderers panic inside a character; a span that ends there is our fault, but no reason to stop.
    let start = text.text.floor_char_boundary(span.start as usize);
    let end = text.text.floor_char_boundary(span.end as usize);
    let (before, after) = text.text.split_at_checked(start)?;
    let first = before.rfind('\n').map_or(0, |at| at + 1);
    let last = after.find('\n').map_or(text.text.len(), |at| start + at);
    let line = text.text.get(first..last)?;
    let marked = start - first..end.clamp(start, last) - first;
    let label = label.map(normalize_untrusted_str);
    let annotation = kind.span(marked).label(label);
    let number = text.lines.line(span.start);
    let snippet = Snippet::source(line.to_owned()).line_start(number).path(path(text, look));
    Some(snippet.annotation(annotation))
}

fn path(text: &Text, look: &Look) -> String {
    match look.root.as_str() {
        "" => text.path.to_string(),
        root => format!("{}/{}", root.trim_end_matches('/'), text.path),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{sorted, tests::found};
    use super::*;
    use crate::problem::Problem;
    use crate::snapshot::{BookPath, Memory};

    fn look(root: &str) -> Look {
        Look { styled: false, width: 80, root: root.to_owned() }
    }

    #[test]
    fn every_problem_has_its_place_its_line_and_its_help() {
        let (snapshot, problems) = found();
        let told = human(&snapshot, &sorted(&snapshot, problems), &look("../book"));
        let expected = "\
warning[broken-link]: nothing at `y.md`
 --> ../book/a.md:3:1
  |
3 | [x](y.md) and [q](r.md)
  | ^^^^^^^^^
  |
  = help: did you mean `z.md`?

warning[broken-link]: nothing at `r.md`
 --> ../book/a.md:3:15
  |
3 | [x](y.md) and [q](r.md)
  |               ^^^^^^^^^

error[no-manifest]: no `book.toml` in this folder
--> ../book/z.md
 = help: a book is a folder with a `book.toml` and a `SUMMARY.md`

error[duplicate-label]: label `x` is used twice
 --> ../book/z.md:3:1
  |
3 | text
  | ^^^^
  |
 ::: ../book/a.md:3:1
  |
3 | [x](y.md) and [q](r.md)
  | --------- first here
  |
  = help: the first is at a.md:3

";
        assert_eq!(told, expected);
    }

    #[test]
    fn long_lists_are_cut_and_counted() {
        let (snapshot, problems) = found();
        let at = problems[1].at;
        let many: Vec<_> = (0..332).map(|n| Problem::UnknownTag { name: format!("t{n}") }.at(at)).collect();
        let told = human(&snapshot, &sorted(&snapshot, many), &look(""));
        assert_eq!(told.matches("warning[unknown-tag]: unknown tag").count(), 20);
        let last = "warning[unknown-tag]: and 312 more like it (`bindery check --format json` lists all)\n\n";
        assert!(told.ends_with(last), "{told}");
    }

    #[test]
    fn any_span_of_any_text_can_be_shown() {
        let text = format!("é\tx\n{}\n\u{1b}[31mred\r\n", "long ".repeat(400));
        let files = Memory([("a.md".to_owned(), text.clone().into_bytes())].into());
        let snapshot = Snapshot::new(Box::new(files), 0);
        let file = snapshot.text(&BookPath::new("a.md").expect("inside")).expect("there").file;
        let edges = [0, 1, 2, 3, 4, 5, 1500, 2004, 2005, 2006, text.len(), text.len() + 9];
        for start in edges {
            for end in edges {
                let at = Span::new(file, start, end);
                let told = human(&snapshot, &[Problem::UnbalancedDiv.at(at)], &look(""));
                assert!(told.contains("a.md") && !told.contains('\u{1b}'), "{start}..{end}: {told}");
            }
        }
    }
}
