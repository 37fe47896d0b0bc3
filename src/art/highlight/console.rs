//! Terminal sessions: what was typed, and what came back.

use arborium::tree_sitter::Parser;

use super::language::{Language, Reader};
use super::paint::Paint;
use super::tree;
use crate::book::Class;

/// What a shell prints before it reads a line. `#` is left out: too many sessions have comments.
const PROMPTS: &[&str] = &["$ ", "> ", "% ", ">>> ", "PS> ", "❯ "];

/// Whether shell code was copied from a terminal: its first line has a `$ ` prompt.
pub(super) fn prompted(language: Language, code: &str) -> bool {
    language == Language::Bash && code.trim_start().starts_with("$ ")
}

/// Paints prompts, commands as shell code, and the rest as output. A session without any prompt is plain:
/// nobody can say what was typed.
pub(super) fn paint(parser: &mut Parser, code: &str) -> Paint {
    let mut paint = Paint::plain(code);
    if !code.lines().any(|line| prompt(line) > 0) {
        return paint;
    }
    let mut at = 0;
    let mut lines = code.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let typed = prompt(line);
        let mut length = line.len();
        if typed > 0 {
            let mut last = line;
            while last.trim_end().ends_with('\\') {
                let Some(more) = lines.next() else { break };
                length += more.len();
                last = more;
            }
            let command = code.get(at + typed..at + length).unwrap_or_default();
            paint.over(at, at + typed, Some(Class::Prompt));
            paint.inlay(at + typed, &shell(parser, command));
        } else {
            let class = if line.starts_with("# ") { Class::Comment } else { Class::Output };
            paint.over(at, at + length, Some(class));
        }
        at += length;
    }
    paint
}

/// Bytes of the prompt that a line begins with, its space included: one of [`PROMPTS`], or a longer one
/// that ends with `$ ` or `> ` and names a place (`me@host:~$ `, `PS C:\> `).
fn prompt(line: &str) -> usize {
    if let Some(known) = PROMPTS.iter().find(|known| line.starts_with(**known)) {
        return known.len();
    }
    let ends = line.find("$ ").or_else(|| line.find("> "));
    let head = ends.and_then(|at| line.get(..at)).unwrap_or_default();
    let place = head.contains('@') || head.contains(":\\") || head.starts_with("PS ");
    match ends {
        Some(at) if place && !head.contains('"') => at + 2,
        Some(_) | None => 0,
    }
}

fn shell(parser: &mut Parser, command: &str) -> Paint {
    match Language::Bash.reader() {
        Reader::Grammar(grammar) => tree::paint(parser, Language::Bash, &grammar, command),
        Reader::Words(_) | Reader::Console => Paint::plain(command),
    }
}
