use proptest::prelude::*;

use super::*;

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

fn standard(text: &str) -> Schedule {
    Schedule::parse_standard(text).unwrap_or_else(|error| panic!("{error}"))
}

fn with_seconds(text: &str) -> Schedule {
    Schedule::parse_with_seconds(text).unwrap_or_else(|error| panic!("{error}"))
}

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

#[test]
fn the_interval_is_the_longest_gap() {
    let table = [
        ("* * * * *", MINUTE),
        ("*/10 * * * *", 10 * MINUTE),
        ("*/15 * * * *", 15 * MINUTE),
        ("0/1 * * * *", MINUTE),
        ("5/15 * * * *", 15 * MINUTE),
        ("*/7 * * * *", 7 * MINUTE),
        ("0,10 * * * *", 50 * MINUTE),
        ("0 * * * *", HOUR),
        ("0 */6 * * *", 6 * HOUR),
        ("0 */5 * * *", 5 * HOUR),
        ("30 8-17 * * *", 15 * HOUR),
        ("*/15 9-17 * * MON-FRI", (2 * 24 + 15) * HOUR + 15 * MINUTE),
        ("0 2 * * *", DAY),
        ("0 2,14 * * *", 12 * HOUR),
        ("0 3 * * 0", 7 * DAY),
        ("0 3 * * mon,Thu", 4 * DAY),
        ("0 3 1 * *", 31 * DAY),
        ("0 3 31 * *", 61 * DAY),
        ("0 0 1 1 *", 366 * DAY),
        ("0 0 29 2 *", 1461 * DAY),
        ("0 0 1,15 * *", 17 * DAY),
        // Both days restricted: either is enough.
        ("0 0 1 * MON", 7 * DAY),
        ("0 0 */2 * MON", 2 * DAY),
        ("0 0 ? * ?", DAY),
        ("@hourly", HOUR),
        ("@daily", DAY),
        ("@midnight", DAY),
        ("@weekly", 7 * DAY),
        ("@monthly", 31 * DAY),
        ("@yearly", 366 * DAY),
        ("@annually", 366 * DAY),
        ("@every 1h30m", 5400),
        ("@every 15m", 900),
        ("@every 1.5h", 5400),
        ("@every 500ms", 1),
        ("@every 90.9s", 90),
        ("@every -5m", 1),
        ("TZ=Europe/Berlin 0 2 * * *", DAY),
        ("CRON_TZ=America/Los_Angeles */5 * * * *", 5 * MINUTE),
        ("TZ=UTC @daily", DAY),
        ("  0 2 * * * ", DAY),
    ];
    for (text, wanted) in table {
        assert_eq!(standard(text).interval(), Seconds(wanted), "{text}");
    }
}

#[test]
fn cloudnative_pg_puts_seconds_first() {
    let table = [
        ("0 0 0 * * *", DAY),
        ("0 */15 * * * *", 15 * MINUTE),
        ("*/10 * * * * *", 10),
        ("0 0 2 * * 0", 7 * DAY),
        // Five fields are no daily backup but an hourly one.
        ("0 0 * * *", HOUR),
        ("0 2 * * *", HOUR),
        ("@daily", DAY),
        ("@every 10m", 600),
        // A step leaves the star in place here: both days must fit.
        ("0 0 0 */2 * MON", 21 * DAY),
    ];
    for (text, wanted) in table {
        assert_eq!(with_seconds(text).interval(), Seconds(wanted), "{text}");
    }
}

#[test]
fn bad_schedules_say_which_part_is_wrong() {
    use Field::*;
    let field = |field, text: &str| ScheduleError::Field { field, text: text.into() };
    let table = [
        ("", ScheduleError::Empty),
        ("   ", ScheduleError::Empty),
        ("60 * * * *", field(Minute, "60")),
        ("* 24 * * *", field(Hour, "24")),
        ("* * 0 * *", field(DayOfMonth, "0")),
        ("* * 32 * *", field(DayOfMonth, "32")),
        ("* * L * *", field(DayOfMonth, "L")),
        ("* * * 13 *", field(Month, "13")),
        ("* * * foo *", field(Month, "foo")),
        ("* * * * 7", field(DayOfWeek, "7")),
        ("* * * * 5#2", field(DayOfWeek, "5#2")),
        ("*/0 * * * *", field(Minute, "*/0")),
        ("30-10 * * * *", field(Minute, "30-10")),
        ("1-2-3 * * * *", field(Minute, "1-2-3")),
        ("1/2/3 * * * *", field(Minute, "1/2/3")),
        ("-1 * * * *", field(Minute, "-1")),
        (", * * * *", field(Minute, ",")),
        ("*/99999999999999999999 * * * *", field(Minute, "*/99999999999999999999")),
        ("@fortnightly", ScheduleError::Shorthand("@fortnightly".into())),
        ("@every", ScheduleError::Shorthand("@every".into())),
        ("@every soon", ScheduleError::Duration("soon".into())),
        ("@every 5", ScheduleError::Duration("5".into())),
        ("@every 1d", ScheduleError::Duration("1d".into())),
        ("TZ=Mars/Base 0 2 * * *", ScheduleError::Zone("Mars/Base".into())),
        ("TZ=UTC", ScheduleError::Zone("UTC".into())),
        ("TZ=UTC ", ScheduleError::Empty),
        ("0 0 30 2 *", ScheduleError::Never("0 0 30 2 *".into())),
    ];
    for (text, wanted) in table {
        assert_eq!(Schedule::parse_standard(text), Err(wanted), "{text}");
    }
    for (text, found) in [("* * * *", 4), ("0 0 2 * * *", 6), ("daily", 1)] {
        let wanted = ScheduleError::Fields { text: text.into(), found, wanted: "5" };
        assert_eq!(Schedule::parse_standard(text), Err(wanted), "{text}");
    }
    assert!(Schedule::parse_with_seconds("* * * *").is_err());
    assert!(Schedule::parse_with_seconds("TZ=UTC 0 0 0 * *").is_err());
}

#[test]
fn the_next_run_is_the_first_one_after() {
    let table = [
        ("*/15 * * * *", "2025-10-20T14:03:27.5Z", "2025-10-20T14:15:00Z"),
        ("*/15 * * * *", "2025-10-20T14:15:00Z", "2025-10-20T14:30:00Z"),
        ("0 2 * * *", "2025-12-31T02:00:01Z", "2026-01-01T02:00:00Z"),
        ("0 0 29 2 *", "2025-01-01T00:00:00Z", "2028-02-29T00:00:00Z"),
        ("@every 1h", "2025-10-20T14:03:27.9Z", "2025-10-20T15:03:27Z"),
        ("TZ=Europe/Berlin 0 2 * * *", "2025-07-01T12:00:00Z", "2025-07-02T00:00:00Z"),
        ("TZ=Asia/Kolkata 0 0 * * *", "2025-07-01T12:00:00Z", "2025-07-01T18:30:00Z"),
        // 02:30 does not exist on 30 March 2025 and comes twice on 26 October.
        ("TZ=Europe/Berlin 30 2 * * *", "2025-03-29T02:00:00Z", "2025-03-31T00:30:00Z"),
        ("TZ=Europe/Berlin 30 2 * * *", "2025-10-26T00:30:00Z", "2025-10-26T01:30:00Z"),
        ("TZ=America/Sao_Paulo 0 0 * * *", "2018-11-03T12:00:00Z", "2018-11-05T02:00:00Z"),
    ];
    for (text, after, wanted) in table {
        assert_eq!(standard(text).next_after(time(after)), Some(time(wanted)), "{text} after {after}");
    }
    let seconds = with_seconds("30 0 4 * * *").next_after(time("2025-10-20T04:00:30Z"));
    assert_eq!(seconds, Some(time("2025-10-21T04:00:30Z")));
    assert_eq!(standard("@daily").next_after(Time(Timestamp::MAX)), None);
    assert_eq!(standard("@every 1h").next_after(Time(Timestamp::MAX)), None);
}

fn some_field(lowest: u32, highest: u32) -> impl Strategy<Value = String> {
    let value = lowest..=highest;
    prop_oneof![
        3 => Just("*".to_owned()),
        1 => (1..=highest).prop_map(|step| format!("*/{step}")),
        2 => value.clone().prop_map(|value| value.to_string()),
        1 => (value.clone(), 1..=highest).prop_map(|(value, step)| format!("{value}/{step}")),
        1 => (value.clone(), value).prop_map(|(a, b)| format!("{}-{},{a}", a.min(b), a.max(b))),
    ]
}

fn some_schedule() -> impl Strategy<Value = String> {
    (some_field(0, 59), some_field(0, 23), some_field(1, 31), some_field(1, 12), some_field(0, 6))
        .prop_map(|(minute, hour, day, month, weekday)| format!("{minute} {hour} {day} {month} {weekday}"))
}

proptest! {
    #[test]
    fn no_gap_is_longer_than_the_interval(text in some_schedule(), start in 1_500_000_000_i64..1_900_000_000) {
        let Ok(schedule) = Schedule::parse_standard(&text) else { return Ok(()) };
        let mut at = Time(Timestamp::from_second(start).unwrap());
        for _ in 0..20 {
            let Some(next) = schedule.next_after(at) else { break };
            prop_assert!(next > at);
            prop_assert!(next.since(at) <= schedule.interval(), "{} after {}", text, at);
            at = next;
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,30}|(TZ=[A-Z]{0,3} )?[@0-9*/,? -]{0,30}|@every [-+0-9.hmnsu]{0,30}") {
        let _ = Schedule::parse_standard(&text);
        let _ = Schedule::parse_with_seconds(&text);
    }
}
