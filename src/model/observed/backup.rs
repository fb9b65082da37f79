//! Velero.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::time::{Seconds, Time};

/// A BackupStorageLocation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StorageLocation {
    /// Object store plug-in: `aws`, `azure`, `gcp` or a plug-in's name.
    pub provider: String,
    /// Bucket.
    pub bucket: String,
    /// Prefix in the bucket.
    pub prefix: String,
    /// The addresses among its configuration (`s3Url`, `publicUrl`, `storageAccountURI`), scrubbed of credentials.
    pub addresses: BTreeMap<String, String>,
    /// Backups that name no location go there.
    pub default: bool,
    /// `ReadWrite` or `ReadOnly`; empty = `ReadWrite`.
    pub access_mode: String,
    /// How often the server validates it; `None` = the server's default, zero = never.
    pub validation_frequency: Option<Seconds>,
    /// Status; `None` = the object carries none (no phase).
    pub status: Option<StorageLocationStatus>,
}

/// Status of a storage location.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StorageLocationStatus {
    /// `Available` or `Unavailable`.
    pub phase: String,
    /// When the server last looked.
    pub last_validation: Option<Time>,
    /// What it says, scrubbed of credentials.
    pub message: String,
}

/// What a backup takes: the template of a Schedule, or the spec of a Backup.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupSpec {
    /// Namespaces; empty or `*` = all.
    pub included_namespaces: Vec<String>,
    /// Namespaces that are left out.
    pub excluded_namespaces: Vec<String>,
    /// It takes only some objects of a namespace: by label, or by resource.
    pub narrowed: bool,
    /// `snapshotMoveData`; `None` = the server's default.
    pub move_data: Option<bool>,
    /// `defaultVolumesToFsBackup` (once `defaultVolumesToRestic`); `None` = the server's default.
    pub file_system: Option<bool>,
    /// `snapshotVolumes`; `None` = where it can.
    pub snapshot_volumes: Option<bool>,
    /// How long it is kept; `None` = the server's default.
    pub ttl: Option<Seconds>,
    /// Storage location; empty = the default one.
    pub storage_location: String,
}

/// A Schedule.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Schedule {
    /// Cron expression.
    pub cron: String,
    /// `paused`.
    pub paused: bool,
    /// What its backups take.
    pub template: BackupSpec,
    /// Status; `None` = the object carries none (no phase).
    pub status: Option<ScheduleStatus>,
}

/// Status of a schedule.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ScheduleStatus {
    /// `New`, `Enabled` or `FailedValidation`.
    pub phase: String,
    /// When a backup was last submitted, which says nothing of its success.
    pub last_backup: Option<Time>,
}

/// A Backup.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Backup {
    /// What it takes.
    pub spec: BackupSpec,
    /// Status; `None` = the object carries none (no phase).
    pub status: Option<BackupStatus>,
}

/// Status of a backup.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupStatus {
    /// `InProgress`, `Completed`, `PartiallyFailed`, `Failed`...
    pub phase: String,
    /// Start.
    pub started: Option<Time>,
    /// End.
    pub completed: Option<Time>,
    /// When it may be deleted.
    pub expires: Option<Time>,
    /// Errors.
    pub errors: i64,
    /// Warnings.
    pub warnings: i64,
    /// Hooks that failed.
    pub hooks_failed: i64,
    /// Asynchronous operations of plug-ins that failed.
    pub operations_failed: i64,
    /// CSI snapshots that were tried.
    pub csi_attempted: i64,
    /// CSI snapshots that were made.
    pub csi_completed: i64,
    /// Snapshots by a volume plug-in that were tried.
    pub native_attempted: i64,
    /// Snapshots by a volume plug-in that were made.
    pub native_completed: i64,
}

/// A Restore.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Restore {
    /// The backup that it restores; empty = the latest of a schedule.
    pub backup: String,
    /// The schedule whose latest backup it restores.
    pub schedule: String,
    /// Status; `None` = the object carries none (no phase).
    pub status: Option<RestoreStatus>,
}

/// Status of a restore.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RestoreStatus {
    /// `InProgress`, `Completed`, `PartiallyFailed`, `Failed`...
    pub phase: String,
    /// Start.
    pub started: Option<Time>,
    /// End.
    pub completed: Option<Time>,
    /// Errors.
    pub errors: i64,
    /// Warnings.
    pub warnings: i64,
    /// Objects that it restored.
    pub items: i64,
}

/// A PodVolumeBackup: one volume of a pod, copied from its file system.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PodVolumeBackup {
    /// The backup that it belongs to.
    pub backup: String,
    /// Namespace of the pod.
    pub pod_namespace: String,
    /// The pod.
    pub pod: String,
    /// Name of the volume in the pod.
    pub volume: String,
    /// The claim, where the object says it; else empty.
    pub claim: String,
    /// Phase; empty if the object carries no status.
    pub phase: String,
}

/// A DataUpload: one snapshot, copied to the object store.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DataUpload {
    /// The backup that it belongs to.
    pub backup: String,
    /// Namespace of the claim.
    pub claim_namespace: String,
    /// The claim.
    pub claim: String,
    /// Phase; empty if the object carries no status.
    pub phase: String,
}
