//! Nodes, namespaces and what else belongs to the cluster itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::object::Conditions;

/// A node.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Node {
    /// `spec.unschedulable`.
    pub unschedulable: bool,
    /// Taints.
    pub taints: Vec<Taint>,
    /// `spec.providerID`, e.g. `kind://docker/kind/kind-control-plane`.
    pub provider_id: String,
    /// Status; `None` = the object carries none (no conditions and no node info).
    pub status: Option<NodeStatus>,
}

/// A taint.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Taint {
    /// Key.
    pub key: String,
    /// Value.
    pub value: String,
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    pub effect: String,
}

/// Status of a node.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NodeStatus {
    /// Conditions.
    pub conditions: Conditions,
    /// What pods may request, as written.
    pub allocatable: BTreeMap<String, String>,
    /// Kubelet version, e.g. `v1.34.0`.
    pub kubelet_version: String,
    /// Container runtime, e.g. `containerd://2.1.3`.
    pub runtime: String,
    /// OS image.
    pub os_image: String,
    /// IP addresses and host names of the node.
    pub addresses: Vec<String>,
}

/// A namespace; everything about it is metadata.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Namespace {
    /// `Active` or `Terminating`; empty if the object carries no status.
    pub phase: String,
}

/// An API group version that the API server hands on to another server (or serves itself).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiService {
    /// Group.
    pub group: String,
    /// Version.
    pub version: String,
    /// `namespace/name` of the Service that answers; `None` = served by the API server itself.
    pub service: Option<String>,
    /// Conditions; `None` = the object carries no status.
    pub conditions: Option<Conditions>,
}

/// A priority class.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PriorityClass {
    /// Priority.
    pub value: i64,
}
