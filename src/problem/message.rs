//! What problems say: lower case, no full stop, names in backticks, advice in `help`.

use super::script;
use super::Problem;

impl Problem {
    /// What is wrong, in one line.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NoManifest => "no `book.toml` in this folder".into(),
            Self::MissingFile { path, .. } => format!("no file `{path}`"),
            Self::UnreadableFile { path, reason } => format!("can't read `{path}`: {reason}"),
            Self::NotUtf8 { path } => format!("`{path}` is not UTF-8 text"),
            Self::OutsidePath { path } => format!("`{path}` leads out of the book's folder"),
            Self::BadToml { reason } => reason.clone(),
            Self::UnknownKey { key, .. } => format!("unknown key `{key}`"),
            Self::BadValue { key, value, expected } => {
                format!("`{key}` can't be `{value}`: expected {expected}")
            }
            Self::PrinterRefuses { printer, value, rule, source: _ } => {
                format!("{printer} refuses `{value}`: {rule}")
            }
            Self::NoStandard { standard, missing } => format!("no {standard}: {missing}"),
            Self::PlainFile { printer, standard, source: _ } => {
                format!("{printer} asks for {standard}: the file is plain PDF")
            }
            Self::PageLimit { printer, pages, least, most, source: _ } => {
                format!("{pages} pages: {printer} binds {least} to {most}")
            }
            Self::VolumesShort { wanted, made } => {
                format!("{wanted} volumes are asked for, but the book splits into {made}")
            }
            Self::SpineReckoned { printer, source: _ } => {
                format!("{printer} publishes no formula for its spines: the cover's is reckoned")
            }
            Self::NotAccessible { faults } => format!("the EPUB can't be certified: it has {faults}"),
            Self::NoFolios { edition } => {
                format!("no full build of the {edition} edition is at hand: pages are counted from 1")
            }
            Self::OldFolios { edition } => format!(
                "the book has changed since the last full build of the {edition} edition: folios with a question \
                 mark may be out of date"
            ),
            Self::NoPageList => "the EPUB has no page list: no print edition of this text is at hand".into(),
            Self::HeavyFile { path, kilobytes, most } => {
                format!("`{path}` in the EPUB has {kilobytes} kB: old readers give up on more than {most}")
            }
            Self::LowResolution { path, found, least } => {
                format!("`{path}` has {found} pixels an inch as it is set: the printer wants {least}")
            }
            Self::NoTitle => "the book has no title".into(),
            Self::NoWords { language } => {
                format!("no words for `{language}`: `Chapter`, `Figure` and the like stay English")
            }
            Self::ForeignTable { table } => format!("`[{table}]` is not for Bindery: passed over"),
            Self::BadSummary { reason } => reason.clone(),
            Self::StraySummary { text } => format!("`{text}` is no entry of `SUMMARY.md`: passed over"),
            Self::SummaryTwice { path } => format!("`{path}` is named twice"),
            Self::DraftChapter { title } => format!("`{title}` has no file yet: left out"),
            Self::EmptyBook => "the book has no chapter with any text".into(),
            Self::NoSuchChapter { wanted } => format!("no chapter `{wanted}`"),
            Self::EditingMark => "an editing mark is left; the text is printed as if it were accepted".into(),
            Self::UnclosedMark { close } => format!("this editing mark is never closed with `{close}`"),
            Self::OldVersion { revision, reason } => format!("no book to compare with at `{revision}`: {reason}"),
            Self::CyclicInclude { path } => format!("`{path}` includes itself"),
            Self::UnknownIncludeAnchor { path, anchor, .. } => {
                format!("`{path}` has no anchor `{anchor}`")
            }
            Self::BadIncludeRange { range, lines } => {
                format!("no lines `{range}` in a file of {lines} lines")
            }
            Self::UnknownHelper { name } => format!("unknown helper `{{{{#{name}}}}}`: left as it is"),
            Self::TooLarge { path, limit } => {
                format!("what `{path}` brings in makes the chapter longer than {limit} MB: left out")
            }
            Self::BadAttributes { text } => format!("`{text}` is no attribute list"),
            Self::IdleAttribute { attribute, on, .. } => format!("`{attribute}` means nothing on {on}"),
            Self::AttributeTwice { attribute } if attribute.starts_with('#') => {
                format!("`{attribute}` is a second label: the first counts")
            }
            Self::AttributeTwice { attribute } => format!("`{attribute}` is given twice: the first counts"),
            Self::LooseAttributes { text } => format!("`{text}` belongs to nothing: printed as it stands"),
            Self::UnknownTag { name } => format!("unknown tag `<{name}>`: its content stays"),
            Self::UnbalancedTag { name } => format!("`<{name}>` without its partner"),
            Self::LeftOut { name } => format!("`<{name}>` can't be part of a book: left out"),
            Self::UnbalancedDiv => "`:::` without its partner".into(),
            Self::TooDeep { limit } => format!("nested more than {limit} levels deep: set as plain text"),
            Self::BadLines { key, value, lines } => {
                format!("`{key}={value}` names no lines of a listing of {lines}")
            }
            Self::EmptyTable => "a table without a cell".into(),
            Self::BadGrid => "the cell that begins at this rule of the table isn't closed: printed as it stands".into(),
            Self::LooseCallout { number, what } if what == "item" => {
                format!("no item of the list explains the line marked `<{number}>`")
            }
            Self::LooseCallout { number, .. } => format!("item {number} explains no line of the listing above"),
            Self::ControlCharacter { code } => format!("control character U+{code:04X}"),
            Self::UnknownBlock { class, .. } => format!("unknown block `{class}`"),
            Self::BadMath { reason } => reason.clone(),
            Self::SkippedLevel { from, to } => {
                format!("heading of level {to} under one of level {from}")
            }
            Self::NumberDiffers { written, given } => {
                format!("the heading says {written}, its number is {given}")
            }
            Self::NumberTwice { number, .. } => format!("number `{number}` is given twice"),
            Self::UnusedNote { label } => format!("nothing refers to footnote `{label}`"),
            Self::UnknownNote { label, .. } => format!("no footnote `{label}` in this file"),
            Self::NoteTwice { label, .. } => format!("footnote `{label}` is defined twice"),
            Self::BadIndexMark { reason } => reason.clone(),
            Self::IndexRange { entry, missing } => format!("the range of index entry `{entry}` has no {missing}"),
            Self::UnknownIndexEntry { entry, .. } => format!("no index entry `{entry}` to look at"),
            Self::EmptyPlace { class } => format!("nothing to stand in `::: {{.{class}}}`"),
            Self::PlaceTwice { class, .. } => format!("a second `::: {{.{class}}}`"),
            Self::UnknownTerm { term, .. } => format!("the glossary has no term `{term}`"),
            Self::TermTwice { term, .. } => format!("the glossary has term `{term}` twice"),
            Self::BadEdition { value, .. } if value.is_empty() => {
                "text for some editions needs either `when-format` or `unless-format`".into()
            }
            Self::BadEdition { value, .. } => format!("no edition `{value}`"),
            Self::NumberedOnly { what } => format!("{what} inside text for some editions only"),
            Self::DuplicateLabel { label, .. } => format!("label `{label}` is used twice"),
            Self::UnknownLabel { label, .. } => format!("unknown label `{label}`"),
            Self::Unnumbered { label } => format!("`{label}` has no number to refer to"),
            Self::UnknownCitation { key, .. } => format!("no work `{key}` in the bibliography"),
            Self::BadBibliography { reason } | Self::BadStyle { reason } => reason.clone(),
            Self::IdleStyle { what, .. } => format!("`{what}` changes nothing"),
            Self::WorkTwice { key, .. } => format!("two works have the key `{key}`"),
            Self::BibliographyTwice { .. } => "these works are listed already".into(),
            Self::BrokenLink { target, .. } => format!("nothing at `{target}`"),
            Self::LinkOutsideBook { target } => format!("`{target}` is not part of the book"),
            Self::BadAddress { target } => format!("`{target}` is no address that an EPUB can link to"),
            Self::UnreadablePicture { path, reason } => format!("can't read `{path}`: {reason}"),
            Self::UnknownPicture { path } => format!("`{path}` is no picture that a book can hold"),
            Self::BadDiagram { notation, reason } => format!("can't draw this {notation} diagram: {reason}"),
            Self::RemotePicture { url } => format!("`{url}` is on the network"),
            Self::MissingAlt { path, captioned } => {
                let instead = if *captioned { ": its caption stands in" } else { "" };
                format!("picture `{path}` has no description{instead}")
            }
            Self::SmallType { drawing, found, least } => format!("type in {drawing} prints at {found} pt: at least {least} pt is needed"),
            Self::MissingGlyph { characters, font } => {
                format!("no font has {characters} (set in {font})")
            }
            Self::Unclaimed { reason } => format!("the screen PDF claims neither PDF/UA-1 nor PDF/A-2a: {reason}"),
            Self::Proof { volume, page, folio, fault } => leaf(*volume, *page, folio) + &fault.message(),
            Self::Typst { message, .. } => message.clone(),
            Self::Internal { what } => format!("fault in Bindery: {what}"),
        }
    }

    /// What to do about it, where there is something to say.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let meant = |name: &Option<String>| name.as_ref().map(|name| format!("did you mean `{name}`?"));
        match self {
            Self::NoManifest => Some("a book is a folder with a `book.toml` and a `SUMMARY.md`".into()),
            Self::MissingFile { nearest, .. }
            | Self::UnknownKey { nearest, .. }
            | Self::UnknownIncludeAnchor { nearest, .. }
            | Self::UnknownBlock { nearest, .. }
            | Self::UnknownNote { nearest, .. }
            | Self::UnknownIndexEntry { nearest, .. }
            | Self::UnknownTerm { nearest, .. }
            | Self::UnknownLabel { nearest, .. }
            | Self::UnknownCitation { nearest, .. }
            | Self::BrokenLink { nearest, .. } => meant(nearest),
            Self::IdleStyle { nearest, .. } => meant(nearest).or_else(|| {
                Some("a book's style gives its own meaning to a name of ours, by `#let`; README.md says which there are".into())
            }),
            Self::NotUtf8 { .. } => Some("save the file as UTF-8".into()),
            Self::OutsidePath { .. } => {
                Some("move the file into the book's folder, so that the folder is the whole book".into())
            }
            Self::NoTitle => Some("write `title = \"...\"` under `[book]`".into()),
            Self::BadSummary { .. } | Self::StraySummary { .. } => {
                Some("a line is `- [Title](file.md)`, `[Title](file.md)`, `# Part` or `---`".into())
            }
            Self::SummaryTwice { .. } => Some("a file can stand in one place of the book only".into()),
            Self::DraftChapter { .. } => Some("name a file in the parentheses".into()),
            Self::EmptyBook => Some("name chapters in `SUMMARY.md`".into()),
            Self::EditingMark => Some("take it out, or print `--edition review` to show it".into()),
            Self::UnclosedMark { .. } => Some("close it in the same file, behind it; in code and formulas marks are text".into()),
            Self::OldVersion { .. } => Some("name a revision at which the book could be built".into()),
            Self::NoSuchChapter { .. } => {
                Some("give a chapter's number, its file or the beginning of its title".into())
            }
            Self::BadIncludeRange { .. } => Some("write `file.rs:3:9`, both ends counted from 1".into()),
            Self::UnknownHelper { .. } => {
                Some("`include`, `rustdoc_include`, `playground` and `title` are known".into())
            }
            Self::IdleAttribute { on, takes, nearest, .. } => {
                meant(nearest).or_else(|| Some(taken(on, takes)))
            }
            Self::AttributeTwice { .. } => Some("take one of them out".into()),
            Self::LooseAttributes { .. } => Some(
                "write it right behind what it is about, without a space; `\\{` prints a brace".into(),
            ),
            Self::BadAttributes { .. } => Some("write `{#label .class key=value}`".into()),
            Self::UnknownTag { name } => {
                Some(format!("write `\\<{name}>` for the text itself, or map the tag in `[html]`"))
            }
            Self::LeftOut { .. } => Some("say it in Markdown, or put it in a picture".into()),
            Self::TooDeep { .. } => None,
            Self::BadLines { .. } => {
                Some("write `4,6-7`: lines and ranges, counted from 1 after includes".into())
            }
            Self::EmptyTable => {
                Some("tags that are indented by four spaces behind a blank line are code in Markdown: move them to the left".into())
            }
            Self::BadGrid => {
                Some("every cell has a `+` at each corner, `-` along its rules and `|` at its sides".into())
            }
            Self::LooseCallout { .. } => {
                Some("mark a line with `# <1>` in a comment at its end; item 1 of the list right below explains it".into())
            }
            Self::ControlCharacter { .. } => Some("take it out: `\u{fffd}` stands in its place".into()),
            Self::UnbalancedDiv => Some("a box begins `::: {.note}` and ends `:::`".into()),
            Self::NumberDiffers { .. } => Some("leave numbers out of headings: Bindery counts".into()),
            Self::NumberTwice { first, .. }
            | Self::NoteTwice { first, .. }
            | Self::PlaceTwice { first, .. }
            | Self::TermTwice { first, .. }
            | Self::WorkTwice { first, .. }
            | Self::BibliographyTwice { first }
            | Self::DuplicateLabel { first, .. } => Some(format!("the first is at {first}")),
            Self::SkippedLevel { from, .. } => Some(format!("level {} was expected", from + 1)),
            Self::UnusedNote { label } => Some(format!("refer to it with `[^{label}]`")),
            Self::Unnumbered { .. } => Some("give it a caption, or link to it with `[text](#label)`".into()),
            Self::BadIndexMark { .. } => {
                Some("write `[term]{.index}` or `[]{.index entry=\"Term!sub-term\"}`".into())
            }
            Self::IndexRange { entry, missing } => {
                Some(format!("write `[]{{.index entry=\"{entry}\" range={missing}}}` where it belongs"))
            }
            Self::EmptyPlace { .. } => None,
            Self::BadEdition { nearest, .. } => {
                meant(nearest).or_else(|| Some("`pdf`, `print`, `screen` and `epub` are known".into()))
            }
            Self::NumberedOnly { .. } => {
                Some("numbers and labels are the same in all editions: put it outside".into())
            }
            Self::LinkOutsideBook { target } => Some(outside(target)),
            Self::BadAddress { .. } => Some(
                "write a whole address with a scheme that reading systems know, such as `https://` or `mailto:`; \
                 the EPUB prints the text alone".into(),
            ),
            Self::UnknownPicture { .. } => Some("PNG, JPEG, GIF, WebP and SVG are known".into()),
            Self::RemotePicture { .. } => Some("save it in the book's folder: a book is built offline".into()),
            Self::SmallType { .. } => {
                Some("draw it narrower (top to bottom, shorter labels), or in two pictures".into())
            }
            Self::MissingAlt { .. } => {
                Some("add `alt=\"what it shows\"`, or `alt=\"\"` where it only decorates".into())
            }
            Self::Unclaimed { .. } => Some("the file is written, but without the claim".into()),
            Self::MissingGlyph { characters, .. } => Some(match script::of(characters) {
                Some(name) => {
                    format!("put a font for {name} into the book's `fonts` folder, such as Noto Sans {name}")
                }
                None => "put a font that has them into the book's `fonts` folder".into(),
            }),
            Self::Proof { fault, .. } => fault.help(),
            Self::Typst { hints, .. } => (!hints.is_empty()).then(|| hints.clone()),
            Self::Internal { .. } => Some("please report this".into()),
            Self::PrinterRefuses { source, .. } => Some(format!("source: {source}")),
            Self::PageLimit { pages, most, source, .. } if *pages > *most as usize => {
                Some(format!("set `edition.print.volumes = \"auto\"`; source: {source}"))
            }
            Self::PageLimit { source, .. } => Some(format!("source: {source}")),
            Self::PlainFile { source, .. } => Some(format!(
                "`bindery proof` sees to what that asks for: colours, faces, boxes, no transparency; source: {source}"
            )),
            Self::VolumesShort { .. } => Some("a volume begins with a part or a chapter".into()),
            Self::SpineReckoned { source, .. } => Some(format!(
                "compare it with the printer's template, or give the thickness of a leaf: `paper = \"0.1mm\"`; {source}"
            )),
            Self::NotAccessible { .. } => Some("mend them, or take `[edition.epub.certified]` out".into()),
            Self::NoFolios { edition } | Self::OldFolios { edition } => {
                Some(format!("build all of it once, into the same folder: `--edition {edition}` without `--chapter`"))
            }
            Self::NoPageList => Some("build the print edition with it or before it: `--edition print,epub`".into()),
            Self::HeavyFile { path, .. } if path.ends_with(".svg") => Some("simplify the drawing, or give it as a PNG".into()),
            Self::HeavyFile { .. } => Some("give it sections: a long chapter is cut at its headings".into()),
            Self::LowResolution { .. } => Some("use a larger picture, or set it smaller with `width=`".into()),
            Self::UnreadableFile { .. }
            | Self::NoStandard { .. }
            | Self::BadToml { .. }
            | Self::BadValue { .. }
            | Self::NoWords { .. }
            | Self::ForeignTable { .. }
            | Self::TooLarge { .. }
            | Self::CyclicInclude { .. }
            | Self::UnbalancedTag { .. }
            | Self::BadDiagram { .. }
            | Self::BadMath { .. }
            | Self::BadBibliography { .. }
            | Self::BadStyle { .. }
            | Self::UnreadablePicture { .. } => None,
        }
    }
}

/// What a place takes in an attribute list.
fn taken(on: &str, takes: &[String]) -> String {
    let names: Vec<String> = takes.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        None => format!("{on} takes no attributes"),
        Some((only, [])) => format!("{on} takes {only}"),
        Some((last, rest)) => format!("{on} takes {} and {last}", rest.join(", ")),
    }
}

/// What helps a link to a file that is there, but not in the book.
fn outside(target: &str) -> String {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    if path.ends_with(".md") || path.ends_with(".html") {
        return "name the chapter in `SUMMARY.md`, or link to where it is published".into();
    }
    "readers have the book alone: link to where the file is published, or show it in a listing with \
     `{{#include}}`".into()
}

/// The page of a finished PDF, in front of what is wrong there.
fn leaf(volume: usize, page: usize, folio: &str) -> String {
    let volume = if volume == 0 { String::new() } else { format!("volume {volume}") };
    let page = match page {
        0 => String::new(),
        _ if folio.is_empty() || folio == page.to_string() => format!("page {page}"),
        _ => format!("page {page} ({folio})"),
    };
    let parts: Vec<String> = [volume, page].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { String::new() } else { parts.join(", ") + ": " }
}
