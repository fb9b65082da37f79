//! Object stores: MinIO, by its operator or by hand.

use super::databases::merge;
use super::instances::{Instances, instances, of_controllers};
use super::plain::Source;
use crate::derive::production::carries_production;
use crate::derive::{World, is_system_namespace, role, status};
use crate::model::facts::data::ObjectStore;
use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::data::{Tenant, TenantStatus};
use crate::model::observed::pod::SERVER_POOL;
use crate::model::observed::workload::Controller;

/// Servers, and nodes under them, that can lose one and keep their quorum.
const ENOUGH: i64 = 4;

/// The label of the operator's pods.
const TENANT: &str = "v1.min.io/tenant";

/// Object stores.
pub(in crate::derive) fn object_stores(world: &World<'_>) -> Listing<ObjectStore> {
    let observed = world.observed;
    let stateful = Source { list: &observed.stateful_sets, kind: "StatefulSet", resource: "statefulsets.apps" };
    let stateless = Source { list: &observed.deployments, kind: "Deployment", resource: "deployments.apps" };
    merge([observed.tenants.carry(|it| tenant(world, it)), plain(world, &stateful), plain(world, &stateless)])
}

fn tenant(world: &World<'_>, it: &Object<Tenant>) -> ObjectStore {
    let meta = &it.meta;
    let pools = &it.body.pools;
    let missing = || status::missing(world.observed.source.kind, "tenants.minio.min.io");
    let status: Result<&TenantStatus, Ignorance> = it.body.status.as_ref().ok_or_else(missing);
    let pods = instances(world, &meta.namespace, |pod| pod.meta.label(TENANT) == Some(meta.name.as_str()));
    let servers = pools.iter().map(|it| it.servers).fold(0, i64::saturating_add);
    ObjectStore {
        subject: meta.subject("Tenant", "minio.min.io"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        in_scope: carries_production(world, &meta.namespace),
        managed_by: "minio-operator".to_owned(),
        servers,
        drives: pools.iter().map(|it| it.servers.saturating_mul(it.drives)).fold(0, i64::saturating_add),
        distributed: servers > 1,
        ready_servers: status.clone().map(|it| it.available).into(),
        nodes: pods.clone().map(|it| it.nodes).into(),
        healthy: status.clone().and_then(is_healthy).into(),
        health: status.map(words).into(),
        // Each pool has erasure sets of its own: the smallest decides.
        tolerates_node_loss: tolerates(pools.iter().map(|it| it.servers).min().unwrap_or_default(), &pods).into(),
    }
}

fn is_healthy(status: &TenantStatus) -> Result<bool, Ignorance> {
    let drives = status.drives_offline == 0 && status.drives_healing == 0;
    match (status.state.as_str(), status.health.as_str()) {
        ("Initialized", "") => {
            Err(Ignorance::undetermined("tenants.minio.min.io", "its operator has not asked for its health"))
        }
        (state, health) => Ok(state == "Initialized" && health == "green" && drives),
    }
}

fn words(status: &TenantStatus) -> String {
    let health = if status.health.is_empty() { "health unknown" } else { &status.health };
    format!("{}, {health}, {} drives offline, {} healing", status.state, status.drives_offline, status.drives_healing)
}

fn plain(world: &World<'_>, source: &Source<'_>) -> Listing<ObjectStore> {
    let operated = |it: &Object<Controller>| it.meta.owner.is_some() || it.body.template.labels.contains_key(TENANT);
    let stores = source.list.seen().iter().filter(|it| !operated(it) && role::role(&it.body) == "object-store");
    let items = stores.map(|it| store(world, source, it)).collect();
    Listing::with_gaps(items, source.list.gaps().to_vec())
}

fn store(world: &World<'_>, source: &Source<'_>, it: &Object<Controller>) -> ObjectStore {
    let meta = &it.meta;
    let servers = it.body.replicas.unwrap_or(1);
    let pods = of_controllers(world, &[it]);
    // Replicas that are given only paths are as many separate stores.
    let pool = it.body.template.containers.iter().any(|it| it.flags.contains_key(SERVER_POOL));
    let distributed = pool && servers > 1;
    let drives = i64::try_from(it.body.claim_templates.len()).unwrap_or(i64::MAX).max(1);
    let missing = || status::missing(world.observed.source.kind, source.resource);
    let unasked = || Ignorance::undetermined(source.resource, "nobody reports its health to the API server");
    ObjectStore {
        subject: meta.subject(source.kind, "apps"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        in_scope: carries_production(world, &meta.namespace),
        managed_by: String::new(),
        servers,
        drives: servers.saturating_mul(drives),
        distributed,
        ready_servers: it.body.status.as_ref().map(|it| it.ready).ok_or_else(missing).into(),
        nodes: pods.clone().map(|it| it.nodes).into(),
        healthy: Err(unasked()).into(),
        health: Err(unasked()).into(),
        tolerates_node_loss: tolerates(if distributed { servers } else { 1 }, &pods).into(),
    }
}

fn tolerates(servers: i64, pods: &Result<Instances, Ignorance>) -> Result<bool, Ignorance> {
    if servers < ENOUGH {
        return Ok(false);
    }
    pods.clone().map(|it| it.nodes >= ENOUGH)
}
