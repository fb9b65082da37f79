//! Services behind routes, and the workloads behind Services.

use super::super::World;
use super::super::controllers::Made;
use super::way::Backend;
use crate::model::known::{Because, Ignorance};
use crate::model::listing::Scope;
use crate::model::observed::Object;
use crate::model::observed::network::Service;
use crate::model::source::SourceKind;

/// The Service. In desired state a miss says something only where the namespace has Services in this input at all:
/// otherwise they come from somewhere else (a chart, a generator). Without a namespace, which an overlay gives, it says
/// nothing.
pub(super) fn find<'a>(
    world: &World<'a>,
    namespace: &str,
    name: &str,
) -> Result<Option<&'a Object<Service>>, Ignorance> {
    let services = &world.observed.services;
    let is_it = |it: &Object<Service>| it.meta.namespace == namespace && it.meta.name == name;
    let found = services.find(Scope::Namespace(namespace), is_it)?;
    let has_others = || !namespace.is_empty() && services.seen().iter().any(|it| it.meta.namespace == namespace);
    match (found, world.observed.source.kind) {
        (None, SourceKind::Desired) if !has_others() => Err(Ignorance::new(Because::NotInSource, "services")),
        (found, SourceKind::Live | SourceKind::Dump | SourceKind::Desired) => Ok(found),
    }
}

/// The Service exists.
pub(super) fn exists(world: &World<'_>, backend: &Backend) -> Result<bool, Ignorance> {
    find(world, &backend.namespace, &backend.name).map(|it| it.is_some())
}

/// The Service has the port, by number or by name. An ExternalName Service hands on every port.
pub(in crate::derive) fn has_port(world: &World<'_>, backend: &Backend) -> Result<bool, Ignorance> {
    let Some(service) = find(world, &backend.namespace, &backend.name)? else { return Ok(false) };
    let fits = |it: &crate::model::observed::network::ServicePort| {
        it.name == backend.port || it.number.to_string() == backend.port
    };
    let ports = &service.body.ports;
    Ok(match backend.port.as_str() {
        _ if service.body.kind == "ExternalName" => true,
        "" => !ports.is_empty(),
        _ => ports.iter().any(fits),
    })
}

/// The workloads whose pods a Service selects, with their positions. A Service leads to one program, so those that were
/// seen decide; only where none was seen does a gap matter.
pub(in crate::derive) fn behind<'a, 'b>(
    world: &'b World<'a>,
    namespace: &str,
    name: &str,
) -> Result<Vec<(usize, &'b Made<'a>)>, Ignorance> {
    let Some(service) = find(world, namespace, name)? else { return Ok(Vec::new()) };
    let selector = &service.body.selector;
    let selected = |made: &Made<'_>| {
        let labels = &made.controller.template.labels;
        made.meta.namespace == namespace && selector.iter().all(|(key, value)| labels.get(key) == Some(value))
    };
    let all = world.controllers.items.iter().enumerate();
    let found: Vec<_> = all.filter(|(_, made)| !selector.is_empty() && selected(made)).collect();
    let gap = world.controllers.gaps.iter().find(|it| it.namespace.as_deref().is_none_or(|it| it == namespace));
    match gap {
        Some(gap) if found.is_empty() && !selector.is_empty() => Err(gap.why.clone()),
        Some(_) | None => Ok(found),
    }
}

/// Namespace and name of the Service that a host name within the cluster means: `name.namespace.svc[.domain]`.
pub(in crate::derive) fn in_cluster(host: &str) -> Option<(String, String)> {
    let mut parts = host.trim_end_matches('.').split('.');
    let (name, namespace, svc) = (parts.next()?, parts.next()?, parts.next()?);
    (svc == "svc" && !name.is_empty() && !namespace.is_empty()).then(|| (namespace.to_owned(), name.to_owned()))
}

/// Host and path of a URL, without scheme, user and port.
pub(in crate::derive) fn host_and_path(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (authority, path) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit()) => name,
        _ => host,
    };
    (host, path)
}

/// The port that a URL names, or that of its scheme.
pub(in crate::derive) fn port(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    match authority.rsplit_once(':') {
        Some((_, port)) if !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit()) => port.to_owned(),
        _ if scheme == "https" => "443".to_owned(),
        _ => "80".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{host_and_path, in_cluster, port};

    #[test]
    fn a_name_within_the_cluster_is_a_service() {
        let service = Some(("auth".to_owned(), "oauth2-proxy".to_owned()));
        assert_eq!(in_cluster("oauth2-proxy.auth.svc.cluster.local"), service);
        assert_eq!(in_cluster("oauth2-proxy.auth.svc"), service);
        for outside in ["oauth2-proxy", "auth.example.com", "a.b.svcs", "", "..svc"] {
            assert_eq!(in_cluster(outside), None, "{outside}");
        }
    }

    #[test]
    fn urls_fall_into_host_path_and_port() {
        for (url, host, path, number) in [
            ("http://a.b.svc:4180/oauth2/auth?x=1", "a.b.svc", "/oauth2/auth?x=1", "4180"),
            ("https://$host/oauth2/auth", "$host", "/oauth2/auth", "443"),
            ("a.b.svc", "a.b.svc", "", "80"),
            ("https://u@h", "h", "", "443"),
            ("http://h?q", "h", "?q", "80"),
        ] {
            assert_eq!((host_and_path(url), port(url).as_str()), ((host, path), number), "{url}");
        }
    }
}
