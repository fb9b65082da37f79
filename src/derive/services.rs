//! Services: whom they select, and who answers.

use std::collections::BTreeMap;

use super::controllers::Made;
use super::{World, is_system_namespace, workloads};
use crate::model::facts::network::{Service, ServicePort};
use crate::model::known::{Because, Ignorance};
use crate::model::listing::Listing;
use crate::model::observed::{Object, network};
use crate::model::source::SourceKind;

/// Labels that no template has, since a controller or the program itself puts them on running pods. A Service that
/// selects by them is aimed at the workload, whoever holds the label now.
const GIVEN_LATER: [&str; 11] = [
    "apps.kubernetes.io/pod-index",
    "cnpg.io/instanceRole",
    "openbao-active",
    "pod-template-hash",
    "redisfailovers-role",
    "role",
    "rollouts-pod-template-hash",
    "spilo-role",
    "statefulset.kubernetes.io/pod-name",
    "vault-active",
    "vault-sealed",
];

/// Values of such labels on the pods that wait for the first one to fail.
const STANDBY: [&str; 5] = ["false", "follower", "replica", "slave", "standby"];

/// Services.
pub(super) fn services(world: &World<'_>) -> Listing<Service> {
    world.observed.services.carry(|it| service(world, it))
}

fn service(world: &World<'_>, it: &Object<network::Service>) -> Service {
    let meta = &it.meta;
    let body = &it.body;
    let selected = selected(world, it);
    let port = |it: &network::ServicePort| ServicePort { name: it.name.clone(), number: it.number };
    Service {
        subject: meta.subject("Service", ""),
        origin: meta.origin.clone(),
        kind: body.kind.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        ports: body.ports.iter().map(port).collect(),
        headless: body.headless,
        external_name: body.kind == "ExternalName",
        without_selector: body.selector.is_empty(),
        pods_wanted: selected.clone().map(|made| made.into_iter().any(|made| wanted(&body.selector, made))).into(),
        selects: selected.map(|made| i64::try_from(made.len()).unwrap_or(i64::MAX)).into(),
        ready_endpoints: ready_endpoints(world, it).into(),
    }
}

/// The workloads that it is aimed at. That nobody in a folder of manifests fits proves nothing: the pods may come from
/// another folder, or from an operator.
fn selected<'a, 'b>(world: &'b World<'a>, it: &'b Object<network::Service>) -> Result<Vec<&'b Made<'a>>, Ignorance> {
    let selector = &it.body.selector;
    if selector.is_empty() {
        return Ok(Vec::new());
    }
    let makers = world.controllers.within(&it.meta.namespace)?;
    let fits = |(position, made): &(usize, &Made<'_>)| {
        let running = || world.controllers.pods_of(*position).iter().any(|pod| has_all(&pod.meta.labels, selector));
        aims_at(selector, &made.controller.template.labels) || running()
    };
    let found: Vec<&Made<'_>> = makers.filter(fits).map(|(_, made)| made).collect();
    if found.is_empty() && world.observed.source.kind == SourceKind::Desired {
        return Err(Ignorance::new(Because::NotInSource, "pods"));
    }
    Ok(found)
}

fn has_all(labels: &BTreeMap<String, String>, selector: &BTreeMap<String, String>) -> bool {
    selector.iter().all(|(key, value)| labels.get(key) == Some(value))
}

fn aims_at(selector: &BTreeMap<String, String>, template: &BTreeMap<String, String>) -> bool {
    let mut lasting = selector.iter().filter(|(key, _)| template.contains_key(*key) || !given_later(key)).peekable();
    lasting.peek().is_some() && lasting.all(|(key, value)| template.get(key) == Some(value))
}

fn given_later(key: &str) -> bool {
    GIVEN_LATER.contains(&key)
}

/// Someone is meant to answer: not for a Job, not at zero replicas, and a standby only where there is a second pod.
fn wanted(selector: &BTreeMap<String, String>, made: &Made<'_>) -> bool {
    let standby = selector.iter().any(|(key, value)| given_later(key) && STANDBY.contains(&value.as_str()));
    let least = if standby { 2 } else { 1 };
    workloads::is_long_running(made) && workloads::replicas(made) >= least
}

fn ready_endpoints(world: &World<'_>, it: &Object<network::Service>) -> Result<i64, Ignorance> {
    let slices = world.observed.endpoint_slices.within(&it.meta.namespace)?;
    let own = slices.filter(|slice| slice.body.service == it.meta.name);
    let ready = own.map(|slice| slice.body.ready).fold(0, u64::saturating_add);
    Ok(i64::try_from(ready).unwrap_or(i64::MAX))
}
