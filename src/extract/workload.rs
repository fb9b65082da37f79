//! Controllers.

use super::meta::conditions;
use super::pod::template;
use super::wire::workload as wire;
use crate::model::observed::Meta;
use crate::model::observed::workload::{ClaimTemplate, Controller, ControllerStatus};

/// A Deployment, StatefulSet, ReplicaSet, ReplicationController or Rollout.
pub(super) fn controller(wire: wire::Controller, _: &Meta) -> Controller {
    // An object that no controller has seen yet has `status: {}` or nothing.
    let seen = |status: &wire::ControllerStatus| status.observed_generation.0 > 0;
    let replicas = wire.spec.replicas;
    with_status(wire, seen, |status| ControllerStatus {
        observed_generation: status.observed_generation.0,
        replicas: status.replicas,
        desired: replicas,
        ready: status.ready_replicas,
        updated: status.updated_replicas,
        available: status.available_replicas,
        ..ControllerStatus::default()
    })
}

/// A DaemonSet, whose status counts in its own words.
pub(super) fn daemon_set(wire: wire::Controller, _: &Meta) -> Controller {
    let seen = |status: &wire::ControllerStatus| status.observed_generation.0 > 0;
    with_status(wire, seen, |status| ControllerStatus {
        observed_generation: status.observed_generation.0,
        replicas: status.current_number_scheduled,
        desired: status.desired_number_scheduled,
        ready: status.number_ready,
        updated: status.updated_number_scheduled,
        available: status.number_available,
        ..ControllerStatus::default()
    })
}

/// A Job; it has a status from the moment it starts.
pub(super) fn job(wire: wire::Controller, _: &Meta) -> Controller {
    let seen = |status: &wire::ControllerStatus| status.start_time.is_some() || !status.conditions.is_empty();
    with_status(wire, seen, |status| ControllerStatus {
        active: status.active.0,
        succeeded: status.succeeded,
        failed: status.failed,
        ..ControllerStatus::default()
    })
}

/// A CronJob; a server gives it a status that is empty until it has been due.
pub(super) fn cron_job(mut wire: wire::Controller, _: &Meta) -> Controller {
    wire.spec.template = std::mem::take(&mut wire.spec.job_template.spec.template);
    with_status(
        wire,
        |_| true,
        |status| ControllerStatus {
            active: status.active.0,
            last_schedule: status.last_schedule_time,
            last_success: status.last_successful_time,
            ..ControllerStatus::default()
        },
    )
}

fn with_status(
    wire: wire::Controller,
    seen: impl FnOnce(&wire::ControllerStatus) -> bool,
    status: impl FnOnce(&wire::ControllerStatus) -> ControllerStatus,
) -> Controller {
    let counted = wire.status.filter(seen).map(|it| {
        let counted = status(&it);
        ControllerStatus { conditions: conditions(it.conditions), ..counted }
    });
    let spec = wire.spec;
    let strategy = match (spec.strategy.kind, spec.update_strategy.kind) {
        (strategy, update) if strategy.is_empty() => update,
        (strategy, _) => strategy,
    };
    Controller {
        replicas: spec.replicas,
        selector: spec.selector.as_ref().and_then(wire::selector),
        template: template(spec.template),
        claim_templates: spec.volume_claim_templates.into_iter().map(claim_template).collect(),
        strategy,
        schedule: spec.schedule,
        suspended: spec.suspend || spec.paused,
        template_of: spec.workload_ref.map(|it| format!("{}/{}", it.kind, it.name)),
        status: counted,
    }
}

fn claim_template(wire: wire::ClaimTemplate) -> ClaimTemplate {
    ClaimTemplate {
        name: wire.metadata.name,
        storage_class: wire.spec.storage_class_name,
        size: wire.spec.resources.requests.storage,
    }
}
