//! Prometheus operator.

use super::meta;
use super::wire::monitoring as wire;
use crate::model::observed::monitoring::{
    Alertmanager, AlertmanagerConfig, AlertmanagerEndpoint, Binding, Choice, Monitor, MonitorEndpoint, OperatedStatus,
    Prometheus, Rule, ScrapeConfig,
};
use crate::model::observed::{Conditions, Meta};

pub(super) fn prometheus(wire: wire::Prometheus, _: &Meta) -> Prometheus {
    let spec = wire.spec;
    let endpoint =
        |it: wire::AlertmanagerEndpoint| AlertmanagerEndpoint { namespace: it.namespace, name: it.name, port: it.port };
    let choice = |objects, namespaces| Choice { objects, namespaces };
    Prometheus {
        replicas: spec.replicas,
        shards: spec.shards,
        paused: spec.paused,
        service_monitors: choice(spec.service_monitor_selector, spec.service_monitor_namespace_selector),
        pod_monitors: choice(spec.pod_monitor_selector, spec.pod_monitor_namespace_selector),
        rules: choice(spec.rule_selector, spec.rule_namespace_selector),
        scrape_configs: choice(spec.scrape_config_selector, spec.scrape_config_namespace_selector),
        takes_probes: spec.probe_selector.is_some(),
        ignores_namespace_selectors: spec.ignore_namespace_selectors,
        additional_scrape_configs: spec.additional_scrape_configs.is_some(),
        additional_alertmanagers: spec.additional_alert_manager_configs.is_some(),
        // Prometheus 2 had the receiver behind a feature flag.
        receives_otlp: spec.enable_otlp_receiver || spec.enable_features.iter().any(|it| it == "otlp-write-receiver"),
        alertmanagers: spec.alerting.alertmanagers.into_iter().map(endpoint).collect(),
        status: status(wire.status),
    }
}

pub(super) fn alertmanager(wire: wire::Alertmanager, _: &Meta) -> Alertmanager {
    Alertmanager {
        replicas: wire.spec.replicas,
        paused: wire.spec.paused,
        pod_labels: wire.spec.pod_metadata.labels,
        status: status(wire.status),
    }
}

/// An object that no operator has seen yet has `status: {}` or nothing.
fn status(wire: wire::OperatedStatus) -> Option<OperatedStatus> {
    let seen = !wire.conditions.is_empty() || wire.replicas > 0;
    let said = wire.conditions.iter().map(|it| it.observed_generation).filter(|it| *it > 0);
    let observed_generation = said.min().unwrap_or_default();
    seen.then(|| OperatedStatus {
        observed_generation,
        available: wire.available_replicas,
        conditions: conditions(wire.conditions),
    })
}

fn conditions(wire: Vec<wire::ObservedCondition>) -> Conditions {
    meta::conditions(wire.into_iter().map(|it| it.condition).collect())
}

/// A ServiceMonitor or PodMonitor.
pub(super) fn monitor(wire: wire::Monitor, _: &Meta) -> Monitor {
    let spec = wire.spec;
    // Of `targetPort` and `portNumber` a PodMonitor has one; an empty text is neither.
    let endpoint = |it: wire::MonitorEndpoint| MonitorEndpoint {
        port: it.port,
        target_port: if it.target_port.is_empty() { it.port_number } else { it.target_port },
    };
    Monitor {
        selector: spec.selector,
        any_namespace: spec.namespace_selector.any,
        namespaces: spec.namespace_selector.match_names,
        endpoints: spec.endpoints.into_iter().chain(spec.pod_metrics_endpoints).map(endpoint).collect(),
        bindings: wire.status.bindings.into_iter().map(binding).collect(),
    }
}

fn binding(wire: wire::Binding) -> Binding {
    let accepted = wire.conditions.iter().find(|it| it.condition.kind == "Accepted");
    Binding {
        rejected: accepted.is_some_and(|it| it.condition.status == "False"),
        observed_generation: accepted.map(|it| it.observed_generation).unwrap_or_default(),
        resource: wire.resource,
        namespace: wire.namespace,
        name: wire.name,
    }
}

pub(super) fn rule(wire: wire::Rule, _: &Meta) -> Rule {
    let groups = &wire.spec.groups;
    let alerts = groups.iter().flat_map(|it| &it.rules).filter(|it| it.contains_key("alert")).count();
    Rule {
        groups: i64::try_from(groups.len()).unwrap_or(i64::MAX),
        alerts: i64::try_from(alerts).unwrap_or(i64::MAX),
        bindings: wire.status.bindings.into_iter().map(binding).collect(),
    }
}

pub(super) fn scrape_config(_: serde::de::IgnoredAny, _: &Meta) -> ScrapeConfig {
    ScrapeConfig {}
}

pub(super) fn alertmanager_config(_: serde::de::IgnoredAny, _: &Meta) -> AlertmanagerConfig {
    AlertmanagerConfig {}
}
