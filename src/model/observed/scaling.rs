//! Disruption budgets, autoscalers and quotas.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::object::Conditions;
use crate::model::int_or_string::IntOrString;
use crate::model::selector::LabelSelector;

/// A PodDisruptionBudget.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Budget {
    /// `minAvailable`.
    pub min_available: Option<IntOrString>,
    /// `maxUnavailable`.
    pub max_unavailable: Option<IntOrString>,
    /// Whom it protects; `None` = nobody, empty = every pod of the namespace.
    pub selector: Option<LabelSelector>,
    /// `unhealthyPodEvictionPolicy`.
    pub unhealthy_pod_eviction: String,
    /// Status; `None` = the object carries none (no observedGeneration above 0).
    pub status: Option<BudgetStatus>,
}

/// Status of a budget.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BudgetStatus {
    /// The generation that the status speaks of.
    pub observed_generation: i64,
    /// Evictions that would be allowed now.
    pub disruptions_allowed: i64,
    /// Healthy pods.
    pub current_healthy: i64,
    /// Healthy pods wanted.
    pub desired_healthy: i64,
    /// Pods that the budget counts.
    pub expected_pods: i64,
}

/// What an autoscaler scales.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ScaleTarget {
    /// API group; empty for core.
    pub group: String,
    /// Kind.
    pub kind: String,
    /// Name.
    pub name: String,
}

/// A HorizontalPodAutoscaler.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Autoscaler {
    /// What it scales.
    pub target: ScaleTarget,
    /// Floor; the API's default is 1.
    pub min: Option<i64>,
    /// Ceiling.
    pub max: i64,
    /// Metrics: `resource/cpu`, `external/NAME`...
    pub metrics: Vec<String>,
    /// Status; `None` = the object carries none (no conditions).
    pub status: Option<AutoscalerStatus>,
}

/// Status of an autoscaler.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AutoscalerStatus {
    /// Conditions.
    pub conditions: Conditions,
    /// Replicas now.
    pub current: i64,
    /// Replicas wanted.
    pub desired: i64,
}

/// A KEDA ScaledObject.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ScaledObject {
    /// What it scales.
    pub target: ScaleTarget,
    /// Floor; KEDA's default is 0.
    pub min: Option<i64>,
    /// Ceiling; KEDA's default is 100.
    pub max: Option<i64>,
    /// Conditions; `None` = no status.
    pub conditions: Option<Conditions>,
}

/// A VerticalPodAutoscaler.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VerticalAutoscaler {
    /// What it resizes.
    pub target: ScaleTarget,
    /// `updateMode`; the default is `Recreate` (once `Auto`).
    pub mode: String,
}

/// A ResourceQuota.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Quota {
    /// Limits by resource, as written in the spec.
    pub hard: BTreeMap<String, String>,
    /// True if it counts only some pods (scopes).
    pub scoped: bool,
    /// Use by resource; `None` = no status.
    pub used: Option<BTreeMap<String, String>>,
}

/// A LimitRange.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LimitRange {
    /// Requests that a container gets if it names none (a default limit counts, as admission makes it the request).
    pub default_requests: BTreeMap<String, String>,
}
