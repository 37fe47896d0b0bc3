//! What stands on the pages: all words, within the measure, faults at their places, the same bytes each time.

use std::collections::BTreeMap;

use typst::layout::{FrameItem, Point};

use super::{body, bound, each, extent, joined, one_chapter, quiet, settings, two_chapters};
use crate::book::{Block, Family, Inline, Mark, Part, Target, Width};
use crate::fonts::Fonts;
use crate::pdf::geometry::Geometry;
use crate::pdf::sample::Maker;
use crate::pdf::{Settings, bind};
use crate::problem::{Diagnostic, Problem};

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
fn narrow_drawings_stand_in_the_middle_and_code_begins_at_the_left_in_every_language() {
    let page = Geometry::new(settings().width, settings().height);
    // A book in Hebrew is bound at the right.
    for (language, left, right) in [("en", page.inside, page.outside), ("he", page.outside, page.inside)] {
        let mut book = one_chapter(|m| vec![m.art("+--+\n|ab|\n+--+"), m.listing(None, "first(last);")]);
        book.meta.language = language.into();
        joined(&book, &settings(), |document, _| {
            let mut found = BTreeMap::new();
            each(&document.pages()[6].frame, Point::zero(), &mut |point, item| {
                if let FrameItem::Text(text) = item {
                    found.insert(text.text.to_string(), (point.x.to_pt(), text.width().to_pt()));
                }
            });
            let (drawing, code) = (found["|ab|"], found["first(last);"]);
            let middle = (left + settings().width - right) / 2.0;
            assert!((drawing.0 + drawing.1 / 2.0 - middle).abs() < 1.0, "{language}: {drawing:?} around {middle}");
            assert!((code.0 - left).abs() < 1.0, "{language}: {code:?}");
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
