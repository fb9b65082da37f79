//! Spans as Go writes them (`1h30m`, `720h0m0s`): what Velero's and other controllers' resources hold.

use serde::{Deserialize, Deserializer};

use crate::model::Seconds;

/// Nanoseconds of each unit; longer names first, so that `ms` is not read as minutes.
const UNITS: [(&str, f64); 8] = [
    ("ns", 1.0),
    ("us", 1e3),
    ("\u{b5}s", 1e3),
    ("\u{3bc}s", 1e3),
    ("ms", 1e6),
    ("h", 3.6e12),
    ("m", 6e10),
    ("s", 1e9),
];

/// A span; what is empty or no span at all is none.
pub(super) fn span<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Seconds>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(value.as_str().and_then(parse))
}

/// Whole seconds of a span, rounded down.
pub(super) fn parse(text: &str) -> Option<Seconds> {
    let text = text.trim();
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(Seconds(0));
    }
    if rest.is_empty() {
        return None;
    }
    let mut nanoseconds = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|it: char| !it.is_ascii_digit() && it != '.')?;
        let (number, tail) = rest.split_at(end);
        let (unit, length) = UNITS.iter().find(|(unit, _)| tail.starts_with(unit))?;
        nanoseconds += number.parse::<f64>().ok()? * length;
        rest = &tail[unit.len()..];
    }
    // A float becomes an integer by saturation, so that no text can overflow.
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (sign * nanoseconds / 1e9) as i64;
    Some(Seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn spans_are_read_as_go_reads_them() {
        for (text, seconds) in [
            ("1m", Some(60)),
            ("720h0m0s", Some(2_592_000)),
            ("1h30m", Some(5400)),
            ("1.5h", Some(5400)),
            ("0s", Some(0)),
            ("0", Some(0)),
            ("1500ms", Some(1)),
            ("-1m", Some(-60)),
            ("", None),
            ("5", None),
            ("h", None),
            ("1d", None),
            ("1h30", None),
            ("9999999999999999999h", Some(i64::MAX)),
        ] {
            assert_eq!(parse(text).map(|it| it.0), seconds, "{text}");
        }
    }
}
