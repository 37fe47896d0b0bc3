//! Edits described by rule, for a manuscript whose text isn't in the repository: "the third paragraph: its fifth word
//! is another". Each is made in a chapter of its own where it can be, so that all can also be made at once.

use std::collections::{BTreeMap, BTreeSet};

/// A book's files by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What an edit does to the blocks of a chapter; `None` where the chapter has nothing for it.
type Rule = fn(&mut Vec<String>) -> Option<()>;

/// Edits inside a chapter.
const RULES: [(&str, Rule); 45] = [
    ("word replaced", |b| word(b, 2, |words| words[5] = "elsewhere".into())),
    ("word inserted", |b| word(b, 3, |words| words.insert(4, "indeed".into()))),
    ("word deleted", |b| word(b, 1, |words| drop(words.remove(6)))),
    ("first word replaced", |b| word(b, 2, |words| words[0] = "Nowhere".into())),
    ("words far apart", |b| word(b, 4, |words| {
        words[3] = "first".into();
        let last = words.len() - 4;
        words[last] = "last".into();
    })),
    ("several words in a row", |b| word(b, 1, |words| drop(words.splice(3..7, ["three".into(), "other".into(), "words".into()])))),
    ("sentence inserted", |b| edit(b, prose, 3, |text| text.push_str(" And so it goes on."))),
    ("sentence deleted", |b| edit(b, sentences, 1, |text| text.truncate(text.rfind(". ").expect("two sentences") + 1))),
    ("punctuation", |b| edit(b, ends, 2, |text| *text = format!("{}!", text.trim_end_matches('.')))),
    ("paragraph rewritten", |b| edit(b, prose, 2, |text| *text = "Nothing of what stood here is left, word for word.".into())),
    ("paragraph inserted", |b| insert(b, prose, 2, "A paragraph that was not here before.")),
    ("paragraph deleted", |b| at(b, prose, 3).map(|at| drop(b.remove(at)))),
    ("paragraph moved to the end", |b| {
        let at = at(b, prose, 2)?;
        let block = b.remove(at);
        b.push(block);
        Some(())
    }),
    ("paragraph moved up", |b| {
        let (to, from) = (at(b, prose, 0)?, at(b, prose, 3)?);
        let block = b.remove(from);
        b.insert(to, block);
        Some(())
    }),
    ("paragraph split", |b| {
        let at = at(b, sentences, 1)?;
        let (head, tail) = b[at].split_once(". ").map(|(head, tail)| (format!("{head}."), tail.to_owned()))?;
        b.splice(at..=at, [head, tail]);
        Some(())
    }),
    ("paragraphs joined", |b| {
        let at = (1..b.len()).find(|at| prose(&b[at - 1]) && prose(&b[*at]))?;
        let tail = b.remove(at);
        b[at - 1] += &format!(" {tail}");
        Some(())
    }),
    ("heading changed", |b| edit(b, heading, 1, |text| text.push_str(" Again"))),
    ("heading one level down", |b| edit(b, heading, 2, |text| text.insert(0, '#'))),
    ("heading removed", |b| at(b, heading, 2).map(|at| drop(b.remove(at)))),
    ("section inserted", |b| insert(b, heading, 1, "## Of Something Else\n\nWith a paragraph of its own.")),
    ("title of the chapter", |b| edit(b, |text| text.starts_with("# "), 0, |text| text.push_str(" Revisited"))),
    ("list item inserted", |b| line(b, bullets, 1, |lines| lines.insert(1, "- an item that was not here".into()))),
    ("list item deleted", |b| line(b, bullets, 1, |lines| drop(lines.remove(1)))),
    ("list item changed", |b| line(b, bullets, 2, |lines| lines[1].push_str(" and more"))),
    ("list items swapped", |b| line(b, bullets, 0, |lines| lines.swap(0, 1))),
    ("list inserted", |b| insert(b, prose, 1, "1. one thing\n2. another thing")),
    ("list deleted", |b| at(b, bullets, 1).map(|at| drop(b.remove(at)))),
    ("table row inserted", |b| line(b, table, 0, |lines| lines.insert(3, lines[2].replace(|c: char| c.is_ascii_lowercase(), "x")))),
    ("table row deleted", |b| line(b, table, 0, |lines| drop(lines.remove(3)))),
    ("table cell changed", |b| line(b, table, 0, |lines| lines[2] = lines[2].replacen("| ", "| mended ", 1))),
    ("head of a table changed", |b| line(b, table, 0, |lines| lines[0] = lines[0].replacen("| ", "| mended ", 1))),
    ("table deleted", |b| at(b, table, 0).map(|at| drop(b.remove(at)))),
    ("table inserted", |b| insert(b, prose, 1, "| first | second |\n| --- | --- |\n| of one | of two |")),
    ("line of code inserted", |b| line(b, code, 0, |lines| lines.insert(2, "inserted_line = True".into()))),
    ("line of code deleted", |b| line(b, code, 0, |lines| drop(lines.remove(2)))),
    ("line of code changed", |b| line(b, code, 1, |lines| lines[2].push_str("  # mended"))),
    ("listing inserted", |b| insert(b, prose, 2, "```python\nwhole_listing = 1\n```")),
    ("listing deleted", |b| at(b, code, 1).map(|at| drop(b.remove(at)))),
    ("language of a listing", |b| edit(b, |text| text.starts_with("```python"), 0, |text| *text = text.replacen("```python", "```ruby", 1))),
    ("emphasis put on", |b| word(b, 1, |words| words[4] = format!("*{}*", words[4]))),
    ("strong text changed", |b| edit(b, |text| prose(text) && text.contains("**"), 0, |text| *text = text.replacen("**", "**mended ", 1))),
    ("code in a line inserted", |b| word(b, 2, |words| words.insert(3, "`inline`".into()))),
    ("quotation inserted", |b| insert(b, prose, 1, "> Somebody said this,\n> long ago.")),
    ("callout inserted", |b| insert(b, prose, 1, "> [!NOTE]\n> Something to remember.")),
    ("footnote inserted", |b| word(b, 1, |words| words[5].push_str("^[A note that was not here.]"))),
];

/// The edits on a manuscript, each alone: its name, the files after it, and whether chapters change places.
pub fn each(files: &Files, texts: &[String]) -> Vec<(String, Files, bool)> {
    let mut out = Vec::new();
    for (number, (name, rule)) in RULES.iter().enumerate() {
        let order = (0..texts.len()).map(|step| &texts[(number * 3 + step) % texts.len()]);
        let made = order.into_iter().find_map(|path| Some((path, made(files, path, *rule)?)));
        let (path, bytes) = made.unwrap_or_else(|| panic!("no chapter for `{name}`"));
        let mut files = files.clone();
        files.insert(path.clone(), bytes);
        out.push(((*name).to_owned(), files, false));
    }
    let summary = |change: &dyn Fn(&mut Vec<String>)| {
        let mut files = files.clone();
        let (path, text) = list(&files);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        change(&mut lines);
        files.insert(path, (lines.join("\n") + "\n").into_bytes());
        files
    };
    let entry = |lines: &[String], nth: usize| {
        let found = lines.iter().enumerate().filter(|(_, line)| line.starts_with("  - ["));
        found.map(|(at, _)| at).nth(nth).expect("chapters in chapters")
    };
    out.push(("chapters in another order".into(), summary(&|lines| {
        let at = entry(lines, 1);
        lines.swap(at, at + 1);
    }), true));
    let mut more = summary(&|lines| {
        let at = entry(lines, 2);
        lines.insert(at, "  - [More](more.md)".into());
    });
    let (path, _) = list(files);
    more.insert(path.replace("SUMMARY.md", "more.md"), b"# More\n\nA whole chapter that was not here.\n".to_vec());
    out.push(("chapter inserted".into(), more, false));
    let (path, text) = list(files);
    let at = entry(&text.lines().map(str::to_owned).collect::<Vec<_>>(), 3);
    let old = text.lines().nth(at).and_then(|line| Some(line.split_once('(')?.1.split_once(')')?.0.to_owned())).expect("a path");
    let new = old.replace(".md", "-renamed.md");
    let mut renamed = files.clone();
    let root = path.replace("SUMMARY.md", "");
    let bytes = renamed.remove(&format!("{root}{old}")).expect("the file");
    renamed.insert(format!("{root}{new}"), bytes);
    renamed.insert(path, text.replace(&format!("({old})"), &format!("({new})")).into_bytes());
    out.push(("file renamed".into(), renamed, false));
    out
}

/// All edits inside chapters at once, as far as each finds a chapter that has none yet; with their number.
pub fn together(files: &Files, texts: &[String]) -> (Files, usize) {
    let mut out = files.clone();
    let (mut used, mut count) = (BTreeMap::<&String, usize>::new(), 0);
    let most = RULES.len() / texts.len() + 3;
    for (_, rule) in RULES {
        let free = |path: &&String| used.get(path).copied().unwrap_or(0) < most;
        let found = texts.iter().filter(free).find_map(|path| Some((path, made(&out, path, rule)?)));
        if let Some((path, bytes)) = found {
            out.insert(path.clone(), bytes);
            *used.entry(path).or_default() += 1;
            count += 1;
        }
    }
    (out, count)
}

/// A manuscript's first part alone: its files, and the chapters among them.
pub fn first_part(files: &Files) -> (Files, Vec<String>) {
    let (path, text) = list(files);
    let mut parts = text.match_indices("\n# ").map(|(at, _)| at).skip(1);
    let kept = &text[..parts.next().unwrap_or(text.len())];
    let root = path.replace("SUMMARY.md", "");
    let named: BTreeSet<String> = kept.split("](").skip(1).filter_map(|rest| Some(format!("{root}{}", rest.split_once(')')?.0))).collect();
    let mut out: Files = files.iter().filter(|(path, _)| !path.ends_with(".md") || named.contains(*path)).map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
    out.insert(path, kept.as_bytes().to_vec());
    // Short ones first have nothing for most rules.
    let texts = named.into_iter().filter(|path| out.get(path).is_some_and(|bytes| bytes.len() > 9000)).collect();
    (out, texts)
}

fn list(files: &Files) -> (String, String) {
    let (path, bytes) = files.iter().find(|(path, _)| path.ends_with("SUMMARY.md")).expect("SUMMARY.md");
    (path.clone(), String::from_utf8(bytes.clone()).expect("a text"))
}

fn made(files: &Files, path: &str, rule: Rule) -> Option<Vec<u8>> {
    let text = String::from_utf8(files[path].clone()).expect("a text");
    let mut blocks = blocks(&text);
    rule(&mut blocks)?;
    Some((blocks.join("\n\n") + "\n").into_bytes())
}

/// What stands between blank lines; a fence is one block.
fn blocks(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let (mut open, mut fenced) = (false, false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if line.trim().is_empty() && !fenced {
            open = false;
            continue;
        }
        match out.last_mut().filter(|_| open) {
            Some(block) => *block += &format!("\n{line}"),
            None => out.push(line.to_owned()),
        }
        open = true;
    }
    out
}

fn prose(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || " ,.'*-()\":;/%&+=\u{2014}\u{2013}\u{2019}".contains(c);
    text.len() > 90 && text.starts_with(|c: char| c.is_ascii_uppercase()) && !text.contains('\n') && text.chars().all(plain)
}

fn sentences(text: &str) -> bool {
    prose(text) && text.matches(". ").count() == 1 && !text.contains(['*', '('])
}

fn ends(text: &str) -> bool {
    prose(text) && text.ends_with('.')
}

fn heading(text: &str) -> bool {
    text.starts_with("## ") && !text.contains('\n')
}

fn bullets(text: &str) -> bool {
    text.lines().count() > 2 && text.lines().all(|line| line.starts_with("- "))
}

fn table(text: &str) -> bool {
    text.lines().count() > 4 && text.lines().all(|line| line.starts_with("| ") || line.starts_with("|-"))
}

fn code(text: &str) -> bool {
    text.starts_with("```python") && text.lines().count() > 6
}

fn at(blocks: &[String], is: fn(&str) -> bool, nth: usize) -> Option<usize> {
    blocks.iter().enumerate().filter(|(_, block)| is(block)).map(|(at, _)| at).nth(nth)
}

fn edit(blocks: &mut [String], is: fn(&str) -> bool, nth: usize, change: impl FnOnce(&mut String)) -> Option<()> {
    let at = at(blocks, is, nth)?;
    change(&mut blocks[at]);
    Some(())
}

fn word(blocks: &mut [String], nth: usize, change: impl FnOnce(&mut Vec<String>)) -> Option<()> {
    let plain = |text: &str| prose(text) && !text.contains(['*', '(']);
    edit(blocks, plain, nth, |text| {
        let mut words = text.split(' ').map(str::to_owned).collect();
        change(&mut words);
        *text = words.join(" ");
    })
}

fn line(blocks: &mut [String], is: fn(&str) -> bool, nth: usize, change: impl FnOnce(&mut Vec<String>)) -> Option<()> {
    edit(blocks, is, nth, |text| {
        let mut lines = text.lines().map(str::to_owned).collect();
        change(&mut lines);
        *text = lines.join("\n");
    })
}

fn insert(blocks: &mut Vec<String>, is: fn(&str) -> bool, nth: usize, text: &str) -> Option<()> {
    let at = at(blocks, is, nth)?;
    blocks.insert(at, text.to_owned());
    Some(())
}
