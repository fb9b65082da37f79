//! Private keys in PEM, on many lines or with `\n` in one.

use super::REMOVED;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

pub(super) fn remove(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(BEGIN) {
        let label = start + BEGIN.len();
        let body = rest[label..].find(DASHES).map_or(rest.len(), |length| label + length);
        kept.push_str(&rest[..start]);
        if !rest[label..body].contains("PRIVATE KEY") {
            kept.push_str(&rest[start..body]);
            rest = &rest[body..];
            continue;
        }
        kept.push_str(REMOVED);
        // A key that was cut off is a key: without an end, all that follows goes.
        let end = rest[body..].find(END).map(|length| body + length + END.len());
        let after = end.and_then(|end| rest[end..].find(DASHES).map(|length| end + length + DASHES.len()));
        rest = &rest[after.unwrap_or(rest.len())..];
    }
    kept + rest
}
