//! Ingresses and their classes.

use serde::{Deserialize, Serialize};

/// An Ingress. What its annotations say stands in the metadata.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Ingress {
    /// `ingressClassName`; empty = not given (an annotation may name the class).
    pub class: String,
    /// Where requests go that no rule takes.
    pub default_backend: Option<IngressBackend>,
    /// Rules.
    pub rules: Vec<IngressRule>,
    /// TLS entries.
    pub tls: Vec<IngressTls>,
    /// A snippet of the proxy's own configuration speaks of authentication. The snippet itself is not kept.
    pub snippet_authenticates: bool,
}

/// A rule of an Ingress.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IngressRule {
    /// Host; empty = every host.
    pub host: String,
    /// Paths; none = everything goes to the default backend.
    pub paths: Vec<IngressPath>,
}

/// A path of a rule.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IngressPath {
    /// Path; empty = all.
    pub path: String,
    /// `pathType`.
    pub path_type: String,
    /// Where requests go.
    pub backend: IngressBackend,
}

/// A backend of an Ingress.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IngressBackend {
    /// Service in the namespace of the Ingress; empty if it is another resource.
    pub service: String,
    /// Port number or name.
    pub port: String,
}

/// A TLS entry of an Ingress.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IngressTls {
    /// Hosts; none = all.
    pub hosts: Vec<String>,
    /// Name of the Secret with the certificate; may be empty.
    pub secret: String,
}

/// An IngressClass.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IngressClass {
    /// `spec.controller`.
    pub controller: String,
}
