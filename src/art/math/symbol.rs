//! Single signs: letters, operators, delimiters, and what stands for them in Typst.

use ratex_font::get_symbol;
use ratex_parser::parse_node::{Measurement, Mode};

use super::Fault;

/// The character of a sign's TeX name.
pub(super) fn character(name: &str, mode: Mode) -> Option<String> {
    let (first, second) = match mode {
        Mode::Math => (ratex_font::Mode::Math, ratex_font::Mode::Text),
        Mode::Text => (ratex_font::Mode::Text, ratex_font::Mode::Math),
    };
    let known = get_symbol(name, first).or_else(|| get_symbol(name, second));
    let plain = || (!name.starts_with('\\')).then(|| name.to_owned());
    known.and_then(|symbol| symbol.codepoint).map(String::from).or_else(plain)
}

/// A sign as Typst math. Whatever Typst would read as markup is escaped; so no delimiter grows by itself.
pub(super) fn sign(name: &str, mode: Mode, at: usize) -> Result<String, Fault> {
    match name {
        "\\prime" => return Ok("′".to_owned()),
        "-" => return Ok("−".to_owned()),
        "*" => return Ok("∗".to_owned()),
        "|" | "\\vert" => return Ok("\\|".to_owned()),
        "\\|" | "\\Vert" => return Ok("\\‖".to_owned()),
        "\\lvert" => return Ok("class(\"opening\", \\|)".to_owned()),
        "\\rvert" => return Ok("class(\"closing\", \\|)".to_owned()),
        "\\lVert" => return Ok("class(\"opening\", \\‖)".to_owned()),
        "\\rVert" => return Ok("class(\"closing\", \\‖)".to_owned()),
        _ => {}
    }
    let unknown = || Fault { at, reason: format!("`{name}` can't be printed") };
    let character = character(name, mode).ok_or_else(unknown)?;
    Ok(character.chars().map(escaped).collect())
}

/// Signs that Typst would read as markup, or would pair and make grow where TeX doesn't.
const MARKUP: &str = "#$\\&_^/\"'()[]{}|,;:~`@*-⟨⟩⌊⌋⌈⌉⟦⟧⟪⟫⟮⟯⎰⎱⌜⌝⌞⌟‖∥";

/// A character of a formula as Typst math.
pub(super) fn escaped(c: char) -> String {
    if MARKUP.contains(c) { format!("\\{c}") } else { c.to_string() }
}

/// A string literal of Typst.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A delimiter as Typst math; empty where TeX has `.` for none.
pub(super) fn delimiter(name: &str, at: usize) -> Result<String, Fault> {
    Ok(match name {
        "." | "" => String::new(),
        "\\{" | "\\lbrace" => "\\{".to_owned(),
        "\\}" | "\\rbrace" => "\\}".to_owned(),
        "\\lVert" | "\\rVert" | "\\|" | "\\Vert" => "\\‖".to_owned(),
        "\\lvert" | "\\rvert" | "\\vert" | "|" => "\\|".to_owned(),
        "<" | "\\lt" => "\\⟨".to_owned(),
        ">" | "\\gt" => "\\⟩".to_owned(),
        name => return sign(name, Mode::Math, at),
    })
}

/// A length in em. `ex` and absolute units are taken at 10 pt, as TeX does by default.
pub(super) fn em(length: &Measurement, at: usize) -> Result<f64, Fault> {
    let unit = match length.unit.as_str() {
        "em" => 1.0,
        "mu" => 1.0 / 18.0,
        "ex" => 0.431,
        "pt" => 0.1,
        "bp" => 0.1004,
        "pc" => 1.2,
        "mm" => 0.2845,
        "cm" => 2.845,
        "in" => 7.227,
        unit => return Err(Fault { at, reason: format!("unknown unit `{unit}`") }),
    };
    Ok(length.number * unit)
}

/// A space in Typst math, by its width in em.
pub(super) fn space(em: f64) -> String {
    let near = |width: f64| (em - width).abs() < 0.001;
    if near(0.0) {
        String::new()
    } else if near(0.1667) {
        "thin".to_owned()
    } else if near(0.2222) {
        "med".to_owned()
    } else if near(0.2778) {
        "thick".to_owned()
    } else if near(1.0) {
        "quad".to_owned()
    } else if near(2.0) {
        "wide".to_owned()
    } else {
        format!("#h({em:.4}em)")
    }
}

/// The accent of Typst that an accent command of TeX is.
pub(super) fn accent(label: &str) -> Option<&'static str> {
    Some(match label {
        "\\hat" | "\\widehat" => "hat",
        "\\bar" => "macron",
        "\\vec" | "\\overrightarrow" | "\\Overrightarrow" => "arrow",
        "\\overleftarrow" => "arrow.l",
        "\\overleftrightarrow" => "arrow.l.r",
        "\\overrightharpoon" => "harpoon",
        "\\overleftharpoon" => "harpoon.lt",
        "\\dot" => "dot",
        "\\ddot" => "dot.double",
        "\\dddot" => "dot.triple",
        "\\ddddot" => "dot.quad",
        "\\tilde" | "\\widetilde" => "tilde",
        "\\check" | "\\widecheck" => "caron",
        "\\breve" => "breve",
        "\\acute" => "acute",
        "\\grave" => "grave",
        "\\mathring" => "circle",
        "\\overgroup" => "overparen",
        _ => return None,
    })
}

/// What an accent under a formula becomes: a sign stretched below it.
pub(super) fn accent_under(label: &str) -> Option<&'static str> {
    Some(match label {
        "\\underleftarrow" => "←",
        "\\underrightarrow" => "→",
        "\\underleftrightarrow" => "↔",
        _ => return None,
    })
}

/// The combining character of an accent in text (`\'e`).
pub(super) fn text_accent(label: &str) -> Option<char> {
    Some(match label {
        "\\'" => '\u{301}',
        "\\`" => '\u{300}',
        "\\^" => '\u{302}',
        "\\~" => '\u{303}',
        "\\=" => '\u{304}',
        "\\u" => '\u{306}',
        "\\." => '\u{307}',
        "\\\"" => '\u{308}',
        "\\r" => '\u{30a}',
        "\\H" => '\u{30b}',
        "\\v" => '\u{30c}',
        "\\c" => '\u{327}',
        _ => return None,
    })
}

/// A letter with a mark, as one character where Unicode has one: not every face can put them together.
pub(super) fn composed(letter: &str, mark: char) -> String {
    let (bases, made) = match mark {
        '\u{300}' => ("aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
        '\u{301}' => ("aeiouyAEIOUYcnsz", "áéíóúýÁÉÍÓÚÝćńśź"),
        '\u{302}' => ("aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
        '\u{303}' => ("anoANO", "ãñõÃÑÕ"),
        '\u{304}' => ("aeiouAEIOU", "āēīōūĀĒĪŌŪ"),
        '\u{306}' => ("agu", "ăğŭ"),
        '\u{307}' => ("cegzEZ", "ċėġżĖŻ"),
        '\u{308}' => ("aeiouyAEIOU", "äëïöüÿÄËÏÖÜ"),
        '\u{30a}' => ("auA", "åůÅ"),
        '\u{30b}' => ("ouOU", "őűŐŰ"),
        '\u{30c}' => ("cdenrstzCDENRSTZ", "čďěňřšťžČĎĚŇŘŠŤŽ"),
        '\u{327}' => ("csCS", "çşÇŞ"),
        _ => ("", ""),
    };
    let base = letter.replace('ı', "i");
    let found = bases.chars().zip(made.chars()).find(|(from, _)| base.chars().eq([*from]));
    found.map_or_else(|| format!("{base}{mark}"), |(_, to)| to.to_string())
}

/// The arrow of an extensible arrow command.
pub(super) fn arrow(label: &str) -> Option<&'static str> {
    Some(match label {
        "\\xrightarrow" => "→",
        "\\xleftarrow" => "←",
        "\\xRightarrow" => "⇒",
        "\\xLeftarrow" => "⇐",
        "\\xleftrightarrow" => "↔",
        "\\xLeftrightarrow" => "⇔",
        "\\xmapsto" => "↦",
        "\\xhookrightarrow" => "↪",
        "\\xhookleftarrow" => "↩",
        "\\xtwoheadrightarrow" => "↠",
        "\\xtwoheadleftarrow" => "↞",
        "\\xrightharpoonup" => "⇀",
        "\\xrightharpoondown" => "⇁",
        "\\xleftharpoonup" => "↼",
        "\\xleftharpoondown" => "↽",
        "\\xrightleftharpoons" | "\\xrightequilibrium" => "⇌",
        "\\xleftrightharpoons" | "\\xleftequilibrium" => "⇋",
        "\\xtofrom" | "\\xrightleftarrows" => "⇄",
        "\\xlongequal" => "=",
        _ => return None,
    })
}

/// The sign that `\not` makes of another.
pub(super) fn negated(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "=" => "≠",
        "<" => "≮",
        ">" => "≯",
        "∈" => "∉",
        "∋" => "∌",
        "⊂" => "⊄",
        "⊃" => "⊅",
        "⊆" => "⊈",
        "⊇" => "⊉",
        "⊑" => "⋢",
        "⊒" => "⋣",
        "≡" => "≢",
        "≈" => "≉",
        "∼" => "≁",
        "≃" => "≄",
        "≅" => "≇",
        "≤" => "≰",
        "≥" => "≱",
        "≲" => "≴",
        "≳" => "≵",
        "≺" => "⊀",
        "≻" => "⊁",
        "∣" => "∤",
        "∥" => "∦",
        "∃" => "∄",
        "→" => "↛",
        "←" => "↚",
        "↔" => "↮",
        "⇒" => "⇏",
        "⇐" => "⇍",
        "⇔" => "⇎",
        "⊢" => "⊬",
        "⊨" => "⊭",
        "⊩" => "⊮",
        _ => return None,
    })
}
