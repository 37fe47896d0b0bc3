//! Page labels (ISO 32000-1, 12.4.2).

use lopdf::{Dictionary, Object};

use super::object::{Reader, name, number, string};
use crate::book::roman;

/// The label of each page; empty where the file gives none.
pub fn read(reader: Reader, pages: usize) -> Vec<String> {
    let mut ranges = Vec::new();
    let root = reader.document.catalog().ok().and_then(|catalog| reader.inner(catalog, b"PageLabels"));
    if let Some(root) = root {
        gather(reader, root, 0, &mut ranges);
    }
    ranges.sort_by_key(|(first, _)| *first);
    (0..pages).map(|page| label(reader, &ranges, page)).collect()
}

/// The pairs of a number tree.
fn gather<'a>(reader: Reader<'a>, node: &'a Dictionary, depth: usize, out: &mut Vec<(usize, &'a Dictionary)>) {
    if let Some(list) = reader.entry(node, b"Nums").and_then(|object| object.as_array().ok()) {
        for pair in list.chunks_exact(2) {
            let [key, value] = pair else { continue };
            let found = number(reader.follow(key)).zip(reader.dictionary(value));
            out.extend(found.map(|(first, value)| (first as usize, value)));
        }
    }
    let kids = reader.entry(node, b"Kids").and_then(|object| object.as_array().ok());
    for kid in kids.into_iter().flatten().filter(|_| depth < 16) {
        if let Some(kid) = reader.dictionary(kid) {
            gather(reader, kid, depth + 1, out);
        }
    }
}

fn label(reader: Reader, ranges: &[(usize, &Dictionary)], page: usize) -> String {
    let past = ranges.partition_point(|(first, _)| *first <= page);
    let Some((first, range)) = past.checked_sub(1).and_then(|last| ranges.get(last)) else { return String::new() };
    let start = range.get(b"St").ok().and_then(number).map_or(1, |start| start as usize);
    let count = u32::try_from(start + page - first).unwrap_or(u32::MAX);
    let prefix = match range.get(b"P") {
        Ok(Object::String(text, _)) => string(text),
        _ => String::new(),
    };
    let style = range.get(b"S").ok().map(|object| reader_name(reader, object)).unwrap_or_default();
    let digits = match style.as_str() {
        "D" => count.to_string(),
        "r" => roman(count).to_lowercase(),
        "R" => roman(count),
        _ => String::new(),
    };
    prefix + &digits
}

fn reader_name(reader: Reader, object: &Object) -> String {
    match object {
        Object::Reference(id) => reader.document.get_object(*id).ok().and_then(name).unwrap_or_default(),
        other => name(other).unwrap_or_default(),
    }
}
