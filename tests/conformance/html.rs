//! HTML as a row of tokens that leaves out what a book does otherwise by design.
//!
//! - A book has sections around its headings, and their level is that of the nesting: `h1` to `h6` are
//!   one token, and sections none.
//! - A link leads to an absolute address or into the book; the examples' `/url` does neither, so only links
//!   with a scheme count. Titles of links aren't printed.
//! - A picture is its description, because the examples' pictures aren't there.
//! - Quotes, dashes and ellipses are those of the language: they are turned back.
//! - Tags outside the subset that a book has are left out, their content stays; so do comments.
//! - Classes, ids and other attributes for looks don't count. Code in `pre` is text.

use std::fmt;

use html5gum::Tokenizer;

/// Tags that count, each group under its first name.
const TAGS: [&[&str]; 19] = [
    &["p"],
    &["h", "h1", "h2", "h3", "h4", "h5", "h6"],
    &["blockquote"],
    &["ul"],
    &["ol"],
    &["li"],
    &["pre"],
    &["code"],
    &["em", "i"],
    &["strong", "b"],
    &["s", "del", "strike"],
    &["a"],
    &["br"],
    &["hr"],
    &["table"],
    &["tr"],
    &["th"],
    &["td"],
    &["sup"],
];
/// Elements whose content isn't the author's text; numbers are ours.
const LEFT_OUT: [&str; 4] = ["script", "style", "title", "number"];

/// A tag that counts, or a run of text.
#[derive(PartialEq)]
pub enum Token {
    /// `p`, `/p`, `a https://example.org`.
    Tag(String),
    /// Characters, white space made one outside code.
    Text(String),
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(tag) => write!(f, "<{tag}>"),
            Self::Text(text) => write!(f, "{text:?}"),
        }
    }
}

/// The tags and texts of a piece of HTML, in order.
pub fn tokens(html: &str) -> Vec<Token> {
    let mut reader = Reader::default();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        reader.token(token);
    }
    reader.flush();
    reader.out
}

/// The text of a piece of HTML.
pub fn text(html: &str) -> String {
    let texts = tokens(html).into_iter().filter_map(|token| match token {
        Token::Tag(_) => None,
        Token::Text(text) => Some(text),
    });
    texts.collect::<Vec<_>>().join(" ")
}

/// Characters without spaces, signs of punctuation as typed.
pub fn characters(text: &str) -> String {
    as_typed(text).chars().filter(|c| !c.is_whitespace()).collect()
}

#[derive(Default)]
struct Reader {
    out: Vec<Token>,
    text: String,
    /// Names of the open elements that count or are left out.
    open: Vec<String>,
    /// For each open link, whether it counts.
    links: Vec<bool>,
}

impl Reader {
    fn token(&mut self, token: html5gum::Token) {
        use html5gum::Token;
        match token {
            Token::StartTag(tag) => {
                let attribute = |name: &str| {
                    let value = tag.attributes.get(name.as_bytes())?;
                    Some(String::from_utf8_lossy(value).into_owned())
                };
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                self.start(&name, tag.self_closing, &attribute);
            }
            Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) if !self.open.iter().any(|name| LEFT_OUT.contains(&name.as_str())) => {
                self.text.push_str(&String::from_utf8_lossy(&text));
            }
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn start(&mut self, name: &str, closed: bool, attribute: &dyn Fn(&str) -> Option<String>) {
        let class = attribute("class").unwrap_or_default();
        match name {
            "img" => self.text.push_str(&attribute("alt").unwrap_or_default()),
            "input" => self.text.push_str(if attribute("checked").is_some() { "☑" } else { "☐" }),
            _ => {}
        }
        let number = name == "span" && ["number", "label"].contains(&class.as_str());
        let counted = counted(name);
        if !closed && !["br", "hr", "img", "input"].contains(&name) {
            self.open.push(if number { "number" } else { counted.unwrap_or(name) }.to_owned());
        }
        let shown = match counted {
            None => return,
            Some("code") if self.open.iter().any(|name| name == "pre") => return,
            Some("a") => {
                let href = attribute("href").filter(|href| absolute(href));
                self.links.push(href.is_some());
                let Some(href) = href else { return };
                format!("a {href}")
            }
            Some("ol") => attribute("start").map_or("ol".to_owned(), |start| format!("ol {start}")),
            Some(cell @ ("th" | "td")) => alignment(attribute).map_or(cell.to_owned(), |align| format!("{cell} {align}")),
            Some(counted) => counted.to_owned(),
        };
        self.flush();
        self.out.push(Token::Tag(shown));
    }

    fn end(&mut self, name: &str) {
        let name = counted(name).unwrap_or(name);
        let Some(at) = self.open.iter().rposition(|open| open == name || (name == "span" && open == "number")) else { return };
        let plain = self.open[at] == "number" || counted(name).is_none() || (name == "code" && self.open.iter().any(|name| name == "pre"));
        let dead = name == "a" && self.links.pop() != Some(true);
        if !plain && !dead {
            self.flush();
            self.out.push(Token::Tag(format!("/{name}")));
        }
        self.open.truncate(at);
    }

    fn flush(&mut self) {
        let text = as_typed(&std::mem::take(&mut self.text));
        let text = if self.open.iter().any(|name| name == "pre") {
            text.trim_end_matches('\n').to_owned()
        } else {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        if !text.is_empty() {
            self.out.push(Token::Text(text));
        }
    }
}

fn counted(name: &str) -> Option<&'static str> {
    TAGS.into_iter().find(|group| group.contains(&name)).map(|group| group[0])
}

/// How a cell stands: GFM says it in a style, we in a class.
fn alignment(attribute: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let said = [attribute("style"), attribute("align"), attribute("class")];
    let all: String = said.into_iter().flatten().collect();
    ["left", "center", "right"].into_iter().find(|align| all.contains(align)).map(str::to_owned)
}

/// Whether an address has a scheme.
fn absolute(href: &str) -> bool {
    let scheme = href.split(':').next().unwrap_or_default();
    href.contains(':') && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// Quotes, dashes and ellipses as an author types them.
fn as_typed(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '“' | '”' => out.push('"'),
            '‘' | '’' => out.push('\''),
            '–' => out.push_str("--"),
            '—' => out.push_str("---"),
            '…' => out.push_str("..."),
            c => out.push(c),
        }
    }
    out
}

#[test]
fn what_counts_is_kept_in_order() {
    let given = "<section id=\"x\"><h3><span class=\"number\">1.2</span> A <em>b</em></h3>\n<ul class=\"tight\">\n<li>“c”</li></ul>\
                 <p><a href=\"/url\">d</a> <a href=\"https://e\">f</a></p></section>";
    let expected = "[<h>, \"A\", <em>, \"b\", </em>, </h>, <ul>, <li>, \"\\\"c\\\"\", </li>, </ul>, \
                    <p>, \"d\", <a https://e>, \"f\", </a>, </p>]";
    assert_eq!(format!("{:?}", tokens(given)), expected);
}
