//! The installation of Velero.

use std::collections::BTreeSet;

use super::{products, schedules, server};
use crate::derive::{World, status};
use crate::model::facts::backup::{NodeAgent, Velero};
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::Object;
use crate::model::observed::backup::Schedule;
use crate::model::observed::pod::Pod;
use crate::model::observed::workload::Controller;

/// Velero.
pub(in crate::derive) fn velero(world: &World<'_>) -> Velero {
    let server = server::server(world);
    let installed = installed(world, &server);
    // What is not installed has no version; where that is not known, neither is this.
    let none = || installed.clone().map(|_| String::new());
    let version = of_server(&server, server::version, none);
    Velero {
        ready: of_server(&server, |it| is_ready(world, it), || installed.clone().map(|_| false)).into(),
        supported: version
            .clone()
            .and_then(|it| if it.is_empty() { Ok(false) } else { server::is_supported(&it, world.now()) })
            .into(),
        version: version.into(),
        namespace: of_server(&server, |it| Ok(it.meta.namespace.clone()), none).into(),
        installed: installed.clone().into(),
        takes_snapshots: takes_snapshots(world).into(),
        csi_enabled: server::csi_enabled(world).into(),
        node_agent: node_agent(world),
        other_products: products::other_products(world).into(),
    }
}

/// A question to the server; without one, what that means.
fn of_server<T>(
    server: &Server<'_>,
    read: impl Fn(&Object<Controller>) -> Result<T, Ignorance>,
    none: impl Fn() -> Result<T, Ignorance>,
) -> Result<T, Ignorance> {
    match server.as_ref().map_err(Clone::clone)? {
        Some(server) => read(server),
        None => none(),
    }
}

type Server<'a> = Result<Option<&'a Object<Controller>>, Ignorance>;

fn installed(world: &World<'_>, server: &Server<'_>) -> Result<bool, Ignorance> {
    if server.as_ref().map_err(Clone::clone)?.is_some() {
        return Ok(true);
    }
    if server::is_elsewhere(world) {
        return Err(server::elsewhere());
    }
    match products::other_products(world)?.as_slice() {
        [] => Ok(false),
        others => Err(Ignorance::undetermined("deployments.apps", format!("{} makes the backups", others.join(", ")))),
    }
}

fn is_ready(world: &World<'_>, server: &Object<Controller>) -> Result<bool, Ignorance> {
    let missing = || status::missing(world.observed.source.kind, "deployments.apps");
    Ok(server.body.status.as_ref().ok_or_else(missing)?.ready > 0)
}

/// The schedules that are not paused; what the server thinks of them does not matter here.
fn active<'a>(world: &World<'a>) -> Result<impl Iterator<Item = &'a Object<Schedule>>, Ignorance> {
    Ok(world.observed.schedules.all()?.iter().filter(|it| !it.body.paused))
}

fn takes_snapshots(world: &World<'_>) -> Result<bool, Ignorance> {
    for schedule in active(world)? {
        if schedules::takes_snapshots(world, schedule)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn agent_wanted(world: &World<'_>) -> Result<bool, Ignorance> {
    for schedule in active(world)? {
        if schedules::copies_volumes(world, schedule)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn node_agent(world: &World<'_>) -> NodeAgent {
    let agent = world.observed.daemon_sets.find(Scope::Cluster, is_agent);
    let missing = || status::missing(world.observed.source.kind, "daemonsets.apps");
    let count = |read: fn(&Object<Controller>) -> Option<i64>| match &agent {
        Ok(Some(agent)) => read(agent).ok_or_else(missing),
        Ok(None) => Ok(0),
        Err(why) => Err(why.clone()),
    };
    NodeAgent {
        wanted: agent_wanted(world).into(),
        desired: count(|it| it.body.status.as_ref().map(|it| it.desired.unwrap_or(it.replicas))).into(),
        ready: count(|it| it.body.status.as_ref().map(|it| it.ready)).into(),
        missing_on: missing_on(world, &agent).into(),
    }
}

/// `node-agent`, or `restic` before Velero 1.10.
fn is_agent(it: &Object<Controller>) -> bool {
    let named = |text: &str| text == "node-agent" || text == "restic";
    let velero = it.body.template.containers.iter().any(|it| it.image.contains("velero"));
    velero && (named(&it.meta.name) || it.body.template.labels.get("name").is_some_and(|it| named(it)))
        || it.body.template.labels.get("role").is_some_and(|it| it == "node-agent")
}

/// Nodes whose pods use claims, while no agent is ready there. A node without such pods needs none.
fn missing_on(world: &World<'_>, agent: &Server<'_>) -> Result<Vec<String>, Ignorance> {
    let agent = agent.as_ref().map_err(Clone::clone)?;
    let pods = world.observed.pods.all()?;
    let mut served = BTreeSet::new();
    let mut needed = BTreeSet::new();
    for pod in pods {
        let Some(status) = &pod.body.status else { return Err(status::missing(world.observed.source.kind, "pods")) };
        let node = pod.body.node.as_str();
        if status.phase != "Running" || node.is_empty() {
            continue;
        }
        if agent.is_some_and(|agent| is_pod_of(agent, pod)) {
            if status.conditions.is_true("Ready") {
                served.insert(node);
            }
        } else if pod.body.template.volumes.iter().any(|it| it.claim.is_some() || it.ephemeral) {
            needed.insert(node);
        }
    }
    Ok(needed.difference(&served).map(|&it| it.to_owned()).collect())
}

fn is_pod_of(agent: &Object<Controller>, pod: &Object<Pod>) -> bool {
    let owned = pod.meta.owner.as_ref().is_some_and(|it| it.kind == "DaemonSet" && it.name == agent.meta.name);
    owned && pod.meta.namespace == agent.meta.namespace
}
