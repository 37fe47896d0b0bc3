//! What is known of the book as a publication.

use serde::Serialize;

use super::AssetId;

/// What title page and catalogue say.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Meta {
    /// Title.
    pub title: String,
    /// Subtitle.
    pub subtitle: Option<String>,
    /// Names of the authors, in order: the creators of role `aut`.
    pub authors: Vec<String>,
    /// All who made the book, authors first.
    pub creators: Vec<Creator>,
    /// The series that it belongs to.
    pub series: Option<Series>,
    /// Language of the text, BCP 47 (`en-GB`).
    pub language: String,
    /// Languages of passages of the text beside it, BCP 47.
    pub languages: Vec<String>,
    /// Which way the text runs; `None` is as its language does.
    pub direction: Option<Direction>,
    /// One paragraph on what the book is.
    pub description: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Where it is published: a city.
    pub place: Option<String>,
    /// Rights statement of the copyright page.
    pub rights: Option<String>,
    /// Edition statement ("Second edition").
    pub edition: Option<String>,
    /// Printing statement ("Third printing").
    pub printing: Option<String>,
    /// ISBN-13 of the print edition, digits only.
    pub isbn_print: Option<String>,
    /// ISBN-13 of the EPUB, digits only.
    pub isbn_epub: Option<String>,
    /// Subjects or keywords.
    pub subjects: Vec<String>,
    /// The date of the build's content, seconds since 1970-01-01 UTC: what both files carry.
    pub date: i64,
    /// Publication date as given (`2026-11-22`, `2026`).
    pub published: Option<String>,
    /// Dedication, one paragraph.
    pub dedication: Option<String>,
    /// Cover picture, where one was given.
    pub cover: Option<AssetId>,
}

/// Somebody who made the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Creator {
    /// The name as it prints.
    pub name: String,
    /// What they did: a code of three letters of the MARC Code List for Relators (`aut`, `trl`).
    pub role: &'static str,
    /// The name as catalogues file it ("Author, Ann").
    pub file_as: Option<String>,
}

/// A series of books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// The book's place in it: `2`, `2.1`.
    pub position: Option<String>,
}

/// Which way text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// Language and direction of a stretch of text, where they aren't those of what is around it; at least one of
/// the two is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Locale {
    /// BCP 47; `None` is the language around it.
    pub language: Option<String>,
    /// As its author says; `None` goes by the language.
    pub direction: Option<Direction>,
}

impl Locale {
    /// Which way the text runs.
    #[must_use]
    pub fn direction(&self) -> Direction {
        let language = || self.language.as_deref().map_or(Direction::Ltr, Direction::of);
        self.direction.unwrap_or_else(language)
    }
}

impl Direction {
    /// As CSS and Typst name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }

    /// How a language is written, by its first subtag (BCP 47).
    #[must_use]
    pub fn of(language: &str) -> Self {
        const RTL: [&str; 11] = ["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "syr"];
        let first = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
        if RTL.contains(&first.as_str()) { Self::Rtl } else { Self::Ltr }
    }
}

impl Meta {
    /// Which way the text runs: as the book says, else as its language is written.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction.unwrap_or_else(|| Direction::of(&self.language))
    }
}
