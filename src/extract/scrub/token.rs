//! Tokens that are known by how they begin.

use super::REMOVED;

/// Beginnings that belong to the token and go with it.
const PREFIXES: [&str; 18] = [
    "eyJ",            // JSON Web Tokens: `{"` in base64
    "LS0tLS1CRUdJTi", // PEM in base64
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "dckr_pat_",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "hvs.",
    "hvb.",
    "AKIA",
    "ASIA",
    "AGE-SECRET-KEY-",
];
/// Addresses whose path is the secret; they stay, the path goes.
const ADDRESSES: [&str; 2] = ["hooks.slack.com/services/", "discord.com/api/webhooks/"];
/// Shorter ones are words: `eyJ` alone is harmless.
const SHORTEST: usize = 16;

pub(super) fn remove(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut previous = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let starts_word = previous.is_none_or(|c: char| !c.is_ascii_alphanumeric());
        if let Some((keep, length)) = token(rest).filter(|_| starts_word) {
            kept.push_str(&rest[..keep]);
            kept.push_str(REMOVED);
            rest = &rest[keep + length..];
            previous = None;
            continue;
        }
        kept.push(c);
        previous = Some(c);
        rest = &rest[c.len_utf8()..];
    }
    kept
}

/// How much to keep and how much to remove, if a token begins here.
fn token(text: &str) -> Option<(usize, usize)> {
    let run = |from: usize, more: &[char]| {
        let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') || more.contains(&c);
        text[from..].len() - text[from..].trim_start_matches(goes_on).len()
    };
    if let Some(address) = ADDRESSES.iter().find(|address| text.starts_with(*address)) {
        let length = run(address.len(), &['/']);
        return (length > 0).then_some((address.len(), length));
    }
    PREFIXES.iter().find(|prefix| text.starts_with(*prefix))?;
    let length = run(0, &['+', '/', '=']);
    (length >= SHORTEST).then_some((0, length))
}
