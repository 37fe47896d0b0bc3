//! Bindery binds Markdown chapters and diagrams into a book: a PDF and an EPUB 3 from one tree.
//!
//! (draft of the architecture page; modules stand in the order of the data)
#![allow(unused, reason = "while the rooms are being furnished")]

pub mod span;
pub mod problem;
pub mod step;
pub mod snapshot;
pub mod manifest;
pub mod draft;
pub mod parse;
pub mod book;
pub mod art;
pub mod resolve;
pub mod fonts;
pub mod pdf;
pub mod epub;
pub mod disk;
pub mod report;
pub mod build;
