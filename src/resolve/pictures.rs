//! The pictures of a book: read, probed, each distinct one once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::art::picture;
use crate::book::{Asset, AssetId, Format};
use crate::problem::{Problem, nearest};
use crate::snapshot::{BookPath, Snapshot, Unread};
use crate::span::FileId;

/// Pictures by the file that names them and their target as typed.
pub(super) struct Pictures {
    by_name: BTreeMap<(FileId, String), Result<AssetId, Problem>>,
    /// Each distinct picture.
    pub assets: Vec<Asset>,
}

impl Pictures {
    /// The picture that `file` names by `target`.
    pub fn get(&self, file: FileId, target: &str) -> Result<AssetId, Problem> {
        let unknown = || Err(Problem::Internal { what: format!("picture `{target}` was not read") });
        self.by_name.get(&(file, target.to_owned())).cloned().unwrap_or_else(unknown)
    }
}

/// Reads the pictures named by `(file, target)`, in this order.
pub(super) fn read(snapshot: &Snapshot, wanted: impl Iterator<Item = (FileId, String)>) -> Pictures {
    let wanted: Vec<_> = wanted.collect::<BTreeSet<_>>().into_iter().collect();
    let resolve = |(file, target): &(FileId, String)| path(snapshot, *file, target);
    let paths: Vec<Result<BookPath, Problem>> = wanted.iter().map(resolve).collect();
    let distinct: BTreeSet<&BookPath> = paths.iter().flatten().collect();
    let distinct: Vec<&BookPath> = distinct.into_iter().collect();
    let load = |path: &&BookPath| ((*path).clone(), load(snapshot, path));
    let loaded: Vec<_> = distinct.par_iter().map(load).collect();
    let mut pictures = Pictures { by_name: BTreeMap::new(), assets: Vec::new() };
    let mut by_path = BTreeMap::new();
    for (path, picture) in loaded {
        let id = picture.map(|picture| pictures.add(&path, picture));
        by_path.insert(path, id);
    }
    for (name, path) in wanted.into_iter().zip(paths) {
        let id = path.and_then(|path| {
            let missing = Problem::Internal { what: format!("picture `{path}` was not read") };
            by_path.get(&path).cloned().unwrap_or(Err(missing))
        });
        pictures.by_name.insert(name, id);
    }
    pictures
}

impl Pictures {
    fn add(&mut self, path: &BookPath, picture: picture::Picture) -> AssetId {
        let bytes: Arc<[u8]> = picture.bytes.into();
        let known = self.assets.iter().position(|asset| asset.bytes == bytes);
        let at = known.unwrap_or_else(|| {
            let name = self.name(path, picture.format);
            let (format, width, height) = (picture.format, picture.width, picture.height);
            self.assets.push(Asset { name, format, width, height, bytes });
            self.assets.len() - 1
        });
        AssetId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// A file name that no other picture has: the author's, in plain letters.
    fn name(&self, path: &BookPath, format: Format) -> String {
        let file = path.as_str().rsplit('/').next().unwrap_or_default();
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

fn load(snapshot: &Snapshot, path: &BookPath) -> Result<picture::Picture, Problem> {
    let name = path.as_str().to_owned();
    let bytes = snapshot.bytes(path).map_err(|reason| match reason {
        Unread::Missing => missing(snapshot, path),
        Unread::Failed(reason) => Problem::UnreadableFile { path: name.clone(), reason },
        Unread::NotUtf8 { .. } => Problem::NotUtf8 { path: name.clone() },
    })?;
    let known = ["png", "jpg", "jpeg", "gif", "webp", "svg"].contains(&path.extension().as_str());
    picture::probe(&bytes).map_err(|reason| match known {
        true => Problem::UnreadablePicture { path: name, reason },
        false => Problem::UnknownPicture { path: name },
    })
}

/// A file that isn't there, with the one in its folder that may have been meant.
pub(super) fn missing(snapshot: &Snapshot, path: &BookPath) -> Problem {
    let beside = snapshot.beside(path);
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    let near = nearest(name, beside.iter().map(String::as_str));
    Problem::MissingFile { path: path.as_str().to_owned(), nearest: near }
}
