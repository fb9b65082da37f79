//! Services, endpoints, network policies, certificates.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::meta::{Condition, text, text_map, time};
use crate::model::Time;
use crate::model::selector::LabelSelector;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Service {
    pub(in crate::extract) spec: ServiceSpec,
    pub(in crate::extract) status: ServiceStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ServiceStatus {
    pub(in crate::extract) load_balancer: LoadBalancer,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct LoadBalancer {
    pub(in crate::extract) ingress: Vec<Address>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Address {
    pub(in crate::extract) ip: String,
    pub(in crate::extract) hostname: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ServiceSpec {
    #[serde(rename = "type")]
    pub(in crate::extract) kind: String,
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) selector: BTreeMap<String, String>,
    pub(in crate::extract) ports: Vec<ServicePort>,
    #[serde(rename = "clusterIP")]
    pub(in crate::extract) cluster_ip: String,
    #[serde(rename = "externalIPs")]
    pub(in crate::extract) external_ips: Vec<String>,
    pub(in crate::extract) external_name: String,
    pub(in crate::extract) publish_not_ready_addresses: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ServicePort {
    pub(in crate::extract) name: String,
    pub(in crate::extract) port: i64,
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) target_port: String,
    pub(in crate::extract) protocol: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct EndpointSlice {
    pub(in crate::extract) ports: Vec<EndpointPort>,
    pub(in crate::extract) endpoints: Vec<Endpoint>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct EndpointPort {
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Endpoint {
    pub(in crate::extract) addresses: Vec<String>,
    pub(in crate::extract) conditions: EndpointConditions,
    pub(in crate::extract) target_ref: TargetRef,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct EndpointConditions {
    pub(in crate::extract) ready: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct TargetRef {
    pub(in crate::extract) kind: String,
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct NetworkPolicy {
    pub(in crate::extract) spec: NetworkPolicySpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct NetworkPolicySpec {
    pub(in crate::extract) pod_selector: LabelSelector,
    pub(in crate::extract) policy_types: Vec<String>,
    pub(in crate::extract) ingress: Vec<Rule>,
    pub(in crate::extract) egress: Option<Vec<Rule>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Rule {
    pub(in crate::extract) from: Vec<Peer>,
    pub(in crate::extract) to: Vec<Peer>,
    pub(in crate::extract) ports: Vec<serde::de::IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Peer {
    pub(in crate::extract) pod_selector: Option<LabelSelector>,
    pub(in crate::extract) namespace_selector: Option<LabelSelector>,
    pub(in crate::extract) ip_block: Option<IpBlock>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct IpBlock {
    pub(in crate::extract) cidr: String,
    pub(in crate::extract) except: Vec<serde::de::IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Certificate {
    pub(in crate::extract) spec: CertificateSpec,
    pub(in crate::extract) status: CertificateStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct CertificateSpec {
    pub(in crate::extract) secret_name: String,
    pub(in crate::extract) dns_names: Vec<String>,
    pub(in crate::extract) common_name: String,
    pub(in crate::extract) issuer_ref: IssuerRef,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct IssuerRef {
    pub(in crate::extract) kind: String,
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct CertificateStatus {
    pub(in crate::extract) conditions: Vec<Condition>,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) not_before: Option<Time>,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) not_after: Option<Time>,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) renewal_time: Option<Time>,
    pub(in crate::extract) failed_issuance_attempts: i64,
}
