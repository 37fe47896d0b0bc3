//! Bare web addresses in running text: GFM, section 6.9, "Autolinks (extension)".

use super::source::Source;

/// The bounds of the address whose `://` or `www.` is at an offset, in a text from `from` to `end`. In a link's text
/// (`linked`) an address only keeps its letters, so any boundary will do.
pub(super) fn bounds(source: &Source, from: usize, at: usize, end: usize, linked: bool) -> Option<(usize, usize)> {
    let rest = source.slice(at..end);
    let start = if rest.starts_with("www.") {
        at
    } else {
        rest.strip_prefix("://")?;
        let head = source.slice(from..at);
        let scheme = ["https", "http"].into_iter().find(|scheme| head.ends_with(scheme))?;
        at - scheme.len()
    };
    let boundary = |c: char| c.is_whitespace() || "*_~(".contains(c) || (linked && !c.is_alphanumeric());
    if !source.before(start).is_none_or(boundary) {
        return None;
    }
    let body = source.slice(start..end);
    let length = body.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(body.len());
    let stop = start + length_of(body.get(..length)?);
    let host = source.slice(at..stop).trim_start_matches("://").trim_start_matches("www.");
    host.starts_with(char::is_alphanumeric).then_some((start, stop))
}

/// Where an address ends: punctuation at its end and an unbalanced `)` are not part of it.
fn length_of(text: &str) -> usize {
    let mut end = text.len();
    let mut surplus = text.matches(')').count().saturating_sub(text.matches('(').count());
    while let Some(last) = text.get(..end).and_then(|text| text.chars().next_back()) {
        let punctuation =
            matches!(last, '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '"' | '”' | '’');
        let unbalanced = last == ')' && surplus > 0;
        if !punctuation && !unbalanced {
            break;
        }
        surplus -= usize::from(unbalanced);
        end -= last.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::shown::shown;

    #[test]
    fn addresses() {
        assert_eq!(
            shown("(https://a.b/c--d_e_f). www.x.org, http://"),
            "P ([https://a.b/c--d_e_f](https://a.b/c--d_e_f)). [www.x.org](http://www.x.org), http://\n"
        );
        assert_eq!(
            shown("[https://a.b/c--d](x) <https://a.b/c--d>"),
            "P [https://a.b/c--d](x) [https://a.b/c--d](https://a.b/c--d)\n"
        );
    }
}
