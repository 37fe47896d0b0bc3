//! The changes of a marked book, numbered, and the chapter that lists them.

use super::number::{Numbered, What, number};
use crate::book::{
    Anchors, Block, Book, Chapter, Edit, Heading, Inline, Item, List, Paragraph, Place, Ref, ReviewWords, Role,
    Section, Styled, Text, Words, anchors, plain,
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
    let words = &book.words;
    let text = |text: String| Inline::Text(Text { text, span });
    let mut blocks = vec![paragraph(vec![text(said(summary, words))], span)];
    if summary.changes > 0 {
        blocks.push(paragraph(vec![text(words.review.way_back.clone())], span));
    }
    let titles: Vec<String> = book.chapters().map(|chapter| title(&chapter.heading)).collect();
    for (at, name) in titles.into_iter().enumerate() {
        let own: Vec<&Numbered> = found.iter().filter(|one| one.chapter == at).collect();
        let Some(start) = own.first().and_then(|one| one.number.parse().ok()) else { continue };
        let items = own.into_iter().map(|one| item(one, &words.review, &place(one.span), span)).collect();
        let heading = Heading { anchor: names.claim("changes"), number: None, title: vec![text(name)], span };
        let list = Block::List(List { start: Some(start), tight: true, items, span });
        blocks.push(Block::Section(Section { heading, blocks: vec![list] }));
    }
    let anchor = names.claim("changes");
    let title = changes_since(&words.review, Some(since).filter(|since| !since.is_empty()));
    let heading = Heading { anchor, number: None, title: vec![text(title)], span };
    book.front.insert(0, Chapter { role: Role::Front, heading, blocks, span });
    summary
}

/// What the list of changes is called, where `since` is the version compared with.
#[must_use]
pub fn changes_since(words: &ReviewWords, since: Option<&str>) -> String {
    since.map_or_else(|| words.editing_marks.clone(), |since| words.changes_since.replace("{version}", since))
}

/// The title as it is now.
fn title(heading: &Heading) -> String {
    let gone = |inline: &&Inline| matches!(inline, Inline::Change(x) if x.edit.is_old());
    let now: Vec<Inline> = heading.title.iter().filter(|inline| !gone(inline)).cloned().collect();
    let number = heading.number.as_ref().map_or(String::new(), |number| format!("{} ", number.text));
    format!("{number}{}", plain(&now))
}

/// What there is of each, in words that agree with any number.
fn said(summary: Summary, words: &Words) -> String {
    let Summary { changes, inserted, deleted, moved, figures, listings } = summary;
    let own = &words.review;
    if changes == 0 {
        return own.nothing_changed.clone();
    }
    let counts = [
        (changes, &own.changes),
        (inserted, &own.words_inserted),
        (deleted, &own.words_deleted),
        (moved, &own.blocks_moved),
        (figures, &words.figures),
        (listings, &words.listings),
    ];
    let counts = counts.into_iter().filter(|(n, _)| *n > 0);
    let counts: Vec<String> =
        counts.map(|(n, what)| own.counted.replace("{what}", what).replace("{n}", &n.to_string())).collect();
    counts.join(" · ")
}

/// What happened.
fn verb(what: What, words: &ReviewWords) -> &str {
    match what {
        What::Edit(Edit::Inserted) => &words.inserted,
        What::Edit(Edit::Deleted) => &words.deleted,
        What::Edit(Edit::MovedHere) => &words.moved_here,
        What::Edit(Edit::MovedAway) => &words.moved_away,
        What::Edit(Edit::Highlighted) => &words.highlighted,
        What::Replaced => &words.replaced,
        What::Changed => &words.changed,
    }
}

/// An entry: its place in this list, what happened, the words, `file:line`, the page.
fn item(one: &Numbered, words: &ReviewWords, source: &str, span: Span) -> Item {
    let text = |text: String| Inline::Text(Text { text, span });
    let text_of = words.change.replace("{n}", &one.number).replace(' ', "\u{a0}");
    let said = Ref { anchor: one.anchor.clone(), text: text_of, before: String::new(), span };
    let excerpt = if one.excerpt.is_empty() { String::new() } else { format!(" {}", one.excerpt) };
    let content = vec![
        Inline::Place(Place { anchor: one.entry.clone(), span }),
        Inline::Emph(Styled { content: vec![text(verb(one.what, words).to_owned())] }),
        text(format!("{excerpt}\u{a0}· ")),
        Inline::Code(Text { text: source.to_owned(), span }),
        text("\u{a0}· ".to_owned()),
        Inline::PageRef(said),
    ];
    Item { task: None, callout: None, blocks: vec![paragraph(content, span)], span }
}

fn paragraph(content: Vec<Inline>, span: Span) -> Block {
    Block::Paragraph(Paragraph { content, span })
}
