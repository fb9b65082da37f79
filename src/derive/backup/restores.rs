//! Restores: the only proof that backups are good for something.

use crate::derive::{World, status};
use crate::model::facts::backup::Restore;
use crate::model::known::{Ignorance, Known};
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::backup::{self as observed, RestoreStatus};

/// Restores.
pub(in crate::derive) fn restores(world: &World<'_>) -> Listing<Restore> {
    world.observed.restores.carry(|it| restore(world, it))
}

fn restore(world: &World<'_>, it: &Object<observed::Restore>) -> Restore {
    let meta = &it.meta;
    let missing = || status::missing(world.observed.source.kind, "restores.velero.io");
    let status: Result<&RestoreStatus, Ignorance> = it.body.status.as_ref().ok_or_else(missing);
    let count = |read: fn(&RestoreStatus) -> i64| -> Known<i64> { status.clone().map(read).into() };
    let running = || Ignorance::undetermined("restores.velero.io", "it has not ended");
    Restore {
        subject: meta.subject("Restore", "velero.io"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        of: match it.body.backup.as_str() {
            "" => format!("schedule {}", it.body.schedule),
            backup => backup.to_owned(),
        },
        phase: status.clone().map(|it| it.phase.clone()).into(),
        errors: count(|it| it.errors),
        items: count(|it| it.items),
        // One that found nothing to restore completes as well.
        passed: status.clone().map(|it| it.phase == "Completed" && it.errors == 0 && it.items > 0).into(),
        age: status.clone().and_then(|it| Ok(world.now().since(it.completed.ok_or_else(running)?))).into(),
        took: status
            .and_then(|it| match (it.started, it.completed) {
                (Some(started), Some(completed)) => Ok(completed.since(started)),
                (_, None) | (None, _) => Err(running()),
            })
            .into(),
    }
}
