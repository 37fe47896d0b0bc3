//! The file against the printer's rules; where no printer is named, against what every printer asks.

use std::collections::BTreeMap;

use super::read::{Area, Finished, Page, Run, Space};
use super::sheet::{Sheet, Sheets};
use super::{Found, Wanted};
use crate::printer::{Color, SAME, Source};
use crate::problem::{Fault, Length};

/// Smallest type where the printer says nothing, pt: below that a drawing's text can't be read.
const SMALLEST_TYPE: f64 = 5.0;
/// Thinnest line where the printer says nothing, pt (bookprinteconomy.cz, as of 2026-11-22).
const THINNEST: f64 = 0.2;
/// Nearest to the edge of the page where the printer says nothing, pt: what a guillotine may be off by.
const NEAREST: f64 = 9.0;
/// Fewest pixels an inch where the printer says nothing.
const RESOLUTION: f64 = 300.0;
/// Height of capitals, em, in the faces that books are set in.
const CAPITALS: f64 = 0.66;
/// Pictures smaller than this are signs, pt.
const SIGN: f64 = 12.0;

/// Finds what a printer would send back.
pub fn check(sheets: &Sheets, finished: &Finished, wanted: &Wanted, found: &mut Found) {
    fonts(sheets, finished, found);
    if !wanted.print {
        return;
    }
    colors(sheets, wanted, found);
    boxes(sheets, wanted, found);
    count(sheets, wanted, found);
    links(sheets, finished, wanted, found);
    transparency(sheets, wanted, found);
    pictures(sheets, wanted, found);
    small_type(sheets, wanted, found);
    thin_lines(sheets, wanted, found);
    margins(sheets, wanted, found);
}

/// The same fault on many pages: the first place, and how many pages.
struct Gathered<'s, 'a, K> {
    by: BTreeMap<K, (&'s Sheet<'a>, f64, usize, usize)>,
}

impl<'s, 'a, K: Ord> Gathered<'s, 'a, K> {
    fn new() -> Self {
        Self { by: BTreeMap::new() }
    }

    fn add(&mut self, key: K, sheet: &'s Sheet<'a>, y: f64) {
        let entry = self.by.entry(key).or_insert((sheet, y, 0, usize::MAX));
        if entry.3 != sheet.at {
            entry.2 += 1;
            entry.3 = sheet.at;
        }
    }

    fn say(self, sheets: &Sheets, found: &mut Found, fault: impl Fn(K, usize) -> Fault) {
        for (key, (sheet, y, pages, _)) in self.by {
            sheets.say(found, sheet, y, fault(key, pages));
        }
    }
}

fn fonts(sheets: &Sheets, finished: &Finished, found: &mut Found) {
    for face in finished.faces.iter().filter(|face| !face.embedded) {
        let uses = |sheet: &&Sheet| sheet.page.runs.iter().any(|run| run.face == face.name);
        let fault = Fault::FontNotEmbedded { font: face.name.clone() };
        match sheets.all.iter().find(uses) {
            Some(sheet) => {
                let y = sheet.page.runs.iter().find(|run| run.face == face.name).map_or(0.0, |run| run.y);
                sheets.say(found, sheet, y, fault);
            }
            None => found.push(0, "", found.top, fault),
        }
    }
}

fn colors(sheets: &Sheets, wanted: &Wanted, found: &mut Found) {
    let (allowed, name): (&[Space], _) = match wanted.color {
        Color::Gray => (&[Space::Gray, Space::Black], "gray or black alone, without a profile"),
        Color::Cmyk => (&[Space::Gray, Space::Black, Space::Cmyk], "process colours without a profile"),
        Color::Rgb => (&[Space::Gray, Space::Rgb, Space::ProfiledGray, Space::ProfiledRgb], "RGB or gray"),
    };
    let mut wrong = Gathered::new();
    for sheet in &sheets.all {
        for space in sheet.page.spaces.iter().filter(|space| !allowed.contains(space)) {
            wrong.add(*space, sheet, 0.0);
        }
    }
    wrong.say(sheets, found, |space, pages| Fault::WrongColor {
        found: space.name().to_owned(),
        wanted: name.to_owned(),
        pages,
    });
}

fn boxes(sheets: &Sheets, wanted: &Wanted, found: &mut Found) {
    let (outer, inside) = wanted.bleed.map_or((0.0, 0.0), |bleed| (bleed.outer, bleed.inside));
    let trim = (wanted.width, wanted.height);
    let bleed = (wanted.width + outer + inside, wanted.height + 2.0 * outer);
    let mut missing = Gathered::new();
    let mut wrong = Gathered::new();
    for sheet in &sheets.all {
        let Page { trim: has_trim, bleed: has_bleed, media, .. } = sheet.page;
        match has_trim {
            None => missing.add("TrimBox", sheet, 0.0),
            Some(area) => differs("TrimBox", *area, trim, sheet, &mut wrong),
        }
        match has_bleed {
            None if wanted.bleed.is_some() => missing.add("BleedBox", sheet, 0.0),
            None => {}
            Some(area) => differs("BleedBox", *area, bleed, sheet, &mut wrong),
        }
        // Crop marks stand outside, so the sheet may be larger, but never smaller.
        if media.width() < bleed.0 - SAME || media.height() < bleed.1 - SAME {
            differs("MediaBox", *media, bleed, sheet, &mut wrong);
        }
    }
    missing.say(sheets, found, |name, pages| Fault::MissingBox { name: name.to_owned(), pages });
    let size = |(width, height)| (Length::points(width), Length::points(height));
    wrong.say(sheets, found, |(name, found), pages| Fault::WrongBox {
        name: name.to_owned(),
        found,
        wanted: size(if name == "TrimBox" { trim } else { bleed }),
        pages,
    });
}

type Sized = (&'static str, (Length, Length));

fn differs<'s, 'a>(
    name: &'static str,
    area: Area,
    (width, height): (f64, f64),
    sheet: &'s Sheet<'a>,
    wrong: &mut Gathered<'s, 'a, Sized>,
) {
    if (area.width() - width).abs() > SAME || (area.height() - height).abs() > SAME {
        wrong.add((name, (Length::points(area.width()), Length::points(area.height()))), sheet, 0.0);
    }
}

fn cited(source: Source) -> String {
    format!("{} (checked {})", source.document, source.checked)
}

fn count(sheets: &Sheets, wanted: &Wanted, found: &mut Found) {
    let pages = sheets.all.len();
    if let Some(paper) = wanted.paper {
        let limits = paper.pages.value;
        let most = limits.most(wanted.width, wanted.height);
        if pages < limits.least as usize || pages > most as usize {
            let (rule, source) = (format!("{} to {most}", limits.least), cited(paper.pages.source));
            found.push(0, "", found.top, Fault::PageCount { pages, rule, source });
        }
    }
    if let Some(printer) = wanted.printer {
        let multiple = printer.multiple.value.max(1);
        if !pages.is_multiple_of(multiple as usize) {
            let (rule, source) = (format!("a multiple of {multiple}"), cited(printer.multiple.source));
            found.push(0, "", found.top, Fault::PageCount { pages, rule, source });
        }
    }
}

fn links(sheets: &Sheets, finished: &Finished, wanted: &Wanted, found: &mut Found) {
    let Some(printer) = wanted.printer.filter(|printer| !printer.links.value) else { return };
    let source = cited(printer.links.source);
    let linked = sheets.all.iter().filter(|sheet| sheet.page.annotations > 0);
    if let Some(sheet) = linked.clone().next() {
        let what = format!("links or notes on {} pages", linked.count());
        sheets.say(found, sheet, 0.0, Fault::ForbiddenLinks { what, source: source.clone() });
    }
    if finished.outline {
        found.push(0, "", found.top, Fault::ForbiddenLinks { what: "bookmarks".to_owned(), source });
    }
}

fn transparency(sheets: &Sheets, wanted: &Wanted, found: &mut Found) {
    let Some(source) = wanted.printer.and_then(|printer| printer.flat) else { return };
    let through = sheets.all.iter().filter(|sheet| sheet.page.transparent);
    if let Some(sheet) = through.clone().next() {
        sheets.say(found, sheet, 0.0, Fault::Transparency { pages: through.count(), source: cited(source) });
    }
}

fn pictures(sheets: &Sheets, wanted: &Wanted, found: &mut Found) {
    let least = wanted.printer.map_or(RESOLUTION, |printer| printer.resolution.value);
    for sheet in &sheets.all {
        for picture in &sheet.page.pictures {
            let sign = picture.area.width().max(picture.area.height()) < SIGN;
            if picture.resolution < least * 0.995 && !sign {
                let (resolution, least) = (picture.resolution as u32, least as u32);
                let fault = Fault::PictureResolution { found: resolution, least };
                sheets.say(found, sheet, picture.area.bottom, fault);
            }
        }
    }
}

/// Raised and lowered signs are small beside larger type; nobody counts them.
fn beside(run: &Run, runs: &[Run], least: f64) -> bool {
    runs.iter().any(|other| {
        let near = (other.y - run.y).abs() < other.size * 0.7;
        other.size >= least && near && other.right > run.left - other.size && other.left < run.right + other.size
    })
}

fn small_type(sheets: &Sheets, wanted: &Wanted, found: &mut Found) {
    let rule = wanted.printer.and_then(|printer| printer.smallest_type);
    let least = rule.map_or(SMALLEST_TYPE, |rule| rule.value) - 0.05;
    let mut small = Gathered::new();
    for sheet in &sheets.all {
        let runs = &sheet.page.runs;
        for run in runs.iter().filter(|run| run.size < least && !beside(run, runs, least)) {
            small.add((run.size * 10.0).round() as i64, sheet, run.y);
        }
    }
    let least = Length::points(least + 0.05);
    small.say(sheets, found, |tenths, pages| Fault::TinyType { size: Length::points(tenths as f64 / 10.0), least, pages });
}

fn thin_lines(sheets: &Sheets, wanted: &Wanted, found: &mut Found) {
    let least = wanted.printer.map_or(THINNEST, |printer| printer.thinnest_line.value);
    let mut thin = Gathered::new();
    for sheet in &sheets.all {
        let on_page = |y: f64| y >= 0.0 && y <= wanted.height;
        let rules = sheet.page.rules.iter().filter(|rule| on_page(rule.area.top) && rule.thickness < least - 0.005);
        for rule in rules {
            thin.add((rule.thickness * 20.0).round() as i64, sheet, rule.area.bottom);
        }
    }
    let least = Length::points(least);
    thin.say(sheets, found, |steps, pages| {
        Fault::ThinLine { thickness: Length::points(steps as f64 / 20.0), least, pages }
    });
}

fn margins(sheets: &Sheets, wanted: &Wanted, found: &mut Found) {
    let pages = u32::try_from(sheets.all.len()).unwrap_or(u32::MAX);
    let rule = wanted.printer.map(|printer| printer.margin.value);
    let outer = rule.map_or(NEAREST, |rule| if wanted.bleed.is_some() { rule.bleeding } else { rule.plain });
    let inside = wanted.printer.map_or(NEAREST, |printer| printer.inside(pages));
    let mut near = Gathered::new();
    for sheet in &sheets.all {
        let (left, right) = if sheet.recto() { ("spine", "fore-edge") } else { ("fore-edge", "spine") };
        let runs = sheet.page.runs.iter().map(|run| Area {
            left: run.left,
            top: run.y - run.size * CAPITALS,
            right: run.right,
            bottom: run.y,
        });
        let bled = |area: &Area| area.left < 0.0 || area.top < 0.0 || area.right > wanted.width || area.bottom > wanted.height;
        let pictures = sheet.page.pictures.iter().map(|picture| picture.area);
        // A picture that runs off the page is meant to.
        let pictures = pictures.filter(|area| wanted.bleed.is_none() || !bled(area));
        for area in runs.chain(pictures) {
            let sides = [
                (left, area.left),
                (right, wanted.width - area.right),
                ("head", area.top),
                ("foot", wanted.height - area.bottom),
            ];
            for (side, distance) in sides {
                let least = if side == "spine" { inside } else { outer };
                if distance < least - SAME {
                    near.add((side, distance.round() as i64), sheet, area.bottom);
                }
            }
        }
    }
    near.say(sheets, found, |(side, distance), pages| Fault::UnsafeMargin {
        side: side.to_owned(),
        distance: Length::points(distance as f64),
        least: Length::points(if side == "spine" { inside } else { outer }),
        pages,
    });
}
