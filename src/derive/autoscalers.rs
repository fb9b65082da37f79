//! Autoscalers.

use super::{World, status};
use crate::model::facts::scaling::Autoscaler;
use crate::model::known::{Because, Ignorance};
use crate::model::listing::Listing;
use crate::model::observed::scaling::{self as observed, AutoscalerStatus};
use crate::model::observed::{Condition, Object};
use crate::model::source::SourceKind;

/// An autoscaler younger than this has not had the metrics to decide anything.
const SETTLING_SECONDS: i64 = 180;

/// How long it may stand at its ceiling before the ceiling is called too low.
const PINNED_SECONDS: i64 = 3600;

/// Autoscalers.
pub(super) fn autoscalers(world: &World<'_>) -> Listing<Autoscaler> {
    world.observed.autoscalers.carry(|it| one(world, it))
}

fn one(world: &World<'_>, it: &Object<observed::Autoscaler>) -> Autoscaler {
    let meta = &it.meta;
    let status = settled(world, it);
    let condition = |kind: &'static str| {
        let status = status.clone();
        move || -> Result<bool, Ignorance> {
            let status = status?;
            let condition = status.conditions.get(kind);
            let condition = condition.ok_or_else(|| undetermined(format!("no condition {kind}")))?;
            Ok(condition.status == "True")
        }
    };
    Autoscaler {
        subject: meta.subject("HorizontalPodAutoscaler", "autoscaling"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        target: format!("{}/{}", it.body.target.kind, it.body.target.name),
        target_exists: target_exists(world, it).into(),
        min: it.body.min.unwrap_or(1),
        max: it.body.max,
        metrics: it.body.metrics.clone(),
        by_keda: meta.label("scaledobject.keda.sh/name").is_some(),
        scaled_to_zero: status.clone().map(|it| reason_of(it, "ScalingActive") == Some("ScalingDisabled")).into(),
        able_to_scale: condition("AbleToScale")().into(),
        scaling_active: condition("ScalingActive")().into(),
        reason: status.clone().map(failing_reason).into(),
        pinned_at_max: status.map(|it| is_pinned(world, it)).into(),
    }
}

fn undetermined(why: String) -> Ignorance {
    Ignorance::undetermined("horizontalpodautoscalers.autoscaling", why)
}

/// The status, once the autoscaler has had time to look around.
fn settled<'a>(world: &World<'_>, it: &'a Object<observed::Autoscaler>) -> Result<&'a AutoscalerStatus, Ignorance> {
    let resource = "horizontalpodautoscalers.autoscaling";
    let status = it.body.status.as_ref().ok_or_else(|| status::missing(world.observed.source.kind, resource))?;
    match it.meta.created {
        Some(created) if world.now().since(created).0 < SETTLING_SECONDS => {
            Err(undetermined("it is younger than three minutes".to_owned()))
        }
        Some(_) | None => Ok(status),
    }
}

fn reason_of<'a>(status: &'a AutoscalerStatus, kind: &str) -> Option<&'a str> {
    status.conditions.get(kind).map(|it| it.reason.as_str())
}

fn failing_reason(status: &AutoscalerStatus) -> String {
    let failing = |it: &&Condition| matches!(it.kind.as_str(), "AbleToScale" | "ScalingActive") && it.status != "True";
    status.conditions.0.iter().find(failing).map(|it| it.reason.clone()).unwrap_or_default()
}

fn is_pinned(world: &World<'_>, status: &AutoscalerStatus) -> bool {
    let limited = status.conditions.get("ScalingLimited");
    limited.is_some_and(|it| {
        let long = it.since.is_some_and(|since| world.now().since(since).0 > PINNED_SECONDS);
        it.status == "True" && it.reason == "TooManyReplicas" && long
    })
}

fn target_exists(world: &World<'_>, it: &Object<observed::Autoscaler>) -> Result<bool, Ignorance> {
    let target = &it.body.target;
    let namespace = it.meta.namespace.as_str();
    let is_it = |made: &&super::controllers::Made<'_>| {
        made.meta.namespace == namespace && made.kind == target.kind.as_str() && made.meta.name == target.name
    };
    if world.controllers.items.iter().any(|it| is_it(&it)) {
        return Ok(true);
    }
    match (target.kind.as_str(), world.controllers.within(namespace)) {
        // It may stand in another folder.
        (_, Ok(_)) if world.observed.source.kind == SourceKind::Desired => {
            Err(Ignorance::new(Because::NotInSource, "deployments.apps"))
        }
        ("Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController" | "Rollout", Ok(_)) => Ok(false),
        (_, Err(why)) => Err(why),
        (kind, Ok(_)) => Err(undetermined(format!("carbon does not read {kind}"))),
    }
}
