//! Which map a PDF belongs to, and which page of the map each of its pages is.

use crate::proof::map::{Line, Map, Sheet, mark};
use crate::proof::read::{Finished, Page};
use crate::book::{LineRole, Matter};
use crate::snapshot::Snapshot;
use crate::span::FileId;

/// How far a line may stand from where the map says it begins, pt: programs round.
const NEAR: f64 = 0.6;
/// From this share of its lines on, a page is the one of the map.
const SAME: f64 = 0.8;
/// Letters by which a line is known.
const LETTERS: usize = 6;

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
        (score >= SAME).then_some((score, map, texts))
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
    let same = finished.pages.len() == map.pages.len();
    let straight: Vec<f64> = finished.pages.iter().zip(&map.pages).filter_map(|(page, sheet)| stands(page, sheet)).collect();
    if same && mean(&straight) >= SAME {
        return (map.pages.clone(), mean(&straight));
    }
    let blank = Sheet { matter: Matter::Blank, piece: usize::MAX, lines: Vec::new() };
    let mut scores = Vec::new();
    let mut from = 0;
    let pages = finished.pages.iter().map(|page| {
        // Pages mostly stay in order, so the search goes on behind the last one found.
        let order = (from..map.pages.len()).chain(0..from);
        let says = |at: &usize| map.pages.get(*at).is_some_and(|sheet| says(snapshot, page, sheet, texts) >= SAME);
        let found = order.into_iter().find(says);
        if !page.runs.is_empty() {
            scores.push(if found.is_some() { 1.0 } else { 0.0 });
        }
        from = found.map_or(from, |found| found + 1);
        found.and_then(|found| map.pages.get(found)).unwrap_or(&blank).clone()
    });
    (pages.collect(), mean(&scores))
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

/// The share of lines that stand there and begin with the words of the text; lines that begin with something
/// else than the author's characters, a number or a formula, don't count.
fn says(snapshot: &Snapshot, page: &Page, sheet: &Sheet, texts: &Texts) -> f64 {
    let known = lines(sheet).filter_map(|line| {
        let (text, start, end) = line.at;
        let (file, _) = (*texts.get(text)?)?;
        let text = snapshot.file(file);
        let wanted = letters(text.text.get(start as usize..end as usize)?);
        (wanted.chars().count() == LETTERS).then(|| {
            let found = begins(page, line).map(letters).unwrap_or_default();
            if found.is_empty() || !wanted.starts_with(&found) { 0.0 } else { 1.0 }
        })
    });
    mean(&known.collect::<Vec<_>>())
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).take(LETTERS).flat_map(char::to_lowercase).collect()
}
