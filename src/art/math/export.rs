//! Formulas compiled by Typst into one HTML document, and its `math` elements written as XML.

use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_html::{HtmlDocument, HtmlElement, HtmlNode};

/// What replaces the functions that the export passes over.
const PRELUDE: &str = include_str!("prelude.typ");

/// MathML Core (section 2.1.1 and appendix): elements it has. `semantics` and its annotations are left out:
/// nothing here makes them.
const ELEMENTS: &[&str] = &[
    "math",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// A formula to export.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Job {
    /// Typst math.
    pub(super) typst: String,
    /// It has a line of its own.
    pub(super) display: bool,
    /// Its TeX, for readers who are read to.
    pub(super) tex: String,
}

/// The `math` element of each formula, in order.
///
/// # Errors
/// What Typst says, when it can't compile all of them together.
pub(super) fn export(jobs: &[Job]) -> Result<Vec<String>, String> {
    let desk = Desk::new(document(jobs)).ok_or("a path can't be made")?;
    let Warned { output, .. } = typst::compile::<HtmlDocument>(&desk);
    let document = output.map_err(|errors| said(&errors))?;
    let mut found = Vec::new();
    collect(document.root(), &mut found);
    let same = found.len() == jobs.len();
    if !same {
        return Err(format!("{} formulas became {} elements", jobs.len(), found.len()));
    }
    jobs.iter().zip(found).map(|(job, element)| element_of(job, element)).collect()
}

fn document(jobs: &[Job]) -> String {
    let mut source = PRELUDE.to_owned();
    for job in jobs {
        let space = if job.display { " " } else { "" };
        source.push_str(&format!("\n#html.div[${space}{}{space}$]", job.typst));
    }
    source
}

fn said(errors: &[SourceDiagnostic]) -> String {
    errors.first().map_or_else(|| "no reason given".to_owned(), |error| error.message.to_string())
}

/// All `math` elements, in document order.
fn collect<'a>(element: &'a HtmlElement, found: &mut Vec<&'a HtmlElement>) {
    if element.tag.resolve().as_str() == "math" {
        found.push(element);
        return;
    }
    for child in &element.children {
        if let HtmlNode::Element(inner) = child {
            collect(inner, found);
        }
    }
}

fn element_of(job: &Job, element: &HtmlElement) -> Result<String, String> {
    let mut out =
        format!("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" alttext=\"{}\"", escaped(&job.tex));
    attributes(element, |_| true, &mut out);
    out.push('>');
    children(element, &mut out)?;
    out.push_str("</math>");
    Ok(out)
}

fn attributes(element: &HtmlElement, wanted: impl Fn(&str) -> bool, out: &mut String) {
    for (name, value) in &element.attrs.0 {
        let name = name.resolve();
        if wanted(name.as_str()) {
            out.push_str(&format!(" {}=\"{}\"", name.as_str(), escaped(value)));
            // Typst means that size exactly; a browser would grow the sign on, to what stands beside it.
            if name.as_str() == "minsize" {
                out.push_str(&format!(" maxsize=\"{}\"", escaped(value)));
            }
        }
    }
}

fn children(element: &HtmlElement, out: &mut String) -> Result<(), String> {
    for child in &element.children {
        match child {
            HtmlNode::Tag(_) => {}
            HtmlNode::Text(text, _) => out.push_str(&escaped(text)),
            HtmlNode::Element(inner) => write(inner, out)?,
            HtmlNode::Frame(_) => return Err("a drawing inside a formula".to_owned()),
        }
    }
    Ok(())
}

/// An element. `displaystyle` and `scriptlevel` may stand on any element of MathML Core, but the schema of
/// EPUB 3.3 is that of MathML 3, which has them on `mstyle` alone; so they go on one around it.
fn write(element: &HtmlElement, out: &mut String) -> Result<(), String> {
    let style = |name: &str| name == "displaystyle" || name == "scriptlevel";
    let inner: Vec<&HtmlElement> = elements(element).collect();
    if let (true, [base, sign]) = (is(element, "msup"), inner.as_slice())
        && is(sign, "mo")
        && text(sign).chars().all(|c| PRIMES.contains(&c))
    {
        return primed(base, sign, out);
    }
    let styled = has(element, style) && !is(element, "mstyle");
    if styled {
        out.push_str("<mstyle");
        attributes(element, style, out);
        out.push('>');
    }
    plain(element, |name| !styled || !style(name), out)?;
    if styled {
        out.push_str("</mstyle>");
    }
    Ok(())
}

fn plain(element: &HtmlElement, wanted: impl Fn(&str) -> bool, out: &mut String) -> Result<(), String> {
    let tag = element.tag.resolve();
    let name = tag.as_str();
    if !ELEMENTS.contains(&name) {
        return Err(format!("`{name}` is no element of MathML Core"));
    }
    out.push_str(&format!("<{name}"));
    attributes(element, wanted, out);
    let inner: Vec<&HtmlElement> = elements(element).collect();
    match (name, inner.as_slice()) {
        ("mspace" | "mprescripts", _) => {
            out.push_str("/>");
            return Ok(());
        }
        // Typst takes a sign that the prelude puts into `mo` for text.
        ("mo", [text]) if is(text, "mtext") => {
            out.push('>');
            children(text, out)?;
        }
        ("mover" | "munder", [base, sign])
            if is(sign, "mo") && has(element, |name| name.starts_with("accent")) =>
        {
            out.push('>');
            write(base, out)?;
            accent(base, sign, out)?;
        }
        ("mover" | "munder" | "munderover", [base, notes @ ..]) if is(base, "mo") => {
            out.push('>');
            noted(base, notes, out)?;
        }
        _ => {
            out.push('>');
            children(element, out)?;
        }
    }
    out.push_str(&format!("</{name}>"));
    Ok(())
}

/// Primes stand raised in their faces already. Set as an exponent they would be raised twice and small, since
/// no browser takes the form for exponents that faces have (OpenType, feature `ssty`).
fn primed(base: &HtmlElement, primes: &HtmlElement, out: &mut String) -> Result<(), String> {
    out.push_str("<mrow>");
    write(base, out)?;
    out.push_str(&format!("<mo lspace=\"0em\" rspace=\"0em\">{}</mo></mrow>", escaped(&text(primes))));
    Ok(())
}

const PRIMES: [char; 4] = ['′', '″', '‴', '⁗'];

/// An operator with something above or below it. Chromium takes the space around it from the dictionary of
/// operators, except for those that may also be accents or signs before a number; an arrow is longer than
/// what stands on it, by an em together.
fn noted(base: &HtmlElement, notes: &[&HtmlElement], out: &mut String) -> Result<(), String> {
    let sign = text(base);
    let space = match sign.as_str() {
        "∼" => Some("0.2778em"),
        "+" | "−" => Some("0.2222em"),
        _ => None,
    };
    match space {
        Some(space) if !has(base, |name| matches!(name, "lspace" | "rspace" | "form")) => {
            out.push_str(&format!("<mo lspace=\"{space}\" rspace=\"{space}\""));
            attributes(base, |_| true, out);
            out.push_str(&format!(">{}</mo>", escaped(&sign)));
        }
        Some(_) | None => write(base, out)?,
    }
    let arrow = sign.chars().all(|c| matches!(c, '←'..='⇿' | '⟰'..='⟿')) && !has(base, |name| name == "stretchy");
    for note in notes {
        if arrow {
            out.push_str("<mrow><mspace width=\"0.7em\"/>");
            write(note, out)?;
            out.push_str("<mspace width=\"0.7em\"/></mrow>");
        } else {
            write(note, out)?;
        }
    }
    Ok(())
}

/// The characters right inside an element.
fn text(element: &HtmlElement) -> String {
    let characters = element.children.iter().map(|child| match child {
        HtmlNode::Text(text, _) => text.as_str(),
        HtmlNode::Tag(_) | HtmlNode::Element(_) | HtmlNode::Frame(_) => "",
    });
    characters.collect()
}

/// The sign of an accent. Typst gives the combining character; browsers put that beside the base (MathML Core
/// issue 311), so its spacing twin is written, which over a single letter isn't stretched.
fn accent(base: &HtmlElement, sign: &HtmlElement, out: &mut String) -> Result<(), String> {
    let Some(spacing) = spacing(&text(sign)) else { return write(sign, out) };
    let letter = ["mi", "mn", "mtext"].iter().any(|token| is(base, token));
    let wide = "^~→←↔⇀↼".contains(spacing) && !letter;
    let spacing = match spacing {
        '^' if letter => 'ˆ',
        '~' if letter => '˜',
        other => other,
    };
    let size = if letter && "→←↔⇀↼".contains(spacing) { " mathsize=\"70%\"" } else { "" };
    out.push_str(&format!("<mo stretchy=\"{wide}\"{size}>{spacing}</mo>"));
    Ok(())
}

/// The spacing twin of a combining character.
fn spacing(combining: &str) -> Option<char> {
    Some(match combining {
        "\u{300}" => '`',
        "\u{301}" => '´',
        "\u{302}" => '^',
        "\u{303}" | "\u{330}" => '~',
        "\u{304}" => '¯',
        "\u{306}" => '˘',
        "\u{307}" => '˙',
        "\u{308}" => '¨',
        "\u{30a}" => '˚',
        "\u{30c}" => 'ˇ',
        "\u{20d0}" => '↼',
        "\u{20d1}" => '⇀',
        "\u{20d6}" => '←',
        "\u{20d7}" => '→',
        "\u{20e1}" => '↔',
        _ => return None,
    })
}

fn elements(element: &HtmlElement) -> impl Iterator<Item = &HtmlElement> {
    element.children.iter().filter_map(|child| match child {
        HtmlNode::Element(inner) => Some(inner),
        HtmlNode::Tag(_) | HtmlNode::Text(..) | HtmlNode::Frame(_) => None,
    })
}

fn is(element: &HtmlElement, name: &str) -> bool {
    element.tag.resolve().as_str() == name
}

/// It has an attribute of such a name.
fn has(element: &HtmlElement, such: impl Fn(&str) -> bool) -> bool {
    element.attrs.0.iter().any(|(attribute, _)| such(attribute.resolve().as_str()))
}

/// Text as XML, in content and in attributes alike (XML 1.0, section 2.4). Characters that XML can't hold
/// at all are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// The one source, and nothing else: no faces (an export to HTML measures nothing), no files, no clock.
struct Desk {
    library: LazyHash<Library>,
    faces: LazyHash<FontBook>,
    main: Source,
}

impl Desk {
    fn new(text: String) -> Option<Self> {
        let path = VirtualPath::new("formulas.typ").ok()?;
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        let library = Library::builder().with_features([Feature::Html].into_iter().collect()).build();
        Some(Self {
            library: LazyHash::new(library),
            faces: LazyHash::new(FontBook::new()),
            main: Source::new(id, text),
        })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.faces
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(missing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        Err(missing(id))
    }

    fn font(&self, _index: usize) -> Option<Font> {
        None
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

/// The style sheet that the export puts beside formulas.
#[cfg(test)]
pub(super) fn stylesheet() -> Option<String> {
    let desk = Desk::new("$x$".to_owned())?;
    let document = typst::compile::<HtmlDocument>(&desk).output.ok()?;
    let html = typst_html::html(&document, &typst_html::HtmlOptions::default()).ok()?;
    let (_, rest) = html.split_once("<style>")?;
    rest.split_once("</style>").map(|(css, _)| css.to_owned())
}
