//! User and password in URLs and in data source names.

use super::{REMOVED, ends_word, word_end};

const SCHEME_END: &str = "://";

pub(super) fn remove(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut start = 0;
    while start < text.len() {
        let end = word_end(text, start);
        let word = &text[start..end];
        if word.contains(SCHEME_END) {
            from_urls(word, &mut kept);
        } else {
            from_source_name(word, &mut kept);
        }
        let next = text[end..].chars().next().map_or(text.len(), |c| end + c.len_utf8());
        debug_assert!(text[end..next].chars().all(ends_word));
        kept.push_str(&text[end..next]);
        start = next;
    }
    kept
}

/// A word with URLs in it: `https://user:password@host/` becomes `https://host/`.
fn from_urls(word: &str, kept: &mut String) {
    for (number, piece) in word.split(SCHEME_END).enumerate() {
        if number == 0 {
            kept.push_str(piece);
        } else {
            kept.push_str(SCHEME_END);
            kept.push_str(&piece[userinfo_length(piece)..]);
        }
    }
}

/// The length of `user:password@` at the start of what follows `://`.
fn userinfo_length(piece: &str) -> usize {
    let authority = piece.split(['/', '?', '#']).next().unwrap_or_default();
    // A password may hold any of `/?#@` unescaped, and ends the authority too early then. The sign of a password: what
    // follows the first colon is no port. The last `@` of the word is taken in that case; it may stand in the path,
    // but a mangled address is better than half a password.
    let port = if authority.starts_with('[') { None } else { authority.split_once(':').map(|(_, port)| port) };
    let password = port.is_some_and(|port| port.bytes().any(|byte| !byte.is_ascii_digit()));
    let within = if password { piece } else { authority };
    match within.rfind('@') {
        Some(at) if !is_digest(&piece[at + 1..]) => at + 1,
        Some(_) | None => 0,
    }
}

/// A word without a scheme: `user:password@tcp(db:3306)/app`, also behind `dsn=`. Images (`name:tag@sha256:...`) and
/// addresses of mail are no such thing.
fn from_source_name(word: &str, kept: &mut String) {
    let colon = word.find(':');
    let at = word.rfind('@');
    let (Some(colon), Some(at)) = (colon, at) else { return kept.push_str(word) };
    let user = word[..colon].rfind(['=', ',', ';', '(', '{', '[']).map_or(0, |before| before + 1);
    if colon > at || is_digest(&word[at + 1..]) || word[user..colon].eq_ignore_ascii_case("mailto") {
        return kept.push_str(word);
    }
    kept.push_str(&word[..user]);
    kept.push_str(REMOVED);
    kept.push_str(&word[at..]);
}

fn is_digest(text: &str) -> bool {
    ["sha256:", "sha384:", "sha512:"].iter().any(|algorithm| text.starts_with(algorithm))
}
