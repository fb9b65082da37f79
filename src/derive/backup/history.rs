//! What the backups of a schedule are worth: which could be restored, how old they are, how much lay between them.

use super::locations;
use crate::derive::{World, status};
use crate::model::facts::backup::LatestBackup;
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::Object;
use crate::model::observed::backup::{Backup, BackupStatus, Schedule, StorageLocation};
use crate::model::{Seconds, Time};

/// A backup that has been in progress for longer than this will not end by itself: while it lasts, its schedule
/// starts no other (velero#6193 went on for four days).
const STUCK: Seconds = Seconds(4 * 3600);

/// How many gaps between backups are looked at, and how many runs make a history that speaks for itself.
const RUNS: usize = 10;

/// Phases in which a backup has ended, well or not.
const ENDED: [&str; 4] = ["Completed", "PartiallyFailed", "Failed", "FailedValidation"];

/// A backup that could be restored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Run {
    /// What was written after this moment is not in it.
    pub(super) started: Time,
    pub(super) ended: Time,
}

/// Completed, not expired, and in a location that is available. Partially failed is not completed.
pub(super) fn is_usable(world: &World<'_>, backup: &Object<Backup>) -> Result<bool, Ignorance> {
    let status = status_of(world, backup)?;
    if status.phase != "Completed" || status.expires.is_some_and(|it| it <= world.now()) {
        return Ok(false);
    }
    let namespace = backup.meta.namespace.as_str();
    let wanted = backup.body.spec.storage_location.as_str();
    let is_it = |it: &Object<StorageLocation>| {
        it.meta.namespace == namespace
            && if wanted.is_empty() { locations::is_default(world, it) } else { it.meta.name == wanted }
    };
    match world.observed.storage_locations.find(Scope::Namespace(namespace), is_it)? {
        None => Ok(false),
        Some(location) => match &location.body.status {
            Some(status) => Ok(status.phase == "Available"),
            None => Err(status::missing(world.observed.source.kind, "backupstoragelocations.velero.io")),
        },
    }
}

fn status_of<'a>(world: &World<'_>, backup: &'a Object<Backup>) -> Result<&'a BackupStatus, Ignorance> {
    backup.body.status.as_ref().ok_or_else(|| status::missing(world.observed.source.kind, "backups.velero.io"))
}

/// The backups that a schedule has made.
fn backups_of<'a>(world: &World<'a>, schedule: &Object<Schedule>) -> Result<Vec<&'a Object<Backup>>, Ignorance> {
    let list = &world.observed.backups;
    if let Some(why) = list.missing(Scope::Namespace(&schedule.meta.namespace)) {
        return Err(why.clone());
    }
    let made = |it: &&Object<Backup>| {
        it.meta.namespace == schedule.meta.namespace
            && it.meta.label("velero.io/schedule-name") == Some(schedule.meta.name.as_str())
    };
    Ok(list.seen().iter().filter(made).collect())
}

/// The usable backups of a schedule, newest first.
pub(super) fn usable(world: &World<'_>, schedule: &Object<Schedule>) -> Result<Vec<Run>, Ignorance> {
    let mut runs = Vec::new();
    for backup in backups_of(world, schedule)? {
        if !is_usable(world, backup)? {
            continue;
        }
        let status = status_of(world, backup)?;
        if let Some(started) = status.started.or(backup.meta.created) {
            runs.push(Run { started, ended: status.completed.unwrap_or(started) });
        }
    }
    runs.sort_by_key(|it| std::cmp::Reverse(it.started));
    Ok(runs)
}

/// The most that could have been lost: all that was written from the start of one backup to the end of the next.
///
/// Ten runs speak for themselves; of fewer the plan (an interval and the longest run) is taken too, since the bad day
/// may be still to come. Of fewer than two nothing can be said.
pub(super) fn worst_case(runs: &[Run], interval: Result<Seconds, Ignorance>) -> Result<Seconds, Ignorance> {
    let gaps = runs.windows(2).take(RUNS).filter_map(|pair| match pair {
        [newer, older] => Some(newer.ended.since(older.started)),
        _ => None,
    });
    let Some(worst) = gaps.max() else {
        return Err(Ignorance::undetermined("backups.velero.io", "fewer than two backups could be restored"));
    };
    if runs.len() >= RUNS {
        return Ok(worst);
    }
    let longest = runs.iter().map(|it| it.ended.since(it.started).0).max().unwrap_or_default();
    Ok(worst.max(Seconds(interval?.0.saturating_add(longest))))
}

/// Time since the start of the newest usable backup; without one, since the schedule was made.
pub(super) fn age(world: &World<'_>, schedule: &Object<Schedule>, runs: &[Run]) -> Result<Seconds, Ignorance> {
    let since = runs.first().map(|it| it.started).or(schedule.meta.created);
    let since = since.ok_or_else(|| Ignorance::undetermined("backups.velero.io", "no backup could be restored"))?;
    Ok(world.now().since(since))
}

/// True if a backup hangs.
pub(super) fn is_stuck(world: &World<'_>, schedule: &Object<Schedule>) -> Result<bool, Ignorance> {
    for backup in backups_of(world, schedule)? {
        let status = status_of(world, backup)?;
        let started = status.started.or(backup.meta.created);
        if status.phase == "InProgress" && started.is_some_and(|it| world.now().since(it) > STUCK) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The newest backup that has ended; one in progress does not hide it.
pub(super) fn latest(world: &World<'_>, schedule: &Object<Schedule>) -> Result<LatestBackup, Ignorance> {
    let mut newest: Option<(Option<Time>, &Object<Backup>, &BackupStatus)> = None;
    for backup in backups_of(world, schedule)? {
        let status = status_of(world, backup)?;
        // A backup that failed its validation never started.
        let started = status.started.or(backup.meta.created);
        if ENDED.contains(&status.phase.as_str()) && newest.as_ref().is_none_or(|(other, _, _)| started >= *other) {
            newest = Some((started, backup, status));
        }
    }
    Ok(newest.map_or_else(LatestBackup::default, |(_, backup, status)| LatestBackup {
        name: backup.meta.name.clone(),
        phase: status.phase.clone(),
        errors: status.errors,
        warnings: status.warnings,
        hooks_failed: status.hooks_failed,
        operations_failed: status.operations_failed,
    }))
}

#[cfg(test)]
mod tests {
    use super::{Run, worst_case};
    use crate::model::known::Ignorance;
    use crate::model::{Seconds, Time};

    fn run(start: i64, minutes: i64) -> Run {
        let at = |minute: i64| Time(jiff::Timestamp::from_second(minute * 60).unwrap());
        Run { started: at(start), ended: at(start + minutes) }
    }

    #[test]
    fn the_worst_case_reaches_from_a_start_to_the_next_end() {
        let every_ten = |count: i64| (0..count).rev().map(|it| run(it * 10, 2)).collect::<Vec<_>>();
        let plan = || Ok(Seconds(600));
        assert!(worst_case(&every_ten(1), plan()).is_err());
        assert_eq!(worst_case(&every_ten(2), plan()), Ok(Seconds(720)));
        assert_eq!(worst_case(&every_ten(12), plan()), Ok(Seconds(720)));
        // A run that was left out shows, until ten good ones have followed it.
        let mut gapped = every_ten(12);
        gapped.remove(5);
        assert_eq!(worst_case(&gapped, plan()), Ok(Seconds(22 * 60)));
        // Two quick runs by hand prove no plan of a day.
        assert_eq!(worst_case(&[run(5, 1), run(0, 1)], Ok(Seconds(86_400))), Ok(Seconds(86_460)));
        let why = Ignorance::undetermined("schedules.velero.io", "no cron");
        assert_eq!(worst_case(&every_ten(3), Err(why.clone())), Err(why.clone()));
        assert_eq!(worst_case(&every_ten(10), Err(why)), Ok(Seconds(720)));
    }
}
