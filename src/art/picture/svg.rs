//! Drawings in SVG.
//!
//! Text stays text. Print sets it in the families it names, if they are the book's, else in the face of the
//! text around it: Typst asks our faces alone, and passes over `serif` and its like. A reading system sets it
//! in what it has.

use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use resvg::usvg::{self, fontdb, roxmltree};
use roxmltree::{Document, Node, ParsingOptions};

use super::Picture;
use crate::book::Format;
use crate::fonts::{Fonts, MONO, SANS, TEXT};

const XLINK: &str = "http://www.w3.org/1999/xlink";
const SVG: &str = "http://www.w3.org/2000/svg";

pub(super) fn probe(bytes: &[u8]) -> Result<Picture, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is no UTF-8 text")?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    if !document.root_element().has_tag_name((SVG, "svg")) {
        return Err("its root is no `svg` element of the SVG namespace".to_owned());
    }
    alone(&document)?;
    let text = with_both_sides(text, &document).unwrap_or_else(|| text.to_owned());
    let tree = usvg::Tree::from_str(&text, &options_with_faces()).map_err(|error| error.to_string())?;
    let size = tree.size();
    let (width, height) = (f64::from(size.width()), f64::from(size.height()));
    let type_size = smallest(tree.root()).map(f64::from);
    Ok(Picture { format: Format::Svg, width, height, type_size, bytes: text.into_bytes() })
}

/// The drawing with the side that it leaves open stated, where it states one and a `viewBox`: the ratio of that
/// holds (SVG 2, section 8.12). Typst takes the open side from the `viewBox` as it is, in another scale.
fn with_both_sides(text: &str, document: &Document) -> Option<String> {
    let root = document.root_element();
    let ratio = svgtypes::ViewBox::from_str(root.attribute("viewBox")?).ok()?;
    let side = |name: &str| root.attribute(name).and_then(length);
    let (name, number, unit) = match (side("width"), side("height")) {
        (Some((width, unit)), None) => ("height", width * ratio.h / ratio.w, unit),
        (None, Some((height, unit))) => ("width", height * ratio.w / ratio.h, unit),
        (None, None) | (Some(_), Some(_)) => return None,
    };
    let value = format!("{number}{unit}");
    let mut out = text.to_owned();
    match root.attribute_node(name) {
        Some(open) => out.replace_range(open.range_value(), &value),
        None => out.insert_str(root.attribute_node("viewBox")?.range().start, &format!("{name}=\"{value}\" ")),
    }
    Some(out)
}

/// A length as stated, and its unit; what is relative to the place (`100%`, `auto`) is none.
fn length(stated: &str) -> Option<(f64, &str)> {
    let stated = stated.trim();
    let unit = stated.trim_start_matches(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let absolute = matches!(unit, "" | "px" | "pt" | "pc" | "in" | "cm" | "mm" | "em" | "ex");
    let number = stated.strip_suffix(unit)?.parse().ok()?;
    (absolute && number > 0.0).then_some((number, unit))
}

/// The smallest type in a group.
fn smallest(group: &usvg::Group) -> Option<f32> {
    let sizes = group.children().iter().filter_map(|node| match node {
        usvg::Node::Group(group) => smallest(group),
        usvg::Node::Text(text) => {
            let spans = text.chunks().iter().flat_map(|chunk| chunk.spans());
            let size = spans.map(|span| span.font_size().get()).reduce(f32::min)?;
            Some(size * text.abs_transform().get_scale().1)
        }
        usvg::Node::Path(_) | usvg::Node::Image(_) => None,
    });
    sizes.reduce(f32::min)
}

/// Refuses what a drawing needs from outside, or does by itself.
fn alone(document: &Document) -> Result<(), String> {
    for node in document.root().descendants() {
        if node.pi().is_some_and(|pi| pi.target == "xml-stylesheet") {
            return Err("it needs a style sheet of its own: put the styles into the file".to_owned());
        }
        if node.is_element() {
            element(&node)?;
        }
    }
    Ok(())
}

fn element(node: &Node) -> Result<(), String> {
    let name = node.tag_name().name();
    let script = name == "script" || node.attributes().any(|attribute| attribute.name().starts_with("on"));
    if script {
        return Err("it has a script".to_owned());
    }
    let replaced = || node.ancestors().any(|above| above.has_tag_name((SVG, "switch")));
    if name == "foreignObject" && !replaced() {
        return Err(
            "it has HTML in `foreignObject`, which print can't show: export it with plain text".to_owned()
        );
    }
    let href = node.attribute((XLINK, "href")).or_else(|| node.attribute("href"));
    if let Some(href) = href.filter(|href| name != "a" && !within(href)) {
        return Err(format!("it needs `{href}`: put that into the file"));
    }
    let styles = node.attributes().map(|attribute| attribute.value());
    let sheet = (name == "style").then(|| node.text()).flatten();
    for text in styles.chain(sheet) {
        if let Some(needed) = needed(text) {
            return Err(format!("it needs `{needed}`: put that into the file"));
        }
    }
    Ok(())
}

/// A reference that stays in the file.
fn within(href: &str) -> bool {
    let href = href.trim();
    href.is_empty() || href.starts_with('#') || href.starts_with("data:")
}

/// What CSS fetches: `url(...)` and `@import`.
fn needed(css: &str) -> Option<&str> {
    let quote = |c: char| c == '"' || c == '\'' || c.is_whitespace();
    let urls = css.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    let imports = css.split("@import").skip(1).filter_map(|rest| rest.split(';').next());
    urls.chain(imports).map(|target| target.trim_matches(quote)).find(|target| !within(target))
}

/// Our faces and no others, so that a drawing measures the same everywhere.
fn options_with_faces() -> usvg::Options<'static> {
    static FACES: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let faces = FACES.get_or_init(|| {
        let mut database = fontdb::Database::new();
        for face in Fonts::embedded().faces() {
            database.load_font_source(fontdb::Source::Binary(Arc::new(face.bytes.clone())));
        }
        let first = |chain: &[&str]| chain.first().copied().unwrap_or_default().to_owned();
        database.set_serif_family(first(TEXT));
        database.set_sans_serif_family(first(SANS));
        database.set_monospace_family(first(MONO));
        Arc::new(database)
    });
    let family = SANS.first().copied().unwrap_or_default().to_owned();
    usvg::Options { fontdb: Arc::clone(faces), font_family: family, ..usvg::Options::default() }
}
