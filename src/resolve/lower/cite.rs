//! Citations and lists of works, put in their places.

use super::super::citations::Piece;
use super::Lower;
use crate::book::{Bibliography, Block, Chapter, Entry, Inline, NoteId, Paragraph, Text, Work};
use crate::draft;
use crate::span::Span;

impl Lower<'_> {
    /// A citation as its style prints it; as typed where it names a work that isn't there.
    pub(super) fn cite(&mut self, mut cite: draft::Cite, out: &mut Vec<Inline>) {
        let span = cite.span;
        let Some(printed) = self.citations.cite(cite.key) else {
            return out.push(Inline::Text(Text { text: cite.text, span }));
        };
        let text = self.assemble(printed.text, &mut cite);
        out.extend(text);
        let Some(note) = printed.note else { return };
        let id = NoteId(u32::try_from(self.notes.len()).unwrap_or(u32::MAX));
        let note_id = self.open_note(id, Vec::new(), span);
        let mut content = self.assemble(note, &mut cite);
        if let Some(Inline::Text(first)) = content.first_mut() {
            first.text = sentence(&first.text);
        }
        if let Some(note) = self.notes.get_mut(id.0 as usize) {
            note.blocks = vec![Block::Paragraph(Paragraph { content, span })];
        }
        out.push(self.note_mark(note_id, true, span));
    }

    fn assemble(&mut self, pieces: Vec<Piece>, cite: &mut draft::Cite) -> Vec<Inline> {
        let mut out = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Run(run) => out.extend(run),
                Piece::Prefix(at) => {
                    let run = cite.items.get_mut(at).map(|item| std::mem::take(&mut item.prefix));
                    out.extend(self.inlines(run.unwrap_or_default()));
                }
                Piece::Suffix(at) => {
                    let run = cite.items.get_mut(at).map(|item| std::mem::take(&mut item.suffix));
                    out.extend(self.inlines(run.unwrap_or_default()));
                }
            }
        }
        out
    }

    /// A box that asks for a list of works: what is in it, then the list.
    pub(super) fn works(&mut self, div: draft::Div, works: Vec<Work>, out: &mut Vec<Block>) {
        let (anchor, _) = self.assigned(&div.attrs);
        out.extend(self.blocks(div.blocks));
        if !works.is_empty() || anchor.is_some() {
            out.push(Block::Bibliography(Bibliography { anchor, works, span: div.span }));
        }
    }

    /// The chapter of the works that no place in the text lists, and its line in the ledger.
    pub fn rest_of_works(&mut self) -> Option<(Chapter, Entry)> {
        let (works, at) = self.citations.rest.take()?;
        let title = self.words.references.clone();
        let span = works.first().map_or(at, |work| Span::top(work.span.file));
        let list = Block::Bibliography(Bibliography { anchor: None, works, span });
        Some(self.behind("references", title, vec![list], span))
    }
}

/// With a capital: a note is a sentence of its own.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

/// Notes that citations make stand behind the punctuation, without a space before them, wherever the author
/// put the citation.
pub(super) fn settle(run: &mut [Inline]) {
    for at in 1..run.len() {
        let (before, behind) = run.split_at_mut(at);
        let (Some(Inline::Text(last)), Some((Inline::NoteRef(_), behind))) = (before.last_mut(), behind.split_first_mut())
        else {
            continue;
        };
        last.text.truncate(last.text.trim_end_matches(' ').len());
        if let Some(Inline::Text(next)) = behind.first_mut() {
            let rest = next.text.trim_start_matches(['.', ',', ';', ':', '!', '?']);
            let marks = next.text.len() - rest.len();
            last.text.push_str(next.text.get(..marks).unwrap_or_default());
            next.text = next.text.split_off(marks);
        }
    }
}
