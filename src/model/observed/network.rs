//! Services, endpoints, network policies and certificates.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::object::Conditions;
use crate::model::selector::LabelSelector;
use crate::model::time::Time;

/// A Service.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Service {
    /// `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`.
    pub kind: String,
    /// Labels that pods must have; empty = somebody else writes the endpoints.
    pub selector: BTreeMap<String, String>,
    /// Ports.
    pub ports: Vec<ServicePort>,
    /// `clusterIP: None`.
    pub headless: bool,
    /// `externalName`.
    pub external_name: String,
    /// `publishNotReadyAddresses`.
    pub publish_not_ready: bool,
    /// Addresses at which it answers: in the cluster, external ones, those of its load balancer.
    pub addresses: Vec<String>,
}

/// A port of a Service.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ServicePort {
    /// Name, may be empty.
    pub name: String,
    /// Number.
    pub number: i64,
    /// `targetPort`, a number or a container port's name; empty = the same number.
    pub target: String,
    /// Protocol.
    pub protocol: String,
}

/// An EndpointSlice.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndpointSlice {
    /// The Service, from the label `kubernetes.io/service-name`.
    pub service: String,
    /// Names of the ports that it has.
    pub ports: Vec<String>,
    /// Addresses that are ready (a missing `ready` counts as ready, as the API says).
    pub ready: u64,
    /// Addresses that are not.
    pub not_ready: u64,
    /// Names of the pods behind the ready addresses.
    pub pods: Vec<String>,
}

/// A NetworkPolicy.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NetworkPolicy {
    /// Whom it isolates; empty = every pod of the namespace.
    pub selector: LabelSelector,
    /// Isolates what comes in.
    pub ingress: bool,
    /// Isolates what goes out.
    pub egress: bool,
    /// One of its ingress rules lets everything in: no peer, all namespaces or all addresses, on any port.
    pub allows_all_ingress: bool,
    /// One of its egress rules lets everything out, likewise.
    pub allows_all_egress: bool,
}

/// A cert-manager Certificate.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Certificate {
    /// The Secret that it fills.
    pub secret: String,
    /// Host names.
    pub hosts: Vec<String>,
    /// `Issuer/name` or `ClusterIssuer/name`.
    pub issuer: String,
    /// Status; `None` = the object carries none (no conditions).
    pub status: Option<CertificateStatus>,
}

/// Status of a certificate.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CertificateStatus {
    /// Conditions.
    pub conditions: Conditions,
    /// Begin of validity.
    pub not_before: Option<Time>,
    /// End of validity.
    pub not_after: Option<Time>,
    /// When cert-manager will renew.
    pub renewal: Option<Time>,
    /// Failed attempts since the last success.
    pub failed_attempts: i64,
}
