//! PDF/X-4 (ISO 15930-7:2010): output intent, trapping key, identification, version.
//!
//! What the standard asks for beyond this is so already: Typst embeds every face, the boxes nest, and
//! nothing is encrypted or can act.

use lopdf::{Dictionary, Document, Object, Stream, StringFormat};

use super::{Output, profile, said};

/// What names the standard in the metadata (6.2).
const VERSION: &str = "PDF/X-4";

/// Adds what PDF/X-4 asks for.
pub(super) fn x4(document: &mut Document, output: Output) -> Result<(), String> {
    // 6.1: the file conforms to PDF 1.6.
    document.version = "1.6".to_owned();
    let intent = intent(document, output)?;
    let catalog = document.catalog_mut().map_err(said)?;
    catalog.remove(b"Version");
    catalog.set("OutputIntents", vec![intent]);
    let info = document.trailer.get(b"Info").and_then(Object::as_reference).map_err(said)?;
    let info = document.get_dictionary_mut(info).map_err(said)?;
    info.set("Trapped", "False");
    let id = document.trailer.get(b"ID").and_then(Object::as_array).map_err(said)?;
    let id = id.first().and_then(|first| first.as_str().ok()).unwrap_or_default();
    let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    describe(document, &id)
}

/// The output intent (6.2.2) with its profile.
fn intent(document: &mut Document, output: Output) -> Result<Object, String> {
    let (bytes, components, condition) = match output {
        Output::Black => (profile::black(), 1, profile::NAME.to_owned()),
        Output::Profile(bytes) => {
            let components = match bytes.get(16..20) {
                Some(b"GRAY") => 1,
                Some(b"RGB ") => 3,
                Some(b"CMYK") => 4,
                _ => return Err("the output profile is no ICC profile of gray, RGB or CMYK".to_owned()),
            };
            if bytes.get(12..16) != Some(b"prtr") {
                return Err("the output profile is not one of an output device".to_owned());
            }
            (bytes.to_vec(), components, name(bytes))
        }
    };
    let mut dict = Dictionary::new();
    dict.set("N", components);
    dict.set("Filter", "FlateDecode");
    let profile = document.add_object(Stream::new(dict, super::deflated(&bytes)?));
    let mut intent = Dictionary::new();
    intent.set("Type", "OutputIntent");
    intent.set("S", "GTS_PDFX");
    for key in ["OutputConditionIdentifier", "Info"] {
        intent.set(key, Object::String(condition.clone().into_bytes(), StringFormat::Literal));
    }
    intent.set("DestOutputProfile", profile);
    Ok(Object::Dictionary(intent))
}

/// The name of a profile: its `desc` tag, as far as it is ASCII.
fn name(bytes: &[u8]) -> String {
    let word = |at: usize| {
        let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_be_bytes(four)).ok()
    };
    let found = (0..word(128).unwrap_or(0).min(100)).find_map(|tag| {
        let at = 132 + 12 * tag;
        if bytes.get(at..at + 4)? != b"desc" {
            return None;
        }
        let (from, size) = (word(at + 4)?, word(at + 8)?);
        let text = bytes.get(from..from + size)?;
        // Version 2 keeps ASCII behind a length, version 4 UTF-16: its letters are every other byte.
        let letters = text.iter().skip(12).filter(|byte| byte.is_ascii_graphic() || **byte == b' ');
        Some(letters.map(|byte| char::from(*byte)).collect::<String>())
    });
    found.filter(|name| !name.is_empty()).unwrap_or_else(|| "Custom".to_owned())
}

/// The XMP packet (6.3): identification, trapping, and the dates and ids that a press tells versions by.
fn describe(document: &mut Document, id: &str) -> Result<(), String> {
    let packet = document.catalog().and_then(|catalog| catalog.get(b"Metadata")).and_then(Object::as_reference);
    let stream = packet.and_then(|packet| document.get_object_mut(packet)).and_then(Object::as_stream_mut);
    let stream = stream.map_err(said)?;
    let text = String::from_utf8(stream.get_plain_content().map_err(said)?).map_err(|error| error.to_string())?;
    let Some((before, after)) = text.split_once("</rdf:RDF>") else {
        return Err("the metadata has no end".to_owned());
    };
    let missing = |name: &str| !before.contains(&format!("<{name}>")) && !before.contains(&format!("{name}=\""));
    let date = between(before, "<xmp:ModifyDate>", "</xmp:ModifyDate>").or(between(before, "<xmp:CreateDate>", "</xmp:CreateDate>"));
    let mut added = format!("<pdfxid:GTS_PDFXVersion>{VERSION}</pdfxid:GTS_PDFXVersion>");
    let entries = [
        ("pdf:Trapped", Some("False".to_owned())),
        ("xmp:MetadataDate", date.map(str::to_owned)),
        ("xmp:CreateDate", date.map(str::to_owned)),
        ("xmp:ModifyDate", date.map(str::to_owned)),
        ("xmpMM:DocumentID", Some(format!("uuid:{id}"))),
        ("xmpMM:VersionID", Some("1".to_owned())),
        ("xmpMM:RenditionClass", Some("default".to_owned())),
    ];
    for (name, value) in entries {
        if let Some(value) = value.filter(|_| missing(name)) {
            added.push_str(&format!("<{name}>{value}</{name}>"));
        }
    }
    let description = format!(
        "<rdf:Description rdf:about=\"\" xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
         xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\">{added}</rdf:Description>"
    );
    stream.set_plain_content(format!("{before}{description}</rdf:RDF>{after}").into_bytes());
    Ok(())
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    text.split_once(open)?.1.split_once(close).map(|(value, _)| value)
}
