//! Prometheus operator.

use serde::{Deserialize, Serialize};

use super::object::Conditions;
use crate::model::selector::LabelSelector;

/// A `Prometheus`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Prometheus {
    /// Replicas of each shard; `None` = the default of 1.
    pub replicas: Option<i64>,
    /// Shards; `None` = 1.
    pub shards: Option<i64>,
    /// The operator leaves it alone.
    pub paused: bool,
    /// Which ServiceMonitors it takes.
    pub service_monitors: Choice,
    /// Which PodMonitors it takes.
    pub pod_monitors: Choice,
    /// Which PrometheusRules it takes.
    pub rules: Choice,
    /// Which ScrapeConfigs it takes.
    pub scrape_configs: Choice,
    /// `probeSelector` is set; without any of the four selectors the operator leaves the configuration to others.
    pub takes_probes: bool,
    /// `namespaceSelector` of monitors is ignored: they find targets in their own namespace only.
    pub ignores_namespace_selectors: bool,
    /// Scrape jobs from a Secret are appended.
    pub additional_scrape_configs: bool,
    /// Alertmanagers from a Secret are appended.
    pub additional_alertmanagers: bool,
    /// Applications may push metrics by OTLP.
    pub receives_otlp: bool,
    /// Services of the Alertmanagers to which it sends.
    pub alertmanagers: Vec<AlertmanagerEndpoint>,
    /// Status; `None` = the object carries none (neither conditions nor replicas).
    pub status: Option<OperatedStatus>,
}

/// Which objects of a kind are taken, and from where.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// Labels of the object; `None` = no object at all.
    pub objects: Option<LabelSelector>,
    /// Labels of its namespace; `None` = only the own namespace.
    pub namespaces: Option<LabelSelector>,
}

/// A Service of an Alertmanager as a Prometheus names it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertmanagerEndpoint {
    /// Namespace; empty = that of the Prometheus.
    pub namespace: String,
    /// Name of the Service.
    pub name: String,
    /// Port, a name or a number.
    pub port: String,
}

/// Status of what the operator runs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OperatedStatus {
    /// `Available` and `Reconciled`.
    pub conditions: Conditions,
    /// The oldest generation that a condition speaks of; 0 = they do not say.
    pub observed_generation: i64,
    /// Pods that are available.
    pub available: i64,
}

/// An `Alertmanager`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Alertmanager {
    /// Replicas; `None` = the default of 1.
    pub replicas: Option<i64>,
    /// The operator leaves it alone.
    pub paused: bool,
    /// Labels that its pods get beside those of the operator.
    pub pod_labels: std::collections::BTreeMap<String, String>,
    /// Status; `None` = the object carries none.
    pub status: Option<OperatedStatus>,
}

/// A `ServiceMonitor` or `PodMonitor`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Monitor {
    /// Labels of the Services (of the pods); empty = all.
    pub selector: LabelSelector,
    /// Looks into every namespace.
    pub any_namespace: bool,
    /// Namespaces that it looks into; empty = its own.
    pub namespaces: Vec<String>,
    /// Ports to scrape.
    pub endpoints: Vec<MonitorEndpoint>,
    /// What the operator says about it for each Prometheus (only with the feature gate
    /// `StatusForConfigurationResources`).
    pub bindings: Vec<Binding>,
}

/// A port that a monitor scrapes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MonitorEndpoint {
    /// Name of a port of the Service (of the container).
    pub port: String,
    /// Name or number of a port of the container; counts only without `port`. Holds `portNumber` as well.
    pub target_port: String,
}

/// The operator's word on a configuration object and a Prometheus.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Binding {
    /// Plural of the kind that takes the object, e.g. `prometheuses`.
    pub resource: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Condition `Accepted` is `False`.
    pub rejected: bool,
    /// The generation of the object that this speaks of; 0 = it does not say.
    pub observed_generation: i64,
}

/// A `PrometheusRule`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// Groups.
    pub groups: i64,
    /// Alerting rules in all groups.
    pub alerts: i64,
    /// What the operator says about it for each Prometheus.
    pub bindings: Vec<Binding>,
}

/// A `ScrapeConfig`; that it is there is all that is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ScrapeConfig {}

/// An `AlertmanagerConfig`; that it is there is all that is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertmanagerConfig {}
