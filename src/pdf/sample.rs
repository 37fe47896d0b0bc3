//! Small books made by hand, for tests.

use std::sync::Arc;

use crate::book::{
    Creator,
    Align, Anchor, Anchors, Art, Aside, Asset, AssetId, Block, Book, Break, Cell, Chapter, Class, CodeLine,
    Family, Figure, FigureBody, Format, Formula, Heading, Inline, InlineMath, Item, Kind, Link, List,
    Listing, Math, Meta, Note, NoteId, NoteRef, Number, Paragraph, Part, Picture, Quote, Ref, Role, Row, Run,
    Section, Table, Target, Term, Terms, Text, Width, sample::words,
};
use crate::span::{FileId, Span};

/// Hands out places and anchors; spans count up, so every text has a place of its own.
#[derive(Default)]
pub struct Maker {
    anchors: Anchors,
    at: usize,
    pub notes: Vec<Note>,
}

impl Maker {
    pub fn span(&mut self, length: usize) -> Span {
        let start = self.at;
        self.at += length + 1;
        Span::new(FileId(0), start, start + length)
    }

    pub fn anchor(&mut self, wish: &str) -> Anchor {
        self.anchors.claim(wish)
    }

    pub fn text(&mut self, text: &str) -> Inline {
        Inline::Text(Text { text: text.to_owned(), span: self.span(text.len()) })
    }

    pub fn code(&mut self, text: &str) -> Inline {
        Inline::Code(Text { text: text.to_owned(), span: self.span(text.len()) })
    }

    pub fn paragraph(&mut self, content: Vec<Inline>) -> Block {
        Block::Paragraph(Paragraph { content, span: self.span(0) })
    }

    pub fn words(&mut self, text: &str) -> Block {
        let content = vec![self.text(text)];
        self.paragraph(content)
    }

    pub fn reference(&mut self, anchor: &Anchor, text: &str) -> Inline {
        Inline::Ref(Ref { anchor: anchor.clone(), text: text.to_owned(), before: String::new(), span: self.span(text.len()) })
    }

    pub fn page_reference(&mut self, anchor: &Anchor) -> Inline {
        Inline::PageRef(Ref { anchor: anchor.clone(), text: String::new(), before: String::new(), span: self.span(4) })
    }

    pub fn link(&mut self, target: Target, text: &str) -> Inline {
        let content = vec![self.text(text)];
        Inline::Link(Link { target, content, span: self.span(0) })
    }

    pub fn note(&mut self, text: &str) -> Inline {
        let number = self.notes.len() + 1;
        let anchor = self.anchor(&format!("fn-{number}"));
        let mark = self.anchor(&format!("fn-{number}-ref"));
        let blocks = vec![self.words(text)];
        let id = NoteId(self.notes.len() as u32);
        let span = self.span(4);
        self.notes.push(Note { anchor, number: number.to_string(), blocks, span });
        Inline::NoteRef(NoteRef { note: id, anchor: mark, first: true, span })
    }

    pub fn math(&mut self, typst: &str) -> Inline {
        let formula = formula(typst);
        Inline::Math(InlineMath { formula, span: self.span(typst.len()) })
    }

    pub fn heading(&mut self, wish: &str, number: Option<(Kind, &str, &str)>, title: &str) -> Heading {
        let number =
            number.map(|(kind, text, label)| Number { kind, text: text.to_owned(), label: label.to_owned() });
        Heading { anchor: self.anchor(wish), number, title: vec![self.text(title)], span: self.span(0) }
    }

    pub fn section(&mut self, number: &str, title: &str, blocks: Vec<Block>) -> Block {
        let label = format!("Section {number}");
        let heading = self.heading(title, Some((Kind::Section, number, &label)), title);
        Block::Section(Section { heading, blocks })
    }

    pub fn chapter(&mut self, number: Option<u32>, title: &str, blocks: Vec<Block>) -> Chapter {
        let texts = number.map(|number| (number.to_string(), format!("Chapter {number}")));
        let kind = texts.as_ref().map(|(text, label)| (Kind::Chapter, text.as_str(), label.as_str()));
        let heading = self.heading(title, kind, title);
        let role = if number.is_some() { Role::Chapter } else { Role::Front };
        Chapter { role, heading, blocks, span: self.span(0) }
    }

    pub fn lines(&mut self, text: &str) -> Vec<CodeLine> {
        let lines = text.lines().map(|line| {
            let runs =
                if line.is_empty() { Vec::new() } else { vec![Run { class: None, text: line.to_owned(), edit: None }] };
            CodeLine { runs, number: None, mark: None, callout: None, edit: None, span: self.span(line.len()) }
        });
        lines.collect()
    }

    pub fn listing(&mut self, title: Option<&str>, code: &str) -> Block {
        let lines = self.lines(code);
        let lines = lines.into_iter().map(highlight).collect();
        let caption = title.map(|title| vec![self.text(title)]).unwrap_or_default();
        let number =
            title.map(|_| Number { kind: Kind::Listing, text: "1.1".into(), label: "Listing 1.1".into() });
        let anchor = title.map(|title| self.anchor(title));
        let span = self.span(0);
        Block::Listing(Listing {
            anchor,
            number,
            caption,
            file: None,
            language: Some("rust".into()),
            lines,
            span,
        })
    }

    pub fn art(&mut self, drawing: &str) -> Block {
        let lines = self.lines(drawing);
        let body = FigureBody::Art(Art { lines, alt: "a drawing".into() });
        Block::Figure(Figure { anchor: None, number: None, caption: Vec::new(), body, span: self.span(0) })
    }

    pub fn picture(&mut self, asset: u32, label: &str, caption: &str, width: Option<Width>) -> Block {
        let anchor = Some(self.anchor(label));
        let number = Some(Number { kind: Kind::Figure, text: "1".into(), label: label.to_owned() });
        let body = FigureBody::Picture(Picture { asset: AssetId(asset), alt: "what it shows".into(), width });
        let caption = vec![self.text(caption)];
        Block::Figure(Figure { anchor, number, caption, body, span: self.span(0) })
    }

    pub fn display(&mut self, typst: &str, number: Option<&str>) -> Block {
        let anchor = number.map(|number| self.anchor(&format!("eq {number}")));
        let number =
            number.map(|text| Number { kind: Kind::Equation, text: text.into(), label: text.into() });
        Block::Math(Math { anchor, number, formula: formula(typst), span: self.span(typst.len()) })
    }

    pub fn bullets(&mut self, items: &[&str]) -> Block {
        self.list(None, items)
    }

    pub fn list(&mut self, start: Option<u64>, items: &[&str]) -> Block {
        let items = items.iter().map(|item| {
            let blocks = vec![self.words(item)];
            Item { task: None, callout: None, blocks, span: self.span(0) }
        });
        let items = items.collect();
        Block::List(List { start, tight: true, items, span: self.span(0) })
    }

    pub fn terms(&mut self, items: &[(&str, &str)]) -> Block {
        let items = items.iter().map(|(term, text)| {
            let (term, text) = (self.text(term), self.words(text));
            Term { term: vec![term], definitions: vec![vec![text]], span: self.span(0) }
        });
        let items = items.collect();
        Block::Terms(Terms { items, span: self.span(0) })
    }

    pub fn quote(&mut self, text: &str) -> Block {
        let blocks = vec![self.words(text)];
        Block::Quote(Quote { blocks, span: self.span(0) })
    }

    pub fn aside(
        &mut self,
        family: Family,
        class: &str,
        label: &str,
        title: &str,
        blocks: Vec<Block>,
    ) -> Block {
        let title = if title.is_empty() { Vec::new() } else { vec![self.text(title)] };
        Block::Aside(Aside {
            family,
            class: class.into(),
            anchor: Some(self.anchor(class)),
            number: None,
            label: label.into(),
            title,
            locale: None,
            blocks,
            span: self.span(0),
        })
    }

    pub fn table(&mut self, caption: &str, rows: &[&[&str]]) -> Block {
        let mut all = rows.iter().map(|row| {
            let cells = row.iter().map(|cell| {
                let blocks = vec![self.words(cell)];
                Cell { blocks, colspan: 1, rowspan: 1, heads: false, pad: String::new(), span: self.span(0) }
            });
            Row { cells: cells.collect() }
        });
        let head = all.next().into_iter().collect();
        let rows_left = all.collect();
        let number = Some(Number { kind: Kind::Table, text: "1.1".into(), label: "Table 1.1".into() });
        Block::Table(Table {
            anchor: Some(self.anchor(caption)),
            number,
            caption: vec![self.text(caption)],
            columns: vec![Align::Default; rows.first().map_or(1, |row| row.len())],
            widths: Vec::new(),
            head,
            rows: rows_left,
            span: self.span(0),
        })
    }

    pub fn rule(&mut self) -> Block {
        Block::Break(Break { span: self.span(3) })
    }

    pub fn book(self, front: Vec<Chapter>, parts: Vec<Part>) -> Book {
        let meta = Meta {
            title: "A Sample".into(),
            subtitle: Some("Of Everything".into()),
            authors: vec!["Ada Author".into(), "Ben Writer".into()],
            creators: ["Ada Author", "Ben Writer"].map(|name| Creator { name: name.into(), role: "aut", file_as: None }).into(),
            series: None,
            languages: vec![],
            direction: None,
            language: "en-GB".into(),
            publisher: Some("The Press".into()),
            rights: Some("© 2026 the authors".into()),
            date: 1_795_350_605,
            ..Meta::default()
        };
        Book {
            meta,
            words: words(),
            front,
            parts,
            back: Vec::new(),
            notes: self.notes,
            assets: vec![asset()],
        }
    }
}

fn formula(typst: &str) -> Formula {
    Formula { tex: typst.to_owned(), typst: typst.to_owned(), mathml: String::new() }
}

/// The first word of a line as a keyword, what is quoted as a string, `//` and the rest as a comment.
fn highlight(line: CodeLine) -> CodeLine {
    let Some(text) = line.runs.first().map(|run| run.text.clone()) else { return line };
    let run = |class, text: &str| Run { class, text: text.to_owned(), edit: None };
    let (code, comment) = text.find("//").map_or((text.as_str(), ""), |at| text.split_at(at));
    let indent = code.len() - code.trim_start().len();
    let (space, code) = code.split_at(indent);
    let (word, rest) = code.find(' ').map_or((code, ""), |at| code.split_at(at));
    let runs = [
        run(None, space),
        run(Some(Class::Keyword), word),
        run(None, rest),
        run(Some(Class::Comment), comment),
    ];
    CodeLine { runs: runs.into_iter().filter(|run| !run.text.is_empty()).collect(), ..line }
}

fn asset() -> Asset {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='120' viewBox='0 0 400 120'>\
               <rect x='10' y='10' width='380' height='100' fill='none' stroke='black'/>\
               <text x='40' y='70' font-family='Source Sans 3' font-size='20'>a picture</text></svg>";
    let bytes: Arc<[u8]> = Arc::from(svg.as_bytes());
    Asset { name: "a.svg".into(), format: Format::Svg, width: 400.0, height: 120.0, type_size: None, source: None, bytes }
}
