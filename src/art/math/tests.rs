use super::*;
#[test]
fn dump() {
    let text = std::fs::read_to_string("/tmp/bf/f.txt").unwrap();
    let mut jobs = vec![]; let mut out = String::new();
    for line in text.lines() { match formula(line, true) { Ok(f) => { out += &format!("OK  {line}\n      {}\n", f.typst); jobs.push(export::Job { typst: f.typst, display: true, tex: f.tex }); } Err((at, p)) => out += &format!("ERR {line}\n      {at} {p:?}\n") } }
    let mut typ = String::from("#set page(width: 16cm, height: auto, margin: 5mm)\n#set text(font: (\"Libertinus Serif\",), size: 10pt)\n#show math.equation: set text(font: \"New Computer Modern Math\")\n#show raw: set text(6pt)\n");
    for job in jobs.iter() { typ += &format!("#grid(columns:(1fr,1fr), raw({:?}), $ {} $)\n", job.tex, job.typst); }
    std::fs::write("/tmp/bf/sheet.typ", typ).unwrap();
    let mut html = String::from("<!DOCTYPE html><meta charset=utf-8><body>");
    for job in &jobs { match export::export(std::slice::from_ref(job)) { Ok(m) => { out += &format!("M {}\n    {}\n", job.tex, m[0]); html += &format!("<div>{}</div>\n", m[0]); } Err(e) => out += &format!("MERR {}\n   {}\n   {e}\n", job.tex, job.typst) } }
    std::fs::write("/tmp/bf/math.out", out).unwrap(); std::fs::write("/tmp/bf/math.html", html).unwrap();
}
