//! HTML as tokens with their places in the source.

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, Token as Html, Tokenizer};

use crate::parse::source::{Source, clean};

/// An HTML block as its lines come in, without the marks of quotations and lists around it.
#[derive(Debug, Default)]
pub(in crate::parse) struct Joined {
    text: String,
    /// Where in `text` each piece begins, and what of the source it is.
    pieces: Vec<(usize, Range<usize>)>,
}

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag {
    /// Lower case.
    pub name: String,
    /// Attributes in alphabetical order, entities decoded, with the place of those written as they are.
    pub pairs: Vec<(String, String, Option<Range<usize>>)>,
    /// `<x/>`
    pub closed: bool,
    /// From `<` to `>`.
    pub range: Range<usize>,
}

/// What HTML is made of.
#[derive(Debug)]
pub(super) enum Token {
    /// `<x>`
    Start(Tag),
    /// `</x>`
    End(String, Range<usize>),
    /// Text with its entities decoded.
    Text(String, Range<usize>),
    /// `<!-- TODO: ... -->`: what an author still has to do.
    Todo(String, Range<usize>),
    /// `<!DOCTYPE>`, `<?php ?>`: nothing that could be in a book.
    Other(Range<usize>),
}

impl Joined {
    /// Adds text that stands at `range`.
    pub fn add(&mut self, text: &str, range: Range<usize>) {
        self.pieces.push((self.text.len(), range));
        self.text.push_str(text);
    }

    fn place(&self, range: Range<usize>) -> Range<usize> {
        let end = range.end.max(range.start + 1) - 1;
        self.offset(range.start)..self.offset(end) + 1
    }

    fn offset(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|(start, _)| *start <= at);
        match self.pieces.get(after.saturating_sub(1)) {
            Some((start, range)) => (range.start + (at - start.min(&at))).min(range.end.max(1) - 1),
            None => 0,
        }
    }
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(name, ..)| name == key).map(|(_, value, _)| value.as_str())
    }

    /// The value of an attribute with its place.
    pub fn place(&self, key: &str) -> Option<(&str, Option<Range<usize>>)> {
        let found = self.pairs.iter().find(|(name, ..)| name == key);
        found.map(|(_, value, place)| (value.as_str(), place.clone()))
    }
}

/// The tokens of an HTML block, or of one tag in running text (`whole` off): that can't switch to the
/// content of `<script>` or `<title>`, because its content comes as Markdown.
pub(super) fn tokens(source: &Source, html: &Joined, whole: bool) -> Vec<Token> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(whole);
    let tokens = Tokenizer::new_with_emitter(&html.text, emitter);
    tokens.flatten().filter_map(|token| lower(source, html, token)).collect()
}

fn lower(source: &Source, html: &Joined, token: Html<usize>) -> Option<Token> {
    match token {
        Html::StartTag(tag) => {
            let range = html.place(tag.span.start..tag.span.end);
            let pairs = tag.attributes.iter().map(|(name, value)| {
                let text = string(&value.value);
                let place = value_place(html, value.span.start..value.span.end, &text);
                let place = place.filter(|place| source.slice(place.clone()) == text);
                (string(name), text, place)
            });
            let pairs = pairs.collect();
            Some(Token::Start(Tag { name: string(&tag.name), pairs, closed: tag.self_closing, range }))
        }
        Html::EndTag(tag) => Some(Token::End(string(&tag.name), html.place(tag.span.start..tag.span.end))),
        Html::String(text) => {
            Some(Token::Text(string(&text.value), html.place(text.span.start..text.span.end)))
        }
        Html::Comment(comment) => {
            let range = html.place(comment.span.start..comment.span.end);
            if !source.slice(range.clone()).starts_with("<!--") {
                return Some(Token::Other(range));
            }
            let text = string(&comment.value);
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            words.starts_with("TODO").then_some(Token::Todo(words, range))
        }
        Html::Doctype(doctype) => Some(Token::Other(html.place(doctype.span.start..doctype.span.end))),
        Html::Error(_) => None,
    }
}

/// Where the value stands in `name="value"`.
fn value_place(html: &Joined, attribute: Range<usize>, value: &str) -> Option<Range<usize>> {
    let text = html.text.get(attribute.clone())?;
    let at = attribute.start + text.find('=')? + 1;
    let found = at + html.text.get(at..attribute.end)?.find(value)?;
    (!value.is_empty()).then(|| html.place(found..found + value.len()))
}

fn string(bytes: &HtmlString) -> String {
    clean(&String::from_utf8_lossy(bytes))
}
