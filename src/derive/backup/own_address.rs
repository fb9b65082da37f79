//! Whether an address leads back into this cluster.

use crate::derive::World;
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::Object;
use crate::model::observed::network::Service;

/// Where an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// To something in this cluster: it is lost together with it.
    Here,
    /// Out of it.
    Elsewhere,
}

/// Where a URL leads, as a pod of the namespace would resolve it.
pub(super) fn place(world: &World<'_>, url: &str, namespace: &str) -> Result<Place, Ignorance> {
    let host = host(url);
    if host.is_empty() {
        return Err(undetermined("the address names no host"));
    }
    match service_name(&host, namespace) {
        Some(ServiceName::Certain(name, namespace)) => of_service(world, name, namespace),
        Some(ServiceName::Perhaps(name, namespace)) => match find_service(world, name, namespace)? {
            Some(service) => of_found(world, service),
            None if host.contains('.') => of_host(world, &host),
            None => Err(undetermined(format!("nothing here tells where {host} is"))),
        },
        None => of_host(world, &host),
    }
}

/// How a host name may be that of a Service.
enum ServiceName<'a> {
    /// It can be nothing else.
    Certain(&'a str, &'a str),
    /// The cluster's resolver tries that first.
    Perhaps(&'a str, &'a str),
}

fn service_name<'a>(host: &'a str, namespace: &'a str) -> Option<ServiceName<'a>> {
    let labels: Vec<&str> = host.split('.').collect();
    match labels.as_slice() {
        [name] => Some(ServiceName::Perhaps(name, namespace)),
        [name, namespace] => Some(ServiceName::Perhaps(name, namespace)),
        [.., name, namespace, "svc"] | [.., name, namespace, "svc", "cluster", "local"] => {
            Some(ServiceName::Certain(name, namespace))
        }
        _ => None,
    }
}

fn of_service(world: &World<'_>, name: &str, namespace: &str) -> Result<Place, Ignorance> {
    match find_service(world, name, namespace)? {
        Some(service) => of_found(world, service),
        // Wherever it is, it is a Service of a cluster.
        None => Ok(Place::Here),
    }
}

/// A Service may stand for something outside: by name, or by endpoints that somebody else writes.
fn of_found(world: &World<'_>, service: &Object<Service>) -> Result<Place, Ignorance> {
    match (service.body.kind.as_str(), service.body.selector.is_empty()) {
        ("ExternalName", _) => {
            let target = service.body.external_name.trim_end_matches('.').to_lowercase();
            match service_name(&target, &service.meta.namespace) {
                Some(ServiceName::Certain(..)) => Ok(Place::Here),
                Some(ServiceName::Perhaps(..)) | None => of_host(world, &target),
            }
        }
        (_, true) => Err(undetermined(format!("the Service {} has no selector", service.meta.name))),
        (_, false) => Ok(Place::Here),
    }
}

fn find_service<'a>(world: &World<'a>, name: &str, namespace: &str) -> Result<Option<&'a Object<Service>>, Ignorance> {
    let is_it = |it: &Object<Service>| it.meta.name == name && it.meta.namespace == namespace;
    none_elsewhere(world.observed.services.find(Scope::Namespace(namespace), is_it), None)
}

/// An address, or the name of a host: ours if a Service, a node or a route answers there.
fn of_host(world: &World<'_>, host: &str) -> Result<Place, Ignorance> {
    let observed = world.observed;
    if host == "localhost" || host.starts_with("127.") || host == "::1" {
        return Ok(Place::Here);
    }
    let services = none_elsewhere(observed.services.all(), &[])?;
    let nodes = none_elsewhere(observed.nodes.all(), &[])?;
    let at_service = services.iter().any(|it| it.body.addresses.iter().any(|it| it == host));
    let at_node = nodes
        .iter()
        .any(|it| it.meta.name == host || it.body.status.iter().any(|it| it.addresses.iter().any(|it| it == host)));
    if at_service || at_node || is_routed(world, host)? {
        return Ok(Place::Here);
    }
    Ok(Place::Elsewhere)
}

/// A route or a tunnel of this cluster takes the host: an external name for something inside.
fn is_routed(world: &World<'_>, host: &str) -> Result<bool, Ignorance> {
    let ways = world.ways.seen().iter().map(|it| it.host.as_deref());
    let maps = world.observed.config_maps.seen().iter();
    let rules = maps.flat_map(|it| &it.body.tunnel).map(|it| Ok(it.hostname.as_str()));
    let mut doubt = None;
    for taken in ways.chain(rules) {
        match taken {
            Ok(taken) if taken.eq_ignore_ascii_case(host) => return Ok(true),
            // Names under a wildcard may lead here or not; that is for the name servers to say.
            Ok(taken) if taken.strip_prefix("*.").is_some_and(|it| host.ends_with(&format!(".{it}"))) => {
                doubt = Some(undetermined(format!("routes of this cluster take {taken}")));
            }
            Ok(_) => {}
            Err(why) if why.is_out_of_scope() => {}
            Err(why) => doubt = Some(why.clone()),
        }
    }
    none_elsewhere(world.ways.all().map(|_| ()), ())?;
    none_elsewhere(world.observed.config_maps.all().map(|_| ()), ())?;
    doubt.map_or(Ok(false), Err)
}

/// A folder of manifests without Services or routes is not doubted.
fn none_elsewhere<T>(found: Result<T, Ignorance>, none: T) -> Result<T, Ignorance> {
    match found {
        Err(why) if why.is_out_of_scope() => Ok(none),
        other => other,
    }
}

fn undetermined(why: impl Into<String>) -> Ignorance {
    Ignorance::undetermined("backupstoragelocations.velero.io", why)
}

/// The host of a URL, in small letters, without user, port and brackets.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let authority = authority.rsplit('@').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    host.trim_end_matches('.').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_host_of_a_url_stands_alone() {
        for (url, expected) in [
            ("http://minio.data.svc:9000", "minio.data.svc"),
            ("https://user:pass@S3.Example.com/bucket", "s3.example.com"),
            ("https://[fd00::1]:9000/", "fd00::1"),
            ("10.0.0.5:9000", "10.0.0.5"),
            ("", ""),
        ] {
            assert_eq!(host(url), expected, "{url}");
        }
    }
}
