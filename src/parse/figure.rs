//! Pictures that stand alone, `<figure>`, and the Rust Book's `<Listing>`.
//!
//! A picture alone in its paragraph is a figure. Its caption is its title (`![alt](x.png "Caption")`), else,
//! where it has an attribute list, the text in its brackets, as in Pandoc. With neither it has no caption:
//! in books made for mdBook that text is a description, and printing it under every picture would be wrong.

use std::ops::Range;

use super::builder::Builder;
use super::context::Context;
use super::frame::ListingTag;
use super::node::{Branch, Node, Picture};
use super::{caption, fragment, prose};
use crate::draft::{Attrs, Block, Figure, Inline, Paragraph};
use crate::span::Span;

/// A picture with its description and its place.
pub(super) type Alone = (Picture, Vec<Node>, Range<usize>);

/// The picture that is all there is in a run of text; else, or if that is not wanted, the run.
pub(super) fn single_picture(mut nodes: Vec<Node>, inline: bool) -> Result<Alone, Vec<Node>> {
    match nodes.pop() {
        Some(Node::Branch(Branch::Picture(picture), alt, range)) if nodes.is_empty() && !inline => {
            Ok((picture, alt, range))
        }
        last => {
            nodes.extend(last);
            Err(nodes)
        }
    }
}

/// The figure that a picture alone in its paragraph is.
pub(super) fn make(cx: &mut Context, picture: Picture, alt: Vec<Node>, range: Range<usize>) -> Block {
    let span = cx.source.span(range.clone());
    let list = picture.list.unwrap_or_default();
    let caption = match &picture.title {
        Some((title, place)) => cx.spoken(&list.attrs, |cx| fragment::inlines(cx, title, place.clone(), range)),
        None if picture.captioned => cx.spoken(&list.attrs, |cx| prose::lower(cx, alt.clone())),
        None => Vec::new(),
    };
    let alt = cx.spoken(&list.attrs, |cx| prose::lower(cx, alt));
    let alt = prose::described(&list.attrs, alt, span);
    let attrs = Attrs::default();
    let content = vec![Inline::Picture { target: picture.target, alt, attrs, span }];
    let body = vec![Block::Paragraph(Paragraph { content, span })];
    Block::Figure(Figure { body, caption, attrs: list.attrs, number: None, span })
}

/// `<figure>`: what stands in it, with its caption. A single picture in it brings its attributes along.
pub(super) fn close(
    cx: &mut Context,
    mut attrs: Attrs,
    nodes: Vec<Node>,
    blocks: Vec<Block>,
    span: Span,
) -> Block {
    let named = caption::named(cx, &nodes);
    let caption = prose::lower(cx, caption::unnamed(nodes, &named));
    let mut body = blocks;
    if let [Block::Figure(inner)] = body.as_mut_slice()
        && inner.caption.is_empty()
    {
        attrs.label = attrs.label.or(inner.attrs.label.take());
        attrs.pairs.append(&mut inner.attrs.pairs);
        attrs.classes.append(&mut inner.attrs.classes);
        body = std::mem::take(&mut inner.body);
    }
    Block::Figure(Figure { body, caption, attrs, number: named.number, span })
}

/// `<Listing>`: gives its caption, number and file name to the fence in it; without one it is a figure.
pub(super) fn close_listing(builder: &mut Builder, tag: ListingTag, mut blocks: Vec<Block>, span: Span) {
    let ListingTag { mut attrs, caption, number, file } = tag;
    let fence =
        blocks.iter_mut().find_map(|block| if let Block::Listing(it) = block { Some(it) } else { None });
    match fence {
        Some(listing) => {
            if !caption.is_empty() {
                listing.caption = caption;
            }
            listing.tagged = number.is_some();
            listing.number = number;
            listing.attrs.label = listing.attrs.label.take().or(attrs.label);
            listing.attrs.pairs.extend(file.map(|name| ("file".to_owned(), name)));
        }
        None if caption.is_empty() && number.is_none() => {}
        None => {
            attrs.pairs.extend(file.map(|name| ("file".to_owned(), name)));
            let body = std::mem::take(&mut blocks);
            blocks.push(Block::Figure(Figure { body, caption, attrs, number, span }));
        }
    }
    blocks.into_iter().for_each(|block| builder.push(block));
}

#[cfg(test)]
mod tests {
    use crate::parse::shown::shown;

    #[test]
    fn a_picture_alone_is_a_figure() {
        assert_eq!(
            shown("![A *b*](c.svg){#fig-c width=80% alt=\"d\"}"),
            "F {#fig-c width=80% alt=d} A *b*\n  P ![d](c.svg)\n"
        );
        assert_eq!(shown("![a](b.png \"The *c*\")"), "F The *c*\n  P ![a](b.png)\n");
        assert_eq!(shown("![a](b.png)"), "F\n  P ![a](b.png)\n");
        assert_eq!(shown("a ![b](c.png){width=1in}"), "P a ![b](c.png){width=1in}\n");
        assert_eq!(shown("- ![a](b.png)"), "List - tight\n  item\n    P ![a](b.png)\n");
    }

    #[test]
    fn figures_of_html() {
        let text = "<figure id=\"f\">\n\n<img src=\"a.svg\" alt=\"b\n  c\" style=\"width: 50%;\" />\n\n<figcaption>Figure 17-1: A <em>d</em> \"e\"</figcaption>\n\n</figure>\n";
        assert_eq!(shown(text), "F {#f width=50% alt=b c} 17-1 A *d* “e”\n  P ![b c](a.svg)\n");
    }

    #[test]
    fn the_rust_books_listings() {
        let text = "<Listing number=\"10-4\" file-name=\"src/main.rs\" caption=\"A `Point<T>` *isn't* &quot;x&quot;\">\n\n```rust\n# hidden\nlet x;\n```\n\n</Listing>\n";
        assert_eq!(shown(text), "L rust {file=src/main.rs} 10-4 A `Point<T>` *isn’t* “x”\n| let x;\n");
        let text = "<Listing number=\"1-1\" caption=\"c\">\n\ntext\n\n</Listing>\n";
        assert_eq!(shown(text), "F 1-1 c\n  P text\n");
    }
}
