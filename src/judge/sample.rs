//! Facts of a small world for the tests of this room.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::verdict::Origin;
use crate::model::{Because, Gap, Ignorance, Known, Listing, Seconds, Time};

/// All facts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Facts {
    /// Workloads.
    #[schemars(extend("x-reads" = ["deployments.apps"]))]
    pub workloads: Listing<Workload>,
    /// Nodes.
    pub nodes: Listing<Node>,
    /// Velero.
    pub velero: Velero,
    /// A value that may be unknown as a whole.
    pub version: Known<String>,
    /// Secrets.
    #[schemars(extend("x-needs" = "secrets"))]
    pub secrets: Listing<Node>,
}

/// A workload.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Workload {
    pub subject: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    pub kind: String,
    pub namespace: String,
    pub replicas: u32,
    #[schemars(extend("x-reads" = ["pods"]))]
    pub ready_replicas: Known<u32>,
    pub exposed: Known<bool>,
    pub owner: Option<String>,
    pub containers: Vec<Container>,
    pub labels: BTreeMap<String, String>,
    pub names: Vec<String>,
    pub created: Option<Time>,
    pub grace: Seconds,
    pub probe: Option<Probe>,
    pub budget: Known<Option<u32>>,
}

/// A container.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Container {
    pub image: String,
    pub limit: Option<i64>,
    pub digest: Known<String>,
}

/// A probe.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Probe {
    pub path: Option<String>,
    pub port: Known<u16>,
}

/// A node.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub(crate) struct Node {
    pub subject: String,
    pub ready: bool,
}

/// Velero.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Velero {
    pub installed: Known<bool>,
    pub schedules: Listing<Node>,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            workloads: Listing::complete(vec![]),
            nodes: Listing::complete(vec![]),
            velero: Velero { installed: Known::Yes(true), schedules: Listing::complete(vec![]) },
            version: Known::Yes("1.33.2".into()),
            secrets: Listing::complete(vec![]),
        }
    }
}

pub(crate) fn forbidden(resource: &'static str) -> Ignorance {
    Ignorance::new(Because::Forbidden, resource)
}

pub(crate) fn not_in_source(resource: &'static str) -> Ignorance {
    Ignorance::new(Because::NotInSource, resource)
}

pub(crate) fn gap(why: Ignorance, namespace: Option<&str>) -> Gap {
    namespace.map_or_else(|| Gap::anywhere(why.clone()), |namespace| Gap::of(namespace, why.clone()))
}

/// A workload with something in every field.
pub(crate) fn workload(name: &str) -> Workload {
    Workload {
        subject: format!("Deployment/shop/{name}"),
        kind: "Deployment".into(),
        namespace: "shop".into(),
        replicas: 3,
        ready_replicas: Known::Yes(2),
        exposed: Known::Yes(true),
        containers: vec![
            Container { image: "a:1".into(), limit: Some(5), digest: Known::Yes("sha256:a".into()) },
            Container { image: "b:2".into(), limit: None, digest: Known::No(forbidden("pods")) },
        ],
        labels: BTreeMap::from([("app".into(), "shop".into()), ("app.kubernetes.io/name".into(), "x".into())]),
        names: vec!["x".into(), "y".into()],
        created: Some("2025-12-31T00:00:00Z".parse().unwrap()),
        grace: Seconds(30),
        probe: Some(Probe { path: Some("/".into()), port: Known::No(forbidden("pods")) }),
        budget: Known::Yes(None),
        origin: None,
        owner: None,
    }
}
