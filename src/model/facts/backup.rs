//! Velero and what it has done.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::known::Known;
use crate::model::time::{Seconds, Time};
use crate::model::verdict::Origin;

/// The installation of Velero.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Velero {
    /// A Deployment runs its server. Definitions and objects that an uninstalled one left behind do not count. Where
    /// another product makes the backups, this is not known: carbon cannot read what that one does.
    #[schemars(extend("x-reads" = [
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "cronjobs.batch", "schedules.velero.io",
        "backupstoragelocations.velero.io"
    ]))]
    pub installed: Known<bool>,
    /// The server has a ready replica.
    #[schemars(extend("x-reads" = [
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "cronjobs.batch", "schedules.velero.io",
        "backupstoragelocations.velero.io"
    ]))]
    pub ready: Known<bool>,
    /// The server's version, as `v1.17.0`.
    #[schemars(extend("x-reads" = [
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "cronjobs.batch", "schedules.velero.io",
        "backupstoragelocations.velero.io"
    ]))]
    pub version: Known<String>,
    /// Its minor version was one of the newest three when the facts were taken.
    #[schemars(extend("x-reads" = [
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "cronjobs.batch", "schedules.velero.io",
        "backupstoragelocations.velero.io"
    ]))]
    pub supported: Known<bool>,
    /// Namespace of the server; empty if there is none.
    #[schemars(extend("x-reads" = [
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "cronjobs.batch", "schedules.velero.io",
        "backupstoragelocations.velero.io"
    ]))]
    pub namespace: Known<String>,
    /// Some schedule takes snapshots of volumes rather than only files.
    #[schemars(extend("x-reads" = ["deployments.apps", "schedules.velero.io"]))]
    pub takes_snapshots: Known<bool>,
    /// The server may make CSI snapshots (`--features=EnableCSI`).
    #[schemars(extend("x-reads" = ["deployments.apps", "schedules.velero.io", "backupstoragelocations.velero.io"]))]
    pub csi_enabled: Known<bool>,
    /// The agent that copies volumes.
    pub node_agent: NodeAgent,
    /// Other backup products that run here.
    #[schemars(extend("x-reads" = ["deployments.apps", "statefulsets.apps", "daemonsets.apps", "cronjobs.batch"]))]
    pub other_products: Known<Vec<String>>,
}

/// Velero's node agent, a DaemonSet.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NodeAgent {
    /// A schedule copies volumes (file-system backup, or snapshots moved to the object store), which the agent does.
    #[schemars(extend("x-reads" = ["deployments.apps", "schedules.velero.io"]))]
    pub wanted: Known<bool>,
    /// Nodes that it is meant to run on.
    #[schemars(extend("x-reads" = ["daemonsets.apps"]))]
    pub desired: Known<i64>,
    /// Nodes on which it is ready.
    #[schemars(extend("x-reads" = ["daemonsets.apps"]))]
    pub ready: Known<i64>,
    /// Nodes with pods that use a claim, but without a ready agent.
    #[schemars(extend("x-reads" = ["daemonsets.apps", "pods"]))]
    pub missing_on: Known<Vec<String>>,
}

/// A BackupStorageLocation.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BackupLocation {
    /// `BackupStorageLocation.velero.io/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Backups that name no location go there: it says so, or none does and its name is `default`.
    pub default: bool,
    /// A schedule that is not paused writes to it.
    #[schemars(extend("x-reads" = ["schedules.velero.io"]))]
    pub used: Known<bool>,
    /// It takes backups (is not `ReadOnly`).
    pub read_write: bool,
    /// Object store plug-in.
    pub provider: String,
    /// Bucket.
    pub bucket: String,
    /// Address of the object store; empty = the provider's own.
    pub url: String,
    /// The server could use it when it last looked.
    pub available: Known<bool>,
    /// The server has looked lately: less than five times its interval ago. A dead server leaves the last answer behind.
    pub fresh: Known<bool>,
    /// What the server says of it.
    pub message: Known<String>,
    /// The object store is no part of this cluster: not one of its Services, nodes or routes.
    #[schemars(extend("x-reads" = [
        "services", "nodes", "ingresses.networking.k8s.io", "httproutes.gateway.networking.k8s.io",
        "ingressroutes.traefik.io", "virtualservices.networking.istio.io", "gateways.gateway.networking.k8s.io",
        "configmaps"
    ]))]
    pub leaves_cluster: Known<bool>,
}

/// A Schedule.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BackupSchedule {
    /// `Schedule.velero.io/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// It is paused.
    pub paused: bool,
    /// The server accepted it, and it is not paused.
    pub enabled: Known<bool>,
    /// Cron expression.
    pub cron: String,
    /// The expression can be read.
    pub valid: bool,
    /// Longest time between two runs.
    pub interval: Known<Seconds>,
    /// Namespaces that it takes; empty = all.
    pub included_namespaces: Vec<String>,
    /// Namespaces that it leaves out.
    pub excluded_namespaces: Vec<String>,
    /// It takes only some objects of a namespace, by label or by resource.
    pub narrowed: bool,
    /// It copies snapshots to the object store.
    #[schemars(extend("x-reads" = ["deployments.apps"]))]
    pub moves_data: Known<bool>,
    /// It copies volumes from their file system.
    #[schemars(extend("x-reads" = ["deployments.apps"]))]
    pub copies_files: Known<bool>,
    /// How long its backups are kept.
    #[schemars(extend("x-reads" = ["deployments.apps"]))]
    pub ttl: Known<Seconds>,
    /// Backups that completed, have not expired and lie in a location that is available: those one could restore.
    #[schemars(extend("x-reads" = ["backups.velero.io", "backupstoragelocations.velero.io"]))]
    pub usable: Known<i64>,
    /// Start of the newest usable backup.
    #[schemars(extend("x-reads" = ["backups.velero.io", "backupstoragelocations.velero.io"]))]
    pub last_success: Known<Time>,
    /// Time since the start of the newest usable backup (what was written later is not in it); if there is none, since
    /// the schedule was made.
    #[schemars(extend("x-reads" = ["backups.velero.io", "backupstoragelocations.velero.io"]))]
    pub age: Known<Seconds>,
    /// Time since the start of the oldest usable backup; zero if there is none.
    #[schemars(extend("x-reads" = ["backups.velero.io", "backupstoragelocations.velero.io"]))]
    pub history: Known<Seconds>,
    /// The most work that could have been lost lately: from the start of one usable backup to the end of the next.
    #[schemars(extend("x-reads" = ["backups.velero.io", "backupstoragelocations.velero.io"]))]
    pub worst_case: Known<Seconds>,
    /// One of its backups has been in progress for over four hours; until it ends, the schedule starts no other.
    #[schemars(extend("x-reads" = ["backups.velero.io"]))]
    pub stuck: Known<bool>,
    /// Its newest backup that has ended, well or not.
    #[schemars(extend("x-reads" = ["backups.velero.io"]))]
    pub latest: Known<LatestBackup>,
}

/// The newest backup that has ended. One in progress says nothing yet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct LatestBackup {
    /// Name; empty = none has ended.
    pub name: String,
    /// `Completed`, `PartiallyFailed`, `Failed` or `FailedValidation`; empty = none has ended.
    pub phase: String,
    /// Errors.
    pub errors: i64,
    /// Warnings.
    pub warnings: i64,
    /// Hooks that failed.
    pub hooks_failed: i64,
    /// Operations of plug-ins that failed.
    pub operations_failed: i64,
}

/// A namespace with something to lose: workloads that are not the distribution's.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProtectedNamespace {
    /// `namespace/NAME`.
    pub subject: String,
    /// Name.
    pub namespace: String,
    /// It carries production (carbon.yaml) and is not the home of Velero itself.
    #[schemars(extend("x-reads" = ["deployments.apps"]))]
    pub in_scope: Known<bool>,
    /// Enabled schedules that take the whole of it.
    #[schemars(extend("x-reads" = ["schedules.velero.io"]))]
    pub schedules: Known<Vec<String>>,
    /// Interval of the schedule that covers it best.
    #[schemars(extend("x-reads" = [
        "schedules.velero.io", "backups.velero.io", "backupstoragelocations.velero.io"
    ]))]
    pub interval: Known<Seconds>,
    /// The most work that could have been lost lately under the schedule that covers it best.
    #[schemars(extend("x-reads" = [
        "schedules.velero.io", "backups.velero.io", "backupstoragelocations.velero.io"
    ]))]
    pub worst_case: Known<Seconds>,
    /// Age of the newest usable backup of a schedule that covers it.
    #[schemars(extend("x-reads" = [
        "schedules.velero.io", "backups.velero.io", "backupstoragelocations.velero.io"
    ]))]
    pub age: Known<Seconds>,
    /// The larger of worst case and age, as far as they are known.
    #[schemars(extend("x-reads" = [
        "schedules.velero.io", "backups.velero.io", "backupstoragelocations.velero.io"
    ]))]
    pub at_risk: Known<Seconds>,
    /// The longest time that a covering schedule keeps backups, of those that keep three at least.
    #[schemars(extend("x-reads" = ["schedules.velero.io", "deployments.apps"]))]
    pub kept: Known<Seconds>,
    /// Age of the oldest usable backup of a covering schedule; zero if there is none.
    #[schemars(extend("x-reads" = [
        "schedules.velero.io", "backups.velero.io", "backupstoragelocations.velero.io"
    ]))]
    pub history: Known<Seconds>,
    /// How far back the history could reach by now: from a day after the first run of a covering schedule was due.
    #[schemars(extend("x-reads" = ["schedules.velero.io"]))]
    pub history_due: Known<Seconds>,
}

/// A Restore.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Restore {
    /// `Restore.velero.io/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// The backup that it restored, or `schedule NAME`.
    pub of: String,
    /// Phase.
    pub phase: Known<String>,
    /// Errors.
    pub errors: Known<i64>,
    /// Objects that it restored.
    pub items: Known<i64>,
    /// It completed without errors and restored something.
    pub passed: Known<bool>,
    /// Time since it ended.
    pub age: Known<Seconds>,
    /// How long it took.
    pub took: Known<Seconds>,
}
