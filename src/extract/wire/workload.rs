//! Controllers of every kind, in one struct: the fields that they share have one name, the others do not clash.

use serde::Deserialize;

use super::meta::{Condition, Meta, text, time};
use super::pod::PodTemplate;
use crate::model::Time;
use crate::model::selector::LabelSelector;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Controller {
    pub(in crate::extract) spec: ControllerSpec,
    /// `None` is not the same as `{}`, which a server gives for what has not happened yet.
    pub(in crate::extract) status: Option<ControllerStatus>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ControllerSpec {
    pub(in crate::extract) replicas: Option<i64>,
    /// A LabelSelector, but a plain map for a ReplicationController.
    pub(in crate::extract) selector: Option<serde_json::Value>,
    pub(in crate::extract) template: PodTemplate,
    pub(in crate::extract) volume_claim_templates: Vec<ClaimTemplate>,
    pub(in crate::extract) strategy: Strategy,
    pub(in crate::extract) update_strategy: Strategy,
    pub(in crate::extract) schedule: String,
    pub(in crate::extract) suspend: bool,
    pub(in crate::extract) paused: bool,
    pub(in crate::extract) job_template: JobTemplate,
    pub(in crate::extract) workload_ref: Option<WorkloadRef>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Strategy {
    #[serde(rename = "type")]
    pub(in crate::extract) kind: String,
    /// An Argo Rollout has `canary` or `blueGreen` instead of a type.
    pub(in crate::extract) canary: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct JobTemplate {
    pub(in crate::extract) spec: JobSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct JobSpec {
    pub(in crate::extract) template: PodTemplate,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct WorkloadRef {
    pub(in crate::extract) kind: String,
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ClaimTemplate {
    pub(in crate::extract) metadata: Meta,
    pub(in crate::extract) spec: ClaimSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ClaimSpec {
    pub(in crate::extract) storage_class_name: Option<String>,
    pub(in crate::extract) access_modes: Vec<String>,
    pub(in crate::extract) resources: ClaimResources,
    pub(in crate::extract) volume_name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ClaimResources {
    pub(in crate::extract) requests: ClaimRequests,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ClaimRequests {
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) storage: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ControllerStatus {
    pub(in crate::extract) observed_generation: Generation,
    pub(in crate::extract) replicas: i64,
    pub(in crate::extract) ready_replicas: i64,
    pub(in crate::extract) updated_replicas: i64,
    pub(in crate::extract) available_replicas: i64,
    pub(in crate::extract) desired_number_scheduled: Option<i64>,
    pub(in crate::extract) number_ready: i64,
    pub(in crate::extract) updated_number_scheduled: i64,
    pub(in crate::extract) number_available: i64,
    pub(in crate::extract) current_number_scheduled: i64,
    pub(in crate::extract) conditions: Vec<Condition>,
    pub(in crate::extract) active: Active,
    pub(in crate::extract) succeeded: i64,
    pub(in crate::extract) failed: i64,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) start_time: Option<Time>,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) last_schedule_time: Option<Time>,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) last_successful_time: Option<Time>,
}

/// A generation: a number, but text in an Argo Rollout.
#[derive(Debug, Default)]
pub(in crate::extract) struct Generation(pub(in crate::extract) i64);

impl<'de> Deserialize<'de> for Generation {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer).map(|text| Self(text.parse().unwrap_or_default()))
    }
}

/// Active pods: a count in a Job, a list of references in a CronJob.
#[derive(Debug, Default)]
pub(in crate::extract) struct Active(pub(in crate::extract) i64);

impl<'de> Deserialize<'de> for Active {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let listed = value.as_array().map(|list| i64::try_from(list.len()).unwrap_or(i64::MAX));
        Ok(Self(value.as_i64().or(listed).unwrap_or_default()))
    }
}

/// A selector in either shape.
pub(in crate::extract) fn selector(value: &serde_json::Value) -> Option<LabelSelector> {
    let written = value.as_object()?;
    if written.contains_key("matchLabels") || written.contains_key("matchExpressions") || written.is_empty() {
        return LabelSelector::deserialize(value).ok();
    }
    LabelSelector::deserialize(serde_json::json!({ "matchLabels": value })).ok()
}
