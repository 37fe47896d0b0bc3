//! The pictures of a book: read or drawn, probed, each distinct one once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::art::diagram::{self, Fault, Notation, Settings};
use crate::art::picture;
use crate::book::{Asset, AssetId, Format, Source};
use crate::fonts::Fonts;
use crate::problem::{Problem, nearest};
use crate::snapshot::{BookPath, Snapshot, Unread};
use crate::span::FileId;

/// Pictures by the file that names them and their target as typed.
pub(super) struct Pictures {
    by_name: BTreeMap<(FileId, String), Result<AssetId, Problem>>,
    drawn: BTreeMap<(Notation, String), Result<AssetId, Fault>>,
    /// Each distinct picture.
    pub assets: Vec<Asset>,
}

impl Pictures {
    /// The picture that `file` names by `target`.
    pub fn get(&self, file: FileId, target: &str) -> Result<AssetId, Problem> {
        let unknown = || Err(Problem::Internal { what: format!("picture `{target}` was not read") });
        self.by_name.get(&(file, target.to_owned())).cloned().unwrap_or_else(unknown)
    }

    /// The diagram of a source.
    pub fn diagram(&self, notation: Notation, source: &str) -> Result<AssetId, Fault> {
        let unknown = || Err(Fault { line: None, reason: "it was not drawn".to_owned() });
        self.drawn.get(&(notation, source.to_owned())).cloned().unwrap_or_else(unknown)
    }
}

/// Reads the pictures named by `(file, target)` and draws the diagrams.
pub(super) fn read(
    snapshot: &Snapshot,
    fonts: &Fonts,
    wanted: impl Iterator<Item = (FileId, String)>,
    diagrams: &[(Notation, String)],
) -> Pictures {
    let wanted: Vec<_> = wanted.collect::<BTreeSet<_>>().into_iter().collect();
    let resolve = |(file, target): &(FileId, String)| path(snapshot, *file, target);
    let paths: Vec<Result<BookPath, Problem>> = wanted.iter().map(resolve).collect();
    let distinct: BTreeSet<&BookPath> = paths.iter().flatten().collect();
    let distinct: Vec<&BookPath> = distinct.into_iter().collect();
    let desk = Desk { snapshot, fonts, settings: Settings::of(fonts) };
    let load = |path: &&BookPath| ((*path).clone(), load(&desk, path));
    let loaded: Vec<_> = distinct.par_iter().map(load).collect();
    let mut pictures = Pictures { by_name: BTreeMap::new(), drawn: BTreeMap::new(), assets: Vec::new() };
    let mut by_path = BTreeMap::new();
    for (path, picture) in loaded {
        let id = picture.map(|(picture, source)| pictures.add(path.as_str(), picture, source));
        by_path.insert(path, id);
    }
    for (name, path) in wanted.into_iter().zip(paths) {
        let id = path.and_then(|path| {
            let missing = Problem::Internal { what: format!("picture `{path}` was not read") };
            by_path.get(&path).cloned().unwrap_or(Err(missing))
        });
        pictures.by_name.insert(name, id);
    }
    pictures.draw(&desk, diagrams);
    pictures
}

impl Pictures {
    /// Draws each distinct diagram once; diagrams are named in the order of their first use.
    fn draw(&mut self, desk: &Desk, diagrams: &[(Notation, String)]) {
        let mut seen = BTreeSet::new();
        let distinct: Vec<_> = diagrams.iter().filter(|diagram| seen.insert(*diagram)).collect();
        let named: Vec<_> = distinct.into_iter().zip(1..).collect();
        let draw = |((notation, source), _): &(&(Notation, String), u32)| desk.drawing(*notation, source);
        let drawn: Vec<_> = named.par_iter().map(draw).collect();
        for ((diagram, at), picture) in named.into_iter().zip(drawn) {
            let (notation, text) = diagram;
            let source = Source { notation: notation.name().to_owned(), text: text.clone() };
            let id = picture.map(|picture| self.add(&format!("diagram-{at}.svg"), picture, Some(source)));
            self.drawn.insert(diagram.clone(), id);
        }
    }

    fn add(&mut self, path: &str, picture: picture::Picture, source: Option<Source>) -> AssetId {
        let bytes: Arc<[u8]> = picture.bytes.as_slice().into();
        let known = self.assets.iter().position(|asset| asset.bytes == bytes);
        let at = known.unwrap_or_else(|| {
            let name = self.name(path, picture.format);
            let picture::Picture { format, width, height, type_size, bytes: _ } = picture;
            self.assets.push(Asset { name, format, width, height, type_size, source, bytes });
            self.assets.len() - 1
        });
        AssetId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// A file name that no other picture has: the author's, in plain letters.
    fn name(&self, path: &str, format: Format) -> String {
        let file = path.rsplit('/').next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let stem: String = stem.chars().map(plain).collect();
        let extension = match format {
            Format::Png => "png",
            Format::Jpeg => "jpg",
            Format::Gif => "gif",
            Format::Webp => "webp",
            Format::Svg => "svg",
        };
        let candidates = (1..).map(|n| match n {
            1 => format!("{stem}.{extension}"),
            n => format!("{stem}-{n}.{extension}"),
        });
        let free = |name: &String| self.assets.iter().all(|asset| asset.name != *name);
        let mut candidates = candidates.filter(free);
        candidates.next().unwrap_or_default()
    }
}

fn path(snapshot: &Snapshot, file: FileId, target: &str) -> Result<BookPath, Problem> {
    if target.contains("://") || target.starts_with("//") {
        return Err(Problem::RemotePicture { url: target.to_owned() });
    }
    let clean = super::links::decoded(target.split(['?', '#']).next().unwrap_or_default());
    let from = &snapshot.file(file).path;
    from.beside(&clean).map_err(|_| Problem::OutsidePath { path: target.to_owned() })
}

/// What diagrams are drawn with.
struct Desk<'a> {
    snapshot: &'a Snapshot,
    fonts: &'a Fonts,
    settings: Settings,
}

impl Desk<'_> {
    /// A diagram, kept or drawn, and checked as any other picture.
    fn drawing(&self, notation: Notation, source: &str) -> Result<picture::Picture, Fault> {
        let name = self.settings.name(notation, source);
        let kept = self.snapshot.kept(&name);
        let kept = kept.and_then(|entry| self.settings.drawing(notation, source, &entry));
        let svg = match kept {
            Some(svg) => svg,
            None => {
                let svg = diagram::draw(notation, source, &format!("d{name}"), self.fonts)?;
                self.snapshot.keep(name, self.settings.entry(notation, source, &svg));
                svg
            }
        };
        picture::probe(svg.as_bytes()).map_err(|reason| Fault { line: None, reason })
    }
}

/// A picture, with its source where it is a diagram.
type Loaded = (picture::Picture, Option<Source>);

fn load(desk: &Desk, path: &BookPath) -> Result<Loaded, Problem> {
    let name = path.as_str().to_owned();
    let bytes = desk.snapshot.bytes(path).map_err(|reason| match reason {
        Unread::Missing => missing(desk.snapshot, path),
        Unread::Failed(reason) => Problem::UnreadableFile { path: name.clone(), reason },
        Unread::NotUtf8 { .. } => Problem::NotUtf8 { path: name.clone() },
    })?;
    if let Some(notation) = Notation::named(&path.extension()) {
        let source = String::from_utf8_lossy(&bytes);
        let picture = desk.drawing(notation, &source).map_err(|fault| bad_diagram(notation, &fault, Some(path)))?;
        let source = Source { notation: notation.name().to_owned(), text: source.into_owned() };
        return Ok((picture, Some(source)));
    }
    let known = ["png", "jpg", "jpeg", "gif", "webp", "svg"].contains(&path.extension().as_str());
    picture::probe(&bytes).map(|picture| (picture, None)).map_err(|reason| match known {
        true => Problem::UnreadablePicture { path: name, reason },
        false => Problem::UnknownPicture { path: name },
    })
}

/// The problem of a diagram that can't be drawn; `path` names the file it is in, if it is in one of its own.
pub(super) fn bad_diagram(notation: Notation, fault: &Fault, path: Option<&BookPath>) -> Problem {
    let place = match (path, fault.line) {
        (Some(path), Some(line)) => format!("{path}:{line}: "),
        (Some(path), None) => format!("{path}: "),
        (None, _) => String::new(),
    };
    Problem::BadDiagram { notation: notation.name().to_owned(), reason: format!("{place}{}", fault.reason) }
}

/// A file that isn't there, with the one in its folder that may have been meant.
pub(super) fn missing(snapshot: &Snapshot, path: &BookPath) -> Problem {
    let beside = snapshot.beside(path);
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    let near = nearest(name, beside.iter().map(String::as_str));
    Problem::MissingFile { path: path.as_str().to_owned(), nearest: near }
}
