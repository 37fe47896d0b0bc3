//! The counters of a book.

use std::collections::BTreeMap;

use crate::book::{Kind, Number, Role, Words, letters, roman};

/// Counts parts, chapters, sections and what stands in them; formats every number once.
pub(super) struct Counters {
    words: Words,
    /// How many levels of sections have numbers.
    depth: usize,
    parts: u32,
    chapters: u32,
    appendices: u32,
    /// Number of the open chapter; empty where it has none.
    chapter: String,
    /// Open sections, outermost first: how many were opened at each level.
    sections: Vec<u32>,
    /// How many sections are open.
    open: usize,
    /// The outermost open level from which on sections have no number.
    unnumbered_from: Option<usize>,
    /// Figures and the like in the open chapter, or in all chapters without a number.
    floats: BTreeMap<(Kind, String), u32>,
    loose: BTreeMap<(Kind, String), u32>,
}

impl Counters {
    /// Counters that number `depth` levels of sections.
    pub fn new(words: Words, depth: u8) -> Self {
        Self {
            words,
            depth: usize::from(depth),
            parts: 0,
            chapters: 0,
            appendices: 0,
            chapter: String::new(),
            sections: Vec::new(),
            open: 0,
            unnumbered_from: None,
            floats: BTreeMap::new(),
            loose: BTreeMap::new(),
        }
    }

    /// The next part.
    pub fn part(&mut self) -> Number {
        self.parts += 1;
        self.number(Kind::Part, roman(self.parts))
    }

    /// The next chapter of its role; `None` where it is not counted.
    pub fn chapter(&mut self, role: Role, unnumbered: bool) -> Option<Number> {
        self.sections.clear();
        self.open = 0;
        self.unnumbered_from = None;
        self.floats.clear();
        self.chapter.clear();
        let kind = match role {
            Role::Chapter if !unnumbered => Kind::Chapter,
            Role::Appendix if !unnumbered => Kind::Appendix,
            Role::Chapter | Role::Appendix | Role::Front | Role::Back => return None,
        };
        self.chapter = if kind == Kind::Chapter {
            self.chapters += 1;
            self.chapters.to_string()
        } else {
            self.appendices += 1;
            letters(self.appendices)
        };
        Some(self.number(kind, self.chapter.clone()))
    }

    /// The open chapter's number; empty where it has none.
    pub fn chapter_text(&self) -> &str {
        &self.chapter
    }

    /// The next section at this level; `None` where it is not counted.
    pub fn open_section(&mut self, unnumbered: bool) -> Option<Number> {
        self.open += 1;
        self.sections.resize(self.open, 0);
        let silent = unnumbered || self.unnumbered_from.is_some_and(|level| self.open > level);
        if silent {
            self.unnumbered_from.get_or_insert(self.open);
            return None;
        }
        if let Some(count) = self.sections.last_mut() {
            *count += 1;
        }
        if self.chapter.is_empty() || self.open > self.depth {
            return None;
        }
        let members: Vec<String> = self.sections.iter().map(u32::to_string).collect();
        Some(self.number(Kind::Section, format!("{}.{}", self.chapter, members.join("."))))
    }

    /// Leaves the section opened last.
    pub fn close_section(&mut self) {
        if self.unnumbered_from == Some(self.open) {
            self.unnumbered_from = None;
        }
        self.open = self.open.saturating_sub(1);
        self.sections.truncate(self.open + 1);
    }

    /// The next figure, table, listing or equation.
    pub fn float(&mut self, kind: Kind) -> Number {
        let text = self.next(kind, "");
        self.number(kind, text)
    }

    /// A number that the author fixed.
    pub fn by_hand(&self, kind: Kind, text: &str) -> Number {
        self.number(kind, text.to_owned())
    }

    /// The next box of a class.
    pub fn boxed(&mut self, class: &str, name: &str) -> Number {
        let text = self.next(Kind::Block, class);
        let label = labelled(name, &text);
        Number { kind: Kind::Block, text, label }
    }

    fn next(&mut self, kind: Kind, class: &str) -> String {
        let loose = self.chapter.is_empty();
        let counts = if loose { &mut self.loose } else { &mut self.floats };
        let count = counts.entry((kind, class.to_owned())).or_default();
        *count += 1;
        if loose { count.to_string() } else { format!("{}.{count}", self.chapter) }
    }

    fn number(&self, kind: Kind, text: String) -> Number {
        let words = &self.words;
        let word = match kind {
            Kind::Part => &words.part,
            Kind::Chapter => &words.chapter,
            Kind::Appendix => &words.appendix,
            Kind::Section => &words.section,
            Kind::Figure => &words.figure,
            Kind::Table => &words.table,
            Kind::Listing => &words.listing,
            Kind::Equation => &words.equation,
            Kind::Note => &words.note,
            Kind::Block => "",
        };
        let label = labelled(word, &text);
        Number { kind, text, label }
    }
}

/// Word and number with a no-break space between; the number alone where there is no word.
fn labelled(word: &str, text: &str) -> String {
    if word.is_empty() { text.to_owned() } else { format!("{word}\u{a0}{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: Option<Number>) -> String {
        number.map_or_else(|| "-".to_owned(), |number| number.text)
    }

    #[test]
    fn sections_count_by_level_and_stop_at_the_depth() {
        let mut counters = Counters::new(crate::manifest::words("en"), 2);
        assert_eq!(text(counters.chapter(Role::Chapter, false)), "1");
        assert_eq!(text(counters.open_section(false)), "1.1");
        assert_eq!(text(counters.open_section(false)), "1.1.1");
        assert_eq!(text(counters.open_section(false)), "-");
        counters.close_section();
        counters.close_section();
        assert_eq!(text(counters.open_section(true)), "-");
        counters.close_section();
        assert_eq!(text(counters.open_section(false)), "1.1.2");
        counters.close_section();
        counters.close_section();
        assert_eq!(text(counters.open_section(false)), "1.2");
        assert_eq!(text(counters.open_section(false)), "1.2.1");
    }

    #[test]
    fn floats_count_by_chapter() {
        let mut counters = Counters::new(crate::manifest::words("en"), 2);
        counters.chapter(Role::Front, false);
        assert_eq!(counters.float(Kind::Figure).label, "Figure\u{a0}1");
        counters.chapter(Role::Chapter, false);
        assert_eq!(counters.float(Kind::Figure).text, "1.1");
        assert_eq!(counters.float(Kind::Table).text, "1.1");
        counters.chapter(Role::Appendix, false);
        assert_eq!(counters.float(Kind::Figure).text, "A.1");
        assert_eq!(counters.boxed("theorem", "Theorem").label, "Theorem\u{a0}A.1");
    }
}
