//! Istio's gateways, virtual services and policies.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::gateway::Target;
use super::meta::{text, text_map};
use crate::model::selector::LabelSelector;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Gateway {
    pub(in crate::extract) spec: GatewaySpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct GatewaySpec {
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) selector: BTreeMap<String, String>,
    pub(in crate::extract) servers: Vec<Server>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Server {
    pub(in crate::extract) hosts: Vec<String>,
    pub(in crate::extract) tls: Tls,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Tls {
    pub(in crate::extract) mode: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct VirtualService {
    pub(in crate::extract) spec: VirtualServiceSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct VirtualServiceSpec {
    pub(in crate::extract) hosts: Vec<String>,
    pub(in crate::extract) gateways: Vec<String>,
    pub(in crate::extract) http: Vec<Http>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Http {
    #[serde(rename = "match")]
    pub(in crate::extract) matches: Vec<Match>,
    pub(in crate::extract) route: Vec<Route>,
    pub(in crate::extract) redirect: Option<IgnoredAny>,
    pub(in crate::extract) direct_response: Option<IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Match {
    pub(in crate::extract) uri: BTreeMap<String, String>,
    pub(in crate::extract) gateways: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Route {
    pub(in crate::extract) destination: Destination,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Destination {
    pub(in crate::extract) host: String,
    pub(in crate::extract) port: Port,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Port {
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) number: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct AuthorizationPolicy {
    pub(in crate::extract) spec: AuthorizationPolicySpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct AuthorizationPolicySpec {
    pub(in crate::extract) selector: Option<LabelSelector>,
    /// The older form of `targetRefs`.
    pub(in crate::extract) target_ref: Option<Target>,
    pub(in crate::extract) target_refs: Vec<Target>,
    pub(in crate::extract) action: String,
    pub(in crate::extract) provider: Provider,
    pub(in crate::extract) rules: Vec<Rule>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Provider {
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Rule {
    pub(in crate::extract) from: Vec<From>,
    pub(in crate::extract) to: Vec<To>,
    pub(in crate::extract) when: Vec<Condition>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct From {
    /// Every field of a source is a list of texts.
    pub(in crate::extract) source: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct To {
    pub(in crate::extract) operation: Operation,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Operation {
    pub(in crate::extract) hosts: Vec<String>,
    pub(in crate::extract) not_hosts: Vec<String>,
    pub(in crate::extract) paths: Vec<String>,
    pub(in crate::extract) not_paths: Vec<String>,
    pub(in crate::extract) methods: Vec<String>,
    pub(in crate::extract) ports: Vec<IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Condition {
    pub(in crate::extract) key: String,
    pub(in crate::extract) values: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct RequestAuthentication {
    pub(in crate::extract) spec: RequestAuthenticationSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct RequestAuthenticationSpec {
    pub(in crate::extract) selector: Option<LabelSelector>,
    pub(in crate::extract) target_ref: Option<Target>,
    pub(in crate::extract) target_refs: Vec<Target>,
}
