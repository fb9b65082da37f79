//! Controllers: everything that makes pods from a template.

use serde::{Deserialize, Serialize};

use super::object::Conditions;
use super::pod::PodTemplate;
use crate::model::selector::LabelSelector;
use crate::model::time::Time;

/// A Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob or Rollout.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Controller {
    /// Replicas asked for; `None` = the field is left to an autoscaler or to the default of 1.
    pub replicas: Option<i64>,
    /// Which pods are its own.
    pub selector: Option<LabelSelector>,
    /// The pods that it makes.
    pub template: PodTemplate,
    /// `volumeClaimTemplates` of a StatefulSet.
    pub claim_templates: Vec<ClaimTemplate>,
    /// Update strategy: `RollingUpdate`, `Recreate`, `OnDelete`.
    pub strategy: String,
    /// `schedule` of a CronJob.
    pub schedule: String,
    /// `suspend` of a Job or CronJob, `paused` of a Deployment.
    pub suspended: bool,
    /// Another workload whose template a Rollout uses (`workloadRef`), as `Kind/name`.
    pub template_of: Option<String>,
    /// Status; `None` = the object carries none, or no controller has seen it yet (a CronJob's may be empty).
    pub status: Option<ControllerStatus>,
}

/// A claim template.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimTemplate {
    /// Name; the claims are called `NAME-POD`.
    pub name: String,
    /// Storage class; `None` = the default class.
    pub storage_class: Option<String>,
    /// Requested size, as written.
    pub size: String,
}

/// Status of a controller.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ControllerStatus {
    /// The generation that the status speaks of.
    pub observed_generation: i64,
    /// Replicas that exist.
    pub replicas: i64,
    /// Replicas (of a DaemonSet: pods) wanted, where the status says so.
    pub desired: Option<i64>,
    /// Ready ones.
    pub ready: i64,
    /// Updated ones.
    pub updated: i64,
    /// Available ones.
    pub available: i64,
    /// Conditions.
    pub conditions: Conditions,
    /// Active pods of a Job.
    pub active: i64,
    /// Succeeded pods of a Job.
    pub succeeded: i64,
    /// Failed pods of a Job.
    pub failed: i64,
    /// Last time a CronJob was due and started.
    pub last_schedule: Option<Time>,
    /// Last time a CronJob's job succeeded.
    pub last_success: Option<Time>,
}
