//! Running heads and folios: laid out by themselves, once all page numbers are known, and put on the pages.
//!
//! The alternative, running heads inside each chapter's document, makes every chapter wait for its first
//! page number and be laid out again when it is known. A head is one line; two hundred of them, as strips of
//! one long page, cost less than a page of text.

use super::{Gathered, front, lists};
use super::inline::Context;
use super::origin::Writer;
use super::unit::{Piece, Subject, sections};
use crate::book::Heading;

/// What the page of a unit shows in its margins.
#[derive(Debug, Clone, Copy)]
pub enum Kind<'a> {
    /// Nothing.
    Bare,
    /// A folio at the foot.
    Drop,
    /// A running head with the folio; the heading it names.
    Head(&'a Heading),
    /// The same for the contents.
    Contents,
    /// The same for a list of figures, tables or listings.
    List(Gathered),
}

/// The furniture of a unit's pages; `starts` says on which of its pages (0-based) each section of the
/// chapter begins. Sections stand on rectos, or where the book isn't `two_sided`, on all pages.
#[must_use]
pub fn plan<'a>(piece: Piece<'a>, pages: usize, starts: &[Option<usize>], two_sided: bool) -> Vec<Kind<'a>> {
    (0..pages).map(|page| kind(piece, page, starts, page.is_multiple_of(2) || !two_sided)).collect()
}

fn kind<'a>(piece: Piece<'a>, page: usize, starts: &[Option<usize>], recto: bool) -> Kind<'a> {
    match piece.subject {
        Subject::Display | Subject::Part(_) => Kind::Bare,
        Subject::Contents { .. } | Subject::List(_) | Subject::Chapter(_) if page == 0 => Kind::Drop,
        Subject::Contents { .. } => Kind::Contents,
        Subject::List(what) => Kind::List(what),
        Subject::Chapter(chapter) => {
            let begun = starts.iter().take_while(|start| start.is_some_and(|start| start <= page)).count();
            let section = begun.checked_sub(1).and_then(|last| sections(chapter).get(last).copied());
            Kind::Head(section.filter(|_| recto).unwrap_or(&chapter.heading))
        }
    }
}

/// Emits the furniture of one page as a strip; a bare page has none.
pub fn strip(w: &mut Writer, cx: Context, kind: Kind, recto: bool, folio: &str) {
    let side = if recto { "recto" } else { "verso" };
    let top = front::place(cx.book);
    match kind {
        Kind::Bare => {}
        Kind::Drop => {
            w.raw("p-drop(");
            w.made(folio, top);
            w.raw(")\n");
        }
        Kind::Head(_) | Kind::Contents | Kind::List(_) => {
            w.raw(&format!("p-head(\"{side}\", "));
            w.made(folio, top);
            w.raw(", ");
            match kind {
                Kind::Head(heading) => front::running(w, cx, heading),
                Kind::List(what) => w.made(lists::title(cx.book, what), top),
                Kind::Contents | Kind::Drop | Kind::Bare => w.made(&cx.book.words.contents, top),
            }
            w.raw(")\n");
        }
    }
}
