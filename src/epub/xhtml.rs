//! The writer of XML: names, attributes and characters in, well-formed text out.
//!
//! An element is a call with its content inside a closure, so no tag can be left open or closed twice.
//! Every character passes [`escape`], so nothing that an author types can end up as markup, and no
//! character that XML 1.0 (section 2.2) forbids is written. The one door around it is
//! [`Sheet::foreign`], for whole elements made by another writer of ours.

/// An attribute: its name and its value as meant, not escaped.
pub(super) type Attr<'a> = (&'static str, &'a str);

/// One XML file that is being written.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    out: String,
    marked: Vec<usize>,
}

impl Sheet {
    /// An empty file that takes about `bytes` bytes.
    pub(super) fn sized(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes), marked: Vec::new() }
    }

    /// A file that begins with the XML declaration and, for XHTML, its document type.
    pub(super) fn document(bytes: usize) -> Self {
        let mut sheet = Self::sized(bytes + 512);
        sheet.out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n");
        sheet
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Pages whose beginnings were marked in this file, in the order of the text.
    pub(super) fn marked(&self) -> &[usize] {
        &self.marked
    }

    /// Remembers that the beginning of a page was marked; false where it already was.
    pub(super) fn remember(&mut self, page: usize) -> bool {
        let new = !self.marked.contains(&page);
        if new {
            self.marked.push(page);
        }
        new
    }

    /// An element with what the closure writes inside it.
    pub(super) fn element(&mut self, name: &'static str, attrs: &[Attr], content: impl FnOnce(&mut Self)) {
        self.open(name, attrs);
        self.out.push('>');
        content(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element on a line of its own: only where white space counts for nothing.
    pub(super) fn block(&mut self, name: &'static str, attrs: &[Attr], content: impl FnOnce(&mut Self)) {
        self.element(name, attrs, content);
        self.out.push('\n');
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attrs: &[Attr]) {
        self.open(name, attrs);
        self.out.push_str("/>");
    }

    /// An element with only text in it.
    pub(super) fn leaf(&mut self, name: &'static str, attrs: &[Attr], text: &str) {
        self.element(name, attrs, |w| w.text(text));
    }

    /// Characters.
    pub(super) fn text(&mut self, text: &str) {
        escape(&mut self.out, text, false);
    }

    /// A line end, where white space counts for nothing or is meant.
    pub(super) fn line(&mut self) {
        self.out.push('\n');
    }

    /// A whole element that is well-formed already: MathML as `art` makes it.
    pub(super) fn foreign(&mut self, xml: &str) {
        self.out.push_str(xml);
    }

    fn open(&mut self, name: &'static str, attrs: &[Attr]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attrs {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape(&mut self.out, value, true);
            self.out.push('"');
        }
    }
}

/// Text as XML takes it.
///
/// Characters outside XML 1.0's `Char` become signs that can be seen: controls their pictures
/// (U+2400 and on), U+FFFE and U+FFFF the replacement character. So nothing is lost without a trace.
pub(super) fn escape(out: &mut String, text: &str, attribute: bool) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let (with, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' if attribute => ("&quot;", 1),
            b'\t' if attribute => ("&#9;", 1),
            b'\n' if attribute => ("&#10;", 1),
            b'\t' | b'\n' => continue,
            0..=0x1f => (picture(byte), 1),
            0xef if forbidden(text, at) => ("\u{fffd}", 3),
            _ => continue,
        };
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(with);
        from = at + length;
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// Whether the character at `at` is U+FFFE or U+FFFF.
fn forbidden(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(|c| ('\u{fffe}'..='\u{ffff}').contains(&c))
}

/// The picture of a control character.
fn picture(control: u8) -> &'static str {
    const PICTURES: [&str; 32] = [
        "␀", "␁", "␂", "␃", "␄", "␅", "␆", "␇", "␈", "␉", "␊", "␋", "␌", "␍", "␎", "␏", "␐", "␑", "␒", "␓",
        "␔", "␕", "␖", "␗", "␘", "␙", "␚", "␛", "␜", "␝", "␞", "␟",
    ];
    PICTURES.get(usize::from(control)).copied().unwrap_or("\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_balanced_and_text_is_escaped() {
        let mut w = Sheet::default();
        w.element("p", &[("title", "a \"b\" <c>\n")], |w| {
            w.text("1 < 2 & \"x\"");
            w.empty("br", &[]);
            w.leaf("em", &[], "y");
        });
        assert_eq!(
            w.finish(),
            "<p title=\"a &quot;b&quot; &lt;c&gt;&#10;\">1 &lt; 2 &amp; \"x\"<br/><em>y</em></p>"
        );
    }

    #[test]
    fn characters_that_xml_forbids_become_signs() {
        let mut out = String::new();
        escape(&mut out, "a\u{1b}[0m\u{0}\tb\u{ffff}c\u{fffd}ï\u{feff}", false);
        assert_eq!(out, "a␛[0m␀\tb\u{fffd}c\u{fffd}ï\u{feff}");
    }
}
