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
