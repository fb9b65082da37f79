//! Services, certificates, and the APIs that other servers answer.

use schemars::JsonSchema;
use serde::Serialize;

use super::workload::MAKERS;
use crate::model::known::Known;
use crate::model::time::{Seconds, Time};
use crate::model::verdict::Origin;

/// A Service.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Service {
    /// `Service/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`.
    pub kind: String,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// Ports.
    pub ports: Vec<ServicePort>,
    /// It has no address of its own (`clusterIP: None`).
    pub headless: bool,
    /// It is only a name for something elsewhere.
    pub external_name: bool,
    /// It selects no pods; somebody else writes its endpoints.
    pub without_selector: bool,
    /// Workloads whose pods it selects, by their template or by labels that the pods got later.
    #[schemars(extend("x-reads" = MAKERS))]
    pub selects: Known<i64>,
    /// One of them is meant to run now: it runs until stopped and wants a replica; for a Service that asks for
    /// standbys, two.
    #[schemars(extend("x-reads" = MAKERS))]
    pub pods_wanted: Known<bool>,
    /// Addresses that are ready, of all families together.
    #[schemars(extend("x-reads" = ["endpointslices.discovery.k8s.io"]))]
    pub ready_endpoints: Known<i64>,
}

/// A port of a Service.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ServicePort {
    /// Name; may be empty.
    pub name: String,
    /// Number.
    pub number: i64,
}

/// A Certificate of cert-manager.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Certificate {
    /// `Certificate.cert-manager.io/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// Hosts that it is for.
    pub hosts: Vec<String>,
    /// `Issuer/name` or `ClusterIssuer/name`.
    pub issuer: String,
    /// Condition `Ready`.
    pub ready: Known<bool>,
    /// End of validity.
    pub not_after: Known<Time>,
    /// Time until then; negative once it has passed.
    pub expires_in: Known<Seconds>,
    /// It is made for less than six weeks, so that its end is always near.
    pub short_lived: Known<bool>,
    /// cert-manager said when it would renew it, and that was more than an hour ago: nobody is at work.
    pub renewal_overdue: Known<bool>,
    /// Failed attempts since the last success.
    pub failed_attempts: Known<i64>,
}

/// A group version of the API that another server answers: an APIService with a Service.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Api {
    /// `APIService/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Name, `VERSION.GROUP`.
    pub name: String,
    /// Group.
    pub group: String,
    /// Version.
    pub version: String,
    /// `namespace/name` of the Service that answers.
    pub service: String,
    /// Condition `Available`.
    pub available: Known<bool>,
}
