//! Small books through the whole room, read back from the joined pages.

mod blocks;
mod breaks;
mod house;
mod pages;

use std::collections::BTreeMap;

use typst::layout::{Frame, FrameItem, Point};
use typst_layout::PagedDocument;

use super::layout::{self, Place, Task};
use super::sample::Maker;
use super::{Bound, Edition, Settings, bind, join, style, world};
use crate::book::{Anchor, Block, Book, Kind, Part};
use crate::fonts::Fonts;

pub(super) fn settings() -> Settings {
    Settings {
        edition: Edition::Print,
        style: super::Style::Book,
        width: 504.0,
        height: 720.0,
        contents: 2,
        lists: Vec::new(),
        note: String::new(),
        house: None,
        sheet: super::Sheet::default(),
        firsts: BTreeMap::new(),
        undescribed: Vec::new(),
    }
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

/// Left edge of the text that reaches furthest left, right edge of that which reaches furthest right, pt.
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
