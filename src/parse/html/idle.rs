//! Attributes that a book makes nothing of: each is said, since what an author writes isn't dropped in silence.
//!
//! Not said is what tells a browser how to fetch or to open something, which a book has no use for.

use super::token::Tag;
use crate::parse::builder::Builder;
use crate::parse::frame::Kind;
use crate::problem::Problem;

/// Attributes for browsers alone, and those that repeat what the element or the book says already.
const FOR_BROWSERS: [&str; 15] = [
    "loading", "decoding", "fetchpriority", "crossorigin", "referrerpolicy", "srcset", "sizes", "target", "rel",
    "download", "hreflang", "tabindex", "scope", "open", "xmlns",
];

/// Says what a tag has that nobody reads.
pub(super) fn report(builder: &mut Builder, tag: &Tag) {
    if matches!(builder.top().kind, Kind::Pre(_)) {
        return;
    }
    let takes = taken(&tag.name);
    for (name, value, _) in &tag.pairs {
        // Pictures keep their shape.
        let shape = tag.name == "img" && name == "height" && tag.get("width").is_some();
        let silent = shape || FOR_BROWSERS.contains(&name.as_str()) || name.starts_with("data-");
        let read = takes.contains(&name.as_str()) || name == "style" && is_read(&tag.name, value);
        if !silent && !(read && (name != "align" || is_side(tag, value))) {
            let problem = Problem::IdleAttribute {
                attribute: name.clone(),
                on: format!("`<{}>`", tag.name),
                takes: takes.iter().filter(|taken| **taken != name).map(|taken| (*taken).to_owned()).collect(),
                nearest: None,
            };
            builder.cx.report(problem, tag.range.clone());
        }
    }
}

/// Whether `align` says a side; a box with a class of its own has none.
fn is_side(tag: &Tag, value: &str) -> bool {
    matches!(value, "left" | "center" | "right") && (tag.name != "div" || tag.get("class").is_none())
}

/// Whether all of an element's `style` is read.
fn is_read(element: &str, style: &str) -> bool {
    let property = match element {
        "img" => "width",
        "td" | "th" => "text-align",
        _ => return false,
    };
    style.split(';').filter_map(|rule| rule.split_once(':')).all(|(name, _)| name.trim() == property)
}

/// What an element takes, as `block` and `inline` read it. Whether the values are any, `resolve` says.
fn taken(element: &str) -> &'static [&'static str] {
    match element {
        "img" => &["id", "class", "src", "alt", "title", "width"],
        "a" => &["id", "name", "href"],
        "span" | "mark" | "small" | "ins" | "u" | "abbr" | "center" | "aside" | "details" => {
            &["id", "class", "lang", "dir"]
        }
        "div" => &["id", "class", "lang", "dir", "align"],
        "figure" | "table" => &["id", "class", "lang", "dir"],
        "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &["id", "class"],
        "td" | "th" => &["colspan", "rowspan", "align"],
        "ol" => &["start"],
        "listing" => &["id", "caption", "number", "file-name"],
        "br" | "wbr" | "hr" | "ul" | "li" | "dl" | "dt" | "dd" | "tr" | "thead" | "tbody" | "tfoot" | "caption"
        | "figcaption" | "summary" | "blockquote" => &[],
        // Emphasis and its like, and elements of which only what is in them counts.
        _ => &["id"],
    }
}
