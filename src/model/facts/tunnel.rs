//! Cloudflare tunnels that run in the cluster, and their rules.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::known::Known;
use crate::model::verdict::Origin;

/// A workload that runs cloudflared.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Tunnel {
    /// The workload.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// Replicas that it asks for.
    pub replicas: i64,
    /// Ready replicas.
    pub ready_replicas: Known<i64>,
    /// Its readiness probe asks `/ready`, which answers only while a connection to the edge stands.
    pub probes_connection: bool,
    /// A connection stands: a replica is ready, and readiness asks for connections. Undetermined without that probe.
    pub connected: Known<bool>,
    /// Different nodes under its running pods.
    #[schemars(extend("x-reads" = ["pods", "nodes", "replicasets.apps", "jobs.batch"]))]
    pub nodes: Known<i64>,
    /// Nodes that could take such a pod.
    #[schemars(extend("x-reads" = ["pods", "nodes", "replicasets.apps", "jobs.batch"]))]
    pub eligible_nodes: Known<i64>,
    /// Its rules are in a ConfigMap that it mounts (else they are kept at Cloudflare).
    #[schemars(extend("x-reads" = ["configmaps"]))]
    pub rules_here: Known<bool>,
}

/// A rule of a tunnel whose configuration is in the cluster.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TunnelRule {
    /// `route/HOST/PATH`.
    pub subject: String,
    /// Where the ConfigMap was read.
    pub origin: Origin,
    /// Namespace of the tunnel.
    pub namespace: String,
    /// Name of the tunnel.
    pub name: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// Host; `*` for every host.
    pub host: String,
    /// Regular expression of the path; empty = all.
    pub path: String,
    /// Where requests go, as written.
    pub service: String,
    /// It takes whatever no rule before it took.
    pub catch_all: bool,
    /// It is the last one, where nothing but a catch-all may stand.
    pub last: bool,
    /// A rule before it takes every request that it would take.
    pub dead: bool,
    /// Where requests go exists: the Service and its port; what is outside of the cluster counts as existing.
    #[schemars(extend("x-reads" = ["services"]))]
    pub resolves: Known<bool>,
    /// It leads to a program itself, not to an ingress controller or a login proxy that asks who somebody is.
    #[schemars(extend("x-reads" = [
        "services", "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps",
        "replicationcontrollers", "jobs.batch", "cronjobs.batch", "rollouts.argoproj.io", "pods"
    ]))]
    pub straight: Known<bool>,
    /// carbon.yaml says that it is public on purpose.
    pub public_on_purpose: bool,
    /// Cloudflare Access asks who somebody is, and cloudflared checks its signature. Where cloudflared does not check,
    /// only Cloudflare's API can tell.
    pub login: Known<bool>,
}
