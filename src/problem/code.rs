//! What problems are called, and how bad they are.

use super::{Problem, Severity};

impl Problem {
    /// A stable name in kebab case: what `--format json` and the cases go by.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoManifest => "no-manifest",
            Self::MissingFile { .. } => "missing-file",
            Self::UnreadableFile { .. } => "unreadable-file",
            Self::NotUtf8 { .. } => "not-utf8",
            Self::OutsidePath { .. } => "outside-path",
            Self::BadToml { .. } => "bad-toml",
            Self::UnknownKey { .. } => "unknown-key",
            Self::BadValue { .. } => "bad-value",
            Self::PrinterRefuses { .. } => "printer-refuses",
            Self::NoStandard { .. } => "no-standard",
            Self::PlainFile { .. } => "plain-file",
            Self::PageLimit { .. } => "page-limit",
            Self::VolumesShort { .. } => "volumes-short",
            Self::SpineReckoned { .. } => "spine-reckoned",
            Self::NotAccessible { .. } => "not-accessible",
            Self::NoPageList => "no-page-list",
            Self::NoFolios { .. } => "no-folios",
            Self::OldFolios { .. } => "old-folios",
            Self::HeavyFile { .. } => "heavy-file",
            Self::LowResolution { .. } => "low-resolution",
            Self::NoTitle => "no-title",
            Self::NoWords { .. } => "no-words",
            Self::ForeignTable { .. } => "foreign-table",
            Self::BadSummary { .. } => "bad-summary",
            Self::StraySummary { .. } => "stray-summary",
            Self::SummaryTwice { .. } => "summary-twice",
            Self::DraftChapter { .. } => "draft-chapter",
            Self::EmptyBook => "empty-book",
            Self::NoSuchChapter { .. } => "no-such-chapter",
            Self::OldVersion { .. } => "old-version",
            Self::EditingMark => "editing-mark",
            Self::UnclosedMark { .. } => "unclosed-mark",
            Self::CyclicInclude { .. } => "cyclic-include",
            Self::UnknownIncludeAnchor { .. } => "unknown-include-anchor",
            Self::BadIncludeRange { .. } => "bad-include-range",
            Self::UnknownHelper { .. } => "unknown-helper",
            Self::TooLarge { .. } => "too-large",
            Self::BadAttributes { .. } => "bad-attributes",
            Self::IdleAttribute { .. } => "idle-attribute",
            Self::AttributeTwice { .. } => "attribute-twice",
            Self::LooseAttributes { .. } => "loose-attributes",
            Self::UnknownTag { .. } => "unknown-tag",
            Self::UnbalancedTag { .. } => "unbalanced-tag",
            Self::LeftOut { .. } => "left-out",
            Self::UnbalancedDiv => "unbalanced-div",
            Self::TooDeep { .. } => "too-deep",
            Self::BadLines { .. } => "bad-lines",
            Self::EmptyTable => "empty-table",
            Self::BadGrid => "bad-grid",
            Self::LooseCallout { .. } => "loose-callout",
            Self::ControlCharacter { .. } => "control-character",
            Self::UnknownBlock { .. } => "unknown-block",
            Self::BadMath { .. } => "bad-math",
            Self::SkippedLevel { .. } => "skipped-level",
            Self::NumberDiffers { .. } => "number-differs",
            Self::NumberTwice { .. } => "number-twice",
            Self::UnusedNote { .. } => "unused-note",
            Self::UnknownNote { .. } => "unknown-note",
            Self::NoteTwice { .. } => "note-twice",
            Self::BadIndexMark { .. } => "bad-index-mark",
            Self::IndexRange { .. } => "index-range",
            Self::UnknownIndexEntry { .. } => "unknown-index-entry",
            Self::EmptyPlace { .. } => "empty-place",
            Self::PlaceTwice { .. } => "place-twice",
            Self::UnknownTerm { .. } => "unknown-term",
            Self::TermTwice { .. } => "term-twice",
            Self::BadEdition { .. } => "bad-edition",
            Self::NumberedOnly { .. } => "numbered-only",
            Self::DuplicateLabel { .. } => "duplicate-label",
            Self::UnknownLabel { .. } => "unknown-label",
            Self::Unnumbered { .. } => "unnumbered",
            Self::UnknownCitation { .. } => "unknown-citation",
            Self::BadBibliography { .. } => "bad-bibliography",
            Self::WorkTwice { .. } => "work-twice",
            Self::BibliographyTwice { .. } => "bibliography-twice",
            Self::BadStyle { .. } => "bad-style",
            Self::IdleStyle { .. } => "idle-style",
            Self::BrokenLink { .. } => "broken-link",
            Self::LinkOutsideBook { .. } => "link-outside-book",
            Self::BadAddress { .. } => "bad-address",
            Self::UnreadablePicture { .. } => "unreadable-picture",
            Self::UnknownPicture { .. } => "unknown-picture",
            Self::BadDiagram { .. } => "bad-diagram",
            Self::RemotePicture { .. } => "remote-picture",
            Self::SmallType { .. } => "small-type",
            Self::MissingAlt { .. } => "missing-alt",
            Self::MissingGlyph { .. } => "missing-glyph",
            Self::Unclaimed { .. } => "unclaimed",
            Self::Proof { fault, .. } => fault.code(),
            Self::Typst { .. } => "typst",
            Self::Internal { .. } => "internal",
        }
    }

    /// How bad it is. Broken links and labels are warnings: the text stays and says so.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::Proof { fault, .. } => fault.severity(),
            Self::NoManifest
            | Self::MissingFile { .. }
            | Self::UnreadableFile { .. }
            | Self::NotUtf8 { .. }
            | Self::OutsidePath { .. }
            | Self::BadToml { .. }
            | Self::UnknownKey { .. }
            | Self::BadValue { .. }
            | Self::PrinterRefuses { .. }
            | Self::NoStandard { .. }
            | Self::NotAccessible { .. }
            | Self::PageLimit { .. }
            | Self::BadSummary { .. }
            | Self::SummaryTwice { .. }
            | Self::EmptyBook
            | Self::NoSuchChapter { .. }
            | Self::OldVersion { .. }
            | Self::CyclicInclude { .. }
            | Self::UnknownIncludeAnchor { .. }
            | Self::BadIncludeRange { .. }
            | Self::TooLarge { .. }
            | Self::UnbalancedDiv
            | Self::BadMath { .. }
            | Self::NoteTwice { .. }
            | Self::DuplicateLabel { .. }
            | Self::BadBibliography { .. }
            | Self::WorkTwice { .. }
            | Self::BadStyle { .. }
            | Self::BadEdition { .. }
            | Self::NumberedOnly { .. }
            | Self::UnreadablePicture { .. }
            | Self::UnknownPicture { .. }
            | Self::BadDiagram { .. }
            | Self::RemotePicture { .. }
            | Self::Typst { .. }
            | Self::Internal { .. } => Severity::Error,
            Self::NoTitle
            | Self::LowResolution { .. }
            | Self::VolumesShort { .. }
            | Self::NoWords { .. }
            | Self::StraySummary { .. }
            | Self::UnknownHelper { .. }
            | Self::BadAttributes { .. }
            | Self::IdleAttribute { .. }
            | Self::AttributeTwice { .. }
            | Self::LooseAttributes { .. }
            | Self::UnknownTag { .. }
            | Self::EditingMark
            | Self::UnclosedMark { .. }
            | Self::UnbalancedTag { .. }
            | Self::LeftOut { .. }
            | Self::TooDeep { .. }
            | Self::BadLines { .. }
            | Self::HeavyFile { .. }
            | Self::EmptyTable | Self::BadGrid
            | Self::LooseCallout { .. }
            | Self::ControlCharacter { .. }
            | Self::UnknownBlock { .. }
            | Self::SkippedLevel { .. }
            | Self::NumberDiffers { .. }
            | Self::NumberTwice { .. }
            | Self::UnusedNote { .. }
            | Self::UnknownNote { .. }
            | Self::BadIndexMark { .. }
            | Self::IndexRange { .. }
            | Self::UnknownIndexEntry { .. }
            | Self::EmptyPlace { .. }
            | Self::PlaceTwice { .. }
            | Self::UnknownTerm { .. }
            | Self::TermTwice { .. }
            | Self::UnknownLabel { .. }
            | Self::UnknownCitation { .. }
            | Self::BibliographyTwice { .. }
            | Self::Unnumbered { .. }
            | Self::BrokenLink { .. }
            | Self::LinkOutsideBook { .. }
            | Self::BadAddress { .. }
            | Self::SmallType { .. }
            | Self::IdleStyle { .. }
            | Self::MissingAlt { .. }
            | Self::Unclaimed { .. }
            | Self::MissingGlyph { .. } => Severity::Warning,
            Self::NoPageList | Self::NoFolios { .. } | Self::OldFolios { .. } | Self::PlainFile { .. } | Self::SpineReckoned { .. } | Self::ForeignTable { .. } | Self::DraftChapter { .. } => Severity::Note,
        }
    }
}
