//! Bindery binds Markdown chapters and diagrams into a book: a PDF and an EPUB 3 from one tree.
//!
//! # The way of the data
//!
//! ```text
//! disk -> snapshot -> manifest -> parse -> draft -> resolve -> book -> pdf  -> disk
//!                                                    art, fonts   \-> epub -> disk
//! two books -> changes -> one marked book -> pdf, epub
//! ```
//!
//! The modules below stand in that order. Files are read and written at the two ends only ([`disk`]);
//! everything between is a function of the [`snapshot`], so it can be tested from strings, runs in
//! parallel and gives the same bytes every time.
//!
//! [`proof`] stands behind the outputs: it reads the finished PDF back by itself, checks it by the rules of
//! `printer` and of proof-readers, and finds its way to the Markdown by a map that the build wrote beside it.
//!
//! There are two trees. [`draft`] is what the author wrote: labels, paths and sources of pictures, some of
//! them wrong. [`book`] is what every reader sees: nothing in it can dangle, and every number in it is a
//! finished string. So [`pdf`] and [`epub`] look nothing up, and print the same numbers. They are mirror
//! rooms: the same file names, a function for each kind of node in the order of the enum, no catch-all
//! arms. Looks live in `styles/`, not in Rust. Page numbers are the one thing only a layout knows; the tree
//! says where they are wanted, and [`build`] carries page starts from print to the EPUB.
//!
//! Conditions are variants of one enum ([`problem::Problem`]); steps return a value *and* problems
//! ([`problem::Checked`]), so one run reports everything. `tests/architecture.rs` holds the table of which
//! room may use which.
//!
//! # How to
//!
//! **Add a kind of block.** Add a variant to [`book::Block`], and to [`draft::Block`] if authors write it as
//! something new; `parse/finish.rs` makes those where a block closes, `parse/builder.rs` where a paragraph ends. (A
//! box, `::: {.name}`, is a [`draft::Div`] already; `resolve/lower/gather.rs` tells boxes apart.) The compiler now
//! leads you to every match. In these you say something: `book/head.rs`, what it is known by; `book/inner.rs` and
//! `draft/inner.rs`, what stands in it, by which all walks go; `resolve/lower/block.rs`, how it comes out of the
//! draft; `changes/import.rs`, what of it can't be taken over from an old version; `pdf/block.rs` and
//! `epub/block.rs`, how it prints. In the others it joins the kinds that are nothing special, unless it is. Two
//! versions of it are compared as wholes until `block_pair` in `changes/blocks.rs` says better, which no compiler
//! asks for. Give it one function in `styles/book.typ` and one class in `styles/book.css`, a case in `tests/cases/`
//! that shows Markdown, Typst and XHTML, and a place in the sampler and in the own book: `tests/architecture.rs`
//! asks for the case, `tests/shown.rs` for the places.
//!
//! **Add a problem.** Add a variant to [`problem::Problem`] with typed fields; the compiler leads through its
//! code, severity, message and help. Push it where it is found: `Problem::X { .. }.at(span)`. A case in
//! `tests/cases/` shows it, or for what no single chapter shows a test in `tests/command.rs`.
//!
//! **Override a style.** Each definition of a book's own `styles/book.typ` is put behind ours of the same name,
//! so that all that follows goes by it (`pdf/style.rs`); `styles/report.typ`, the second style, is laid over the
//! first in the same way; `styles/book.css` is appended to the embedded one.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod span;
pub mod problem;
pub mod step;
pub mod snapshot;
pub mod printer;
pub mod manifest;
pub mod draft;
pub mod parse;
pub mod book;
pub mod fonts;
pub mod art;
pub mod resolve;
pub mod changes;
pub mod pdf;
pub mod press;
pub mod epub;
pub mod proof;
pub mod build;
pub mod report;
pub mod disk;
