//! Claims, volumes and classes.

use serde::{Deserialize, Serialize};

/// A PersistentVolumeClaim.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Claim {
    /// Storage class; `None` = the default class.
    pub storage_class: Option<String>,
    /// Access modes.
    pub access_modes: Vec<String>,
    /// Requested size, as written.
    pub size: String,
    /// The volume that it is bound to; empty = none.
    pub volume: String,
    /// `Bound`, `Pending` or `Lost`; empty if the object carries no status.
    pub phase: String,
}

/// A PersistentVolume.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Volume {
    /// `csi`, `hostPath`, `local`, `nfs`... the key of its source.
    pub source: String,
    /// CSI driver.
    pub driver: String,
    /// Storage class.
    pub storage_class: String,
    /// It can be used only on nodes that this says; true if node affinity names hosts.
    pub pinned_to_host: bool,
    /// `namespace/name` of the claim.
    pub claim: String,
    /// Capacity, as written.
    pub capacity: String,
    /// `Retain` or `Delete`.
    pub reclaim: String,
}

/// A StorageClass.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StorageClass {
    /// Provisioner.
    pub provisioner: String,
    /// It serves claims that name no class.
    pub default: bool,
    /// Reclaim policy.
    pub reclaim: String,
}

/// A VolumeSnapshotClass.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SnapshotClass {
    /// CSI driver.
    pub driver: String,
    /// `Retain` or `Delete`.
    pub deletion: String,
}
