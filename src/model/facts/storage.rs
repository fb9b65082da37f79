//! Claims and the drivers behind them.

use schemars::JsonSchema;
use serde::Serialize;

use super::workload::MAKERS;
use crate::model::known::Known;
use crate::model::verdict::Origin;

/// A PersistentVolumeClaim.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Claim {
    /// `PersistentVolumeClaim/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// It carries production (carbon.yaml).
    pub in_scope: bool,
    /// Storage class; empty = the default one.
    pub storage_class: String,
    /// Requested size.
    pub size_bytes: i64,
    /// It is bound to a volume.
    pub bound: Known<bool>,
    /// What its volume is made of: `csi`, `hostPath`, `local`, `nfs`...; empty = no volume yet.
    #[schemars(extend("x-reads" = ["persistentvolumes"]))]
    pub volume_source: Known<String>,
    /// Its volume exists on one node only.
    #[schemars(extend("x-reads" = ["persistentvolumes", "storageclasses.storage.k8s.io"]))]
    pub pinned_to_node: Known<bool>,
    /// The workloads that use it.
    #[schemars(extend("x-reads" = MAKERS))]
    pub used_by: Known<Vec<String>>,
    /// The workload that uses it keeps copies of its data on other claims, so that losing one loses nothing.
    #[schemars(extend("x-reads" = MAKERS))]
    pub replicated: Known<bool>,
    /// It carries the label `velero.io/exclude-from-backup: "true"`.
    pub excluded: bool,
    /// It is in production, in use, not excluded, and not of a database that archives by itself.
    #[schemars(extend("x-reads" = [
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "replicationcontrollers",
        "jobs.batch", "cronjobs.batch", "rollouts.argoproj.io", "pods", "clusters.postgresql.cnpg.io",
        "backups.postgresql.cnpg.io"
    ]))]
    pub wanted_in_backup: Known<bool>,
    /// Its data is in a backup that could be restored. A backup that completed proves nothing about volumes: only their
    /// own copies and snapshots do.
    #[schemars(extend("x-reads" = [
        "backups.velero.io", "podvolumebackups.velero.io", "datauploads.velero.io", "persistentvolumes", "pods",
        "backupstoragelocations.velero.io"
    ]))]
    pub backed_up: Known<bool>,
    /// The usable backups that hold it, newest last.
    #[schemars(extend("x-reads" = [
        "backups.velero.io", "podvolumebackups.velero.io", "datauploads.velero.io", "persistentvolumes", "pods",
        "backupstoragelocations.velero.io"
    ]))]
    pub backed_up_by: Known<Vec<String>>,
}

/// A CSI driver behind volumes that claims use.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SnapshotDriver {
    /// `CSIDriver/name`.
    pub subject: String,
    /// Name.
    pub name: String,
    /// The driver can make snapshots, as far as carbon knows it.
    pub snapshots: bool,
    /// Its VolumeSnapshotClasses.
    #[schemars(extend("x-reads" = ["volumesnapshotclasses.snapshot.storage.k8s.io"]))]
    pub classes: Known<Vec<String>>,
    /// Those of them that carry Velero's label.
    #[schemars(extend("x-reads" = ["volumesnapshotclasses.snapshot.storage.k8s.io"]))]
    pub labelled: Known<Vec<String>>,
    /// Velero finds the class to use: the driver has one, or one of several carries the label.
    #[schemars(extend("x-reads" = ["volumesnapshotclasses.snapshot.storage.k8s.io"]))]
    pub usable: Known<bool>,
}
