//! Pods.

use super::{World, is_system_namespace, status};
use crate::model::facts::workload::Pod;
use crate::model::known::Ignorance;
use crate::model::listing::{Listing, Scope};
use crate::model::observed::Object;
use crate::model::observed::pod::{self, ContainerStatus, PodStatus};

/// How long a pod may be pending or terminating before it is called stuck.
const PATIENCE_SECONDS: i64 = 600;

/// Reasons for which a container waits although its image is there.
const CRASHES: [&str; 5] =
    ["CrashLoopBackOff", "RunContainerError", "CreateContainerError", "CreateContainerConfigError", "StartError"];

/// Reasons that say that the image cannot be had.
const PULL_FAILURES: [&str; 6] = [
    "ImagePullBackOff",
    "ErrImagePull",
    "InvalidImageName",
    "ErrImageNeverPull",
    "ImageInspectError",
    "RegistryUnavailable",
];

/// Pods that exist. Those that have ended for good (of Jobs) are not listed.
pub(super) fn pods(world: &World<'_>) -> Listing<Pod> {
    let ended = |it: &Object<pod::Pod>| it.body.status.as_ref().is_some_and(|it| it.phase == "Succeeded");
    let seen = world.observed.pods.seen().iter().filter(|it| !ended(it));
    Listing::with_gaps(seen.map(|it| pod(world, it)).collect(), world.observed.pods.gaps().to_vec())
}

fn pod(world: &World<'_>, it: &Object<pod::Pod>) -> Pod {
    let meta = &it.meta;
    let status: Result<&PodStatus, Ignorance> =
        it.body.status.as_ref().ok_or_else(|| status::missing(world.observed.source.kind, "pods"));
    let now = world.now();
    Pod {
        subject: meta.subject("Pod", ""),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        workload: workload(world, it).into(),
        node: it.body.node.clone(),
        phase: status.clone().map(|it| it.phase.clone()).into(),
        ready: status.clone().map(|it| it.conditions.is_true("Ready")).into(),
        crashing: status.clone().map(|it| waiting(it, &CRASHES)).into(),
        pull_failures: status.clone().map(|it| waiting(it, &PULL_FAILURES)).into(),
        restarts: status
            .clone()
            .map(|it| it.containers.iter().map(|it| it.restarts).fold(0, i64::saturating_add))
            .into(),
        restarting: status
            .clone()
            .map(|it| {
                let recent = |it: &ContainerStatus| it.last_ended.is_some_and(|at| now.since(at).0 < 3600);
                it.containers.iter().any(|it| it.restarts >= 5 && recent(it))
            })
            .into(),
        stuck_pending: status
            .map(|it| it.phase == "Pending" && meta.created.is_none_or(|at| now.since(at).0 > PATIENCE_SECONDS))
            .into(),
        stuck_terminating: meta.deleted.is_some_and(|at| now.since(at).0 > PATIENCE_SECONDS),
        created: meta.created,
    }
}

fn waiting(status: &PodStatus, reasons: &[&str]) -> Vec<String> {
    let waits = status.containers.iter().filter(|it| reasons.contains(&it.waiting.as_str()));
    waits.map(|it| format!("{}: {}", it.name, it.waiting)).collect()
}

/// The workload, or why its maker is not among those that were read.
fn workload(world: &World<'_>, it: &Object<pod::Pod>) -> Result<String, Ignorance> {
    if let Some(made) = world.controllers.maker_of(it) {
        return Ok(made.subject());
    }
    match world.controllers.missing(Scope::Namespace(&it.meta.namespace)) {
        Some(why) => Err(why.clone()),
        None => Err(Ignorance::undetermined("pods", "its owner does not exist")),
    }
}
