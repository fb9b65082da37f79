//! The Gateway API, and Envoy Gateway's SecurityPolicy.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::meta::{Condition, text};
use crate::model::selector::LabelSelector;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct GatewayClass {
    pub(in crate::extract) spec: GatewayClassSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct GatewayClassSpec {
    pub(in crate::extract) controller_name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Gateway {
    pub(in crate::extract) spec: GatewaySpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct GatewaySpec {
    pub(in crate::extract) gateway_class_name: String,
    pub(in crate::extract) listeners: Vec<Listener>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Listener {
    pub(in crate::extract) name: String,
    pub(in crate::extract) hostname: String,
    pub(in crate::extract) protocol: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct HttpRoute {
    pub(in crate::extract) spec: HttpRouteSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct HttpRouteSpec {
    pub(in crate::extract) parent_refs: Vec<ParentRef>,
    pub(in crate::extract) hostnames: Vec<String>,
    pub(in crate::extract) rules: Vec<HttpRule>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ParentRef {
    pub(in crate::extract) kind: String,
    pub(in crate::extract) namespace: String,
    pub(in crate::extract) name: String,
    pub(in crate::extract) section_name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct HttpRule {
    pub(in crate::extract) name: String,
    pub(in crate::extract) matches: Vec<Match>,
    pub(in crate::extract) backend_refs: Vec<BackendRef>,
    pub(in crate::extract) filters: Vec<Filter>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Match {
    pub(in crate::extract) path: PathMatch,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct PathMatch {
    #[serde(rename = "type")]
    pub(in crate::extract) kind: String,
    pub(in crate::extract) value: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct BackendRef {
    pub(in crate::extract) kind: String,
    pub(in crate::extract) namespace: String,
    pub(in crate::extract) name: String,
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) port: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Filter {
    pub(in crate::extract) extension_ref: Option<Extension>,
    pub(in crate::extract) external_auth: Option<ExternalAuth>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Extension {
    pub(in crate::extract) group: String,
    pub(in crate::extract) kind: String,
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ExternalAuth {
    pub(in crate::extract) backend_ref: BackendRef,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct SecurityPolicy {
    pub(in crate::extract) spec: SecurityPolicySpec,
    pub(in crate::extract) status: SecurityPolicyStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct SecurityPolicySpec {
    /// The older form of `targetRefs`.
    pub(in crate::extract) target_ref: Option<Target>,
    pub(in crate::extract) target_refs: Vec<Target>,
    pub(in crate::extract) target_selectors: Vec<TargetSelector>,
    pub(in crate::extract) merge_type: String,
    pub(in crate::extract) ext_auth: Option<ExtAuth>,
    pub(in crate::extract) jwt: Option<Jwt>,
    pub(in crate::extract) oidc: Option<IgnoredAny>,
    pub(in crate::extract) basic_auth: Option<IgnoredAny>,
    pub(in crate::extract) api_key_auth: Option<IgnoredAny>,
    pub(in crate::extract) authorization: Option<Authorization>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Target {
    pub(in crate::extract) kind: String,
    pub(in crate::extract) name: String,
    pub(in crate::extract) section_name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct TargetSelector {
    pub(in crate::extract) kind: String,
    #[serde(flatten)]
    pub(in crate::extract) selector: LabelSelector,
    pub(in crate::extract) namespaces: TargetNamespaces,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct TargetNamespaces {
    pub(in crate::extract) from: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ExtAuth {
    pub(in crate::extract) fail_open: bool,
    pub(in crate::extract) http: Option<ExtAuthService>,
    pub(in crate::extract) grpc: Option<ExtAuthService>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ExtAuthService {
    pub(in crate::extract) backend_ref: Option<BackendRef>,
    pub(in crate::extract) backend_refs: Vec<BackendRef>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Jwt {
    pub(in crate::extract) optional: bool,
    pub(in crate::extract) fail_open: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Authorization {
    pub(in crate::extract) default_action: String,
    pub(in crate::extract) rules: Vec<AuthorizationRule>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct AuthorizationRule {
    pub(in crate::extract) action: String,
    pub(in crate::extract) principal: Principal,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Principal {
    pub(in crate::extract) jwt: Option<IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct SecurityPolicyStatus {
    pub(in crate::extract) ancestors: Vec<Ancestor>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Ancestor {
    pub(in crate::extract) conditions: Vec<Condition>,
}
