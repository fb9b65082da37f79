//! PostgreSQL in a plain StatefulSet or Deployment.

use super::instances::of_controllers;
use crate::derive::production::carries_production;
use crate::derive::{World, is_system_namespace, role, status};
use crate::model::ImageRef;
use crate::model::facts::data::Database;
use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::workload::Controller;

/// Images that replicate by themselves, by the start of the last part of the repository.
const REPLICATING: [&str; 5] = ["postgresql-repmgr", "timescaledb-ha", "spilo", "patroni", "postgres-ha"];

/// Images, of the database or beside it, that can archive the log; how they are set up stands where carbon does not
/// look.
const ARCHIVING: [&str; 6] = ["spilo", "timescaledb-ha", "pgbackrest", "wal-g", "barman", "postgres-ha"];

/// What a label `role` says of an instance that follows another.
const FOLLOWERS: [&str; 6] = ["replica", "read-replica", "reader", "standby", "secondary", "slave"];

const COMPONENT: &str = "app.kubernetes.io/component";
const INSTANCE: &str = "app.kubernetes.io/instance";

/// A list of controllers, with the kind and the resource that it is of.
pub(super) struct Source<'b> {
    pub(super) list: &'b Listing<Object<Controller>>,
    pub(super) kind: &'static str,
    pub(super) resource: &'static str,
}

/// The databases among them.
pub(super) fn databases(world: &World<'_>, source: &Source<'_>) -> Listing<Database> {
    let plain = source.list.seen().iter().filter(|it| is_plain(it) && !is_reader(source, it));
    let items = plain.map(|it| database(world, source, it)).collect();
    Listing::with_gaps(items, source.list.gaps().to_vec())
}

/// A database, and no operator's.
fn is_plain(it: &Object<Controller>) -> bool {
    it.meta.owner.is_none() && it.meta.label("application") != Some("spilo") && role::role(&it.body) == "postgresql"
}

/// Primary and readers may be two StatefulSets: one database.
fn is_reader(source: &Source<'_>, it: &Object<Controller>) -> bool {
    source.list.seen().iter().any(|primary| is_part(it, primary))
}

fn is_part(reader: &Object<Controller>, primary: &Object<Controller>) -> bool {
    reads_from(reader, primary) || (is_plain(primary) && follows(reader, primary))
}

/// What people write by hand: a label `role` that says so, beside another database of the same application. It tells
/// whose log has to be archived, but not that it really follows.
fn follows(reader: &Object<Controller>, primary: &Object<Controller>) -> bool {
    let label = |it: &Object<Controller>, key: &str| it.body.template.labels.get(key).cloned();
    let is_follower = |it: &Object<Controller>| label(it, "role").is_some_and(|it| FOLLOWERS.contains(&it.as_str()));
    let same = |key: &str| label(reader, key).is_some() && label(reader, key) == label(primary, key);
    primary.meta.namespace == reader.meta.namespace
        && is_follower(reader)
        && !is_follower(primary)
        && (same("app") || same(INSTANCE))
}

/// Bitnami's chart.
fn reads_from(reader: &Object<Controller>, primary: &Object<Controller>) -> bool {
    primary.meta.namespace == reader.meta.namespace
        && primary.meta.label(COMPONENT) == Some("primary")
        && reader.meta.label(COMPONENT) == Some("read")
        && primary.meta.label(INSTANCE).is_some()
        && primary.meta.label(INSTANCE) == reader.meta.label(INSTANCE)
}

fn database(world: &World<'_>, source: &Source<'_>, it: &Object<Controller>) -> Database {
    let meta = &it.meta;
    let resource = source.resource;
    let readers = || source.list.seen().iter().filter(|other| is_part(other, it));
    let parts: Vec<&Object<Controller>> = std::iter::once(it).chain(readers()).collect();
    let instances = parts.iter().map(|it| it.body.replicas.unwrap_or(1)).fold(0, i64::saturating_add);
    let ready = ready(world, &parts, resource);
    let replicates = readers().any(|other| reads_from(other, it)) || has_image(it, &REPLICATING);
    let apart = || Ignorance::undetermined(resource, "its replicas may be separate databases");
    let archiving = match has_image(it, &ARCHIVING) {
        true => Err(Ignorance::undetermined(resource, "its image can archive; the configuration is not read")),
        false => Ok(false),
    };
    Database {
        subject: meta.subject(source.kind, "apps"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        in_scope: carries_production(world, &meta.namespace),
        engine: "postgresql".to_owned(),
        managed_by: String::new(),
        instances,
        standby: match (instances, replicates) {
            (..2, _) => Ok(false),
            (2.., true) => ready.clone().map(|it| it >= 2),
            (2.., false) => Err(apart()),
        }
        .into(),
        healthy: ready.clone().map(|it| it >= instances).into(),
        ready_instances: ready.into(),
        nodes: of_controllers(world, &parts).map(|it| it.nodes).into(),
        hibernated: instances == 0,
        replica: false,
        backups: archiving.clone().map(|_| 0).into(),
        unscheduled: archiving.clone().map(|_| true).into(),
        archiving: archiving.into(),
        last_backup_age: Err(Ignorance::undetermined(resource, "nothing records base backups")).into(),
    }
}

fn ready(world: &World<'_>, parts: &[&Object<Controller>], resource: &'static str) -> Result<i64, Ignorance> {
    let mut sum = 0_i64;
    for part in parts {
        let missing = || status::missing(world.observed.source.kind, resource);
        sum = sum.saturating_add(part.body.status.as_ref().ok_or_else(missing)?.ready);
    }
    Ok(sum)
}

fn has_image(it: &Object<Controller>, starts: &[&str]) -> bool {
    let names = |image: &str| {
        let image = image.parse::<ImageRef>().ok();
        let last = image.as_ref().and_then(|it| it.repository().rsplit('/').next()).unwrap_or_default();
        starts.iter().any(|start| last.starts_with(start))
    };
    it.body.template.containers.iter().any(|it| names(&it.image))
}
