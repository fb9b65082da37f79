//! Values whose name says that they are secret: `?token=x`, `--password=x`, `"apiKey": "x"`, `Cookie: x`.

use super::{REMOVED, ends_word};

/// Names that hold a secret wherever they stand; compared without `-`, `_` and `.`.
const SECRET: [&str; 10] = [
    "password",
    "passwd",
    "passphrase",
    "token",
    "apikey",
    "accesskey",
    "secretkey",
    "privatekey",
    "clientsecret",
    "credential",
];
/// Names that do so before `=`. Before `:` they are names of objects more often (`secret: tls-example-com`).
const SECRET_BEFORE_EQUALS: [&str; 2] = ["secret", "signature"];
/// Names that do so as a whole.
const SECRET_WHOLE: [&str; 3] = ["pwd", "pass", "clientkeydata"];
/// Names that do so as a parameter of a URL, and mean anything elsewhere (`exit code=1`).
const SECRET_IN_QUERY: [&str; 8] = ["key", "sig", "auth", "code", "jwt", "sas", "session", "sid"];
/// Names that end so say where the secret is, or what it is like, not what it is (`secretName`, `token_url`).
const ABOUT_A_SECRET: [&str; 8] = ["name", "namespace", "ref", "file", "path", "url", "type", "format"];
/// Values that are no secrets: `automountServiceAccountToken: false`.
const NO_SECRET: [&str; 3] = ["true", "false", "null"];
/// Headers whose value goes to the end of the line.
const HEADERS: [&str; 4] = ["authorization", "proxyauthorization", "cookie", "setcookie"];

pub(super) fn remove(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut done = 0;
    for (separator, sign) in text.char_indices().filter(|(_, c)| matches!(c, '=' | ':')) {
        if separator < done {
            continue;
        }
        let Some(until) = until(&text[done..separator], sign) else { continue };
        let (start, end) = value(text, separator + 1, until);
        if start < end && !NO_SECRET.contains(&text[start..end].trim_end_matches([',', ';', '}'])) {
            kept.push_str(&text[done..start]);
            kept.push_str(REMOVED);
            done = end;
        }
    }
    kept + &text[done..]
}

/// How far a secret value goes.
#[derive(Clone, Copy, PartialEq)]
enum Until {
    /// To the next parameter.
    Parameter,
    /// To the end of the word.
    Word,
    /// To the end of the line.
    Line,
}

/// What the name before a separator says of the value behind it; `None` = it is no secret.
fn until(before: &str, sign: char) -> Option<Until> {
    let before = before.trim_end_matches([' ', '\t']).trim_end_matches(['"', '\'']).trim_end_matches('\\');
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let written = &before[before.trim_end_matches(in_name).len()..];
    let name: String = written.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let contains = |names: &[&str]| names.iter().any(|secret| name.contains(secret));
    let is = |names: &[&str]| names.contains(&name.as_str());
    let equals = sign == '=';
    let in_query = equals && before[..before.len() - written.len()].ends_with(['?', '&', ';']);
    if is(&HEADERS) {
        Some(Until::Line)
    } else if ABOUT_A_SECRET.iter().any(|ending| name.ends_with(ending)) {
        None
    } else if in_query
        && (contains(&SECRET) || contains(&SECRET_BEFORE_EQUALS) || is(&SECRET_WHOLE) || is(&SECRET_IN_QUERY))
    {
        Some(Until::Parameter)
    } else if contains(&SECRET) || is(&SECRET_WHOLE) || (equals && contains(&SECRET_BEFORE_EQUALS)) {
        Some(Until::Word)
    } else {
        None
    }
}

/// Where the value behind a separator begins and ends, without its quotes.
fn value(text: &str, from: usize, until: Until) -> (usize, usize) {
    let skipped = text[from..].len() - text[from..].trim_start_matches([' ', '\t']).len();
    let spaced = from + skipped;
    let unescaped = spaced + (text[spaced..].len() - text[spaced..].trim_start_matches('\\').len());
    if let Some(quote) = text[unescaped..].chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let start = unescaped + 1;
        let end = text[start..].find(quote).map_or(text.len(), |length| start + length);
        // The closing quote may be escaped as the opening one was.
        let escaped = if unescaped > spaced { text[start..end].trim_end_matches('\\').len() } else { end - start };
        return (start, start + escaped);
    }
    let ends = |c: char| match until {
        Until::Parameter => ends_word(c) || c == '&',
        Until::Word => ends_word(c),
        Until::Line => matches!(c, '\n' | '\r' | '"' | '\''),
    };
    (spaced, text[spaced..].find(ends).map_or(text.len(), |length| spaced + length))
}
