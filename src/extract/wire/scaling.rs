//! Budgets, autoscalers and quotas.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::meta::{Condition, text_map};
use crate::model::int_or_string::IntOrString;
use crate::model::selector::LabelSelector;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Budget {
    pub(in crate::extract) spec: BudgetSpec,
    pub(in crate::extract) status: BudgetStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct BudgetSpec {
    pub(in crate::extract) min_available: Option<IntOrString>,
    pub(in crate::extract) max_unavailable: Option<IntOrString>,
    pub(in crate::extract) selector: Option<LabelSelector>,
    pub(in crate::extract) unhealthy_pod_eviction_policy: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct BudgetStatus {
    pub(in crate::extract) observed_generation: i64,
    pub(in crate::extract) disruptions_allowed: i64,
    pub(in crate::extract) current_healthy: i64,
    pub(in crate::extract) desired_healthy: i64,
    pub(in crate::extract) expected_pods: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Autoscaler {
    pub(in crate::extract) spec: AutoscalerSpec,
    pub(in crate::extract) status: AutoscalerStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct AutoscalerSpec {
    pub(in crate::extract) scale_target_ref: ScaleTarget,
    pub(in crate::extract) min_replicas: Option<i64>,
    pub(in crate::extract) max_replicas: i64,
    pub(in crate::extract) metrics: Vec<Metric>,
    #[serde(rename = "targetCPUUtilizationPercentage")]
    pub(in crate::extract) target_cpu_utilization_percentage: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ScaleTarget {
    pub(in crate::extract) api_version: String,
    pub(in crate::extract) kind: String,
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Metric {
    #[serde(rename = "type")]
    pub(in crate::extract) kind: String,
    pub(in crate::extract) resource: Option<MetricSource>,
    pub(in crate::extract) container_resource: Option<MetricSource>,
    pub(in crate::extract) external: Option<NamedMetric>,
    pub(in crate::extract) pods: Option<NamedMetric>,
    pub(in crate::extract) object: Option<NamedMetric>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct MetricSource {
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct NamedMetric {
    pub(in crate::extract) metric: MetricSource,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct AutoscalerStatus {
    pub(in crate::extract) conditions: Vec<Condition>,
    pub(in crate::extract) current_replicas: i64,
    pub(in crate::extract) desired_replicas: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ScaledObject {
    pub(in crate::extract) spec: ScaledObjectSpec,
    pub(in crate::extract) status: Option<ScaledObjectStatus>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ScaledObjectSpec {
    pub(in crate::extract) scale_target_ref: ScaleTarget,
    pub(in crate::extract) min_replica_count: Option<i64>,
    pub(in crate::extract) max_replica_count: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ScaledObjectStatus {
    pub(in crate::extract) conditions: Vec<Condition>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct VerticalAutoscaler {
    pub(in crate::extract) spec: VerticalAutoscalerSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct VerticalAutoscalerSpec {
    pub(in crate::extract) target_ref: ScaleTarget,
    pub(in crate::extract) update_policy: UpdatePolicy,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct UpdatePolicy {
    pub(in crate::extract) update_mode: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Quota {
    pub(in crate::extract) spec: QuotaSpec,
    pub(in crate::extract) status: QuotaStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct QuotaSpec {
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) hard: BTreeMap<String, String>,
    pub(in crate::extract) scopes: Vec<String>,
    pub(in crate::extract) scope_selector: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct QuotaStatus {
    pub(in crate::extract) used: Option<QuotaUse>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct LimitRange {
    pub(in crate::extract) spec: LimitRangeSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct LimitRangeSpec {
    pub(in crate::extract) limits: Vec<Limit>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Limit {
    #[serde(rename = "type")]
    pub(in crate::extract) kind: String,
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) default_request: BTreeMap<String, String>,
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) default: BTreeMap<String, String>,
}

/// A map of quantities that may be absent.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(in crate::extract) struct QuotaUse(
    #[serde(deserialize_with = "text_map")] pub(in crate::extract) BTreeMap<String, String>,
);
