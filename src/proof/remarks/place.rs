//! Which words an annotation lies on, and where they stand in the Markdown.

use std::ops::Range;

use super::Known;
use crate::proof::read::{Annotation, Area, Kind, Run};
use crate::proof::sheet::{Placed, Sheet};
use crate::span::Span;

/// Where the middle of small letters lies above the baseline, and how far letters reach up and down, em.
const MIDDLE: f64 = 0.25;
const ABOVE: f64 = 0.75;
const BELOW: f64 = 0.25;
/// How far under a word a line by hand may be drawn, pt.
const UNDER: f64 = 8.0;
/// A gap between two runs that is a space, em.
const SPACE: f64 = 0.12;
/// Letters of the words, by which they are looked for in the text: all of them, then fewer.
const LENGTHS: [usize; 4] = [60, 20, 10, 4];

/// Where an annotation lies.
#[derive(Default)]
pub(super) struct Lies {
    /// The words; empty where it lies beside them.
    pub text: String,
    /// Their place.
    pub at: Option<Span>,
}

/// A glyph on a page.
#[derive(Clone, Copy)]
struct Glyph<'a> {
    left: f64,
    right: f64,
    /// Its baseline.
    y: f64,
    size: f64,
    text: &'a str,
}

/// Finds the words and the place of an annotation.
pub(super) fn find(known: &Known, sheet: &Sheet, one: &Annotation) -> Lies {
    let rows: Vec<Vec<Glyph>> = sheet.lines.iter().map(|line| glyphs(&line.runs)).collect();
    let touched = touched(&rows, one);
    if let Some((row, first)) = touched.iter().enumerate().find_map(|(row, hit)| Some((row, hit.iter().position(|hit| *hit)?))) {
        let text = words(&rows, &touched);
        let at = sheet.lines.get(row).map(|line| source(known, line, &rows, (row, first), &text));
        return Lies { text, at };
    }
    // Text that isn't of the Markdown, in a drawing or at the foot of the page.
    let loose = [glyphs(&sheet.loose)];
    let text = words(&loose, &self::touched(&loose, one));
    let at = nearest(&rows, point(one)).and_then(|(row, glyph)| {
        let first = rows.get(row).map_or(glyph, |glyphs| word(glyphs, glyph).start);
        let beside = words(&rows, &only(&rows, row, first..glyph + 1));
        Some(source(known, sheet.lines.get(row)?, &rows, (row, first), &beside))
    });
    Lies { text, at }
}

/// The glyphs of some runs, left to right.
fn glyphs<'a>(runs: &[&'a Run]) -> Vec<Glyph<'a>> {
    let mut out = Vec::new();
    for run in runs.iter().filter(|run| run.upright) {
        for (at, (left, byte)) in run.stops.iter().enumerate() {
            let next = run.stops.get(at + 1);
            let end = next.map_or(run.text.len(), |(_, byte)| *byte);
            let right = next.map_or(run.right, |(left, _)| f64::from(*left));
            let Some(text) = run.text.get(*byte..end).filter(|text| !text.is_empty()) else { continue };
            out.push(Glyph { left: f64::from(*left), right, y: run.y, size: run.size, text });
        }
    }
    out
}

/// Where it points to: notes and carets stand at a place, everything else in the middle of what it covers.
fn point(one: &Annotation) -> (f64, f64) {
    let Some(area) = one.areas.first() else { return (0.0, 0.0) };
    match one.kind {
        // The sign of a note opens to the right and down from where it was set.
        Kind::Note | Kind::File => (area.left + 2.0, area.top + 2.0),
        Kind::Caret => ((area.left + area.right) / 2.0, area.top),
        Kind::Highlight
        | Kind::Underline
        | Kind::Squiggly
        | Kind::StrikeOut
        | Kind::FreeText
        | Kind::Ink
        | Kind::Shape
        | Kind::Stamp
        | Kind::Redaction
        | Kind::Other => ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0),
    }
}

/// Which glyphs an annotation lies on.
fn touched(rows: &[Vec<Glyph>], one: &Annotation) -> Vec<Vec<bool>> {
    let over = |areas: &[Area]| -> Vec<Vec<bool>> {
        rows.iter().map(|row| row.iter().map(|glyph| areas.iter().any(|area| covers(area, glyph))).collect()).collect()
    };
    let any = |hits: &[Vec<bool>]| hits.iter().flatten().any(|hit| *hit);
    match one.kind {
        Kind::Note | Kind::File | Kind::Caret => word_at(rows, point(one)),
        Kind::Highlight | Kind::Underline | Kind::Squiggly | Kind::StrikeOut | Kind::Redaction => over(&one.areas),
        Kind::Ink | Kind::Shape => {
            let hits = over(&one.areas);
            let raised: Vec<Area> = one.areas.iter().map(|area| Area { top: area.top - UNDER, ..*area }).collect();
            whole_words(rows, &if any(&hits) { hits } else { over(&raised) })
        }
        Kind::FreeText | Kind::Stamp | Kind::Other => {
            let hits = over(&one.areas);
            if any(&hits) { whole_words(rows, &hits) } else { word_at(rows, point(one)) }
        }
    }
}

fn covers(area: &Area, glyph: &Glyph) -> bool {
    let (x, y) = ((glyph.left + glyph.right) / 2.0, glyph.y - MIDDLE * glyph.size);
    area.left <= x && x <= area.right && area.top <= y && y <= area.bottom
}

/// The word at a point, where there is one.
fn word_at(rows: &[Vec<Glyph>], point: (f64, f64)) -> Vec<Vec<bool>> {
    let near = |glyph: &Glyph| {
        let beside = (glyph.left - point.0).max(point.0 - glyph.right);
        beside < glyph.size && distance(glyph, point.1) < glyph.size
    };
    let found = nearest(rows, point).and_then(|(at, glyph)| Some((at, glyph, rows.get(at)?)));
    match found.filter(|(_, glyph, row)| row.get(*glyph).is_some_and(near)) {
        Some((at, glyph, row)) => only(rows, at, word(row, glyph)),
        None => only(rows, 0, 0..0),
    }
}

/// The word around a glyph of a row; of something else than a word, that alone.
fn word(row: &[Glyph], glyph: usize) -> Range<usize> {
    let inside = |glyph: &&Glyph| glyph.text.chars().all(char::is_alphanumeric);
    let before = row.iter().take(glyph).rev().take_while(inside).count();
    let behind = row.iter().skip(glyph).take_while(inside).count();
    glyph - before..glyph + behind
}

/// Some glyphs of one row.
fn only(rows: &[Vec<Glyph>], at: usize, range: Range<usize>) -> Vec<Vec<bool>> {
    let hits = |(row, glyphs): (usize, &Vec<Glyph>)| (0..glyphs.len()).map(|glyph| row == at && range.contains(&glyph)).collect();
    rows.iter().enumerate().map(hits).collect()
}

/// Nobody draws to the letter: a word of which half is touched is meant, and no other.
fn whole_words(rows: &[Vec<Glyph>], hits: &[Vec<bool>]) -> Vec<Vec<bool>> {
    let settle = |(row, hits): (&Vec<Glyph>, &Vec<bool>)| {
        let mut out = hits.clone();
        for at in 0..row.len() {
            let range = word(row, at);
            let touched = hits.get(range.clone()).map_or(0, |part| part.iter().filter(|hit| **hit).count());
            if let Some(hit) = out.get_mut(at).filter(|_| !range.is_empty()) {
                *hit = touched * 2 >= range.len();
            }
        }
        out
    };
    rows.iter().zip(hits).map(settle).collect()
}

/// The glyph nearest to a point, of the line nearest to it.
fn nearest(rows: &[Vec<Glyph>], (x, y): (f64, f64)) -> Option<(usize, usize)> {
    let all = rows.iter().enumerate().flat_map(|(row, glyphs)| glyphs.iter().enumerate().map(move |(at, glyph)| (row, at, glyph)));
    let far = |glyph: &Glyph| {
        let across = (glyph.left - x).max(x - glyph.right).max(0.0);
        // A line that is nearer goes before a glyph that is.
        distance(glyph, y) * 1000.0 + across
    };
    all.min_by(|(.., a), (.., b)| far(a).total_cmp(&far(b))).map(|(row, at, _)| (row, at))
}

/// How far a height is from a glyph's own, pt.
fn distance(glyph: &Glyph, y: f64) -> f64 {
    (glyph.y - ABOVE * glyph.size - y).max(y - glyph.y - BELOW * glyph.size).max(0.0)
}

/// What the touched glyphs say. A word that was divided at the end of a line is one again.
fn words(rows: &[Vec<Glyph>], touched: &[Vec<bool>]) -> String {
    let mut out = String::new();
    let mut last: Option<&Glyph> = None;
    for (row, hits) in rows.iter().zip(touched) {
        for (glyph, _) in row.iter().zip(hits).filter(|(_, hit)| **hit) {
            if let Some(last) = last {
                let same = (last.y - glyph.y).abs() < last.size.max(glyph.size) / 2.0;
                let gap = glyph.left - last.right > SPACE * glyph.size;
                let hyphen = out.ends_with('-') && glyph.text.starts_with(char::is_lowercase);
                if !same && (hyphen || out.ends_with(['\u{ad}', '\u{2010}'])) {
                    out.pop();
                } else if !same || gap {
                    out.push(' ');
                }
            }
            out.push_str(glyph.text);
            last = Some(glyph);
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{ad}', "")
}

/// The place of the words that begin with a glyph of a line.
fn source(known: &Known, line: &Placed, rows: &[Vec<Glyph>], (row, first): (usize, usize), words: &str) -> Span {
    let text = known.snapshot.file(line.span.file);
    // In a text that was changed since, the line may stand anywhere.
    let (from, to) = if known.changed.contains(&line.span.file) {
        (0, text.text.len())
    } else {
        (line.block.start.min(line.span.start) as usize, line.block.end.max(line.span.end) as usize)
    };
    let row = rows.get(row).map_or([].as_slice(), Vec::as_slice);
    let said = |glyphs: &[Glyph]| glyphs.iter().flat_map(|glyph| letters(glyph.text)).collect::<Vec<char>>();
    let all: Vec<(usize, char)> = text.text.get(from..to.min(text.text.len())).map_or(Vec::new(), |text| {
        let at = text.char_indices().filter(|(_, c)| c.is_alphanumeric());
        at.flat_map(|(at, c)| c.to_lowercase().map(move |c| (from + at, c))).collect()
    });
    let start = all.partition_point(|(at, _)| *at < line.span.start as usize);
    let start = search(&all, &said(row), start).unwrap_or(start);
    let guess = start + said(row.get(..first).unwrap_or_default()).len();
    let key: Vec<char> = letters(words).collect();
    let found = search(&all, &key, guess).unwrap_or(guess).min(all.len().saturating_sub(1));
    let at = all.get(found).map_or(line.span.start as usize, |(at, _)| *at);
    let end = all.get(found + key.len().saturating_sub(1)).map_or(at, |(at, _)| *at);
    Span::new(line.span.file, at, end.max(at))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Where some letters stand, nearest to a guess: as many of them as are found together.
fn search(all: &[(usize, char)], key: &[char], guess: usize) -> Option<usize> {
    LENGTHS.into_iter().filter(|length| key.len() >= *length || *length == 60).find_map(|length| {
        let key = key.get(..length.min(key.len())).filter(|key| !key.is_empty())?;
        let is = |at: &usize| all.get(*at..at + key.len()).is_some_and(|part| part.iter().map(|(_, c)| c).eq(key));
        (0..all.len()).filter(is).min_by_key(|at| at.abs_diff(guess))
    })
}
