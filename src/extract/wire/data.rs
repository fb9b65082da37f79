//! Databases and object stores that an operator runs.

use serde::Deserialize;

use super::meta::{Condition, time};
use crate::model::Time;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct PostgresCluster {
    pub(in crate::extract) spec: PostgresSpec,
    pub(in crate::extract) status: PostgresStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct PostgresSpec {
    pub(in crate::extract) instances: i64,
    pub(in crate::extract) backup: PostgresBackupConfig,
    pub(in crate::extract) plugins: Vec<Plugin>,
    pub(in crate::extract) replica: ReplicaCluster,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct PostgresBackupConfig {
    pub(in crate::extract) barman_object_store: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Plugin {
    pub(in crate::extract) enabled: Option<bool>,
    #[serde(rename = "isWALArchiver")]
    pub(in crate::extract) is_wal_archiver: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ReplicaCluster {
    pub(in crate::extract) enabled: bool,
    pub(in crate::extract) primary: String,
    #[serde(rename = "self")]
    pub(in crate::extract) own: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct PostgresStatus {
    pub(in crate::extract) phase: String,
    pub(in crate::extract) ready_instances: i64,
    pub(in crate::extract) conditions: Vec<Condition>,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) last_successful_backup: Option<Time>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct PostgresSchedule {
    pub(in crate::extract) spec: PostgresScheduleSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct PostgresScheduleSpec {
    pub(in crate::extract) cluster: Named,
    pub(in crate::extract) schedule: String,
    pub(in crate::extract) suspend: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Named {
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct PostgresBackup {
    pub(in crate::extract) spec: PostgresBackupSpec,
    pub(in crate::extract) status: PostgresBackupStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct PostgresBackupSpec {
    pub(in crate::extract) cluster: Named,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct PostgresBackupStatus {
    pub(in crate::extract) phase: String,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) stopped_at: Option<Time>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ZalandoCluster {
    pub(in crate::extract) spec: ZalandoSpec,
    pub(in crate::extract) status: ZalandoStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ZalandoSpec {
    pub(in crate::extract) number_of_instances: i64,
    pub(in crate::extract) standby: Option<serde::de::IgnoredAny>,
}

/// The status is an object; releases before 1.0 of the operator wrote a plain word.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(in crate::extract) enum ZalandoStatus {
    Object {
        #[serde(rename = "PostgresClusterStatus", default)]
        phase: String,
    },
    Word(String),
}

impl Default for ZalandoStatus {
    fn default() -> Self {
        Self::Word(String::new())
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Tenant {
    pub(in crate::extract) spec: TenantSpec,
    pub(in crate::extract) status: TenantStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct TenantSpec {
    pub(in crate::extract) pools: Vec<TenantPool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct TenantPool {
    pub(in crate::extract) servers: i64,
    pub(in crate::extract) volumes_per_server: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct TenantStatus {
    pub(in crate::extract) current_state: String,
    pub(in crate::extract) health_status: String,
    pub(in crate::extract) drives_offline: i64,
    pub(in crate::extract) drives_healing: i64,
    pub(in crate::extract) available_replicas: i64,
}
