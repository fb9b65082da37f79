//! Ways in by an Ingress.

use super::way::{Backend, Matching, Via, Way, host_or_all, path_or_all};
use crate::model::observed::access::{Ingress, IngressBackend, IngressRule};
use crate::model::observed::{Meta, Object};

/// The ways of an Ingress: its paths, and its default backend for what no rule takes.
pub(super) fn ways(it: &Object<Ingress>) -> Vec<Way<'_>> {
    let mut ways = Vec::new();
    for rule in &it.body.rules {
        for host in hosts(&it.meta, rule) {
            for path in &rule.paths {
                let matching = matching(&it.meta, &path.path_type);
                ways.push(way(it, host, &path.path, matching, &path.backend));
            }
            // A rule without paths sends everything to the default backend.
            if let (true, Some(backend)) = (rule.paths.is_empty(), &it.body.default_backend) {
                ways.push(way(it, host, "", Matching::Prefix, backend));
            }
        }
    }
    if let Some(backend) = &it.body.default_backend {
        let takes_all = |rule: &IngressRule| rule.host.is_empty() && rule.paths.is_empty();
        if !it.body.rules.iter().any(takes_all) {
            ways.push(way(it, "", "", Matching::Prefix, backend));
        }
    }
    ways
}

/// The host of a rule, and the names by which ingress-nginx serves it as well.
fn hosts<'a>(meta: &'a Meta, rule: &'a IngressRule) -> impl Iterator<Item = &'a str> {
    let aliases = meta.annotation("nginx.ingress.kubernetes.io/server-alias").unwrap_or_default();
    let aliases = aliases.split(',').map(str::trim).filter(|it| !it.is_empty() && !rule.host.is_empty());
    std::iter::once(rule.host.as_str()).chain(aliases)
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

/// A TLS entry names the host; one without hosts is for all. A wildcard stands for one label.
pub(super) fn has_tls(it: &Ingress, host: &str) -> bool {
    let names = |name: &String| match (name.strip_prefix("*."), host.split_once('.')) {
        (Some(domain), Some((_, rest))) => rest.eq_ignore_ascii_case(domain),
        (Some(_), None) => false,
        (None, _) => name.eq_ignore_ascii_case(host),
    };
    it.tls.iter().any(|entry| entry.hosts.is_empty() || entry.hosts.iter().any(names))
}
