//! Velero.

use super::scrub;
use super::wire::backup as wire;
use crate::model::observed::Meta;
use crate::model::observed::backup::{
    Backup, BackupSpec, BackupStatus, DataUpload, PodVolumeBackup, Restore, RestoreStatus, Schedule, ScheduleStatus,
    StorageLocation, StorageLocationStatus,
};

/// The keys of a location's configuration that hold an address.
const ADDRESSES: [&str; 3] = ["s3Url", "publicUrl", "storageAccountURI"];

pub(super) fn storage_location(wire: wire::StorageLocation, _: &Meta) -> StorageLocation {
    let spec = wire.spec;
    let address = |key: &str| ADDRESSES.contains(&key);
    StorageLocation {
        provider: spec.provider,
        bucket: spec.object_storage.bucket,
        prefix: spec.object_storage.prefix,
        addresses: spec
            .config
            .into_iter()
            .filter(|(key, _)| address(key))
            .map(|(key, value)| (key, scrub::scrub(&value)))
            .collect(),
        default: spec.default,
        access_mode: spec.access_mode,
        validation_frequency: spec.validation_frequency,
        status: (!wire.status.phase.is_empty()).then(|| StorageLocationStatus {
            phase: wire.status.phase,
            last_validation: wire.status.last_validation_time,
            message: scrub::scrub(&wire.status.message),
        }),
    }
}

pub(super) fn schedule(wire: wire::Schedule, _: &Meta) -> Schedule {
    Schedule {
        cron: wire.spec.schedule,
        paused: wire.spec.paused,
        template: backup_spec(wire.spec.template),
        status: (!wire.status.phase.is_empty())
            .then_some(ScheduleStatus { phase: wire.status.phase, last_backup: wire.status.last_backup }),
    }
}

fn backup_spec(wire: wire::BackupSpec) -> BackupSpec {
    let some_only = |resources: &[String]| !resources.is_empty() && !resources.iter().any(|it| it == "*");
    let by_label = wire.label_selector.is_some_and(|it| it != Default::default())
        || wire.or_label_selectors.iter().any(|it| *it != Default::default());
    BackupSpec {
        narrowed: by_label
            || some_only(&wire.included_resources)
            || some_only(&wire.included_namespace_scoped_resources),
        included_namespaces: wire.included_namespaces,
        excluded_namespaces: wire.excluded_namespaces,
        move_data: wire.snapshot_move_data,
        file_system: wire.default_volumes_to_fs_backup.or(wire.default_volumes_to_restic),
        snapshot_volumes: wire.snapshot_volumes,
        // A span of zero is the server's default, as an absent one.
        ttl: wire.ttl.filter(|it| it.0 > 0),
        storage_location: wire.storage_location,
    }
}

pub(super) fn backup(wire: wire::Backup, _: &Meta) -> Backup {
    let status = wire.status;
    Backup {
        spec: backup_spec(wire.spec),
        status: (!status.phase.is_empty()).then_some(BackupStatus {
            phase: status.phase,
            started: status.start_timestamp,
            completed: status.completion_timestamp,
            expires: status.expiration,
            errors: status.errors,
            warnings: status.warnings,
            hooks_failed: status.hook_status.hooks_failed,
            operations_failed: status.backup_item_operations_failed,
            csi_attempted: status.csi_volume_snapshots_attempted,
            csi_completed: status.csi_volume_snapshots_completed,
            native_attempted: status.volume_snapshots_attempted,
            native_completed: status.volume_snapshots_completed,
        }),
    }
}

pub(super) fn restore(wire: wire::Restore, _: &Meta) -> Restore {
    let status = wire.status;
    Restore {
        backup: wire.spec.backup_name,
        schedule: wire.spec.schedule_name,
        status: (!status.phase.is_empty()).then_some(RestoreStatus {
            phase: status.phase,
            started: status.start_timestamp,
            completed: status.completion_timestamp,
            errors: status.errors,
            warnings: status.warnings,
            items: status.progress.items_restored,
        }),
    }
}

pub(super) fn pod_volume_backup(wire: wire::PodVolumeBackup, meta: &Meta) -> PodVolumeBackup {
    let tagged = wire.spec.tags.get("backup").cloned();
    PodVolumeBackup {
        backup: tagged.unwrap_or_else(|| backup_of(meta)),
        pod_namespace: wire.spec.pod.namespace,
        pod: wire.spec.pod.name,
        volume: wire.spec.volume,
        claim: meta.annotation("velero.io/pvc-name").unwrap_or_default().to_owned(),
        phase: wire.status.phase,
    }
}

pub(super) fn data_upload(wire: wire::DataUpload, meta: &Meta) -> DataUpload {
    DataUpload {
        backup: backup_of(meta),
        claim_namespace: wire.spec.source_namespace,
        claim: wire.spec.source_pvc,
        phase: wire.status.phase,
    }
}

/// The backup that owns it; the label is the name cut to what a label may hold.
fn backup_of(meta: &Meta) -> String {
    let owner = meta.owner.as_ref().filter(|it| it.kind == "Backup").map(|it| it.name.as_str());
    owner.or(meta.label("velero.io/backup-name")).unwrap_or_default().to_owned()
}
