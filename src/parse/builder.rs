//! Puts blocks and running text together, whatever opens and closes them.
//!
//! Markdown events, `:::` lines and HTML tags all come here. Markdown's own are balanced; the others are as
//! their author left them, so closing is by name: a tag closes the nearest element of its name that no
//! Markdown block stands around, and what is left open in between is closed with it, and said.
//! Nesting is bounded ([`DEEPEST`]): nothing after this module has to fear recursion.

use std::ops::Range;

use super::caption::{self, Role};
use super::context::Context;
use super::critic;
use super::frame::{Frame, Kind, Open, Opener, Pending};
use super::html::Partners;
use super::node::{self, Branch, Node};
use super::typography::Style;
use super::{figure, finish, notation, prose};
use crate::draft::{Block, Math, Paragraph};
use crate::problem::Problem;

/// How deep blocks and markup may nest.
const DEEPEST: usize = 64;

/// A text on its way to blocks.
#[derive(Debug)]
pub(super) struct Builder<'c> {
    /// The text and its settings.
    pub cx: Context<'c>,
    /// The text as the Markdown parser sees it.
    pub masked: &'c str,
    /// A stretch that has been read as an attribute list and is no text.
    pub skip: Range<usize>,
    /// The editing marks of the text.
    pub marks: Vec<critic::Mark>,
    /// The tags of the text that we don't know; read when the first of them comes.
    pub partners: Option<Partners>,
    root: Frame,
    /// What is open in `root`, outermost first.
    frames: Vec<Frame>,
    /// [`DEEPEST`] was passed, and said.
    too_deep: bool,
}

impl<'c> Builder<'c> {
    /// Begins with a block that all others stand in.
    pub fn new(cx: Context<'c>, masked: &'c str, root: Kind) -> Self {
        let root = Frame::new(root, Opener::Markdown, 0);
        Self { cx, masked, skip: 0..0, marks: Vec::new(), partners: None, root, frames: Vec::new(), too_deep: false }
    }

    /// Closes what is open; the blocks, or the running text of a root that holds no blocks.
    pub fn finish(mut self) -> (Context<'c>, Vec<Block>, Vec<Node>) {
        let end = self.cx.source.text().len();
        while !self.frames.is_empty() {
            self.abandon(end);
        }
        let nodes = if self.root.kind.is_inline() { self.take_run() } else { Vec::new() };
        self.flush(false);
        self.release();
        critic::blocks(&self.cx, &self.marks, &mut self.root.blocks);
        (self.cx, self.root.blocks, nodes)
    }

    /// The innermost open block.
    pub fn top(&self) -> &Frame {
        self.frames.last().unwrap_or(&self.root)
    }

    /// The innermost open block, to change.
    pub fn top_mut(&mut self) -> &mut Frame {
        self.frames.last_mut().unwrap_or(&mut self.root)
    }

    /// The open blocks, innermost first, without the root.
    pub fn open_frames(&mut self) -> impl Iterator<Item = &mut Frame> {
        self.frames.iter_mut().rev()
    }

    /// Whether one more level is too much. Says so, once in a text.
    pub fn is_full(&mut self, range: &Range<usize>) -> bool {
        let full = self.frames.len() + self.top().run.open.len() >= DEEPEST;
        if full {
            self.say_too_deep(range.clone());
        }
        full
    }

    fn say_too_deep(&mut self, range: Range<usize>) {
        if !self.too_deep {
            self.too_deep = true;
            self.cx.report(Problem::TooDeep { limit: DEEPEST }, range);
        }
    }

    // Blocks.

    /// Opens a block. Running text before it becomes a paragraph.
    pub fn open(&mut self, kind: Kind, opener: Opener, start: usize) {
        self.flush(false);
        if let Some(language) = kind.language() {
            self.cx.style = Style::new(language);
        }
        self.frames.push(Frame::new(kind, opener, start));
    }

    /// The language that the caption of a table names, before the table or behind its `end`: cells have their quotes
    /// before the caption is read.
    pub fn language_of_table(&self, end: usize) -> Option<String> {
        let before = self.top().pending.as_ref().filter(|pending| matches!(pending.role, Role::Table(_)));
        let range = before.map(|pending| pending.range.clone()).or_else(|| caption::behind(&self.cx, end))?;
        caption::language(&self.cx, range)
    }

    /// Closes the innermost block as its author did.
    pub fn close(&mut self, end: usize) {
        let nodes = if self.top().kind.is_inline() { self.take_run() } else { Vec::new() };
        self.flush(false);
        self.release();
        if let Some(frame) = self.frames.pop() {
            let own = frame.kind.language().is_some();
            finish::frame(self, frame, nodes, end);
            if own {
                let around = self.frames.iter().rev().find_map(|frame| frame.kind.language());
                self.cx.style = Style::new(around.unwrap_or(&self.cx.manifest.meta.language));
            }
        }
    }

    /// Closes the innermost block because something around it ends.
    pub fn abandon(&mut self, end: usize) {
        let frame = self.top();
        let at = frame.start..(frame.start + 1).min(end).max(frame.start);
        match frame.opener.clone() {
            Opener::Markdown => {}
            Opener::Fence => self.cx.report(Problem::UnbalancedDiv, at.start..at.start + 3),
            Opener::Html(name) if super::html::may_stay_open(&name) => {}
            Opener::Html(name) => self.cx.report(Problem::UnbalancedTag { name }, at),
        }
        self.close(end);
    }

    /// Closes the innermost block that Markdown opened, and what is left open in it.
    pub fn close_markdown(&mut self, end: usize) {
        while !self.frames.is_empty() && self.top().opener != Opener::Markdown {
            self.abandon(end);
        }
        self.close(end);
    }

    /// Closes the nearest block with such an opener that no Markdown block stands around, and what is left
    /// open in it; `false` where there is none.
    pub fn close_named(&mut self, opener: &Opener, end: usize) -> bool {
        let inner = self.frames.iter().rev();
        let mut near = inner.take_while(|frame| match (&frame.opener, opener) {
            (Opener::Markdown, _) => false,
            (Opener::Fence, Opener::Html(_)) => false,
            (Opener::Fence | Opener::Html(_), _) => true,
        });
        let Some(above) = near.position(|frame| frame.opener == *opener) else { return false };
        for _ in 0..above {
            self.abandon(end);
        }
        self.close(end);
        true
    }

    /// Makes room for a block of Markdown: an HTML element that holds only text can't hold it.
    pub fn settle(&mut self, at: usize) {
        while !self.frames.is_empty() && self.top().kind.is_inline() && self.top().opener != Opener::Markdown
        {
            self.abandon(at);
        }
        self.flush(false);
    }

    /// Adds a finished block. What waits for it gives it its caption or file name.
    pub fn push(&mut self, mut block: Block) {
        if let Some(pending) = self.top_mut().pending.take()
            && !caption::attach(&mut self.cx, &pending, &mut block)
        {
            self.restore(pending);
        }
        let blocks = &mut self.top_mut().blocks;
        if let (Some(Block::Paragraph(places)), Block::Paragraph(next)) = (blocks.last_mut(), &mut block)
            && finish::is_anchors(&places.content)
        {
            places.content.append(&mut next.content);
            places.span = places.span.to(next.span);
            return;
        }
        blocks.push(block);
    }

    /// Gives up waiting: what waits becomes the caption of the block before, or a paragraph after all.
    pub fn release(&mut self) {
        if let Some(pending) = self.top_mut().pending.take() {
            self.restore(pending);
        }
    }

    fn restore(&mut self, pending: Pending) {
        let mut last = self.top_mut().blocks.pop();
        let backward = matches!(pending.role, Role::Caption(_));
        let fits =
            last.as_mut().is_some_and(|block| backward && caption::attach(&mut self.cx, &pending, block));
        self.top_mut().blocks.extend(last);
        if !fits {
            let content = prose::lower(&mut self.cx, pending.nodes);
            let span = self.cx.source.span(pending.range);
            self.top_mut().blocks.push(Block::Paragraph(Paragraph { content, span }));
        }
    }

    // Running text.

    /// Adds text or finished markup.
    pub fn add(&mut self, node: Node) {
        node::add(&mut self.top_mut().run.nodes, node);
    }

    /// Opens markup.
    pub fn open_markup(&mut self, branch: Branch, start: usize, html: Option<String>) {
        let run = &mut self.top_mut().run;
        let outer = std::mem::take(&mut run.nodes);
        run.open.push(Open { branch, outer, start, html });
    }

    /// Closes the innermost markup.
    fn close_one(&mut self, end: usize) {
        let linked = self.top().run.open.iter().any(|open| matches!(open.branch, Branch::Link(_)));
        let run = &mut self.top_mut().run;
        let Some(open) = run.open.pop() else { return };
        let inner = std::mem::replace(&mut run.nodes, open.outer);
        let code = matches!(open.branch, Branch::Code);
        let inner = if code { inner } else { notation::find(&mut self.cx, inner, linked) };
        for node in finish::markup(&self.cx, open.branch, inner, open.start..end) {
            self.add(node);
        }
    }

    /// Closes the innermost markup of Markdown's, and what tags opened in it.
    pub fn close_markdown_markup(&mut self, end: usize) {
        self.close_markup(end, |open| open.html.is_some());
        self.close_one(end);
    }

    /// Closes the markup that a tag opened; `false` where none of its name is open.
    pub fn close_tag_markup(&mut self, name: &str, end: usize) -> bool {
        let open = self.top().run.open.iter().rev().take_while(|open| open.html.is_some());
        let Some(above) = open.map(|open| open.html.as_deref()).position(|open| open == Some(name)) else {
            return false;
        };
        let mut left = above;
        self.close_markup(end, |_| {
            left.checked_sub(1).is_some_and(|less| {
                left = less;
                true
            })
        });
        self.close_one(end);
        true
    }

    /// Closes markup while it is `left` open, and says so.
    fn close_markup(&mut self, end: usize, mut left: impl FnMut(&Open) -> bool) {
        while let Some(open) = self.top().run.open.last() {
            if !left(open) {
                return;
            }
            let at = open.start;
            match open.html.clone() {
                Some(name) => self.give_up(name, at, end),
                None => self.close_one(end),
            }
        }
    }

    /// Ends markup that its tag's author never ended: the tag is text, like `GET /<code>` was meant.
    fn give_up(&mut self, name: String, at: usize, end: usize) {
        let tag = self.cx.source.slice(at..end.max(at));
        let length = tag.find('>').map_or(0, |close| close + 1);
        self.cx.report(Problem::UnbalancedTag { name: name.clone() }, at..at + length);
        let run = &mut self.top_mut().run;
        let Some(open) = run.open.pop() else { return };
        let inner = std::mem::replace(&mut run.nodes, open.outer);
        // `<a name="x">` is often left open, and has said what it had to say.
        if name != "a" {
            let text = self.cx.source.slice(at..at + length).to_owned();
            self.add(Node::Fixed(text, at..at + length));
        }
        inner.into_iter().for_each(|node| self.add(node));
    }

    /// Takes the running text of the innermost block, complete.
    pub fn take_run(&mut self) -> Vec<Node> {
        let end = self.top().run.nodes.last().map_or(0, |node| node.range().end);
        self.close_markup(end, |_| true);
        let nodes = std::mem::take(&mut self.top_mut().run.nodes);
        let nodes = notation::find(&mut self.cx, nodes, false);
        let mut nodes = critic::run(&self.cx, &self.marks, nodes);
        node::trim(&mut nodes, self.cx.source);
        if node::flatten(&mut nodes, DEEPEST.saturating_sub(self.frames.len())) {
            let at = nodes.first().map_or(0..0, Node::range);
            self.say_too_deep(at);
        }
        nodes
    }

    /// Makes a paragraph, a figure or a formula of the running text, if there is any. `whole` where the
    /// author made it a paragraph; else it is the text of a tight item, a cell or an HTML element.
    pub fn flush(&mut self, whole: bool) {
        let run = &self.top().run;
        if (run.nodes.is_empty() && run.open.is_empty()) || self.top().kind.is_inline() {
            return;
        }
        let nodes = self.take_run();
        let mut text = Vec::new();
        for node in nodes {
            match node {
                Node::Display(tex, attrs, range) => {
                    self.paragraph(std::mem::take(&mut text), whole);
                    let span = self.cx.source.span(range);
                    self.push(Block::Math(Math { tex, attrs, span }));
                }
                node => text.push(node),
            }
        }
        self.paragraph(text, whole);
    }

    fn paragraph(&mut self, mut nodes: Vec<Node>, whole: bool) {
        node::trim(&mut nodes, self.cx.source);
        let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else { return };
        let range = first.range().start..last.range().end;
        if let Some(role) = caption::role(&self.cx, &nodes) {
            let pending = Pending { nodes, range, role };
            return self.wait(pending);
        }
        let cell = matches!(self.top().kind, Kind::Cell { .. });
        let tight = !whole && matches!(self.top().kind, Kind::Item { .. } | Kind::Definition);
        let block = match figure::single_picture(nodes, cell || tight) {
            Ok((picture, alt, at)) => figure::make(&mut self.cx, picture, alt, at),
            Err(nodes) => {
                let content = prose::lower(&mut self.cx, nodes);
                let span = self.cx.source.span(range);
                Block::Paragraph(Paragraph { content, span })
            }
        };
        self.push(block);
    }

    /// Keeps a caption or a file name for the block it belongs to: the one before or the next.
    fn wait(&mut self, pending: Pending) {
        self.release();
        let mut last = self.top_mut().blocks.pop();
        let backward = pending.role.looks_back();
        let fits =
            last.as_mut().is_some_and(|block| backward && caption::attach(&mut self.cx, &pending, block));
        let frame = self.top_mut();
        frame.blocks.extend(last);
        if !fits {
            frame.pending = Some(pending);
        }
    }
}
