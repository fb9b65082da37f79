//! Pod specs and pods.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::meta::{Condition, Meta, text, text_map, time};
use crate::model::Time;
use crate::model::selector::LabelSelector;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct PodTemplate {
    pub(in crate::extract) metadata: Meta,
    pub(in crate::extract) spec: PodSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct PodSpec {
    pub(in crate::extract) containers: Vec<Container>,
    pub(in crate::extract) init_containers: Vec<Container>,
    pub(in crate::extract) ephemeral_containers: Vec<Container>,
    pub(in crate::extract) service_account_name: String,
    pub(in crate::extract) automount_service_account_token: Option<bool>,
    pub(in crate::extract) host_network: bool,
    #[serde(rename = "hostPID")]
    pub(in crate::extract) host_pid: bool,
    #[serde(rename = "hostIPC")]
    pub(in crate::extract) host_ipc: bool,
    pub(in crate::extract) security_context: SecurityContext,
    pub(in crate::extract) volumes: Vec<Volume>,
    pub(in crate::extract) image_pull_secrets: Vec<Named>,
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) node_selector: BTreeMap<String, String>,
    pub(in crate::extract) tolerations: Vec<Toleration>,
    pub(in crate::extract) affinity: Affinity,
    pub(in crate::extract) topology_spread_constraints: Vec<SpreadConstraint>,
    pub(in crate::extract) priority_class_name: String,
    pub(in crate::extract) restart_policy: String,
    pub(in crate::extract) node_name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Named {
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Toleration {
    pub(in crate::extract) key: String,
    pub(in crate::extract) operator: String,
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) value: String,
    pub(in crate::extract) effect: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Affinity {
    pub(in crate::extract) pod_anti_affinity: PodAntiAffinity,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct PodAntiAffinity {
    #[serde(rename = "requiredDuringSchedulingIgnoredDuringExecution")]
    pub(in crate::extract) required: Vec<AffinityTerm>,
    #[serde(rename = "preferredDuringSchedulingIgnoredDuringExecution")]
    pub(in crate::extract) preferred: Vec<WeightedTerm>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct WeightedTerm {
    pub(in crate::extract) pod_affinity_term: AffinityTerm,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct AffinityTerm {
    pub(in crate::extract) topology_key: String,
    pub(in crate::extract) label_selector: Option<LabelSelector>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct SpreadConstraint {
    pub(in crate::extract) topology_key: String,
    pub(in crate::extract) max_skew: i64,
    pub(in crate::extract) when_unsatisfiable: String,
    pub(in crate::extract) label_selector: Option<LabelSelector>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct SecurityContext {
    pub(in crate::extract) privileged: bool,
    pub(in crate::extract) run_as_non_root: Option<bool>,
    pub(in crate::extract) run_as_user: Option<i64>,
    pub(in crate::extract) allow_privilege_escalation: Option<bool>,
    pub(in crate::extract) read_only_root_filesystem: bool,
    pub(in crate::extract) capabilities: Capabilities,
    pub(in crate::extract) seccomp_profile: SeccompProfile,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Capabilities {
    pub(in crate::extract) add: Vec<String>,
    pub(in crate::extract) drop: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct SeccompProfile {
    #[serde(rename = "type")]
    pub(in crate::extract) kind: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Container {
    pub(in crate::extract) name: String,
    pub(in crate::extract) image: String,
    pub(in crate::extract) image_pull_policy: String,
    pub(in crate::extract) restart_policy: String,
    #[serde(deserialize_with = "texts")]
    pub(in crate::extract) command: Vec<String>,
    #[serde(deserialize_with = "texts")]
    pub(in crate::extract) args: Vec<String>,
    pub(in crate::extract) ports: Vec<ContainerPort>,
    pub(in crate::extract) resources: Resources,
    pub(in crate::extract) readiness_probe: Option<Probe>,
    pub(in crate::extract) liveness_probe: Option<Probe>,
    pub(in crate::extract) startup_probe: Option<Probe>,
    pub(in crate::extract) security_context: SecurityContext,
    pub(in crate::extract) env: Vec<EnvVar>,
    pub(in crate::extract) volume_mounts: Vec<Mount>,
}

/// Arguments; a number among them is the text that was meant.
fn texts<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    struct Text(#[serde(deserialize_with = "text")] String);
    Vec::<Text>::deserialize(deserializer).map(|texts| texts.into_iter().map(|text| text.0).collect())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ContainerPort {
    pub(in crate::extract) name: String,
    pub(in crate::extract) container_port: i64,
    pub(in crate::extract) protocol: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Resources {
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) requests: BTreeMap<String, String>,
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) limits: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Probe {
    pub(in crate::extract) http_get: Option<ProbePort>,
    pub(in crate::extract) tcp_socket: Option<ProbePort>,
    pub(in crate::extract) grpc: Option<ProbePort>,
    pub(in crate::extract) exec: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ProbePort {
    pub(in crate::extract) path: String,
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) port: String,
}

/// An environment variable. The value is looked at once, to see whether there is one, and never kept.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct EnvVar {
    pub(in crate::extract) name: String,
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) value: String,
    pub(in crate::extract) value_from: Option<serde::de::IgnoredAny>,
}

impl std::fmt::Debug for EnvVar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EnvVar").field("name", &self.name).finish_non_exhaustive()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Mount {
    pub(in crate::extract) name: String,
    pub(in crate::extract) read_only: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Volume {
    pub(in crate::extract) name: String,
    pub(in crate::extract) host_path: Option<HostPath>,
    pub(in crate::extract) persistent_volume_claim: Option<ClaimSource>,
    pub(in crate::extract) image: Option<ImageSource>,
    pub(in crate::extract) config_map: Option<Named>,
    pub(in crate::extract) empty_dir: Option<serde::de::IgnoredAny>,
    pub(in crate::extract) ephemeral: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct HostPath {
    pub(in crate::extract) path: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ClaimSource {
    pub(in crate::extract) claim_name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ImageSource {
    pub(in crate::extract) reference: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Pod {
    pub(in crate::extract) spec: PodSpec,
    pub(in crate::extract) status: PodStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct PodStatus {
    pub(in crate::extract) phase: String,
    pub(in crate::extract) reason: String,
    pub(in crate::extract) conditions: Vec<Condition>,
    pub(in crate::extract) container_statuses: Vec<ContainerStatus>,
    pub(in crate::extract) init_container_statuses: Vec<ContainerStatus>,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) start_time: Option<Time>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ContainerStatus {
    pub(in crate::extract) name: String,
    pub(in crate::extract) image: String,
    #[serde(rename = "imageID")]
    pub(in crate::extract) image_id: String,
    pub(in crate::extract) ready: bool,
    pub(in crate::extract) restart_count: i64,
    pub(in crate::extract) state: ContainerState,
    pub(in crate::extract) last_state: ContainerState,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ContainerState {
    pub(in crate::extract) waiting: Option<Waiting>,
    pub(in crate::extract) terminated: Option<Terminated>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Waiting {
    pub(in crate::extract) reason: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Terminated {
    pub(in crate::extract) exit_code: i64,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) finished_at: Option<Time>,
}
