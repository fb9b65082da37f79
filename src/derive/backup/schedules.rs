//! Schedules.

use super::{history, server};
use crate::derive::schedule::Schedule as Cron;
use crate::derive::{World, status};
use crate::model::facts::backup::BackupSchedule;
use crate::model::known::{Ignorance, Known};
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::backup::Schedule;
use crate::model::{Seconds, Time};

/// The server's switches for schedules that do not say.
const MOVE_DATA: &str = "default-snapshot-move-data";
const COPY_FILES: &str = "default-volumes-to-fs-backup";

/// Schedules.
pub(in crate::derive) fn schedules(world: &World<'_>) -> Listing<BackupSchedule> {
    world.observed.schedules.carry(|it| schedule(world, it))
}

fn schedule(world: &World<'_>, it: &Object<Schedule>) -> BackupSchedule {
    let meta = &it.meta;
    let template = &it.body.template;
    let interval = interval(it);
    let runs = history::usable(world, it);
    let with = |read: &dyn Fn(&[history::Run]) -> Result<Seconds, Ignorance>| -> Known<Seconds> {
        runs.as_ref().map_err(Clone::clone).and_then(|runs| read(runs)).into()
    };
    BackupSchedule {
        subject: meta.subject("Schedule", "velero.io"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        paused: it.body.paused,
        enabled: is_enabled(world, it).into(),
        cron: it.body.cron.clone(),
        valid: interval.is_ok(),
        included_namespaces: template.included_namespaces.clone(),
        excluded_namespaces: template.excluded_namespaces.clone(),
        narrowed: template.narrowed,
        moves_data: server::switch(world, template.move_data, MOVE_DATA).into(),
        copies_files: server::switch(world, template.file_system, COPY_FILES).into(),
        ttl: server::ttl(world, template.ttl).into(),
        usable: runs.as_ref().map(|it| i64::try_from(it.len()).unwrap_or(i64::MAX)).map_err(Clone::clone).into(),
        last_success: last_success(&runs).into(),
        age: with(&|runs| history::age(world, it, runs)),
        history: with(&|runs| Ok(runs.last().map_or(Seconds(0), |it| world.now().since(it.started)))),
        worst_case: with(&|runs| history::worst_case(runs, interval.clone())),
        interval: interval.into(),
        stuck: history::is_stuck(world, it).into(),
        latest: history::latest(world, it).into(),
    }
}

/// Longest time between two runs.
pub(super) fn interval(it: &Object<Schedule>) -> Result<Seconds, Ignorance> {
    let unreadable = |error| Ignorance::undetermined("schedules.velero.io", format!("{error}"));
    Cron::parse_standard(it.body.cron.trim()).map(|it| it.interval()).map_err(unreadable)
}

/// It copies volumes to the object store, in one way or the other.
pub(super) fn copies_volumes(world: &World<'_>, it: &Object<Schedule>) -> Result<bool, Ignorance> {
    let template = &it.body.template;
    let moves = template.snapshot_volumes != Some(false) && server::switch(world, template.move_data, MOVE_DATA)?;
    Ok(moves || server::switch(world, template.file_system, COPY_FILES)?)
}

/// It takes snapshots of volumes where it can.
pub(super) fn takes_snapshots(world: &World<'_>, it: &Object<Schedule>) -> Result<bool, Ignorance> {
    let template = &it.body.template;
    Ok(template.snapshot_volumes != Some(false) && !server::switch(world, template.file_system, COPY_FILES)?)
}

/// The server has accepted it, and nobody paused it.
pub(super) fn is_enabled(world: &World<'_>, it: &Object<Schedule>) -> Result<bool, Ignorance> {
    if it.body.paused {
        return Ok(false);
    }
    let missing = || status::missing(world.observed.source.kind, "schedules.velero.io");
    it.body.status.as_ref().map(|it| it.phase == "Enabled").ok_or_else(missing)
}

fn last_success(runs: &Result<Vec<history::Run>, Ignorance>) -> Result<Time, Ignorance> {
    let runs = runs.as_ref().map_err(Clone::clone)?;
    let none = || Ignorance::undetermined("backups.velero.io", "no backup could be restored");
    runs.first().map(|it| it.started).ok_or_else(none)
}
