//! Diagram sources to SVG: no browser, no network, the same bytes every time.
//!
//! In comes the text of a fence or a file and its notation; out comes an SVG whose text is real text in the
//! book's sans face, drawn in black, white and greys, so that it prints in one ink as it is. Mermaid is
//! drawn by `merman` with our own measurer of text; Graphviz's dot is read by `layout-rs` and drawn as a
//! Mermaid flowchart, because layout-rs itself drops clusters and most shapes; pikchr and `bob` (ASCII art
//! drawn as lines) have their own programs.

mod bob;
mod dot;
mod kept;
mod measure;
mod mermaid;
mod pikchr;

pub use kept::Settings;

use std::str::FromStr as _;

use crate::fonts::Fonts;

/// Notations of diagrams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notation {
    /// Mermaid: flowcharts, sequences, states, classes and the rest.
    Mermaid,
    /// Graphviz's dot.
    Dot,
    /// Pikchr.
    Pikchr,
    /// ASCII art to be drawn as lines by svgbob.
    Bob,
}

impl Notation {
    /// The notation that a fence's language or a file's extension names.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "mermaid" | "mmd" => Some(Self::Mermaid),
            "dot" | "graphviz" | "gv" => Some(Self::Dot),
            "pikchr" => Some(Self::Pikchr),
            "bob" | "svgbob" => Some(Self::Bob),
            _ => None,
        }
    }

    /// As a person reads it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mermaid => "Mermaid",
            Self::Dot => "dot",
            Self::Pikchr => "pikchr",
            Self::Bob => "bob",
        }
    }
}

/// Why a diagram can't be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// 1-based line of the source, where the renderer knows it.
    pub line: Option<usize>,
    /// Its reason, in one line.
    pub reason: String,
}

impl Fault {
    /// A fault whose message may name a line (`line 3`, `3:7`) as renderers do.
    fn new(message: &str) -> Self {
        let first = message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("unreadable");
        Self { line: line_in(message), reason: first.trim_end_matches('.').to_owned() }
    }
}

/// Where reading fails, for renderers that give a reason alone: the first line such that the source up to
/// its end, and up to the end of every later one, fails for this reason.
fn failing_line(source: &str, reason: &str, read: impl Fn(&str) -> Option<String>) -> Option<usize> {
    let ends: Vec<usize> = source.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some(*end)
    }).collect();
    let fails = |end: usize| source.get(..end).and_then(&read).as_deref() == Some(reason);
    let later = ends.iter().rev().take_while(|end| fails(**end)).count();
    (later > 0).then(|| ends.len() - later + 1)
}

/// The number behind the first word `line` of a message.
fn line_in(message: &str) -> Option<usize> {
    let at = message.to_lowercase().find("line ")?;
    let rest = message.get(at + 5..)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|line| *line > 0)
}

/// Draws a diagram. `id` begins every id in the SVG, so that several can stand in one page.
///
/// # Errors
/// Why the renderer could not.
pub fn draw(notation: Notation, source: &str, id: &str, fonts: &Fonts) -> Result<String, Fault> {
    match notation {
        Notation::Mermaid => mermaid::draw(source, id, fonts),
        // A line of the flowchart is no line of the author's.
        Notation::Dot => mermaid::draw(&dot::flowchart(source)?, id, fonts)
            .map_err(|fault| Fault { line: None, ..fault }),
        Notation::Pikchr => pikchr::draw(source),
        Notation::Bob => bob::draw(source),
    }
}

/// Whether SVG has the colour (CSS Color 3). Graphviz and pikchr know more names, which would come out black.
fn color(name: &str) -> bool {
    svgtypes::Color::from_str(name).is_ok()
}

/// Family that diagrams are set in. It has to stand in quotes: in CSS no word of a bare name begins with a digit.
const FAMILY: &str = "Source Sans 3";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_know_their_line() {
        assert_eq!(Fault::new("Parse error on line 3: x.").line, Some(3));
        assert_eq!(Fault::new("no idea").line, None);
    }

    #[test]
    fn every_notation_draws_text_that_stays_text() {
        let fonts = Fonts::embedded();
        let sources = [
            (Notation::Mermaid, "flowchart LR\n  a[Client] -->|write| b[(Store)]\n"),
            (Notation::Dot, "digraph { rankdir=LR; a [label=\"Client\"]; b [label=\"Store\" shape=cylinder]; a -> b [label=\"write\"]; }"),
            (Notation::Pikchr, "box \"Client\"; arrow; cylinder \"Store\"\n"),
            (Notation::Bob, "+--------+    +-------+\n| Client |--->| Store |\n+--------+    +-------+\n"),
        ];
        for (notation, source) in sources {
            let svg = draw(notation, source, "d", &fonts).unwrap_or_else(|fault| panic!("{fault:?}"));
            let picture = crate::art::picture::probe(svg.as_bytes()).unwrap_or_else(|why| panic!("{why}: {svg}"));
            assert!(picture.width > 50.0, "{notation:?} is {} wide", picture.width);
            assert!(svg.contains("Client") && svg.contains("Store"), "{notation:?} lost text");
            assert!(!svg.contains("foreignObject"), "{notation:?} needs a browser");
        }
    }

    #[test]
    fn what_can_not_be_drawn_says_why() {
        let fonts = Fonts::embedded();
        assert!(draw(Notation::Mermaid, "flowchart LR\n  a[Client --> b\n", "d", &fonts).is_err());
        assert!(draw(Notation::Dot, "digraph { a -> ", "d", &fonts).is_err());
        assert!(draw(Notation::Pikchr, "box \"Client\" ]]\n", "d", &fonts).is_err());
    }
}
