//! What a monitor finds: Services or pods, their ports, and the addresses behind them.

use std::collections::BTreeSet;

use super::World;
use crate::derive::controllers::Made;
use crate::derive::status;
use crate::model::known::Ignorance;
use crate::model::observed::monitoring::{Monitor, MonitorEndpoint};
use crate::model::observed::network::{EndpointSlice, Service};
use crate::model::observed::pod::PodTemplate;
use crate::model::observed::{Meta, Object};

/// Namespaces that a monitor looks into.
enum Reach<'a> {
    All,
    Some(Vec<&'a str>),
}

fn reach<'a>(monitor: &'a Object<Monitor>, own_only: bool) -> Reach<'a> {
    let body = &monitor.body;
    if own_only || (!body.any_namespace && body.namespaces.is_empty()) {
        Reach::Some(vec![&monitor.meta.namespace])
    } else if body.any_namespace {
        Reach::All
    } else {
        // A name that stands twice is one namespace.
        let names: BTreeSet<&str> = body.namespaces.iter().map(String::as_str).collect();
        Reach::Some(names.into_iter().collect())
    }
}

/// Services with the labels that a ServiceMonitor asks for. `own_only`: the Prometheus ignores its namespace selector.
pub(super) fn services<'a>(
    world: &World<'a>,
    monitor: &Object<Monitor>,
    own_only: bool,
) -> Result<Vec<&'a Object<Service>>, Ignorance> {
    let list = &world.observed.services;
    let fits = |it: &&Object<Service>| monitor.body.selector.matches(&it.meta.labels);
    match reach(monitor, own_only) {
        Reach::All => Ok(list.all()?.iter().filter(fits).collect()),
        Reach::Some(namespaces) => {
            let mut found = Vec::new();
            for namespace in namespaces {
                if let Some(why) = list.missing(crate::model::Scope::Namespace(namespace)) {
                    return Err(why.clone());
                }
                found.extend(list.seen().iter().filter(|it| it.meta.namespace == namespace).filter(fits));
            }
            Ok(found)
        }
    }
}

/// Workloads whose pods have the labels that a PodMonitor asks for, by their position.
pub(super) fn workloads<'b, 'a>(
    world: &'b World<'a>,
    monitor: &Object<Monitor>,
    own_only: bool,
) -> Result<Vec<(usize, &'b Made<'a>)>, Ignorance> {
    let selector = &monitor.body.selector;
    // Pods may have labels of their own: an ordinal, a role that an operator moves about.
    let fits = |(position, made): &(usize, &Made<'_>)| {
        selector.matches(&made.controller.template.labels)
            || world.controllers.pods_of(*position).iter().any(|it| selector.matches(&it.meta.labels))
    };
    match reach(monitor, own_only) {
        Reach::All => match world.controllers.gaps.first() {
            Some(gap) => Err(gap.why.clone()),
            None => Ok(world.controllers.items.iter().enumerate().filter(fits).collect()),
        },
        Reach::Some(namespaces) => {
            let mut found = Vec::new();
            for namespace in namespaces {
                let inside = world.controllers.items.iter().enumerate();
                // Asked only for what may be missing: the items outlive this namespace's name.
                drop(world.controllers.within(namespace)?);
                found.extend(inside.filter(|(_, it)| it.meta.namespace == namespace).filter(fits));
            }
            Ok(found)
        }
    }
}

/// Workloads behind a Service.
pub(super) fn behind<'b, 'a>(
    world: &'b World<'a>,
    service: &'b Object<Service>,
) -> Result<Vec<&'b Made<'a>>, Ignorance> {
    let selector = &service.body.selector;
    let selected = |made: &Made<'_>| is_selected(selector, made);
    let makers = world.controllers.within(&service.meta.namespace)?.map(|(_, made)| made);
    Ok(if selector.is_empty() { Vec::new() } else { makers.filter(|made| selected(made)).collect() })
}

fn is_selected(selector: &std::collections::BTreeMap<String, String>, made: &Made<'_>) -> bool {
    selector.iter().all(|(key, value)| made.controller.template.labels.get(key) == Some(value))
}

/// A Service has the port that an endpoint of a ServiceMonitor asks for. An ExternalName has no endpoints at all.
pub(super) fn has_port(
    world: &World<'_>,
    service: &Object<Service>,
    endpoint: &MonitorEndpoint,
) -> Result<bool, Ignorance> {
    let ports = &service.body.ports;
    if service.body.kind == "ExternalName" {
        return Ok(false);
    }
    match (endpoint.port.as_str(), endpoint.target_port.as_str()) {
        // Without a port every port is a target.
        ("", "") => Ok(!ports.is_empty()),
        ("", target) => {
            Ok(behind(world, service)?.iter().any(|it| has_container_port(&it.controller.template, target)))
        }
        (name, _) => Ok(ports.iter().any(|it| it.name == name)),
    }
}

/// The pods have the port that an endpoint of a PodMonitor asks for.
pub(super) fn pods_have_port(template: &PodTemplate, endpoint: &MonitorEndpoint) -> bool {
    match (endpoint.port.as_str(), endpoint.target_port.as_str()) {
        ("", "") => template.containers.iter().any(|it| !it.ports.is_empty()),
        ("", target) => has_container_port(template, target),
        (name, _) => template.containers.iter().flat_map(|it| &it.ports).any(|it| it.name == name),
    }
}

/// A number is a number, anything else a name.
fn has_container_port(template: &PodTemplate, wanted: &str) -> bool {
    let ports = || template.containers.iter().flat_map(|it| &it.ports);
    match wanted.parse::<i64>() {
        Ok(number) => ports().any(|it| it.number == number),
        Err(_) => ports().any(|it| it.name == wanted),
    }
}

/// Ready addresses of a Service behind the port of an endpoint.
pub(super) fn ready_addresses(world: &World<'_>, service: &Meta, endpoint: &MonitorEndpoint) -> Result<i64, Ignorance> {
    let slices = world.observed.endpoint_slices.within(&service.namespace)?;
    let has_port = |it: &EndpointSlice| endpoint.port.is_empty() || it.ports.contains(&endpoint.port);
    let own = slices.filter(|it| it.body.service == service.name && has_port(&it.body));
    Ok(own.map(|it| i64::try_from(it.body.ready).unwrap_or(i64::MAX)).fold(0, i64::saturating_add))
}

/// Ready pods of a workload; of those that run to an end, the ones that run now.
pub(super) fn ready_pods(world: &World<'_>, made: &Made<'_>) -> Result<i64, Ignorance> {
    let missing = || status::missing(world.observed.source.kind, made.resource);
    let status = made.controller.status.as_ref().ok_or_else(missing)?;
    Ok(if runs_to_an_end(made) { status.active } else { status.ready })
}

/// A deliberate nothing: no replicas asked for, or a run that comes and goes.
pub(super) fn is_idle(made: &Made<'_>) -> bool {
    runs_to_an_end(made) || made.controller.replicas == Some(0)
}

fn runs_to_an_end(made: &Made<'_>) -> bool {
    matches!(&*made.kind, "Job" | "CronJob")
}
