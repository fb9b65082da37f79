//! Disruption budgets and autoscalers.

use schemars::JsonSchema;
use serde::Serialize;

use super::workload::MAKERS;
use crate::model::known::Known;
use crate::model::verdict::Origin;

/// A PodDisruptionBudget.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Budget {
    /// `PodDisruptionBudget/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// The object that made it, as `Kind[.group]`; empty if nobody did.
    pub made_by: String,
    /// `minAvailable` as written; empty if not set.
    pub min_available: String,
    /// `maxUnavailable` as written; empty if not set.
    pub max_unavailable: String,
    /// What `unhealthyPodEvictionPolicy` says; empty = `IfHealthyBudget`.
    pub unhealthy_pod_eviction: String,
    /// The workloads whose pods it counts, as `Kind/name`.
    #[schemars(extend("x-reads" = MAKERS))]
    pub workloads: Known<Vec<String>>,
    /// It counts no pod at all.
    #[schemars(extend("x-reads" = MAKERS))]
    pub orphan: Known<bool>,
    /// It allows no eviction although every pod is healthy: each drain of a node with such a pod hangs. Read from the
    /// status where there is a current one, else computed from the workloads' replicas.
    #[schemars(extend("x-reads" = MAKERS))]
    pub blocks_drain: Known<bool>,
    /// Evictions allowed now.
    pub disruptions_allowed: Known<i64>,
    /// Pods that it expects.
    pub expected_pods: Known<i64>,
}

/// A HorizontalPodAutoscaler.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Autoscaler {
    /// `HorizontalPodAutoscaler/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// What it scales, as `Kind/name`.
    pub target: String,
    /// The target exists.
    #[schemars(extend("x-reads" = [
        "deployments.apps", "statefulsets.apps", "replicasets.apps", "replicationcontrollers", "rollouts.argoproj.io"
    ]))]
    pub target_exists: Known<bool>,
    /// Floor.
    pub min: i64,
    /// Ceiling.
    pub max: i64,
    /// Metrics as `resource/cpu`, `external/NAME`...
    pub metrics: Vec<String>,
    /// A KEDA ScaledObject made it.
    pub by_keda: bool,
    /// Its target is deliberately at 0 replicas.
    pub scaled_to_zero: Known<bool>,
    /// Condition `AbleToScale`. Undetermined in the first three minutes of its life.
    pub able_to_scale: Known<bool>,
    /// Condition `ScalingActive`. Undetermined in the first three minutes of its life.
    pub scaling_active: Known<bool>,
    /// Why it does not scale: the reason of the condition that is not true; empty if it does.
    pub reason: Known<String>,
    /// It wants more than its ceiling allows (condition `ScalingLimited`, reason `TooManyReplicas`), for an hour or more.
    pub pinned_at_max: Known<bool>,
}

/// A ResourceQuota.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Quota {
    /// `ResourceQuota/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// It counts only some pods (scopes).
    pub scoped: bool,
    /// Its limits.
    pub limits: Vec<QuotaLimit>,
    /// The largest use of a limit, in whole percent, rounded up; 100 = nothing more fits.
    pub fullest_percent: Known<i64>,
}

/// A limit of a quota.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct QuotaLimit {
    /// What it limits, as in `requests.cpu`.
    pub resource: String,
    /// The limit, as written.
    pub hard: String,
    /// What is used, as the status says; absent without one.
    pub used: Option<String>,
}
