//! The container: files in, one archive out, the same bytes for the same files on every machine.
//!
//! `mimetype` comes first and is stored (OCF, EPUB 3.3 section 4.2.4), then the rest by name. Dates are the
//! oldest that the format has, so that they say nothing. Files are deflated in parallel.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Name and content of the file that says what the archive is.
const MIMETYPE: (&str, &[u8]) = ("mimetype", b"application/epub+zip");
/// Deflate level: 6 is the usual one; more takes twice the time for one part in a hundred.
const LEVEL: i64 = 6;

/// Packs files.
///
/// # Errors
/// What the archiver says: an archive of more than 4 GiB, for example.
pub(super) fn pack(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, String> {
    let packed: ZipResult<Vec<Vec<u8>>> =
        files.par_iter().map(|(name, bytes)| single(name, bytes, method(name))).collect();
    packed.and_then(join).map_err(|error| error.to_string())
}

/// What is compressed already isn't compressed again.
fn method(name: &str) -> CompressionMethod {
    let compressed = ["png", "jpg", "jpeg", "gif", "webp", "woff2"];
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match compressed.contains(&extension) {
        true => CompressionMethod::Stored,
        false => CompressionMethod::Deflated,
    }
}

/// An archive with one file: the crate has no other way to compress files apart and put them together.
fn single(name: &str, bytes: &[u8], method: CompressionMethod) -> ZipResult<Vec<u8>> {
    let level = (method == CompressionMethod::Deflated).then_some(LEVEL);
    let options = options().compression_method(method).compression_level(level);
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() / 3 + 256)));
    zip.start_file(name, options)?;
    zip.write_all(bytes)?;
    zip.finish().map(Cursor::into_inner)
}

fn join(packed: Vec<Vec<u8>>) -> ZipResult<Vec<u8>> {
    let size = packed.iter().map(Vec::len).sum::<usize>() + 256;
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(size)));
    zip.start_file(MIMETYPE.0, options().compression_method(CompressionMethod::Stored))?;
    zip.write_all(MIMETYPE.1)?;
    for archive in packed {
        let mut archive = ZipArchive::new(Cursor::new(archive))?;
        zip.raw_copy_file(archive.by_index_raw(0)?)?;
    }
    zip.finish().map(Cursor::into_inner)
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_type_comes_first_stored_and_everything_comes_out_again() {
        let text = "text ".repeat(1000).into_bytes();
        let files: BTreeMap<String, Vec<u8>> =
            [("b.xhtml".to_owned(), text.clone()), ("a.png".to_owned(), vec![7; 100])].into();
        let packed = pack(&files).expect("packed");
        assert_eq!(packed.get(26..38), Some(&b"\x08\0\0\0mimetype"[..]));
        assert_eq!(packed.get(38..58), Some(MIMETYPE.1));
        let mut zip = ZipArchive::new(Cursor::new(&packed)).expect("an archive");
        let names: Vec<&str> = zip.file_names().collect();
        assert_eq!(names, ["mimetype", "a.png", "b.xhtml"]);
        let mut back = Vec::new();
        zip.by_name("b.xhtml").expect("there").read_to_end(&mut back).expect("read");
        assert_eq!(back, text);
        assert_eq!(pack(&files), Ok(packed));
    }
}
