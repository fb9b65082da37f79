//! Clusters of CloudNativePG.

use super::instances::instances;
use crate::derive::production::carries_production;
use crate::derive::{World, is_system_namespace, status};
use crate::model::facts::data::Database;
use crate::model::known::Ignorance;
use crate::model::listing::{Listing, Scope};
use crate::model::observed::Object;
use crate::model::observed::data::{PostgresBackup, PostgresCluster, PostgresSchedule, PostgresStatus};
use crate::model::{Seconds, Time};

/// The label by which pods and claims say whose they are.
pub(in crate::derive) const CLUSTER: &str = "cnpg.io/cluster";

const RESOURCE: &str = "clusters.postgresql.cnpg.io";
const HEALTHY: &str = "Cluster in healthy state";

/// All that were seen.
pub(super) fn databases(world: &World<'_>) -> Listing<Database> {
    world.observed.postgres_clusters.carry(|it| database(world, it))
}

fn database(world: &World<'_>, it: &Object<PostgresCluster>) -> Database {
    let meta = &it.meta;
    let status = status_of(world, it);
    let pods = instances(world, &meta.namespace, |pod| pod.meta.label(CLUSTER) == Some(meta.name.as_str()));
    let ready = status.clone().map(|it| it.ready);
    let backups = backups(world, it);
    Database {
        subject: meta.subject("Cluster", "postgresql.cnpg.io"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        in_scope: carries_production(world, &meta.namespace),
        engine: "postgresql".to_owned(),
        managed_by: "cloudnative-pg".to_owned(),
        instances: it.body.instances,
        standby: match it.body.instances {
            ..2 => Ok(false),
            2.. => ready.clone().map(|it| it >= 2),
        }
        .into(),
        ready_instances: ready.into(),
        nodes: pods.map(|it| it.nodes).into(),
        healthy: status.map(|it| it.phase == HEALTHY).into(),
        hibernated: meta.annotation("cnpg.io/hibernation") == Some("on"),
        replica: it.body.replica,
        archiving: is_archiving(world, it).into(),
        backups: backups.clone().map(|it| it.count).into(),
        last_backup_age: backups.and_then(|it| age(world, it.last)).into(),
        unscheduled: is_unscheduled(world, it).into(),
    }
}

fn status_of<'b>(world: &World<'_>, it: &'b Object<PostgresCluster>) -> Result<&'b PostgresStatus, Ignorance> {
    it.body.status.as_ref().ok_or_else(|| status::missing(world.observed.source.kind, RESOURCE))
}

/// The condition is true as well where nothing is archived, so the configuration is asked first.
fn is_archiving(world: &World<'_>, it: &Object<PostgresCluster>) -> Result<bool, Ignorance> {
    if !it.body.archives {
        return Ok(false);
    }
    let silent = || Ignorance::undetermined(RESOURCE, "it has not reported on its archive yet");
    let condition = status_of(world, it)?.conditions.get("ContinuousArchiving").ok_or_else(silent)?;
    Ok(condition.status == "True")
}

/// Base backups that completed.
#[derive(Clone, Copy)]
struct Backups {
    count: i64,
    last: Option<Time>,
}

/// The Backup objects are the record; the cluster's own field is deprecated, and empty where a plug-in makes them.
fn backups(world: &World<'_>, it: &Object<PostgresCluster>) -> Result<Backups, Ignorance> {
    let of_cluster = |backup: &&Object<PostgresBackup>| {
        backup.meta.namespace == it.meta.namespace && backup.body.cluster == it.meta.name
    };
    let list = &world.observed.postgres_backups;
    if let Some(why) = list.missing(Scope::Namespace(&it.meta.namespace)) {
        return Err(why.clone());
    }
    let mut found = Backups { count: 0, last: None };
    for backup in list.seen().iter().filter(of_cluster) {
        match backup.body.phase.as_str() {
            "" => return Err(status::missing(world.observed.source.kind, "backups.postgresql.cnpg.io")),
            "completed" => {
                found.count += 1;
                found.last = found.last.max(backup.body.stopped);
            }
            _ => {}
        }
    }
    let reported = it.body.status.as_ref().and_then(|it| it.last_success);
    if found.count == 0 && reported.is_some() {
        found.count = 1;
    }
    found.last = found.last.max(reported);
    Ok(found)
}

fn age(world: &World<'_>, last: Option<Time>) -> Result<Seconds, Ignorance> {
    let none = || Ignorance::undetermined("backups.postgresql.cnpg.io", "no base backup has completed");
    last.map(|it| world.now().since(it)).ok_or_else(none)
}

fn is_unscheduled(world: &World<'_>, it: &Object<PostgresCluster>) -> Result<bool, Ignorance> {
    let active = |schedule: &Object<PostgresSchedule>| {
        schedule.meta.namespace == it.meta.namespace
            && schedule.body.cluster == it.meta.name
            && !schedule.body.suspended
    };
    let found = world.observed.postgres_schedules.find(Scope::Namespace(&it.meta.namespace), active)?;
    Ok(found.is_none())
}

/// A cluster that archives, and has a base backup to start from, can be restored without any of its volumes.
pub(in crate::derive) fn is_archived(world: &World<'_>, namespace: &str, name: &str) -> Result<bool, Ignorance> {
    let is_it = |it: &Object<PostgresCluster>| it.meta.namespace == namespace && it.meta.name == name;
    match world.observed.postgres_clusters.find(Scope::Namespace(namespace), is_it)? {
        None => Ok(false),
        Some(cluster) => Ok(is_archiving(world, cluster)? && backups(world, cluster)?.count > 0),
    }
}
