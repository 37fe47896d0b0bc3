//! The changes of a marked book, numbered, and the chapter that lists them.

use super::number::{Numbered, number};
use crate::book::{
    Anchors, Block, Book, Chapter, Heading, Inline, Item, List, Paragraph, Place, Ref, Role, Section,
    Styled, Text, anchors, plain,
};
use crate::span::Span;

/// What changed, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Entries in the list.
    pub changes: usize,
    /// Words that are new.
    pub inserted: usize,
    /// Words that are gone.
    pub deleted: usize,
    /// Blocks that stand elsewhere.
    pub moved: usize,
    /// Figures that are new, gone or others.
    pub figures: usize,
    /// Listings that are new, gone or others.
    pub listings: usize,
}

/// Numbers the changes, and puts a chapter before all others that lists them; `place` names a span as
/// `file:line`.
pub fn list(book: &mut Book, since: &str, place: &dyn Fn(Span) -> String) -> Summary {
    let mut names = Anchors::default();
    for anchor in anchors(book).into_keys() {
        names.claim(anchor);
    }
    let (found, summary) = number(book, &mut names);
    let Some(span) = book.chapters().next().map(|chapter| chapter.span) else { return summary };
    let span = Span { end: span.start, ..span };
    let text = |text: String| Inline::Text(Text { text, span });
    let mut blocks = vec![paragraph(vec![text(said(summary, since))], span)];
    let titles: Vec<String> = book.chapters().map(|chapter| title(&chapter.heading)).collect();
    for (at, name) in titles.into_iter().enumerate() {
        let items: Vec<Item> =
            found.iter().filter(|one| one.chapter == at).map(|one| item(one, &place(one.span), span)).collect();
        if items.is_empty() {
            continue;
        }
        let heading = Heading { anchor: names.claim("changes"), number: None, title: vec![text(name)], span };
        let list = Block::List(List { start: None, tight: true, items, span });
        blocks.push(Block::Section(Section { heading, blocks: vec![list] }));
    }
    let anchor = names.claim("changes");
    let title = if since.is_empty() { "Editing marks".to_owned() } else { format!("Changes since {since}") };
    let heading = Heading { anchor, number: None, title: vec![text(title)], span };
    book.front.insert(0, Chapter { role: Role::Front, heading, blocks, span });
    summary
}

/// The title as it is now.
fn title(heading: &Heading) -> String {
    let gone = |inline: &&Inline| matches!(inline, Inline::Change(x) if x.edit.is_old());
    let now: Vec<Inline> = heading.title.iter().filter(|inline| !gone(inline)).cloned().collect();
    let number = heading.number.as_ref().map_or(String::new(), |number| format!("{} ", number.text));
    format!("{number}{}", plain(&now))
}

fn said(summary: Summary, since: &str) -> String {
    let Summary { changes, inserted, deleted, moved, figures, listings } = summary;
    if changes == 0 {
        return "Nothing has changed.".to_owned();
    }
    let of = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    let mut parts = vec![
        of(changes, "change"),
        format!("{} in", of(inserted, "word")),
        format!("{} out", of(deleted, "word")),
    ];
    let more = [(moved, "block moved", "blocks moved"), (figures, "figure", "figures"), (listings, "listing", "listings")];
    let more = more.into_iter().filter(|(n, ..)| *n > 0);
    parts.extend(more.map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many })));
    let against = if since.is_empty() { String::new() } else { format!(" since {since}") };
    format!("{}{against}. The line at the left of the text marks each; its number leads back to this list.", parts.join(", "))
}

/// An entry: its place in this list, what happened, the words, `file:line`, the page.
fn item(one: &Numbered, source: &str, span: Span) -> Item {
    let text = |text: String| Inline::Text(Text { text, span });
    let text_of = format!("change {}", one.number);
    let said = Ref { anchor: one.anchor.clone(), text: text_of, before: String::new(), span };
    let content = vec![
        Inline::Place(Place { anchor: one.entry.clone(), span }),
        text(format!("{} ", one.number)),
        Inline::Emph(Styled { content: vec![text(one.what.clone())] }),
        text(if one.excerpt.is_empty() { " ".to_owned() } else { format!(": {} ", one.excerpt) }),
        Inline::Code(Text { text: source.to_owned(), span }),
        text(", ".to_owned()),
        Inline::PageRef(said),
    ];
    Item { task: None, callout: None, blocks: vec![paragraph(content, span)], span }
}

fn paragraph(content: Vec<Inline>, span: Span) -> Block {
    Block::Paragraph(Paragraph { content, span })
}
