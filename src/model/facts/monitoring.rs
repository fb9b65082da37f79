//! Monitoring: who collects metrics, from whom, who is told, and who collects logs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::known::Known;
use crate::model::verdict::Origin;

/// A Prometheus, or a server that speaks its language.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Prometheus {
    /// `Prometheus.monitoring.coreos.com/namespace/name`, or the workload that runs it.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// `operator` (a `Prometheus` object) or `plain` (a workload with its own configuration).
    pub kind: String,
    /// `prometheus`, `prometheus-agent`, `victoria-metrics` or `mimir`.
    pub implementation: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// Pods that it asks for, over all shards.
    pub replicas: i64,
    /// At least one pod is available, and the operator could apply its last word. How many there are is not judged
    /// here.
    pub ready: Known<bool>,
    /// The operator leaves it alone.
    pub paused: bool,
    /// Services of Alertmanagers that it names and that exist, as `namespace/name`. Undetermined where its own
    /// configuration file decides.
    #[schemars(extend("x-reads" = ["services", "alertmanagers.monitoring.coreos.com"]))]
    pub alerting_to: Known<Vec<String>>,
    /// Which ServiceMonitors it takes, in words.
    pub service_monitor_selector: String,
    /// Which PodMonitors it takes, in words.
    pub pod_monitor_selector: String,
    /// Which PrometheusRules it takes, in words.
    pub rule_selector: String,
    /// ServiceMonitors and PodMonitors that it takes.
    #[schemars(extend("x-reads" = [
        "servicemonitors.monitoring.coreos.com", "podmonitors.monitoring.coreos.com", "namespaces", "deployments.apps"
    ]))]
    pub monitors_selected: Known<i64>,
    /// PrometheusRules that it takes.
    #[schemars(extend("x-reads" = ["prometheusrules.monitoring.coreos.com", "namespaces", "deployments.apps"]))]
    pub rules_selected: Known<i64>,
    /// Alerting rules in the PrometheusRules that it takes.
    #[schemars(extend("x-reads" = ["prometheusrules.monitoring.coreos.com", "namespaces", "deployments.apps"]))]
    pub alerts_selected: Known<i64>,
}

/// A ServiceMonitor or PodMonitor.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Monitor {
    /// `ServiceMonitor.monitoring.coreos.com/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// `ServiceMonitor` or `PodMonitor`.
    pub kind: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// Some Prometheus takes it.
    #[schemars(extend("x-reads" = [
        "prometheuses.monitoring.coreos.com", "namespaces", "deployments.apps", "statefulsets.apps", "daemonsets.apps"
    ]))]
    pub selected: Known<bool>,
    /// Every Prometheus that takes it, as `namespace/name`.
    #[schemars(extend("x-reads" = [
        "prometheuses.monitoring.coreos.com", "namespaces", "deployments.apps", "statefulsets.apps", "daemonsets.apps"
    ]))]
    pub selected_by: Known<Vec<String>>,
    /// Labels, as `key=value`, that would make a Prometheus take it; empty if it is taken, or if no label would help.
    #[schemars(extend("x-reads" = [
        "prometheuses.monitoring.coreos.com", "namespaces", "deployments.apps", "statefulsets.apps", "daemonsets.apps"
    ]))]
    pub needs_label: Known<String>,
    /// What it finds, whatever the port: Services (of a ServiceMonitor) as `namespace/name`, or workloads (of a
    /// PodMonitor) by subject.
    #[schemars(extend("x-reads" = [
        "services", "prometheuses.monitoring.coreos.com", "namespaces", "deployments.apps", "statefulsets.apps",
        "daemonsets.apps", "replicasets.apps", "replicationcontrollers", "jobs.batch", "cronjobs.batch",
        "rollouts.argoproj.io", "pods"
    ]))]
    pub targets: Known<Vec<String>>,
    /// What it finds has a port of the name that it asks for.
    #[schemars(extend("x-reads" = [
        "services", "prometheuses.monitoring.coreos.com", "namespaces", "deployments.apps", "statefulsets.apps",
        "daemonsets.apps", "replicasets.apps", "replicationcontrollers", "jobs.batch", "cronjobs.batch",
        "rollouts.argoproj.io", "pods"
    ]))]
    pub ports_found: Known<bool>,
    /// Ready addresses behind these ports.
    #[schemars(extend("x-reads" = [
        "services", "endpointslices.discovery.k8s.io", "prometheuses.monitoring.coreos.com", "namespaces",
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "replicationcontrollers",
        "jobs.batch", "cronjobs.batch", "rollouts.argoproj.io", "pods"
    ]))]
    pub endpoints_ready: Known<i64>,
    /// Everything behind what it finds is scaled to nothing on purpose, or runs only now and then (Jobs, CronJobs).
    #[schemars(extend("x-reads" = [
        "services", "prometheuses.monitoring.coreos.com", "namespaces", "deployments.apps", "statefulsets.apps",
        "daemonsets.apps", "replicasets.apps", "replicationcontrollers", "jobs.batch", "cronjobs.batch",
        "rollouts.argoproj.io", "pods"
    ]))]
    pub idle: Known<bool>,
    /// It is taken, finds something with the port, and an address behind it is ready. Network policies and the
    /// permissions of the Prometheus are not looked at.
    #[schemars(extend("x-reads" = [
        "services", "endpointslices.discovery.k8s.io", "prometheuses.monitoring.coreos.com", "namespaces",
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "replicationcontrollers",
        "jobs.batch", "cronjobs.batch", "rollouts.argoproj.io", "pods"
    ]))]
    pub reaches: Known<bool>,
    /// The first condition of `reaches` that does not hold, in words; empty if all do.
    #[schemars(extend("x-reads" = [
        "services", "endpointslices.discovery.k8s.io", "prometheuses.monitoring.coreos.com", "namespaces",
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "replicationcontrollers",
        "jobs.batch", "cronjobs.batch", "rollouts.argoproj.io", "pods"
    ]))]
    pub why_not: Known<String>,
}

/// A PrometheusRule.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Rule {
    /// `PrometheusRule.monitoring.coreos.com/namespace/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// Groups.
    pub groups: i64,
    /// Alerting rules in all groups.
    pub alerts: i64,
    /// Some Prometheus takes it.
    #[schemars(extend("x-reads" = [
        "prometheuses.monitoring.coreos.com", "namespaces", "deployments.apps", "statefulsets.apps", "daemonsets.apps"
    ]))]
    pub selected: Known<bool>,
    /// Every Prometheus that takes it, as `namespace/name`.
    #[schemars(extend("x-reads" = [
        "prometheuses.monitoring.coreos.com", "namespaces", "deployments.apps", "statefulsets.apps", "daemonsets.apps"
    ]))]
    pub selected_by: Known<Vec<String>>,
}

/// An Alertmanager.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Alertmanager {
    /// `Alertmanager.monitoring.coreos.com/namespace/name`, or the workload that runs it.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// `operator` (an `Alertmanager` object) or `plain` (a workload with its own configuration).
    pub kind: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// Pods that it asks for.
    pub replicas: i64,
    /// At least one pod is available, and the operator could apply its last word.
    pub ready: Known<bool>,
    /// A Prometheus names a Service of its pods, with a port that the Service has. Undetermined where only a
    /// configuration file could say so.
    #[schemars(extend("x-reads" = [
        "prometheuses.monitoring.coreos.com", "services", "deployments.apps", "statefulsets.apps", "daemonsets.apps"
    ]))]
    pub connected: Known<bool>,
}

/// A workload that reads the logs of containers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LogAgent {
    /// The workload.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Kind of the workload.
    pub kind: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// `promtail`, `alloy`, `fluent-bit`, `fluentd`, `vector`, `filebeat`...
    pub implementation: String,
    /// Tag of its image; empty if it has none.
    pub version: String,
    /// Its makers still mend it, as of the time of the facts.
    pub supported: Known<bool>,
    /// Nodes on which it shall run. Undetermined of an agent that is no DaemonSet.
    pub nodes_wanted: Known<i64>,
    /// Nodes on which it is ready.
    pub nodes_ready: Known<i64>,
    /// It runs, alone or with other DaemonSets of the same agent, on every node that runs containers of Linux.
    #[schemars(extend("x-reads" = ["nodes", "pods"]))]
    pub covers_every_node: Known<bool>,
    /// It covers every node and is ready wherever it shall run.
    #[schemars(extend("x-reads" = ["nodes", "pods"]))]
    pub complete: Known<bool>,
}

/// A workload that tells Prometheus about the cluster itself.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Exporter {
    /// The workload.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// `node-exporter`, `kube-state-metrics` or `metrics-server`.
    pub kind: String,
    /// Its namespace belongs to the distribution.
    pub system: bool,
    /// A node-exporter: ready on every node. The others: every replica is ready.
    #[schemars(extend("x-reads" = ["nodes", "pods"]))]
    pub complete: Known<bool>,
}

/// A Grafana.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Grafana {
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
    /// At least one pod is ready.
    pub ready: Known<bool>,
}
