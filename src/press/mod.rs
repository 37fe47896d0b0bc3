//! A finished PDF made fit for a press: colours, boxes, what printers forbid, PDF/X-4.
//!
//! In comes the PDF that Typst wrote, out goes the same pages as a press takes them.
//!
//! 1. `paint` rewrites the colours of every content stream, and the widths of lines that would print too thin;
//!    `picture` rewrites the colours of pictures, `blend` those of gradients; `space` says what a colour space
//!    of the file is, `tone` how one colour becomes another, `through` how what shines through blends.
//! 2. `boxes` tells trim, bleed and media apart; `bare` takes out links, outline, tags.
//! 3. `standard` adds what PDF/X-4 asks for.
//!
//! Afterwards a gray file holds nothing but `DeviceGray`, a process one nothing but `DeviceCMYK` and
//! `DeviceGray`, except for spot colours and shadings in PostScript, which are left as they are: only a book's
//! own style can ask for them, and the check of the finished file reports them. Typst can't be told any of
//! this: it tags every gray with an ICC profile, which presses print in four inks.

mod bare;
mod blend;
mod boxes;
mod paint;
mod picture;
mod profile;
mod space;
mod standard;
mod through;
mod tone;

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream};
use rayon::prelude::*;

use crate::printer::Color;
use paint::{Limits, Named};
use space::Spaces;

/// What is to be done to a file.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// Colours it may have.
    pub color: Color,
    /// Thinnest line, pt.
    pub thinnest: f64,
    /// Room around the trimmed page at head, foot and fore-edge, pt.
    pub bleed: f64,
    /// Room at the spine, pt.
    pub bleed_inside: f64,
    /// Links, outline, annotations and tags are taken out.
    pub bare: bool,
    /// PDF/X-4 with this output profile; `None` is plain PDF.
    pub x4: Option<Output<'a>>,
}

/// The printing that a file is prepared for.
#[derive(Debug, Clone, Copy)]
pub enum Output<'a> {
    /// One black ink on uncoated paper: a profile of ours.
    Black,
    /// The bytes of an ICC profile.
    Profile(&'a [u8]),
}

/// The file, fit for the press.
///
/// # Errors
/// What the PDF library says against a file that Typst has written: a fault of ours.
pub fn finish(bytes: &[u8], work: &Work) -> Result<Vec<u8>, String> {
    let mut document = Document::load_mem(bytes).map_err(said)?;
    if work.bare {
        bare::strip(&mut document).map_err(said)?;
    }
    colors(&mut document, Limits { color: work.color, thinnest: work.thinnest })?;
    through::set(&mut document, work.color).map_err(said)?;
    boxes::set(&mut document, work.bleed, work.bleed_inside).map_err(said)?;
    if let Some(output) = work.x4 {
        standard::x4(&mut document, output)?;
    }
    document.prune_objects();
    let mut out = Vec::with_capacity(bytes.len());
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).max_objects_per_stream(200);
    document.save_with_options(&mut out, options.compression_level(6).build()).map_err(|error| error.to_string())?;
    Ok(out)
}

fn said(error: lopdf::Error) -> String {
    error.to_string()
}

/// A stream to rewrite.
enum Task {
    /// Marks on a page, with what they name.
    Marks(Named),
    /// A raster picture.
    Picture,
}

/// Every colour of the file, and every line.
fn colors(document: &mut Document, limits: Limits) -> Result<(), String> {
    let color = limits.color;
    let tasks = tasks(document, color);
    let file = &*document;
    let made: Vec<(ObjectId, Option<Stream>)> = tasks
        .into_par_iter()
        .map(|(id, task)| {
            let stream = file.get_object(id).and_then(Object::as_stream).map_err(said)?;
            let made = match task {
                Task::Marks(named) => Some(marks(stream, &named, limits)?),
                Task::Picture => picture::converted(file, stream, color)?,
            };
            Ok((id, made))
        })
        .collect::<Result<_, String>>()?;
    for (id, stream) in made {
        if let Some(stream) = stream {
            document.objects.insert(id, Object::Stream(stream));
        }
    }
    for object in document.objects.values_mut() {
        // Nothing goes by these any more.
        if let Object::Dictionary(dict) = object
            && is_unseen(dict)
        {
            dict.remove(b"CA");
        }
    }
    blend::convert(document, color);
    space::forget(document, color);
    Ok(())
}

/// A content stream in other colours.
fn marks(stream: &Stream, named: &Named, limits: Limits) -> Result<Stream, String> {
    let plain = stream.get_plain_content().map_err(said)?;
    let painted = paint::painted(&plain, named, limits);
    let mut dict = stream.dict.clone();
    dict.remove(b"DecodeParms");
    dict.set("Filter", "FlateDecode");
    Ok(Stream::new(dict, deflated(&painted)?))
}

/// Bytes as a `FlateDecode` stream.
fn deflated(bytes: &[u8]) -> Result<Vec<u8>, String> {
    use std::io::Write as _;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::with_capacity(bytes.len() / 3), flate2::Compression::new(6));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|error| error.to_string())
}

/// The streams that hold colours.
fn tasks(document: &Document, color: Color) -> Vec<(ObjectId, Task)> {
    let mut out = Vec::new();
    let mut taken = BTreeSet::new();
    for page in document.page_iter() {
        let Ok(dict) = document.get_dictionary(page) else { continue };
        let named = named(document, resources(document, dict).as_ref());
        for id in document.get_page_contents(page) {
            if taken.insert(id) {
                out.push((id, Task::Marks(named.clone())));
            }
        }
    }
    for (id, object) in &document.objects {
        let Object::Stream(stream) = object else { continue };
        if taken.contains(id) {
            continue;
        }
        let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        let tiles = stream.dict.get(b"PatternType").and_then(Object::as_i64).is_ok_and(|kind| kind == 1);
        if subtype == b"Form" || tiles {
            out.push((*id, Task::Marks(named(document, resources(document, &stream.dict).as_ref()))));
        } else if subtype == b"Image" && picture::concerns(document, stream, color) {
            out.push((*id, Task::Picture));
        }
    }
    out
}

/// What a stream's resources name, as far as it concerns its colours and strokes.
fn named(document: &Document, resources: Option<&Dictionary>) -> Named {
    let settings = resources.and_then(|own| own.get_deref(b"ExtGState", document).ok()?.as_dict().ok());
    let unseen = settings.into_iter().flat_map(Dictionary::iter).filter(|(_, object)| {
        document.dereference(object).is_ok_and(|(_, object)| object.as_dict().is_ok_and(is_unseen))
    });
    Named { spaces: Spaces::new(document).named(resources), unseen: unseen.map(|(name, _)| name.clone()).collect() }
}

/// Settings that say only that strokes leave no mark.
fn is_unseen(settings: &Dictionary) -> bool {
    let opacity = settings.get(b"CA").and_then(Object::as_float);
    opacity.is_ok_and(|share| share == 0.0) && settings.iter().all(|(key, _)| key == b"CA" || key == b"Type")
}

/// The resources of a page or form, from the pages above where it has none.
fn resources(document: &Document, dict: &Dictionary) -> Option<Dictionary> {
    if let Ok(own) = dict.get_deref(b"Resources", document).and_then(Object::as_dict) {
        return Some(own.clone());
    }
    let parent = dict.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    resources(document, parent)
}
