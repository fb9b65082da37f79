//! The cluster, its nodes and namespaces.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::workload::MAKERS;
use crate::model::known::Known;
use crate::model::verdict::Origin;

/// The cluster as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Cluster {
    /// `kind`, `k3s`, `eks`, `gke`, `aks`, `openshift`, `talos`, `kubeadm`... ; empty if nothing tells.
    #[schemars(extend("x-reads" = ["nodes"]))]
    pub distribution: Known<String>,
    /// Version of Kubernetes, the oldest that a node runs, as `v1.34.0`.
    #[schemars(extend("x-reads" = ["nodes"]))]
    pub version: Known<String>,
    /// True if that minor version still gets fixes (upstream's dates) when the facts were taken.
    #[schemars(extend("x-reads" = ["nodes"]))]
    pub version_supported: Known<bool>,
    /// The control plane is run by somebody else (EKS, GKE, AKS...).
    #[schemars(extend("x-reads" = ["nodes"]))]
    pub managed: Known<bool>,
    /// Number of nodes.
    #[schemars(extend("x-reads" = ["nodes"]))]
    pub nodes: Known<i64>,
    /// Number of nodes that run the control plane.
    #[schemars(extend("x-reads" = ["nodes"]))]
    pub control_plane_nodes: Known<i64>,
    /// Number of etcd members, counted by their static pods (or by the nodes' etcd role where etcd is embedded).
    #[schemars(extend("x-reads" = ["nodes", "pods"]))]
    pub etcd_members: Known<i64>,
    /// Number of zones that nodes name; 0 if none does.
    #[schemars(extend("x-reads" = ["nodes"]))]
    pub zones: Known<i64>,
    /// The API of resource metrics (`metrics.k8s.io`) is there and answers.
    #[schemars(extend("x-reads" = ["apiservices.apiregistration.k8s.io"]))]
    pub metrics_api: Known<bool>,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Node {
    /// `Node/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Name.
    pub name: String,
    /// Roles, from the labels `node-role.kubernetes.io/ROLE`.
    pub roles: Vec<String>,
    /// It runs the control plane.
    pub control_plane: bool,
    /// `topology.kubernetes.io/zone`; empty if the node names none.
    pub zone: String,
    /// It takes new pods (not cordoned).
    pub schedulable: bool,
    /// Taints as `key[=value]:effect`.
    pub taints: Vec<String>,
    /// Condition `Ready` is true.
    pub ready: Known<bool>,
    /// Conditions that report a pressure or a broken network: `MemoryPressure`, `DiskPressure`, `PIDPressure`,
    /// `NetworkUnavailable`.
    pub pressures: Known<Vec<String>>,
    /// Kubelet version.
    pub kubelet_version: Known<String>,
    /// CPU that pods may request, in thousandths of a core.
    pub cpu_milli: Known<i64>,
    /// Memory that pods may request, in bytes.
    pub memory_bytes: Known<i64>,
    /// Pods that it may run.
    pub max_pods: Known<i64>,
}

/// A namespace.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Namespace {
    /// `Namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Name.
    pub name: String,
    /// The name again: what narrows a run to namespaces, narrows this list as well.
    pub namespace: String,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// The distribution owns it (kube-system and the like).
    pub system: bool,
    /// Level that Pod Security Admission enforces: `privileged`, `baseline`, `restricted`; empty = no label.
    pub pod_security: String,
    /// Number of workloads in it that run pods (Jobs that have ended do not count).
    #[schemars(extend("x-reads" = MAKERS))]
    pub workloads: Known<i64>,
    /// Number of network policies in it.
    #[schemars(extend("x-reads" = ["networkpolicies.networking.k8s.io"]))]
    pub policies: Known<i64>,
    /// It runs something on every node that needs the host: a DaemonSet with host paths, host namespaces or privileges.
    #[schemars(extend("x-reads" = MAKERS))]
    pub node_agents: Known<bool>,
    /// A network policy isolates every pod against what comes in, and lets nothing in by itself.
    #[schemars(extend("x-reads" = ["networkpolicies.networking.k8s.io"]))]
    pub default_deny_ingress: Known<bool>,
    /// The same for what goes out.
    #[schemars(extend("x-reads" = ["networkpolicies.networking.k8s.io"]))]
    pub default_deny_egress: Known<bool>,
}
