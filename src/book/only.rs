//! What only some editions print.

use serde::Serialize;

use super::{Block, Inline};
use crate::span::Span;

/// A set of editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Editions {
    /// The PDF for the printer.
    pub print: bool,
    /// The PDF for the screen.
    pub screen: bool,
    /// The EPUB.
    pub epub: bool,
}

/// Blocks that only some editions print.
#[derive(Debug, Clone, Serialize)]
pub struct OnlyBlocks {
    /// Which.
    pub editions: Editions,
    /// The blocks; nothing in them is numbered.
    pub blocks: Vec<Block>,
    /// The whole box.
    pub span: Span,
}

/// Inlines that only some editions print.
#[derive(Debug, Clone, Serialize)]
pub struct OnlyInlines {
    /// Which.
    pub editions: Editions,
    /// The inlines.
    pub content: Vec<Inline>,
    /// The whole stretch.
    pub span: Span,
}
