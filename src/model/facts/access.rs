//! Routes, hosts, ingress controllers, and the services that ask who somebody is.

use schemars::JsonSchema;
use serde::Serialize;

use super::workload::MAKERS;
use crate::model::known::Known;
use crate::model::verdict::Origin;

/// What routes are read from.
const ROUTES: [&str; 5] = [
    "ingresses.networking.k8s.io",
    "httproutes.gateway.networking.k8s.io",
    "ingressroutes.traefik.io",
    "virtualservices.networking.istio.io",
    "gateways.gateway.networking.k8s.io",
];

/// What a declaration of authentication is read from.
const AUTH: [&str; 21] = [
    "ingresses.networking.k8s.io",
    "ingressclasses.networking.k8s.io",
    "gatewayclasses.gateway.networking.k8s.io",
    "gateways.gateway.networking.k8s.io",
    "securitypolicies.gateway.envoyproxy.io",
    "middlewares.traefik.io",
    "gateways.networking.istio.io",
    "authorizationpolicies.security.istio.io",
    "requestauthentications.security.istio.io",
    "configmaps",
    "services",
    "namespaces",
    "deployments.apps",
    "statefulsets.apps",
    "daemonsets.apps",
    "replicasets.apps",
    "replicationcontrollers",
    "jobs.batch",
    "cronjobs.batch",
    "rollouts.argoproj.io",
    "pods",
];

/// What the references of an authentication are read from.
pub(super) const REFERENCES: [&str; 24] = [
    "ingresses.networking.k8s.io",
    "httproutes.gateway.networking.k8s.io",
    "ingressroutes.traefik.io",
    "virtualservices.networking.istio.io",
    "ingressclasses.networking.k8s.io",
    "gatewayclasses.gateway.networking.k8s.io",
    "gateways.gateway.networking.k8s.io",
    "securitypolicies.gateway.envoyproxy.io",
    "middlewares.traefik.io",
    "gateways.networking.istio.io",
    "authorizationpolicies.security.istio.io",
    "requestauthentications.security.istio.io",
    "configmaps",
    "services",
    "namespaces",
    "deployments.apps",
    "statefulsets.apps",
    "daemonsets.apps",
    "replicasets.apps",
    "replicationcontrollers",
    "jobs.batch",
    "cronjobs.batch",
    "rollouts.argoproj.io",
    "pods",
];

/// What leads from a class to its controller.
const CLASSES: [&str; 13] = [
    "ingressclasses.networking.k8s.io",
    "gatewayclasses.gateway.networking.k8s.io",
    "gateways.gateway.networking.k8s.io",
    "gateways.networking.istio.io",
    "deployments.apps",
    "statefulsets.apps",
    "daemonsets.apps",
    "replicasets.apps",
    "replicationcontrollers",
    "jobs.batch",
    "cronjobs.batch",
    "rollouts.argoproj.io",
    "pods",
];

/// A way in from outside: one a host, path and rule of an Ingress, HTTPRoute, IngressRoute or VirtualService.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Route {
    /// `route/HOST/PATH`; HOST is `*` for every host.
    pub subject: String,
    /// Where the object was read.
    pub origin: Origin,
    /// Kind of the object.
    pub kind: String,
    /// Namespace of the object.
    pub namespace: String,
    /// Name of the object.
    pub name: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// Host; `*` for every host.
    pub host: String,
    /// Path, or a regular expression for it; `/` for all.
    pub path: String,
    /// How the path is compared: `prefix`, `exact`, `regex`, or `implementation` (the controller decides).
    #[serde(rename = "match")]
    pub matching: String,
    /// The controller that serves it (`spec.controller` of the class); empty if nothing tells.
    #[schemars(extend("x-reads" = CLASSES))]
    pub controller: Known<String>,
    /// Namespace of the (first) backend; empty if there is none.
    pub backend_namespace: String,
    /// Service of the (first) backend; empty if there is none (a redirect, a page of the controller's own, another kind).
    pub backend_service: String,
    /// Port of the (first) backend, by number or name.
    pub backend_port: String,
    /// Every Service among the backends exists.
    #[schemars(extend("x-reads" = ["services"]))]
    pub backend_exists: Known<bool>,
    /// Every Service among the backends has the port.
    #[schemars(extend("x-reads" = ["services"]))]
    pub backend_port_exists: Known<bool>,
    /// The host is served with TLS.
    #[schemars(extend("x-reads" = ["gateways.gateway.networking.k8s.io", "gateways.networking.istio.io"]))]
    pub tls: Known<bool>,
    /// The outside reaches a program by it: it neither only redirects nor has a name of the cluster's own.
    pub exposed: bool,
    /// carbon.yaml says that it is public on purpose.
    pub public_on_purpose: bool,
    /// A challenge that cert-manager has put up for an hour.
    pub acme: bool,
    /// What it declares: `none`, `forward-auth`, `basic`, `client-certificate`, `oidc`, `jwt`, `ext-auth`, `api-key`;
    /// `auth-proxy` if its backend is one; `sign-in` for pages at which people sign in and that have to be open;
    /// `disabled: ...` if something cancels what would hold. A declaration is no login: nothing was probed.
    #[schemars(extend("x-reads" = AUTH))]
    pub auth: Known<String>,
    /// The object that says so; empty if none does.
    #[schemars(extend("x-reads" = AUTH))]
    pub auth_by: Known<String>,
    /// Why the declaration does not keep strangers out; empty if it does.
    #[schemars(extend("x-reads" = AUTH))]
    pub auth_problem: Known<String>,
    /// What the authentication needs to be there: `Service/ns/name`, `Middleware.traefik.io/...`.
    #[schemars(extend("x-reads" = REFERENCES))]
    pub auth_references: Known<Vec<String>>,
    /// All of that exists.
    #[schemars(extend("x-reads" = REFERENCES))]
    pub auth_resolves: Known<bool>,
}

/// A host name with the routes that lead into it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Host {
    /// `host/NAME`.
    pub subject: String,
    /// Where the first of its routes was read.
    pub origin: Origin,
    /// Host; `*` for every host.
    pub host: String,
    /// Number of its routes that the outside reaches.
    #[schemars(extend("x-reads" = ROUTES))]
    pub routes: Known<i64>,
    /// Some route of it declares no authentication that holds, and is not public on purpose. The worst route decides.
    #[schemars(extend("x-reads" = REFERENCES))]
    pub unprotected: Known<bool>,
    /// carbon.yaml says of every route that it is public on purpose.
    #[schemars(extend("x-reads" = ROUTES))]
    pub public_on_purpose: Known<bool>,
}

/// An ingress controller: of a class, or running.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct IngressController {
    /// The workload that runs it, else the class.
    pub subject: String,
    /// Where that was read.
    pub origin: Origin,
    /// Namespace of the workload; empty for a class.
    pub namespace: String,
    /// Name of the workload or class.
    pub name: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// The controller name of its class; empty if no class names it.
    #[schemars(extend("x-reads" = ["ingressclasses.networking.k8s.io", "gatewayclasses.gateway.networking.k8s.io"]))]
    pub controller: Known<String>,
    /// What runs, told by the image: `ingress-nginx`, `rke2-ingress-nginx`, `f5-nginx`, `traefik`, `envoy-gateway`,
    /// `istio`, `kong`, `haproxy`, `haproxy-ingress`, `contour`, `cilium`, `nginx-gateway-fabric`,
    /// `aws-load-balancer-controller`, `tailscale`. The name of a class is no proof.
    #[schemars(extend("x-reads" = MAKERS))]
    pub implementation: Known<String>,
    /// Version, from the image's tag.
    #[schemars(extend("x-reads" = MAKERS))]
    pub version: Known<String>,
    /// It had not come to the end of its support when the facts were taken, as far as an end is known.
    #[schemars(extend("x-reads" = MAKERS))]
    pub supported: Known<bool>,
    /// A route is served by it.
    #[schemars(extend("x-reads" = REFERENCES))]
    pub in_use: Known<bool>,
}

/// A service that decides who may come in: routes refer to it, or it is an oauth2-proxy.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AuthService {
    /// `Service/namespace/name`, or the workload if no Service leads to it.
    pub subject: String,
    /// Where it was read; if it does not exist, where the first route that needs it was.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// It exists.
    #[schemars(extend("x-reads" = ["services"]))]
    pub exists: Known<bool>,
    /// Ready replicas of the workload behind it.
    #[schemars(extend("x-reads" = REFERENCES))]
    pub ready_replicas: Known<i64>,
    /// An oauth2-proxy stands behind it.
    #[schemars(extend("x-reads" = REFERENCES))]
    pub oauth2_proxy: Known<bool>,
    /// Flags of an oauth2-proxy that let too much through, each with its value. Undetermined if its configuration is
    /// not on the command line.
    #[schemars(extend("x-reads" = REFERENCES))]
    pub permissive: Known<Vec<String>>,
}
