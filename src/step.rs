//! What a build is doing: told to whoever watches, printed by `main` alone.

/// A step of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is what it says")]
pub enum Step {
    Parse,
    Resolve,
    Highlight,
    Layout,
    Export,
    Epub,
    Write,
}

impl Step {
    /// As a person reads it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Parse => "reading chapters",
            Self::Resolve => "numbers and references",
            Self::Highlight => "listings",
            Self::Layout => "laying out chapters",
            Self::Export => "writing the PDF",
            Self::Epub => "writing the EPUB",
            Self::Write => "saving files",
        }
    }
}

/// Told the step, how many of its units are done, and how many there are. Called from any thread.
pub type Watch<'a> = &'a (dyn Fn(Step, usize, usize) + Sync);
