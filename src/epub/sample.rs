//! A small book with every kind of node, made by hand, for tests.

use std::sync::Arc;

use crate::book::{
    Align, Anchor, Anchors, Art, Aside, Asset, AssetId, Block, Blocks, Book, Break, Cell, Chapter, Class,
    CodeLine, Creator, Family, Figure, FigureBody, Format, Formula, Heading, Inline, InlineMath, InlinePicture, Item,
    Kind, LineBreak, Link, List, LineMark, Listing, Mark, Math, Meta, Note, NoteId, NoteRef, Number, Paragraph, Part,
    Picture, Place, Quote, Ref, Role, Row, Run, Section, Styled, Table, Target, Term, Terms, Text, Width,
    sample::words,
};
use crate::span::{FileId, Span};

use super::{Code, Settings};

/// Hands out anchors and spans: every text has a place of its own.
#[derive(Default)]
pub struct Maker {
    anchors: Anchors,
    at: usize,
}

impl Maker {
    pub fn span(&mut self) -> Span {
        self.at += 100;
        Span::new(FileId(0), self.at, self.at + 99)
    }

    pub fn anchor(&mut self, wish: &str) -> Anchor {
        self.anchors.claim(wish)
    }

    pub fn text(&mut self, text: &str) -> Inline {
        Inline::Text(Text { text: text.to_owned(), span: self.span() })
    }

    pub fn code(&mut self, text: &str) -> Inline {
        Inline::Code(Text { text: text.to_owned(), span: self.span() })
    }

    fn styled(&mut self, text: &str) -> Styled {
        Styled { content: vec![self.text(text)] }
    }

    pub fn run(&mut self, content: Vec<Inline>) -> Block {
        Block::Paragraph(Paragraph { content, span: self.span() })
    }

    pub fn words(&mut self, text: &str) -> Block {
        let content = vec![self.text(text)];
        self.run(content)
    }

    pub fn reference(&mut self, anchor: &Anchor, text: &str) -> Inline {
        Inline::Ref(Ref { anchor: anchor.clone(), text: text.to_owned(), before: String::new(), span: self.span() })
    }

    pub fn link(&mut self, target: Target, content: Vec<Inline>) -> Inline {
        Inline::Link(Link { target, content, span: self.span() })
    }

    pub fn heading(&mut self, number: Option<Number>, title: &str) -> Heading {
        Heading { anchor: self.anchor(title), number, title: vec![self.text(title)], span: self.span() }
    }

    pub fn section(&mut self, text: &str, title: &str, blocks: Vec<Block>) -> Block {
        let heading = self.heading(Some(number(Kind::Section, text, "Section")), title);
        Block::Section(Section { heading, blocks })
    }

    pub fn chapter(
        &mut self,
        role: Role,
        number: Option<Number>,
        title: &str,
        blocks: Vec<Block>,
    ) -> Chapter {
        let heading = self.heading(number, title);
        Chapter { role, heading, blocks, span: self.span() }
    }

    pub fn line(&mut self, runs: &[(Option<Class>, &str)], marked: bool) -> CodeLine {
        let runs = runs.iter().map(|(class, text)| Run { class: *class, text: (*text).to_owned(), edit: None });
        let mark = marked.then_some(LineMark::Highlighted);
        CodeLine { runs: runs.collect(), number: None, mark, callout: None, edit: None, span: self.span() }
    }

    pub fn lines(&mut self, text: &str) -> Vec<CodeLine> {
        text.lines().map(|line| self.line(&[(None, line)], false)).collect()
    }

    pub fn listing(&mut self, lines: Vec<CodeLine>) -> Listing {
        let span = self.span();
        Listing {
            anchor: None,
            number: None,
            caption: vec![],
            file: None,
            language: Some("rust".into()),
            lines,
            span,
        }
    }

    pub fn figure(&mut self, anchor: Option<Anchor>, caption: Option<&str>, body: FigureBody) -> Block {
        let number = anchor.as_ref().map(|anchor| number(Kind::Figure, &anchor.as_str()[4..], "Figure"));
        let caption = caption.map(|caption| vec![self.text(caption)]).unwrap_or_default();
        Block::Figure(Figure { anchor, number, caption, body, span: self.span() })
    }

    pub fn aside(&mut self, family: Family, class: &str, label: &str, title: &str, text: &str) -> Block {
        let title = if title.is_empty() { vec![] } else { vec![self.text(title)] };
        let blocks = vec![self.words(text), self.words("And a second paragraph.")];
        let (anchor, span) = (Some(self.anchor(class)), self.span());
        let (class, label) = (class.to_owned(), label.to_owned());
        Block::Aside(Aside { family, class, anchor, number: None, label, title, locale: None, blocks, span })
    }

    pub fn cell(&mut self, text: &str) -> Cell {
        let blocks = if text.is_empty() { vec![] } else { vec![self.words(text)] };
        Cell { blocks, colspan: 1, rowspan: 1, heads: false, pad: String::new(), span: self.span() }
    }

    pub fn row(&mut self, texts: &[&str]) -> Row {
        Row { cells: texts.iter().map(|text| self.cell(text)).collect() }
    }

    fn item(&mut self, task: Option<bool>, text: &str) -> Item {
        Item { task, callout: None, blocks: vec![self.words(text)], span: self.span() }
    }
}

pub fn number(kind: Kind, text: &str, name: &str) -> Number {
    Number { kind, text: text.to_owned(), label: format!("{name} {text}") }
}

pub fn settings() -> Settings {
    Settings {
        longest_side: 1600,
        longest_file: 230_000,
        contents: 3,
        code: Code::Scroll,
        certified: None,
        house: None,
        modified: 1_795_305_600,
    }
}

/// A book of one chapter.
pub fn short(blocks: Vec<Block>, mut maker: Maker) -> Book {
    let chapter = maker.chapter(Role::Chapter, Some(number(Kind::Chapter, "1", "Chapter")), "One", blocks);
    let meta = Meta { title: "Short".into(), language: "en".into(), ..Meta::default() };
    let parts = vec![Part { heading: None, chapters: vec![chapter] }];
    Book { meta, words: words(), front: vec![], parts, back: vec![], notes: vec![], assets: vec![] }
}

/// A book with everything in it.
pub fn full() -> Book {
    let mut m = Maker::default();
    let figure = m.anchor("fig-1.1");
    let (note, mark, again) = (m.anchor("fn-1"), m.anchor("fn-1-ref"), m.anchor("fn-1-ref-2"));
    let inlines = inline_blocks(&mut m, &figure, &mark, &again);
    let lists = list_blocks(&mut m);
    let code = code_blocks(&mut m);
    let tables = vec![table(&mut m)];
    let figures = figure_blocks(&mut m, figure.clone());
    let boxes = box_blocks(&mut m);
    let deep = m.words("Deep.");
    let deeper = m.section("1.2.1", "Lists within", lists);
    let sections = vec![
        m.section("1.1", "Runs of text", inlines),
        m.section("1.2", "Lists & “such” <things>", vec![deep, deeper]),
        m.section("1.3", "Code", code),
        m.section("1.4", "Tables", tables),
        m.section("1.5", "Figures", figures),
        m.section("1.6", "Boxes", boxes),
    ];
    let one =
        m.chapter(Role::Chapter, Some(number(Kind::Chapter, "1", "Chapter")), "Every element", sections);
    let see = vec![m.text("Back to "), m.reference(&figure, "Figure 1.1"), m.text(".")];
    let text = m.run(see);
    let two =
        m.chapter(Role::Chapter, Some(number(Kind::Chapter, "2", "Chapter")), "Another chapter", vec![text]);
    let text = m.words("Why this book.");
    let preface = m.chapter(Role::Front, None, "Preface", vec![text]);
    let text = m.words("More.");
    let letter = Number { kind: Kind::Appendix, text: "A".into(), label: "Appendix A".into() };
    let appendix = m.chapter(Role::Appendix, Some(letter), "Tools", vec![text]);
    let text = m.words("Thanks.");
    let after = m.chapter(Role::Back, None, "Acknowledgements", vec![text]);
    let heading =
        m.heading(Some(Number { kind: Kind::Part, text: "I".into(), label: "Part I".into() }), "Elements");
    let first = m.words("The note. It says more than one thing.");
    let second = m.words("In two paragraphs.");
    let notes = vec![Note { anchor: note, number: "1".into(), blocks: vec![first, second], span: m.span() }];
    let parts = vec![Part { heading: Some(heading), chapters: vec![one, two] }];
    Book {
        meta: meta(),
        words: words(),
        front: vec![preface],
        parts,
        back: vec![appendix, after],
        notes,
        assets: assets(),
    }
}

fn meta() -> Meta {
    Meta {
        title: "Every Element & More".into(),
        subtitle: Some("A sampler".into()),
        authors: vec!["Ann Author".into(), "Bo Binder".into()],
        creators: ["Ann Author", "Bo Binder"].map(|name| Creator { name: name.into(), role: "aut", file_as: None }).into(),
        series: None,
        languages: vec![],
        direction: None,
        language: "en-GB".into(),
        description: Some("A book with one of everything: <all> & more.".into()),
        publisher: Some("The Press".into()),
        place: None,
        rights: Some("© 2026 the authors".into()),
        edition: Some("Second edition".into()),
        printing: None,
        isbn_print: Some("9781402894640".into()),
        isbn_epub: Some("9781402894626".into()),
        subjects: vec!["Books".into(), "Testing".into()],
        date: 1_795_305_600,
        published: Some("2026-11-22".into()),
        dedication: Some("To the reader.".into()),
        cover: None,
    }
}

fn assets() -> Vec<Asset> {
    let mut png = resvg::tiny_skia::Pixmap::new(40, 20).expect("a size");
    png.fill(resvg::tiny_skia::Color::from_rgba8(200, 60, 60, 255));
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"90\" viewBox=\"0 0 600 90\"><rect x=\"2\" y=\"2\" width=\"596\" height=\"86\" fill=\"none\" stroke=\"#000\"/></svg>";
    let asset = |name: &str, format, width, height, bytes: Vec<u8>| Asset {
        name: name.into(),
        format,
        width,
        height,
        type_size: None,
        source: None,
        bytes: Arc::from(bytes),
    };
    vec![
        asset("red.png", Format::Png, 40.0, 20.0, png.encode_png().expect("a picture")),
        asset("wide.svg", Format::Svg, 600.0, 90.0, svg.into()),
    ]
}

fn formula(tex: &str, display: bool) -> Formula {
    let display = if display { " display=\"block\"" } else { "" };
    let mathml = format!(
        "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"{display}><mrow><mi>n</mi><mo>&gt;</mo><mn>2</mn><mi>f</mi></mrow></math>"
    );
    Formula { tex: tex.into(), typst: String::new(), mathml }
}

fn inline_blocks(m: &mut Maker, figure: &Anchor, mark: &Anchor, again: &Anchor) -> Vec<Block> {
    let picture = Picture { asset: AssetId(0), alt: "A red square".into(), width: Some(Width::Points(20.0)) };
    let (place, marked) = (m.anchor("place"), m.anchor("term"));
    let note = |m: &mut Maker, anchor: &Anchor, first| {
        Inline::NoteRef(NoteRef { note: NoteId(0), anchor: anchor.clone(), first, span: m.span() })
    };
    let run = vec![
        m.text("Text with a control \u{1b} and <markup> & more: "),
        Inline::Emph(m.styled("emphasis")),
        Inline::Strong(m.styled("strong")),
        Inline::Strike(m.styled("struck")),
        m.text(" H"),
        Inline::Sub(m.styled("2")),
        m.text("O x"),
        Inline::Sup(m.styled("2")),
        Inline::Key(m.styled("Esc")),
        m.code("let x = 1 < 2 && y;"),
        Inline::Math(InlineMath { formula: formula("n > 2f", false), span: m.span() }),
        m.reference(figure, "Figure 1.1"),
        note(m, mark, true),
        note(m, again, false),
        Inline::Picture(InlinePicture { picture, span: m.span() }),
        Inline::Place(Place { anchor: place.clone(), span: m.span() }),
        Inline::LineBreak(LineBreak { span: m.span() }),
    ];
    let word = m.text("mot juste");
    let mark = Mark {
        anchor: Some(marked),
        classes: vec!["term".into()],
        locale: Some(crate::book::Locale { language: Some("fr".into()), direction: None }),
        content: vec![word],
        span: m.span(),
    };
    let inner = vec![m.text("a link to "), m.reference(figure, "Figure 1.1")];
    let outer = m.text("no scheme we know");
    let links = vec![
        Inline::Mark(mark),
        m.text(" and "),
        m.link(Target::Url("https://example.org/a b?x=1&y={2}".into()), inner),
        m.text(", "),
        m.link(Target::Url("javascript:alert(1)".into()), vec![outer]),
        m.text(", "),
    ];
    let here = m.text("here");
    let here = m.link(Target::Anchor(place), vec![here]);
    let page = Inline::PageRef(Ref { anchor: figure.clone(), text: "Figure 1.1".into(), before: String::new(), span: m.span() });
    vec![
        m.run(run),
        m.run(links),
        m.run(vec![here, page]),
        Block::Break(Break { span: m.span() }),
        m.words("After."),
    ]
}

fn list_blocks(m: &mut Maker) -> Vec<Block> {
    let inner = List { start: None, tight: true, items: vec![m.item(None, "inner")], span: m.span() };
    let mut outer = m.item(None, "outer");
    outer.blocks.push(Block::List(inner));
    let lists = [
        List { start: None, tight: true, items: vec![outer, m.item(None, "more")], span: m.span() },
        List {
            start: Some(3),
            tight: false,
            items: vec![m.item(None, "three"), m.item(None, "four")],
            span: m.span(),
        },
        List {
            start: None,
            tight: true,
            items: vec![m.item(Some(true), "done"), m.item(Some(false), "not")],
            span: m.span(),
        },
    ];
    let term = |m: &mut Maker, term: &str, definitions: Vec<Vec<Block>>| Term {
        term: vec![m.text(term)],
        definitions,
        span: m.span(),
    };
    let explained = vec![vec![m.words("A majority.")], vec![m.words("Two."), m.words("Paragraphs.")]];
    let items = vec![term(m, "quorum", explained), term(m, "bare", vec![])];
    let quoted = vec![m.words("Quoted."), m.words("Twice.")];
    let mut blocks: Vec<Block> = lists.into_iter().map(Block::List).collect();
    blocks.push(Block::Terms(Terms { items, span: m.span() }));
    blocks.push(Block::Quote(Quote { blocks: quoted, span: m.span() }));
    blocks
}

fn code_blocks(m: &mut Maker) -> Vec<Block> {
    let runs: Vec<(Option<Class>, String)> =
        Class::ALL.iter().map(|class| (Some(*class), format!("{} ", class.name()))).collect();
    let runs: Vec<(Option<Class>, &str)> = runs.iter().map(|(class, text)| (*class, text.as_str())).collect();
    let lines = vec![
        m.line(&runs, false),
        m.line(&[], false),
        m.line(
            &[(None, "    a line that is marked, and so long that no phone can show it whole: 0123456789")],
            true,
        ),
    ];
    let plain = Block::Listing(Listing { language: Some("c++".into()), ..m.listing(lines.clone()) });
    let (anchor, title) = (m.anchor("lst-1"), m.text("Every class"));
    let whole = Block::Listing(Listing {
        anchor: Some(anchor),
        number: Some(number(Kind::Listing, "1.1", "Listing")),
        caption: vec![title],
        file: Some("src/main.rs".into()),
        ..m.listing((9..).zip(lines).map(|(number, line)| CodeLine { number: Some(number), ..line }).collect())
    });
    vec![plain, whole]
}

fn table(m: &mut Maker) -> Block {
    let (anchor, caption) = (m.anchor("tbl-1"), m.text("Modes of failure"));
    let mut tall = m.cell("both rows");
    tall.rowspan = 2;
    let (last, right) = (m.cell("z"), m.cell("2"));
    let mut wide = m.cell("both columns");
    wide.colspan = 2;
    let columns = vec![Align::Left, Align::Center, Align::Right];
    let rows = vec![
        Row { cells: vec![tall, last, right] },
        m.row(&["x", "1"]),
        Row { cells: vec![wide, m.cell("3")] },
    ];
    Block::Table(Table {
        anchor: Some(anchor),
        number: Some(number(Kind::Table, "1.1", "Table")),
        caption: vec![caption],
        columns,
        widths: Vec::new(),
        head: vec![m.row(&["", "Name", "Count"])],
        rows,
        span: m.span(),
    })
}

fn figure_blocks(m: &mut Maker, anchor: Anchor) -> Vec<Block> {
    let picture = Picture { asset: AssetId(1), alt: "A wide frame".into(), width: Some(Width::Share(0.8)) };
    let plain = Picture { asset: AssetId(0), alt: "A red square".into(), width: None };
    let lines = m.lines("┌──────────┐     ┌──────────┐\n│ client ✓ │ ──▶ │ server   │\n└──────────┘     └──────────┘\n\n  a < b & c");
    let art = |alt: &str| FigureBody::Art(Art { lines: lines.clone(), alt: alt.into() });
    let inner = m.words("A paragraph as a figure.");
    let second = m.anchor("fig-1.2");
    let equation = m.anchor("eq-1");
    let math = Math {
        anchor: Some(equation),
        number: Some(number(Kind::Equation, "1.1", "Equation")),
        formula: formula("n > 2f", true),
        span: m.span(),
    };
    vec![
        m.figure(Some(anchor), Some("A picture"), FigureBody::Picture(picture)),
        m.figure(None, None, FigureBody::Picture(plain)),
        m.figure(Some(second), Some("A drawing"), art("A client sends to a server.")),
        m.figure(None, None, FigureBody::Blocks(Blocks { blocks: vec![inner] })),
        Block::Math(math),
    ]
}

fn box_blocks(m: &mut Maker) -> Vec<Block> {
    vec![
        m.aside(Family::Epigraph, "epigraph", "", "", "All is flux."),
        m.aside(Family::Callout, "note", "Note", "", "Mind this."),
        m.aside(Family::Callout, "tip", "Tip", "With a title", "Try this."),
        m.aside(Family::Alert, "warning", "Warning", "", "Careful."),
        m.aside(Family::Theorem, "theorem", "Theorem", "FLP", "No protocol."),
        m.aside(Family::Theorem, "example", "Example", "", "For example."),
        m.aside(Family::Proof, "proof", "Proof", "", "Obvious."),
        m.aside(Family::Frame, "blueprint", "Blueprint", "Of a chapter", "What it holds."),
        m.aside(Family::Plain, "house", "", "", "Plain."),
    ]
}
