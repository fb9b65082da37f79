//! Ways in by an HTTPRoute.

use std::collections::BTreeSet;

use super::way::{Backend, Matching, Via, Way, covers, host_or_all, path_or_all};
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::access::{Gateway, HttpRoute, HttpRule, Listener, ParentRef, PathMatch};
use crate::model::observed::{Meta, Object, Observed};

/// The ways of an HTTPRoute that a Gateway serves; one that belongs to a mesh only (its parents are Services) is none.
pub(super) fn ways<'a>(observed: &'a Observed, it: &'a Object<HttpRoute>) -> Vec<Way<'a>> {
    if !it.body.parents.is_empty() && gateways_of(&it.body).next().is_none() {
        return Vec::new();
    }
    let everything = [PathMatch::default()];
    let mut ways = Vec::new();
    for host in hosts(observed, it) {
        for rule in &it.body.rules {
            let matches = if rule.matches.is_empty() { &everything[..] } else { &rule.matches };
            for path in matches {
                ways.push(Way {
                    meta: &it.meta,
                    host: host.clone(),
                    path: path_or_all(&path.path),
                    matching: matching(&path.kind),
                    backends: backends(&it.meta, rule),
                    answers: rule.backends.is_empty(),
                    via: Via::HttpRoute(it, rule),
                });
            }
        }
    }
    ways
}

/// The parents that are Gateways.
pub(super) fn gateways_of(route: &HttpRoute) -> impl Iterator<Item = &ParentRef> {
    route.parents.iter().filter(|it| it.kind == "Gateway")
}

/// The Gateway that a parent names. A miss in desired state means that it is elsewhere.
pub(super) fn gateway<'a>(
    observed: &'a Observed,
    meta: &Meta,
    parent: &ParentRef,
) -> Result<Option<&'a Object<Gateway>>, Ignorance> {
    let namespace = if parent.namespace.is_empty() { &meta.namespace } else { &parent.namespace };
    let is_it = |it: &Object<Gateway>| it.meta.namespace == *namespace && it.meta.name == parent.name;
    super::lists::find(&observed.gateways, Scope::Namespace(namespace), is_it)
}

/// The listeners that a parent means.
fn listeners<'a>(gateway: &'a Object<Gateway>, parent: &'a ParentRef) -> impl Iterator<Item = &'a Listener> {
    gateway.body.listeners.iter().filter(|it| parent.section.is_empty() || parent.section == it.name)
}

/// The route's own host names, else those of the listeners that it is attached to.
fn hosts(observed: &Observed, it: &Object<HttpRoute>) -> Vec<Result<String, Ignorance>> {
    if !it.body.hostnames.is_empty() {
        return it.body.hostnames.iter().map(|host| Ok(host_or_all(host))).collect();
    }
    let mut hosts = BTreeSet::new();
    for parent in gateways_of(&it.body) {
        match gateway(observed, &it.meta, parent) {
            Ok(Some(gateway)) => hosts.extend(listeners(gateway, parent).map(|it| host_or_all(&it.hostname))),
            Ok(None) => {}
            Err(why) => return vec![Err(why)],
        }
    }
    match hosts.is_empty() {
        true => vec![Ok(host_or_all(""))],
        false => hosts.into_iter().map(Ok).collect(),
    }
}

fn matching(kind: &str) -> Matching {
    match kind {
        "Exact" => Matching::Exact,
        "RegularExpression" => Matching::Regex,
        _ => Matching::Prefix,
    }
}

fn backends(meta: &Meta, rule: &HttpRule) -> Vec<Backend> {
    let backend = |it: &crate::model::observed::access::BackendRef| Backend {
        namespace: if it.namespace.is_empty() { meta.namespace.clone() } else { it.namespace.clone() },
        name: it.name.clone(),
        port: it.port.clone(),
        is_service: it.kind == "Service",
    };
    rule.backends.iter().map(backend).collect()
}

/// Some listener that serves the host speaks TLS.
pub(super) fn has_tls(observed: &Observed, it: &Object<HttpRoute>, host: &str) -> Result<bool, Ignorance> {
    for parent in gateways_of(&it.body) {
        let namespace = if parent.namespace.is_empty() { &it.meta.namespace } else { &parent.namespace };
        let is_it = |it: &Object<Gateway>| it.meta.namespace == *namespace && it.meta.name == parent.name;
        let found = observed.gateways.find(Scope::Namespace(namespace), is_it)?;
        let serves = |it: &Listener| it.tls && (covers(&it.hostname, host) || host == "*");
        if found.is_some_and(|gateway| listeners(gateway, parent).any(serves)) {
            return Ok(true);
        }
    }
    Ok(false)
}
