//! A book's own styles over ours, and the second style.

use super::{body, joined, one_chapter, quiet, settings, two_chapters};
use crate::book::{Block, FigureBody, plain};
use crate::fonts::Fonts;
use crate::pdf::{House, Settings, bind};
use crate::span::FileId;

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
    let names = crate::pdf::style::functions();
    assert!(names.len() > 100, "{names:?}");
    let book = one_chapter(|m| vec![m.words("Text.")]);
    for name in names {
        let text = format!("#let {name}(..args) = \"own\"\n");
        let settings = Settings { house: Some(House { text, file: FileId(7) }), ..settings() };
        let fonts = Fonts::embedded();
        let shared = crate::pdf::world::Shared::new(&book, &fonts, crate::pdf::style::files(&book, &fonts, &settings, false));
        let asks = format!("#import \"/styles/cover.typ\": *\n#assert({name}() == \"own\")\n");
        let main = crate::pdf::world::source("ask.typ", asks).expect("a source");
        let desk = crate::pdf::world::Desk { shared: &shared, main };
        let told = crate::pdf::compile::compile(&desk, "ask").output;
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

/// The plain style is one-sided: no blank pages, margins alike, sections in all running heads.
#[test]
fn a_report_is_one_sided() {
    let settings = Settings { style: crate::pdf::Style::Report, width: 595.276, height: 841.89, ..settings() };
    let geometry = settings.geometry();
    assert_eq!(geometry.inside, geometry.outside);
    joined(&two_chapters(|m| vec![m.words("Short.")]), &settings, |document, _| {
        assert!(document.pages().iter().all(|page| page.frame.items().count() > 0), "a blank page");
    });
}

#[test]
fn what_stock_typst_is_given_is_complete() {
    let book = one_chapter(|m| vec![m.words("Text."), m.picture(0, "Figure 1", "Picture", None)]);
    let files = crate::pdf::files(&book, &Fonts::embedded(), &settings());
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
