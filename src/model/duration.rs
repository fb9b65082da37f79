//! Durations as Go writes them: `1h30m`, `1.5h`, `90s`, `500ms`.

const NANOS_PER_SECOND: i128 = 1_000_000_000;
/// Go counts nanoseconds in 64 bits and refuses what does not fit (292 years).
const LONGEST: i128 = i64::MAX as i128;

/// Whole seconds, or `None` where Go answers an error.
pub fn parse(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut nanos = 0_i128;
    while !rest.is_empty() {
        let (whole, after) = split_digits(rest);
        let (fraction, after) = after.strip_prefix('.').map_or(("", after), split_digits);
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let unit = &after[..after.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(after.len())];
        nanos += amount(whole, fraction, nanos_of(unit)?)?;
        if nanos > LONGEST {
            return None;
        }
        rest = &after[unit.len()..];
    }
    let seconds = i64::try_from(nanos / NANOS_PER_SECOND).ok()?;
    Some(if negative { -seconds } else { seconds })
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

fn amount(whole: &str, fraction: &str, unit: i128) -> Option<i128> {
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse::<u64>().ok()?.into() };
    // A tenth of the largest unit (an hour) still shows after 13 digits, and the rest never does.
    let fraction = &fraction[..fraction.len().min(15)];
    let part: i128 = if fraction.is_empty() { 0 } else { fraction.parse::<u64>().ok()?.into() };
    let tens = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    Some(whole * unit + part * unit / tens)
}

fn nanos_of(unit: &str) -> Option<i128> {
    match unit {
        "ns" => Some(1),
        // Both letters mu of Unicode, as Go takes them.
        "us" | "\u{b5}s" | "\u{3bc}s" => Some(1000),
        "ms" => Some(1_000_000),
        "s" => Some(NANOS_PER_SECOND),
        "m" => Some(60 * NANOS_PER_SECOND),
        "h" => Some(3600 * NANOS_PER_SECOND),
        _ => None,
    }
}
