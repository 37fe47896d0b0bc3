//! `SUMMARY.md` as a row of items, in the author's order; `manifest` gives them their meaning.
//!
//! Markdown is read as CommonMark without extensions, as mdBook reads this file. Comments leave no item;
//! everything else does, so that what has no meaning can be reported.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// One thing in `SUMMARY.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// The whole of it, in bytes of the text.
    pub range: Range<usize>,
}

/// Kinds of items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `# Title`.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        title: Title,
    },
    /// `[Title](target)`.
    Link {
        /// How many lists it stands in, less one: 0 is a list item at the top. `None` is outside lists.
        depth: Option<usize>,
        /// The target as typed; empty where none was.
        target: String,
        /// Its text.
        title: Title,
    },
    /// `---`.
    Separator,
    /// A list item that doesn't begin with a link.
    Bare,
    /// Anything else that would print: text, code, HTML, a second link in an item.
    Stray,
}

/// A title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title {
    /// As typed, inline Markdown and all.
    pub markdown: String,
    /// The characters that it prints.
    pub plain: String,
}

/// Reads the text of a `SUMMARY.md`.
#[must_use]
pub fn items(text: &str) -> Vec<Item> {
    let mut reader = Reader { text, ..Reader::default() };
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        reader.event(&event, range);
    }
    reader.settle();
    reader.items
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    items: Vec<Item>,
    /// How many lists are open.
    lists: usize,
    /// The innermost list item, as long as nothing but its mark was read.
    waiting: Option<Range<usize>>,
    /// The heading or link that is open.
    open: Option<Open>,
    /// Text outside of titles, until the block ends.
    stray: Option<Range<usize>>,
}

struct Open {
    kind: OpenKind,
    range: Range<usize>,
    inner: Option<Range<usize>>,
    plain: String,
}

enum OpenKind {
    Heading(HeadingLevel),
    Link { target: String, counts: bool },
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if let Some(open) = &mut self.open {
            let end = matches!(
                (event, &open.kind),
                (Event::End(TagEnd::Heading(_)), OpenKind::Heading(_))
                    | (Event::End(TagEnd::Link), OpenKind::Link { .. })
            );
            if end {
                return self.close();
            }
            let inner = open.inner.get_or_insert(range.clone());
            inner.end = inner.end.max(range.end);
            match event {
                Event::Text(text) | Event::Code(text) => open.plain.push_str(text),
                Event::SoftBreak | Event::HardBreak => open.plain.push(' '),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, &range),
            Event::Rule => self.push(Kind::Separator, range),
            Event::InlineHtml(html) if html.starts_with("<!--") => {}
            // The lines of a block, which was judged as a whole where it began.
            Event::Html(_) | Event::SoftBreak | Event::HardBreak => {}
            Event::Text(text) if text.trim().is_empty() => {}
            _ => self.outside(range),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::List(_) => {
                self.bare();
                self.settle();
                self.lists += 1;
            }
            Tag::Item => self.waiting = Some(range),
            Tag::Heading { level, .. } => self.open(OpenKind::Heading(*level), range),
            Tag::Link { dest_url, .. } => {
                let first = self.waiting.take().is_some() || self.lists == 0;
                self.settle();
                self.open(OpenKind::Link { target: dest_url.to_string(), counts: first }, range);
            }
            Tag::HtmlBlock => {
                let text = self.text.get(range.clone()).unwrap_or_default();
                if !text.trim_start().starts_with("<!--") {
                    self.outside(range);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::List(_) => self.lists = self.lists.saturating_sub(1),
            TagEnd::Item => self.bare(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Image => {
                if let Some(stray) = &mut self.stray {
                    stray.end = stray.end.max(range.end);
                }
                return;
            }
            _ => {}
        }
        self.settle();
    }

    fn open(&mut self, kind: OpenKind, range: Range<usize>) {
        self.settle();
        self.open = Some(Open { kind, range, inner: None, plain: String::new() });
    }

    fn close(&mut self) {
        let Some(Open { kind, range, inner, plain }) = self.open.take() else { return };
        let markdown = inner.and_then(|inner| self.text.get(inner)).unwrap_or_default();
        let title = Title { markdown: markdown.trim().to_owned(), plain: plain.trim().to_owned() };
        let kind = match kind {
            OpenKind::Heading(level) => Kind::Heading { level: level as u8, title },
            OpenKind::Link { counts: false, .. } => Kind::Stray,
            OpenKind::Link { target, counts: true } => {
                Kind::Link { depth: self.lists.checked_sub(1), target, title }
            }
        };
        self.push(kind, range);
    }

    /// Something that has no meaning in this file.
    fn outside(&mut self, range: Range<usize>) {
        if self.waiting.is_some() {
            return self.bare();
        }
        let inside_bare = self.items.last().is_some_and(|item| {
            item.kind == Kind::Bare && item.range.start <= range.start && range.end <= item.range.end
        });
        if !inside_bare {
            let stray = self.stray.get_or_insert(range.clone());
            stray.end = stray.end.max(range.end);
        }
    }

    /// The list item that is waiting for its link gets none.
    fn bare(&mut self) {
        if let Some(item) = self.waiting.take() {
            let text = self.text.get(item.clone()).unwrap_or_default();
            let line = text.lines().next().unwrap_or_default().trim_end();
            self.push(Kind::Bare, item.start..item.start + line.len());
        }
    }

    /// Ends a run of stray text.
    fn settle(&mut self) {
        if let Some(range) = self.stray.take() {
            self.push(Kind::Stray, range);
        }
    }

    fn push(&mut self, kind: Kind, range: Range<usize>) {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let start = range.end - text.trim_start().len();
        let range = start..start + text.trim().len();
        self.items.push(Item { kind, range });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let tell = |item: Item| {
            let source = text.get(item.range).unwrap_or("?");
            match item.kind {
                Kind::Heading { level, title } => format!("h{level} {}", title.plain),
                Kind::Link { depth, target, title } => {
                    let depth = depth.map_or("-".to_owned(), |depth| depth.to_string());
                    format!("{depth} {} <{target}> {source}", title.plain)
                }
                Kind::Separator => "---".to_owned(),
                Kind::Bare => format!("bare {source}"),
                Kind::Stray => format!("stray {source}"),
            }
        };
        items(text).into_iter().map(tell).collect()
    }

    #[test]
    fn all_of_mdbooks_forms() {
        let text = "# Summary\n\n[Preface](p.md)\n[Foreword](f.md)\n\n---\n\n# Part One\n\n\
                    - [One](1.md)\n  - [`T` two](2.md)\n    1. [Draft]()\n* [Three](./3%20x.md)\n\n[End](e.md)\n";
        let expected = [
            "h1 Summary",
            "- Preface <p.md> [Preface](p.md)",
            "- Foreword <f.md> [Foreword](f.md)",
            "---",
            "h1 Part One",
            "0 One <1.md> [One](1.md)",
            "1 T two <2.md> [`T` two](2.md)",
            "2 Draft <> [Draft]()",
            "0 Three <./3%20x.md> [Three](./3%20x.md)",
            "- End <e.md> [End](e.md)",
        ];
        assert_eq!(told(text), expected);
    }

    #[test]
    fn titles_keep_their_markdown() {
        let found = items("- [The `Rc<T>` *type*](a.md)\n");
        let [Item { kind: Kind::Link { title, .. }, .. }] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(title.markdown, "The `Rc<T>` *type*");
        assert_eq!(title.plain, "The Rc<T> type");
    }

    #[test]
    fn comments_leave_nothing_and_the_rest_is_told() {
        let text = "<!-- a\nb -->\n\nhello *you*\n\n- [A](a.md) <!-- x --> later [B](b.md)\n- no link\n  - [C](c.md)\n-\n";
        let expected = [
            "stray hello *you*",
            "0 A <a.md> [A](a.md)",
            "stray later",
            "stray [B](b.md)",
            "bare - no link",
            "1 C <c.md> [C](c.md)",
            "bare -",
        ];
        assert_eq!(told(text), expected);
    }

    #[test]
    fn whatever_comes_ranges_are_sound() {
        for text in ["", "- - - [a](b)", "> - [x](y)\n", "```\n[x](y)\n", "- [a](b\n- [é]()", "# [P](p.md)"]
        {
            for item in items(text) {
                assert!(text.get(item.range).is_some(), "{text:?}");
            }
        }
    }
}
