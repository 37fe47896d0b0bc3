//! What can be wrong with a finished PDF: what `bindery proof` reports, as one closed enum.
//!
//! Conditions of a file that is there, where the rest of [`super::Problem`] is of a book in the making. They
//! have a page besides their line of Markdown. An error is what a printer sends back; a warning is what a
//! proof-reader marks.

use std::fmt;

use super::Severity;

/// A length in hundredths of a point, so that faults can be compared and sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(i64);

impl Length {
    /// So many points.
    #[must_use]
    pub fn points(value: f64) -> Self {
        Self((value * 100.0).round() as i64)
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", self.0 as f64 / 100.0);
        write!(f, "{} pt", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// A fault of a finished PDF. `least`, `wanted` and `source` are the rule that it goes against.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "fields are named for what they hold")]
pub enum Fault {
    // The file and what is known of it.
    /// It is no PDF, or a broken one.
    UnreadablePdf { reason: String },
    /// No map from its pages to lines of Markdown.
    NoProofMap { file: String },
    /// None of the maps belongs to a PDF that came back.
    StrangePdf { file: String, maps: usize },
    /// The PDF was changed after its map was written.
    StaleProofMap,
    /// A text was changed after the PDF was made.
    ChangedText { path: String },

    // What printers check.
    /// A face whose outlines aren't in the file.
    FontNotEmbedded { font: String },
    /// A colour space that the edition may not have; first seen on this page.
    WrongColor { found: String, wanted: String, pages: usize },
    /// A picture with too few pixels.
    PictureResolution { found: u32, least: u32 },
    /// A page without a box that says where it is trimmed.
    MissingBox { name: String, pages: usize },
    /// A box of another size than the book's settings.
    WrongBox { name: String, found: (Length, Length), wanted: (Length, Length), pages: usize },
    /// Too few pages, too many, or a number the printer can't bind.
    PageCount { pages: usize, rule: String, source: String },
    /// Links, annotations or bookmarks that the printer forbids.
    ForbiddenLinks { what: String, source: String },
    /// Something shines through something else in a file for a printer who wants it worked in.
    Transparency { pages: usize, source: String },
    /// Type smaller than can be printed.
    TinyType { size: Length, least: Length, pages: usize },
    /// Lines thinner than can be printed.
    ThinLine { thickness: Length, least: Length, pages: usize },
    /// Something nearer to an edge of the page than the printer allows.
    UnsafeMargin { side: String, distance: Length, least: Length, pages: usize },

    // What proof-readers mark.
    /// Characters printed as the face's sign for "none".
    BlankGlyph { font: String, count: usize },
    /// A line of text that is longer than the measure.
    OverfullLine { by: Length },
    /// The same in a listing, a drawing or a table.
    OverfullCode { by: Length },
    /// Text above, below or at the left of the type area.
    OutsideTypeArea { side: String, by: Length },
    /// The last line of a paragraph alone at the head of a page.
    Widow,
    /// The first line of a paragraph alone at the foot of a page.
    Orphan,
    /// A heading with nothing under it at the foot of a page.
    StrandedHeading,
    /// A chapter's last page with hardly anything on it.
    ShortPage { lines: usize },
    /// A footnote that begins on another page than its mark.
    NoteAway { mark: String },
    /// A blank page that isn't.
    MarkedBlank { what: String },
    /// A page number that doesn't follow the one before.
    FolioGap { found: String, expected: String },
    /// A running head that names neither the chapter nor a section of this page.
    RunningHead { found: String, expected: String },
    /// An entry of the contents with another page than the heading stands on.
    ContentsPage { printed: String, stands: String },
}

impl Fault {
    /// A stable name in kebab case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnreadablePdf { .. } => "unreadable-pdf",
            Self::NoProofMap { .. } => "no-proof-map",
            Self::StrangePdf { .. } => "strange-pdf",
            Self::StaleProofMap => "stale-proof-map",
            Self::ChangedText { .. } => "changed-text",
            Self::FontNotEmbedded { .. } => "font-not-embedded",
            Self::WrongColor { .. } => "wrong-color",
            Self::PictureResolution { .. } => "picture-resolution",
            Self::MissingBox { .. } => "missing-box",
            Self::WrongBox { .. } => "wrong-box",
            Self::PageCount { .. } => "page-count",
            Self::ForbiddenLinks { .. } => "forbidden-links",
            Self::Transparency { .. } => "transparency",
            Self::TinyType { .. } => "tiny-type",
            Self::ThinLine { .. } => "thin-line",
            Self::UnsafeMargin { .. } => "unsafe-margin",
            Self::BlankGlyph { .. } => "blank-glyph",
            Self::OverfullLine { .. } => "overfull-line",
            Self::OverfullCode { .. } => "overfull-code",
            Self::OutsideTypeArea { .. } => "outside-type-area",
            Self::Widow => "widow",
            Self::Orphan => "orphan",
            Self::StrandedHeading => "stranded-heading",
            Self::ShortPage { .. } => "short-page",
            Self::NoteAway { .. } => "note-away",
            Self::MarkedBlank { .. } => "marked-blank",
            Self::FolioGap { .. } => "folio-gap",
            Self::RunningHead { .. } => "running-head",
            Self::ContentsPage { .. } => "contents-page",
        }
    }

    /// How bad it is: an error is what a printer refuses, or what makes the rest of the report unsound.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::UnreadablePdf { .. }
            | Self::StrangePdf { .. }
            | Self::FontNotEmbedded { .. }
            | Self::WrongColor { .. }
            | Self::MissingBox { .. }
            | Self::WrongBox { .. }
            | Self::PageCount { .. }
            | Self::ForbiddenLinks { .. }
            | Self::Transparency { .. }
            | Self::UnsafeMargin { .. }
            | Self::BlankGlyph { .. }
            | Self::MarkedBlank { .. }
            | Self::FolioGap { .. }
            | Self::ContentsPage { .. } => Severity::Error,
            Self::NoProofMap { .. }
            | Self::StaleProofMap
            | Self::PictureResolution { .. }
            | Self::TinyType { .. }
            | Self::ThinLine { .. }
            | Self::OverfullLine { .. }
            | Self::OverfullCode { .. }
            | Self::OutsideTypeArea { .. }
            | Self::Widow
            | Self::Orphan
            | Self::StrandedHeading
            | Self::ShortPage { .. }
            | Self::NoteAway { .. }
            | Self::RunningHead { .. } => Severity::Warning,
            Self::ChangedText { .. } => Severity::Note,
        }
    }

    /// What is wrong, in one line.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::UnreadablePdf { reason } => format!("can't read the PDF: {reason}"),
            Self::NoProofMap { file } => format!("no `{file}` beside the PDF: what stands where is not known"),
            Self::StrangePdf { file, maps: 0 } => format!("no map for `{file}`: its places in the text are not known"),
            Self::StrangePdf { file, .. } => {
                format!("no map belongs to `{file}`: its places in the text are not known")
            }
            Self::StaleProofMap => "the PDF was changed after it was built: lines of text may be wrong".into(),
            Self::ChangedText { path } => format!("`{path}` was changed after the PDF was built"),
            Self::FontNotEmbedded { font } => format!("font `{font}` is not embedded"),
            Self::WrongColor { found, wanted, pages } => format!("{found} on {}: expected {wanted}", plural(*pages)),
            Self::PictureResolution { found, least } => {
                format!("picture of {found} pixels an inch: at least {least} are needed")
            }
            Self::MissingBox { name, pages } => format!("no {name} on {}", plural(*pages)),
            Self::WrongBox { name, found, wanted, pages } => format!(
                "{name} of {} by {} on {}: expected {} by {}",
                found.0,
                found.1,
                plural(*pages),
                wanted.0,
                wanted.1
            ),
            Self::PageCount { pages, rule, .. } => format!("{} in the file: the printer asks for {rule}", plural(*pages)),
            Self::ForbiddenLinks { what, .. } => format!("{what} in a file for a printer who forbids them"),
            Self::Transparency { pages, .. } => {
                format!("transparency on {}: the printer wants it worked in", plural(*pages))
            }
            Self::TinyType { size, least, pages } => {
                format!("type of {size} on {}: at least {least} is needed", plural(*pages))
            }
            Self::ThinLine { thickness, least, pages } => {
                format!("lines of {thickness} on {}: at least {least} is needed", plural(*pages))
            }
            Self::UnsafeMargin { side, distance, least, pages } => {
                format!("{distance} from the {side} of the page on {}: at least {least} is needed", plural(*pages))
            }
            Self::BlankGlyph { font, count: 1 } => format!("a character prints as the empty box of `{font}`"),
            Self::BlankGlyph { font, count } => format!("{count} characters print as the empty box of `{font}`"),
            Self::OverfullLine { by } => format!("line is {by} longer than the measure"),
            Self::OverfullCode { by } => format!("code or table is {by} wider than the measure"),
            Self::OutsideTypeArea { side, by } => format!("text is {by} {side} the type area"),
            Self::Widow => "the last line of a paragraph stands alone at the head of a page".into(),
            Self::Orphan => "the first line of a paragraph stands alone at the foot of a page".into(),
            Self::StrandedHeading => "heading at the foot of a page, its text on the next".into(),
            Self::ShortPage { lines: 1 } => "one line on the last page of a chapter".into(),
            Self::ShortPage { lines } => format!("{lines} lines on the last page of a chapter"),
            Self::NoteAway { mark } => format!("footnote begins here, its mark stands on page {mark}"),
            Self::MarkedBlank { what } => format!("blank page shows {what}"),
            Self::FolioGap { found, expected } => format!("page number {found}: expected {expected}"),
            Self::RunningHead { found, expected } => format!("running head `{found}`: expected `{expected}`"),
            Self::ContentsPage { printed, stands } => {
                format!("contents say page {printed}, the heading stands on page {stands}")
            }
        }
    }

    /// What to do about it, or the rule's source.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let text = match self {
            Self::UnreadablePdf { .. } => "build the book again",
            Self::NoProofMap { .. } => "name a PDF that `bindery build` wrote, in its folder",
            Self::StrangePdf { .. } => {
                "keep the `.proof.json` that `bindery build` writes beside a PDF, and name it with `--map`"
            }
            Self::StaleProofMap | Self::ChangedText { .. } | Self::BlankGlyph { .. } | Self::FolioGap { .. } => {
                "build the book again"
            }
            Self::FontNotEmbedded { .. } => "put the font into the book's `fonts` folder and build again",
            Self::WrongColor { .. } => "set `edition.print.color`, or take the colour out of the book's style",
            Self::PictureResolution { .. } => "set the picture smaller, or bring one with more pixels",
            Self::MissingBox { .. } | Self::WrongBox { .. } => "set `edition.print.trim` and `bleed`, and build again",
            Self::PageCount { source, .. } | Self::ForbiddenLinks { source, .. } => return Some(format!("source: {source}")),
            Self::Transparency { source, .. } => return Some(format!("draw it without opacity; source: {source}")),
            Self::TinyType { .. } => "set it larger in the book's style, or the drawing wider",
            Self::ThinLine { .. } => "make it thicker in the book's style or in the drawing",
            Self::UnsafeMargin { .. } | Self::OutsideTypeArea { .. } => "move it in the book's style",
            Self::OverfullLine { .. } => "reword it, or give the long word places to break",
            Self::OverfullCode { .. } => "break the line in the source, or set the table in fewer columns",
            Self::Widow | Self::Orphan | Self::StrandedHeading => "add or take a line on this page",
            Self::ShortPage { .. } => "take out or add a few lines in this chapter",
            Self::NoteAway { .. } => "shorten the note, or move its mark",
            Self::MarkedBlank { .. } => "leave blank pages out in the book's style",
            Self::RunningHead { .. } | Self::ContentsPage { .. } => "build the book again, or mend its style",
        };
        Some(text.to_owned())
    }
}

fn plural(pages: usize) -> String {
    if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") }
}
