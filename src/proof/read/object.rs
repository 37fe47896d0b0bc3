//! Objects of a PDF, followed to where they lead.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

/// Deepest tree of pages or forms that is followed: more is a circle.
const DEEPEST: usize = 32;

/// A file whose objects are looked up.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The file.
    pub document: &'a Document,
}

impl<'a> Reader<'a> {
    /// What a reference leads to; anything else is itself.
    pub fn follow(&self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).map_or(object, |(_, found)| found)
    }

    /// A dictionary, or that of a stream.
    pub fn dictionary(&self, object: &'a Object) -> Option<&'a Dictionary> {
        match self.follow(object) {
            Object::Dictionary(found) => Some(found),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    /// A stream.
    pub fn stream(&self, object: &'a Object) -> Option<&'a Stream> {
        self.follow(object).as_stream().ok()
    }

    /// An entry of a dictionary, followed.
    pub fn entry(&self, dictionary: &'a Dictionary, name: &[u8]) -> Option<&'a Object> {
        dictionary.get(name).ok().map(|object| self.follow(object))
    }

    /// An entry that is a dictionary.
    pub fn inner(&self, dictionary: &'a Dictionary, name: &[u8]) -> Option<&'a Dictionary> {
        self.dictionary(dictionary.get(name).ok()?)
    }

    /// The object's number of an entry of a dictionary inside a dictionary: `Font` of the resources, say.
    pub fn inner_reference(
        &self,
        resources: Option<&'a Dictionary>,
        kind: &[u8],
        named: Option<&Object>,
    ) -> Option<ObjectId> {
        self.inner(resources?, kind)?.get(named?.as_name().ok()?).ok()?.as_reference().ok()
    }

    /// An entry of a page, or of the nearest node above that has it (ISO 32000-1, 7.7.3.4).
    pub fn inherited(&self, page: ObjectId, name: &[u8]) -> Option<&'a Object> {
        let mut node = self.document.get_dictionary(page).ok()?;
        for _ in 0..DEEPEST {
            if let Ok(found) = node.get(name) {
                return Some(self.follow(found));
            }
            node = self.inner(node, b"Parent")?;
        }
        None
    }

    /// Four numbers, as left, lower, right, upper.
    pub fn rectangle(&self, object: &'a Object) -> Option<[f64; 4]> {
        let list = self.follow(object).as_array().ok()?;
        let found: Vec<f64> = list.iter().filter_map(|side| number(self.follow(side))).collect();
        let [a, b, c, d] = *found.as_slice() else { return None };
        Some([a.min(c), b.min(d), a.max(c), b.max(d)])
    }

    /// The bytes of a stream as they were before they were packed.
    pub fn bytes(&self, stream: &Stream) -> Vec<u8> {
        stream.get_plain_content().unwrap_or_default()
    }
}

/// A number.
pub fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(value) => Some(*value as f64),
        Object::Real(value) => Some(f64::from(*value)),
        _ => None,
    }
}

/// A name as text.
pub fn name(object: &Object) -> Option<String> {
    object.as_name().ok().map(|name| String::from_utf8_lossy(name).into_owned())
}

/// A text string: UTF-16 or UTF-8 with its mark, or one byte a letter (ISO 32000-2, 7.9.2.2 and D.3).
pub fn string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| pair.iter().fold(0, |sum, byte| sum << 8 | u16::from(*byte)));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        plain => plain.iter().map(|byte| letter(*byte)).collect(),
    }
}

/// What PDFDocEncoding has at 0x18 to 0x1F and at 0x80 to 0xA0; the rest is Latin-1.
fn letter(byte: u8) -> char {
    const LOW: &str = "˘ˇˆ˙˝˛˚˜";
    const HIGH: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{FFFD}€";
    let found = match byte {
        0x18..=0x1F => LOW.chars().nth(usize::from(byte - 0x18)),
        0x80..=0xA0 => HIGH.chars().nth(usize::from(byte - 0x80)),
        _ => None,
    };
    found.unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_in_each_of_their_codes() {
        assert_eq!(string(b"\xFE\xFF\x00a\xD8\x35\xDC\x00"), "a\u{1D400}");
        assert_eq!(string(b"\xEF\xBB\xBFa\xC3\xA9"), "a\u{e9}");
        assert_eq!(string(b"a\xE9\x8D\x9E\xA0\x18"), "a\u{e9}\u{201C}\u{17E}\u{20AC}\u{2D8}");
    }
}
