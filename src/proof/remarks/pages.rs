//! Which map a PDF belongs to, and which page of the map each of its pages is.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::proof::map::{Line, Map, Sheet, mark};
use crate::proof::read::{Finished, Page};
use crate::book::{LineRole, Matter};
use crate::snapshot::Snapshot;
use crate::span::FileId;

/// How far a line may stand from where the map says it begins, pt: programs round.
const NEAR: f64 = 0.6;
/// From this share of its lines on, a page is the one of the map.
const SAME: f64 = 0.8;
/// The same where pages are looked for one by one, by their words: what isn't text as the author typed it, such as a
/// reference, counts against them. Also the share of pages that have to be found, and of lines that stand as they
/// should between two pages found: those with drawings say too little.
const FOUND: f64 = 0.5;
/// From this share of lines with the book's own words on, pages in the right shape are the book's.
const RELATED: f64 = 0.2;
/// Letters by which a line is known, at most and at least.
const LETTERS: usize = 16;
const FEWEST: usize = 5;

/// The texts of a map as they are now, each with whether it is still the same; `None` is gone.
type Texts = Vec<Option<(FileId, bool)>>;

/// The map that belongs to a PDF, its pages in the order of the PDF's; `None` where none does.
pub(super) fn belonging(snapshot: &Snapshot, finished: &Finished, bytes: &[u8], maps: &[Map]) -> Option<(Map, Texts)> {
    let scored = maps.iter().filter_map(|map| {
        let texts = map.texts_now(snapshot);
        // A program that adds to the end of a file leaves what was there.
        if grown(map, bytes) {
            return Some((2.0, map.clone(), texts));
        }
        let (pages, score) = paired(snapshot, finished, map, &texts);
        let mut map = map.clone();
        map.pages = pages;
        (score >= FOUND).then_some((score, map, texts))
    });
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, map, texts)| (map, texts))
}

/// Whether a file begins with the one that the map was written for.
fn grown(map: &Map, bytes: &[u8]) -> bool {
    let length = map.pdf.split('-').next().and_then(|length| length.parse::<usize>().ok());
    length.and_then(|length| bytes.get(..length)).is_some_and(|part| mark(part) == map.pdf)
}

/// The page of the map for each page, and how much of them is the same.
fn paired(snapshot: &Snapshot, finished: &Finished, map: &Map, texts: &Texts) -> (Vec<Sheet>, f64) {
    let words = Words::of(snapshot, texts);
    // The pages before the chapters look alike in all books.
    let both = || finished.pages.par_iter().zip(&map.pages).filter(|(_, sheet)| sheet.matter == Matter::Chapter);
    let stand: Vec<f64> = both().filter_map(|(page, sheet)| stands(page, sheet)).collect();
    if finished.pages.len() == map.pages.len() && mean(&stand) >= SAME {
        let said: Vec<f64> = both().map(|(page, sheet)| words.share(page, sheet)).collect();
        if mean(&said) >= RELATED {
            return (map.pages.clone(), mean(&stand));
        }
    }
    let mut found = Vec::new();
    let mut from = 0;
    for page in &finished.pages {
        // Pages mostly stay in order, so the search goes on behind the last one found.
        let order = (from..map.pages.len()).chain(0..from);
        let says = |at: &usize| map.pages.get(*at).is_some_and(|sheet| words.share(page, sheet) >= FOUND);
        let at = order.into_iter().find(says);
        from = at.map_or(from, |at| at + 1);
        found.push(at);
    }
    let text = finished.pages.iter().zip(&found).filter(|(page, _)| !page.runs.is_empty());
    let score = mean(&text.map(|(_, at)| if at.is_some() { 1.0 } else { 0.0 }).collect::<Vec<_>>());
    between(finished, map, &mut found);
    let blank = Sheet { matter: Matter::Blank, piece: usize::MAX, lines: Vec::new() };
    let pages = found.iter().map(|at| at.and_then(|at| map.pages.get(at)).unwrap_or(&blank).clone());
    (pages.collect(), score)
}

/// Finds pages whose words say too little, as those with a drawing do: between the pages found around them, the one
/// whose lines stand as theirs.
fn between(finished: &Finished, map: &Map, found: &mut [Option<usize>]) {
    for at in 0..found.len() {
        let (before, after) = found.split_at(at);
        let Some((None, after)) = after.split_first() else { continue };
        let from = before.iter().rev().find_map(|found| *found).map_or(0, |last| last + 1);
        let to = after.iter().find_map(|found| *found).unwrap_or(map.pages.len());
        let Some(page) = finished.pages.get(at) else { continue };
        let share = |at: usize| map.pages.get(at).and_then(|sheet| stands(page, sheet)).filter(|share| *share >= FOUND);
        let best = (from..to).filter_map(|at| Some((share(at)?, at))).reduce(|best, next| if next.0 > best.0 { next } else { best });
        if let Some(found) = found.get_mut(at) {
            *found = best.map(|(_, at)| at);
        }
    }
}

fn mean(list: &[f64]) -> f64 {
    if list.is_empty() { 0.0 } else { list.iter().sum::<f64>() / list.len() as f64 }
}

fn lines(sheet: &Sheet) -> impl Iterator<Item = &Line> {
    sheet.lines.iter().filter(|line| line.role != LineRole::Mark)
}

/// The share of a page's lines that stand where the map says; `None` where it says nothing.
fn stands(page: &Page, sheet: &Sheet) -> Option<f64> {
    let there = lines(sheet).map(|line| if begins(page, line).is_some() { 1.0 } else { 0.0 });
    let there: Vec<f64> = there.collect();
    (!there.is_empty()).then(|| mean(&there))
}

/// What a line begins with, where it stands.
fn begins<'a>(page: &'a Page, line: &Line) -> Option<&'a str> {
    let near = |a: f64, b: f32| (a - f64::from(b)).abs() < NEAR;
    page.runs.iter().find(|run| near(run.y, line.y) && near(run.left, line.x)).map(|run| run.text.as_str())
}

/// The letters of the texts: those of a block where it still stands where it stood, else of the whole text.
struct Words<'a> {
    snapshot: &'a Snapshot,
    texts: &'a Texts,
    changed: BTreeMap<usize, String>,
}

impl<'a> Words<'a> {
    fn of(snapshot: &'a Snapshot, texts: &'a Texts) -> Self {
        let changed = texts.iter().enumerate().filter_map(|(at, now)| {
            let (file, same) = (*now)?;
            (!same).then(|| (at, letters(&snapshot.file(file).text).collect()))
        });
        Self { snapshot, texts, changed: changed.collect() }
    }

    /// The share of a page's lines that stand where the map says, with words of the text that it names; of lines
    /// that begin with something else, a number or a formula, nothing is known.
    fn share(&self, page: &Page, sheet: &Sheet) -> f64 {
        mean(&lines(sheet).filter_map(|line| self.says(page, line)).collect::<Vec<_>>())
    }

    fn says(&self, page: &Page, line: &Line) -> Option<f64> {
        let (text, start, end) = line.block;
        let Some(words) = begins(page, line) else { return Some(0.0) };
        let words: String = letters(words).take(LETTERS).collect();
        if words.chars().count() < FEWEST {
            return None;
        }
        let there = match self.changed.get(&text) {
            Some(all) => all.contains(&words),
            None => {
                let (file, _) = (*self.texts.get(text)?)?;
                let text = self.snapshot.file(file);
                letters(text.text.get(start as usize..end as usize)?).collect::<String>().contains(&words)
            }
        };
        Some(if there { 1.0 } else { 0.0 })
    }
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}
