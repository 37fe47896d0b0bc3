use super::shown::parsed;
#[test]
fn trial() {
    let text = std::fs::read_to_string("/tmp/bd/trial.txt").unwrap();
    for case in text.split("\n=====\n") {
        let (out, problems) = parsed(case);
        println!("--- {case}\n>>>\n{out}{problems:?}\n");
    }
}
#[test]
fn real() {
    let root = std::path::PathBuf::from(std::env::var("BOOK").unwrap());
    let snapshot = crate::disk::snapshot(&root, Some(0));
    let manifest = crate::manifest::read(&snapshot, &[]).value.unwrap();
    for path in std::env::var("FILES").unwrap().split(' ') {
        let path = crate::snapshot::BookPath::new(path).unwrap();
        let checked = super::chapter(&snapshot, &manifest, &path, crate::span::Span::top(manifest.file));
        let mut out = String::new();
        checked.value.blocks.iter().for_each(|it| super::shown::block(it, 0, &mut out));
        println!("{out}");
    }
}
#[test]
fn speed() {
    let root = std::path::PathBuf::from(std::env::var("BOOK").unwrap());
    let snapshot = crate::disk::snapshot(&root, Some(0));
    let manifest = crate::manifest::read(&snapshot, &[]).value.unwrap();
    let mut paths = vec![];
    fn walk(root: &std::path::Path, at: &str, out: &mut Vec<String>) { for e in std::fs::read_dir(root.join(at)).unwrap() { let n = e.unwrap().file_name().into_string().unwrap(); let p = format!("{at}/{n}"); if root.join(&p).is_dir() { walk(root,&p,out) } else if p.ends_with(".md") { out.push(p) } } }
    walk(&root, manifest.src.as_str(), &mut paths);
    let paths: Vec<_> = paths.iter().map(|p| crate::snapshot::BookPath::new(p).unwrap()).collect();
    let mut best = std::time::Duration::MAX;
    let n: usize = std::env::var("N").map_or(10, |n| n.parse().unwrap());
    for _ in 0..n {
        let start = std::time::Instant::now();
        for path in &paths { std::hint::black_box(super::chapter(&snapshot, &manifest, path, crate::span::Span::top(manifest.file))); }
        best = best.min(start.elapsed());
    }
    println!("best {best:?}");
}
#[test]
fn hostile() {
    let pieces = ["> ", "- ", "[", "]", "[a](", "*a **b ", "<div>\n\n", "<b>", "<T>", "::: x\n", ":::\n", "<table><tr><td>", "![", "^[", "$", "((("," ^a", "a^", "a~", "[x]{a=\"", "{#", "# x {", "`", "<x y=\"", "<!--", "http://a.b)", ": a\n\n", "| a |\n|-|\n: b\n", "'10 ", "\"a", "{{", "{{#include ", "&amp;", "@fig-a ", "[@fig-a;", "\\", "a\n: b\n\n", "<pre>", "<script>", "[^a]", "[^a]: b\n\n", "**", "_a", "<a id=x>", "</b>", "</T>", "www.a", "```\n", "~~~", "$$\n", "$a ", "x{a='", "[a]{.b}", "<span>\n\n", "<li>", "<td>", "<p>", "Table: a\n\n", "<span class=\"caption\">Figure 1: a</span>\n\n", "![a](b)\n\n", "<Listing caption=\"<Listing caption='"];
    let mut times: Vec<_> = pieces.iter().map(|piece| {
        let text = piece.repeat(200_000 / piece.len());
        let start = std::time::Instant::now();
        let out = parsed(&text);
        let all = start.elapsed();
        let start = std::time::Instant::now();
        pulldown_cmark::Parser::new_ext(&text, super::events::options()).into_offset_iter().count();
        std::hint::black_box(out);
        (all, start.elapsed(), piece)
    }).collect();
    times.sort(); times.reverse();
    for t in times.iter().take(25) { println!("{t:?}"); }
}
fn letters(blocks: &[crate::draft::Block], out: &mut String) {
    use crate::draft::*;
    fn run(x: &[Inline], out: &mut String) { for i in x { match i {
        Inline::Text(t,_) | Inline::Code(t,_) | Inline::Math(t,_) => out.push_str(t),
        Inline::Emph(x)|Inline::Strong(x)|Inline::Strike(x)|Inline::Sub(x)|Inline::Sup(x)|Inline::Key(x) => run(x,out),
        Inline::Link{content,..}|Inline::Mark{content,..} => run(content,out),
        Inline::Note(x,_) => run(x,out), _ => {} } } }
    for b in blocks { match b {
        Block::Heading(x) => run(&x.title,out), Block::Paragraph(x) => run(&x.content,out),
        Block::List(x) => x.items.iter().for_each(|i| letters(&i.blocks,out)),
        Block::Terms(x) => for t in &x.items { run(&t.term,out); t.definitions.iter().for_each(|d| letters(d,out)) },
        Block::Quote(x) => letters(&x.blocks,out), Block::Listing(x) => x.lines.iter().for_each(|l| out.push_str(&l.text)),
        Block::Table(x) => for r in x.head.iter().chain(&x.rows) { r.cells.iter().for_each(|c| letters(&c.blocks,out)) },
        Block::Figure(x) => { letters(&x.body,out); run(&x.caption,out) }, Block::Div(x) => letters(&x.blocks,out),
        Block::Footnote(x) => letters(&x.blocks,out), Block::Math(x) => out.push_str(&x.tex), Block::Break(_) => {} } } }
#[test]
fn spec() {
    let mut bad = 0;
    for file in ["commonmark-0.31.2.txt", "gfm-0.29.txt"] {
    let text = std::fs::read_to_string(format!("/work/main/tests/conformance/{file}")).unwrap();
    let fence = "`".repeat(32);
    let mut rest = text.as_str();
    let mut n = 0;
    while let Some(at) = rest.find(&format!("{fence} example")) {
        let body = &rest[at..]; let body = &body[body.find('\n').unwrap()+1..];
        let end = body.find(&fence).unwrap();
        let (md, html) = if body.starts_with(".\n") { ("", &body[2..end]) } else { body[..end].split_once("\n.\n").unwrap() };
        rest = &body[end+32..]; n += 1;
        let md = md.replace('→', "\t"); let html = html.replace('→', "\t");
        let (snapshot, manifest) = super::shown::book("language=\"en\"\n", &[("src/a.md", &md)]);
        let checked = super::chapter(&snapshot, &manifest, &crate::snapshot::BookPath::new("src/a.md").unwrap(), crate::span::Span::top(manifest.file));
        let mut ours = String::new(); letters(&checked.value.blocks, &mut ours);
        let mut want = String::new(); let mut tag = false;
        for c in html.chars() { match c { '<' => tag = true, '>' if tag => tag = false, c if !tag => want.push(c), _ => {} } }
        let want = want.replace("&lt;","<").replace("&gt;",">").replace("&quot;","\"").replace("&amp;","&");
        let norm = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace(['“','”'],"\"").replace(['‘','’'],"'").replace('–',"--").replace('—',"---").replace('…',"...").replace("″","\"").replace("′","'");
        if norm(&ours) != norm(&want) { bad += 1; println!("--- {file} {n}\n{md}\n>>> want {want:?}\n>>> ours {ours:?} {:?}", checked.problems.iter().map(|p| p.problem.code()).collect::<Vec<_>>()); }
    } println!("{n} examples"); }
    println!("bad {bad}");
}
#[test]
fn lost() {
    let root = std::path::PathBuf::from(std::env::var("BOOK").unwrap());
    let snapshot = crate::disk::snapshot(&root, Some(0));
    let manifest = crate::manifest::read(&snapshot, &[]).value.unwrap();
    let mut paths = vec![];
    fn walk(root: &std::path::Path, at: &str, out: &mut Vec<String>) { for e in std::fs::read_dir(root.join(at)).unwrap() { let n = e.unwrap().file_name().into_string().unwrap(); let p = format!("{at}/{n}"); if root.join(&p).is_dir() { walk(root,&p,out) } else if p.ends_with(".md") { out.push(p) } } }
    walk(&root, manifest.src.as_str(), &mut paths);
    let mut total = 0;
    for p in paths {
        let path = crate::snapshot::BookPath::new(&p).unwrap();
        let mut problems = vec![];
        let text = snapshot.text(&path).unwrap();
        let source = super::include::expand(&snapshot, &text, &mut problems);
        let checked = super::chapter(&snapshot, &manifest, &path, crate::span::Span::top(manifest.file));
        let mut ours = String::new(); letters(&checked.value.blocks, &mut ours);
        let mut want = String::new();
        for e in pulldown_cmark::Parser::new_ext(source.text(), super::events::options()) { use pulldown_cmark::Event::*; match e { Text(t)|Code(t)|InlineMath(t)|DisplayMath(t) => want.push_str(&t), _ => {} } }
        let norm = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace(['“','”'],"\"").replace(['‘','’'],"'").replace('–',"--").replace('—',"---").replace('…',"...").replace("″","\"").replace("′","'");
        let (a, b) = (norm(&ours), norm(&want)); total += a.len();
        if a != b { let (ac, bc): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect()); let at = ac.iter().zip(&bc).position(|(x,y)| x!=y).unwrap_or(ac.len().min(bc.len())); let f = |v: &[char]| v[at.saturating_sub(30)..(at+60).min(v.len())].iter().collect::<String>(); println!("{p}\n  ours {}\n  want {}", f(&ac), f(&bc)); }
    }
    println!("{total} letters");
}
