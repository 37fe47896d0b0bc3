//! Books for the press, read back as a printer's own check would: boxes, inks, margins, spines, covers, bar
//! codes, volumes.
//!
//! The formulas stand again in `readers/press.py`, from the printers' documents; ink is measured by
//! Ghostscript, PDF/X-4 looked at by proof-pdf. Each book is built once for each printer.

mod folder;
mod tools;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use folder::{Folder, bindery};
use tools::{corpus, ghostscript, proof_pdf, python};

/// An ISBN whose bar code covers carry.
const ISBN: &str = "9783161484100";

fn own() -> Option<PathBuf> {
    Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")))
}
/// Builds the print edition with these settings, and gives the PDFs in order.
#[track_caller]
fn printed(source: &Path, out: &Folder, set: &[&str]) -> Vec<String> {
    let source = source.to_str().expect("a UTF-8 path");
    let mut arguments = vec!["build", source, "--out", out.text(), "--edition", "print", "--quiet"];
    set.iter().for_each(|set| arguments.extend(["--set", set]));
    let said = bindery(&arguments);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let mut files = out.files("");
    files.retain(|file| file.ends_with(".pdf"));
    files.sort();
    files.into_iter().map(|file| out.path(&file)).collect()
}

/// What the reader finds in the files of a printer, by check.
fn faults(printer: &str, isbn: &str, files: &[String]) -> BTreeMap<String, Vec<String>> {
    let mut arguments = vec!["tests/readers/press.py", printer, isbn];
    arguments.extend(files.iter().map(String::as_str));
    let told = python(&arguments);
    serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}"))
}

/// Asserts that a printer would take the book: all that the reader looks at was looked at, and is right.
#[track_caller]
fn taken(name: &str, source: Option<PathBuf>, printer: &str) -> Option<Folder> {
    let (Some(source), true) = (source, ghostscript()) else { return None };
    let out = Folder::new(&format!("press-{name}-{printer}"));
    let (one, isbn) = (format!("edition.print.printer={printer}"), format!("book.isbn={ISBN}"));
    // The seed manuscript needs several volumes; the others stay in one.
    let files = printed(&source, &out, &[&one, &isbn, "edition.print.volumes=auto"]);
    let volumes = files.iter().any(|file| file.contains("-vol-"));
    let found = faults(printer, if volumes { "" } else { ISBN }, &files);
    let checks = ["boxes", "colour spaces", "cover size", "fonts", "inks", "limits", "margins", "no leading"];
    for check in checks {
        assert!(found.contains_key(check), "`{check}` was not checked: {found:?}");
    }
    assert!(volumes || found.contains_key("bar code"), "no bar code was read: {found:?}");
    let wrong: Vec<_> = found.iter().filter(|(_, faults)| !faults.is_empty()).collect();
    assert!(wrong.is_empty(), "{name} for {printer}: {wrong:#?}");
    Some(out)
}

#[test]
fn the_own_book_for_kdp() {
    taken("own", own(), "kdp");
}

#[test]
fn the_own_book_for_ingram() {
    taken("own", own(), "ingram");
}

#[test]
fn the_rust_book_for_kdp() {
    taken("rust-book", corpus("rust-book"), "kdp");
}

#[test]
fn the_rust_book_for_ingram() {
    taken("rust-book", corpus("rust-book"), "ingram");
}

#[test]
fn the_seed_manuscript_for_ingram() {
    taken("seed-manuscript", corpus("seed-manuscript"), "ingram");
}

#[test]
fn the_seed_manuscript_in_volumes_for_kdp() {
    let Some(out) = taken("seed-manuscript", corpus("seed-manuscript"), "kdp") else { return };
    let files: Vec<String> = out.files("").into_iter().filter(|file| file.contains("-print-vol-") && file.ends_with(".pdf")).collect();
    assert!(files.len() > 3, "{files:?}");
    let pages = pages(&files.iter().map(|file| out.path(file)).collect::<Vec<_>>());
    let ledger = std::fs::read_to_string(out.path("ledger.json")).expect("a ledger");
    let ledger: serde_json::Value = serde_json::from_str(&ledger).expect("JSON");
    let entries = ledger["entries"].as_array().expect("entries");
    let chapters = entries.iter().filter(|entry| entry["kind"] == "chapter" && !entry["number"].is_null());
    let mut seen = 0;
    for chapter in chapters {
        let (title, folio) = (chapter["title"].as_str().expect("a title"), chapter["pages"]["print"].as_str());
        let at: Vec<&Page> = pages.iter().filter(|page| Some(page.folio.as_str()) == folio).collect();
        // Folios run on: there is one page of that number in all volumes, and the chapter begins on it.
        assert_eq!(at.len(), 1, "{title}: {folio:?}");
        let first = title.split_whitespace().next().expect("a word");
        assert!(at.iter().all(|page| page.text.contains(first)), "{title}: {at:?}");
        // The contents of the whole stand in every volume, those of its own in one of them again.
        let line = format!("{} {}", title.split_whitespace().last().expect("a word"), folio.expect("a folio"));
        let lists = pages.iter().filter(|page| page.folio.starts_with(['v', 'i', 'x']) && page.text.contains(&line));
        assert!(lists.count() > files.len(), "{line:?} is not in the contents of every volume");
        seen += 1;
    }
    assert!(seen > 20, "{seen} chapters");
}

/// A page as MuPDF reads it.
#[derive(Debug, serde::Deserialize)]
struct Page {
    file: String,
    folio: String,
    text: String,
}

fn pages(files: &[String]) -> Vec<Page> {
    let mut arguments = vec!["tests/readers/folios.py"];
    arguments.extend(files.iter().map(String::as_str));
    serde_json::from_str(&python(&arguments)).expect("pages as JSON")
}

/// Two parts that refer to each other, and an index.
fn pair(name: &str) -> Folder {
    let book = Folder::new(name);
    book.write("book.toml", "[book]\ntitle = \"Pair\"\n\n[edition.print]\nvolumes = 2\nvolume-isbns = [\"978-3-16-148410-0\"]\n");
    book.write("src/SUMMARY.md", "# Summary\n\n# Early\n\n- [One](one.md)\n\n# Late\n\n- [Two](two.md)\n\n[Index](ix.md)\n");
    book.write("src/one.md", "# Beginnings {#sec-one}\n\n[Quorums]{.index} are on [@sec-two]{.page}, not on [@sec-one]{.page}.\n");
    book.write("src/two.md", "# Endings {#sec-two}\n\n[Quorums]{.index} began on [@sec-one]{.page}.\n");
    book.write("src/ix.md", "# Index\n\n::: {.index}\n:::\n");
    book
}

#[test]
fn references_to_another_volume_name_it() {
    let (book, out) = (pair("press-pair"), Folder::new("press-pair-out"));
    let files = printed(Path::new(book.text()), &out, &[]);
    let pages = pages(&files);
    let on = |volume: &str, text: &str| -> &Page {
        let found = pages.iter().find(|page| page.file.contains(volume) && page.text.contains(text));
        found.unwrap_or_else(|| panic!("{text:?} is not in {volume}: {pages:#?}"))
    };
    let (one, two) = (on("vol-1", "Beginnings Quorums"), on("vol-2", "Endings Quorums"));
    assert!(one.text.contains(&format!("are on Vol. 2, p. {}, not on page {}.", two.folio, one.folio)), "{one:?}");
    assert!(two.text.contains(&format!("began on Vol. 1, p. {}.", one.folio)), "{two:?}");
    on("vol-2", &format!("Quorums, 1:{}, 2:{}", one.folio, two.folio));
    for volume in ["vol-1", "vol-2"] {
        let name = format!("Volume {} of 2", volume.trim_start_matches("vol-"));
        on(volume, &format!("Pair {name}"));
        on(volume, &format!("Endings {}", two.folio));
    }
    on("vol-1", "ISBN 978-3-16-148410-0 (Volume 1 of 2)");
}

#[test]
fn pdf_x_4_passes_a_check_that_is_not_ours() {
    let (Some(source), true) = (own(), ghostscript()) else { return };
    let out = Folder::new("press-x4");
    let set = ["edition.print.printer=bod", "edition.print.bleed=true", "edition.print.standard=x-4"];
    let files = printed(&source, &out, &set);
    let book = files.iter().find(|file| file.ends_with("-print.pdf")).expect("the pages");
    let inks = ["--k-only-text", "--strict-cmyk", "--max-tac", "240", "--min-dpi", "300"];
    let sizes = ["--trim-mm", "177.8x254", "--bleed-mm", "5"];
    let Some(found) = proof_pdf(book, &[&inks[..], &sizes].concat()) else { return };
    assert_eq!(found[0]["findings"], serde_json::json!([]), "{found}");
    assert_eq!(found[0]["ok"], true, "{found}");
    let plain = printed(&source, &Folder::new("press-plain"), &set[..2]);
    let plain = plain.iter().find(|file| file.ends_with("-print.pdf")).expect("the pages");
    let found = proof_pdf(plain, &sizes).expect("it ran before");
    assert_eq!(found[0]["ok"], false, "a plain PDF passes as PDF/X-4: {found}");
}

#[test]
fn the_reader_finds_what_printers_refuse() {
    let (Some(source), true) = (own(), ghostscript()) else { return };
    let out = Folder::new("press-screen");
    let said = bindery(&["build", source.to_str().expect("UTF-8"), "--out", out.text(), "--edition", "screen", "--quiet"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let files = [out.path("distributed-systems-screen.pdf")];
    let found = faults("kdp", "", &files);
    for check in ["boxes", "colour spaces", "inks", "no leading"] {
        assert!(found.get(check).is_some_and(|faults| !faults.is_empty()), "`{check}` finds nothing: {found:?}");
    }
}
