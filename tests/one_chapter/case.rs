//! Case files: prose, then fenced blocks whose info strings say what they are.

use std::fs;
use std::path::{Path, PathBuf};

use bindery::snapshot::Memory;

/// What `book.toml` says where a case has no `toml` block.
const MANIFEST: &str = "[book]\ntitle = \"Cases\"\nlanguage = \"en\"\n";
/// Blocks that a case may have once.
const KINDS: [&str; 9] =
    ["toml", "summary", "markdown", "before", "typst", "xhtml", "review", "review-xhtml", "problems"];
/// The blocks that the harness writes.
pub const EXPECTED: [&str; 5] = ["typst", "xhtml", "review", "review-xhtml", "problems"];

/// A case file.
pub struct Case {
    /// Its path in `tests/cases`.
    pub name: PathBuf,
    file: PathBuf,
    prose: String,
    blocks: Vec<Block>,
}

/// A fenced block.
struct Block {
    /// `markdown`, or `file notes.txt`.
    info: String,
    text: String,
}

/// Every case, in the order of names.
///
/// # Panics
/// Where a file isn't a case: an unknown block, one that stands twice, text behind the first block.
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    assert!(!files.is_empty(), "no cases in {}", folder.display());
    files.into_iter().map(|file| read(&folder, file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("folders are readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        } else {
            panic!("{}: only case files belong here", path.display());
        }
    }
}

fn read(folder: &Path, file: PathBuf) -> Case {
    let text = fs::read_to_string(&file).expect("cases are readable");
    let name = file.strip_prefix(folder).expect("in the folder").to_owned();
    let mut lines = text.lines();
    let (mut prose, mut blocks) = (String::new(), Vec::new());
    while let Some(line) = lines.next() {
        let fence: String = line.chars().take_while(|c| *c == '`').collect();
        if fence.len() >= 3 {
            let body: Vec<_> = lines.by_ref().take_while(|line| *line != fence).collect();
            blocks.push(Block { info: line[fence.len()..].to_owned(), text: body.join("\n") });
        } else {
            assert!(blocks.is_empty() || line.is_empty(), "{}: text behind a block: {line}", name.display());
            if blocks.is_empty() {
                prose.push_str(line);
                prose.push('\n');
            }
        }
    }
    let case = Case { name, file, prose: prose.trim().to_owned(), blocks };
    case.judge();
    case
}

impl Case {
    fn judge(&self) {
        assert!(self.prose.starts_with("# "), "{}: a case begins with a title", self.name.display());
        assert!(self.block("markdown").is_some(), "{}: no `markdown` block", self.name.display());
        for (at, block) in self.blocks.iter().enumerate() {
            let known = KINDS.contains(&block.info.as_str()) || block.named().is_some();
            assert!(known, "{}: unknown block `{}`", self.name.display(), block.info);
            let twin = self.blocks[..at].iter().any(|before| before.info == block.info);
            assert!(!twin, "{}: two blocks `{}`", self.name.display(), block.info);
        }
    }

    /// The text of a block, without its last line end.
    pub fn block(&self, info: &str) -> Option<&str> {
        self.blocks.iter().find(|block| block.info == info).map(|block| block.text.as_str())
    }

    /// Whether the case shows the review edition: it has a `before` to compare with, or says `review`.
    pub fn reviews(&self) -> bool {
        self.block("before").is_some() || self.block("review").is_some()
    }

    /// Whether a block belongs to what the case expects.
    pub fn expects(&self, info: &str) -> bool {
        self.reviews() || !info.starts_with("review")
    }

    /// The book of this case: `book.toml`, and in `src` everything else.
    pub fn book(&self) -> Memory {
        let further = self.blocks.iter().filter_map(|block| Some((block.named()?, block)));
        let chapters: String = further
            .clone()
            .filter(|((kind, _), _)| *kind == "markdown")
            .map(|((_, path), _)| format!("- [{path}]({path})\n"))
            .collect();
        let summary = format!("# Summary\n\n- [Case](case.md)\n{chapters}");
        let text = |info: &str, default: &str| self.block(info).map_or(default.to_owned(), |text| format!("{text}\n"));
        let mut files: Vec<(String, String)> =
            further.map(|((_, path), block)| (format!("src/{path}"), format!("{}\n", block.text))).collect();
        files.push(("book.toml".to_owned(), text("toml", MANIFEST)));
        files.push(("src/SUMMARY.md".to_owned(), text("summary", &summary)));
        files.push(("src/case.md".to_owned(), text("markdown", "")));
        Memory(files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect())
    }

    /// The file with these expectations instead of those it has.
    pub fn write(&self, expected: [&str; 5]) {
        let given = self.blocks.iter().filter(|block| !EXPECTED.contains(&block.info.as_str()));
        let mut out = format!("{}\n", self.prose);
        let given = given.map(|block| (block.info.as_str(), block.text.as_str()));
        for (info, text) in given.chain(EXPECTED.into_iter().zip(expected).filter(|(info, _)| self.expects(info))) {
            let longest = text.lines().map(|line| line.chars().take_while(|c| *c == '`').count()).max();
            let fence = "`".repeat(longest.map_or(3, |longest| (longest + 1).max(3)));
            let end = if text.is_empty() { "" } else { "\n" };
            out.push_str(&format!("\n{fence}{info}\n{text}{end}{fence}\n"));
        }
        fs::write(&self.file, out).expect("cases can be written");
    }
}

impl Block {
    /// `file` or `markdown` with the path behind it.
    fn named(&self) -> Option<(&str, &str)> {
        self.info.split_once(' ').filter(|(kind, path)| ["file", "markdown"].contains(kind) && !path.is_empty())
    }
}
