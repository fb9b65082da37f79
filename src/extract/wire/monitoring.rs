//! Prometheus operator.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::meta::{Condition, Meta, text};
use crate::model::selector::LabelSelector;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Prometheus {
    pub(in crate::extract) spec: PrometheusSpec,
    pub(in crate::extract) status: OperatedStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct PrometheusSpec {
    pub(in crate::extract) replicas: Option<i64>,
    pub(in crate::extract) shards: Option<i64>,
    pub(in crate::extract) paused: bool,
    pub(in crate::extract) service_monitor_selector: Option<LabelSelector>,
    pub(in crate::extract) service_monitor_namespace_selector: Option<LabelSelector>,
    pub(in crate::extract) pod_monitor_selector: Option<LabelSelector>,
    pub(in crate::extract) pod_monitor_namespace_selector: Option<LabelSelector>,
    pub(in crate::extract) probe_selector: Option<LabelSelector>,
    pub(in crate::extract) rule_selector: Option<LabelSelector>,
    pub(in crate::extract) rule_namespace_selector: Option<LabelSelector>,
    pub(in crate::extract) scrape_config_selector: Option<LabelSelector>,
    pub(in crate::extract) scrape_config_namespace_selector: Option<LabelSelector>,
    pub(in crate::extract) ignore_namespace_selectors: bool,
    pub(in crate::extract) additional_scrape_configs: Option<IgnoredAny>,
    pub(in crate::extract) additional_alert_manager_configs: Option<IgnoredAny>,
    #[serde(rename = "enableOTLPReceiver")]
    pub(in crate::extract) enable_otlp_receiver: bool,
    pub(in crate::extract) enable_features: Vec<String>,
    pub(in crate::extract) alerting: Alerting,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Alerting {
    pub(in crate::extract) alertmanagers: Vec<AlertmanagerEndpoint>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct AlertmanagerEndpoint {
    pub(in crate::extract) namespace: String,
    pub(in crate::extract) name: String,
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) port: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Alertmanager {
    pub(in crate::extract) spec: AlertmanagerSpec,
    pub(in crate::extract) status: OperatedStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct AlertmanagerSpec {
    pub(in crate::extract) replicas: Option<i64>,
    pub(in crate::extract) paused: bool,
    pub(in crate::extract) pod_metadata: Meta,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct OperatedStatus {
    pub(in crate::extract) conditions: Vec<ObservedCondition>,
    pub(in crate::extract) replicas: i64,
    pub(in crate::extract) available_replicas: i64,
}

/// A condition that says which generation it speaks of.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ObservedCondition {
    #[serde(flatten)]
    pub(in crate::extract) condition: Condition,
    pub(in crate::extract) observed_generation: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Monitor {
    pub(in crate::extract) spec: MonitorSpec,
    pub(in crate::extract) status: ConfigurationStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct MonitorSpec {
    pub(in crate::extract) selector: LabelSelector,
    pub(in crate::extract) namespace_selector: NamespaceSelector,
    pub(in crate::extract) endpoints: Vec<MonitorEndpoint>,
    pub(in crate::extract) pod_metrics_endpoints: Vec<MonitorEndpoint>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct NamespaceSelector {
    pub(in crate::extract) any: bool,
    pub(in crate::extract) match_names: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct MonitorEndpoint {
    /// A name; manifests in the wild have numbers, which match no name but a name of digits.
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) port: String,
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) target_port: String,
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) port_number: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ConfigurationStatus {
    pub(in crate::extract) bindings: Vec<Binding>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Binding {
    pub(in crate::extract) resource: String,
    pub(in crate::extract) namespace: String,
    pub(in crate::extract) name: String,
    pub(in crate::extract) conditions: Vec<ObservedCondition>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Rule {
    pub(in crate::extract) spec: RuleSpec,
    pub(in crate::extract) status: ConfigurationStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct RuleSpec {
    pub(in crate::extract) groups: Vec<RuleGroup>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct RuleGroup {
    /// Rules by their keys: `alert` or `record`, `expr`...
    pub(in crate::extract) rules: Vec<BTreeMap<String, IgnoredAny>>,
}
