//! Traefik's own resources.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::meta::text;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct IngressRoute {
    pub(in crate::extract) spec: IngressRouteSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct IngressRouteSpec {
    pub(in crate::extract) ingress_class_name: String,
    pub(in crate::extract) entry_points: Vec<String>,
    pub(in crate::extract) routes: Vec<Route>,
    pub(in crate::extract) tls: Option<IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Route {
    #[serde(rename = "match")]
    pub(in crate::extract) rule: String,
    pub(in crate::extract) services: Vec<Service>,
    pub(in crate::extract) middlewares: Vec<Reference>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Service {
    pub(in crate::extract) kind: String,
    pub(in crate::extract) namespace: String,
    pub(in crate::extract) name: String,
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) port: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Reference {
    pub(in crate::extract) namespace: String,
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Middleware {
    pub(in crate::extract) spec: MiddlewareSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct MiddlewareSpec {
    pub(in crate::extract) forward_auth: Option<ForwardAuth>,
    pub(in crate::extract) basic_auth: Option<IgnoredAny>,
    pub(in crate::extract) digest_auth: Option<IgnoredAny>,
    pub(in crate::extract) plugin: BTreeMap<String, IgnoredAny>,
    pub(in crate::extract) chain: Chain,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct ForwardAuth {
    pub(in crate::extract) address: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Chain {
    pub(in crate::extract) middlewares: Vec<Reference>,
}
