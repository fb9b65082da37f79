//! The Gateway API, and the security policies of Envoy Gateway.

use serde::{Deserialize, Serialize};

use crate::model::observed::object::Conditions;
use crate::model::selector::LabelSelector;

/// A GatewayClass.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GatewayClass {
    /// `controllerName`.
    pub controller: String,
}

/// A Gateway.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Gateway {
    /// Its class.
    pub class: String,
    /// Listeners.
    pub listeners: Vec<Listener>,
}

/// A listener of a Gateway.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Listener {
    /// Name.
    pub name: String,
    /// Host name; empty = every host.
    pub hostname: String,
    /// It speaks TLS.
    pub tls: bool,
}

/// An HTTPRoute.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HttpRoute {
    /// What it is attached to.
    pub parents: Vec<ParentRef>,
    /// Host names; none = those of the listeners.
    pub hostnames: Vec<String>,
    /// Rules.
    pub rules: Vec<HttpRule>,
}

/// What a route is attached to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ParentRef {
    /// `Gateway` (also if not given), `Service` for a mesh, or another kind.
    pub kind: String,
    /// Namespace; empty = the route's.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Listener; empty = all that admit it.
    pub section: String,
}

/// A rule of an HTTPRoute.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HttpRule {
    /// Name, by which a policy can aim at the rule.
    pub name: String,
    /// Paths that it takes; none = all.
    pub matches: Vec<PathMatch>,
    /// Where requests go.
    pub backends: Vec<BackendRef>,
    /// The backend of its filter `ExternalAuth`.
    pub external_auth: Option<BackendRef>,
    /// Names of Traefik middlewares among its filters `ExtensionRef`.
    pub middlewares: Vec<String>,
    /// Kinds of other objects among its filters `ExtensionRef`.
    pub extensions: Vec<String>,
}

/// A path match.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PathMatch {
    /// `PathPrefix`, `Exact` or `RegularExpression`.
    pub kind: String,
    /// Path.
    pub path: String,
}

/// A reference to a backend.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BackendRef {
    /// Kind; `Service` if not given.
    pub kind: String,
    /// Namespace; empty = that of the object that refers.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Port; empty = none given.
    pub port: String,
}

/// A SecurityPolicy of Envoy Gateway.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SecurityPolicy {
    /// What it aims at by name.
    pub targets: Vec<PolicyTarget>,
    /// What it aims at by labels.
    pub selectors: Vec<TargetSelector>,
    /// `mergeType`; empty = the more specific policy replaces the other.
    pub merge: String,
    /// External authorization.
    pub ext_auth: Option<ExtAuth>,
    /// Tokens.
    pub jwt: Option<Jwt>,
    /// A login with an OpenID provider.
    pub oidc: bool,
    /// Basic authentication.
    pub basic: bool,
    /// Keys.
    pub api_key: bool,
    /// Its authorization lets nobody in but holders of a token.
    pub demands_token: bool,
    /// Conditions, one list for each parent that took a look; none = no status.
    pub ancestors: Vec<Conditions>,
}

/// A target of a policy, in the policy's namespace.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyTarget {
    /// Kind.
    pub kind: String,
    /// Name.
    pub name: String,
    /// Listener or rule; empty = the whole object.
    pub section: String,
}

/// Targets by their labels.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TargetSelector {
    /// Kind.
    pub kind: String,
    /// Labels.
    pub selector: LabelSelector,
    /// Namespaces: `Same` (also if empty), `All` or `Selector`.
    pub namespaces: String,
}

/// External authorization of a SecurityPolicy.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExtAuth {
    /// Requests pass if the service does not answer.
    pub fail_open: bool,
    /// The services that decide.
    pub backends: Vec<BackendRef>,
}

/// Tokens that a SecurityPolicy asks for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Jwt {
    /// A request without a token passes.
    pub optional: bool,
    /// A request with a bad token passes.
    pub fail_open: bool,
}
