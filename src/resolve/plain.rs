//! The characters of draft inlines, for titles in ledgers, ids and comparisons.

use crate::draft::Inline;

/// What a run says, without markup; references as typed.
pub(super) fn plain(run: &[Inline]) -> String {
    let mut out = String::new();
    collect(run, &mut out);
    // A heading that an editor takes out stands in the contents as long as the mark is shown.
    if let ([Inline::Change { content, .. }], true) = (run, out.is_empty()) {
        collect(content, &mut out);
    }
    out
}

fn collect(run: &[Inline], out: &mut String) {
    for inline in run {
        match inline {
            Inline::Text(text, _) | Inline::Code(text, _) | Inline::Math(text, _) => out.push_str(text),
            Inline::Emph(content)
            | Inline::Strong(content)
            | Inline::Strike(content)
            | Inline::Sub(content)
            | Inline::Sup(content)
            | Inline::Key(content)
            | Inline::Link { content, .. }
            | Inline::Mark { content, .. } => collect(content, out),
            Inline::Change { edit, content, .. } if edit.is_new() => collect(content, out),
            Inline::Picture { alt, .. } => collect(alt, out),
            Inline::LineBreak(_) => out.push(' '),
            Inline::Ref { labels, .. } => labels.iter().for_each(|(label, _)| out.push_str(label)),
            Inline::Cite(cite) => out.push_str(&cite.text),
            Inline::NoteRef(..)
            | Inline::Note(..)
            | Inline::Anchor(..)
            | Inline::Change { .. }
            | Inline::Comment(..) => {}
        }
    }
}
