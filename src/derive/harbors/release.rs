//! How old a Harbor is: its project mends the newest minor version and the two before it.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::derive::lifecycle;
use crate::model::Time;

/// The newest minor version that this carbon knows, and its day (github.com/goharbor/harbor, tag v2.15.0).
const NEWEST: (u32, u32, Date) = (2, 15, date(2026, 3, 11));

/// Minor versions between this one (`v2.15.2-abcdef`) and the newest of that time; `None` if it is no version.
pub(super) fn minors_behind(version: &str, now: Time) -> Option<i64> {
    let (newest_major, minor, since) = NEWEST;
    let newest = if TimeZone::UTC.to_datetime(now.0).date() < since { minor - 1 } else { minor };
    let (major, Some(minor)) = lifecycle::numbers(version)? else { return None };
    Some(match major.cmp(&newest_major) {
        std::cmp::Ordering::Greater => 0,
        std::cmp::Ordering::Equal => i64::from(newest.saturating_sub(minor)),
        // Each minor version of this major one came after it, 2.0 included.
        std::cmp::Ordering::Less => i64::from(newest) + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_counted_back_from_the_newest_of_the_day() {
        for (version, day, wanted) in [
            ("v2.15.2-abcdef", "2026-11-24", Some(0)),
            ("v2.13.0", "2026-11-24", Some(2)),
            ("v2.12.4-1a2b3c4d", "2026-11-24", Some(3)),
            ("v2.12.4", "2026-03-10", Some(2)),
            ("v2.16.0", "2026-11-24", Some(0)),
            ("v3.0.0", "2026-11-24", Some(0)),
            ("v1.10.18", "2026-11-24", Some(16)),
            ("2.15", "2026-11-24", Some(0)),
            ("dev", "2026-11-24", None),
            ("", "2026-11-24", None),
            ("v2", "2026-11-24", None),
        ] {
            let now = format!("{day}T12:00:00Z").parse().unwrap();
            assert_eq!(minors_behind(version, now), wanted, "{version} on {day}");
        }
    }
}
