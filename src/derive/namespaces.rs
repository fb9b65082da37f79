//! Namespaces.

use super::{World, is_system_namespace};
use crate::model::facts::cluster::Namespace;
use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::network::NetworkPolicy;
use crate::model::selector::LabelSelector;

/// Namespaces.
pub(super) fn namespaces(world: &World<'_>) -> Listing<Namespace> {
    world.observed.namespaces.carry(|it| {
        let name = it.meta.name.clone();
        Namespace {
            subject: it.meta.subject("Namespace", ""),
            origin: it.meta.origin.clone(),
            namespace: name.clone(),
            labels: it.meta.labels.clone(),
            system: is_system_namespace(&name),
            pod_security: it.meta.label("pod-security.kubernetes.io/enforce").unwrap_or_default().to_owned(),
            workloads: workloads(world, &name).into(),
            policies: world
                .observed
                .network_policies
                .within(&name)
                .map(|it| i64::try_from(it.count()).unwrap_or(i64::MAX))
                .into(),
            node_agents: node_agents(world, &name).into(),
            default_deny_ingress: denies(world, &name, |it| (it.ingress, it.allows_all_ingress)).into(),
            default_deny_egress: denies(world, &name, |it| (it.egress, it.allows_all_egress)).into(),
            name,
        }
    })
}

fn workloads(world: &World<'_>, namespace: &str) -> Result<i64, Ignorance> {
    let ended = |it: &super::controllers::Made<'_>| {
        let conditions = it.controller.status.as_ref().map(|it| &it.conditions);
        it.kind == "Job" && conditions.is_some_and(|it| it.is_true("Complete") || it.is_true("Failed"))
    };
    let count = world.controllers.within(namespace)?.filter(|(_, it)| !ended(it)).count();
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A DaemonSet that needs the host: a log or metrics agent, a driver.
fn node_agents(world: &World<'_>, namespace: &str) -> Result<bool, Ignorance> {
    let needs_host = |made: &super::controllers::Made<'_>| {
        let template = &made.controller.template;
        let privileged = template.containers.iter().any(|it| it.security.privileged);
        let shares = template.host_network || template.host_pid || template.host_ipc;
        made.kind == "DaemonSet" && (shares || privileged || template.volumes.iter().any(|it| it.host_path.is_some()))
    };
    Ok(world.controllers.within(namespace)?.any(|(_, made)| needs_host(made)))
}

/// One direction of a network policy: whether it isolates, and whether a rule of it lets everything through.
type Direction = fn(&NetworkPolicy) -> (bool, bool);

/// Some policy isolates every pod, and none of those that do so lets everything through. Policies add up, so one
/// that allows all undoes the isolation; what it says of the other direction does not matter.
fn denies(world: &World<'_>, namespace: &str, direction: Direction) -> Result<bool, Ignorance> {
    let policies = world.observed.network_policies.within(namespace)?;
    let everyone = |it: &&Object<NetworkPolicy>| it.body.selector == LabelSelector::default();
    let directions = policies.filter(everyone).map(|it| direction(&it.body));
    let isolating: Vec<bool> = directions.filter(|(isolates, _)| *isolates).map(|(_, opens)| opens).collect();
    Ok(!isolating.is_empty() && !isolating.contains(&true))
}
