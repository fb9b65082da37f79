//! Nodes, namespaces, API services, priority classes.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::meta::{Condition, text, text_map};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Node {
    pub(in crate::extract) spec: NodeSpec,
    pub(in crate::extract) status: NodeStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct NodeSpec {
    pub(in crate::extract) unschedulable: bool,
    pub(in crate::extract) taints: Vec<Taint>,
    #[serde(rename = "providerID")]
    pub(in crate::extract) provider_id: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Taint {
    pub(in crate::extract) key: String,
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) value: String,
    pub(in crate::extract) effect: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct NodeStatus {
    pub(in crate::extract) conditions: Vec<Condition>,
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) allocatable: BTreeMap<String, String>,
    pub(in crate::extract) node_info: NodeInfo,
    pub(in crate::extract) addresses: Vec<NodeAddress>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct NodeAddress {
    pub(in crate::extract) address: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct NodeInfo {
    pub(in crate::extract) kubelet_version: String,
    pub(in crate::extract) container_runtime_version: String,
    pub(in crate::extract) os_image: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Namespace {
    pub(in crate::extract) status: NamespaceStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct NamespaceStatus {
    pub(in crate::extract) phase: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ApiService {
    pub(in crate::extract) spec: ApiServiceSpec,
    pub(in crate::extract) status: Option<ApiServiceStatus>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ApiServiceSpec {
    pub(in crate::extract) group: String,
    pub(in crate::extract) version: String,
    pub(in crate::extract) service: Option<ServiceReference>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ServiceReference {
    pub(in crate::extract) namespace: String,
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ApiServiceStatus {
    pub(in crate::extract) conditions: Vec<Condition>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct PriorityClass {
    pub(in crate::extract) value: i64,
}
