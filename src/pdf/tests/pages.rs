//! Which page holds what: rectos, folios, running heads, links, lists, the page list, notes.

use std::collections::BTreeMap;

use typst::foundations::NativeElement;
use typst::introspection::Introspector;
use typst::layout::{FrameItem, Point};
use typst::model::{Destination, HeadingElem};

use super::{bound, each, joined, one_chapter, pages, settings, two_chapters};
use crate::book::{Anchor, Block, Family, Inline};
use crate::pdf::Settings;
use crate::span::{FileId, Span};

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
        assert!(pages(document)[7].starts_with("Table 1.1 (continued)RepeatedHead"), "{}", pages(document)[7]);
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
fn lists_name_number_caption_and_folio() {
    let lists = vec![crate::pdf::Gathered::Listings, crate::pdf::Gathered::Tables];
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
