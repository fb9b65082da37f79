//! Ways in by a VirtualService.

use super::way::{Backend, Matching, Via, Way, covers, host_or_all, path_or_all};
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::access::{Destination, HttpMatch, IstioServer, VirtualService};
use crate::model::observed::{Meta, Object, Observed};

/// The ways of a VirtualService that is bound to a gateway; one that is bound to the mesh only is none.
pub(super) fn ways(it: &Object<VirtualService>) -> Vec<Way<'_>> {
    let everything = [HttpMatch::default()];
    let mut ways = Vec::new();
    for host in &it.body.hosts {
        for http in &it.body.http {
            let matches = if http.matches.is_empty() { &everything[..] } else { &http.matches };
            for one in matches {
                let gateways = gateways(&it.meta, &it.body, one);
                if gateways.is_empty() {
                    continue;
                }
                ways.push(Way {
                    meta: &it.meta,
                    host: Ok(host_or_all(host)),
                    path: path_or_all(&one.path),
                    matching: matching(&one.kind),
                    backends: http.destinations.iter().map(|to| backend(&it.meta, to)).collect(),
                    answers: http.answers,
                    via: Via::VirtualService(gateways),
                });
            }
        }
    }
    ways
}

/// The gateways for which a match holds, without the mesh.
fn gateways(meta: &Meta, it: &VirtualService, one: &HttpMatch) -> Vec<(String, String)> {
    let names = if one.gateways.is_empty() { &it.gateways } else { &one.gateways };
    let reference = |name: &String| match name.split_once('/') {
        Some((namespace, name)) => (namespace.to_owned(), name.to_owned()),
        None => (meta.namespace.clone(), name.clone()),
    };
    names.iter().filter(|name| *name != "mesh").map(reference).collect()
}

fn matching(kind: &str) -> Matching {
    match kind {
        "exact" => Matching::Exact,
        "regex" => Matching::Regex,
        _ => Matching::Prefix,
    }
}

/// A short host is a Service of the same namespace, a full one says its own; anything else is outside.
fn backend(meta: &Meta, to: &Destination) -> Backend {
    let (namespace, name, is_service) = match (super::service::in_cluster(&to.host), to.host.contains('.')) {
        (Some((namespace, name)), _) => (namespace, name, true),
        (None, false) => (meta.namespace.clone(), to.host.clone(), true),
        (None, true) => (meta.namespace.clone(), to.host.clone(), false),
    };
    Backend { namespace, name, port: to.port.clone(), is_service }
}

/// Some server of its gateways that serves the host speaks TLS.
pub(super) fn has_tls(observed: &Observed, gateways: &[(String, String)], host: &str) -> Result<bool, Ignorance> {
    for (namespace, name) in gateways {
        let is_it = |it: &Object<_>| it.meta.namespace == *namespace && it.meta.name == *name;
        let found = observed.istio_gateways.find(Scope::Namespace(namespace), is_it)?;
        let names = |pattern: &String| covers(pattern.split_once('/').map_or(pattern.as_str(), |(_, host)| host), host);
        let serves = |it: &IstioServer| !it.tls_mode.is_empty() && it.hosts.iter().any(names);
        if found.is_some_and(|gateway| gateway.body.servers.iter().any(serves)) {
            return Ok(true);
        }
    }
    Ok(false)
}
