//! Raw HTML, lowered: the elements a book can hold become what Markdown would have made of them.
//!
//! | elements | become |
//! | --- | --- |
//! | `em i cite dfn var`, `strong b`, `del s strike`, `sub`, `sup`, `kbd`, `code samp tt` | their markup |
//! | `span mark small ins u abbr` | marks with their class |
//! | `a`, any `id` | links, places |
//! | `br hr img`, `p h1`..`h6 blockquote pre`, `ul ol li`, `dl dt dd`, `table` and its parts | themselves |
//! | `figure figcaption`, `details summary`, `center`, `div` with a class or a language | figures, boxes |
//! | `section article main header footer nav`, any other `div` | what is in them |
//! | `Listing` (the Rust Book's), tags of `[html]` in `book.toml` | listings, boxes |
//! | `script style svg iframe video` ... | nothing, and a problem |
//! | anything else | its content, and a problem; a tag without a partner stays as text (`partners`) |
//!
//! Markdown stands between tags as in CommonMark (section 4.6): an element may open in one HTML block and
//! close in another, with Markdown in between. Comments vanish, but for `<!-- TODO ... -->`, a comment to editors (`critic`
//! has others). Attributes that are not read are said (`idle`).

mod block;
mod idle;
mod inline;
mod partners;
mod token;

pub(super) use partners::Partners;
pub(super) use token::Joined;

use std::ops::Range;

use super::builder::Builder;
use super::frame::Kind;
use super::node::{Branch, Node};
use crate::draft::{Attrs, Inline};
use crate::problem::Problem;
use token::{Tag, Token};

/// Elements that no book can hold, content and all.
const LEFT_OUT: [&str; 15] = [
    "script", "style", "svg", "math", "iframe", "video", "audio", "canvas", "object", "embed", "noscript",
    "template", "textarea", "select", "title",
];

/// Elements whose end tag HTML lets one leave out (HTML, section 13.1.2.4).
const OPTIONAL_ENDS: [&str; 12] =
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup"];

/// Reads an HTML block.
pub(super) fn block(builder: &mut Builder, html: &Joined) {
    let tokens = token::tokens(builder.cx.source, html, true);
    // Markup whose tag is all there is, `<del>` in a line of its own, goes around Markdown blocks.
    let alone = tokens.iter().all(|token| match token {
        Token::Start(tag) => inline::goes_around(tag),
        Token::Text(text, _) => text.trim().is_empty(),
        Token::End(..) | Token::Todo(..) | Token::Other(_) => false,
    });
    for token in tokens {
        match token {
            Token::Start(tag) if alone => block::around(builder, &tag),
            token => read(builder, token),
        }
    }
}

/// Reads one tag or comment in running text.
pub(super) fn inline(builder: &mut Builder, text: &str, range: Range<usize>) {
    let mut html = Joined::default();
    html.add(text, range);
    for token in token::tokens(builder.cx.source, &html, false) {
        read(builder, token);
    }
}

/// Whether an element may be left open without a word.
pub(super) fn may_stay_open(name: &str) -> bool {
    OPTIONAL_ENDS.contains(&name)
}

/// Whether an address in angle brackets is a type's parameter: `Vec<std::string::String>`.
pub(super) fn is_generic(builder: &Builder, range: &Range<usize>) -> bool {
    let source = builder.cx.source;
    let word = source.before(range.start).is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':');
    let text = source.slice(range.clone());
    !text.contains("://") && !text.contains('@') && (word || text.contains("::"))
}

/// Keeps such a parameter as text.
pub(super) fn generic(builder: &mut Builder, range: Range<usize>) {
    let name = builder.cx.source.slice(range.clone()).trim_matches(['<', '>']).to_owned();
    builder.cx.report(Problem::UnknownTag { name }, range.clone());
    builder.add(Node::Plain(range));
}

fn read(builder: &mut Builder, token: Token) {
    if is_gone(builder) {
        // Nothing but the end of what is left out counts.
        if let Token::End(name, range) = token {
            close(builder, &name, range);
        }
        return;
    }
    match token {
        Token::Start(tag) => start(builder, &tag),
        Token::End(name, range) => end(builder, &name, range),
        Token::Text(text, range) => block::text(builder, &text, range),
        Token::Todo(words, range) => todo(builder, words, range),
        Token::Other(range) => literal(builder, "!", range),
    }
}

/// Shown by the review edition; left out elsewhere, with a word about it.
fn todo(builder: &mut Builder, words: String, range: Range<usize>) {
    let span = builder.cx.source.span(range.clone());
    if !builder.cx.manifest.marks {
        builder.cx.report(Problem::EditingMark, range);
    } else if !builder.top().kind.is_structure() {
        builder.add(Node::Leaf(Inline::Comment(words, span), range));
    }
}

fn start(builder: &mut Builder, tag: &Tag) {
    if let Some(class) = builder.cx.manifest.tags.get(&tag.name).cloned() {
        block::own(builder, tag, &class);
    } else if LEFT_OUT.contains(&tag.name.as_str()) {
        leave_out(builder, tag);
    } else if is_parameter(builder, tag) {
        literal(builder, &tag.name.to_uppercase(), tag.range.clone());
    } else if !known(builder, tag) {
        let partner = !tag.closed && partners(builder).is_closed(&tag.name);
        let name = typed_name(builder, &tag.range);
        match partner {
            true => builder.cx.report(Problem::UnknownTag { name }, tag.range.clone()),
            false => literal(builder, &name, tag.range.clone()),
        }
    }
}

/// Opens an element that a book can hold; `false` where the tag is another.
fn known(builder: &mut Builder, tag: &Tag) -> bool {
    if inline::is_known(&tag.name) || block::is_known(&tag.name) {
        idle::report(builder, tag);
    }
    inline::start(builder, tag) || block::start(builder, tag)
}

/// Whether a tag is a type's parameter that happens to be an element: `Vec<U>`.
fn is_parameter(builder: &Builder, tag: &Tag) -> bool {
    let source = builder.cx.source;
    let letter = tag.range.len() == 3
        && source.byte(tag.range.start + 1).is_some_and(|byte| byte.is_ascii_uppercase());
    letter && source.before(tag.range.start).is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
}

fn end(builder: &mut Builder, name: &str, range: Range<usize>) {
    let ignored = matches!(builder.top().kind, Kind::Pre(_)) && inline::is_known(name);
    if ignored || close(builder, name, range.clone()) || block::end(builder, name) {
        return;
    }
    let known =
        inline::is_known(name) || block::is_known(name) || builder.cx.manifest.tags.contains_key(name);
    let typed = typed_name(builder, &range);
    if known || LEFT_OUT.contains(&name) {
        builder.cx.report(Problem::UnbalancedTag { name: typed }, range);
    } else if !partners(builder).is_opened(name) {
        literal(builder, &typed, range);
    }
}

/// Closes the markup or the block that a tag opened.
fn close(builder: &mut Builder, name: &str, range: Range<usize>) -> bool {
    let opener = super::frame::Opener::Html(name.to_owned());
    builder.close_tag_markup(name, range.end) || builder.close_named(&opener, range.end)
}

/// A tag that is no element of ours, as the letters it is made of.
fn literal(builder: &mut Builder, name: &str, range: Range<usize>) {
    builder.cx.report(Problem::UnknownTag { name: name.to_owned() }, range.clone());
    let words = builder.cx.source.slice(range.clone()).split_whitespace().collect::<Vec<_>>();
    builder.add(Node::Fixed(words.join(" "), range));
}

fn leave_out(builder: &mut Builder, tag: &Tag) {
    builder.cx.report(Problem::LeftOut { name: tag.name.clone() }, tag.range.clone());
    if tag.closed || tag.name == "embed" || builder.is_full(&tag.range) {
        return;
    }
    let running = !builder.top().run.open.is_empty()
        || builder.top().kind.is_inline()
        || !builder.top().run.nodes.is_empty();
    if running {
        builder.open_markup(Branch::Gone, tag.range.start, Some(tag.name.clone()));
    } else {
        builder.open(Kind::Gone, super::frame::Opener::Html(tag.name.clone()), tag.range.start);
    }
}

fn is_gone(builder: &Builder) -> bool {
    let top = builder.top();
    matches!(top.kind, Kind::Gone) || top.run.open.iter().any(|open| matches!(open.branch, Branch::Gone))
}

fn partners<'a>(builder: &'a mut Builder) -> &'a Partners {
    let masked = builder.masked;
    builder.partners.get_or_insert_with(|| Partners::new(masked))
}

/// The name in a tag as its author typed it.
fn typed_name(builder: &Builder, range: &Range<usize>) -> String {
    let text = builder.cx.source.slice(range.clone()).trim_start_matches(['<', '/']);
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    text.get(..end).unwrap_or_default().to_owned()
}

/// `id` and `class` of a tag.
fn attrs(builder: &Builder, tag: &Tag) -> Attrs {
    let name = tag.get("name").filter(|_| tag.name == "a");
    let span = builder.cx.source.span(tag.range.clone());
    let label = tag.get("id").or(name).map(str::trim).filter(|id| !id.is_empty());
    let classes: Vec<String> =
        tag.get("class").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let named = label.iter().map(|id| format!("#{id}"));
    let items = named.chain(classes.iter().map(|class| format!(".{class}"))).map(|item| (item, span)).collect();
    Attrs { label: label.map(|id| (id.to_owned(), span)), classes, items, ..Attrs::default() }
}

/// The same, with the language and direction of what is in it.
fn localized(builder: &Builder, tag: &Tag) -> Attrs {
    let mut attrs = attrs(builder, tag);
    let span = builder.cx.source.span(tag.range.clone());
    let pairs = tag.pairs.iter().filter(|(name, ..)| matches!(name.as_str(), "lang" | "dir"));
    attrs.pairs = pairs.map(|(name, value, _)| (name.clone(), value.clone())).collect();
    attrs.items.extend(attrs.pairs.iter().map(|(name, _)| (name.clone(), span)));
    attrs
}

/// The place that an element's `id` names, in running text.
fn place(builder: &mut Builder, tag: &Tag) {
    if let Some((label, span)) = attrs(builder, tag).label {
        builder.add(Node::Leaf(Inline::Anchor(label, span), tag.range.clone()));
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::shown::{parsed, parsed_in, shown};

    #[test]
    fn markup() {
        assert_eq!(
            shown(
                "<em>a</em> <b>c</b> x<sup>2</sup><sub>i</sub> <kbd>k</kbd> <code>a &vert;  <em>B</em></code> <del>d</del><br/>e <u>f</u>"
            ),
            "P *a* **c** x^2^~i~ <k> `a | B` ~~d~~⏎e [f]{.underline}\n"
        );
        assert_eq!(
            shown("<a id=\"x\"></a>b <a href=\"u\">c</a> <span class=\"s\" id=\"i\">d</span> <!-- e -->f"),
            "P {#x}b [c](u) [d]{#i .s} f\n"
        );
    }

    #[test]
    fn blocks_open_in_one_and_close_in_another() {
        let text = "<details><summary>S *x*</summary>\n\na *b*\n\n</details>\n\n<div class=\"note\">\nplain *c*\n</div>\n";
        assert_eq!(shown(text), "Div {.details} S *x*\n  P a *b*\nDiv {.note}\n  P plain *c*\n");
        assert_eq!(
            shown("<ul><li>a<li>b</ul>\n<dl><dt>t<dd>d</dl>\n<hr>\n"),
            "List - tight\n  item\n    P a\n  item\n    P b\nTerms\n  term t\n  def\n    P d\nBreak\n"
        );
        assert_eq!(shown("<h2 id=\"h\">A</h2>\n<blockquote>b</blockquote>\n"), "H2 A {#h}\nQuote\n  P b\n");
        assert_eq!(shown("<span id=\"s\">\n\na\n\n</span>\n"), "P {#s}a\n");
    }

    #[test]
    fn preformatted_text_keeps_its_lines() {
        let text = "<pre><code class=\"language-rust\">match <em>V</em> {\n\n\ta &lt; b\n}</code></pre>\n";
        assert_eq!(shown(text), "L rust\n| match V {\n| \n|     a < b\n| }\n");
    }

    #[test]
    fn letters_that_look_like_tags_stay() {
        let (text, problems) = parsed("Vec<String>, Rc<U>, Box<std::fmt::Error>, GET /<code>, <x>in</x>");
        assert_eq!(text, "P Vec<String>, Rc<U>, Box<std::fmt::Error>, GET /<code>, in\n");
        let want = [
            "unknown-tag at 1:4",
            "unknown-tag at 1:16",
            "unknown-tag at 1:24",
            "unknown-tag at 1:56",
            "unbalanced-tag at 1:48",
        ];
        assert_eq!(problems, want);
        assert_eq!(
            shown("`Vec<T>` <https://a.b> <me@a.b> a < b > c"),
            "P `Vec<T>` [https://a.b](https://a.b) [me@a.b](mailto:me@a.b) a < b > c\n"
        );
    }

    #[test]
    fn partners_are_missed() {
        assert_eq!(
            parsed("a</div>\n\n<div class=\"x\">\n\nb\n").1,
            ["unbalanced-tag at 1:2", "unbalanced-tag at 3:1"]
        );
        assert_eq!(
            parsed("- <div class=\"x\">\n\nb\n\n</div>\n").1,
            ["unbalanced-tag at 1:3", "unbalanced-tag at 5:1"]
        );
    }

    #[test]
    fn what_no_book_can_hold_is_left_out() {
        let (text, problems) =
            parsed("a\n\n<script>\nif (a < b) {}\n</script>\n\nb <svg><path d=\"x\"/>c</svg> d\n");
        assert_eq!(
            (text.as_str(), problems),
            ("P a\nP b d\n", vec!["left-out at 3:1".into(), "left-out at 7:3".into()])
        );
    }

    #[test]
    fn tags_of_the_books_own() {
        let settings = "[html]\nCallout = \"note\"\n";
        let (text, problems) = parsed_in(settings, "<Callout title=\"A `b`\" id=\"c\">\n\nd\n\n</Callout>\n");
        assert_eq!((text.as_str(), problems.len()), ("Div {#c .note title=A `b`} A `b`\n  P d\n", 0));
    }
}
