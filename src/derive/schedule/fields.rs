//! The fields of a cron schedule as sets of bits.

use jiff::civil::Date;

use super::{Dialect, Field, ScheduleError};

/// The values that each field allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fields {
    seconds: Values,
    minutes: Values,
    hours: Values,
    days: Values,
    months: Values,
    weekdays: Values,
}

/// One field: bit `n` is set if `n` is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Values {
    bits: u64,
    /// Written as a star, so that the field does not restrict.
    star: bool,
}

/// The seconds of a day on which something runs.
pub(super) struct WithinDay {
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) longest_gap: i64,
}

impl Fields {
    pub(super) fn parse(text: &str, dialect: Dialect) -> Result<Self, ScheduleError> {
        let written: Vec<&str> = text.split_whitespace().collect();
        let count = |wanted| ScheduleError::Fields { text: text.into(), found: written.len(), wanted };
        let [second, minute, hour, day, month, weekday] = match (dialect, written.as_slice()) {
            (Dialect::Standard, &[minute, hour, day, month, weekday]) => ["0", minute, hour, day, month, weekday],
            (Dialect::WithSeconds, &[second, minute, hour, day, month]) => [second, minute, hour, day, month, "*"],
            (Dialect::WithSeconds, &[second, minute, hour, day, month, weekday]) => {
                [second, minute, hour, day, month, weekday]
            }
            (Dialect::Standard, _) => return Err(count("5")),
            (Dialect::WithSeconds, _) => return Err(count("6")),
        };
        Ok(Self {
            seconds: Values::parse(second, Field::Second, dialect)?,
            minutes: Values::parse(minute, Field::Minute, dialect)?,
            hours: Values::parse(hour, Field::Hour, dialect)?,
            days: Values::parse(day, Field::DayOfMonth, dialect)?,
            months: Values::parse(month, Field::Month, dialect)?,
            weekdays: Values::parse(weekday, Field::DayOfWeek, dialect)?,
        })
    }

    /// If both the day of the month and that of the week are restricted, one of them is enough.
    pub(super) fn day_matches(&self, date: Date) -> bool {
        let day = self.days.has(date.day());
        let weekday = self.weekdays.has(date.weekday().to_sunday_zero_offset());
        let either = !self.days.star && !self.weekdays.star;
        self.months.has(date.month()) && if either { day || weekday } else { day && weekday }
    }

    pub(super) fn hour_matches(&self, hour: i8) -> bool {
        self.hours.has(hour)
    }

    pub(super) fn minute_matches(&self, minute: i8) -> bool {
        self.minutes.has(minute)
    }

    pub(super) fn second_matches(&self, second: i8) -> bool {
        self.seconds.has(second)
    }

    pub(super) fn within_a_day(&self) -> WithinDay {
        let mut within = WithinDay { first: i64::MAX, last: i64::MIN, longest_gap: 0 };
        for hour in self.hours.each() {
            for minute in self.minutes.each() {
                for second in self.seconds.each() {
                    let at = 3600 * hour + 60 * minute + second;
                    if within.first == i64::MAX {
                        within.first = at;
                    } else {
                        within.longest_gap = within.longest_gap.max(at - within.last);
                    }
                    within.last = at;
                }
            }
        }
        within
    }
}

impl Values {
    fn has(self, value: i8) -> bool {
        u32::try_from(value).is_ok_and(|value| self.bits & (1 << value) != 0)
    }

    fn each(self) -> impl Iterator<Item = i64> {
        (0..60).filter(move |value| self.bits & (1 << value) != 0)
    }

    fn parse(text: &str, field: Field, dialect: Dialect) -> Result<Self, ScheduleError> {
        let mut all = Self { bits: 0, star: false };
        // Empty parts are skipped (`1,,2`), as the controllers do; a field of commas only would allow nothing.
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let values = Self::parse_range(part, field, dialect)
                .ok_or_else(|| ScheduleError::Field { field, text: part.into() })?;
            all = Self { bits: all.bits | values.bits, star: all.star || values.star };
        }
        if all.bits == 0 { Err(ScheduleError::Field { field, text: text.into() }) } else { Ok(all) }
    }

    /// `*`, `?`, `N`, `N-M`, each with `/STEP`; `N/STEP` goes on to the end of the range.
    fn parse_range(text: &str, field: Field, dialect: Dialect) -> Option<Self> {
        let (lowest, highest) = field.range();
        let (range, step) = match text.split_once('/') {
            Some((range, step)) => (range, Some(number(step)?)),
            None => (text, None),
        };
        let star = matches!(range, "*" | "?");
        let (start, end) = match range.split_once('-') {
            _ if star => (lowest, highest),
            // The controllers take `*-5` for a star, too, but nobody means that.
            Some((start, end)) => (field.value(start)?, field.value(end)?),
            None if step.is_some() => (field.value(range)?, highest),
            None => (field.value(range)?, field.value(range)?),
        };
        let step = step.unwrap_or(1);
        if start < lowest || end > highest || start > end || step == 0 {
            return None;
        }
        let bits = (start..=end).step_by(usize::try_from(step).ok()?).fold(0, |bits, value| bits | 1 << value);
        let stepping_restricts = dialect == Dialect::Standard && step > 1;
        Some(Self { bits, star: star && !stepping_restricts })
    }
}

impl Field {
    const fn range(self) -> (u32, u32) {
        match self {
            Self::Second | Self::Minute => (0, 59),
            Self::Hour => (0, 23),
            Self::DayOfMonth => (1, 31),
            Self::Month => (1, 12),
            Self::DayOfWeek => (0, 6),
        }
    }

    fn value(self, text: &str) -> Option<u32> {
        const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
        let (names, from): (&[&str], u32) = match self {
            Self::Month => (&MONTHS, 1),
            Self::DayOfWeek => (&WEEKDAYS, 0),
            Self::Second | Self::Minute | Self::Hour | Self::DayOfMonth => (&[], 0),
        };
        match names.iter().position(|name| text.eq_ignore_ascii_case(name)) {
            Some(place) => u32::try_from(place).ok().map(|place| place + from),
            None => number(text),
        }
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}
