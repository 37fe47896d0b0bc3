//! A book in volumes: where it is split, and what its pieces know of that.
//!
//! Volumes begin with a part, or with a chapter where a part is too long for one volume. Folios run on from
//! volume to volume: with one index for all of them that is what presses do (Chicago Manual of Style, on page
//! numbers of multivolume works), and a page number alone then names one page of the work. Roman folios of the
//! front matter begin again, since every volume has its own.

use std::collections::BTreeMap;

use crate::book::Anchor;

/// How a book is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Split {
    /// It is one volume.
    #[default]
    Whole,
    /// Into as few volumes as have at most so many pages each.
    AtMost(usize),
    /// Into so many volumes.
    Into(usize),
}

/// What a piece knows of the volumes.
#[derive(Debug, Clone, Copy)]
pub struct Volumes<'a> {
    /// Volume of every anchor, from 0; empty until the book is split.
    pub of: &'a BTreeMap<Anchor, usize>,
    /// The volume that the piece stands in, from 0.
    pub this: usize,
    /// How many there are, at least 1.
    pub all: usize,
}

impl Volumes<'_> {
    /// The volume of a place, from 1, where that is another one than the piece's.
    #[must_use]
    pub fn other(self, anchor: &Anchor) -> Option<usize> {
        self.number(anchor).filter(|number| *number != self.this + 1)
    }

    /// The volume of a place, from 1; `None` in a book of one.
    #[must_use]
    pub fn number(self, anchor: &Anchor) -> Option<usize> {
        if self.all < 2 { None } else { self.of.get(anchor).map(|volume| volume + 1) }
    }
}

/// Something that stays together: a chapter, a part's own page with its first chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Its pages, the blank one before the next recto included.
    pub pages: usize,
    /// A part begins here.
    pub part: bool,
}

/// The volume of each item, from 0. `front` is what every volume has before its items, `first` what only
/// the first has. No part is broken for evenness; beyond that, volumes are as even as can be.
#[must_use]
pub fn split(items: &[Item], split: Split, front: usize, first: usize) -> Vec<usize> {
    let total: usize = items.iter().map(|item| item.pages).sum::<usize>() + front + first;
    let (most, wanted) = match split {
        Split::Whole => return vec![0; items.len()],
        Split::AtMost(most) if total <= most => return vec![0; items.len()],
        Split::AtMost(most) => (most, count(&fill(items, most, front, first))),
        Split::Into(wanted) => (total, wanted),
    };
    let least = items.iter().map(|item| item.pages).max().unwrap_or(0) + front;
    let filled = (least..most).step_by(2).chain([most]).map(|most| fill(items, most, front, first));
    let fitting = filled.filter(|volumes| count(volumes) <= wanted);
    // The first of equals is the one with the smallest volumes.
    let best = fitting.min_by_key(|volumes| (wanted - count(volumes), broken(items, volumes)));
    best.unwrap_or_else(|| vec![0; items.len()])
}

/// How many parts go on in another volume.
fn broken(items: &[Item], volumes: &[usize]) -> usize {
    let turns = items.iter().zip(volumes).skip(1).zip(volumes);
    turns.filter(|((item, volume), before)| !item.part && volume != before).count()
}

/// How many volumes there are.
#[must_use]
pub fn count(volumes: &[usize]) -> usize {
    volumes.last().map_or(1, |last| last + 1)
}

/// Fills one volume after another with whole parts; parts too long for any are filled in chapter by chapter.
fn fill(items: &[Item], most: usize, front: usize, first: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let (mut volume, mut used) = (0, front + first);
    let mut rest = items;
    while let Some((head, tail)) = rest.split_first() {
        let more = tail.iter().position(|item| item.part).unwrap_or(tail.len());
        let part = std::iter::once(head).chain(tail.iter().take(more));
        let pages: usize = part.clone().map(|item| item.pages).sum();
        // A volume with nothing in it yet takes what comes, whether it fits or not.
        let empty = |out: &[usize], volume: usize| out.last() != Some(&volume);
        if used + pages > most && front + pages <= most && !empty(&out, volume) {
            (volume, used) = (volume + 1, front);
        }
        for item in part {
            if used + item.pages > most && !empty(&out, volume) {
                (volume, used) = (volume + 1, front);
            }
            out.push(volume);
            used += item.pages;
        }
        rest = tail.get(more..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(parts: &[&[usize]]) -> Vec<Item> {
        let item = |(at, pages): (usize, &usize)| Item { pages: *pages, part: at == 0 };
        parts.iter().flat_map(|part| part.iter().enumerate().map(item)).collect()
    }

    #[test]
    fn parts_stay_whole_where_they_can() {
        let book = items(&[&[40, 30], &[50], &[20, 20, 20]]);
        assert_eq!(split(&book, Split::AtMost(140), 10, 10), [0, 0, 1, 1, 1, 1]);
        assert_eq!(split(&book, Split::AtMost(1000), 10, 10), [0; 6]);
        assert_eq!(split(&book, Split::Whole, 10, 10), [0; 6]);
    }

    #[test]
    fn evenness_breaks_no_part() {
        let book = items(&[&[30, 30, 30], &[10], &[10]]);
        assert_eq!(split(&book, Split::AtMost(105), 4, 0), [0, 0, 0, 1, 1]);
        assert_eq!(split(&book, Split::Into(2), 4, 0), [0, 0, 0, 1, 1]);
    }

    #[test]
    fn long_parts_are_split_at_chapters() {
        let book = items(&[&[40, 40, 40, 40], &[20]]);
        assert_eq!(split(&book, Split::AtMost(100), 10, 0), [0, 0, 1, 1, 2]);
        assert_eq!(split(&items(&[&[200], &[10]]), Split::AtMost(100), 10, 0), [0, 1]);
    }

    #[test]
    fn volumes_are_even_and_as_many_as_asked_for() {
        let book = items(&[&[10], &[10], &[10], &[10], &[10], &[10]]);
        assert_eq!(split(&book, Split::Into(2), 4, 0), [0, 0, 0, 1, 1, 1]);
        assert_eq!(split(&book, Split::Into(3), 4, 0), [0, 0, 1, 1, 2, 2]);
        assert_eq!(count(&split(&items(&[&[10]]), Split::Into(3), 4, 0)), 1);
    }
}
