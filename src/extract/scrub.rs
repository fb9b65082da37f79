//! Takes secrets out of text before it can reach a fact, a snapshot or a report.
//!
//! It is the second line: values of Secrets and of the environment are never read at all. What is left is text that
//! people and servers write around them: URLs with a password, command lines, messages, annotations. Rather too much
//! is removed than too little.

mod annotations;
mod authorization;
mod named;
mod private_key;
mod token;
mod userinfo;

pub use annotations::{keep_known, known_annotation};

/// What stands where a secret stood.
const REMOVED: &str = "[removed]";

/// Removing one secret may lay another one bare; so often at most is looked again.
const PASSES: usize = 8;

/// The text without passwords in URLs, values of parameters that are named like secrets, `Authorization` values,
/// private keys, and tokens that are known by their shape. Doing it twice changes nothing.
pub fn scrub(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..PASSES {
        let before = text;
        text = pass(&before);
        if text == before {
            break;
        }
    }
    text
}

fn pass(text: &str) -> String {
    let text = private_key::remove(text);
    let text = userinfo::remove(&text);
    let text = authorization::remove(&text);
    let text = named::remove(&text);
    token::remove(&text)
}

/// Ends a value wherever it stands: in prose, a shell, JSON or markup.
fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>')
}

/// Where the word that begins at `start` ends.
fn word_end(text: &str, start: usize) -> usize {
    text[start..].find(ends_word).map_or(text.len(), |length| start + length)
}

#[cfg(test)]
mod tests;
