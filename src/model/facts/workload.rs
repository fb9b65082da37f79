//! Workloads and pods.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::known::Known;
use crate::model::time::Time;
use crate::model::verdict::Origin;

/// What makes pods, as resources.
pub(super) const MAKERS: [&str; 9] = [
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

/// What the name of the registry in the cluster is read from: its workloads, what it says of itself, the ways to it.
pub(super) const MIRROR: [&str; 15] = [
    "deployments.apps",
    "statefulsets.apps",
    "daemonsets.apps",
    "replicasets.apps",
    "replicationcontrollers",
    "jobs.batch",
    "cronjobs.batch",
    "rollouts.argoproj.io",
    "pods",
    "configmaps",
    "ingresses.networking.k8s.io",
    "httproutes.gateway.networking.k8s.io",
    "ingressroutes.traefik.io",
    "virtualservices.networking.istio.io",
    "gateways.gateway.networking.k8s.io",
];

/// What credentials for it are read from.
const CREDENTIALS: [&str; 17] = [
    "deployments.apps",
    "statefulsets.apps",
    "daemonsets.apps",
    "replicasets.apps",
    "replicationcontrollers",
    "jobs.batch",
    "cronjobs.batch",
    "rollouts.argoproj.io",
    "pods",
    "configmaps",
    "ingresses.networking.k8s.io",
    "httproutes.gateway.networking.k8s.io",
    "ingressroutes.traefik.io",
    "virtualservices.networking.istio.io",
    "gateways.gateway.networking.k8s.io",
    "serviceaccounts",
    "secrets",
];

/// Something that makes pods.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Workload {
    /// `Kind[.group]/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Kind: `Deployment`, `StatefulSet`, `DaemonSet`, `ReplicaSet`, `ReplicationController`, `Job`, `CronJob`,
    /// `Rollout`, `Pod`, or the kind of the operator's resource that owns the pods.
    pub kind: String,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Its own labels.
    pub labels: BTreeMap<String, String>,
    /// The labels that its pods carry.
    pub pod_labels: BTreeMap<String, String>,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// Who would undo a change: `helm`, `argocd`, `flux`, `operator`, `addon`, or `none`.
    pub owner: String,
    /// It runs until stopped (not a Job, a CronJob, or a pod that nobody starts again).
    pub long_running: bool,
    /// It runs one pod a node.
    pub per_node: bool,
    /// It keeps state: claim templates, or a claim among its volumes.
    pub stateful: bool,
    /// What it is, if carbon knows: `database`, `object-store`, `secret-store`, `registry`, `tunnel`, `auth-proxy`,
    /// `ingress-controller`, `monitoring`, `log-agent`, `backup`; else empty.
    pub role: String,
    /// Why it runs once on purpose (carbon.yaml, or the annotation `carbon.dev/singleton`); empty if it does not say so.
    pub singleton: String,
    /// Replicas that it asks for (of a DaemonSet: nodes, once a status says how many).
    pub replicas: i64,
    /// The fewest replicas that it may have: the floor of its autoscaler, else `replicas`.
    #[schemars(extend("x-reads" = ["horizontalpodautoscalers.autoscaling", "scaledobjects.keda.sh"]))]
    pub floor: Known<i64>,
    /// Ready replicas.
    pub ready_replicas: Known<i64>,
    /// The controller has seen the current spec, and every replica is updated and ready.
    pub rolled_out: Known<bool>,
    /// A Job that failed, or a CronJob whose last run did not succeed.
    pub run_failed: Known<bool>,
    /// A route or a tunnel leads to it from outside the cluster, or a Service of type LoadBalancer or NodePort.
    #[schemars(extend("x-reads" = [
        "services", "ingresses.networking.k8s.io", "httproutes.gateway.networking.k8s.io", "ingressroutes.traefik.io",
        "virtualservices.networking.istio.io", "gateways.gateway.networking.k8s.io", "configmaps",
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "replicationcontrollers",
        "jobs.batch", "cronjobs.batch", "rollouts.argoproj.io", "pods"
    ]))]
    pub exposed: Known<bool>,
    /// A Service selects its pods.
    #[schemars(extend("x-reads" = ["services"]))]
    pub has_callers: Known<bool>,
    /// Names of the budgets that count its pods.
    #[schemars(extend("x-reads" = ["poddisruptionbudgets.policy"]))]
    pub budgets: Known<Vec<String>>,
    /// What scales it: `HorizontalPodAutoscaler/NAME`, `ScaledObject/NAME`, `VerticalPodAutoscaler/NAME`; empty = nothing.
    #[schemars(extend("x-reads" = [
        "horizontalpodautoscalers.autoscaling", "scaledobjects.keda.sh", "verticalpodautoscalers.autoscaling.k8s.io"
    ]))]
    pub autoscaled_by: Known<String>,
    /// Where its running pods are.
    #[schemars(extend("x-reads" = ["pods", "nodes", "replicasets.apps", "jobs.batch"]))]
    pub placement: Known<Placement>,
    /// Its template spreads the pods over nodes: a topology spread constraint or an anti-affinity term whose selector
    /// matches its own pods.
    pub spread_declared: bool,
    /// Containers of all sorts.
    pub containers: Vec<Container>,
    /// `hostNetwork`, `hostPID`, `hostIPC`: those that are on.
    pub host_namespaces: Vec<String>,
    /// Host paths that a container may write to.
    pub writable_host_paths: Vec<String>,
    /// Host paths in all.
    pub host_paths: Vec<String>,
    /// A node agent: one pod a node, host paths read-only, in a namespace that declares Pod Security `privileged`.
    #[schemars(extend("x-reads" = ["namespaces"]))]
    pub node_agent: Known<bool>,
    /// Service account.
    pub service_account: String,
    /// Pods get the account's token: the template's word, else the account's, else yes.
    #[schemars(extend("x-reads" = ["serviceaccounts"]))]
    pub token_mounted: Known<bool>,
    /// Pull secrets that its pods get: the template's, or, if it names none, the account's.
    #[schemars(extend("x-reads" = ["serviceaccounts"]))]
    pub pull_secrets: Known<Vec<String>>,
    /// One of its images comes from the registry of one's own: the one that carbon.yaml names, else one in the cluster.
    #[schemars(extend("x-reads" = MIRROR))]
    pub pulls_from_mirror: Known<bool>,
    /// Its pull secrets hold credentials for every host of that registry which its images come from. Only Secrets tell.
    #[schemars(extend("x-reads" = CREDENTIALS, "x-needs" = "secrets"))]
    pub pull_credentials: Known<bool>,
    /// A role is bound to its service account.
    #[schemars(extend("x-reads" = [
        "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io"
    ]))]
    pub account_bound: Known<bool>,
    /// Priority class; empty = none.
    pub priority_class: String,
    /// Names of the Services that select its pods.
    #[schemars(extend("x-reads" = ["services"]))]
    pub services: Known<Vec<String>>,
    /// It says that it has metrics: a port called `metrics`, `http-metrics` or the like, or `prometheus.io` annotations
    /// on its pods.
    pub declares_metrics: bool,
    /// A monitor that some Prometheus takes points to a port of one of its Services or of its pods, or the annotation
    /// `prometheus.io/scrape: "true"` meets a Prometheus that runs without the operator. Undetermined where only the
    /// configuration of a Prometheus could tell.
    #[schemars(extend("x-reads" = [
        "services", "servicemonitors.monitoring.coreos.com", "podmonitors.monitoring.coreos.com",
        "scrapeconfigs.monitoring.coreos.com", "prometheuses.monitoring.coreos.com", "namespaces",
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "replicationcontrollers",
        "jobs.batch", "cronjobs.batch", "rollouts.argoproj.io", "pods"
    ]))]
    pub scraped: Known<bool>,
    /// Claims that its pods use, by name (those of claim templates as `TEMPLATE-NAME-*`).
    pub claims: Vec<String>,
}

/// A container of a workload.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Container {
    /// Name.
    pub name: String,
    /// `main`, `init`, `sidecar` or `ephemeral`.
    pub sort: String,
    /// Image as written.
    pub image: String,
    /// It requests CPU, itself or by a LimitRange of the namespace.
    #[schemars(extend("x-reads" = ["limitranges"]))]
    pub requests_cpu: Known<bool>,
    /// It requests memory, itself or by a LimitRange of the namespace.
    #[schemars(extend("x-reads" = ["limitranges"]))]
    pub requests_memory: Known<bool>,
    /// It has a memory limit.
    pub limits_memory: bool,
    /// It has a readiness probe.
    pub readiness: bool,
    /// Path that the readiness probe asks for; empty if it is no HTTP probe.
    pub readiness_path: String,
    /// It has a liveness probe.
    pub liveness: bool,
    /// It is privileged, or may do what amounts to it (`SYS_ADMIN`, `ALL`).
    pub privileged: bool,
    /// It may run as root: neither the container nor the pod says `runAsNonRoot: true` or a user other than 0.
    pub may_run_as_root: bool,
    /// It may gain privileges (`allowPrivilegeEscalation` is not false).
    pub may_escalate: bool,
    /// Names of environment variables that hold a secret in the open.
    pub literal_secrets: Vec<String>,
    /// Flags that carbon understands, each with its values.
    pub flags: BTreeMap<String, Vec<String>>,
}

/// Where pods run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Placement {
    /// Running pods.
    pub pods: i64,
    /// Different nodes under them.
    pub nodes: i64,
    /// Most pods on one node.
    pub most_on_one_node: i64,
    /// Different zones under them; 0 if the nodes name none.
    pub zones: i64,
    /// Nodes that could take such a pod: schedulable, and every taint tolerated.
    pub eligible_nodes: i64,
    /// Different zones of those nodes; 0 if they name none.
    pub eligible_zones: i64,
}

/// A pod.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Pod {
    /// `Pod/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// The workload that made it, as its subject.
    #[schemars(extend("x-reads" = [
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "replicationcontrollers",
        "jobs.batch", "cronjobs.batch", "rollouts.argoproj.io"
    ]))]
    pub workload: Known<String>,
    /// Node; empty = not bound yet.
    pub node: String,
    /// Phase.
    pub phase: Known<String>,
    /// Condition `Ready`.
    pub ready: Known<bool>,
    /// Containers that wait in a crash loop or cannot start, as `NAME: REASON`.
    pub crashing: Known<Vec<String>>,
    /// Containers whose image cannot be pulled, as `NAME: REASON`.
    pub pull_failures: Known<Vec<String>>,
    /// Restarts of all containers so far.
    pub restarts: Known<i64>,
    /// A container ended within the hour before the facts were taken, and has restarted five times or more.
    pub restarting: Known<bool>,
    /// It has been pending for more than ten minutes.
    pub stuck_pending: Known<bool>,
    /// Its deletion was asked for more than ten minutes ago.
    pub stuck_terminating: bool,
    /// When it was created; absent if the object does not say.
    pub created: Option<Time>,
}
