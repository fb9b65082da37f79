//! What runs on every node: log agents and exporters; and what else tells about the cluster.

use std::collections::BTreeSet;

use super::World;
use super::programs::{self, Programs, Running};
use crate::derive::lifecycle::{self, Component};
use crate::derive::{is_system_namespace, status};
use crate::model::facts::monitoring::{Exporter, Grafana, LogAgent};
use crate::model::known::Ignorance;
use crate::model::listing::{Gap, Listing, Scope};
use crate::model::observed::Object;
use crate::model::observed::cluster::Node;
use crate::model::observed::pod::PodTemplate;
use crate::model::source::SourceKind;

const LOG_AGENTS: Programs = &[
    ("promtail", &["promtail"]),
    ("alloy", &["grafana/alloy", "alloy"]),
    ("grafana-agent", &["grafana/agent"]),
    (
        "fluent-bit",
        &["fluent-bit", "aws-for-fluent-bit", "fluent-bit-gke", "fluent-bit-plugin-loki", "fluent-operator/fluent-bit"],
    ),
    ("fluentd", &["fluentd", "fluentd-kubernetes-daemonset", "fluentd-elasticsearch", "fluentd-gcp"]),
    ("vector", &["vector"]),
    ("filebeat", &["filebeat"]),
    ("elastic-agent", &["elastic-agent"]),
    ("vlagent", &["vlagent"]),
    ("opentelemetry-collector", &["opentelemetry-collector-contrib", "opentelemetry-collector-k8s", "otelcol"]),
    ("splunk-otel-collector", &["splunk-otel-collector"]),
    ("datadog-agent", &["datadog/agent", "datadoghq/agent"]),
];

/// Agents that collect nothing but logs; of the others it takes a directory of logs to tell.
const ONLY_LOGS: [&str; 5] = ["promtail", "fluent-bit", "fluentd", "filebeat", "vlagent"];

/// Where the kubelet and the runtimes keep the logs of containers.
const LOG_DIRECTORIES: [&str; 3] = ["/var/log", "/var/lib/docker/containers", "/var/lib/containers"];

const EXPORTERS: Programs = &[
    ("node-exporter", &["node-exporter"]),
    ("kube-state-metrics", &["kube-state-metrics"]),
    ("metrics-server", &["metrics-server"]),
];

const GRAFANA: Programs = &[("grafana", &["grafana", "grafana-oss", "grafana-enterprise"])];

/// Workloads that read the logs of containers.
pub(in crate::derive) fn log_agents(world: &World<'_>) -> Listing<LogAgent> {
    let found = programs::running(world, LOG_AGENTS);
    let items = found.iter().filter(|it| may_read_logs(it)).map(|it| log_agent(world, it, &found)).collect();
    Listing::with_gaps(items, programs::gaps(world))
}

/// A collector of telemetry without a directory of logs, or beside the applications, is no log agent.
fn may_read_logs(it: &Running<'_, '_>) -> bool {
    let template = &it.made.controller.template;
    match it.program {
        "opentelemetry-collector" | "splunk-otel-collector" | "datadog-agent" | "elastic-agent" | "vlagent" => {
            it.is_daemon_set() && mounts_logs(template)
        }
        // Behind the agents of the nodes, fluentd and Vector also collect what these send.
        "fluentd" | "vector" | "fluent-bit" | "filebeat" | "promtail" => it.is_daemon_set(),
        _ => true,
    }
}

fn mounts_logs(template: &PodTemplate) -> bool {
    let paths = template.volumes.iter().filter_map(|it| it.host_path.as_deref());
    let mut paths = paths.map(|it| it.trim_end_matches('/'));
    paths.any(|it| LOG_DIRECTORIES.iter().any(|logs| it == *logs || it.starts_with(&format!("{logs}/"))))
}

fn log_agent(world: &World<'_>, it: &Running<'_, '_>, all: &[Running<'_, '_>]) -> LogAgent {
    let meta = &*it.made.meta;
    let source = world.observed.source.kind;
    let node_wise = node_wise(it);
    let wanted = node_wise.clone().and_then(|()| wanted(world, it));
    let ready = node_wise.clone().and_then(|()| it.ready(source));
    let covers = node_wise.clone().and_then(|()| covers_every_node(world, it, all));
    let complete = node_wise.and_then(|()| is_complete(world, it, all));
    LogAgent {
        subject: it.made.subject(),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        kind: it.made.kind.to_string(),
        system: is_system_namespace(&meta.namespace),
        implementation: it.program.to_owned(),
        version: it.version.clone(),
        supported: is_supported(world, it).into(),
        nodes_wanted: wanted.into(),
        nodes_ready: ready.into(),
        covers_every_node: covers.into(),
        complete: complete.into(),
    }
}

/// An agent of which no end is known is supported.
fn is_supported(world: &World<'_>, it: &Running<'_, '_>) -> Result<bool, Ignorance> {
    let component = match it.program {
        "promtail" => Component::Promtail,
        "grafana-agent" => Component::GrafanaAgent,
        _ => return Ok(true),
    };
    let undetermined = || Ignorance::undetermined(it.made.resource, format!("{} of which version", it.program));
    lifecycle::is_supported(component, &it.version, world.now()).ok_or_else(undetermined)
}

/// Whether it is a matter of nodes at all: an agent may read logs through the API server instead.
fn node_wise(it: &Running<'_, '_>) -> Result<(), Ignorance> {
    let why = if !it.is_daemon_set() {
        "it may read logs through the API server: its configuration decides"
    } else if !ONLY_LOGS.contains(&it.program) && !mounts_logs(&it.made.controller.template) {
        "it mounts no directory of logs: its configuration decides what it reads"
    } else {
        return Ok(());
    };
    Err(Ignorance::undetermined(it.made.resource, why))
}

/// Workloads that tell about the cluster.
pub(in crate::derive) fn exporters(world: &World<'_>) -> Listing<Exporter> {
    let found = programs::running(world, EXPORTERS);
    let one = |it: &Running<'_, '_>| {
        let meta = &*it.made.meta;
        let complete = match (it.program, it.is_daemon_set()) {
            ("node-exporter", true) => is_complete(world, it, &found),
            // One that is no DaemonSet sees the nodes that it happens to run on.
            ("node-exporter", false) => Ok(false),
            _ => it.ready(world.observed.source.kind).map(|ready| ready > 0 && ready >= it.replicas()),
        };
        Exporter {
            subject: it.made.subject(),
            origin: meta.origin.clone(),
            namespace: meta.namespace.clone(),
            name: meta.name.clone(),
            kind: it.program.to_owned(),
            system: is_system_namespace(&meta.namespace),
            complete: complete.into(),
        }
    };
    let mut exporters = Listing::with_gaps(found.iter().map(one).collect(), programs::gaps(world));
    if is_stack_elsewhere(world) {
        exporters.add_gap(Gap::anywhere(status::elsewhere("deployments.apps")));
    }
    exporters
}

/// Monitors in files that hold no Prometheus to take them: a chart that is not here installs it, and its exporters.
fn is_stack_elsewhere(world: &World<'_>) -> bool {
    let observed = world.observed;
    observed.source.kind == SourceKind::Desired
        && observed.prometheuses.seen().is_empty()
        && (status::may_hold(&observed.service_monitors) || status::may_hold(&observed.pod_monitors))
}

/// Grafanas.
pub(in crate::derive) fn grafanas(world: &World<'_>) -> Listing<Grafana> {
    let one = |it: &Running<'_, '_>| {
        let meta = &*it.made.meta;
        Grafana {
            subject: it.made.subject(),
            origin: meta.origin.clone(),
            namespace: meta.namespace.clone(),
            name: meta.name.clone(),
            system: is_system_namespace(&meta.namespace),
            ready: it.ready(world.observed.source.kind).map(|ready| ready > 0).into(),
        }
    };
    Listing::with_gaps(programs::running(world, GRAFANA).iter().map(one).collect(), programs::gaps(world))
}

/// Nodes on which a DaemonSet shall run, by its status.
fn wanted(world: &World<'_>, it: &Running<'_, '_>) -> Result<i64, Ignorance> {
    let missing = || status::missing(world.observed.source.kind, it.made.resource);
    it.made.controller.status.as_ref().and_then(|it| it.desired).ok_or_else(missing)
}

/// It covers every node, and wherever DaemonSets of this program shall run, they are ready.
fn is_complete(world: &World<'_>, it: &Running<'_, '_>, all: &[Running<'_, '_>]) -> Result<bool, Ignorance> {
    let is_whole = |it: &Running<'_, '_>| -> Result<bool, Ignorance> {
        Ok(it.ready(world.observed.source.kind)? >= wanted(world, it)?)
    };
    let covers = covers_every_node(world, it, all)?;
    if covers && wanted(world, it)? >= count(nodes(world)?.len()) {
        return is_whole(it);
    }
    for other in siblings(it, all) {
        if !is_whole(other)? {
            return Ok(false);
        }
    }
    Ok(covers)
}

/// Every node has it. One DaemonSet that shall run on as many nodes as there are does; otherwise the pods tell, since
/// each pool of nodes may have a DaemonSet of its own.
fn covers_every_node(world: &World<'_>, it: &Running<'_, '_>, all: &[Running<'_, '_>]) -> Result<bool, Ignorance> {
    let wanted = wanted(world, it)?;
    let nodes = nodes(world)?;
    if siblings(it, all).count() == 1 || wanted >= count(nodes.len()) {
        return Ok(wanted >= count(nodes.len()));
    }
    if let Some(why) = world.observed.pods.missing(Scope::Cluster) {
        return Err(why.clone());
    }
    let pods = siblings(it, all).flat_map(|it| world.controllers.pods_of(it.position));
    let on: BTreeSet<&str> = pods.map(|it| it.body.node.as_str()).collect();
    Ok(nodes.iter().all(|it| on.contains(it.meta.name.as_str())))
}

/// DaemonSets of the same program, itself among them.
fn siblings<'s, 'b, 'a>(
    it: &'s Running<'b, 'a>,
    all: &'s [Running<'b, 'a>],
) -> impl Iterator<Item = &'s Running<'b, 'a>> {
    all.iter().filter(move |other| other.program == it.program && other.is_daemon_set())
}

/// Nodes that run containers of Linux on a machine. An agent has no place on the others.
fn nodes<'a>(world: &World<'a>) -> Result<Vec<&'a Object<Node>>, Ignorance> {
    let real = |node: &&Object<Node>| {
        let label = |key: &str| node.meta.label(key);
        let windows = label("kubernetes.io/os") == Some("windows");
        let serverless = label("eks.amazonaws.com/compute-type") == Some("fargate")
            || label("type") == Some("virtual-kubelet")
            || node.body.taints.iter().any(|it| it.key == "virtual-kubelet.io/provider");
        !windows && !serverless
    };
    Ok(world.observed.nodes.all()?.iter().filter(real).collect())
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
