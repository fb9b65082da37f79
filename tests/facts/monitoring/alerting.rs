//! Prometheus servers and Alertmanagers: up, and connected.

use super::{STACK, desired_facts, facts, refused, replaced, said, stack};
use crate::known;

pub(crate) const ALERTMANAGER: &str = r"
---
apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: {name: am, namespace: monitoring, generation: 1}
spec: {replicas: 1, podMetadata: {labels: {component: alert-router}}}
status:
  replicas: 1
  availableReplicas: 1
  conditions: [{type: Available, status: 'True', observedGeneration: 1}, {type: Reconciled, status: 'True'}]
---
apiVersion: v1
kind: Service
metadata: {name: alertmanager, namespace: monitoring}
spec: {selector: {app.kubernetes.io/name: alertmanager, component: alert-router}, ports: [{name: http-web, port: 9093}]}
";

pub(crate) const PLAIN: &str = r"
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: am, namespace: monitoring, generation: 1}
spec: {replicas: 1, template: {metadata: {labels: {app: am}}, spec: {containers: [{name: a, image: 'prom/alertmanager:v0.25.0'}]}}}
status: {observedGeneration: 1, replicas: 1, readyReplicas: 1}
---
apiVersion: v1
kind: Service
metadata: {name: alertmanager, namespace: monitoring}
spec: {selector: {app: am}, ports: [{name: http-web, port: 9093}]}
";

#[test]
fn a_prometheus_is_ready_by_the_operators_word() {
    let available = "{type: Available, status: 'True', observedGeneration: 3}";
    let reconciled = "{type: Reconciled, status: 'True', observedGeneration: 3}";
    let cases = [
        ("as it stands", "", "", "yes"),
        (
            "some pods are missing, one is there",
            available,
            "{type: Available, status: Degraded, observedGeneration: 3}",
            "yes",
        ),
        (
            "none is available",
            "availableReplicas: 1\n  conditions:\n  - {type: Available, status: 'True'",
            "availableReplicas: 0\n  conditions:\n  - {type: Available, status: 'False'",
            "no",
        ),
        (
            "its configuration was refused",
            reconciled,
            "{type: Reconciled, status: 'False', observedGeneration: 3}",
            "no",
        ),
        (
            "the word is older than the spec",
            available,
            "{type: Available, status: 'True', observedGeneration: 2}",
            "undetermined",
        ),
        ("an operator that names no generation", ", observedGeneration: 3}", "}", "yes"),
        ("conditions only, and no pod", "  availableReplicas: 1\n", "", "no"),
    ];
    for (claim, old, new, wanted) in cases {
        assert_eq!(said(&facts(&stack(old, new)).prometheuses.seen()[0].ready), wanted, "{claim}");
    }
    assert_eq!(
        said(&desired_facts(STACK.split("status:\n  replicas").next().expect("a part")).prometheuses.seen()[0].ready),
        "out of scope"
    );
}

#[test]
fn prometheus_workloads_without_operator_count_and_those_of_the_operator_do_not_count_twice() {
    let server = |owner: &str, image: &str| {
        format!(
            "{STACK}\n---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: p, namespace: monitoring, generation: 1{owner}}}\nspec: {{replicas: 2, template: {{spec: {{containers: [{{name: p, image: '{image}'}}]}}}}}}\nstatus: {{observedGeneration: 1, replicas: 2, readyReplicas: 1}}\n"
        )
    };
    let owned = |kind: &str| {
        format!(
            ", ownerReferences: [{{apiVersion: monitoring.coreos.com/v1, kind: {kind}, name: x, controller: true}}]"
        )
    };
    let image = "quay.io/prometheus/prometheus:v3.6.0";
    let seen = |world: &str| {
        let facts = facts(world);
        facts
            .prometheuses
            .seen()
            .iter()
            .map(|it| format!("{} {} {}", it.kind, it.implementation, said(&it.ready)))
            .collect::<Vec<_>>()
    };
    assert_eq!(seen(&server("", image)), ["operator prometheus yes", "plain prometheus yes"]);
    assert_eq!(seen(&server(&owned("Prometheus"), image)), ["operator prometheus yes"]);
    assert_eq!(
        seen(&server(&owned("PrometheusAgent"), image)),
        ["operator prometheus yes", "plain prometheus-agent yes"]
    );
    assert_eq!(
        seen(&server("", "victoriametrics/victoria-metrics:v1.125.0")),
        ["operator prometheus yes", "plain victoria-metrics yes"]
    );
}

#[test]
fn shards_multiply_replicas() {
    let facts = facts(&stack(
        "  replicas: 1\n  serviceMonitorSelector",
        "  replicas: 2\n  shards: 3\n  serviceMonitorSelector",
    ));
    assert_eq!(facts.prometheuses.seen()[0].replicas, 6);
}

#[test]
fn an_alertmanager_is_connected_if_a_prometheus_names_a_service_of_its_pods() {
    let world = format!("{STACK}{ALERTMANAGER}");
    let name = "alertmanagers: [{namespace: monitoring, name: alertmanager, port: http-web}]";
    let cases = [
        ("as it stands", "", "", "yes"),
        ("the namespace may be left out", name, "alertmanagers: [{name: alertmanager, port: http-web}]", "yes"),
        ("the number of a port", name, "alertmanagers: [{name: alertmanager, port: 9093}]", "yes"),
        (
            "a Service that does not exist",
            name,
            "alertmanagers: [{namespace: monitoring, name: other, port: http-web}]",
            "no",
        ),
        ("another namespace", name, "alertmanagers: [{namespace: shop, name: alertmanager, port: http-web}]", "no"),
        ("a port that the Service lacks", "{name: http-web, port: 9093}", "{name: web, port: 9093}", "no"),
        ("a Service of other pods", "component: alert-router}, ports", "component: other}, ports", "no"),
        ("no Alertmanager is named", name, "alertmanagers: []", "no"),
        (
            "a Secret names more",
            &format!("alerting: {{{name}}}"),
            "additionalAlertManagerConfigs: {name: s, key: k}",
            "undetermined",
        ),
    ];
    for (claim, old, new, wanted) in cases {
        let facts = facts(&replaced(&world, old, new));
        assert_eq!(said(&facts.alertmanagers.seen()[0].connected), wanted, "{claim}");
    }
    assert_eq!(said(&refused(&world, "services").alertmanagers.seen()[0].connected), "forbidden");
    assert_eq!(known(&facts(&world).prometheuses.seen()[0].alerting_to), ["monitoring/alertmanager"]);
    assert!(known(&facts(STACK).prometheuses.seen()[0].alerting_to).is_empty());
}

#[test]
fn a_plain_alertmanager_is_connected_by_the_operators_prometheus_or_by_a_file() {
    let with_operator = facts(&format!("{STACK}{PLAIN}"));
    let alertmanager = &with_operator.alertmanagers.seen()[0];
    assert_eq!(
        (alertmanager.kind.as_str(), said(&alertmanager.ready), said(&alertmanager.connected)),
        ("plain", "yes", "yes")
    );
    let nobody = facts(PLAIN.trim_start_matches("\n---"));
    assert_eq!(said(&nobody.alertmanagers.seen()[0].connected), "no");
    let by_file = facts(&format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: p, namespace: monitoring}}\nspec: {{template: {{spec: {{containers: [{{name: p, image: 'prom/prometheus:v2.47.0'}}]}}}}}}{PLAIN}"
    ));
    assert_eq!(said(&by_file.alertmanagers.seen()[0].connected), "undetermined");
}
