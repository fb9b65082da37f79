//! Whether what the Prometheus operator runs is up, by the operator's own word.

use super::World;
use crate::derive::status;
use crate::model::known::Ignorance;
use crate::model::observed::Meta;
use crate::model::observed::monitoring::OperatedStatus;

/// At least one pod is available, and the operator could apply its last word.
pub(super) fn is_up(
    world: &World<'_>,
    meta: &Meta,
    status: Option<&OperatedStatus>,
    resource: &'static str,
) -> Result<bool, Ignorance> {
    let status = status.ok_or_else(|| status::missing(world.observed.source.kind, resource))?;
    let stale = status.observed_generation > 0 && status.observed_generation < meta.generation;
    if stale {
        return Err(Ignorance::undetermined(resource, "the status speaks of an older spec"));
    }
    // `Available` is `Degraded` while some pods are missing: what is left still works. A paused object is not
    // reconciled, which is no failure of the last attempt.
    let failed = |kind: &str| status.conditions.get(kind).is_some_and(|it| it.status == "False");
    Ok(status.available > 0 && !failed("Available") && !failed("Reconciled"))
}
