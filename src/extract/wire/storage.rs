//! Claims, volumes, classes.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::meta::text;
use super::workload::ClaimSpec;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Claim {
    pub(in crate::extract) spec: ClaimSpec,
    pub(in crate::extract) status: ClaimStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ClaimStatus {
    pub(in crate::extract) phase: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Volume {
    pub(in crate::extract) spec: VolumeSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct VolumeSpec {
    pub(in crate::extract) csi: Option<CsiSource>,
    pub(in crate::extract) storage_class_name: String,
    pub(in crate::extract) claim_ref: Option<ClaimRef>,
    pub(in crate::extract) capacity: Capacity,
    pub(in crate::extract) persistent_volume_reclaim_policy: String,
    pub(in crate::extract) node_affinity: NodeAffinity,
    #[serde(flatten)]
    pub(in crate::extract) rest: BTreeMap<String, serde_json::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct CsiSource {
    pub(in crate::extract) driver: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ClaimRef {
    pub(in crate::extract) namespace: String,
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Capacity {
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) storage: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct NodeAffinity {
    pub(in crate::extract) required: NodeSelector,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct NodeSelector {
    pub(in crate::extract) node_selector_terms: Vec<NodeSelectorTerm>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct NodeSelectorTerm {
    pub(in crate::extract) match_expressions: Vec<NodeRequirement>,
    pub(in crate::extract) match_fields: Vec<NodeRequirement>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct NodeRequirement {
    pub(in crate::extract) key: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct StorageClass {
    pub(in crate::extract) provisioner: String,
    pub(in crate::extract) reclaim_policy: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct SnapshotClass {
    pub(in crate::extract) driver: String,
    pub(in crate::extract) deletion_policy: String,
}
