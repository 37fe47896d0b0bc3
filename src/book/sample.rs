//! What the samples of both outputs have in common.

use super::Words;

/// English words; the names of boxes are the samples' own.
pub fn words() -> Words {
    let word = |text: &str| text.to_owned();
    Words {
        contents: word("Contents"),
        part: word("Part"),
        chapter: word("Chapter"),
        section: word("Section"),
        appendix: word("Appendix"),
        figure: word("Figure"),
        table: word("Table"),
        listing: word("Listing"),
        equation: word("Equation"),
        page: word("page"),
        by: word("by"),
        and: word("and"),
        continued: word("continued"),
        cover: word("Cover"),
        notes: word("Notes"),
        title_page: word("Title page"),
        copyright: word("Copyright"),
        dedication: word("Dedication"),
        landmarks: word("Landmarks"),
        pages: word("Pages"),
        figures: word("Figures"),
        tables: word("Tables"),
        listings: word("Listings"),
        note: word("Note"),
        tip: word("Tip"),
        important: word("Important"),
        warning: word("Warning"),
        caution: word("Caution"),
        references: word("References"),
        cited_in: word("Cited in"),
        volume_of: word("Volume {n} of {all}"),
        volume_page: word("Vol. {n}, p. "),
        months: Vec::new(),
        dated: word("{month} {year}"),
        typeset_with: word("Typeset with {program}"),
        printed: word("print"),
        edited_by: word("Edited by {name}"),
        translated_by: word("Translated by {name}"),
        illustrated_by: word("Illustrated by {name}"),
        with: word("With {name}"),
        source: word("Source"),
        index: word("Index"),
        symbols: word("Symbols"),
        see: word("See"),
        see_also: word("See also"),
        solution: word("Solution"),
        solution_on: word("Solution on"),
        solutions: word("Solutions"),
        ..Words::default()
    }
}
