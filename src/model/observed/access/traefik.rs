//! Traefik's own resources.

use serde::{Deserialize, Serialize};

/// An IngressRoute.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IngressRoute {
    /// `ingressClassName`; empty = not given.
    pub class: String,
    /// Entry points; none = all default ones.
    pub entry_points: Vec<String>,
    /// Routes.
    pub routes: Vec<RouterRule>,
    /// `tls` is there.
    pub tls: bool,
}

/// A route of an IngressRoute.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RouterRule {
    /// The rule, as in ``Host(`a.example.com`) && PathPrefix(`/x`)``.
    pub rule: String,
    /// Where requests go.
    pub services: Vec<RouterService>,
    /// Middlewares, in their order.
    pub middlewares: Vec<MiddlewareRef>,
}

/// A service of a route.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RouterService {
    /// `Service` (also if empty) or `TraefikService`.
    pub kind: String,
    /// Namespace; empty = the route's.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Port number or name.
    pub port: String,
}

/// A reference to a Middleware.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MiddlewareRef {
    /// Namespace; empty = that of the object that refers.
    pub namespace: String,
    /// Name, or `NAME@PROVIDER`.
    pub name: String,
}

/// A Middleware, as far as it asks who somebody is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Middleware {
    /// Address of a forwarded authentication.
    pub forward_auth: Option<String>,
    /// Basic or digest authentication.
    pub basic_auth: bool,
    /// Names of plugins.
    pub plugins: Vec<String>,
    /// Members, if it is a chain.
    pub chain: Vec<MiddlewareRef>,
}
