//! `pikchr` fences, drawn by pikru, a port of the original.

use super::{FAMILY, Fault};

/// The drawing.
///
/// # Errors
/// pikru's reason.
pub(super) fn draw(source: &str) -> Result<String, Fault> {
    let svg = pikru::pikchr(source).map_err(|report| fault(&report))?;
    Ok(svg.replacen("<svg ", &format!("<svg font-family=\"'{FAMILY}'\" "), 1))
}

/// pikru reports for a terminal: colours, the place as `3:12`, the source again, and what was expected last.
fn fault(report: &str) -> Fault {
    let plain: String = report.split('\u{1b}').enumerate().map(|(at, piece)| match piece.split_once('m') {
        Some((_, rest)) if at > 0 => rest,
        Some(_) | None => piece,
    }).collect();
    let mut place = plain.split_whitespace().filter_map(|word| {
        let numbers = word.strip_prefix("<input>:").unwrap_or(word);
        let (line, column) = numbers.trim_end_matches(']').split_once(':')?;
        column.parse::<usize>().ok().and(line.parse::<usize>().ok())
    });
    let line = place.next();
    let expected = plain.lines().find_map(|line| line.trim().strip_prefix("= "));
    let first = plain.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("unreadable");
    let first = first.trim_start_matches("Error:").split("-->").next().unwrap_or_default().trim();
    let first = first.trim_end_matches([':', '.']);
    let reason = match expected {
        Some(expected) => expected.trim().to_owned(),
        None => first.to_owned(),
    };
    Fault { line, reason }
}
