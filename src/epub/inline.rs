//! Inlines as XHTML, one function a kind, in the order of [`Inline`].

use crate::book::{
    self, ChangedInlines, Cite, Comment, Edit, Formula, Inline, InlineMath, InlinePicture, LineBreak, Link, Listed, Locale,
    Mark, NoteRef, OnlyInlines, Picture, Place, Ref, Styled, Target, Text, Width,
};

use super::context::Cx;
use super::xhtml::{Attr, Sheet};

/// Points of an em of text in print: turns printed widths into relative ones (TYPOGRAPHY, "Text").
const EM: f64 = 10.0;

/// A formula in a line with more TeX than this, bytes, may be wider than a phone, and scrolls in itself: no browser
/// breaks its lines.
const LONG: usize = 40;

/// A run of inlines.
pub(super) fn inlines(cx: &Cx, w: &mut Sheet, run: &[Inline]) {
    let mut left = run;
    while let Some((inline, after)) = left.split_first() {
        left = after;
        match inline {
            Inline::Text(x) => text(cx, w, x),
            Inline::Emph(x) => styled(cx, w, "em", x),
            Inline::Strong(x) => styled(cx, w, "strong", x),
            Inline::Strike(x) => styled(cx, w, "s", x),
            Inline::Sub(x) => styled(cx, w, "sub", x),
            Inline::Sup(x) => styled(cx, w, "sup", x),
            Inline::Key(x) => styled(cx, w, "kbd", x),
            Inline::Code(x) => code(cx, w, x),
            Inline::Math(x) => left = math(cx, w, x, after),
            Inline::Link(x) => link(cx, w, x),
            Inline::Ref(x) => reference(cx, w, x),
            Inline::PageRef(x) => page_ref(cx, w, x),
            Inline::Cite(x) => cite(cx, w, x),
            Inline::NoteRef(x) => note_ref(cx, w, x),
            Inline::Picture(x) => inline_picture(cx, w, x),
            Inline::Mark(x) => mark(cx, w, x),
            Inline::Place(x) => place(w, x),
            Inline::LineBreak(x) => line_break(w, x),
            Inline::Only(x) => only(cx, w, x),
            Inline::Change(x) => change(cx, w, x),
            Inline::Comment(x) => comment(w, x),
        }
    }
}

fn text(cx: &Cx, w: &mut Sheet, x: &Text) {
    let Text { text, span } = x;
    let mut starts = cx.starts(*span);
    piece(cx, w, text, 0, &mut starts);
    rest(cx, w, starts);
}

fn styled(cx: &Cx, w: &mut Sheet, name: &'static str, x: &Styled) {
    let Styled { content } = x;
    w.element(name, &[], |w| inlines(cx, w, content));
}

fn code(cx: &Cx, w: &mut Sheet, x: &Text) {
    let direction: Vec<Attr> = cx.code_direction().into_iter().collect();
    w.element("code", &direction, |w| text(cx, w, x));
}

/// A formula, in one line with the punctuation behind it: a browser may break a line at either side of what is
/// no text (CSS Text 3, section 5.1), and a comma would begin one. Gives what is left of the run.
fn math<'a>(cx: &Cx, w: &mut Sheet, x: &InlineMath, after: &'a [Inline]) -> &'a [Inline] {
    let InlineMath { formula, span } = x;
    rest(cx, w, cx.starts(*span));
    if formula.tex.len() > LONG {
        w.element("span", &[("class", "formula"), ("tabindex", "0")], |w| mathml(w, formula));
        return after;
    }
    let Some((Inline::Text(next), later)) = after.split_first() else {
        mathml(w, formula);
        return after;
    };
    let end = next.text.find(|c| !CLOSING.contains(&c)).unwrap_or(next.text.len());
    let (closing, others) = next.text.split_at_checked(end).unwrap_or_default();
    if closing.is_empty() {
        mathml(w, formula);
        return after;
    }
    let mut starts = cx.starts(next.span);
    w.element("span", &[("class", "unbroken")], |w| {
        mathml(w, formula);
        piece(cx, w, closing, 0, &mut starts);
    });
    piece(cx, w, others, end, &mut starts);
    rest(cx, w, starts);
    later
}

/// Characters that never begin a line (UAX 14, classes CL, CP, EX, IS and QU).
const CLOSING: [char; 14] = [',', '.', ';', ':', '!', '?', ')', ']', '’', '”', '»', '…', '\u{a0}', '\u{202f}'];

fn link(cx: &Cx, w: &mut Sheet, x: &Link) {
    let Link { target, content, span: _ } = x;
    let href = match target {
        Target::Url(url) => book::href(url),
        Target::Anchor(anchor) => cx.href(anchor),
    };
    // A word that the glossary explains looks quieter than a link that the author made.
    let defined = matches!(content.as_slice(), [Inline::Mark(mark)] if mark.classes.iter().any(|class| class == "term"));
    let class: &[Attr] = if defined { &[("class", "defined")] } else { &[] };
    anchored(cx, w, href, class, |cx, w| inlines(cx, w, content));
}

fn reference(cx: &Cx, w: &mut Sheet, x: &Ref) {
    let Ref { anchor, text, before: _, span } = x;
    rest(cx, w, cx.starts(*span));
    anchored(cx, w, cx.href(anchor), &[("class", "xref")], |_, w| w.text(text));
}

/// Where there are no pages, a page reference prints what it names.
fn page_ref(cx: &Cx, w: &mut Sheet, x: &Ref) {
    reference(cx, w, x);
}

/// A citation, with the role of a link to a list of works (Digital Publishing WAI-ARIA 1.1, `doc-biblioref`).
fn cite(cx: &Cx, w: &mut Sheet, x: &Cite) {
    let Cite { target, anchor, content, span: _ } = x;
    let kind = [("role", "doc-biblioref"), ("class", "cite"), ("id", anchor.as_str())];
    anchored(cx, w, cx.href(target), &kind, |cx, w| inlines(cx, w, content));
}

/// The mark is `<sup><a>`, not `<a><sup>`: Apple Books opens its pop-up for the one only, and Kindle,
/// Kobo and Google take both.
fn note_ref(cx: &Cx, w: &mut Sheet, x: &NoteRef) {
    let NoteRef { note, anchor, first: _, span: _ } = x;
    let Some(note) = cx.note(*note) else { return };
    w.element("sup", &[("class", "mark")], |w| {
        let kind = [("epub:type", "noteref"), ("role", "doc-noteref"), ("id", anchor.as_str())];
        anchored(cx, w, cx.href(&note.anchor), &kind, |_, w| w.text(&note.number));
    });
}

fn inline_picture(cx: &Cx, w: &mut Sheet, x: &InlinePicture) {
    let InlinePicture { picture: of, span: _ } = x;
    picture(cx, w, of, None);
}

fn mark(cx: &Cx, w: &mut Sheet, x: &Mark) {
    let Mark { anchor, classes, locale, content, span: _ } = x;
    let classes = classes.join(" ");
    let mut attrs: Vec<Attr> = Vec::new();
    attrs.extend(anchor.as_ref().map(|anchor| ("id", anchor.as_str())));
    attrs.extend((!classes.is_empty()).then_some(("class", classes.as_str())));
    attrs.extend(locale.iter().flat_map(|locale| in_locale(cx, locale)));
    let cx = &Cx { direction: locale.as_ref().map_or(cx.direction, Locale::direction), ..*cx };
    w.element("span", &attrs, |w| inlines(cx, w, content));
}

/// Attributes of text in another language, with its direction where its author says it or it is another than
/// that of the text around it.
pub(super) fn in_locale<'a>(cx: &Cx, locale: &'a Locale) -> impl Iterator<Item = Attr<'a>> {
    let said = locale.direction.is_some() || locale.direction() != cx.direction;
    let direction = said.then_some(("dir", locale.direction().name()));
    let language = locale.language.iter().flat_map(|tag| [("lang", tag.as_str()), ("xml:lang", tag.as_str())]);
    language.chain(direction)
}

fn place(w: &mut Sheet, x: &Place) {
    let Place { anchor, span: _ } = x;
    w.element("span", &[("id", anchor.as_str())], |_| {});
}

fn line_break(w: &mut Sheet, x: &LineBreak) {
    let LineBreak { span: _ } = x;
    w.empty("br", &[]);
}

fn only(cx: &Cx, w: &mut Sheet, x: &OnlyInlines) {
    let OnlyInlines { editions, content, span: _ } = x;
    if editions.epub {
        inlines(cx, w, content);
    }
}

fn change(cx: &Cx, w: &mut Sheet, x: &ChangedInlines) {
    let ChangedInlines { edit, listed, content, span: _ } = x;
    w.element(tag(*edit), &changed(*edit, listed.as_ref()), |w| {
        change_number(cx, w, listed.as_ref());
        inlines(cx, w, content);
    });
}

/// The element of a change.
pub(super) fn tag(edit: Edit) -> &'static str {
    match edit {
        Edit::Inserted | Edit::MovedHere => "ins",
        Edit::Deleted | Edit::MovedAway => "del",
        Edit::Highlighted => "mark",
    }
}

/// Class and place of a change.
pub(super) fn changed<'a>(edit: Edit, listed: Option<&'a Listed>) -> Vec<Attr<'a>> {
    let mut attrs: Vec<Attr> = vec![("class", edit.name())];
    attrs.extend(listed.map(|listed| ("id", listed.anchor.as_str())));
    attrs
}

/// A change's number, which leads to its entry in the list.
pub(super) fn change_number(cx: &Cx, w: &mut Sheet, listed: Option<&Listed>) {
    let Some(Listed { number, anchor: _, entry }) = listed else { return };
    w.element("sup", &[("class", "change")], |w| {
        anchored(cx, w, cx.href(entry), &[], |_, w| w.text(number));
    });
}

fn comment(w: &mut Sheet, x: &Comment) {
    let Comment { number: _, text, span: _ } = x;
    w.leaf("span", &[("class", "comment"), ("role", "note")], text);
}

/// A picture, in the run of text or in a figure.
///
/// Its own size is written down, so that a page doesn't jump when the picture comes; the style keeps it
/// inside the measure.
/// `details` is the id of its long description.
pub(super) fn picture(cx: &Cx, w: &mut Sheet, x: &Picture, details: Option<&str>) {
    let Picture { asset, alt, width } = x;
    let Some(file) = cx.asset(*asset) else { return };
    let src = cx.relative(&file.path);
    let own = [("width", pixels(file.width)), ("height", pixels(file.height))];
    let style = width.map(|width| match width {
        Width::Share(share) => format!("width:{}%", rounded(share * 100.0)),
        Width::Points(points) => format!("width:{}em", rounded(points / EM)),
    });
    let mut attrs: Vec<Attr> = vec![("src", &src), ("alt", alt)];
    match &style {
        Some(style) => attrs.push(("style", style)),
        None => attrs.extend(own.iter().map(|(name, value)| (*name, value.as_str()))),
    }
    let drawn = cx.book.assets.get(asset.0 as usize).is_some_and(|asset| asset.source.is_some());
    attrs.extend(drawn.then_some(("class", "diagram")));
    attrs.extend(details.map(|id| ("aria-details", id)));
    w.empty("img", &attrs);
}

/// A formula: MathML, with its TeX as the text for those who can't see it.
///
/// `alttext` is asked for by EPUB Accessibility Techniques 1.1, section 4.4.
pub(super) fn mathml(w: &mut Sheet, formula: &Formula) {
    let Formula { tex, typst: _, mathml } = formula;
    match mathml.strip_prefix("<math") {
        None => w.leaf("code", &[("class", "tex")], tex),
        Some(_) if mathml.contains(" alttext=") => w.foreign(mathml),
        Some(tail) => {
            let mut alt = String::new();
            super::xhtml::escape(&mut alt, tex, true);
            w.foreign(&format!("<math alttext=\"{alt}\"{tail}"));
        }
    }
}

/// Part of a node's characters, which begin at `from` in it, with the pages that begin there.
pub(super) fn piece(cx: &Cx, w: &mut Sheet, text: &str, from: usize, starts: &mut &[(usize, usize)]) {
    let mut written = 0;
    while let Some(((offset, page), later)) = starts.split_first() {
        let at = offset.saturating_sub(from);
        if at >= text.len() {
            break;
        }
        let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0).max(written);
        w.text(text.get(written..at).unwrap_or_default());
        cx.mark(w, *page);
        written = at;
        *starts = later;
    }
    w.text(text.get(written..).unwrap_or_default());
}

/// The pages that begin where a node's characters end, or with a node that has none.
pub(super) fn rest(cx: &Cx, w: &mut Sheet, starts: &[(usize, usize)]) {
    starts.iter().for_each(|(_, page)| cx.mark(w, *page));
}

/// A formula in plain characters: those of its MathML, else its TeX.
fn spoken(formula: &Formula) -> String {
    let Formula { tex, typst: _, mathml } = formula;
    let signs: String = mathml.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    if signs.is_empty() || signs.contains('&') { tex.clone() } else { signs }
}

/// A title where it is a label: in the navigation. Links, notes and places are left out there.
pub(super) fn label(w: &mut Sheet, run: &[Inline]) {
    for inline in run {
        match inline {
            Inline::Text(x) => w.text(&x.text),
            Inline::Emph(x) => w.element("em", &[], |w| label(w, &x.content)),
            Inline::Strong(x) => w.element("strong", &[], |w| label(w, &x.content)),
            Inline::Strike(x) => w.element("s", &[], |w| label(w, &x.content)),
            Inline::Sub(x) => w.element("sub", &[], |w| label(w, &x.content)),
            Inline::Sup(x) => w.element("sup", &[], |w| label(w, &x.content)),
            Inline::Key(x) => w.element("kbd", &[], |w| label(w, &x.content)),
            Inline::Code(x) => w.leaf("code", &[], &x.text),
            Inline::Math(x) => w.text(&spoken(&x.formula)),
            Inline::Link(x) => label(w, &x.content),
            Inline::Cite(x) => label(w, &x.content),
            Inline::Ref(x) | Inline::PageRef(x) => w.text(&x.text),
            Inline::Mark(x) => label(w, &x.content),
            Inline::Only(x) if x.editions.epub => label(w, &x.content),
            Inline::LineBreak(_) => w.text(" "),
            Inline::Change(x) if x.edit.is_new() => label(w, &x.content),
            Inline::Only(_)
            | Inline::Change(_)
            | Inline::Comment(_)
            | Inline::NoteRef(_)
            | Inline::Picture(_)
            | Inline::Place(_) => {}
        }
    }
}

/// `a` with its content, or the content alone where there is no way to follow a link: without a target,
/// and inside another link, which XHTML forbids.
fn anchored(
    cx: &Cx,
    w: &mut Sheet,
    href: Option<String>,
    attrs: &[Attr],
    content: impl FnOnce(&Cx, &mut Sheet),
) {
    match href.filter(|_| !cx.link) {
        Some(href) => {
            let inside = Cx { link: true, ..*cx };
            let attrs: Vec<Attr> = attrs.iter().copied().chain([("href", href.as_str())]).collect();
            w.element("a", &attrs, |w| content(&inside, w));
        }
        None => {
            let kept: Vec<Attr> =
                attrs.iter().copied().filter(|(name, _)| matches!(*name, "id" | "class")).collect();
            w.element("span", &kept, |w| content(cx, w));
        }
    }
}

/// A length in whole CSS pixels, at least one.
fn pixels(length: f64) -> String {
    format!("{:.0}", length.max(1.0))
}

/// Two decimals, without useless zeros.
fn rounded(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
