//! Secret stores: Vault and OpenBao.

use super::databases::merge;
use super::instances::of_controllers;
use super::plain::Source;
use crate::derive::production::carries_production;
use crate::derive::{World, is_system_namespace, role, status};
use crate::model::facts::data::SecretStore;
use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::pod::{ContainerSort, PodTemplate};
use crate::model::observed::workload::Controller;

/// Voters, and nodes under them, that can lose one and keep their quorum.
const ENOUGH: i64 = 3;

/// Secret stores.
pub(in crate::derive) fn secret_stores(world: &World<'_>) -> Listing<SecretStore> {
    let observed = world.observed;
    let stateful = Source { list: &observed.stateful_sets, kind: "StatefulSet", resource: "statefulsets.apps" };
    let stateless = Source { list: &observed.deployments, kind: "Deployment", resource: "deployments.apps" };
    merge([of(world, &stateful), of(world, &stateless)])
}

fn of(world: &World<'_>, source: &Source<'_>) -> Listing<SecretStore> {
    let stores = source.list.seen().iter().filter(|it| is_server(&it.body));
    Listing::with_gaps(stores.map(|it| store(world, source, it)).collect(), source.list.gaps().to_vec())
}

/// An application with Vault's agent beside it runs the same image; a server is the first container.
fn is_server(it: &Controller) -> bool {
    let Some(first) = it.template.containers.iter().find(|it| it.sort == ContainerSort::Main) else { return false };
    let template = PodTemplate { containers: vec![first.clone()], ..PodTemplate::default() };
    role::role(&Controller { template, ..Controller::default() }) == "secret-store"
}

fn store(world: &World<'_>, source: &Source<'_>, it: &Object<Controller>) -> SecretStore {
    let meta = &it.meta;
    let replicas = it.body.replicas.unwrap_or(1);
    let nodes = of_controllers(world, &[it]).map(|it| it.nodes);
    let dev_mode = it.body.template.containers.iter().any(|it| it.flags.contains_key("dev"));
    let missing = || status::missing(world.observed.source.kind, source.resource);
    let ready = it.body.status.as_ref().map(|it| it.ready).ok_or_else(missing);
    SecretStore {
        subject: meta.subject(source.kind, "apps"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        in_scope: carries_production(world, &meta.namespace),
        dev_mode,
        replicas,
        ha: match !dev_mode && replicas >= ENOUGH {
            true => is_ha(&ready, &nodes),
            false => Ok(false),
        }
        .into(),
        ready_replicas: ready.into(),
        nodes: nodes.into(),
    }
}

fn is_ha(ready: &Result<i64, Ignorance>, nodes: &Result<i64, Ignorance>) -> Result<bool, Ignorance> {
    Ok(ready.clone()? >= ENOUGH && nodes.clone()? >= ENOUGH)
}
