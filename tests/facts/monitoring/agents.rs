//! What runs on nodes: log agents and exporters; and Grafana.

use carbon::derive::derive;
use carbon::model::settings::Settings;

use super::{STACK, desired_facts, facts, refused, replaced, said};
use crate::{dump, known};

/// Two nodes for containers of Linux, and two that take no DaemonSet of that kind.
pub(crate) const NODES: &str = r"
apiVersion: v1
kind: Node
metadata: {name: n1, labels: {kubernetes.io/os: linux}}
---
apiVersion: v1
kind: Node
metadata: {name: n2, labels: {kubernetes.io/os: linux, node-role.kubernetes.io/control-plane: ''}}
---
apiVersion: v1
kind: Node
metadata: {name: w1, labels: {kubernetes.io/os: windows}}
---
apiVersion: v1
kind: Node
metadata: {name: v1, labels: {kubernetes.io/os: linux, type: virtual-kubelet}}
";

pub(crate) fn daemon_set(name: &str, image: &str, wanted: i64, ready: i64, path: &str) -> String {
    format!(
        "\n---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {{name: {name}, namespace: logging, generation: 1}}\nspec: {{template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{containers: [{{name: a, image: '{image}'}}], volumes: [{{name: v, hostPath: {{path: {path}}}}}]}}}}}}\nstatus: {{observedGeneration: 1, desiredNumberScheduled: {wanted}, currentNumberScheduled: {wanted}, numberReady: {ready}}}\n"
    )
}

fn pod(owner: &str, node: &str) -> String {
    format!(
        "\n---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {owner}-{node}, namespace: logging, ownerReferences: [{{apiVersion: apps/v1, kind: DaemonSet, name: {owner}, controller: true}}]}}\nspec: {{nodeName: {node}, containers: [{{name: a, image: x}}]}}\nstatus: {{phase: Running}}\n"
    )
}

pub(crate) const PROMTAIL: &str = "grafana/promtail:2.9.0";

#[test]
fn a_log_agent_covers_every_node_that_runs_linux() {
    let cases = [
        ("both", 2, 2, "yes", "yes"),
        ("one is not ready", 2, 1, "yes", "no"),
        ("the control plane is left out", 1, 1, "no", "no"),
    ];
    for (claim, wanted, ready, covers, complete) in cases {
        let facts = facts(&format!("{NODES}{}", daemon_set("promtail", PROMTAIL, wanted, ready, "/var/log/pods")));
        let agent = &facts.log_agents.seen()[0];
        assert_eq!((said(&agent.covers_every_node), said(&agent.complete)), (covers, complete), "{claim}");
        assert_eq!((known(&agent.nodes_wanted), known(&agent.nodes_ready)), (wanted, ready));
        assert_eq!((agent.implementation.as_str(), agent.version.as_str()), ("promtail", "2.9.0"));
    }
}

#[test]
fn two_daemon_sets_of_one_agent_cover_the_nodes_between_them_only_if_their_pods_do() {
    let both =
        format!("{}{}", daemon_set("a", PROMTAIL, 1, 1, "/var/log"), daemon_set("b", PROMTAIL, 1, 1, "/var/log"));
    let apart = facts(&format!("{NODES}{both}{}{}", pod("a", "n1"), pod("b", "n2")));
    let twice = facts(&format!("{NODES}{both}{}{}", pod("a", "n1"), pod("b", "n1")));
    assert!(apart.log_agents.seen().iter().all(|it| said(&it.complete) == "yes"));
    assert!(twice.log_agents.seen().iter().all(|it| said(&it.complete) == "no"));
    let world = format!("{NODES}{both}{}{}", pod("a", "n1"), pod("b", "n2"));
    assert!(refused(&world, "pods").log_agents.seen().iter().all(|it| said(&it.complete) == "forbidden"));
}

#[test]
fn an_agent_that_may_read_through_the_api_is_undetermined() {
    let alloy = "grafana/alloy:v1.11.0";
    let daemon = |path: &str| facts(&format!("{NODES}{}", daemon_set("alloy", alloy, 2, 2, path)));
    assert_eq!(said(&daemon("/var/log").log_agents.seen()[0].complete), "yes");
    assert_eq!(said(&daemon("/proc").log_agents.seen()[0].complete), "undetermined");
    let deployment = format!(
        "{NODES}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: alloy, namespace: logging, generation: 1}}\nspec: {{replicas: 1, template: {{spec: {{containers: [{{name: a, image: '{alloy}'}}]}}}}}}\nstatus: {{observedGeneration: 1, readyReplicas: 1}}\n"
    );
    let facts = facts(&deployment);
    let agent = &facts.log_agents.seen()[0];
    assert_eq!((said(&agent.covers_every_node), said(&agent.complete)), ("undetermined", "undetermined"));
}

#[test]
fn a_collector_of_telemetry_without_logs_is_no_log_agent() {
    let collector = "otel/opentelemetry-collector-contrib:0.137.0";
    assert!(facts(&format!("{NODES}{}", daemon_set("o", collector, 2, 2, "/proc"))).log_agents.seen().is_empty());
    let facts = facts(&format!("{NODES}{}", daemon_set("o", collector, 2, 2, "/var/log/pods/")));
    assert_eq!(said(&facts.log_agents.seen()[0].complete), "yes");
}

#[test]
fn an_agent_is_supported_as_of_the_time_of_the_facts() {
    let cases = [
        (PROMTAIL, "2025-10-20T12:00:00Z", "yes"),
        (PROMTAIL, "2026-11-01T12:00:00Z", "no"),
        ("grafana/agent:v0.44.2", "2025-11-01T00:00:00Z", "no"),
        ("grafana/alloy:v1.11.0", "2026-11-01T12:00:00Z", "yes"),
    ];
    for (image, time, wanted) in cases {
        let mut observed = dump(&format!("{NODES}{}", daemon_set("agent", image, 2, 2, "/var/log")));
        observed.source.taken_at = time.parse().expect("a time");
        let facts = derive(&observed, &Settings::default());
        assert_eq!(said(&facts.log_agents.seen()[0].supported), wanted, "{image} at {time}");
    }
}

#[test]
fn refused_nodes_leave_coverage_unknown_and_the_count_of_ready_ones_known() {
    let world = format!("{NODES}{}", daemon_set("promtail", PROMTAIL, 2, 2, "/var/log"));
    let facts = refused(&world, "nodes");
    let agent = &facts.log_agents.seen()[0];
    assert_eq!((said(&agent.covers_every_node), known(&agent.nodes_ready)), ("forbidden", 2));
}

#[test]
fn exporters_are_complete_on_every_node_or_with_every_replica() {
    let state = |ready: i64| {
        format!(
            "\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: ksm, namespace: logging, generation: 1}}\nspec: {{replicas: 1, template: {{spec: {{containers: [{{name: k, image: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.17.0'}}]}}}}}}\nstatus: {{observedGeneration: 1, readyReplicas: {ready}}}\n"
        )
    };
    let node = daemon_set("node", "quay.io/prometheus/node-exporter:v1.9.1", 2, 2, "/proc");
    let seen = |world: &str| {
        let facts = facts(world);
        facts.exporters.seen().iter().map(|it| (it.kind.clone(), said(&it.complete))).collect::<Vec<_>>()
    };
    let wanted = |node: &'static str, state: &'static str| {
        vec![("node-exporter".to_owned(), node), ("kube-state-metrics".to_owned(), state)]
    };
    assert_eq!(seen(&format!("{NODES}{node}{}", state(1))), wanted("yes", "yes"));
    assert_eq!(seen(&format!("{NODES}{node}{}", state(0))), wanted("yes", "no"));
    let fewer = replaced(&node, "desiredNumberScheduled: 2", "desiredNumberScheduled: 1");
    assert_eq!(seen(&format!("{NODES}{fewer}{}", state(1))), wanted("no", "yes"));
}

#[test]
fn exporters_may_be_elsewhere_where_the_prometheus_of_the_monitors_is() {
    let without = |left_out: &[&str]| {
        let kept = STACK.split("---").filter(|it| !left_out.iter().any(|kind| it.contains(kind)));
        desired_facts(&kept.collect::<Vec<_>>().join("---")).exporters.gaps().len()
    };
    assert_eq!(without(&[]), 0, "the Prometheus is here, and no exporter");
    assert_eq!(without(&["kind: Prometheus"]), 1, "a chart brings all of it");
    assert_eq!(without(&["kind: Prometheus", "kind: ServiceMonitor"]), 0, "nothing points elsewhere");
}

#[test]
fn grafana_is_ready_with_one_pod() {
    let grafana = |ready: i64| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: g, namespace: m, generation: 1}}\nspec: {{replicas: 2, template: {{spec: {{containers: [{{name: g, image: 'grafana/grafana:12.2.0'}}]}}}}}}\nstatus: {{observedGeneration: 1, readyReplicas: {ready}}}\n"
        )
    };
    assert_eq!(said(&facts(&grafana(1)).grafanas.seen()[0].ready), "yes");
    assert_eq!(said(&facts(&grafana(0)).grafanas.seen()[0].ready), "no");
}
