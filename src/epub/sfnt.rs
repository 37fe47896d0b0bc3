//! The file that a font is, and its numbers, big end first: OpenType 1.9, chapter "OpenType font file".

/// The file: directory and tables, each on a multiple of four bytes.
pub(super) fn file(version: [u8; 4], tables: &[(&[u8; 4], Vec<u8>)]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok().filter(|count| *count > 0)?;
    let power = 1_u16 << count.ilog2();
    let mut out = version.to_vec();
    out.extend(words(&[count, power * 16, count.ilog2() as u16, (count - power) * 16]));
    let mut at = out.len() + tables.len() * 16;
    for (tag, bytes) in tables {
        out.extend(*tag);
        out.extend(checksum(bytes).to_be_bytes());
        out.extend(u32::try_from(at).ok()?.to_be_bytes());
        out.extend(u32::try_from(bytes.len()).ok()?.to_be_bytes());
        at += bytes.len().next_multiple_of(4);
    }
    for (_, bytes) in tables {
        out.extend(bytes);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    Some(out)
}

/// Sum of the bytes as big-endian words of four.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = 0_u32;
    for four in bytes.chunks(4) {
        let mut word = [0; 4];
        word.iter_mut().zip(four).for_each(|(to, from)| *to = *from);
        sum = sum.wrapping_add(u32::from_be_bytes(word));
    }
    sum
}

/// Numbers of two bytes, one after the other.
pub(super) fn words(list: &[u16]) -> Vec<u8> {
    list.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// The number of two bytes at an offset.
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The number of four bytes at an offset.
pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Puts bytes in the place of those at an offset.
pub(super) fn put(bytes: &mut [u8], at: usize, with: &[u8]) -> Option<()> {
    bytes.get_mut(at..at + with.len())?.copy_from_slice(with);
    Some(())
}
