//! `[edition.print]` beyond trim and contents: what the file for the printer is to be.
//!
//! A printer's name brings all its rules, so most books say that and no more. What a book asks for against
//! its printer's rules is refused, with the document that says so.

use super::table::{Given, Placed};
use super::written;
use super::{Press, Volumes, isbn, trim};
use crate::printer::{Bleed, Color, INCH, Marks, Paper, Printer, PRINTERS, Source, Spine, Standard};
use crate::problem::{Diagnostic, Problem};
use crate::snapshot::BookPath;
use crate::span::Span;

/// Bleed and crop marks of a book that names no printer.
const BLEED: Bleed = Bleed { outer: 0.125 * INCH, inside: 0.0, always: false };
/// Thinnest and thickest leaf, pt: Bible paper and board.
const LEAF: std::ops::RangeInclusive<f64> = 0.05..=2.0;

/// What `[edition.print]` means. `size` is the trimmed page, pt.
pub(super) fn press(
    written: &written::Press,
    trim: Option<&Given<Vec<String>>>,
    size: (f64, f64),
    top: Span,
    problems: &mut Vec<Diagnostic>,
) -> Press {
    let printer = printer(written.printer.as_ref(), problems);
    let at = written.printer.as_ref().map_or(top, |given| given.at);
    let (paper, spine) = paper(written.paper.as_ref(), printer, problems);
    let color = color(written.color.as_ref(), printer, problems);
    let standard = standard(written.standard.as_ref(), printer, color, at, problems);
    if let Some(printer) = printer.filter(|printer| !printer.cuts(size.0, size.1)) {
        let value = format!("{:.2} x {:.2} in", size.0 / INCH, size.1 / INCH);
        let at = trim.map_or(at, |given| given.at);
        let rule = "a trim it doesn't cut to";
        problems.push(refused(printer, &value, rule, printer.trims.source, at));
    }
    Press {
        printer,
        paper,
        spine,
        bleed: bleed(written.bleed.as_ref(), printer, problems),
        crop_marks: crop_marks(written.crop_marks.as_ref(), printer, problems),
        color,
        standard,
        profile: profile(written.profile.as_ref(), color, standard, at, problems),
        volumes: volumes(written.volumes.as_ref(), printer, problems),
        volume_isbns: volume_isbns(written.volume_isbns.as_ref(), problems),
        cover: cover(written.cover.as_ref(), spine, problems),
        at,
    }
}

fn printer(given: Option<&Given<String>>, problems: &mut Vec<Diagnostic>) -> Option<&'static Printer> {
    let given = given?;
    let known = Printer::named(&given.value.to_lowercase());
    if known.is_none() {
        let names: Vec<String> = PRINTERS.iter().map(|printer| format!("`{}`", printer.name)).collect();
        problems.push(given.refused(&given.value, &format!("one of {}", names.join(", "))));
    }
    known
}

/// A paper by the printer's name for it, or the thickness of a leaf.
fn paper(
    given: Option<&Given<String>>,
    printer: Option<&'static Printer>,
    problems: &mut Vec<Diagnostic>,
) -> (Option<&'static Paper>, Option<Spine>) {
    let first = printer.and_then(|printer| printer.papers.first());
    let Some(given) = given else { return (first, first.map(|paper| paper.spine.value)) };
    if let Some(leaf) = trim::length(&given.value).filter(|leaf| LEAF.contains(leaf)) {
        return (first, Some(Spine { page: leaf / 2.0, cover: 0.0, published: true }));
    }
    if let Some(paper) = printer.and_then(|printer| printer.paper(&given.value)) {
        return (Some(paper), Some(paper.spine.value));
    }
    let names = printer.map_or(&[][..], |printer| printer.papers).iter().map(|paper| format!("`{}`", paper.name));
    let names: Vec<String> = names.chain(["the thickness of a leaf such as `0.1mm`".to_owned()]).collect();
    problems.push(given.refused(&given.value, &names.join(", ")));
    (first, first.map(|paper| paper.spine.value))
}

fn color(given: Option<&Given<String>>, printer: Option<&Printer>, problems: &mut Vec<Diagnostic>) -> Color {
    let Some(given) = given else { return Color::Gray };
    let named = [Color::Gray, Color::Cmyk, Color::Rgb].into_iter().find(|color| color.name() == given.value);
    let Some(color) = named else {
        problems.push(given.refused(&given.value, "`gray`, `cmyk` or `rgb`"));
        return Color::Gray;
    };
    if let Some(printer) = printer.filter(|printer| !printer.colors.value.contains(&color)) {
        let names: Vec<&str> = printer.colors.value.iter().map(|color| color.name()).collect();
        let rule = format!("it takes {}", names.join(" or "));
        problems.push(refused(printer, color.name(), &rule, printer.colors.source, given.at));
    }
    color
}

/// What the file conforms to. PDF/X-1a is asked for by printers that take plain PDF, too: we make none.
fn standard(
    given: Option<&Given<String>>,
    printer: Option<&Printer>,
    color: Color,
    at: Span,
    problems: &mut Vec<Diagnostic>,
) -> Standard {
    let Some(given) = given else {
        let wanted = printer.map_or(Standard::Plain, |printer| printer.standard.value);
        if let Some(printer) = printer.filter(|_| wanted == Standard::X1a) {
            let (printer, source) = (printer.title.to_owned(), cited(printer.standard.source));
            problems.push(Problem::PlainFile { printer, standard: "PDF/X-1a:2001".to_owned(), source }.at(at));
        }
        let can = wanted == Standard::X4 && color == Color::Gray;
        return if can { Standard::X4 } else { Standard::Plain };
    };
    match given.value.as_str() {
        "plain" => Standard::Plain,
        "x-4" => Standard::X4,
        "x-1a" => {
            let missing = "opacity in drawings can't be worked in, and there is no check of it but ours";
            let standard = "PDF/X-1a".to_owned();
            problems.push(Problem::NoStandard { standard, missing: missing.to_owned() }.at(given.at));
            Standard::Plain
        }
        other => {
            problems.push(given.refused(other, "`plain` or `x-4`"));
            Standard::Plain
        }
    }
}

/// The profile of the press. Gray has one of ours; process colours need the one that the press names.
fn profile(
    given: Option<&Given<String>>,
    color: Color,
    standard: Standard,
    at: Span,
    problems: &mut Vec<Diagnostic>,
) -> Option<(BookPath, Span)> {
    let Some(given) = given else {
        if standard == Standard::X4 && color != Color::Gray {
            let missing = "the ICC profile of the press: name its file as `edition.print.profile`".to_owned();
            problems.push(Problem::NoStandard { standard: "PDF/X-4".to_owned(), missing }.at(at));
        }
        return None;
    };
    let path = BookPath::new(&given.value);
    if path.is_err() {
        problems.push(Problem::OutsidePath { path: given.value.clone() }.at(given.at));
    }
    Some((path.ok()?, given.at))
}

fn bleed(given: Option<&Given<bool>>, printer: Option<&Printer>, problems: &mut Vec<Diagnostic>) -> Option<Bleed> {
    let bleed = printer.map_or(BLEED, |printer| printer.bleed.value);
    match (given, printer) {
        (None, _) => bleed.always.then_some(bleed),
        (Some(given), Some(printer)) if bleed.always && !given.value => {
            let rule = "it wants bleed on every page";
            problems.push(refused(printer, "bleed = false", rule, printer.bleed.source, given.at));
            Some(bleed)
        }
        (Some(given), _) => given.value.then_some(bleed),
    }
}

fn crop_marks(given: Option<&Given<bool>>, printer: Option<&Printer>, problems: &mut Vec<Diagnostic>) -> bool {
    let rule = printer.map_or(Marks::Allowed, |printer| printer.crop_marks.value);
    match (given, printer) {
        (None, _) => rule == Marks::Wanted,
        (Some(given), Some(printer)) if given.value && rule == Marks::Forbidden => {
            let source = printer.crop_marks.source;
            problems.push(refused(printer, "crop-marks = true", "it takes no crop marks", source, given.at));
            false
        }
        (Some(given), _) => given.value,
    }
}

/// Whether there is a cover: it needs a spine.
fn cover(given: Option<&Given<bool>>, spine: Option<Spine>, problems: &mut Vec<Diagnostic>) -> bool {
    let Some(given) = given else { return spine.is_some() };
    if given.value && spine.is_none() {
        problems.push(given.refused("true", "`printer` or `paper` beside it, for the width of the spine"));
    }
    given.value && spine.is_some()
}

fn volumes(
    given: Option<&Given<super::table::Plain>>,
    printer: Option<&Printer>,
    problems: &mut Vec<Diagnostic>,
) -> Volumes {
    let Some(given) = given else { return Volumes::Exactly(1) };
    match (given.value.0.as_str(), given.value.0.parse::<u32>()) {
        ("auto", _) if printer.is_none() => {
            problems.push(given.refused("auto", "a number, or a printer whose page limit counts"));
            Volumes::Exactly(1)
        }
        ("auto", _) => Volumes::AsNeeded,
        (_, Ok(number @ 1..=99)) => Volumes::Exactly(number),
        (other, _) => {
            problems.push(given.refused(other, "`auto` or a number from 1 to 99"));
            Volumes::Exactly(1)
        }
    }
}

fn volume_isbns(given: Option<&Given<Vec<Placed>>>, problems: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut out = Vec::new();
    for Placed(written, at) in given.iter().flat_map(|given| &given.value) {
        match isbn::digits(written) {
            Ok(digits) => out.push(digits),
            Err(expected) => {
                let key = "edition.print.volume-isbns".to_owned();
                problems.push(Problem::BadValue { key, value: written.clone(), expected }.at(*at));
            }
        }
    }
    out
}

fn refused(printer: &Printer, value: &str, rule: &str, source: Source, at: Span) -> Diagnostic {
    Problem::PrinterRefuses {
        printer: printer.title.to_owned(),
        value: value.to_owned(),
        rule: rule.to_owned(),
        source: cited(source),
    }
    .at(at)
}

fn cited(source: Source) -> String {
    format!("{} (checked {})", source.document, source.checked)
}
