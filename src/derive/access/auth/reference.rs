//! What an authentication needs to be there: a Service, a Middleware. Secrets are not followed, since they are read only
//! where somebody allows it.

use super::super::super::World;
use super::super::service::{self, host_and_path, in_cluster};
use super::super::way::{Via, Way, covers};
use crate::model::known::Ignorance;
use crate::model::observed::access::BackendRef;

/// Something that must exist.
#[derive(Debug, Clone)]
pub(in crate::derive::access) struct Reference {
    pub(in crate::derive::access) target: Target,
    pub(in crate::derive::access) exists: Result<bool, Ignorance>,
}

/// What is referred to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::derive::access) enum Target {
    /// A Service: namespace and name.
    Service(String, String),
    /// A Middleware, as written.
    Middleware(String),
}

impl Target {
    /// As it stands in a fact.
    pub(in crate::derive::access) fn text(&self) -> String {
        match self {
            Self::Service(namespace, name) => format!("Service/{namespace}/{name}"),
            Self::Middleware(text) => format!("Middleware.traefik.io/{text}"),
        }
    }
}

impl Reference {
    pub(super) fn service(world: &World<'_>, namespace: &str, name: &str) -> Self {
        let exists = service::find(world, namespace, name).map(|it| it.is_some());
        Self { target: Target::Service(namespace.to_owned(), name.to_owned()), exists }
    }

    /// A backend of a policy or filter; other kinds than Services cannot be followed.
    pub(super) fn backend(world: &World<'_>, namespace: &str, it: &BackendRef) -> Option<Self> {
        let namespace = if it.namespace.is_empty() { namespace } else { &it.namespace };
        (it.kind == "Service").then(|| Self::service(world, namespace, &it.name))
    }

    pub(super) fn middleware(text: String, exists: bool) -> Self {
        Self { target: Target::Middleware(text), exists: Ok(exists) }
    }

    /// The Service behind a URL: named within the cluster, or behind a host that this cluster itself serves. A URL of
    /// somewhere else needs nothing here. `home` is the namespace in which a short name is looked up.
    pub(super) fn url(world: &World<'_>, url: &str, own_host: &str, home: &str) -> Option<Self> {
        let (host, path) = host_and_path(url);
        if let Some((namespace, name)) = in_cluster(host) {
            return Some(Self::service(world, &namespace, &name));
        }
        if !host.contains(['.', '$']) && !host.is_empty() {
            return Some(Self::service(world, home, host));
        }
        if let Some((name, namespace)) = host.split_once('.').filter(|(_, rest)| !rest.contains('.')) {
            let is_it = |meta: &crate::model::observed::Meta| meta.namespace == namespace && meta.name == name;
            if world.observed.services.seen().iter().any(|it| is_it(&it.meta)) {
                return Some(Self::service(world, namespace, name));
            }
        }
        let host = if host == "$host" || host == "$http_host" { own_host } else { host };
        let serves = |way: &&Way<'_>| {
            way.host.as_ref().is_ok_and(|it| covers(it, host) && it != "*") && path.starts_with(way.path.as_str())
        };
        let longest = world.ways.seen().iter().filter(serves).max_by_key(|way| (way.path.len(), is_ingress(way)));
        let backend = longest?.backends.iter().find(|it| it.is_service)?;
        Some(Self::service(world, &backend.namespace, &backend.name))
    }
}

/// Ties are broken by kind, so that the answer does not hang on the order of lists.
fn is_ingress(way: &Way<'_>) -> bool {
    matches!(way.via, Via::Ingress(_))
}
