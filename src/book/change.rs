//! What differs from another version, and what an editor marked: only the review edition has any.

use serde::Serialize;

use super::{Anchor, Block, Inline};
use crate::span::Span;

/// What happened to a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edit {
    /// It is new.
    Inserted,
    /// It is gone.
    Deleted,
    /// It stood elsewhere before.
    MovedHere,
    /// It stands elsewhere now.
    MovedAway,
    /// It stays; somebody wants it to be looked at.
    Highlighted,
}

impl Edit {
    /// Its name in `styles/`: the CSS class and the key of the Typst table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
            Self::MovedHere => "moved-here",
            Self::MovedAway => "moved-away",
            Self::Highlighted => "highlighted",
        }
    }

    /// Whether the new text has it.
    #[must_use]
    pub fn is_new(self) -> bool {
        matches!(self, Self::Inserted | Self::MovedHere | Self::Highlighted)
    }

    /// Whether the old text has it.
    #[must_use]
    pub fn is_old(self) -> bool {
        matches!(self, Self::Deleted | Self::MovedAway | Self::Highlighted)
    }
}

/// A change's number in the list of changes, and the way there and back.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// The number, counted through the book from 1.
    pub number: String,
    /// The change's own place.
    pub anchor: Anchor,
    /// Its entry in the list.
    pub entry: Anchor,
}

/// Inlines that were changed.
#[derive(Debug, Clone, Serialize)]
pub struct ChangedInlines {
    /// How.
    pub edit: Edit,
    /// `None` where the list of changes doesn't name it.
    pub listed: Option<Listed>,
    /// The inlines.
    pub content: Vec<Inline>,
    /// The stretch; where it is gone, the place it is gone from.
    pub span: Span,
}

/// Blocks that were changed.
#[derive(Debug, Clone, Serialize)]
pub struct ChangedBlocks {
    /// How.
    pub edit: Edit,
    /// `None` where the list of changes doesn't name it.
    pub listed: Option<Listed>,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// The stretch; where it is gone, the place it is gone from.
    pub span: Span,
}

/// The old figure and the new one, where blocks begin with a figure that another took the place of, and what stands
/// behind them: they are shown side by side.
#[must_use]
pub fn two_figures(list: &[Block]) -> Option<([&ChangedBlocks; 2], &[Block])> {
    let [Block::Change(old), Block::Change(new), behind @ ..] = list else { return None };
    let figures = [old, new].iter().all(|it| matches!(it.blocks[..], [Block::Figure(_)]));
    (figures && old.edit == Edit::Deleted && new.edit == Edit::Inserted).then_some(([old, new], behind))
}

/// What somebody has to say about a place.
#[derive(Debug, Clone, Serialize)]
pub struct Comment {
    /// Its number, counted through the book from 1; `None` where it only names a place in the source.
    pub number: Option<String>,
    /// What it says.
    pub text: String,
    /// The comment.
    pub span: Span,
}

/// The words that the review edition says itself, in the book's language.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs, reason = "each field is the English word it stands for")]
pub struct ReviewWords {
    /// With the `{version}` that was compared with.
    pub changes_since: String,
    pub editing_marks: String,
    pub nothing_changed: String,
    /// How the list of changes and the changes belong together.
    pub way_back: String,
    /// `{what}` was counted, and `{n}` of it.
    pub counted: String,
    /// This and the next three are counted.
    pub changes: String,
    pub words_inserted: String,
    pub words_deleted: String,
    pub blocks_moved: String,
    /// This and the next six are what happened.
    pub inserted: String,
    pub deleted: String,
    pub replaced: String,
    pub changed: String,
    pub moved_here: String,
    pub moved_away: String,
    pub highlighted: String,
    /// With its number for `{n}`.
    pub change: String,
    pub footnote: String,
    pub space: String,
    /// In capitals, across each page.
    pub watermark: String,
    /// What a question mark behind a folio says.
    pub earlier_folio: String,
}
