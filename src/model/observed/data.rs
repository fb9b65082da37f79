//! Databases and object stores that an operator runs.

use serde::{Deserialize, Serialize};

use super::object::Conditions;
use crate::model::time::Time;

/// A Cluster of CloudNativePG.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostgresCluster {
    /// Instances asked for.
    pub instances: i64,
    /// It says where the write-ahead log goes: `barmanObjectStore`, or a plug-in that archives.
    pub archives: bool,
    /// It follows another cluster.
    pub replica: bool,
    /// Status; `None` = the object carries none (no phase).
    pub status: Option<PostgresStatus>,
}

/// Status of a cluster.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostgresStatus {
    /// Phase, in words of the operator.
    pub phase: String,
    /// Ready instances.
    pub ready: i64,
    /// Conditions.
    pub conditions: Conditions,
    /// `lastSuccessfulBackup`: deprecated, and empty where a plug-in makes the backups.
    pub last_success: Option<Time>,
}

/// A ScheduledBackup of CloudNativePG.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostgresSchedule {
    /// The cluster, in the same namespace.
    pub cluster: String,
    /// Cron expression of six fields, seconds first.
    pub cron: String,
    /// `suspend`.
    pub suspended: bool,
}

/// A Backup of CloudNativePG.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostgresBackup {
    /// The cluster, in the same namespace.
    pub cluster: String,
    /// `completed`, `failed`, `running`...; empty if the object carries no status.
    pub phase: String,
    /// End.
    pub stopped: Option<Time>,
}

/// A postgresql of Zalando's operator.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ZalandoCluster {
    /// Instances asked for.
    pub instances: i64,
    /// It follows another cluster.
    pub standby: bool,
    /// `PostgresClusterStatus`; empty if the object carries no status.
    pub phase: String,
}

/// A MinIO Tenant.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tenant {
    /// Server pools.
    pub pools: Vec<TenantPool>,
    /// Status; `None` = the object carries none (no currentState).
    pub status: Option<TenantStatus>,
}

/// A pool of servers: an erasure set lives within one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantPool {
    /// Servers.
    pub servers: i64,
    /// Drives of each server.
    pub drives: i64,
}

/// Status of a Tenant.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantStatus {
    /// `Initialized`, or what it waits for.
    pub state: String,
    /// `green`, `yellow` or `red`; empty = the operator has not asked.
    pub health: String,
    /// Drives that are gone.
    pub drives_offline: i64,
    /// Drives that are being healed.
    pub drives_healing: i64,
    /// Pods that are available.
    pub available: i64,
}
