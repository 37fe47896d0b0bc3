//! Blank pages, page numbers, running heads.

use super::Found;
use super::map::Measures;
use super::read::Run;
use super::sheet::{Sheet, Sheets};
use crate::book::{Matter, LineRole, roman};
use crate::problem::Fault;

/// Finds blank pages that aren't, gaps in page numbers, and running heads that name something else.
pub fn check(sheets: &Sheets, measures: Measures, found: &mut Found) {
    sheets.all.iter().for_each(|sheet| blank(sheets, sheet, measures, found));
    folios(sheets, measures, found);
    heads(sheets, measures, found);
}

/// A number as it prints: how it is written, and how much it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folio {
    small_roman: bool,
    value: u32,
}

impl Folio {
    /// A run that is a number and nothing else.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self { small_roman: false, value: text.parse().ok()? });
        }
        let value = |c: char| match c {
            'i' => Some(1),
            'v' => Some(5),
            'x' => Some(10),
            'l' => Some(50),
            'c' => Some(100),
            'd' => Some(500),
            'm' => Some(1000),
            _ => None,
        };
        let signs: Vec<u32> = text.chars().map(value).collect::<Option<_>>()?;
        let signed = |(at, sign): (usize, &u32)| match signs.get(at + 1) {
            Some(next) if next > sign => -i64::from(*sign),
            Some(_) | None => i64::from(*sign),
        };
        let sum = u32::try_from(signs.iter().enumerate().map(signed).sum::<i64>()).ok().filter(|sum| *sum > 0)?;
        (roman(sum).to_lowercase() == text).then_some(Self { small_roman: true, value: sum })
    }

    /// As it prints.
    pub fn text(self) -> String {
        if self.small_roman { roman(self.value).to_lowercase() } else { self.value.to_string() }
    }
}

fn blank(sheets: &Sheets, sheet: &Sheet, measures: Measures, found: &mut Found) {
    let bare = sheet.matter == Some(Matter::Blank) || (sheet.matter == Some(Matter::Display) && sheet.lines.is_empty());
    if !bare {
        return;
    }
    let inside = |x: f64, y: f64| x < measures.width && y < measures.height && x > 0.0 && y > 0.0;
    let text = sheet.page.runs.iter().find(|run| inside(run.left, run.y)).map(|run| format!("`{}`", run.text.trim()));
    let picture = || sheet.page.pictures.first().map(|_| "a picture".to_owned());
    let rule = || {
        let on = |rule: &&super::read::Rule| inside((rule.area.left + rule.area.right) / 2.0, rule.area.top);
        sheet.page.rules.iter().find(on).map(|_| "a line".to_owned())
    };
    if let Some(what) = text.or_else(picture).or_else(rule) {
        sheets.say(found, sheet, 0.0, Fault::MarkedBlank { what });
    }
}

/// What stands above or below the type area, left to right.
fn margin<'a>(sheet: &Sheet<'a>, measures: Measures) -> Vec<&'a Run> {
    let outside = |run: &&&Run| run.y < measures.head || run.y > measures.height - measures.foot;
    let mut runs: Vec<&Run> = sheet.loose.iter().filter(outside).copied().collect();
    runs.sort_by(|a, b| a.left.total_cmp(&b.left));
    runs
}

/// Numbers at the ends of the head or foot line, the outer one first.
fn candidates(sheet: &Sheet, measures: Measures) -> Vec<Folio> {
    let runs = margin(sheet, measures);
    let ends = [runs.first(), runs.last()].map(|run| run.and_then(|run| Folio::of(&run.text)));
    let [left, right] = ends;
    let order = if sheet.recto() { [right, left] } else { [left, right] };
    order.into_iter().flatten().collect()
}

fn folios(sheets: &Sheets, measures: Measures, found: &mut Found) {
    let mut last: Option<(usize, Folio)> = None;
    for sheet in sheets.all.iter().filter(|sheet| matches!(sheet.matter, Some(Matter::Chapter | Matter::Contents))) {
        let candidates = candidates(sheet, measures);
        let Some(outer) = candidates.first().copied() else { continue };
        let same = last.filter(|(_, folio)| folio.small_roman == outer.small_roman);
        let next = same.map(|(at, folio)| {
            let value = folio.value + u32::try_from(sheet.at - at).unwrap_or(0);
            Folio { value, ..folio }
        });
        let printed = next.filter(|next| candidates.contains(next)).unwrap_or(outer);
        if let Some(next) = next.filter(|next| *next != printed) {
            sheets.say(found, sheet, 0.0, Fault::FolioGap { found: printed.text(), expected: next.text() });
        }
        last = Some((sheet.at, printed));
    }
}

/// Letters alone: numbers and signs stand differently in heads and headings.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The titles that running heads can name: the chapter's, and the sections' so far.
#[derive(Default)]
struct Titles {
    piece: usize,
    chapter: String,
    section: String,
}

fn heads(sheets: &Sheets, measures: Measures, found: &mut Found) {
    let mut titles = Titles::default();
    for sheet in sheets.all.iter().filter(|sheet| sheet.matter == Some(Matter::Chapter)) {
        if titles.piece != sheet.piece {
            titles = Titles { piece: sheet.piece, ..Titles::default() };
        }
        // A chapter begins with its title; other chapters' titles in it head sections, of solutions for one.
        let mut chapters = title(sheet, LineRole::Chapter).into_iter();
        if titles.chapter.is_empty() {
            titles.chapter = chapters.next().unwrap_or_default();
        }
        let sections: Vec<String> = title(sheet, LineRole::Section).into_iter().chain(chapters).collect();
        let before = std::mem::take(&mut titles.section);
        titles.section = sections.last().cloned().unwrap_or_else(|| before.clone());
        let head: String = margin(sheet, measures)
            .into_iter()
            .filter(|run| run.y < measures.head && Folio::of(&run.text).is_none())
            .map(|run| run.text.as_str())
            .collect();
        let plain = letters(&head);
        if plain.is_empty() {
            continue;
        }
        let names = |title: &String| {
            let title = letters(title);
            !title.is_empty() && (title.contains(&plain) || plain.contains(&title))
        };
        let known = [&titles.chapter, &before].into_iter().chain(&sections);
        if !known.clone().any(names) && known.clone().any(|title| !title.is_empty()) {
            let wanted = if sheet.recto() && !titles.section.is_empty() { &titles.section } else { &titles.chapter };
            let expected = wanted.trim().to_owned();
            sheets.say(found, sheet, 0.0, Fault::RunningHead { found: head.trim().to_owned(), expected });
        }
    }
}

/// The titles of one kind on a page, each from all its lines.
fn title(sheet: &Sheet, role: LineRole) -> Vec<String> {
    let mut out: Vec<(crate::span::Span, String)> = Vec::new();
    for line in sheet.lines.iter().filter(|line| line.role == role) {
        match out.last_mut().filter(|(block, _)| *block == line.block) {
            Some((_, text)) => {
                text.push(' ');
                text.push_str(&line.text());
            }
            None => out.push((line.block, line.text())),
        }
    }
    out.into_iter().map(|(_, text)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_words() {
        let read = |text: &str| Folio::of(text).map(Folio::text);
        assert_eq!(read(" 12 ").as_deref(), Some("12"));
        assert_eq!(read("xiv").as_deref(), Some("xiv"));
        assert_eq!([read("mix").is_some(), read("civil").is_some(), read("3.2").is_some(), read("").is_some()], [true, false, false, false]);
    }
}
