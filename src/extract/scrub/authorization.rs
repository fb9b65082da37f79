//! Credentials behind the name of an HTTP authentication scheme.

use super::{REMOVED, word_end};

/// Words that follow the name of a scheme in prose, and are no credentials.
const PROSE: [&str; 7] = ["auth", "authentication", "authorization", "credentials", "scheme", "token", "tokens"];

pub(super) fn remove(text: &str) -> String {
    // Only ASCII letters change, so places in one text are places in the other.
    let lower = text.to_ascii_lowercase();
    let mut kept = String::with_capacity(text.len());
    let mut done = 0;
    while let Some((scheme, after)) = next_scheme(&lower, done) {
        let start = after + text[after..].len() - text[after..].trim_start().len();
        let end = word_end(text, start);
        kept.push_str(&text[done..start]);
        done = start;
        if start > after && is_credential(scheme, &text[start..end]) {
            kept.push_str(REMOVED);
            done = end;
        }
    }
    kept + &text[done..]
}

#[derive(Clone, Copy)]
enum Scheme {
    Bearer,
    Basic,
}

/// The first scheme from a place on, and where its name ends.
fn next_scheme(lower: &str, from: usize) -> Option<(Scheme, usize)> {
    lower[from..].match_indices('b').map(|(place, _)| from + place).find_map(|place| {
        let starts_word = !lower[..place].ends_with(|c: char| c.is_ascii_alphanumeric());
        [(Scheme::Bearer, "bearer"), (Scheme::Basic, "basic")]
            .into_iter()
            .find(|(_, name)| starts_word && lower[place..].starts_with(name))
            .map(|(scheme, name)| (scheme, place + name.len()))
    })
}

fn is_credential(scheme: Scheme, word: &str) -> bool {
    let bare = word.trim_end_matches([',', ';', '.', ')', ']', '}', ':']);
    // A challenge (`Bearer realm="..."`) holds parameters, not credentials.
    let parameter = ["realm=", "error=", "scope=", "service="].iter().any(|name| word.starts_with(name));
    if bare.is_empty() || parameter || PROSE.iter().any(|prose| bare.eq_ignore_ascii_case(prose)) {
        return false;
    }
    match scheme {
        Scheme::Bearer => true,
        Scheme::Basic => {
            let base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_');
            // `Basic settings` is prose: no word has capitals or digits in the middle.
            let scrambled = bare.bytes().skip(1).any(|byte| !byte.is_ascii_lowercase());
            bare.len() >= 4 && bare.len().is_multiple_of(4) && scrambled && bare.bytes().all(base64)
        }
    }
}
