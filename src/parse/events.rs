//! Markdown events into the builder: one match, and what can't be said in one line of it.
//!
//! pulldown-cmark appears here and in no other file of the room but `html/partners.rs`. Its smart
//! punctuation, heading attributes, sub- and superscript are off: we have our own, because its own are
//! wrong for `'90s`, know no `key="two words"`, and don't see `H~2~O`. Whatever text an event has is taken
//! from the source where it stands there letter by letter, because what the parser reads is `mask`ed.

use std::ops::Range;
use std::rc::Rc;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use super::attributes;
use super::builder::Builder;
use super::context::Links;
use super::frame::{Kind, Opener, TableParts};
use super::listing::{self, Code};
use super::node::{Branch, Node, Picture};
use super::source::clean;
use super::{containers, critic, finish, html, mask};
use crate::draft::{Align, Attrs, Block, Inline};

/// What we ask of the Markdown parser, by name: `Options::all` has old footnotes and wiki links in it.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Reads a whole text.
pub(super) fn read(builder: &mut Builder) {
    let masked = builder.masked;
    if critic::any(builder.cx.source.text()) {
        builder.marks = critic::find(&mut builder.cx, &running_text(masked));
    }
    let mut reader =
        Reader { builder, masked, code: None, html: None, pictures: Vec::new(), seen: 0, over: 0 };
    let around = Rc::clone(&reader.builder.cx.links);
    let find = |link: BrokenLink| {
        let (target, title) = around.get(&link_name(&link.reference))?;
        Some((CowStr::from(target.clone()), CowStr::from(title.clone())))
    };
    let parser = Parser::new_with_broken_link_callback(masked, options(), Some(find));
    let own = parser.reference_definitions().iter().map(|(name, link)| {
        let title = link.title.as_deref().unwrap_or_default();
        (link_name(name), (link.dest.to_string(), title.to_owned()))
    });
    let own: Links = own.collect();
    if !own.is_empty() {
        let outer = around.iter().map(|(name, link)| (name.clone(), link.clone()));
        reader.builder.cx.links = Rc::new(outer.chain(own).collect());
    }
    for (event, range) in parser.into_offset_iter() {
        reader.event(event, range);
    }
}

/// The stretches of a text that are running text, each with the number of its block.
fn running_text(masked: &str) -> Vec<(Range<usize>, usize)> {
    let mut out: Vec<(Range<usize>, usize)> = Vec::new();
    let mut block = 0;
    let mut verbatim = false;
    for (event, range) in Parser::new_ext(masked, options()).into_offset_iter() {
        match event {
            Event::Start(tag) if markup(&tag).is_none() => {
                block += 1;
                let comment = masked.get(range).is_some_and(|text| text.starts_with("<!--"));
                verbatim = matches!(tag, Tag::CodeBlock(_)) || (comment && matches!(tag, Tag::HtmlBlock));
            }
            Event::End(tag) if is_block(tag) => {
                block += 1;
                verbatim = false;
            }
            Event::Rule => block += 1,
            Event::Text(_) | Event::Html(_) if !verbatim => match out.last_mut() {
                Some((last, of)) if *of == block && last.end == range.start => last.end = range.end,
                _ => out.push((range, block)),
            },
            _ => {}
        }
    }
    out
}

/// The name of a link definition, as names are compared.
fn link_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

struct Reader<'b, 'c> {
    builder: &'b mut Builder<'c>,
    masked: &'c str,
    /// The block of code we are in.
    code: Option<Code>,
    /// The HTML block we are in.
    html: Option<html::Joined>,
    /// Titles and targets of the pictures we are in.
    pictures: Vec<Picture>,
    /// One past the last letter that an event was for.
    seen: usize,
    /// How many blocks and pieces of markup are open that are too deep to be opened.
    over: usize,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: Event, range: Range<usize>) {
        let skip = self.builder.skip.clone();
        if range.start >= skip.start && range.end <= skip.end && range.start < range.end {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => {
                self.text(&text, range.clone());
                self.seen = range.end;
            }
            Event::Code(text) => self.code_span(&text, range),
            Event::InlineMath(tex) => {
                let inner = self.builder.cx.source.span(range.start + 1..range.end - 1);
                self.builder.add(Node::Leaf(Inline::Math(mask::unmask(&tex), inner), range));
            }
            Event::DisplayMath(tex) => self.display(&tex, range),
            Event::Html(text) => {
                let text = mask::unmask(&text);
                match &mut self.html {
                    Some(html) => html.add(&text, range),
                    None => self.builder.add(Node::Fixed(text.trim().to_owned(), range)),
                }
            }
            Event::InlineHtml(text) => html::inline(self.builder, &mask::unmask(&text), range),
            Event::FootnoteReference(label) => {
                let span = self.builder.cx.source.span(range.clone());
                self.builder.add(Node::Leaf(Inline::NoteRef(mask::unmask(&label), span), range));
            }
            Event::SoftBreak => self.builder.add(Node::Soft(range)),
            Event::HardBreak => {
                let span = self.builder.cx.source.span(range.clone());
                self.builder.add(Node::Leaf(Inline::LineBreak(span), range));
            }
            Event::Rule => self.rule(range),
            Event::TaskListMarker(done) => {
                if let Kind::Item { task, .. } = &mut self.builder.top_mut().kind {
                    *task = Some(done);
                }
            }
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        if self.over > 0 {
            self.over += 1;
            return;
        }
        match tag {
            Tag::CodeBlock(_) => {
                self.builder.settle(range.start);
                self.code = Some(Code::default());
            }
            Tag::HtmlBlock => self.html = Some(html::Joined::default()),
            Tag::Paragraph => {
                self.builder.settle(range.start);
                if let Kind::Item { tight, .. } = &mut self.builder.top_mut().kind {
                    *tight = false;
                }
            }
            _ if self.builder.is_full(&range) => self.over = 1,
            tag => match markup(&tag) {
                Some(branch) => self.open_markup(branch, tag, range),
                None => self.open_block(tag, range),
            },
        }
    }

    fn open_markup(&mut self, branch: Branch, tag: Tag, range: Range<usize>) {
        let address = matches!(tag, Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. });
        if address && html::is_generic(self.builder, &range) {
            self.builder.skip = range.clone();
            return html::generic(self.builder, range);
        }
        if let Tag::Image { dest_url, title, .. } = &tag {
            let title = (!title.is_empty()).then(|| mask::unmask(title));
            let place =
                title.as_ref().and_then(|title| find(self.builder.cx.source.slice(range.clone()), title));
            let place = place.map(|place| range.start + place.start..range.start + place.end);
            let title = title.map(|title| (title, place));
            self.pictures.push(Picture {
                target: mask::unmask(dest_url),
                title,
                list: None,
                captioned: false,
            });
        }
        self.builder.open_markup(branch, range.start, None);
    }

    fn open_block(&mut self, tag: Tag, range: Range<usize>) {
        self.builder.settle(range.start);
        let kind = match tag {
            Tag::Heading { level, .. } => Kind::Heading { level: level as u8, attrs: Attrs::default() },
            Tag::BlockQuote(None) => Kind::Quote,
            Tag::BlockQuote(Some(alert)) => {
                let attrs = Attrs { classes: vec![class(alert).to_owned()], ..Attrs::default() };
                Kind::Div { attrs, title: Vec::new() }
            }
            Tag::List(start) => Kind::List { start, tight: true, items: Vec::new() },
            Tag::Item => Kind::Item { task: None, tight: true },
            Tag::FootnoteDefinition(label) => Kind::Footnote(mask::unmask(&label)),
            Tag::DefinitionList => Kind::Terms(Vec::new()),
            Tag::DefinitionListTitle => Kind::Title,
            Tag::DefinitionListDefinition => Kind::Definition,
            Tag::Table(columns) => {
                let columns = columns.into_iter().map(align).collect();
                let language = self.builder.language_of_table(range.end);
                Kind::Table(Box::new(TableParts { columns, language, ..TableParts::default() }))
            }
            Tag::TableHead => Kind::Row { head: true, caption: false, cells: Vec::new() },
            Tag::TableRow => {
                let caption = containers::is_caption_row(self.builder.cx.source.slice(range.clone()));
                Kind::Row { head: false, caption, cells: Vec::new() }
            }
            Tag::TableCell => Kind::Cell { colspan: 1, rowspan: 1, head: false, align: Align::Default },
            _ => Kind::Clear,
        };
        self.builder.open(kind, Opener::Markdown, range.start);
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if self.over > 0 {
            self.over -= 1;
            if is_block(tag) {
                self.builder.flush(true);
            }
            return;
        }
        match tag {
            TagEnd::Paragraph => self.builder.flush(true),
            TagEnd::CodeBlock => self.close_code(range),
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    html::block(self.builder, &html);
                }
            }
            TagEnd::Image => self.close_picture(range),
            TagEnd::Link => self.close_link(range),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => self.builder.close_markdown_markup(range.end),
            TagEnd::TableCell => {
                if !containers::take_caption_cell(self.builder, range.end) {
                    self.builder.close_markdown(range.end);
                }
            }
            _ => self.builder.close_markdown(range.end),
        }
    }

    fn close_code(&mut self, range: Range<usize>) {
        let Some(code) = self.code.take() else { return };
        let whole = finish::trimmed(&self.builder.cx, range.clone());
        let span = self.builder.cx.source.span(whole);
        let opening = self.builder.cx.source.slice(range.clone());
        let block = if opening.starts_with("```") || opening.starts_with("~~~") {
            listing::fenced(&mut self.builder.cx, code, range.start, span)
        } else {
            listing::indented(&mut self.builder.cx, code, span)
        };
        self.builder.push(block);
    }

    fn close_picture(&mut self, range: Range<usize>) {
        let list = self.list(range.end);
        let end = list.as_ref().map_or(range.end, |list| list.end);
        if let (Some(mut picture), Some(open)) =
            (self.pictures.pop(), self.builder.top_mut().run.open.last_mut())
        {
            picture.captioned = list.is_some();
            picture.list = list;
            if matches!(open.branch, Branch::Picture(_)) {
                open.branch = Branch::Picture(picture);
            }
        }
        self.builder.close_markdown_markup(end);
    }

    fn close_link(&mut self, range: Range<usize>) {
        let source = self.builder.cx.source;
        self.builder.close_markdown_markup(range.end);
        if self.builder.cx.source.byte(range.start) == Some(b'<') {
            // An address shows as it is, without typography.
            if let Some(Node::Branch(Branch::Link(_), inner, _)) = self.builder.top_mut().run.nodes.last_mut()
            {
                let place = range.start + 1..range.end - 1;
                *inner = vec![Node::Fixed(source.slice(place.clone()).to_owned(), place)];
            }
        }
        self.mark_last(range);
    }

    /// Puts the attribute list behind a link or code around it.
    fn mark_last(&mut self, range: Range<usize>) {
        let Some(list) = self.list(range.end) else { return };
        if let Some(last) = self.builder.top_mut().run.nodes.pop() {
            self.builder.add(Node::Branch(Branch::Mark(list.attrs), vec![last], range.start..list.end));
        }
    }

    /// The attribute list at an offset, which then is no text.
    fn list(&mut self, at: usize) -> Option<attributes::List> {
        let list = attributes::at(self.builder.cx.source, at, &mut self.builder.cx.problems)?;
        self.builder.skip = list.start..list.end;
        Some(list)
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let source = self.builder.cx.source;
        let verbatim = self.masked.get(range.clone()) == Some(text);
        if let Some(code) = &mut self.code {
            match verbatim {
                true => code.add(source.slice(range.clone()), range),
                false => code.add(&mask::unmask(text), range),
            }
            return;
        }
        if !verbatim {
            return self.builder.add(Node::Fixed(clean(text), range));
        }
        let skip = &self.builder.skip;
        let mut start = if skip.contains(&range.start) { skip.end.min(range.end) } else { range.start };
        // Only the backslash of an escape is in no event.
        let escaped = start == range.start
            && self.seen < start
            && start.checked_sub(1).and_then(|at| source.byte(at)) == Some(b'\\');
        if escaped {
            let first = source.slice(start..range.end).chars().next();
            let first = first.filter(char::is_ascii_punctuation);
            if let Some(c) = first {
                self.builder.add(Node::Fixed(c.to_string(), start..start + 1));
                start += 1;
            }
        }
        if start < range.end {
            self.builder.add(Node::Plain(start..range.end));
        }
    }

    fn code_span(&mut self, text: &str, range: Range<usize>) {
        if range.start < self.builder.skip.end && range.start >= self.builder.skip.start {
            let rest = self.builder.skip.end.min(range.end)..range.end;
            let text = self.builder.cx.source.slice(rest.clone()).to_owned();
            return self.builder.add(Node::Fixed(text, rest));
        }
        let span = self.builder.cx.source.span(range.clone());
        let code = Inline::Code(mask::unmask(text), span);
        self.builder.add(Node::Leaf(code, range.clone()));
        self.mark_last(range);
    }

    fn display(&mut self, tex: &str, range: Range<usize>) {
        let source = self.builder.cx.source;
        let gap = source.slice(range.end..source.text().len());
        let gap = gap.len() - gap.trim_start_matches([' ', '\t']).len();
        let list = self.list(range.end + gap);
        self.builder.skip.start -= if list.is_some() { gap } else { 0 };
        let attrs = list.map(|list| list.attrs).unwrap_or_default();
        let inner = range.start + 2..range.end - 2;
        self.builder.add(Node::Display(mask::unmask(tex), attrs, inner));
    }

    fn rule(&mut self, range: Range<usize>) {
        let source = self.builder.cx.source;
        let line = source.slice(range.clone());
        let at = range.start + (line.len() - line.trim_start().len());
        if source.slice(at..range.end).starts_with(":::") {
            if self.over == 0 {
                containers::fence(self.builder, finish::trimmed(&self.builder.cx, at..range.end));
            }
            return;
        }
        self.builder.settle(range.start);
        let whole = finish::trimmed(&self.builder.cx, range);
        let span = self.builder.cx.source.span(whole);
        self.builder.push(Block::Break(span));
    }
}

/// The markup that a tag is; `None` for blocks.
fn markup(tag: &Tag) -> Option<Branch> {
    match tag {
        Tag::Emphasis => Some(Branch::Emph),
        Tag::Strong => Some(Branch::Strong),
        Tag::Strikethrough => Some(Branch::Strike),
        Tag::Superscript => Some(Branch::Sup),
        Tag::Subscript => Some(Branch::Sub),
        Tag::Link { dest_url, link_type, .. } => {
            let mail = matches!(link_type, LinkType::Email);
            let target = mask::unmask(dest_url);
            Some(Branch::Link(if mail { format!("mailto:{target}") } else { target }))
        }
        Tag::Image { .. } => Some(Branch::Picture(Picture::default())),
        _ => None,
    }
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

fn class(alert: BlockQuoteKind) -> &'static str {
    match alert {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::Default,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

/// The last place of a title in a picture's source.
fn find(source: &str, title: &str) -> Option<Range<usize>> {
    source.rfind(title).map(|at| at..at + title.len())
}
