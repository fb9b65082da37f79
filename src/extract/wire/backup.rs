//! Velero.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::meta::{span, text_map, time};
use crate::model::selector::LabelSelector;
use crate::model::{Seconds, Time};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct StorageLocation {
    pub(in crate::extract) spec: StorageLocationSpec,
    pub(in crate::extract) status: StorageLocationStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct StorageLocationSpec {
    pub(in crate::extract) provider: String,
    pub(in crate::extract) object_storage: ObjectStorage,
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) config: BTreeMap<String, String>,
    pub(in crate::extract) default: bool,
    pub(in crate::extract) access_mode: String,
    #[serde(deserialize_with = "span")]
    pub(in crate::extract) validation_frequency: Option<Seconds>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ObjectStorage {
    pub(in crate::extract) bucket: String,
    pub(in crate::extract) prefix: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct StorageLocationStatus {
    pub(in crate::extract) phase: String,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) last_validation_time: Option<Time>,
    pub(in crate::extract) message: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct BackupSpec {
    pub(in crate::extract) included_namespaces: Vec<String>,
    pub(in crate::extract) excluded_namespaces: Vec<String>,
    pub(in crate::extract) included_resources: Vec<String>,
    pub(in crate::extract) included_namespace_scoped_resources: Vec<String>,
    pub(in crate::extract) label_selector: Option<LabelSelector>,
    pub(in crate::extract) or_label_selectors: Vec<LabelSelector>,
    pub(in crate::extract) snapshot_move_data: Option<bool>,
    pub(in crate::extract) default_volumes_to_fs_backup: Option<bool>,
    pub(in crate::extract) default_volumes_to_restic: Option<bool>,
    pub(in crate::extract) snapshot_volumes: Option<bool>,
    #[serde(deserialize_with = "span")]
    pub(in crate::extract) ttl: Option<Seconds>,
    pub(in crate::extract) storage_location: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Schedule {
    pub(in crate::extract) spec: ScheduleSpec,
    pub(in crate::extract) status: ScheduleStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ScheduleSpec {
    pub(in crate::extract) schedule: String,
    pub(in crate::extract) paused: bool,
    pub(in crate::extract) template: BackupSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ScheduleStatus {
    pub(in crate::extract) phase: String,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) last_backup: Option<Time>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Backup {
    pub(in crate::extract) spec: BackupSpec,
    pub(in crate::extract) status: BackupStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct BackupStatus {
    pub(in crate::extract) phase: String,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) start_timestamp: Option<Time>,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) completion_timestamp: Option<Time>,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) expiration: Option<Time>,
    pub(in crate::extract) errors: i64,
    pub(in crate::extract) warnings: i64,
    pub(in crate::extract) hook_status: HookStatus,
    pub(in crate::extract) backup_item_operations_failed: i64,
    pub(in crate::extract) csi_volume_snapshots_attempted: i64,
    pub(in crate::extract) csi_volume_snapshots_completed: i64,
    pub(in crate::extract) volume_snapshots_attempted: i64,
    pub(in crate::extract) volume_snapshots_completed: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct HookStatus {
    pub(in crate::extract) hooks_failed: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Restore {
    pub(in crate::extract) spec: RestoreSpec,
    pub(in crate::extract) status: RestoreStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct RestoreSpec {
    pub(in crate::extract) backup_name: String,
    pub(in crate::extract) schedule_name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct RestoreStatus {
    pub(in crate::extract) phase: String,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) start_timestamp: Option<Time>,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) completion_timestamp: Option<Time>,
    pub(in crate::extract) errors: i64,
    pub(in crate::extract) warnings: i64,
    pub(in crate::extract) progress: RestoreProgress,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct RestoreProgress {
    pub(in crate::extract) items_restored: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct PodVolumeBackup {
    pub(in crate::extract) spec: PodVolumeBackupSpec,
    pub(in crate::extract) status: Phase,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct PodVolumeBackupSpec {
    pub(in crate::extract) pod: ObjectReference,
    pub(in crate::extract) volume: String,
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) tags: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ObjectReference {
    pub(in crate::extract) namespace: String,
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Phase {
    pub(in crate::extract) phase: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct DataUpload {
    pub(in crate::extract) spec: DataUploadSpec,
    pub(in crate::extract) status: Phase,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct DataUploadSpec {
    pub(in crate::extract) source_namespace: String,
    #[serde(rename = "sourcePVC")]
    pub(in crate::extract) source_pvc: String,
}
