//! `book.toml` and `SUMMARY.md`: what they mean, and everything that can be wrong with them.

use std::collections::BTreeMap;

use bindery::book::{Direction, Family};
use bindery::manifest::{self, Entry, Manifest, Summary};
use bindery::snapshot::{Memory, Snapshot};

const TITLE: &str = "[book]\ntitle = \"T\"\n";
const SUMMARY: &str = "# Summary\n\n- [One](one.md)\n";

/// The manifest of these files, and its problems as `path:line:column code`.
fn read(files: &[(&str, &str)], set: &[&str]) -> (Option<Manifest>, Vec<String>) {
    let (manifest, problems) = told(files, set);
    (manifest, problems.into_iter().map(|(place, _)| place).collect())
}

/// The manifest, and for each problem `path:line:column code` with its message and its help.
fn told(files: &[(&str, &str)], set: &[&str]) -> (Option<Manifest>, Vec<(String, String)>) {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let snapshot = Snapshot::new(Box::new(Memory(files)), 99);
    let set: Vec<String> = set.iter().map(|wish| (*wish).to_owned()).collect();
    let checked = manifest::read(&snapshot, &set);
    let tell = |found: &bindery::problem::Diagnostic| {
        let text = snapshot.file(found.at.file);
        let (line, column) = text.lines.position(&text.text, found.at.start);
        let help = found.problem.help().map_or(String::new(), |help| format!(" ({help})"));
        let place = format!("{}:{line}:{column} {}", text.path, found.problem.code());
        (place, found.problem.message() + &help)
    };
    (checked.value, checked.problems.iter().map(tell).collect())
}

/// The manifest of a `book.toml` beside a list of one chapter; it must be without problems.
fn fine(toml: &str, set: &[&str]) -> Manifest {
    let (manifest, problems) = told(&[("book.toml", toml), ("src/SUMMARY.md", SUMMARY)], set);
    assert!(problems.is_empty(), "{problems:?}");
    manifest.expect("a manifest")
}

/// The problems of a `book.toml` beside a list of one chapter: place and code, then message and help.
fn wrong(toml: &str, set: &[&str]) -> Vec<(String, String)> {
    told(&[("book.toml", toml), ("src/SUMMARY.md", SUMMARY)], set).1
}

/// A list of chapters as lines: prefix `<`, suffix `>`, parts `#`, chapters by depth, `*` for uncounted.
fn outline(summary: &Summary) -> Vec<String> {
    fn entries(list: &[Entry], depth: usize, out: &mut Vec<String>) {
        for entry in list {
            let mark = if entry.numbered { "-" } else { "*" };
            out.push(format!("{}{mark} {} {}", "  ".repeat(depth), entry.title, entry.path));
            entries(&entry.children, depth + 1, out);
        }
    }
    let mut out = Vec::new();
    out.extend(summary.front.iter().map(|entry| format!("< {} {}", entry.title, entry.path)));
    for part in &summary.parts {
        let title = part.title.as_ref().map_or("", |(title, _)| title);
        out.push(format!("# {title}{}", if part.appendices { " (lettered)" } else { "" }));
        entries(&part.chapters, 0, &mut out);
    }
    out.extend(summary.back.iter().map(|entry| format!("> {} {}", entry.title, entry.path)));
    out
}

/// The outline of a list of chapters, and its problems.
fn listed(summary: &str) -> (Vec<String>, Vec<String>) {
    let (manifest, problems) = read(&[("book.toml", TITLE), ("src/SUMMARY.md", summary)], &[]);
    (outline(&manifest.expect("a manifest").summary), problems)
}

#[test]
fn an_mdbook_reads_as_it_is() {
    let toml = "[book]\ntitle = \"T\"\nauthors = [\"A\", \"B\"]\ndescription = \"D\"\nsrc = \"text\"\n\
                language = \"de\"\nmultilingual = false\ntext-direction = \"ltr\"\n\n[build]\nbuild-dir = \"b\"\n\n\
                [rust]\nedition = \"2024\"\n\n[output.html]\nx = 1\n\n[output.html.search]\ny = 2\n\n[preprocessor.z]\n";
    let (manifest, mut problems) = read(&[("book.toml", toml), ("text/SUMMARY.md", SUMMARY)], &[]);
    problems.sort();
    let notes = [10, 13, 16, 22].map(|line| format!("book.toml:{line}:2 foreign-table"));
    assert_eq!(problems, notes);
    let manifest = manifest.expect("a manifest");
    assert_eq!(manifest.meta.authors, ["A", "B"]);
    assert_eq!((manifest.meta.language.as_str(), manifest.src.as_str()), ("de", "text"));
    assert_eq!(outline(&manifest.summary), ["# ", "- One text/one.md"]);
}

#[test]
fn everything_has_a_default() {
    let manifest = fine(TITLE, &[]);
    assert_eq!((manifest.src.as_str(), manifest.meta.language.as_str()), ("src", "en"));
    assert_eq!((manifest.numbering.sections, manifest.numbering.strip), (2, true));
    let print = manifest.editions.print;
    assert_eq!((print.width, print.height, print.contents), (504.0, 720.0, 2));
    let epub = manifest.editions.epub;
    assert_eq!((epub.longest_side, epub.longest_file, epub.contents), (1600, 230_000, 3));
    assert!(manifest.tags.is_empty() && manifest.blocks.is_empty() && manifest.cover.is_none());
    assert_eq!((manifest.meta.date, manifest.meta.published), (99, None));
}

#[test]
fn our_own_keys() {
    let toml = r#"
        [book]
        title = "T"
        author = "A"
        subtitle = "S"
        publisher = "P"
        rights = "R"
        edition = 2
        isbn-print = "978-0-306-40615-7"
        isbn-epub = 9791090636071
        subjects = ["x", "y"]
        date = 2026-11-22
        dedication = "D"
        cover = "art/../art/cover.svg"
        [numbering]
        sections = 0
        strip = false
        [html]
        Note = "note"
        "Big-Box" = "card"
        [block.card]
        [block.inv]
        title = "Invariant"
        numbered = true
        prefix = "inv"
        family = "theorem"
        [edition.print]
        trim = "6x9in"
        contents = 3
        [edition.screen]
        trim = ["178mm", "10in"]
        [edition.epub]
        contents = 1
        longest-side = 800
        longest-file = 100_000
    "#;
    let manifest = fine(toml, &[]);
    let meta = &manifest.meta;
    assert_eq!((meta.authors.as_slice(), meta.edition.as_deref()), (&["A".to_owned()][..], Some("2")));
    assert_eq!(meta.isbn_print.as_deref(), Some("9780306406157"));
    assert_eq!(meta.isbn_epub.as_deref(), Some("9791090636071"));
    assert_eq!((meta.published.as_deref(), meta.date), (Some("2026-11-22"), 1_795_305_600));
    assert_eq!(meta.subjects, ["x", "y"]);
    assert_eq!(manifest.cover.as_ref().map(|(path, _)| path.as_str()), Some("art/cover.svg"));
    assert_eq!((manifest.numbering.sections, manifest.numbering.strip), (0, false));
    let tags = [("note", "note"), ("big-box", "card")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(manifest.tags, BTreeMap::from(tags));
    let (card, inv) = (&manifest.blocks["card"], &manifest.blocks["inv"]);
    assert_eq!((card.title.as_str(), card.numbered, card.family), ("Card", false, Family::Frame));
    assert_eq!((inv.title.as_str(), inv.numbered, inv.family), ("Invariant", true, Family::Theorem));
    assert_eq!(inv.prefix.as_deref(), Some("inv"));
    let (print, screen, epub) = (manifest.editions.print, manifest.editions.screen, manifest.editions.epub);
    assert_eq!((print.width, print.height, print.contents), (432.0, 648.0, 3));
    assert!((screen.width - 504.57).abs() < 0.01 && screen.height == 720.0);
    assert_eq!((epub.contents, epub.longest_side, epub.longest_file), (1, 800, 100_000));
}

#[test]
fn a_date_ordered_from_outside_goes_before_the_books() {
    let files = [("book.toml", "[book]\ntitle = \"T\"\ndate = \"2026\"\n"), ("src/SUMMARY.md", SUMMARY)];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let mut snapshot = Snapshot::new(Box::new(Memory(files.into())), 7);
    let date = |snapshot: &Snapshot| manifest::read(snapshot, &[]).value.expect("a manifest").meta.date;
    assert_eq!(date(&snapshot), 1_767_225_600);
    snapshot.fixed = true;
    assert_eq!(date(&snapshot), 7);
}

#[test]
fn no_manifest() {
    let (manifest, problems) = read(&[("src/SUMMARY.md", SUMMARY)], &[]);
    assert!(manifest.is_none());
    assert_eq!(problems, ["book.toml:1:1 no-manifest"]);
}

#[test]
fn bad_toml_has_its_line_and_all_of_it_is_said() {
    let toml = "[book]\ntitle = \"T\ndescription = \"fine\"\nlanguage = en\nsrc = [1\n";
    let (manifest, problems) = told(&[("book.toml", toml), ("src/SUMMARY.md", SUMMARY)], &[]);
    assert!(manifest.is_none());
    let lines: Vec<_> = problems.iter().map(|(place, _)| place.as_str()).collect();
    assert!(lines.iter().all(|line| line.ends_with(" bad-toml")), "{problems:?}");
    for line in ["book.toml:2:", "book.toml:4:"] {
        assert!(lines.iter().any(|place| place.starts_with(line)), "{line} in {problems:?}");
    }
    assert!(problems.iter().all(|(_, message)| message.starts_with("not TOML: ")), "{problems:?}");
}

#[test]
fn a_manifest_that_is_no_text() {
    let files = [("book.toml".to_owned(), b"[book]\ntitle = \"\xff\"\n".to_vec())];
    let snapshot = Snapshot::new(Box::new(Memory(files.into())), 0);
    let problems = manifest::read(&snapshot, &[]).problems;
    let [one] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!((one.problem.code(), snapshot.place(one.at)), ("not-utf8", "book.toml:2".to_owned()));
}

#[test]
fn unknown_keys_come_all_at_once_with_what_was_meant() {
    let toml = "speed = 9\ntitle = \"T\"\n[book]\ntitel = \"T\"\n[edition.prnt]\ntrim = \"a4\"\n[edition.print]\n\
                tirm = \"a4\"\n[numbering]\nsection = 1\n[numberin]\nx = 1\n[other-tool]\nx = 1\n[block.x]\nlook = 1\n";
    let expected = [
        ("book.toml:4:1 unknown-key", "unknown key `book.titel` (did you mean `title`?)"),
        ("book.toml:8:1 unknown-key", "unknown key `edition.print.tirm` (did you mean `trim`?)"),
        ("book.toml:5:10 unknown-key", "unknown key `edition.prnt` (did you mean `print`?)"),
        ("book.toml:10:1 unknown-key", "unknown key `numbering.section` (did you mean `sections`?)"),
        ("book.toml:11:2 unknown-key", "unknown key `numberin` (did you mean `numbering`?)"),
        ("book.toml:16:1 unknown-key", "unknown key `block.x.look`"),
        ("book.toml:1:1 unknown-key", "unknown key `speed`"),
        ("book.toml:2:1 unknown-key", "unknown key `title` (did you mean `book.title`?)"),
        ("book.toml:13:2 foreign-table", "`[other-tool]` is not for Bindery: passed over"),
        ("book.toml:1:1 no-title", "the book has no title (write `title = \"...\"` under `[book]`)"),
    ];
    let mut expected = expected.map(|(place, message)| (place.to_owned(), message.to_owned())).to_vec();
    let mut problems = wrong(toml, &[]);
    expected.sort();
    problems.sort();
    assert_eq!(problems, expected);
}

#[test]
fn values_of_wrong_types_come_all_at_once() {
    let toml = "edition = 3\n[book]\ntitle = 3\nauthors = [\"A\", 1]\nsrc = true\n[numbering]\nsections = \"2\"\n\
                strip = 1\n[html]\nNote = 1\n[edition]\n";
    let toml = toml.trim_end_matches("[edition]\n");
    let places: Vec<_> =
        wrong(toml, &[]).into_iter().map(|(place, message)| format!("{place}: {message}")).collect();
    let expected = [
        "book.toml:1:11 bad-value: `edition` can't be `3`: expected a table",
        "book.toml:3:9 bad-value: `book.title` can't be `3`: expected a string",
        "book.toml:4:11 bad-value: `book.authors` can't be `[...]`: expected a list of strings",
        "book.toml:5:7 bad-value: `book.src` can't be `true`: expected a string",
        "book.toml:7:12 bad-value: `numbering.sections` can't be `2`: expected a whole number",
        "book.toml:8:9 bad-value: `numbering.strip` can't be `1`: expected `true` or `false`",
        "book.toml:10:8 bad-value: `html.Note` can't be `1`: expected a string",
        "book.toml:1:1 no-title: the book has no title (write `title = \"...\"` under `[book]`)",
    ];
    assert_eq!(places, expected);
}

#[test]
fn values_out_of_range() {
    let toml = "[book]\ntitle = \"T\"\nlanguage = \"english!\"\ntext-direction = \"up\"\nisbn = \"978-0-306-40615-8\"\n\
                isbn-epub = \"0-306-40615-2\"\ndate = \"22 November\"\n[numbering]\nsections = 6\n[edition.print]\n\
                trim = \"1x1in\"\ncontents = 0\n[edition.epub]\nlongest-side = -1\n[html]\n\"a b\" = \"x\"\nNote = \"Big Note\"\n\
                [block.Card]\n[block.card]\nfamily = \"loud\"\nprefix = \"fig\"\n[block.more]\nprefix = \"x-y\"\n";
    let problems = wrong(toml, &[]);
    assert!(problems.iter().all(|(place, _)| place.ends_with(" bad-value")), "{problems:?}");
    let mut lines: Vec<_> =
        problems.iter().map(|(place, _)| place.split(':').nth(1).expect("a line")).collect();
    lines.sort_by_key(|line| line.parse::<usize>().expect("a number"));
    assert_eq!(lines, ["3", "4", "5", "6", "7", "9", "11", "12", "14", "16", "17", "18", "20", "21", "23"]);
    let digit = problems.iter().find(|(place, _)| place.starts_with("book.toml:5:")).expect("the ISBN");
    assert!(digit.1.contains("is right: 7 "), "{digit:?}");
}

#[test]
fn one_isbn_is_enough_for_print() {
    let toml = "[book]\ntitle = \"T\"\nisbn = \"9780306406157\"\n";
    assert_eq!(fine(toml, &[]).meta.isbn_print.as_deref(), Some("9780306406157"));
    let twice = format!("{toml}isbn-print = \"9780306406157\"\n");
    assert_eq!(wrong(&twice, &[])[0].0, "book.toml:3:8 bad-value");
}

#[test]
fn languages_without_words_and_directions_are_said() {
    let toml = "[book]\ntitle = \"T\"\nlanguage = \"he\"\ntext-direction = \"rtl\"\n";
    let mut places: Vec<_> = wrong(toml, &[]).into_iter().map(|(place, _)| place).collect();
    places.sort();
    assert_eq!(places, ["book.toml:3:12 no-words"]);
    let directions = ["language = \"he\"", "text-direction = \"rtl\"", "language = \"he\"\ntext-direction = \"ltr\""];
    let directions = directions.map(|keys| read(&[("book.toml", &format!("{TITLE}{keys}\n")), ("src/SUMMARY.md", SUMMARY)], &[]).0);
    let directions = directions.map(|manifest| manifest.expect("a manifest").meta.direction());
    assert_eq!(directions, [Direction::Rtl, Direction::Rtl, Direction::Ltr]);
}

#[test]
fn paths_that_lead_out_of_the_book() {
    let toml = "[book]\ntitle = \"T\"\ncover = \"../cover.png\"\n";
    let (_, problems) = read(
        &[("book.toml", toml), ("src/SUMMARY.md", "- [A](../../a.md)\n- [B](/b.md)\n- [C](c.md)\n")],
        &[],
    );
    assert_eq!(
        problems,
        ["book.toml:3:9 outside-path", "src/SUMMARY.md:1:3 outside-path", "src/SUMMARY.md:2:3 outside-path"]
    );
    let (_, problems) =
        read(&[("book.toml", "[book]\ntitle = \"T\"\nsrc = \"/etc\"\n"), ("src/SUMMARY.md", SUMMARY)], &[]);
    assert_eq!(problems, ["book.toml:3:7 outside-path"]);
}

#[test]
fn set_replaces_and_adds_any_key() {
    let toml = "[book]\ntitle = \"T\"\nauthors = [\"A\"]\n";
    let set = [
        "book.title=A title of several words",
        "book.authors=[\"B\", \"C\"]",
        "numbering.sections=1",
        "numbering = {sections = 3}",
        "edition.print.trim=a5",
        "html.\"My-Box\"=note",
        "book.subtitle=",
        "book.publisher=\"3\"",
    ];
    let manifest = fine(toml, &set);
    assert_eq!(manifest.meta.title, "A title of several words");
    assert_eq!(manifest.meta.authors, ["B", "C"]);
    assert_eq!(manifest.numbering.sections, 3);
    assert!((manifest.editions.print.width - 419.53).abs() < 0.01);
    assert_eq!(manifest.tags["my-box"], "note");
    assert_eq!(
        (manifest.meta.subtitle.as_deref(), manifest.meta.publisher.as_deref()),
        (Some(""), Some("3"))
    );
}

#[test]
fn set_is_judged_like_the_file() {
    let expected = [
        ("book.titel=X", "unknown key `--set book.titel` (did you mean `title`?)"),
        ("book.title=3", "`--set book.title` can't be `3`: expected a string"),
        ("book=3", "`--set book` can't be `3`: expected a table"),
        ("numbering.sections=9", "`--set numbering.sections` can't be `9`: expected a number from 0 to 5"),
        ("no key", "`--set no key`: expected `key.path=value`"),
        ("a b=1", "`--set a b=1`: no such form of key, expected `key.path=value`"),
    ];
    for (set, message) in expected {
        let problems = wrong(TITLE, &[set]);
        assert_eq!((problems[0].1.as_str(), problems[0].0.starts_with("book.toml:1:1 ")), (message, true));
    }
    assert_eq!(wrong("[book]\n", &["book.title=X"]), []);
}

#[test]
fn every_form_of_the_list() {
    let summary = "# Summary\n\n[Preface](./preface.md)\n\n---\n\n# First `part`\n\n- [One](a/one.md)\n    - [*Deep*](a/%64eep%20er.md)\n\
                   \n      1. [Deeper](a/deeper.md)\n  - [After](a/after.md)\n\n<!-- - [No](no.md)\n-->\n\n* [Two](two.md)\n\n\
                   # Second part\n\n---\n\n- [Three](three.md)\n\n------\n\n[End](end.md)\n[Last][ref]\n\n[ref]: last.md\n";
    let (outline, problems) = listed(summary);
    assert_eq!(problems, [""; 0]);
    let expected = [
        "< Preface src/preface.md",
        "# First `part`",
        "- One src/a/one.md",
        "  - *Deep* src/a/deep er.md",
        "    - Deeper src/a/deeper.md",
        "  - After src/a/after.md",
        "- Two src/two.md",
        "# Second part",
        "- Three src/three.md",
        "> End src/end.md",
        "> Last src/last.md",
    ];
    assert_eq!(outline, expected);
}

#[test]
fn a_list_without_a_title_and_windows_line_ends() {
    let (outline, problems) = listed("\u{feff}[P](p.md)\r\n\r\n- [One](one.md)\r\n  - [Two](two.md)\r\n");
    assert_eq!(problems, [""; 0]);
    assert_eq!(outline, ["< P src/p.md", "# ", "- One src/one.md", "  - Two src/two.md"]);
}

#[test]
fn no_list() {
    let (manifest, problems) = told(&[("book.toml", TITLE), ("src/Summary.md", SUMMARY)], &[]);
    assert!(manifest.is_none());
    let expected = ("book.toml:1:1 missing-file", "no file `src/SUMMARY.md` (did you mean `Summary.md`?)");
    assert_eq!(problems, [(expected.0.to_owned(), expected.1.to_owned())]);
    let (_, problems) = read(&[("book.toml", "[book]\ntitle = \"T\"\nsrc = \"text\"\n")], &[]);
    assert_eq!(problems, ["book.toml:3:7 missing-file"]);
}

#[test]
fn empty_lists() {
    assert_eq!(listed("# Summary\n").1, ["src/SUMMARY.md:1:1 empty-book"]);
    assert_eq!(listed("").1, ["src/SUMMARY.md:1:1 empty-book"]);
    let (_, problems) = listed("- [Later]()\n");
    assert_eq!(problems, ["src/SUMMARY.md:1:3 draft-chapter", "src/SUMMARY.md:1:1 empty-book"]);
}

#[test]
fn a_file_named_twice_shows_both_places() {
    let files = [
        ("book.toml", TITLE),
        ("src/SUMMARY.md", "- [One](one.md)\n- [Two](two.md)\n  - [Again](./x/../one.md)\n"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let snapshot = Snapshot::new(Box::new(Memory(files.into())), 0);
    let problems = manifest::read(&snapshot, &[]).problems;
    let [twice] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!(
        (twice.problem.code(), snapshot.place(twice.at)),
        ("summary-twice", "src/SUMMARY.md:3".to_owned())
    );
    assert_eq!(snapshot.place(twice.also[0].0), "src/SUMMARY.md:1");
    assert_eq!(twice.problem.message(), "`src/one.md` is named twice");
}

#[test]
fn lines_that_are_no_form_of_the_list() {
    let summary = "# Summary\n\nhello\n\n- [One](one.md) and more\n- no link\n- [Two](two.md)\n\n## Small\n\n[End](end.md)\n\n\
                   # Late\n\n- [Late](late.md)\n";
    let (outline, problems) = listed(summary);
    let expected = [
        "src/SUMMARY.md:3:1 stray-summary",
        "src/SUMMARY.md:5:17 stray-summary",
        "src/SUMMARY.md:6:1 bad-summary",
        "src/SUMMARY.md:9:1 stray-summary",
        "src/SUMMARY.md:13:1 bad-summary",
        "src/SUMMARY.md:15:3 bad-summary",
    ];
    assert_eq!(problems, expected);
    assert_eq!(outline, ["# ", "- One src/one.md", "- Two src/two.md", "> End src/end.md"]);
}

#[test]
fn drafts_are_left_out_and_what_is_nested_in_them_moves_up() {
    let (outline, problems) =
        listed("- [One](one.md)\n- [Guide]()\n  - [A](a.md)\n    - [B](b.md)\n- [Two](two.md)\n");
    assert_eq!(problems, ["src/SUMMARY.md:2:3 draft-chapter"]);
    assert_eq!(outline, ["# ", "- One src/one.md", "- A src/a.md", "  - B src/b.md", "- Two src/two.md"]);
}

#[test]
fn appendices_under_a_chapter_so_called() {
    let (outline, problems) = listed(
        "- [One](one.md)\n- [Appendix](app.md)\n  - [A - Keys](a.md)\n    - [More](more.md)\n  - [B - Signs](b.md)\n- [Two](two.md)\n",
    );
    assert_eq!(problems, [""; 0]);
    let expected = [
        "# ",
        "- One src/one.md",
        "#  (lettered)",
        "* Appendix src/app.md",
        "- A - Keys src/a.md",
        "  - More src/more.md",
        "- B - Signs src/b.md",
        "# ",
        "- Two src/two.md",
    ];
    assert_eq!(outline, expected);
}

#[test]
fn appendices_as_a_part_and_by_their_own_titles() {
    let (part, _) =
        listed("# Summary\n\n# Body\n\n- [One](one.md)\n\n# Anhänge\n\n- [A](a.md)\n- [B](b.md)\n");
    let expected = ["# Body", "- One src/one.md", "# Anhänge (lettered)", "- A src/a.md", "- B src/b.md"];
    assert_eq!(part, expected);
    let (titles, _) = listed("- [One](one.md)\n- [Appendix A: Keys](a.md)\n- [Appendix B: Signs](b.md)\n");
    let expected = [
        "# ",
        "- One src/one.md",
        "#  (lettered)",
        "- Appendix A: Keys src/a.md",
        "- Appendix B: Signs src/b.md",
    ];
    assert_eq!(titles, expected);
    let (alone, _) = listed("- [One](one.md)\n- [Appendix](a.md)\n");
    assert_eq!(alone, ["# ", "- One src/one.md", "- Appendix src/a.md"]);
    let (titled, _) = listed("# Summary\n\n# Reference\n\n- [Appendix](app.md)\n  - [A](a.md)\n");
    assert_eq!(titled, ["# Reference (lettered)", "* Appendix src/app.md", "- A src/a.md"]);
}

#[test]
fn a_chapter_with_its_parts_title_opens_the_part() {
    let (outline, problems) = listed(
        "# Summary\n\n# Part V - Practice\n\n- [Part V - Practice](v.md)\n- [Next](next.md)\n\n# Empty\n",
    );
    assert_eq!(outline, ["# Part V - Practice", "* Part V - Practice src/v.md", "- Next src/next.md"]);
    assert_eq!(problems, ["src/SUMMARY.md:8:1 stray-summary"]);
}
