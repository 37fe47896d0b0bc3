//! `pikchr` fences, drawn by pikru, a port of the original.
//!
//! pikru takes an object that isn't there for the place where it stands itself, an unknown colour for black and the
//! call of an unknown macro for nothing; it checks no assertion. So names are looked up here, by pikru's own grammar,
//! before it draws, and what it doesn't do is refused.

use std::collections::BTreeSet;

use pest::Parser as _;
use pest::iterators::Pair;
use pikru::{PikchrParser, Rule};

use super::{FAMILY, Fault, color, failing_line};

/// The drawing.
///
/// # Errors
/// pikru's reason, or a name that isn't known.
pub(super) fn draw(source: &str) -> Result<String, Fault> {
    names(source)?;
    let svg = render(source).map_err(|fault| {
        let reason = |head: &str| render(head).err().map(|fault| fault.reason);
        let line = fault.line.or_else(|| failing_line(source, &fault.reason, reason));
        Fault { line, ..fault }
    })?;
    Ok(svg.replacen("<svg ", &format!("<svg font-family=\"'{FAMILY}'\" "), 1))
}

/// pikru gives an empty text where nothing was drawn.
fn render(source: &str) -> Result<String, Fault> {
    let svg = pikru::pikchr(source).map_err(|report| fault(&report))?;
    if svg.starts_with("<svg ") { Ok(svg) } else { Err(Fault::new("there is no drawing in it")) }
}

/// Refuses names that nothing before them has.
fn names(source: &str) -> Result<(), Fault> {
    // What the grammar refuses pikru says itself.
    let Ok(program) = PikchrParser::parse(Rule::program, source) else { return Ok(()) };
    let mut named = Named::default();
    program.flatten().try_for_each(|pair| named.see(&pair))
}

/// What is known where the reading stands.
#[derive(Default)]
struct Named {
    /// Labels, and texts of objects, which name them as well.
    objects: BTreeSet<String>,
    /// Classes of the objects.
    classes: Vec<String>,
    /// The object that is being described, which isn't there yet.
    current: Option<String>,
    variables: BTreeSet<String>,
    macros: BTreeSet<String>,
    /// A macro was called, which may have made objects of any name and class.
    opaque: bool,
}

impl Named {
    fn see(&mut self, pair: &Pair<Rule>) -> Result<(), Fault> {
        match pair.as_rule() {
            Rule::statement => self.classes.extend(self.current.take()),
            Rule::labeled_statement => self.objects.extend(inner(pair, Rule::PLACENAME)),
            Rule::STRING => {
                self.objects.insert(pair.as_str().trim_matches('"').to_owned());
            }
            Rule::basetype => self.current = Some(inner(pair, Rule::CLASSNAME).unwrap_or_default()),
            Rule::define => self.macros.extend(inner(pair, Rule::IDENT)),
            Rule::macro_call => self.call(pair)?,
            Rule::assert_stmt => return Err(at(pair, "`assert` isn't checked".to_owned())),
            Rule::print_stmt => return Err(at(pair, "`print` has nowhere to write".to_owned())),
            Rule::objectname => self.object(pair)?,
            Rule::nth => self.nth(pair)?,
            Rule::attribute if inner(pair, Rule::colorproperty).is_some() => self.color(pair)?,
            Rule::assignment => match inner(pair, Rule::lvalue).as_deref().map(str::trim) {
                Some("fill" | "color") => self.color(pair)?,
                Some(variable) => {
                    self.variables.insert(variable.to_owned());
                }
                None => {}
            },
            // The grammar has a hundred rules; these are the ones with names in them.
            _ => {}
        }
        Ok(())
    }

    fn call(&mut self, pair: &Pair<Rule>) -> Result<(), Fault> {
        let name = inner(pair, Rule::IDENT).unwrap_or_default();
        if !self.macros.contains(&name) {
            return Err(unknown(pair, &format!("macro `{name}`")));
        }
        self.opaque = true;
        Ok(())
    }

    fn object(&self, pair: &Pair<Rule>) -> Result<(), Fault> {
        let mut names = pair.as_str().split('.').map(str::trim).filter(|name| *name != "this");
        match names.find(|name| !self.opaque && !self.objects.contains(*name)) {
            Some(name) => Err(unknown(pair, &format!("object `{name}`"))),
            None => Ok(()),
        }
    }

    /// `3rd box`, `last`: there have to be as many.
    fn nth(&self, pair: &Pair<Rule>) -> Result<(), Fault> {
        let class = inner(pair, Rule::CLASSNAME);
        let number = inner(pair, Rule::NTH).and_then(|nth| nth.get(..nth.len() - 2)?.parse().ok()).unwrap_or(1);
        let list = pair.as_str().contains('[');
        let such = |there: &&String| if list { there.is_empty() } else { class.as_ref().is_none_or(|class| *there == class) };
        if self.opaque || self.classes.iter().filter(such).count() >= number {
            return Ok(());
        }
        Err(unknown(pair, &format!("`{}`", pair.as_str().trim())))
    }

    /// A colour by its name; other expressions are numbers.
    fn color(&self, pair: &Pair<Rule>) -> Result<(), Fault> {
        let value = inner(pair, Rule::rvalue).unwrap_or_default();
        let name = value.trim();
        let word = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric());
        let plain = name.to_lowercase();
        if !word || matches!(plain.as_str(), "none" | "off") || color(&plain) || self.variables.contains(name) {
            return Ok(());
        }
        Err(at(pair, format!("there is no colour `{name}`")))
    }
}

/// The text of the first part of this kind.
fn inner(pair: &Pair<Rule>, rule: Rule) -> Option<String> {
    pair.clone().into_inner().find(|part| part.as_rule() == rule).map(|part| part.as_str().to_owned())
}

fn unknown(pair: &Pair<Rule>, what: &str) -> Fault {
    at(pair, format!("there is no {what} before this"))
}

fn at(pair: &Pair<Rule>, reason: String) -> Fault {
    Fault { line: Some(pair.line_col().0), reason }
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
        Some(expected) => worded(expected.trim()),
        None => first.to_owned(),
    };
    Fault { line, reason }
}

/// The names of the grammar's rules as a person reads them.
fn worded(expected: &str) -> String {
    const WORDS: [(&str, &str); 12] = [
        ("EOI", "the end"),
        ("EOL", "a new line"),
        ("EDGEPT", "an edge"),
        ("PLACENAME", "a label"),
        ("CODEBLOCK", "a body in braces"),
        ("attribute", "an attribute"),
        ("textattr", "a place for the text"),
        ("numproperty", "a size"),
        ("dashproperty", "`dashed` or `dotted`"),
        ("colorproperty", "`fill` or `color`"),
        ("assign_op", "`=`"),
        ("program", "a statement"),
    ];
    let word = |piece: &str| {
        let name = piece.trim_matches(',');
        let known = WORDS.iter().find(|(rule, _)| *rule == name);
        known.map_or_else(|| piece.to_owned(), |(rule, word)| piece.replacen(rule, word, 1))
    };
    expected.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
