//! Istio's gateways, virtual services and policies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PolicyTarget;
use crate::model::selector::LabelSelector;

/// A Gateway of Istio's.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IstioGateway {
    /// Labels of the pods that serve it.
    pub selector: BTreeMap<String, String>,
    /// Servers.
    pub servers: Vec<IstioServer>,
}

/// A server of a Gateway.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IstioServer {
    /// Hosts, each perhaps with a namespace before it (`ns/host`).
    pub hosts: Vec<String>,
    /// Mode of TLS; empty = none.
    pub tls_mode: String,
}

/// A VirtualService.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VirtualService {
    /// Hosts.
    pub hosts: Vec<String>,
    /// Gateways as `NAME`, `NAMESPACE/NAME` or `mesh`; none = `mesh`.
    pub gateways: Vec<String>,
    /// HTTP routes.
    pub http: Vec<VirtualHttp>,
}

/// An HTTP route of a VirtualService.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VirtualHttp {
    /// Matches; none = everything.
    pub matches: Vec<HttpMatch>,
    /// Where requests go.
    pub destinations: Vec<Destination>,
    /// It answers itself: a redirect or a fixed answer.
    pub answers: bool,
}

/// A match of an HTTP route.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HttpMatch {
    /// `exact`, `prefix` or `regex`; empty = every path.
    pub kind: String,
    /// Path.
    pub path: String,
    /// Gateways for which it holds; none = all of the VirtualService.
    pub gateways: Vec<String>,
}

/// A destination.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Destination {
    /// Host: a short name in the namespace of the VirtualService, or a full one.
    pub host: String,
    /// Port; empty = the only one of the Service.
    pub port: String,
}

/// An AuthorizationPolicy.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthorizationPolicy {
    /// Pods that it holds for; `None` = all of the namespace.
    pub selector: Option<LabelSelector>,
    /// Gateways or Services that it holds for.
    pub targets: Vec<PolicyTarget>,
    /// `ALLOW` (also if empty), `DENY`, `AUDIT` or `CUSTOM`.
    pub action: String,
    /// The provider that decides, of a `CUSTOM` policy.
    pub provider: String,
    /// Rules; none = it matches nothing.
    pub rules: Vec<AuthorizationRule>,
}

/// A rule of an AuthorizationPolicy.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthorizationRule {
    /// It matches only requests with a token: each source, or a condition, names request principals.
    pub with_token: bool,
    /// It matches every request without a token (`notRequestPrincipals: ["*"]`), whatever else it matches.
    pub without_token: bool,
    /// It names sources or conditions of any sort.
    pub narrowed: bool,
    /// Operations; none = all.
    pub operations: Vec<Operation>,
}

/// An operation of a rule.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Operation {
    /// Hosts; none = all.
    pub hosts: Vec<String>,
    /// Hosts left out.
    pub not_hosts: Vec<String>,
    /// Paths; none = all.
    pub paths: Vec<String>,
    /// Paths left out.
    pub not_paths: Vec<String>,
    /// It names methods or ports.
    pub narrowed: bool,
}

/// A RequestAuthentication.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestAuthentication {
    /// Pods that it holds for; `None` = all of the namespace.
    pub selector: Option<LabelSelector>,
    /// Gateways or Services that it holds for.
    pub targets: Vec<PolicyTarget>,
}
