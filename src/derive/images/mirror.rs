//! The registry of one's own: the one that carbon.yaml names, else one that runs in the cluster.

use crate::derive::{World, registries};
use crate::model::image::ImageRef;
use crate::model::known::Ignorance;
use crate::model::listing::Scope;

/// Where images are meant to come from.
pub(in crate::derive) enum Mirror {
    /// carbon.yaml says so: a host with an optional path.
    Configured(String),
    /// Registries in the cluster: the hosts that are known, the namespaces in which they run, and why there may be more.
    InCluster { hosts: Vec<String>, namespaces: Vec<String>, doubt: Option<Ignorance> },
    /// There is none, or none was seen.
    None(Option<Ignorance>),
}

impl Mirror {
    pub(in crate::derive) fn new(world: &World<'_>) -> Self {
        if let Some(mirror) = &world.settings.config.mirror {
            return Self::Configured(configured(mirror));
        }
        let mut doubt = world.controllers.missing(Scope::Cluster).cloned();
        let (mut hosts, mut namespaces) = (Vec::new(), Vec::new());
        for (_, made) in registries::cores(world) {
            namespaces.push(made.meta.namespace.clone());
            let (seen, missing) = registries::hosts(world, &made.meta.namespace);
            hosts.extend(seen);
            doubt = doubt.or(missing);
        }
        match namespaces.is_empty() {
            true => Self::None(doubt),
            false => Self::InCluster { hosts, namespaces, doubt },
        }
    }

    /// There is one.
    pub(in crate::derive) fn is_known(&self) -> Result<bool, Ignorance> {
        match self {
            Self::Configured(_) | Self::InCluster { .. } => Ok(true),
            Self::None(Some(why)) => Err(why.clone()),
            Self::None(None) => Ok(false),
        }
    }

    /// The image comes from there. A host that fits is an answer, whatever was not seen.
    pub(in crate::derive) fn has(&self, image: &ImageRef) -> Result<bool, Ignorance> {
        match self {
            Self::Configured(mirror) => {
                let rest = image.name().strip_prefix(mirror.as_str()).map(str::to_owned);
                Ok(rest.is_some_and(|rest| rest.starts_with('/')))
            }
            Self::InCluster { hosts, namespaces, doubt } => {
                let host = host_of(image.registry());
                if hosts.iter().any(|it| it == host) || namespaces.iter().any(|it| is_inside(host, it)) {
                    return Ok(true);
                }
                match doubt {
                    Some(why) => Err(why.clone()),
                    None if hosts.is_empty() => Err(Ignorance::undetermined(
                        "ingresses.networking.k8s.io",
                        "no route leads to the registry in the cluster, so nobody can tell its name",
                    )),
                    None => Ok(false),
                }
            }
            Self::None(Some(why)) => Err(why.clone()),
            Self::None(None) => Ok(false),
        }
    }
}

/// A host with an optional path, without a scheme and a slash at the end.
fn configured(written: &str) -> String {
    let written = written.trim();
    let bare = written.split_once("://").map_or(written, |(_, rest)| rest).trim_end_matches('/');
    match bare.split_once('/') {
        Some((host, path)) => format!("{}/{path}", host.to_ascii_lowercase()),
        None => bare.to_ascii_lowercase(),
    }
}

fn host_of(registry: &str) -> &str {
    match registry.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|it| it.is_ascii_digit()) => host,
        Some(_) | None => registry,
    }
}

/// `harbor.NAMESPACE.svc` and the longer names of a Service.
fn is_inside(host: &str, namespace: &str) -> bool {
    let mut parts = host.split('.').skip(1);
    parts.next() == Some(namespace) && matches!(parts.next(), None | Some("svc"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configured_mirror_is_a_host_with_a_path() {
        let table = [
            ("harbor.example.com", "harbor.example.com/library/nginx:1.27", true),
            ("https://Harbor.example.com/", "harbor.example.com/library/nginx:1.27", true),
            ("harbor.example.com/mirror", "harbor.example.com/mirror/docker.io/library/nginx:1.27", true),
            ("harbor.example.com/mirror", "harbor.example.com/mirrored/nginx:1.27", false),
            ("harbor.example.com", "harbor.example.com.evil.org/nginx:1.27", false),
            ("harbor.example.com:8443", "harbor.example.com:8443/a/b:1.0", true),
            ("harbor.example.com:8443", "harbor.example.com/a/b:1.0", false),
            ("docker.io", "nginx:1.27", true),
        ];
        for (mirror, image, wanted) in table {
            let mirror = Mirror::Configured(configured(mirror));
            assert_eq!(mirror.has(&image.parse().unwrap()), Ok(wanted), "{image}");
        }
    }

    #[test]
    fn names_of_services_are_inside() {
        for host in ["harbor.registry", "harbor.registry.svc", "harbor-core.registry.svc.cluster.local"] {
            assert!(is_inside(host, "registry"), "{host}");
        }
        for host in ["registry", "docker.io", "harbor.other.svc", "harbor.registry.example.com"] {
            assert!(!is_inside(host, "registry"), "{host}");
        }
    }
}
