//! Databases, object stores and secret stores.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::known::Known;
use crate::model::time::Seconds;
use crate::model::verdict::Origin;

/// A PostgreSQL database.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Database {
    /// `Kind[.group]/namespace/name`.
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
    /// `postgresql`.
    pub engine: String,
    /// Who runs it: `cloudnative-pg`, `zalando`; empty = nobody, it is a plain workload.
    pub managed_by: String,
    /// Instances that it asks for.
    pub instances: i64,
    /// Ready instances.
    #[schemars(extend("x-reads" = ["pods"]))]
    pub ready_instances: Known<i64>,
    /// Different nodes under its running instances.
    #[schemars(extend("x-reads" = ["pods"]))]
    pub nodes: Known<i64>,
    /// All of it is well, as its operator (or, without one, its controller) says.
    pub healthy: Known<bool>,
    /// It has been put to sleep on purpose.
    pub hibernated: bool,
    /// It is the copy of a database elsewhere.
    pub replica: bool,
    /// A second instance follows the first and is ready. Replicas of a plain StatefulSet are separate databases, unless
    /// the image knows how to replicate.
    #[schemars(extend("x-reads" = ["pods"]))]
    pub standby: Known<bool>,
    /// The write-ahead log is archived continuously.
    pub archiving: Known<bool>,
    /// Base backups that completed.
    #[schemars(extend("x-reads" = ["backups.postgresql.cnpg.io"]))]
    pub backups: Known<i64>,
    /// Time since the last of them ended.
    #[schemars(extend("x-reads" = ["backups.postgresql.cnpg.io"]))]
    pub last_backup_age: Known<Seconds>,
    /// Every schedule of base backups is suspended, or there is none.
    #[schemars(extend("x-reads" = ["scheduledbackups.postgresql.cnpg.io"]))]
    pub unscheduled: Known<bool>,
}

/// An object store (MinIO).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ObjectStore {
    /// `Kind[.group]/namespace/name`.
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
    /// `minio-operator`; empty = nobody, it is a plain workload.
    pub managed_by: String,
    /// Servers that it asks for.
    pub servers: i64,
    /// Drives that it asks for.
    pub drives: i64,
    /// Its servers form one store with erasure coding over them.
    pub distributed: bool,
    /// Ready servers.
    pub ready_servers: Known<i64>,
    /// Different nodes under its running servers.
    #[schemars(extend("x-reads" = ["pods"]))]
    pub nodes: Known<i64>,
    /// The operator reports it green: quorum is there, and no drive is missing or being healed.
    pub healthy: Known<bool>,
    /// What the operator reports: state, health, drives.
    pub health: Known<String>,
    /// It goes on when a node is lost: four servers at least (in each pool) on four nodes at least.
    #[schemars(extend("x-reads" = ["pods"]))]
    pub tolerates_node_loss: Known<bool>,
}

/// A secret store (Vault, OpenBao).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SecretStore {
    /// `Kind/namespace/name`.
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
    /// It keeps everything in memory (`-dev`).
    pub dev_mode: bool,
    /// Servers that it asks for.
    pub replicas: i64,
    /// Ready servers; a sealed one is not.
    pub ready_replicas: Known<i64>,
    /// Different nodes under its running servers.
    #[schemars(extend("x-reads" = ["pods"]))]
    pub nodes: Known<i64>,
    /// It goes on when a node is lost: three servers at least, all of them ready, on three nodes at least.
    #[schemars(extend("x-reads" = ["pods"]))]
    pub ha: Known<bool>,
}
