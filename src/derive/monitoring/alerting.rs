//! Alertmanagers, and which Prometheus sends to them.

use std::collections::BTreeMap;

use super::programs::{self, GROUP, Programs, Running};
use super::{World, health, prometheuses};
use crate::derive::{is_system_namespace, status};
use crate::model::facts::monitoring as facts;
use crate::model::known::Ignorance;
use crate::model::listing::{Listing, Scope};
use crate::model::observed::monitoring::{Alertmanager, AlertmanagerEndpoint, Prometheus};
use crate::model::observed::network::Service;
use crate::model::observed::{Meta, Object};
use crate::model::source::SourceKind;

const SERVERS: Programs = &[("alertmanager", &["alertmanager", "ose-prometheus-alertmanager"])];

/// Every Alertmanager.
pub(in crate::derive) fn alertmanagers(world: &World<'_>) -> Listing<facts::Alertmanager> {
    let operated = &world.observed.alertmanagers;
    let mut items: Vec<_> = operated.seen().iter().map(|it| by_operator(world, it)).collect();
    let plain = programs::running(world, SERVERS);
    let by_hand_only = plain.iter().filter(|it| it.operated_by() != Some("Alertmanager"));
    items.extend(by_hand_only.map(|it| by_hand(world, it)));
    let gaps = operated.gaps().iter().cloned().chain(programs::gaps(world)).collect();
    Listing::with_gaps(items, gaps)
}

fn by_operator(world: &World<'_>, it: &Object<Alertmanager>) -> facts::Alertmanager {
    let meta = &it.meta;
    facts::Alertmanager {
        subject: meta.subject("Alertmanager", GROUP),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        kind: "operator".to_owned(),
        system: is_system_namespace(&meta.namespace),
        replicas: it.body.replicas.unwrap_or(1),
        ready: health::is_up(world, meta, it.body.status.as_ref(), "alertmanagers.monitoring.coreos.com").into(),
        connected: is_connected(world, meta, &operated_labels(it)).into(),
    }
}

fn by_hand(world: &World<'_>, it: &Running<'_, '_>) -> facts::Alertmanager {
    let meta: &Meta = &it.made.meta;
    facts::Alertmanager {
        subject: it.made.subject(),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        kind: "plain".to_owned(),
        system: is_system_namespace(&meta.namespace),
        replicas: it.replicas(),
        ready: it.ready(world.observed.source.kind).map(|ready| ready > 0).into(),
        connected: is_connected(world, meta, &it.made.controller.template.labels).into(),
    }
}

/// Labels that the operator gives the pods of an Alertmanager, over those that the object asks for.
fn operated_labels(it: &Object<Alertmanager>) -> BTreeMap<String, String> {
    let own = [
        ("app.kubernetes.io/name", "alertmanager"),
        ("app.kubernetes.io/managed-by", "prometheus-operator"),
        ("app.kubernetes.io/instance", it.meta.name.as_str()),
        ("alertmanager", it.meta.name.as_str()),
    ];
    let mut labels = it.body.pod_labels.clone();
    labels.extend(own.map(|(key, value)| (key.to_owned(), value.to_owned())));
    labels
}

/// Some Prometheus sends to a Service of these pods. A hit is an answer; without one, everything has to be known.
fn is_connected(world: &World<'_>, alertmanager: &Meta, pods: &BTreeMap<String, String>) -> Result<bool, Ignorance> {
    let observed = world.observed;
    let mut doubt = observed.prometheuses.missing(Scope::Cluster).cloned();
    for prometheus in observed.prometheuses.seen() {
        let endpoints = prometheus.body.alertmanagers.iter();
        for endpoint in endpoints.filter(|it| namespace_of(prometheus, it) == alertmanager.namespace) {
            match service(world, prometheus, endpoint) {
                Ok(Some(service)) if leads_to(&service.body, endpoint, pods) => return Ok(true),
                Ok(_) => {}
                Err(why) => doubt = doubt.or(Some(why)),
            }
        }
        if prometheus.body.additional_alertmanagers {
            let why = format!("{} names more in a Secret", prometheus.meta.subject("Prometheus", GROUP));
            doubt = doubt.or(Some(programs::configured_elsewhere("prometheuses.monitoring.coreos.com", why)));
        }
    }
    let plain = prometheuses::plain(world).first().map(|it| {
        let why = format!("the configuration of {} decides", it.made.subject());
        programs::configured_elsewhere("configmaps", why)
    });
    match doubt.or(plain).or_else(|| programs::missing(world)) {
        Some(why) => Err(why),
        None => Ok(false),
    }
}

/// The Services of Alertmanagers that a Prometheus names and that exist.
pub(super) fn sends_to(world: &World<'_>, it: &Object<Prometheus>) -> Result<Vec<String>, Ignorance> {
    let mut found = Vec::new();
    for endpoint in &it.body.alertmanagers {
        if service(world, it, endpoint)?.is_some() {
            found.push(format!("{}/{}", namespace_of(it, endpoint), endpoint.name));
        }
    }
    if found.is_empty() && it.body.additional_alertmanagers {
        let why = "a Secret names its Alertmanagers";
        return Err(programs::configured_elsewhere("prometheuses.monitoring.coreos.com", why));
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn namespace_of<'a>(prometheus: &'a Object<Prometheus>, endpoint: &'a AlertmanagerEndpoint) -> &'a str {
    if endpoint.namespace.is_empty() { &prometheus.meta.namespace } else { &endpoint.namespace }
}

/// The Service that an endpoint names. In desired state a miss is none: a chart or the operator may make it.
fn service<'a>(
    world: &World<'a>,
    prometheus: &Object<Prometheus>,
    endpoint: &AlertmanagerEndpoint,
) -> Result<Option<&'a Object<Service>>, Ignorance> {
    let namespace = namespace_of(prometheus, endpoint);
    let is_it = |it: &Object<Service>| it.meta.namespace == namespace && it.meta.name == endpoint.name;
    let found = world.observed.services.find(Scope::Namespace(namespace), is_it)?;
    match (found, world.observed.source.kind) {
        (None, SourceKind::Desired) => Err(status::elsewhere("services")),
        (found, SourceKind::Desired | SourceKind::Live | SourceKind::Dump) => Ok(found),
    }
}

/// The Service selects the pods and has the port.
fn leads_to(service: &Service, endpoint: &AlertmanagerEndpoint, pods: &BTreeMap<String, String>) -> bool {
    let selects =
        !service.selector.is_empty() && service.selector.iter().all(|(key, value)| pods.get(key) == Some(value));
    // A name is the name of a port of the Service; a number is that of the container.
    let has_port = service.ports.iter().any(|it| match endpoint.port.parse::<i64>() {
        Ok(number) => it.target == endpoint.port || it.number == number,
        Err(_) => it.name == endpoint.port,
    });
    selects && has_port
}
