//! Editing marks, as CriticMarkup has them (criticmarkup.com, "Spec"):
//!
//! | mark | means |
//! | --- | --- |
//! | `{++text++}` | put it in |
//! | `{--text--}` | take it out |
//! | `{~~old~>new~~}` | put the one in the place of the other |
//! | `{==text==}` | look at this |
//! | `{>>text<<}` | a comment |
//!
//! A mark lies inside one paragraph and holds whole pieces of markup. The review edition shows marks; in all
//! others they are settled here: what goes in is text, what goes out is gone, comments are dropped, and a
//! problem says that one was left.

use std::ops::Range;

use super::context::Context;
use super::node::{Branch, Node};
use crate::draft::{Edit, Inline};
use crate::problem::Problem;

/// Which mark is open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Mark {
    Insertion,
    Deletion,
    Substitution,
    Highlight,
    Comment,
}

impl Mark {
    const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Insertion, "{++", "++}"),
        (Self::Deletion, "{--", "--}"),
        (Self::Substitution, "{~~", "~~}"),
        (Self::Highlight, "{==", "==}"),
        (Self::Comment, "{>>", "<<}"),
    ];

    /// The mark that a text opens with.
    pub fn opened(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, open, _)| text.starts_with(open)).map(|(mark, ..)| mark)
    }

    /// What closes it.
    pub fn close(self) -> &'static str {
        Self::ALL.into_iter().find(|(mark, ..)| *mark == self).map_or("", |(_, _, close)| close)
    }
}

/// An open mark.
pub(super) struct Open {
    pub mark: Mark,
    /// Its node in what was found so far.
    pub index: usize,
    /// Its offset.
    pub at: usize,
    /// The node of `~>`.
    pub split: Option<usize>,
}

/// What a closed mark is; `range` is all of it, `content` what is in it, and `new` what stands behind `~>`.
pub(super) fn closed(cx: &mut Context, mark: Mark, range: Range<usize>, content: Vec<Node>, new: Vec<Node>) -> Vec<Node> {
    let span = cx.source.span(range.clone());
    if !cx.manifest.marks {
        cx.problems.push(Problem::EditingMark.at(span));
    }
    let branch = |edit, inner: Vec<Node>| {
        let range = inner.first().map_or(range.clone(), |first| first.range().start..range.end);
        Node::Branch(Branch::Change(edit), inner, range)
    };
    match (mark, cx.manifest.marks) {
        (Mark::Insertion | Mark::Highlight, false) => content,
        (Mark::Substitution, false) => new,
        (Mark::Deletion | Mark::Comment, false) => Vec::new(),
        (Mark::Insertion, true) => vec![branch(Edit::Inserted, content)],
        (Mark::Deletion, true) => vec![branch(Edit::Deleted, content)],
        (Mark::Highlight, true) => vec![branch(Edit::Highlighted, content)],
        (Mark::Substitution, true) => vec![branch(Edit::Deleted, content), branch(Edit::Inserted, new)],
        (Mark::Comment, true) => {
            let text = cx.source.slice(range.start + 3..range.end - 3).split_whitespace().collect::<Vec<_>>();
            vec![Node::Leaf(Inline::Comment(text.join(" "), span), range)]
        }
    }
}

/// Says that marks were never closed.
pub(super) fn unclosed(cx: &mut Context, open: &[Open]) {
    for Open { mark, at, .. } in open {
        let span = cx.source.span(*at..*at + 3);
        cx.problems.push(Problem::UnclosedMark { close: mark.close().to_owned() }.at(span));
    }
}

/// Where `~` belongs to a substitution: the Markdown parser would strike the text out.
pub(super) fn tildes(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find("{~~")) {
        let start = from + found;
        from = start + 3;
        let rest = text.get(from..).unwrap_or_default();
        let rest = rest.split("\n\n").next().unwrap_or_default();
        if let (Some(arrow), Some(end)) = (rest.find("~>"), rest.find("~~}"))
            && arrow < end
        {
            out.extend([start + 1, start + 2, from + arrow, from + end, from + end + 1]);
            from += end;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::parse::shown::{parsed, shown};

    #[test]
    fn marks_are_settled_and_said() {
        let (text, problems) = parsed("a {++b *c*++} d{-- e--}, {~~f~>g~~} {==h==}{>> i *j* <<}.");
        assert_eq!(text, "P a b *c* d, g h.\n");
        let places = ["1:3", "1:16", "1:26", "1:37", "1:44"].map(|place| format!("editing-mark at {place}"));
        assert_eq!(problems, places);
    }

    #[test]
    fn what_is_never_closed_stays_text_and_is_said() {
        assert_eq!(parsed("a {++b"), ("P a {++b\n".to_owned(), vec!["unclosed-mark at 1:3".to_owned()]));
        assert_eq!(shown("`{++a++}` \\{++a++}"), "P `{++a++}` {++a++}\n");
    }
}
