//! The ways in: one a host, path and rule of an Ingress, HTTPRoute, IngressRoute or VirtualService.

use crate::model::known::Ignorance;
use crate::model::listing::{Gap, Listing};
use crate::model::observed::access::{HttpRoute, HttpRule, Ingress, IngressRoute, RouterRule};
use crate::model::observed::{Meta, Object, Observed};

use super::{http_route, ingress, ingress_route, virtual_service};

/// One way in.
pub(crate) struct Way<'a> {
    pub(crate) meta: &'a Meta,
    /// Host; `*` = every host. Not known if the Gateway that would tell was not read.
    pub(crate) host: Result<String, Ignorance>,
    /// Path, or a regular expression for it; `/` = all.
    pub(crate) path: String,
    /// How the path is compared.
    pub(crate) matching: Matching,
    /// Where requests go.
    pub(crate) backends: Vec<Backend>,
    /// Requests are answered on the spot, with a redirect or a fixed answer: nobody reaches a program by it.
    pub(crate) answers: bool,
    /// The object that says so, and the part of it.
    pub(crate) via: Via<'a>,
}

/// The object behind a way, and the part of it.
pub(crate) enum Via<'a> {
    Ingress(&'a Object<Ingress>),
    HttpRoute(&'a Object<HttpRoute>, &'a HttpRule),
    IngressRoute(&'a Object<IngressRoute>, &'a RouterRule),
    /// The gateways (namespace, name) that it is bound to.
    VirtualService(Vec<(String, String)>),
}

/// How a path is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matching {
    Prefix,
    Exact,
    Regex,
    Implementation,
}

/// Where requests go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Backend {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) port: String,
    /// It is a Service of Kubernetes'; other kinds cannot be followed.
    pub(crate) is_service: bool,
}

/// All ways in.
pub(crate) fn ways(observed: &Observed) -> Listing<Way<'_>> {
    let mut ways = Vec::new();
    ways.extend(observed.ingresses.seen().iter().flat_map(ingress::ways));
    ways.extend(observed.http_routes.seen().iter().flat_map(|it| http_route::ways(observed, it)));
    ways.extend(observed.ingress_routes.seen().iter().flat_map(ingress_route::ways));
    ways.extend(observed.virtual_services.seen().iter().flat_map(virtual_service::ways));
    let mut list = Listing::with_gaps(ways, Vec::new());
    let gaps = [
        observed.ingresses.gaps(),
        observed.http_routes.gaps(),
        observed.ingress_routes.gaps(),
        observed.virtual_services.gaps(),
    ];
    gaps.into_iter().flatten().for_each(|gap: &Gap| list.add_gap(gap.clone()));
    list
}

impl Way<'_> {
    /// Kind of the object.
    pub(crate) fn kind(&self) -> &'static str {
        match self.via {
            Via::Ingress(_) => "Ingress",
            Via::HttpRoute(..) => "HTTPRoute",
            Via::IngressRoute(..) => "IngressRoute",
            Via::VirtualService(..) => "VirtualService",
        }
    }

    /// The outside reaches a program by it.
    pub(crate) fn is_open(&self) -> bool {
        let internal = self.host.as_ref().is_ok_and(|host| is_internal(host));
        !self.answers && !internal && !is_within_tailnet(self)
    }

    /// A challenge that cert-manager has put up for an hour.
    pub(crate) fn is_challenge(&self) -> bool {
        self.meta.label("acme.cert-manager.io/http01-solver") == Some("true")
            || self.backends.iter().any(|it| it.name.starts_with("cm-acme-http-solver-"))
    }
}

/// Names that mean something within the cluster only.
fn is_internal(host: &str) -> bool {
    host.ends_with(".svc") || host.ends_with(".cluster.local") || host == "localhost"
}

/// Tailscale's controller publishes to the tailnet, whose members have logged in; only a funnel goes further.
fn is_within_tailnet(way: &Way<'_>) -> bool {
    match way.via {
        Via::Ingress(it) => it.body.class == "tailscale" && way.meta.annotation("tailscale.com/funnel") != Some("true"),
        Via::HttpRoute(..) | Via::IngressRoute(..) | Via::VirtualService(..) => false,
    }
}

impl Matching {
    /// The word for facts.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Prefix => "prefix",
            Self::Exact => "exact",
            Self::Regex => "regex",
            Self::Implementation => "implementation",
        }
    }
}

/// A path as it stands in a fact: an empty one is all.
pub(super) fn path_or_all(path: &str) -> String {
    if path.is_empty() { "/".to_owned() } else { path.to_owned() }
}

/// A host as it stands in a fact: an empty one is every host. Hosts compare without case.
pub(super) fn host_or_all(host: &str) -> String {
    if host.is_empty() { "*".to_owned() } else { host.to_lowercase() }
}

/// A host pattern (exact, `*` or `*.domain`) covers a host.
pub(super) fn covers(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(domain) => host == pattern || host.strip_suffix(domain).is_some_and(|it| it.ends_with('.')),
        None => pattern == "*" || pattern.is_empty() || pattern.eq_ignore_ascii_case(host),
    }
}
