//! The style of citations and the locale of the book's language.

use std::sync::OnceLock;

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::{
    IndependentStyle, LayoutRenderingElement, Locale, LocaleCode, Name, NamesChild, Style, StyleClass,
};

use crate::manifest::Bibliography;
use crate::problem::{Diagnostic, Problem, nearest};
use crate::snapshot::{BookPath, Snapshot};
use crate::span::{FileId, Span};

/// The style of a book that names none: the author and the year in the text.
const USUAL: &str = "chicago-author-date";

/// The style that the manifest names: one that hayagriva brings along, or a `.csl` file of the book's.
pub(super) fn read(
    snapshot: &Snapshot,
    settings: &Bibliography,
    file: FileId,
    problems: &mut Vec<Diagnostic>,
) -> Option<IndependentStyle> {
    let (name, at) = settings.style.as_ref().map_or((USUAL, Span::top(file)), |(name, at)| (name, *at));
    let style = if name.to_lowercase().ends_with(".csl") { own(snapshot, name) } else { known(name) };
    let independent = style.and_then(|style| match style {
        Style::Independent(style) => Ok(style),
        Style::Dependent(style) => parent(name, &style.parent_link.href),
    });
    let listed = independent.and_then(|style| match style.bibliography {
        Some(_) => Ok(named(style)),
        None => Err(bad(format!("`{name}` makes no list of works"))),
    });
    listed.map_err(|problem| problems.push(problem.at(at))).ok()
}

/// A style whose `names` all have a `name`. CSL 1.0.2 ("Names") has a default where there is none; hayagriva 0.10.1
/// prints nobody there if something else is in it, a label or a substitute: Vancouver's authors, say.
fn named(mut style: IndependentStyle) -> IndependentStyle {
    style.macros.iter_mut().for_each(|one| name_each(&mut one.children));
    name_each(&mut style.citation.layout.elements);
    if let Some(list) = &mut style.bibliography {
        name_each(&mut list.layout.elements);
    }
    style
}

fn name_each(elements: &mut [LayoutRenderingElement]) {
    for element in elements {
        match element {
            LayoutRenderingElement::Names(names) => {
                if !names.children.is_empty() && names.name().is_none() {
                    names.children.insert(0, NamesChild::Name(Name::default()));
                }
            }
            LayoutRenderingElement::Group(group) => name_each(&mut group.children),
            LayoutRenderingElement::Choose(choose) => {
                let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if);
                branches.for_each(|branch| name_each(&mut branch.children));
                choose.otherwise.iter_mut().for_each(|branch| name_each(&mut branch.children));
            }
            LayoutRenderingElement::Text(_)
            | LayoutRenderingElement::Date(_)
            | LayoutRenderingElement::Number(_)
            | LayoutRenderingElement::Label(_) => {}
        }
    }
}

/// Whether each citation in the text is a note.
pub(super) fn makes_notes(style: &IndependentStyle) -> bool {
    style.settings.class == StyleClass::Note
}

/// All locales: the crate has them packed as one, and unpacks them in a quarter of a second, so that is done
/// once, and only for a book that cites.
pub(super) fn locale(language: &str) -> (&'static [Locale], LocaleCode) {
    static LOCALES: OnceLock<Vec<Locale>> = OnceLock::new();
    let all = LOCALES.get_or_init(archive::locales);
    let codes = || all.iter().filter_map(|locale| locale.lang.as_ref());
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    // The region that a bare language means, where it isn't called as the language is.
    let usual = match primary.as_str() {
        "en" => "en-US".to_owned(),
        "pt" => "pt-BR".to_owned(),
        "da" => "da-DK".to_owned(),
        "sv" => "sv-SE".to_owned(),
        "cs" => "cs-CZ".to_owned(),
        "no" | "nb" => "nb-NO".to_owned(),
        "zh" => "zh-CN".to_owned(),
        "ja" => "ja-JP".to_owned(),
        other => format!("{other}-{}", other.to_uppercase()),
    };
    let exact = codes().find(|code| code.0.eq_ignore_ascii_case(language));
    let near = || codes().find(|code| code.0 == usual);
    let any = || codes().find(|code| code.0.split('-').next() == Some(primary.as_str()));
    let code = exact.or_else(near).or_else(any).cloned();
    (all, code.unwrap_or_else(LocaleCode::en_us))
}

fn known(name: &str) -> Result<Style, Problem> {
    ArchivedStyle::by_name(name).map(ArchivedStyle::get).ok_or_else(|| {
        let names = ArchivedStyle::all().iter().flat_map(|style| style.names()).copied();
        let meant = nearest(name, names).map_or(String::new(), |name| format!(" (did you mean `{name}`?)"));
        let expected = format!("the name of a known style such as `apa`, or the path of a `.csl` file{meant}");
        Problem::BadValue { key: "book.csl".to_owned(), value: name.to_owned(), expected }
    })
}

fn own(snapshot: &Snapshot, name: &str) -> Result<Style, Problem> {
    let path = BookPath::new(name).map_err(|_| Problem::OutsidePath { path: name.to_owned() })?;
    let text = snapshot.text(&path).map_err(|(_, unread)| super::works::unreadable(snapshot, &path, unread))?;
    Style::from_xml(&text.text).map_err(|fault| bad(format!("`{name}` is no CSL style: {fault}")))
}

/// A dependent style only names another one.
fn parent(name: &str, address: &str) -> Result<IndependentStyle, Problem> {
    match ArchivedStyle::by_id(address).map(ArchivedStyle::get) {
        Some(Style::Independent(style)) => Ok(style),
        Some(Style::Dependent(_)) | None => Err(bad(format!("`{name}` needs the style `{address}`"))),
    }
}

fn bad(reason: String) -> Problem {
    Problem::BadStyle { reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_by_language() {
        let code = |language: &str| locale(language).1.0;
        assert_eq!(code("en-GB"), "en-GB");
        assert_eq!(code("en"), "en-US");
        assert_eq!(code("de"), "de-DE");
        assert_eq!(code("de-LU"), "de-DE");
        assert_eq!(code("nb"), "nb-NO");
        assert_eq!(code("tlh"), "en-US");
    }
}
