//! Which unknown tags have a partner: what is an element, and what is `Vec<T>` outside of code.
//!
//! CommonMark takes `<T>` for a tag wherever it stands. A tag that somewhere in the text has a partner is
//! one, and only its content counts; a tag without one is letters, and they stay. This needs a second look
//! at the whole text, which happens only where there are such tags.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Parser};

use crate::parse::events;

/// Names of tags, lower case.
#[derive(Debug, Default)]
pub(in crate::parse) struct Partners {
    opened: BTreeSet<String>,
    closed: BTreeSet<String>,
}

impl Partners {
    /// The tags in a text.
    pub fn new(masked: &str) -> Self {
        let mut partners = Self::default();
        for event in Parser::new_ext(masked, events::options()) {
            if let Event::Html(text) | Event::InlineHtml(text) = event {
                partners.read(&text);
            }
        }
        partners
    }

    /// Whether `<name>` is somewhere closed.
    pub fn is_closed(&self, name: &str) -> bool {
        self.closed.contains(name)
    }

    /// Whether `</name>` is somewhere opened.
    pub fn is_opened(&self, name: &str) -> bool {
        self.opened.contains(name)
    }

    fn read(&mut self, text: &str) {
        for tag in text.split('<').skip(1) {
            let (names, rest) = match tag.strip_prefix('/') {
                Some(rest) => (&mut self.closed, rest),
                None => (&mut self.opened, tag),
            };
            let end = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(rest.len());
            names.insert(rest.get(..end).unwrap_or_default().to_ascii_lowercase());
        }
    }
}
