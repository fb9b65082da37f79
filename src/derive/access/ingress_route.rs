//! Ways in by an IngressRoute.

use super::rule::{self, Term};
use super::way::{Backend, Matching, Via, Way, host_or_all, path_or_all};
use crate::model::observed::access::{IngressRoute, RouterService};
use crate::model::observed::{Meta, Object};

/// The ways of an IngressRoute: one for each alternative of each rule.
pub(super) fn ways(it: &Object<IngressRoute>) -> Vec<Way<'_>> {
    let mut ways = Vec::new();
    for route in &it.body.routes {
        for term in rule::alternatives(&route.rule) {
            let (path, matching) = path(&term);
            ways.push(Way {
                meta: &it.meta,
                host: Ok(host_or_all(term.host.as_deref().unwrap_or_default())),
                path: path_or_all(path),
                matching,
                backends: route.services.iter().filter_map(|service| backend(&it.meta, service)).collect(),
                answers: !route.services.is_empty() && route.services.iter().all(|it| it.name == "noop@internal"),
                via: Via::IngressRoute(it, route),
            });
        }
    }
    ways
}

fn path(term: &Term) -> (&str, Matching) {
    match &term.path {
        Some((path, matching)) => (path, *matching),
        None => ("", Matching::Prefix),
    }
}

/// A name with a provider (`api@internal`) is Traefik's own.
fn backend(meta: &Meta, it: &RouterService) -> Option<Backend> {
    let own = it.name.contains('@');
    (!own).then(|| Backend {
        namespace: if it.namespace.is_empty() { meta.namespace.clone() } else { it.namespace.clone() },
        name: it.name.clone(),
        port: it.port.clone(),
        is_service: it.kind.is_empty() || it.kind == "Service",
    })
}

/// TLS is asked for, or comes with the entry point that Traefik's chart gives TLS to.
pub(super) fn has_tls(it: &IngressRoute) -> bool {
    it.tls || (!it.entry_points.is_empty() && it.entry_points.iter().all(|name| name == "websecure"))
}
