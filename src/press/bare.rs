//! What printers forbid: links and other annotations, the outline, named places, tags.

use lopdf::{Document, Error, Object};

/// Keys of the catalogue that lead readers through a file. Page labels stay: they say which page is which.
const LEADING: [&[u8]; 8] = [
    b"Outlines",
    b"PageMode",
    b"OpenAction",
    b"Names",
    b"Dests",
    b"StructTreeRoot",
    b"MarkInfo",
    b"ViewerPreferences",
];

/// Takes them out. Marked content in the streams stays: without a tree it says nothing.
pub(super) fn strip(document: &mut Document) -> Result<(), Error> {
    let catalog = document.catalog_mut()?;
    LEADING.iter().for_each(|key| drop(catalog.remove(key)));
    let pages: Vec<_> = document.page_iter().collect();
    for page in pages {
        let dict = document.get_dictionary_mut(page)?;
        [&b"Annots"[..], b"Tabs", b"StructParents"].iter().for_each(|key| drop(dict.remove(key)));
    }
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object {
            stream.dict.remove(b"StructParents");
            stream.dict.remove(b"StructParent");
        }
    }
    Ok(())
}
