//! Small books through the whole room, read back from the joined pages.

use std::collections::BTreeMap;

use typst::foundations::NativeElement;
use typst::introspection::Introspector;
use typst::layout::{Frame, FrameItem, Point};
use typst::model::{Destination, HeadingElem};
use typst_layout::PagedDocument;

use super::geometry::Geometry;
use super::layout::{self, Place, Task};
use super::sample::Maker;
use super::{Bound, Edition, House, Settings, bind, join, style, world};
use crate::book::{Anchor, Block, Book, Family, FigureBody, Inline, Kind, Mark, Part, Target, Width, plain};
use crate::fonts::Fonts;
use crate::problem::{Diagnostic, Problem};
use crate::span::{FileId, Span};

pub(super) fn settings() -> Settings {
    Settings { edition: Edition::Print, style: super::Style::Book, width: 504.0, height: 720.0, contents: 2, lists: Vec::new(), note: String::new(), house: None, sheet: super::Sheet::default(), undescribed: Vec::new() }
}

fn quiet(_: crate::step::Step, _: usize, _: usize) {}

/// What is left of a layout when its pages are joined.
struct Left {
    places: Vec<Place>,
    folios: BTreeMap<Anchor, String>,
}

/// A book's joined pages, and what `read` makes of them.
fn joined<T>(book: &Book, settings: &Settings, read: impl FnOnce(&PagedDocument, &Left) -> T) -> T {
    let fonts = Fonts::embedded();
    let shared = world::Shared::new(book, &fonts, style::files(book, &fonts, settings, false));
    let task = Task { shared: &shared, book, roles: &super::roles::Roles::of(book), settings, watch: &quiet };
    let layout = layout::book(task).expect("lays out");
    let left = Left { places: layout.places.clone(), folios: layout.folios.clone() };
    let document = join::join(task, layout).expect("joins");
    read(&document, &left)
}

fn bound(book: &Book) -> Bound {
    bind(book, &Fonts::embedded(), &settings(), &quiet).expect("binds")
}

/// A book of two chapters in a part, the second long, with a preface.
fn two_chapters(first: impl FnOnce(&mut Maker) -> Vec<Block>) -> Book {
    let mut m = Maker::default();
    let text = m.words("Why this book is.");
    let preface = m.chapter(None, "Preface", vec![text]);
    let blocks = first(&mut m);
    let one = m.chapter(Some(1), "Time", blocks);
    let words = "Words that fill the page, line by line, until there are enough of them. ".repeat(12);
    let early: Vec<Block> = (0..6).map(|_| m.words(&words)).collect();
    let late: Vec<Block> = (0..9).map(|_| m.words(&words)).collect();
    let sections = vec![m.section("2.1", "Early", early), m.section("2.2", "Late", late)];
    let two = m.chapter(Some(2), "Order", sections);
    let heading = m.heading("part-one", Some((Kind::Part, "I", "Part I")), "Foundations");
    m.book(vec![preface], vec![Part { heading: Some(heading), chapters: vec![one, two] }])
}

fn one_chapter(blocks: impl FnOnce(&mut Maker) -> Vec<Block>) -> Book {
    let mut m = Maker::default();
    let blocks = blocks(&mut m);
    let chapter = m.chapter(Some(1), "Only", blocks);
    m.book(Vec::new(), vec![Part { heading: None, chapters: vec![chapter] }])
}

fn each<'a>(frame: &'a Frame, at: Point, see: &mut dyn FnMut(Point, &'a FrameItem)) {
    for (point, item) in frame.items() {
        let point = at + *point;
        see(point, item);
        // What is turned is inside its group, and the group is sized by Typst.
        if let FrameItem::Group(group) = item
            && group.transform.is_only_translate()
        {
            each(&group.frame, point, see);
        }
    }
}

fn texts(frame: &Frame) -> Vec<String> {
    let mut out = Vec::new();
    each(frame, Point::zero(), &mut |_, item| {
        if let FrameItem::Text(text) = item {
            out.push(text.text.to_string());
        }
    });
    out
}

fn pages(document: &PagedDocument) -> Vec<String> {
    document.pages().iter().map(|page| texts(&page.frame).concat()).collect()
}

/// Right edge of the text that reaches furthest right, and of that which reaches furthest left, pt.
fn extent(frame: &Frame) -> (f64, f64) {
    let (mut left, mut right) = (f64::MAX, 0.0_f64);
    each(frame, Point::zero(), &mut |point, item| {
        if let FrameItem::Text(text) = item {
            left = left.min(point.x.to_pt());
            right = right.max((point.x + text.width()).to_pt());
        }
    });
    (left, right)
}

fn body(document: &PagedDocument) -> String {
    let pages = pages(document);
    pages.iter().skip(6).cloned().collect::<Vec<_>>().concat()
}

#[test]
fn pieces_begin_on_rectos_and_blank_versos_are_blank() {
    let book = two_chapters(|m| vec![m.words("Short.")]);
    joined(&book, &settings(), |document, layout| {
        assert!(layout.places.iter().all(|place| place.before % 2 == 0));
        let pages = pages(document);
        assert_eq!(pages[0], "A Sample");
        assert_eq!(pages[1], "");
        assert!(pages[2].contains("Of Everything") && pages[3].contains("© 2026 the authors"));
        assert!(pages[4].starts_with("Contents"));
        // Contents, preface, part and first chapter take a page each, so a blank verso follows each.
        for verso in [5, 7, 9, 11] {
            assert_eq!(document.pages()[verso].frame.items().count(), 0, "page {verso}");
        }
        assert!(pages[12].starts_with('2') && pages[12].contains("Order"), "{}", pages[12]);
    });
}

#[test]
fn folios_are_roman_before_the_body_and_arabic_in_it() {
    let book = two_chapters(|m| vec![m.words("Short.")]);
    let chapter = book.chapters().nth(2).expect("three").heading.anchor.clone();
    let preface = book.chapters().next().expect("three").heading.anchor.clone();
    joined(&book, &settings(), |document, layout| {
        assert_eq!(layout.folios.get(&preface).map(String::as_str), Some("vii"));
        assert_eq!(layout.folios.get(&chapter).map(String::as_str), Some("5"));
        let numbers: Vec<u64> = document.pages().iter().map(|page| page.number).collect();
        assert_eq!(numbers[..8], [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(numbers[8..14], [1, 2, 3, 4, 5, 6]);
        let pages = pages(document);
        assert!(pages[4].contains("Order5"), "{}", pages[4]);
        assert!(pages[12].ends_with('5'), "drop folio: {}", pages[12]);
        assert!(!pages[8].contains('1'), "a part's page has no folio: {}", pages[8]);
    });
}

#[test]
fn running_heads_name_the_chapter_on_versos_and_the_section_on_rectos() {
    let book = two_chapters(|m| vec![m.words("Short.")]);
    joined(&book, &settings(), |document, _| {
        let pages = pages(document);
        assert!(pages[13].ends_with("62 Order") || pages[13].contains("2Order"), "{}", pages[13]);
        let recto = &pages[14];
        assert!(recto.contains("2.2Late") && recto.ends_with('7'), "{recto}");
    });
}

#[test]
fn links_across_chapters_lead_to_the_page_of_their_anchor() {
    let mut wanted = None;
    let book = two_chapters(|m| {
        let target = m.anchor("later");
        wanted = Some(target.clone());
        let link = m.reference(&target, "Section 9.9");
        vec![m.paragraph(vec![link])]
    });
    // The anchor stands in the second chapter's last paragraph.
    let mut book = book;
    let target: Anchor = wanted.expect("set");
    let place = Inline::Place(crate::book::Place { anchor: target.clone(), span: Span::top(FileId(0)) });
    let last = book.chapters_mut().nth(2).and_then(|chapter| chapter.blocks.last_mut());
    let Some(Block::Section(section)) = last else { panic!("a section") };
    let Some(Block::Paragraph(paragraph)) = section.blocks.last_mut() else { panic!("a paragraph") };
    paragraph.content.push(place);
    joined(&book, &settings(), |document, layout| {
        let mut found = Vec::new();
        each(&document.pages()[10].frame, Point::zero(), &mut |_, item| {
            if let FrameItem::Link(destination, _) = item {
                found.push(destination.clone());
            }
        });
        let [Destination::Position(position)] = found.as_slice() else { panic!("{found:?}") };
        let page = document.pages().len();
        assert_eq!(position.page.get(), page);
        assert_eq!(layout.folios.get(&target).map(String::as_str), Some((page - 8).to_string().as_str()));
    });
}

#[test]
fn no_private_address_is_left() {
    let book = two_chapters(|m| {
        let note = m.note("A note.");
        let text = m.text("Text");
        vec![m.paragraph(vec![text, note])]
    });
    joined(&book, &settings(), |document, _| {
        for page in document.pages() {
            each(&page.frame, Point::zero(), &mut |_, item| {
                if let FrameItem::Link(Destination::Url(url), _) = item {
                    assert!(!url.as_str().starts_with("bindery:"), "{url:?}");
                }
            });
        }
    });
}

#[test]
fn the_outline_nests_parts_chapters_and_sections_in_order() {
    let book = two_chapters(|m| vec![m.words("Short.")]);
    joined(&book, &settings(), |document, _| {
        let headings = document.introspector().query(&HeadingElem::ELEM.select());
        let styles = typst::foundations::StyleChain::default();
        let shown = headings.iter().filter_map(|element| {
            let heading = element.to_packed::<HeadingElem>()?;
            let text = heading.body.plain_text().split_whitespace().collect::<Vec<_>>().join(" ");
            Some(format!("{} {text}", heading.resolve_level(styles)))
        });
        let wanted = [
            "1 Contents",
            "1 Preface",
            "1 Part I Foundations",
            "2 1 Time",
            "2 2 Order",
            "3 2.1 Early",
            "3 2.2 Late",
        ];
        assert_eq!(shown.collect::<Vec<_>>(), wanted);
    });
}

#[test]
fn page_references_print_folios_and_come_to_rest() {
    let mut wanted = None;
    let mut book = two_chapters(|m| {
        let target = m.anchor("later");
        wanted = Some(target.clone());
        let (text, page) = (m.text("see "), m.page_reference(&target));
        vec![m.paragraph(vec![text, page])]
    });
    let target = wanted.expect("set");
    if let Some(chapter) = book.chapters_mut().nth(2) {
        let place = Inline::Place(crate::book::Place { anchor: target, span: Span::top(FileId(0)) });
        chapter.heading.title.push(place);
    }
    joined(&book, &settings(), |document, _| {
        assert!(pages(document)[10].contains("see page\u{a0}5"), "{}", pages(document)[10]);
    });
}

#[test]
fn pages_begin_where_the_first_word_of_the_author_is() {
    let book = two_chapters(|m| vec![m.words("Short.")]);
    let mut texts: BTreeMap<Span, String> = BTreeMap::new();
    for chapter in book.chapters() {
        let mut see = |inline: &Inline| {
            if let Inline::Text(text) = inline {
                texts.insert(text.span, text.text.clone());
            }
        };
        crate::book::in_run(&chapter.heading.title, &mut see);
        crate::book::inlines(&chapter.blocks, &mut see);
    }
    let bound = bound(&book);
    joined(&book, &settings(), |document, _| {
        let rest: Vec<_> = bound.starts.iter().filter(|start| start.page > 13).collect();
        assert!(rest.len() >= 2, "{:?}", bound.starts);
        for start in rest {
            let text = texts.get(&start.span).expect("a text node");
            let word = &text[start.offset..];
            assert!(start.offset == 0 || text[..start.offset].ends_with(' '), "inside a word: {start:?}");
            let page = &pages(document)[start.page - 1];
            let word = &word[..12];
            assert!(page.starts_with(word), "{word} / {page}");
        }
        let blank = bound.starts.iter().all(|start| ![2, 6, 8].contains(&start.page));
        assert!(blank && bound.starts.iter().all(|start| start.page > 6));
        let preface = bound.starts.first().expect("the preface");
        assert_eq!((preface.folio.as_str(), preface.page, preface.offset), ("vii", 7, 0));
    });
}

#[test]
fn repeated_heads_of_tables_begin_no_page() {
    let rows: Vec<Vec<String>> =
        (0..120).map(|n| vec![format!("row {n}"), "what it says".to_owned()]).collect();
    let book = one_chapter(|m| {
        let head: &[&str] = &["Repeated", "Head"];
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let all: Vec<&[&str]> = std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).collect();
        vec![m.table("Long", &all)]
    });
    let bound = bound(&book);
    let second = bound.starts.iter().find(|start| start.page == 8).expect("a second page of the table");
    joined(&book, &settings(), |document, _| {
        assert!(pages(document)[7].starts_with("RepeatedHead"), "{}", pages(document)[7]);
    });
    let mut first = None;
    crate::book::inlines(&book.parts[0].chapters[0].blocks, &mut |inline| {
        if let Inline::Text(text) = inline
            && text.span == second.span
        {
            first = Some(text.text.clone());
        }
    });
    assert!(first.is_some_and(|text| text.starts_with("row ")));
}

#[test]
fn text_of_an_authors_is_never_read_as_typst() {
    let nasty = "#panic(\"x\") $x$ *b* _i_ `c` <l> @r \\ // /* ~ --- ' \" [a] {b} \u{7}= h";
    let book = one_chapter(|m| {
        let code = m.code("#let x = $y$ \\\" `");
        let paragraph = m.paragraph(vec![code]);
        vec![m.words(nasty), paragraph, m.listing(Some("#x"), "\"\\n\" #{ } // $")]
    });
    joined(&book, &settings(), |document, _| {
        let text = body(document);
        let squeeze = |text: &str| text.split_whitespace().collect::<String>().replace('\u{7}', "");
        let (text, nasty) = (squeeze(&text), squeeze(nasty));
        assert!(text.contains(&nasty), "{text}");
        assert!(text.contains("#letx=$y$\\\"`") && text.contains("\"\\n\"#{}//$"), "{text}");
    });
}

#[test]
fn faults_in_formulas_are_laid_at_their_place() {
    let book = one_chapter(|m| {
        let (text, math) = (m.text("Here "), m.math("nosuchfunction(x)"));
        vec![m.paragraph(vec![text, math])]
    });
    let faults = bind(&book, &Fonts::embedded(), &settings(), &quiet).expect_err("a fault");
    let [Diagnostic { problem: Problem::Typst { message, .. }, at, .. }] = faults.as_slice() else {
        panic!("{faults:?}")
    };
    assert!(message.contains("nosuchfunction"), "{message}");
    assert_eq!(at.end - at.start, 17);
}

#[test]
fn pictures_that_typst_refuses_are_laid_at_their_figure() {
    let mut book = one_chapter(|m| vec![m.words("Text."), m.picture(0, "Figure 1", "Picture", None)]);
    book.assets[0].bytes = std::sync::Arc::from(&b"<svg"[..]);
    let faults = bind(&book, &Fonts::embedded(), &settings(), &quiet).expect_err("a fault");
    let [Diagnostic { problem: Problem::Typst { .. }, at, .. }] = faults.as_slice() else {
        panic!("{faults:?}")
    };
    let Block::Figure(figure) = &book.parts[0].chapters[0].blocks[1] else { panic!("a figure") };
    assert_eq!(*at, figure.span);
}

#[test]
fn faults_of_the_house_style_are_laid_at_its_line() {
    let text = "// fine\n#let b-break = nothing-there\n".to_owned();
    let mut settings = settings();
    settings.house = Some(House { text, file: FileId(7) });
    let book = one_chapter(|m| vec![m.words("Text."), m.rule()]);
    let faults = bind(&book, &Fonts::embedded(), &settings, &quiet).expect_err("a fault");
    let first = faults.first().expect("one");
    assert_eq!((first.at.file, first.at.start), (FileId(7), 23), "{first:?}");
}

#[test]
fn a_house_replaces_functions_and_looks() {
    let text = "#let b-break = par([HOUSE])\n#let soft-ink = red\n".to_owned();
    let mut settings = settings();
    settings.house = Some(House { text, file: FileId(7) });
    let book = one_chapter(|m| vec![m.words("Text."), m.rule()]);
    joined(&book, &settings, |document, _| assert!(body(document).contains("HOUSE")));
}

/// Every name of our functions can be redefined, and what comes after goes by the new one.
#[test]
fn a_house_replaces_every_function() {
    let names = super::style::functions();
    assert!(names.len() > 100, "{names:?}");
    let book = one_chapter(|m| vec![m.words("Text.")]);
    for name in names {
        let text = format!("#let {name}(..args) = \"own\"\n");
        let settings = Settings { house: Some(House { text, file: FileId(7) }), ..settings() };
        let fonts = Fonts::embedded();
        let shared = super::world::Shared::new(&book, &fonts, super::style::files(&book, &fonts, &settings, false));
        let asks = format!("#import \"/styles/cover.typ\": *\n#assert({name}() == \"own\")\n");
        let main = super::world::source("ask.typ", asks).expect("a source");
        let desk = super::world::Desk { shared: &shared, main };
        let told = super::compile::compile(&desk, "ask").output;
        assert!(told.is_ok(), "{name}: {:?}", told.err());
    }
}

/// A function that only our own functions call, and one that goes by ours.
#[test]
fn our_functions_go_by_what_a_house_replaces() {
    let text = "#let our-line = caption-line\n#let caption-line(..args) = { [HOUSE]; our-line(..args) }\n".to_owned();
    let settings = Settings { house: Some(House { text, file: FileId(7) }), ..settings() };
    let book = one_chapter(|m| vec![m.listing(Some("Long"), "x")]);
    joined(&book, &settings, |document, _| {
        let text = body(document);
        assert!(text.contains("HOUSE") && text.contains("Long"), "{text}");
    });
}

#[test]
fn lists_name_number_caption_and_folio() {
    let lists = vec![super::Gathered::Listings, super::Gathered::Tables];
    let book = one_chapter(|m| vec![m.listing(Some("How to wait"), "sleep()")]);
    joined(&book, &Settings { lists, ..settings() }, |document, layout| {
        let pages = pages(document);
        let list = pages.iter().position(|page| page.starts_with(&book.words.listings)).expect("a list");
        assert!(list % 2 == 0 && pages[list].contains("How to wait"), "{}", pages[list]);
        let tables = pages.iter().filter(|page| page.starts_with(&book.words.tables)).count();
        assert_eq!(tables, 0, "an empty list is left out");
        let folio = layout.places.last().expect("a chapter").folio(0);
        assert!(pages[list].contains(&folio), "{folio}: {}", pages[list]);
    });
}

/// The plain style is one-sided: no blank pages, margins alike, sections in all running heads.
#[test]
fn a_report_is_one_sided() {
    let settings = Settings { style: super::Style::Report, width: 595.276, height: 841.89, ..settings() };
    let geometry = settings.geometry();
    assert_eq!(geometry.inside, geometry.outside);
    joined(&two_chapters(|m| vec![m.words("Short.")]), &settings, |document, _| {
        assert!(document.pages().iter().all(|page| page.frame.items().count() > 0), "a blank page");
    });
}

#[test]
fn characters_that_no_face_has_are_reported_once_with_their_place() {
    let book = one_chapter(|m| vec![m.words("ab \u{12000}\u{12000} cd")]);
    let bound = bound(&book);
    let [Diagnostic { problem: Problem::MissingGlyph { characters, .. }, at, .. }] =
        bound.problems.as_slice()
    else {
        panic!("{:?}", bound.problems)
    };
    assert!(characters.contains("U+12000"), "{characters}");
    assert_eq!(at.end - at.start, 4);
}

#[test]
fn every_kind_of_block_stays_in_the_measure_on_small_trims() {
    for (width, height) in [(504.0, 720.0), (360.0, 540.0)] {
        let long = "averyverylongidentifier_with_parts::and::more::of::them(argument, another)";
        let book = one_chapter(|m| {
            let code = m.code(&long.repeat(3));
            let paragraph = m.paragraph(vec![code]);
            let inner = m.words(long);
            vec![
                paragraph,
                m.listing(Some("Long"), &long.repeat(4)),
                m.art(&"─".repeat(130)),
                m.table("Wide", &[&["A head", long, long, "d"], &[long, "x y z", long, "1"]]),
                m.bullets(&[long, "b"]),
                m.terms(&[("term", long)]),
                m.quote(long),
                m.picture(0, "Figure 1", "caption", Some(Width::Points(900.0))),
                m.display("a + b = c", Some("1.1")),
                m.aside(Family::Frame, "blueprint", "Blueprint", "", vec![inner]),
            ]
        });
        let settings = Settings { width, height, ..settings() };
        let page = Geometry::new(width, height);
        joined(&book, &settings, |document, _| {
            for (at, laid) in document.pages().iter().enumerate().skip(6) {
                let (inside, outside) = (page.inside, page.outside);
                let (left, right) = if at % 2 == 0 { (inside, outside) } else { (outside, inside) };
                let (from, to) = extent(&laid.frame);
                assert!(from > left - 30.0, "page {at}: {from}");
                assert!(to < width - right + 1.0, "page {at} of {width}: {to} > {}", width - right);
            }
        });
    }
}

#[test]
fn listings_longer_than_a_page_break_and_lose_no_line() {
    let code: String = (0..150).map(|n| format!("line {n} of the program\n")).collect();
    let book = one_chapter(|m| vec![m.listing(None, &code)]);
    joined(&book, &settings(), |document, _| {
        let text = body(document);
        for n in 0..150 {
            assert!(text.contains(&format!("line {n} of")), "{n}");
        }
        assert!(document.pages().len() >= 9);
    });
}

#[test]
fn notes_stand_at_the_foot_of_their_page_with_their_literal_mark() {
    let book = one_chapter(|m| {
        let (text, note) = (m.text("Text"), m.note("At the foot."));
        vec![m.paragraph(vec![text, note])]
    });
    let mark = book.notes[0].anchor.clone();
    joined(&book, &settings(), |document, layout| {
        let page = &pages(document)[6];
        assert!(page.contains("Text1") && page.contains("1At the foot."), "{page}");
        assert_eq!(layout.folios.get(&mark).map(String::as_str), Some("1"));
    });
}

#[test]
fn marks_and_pictures_and_theorems_keep_their_words() {
    let book = one_chapter(|m| {
        let content = vec![m.text("mot juste")];
        let mark = Mark {
            anchor: Some(m.anchor("mark")),
            classes: vec!["term".into()],
            locale: Some(crate::book::Locale { language: Some("fr-CA".into()), direction: None }),
            content,
            span: m.span(3),
        };
        let link = m.link(Target::Url("https://example.org/".into()), "a link");
        let inner = vec![m.words("Statement."), m.bullets(&["in it"])];
        let proof = vec![m.words("Obvious.")];
        vec![
            m.paragraph(vec![Inline::Mark(mark), link]),
            m.aside(Family::Theorem, "lemma", "Lemma", "Zorn", inner),
            m.aside(Family::Proof, "proof", "Proof", "", proof),
        ]
    });
    joined(&book, &settings(), |document, layout| {
        let text = body(document);
        for words in ["mot juste", "a link", "Lemma", "Zorn", "Statement.", "in it", "Proof", "Obvious."] {
            assert!(text.contains(words), "{words} in {text}");
        }
        assert!(layout.folios.keys().any(|anchor| anchor.as_str() == "mark"));
    });
}

#[test]
fn every_anchor_of_the_book_has_a_folio() {
    let book = one_chapter(|m| {
        let note = m.note("Note.");
        let text = m.text("Text");
        let inner = m.words("In a box.");
        vec![
            m.paragraph(vec![text, note]),
            m.listing(Some("Code"), "x"),
            m.table("Table", &[&["a"], &["b"]]),
            m.picture(0, "Figure 1", "Picture", None),
            m.display("x", Some("1.1")),
            m.aside(Family::Callout, "note", "Note", "", vec![inner]),
        ]
    });
    let names = crate::book::anchors(&book);
    assert_eq!(names.len(), 8);
    joined(&book, &settings(), |_, layout| {
        for name in names.keys() {
            assert!(layout.folios.keys().any(|anchor| anchor.as_str() == *name), "{name}");
        }
    });
}

#[test]
fn two_builds_and_one_thread_give_the_same_bytes() {
    let book = || two_chapters(|m| vec![m.words("Short."), m.listing(Some("L"), "let x = 1;")]);
    let many = bound(&book()).volumes[0].bytes.clone();
    assert_eq!(many, bound(&book()).volumes[0].bytes);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    assert_eq!(many, one.install(|| bound(&book()).volumes[0].bytes.clone()));
    assert!(many.starts_with(b"%PDF-1.7"));
}

#[test]
fn hundreds_of_pages_are_no_trouble() {
    // Long enough that anything quadratic shows, short enough for every run.
    let words = "Words that fill the page, line by line, until there are enough of them. ".repeat(9);
    let mut m = Maker::default();
    let mut chapters = Vec::new();
    for number in 1..=50 {
        let paragraphs: Vec<Block> = (0..50).map(|_| m.words(&words)).collect();
        let section = m.section(&format!("{number}.1"), "All of it", paragraphs);
        chapters.push(m.chapter(Some(number), "A chapter", vec![section]));
    }
    let book = m.book(Vec::new(), vec![Part { heading: None, chapters }]);
    let bound = bound(&book);
    assert!(bound.pages > 400, "{}", bound.pages);
    assert!(bound.starts.len() > 390 && bound.problems.is_empty());
}

#[test]
fn what_stock_typst_is_given_is_complete() {
    let book = one_chapter(|m| vec![m.words("Text."), m.picture(0, "Figure 1", "Picture", None)]);
    let files = super::files(&book, &Fonts::embedded(), &settings());
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for name in [
        "main.typ",
        "settings.typ",
        "styles/book.typ",
        "styles/house.typ",
        "styles/looks.typ",
        "assets/a.svg",
    ] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    let main = files.iter().find(|(name, _)| name == "main.typ").expect("there").1.clone();
    let main = String::from_utf8(main).expect("text");
    for line in main.lines().filter_map(|line| line.strip_prefix("#include \"")) {
        assert!(names.contains(&line.trim_end_matches('"')), "{line}");
    }
    assert_eq!(plain(&[]), "");
    assert!(
        matches!(book.parts[0].chapters[0].blocks[1], Block::Figure(ref f) if matches!(f.body, FigureBody::Picture(_)))
    );
}
