//! Runs of text from hayagriva's: styles, quotes, places, and what has to be put right in them.

use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta, Entry, Formatted};

use crate::book::{Inline, Mark, Styled, Text};
use crate::snapshot::Snapshot;
use crate::span::Span;

/// Gives the pieces of one generated text spans of their own, so that a page can begin in any of them: each
/// begins a character later in what the text was made of.
pub(super) struct Run {
    /// What it all was made of.
    pub span: Span,
    starts: Vec<u32>,
    /// Pieces so far.
    pub at: usize,
}

impl Run {
    pub fn new(snapshot: &Snapshot, span: Span) -> Self {
        let text = snapshot.file(span.file);
        let source = text.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        let starts = source.char_indices().filter_map(|(at, _)| u32::try_from(at).ok());
        Self { span, starts: starts.map(|at| span.start + at).collect(), at: 0 }
    }

    pub fn next(&mut self) -> Span {
        let start = self.starts.get(self.at).copied().unwrap_or(self.span.start);
        self.at += 1;
        Span { start, ..self.span }
    }
}

/// A text in its style, with the commands that TeX users write into titles and biblatex leaves there.
pub(super) fn formatted(text: &Formatted, run: &mut Run, out: &mut Vec<Inline>) {
    let mut rest = text.text.as_str();
    while let Some((before, style, inside, behind)) = command(rest) {
        piece(before, text.formatting, run, out);
        let mut form = text.formatting;
        match style {
            "emph" | "textit" if form.font_style == FontStyle::Italic => form.font_style = FontStyle::Normal,
            "emph" | "textit" => form.font_style = FontStyle::Italic,
            "textbf" => form.font_weight = FontWeight::Bold,
            "textsc" => form.font_variant = FontVariant::SmallCaps,
            _ => {}
        }
        piece(inside, form, run, out);
        rest = behind;
    }
    piece(rest, text.formatting, run, out);
}

/// The first `\\emph{...}` or its like: what stands before it, its name, what is in it, what follows.
fn command(text: &str) -> Option<(&str, &str, &str, &str)> {
    let names = ["emph", "textit", "textbf", "textsc", "texttt", "textrm", "mbox"];
    let (at, name) = names.iter().filter_map(|name| Some((text.find(&format!("\\{name}{{"))?, *name))).min()?;
    let (before, rest) = text.split_at_checked(at)?;
    let (inside, behind) = rest.get(name.len() + 2..)?.split_once('}')?;
    Some((before, name, inside, behind))
}

/// Characters in one style. Neighbours without any become one.
fn piece(text: &str, form: hayagriva::Formatting, run: &mut Run, out: &mut Vec<Inline>) {
    let characters = curled(text, out);
    if characters.is_empty() {
        return;
    }
    let plain = form.font_style == FontStyle::Normal
        && form.font_weight != FontWeight::Bold
        && form.font_variant == FontVariant::Normal
        && form.text_decoration != TextDecoration::Underline
        && !matches!(form.vertical_align, VerticalAlign::Sub | VerticalAlign::Sup);
    if let (true, Some(Inline::Text(last))) = (plain, out.last_mut()) {
        last.text.push_str(&characters);
        bind(&mut last.text);
        return;
    }
    let span = run.next();
    let mut characters = characters;
    bind(&mut characters);
    let mut inline = Inline::Text(Text { text: characters, span });
    let marked = |class: &str, content| {
        let (anchor, locale, classes) = (None, None, vec![class.to_owned()]);
        Inline::Mark(Mark { anchor, classes, locale, content: vec![content], span })
    };
    if form.font_variant == FontVariant::SmallCaps {
        inline = marked("smallcaps", inline);
    }
    if form.text_decoration == TextDecoration::Underline {
        inline = marked("underline", inline);
    }
    if form.font_style == FontStyle::Italic {
        inline = Inline::Emph(Styled { content: vec![inline] });
    }
    if form.font_weight == FontWeight::Bold {
        inline = Inline::Strong(Styled { content: vec![inline] });
    }
    inline = match form.vertical_align {
        VerticalAlign::Sub => Inline::Sub(Styled { content: vec![inline] }),
        VerticalAlign::Sup => Inline::Sup(Styled { content: vec![inline] }),
        VerticalAlign::None | VerticalAlign::Baseline => inline,
    };
    out.push(inline);
}

/// An abbreviation stays on the line of its number: "pp. 3-5" with a space that doesn't break.
fn bind(text: &mut String) {
    // By hand, since "et al. 1985" and "A. 1996" are names and years.
    const COUNTED: [&str; 22] = [
        "p", "pp", "vol", "vols", "no", "nos", "ch", "chap", "sec", "fig", "art", "par", "fol", "bk", "Ch", "Vol", "No", "Sec",
        "Bd", "Nr", "Kap", "Abs",
    ];
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(". ")).map(|at| from + at) {
        from = at + 2;
        let word = text.get(..at).and_then(|before| before.rsplit(|c: char| !c.is_alphabetic()).next()).unwrap_or_default();
        let number = text.get(from..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if number && COUNTED.contains(&word) {
            text.replace_range(at + 1..from, "\u{a0}");
        }
    }
}

/// Apostrophes and TeX's quotes as they print, and no space twice: styles and works both bring some.
fn curled(text: &str, before: &[Inline]) -> String {
    let text = text.replace("``", "“").replace("’'", "”").replace("''", "”");
    let mut last = match before.last() {
        Some(Inline::Text(text)) => text.text.chars().next_back(),
        _ => None,
    };
    // The full stop of a title with markup in it stands within its quotes already.
    let ended = matches!(before.last(), Some(Inline::Text(text)) if text.text.ends_with(".”"));
    let text = if ended { text.strip_prefix('.').unwrap_or(&text) } else { &text };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        // In a word, and before a year: SOSP ’01.
        let left_out = last.is_some_and(char::is_alphanumeric) || rest.peek().is_some_and(char::is_ascii_digit);
        let c = if c == '\'' && left_out { '’' } else { c };
        if !(c == ' ' && last == Some(' ')) {
            out.push(c);
        }
        last = Some(c);
    }
    out
}

/// Puts right what hayagriva 0.10.1 gets wrong in lists and notes: a small word after a comma is made a capital one
/// ("Time, Clocks, And ..."), a missing issue or month leaves its space behind ("4 : 1–9", "1978 ;21"), and a date
/// without a month its comma ("(2015,)").
pub(super) fn mended(entry: &Entry, locale: &str, run: &mut [Inline]) {
    const SMALL: [&str; 10] = ["And", "Or", "The", "A", "An", "Of", "In", "On", "For", "With"];
    let titles = std::iter::once(entry).chain(entry.parents()).filter_map(Entry::title).map(ToString::to_string);
    let titles: Vec<String> = titles.collect();
    let spaced = locale.starts_with("fr");
    let mend = |text: &mut String| {
        for word in SMALL {
            let (large, small) = (format!(", {word} "), format!(", {} ", word.to_lowercase()));
            if titles.iter().any(|title| title.contains(&small)) {
                *text = text.replace(&large, &small);
            }
        }
        *text = text.replace(",)", ")");
        if !spaced {
            *text = text.replace(" : ", ": ").replace(" ;", ";");
        }
    };
    for inline in run {
        match inline {
            Inline::Text(text) => mend(&mut text.text),
            Inline::Emph(styled) => styled.content.iter_mut().for_each(|inline| {
                if let Inline::Text(text) = inline {
                    mend(&mut text.text);
                }
            }),
            _ => {}
        }
    }
}

/// A cite without its first names.
pub(super) fn without_author(children: &ElemChildren) -> ElemChildren {
    fn cut(children: &ElemChildren, done: &mut bool) -> ElemChildren {
        let keep = |child: &ElemChild| match child {
            ElemChild::Elem(elem) if !*done && matches!(elem.meta, Some(ElemMeta::Names(_))) => {
                *done = true;
                None
            }
            ElemChild::Elem(elem) => {
                let children = cut(&elem.children, done);
                Some(ElemChild::Elem(Elem { children, display: elem.display, meta: elem.meta.clone() }))
            }
            ElemChild::Text(_) | ElemChild::Markup(_) | ElemChild::Link { .. } | ElemChild::Transparent { .. } => {
                Some(child.clone())
            }
        };
        ElemChildren(children.0.iter().filter_map(keep).collect())
    }
    cut(children, &mut false)
}

/// Takes off the space and the comma that stood behind what is gone.
pub(super) fn trim_start(run: &mut Vec<Inline>) {
    while let Some(Inline::Text(first)) = run.first_mut() {
        first.text = first.text.trim_start_matches([' ', ',', '.', ':', ';', '\u{a0}']).to_owned();
        if !first.text.is_empty() {
            return;
        }
        run.remove(0);
    }
}

/// Takes off the bracket that a run ends with.
pub(super) fn pop_bracket(run: &mut Vec<Inline>) -> Option<String> {
    let Some(Inline::Text(last)) = run.last_mut() else { return None };
    let close = last.text.chars().next_back().filter(|c| matches!(c, ')' | ']'))?;
    last.text.pop();
    if last.text.is_empty() {
        run.pop();
    }
    Some(close.to_string())
}

/// Takes off the parentheses that a narrative citation ends with where the style has nothing to say in them, as MLA
/// without a page.
pub(super) fn pop_empty(run: &mut [Inline]) {
    if let Some(Inline::Text(last)) = run.last_mut() {
        let kept = last.text.strip_suffix("()").map(str::trim_end).unwrap_or(&last.text).len();
        last.text.truncate(kept);
    }
}

/// The beginning of a long citation, to be its link, and the rest, which may hold links of its own.
pub(super) fn head(mut content: Vec<Inline>) -> (Vec<Inline>, Vec<Inline>) {
    if content.is_empty() {
        return (content, Vec::new());
    }
    let mut rest = content.split_off(1);
    if let Some(Inline::Text(first)) = content.first_mut()
        && let Some(cut) = first.text.find(", ")
    {
        let text = first.text.split_off(cut);
        rest.insert(0, Inline::Text(Text { text, span: first.span }));
    }
    let flat = |inline| match inline {
        Inline::Link(link) => link.content,
        other => vec![other],
    };
    (content.into_iter().flat_map(flat).collect(), rest)
}
