//! What nobody sees of a change: where a link leads, and what is read out in the place of a picture.
//!
//! It is said beside what came, as a remark that the program makes itself: what it was → what it is. Words need none,
//! because their language needn't be the book's.

use crate::book::{Block, Comment, Figure, FigureBody, Inline, Target, in_run, plain};
use crate::span::Span;

/// Remarks on links and pictures of a run that was changed.
pub(super) fn in_text(old: &[Inline], new: &[Inline], span: Span) -> Vec<Inline> {
    let mut out = Vec::new();
    let (before, after) = (links(old), links(new));
    // Another number of links is seen, except where the words are the same.
    if before.len() == after.len() || plain(old) == plain(new) {
        for at in 0..before.len().max(after.len()) {
            let of = |list: &[String]| list.get(at).cloned().unwrap_or_default();
            out.extend(remark("", &of(&before), &of(&after), span));
        }
    }
    let (before, after) = (pictures(old), pictures(new));
    if before.len() == after.len() {
        out.extend(before.iter().zip(&after).filter_map(|(old, new)| remark("alt: ", old, new, span)));
    }
    out
}

/// A figure with a remark where another text stands for it.
pub(super) fn in_figure(old: &Block, new: &Block) -> Option<Block> {
    let (Block::Figure(old), Block::Figure(new)) = (old, new) else { return None };
    let remark = remark("alt: ", alt(&old.body)?, alt(&new.body)?, new.span)?;
    let caption = new.caption.iter().cloned().chain([remark]).collect();
    Some(Block::Figure(Figure { caption, ..new.clone() }))
}

fn alt(body: &FigureBody) -> Option<&str> {
    match body {
        FigureBody::Picture(x) => Some(&x.alt),
        FigureBody::Art(x) => Some(&x.alt),
        FigureBody::Blocks(_) => None,
    }
}

fn remark(about: &str, old: &str, new: &str, span: Span) -> Option<Inline> {
    let (was, is) = differing(old, new);
    let text = format!("{about}{was} → {is}").trim().to_owned();
    (old != new).then_some(Inline::Comment(Comment { number: None, text, span }))
}

/// What differs of two texts, with a word that stayed on either side.
fn differing(old: &str, new: &str) -> (String, String) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let least = old.len().min(new.len());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old.iter().rev().zip(new.iter().rev()).take(least - head).take_while(|(a, b)| a == b).count();
    let cut = |words: &[&str]| {
        let (from, to) = (head.saturating_sub(1), (words.len() - tail + 1).min(words.len()));
        let before = if from > 0 { "… " } else { "" };
        let behind = if to < words.len() { " …" } else { "" };
        format!("{before}{}{behind}", words.get(from..to).unwrap_or_default().join(" "))
    };
    (cut(&old), cut(&new))
}

/// Where the links of a run lead.
fn links(run: &[Inline]) -> Vec<String> {
    let mut out = Vec::new();
    in_run(run, &mut |inline| {
        if let Inline::Link(x) = inline {
            out.push(match &x.target {
                Target::Url(url) => url.clone(),
                Target::Anchor(anchor) => format!("#{anchor}"),
            });
        }
    });
    out
}

/// What stands for the pictures of a run.
fn pictures(run: &[Inline]) -> Vec<String> {
    let mut out = Vec::new();
    in_run(run, &mut |inline| if let Inline::Picture(x) = inline { out.push(x.picture.alt.clone()) });
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Anchors, Link, Text};
    use crate::span::FileId;

    const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn text(text: &str) -> Inline {
        Inline::Text(Text { text: text.to_owned(), span: SPAN })
    }

    fn link(target: Target, words: &str) -> Inline {
        Inline::Link(Link { target, content: vec![text(words)], span: SPAN })
    }

    fn url(url: &str) -> Inline {
        link(Target::Url(url.to_owned()), "here")
    }

    fn said(old: &[Inline], new: &[Inline]) -> Vec<String> {
        let texts = in_text(old, new, SPAN).into_iter();
        texts.filter_map(|one| if let Inline::Comment(x) = one { Some(x.text) } else { None }).collect()
    }

    #[test]
    fn targets_are_said_where_they_are_others() {
        assert_eq!(said(&[url("a:1"), url("b:1")], &[url("a:1"), url("b:2")]), ["b:1 → b:2"]);
        let place = link(Target::Anchor(Anchors::default().claim("sec-one")), "here");
        assert_eq!(said(&[url("a:1")], &[place]), ["a:1 → #sec-one"]);
    }

    #[test]
    fn a_link_that_only_came_is_said_where_its_words_were_there() {
        assert_eq!(said(&[text("here")], &[url("a:1")]), ["→ a:1"]);
        assert_eq!(said(&[url("a:1")], &[text("here")]), ["a:1 →"]);
        assert_eq!(said(&[text("there")], &[url("a:1")]), [""; 0]);
    }

    #[test]
    fn long_texts_are_cut_to_what_differs() {
        let cut = |old, new| differing(old, new);
        assert_eq!(cut("a b c d e f", "a b x d e f"), ("… b c d …".to_owned(), "… b x d …".to_owned()));
        assert_eq!(cut("a b c", "a b c d"), ("… c".to_owned(), "… c d".to_owned()));
        assert_eq!(cut("a a", "a"), ("a a".to_owned(), "a".to_owned()));
        assert_eq!(cut("", "new words"), (String::new(), "new words".to_owned()));
    }
}
