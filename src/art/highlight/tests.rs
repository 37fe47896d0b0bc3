//! One sample a language, its classes in brackets.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::book::{Class, CodeLine, Edit, LineMark};
use crate::span::{FileId, Span};

/// The code with every classed run as `[class text]`.
fn marked(language: &str, source: &str) -> String {
    let lines = code(language, source);
    let text: Vec<String> =
        lines.iter().map(|runs| runs.iter().map(|run| run.text.as_str()).collect()).collect();
    assert_eq!(text.join("\n"), source, "characters of {language}");
    let show = |run: &Run| match run.class {
        Some(class) => format!("[{} {}]", class.name(), run.text),
        None => run.text.clone(),
    };
    let lines: Vec<String> = lines.iter().map(|runs| runs.iter().map(show).collect()).collect();
    lines.join("\n")
}

fn check(language: &str, source: &str, wanted: &str) {
    assert_eq!(marked(language, source), wanted, "{language}");
}

#[test]
fn python_definitions_calls_strings_and_decorators() {
    check(
        "py",
        "@app.get(\"/x\")\nasync def f(a: int = 1) -> Job:\n    return g(f\"v={a!r:>{w}}\", MAX_N)  # ok",
        "[macro @app.get]([string \"/x\"])\n[keyword async def ][function f](a: [type int] = [number 1]) -> \
         [type Job]:\n    [keyword return ][function g]([string f\"v=]{a!r:>{w}}[string \"], [constant \
         MAX_N])  [comment # ok]",
    );
    check("python", "class A(Base): pass", "[keyword class ][type A]([type Base]): [keyword pass]");
    check("python", "x = {'k': None}", "x = {[string 'k']: [constant None]}");
}

#[test]
fn fragments_that_are_no_programs_keep_their_words() {
    check("python", "    return 1\n...\nif x:", "    [keyword return ][number 1]\n...\n[keyword if] x:");
    check("go", "x := <-c", "x := <-c");
}

#[test]
fn rust_macros_types_and_attributes() {
    check(
        "rs",
        "#[derive(Debug)]\nfn f<'a>(x: &'a str) -> Option<u8> { println!(\"{x}\"); None }",
        "[macro #[derive(Debug)]]\n[keyword fn ][function f]<[type 'a]>(x: &[type 'a str]) -> [type \
         Option]<[type u8]> { [macro println!]([string \"{x}\"]); [type None] }",
    );
    check("rust,ignore", "let mut x = 1;", "[keyword let mut] x = [number 1];");
}

#[test]
fn languages_with_braces() {
    check(
        "go",
        "func (s *S) Go(n int) error { return fmt.Errorf(\"x\", nil) }",
        "[keyword func] (s *[type S]) [function Go](n [type int]) [type error] { [keyword return] fmt.[function \
         Errorf]([string \"x\"], [constant nil]) }",
    );
    check(
        "c",
        "#include <a.h>\nint f(void) { return g(NULL); } // c",
        "[macro #include ][string <a.h>]\n[type int ][function f]([type void]) { [keyword return ][function \
         g]([constant NULL]); } [comment // c]",
    );
    check(
        "c++",
        "auto x = std::move(y); const T* p = nullptr;",
        "[keyword auto] x = std::[function move](y); [keyword const ][type T]* p = [constant nullptr];",
    );
    check(
        "java",
        "@Override public List<String> f() { return new A(1); }",
        "[macro @Override ][keyword public ][type List]<[type String]> [function f]() { [keyword return new \
         ][type A]([number 1]); }",
    );
    check(
        "scala",
        "def f(x: Int): String = x.map(g)",
        "[keyword def ][function f](x: [type Int]): [type String] = x.[function map](g)",
    );
    check(
        "js",
        "const a = await b.c({ k: `x ${y}` });",
        "[keyword const] a = [keyword await] b.[function c]({ [property k]: [string `x] ${y}[string `] });",
    );
    check(
        "ts",
        "interface A { x?: string; f(): Promise<void> }",
        "[keyword interface ][type A] { x?: [type string]; [function f](): [type Promise]<[type void]> }",
    );
}

#[test]
fn data_and_markup() {
    check(
        "json",
        "{\"a\": [1, true, \"b\"]}",
        "{[property \"a\"]: [[number 1], [constant true], [string \"b\"]]}",
    );
    check(
        "yml",
        "a: # c\n  - b: \"x\"\n    n: 1",
        "[property a]: [comment # c]\n  - [property b]: [string \"x\"]\n    [property n]: [number 1]",
    );
    check("toml", "[a.b]\nk = 'v' # c", "[[type a].[type b]]\n[property k] = [string 'v' ][comment # c]");
    check("xml", "<a b=\"c\">x</a>", "<[tag a ][property b]=[string \"c\"]>x</[tag a]>");
    check("html", "<p class=\"x\">y</p>", "<[tag p ][property class]=[string \"x\"]>y</[tag p]>");
    check("css", "a.b { color: #fff; }", "[tag a].[type b] { [property color]: [number #fff]; }");
    check("ini", "[s]\n; c\nk = v", "[type [s]]\n[comment ; c]\n[property k] = v");
    check("diff", "@@ -1 +1 @@\n-a\n+b\n c", "[macro @@ -1 +1 @@]\n[minus -a]\n[plus +b]\n c");
}

#[test]
fn languages_of_operations() {
    check(
        "dockerfile",
        "FROM python:3.12 AS base\nRUN pip install x",
        "[keyword FROM ][string python:3.12 ][keyword AS] base\n[keyword RUN] pip install x",
    );
    check(
        "terraform",
        "resource \"a\" \"b\" {\n  n = length(\"${var.x}\")\n}",
        "[keyword resource ][string \"a\" \"b\"] {\n  [property n] = [function length]([string \"]${var.x}[string \"])\n}",
    );
    check(
        "nginx",
        "location / {\n  proxy_pass http://x; # c\n}",
        "[keyword location] / {\n  [keyword proxy_pass] http://x; [comment # c]\n}",
    );
    check(
        "graphql",
        "type A { b(c: Int): B! }",
        "[keyword type ][type A] { [property b]([property c]: [type Int]): [type B]! }",
    );
    check(
        "proto3",
        "message M { repeated string a = 1; }",
        "[keyword message ][type M] { [keyword repeated ][type string] a = [number 1]; }",
    );
    check("rego", "allow if { count(x) > 1 }", "allow [keyword if] { [function count](x) > [number 1] }");
    check(
        "promql",
        "sum by (job) (rate(up_total{job=\"a\"}[5m])) > 0 # c",
        "[function sum ][keyword by] (job) ([function rate](up_total{[property job][operator =][string \
         \"a\"]}[[number 5m]])) [operator > ][number 0 ][comment # c]",
    );
    check(
        "bash",
        "for i in a; do echo \"$i\"; done",
        "[keyword for ][property i ][keyword in] a; [keyword do ][function echo ][string \"][property $i][string \"]; [keyword done]",
    );
}

#[test]
fn sql_and_its_dialects() {
    check(
        "sql",
        "SELECT count(*) FROM t WHERE a = 'it''s' -- c\n/* d\ne */ LIMIT 1;",
        "[keyword SELECT ][function count](*) [keyword FROM] t [keyword WHERE] a = [string 'it''s' ][comment -- \
         c]\n[comment /* d]\n[comment e */ ][keyword LIMIT ][number 1];",
    );
    check(
        "cql",
        "CREATE TABLE k.t (id uuid PRIMARY KEY) WITH CLUSTERING ORDER BY (b DESC);",
        "[keyword CREATE TABLE] k.t (id [type uuid ][keyword PRIMARY KEY]) [keyword WITH CLUSTERING ORDER BY] (b \
         [keyword DESC]);",
    );
    check("sql", "INSERT INTO t VALUES (1)", "[keyword INSERT INTO] t [keyword VALUES] ([number 1])");
}

#[test]
fn sessions_tell_prompts_commands_and_output() {
    check(
        "console",
        "$ cargo build \\\n    --release\n   Compiling x\n# note",
        "[prompt $ ][function cargo] build \\\n    --release\n   [output Compiling x]\n[comment # note]",
    );
    check("bash", "$ ls -la", "[prompt $ ][function ls] -la");
    check("console", "no prompt\nat all", "no prompt\nat all");
}

#[test]
fn unknown_languages_and_plain_text_stay_as_they_are() {
    check("text", "def x(): 1", "def x(): 1");
    check("brainfuck", "++[>]", "++[>]");
}

#[test]
fn nothing_breaks_it() {
    let inputs = ["", "\"", "/*", "é🦀\u{0}", "'''", "${", "{{{{{{", "-- '", "\\", "$ \\", "a\n\n\nb"];
    let languages =
        ["python", "rust", "bash", "sql", "promql", "console", "yaml", "html", "dockerfile", "diff"];
    for language in languages {
        for input in inputs {
            marked(language, input);
        }
    }
}

fn listing(language: &str, text: &str) -> Listing {
    let span = Span::new(FileId(0), 0, 1);
    let run = |text: &str| Run { class: None, text: text.to_owned(), edit: None };
    let line = |line: &str| CodeLine { runs: vec![run(line)], number: None, mark: Some(LineMark::Highlighted), callout: None, edit: None, span };
    Listing {
        anchor: None,
        number: None,
        caption: Vec::new(),
        file: None,
        language: Some(language.to_owned()),
        lines: text.lines().map(line).collect(),
        span,
    }
}

#[test]
fn each_distinct_listing_is_read_once_and_marks_stay() {
    let text = "def f():\n    return 1";
    let mut listings = [listing("python", text), listing("text", text), listing("py", text)];
    let seen = AtomicUsize::new(0);
    highlight(&mut |see| listings.iter_mut().for_each(&mut *see), &|_, _, total| {
        seen.store(total, Ordering::Relaxed);
    });
    assert_eq!(seen.load(Ordering::Relaxed), 1);
    assert!(listings.iter().flat_map(|listing| &listing.lines).all(|line| line.mark.is_some()));
    let classes: Vec<_> = listings.iter().map(|listing| listing.lines[0].runs[0].class).collect();
    assert_eq!(classes, [Some(Class::Keyword), None, Some(Class::Keyword)]);
}

#[test]
fn a_listing_already_in_classes_is_left_alone() {
    let mut given = listing("python", "def f(): 1");
    given.lines[0].runs[0].class = Some(Class::Comment);
    highlight(&mut |see| see(&mut given), &|_, _, _| {});
    assert_eq!(given.lines[0].runs.len(), 1);
}

#[test]
fn both_versions_of_a_listing_with_marks_are_read() {
    let mut listing = listing("python", "first\nsecond\nthird\nlast");
    let run = |text: &str, edit| Run { class: None, text: text.to_owned(), edit };
    let [first, second, third, last] = &mut listing.lines[..] else { panic!("four lines") };
    // All of the old version is a string, nothing of the new one.
    (first.runs, first.edit) = (vec![run("text = \"\"\"", None)], Some(Edit::Deleted));
    second.runs = vec![run("return ", None), run("old", Some(Edit::Deleted)), run("None", Some(Edit::Inserted))];
    (third.runs, third.edit) = (vec![run("x = 1", None)], Some(Edit::Inserted));
    (last.runs, last.edit) = (vec![run("\"\"\"", None)], Some(Edit::Deleted));
    highlight(&mut |see| see(&mut listing), &|_, _, _| {});
    let shown = |line: &CodeLine| line.runs.iter().map(|run| (run.text.clone(), run.class, run.edit)).collect::<Vec<_>>();
    let string = Some(Class::String);
    assert_eq!(shown(&listing.lines[0])[1], ("\"\"\"".to_owned(), string, None));
    assert_eq!(shown(&listing.lines[1]), [
        ("return ".to_owned(), Some(Class::Keyword), None),
        ("old".to_owned(), string, Some(Edit::Deleted)),
        ("None".to_owned(), Some(Class::Constant), Some(Edit::Inserted)),
    ]);
    assert_eq!(shown(&listing.lines[2]).last(), Some(&("1".to_owned(), Some(Class::Number), None)));
}
