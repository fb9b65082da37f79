//! Whether a tag stays where it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How firmly a reference names an image.
///
/// A registry lets everybody move every tag, so `Version` is a custom, not a promise. The rule, from the tag alone:
///
/// - A tag with a date or a commit hash in it is a `Version` (`main-1a2b3c4`, `stable-20240101`): one build, one tag.
/// - A tag with a floating word in it is `Moving`, version or not: `latest`, `1.2-nightly`, `2.0.0-SNAPSHOT`.
/// - A tag with a version of two numbers or more in it is a `Version`: `1.2`, `v1.2.3-alpine`, `release-2.1`, `8u382`.
///   So is a build number of five digits or more.
/// - All else is `Moving`: no tag, `stable`, `alpine`, and a bare major such as `16`, `v3`, `16-bookworm` or `pg16`,
///   which follows each minor release. So is `1.x`, which says so.
///
/// Projects that number each release with one number are an exception, by their repository (`trinodb/trino:436`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Pinned {
    /// The content itself, whatever the tag says.
    Digest,
    /// A tag that is not moved by custom.
    Version,
    /// A tag that is meant to move, or says nothing of what it holds.
    Moving,
}

/// Words that say that the tag follows something, whatever version stands beside them.
const FLOATING: [&str; 17] = [
    "latest", "snapshot", "nightly", "daily", "weekly", "edge", "canary", "dev", "devel", "develop", "main", "master",
    "trunk", "head", "tip", "unstable", "rolling",
];

/// Repositories whose releases have one number only.
const ONE_NUMBER: [&str; 1] = ["trinodb/trino"];

/// The tag is the whole version, although it looks like a major one.
pub(super) fn is_release(repository: &str, tag: &str) -> bool {
    let ours = |name: &str| repository.strip_suffix(name).is_some_and(|it| it.is_empty() || it.ends_with('/'));
    ONE_NUMBER.iter().any(|name| ours(name)) && tag.bytes().all(|it| it.is_ascii_digit())
}

pub(super) fn of_tag(tag: Option<&str>) -> Pinned {
    let Some(tag) = tag.map(str::to_ascii_lowercase) else { return Pinned::Moving };
    let segments = || tag.split(['-', '_']);
    if holds_date(&tag) || segments().any(is_commit) || is_commit_after_word(&tag) {
        return Pinned::Version;
    }
    if segments().any(|segment| FLOATING.contains(&segment)) {
        return Pinned::Moving;
    }
    if segments().any(is_version) { Pinned::Version } else { Pinned::Moving }
}

/// `20240131`, `2024-01-31`, `2024.01.31` or `2024_01_31`, as a number of its own.
fn holds_date(tag: &str) -> bool {
    let bytes = tag.as_bytes();
    let number = |from: usize, length: usize| -> Option<u32> {
        let text = tag.get(from..from + length)?;
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
    };
    let date_at = |start: usize| -> Option<()> {
        let separated = bytes.get(start + 4).is_some_and(|byte| matches!(byte, b'-' | b'.' | b'_'));
        let gap = usize::from(separated);
        if separated && bytes.get(start + 4) != bytes.get(start + 7) {
            return None;
        }
        let year = number(start, 4)?;
        let month = number(start + 4 + gap, 2)?;
        let day = number(start + 6 + 2 * gap, 2)?;
        // A time may follow without a break: `20240131120000`.
        let plausible = (2000..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        plausible.then_some(())
    };
    (0..bytes.len()).any(|start| {
        let alone = start == 0 || !bytes[start - 1].is_ascii_digit();
        alone && date_at(start).is_some()
    })
}

/// Seven hexadecimal characters or more with a digit among them, as `git describe` writes them (`g1a2b3c4`), too.
fn is_commit(segment: &str) -> bool {
    let is_hash = |text: &str| {
        text.len() >= 7
            && text.bytes().all(|byte| byte.is_ascii_hexdigit())
            && text.bytes().any(|byte| byte.is_ascii_digit())
            && (text.bytes().any(|byte| !byte.is_ascii_digit()) || text.len() == 40)
    };
    is_hash(segment) || segment.strip_prefix('g').is_some_and(is_hash)
}

/// `sha-deadbee`: with the word before it a hash needs no digit.
fn is_commit_after_word(tag: &str) -> bool {
    ["sha-", "sha_", "git-", "commit-"].iter().any(|word| {
        tag.strip_prefix(word).is_some_and(|rest| {
            let hash = rest.split(['-', '_']).next().unwrap_or_default();
            hash.len() >= 7 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    })
}

/// Two numbers joined by a dot (`1.2`, `v1.2.3-rc1`, `17.0.9+9`), Java's `8u382`, or a long build number.
fn is_version(segment: &str) -> bool {
    let number = ["version", "release.", "release", "ver", "rel", "v", "r"]
        .iter()
        .find_map(|prefix| segment.strip_prefix(prefix))
        .unwrap_or(segment);
    let major = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if major == 0 {
        return false;
    }
    let rest = &number[major..];
    if rest.is_empty() {
        return major >= 5;
    }
    let wildcard = number.split('.').any(|part| part == "x");
    let minor = rest.strip_prefix(['.', 'u']).is_some_and(|minor| minor.starts_with(|c: char| c.is_ascii_digit()));
    minor && !wildcard
}
