//! Pods and the essence of a pod template.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::object::Conditions;
use crate::model::time::Time;

/// What a pod template says, or the spec of a pod.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PodTemplate {
    /// Labels of the pods.
    pub labels: BTreeMap<String, String>,
    /// Known annotations of the pods.
    pub annotations: BTreeMap<String, String>,
    /// Containers, init containers and sidecars.
    pub containers: Vec<Container>,
    /// Service account, `default` if none is named.
    pub service_account: String,
    /// `automountServiceAccountToken`.
    pub automount_token: Option<bool>,
    /// `hostNetwork`.
    pub host_network: bool,
    /// `hostPID`.
    pub host_pid: bool,
    /// `hostIPC`.
    pub host_ipc: bool,
    /// Security context of the pod.
    pub security: Security,
    /// Volumes.
    pub volumes: Vec<PodVolume>,
    /// Names of the pull secrets that the template lists.
    pub pull_secrets: Vec<String>,
    /// `nodeSelector`.
    pub node_selector: BTreeMap<String, String>,
    /// Tolerations, as `key[=value][:effect]`; an empty key tolerates everything.
    pub tolerations: Vec<Toleration>,
    /// Pod anti-affinity terms.
    pub anti_affinity: Vec<AntiAffinity>,
    /// Topology spread constraints.
    pub spread: Vec<Spread>,
    /// Priority class.
    pub priority_class: String,
    /// `restartPolicy`.
    pub restart_policy: String,
}

/// A toleration.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Toleration {
    /// Taint key; empty with operator `Exists` = all.
    pub key: String,
    /// `Exists` or `Equal`.
    pub operator: String,
    /// Value for `Equal`.
    pub value: String,
    /// Effect; empty = all.
    pub effect: String,
}

/// The parts of a security context that checks ask for, of a pod or of a container.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Security {
    /// `privileged`.
    pub privileged: bool,
    /// `runAsNonRoot`.
    pub run_as_non_root: Option<bool>,
    /// `runAsUser`.
    pub run_as_user: Option<i64>,
    /// `allowPrivilegeEscalation`.
    pub allow_privilege_escalation: Option<bool>,
    /// `readOnlyRootFilesystem`.
    pub read_only_root: bool,
    /// Added capabilities.
    pub capabilities_added: Vec<String>,
    /// Dropped capabilities.
    pub capabilities_dropped: Vec<String>,
    /// `seccompProfile.type`.
    pub seccomp: String,
}

/// A container of any sort.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Container {
    /// Name.
    pub name: String,
    /// Image as written.
    pub image: String,
    /// Which list it stands in.
    pub sort: ContainerSort,
    /// `imagePullPolicy`.
    pub pull_policy: String,
    /// Ports.
    pub ports: Vec<ContainerPort>,
    /// Requests, as written.
    pub requests: BTreeMap<String, String>,
    /// Limits, as written.
    pub limits: BTreeMap<String, String>,
    /// Readiness probe.
    pub readiness: Option<Probe>,
    /// Liveness probe.
    pub liveness: Option<Probe>,
    /// Startup probe.
    pub startup: Option<Probe>,
    /// Security context.
    pub security: Security,
    /// Names of environment variables that look like a secret and have a literal value.
    pub literal_secrets: Vec<String>,
    /// Command-line flags on the list of known ones (`--email-domain` and the like), each with its values.
    pub flags: BTreeMap<String, Vec<String>>,
    /// Volume mounts.
    pub mounts: Vec<Mount>,
}

/// The name under which [`Container::flags`] marks one of several MinIO servers that form one store.
pub const SERVER_POOL: &str = "minio-server-pool";

/// Which list of the pod spec a container stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContainerSort {
    /// `containers`.
    #[default]
    Main,
    /// `initContainers`.
    Init,
    /// `initContainers` with `restartPolicy: Always`.
    Sidecar,
    /// `ephemeralContainers`.
    Ephemeral,
}

/// A container port.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContainerPort {
    /// Name, may be empty.
    pub name: String,
    /// Number.
    pub number: i64,
    /// Protocol, `TCP` if not given.
    pub protocol: String,
}

/// What a probe asks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Probe {
    /// `http`, `tcp`, `grpc` or `exec`.
    pub how: String,
    /// HTTP path.
    pub path: String,
    /// Port number or name.
    pub port: String,
}

/// A volume mount.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Mount {
    /// Name of the volume.
    pub volume: String,
    /// `readOnly`.
    pub read_only: bool,
}

/// A volume of a pod.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PodVolume {
    /// Name.
    pub name: String,
    /// The path, for `hostPath`.
    pub host_path: Option<String>,
    /// The claim, for `persistentVolumeClaim`.
    pub claim: Option<String>,
    /// The reference, for `image`.
    pub image: Option<String>,
    /// The name, for `configMap`.
    pub config_map: Option<String>,
    /// `emptyDir`.
    pub empty_dir: bool,
    /// An ephemeral claim template.
    pub ephemeral: bool,
}

/// A pod anti-affinity term.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AntiAffinity {
    /// Required during scheduling, not only preferred.
    pub required: bool,
    /// Topology key.
    pub topology_key: String,
    /// Whom it avoids; `None` = nobody.
    pub selector: Option<crate::model::selector::LabelSelector>,
}

/// A topology spread constraint.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Spread {
    /// Topology key.
    pub topology_key: String,
    /// `maxSkew`.
    pub max_skew: i64,
    /// `whenUnsatisfiable`.
    pub when_unsatisfiable: String,
    /// Whom it counts; `None` = nobody.
    pub selector: Option<crate::model::selector::LabelSelector>,
}

/// A pod.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Pod {
    /// Its spec.
    pub template: PodTemplate,
    /// The node it is bound to; empty = none yet.
    pub node: String,
    /// Status; `None` = the object carries none (no phase).
    pub status: Option<PodStatus>,
}

/// Status of a pod.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PodStatus {
    /// `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`.
    pub phase: String,
    /// Reason, e.g. `Evicted`.
    pub reason: String,
    /// Conditions.
    pub conditions: Conditions,
    /// Containers of all sorts.
    pub containers: Vec<ContainerStatus>,
    /// When the kubelet took it.
    pub started: Option<Time>,
}

/// Status of a container.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContainerStatus {
    /// Name.
    pub name: String,
    /// Image as the runtime names it.
    pub image: String,
    /// What runs: `repo@sha256:...`, or a local digest.
    pub image_id: String,
    /// Ready.
    pub ready: bool,
    /// Restarts so far.
    pub restarts: i64,
    /// Why it waits, e.g. `CrashLoopBackOff`; empty = it does not.
    pub waiting: String,
    /// Exit code if it has ended.
    pub exit_code: Option<i64>,
    /// When it last ended.
    pub last_ended: Option<Time>,
}
