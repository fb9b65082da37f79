//! Budgets, autoscalers and quotas.

use super::meta::conditions;
use super::wire::scaling as wire;
use crate::model::observed::Meta;
use crate::model::observed::scaling::{
    Autoscaler, AutoscalerStatus, Budget, BudgetStatus, LimitRange, Quota, ScaleTarget, ScaledObject,
    VerticalAutoscaler,
};

pub(super) fn budget(wire: wire::Budget, _: &Meta) -> Budget {
    let status = wire.status;
    Budget {
        min_available: wire.spec.min_available,
        max_unavailable: wire.spec.max_unavailable,
        selector: wire.spec.selector,
        unhealthy_pod_eviction: wire.spec.unhealthy_pod_eviction_policy,
        status: (status.observed_generation > 0).then_some(BudgetStatus {
            observed_generation: status.observed_generation,
            disruptions_allowed: status.disruptions_allowed,
            current_healthy: status.current_healthy,
            desired_healthy: status.desired_healthy,
            expected_pods: status.expected_pods,
        }),
    }
}

pub(super) fn autoscaler(wire: wire::Autoscaler, _: &Meta) -> Autoscaler {
    let v1_metric = wire.spec.target_cpu_utilization_percentage.map(|_| "resource/cpu".to_owned());
    Autoscaler {
        target: target(wire.spec.scale_target_ref),
        min: wire.spec.min_replicas,
        max: wire.spec.max_replicas,
        metrics: wire.spec.metrics.into_iter().map(metric).chain(v1_metric).collect(),
        status: (!wire.status.conditions.is_empty()).then(|| AutoscalerStatus {
            conditions: conditions(wire.status.conditions),
            current: wire.status.current_replicas,
            desired: wire.status.desired_replicas,
        }),
    }
}

fn metric(wire: wire::Metric) -> String {
    let named = |source: wire::NamedMetric| source.metric.name;
    let name = wire
        .resource
        .or(wire.container_resource)
        .map(|it| it.name)
        .or(wire.external.or(wire.pods).or(wire.object).map(named))
        .unwrap_or_default();
    format!("{}/{name}", wire.kind.to_lowercase())
}

fn target(wire: wire::ScaleTarget) -> ScaleTarget {
    let group = wire.api_version.split_once('/').map_or(String::new(), |(group, _)| group.to_owned());
    ScaleTarget { group, kind: wire.kind, name: wire.name }
}

pub(super) fn scaled_object(wire: wire::ScaledObject, _: &Meta) -> ScaledObject {
    let mut target = target(wire.spec.scale_target_ref);
    // KEDA's default target is a Deployment.
    if target.kind.is_empty() {
        target.kind = "Deployment".to_owned();
        target.group = "apps".to_owned();
    }
    ScaledObject {
        target,
        min: wire.spec.min_replica_count,
        max: wire.spec.max_replica_count,
        conditions: wire.status.map(|it| conditions(it.conditions)).filter(|it| !it.0.is_empty()),
    }
}

pub(super) fn vertical_autoscaler(wire: wire::VerticalAutoscaler, _: &Meta) -> VerticalAutoscaler {
    VerticalAutoscaler { target: target(wire.spec.target_ref), mode: wire.spec.update_policy.update_mode }
}

pub(super) fn quota(wire: wire::Quota, _: &Meta) -> Quota {
    Quota {
        hard: wire.spec.hard,
        scoped: !wire.spec.scopes.is_empty() || wire.spec.scope_selector.is_some(),
        used: wire.status.used.map(|it| it.0),
    }
}

pub(super) fn limit_range(wire: wire::LimitRange, _: &Meta) -> LimitRange {
    let mut default_requests = std::collections::BTreeMap::new();
    for limit in wire.spec.limits.into_iter().filter(|it| it.kind == "Container") {
        default_requests.extend(limit.default);
        default_requests.extend(limit.default_request);
    }
    LimitRange { default_requests }
}
