//! Every file of `tests/cases`: one behaviour, as Markdown and as both back ends print it.
//!
//! `UPDATE=1 cargo test --release --test cases` writes what is printed into the files; what changed is
//! then to be read as carefully as code. `CASE=tables/` takes only the cases whose path holds that.

mod one_chapter;

use one_chapter::{Case, EXPECTED, Printed, cases};

#[test]
fn cases_print_what_they_say() {
    let update = std::env::var_os("UPDATE").is_some_and(|update| update == "1");
    let mut wrong = Vec::new();
    let wanted = std::env::var("CASE").unwrap_or_default();
    for case in cases().into_iter().filter(|case| case.name.to_string_lossy().contains(&wanted)) {
        let printed = Printed::of(&case);
        wrong.extend(printed.fault().map(|fault| format!("{}: {fault}", case.name.display())));
        let printed = [
            printed.typst.as_str(),
            &printed.xhtml,
            &printed.review,
            &printed.review_xhtml,
            &printed.problems,
        ];
        if update {
            case.write(printed);
        } else {
            wrong.extend(differences(&case, printed));
        }
    }
    assert!(!update, "expectations were written: read them, then run without UPDATE");
    assert!(wrong.is_empty(), "\n{}\n{} blocks differ", wrong.join("\n"), wrong.len());
}

/// What a case expects otherwise, block by block.
fn differences(case: &Case, printed: [&str; 5]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (info, printed) in EXPECTED.into_iter().zip(printed).filter(|(info, _)| case.expects(info)) {
        let name = case.name.display();
        match case.block(info) {
            None => wrong.push(format!("{name}: no `{info}` block")),
            Some(expected) if expected != printed => wrong.push(format!("{name}: `{info}`\n{}", contrast(expected, printed))),
            Some(_) => {}
        }
    }
    wrong
}

/// The lines that differ, between those that both ends have in common.
fn contrast(expected: &str, printed: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), printed.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[head..], &new[head..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let lines = |sign: &str, lines: &[&str]| -> String {
        lines[..lines.len() - tail].iter().map(|line| format!("  {sign} {line}\n")).collect()
    };
    format!("  at line {}\n{}{}", head + 1, lines("-", old), lines("+", new))
}
