//! Elements of running text.

use super::token::Tag;
use super::{attrs, localized, place};
use crate::draft::{Attrs, Inline};
use crate::parse::attributes::List;
use crate::parse::builder::Builder;
use crate::parse::frame::Kind;
use crate::parse::node::{Branch, Node, Picture};

/// Opens an element of running text; `false` where the tag isn't one.
pub(super) fn start(builder: &mut Builder, tag: &Tag) -> bool {
    let preformatted = matches!(builder.top().kind, Kind::Pre(_));
    let branch = match tag.name.as_str() {
        "br" => return line_break(builder, tag),
        "wbr" => return true,
        "img" => return picture(builder, tag),
        "a" => return link(builder, tag),
        name if preformatted && is_known(name) => return preformatted_code(builder, tag),
        "span" => Branch::Mark(localized(builder, tag)),
        "mark" | "small" | "ins" | "u" | "abbr" => {
            let mut attrs = localized(builder, tag);
            let underlined = matches!(tag.name.as_str(), "u" | "ins");
            attrs.classes.insert(0, if underlined { "underline".to_owned() } else { tag.name.clone() });
            Branch::Mark(attrs)
        }
        name => match branch(name) {
            Some(branch) => {
                place(builder, tag);
                branch
            }
            None => return false,
        },
    };
    if !tag.closed && !builder.is_full(&tag.range) {
        builder.open_markup(branch, tag.range.start, Some(tag.name.clone()));
    }
    true
}

/// Whether an element stands in running text.
pub(super) fn is_known(name: &str) -> bool {
    let other = ["br", "wbr", "img", "a", "span", "mark", "small", "ins", "u", "abbr"];
    other.contains(&name) || branch(name).is_some()
}

/// Whether a tag in a line of its own opens markup around blocks.
pub(super) fn goes_around(tag: &Tag) -> bool {
    let void = ["br", "wbr", "img"].contains(&tag.name.as_str());
    is_known(&tag.name) && !void && !tag.closed && (tag.name != "a" || tag.get("href").is_some())
}

fn branch(name: &str) -> Option<Branch> {
    Some(match name {
        "em" | "i" | "cite" | "dfn" | "var" => Branch::Emph,
        "strong" | "b" => Branch::Strong,
        "del" | "s" | "strike" => Branch::Strike,
        "sub" => Branch::Sub,
        "sup" => Branch::Sup,
        "kbd" => Branch::Key,
        "code" | "samp" | "tt" => Branch::Code,
        _ => return None,
    })
}

fn line_break(builder: &mut Builder, tag: &Tag) -> bool {
    let range = tag.range.clone();
    if let Kind::Pre(code) = &mut builder.top_mut().kind {
        code.add("\n", range);
        return true;
    }
    let span = builder.cx.source.span(range.clone());
    builder.add(Node::Leaf(Inline::LineBreak(span), range));
    true
}

/// In `<pre>` only the language of `<code>` counts.
fn preformatted_code(builder: &mut Builder, tag: &Tag) -> bool {
    if let (Kind::Pre(code), Some(language)) = (&mut builder.top_mut().kind, super::block::language(tag)) {
        code.language = Some(language);
    }
    true
}

/// `<a href id>`: a link, a place, or both.
fn link(builder: &mut Builder, tag: &Tag) -> bool {
    if !matches!(builder.top().kind, Kind::Pre(_)) {
        place(builder, tag);
    }
    let Some(target) = tag.get("href") else {
        let attrs = Attrs::default();
        if !tag.closed && !builder.is_full(&tag.range) && !matches!(builder.top().kind, Kind::Pre(_)) {
            builder.open_markup(Branch::Mark(attrs), tag.range.start, Some(tag.name.clone()));
        }
        return true;
    };
    let nested = builder.top().run.open.iter().any(|open| matches!(open.branch, Branch::Link(_)));
    let branch = if nested { Branch::Mark(Attrs::default()) } else { Branch::Link(target.trim().to_owned()) };
    if !builder.is_full(&tag.range) && !matches!(builder.top().kind, Kind::Pre(_)) {
        builder.open_markup(branch, tag.range.start, Some(tag.name.clone()));
    }
    true
}

/// `<img>`: `title` is its caption where it stands alone, `width` (or `style="width: 50%"`) its width.
fn picture(builder: &mut Builder, tag: &Tag) -> bool {
    let mut attrs = attrs(builder, tag);
    // Pictures stand in the middle by themselves.
    attrs.classes.retain(|class| class != "center");
    attrs.items.retain(|(item, _)| item != ".center");
    let style = tag.get("style").unwrap_or_default().split(';').filter_map(|rule| rule.split_once(':'));
    let styled =
        style.filter(|(name, _)| name.trim() == "width").map(|(_, value)| value.trim().to_owned()).next();
    let width = tag.get("width").map(str::to_owned).or(styled);
    attrs.pairs.extend(width.map(|width| ("width".to_owned(), width)));
    attrs.pairs.extend(tag.get("alt").map(|alt| ("alt".to_owned(), squeezed(alt))));
    let title = tag.place("title").filter(|(title, _)| !title.trim().is_empty());
    let title = title.map(|(title, place)| (title.to_owned(), place));
    let target = tag.get("src").unwrap_or_default().trim().to_owned();
    let list = Some(List { attrs, ..List::default() });
    let picture = Picture { target, title, list, captioned: false };
    builder.add(Node::Branch(Branch::Picture(picture), Vec::new(), tag.range.clone()));
    true
}

/// A text with its line ends and indents as single spaces.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
