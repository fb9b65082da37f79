//! Cron schedules as the controllers read them that we judge: Velero's five fields and CloudNativePG's six.
//!
//! Both controllers use robfig/cron, in two versions that differ, and that differs from other cron libraries where
//! it matters: `5/15` means from 5 on, Sunday is 0 and never 7, there is no `L`, and a step takes the star's meaning
//! away (in version 3 only). A schedule that we read otherwise would be a wrong answer, so the rules stand here.

mod fields;

use std::fmt;

use jiff::civil::{Date, date};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};

use crate::model::{Seconds, Time, duration};
use fields::Fields;

/// When something runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    runs: Runs,
    interval: Seconds,
}

#[derive(Debug, Clone, PartialEq)]
enum Runs {
    /// At the moments that the fields name, on the clocks of a zone.
    At { fields: Fields, zone: TimeZone },
    /// Every so many seconds, counted from the last run.
    Every(Seconds),
}

/// Why a text is no schedule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// Nothing was written.
    #[error("a schedule is empty")]
    Empty,
    /// Too many fields, or too few.
    #[error("schedule `{text}` has {found} fields, {wanted} wanted")]
    Fields {
        /// As written.
        text: String,
        /// How many there are.
        found: usize,
        /// How many there should be, in words.
        wanted: &'static str,
    },
    /// A field breaks the grammar or leaves its range.
    #[error("`{text}` is no {field} of a schedule")]
    Field {
        /// Which field.
        field: Field,
        /// The part of the field that is wrong.
        text: String,
    },
    /// `@something` that does not exist.
    #[error("`{0}` is no shorthand for a schedule")]
    Shorthand(String),
    /// `@every` without a duration such as `1h30m`.
    #[error("`{0}` is no duration")]
    Duration(String),
    /// The zone after `TZ=` is not in the time zone database, or nothing follows it.
    #[error("`{0}` is no time zone")]
    Zone(String),
    /// The fields are valid, but there is no such day (30 February).
    #[error("schedule `{0}` never comes")]
    Never(String),
}

/// A field of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// 0 to 59
    Second,
    /// 0 to 59
    Minute,
    /// 0 to 23
    Hour,
    /// 1 to 31
    DayOfMonth,
    /// 1 to 12, or `jan` to `dec`
    Month,
    /// 0 (Sunday) to 6, or `sun` to `sat`
    DayOfWeek,
}

/// Which reading of the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    /// robfig/cron 3, `ParseStandard`: Velero, Kubernetes' own CronJob.
    Standard,
    /// robfig/cron 1, `Parse`: CloudNativePG.
    WithSeconds,
}

const DAY: i64 = 86_400;
/// After 28 years weekdays and leap years come round again, as long as no century is in the way.
const CALENDAR_START: Date = date(2000, 1, 1);
const CALENDAR_DAYS: i64 = 10_227;
/// How far ahead the controllers look before they give up.
const HORIZON_YEARS: i16 = 5;

impl Schedule {
    /// Five fields, `@daily` and its like, `@every 1h30m`, with `TZ=` or `CRON_TZ=` before any of them.
    ///
    /// # Errors
    /// If Velero would refuse it, or if it never comes.
    pub fn parse_standard(text: &str) -> Result<Self, ScheduleError> {
        let prefix = ["TZ=", "CRON_TZ="].iter().find_map(|prefix| text.strip_prefix(prefix));
        let Some(rest) = prefix else { return Self::parse(text, text, TimeZone::UTC, Dialect::Standard) };
        let (name, rest) = rest.split_once(' ').ok_or_else(|| ScheduleError::Zone(rest.into()))?;
        Self::parse(text, rest.trim(), zone(name)?, Dialect::Standard)
    }

    /// Six fields, seconds first, or a shorthand. The last field may be missing: five fields are a valid schedule with
    /// another meaning than people expect (`0 0 * * *` is every hour), which CloudNativePG only warns of.
    ///
    /// # Errors
    /// If CloudNativePG would refuse it, or if it never comes.
    pub fn parse_with_seconds(text: &str) -> Result<Self, ScheduleError> {
        Self::parse(text, text, TimeZone::UTC, Dialect::WithSeconds)
    }

    fn parse(text: &str, spec: &str, zone: TimeZone, dialect: Dialect) -> Result<Self, ScheduleError> {
        if spec.trim().is_empty() {
            return Err(ScheduleError::Empty);
        }
        if let Some(every) = spec.strip_prefix("@every ") {
            let seconds = duration::parse(every).ok_or_else(|| ScheduleError::Duration(every.into()))?;
            // Shorter ones are lengthened, and fractions dropped, by both versions.
            let interval = Seconds(seconds.max(1));
            return Ok(Self { runs: Runs::Every(interval), interval });
        }
        let fields = match spec {
            "@yearly" | "@annually" => Fields::parse("0 0 1 1 *", Dialect::Standard),
            "@monthly" => Fields::parse("0 0 1 * *", Dialect::Standard),
            "@weekly" => Fields::parse("0 0 * * 0", Dialect::Standard),
            "@daily" | "@midnight" => Fields::parse("0 0 * * *", Dialect::Standard),
            "@hourly" => Fields::parse("0 * * * *", Dialect::Standard),
            other if other.starts_with('@') => return Err(ScheduleError::Shorthand(other.into())),
            other => Fields::parse(other, dialect),
        }?;
        let interval = longest_gap(&fields).ok_or_else(|| ScheduleError::Never(text.into()))?;
        Ok(Self { runs: Runs::At { fields, zone }, interval })
    }

    /// The longest time from one run to the next, over all calendars: a month is 31 days, a year 366.
    ///
    /// Clocks that are put forward or back are not counted: in a zone with summer time one gap a year is longer.
    pub fn interval(&self) -> Seconds {
        self.interval
    }

    /// The first run after a moment (for `@every`, after a run at that moment). `None` if there is none within five
    /// years: then the controllers give up, too.
    pub fn next_after(&self, moment: Time) -> Option<Time> {
        let whole = Timestamp::from_second(moment.0.as_second()).ok()?;
        match &self.runs {
            Runs::Every(interval) => whole.checked_add(SignedDuration::from_secs(interval.0)).ok().map(Time),
            Runs::At { fields, zone } => next_match(fields, whole.to_zoned(zone.clone())).map(Time),
        }
    }
}

fn zone(name: &str) -> Result<TimeZone, ScheduleError> {
    // To Go, no name is UTC, and `Local` is the zone of the container, which is UTC unless somebody went out of
    // their way. The database is the bundled one: the answer must not depend on the machine that asks.
    match name {
        "" | "Local" => Ok(TimeZone::UTC),
        name => TimeZoneDatabase::bundled().get(name).map_err(|_| ScheduleError::Zone(name.into())),
    }
}

fn longest_gap(fields: &Fields) -> Option<Seconds> {
    let within = fields.within_a_day();
    let mut first = None;
    let mut last = None;
    let mut longest_days = 0;
    let mut day = CALENDAR_START;
    for number in 0..CALENDAR_DAYS {
        if fields.day_matches(day) {
            first = first.or(Some(number));
            longest_days = last.map_or(0, |last| number - last).max(longest_days);
            last = Some(number);
        }
        day = day.tomorrow().ok()?;
    }
    let round_the_end = first? + CALENDAR_DAYS - last?;
    let days = longest_days.max(round_the_end);
    Some(Seconds((days * DAY - within.last + within.first).max(within.longest_gap)))
}

/// Walks forward as the controllers do: by days, hours, minutes, seconds, on the clocks of the zone. So a time that the
/// clocks skip has no run, and one that they repeat has two.
fn next_match(fields: &Fields, after: Zoned) -> Option<Timestamp> {
    let mut at = after.checked_add(1.second()).ok()?;
    let horizon = at.year().checked_add(HORIZON_YEARS)?;
    while at.year() <= horizon {
        if !fields.day_matches(at.date()) {
            at = at.tomorrow().ok()?.start_of_day().ok()?;
            continue;
        }
        let (minute, second) = (i64::from(at.minute()), i64::from(at.second()));
        let step = if !fields.hour_matches(at.hour()) {
            3600 - 60 * minute - second
        } else if !fields.minute_matches(at.minute()) {
            60 - second
        } else if !fields.second_matches(at.second()) {
            1
        } else {
            return Some(at.timestamp());
        };
        at = at.checked_add(SignedDuration::from_secs(step)).ok()?;
    }
    None
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::DayOfMonth => "day of the month",
            Self::Month => "month",
            Self::DayOfWeek => "day of the week",
        })
    }
}

#[cfg(test)]
mod tests;
