//! Blocks of the draft, lowered; a function for each kind.

use super::super::{accepted, boxes, listing, pictures};
use super::Lower;
use crate::art::diagram::Notation;
use crate::book::{
    self, Block, Direction, Family, Figure, FigureBody, Inline, Locale, Paragraph, Picture, Place, Styled, Width,
};
use crate::draft::{self, Attrs};
use crate::manifest;
use crate::problem::{Problem, nearest};
use crate::span::Span;

/// The class of a box that is nothing but a box.
const PLAIN: &str = "plain";

impl Lower<'_> {
    pub(super) fn blocks(&mut self, blocks: Vec<draft::Block>) -> Vec<Block> {
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            self.block(block, &mut out);
        }
        out
    }

    pub(super) fn block(&mut self, block: draft::Block, out: &mut Vec<Block>) {
        match block {
            draft::Block::Heading(heading) => out.push(self.inner_heading(heading)),
            draft::Block::Paragraph(paragraph) => self.paragraph(paragraph, out),
            draft::Block::List(list) => out.push(self.list(list)),
            draft::Block::Terms(terms) if self.glossary.has(&terms) => out.push(self.glossary_list(terms)),
            draft::Block::Terms(terms) => out.push(self.terms(terms)),
            draft::Block::Quote(quote) => out.push(self.quote(quote)),
            draft::Block::Listing(listing) => {
                let locale = locale(&listing.attrs);
                let span = listing.span;
                out.push(spoken(locale, self.listing(listing), span));
            }
            draft::Block::Table(table) => {
                let locale = locale(&table.attrs);
                let span = table.span;
                out.push(spoken(locale, self.table(table), span));
            }
            draft::Block::Figure(figure) => {
                let locale = locale(&figure.attrs);
                let span = figure.span;
                out.push(spoken(locale, self.figure(figure), span));
            }
            draft::Block::Math(math) => self.math(math, out),
            draft::Block::Div(div) => match self.citations.list(&div) {
                Some(works) => self.works(div, works, out),
                None => self.div(div, out),
            },
            draft::Block::Footnote(note) => self.add_note(self.file, note),
            draft::Block::Change(draft::Change { edit, blocks, span }) => {
                let blocks = self.blocks(blocks);
                out.push(Block::Change(book::ChangedBlocks { edit, listed: None, blocks, span }));
            }
            draft::Block::Break(span) => out.push(Block::Break(book::Break { span })),
        }
    }

    /// A heading inside of a list or a box opens no section: it is a line of its own in bold.
    fn inner_heading(&mut self, heading: draft::Heading) -> Block {
        let place = self.tables.get(heading.attrs.key).and_then(|it| it.anchor.clone());
        let span = heading.span;
        let place = place.map(|anchor| Inline::Place(Place { anchor, span }));
        let title = Inline::Strong(Styled { content: self.title(heading.title, &heading.attrs, span) });
        let content = place.into_iter().chain([title]).collect();
        Block::Paragraph(Paragraph { content, span })
    }

    fn paragraph(&mut self, paragraph: draft::Paragraph, out: &mut Vec<Block>) {
        let content = self.inlines(paragraph.content);
        if !content.is_empty() {
            out.push(Block::Paragraph(Paragraph { content, span: paragraph.span }));
        }
    }

    fn list(&mut self, list: draft::List) -> Block {
        let draft::List { start, tight, items, span } = list;
        let item = |item: draft::Item| book::Item {
            task: item.task,
            callout: item.callout,
            blocks: self.blocks(item.blocks),
            span: item.span,
        };
        let items = items.into_iter().map(item).collect();
        Block::List(book::List { start, tight, items, span })
    }

    fn terms(&mut self, terms: draft::Terms) -> Block {
        let term = |term: draft::Term| book::Term {
            term: self.inlines(term.term),
            definitions: term.definitions.into_iter().map(|blocks| self.blocks(blocks)).collect(),
            span: term.span,
        };
        let items = terms.items.into_iter().map(term).collect();
        Block::Terms(book::Terms { items, span: terms.span })
    }

    /// A quotation that begins with a heading is mdBook's idiom for a note with a title.
    fn quote(&mut self, quote: draft::Quote) -> Block {
        let draft::Quote { mut blocks, span } = quote;
        if !matches!(blocks.first(), Some(draft::Block::Heading(_))) {
            return Block::Quote(book::Quote { blocks: self.blocks(blocks), span });
        }
        let rest = blocks.split_off(1);
        let Some(draft::Block::Heading(heading)) = blocks.pop() else {
            return Block::Quote(book::Quote { blocks: self.blocks(rest), span });
        };
        let anchor = self.tables.get(heading.attrs.key).and_then(|it| it.anchor.clone());
        let title = self.inlines(heading.title);
        let blocks = self.blocks(rest);
        let (label, class) = (String::new(), "note".to_owned());
        let (family, locale) = (Family::Callout, locale(&heading.attrs));
        Block::Aside(book::Aside { family, class, anchor, number: None, label, title, locale, blocks, span })
    }

    fn listing(&mut self, listing: draft::Listing) -> Block {
        let span = listing.span;
        let (anchor, number) = self.assigned(&listing.attrs);
        let listing = match listing::notation(&listing) {
            Some(notation) => match self.diagram(notation, listing) {
                Ok(figure) => return figure,
                Err(listing) => *listing,
            },
            None => listing,
        };
        if listing::is_art(&listing) {
            let alt = listing.attrs.get("alt").unwrap_or_default().to_owned();
            if alt.is_empty() && number.is_some() && listing.attrs.get("alt").is_none() {
                let path = "of characters".to_owned();
                let captioned = !listing.caption.is_empty();
                self.problems.push(Problem::MissingAlt { path, captioned }.at(span));
            }
            let body = FigureBody::Art(listing::art(&listing.lines, alt));
            let caption = self.inlines(listing.caption);
            return Block::Figure(Figure { anchor, number, caption, body, span });
        }
        let lines = listing::shown(&listing);
        let file = listing.attrs.get("file").or(listing.attrs.get("filename")).map(str::to_owned);
        let caption = self.inlines(listing.caption);
        let language = listing.language;
        Block::Listing(book::Listing { anchor, number, caption, file, language, lines, span })
    }

    /// The figure that a diagram's source draws; the source again where it can't be drawn.
    fn diagram(&mut self, notation: Notation, listing: draft::Listing) -> Result<Block, Box<draft::Listing>> {
        let span = listing.span;
        let asset = match self.pictures.diagram(notation, &listing::source(&listing.lines)) {
            Ok(asset) => asset,
            Err(fault) => {
                let line = fault.line.and_then(|line| listing.lines.get(line - 1));
                let at = line.map_or(span, |line| line.span);
                self.problems.push(pictures::bad_diagram(notation, &fault, None).at(at));
                return Err(Box::new(listing));
            }
        };
        let (anchor, number) = self.assigned(&listing.attrs);
        let caption = self.inlines(listing.caption);
        let alt = match listing.attrs.get("alt") {
            Some(alt) => alt.to_owned(),
            None => {
                let path = format!("in {}", notation.name());
                let alt = book::plain(&caption);
                self.problems.push(Problem::MissingAlt { path, captioned: !alt.is_empty() }.at(span));
                alt
            }
        };
        let width = listing.attrs.get("width").and_then(width);
        let body = FigureBody::Picture(Picture { asset, alt, width });
        Ok(Block::Figure(Figure { anchor, number, caption, body, span }))
    }

    fn table(&mut self, table: draft::Table) -> Block {
        let draft::Table { mut columns, head, rows, caption, attrs, number: _, span } = table;
        let (anchor, number) = self.assigned(&attrs);
        let caption = self.inlines(caption);
        let mut head: Vec<book::Row> = head.into_iter().map(|row| self.row(row)).collect();
        let mut rows: Vec<book::Row> = rows.into_iter().map(|row| self.row(row)).collect();
        super::table::name_rows(&mut head, &mut rows);
        super::number::align(&mut columns, &mut rows, &self.manifest.meta.language);
        let widths = match super::table::widths(&attrs, columns.len()) {
            Ok(widths) => widths,
            Err(problem) => {
                self.problems.push(problem.at(span));
                Vec::new()
            }
        };
        Block::Table(book::Table { anchor, number, caption, columns, widths, head, rows, span })
    }

    fn row(&mut self, row: draft::Row) -> book::Row {
        let cell = |cell: draft::Cell| {
            let draft::Cell { blocks, colspan, rowspan, heads, span } = cell;
            book::Cell { blocks: self.blocks(blocks), colspan, rowspan, heads, pad: String::new(), span }
        };
        book::Row { cells: row.cells.into_iter().map(cell).collect() }
    }

    fn figure(&mut self, figure: draft::Figure) -> Block {
        let draft::Figure { body, caption, attrs, number: _, span } = figure;
        let (anchor, number) = self.assigned(&attrs);
        let caption = self.inlines(caption);
        let body = match single_picture(body) {
            Ok((target, alt, own, at)) => match self.picture(&target, alt, &[&attrs, &own], &caption, at) {
                Some(picture) => FigureBody::Picture(picture),
                None => FigureBody::Blocks(book::Blocks { blocks: self.missing_picture(&target, at) }),
            },
            Err(blocks) => FigureBody::Blocks(book::Blocks { blocks: self.blocks(blocks) }),
        };
        Block::Figure(Figure { anchor, number, caption, body, span })
    }

    /// What stands where a picture should be: its name.
    fn missing_picture(&mut self, target: &str, span: Span) -> Vec<Block> {
        let text = book::Text { text: target.to_owned(), span };
        vec![Block::Paragraph(Paragraph { content: vec![Inline::Code(text)], span })]
    }

    /// A picture in use; `None` where there is none, and then a problem says so.
    pub(super) fn picture(
        &mut self,
        target: &str,
        alt: Vec<draft::Inline>,
        attrs: &[&Attrs],
        caption: &[Inline],
        span: Span,
    ) -> Option<Picture> {
        let asset = match self.pictures.get(self.file, target) {
            Ok(asset) => asset,
            Err(problem) => {
                self.problems.push(problem.at(span));
                return None;
            }
        };
        let get = |key: &str| attrs.iter().find_map(|attrs| attrs.get(key));
        let written = super::super::plain::plain(&alt);
        let alt = match get("alt").or((!written.is_empty()).then_some(&written)) {
            Some(alt) => alt.to_owned(),
            None => {
                let path = target.to_owned();
                let alt = book::plain(caption);
                self.problems.push(Problem::MissingAlt { path, captioned: !alt.is_empty() }.at(span));
                alt
            }
        };
        Some(Picture { asset, alt, width: get("width").and_then(width) })
    }

    fn math(&mut self, math: draft::Math, out: &mut Vec<Block>) {
        let (anchor, number) = self.assigned(&math.attrs);
        let span = math.span;
        match self.formula(&math.tex, true, span) {
            Ok(formula) => out.push(Block::Math(book::Math { anchor, number, formula, span })),
            Err(text) => {
                let content = vec![Inline::Code(text)];
                out.push(Block::Paragraph(Paragraph { content, span }));
            }
        }
    }

    pub(super) fn aside(&mut self, div: draft::Div) -> Block {
        let draft::Div { attrs, title, blocks, span } = div;
        let (anchor, number) = self.assigned(&attrs);
        let class = attrs.classes.first().cloned().unwrap_or_default();
        let locale = locale(&attrs);
        let own = locale.as_ref().and_then(|locale| manifest::own_words(locale.language.as_deref()?));
        let around = self.spoken.clone();
        self.spoken = own.or(self.spoken.take());
        // What has a number is referred to from elsewhere, in the words of the book.
        let words = self.spoken.as_ref().filter(|_| number.is_none()).unwrap_or(self.words);
        let meaning = boxes::meaning(&class, &self.manifest.blocks, words);
        if meaning.is_none() && !class.is_empty() {
            let near = nearest(&class, boxes::classes(&self.manifest.blocks));
            let problem = Problem::UnknownBlock { class: class.clone(), nearest: near };
            self.problems.push(problem.at(span));
        }
        let (family, label) = meaning.map_or((Family::Plain, String::new()), |it| (it.family, it.name));
        let title = self.inlines(title);
        let blocks = self.blocks(blocks);
        let class = if class.is_empty() { PLAIN.to_owned() } else { class_name(&class) };
        self.spoken = around;
        Block::Aside(book::Aside { family, class, anchor, number, label, title, locale, blocks, span })
    }

    pub(super) fn assigned(&self, attrs: &Attrs) -> (Option<book::Anchor>, Option<book::Number>) {
        let assigned = self.tables.get(attrs.key);
        assigned.map_or((None, None), |it| (it.anchor.clone(), it.number.clone()))
    }
}

/// `lang=` and `dir=`; what can't be one has been said.
pub(super) fn locale(attrs: &Attrs) -> Option<Locale> {
    let language = attrs.get("lang").filter(|tag| accepted::is_language(tag)).map(str::to_owned);
    let direction = match attrs.get("dir") {
        Some("ltr") => Some(Direction::Ltr),
        Some("rtl") => Some(Direction::Rtl),
        Some(_) | None => None,
    };
    (language.is_some() || direction.is_some()).then_some(Locale { language, direction })
}

/// A block in its own language: a box around it says which.
fn spoken(locale: Option<Locale>, block: Block, span: Span) -> Block {
    if locale.is_none() {
        return block;
    }
    let (family, class) = (Family::Plain, PLAIN.to_owned());
    let (label, title, blocks) = (String::new(), Vec::new(), vec![block]);
    Block::Aside(book::Aside { family, class, anchor: None, number: None, label, title, locale, blocks, span })
}

/// A picture: target, description, attributes, place.
type Drawn = (String, Vec<draft::Inline>, Attrs, Span);

/// The picture that is all there is in these blocks; else the blocks.
fn single_picture(mut blocks: Vec<draft::Block>) -> Result<Drawn, Vec<draft::Block>> {
    let single = match blocks.as_slice() {
        [draft::Block::Paragraph(paragraph)] => {
            let solid = |inline: &&draft::Inline| !is_blank(inline);
            let mut solid = paragraph.content.iter().filter(solid);
            matches!((solid.next(), solid.next()), (Some(draft::Inline::Picture { .. }), None))
        }
        _ => false,
    };
    if !single {
        return Err(blocks);
    }
    let Some(draft::Block::Paragraph(paragraph)) = blocks.pop() else { return Err(blocks) };
    let picture = paragraph.content.into_iter().find_map(|inline| match inline {
        draft::Inline::Picture { target, alt, attrs, span } => Some((target, alt, attrs, span)),
        _ => None,
    });
    picture.ok_or(blocks)
}

fn is_blank(inline: &draft::Inline) -> bool {
    matches!(inline, draft::Inline::Text(text, _) if text.trim().is_empty())
}

/// `80%`, `3in`, `120pt`, `6cm`, `60mm`, `300px` or `300` (CSS pixels, 1/96 in); no share above the whole.
pub(in super::super) fn width(text: &str) -> Option<Width> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits)?;
    let number: f64 = number.parse().ok().filter(|number| *number > 0.0)?;
    let points = |per: f64| Some(Width::Points(number * per));
    match unit.trim() {
        "%" => (number <= 100.0).then_some(Width::Share(number / 100.0)),
        "in" => points(72.0),
        "cm" => points(72.0 / 2.54),
        "mm" => points(72.0 / 25.4),
        "pt" => points(1.0),
        "px" | "" => points(0.75),
        _ => None,
    }
}

/// A class as both styles can name it: `[a-z][a-z0-9-]*`.
pub(super) fn class_name(class: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = class.chars().map(plain).collect();
    if name.starts_with(|c: char| c.is_ascii_lowercase()) { name } else { format!("x{name}") }
}
