//! HTML as a row of tokens that leaves out what a book does otherwise by design.
//!
//! - A book has sections around its headings, and their level is that of the nesting: `h1` to `h6` are
//!   one token, and sections none.
//! - A link leads to an absolute address or into the book; the examples' `/url` does neither, so only links
//!   with a scheme count. Titles of links aren't printed.
//! - A picture is its description, or else its caption; alone, it is a figure instead of a paragraph.
//! - Quotes, dashes and ellipses are those of the language: they are turned back.
//! - Tags outside the subset that a book has are left out, their content stays; so do comments.
//! - Text that stands in no paragraph, as raw HTML may have it, is one; a paragraph of nothing is none.
//! - Classes, ids and other attributes for looks don't count.
//! - Code in `pre` is text. Its tabs are spaces up to the next multiple of four, and what can't be seen is
//!   left out: blanks at the ends of lines, and empty lines at its ends.

use std::fmt;

use html5gum::Tokenizer;

/// Tags that count, each group under its first name.
const TAGS: [&[&str]; 19] = [
    &["p", "figure"],
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
/// Tags that begin or end a block.
const BLOCKS: [&str; 12] = ["p", "h", "blockquote", "ul", "ol", "li", "pre", "hr", "table", "tr", "th", "td"];
/// Blocks that leave no token.
const WRAPPERS: [&str; 4] = ["div", "section", "details", "aside"];
/// Blocks in which text may stand.
const HOLDERS: [&str; 6] = ["p", "h", "li", "pre", "th", "td"];
/// Elements whose content isn't the author's text; numbers are ours.
const LEFT_OUT: [&str; 5] = ["script", "style", "title", "number", "said"];

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
    reader.part();
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

/// Characters without spaces and boxes of tasks, signs of punctuation as typed.
pub fn characters(text: &str) -> String {
    as_typed(text).chars().filter(|c| !c.is_whitespace() && !"☐☑".contains(*c)).collect()
}

#[derive(Default)]
struct Reader {
    out: Vec<Token>,
    text: String,
    /// Names of the open elements.
    open: Vec<String>,
    /// For each open link, whether it counts.
    links: Vec<bool>,
    /// A paragraph is open that has no tag.
    nameless: bool,
    /// The last picture has a description.
    described: bool,
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
            Token::String(text) if !self.inside(&LEFT_OUT) => self.text.push_str(&String::from_utf8_lossy(&text)),
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn inside(&self, names: &[&str]) -> bool {
        self.open.iter().any(|open| names.contains(&open.as_str()))
    }

    fn start(&mut self, name: &str, closed: bool, attribute: &dyn Fn(&str) -> Option<String>) {
        match name {
            "img" => {
                let said = attribute("alt").unwrap_or_default();
                self.described = !said.is_empty();
                self.text.push_str(&said);
            }
            "input" => self.text.push_str(if attribute("checked").is_some() { "☑" } else { "☐" }),
            _ => {}
        }
        let known = counted(name);
        let shown = match known {
            Some("code") if self.inside(&["pre"]) => None,
            Some("a") => {
                let href = attribute("href").filter(|href| absolute(href));
                self.links.push(href.is_some());
                href.map(|href| format!("a {}", lower_scheme(&href)))
            }
            Some("ol") => Some(attribute("start").map_or("ol".to_owned(), |start| format!("ol {start}"))),
            Some(cell @ ("th" | "td")) => {
                Some(alignment(attribute).map_or(cell.to_owned(), |align| format!("{cell} {align}")))
            }
            known => known.map(str::to_owned),
        };
        if WRAPPERS.contains(&name) || shown.is_some() {
            self.flush();
        }
        if WRAPPERS.contains(&name) {
            self.part();
        }
        if let Some(shown) = shown {
            self.tag(known.unwrap_or_default(), shown);
        }
        if !closed && !["br", "hr", "img", "input"].contains(&name) {
            let class = attribute("class").unwrap_or_default();
            let number = name == "span" && ["number", "label"].contains(&class.as_str());
            // A caption says again what the picture's description says.
            let said = name == "figcaption" && self.described;
            self.open.push(if number { "number" } else if said { "said" } else { known.unwrap_or(name) }.to_owned());
        }
    }

    fn end(&mut self, name: &str) {
        let name = counted(name).unwrap_or(name);
        let alias = |open: &str| open == name || (name == "span" && open == "number") || (name == "figcaption" && open == "said");
        let Some(at) = self.open.iter().rposition(|open| alias(open)) else { return };
        let plain = counted(name).is_none() || (name == "code" && self.inside(&["pre"]));
        let dead = name == "a" && self.links.pop() != Some(true);
        if WRAPPERS.contains(&name) {
            self.flush();
            self.part();
            self.open.truncate(at);
        } else if !plain && !dead {
            self.flush();
            self.open.truncate(at);
            self.tag(name, format!("/{name}"));
        } else {
            self.open.truncate(at);
        }
    }

    /// Adds a tag; a block ends the nameless paragraph, an inline may begin one.
    fn tag(&mut self, name: &str, shown: String) {
        if BLOCKS.contains(&name) {
            self.part();
        } else {
            self.begin();
        }
        let empty = shown == "/p" && matches!(self.out.last(), Some(Token::Tag(last)) if last == "p");
        if empty {
            self.out.pop();
        } else {
            self.out.push(Token::Tag(shown));
        }
    }

    /// Begins a nameless paragraph where inline content stands in no block that holds text.
    fn begin(&mut self) {
        if !self.nameless && !self.inside(&HOLDERS) {
            self.nameless = true;
            self.out.push(Token::Tag("p".to_owned()));
        }
    }

    /// Ends the nameless paragraph.
    fn part(&mut self) {
        if std::mem::take(&mut self.nameless) {
            self.out.push(Token::Tag("/p".to_owned()));
        }
    }

    fn flush(&mut self) {
        let text = as_typed(&std::mem::take(&mut self.text));
        let text = if self.inside(&["pre"]) { seen(&text) } else { text.split_whitespace().collect::<Vec<_>>().join(" ") };
        if !text.is_empty() {
            self.begin();
            self.out.push(Token::Text(text));
        }
    }
}

/// Code as it is seen.
fn seen(code: &str) -> String {
    let lines = code.lines().map(|line| {
        let mut out = String::new();
        for c in line.chars() {
            match c {
                '\t' => out.push_str(&" ".repeat(4 - out.chars().count() % 4)),
                c => out.push(c),
            }
        }
        out.trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
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

/// An address with its scheme in lower case: case doesn't matter there (RFC 3986, 3.1).
fn lower_scheme(href: &str) -> String {
    href.split_once(':').map_or(href.to_owned(), |(scheme, rest)| format!("{}:{rest}", scheme.to_lowercase()))
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
