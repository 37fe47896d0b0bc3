//! What Typst may see while it lays out a book: our sources, our styles, our faces, the book's pictures.
//!
//! Nothing else: no file system, no packages, no clock, no faces of the system.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use comemo::Tracked;
use typst::diag::{FileError, FileResult, SourceResult};
use typst::engine::Engine;
use typst::foundations::{
    Args, Bytes, CastInfo, Content, Context, Datetime, Duration, Func, NativeFuncData, NativeFuncPtr, Scope, Value,
};
use typst::pdf::PdfMarkerTag;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::book::{Asset, Book};
use crate::fonts::{FontBytes, Fonts};

/// What all units of a book share.
pub struct Shared {
    library: LazyHash<Library>,
    faces: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: BTreeMap<String, Source>,
    assets: BTreeMap<String, Bytes>,
}

impl Shared {
    /// The faces and pictures of a book, and Typst files by path (`styles/book.typ`).
    #[must_use]
    pub fn new(book: &Book, fonts: &Fonts, files: Vec<(String, String)>) -> Self {
        let faces = fonts.faces().iter().map(|face| Bytes::new(Face(face.bytes.clone())));
        let fonts: Vec<Font> = faces.flat_map(Font::iter).collect();
        let sources = files.into_iter().filter_map(|(path, text)| Some((path.clone(), source(&path, text)?)));
        let assets = book.assets.iter().map(|asset| (format!("assets/{}", asset.name), picture(asset)));
        Self {
            library: LazyHash::new(library()),
            faces: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            sources: sources.collect(),
            assets: assets.collect(),
        }
    }

    /// The shared source with this id.
    #[must_use]
    pub fn source(&self, id: FileId) -> Option<&Source> {
        self.sources.get(id.get().vpath().get_without_slash())
    }

    /// Typst's standard library.
    #[must_use]
    pub fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
}

/// Typst's standard library, with cells that head rows and tags for contents of our own making.
fn library() -> Library {
    let features = [Feature::A11yExtras].into_iter().collect();
    let mut library = Library::builder().with_features(features).build();
    library.global.scope_mut().define(CONTENTS, Func::from(&CONTENTS_BODY));
    library
}

/// Name of the function that marks its body as a table of contents.
const CONTENTS: &str = "bindery-contents";

static CONTENTS_BODY: NativeFuncData = NativeFuncData {
    function: NativeFuncPtr(&contents_body),
    name: CONTENTS,
    title: "Contents",
    docs: "Marks its body as a table of contents (`TOC`); entries in it are `outline.entry`.",
    def_site: None,
    keywords: &[],
    contextual: false,
    scope: LazyLock::new(&Scope::new),
    params: LazyLock::new(&Vec::new),
    returns: LazyLock::new(&|| CastInfo::Any),
};

fn contents_body(_: &mut Engine, _: Tracked<Context>, args: &mut Args) -> SourceResult<Value> {
    let body = args.expect::<Content>("body")?;
    Ok(Value::Content(PdfMarkerTag::OutlineBody(body)))
}

/// A source with a path of ours; paths are made in this room, so there always is one.
#[must_use]
pub fn source(path: &str, text: String) -> Option<Source> {
    let path = VirtualPath::new(path).ok()?;
    Some(Source::new(RootedPath::new(VirtualRoot::Project, path).intern(), text))
}

/// What one unit sees: itself and what all share.
pub struct Desk<'a> {
    /// What all share.
    pub shared: &'a Shared,
    /// The unit.
    pub main: Source,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.faces
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        self.shared.source(id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_without_slash();
        self.shared.assets.get(path).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

fn picture(asset: &Asset) -> Bytes {
    Bytes::new(Shown(Arc::clone(&asset.bytes)))
}

struct Face(FontBytes);

impl AsRef<[u8]> for Face {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

struct Shown(Arc<[u8]>);

impl AsRef<[u8]> for Shown {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
