//! Which words of two versions are shown as one change.
//!
//! The shortest difference between two texts isn't the one that is read most easily: words that both have by chance
//! cut it into patches. So, as one would mark a text by hand:
//!
//! 1. Spaces between two changes go with them, and so do signs within a sentence.
//! 2. So do one or two words that are no longer than the change on either side, which is when
//!    `diff_cleanupSemantic` of diff-match-patch gives up what is equal, or that have three letters at most each
//!    (latexdiff gives up any two words, its `MINWORDSBLOCK`). But where on both sides words only came, or only
//!    went, what stands between is read on without them, and stays.
//! 3. A sentence of which, by letters, less than half stayed, and that in pieces, is struck as a whole and stands
//!    anew as a whole; so does one with more than three changes that are less than three words apart on average, and
//!    so do several sentences of which no end stayed. Nobody could read them word by word.
//! 4. Nothing is joined over what has a place or a mark of its own (a note, a citation, a picture, a remark), nor with
//!    a link or emphasis in which only some words are others, nor with words of which only the look is another: nobody
//!    would find the difference.

use std::ops::Range;

use similar::DiffOp;

use super::tokens::Token;
use crate::book::{Inline, Own, in_run, plain};

/// Words that are given up between two changes.
const FEW: usize = 2;
/// Letters of words that say little by themselves: *of*, *the*.
const SHORT: usize = 3;

/// Changes of a sentence that can be read even if they are close together.
const PATCHES: usize = 3;
/// Words between changes that are far enough apart, on average.
const APART: usize = 3;

/// Tokens that stayed or that were changed: what they were, what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub same: bool,
    pub old: Range<usize>,
    pub new: Range<usize>,
}

/// Both versions, and whether an inline of the old and one of the new are the same but for some words in them.
pub(super) struct Tidy<'a> {
    pub old: &'a [Token],
    pub new: &'a [Token],
    pub nested: &'a dyn Fn(&Inline, &Inline) -> bool,
}

impl Tidy<'_> {
    /// The stretches of a difference as they are shown.
    pub fn of(&self, ops: &[DiffOp]) -> Vec<Stretch> {
        let same = |op: &DiffOp| matches!(op, DiffOp::Equal { .. });
        let stretch = |op: &DiffOp| Stretch { same: same(op), old: op.old_range(), new: op.new_range() };
        let sentences = self.sentences(self.joined(ops.iter().map(stretch)));
        sentences.into_iter().flat_map(|sentence| self.whole(sentence)).collect()
    }

    /// Rules 1 and 2.
    fn joined(&self, stretches: impl Iterator<Item = Stretch>) -> Vec<Stretch> {
        let mut out: Vec<Stretch> = Vec::new();
        for stretch in stretches {
            out.push(stretch);
            while let [.., left, gap, right] = &out[..]
                && self.joins(left, gap, right)
            {
                let one = over(left, right);
                out.truncate(out.len() - 3);
                out.push(one);
            }
        }
        out
    }

    fn joins(&self, left: &Stretch, gap: &Stretch, right: &Stretch) -> bool {
        if left.same || !gap.same || right.same || self.is_apart(left) || self.is_apart(right) {
            return false;
        }
        let Some(stayed) = size(self.come(gap)).filter(|_| !gap.new.clone().any(|at| self.cuts(at))) else { return false };
        let one_way = |side: &Stretch| side.old.is_empty() || side.new.is_empty();
        if one_way(left) && one_way(right) && left.old.is_empty() == right.old.is_empty() {
            return stayed.blank;
        }
        let least = self.letters(left).min(self.letters(right));
        stayed.words <= FEW && (stayed.letters <= least || stayed.longest <= SHORT)
    }

    /// Cuts before and behind the space between two sentences that stayed, and around what nothing is joined over.
    fn sentences(&self, stretches: Vec<Stretch>) -> Vec<Vec<Stretch>> {
        let mut out: Vec<Vec<Stretch>> = vec![Vec::new()];
        let alone = |out: &mut Vec<Vec<Stretch>>, stretch: Stretch| out.extend([vec![stretch], Vec::new()]);
        for stretch in stretches {
            if !stretch.same && self.is_apart(&stretch) {
                alone(&mut out, stretch);
                continue;
            }
            let mut rest = stretch;
            while let Some(at) = rest.new.clone().find(|at| rest.same && self.cuts(*at)) {
                let (before, behind) = cut(rest, at);
                let (one, behind) = cut(behind, at + 1);
                out.last_mut().into_iter().for_each(|last| last.push(before.clone()));
                alone(&mut out, one);
                rest = behind;
            }
            out.last_mut().into_iter().for_each(|last| last.push(rest.clone()));
        }
        out
    }

    /// Whether a token that stayed is a space between sentences, or one that nothing is joined over.
    fn cuts(&self, at: usize) -> bool {
        let text = |at: usize| self.new.get(at).and_then(Token::text);
        let closes = |text: &&str| matches!(*text, "\u{201d}" | "\u{2019}" | "\u{bb}" | "\"" | "'" | ")" | "]");
        let stops = |text: &str| matches!(text, "." | "!" | "?" | "…");
        let next = text(at + 1).and_then(|text| text.chars().next());
        let between = blank(text(at))
            && (0..at).rev().map_while(text).find(|text| !closes(text)).is_some_and(stops)
            && !next.is_some_and(char::is_lowercase);
        between || self.new.get(at).is_some_and(|token| size(std::slice::from_ref(token)).is_none())
    }

    /// Rule 3: the stretches of a sentence, or the one that it is.
    fn whole(&self, sentence: Vec<Stretch>) -> Vec<Stretch> {
        let (Some(first), Some(last)) = (sentence.first(), sentence.last()) else { return sentence };
        let one = over(first, last);
        let (stayed, changed): (Vec<&Stretch>, Vec<&Stretch>) = sentence.iter().partition(|stretch| stretch.same);
        let letters: usize = stayed.iter().map(|stretch| self.letters(stretch)).sum();
        let words: usize = stayed.iter().filter_map(|stretch| size(self.come(stretch))).map(|size| size.words).sum();
        let patches = changed.iter().filter(|stretch| self.letters(stretch) > 0).count();
        let two_ways = changed.iter().any(|one| !one.old.is_empty()) && changed.iter().any(|one| !one.new.is_empty());
        let little = changed.len() > 1 && 2 * letters < self.letters(&one);
        let patchy = patches > PATCHES && two_ways && words < APART * patches;
        if little || patchy { vec![one] } else { sentence }
    }

    fn is_apart(&self, stretch: &Stretch) -> bool {
        let gone = self.old.get(stretch.old.clone()).unwrap_or_default();
        let says = |tokens: &[Token]| tokens.iter().map(|token| plain(std::slice::from_ref(&token.inline))).collect::<String>();
        match (gone, self.come(stretch)) {
            ([before], [after]) if (self.nested)(&before.inline, &after.inline) => true,
            (gone, come) => !gone.is_empty() && says(gone) == says(come),
        }
    }

    fn come(&self, stretch: &Stretch) -> &[Token] {
        self.new.get(stretch.new.clone()).unwrap_or_default()
    }

    /// The letters of a stretch, in the version that has more.
    fn letters(&self, stretch: &Stretch) -> usize {
        let gone = self.old.get(stretch.old.clone()).unwrap_or_default();
        letters(gone).max(letters(self.come(stretch)))
    }
}

/// One change from the beginning of a stretch to the end of another.
fn over(first: &Stretch, last: &Stretch) -> Stretch {
    Stretch { same: false, old: first.old.start..last.old.end, new: first.new.start..last.new.end }
}

/// A stretch that stayed, cut before a token of the new version.
fn cut(stretch: Stretch, at: usize) -> (Stretch, Stretch) {
    let Stretch { same, old, new } = stretch;
    let middle = old.start + (at - new.start);
    (Stretch { same, old: old.start..middle, new: new.start..at }, Stretch { same, old: middle..old.end, new: at..new.end })
}

fn blank(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.trim().is_empty())
}

fn letters(tokens: &[Token]) -> usize {
    tokens.iter().map(|token| measure(&token.inline).letters).sum()
}

/// How much stands in some tokens.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    words: usize,
    letters: usize,
    /// Letters of the longest word.
    longest: usize,
    /// There are spaces alone.
    blank: bool,
}

/// How much stands in some tokens; `None` where nothing is joined over one of them.
fn size(tokens: &[Token]) -> Option<Size> {
    let mut all = Size { blank: true, ..Size::default() };
    for token in tokens {
        if !token.behind.is_empty() || is_fixed(&token.inline) {
            return None;
        }
        let one = measure(&token.inline);
        all.words += one.words;
        all.letters += one.letters;
        all.longest = all.longest.max(one.longest);
        all.blank &= blank(token.text());
    }
    Some(all)
}

fn measure(inline: &Inline) -> Size {
    let mut out = Size::default();
    in_run(std::slice::from_ref(inline), &mut |inline| {
        let text = match inline.own() {
            Some((Own::Text(text) | Own::Code(text), _)) => text,
            Some((Own::Formula(formula), _)) => &formula.tex,
            Some((Own::Picture(_) | Own::LineEnd | Own::Comment(_), _)) | None => "",
        };
        for word in text.split_whitespace() {
            let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
            out.words += usize::from(letters > 0);
            out.letters += letters;
            out.longest = out.longest.max(letters);
        }
    });
    out
}

/// Whether an inline has a place or a mark of its own, or holds one that has.
fn is_fixed(inline: &Inline) -> bool {
    let mut fixed = false;
    in_run(std::slice::from_ref(inline), &mut |inline| {
        fixed |= match inline {
            Inline::Cite(_)
            | Inline::NoteRef(_)
            | Inline::Picture(_)
            | Inline::Place(_)
            | Inline::LineBreak(_)
            | Inline::Only(_)
            | Inline::Change(_)
            | Inline::Comment(_) => true,
            Inline::Mark(x) => x.anchor.is_some(),
            Inline::Text(_)
            | Inline::Emph(_)
            | Inline::Strong(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Key(_)
            | Inline::Code(_)
            | Inline::Math(_)
            | Inline::Link(_)
            | Inline::Ref(_)
            | Inline::PageRef(_) => false,
        };
    });
    fixed
}

#[cfg(test)]
mod tests {
    use similar::{Algorithm, capture_diff_slices};

    use super::super::tokens::tokens;
    use super::*;
    use crate::book::{Anchor, LineBreak, Styled, Text};
    use crate::span::{FileId, Span};

    fn text(text: &str) -> Inline {
        Inline::Text(Text { text: text.to_owned(), span: Span::top(FileId(0)) })
    }

    /// Text in which `|` is a line end and `*word*` is emphasis.
    fn run(marked: &str) -> Vec<Inline> {
        let emph = |word: &str| Inline::Emph(Styled { content: vec![text(word)] });
        let line = |line: &str| {
            line.split('*').enumerate().map(|(at, one)| if at % 2 == 1 { emph(one) } else { text(one) }).collect::<Vec<_>>()
        };
        let end = || Inline::LineBreak(LineBreak { span: Span::top(FileId(0)) });
        let lines: Vec<Vec<Inline>> = marked.split('|').map(line).collect();
        lines.join(&[end()][..])
    }

    fn says(tokens: &[Token]) -> String {
        tokens.iter().map(|token| crate::book::plain(std::slice::from_ref(&token.inline))).collect()
    }

    /// The new text with what went in `[]` and what came in `{}`.
    fn shown(old: &str, new: &str) -> String {
        let key = &mut |inline: &Inline| super::super::key::text(&format!("{:?}", inline));
        let (old, new) = (tokens(&run(old), key).1, tokens(&run(new), key).1);
        let keys = |list: &[Token]| list.iter().map(|token| token.key).collect::<Vec<_>>();
        let ops = capture_diff_slices(Algorithm::Myers, &keys(&old), &keys(&new));
        let nested = |a: &Inline, b: &Inline| matches!((a, b), (Inline::Emph(_), Inline::Emph(_)));
        let mut out = String::new();
        for stretch in (Tidy { old: &old, new: &new, nested: &nested }).of(&ops) {
            let (gone, come) = (says(&old[stretch.old]), says(&new[stretch.new]));
            if stretch.same {
                out.push_str(&come);
                continue;
            }
            out += &if gone.is_empty() { gone } else { format!("[{gone}]") };
            out += &if come.is_empty() { come } else { format!("{{{come}}}") };
        }
        out
    }

    #[test]
    fn words_far_apart_are_changes_of_their_own() {
        let old = "It sends a message to every other node in the cluster.";
        let is = "It [sends]{posts} a message to every other node in the [cluster]{group}.";
        assert_eq!(shown(old, "It posts a message to every other node in the group."), is);
    }

    #[test]
    fn one_or_two_words_between_changes_go_with_them() {
        let old = "Every node keeps a list of its peers and asks the nearest of them first.";
        let new = "Every node holds a table of its peers and asks the nearest of them first.";
        let is = "Every node [keeps a list]{holds a table} of its peers and asks the nearest of them first.";
        assert_eq!(shown(old, new), is);
        let is = "The [transactional log]{relational journal} comes back";
        assert_eq!(shown("The transactional log comes back", "The relational journal comes back"), is);
        // Longer than what changed around them.
        let old = "So a transactional database was made, which is what they all wanted from the beginning.";
        let new = "So the transactional database is made, which is what they all wanted from the beginning.";
        let is = "So [a]{the} transactional database [was]{is} made, which is what they all wanted from the beginning.";
        assert_eq!(shown(old, new), is);
    }

    #[test]
    fn what_only_came_or_only_went_is_left_apart() {
        let is = "a {very }nice house {indeed }for all of us";
        assert_eq!(shown("a nice house for all of us", "a very nice house indeed for all of us"), is);
        let is = "in the [very ]big[ old] house that stands there";
        assert_eq!(shown("in the very big old house that stands there", "in the big house that stands there"), is);
    }

    #[test]
    fn a_sentence_that_was_rewritten_is_struck_as_a_whole() {
        let old = "So it is. When a leader fails, the nodes that are left choose another one among themselves at once. It goes on.";
        let new = "So it is. Should it be lost, somebody must be chosen: the nodes that are left hold an election right now. It goes on.";
        let is = "So it is. [When a leader fails, the nodes that are left choose another one among themselves at once.]{Should it \
                  be lost, somebody must be chosen: the nodes that are left hold an election right now.} It goes on.";
        assert_eq!(shown(old, new), is);
        // In one piece it is read as it is.
        let is = "A node [fails]{may be lost, and with it whatever it alone has stored}.";
        assert_eq!(shown("A node fails.", "A node may be lost, and with it whatever it alone has stored."), is);
    }

    #[test]
    fn a_sentence_in_patches_is_struck_as_a_whole() {
        let old = "Physical time is the foundation upon which all distributed systems must build with much care.";
        let new = "Physical time was the foundation on which every distributed system has to build with some care.";
        assert_eq!(shown(old, new), format!("[{old}]{{{new}}}"));
        // What only came can be read with what was there.
        assert_eq!(shown("a c e g i k", "a b c d e f g h i j k"), "a {b }c {d }e {f }g {h }i {j }k");
    }

    #[test]
    fn words_of_which_only_the_look_is_another_stand_apart() {
        let is = "[see]{see} the [big house]{big house}";
        assert_eq!(shown("see the big house", "*see* the *big house*"), is);
    }

    #[test]
    fn nothing_is_joined_over_what_has_a_place_of_its_own() {
        assert_eq!(shown("one|two", "three|four"), "[one]{three} [two]{four}");
        let old = "*a b c d e* one *f g*";
        assert_eq!(shown(old, "*a b x d e* two *f h*"), "[a b c d e]{a b x d e} [one]{two} [f g]{f h}");
    }

    #[test]
    fn places_are_fixed_and_words_are_not() {
        let mark = |anchor: Option<Anchor>| {
            let content = vec![text("word")];
            Inline::Mark(crate::book::Mark { anchor, classes: Vec::new(), locale: None, content, span: Span::top(FileId(0)) })
        };
        assert!(!is_fixed(&mark(None)));
        assert!(is_fixed(&mark(Some(crate::book::Anchors::default().claim("here")))));
        assert!(is_fixed(&Inline::Emph(Styled { content: run("one|two") })));
    }
}
