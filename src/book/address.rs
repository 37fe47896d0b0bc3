//! Links out of the book, as `href` takes them.

/// Schemes that lead out of a book and are registered with IANA; EPUB 3.3 forbids `file` and `data` in
/// links, and reading systems refuse scripts.
const SCHEMES: [&str; 16] = [
    "http", "https", "mailto", "ftp", "tel", "sms", "urn", "news", "nntp", "geo", "irc", "xmpp", "git",
    "ssh", "sftp", "doi",
];

/// The address with every character escaped that a URL can't have; `None` where it is no address that
/// an EPUB may name.
#[must_use]
pub fn href(address: &str) -> Option<String> {
    let (scheme, rest) = address.trim().split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if rest.is_empty() || !SCHEMES.contains(&scheme.as_str()) {
        return None;
    }
    let Some(after) = rest.strip_prefix("//") else {
        let web = matches!(scheme.as_str(), "http" | "https" | "ftp");
        return (!web).then(|| tail(format!("{scheme}:"), rest));
    };
    let (authority, path) = after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
    is_authority(authority).then(|| tail(format!("{scheme}://{authority}"), path))
}

/// `out` with path, query and fragment behind it, escaped where RFC 3986 asks for it. Letters outside
/// ASCII stay: EPUB takes them.
fn tail(mut out: String, text: &str) -> String {
    let mut fragment = false;
    for (at, c) in text.char_indices() {
        match c {
            '#' if !fragment => {
                fragment = true;
                out.push(c);
            }
            '%' if escaped(text.get(at..).unwrap_or_default()) => out.push(c),
            '%' | '#' | '[' | ']' | ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_control() || c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

/// Whether `user@host:port` has a host and, if a port, a number.
fn is_authority(text: &str) -> bool {
    let host = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let (is_host, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => (address.parse::<std::net::Ipv6Addr>().is_ok(), port),
        None => {
            let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
            let good = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
            (!name.is_empty() && name.chars().all(good), port)
        }
    };
    is_host && (port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok()))
}

/// Whether `text` begins with `%` and two hexadecimal digits.
fn escaped(text: &str) -> bool {
    let mut digits = text.bytes().skip(1);
    let mut hex = || digits.next().is_some_and(|b| b.is_ascii_hexdigit());
    hex() && hex()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_escaped_or_refused() {
        let good = |text: &str| href(text).expect("an address");
        assert_eq!(good("https://a.org/x y|z?q={1}#a#b"), "https://a.org/x%20y%7Cz?q=%7B1%7D#a%23b");
        assert_eq!(good("https://a.org/100%25/50%"), "https://a.org/100%25/50%25");
        assert_eq!(good("https://de.wikipedia.org/wiki/Größe"), "https://de.wikipedia.org/wiki/Größe");
        assert_eq!(good("http://[::1]:80/a[b]"), "http://[::1]:80/a%5Bb%5D");
        assert_eq!(good("mailto:a@b.org"), "mailto:a@b.org");
        for bad in [
            "http://",
            "http:///x",
            "http://a b/",
            "http://a:port/",
            "javascript:x",
            "localhost:80",
            "x",
            "http://{host}/",
            "file:///x",
            "https:x",
        ] {
            assert_eq!(href(bad), None, "{bad}");
        }
    }
}
