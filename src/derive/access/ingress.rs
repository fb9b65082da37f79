//! Ways in by an Ingress.

use super::way::{Backend, Matching, Via, Way, host_or_all, path_or_all};
use crate::model::observed::access::{Ingress, IngressBackend};
use crate::model::observed::{Meta, Object};

/// The ways of an Ingress: its paths, and its default backend for what no rule takes.
pub(super) fn ways(it: &Object<Ingress>) -> Vec<Way<'_>> {
    let mut ways = Vec::new();
    for rule in &it.body.rules {
        for path in &rule.paths {
            let matching = matching(&it.meta, &path.path_type);
            ways.push(way(it, &rule.host, &path.path, matching, &path.backend));
        }
        // A rule without paths sends everything to the default backend.
        if let (true, Some(backend)) = (rule.paths.is_empty(), &it.body.default_backend) {
            ways.push(way(it, &rule.host, "", Matching::Prefix, backend));
        }
    }
    if let Some(backend) = &it.body.default_backend {
        let takes_all =
            |rule: &&crate::model::observed::access::IngressRule| rule.host.is_empty() && rule.paths.is_empty();
        if !it.body.rules.iter().any(|rule| takes_all(&rule)) {
            ways.push(way(it, "", "", Matching::Prefix, backend));
        }
    }
    ways
}

fn way<'a>(it: &'a Object<Ingress>, host: &str, path: &str, matching: Matching, backend: &IngressBackend) -> Way<'a> {
    // The AWS controller keeps redirects and fixed answers in annotations, and names them where a Service stands.
    let is_action = backend.port == "use-annotation";
    let redirects = ["permanent-redirect", "temporal-redirect"];
    let redirects =
        redirects.iter().any(|key| it.meta.annotation(&format!("nginx.ingress.kubernetes.io/{key}")).is_some());
    let target = Backend {
        namespace: it.meta.namespace.clone(),
        name: backend.service.clone(),
        port: backend.port.clone(),
        is_service: true,
    };
    let is_target = !is_action && !backend.service.is_empty();
    Way {
        meta: &it.meta,
        host: Ok(host_or_all(host)),
        path: path_or_all(path),
        matching,
        backends: is_target.then_some(target).into_iter().collect(),
        answers: redirects || (is_action && backend.service.contains("redirect")),
        via: Via::Ingress(it),
    }
}

fn matching(meta: &Meta, path_type: &str) -> Matching {
    let regex = meta.annotation("nginx.ingress.kubernetes.io/use-regex") == Some("true");
    match path_type {
        "Exact" => Matching::Exact,
        "Prefix" => Matching::Prefix,
        _ if regex => Matching::Regex,
        _ => Matching::Implementation,
    }
}

/// A TLS entry names the host; one without hosts is for all.
pub(super) fn has_tls(it: &Ingress, host: &str) -> bool {
    let names = |pattern: &String| super::way::covers(pattern, host);
    it.tls.iter().any(|entry| entry.hosts.is_empty() || entry.hosts.iter().any(names))
}
