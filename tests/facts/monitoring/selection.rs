//! Rules 1 to 3 of the operator: labels, namespaces, and the operator's own limits and word.

use super::{POD_MONITOR, STACK, desired_facts, facts, monitor, refused, replaced, said, stack};
use crate::known;

const CHOICE: &str = "serviceMonitorSelector: {matchLabels: {release: kps}}";
const PLACES: &str = "serviceMonitorNamespaceSelector: {}";
const FLAGS: &str = "args: [--log-level=info]";

#[test]
fn selectors_and_namespaces_decide_who_takes_a_monitor() {
    let cases = [
        ("as it stands", "", "", "yes"),
        ("a null selector selects nothing", CHOICE, "serviceMonitorSelector: null", "no"),
        ("an absent selector selects nothing", CHOICE, "retention: 10d", "no"),
        ("an empty selector selects everything", CHOICE, "serviceMonitorSelector: {}", "yes"),
        ("a label that the monitor lacks", CHOICE, "serviceMonitorSelector: {matchLabels: {release: other}}", "no"),
        ("a null namespace selector is the own namespace", PLACES, "serviceMonitorNamespaceSelector: null", "no"),
        ("namespaces by label", PLACES, "serviceMonitorNamespaceSelector: {matchLabels: {team: blue}}", "yes"),
        (
            "namespaces by a label that it lacks",
            PLACES,
            "serviceMonitorNamespaceSelector: {matchLabels: {team: red}}",
            "no",
        ),
        (
            "the label that the API server sets",
            PLACES,
            "serviceMonitorNamespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}",
            "yes",
        ),
        (
            "a paused Prometheus",
            "  replicas: 1\n  serviceMonitorSelector",
            "  paused: true\n  serviceMonitorSelector",
            "no",
        ),
        ("the operator minds the namespaces", FLAGS, "args: [--namespaces=monitoring, --namespaces=shop]", "yes"),
        ("the operator minds others", FLAGS, "args: ['--namespaces=monitoring,other']", "no"),
        ("the operator does not mind the Prometheus", FLAGS, "args: ['--namespaces=shop']", "no"),
        ("the operator denies the namespace", FLAGS, "args: ['--deny-namespaces=kube-system,shop']", "no"),
        ("instances elsewhere", FLAGS, "args: [--prometheus-instance-namespaces=other]", "no"),
        ("instances here", FLAGS, "args: [--prometheus-instance-namespaces=monitoring]", "yes"),
        ("namespaces from a variable", FLAGS, "args: [--namespaces=$(NAMESPACES)]", "undetermined"),
    ];
    for (claim, old, new, wanted) in cases {
        let facts = facts(&stack(old, new));
        let web = monitor(&facts, "web");
        assert_eq!(said(&web.selected), wanted, "{claim}");
        if wanted == "yes" {
            assert_eq!(known(&web.selected_by), ["monitoring/kps"], "{claim}");
        }
    }
}

#[test]
fn a_monitor_without_the_release_label_is_told_which_label_it_needs() {
    let facts = facts(&stack("namespace: shop, labels: {release: kps}", "namespace: shop, labels: {app: web}"));
    let web = monitor(&facts, "web");
    assert_eq!((said(&web.selected), said(&web.reaches)), ("no", "no"));
    assert_eq!(known(&web.needs_label), "release=kps");
    assert_eq!(known(&web.why_not), "no Prometheus takes it");
}

#[test]
fn no_label_helps_where_the_namespace_is_not_looked_into() {
    let world = stack(PLACES, "serviceMonitorNamespaceSelector: {matchLabels: {team: red}}");
    let world = replaced(&world, "namespace: shop, labels: {release: kps}", "namespace: shop, labels: {app: web}");
    assert_eq!(known(&monitor(&facts(&world), "web").needs_label), "");
}

#[test]
fn a_monitor_that_is_meant_for_another_prometheus_is_selected() {
    let world = format!(
        "{}\n---\napiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {{name: second, namespace: shop}}\nspec: {{serviceMonitorSelector: {{}}}}\nstatus: {{replicas: 1, availableReplicas: 1}}\n",
        stack(CHOICE, "serviceMonitorSelector: {matchLabels: {release: other}}")
    );
    assert_eq!(known(&monitor(&facts(&world), "web").selected_by), ["shop/second"]);
}

#[test]
fn the_operators_word_counts_for_the_state_that_it_speaks_of() {
    let said_of = |generation: i64, status: &str| {
        format!(
            "{}status:\n  bindings:\n  - {{group: monitoring.coreos.com, resource: prometheuses, namespace: monitoring, name: kps, conditions: [{{type: Accepted, status: '{status}', reason: InvalidConfiguration, observedGeneration: {generation}}}]}}\n",
            stack(
                "namespace: shop, labels: {release: kps}}\nspec:\n  selector",
                "namespace: shop, generation: 2, labels: {release: kps}}\nspec:\n  selector"
            )
        )
    };
    for (generation, status, wanted) in [(2, "True", "yes"), (2, "False", "no"), (1, "False", "yes")] {
        assert_eq!(
            said(&monitor(&facts(&said_of(generation, status)), "web").selected),
            wanted,
            "{generation} {status}"
        );
    }
}

#[test]
fn without_the_status_of_its_prometheus_a_dump_does_not_tell_and_desired_state_goes_by_the_spec() {
    let (before, after) = STACK.split_once("status:\n  replicas: 1").expect("the status of the Prometheus");
    let (_, after) = after.split_once("---").expect("the next object");
    let stripped = format!("{before}\n---{after}");
    assert_eq!(said(&monitor(&facts(&stripped), "web").selected), "not collected");
    assert_eq!(said(&monitor(&desired_facts(&stripped), "web").selected), "yes");
}

#[test]
fn pod_monitors_have_selectors_of_their_own() {
    let world = format!("{STACK}{POD_MONITOR}");
    assert_eq!(said(&monitor(&facts(&world), "pods").selected), "yes");
    let world = replaced(&world, "podMonitorSelector: {matchLabels: {release: kps}}", "podMonitorSelector: null");
    assert_eq!(said(&monitor(&facts(&world), "pods").selected), "no");
    assert_eq!(said(&monitor(&facts(&world), "web").selected), "yes");
}

#[test]
fn monitors_without_any_prometheus_are_not_selected_unless_it_may_be_elsewhere() {
    let alone = STACK.split("---").filter(|it| !it.contains("kind: Prometheus\n")).collect::<Vec<_>>().join("---");
    assert_eq!(said(&monitor(&facts(&alone), "web").selected), "no");
    assert_eq!(said(&monitor(&desired_facts(&alone), "web").selected), "out of scope");
    assert_eq!(said(&monitor(&refused(STACK, "prometheuses.monitoring.coreos.com"), "web").selected), "forbidden");
}

#[test]
fn another_program_that_reads_monitors_leaves_the_question_open() {
    let alone = STACK.split("---").filter(|it| !it.contains("kind: Prometheus\n")).collect::<Vec<_>>().join("---");
    let agent = |kind: &str, image: &str, owner: &str| {
        format!(
            "{alone}\n---\napiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: agent, namespace: monitoring{owner}}}\nspec: {{template: {{spec: {{containers: [{{name: a, image: '{image}'}}]}}}}}}\n"
        )
    };
    let owned = ", ownerReferences: [{apiVersion: monitoring.coreos.com/v1alpha1, kind: PrometheusAgent, name: a, controller: true}]";
    let cases = [
        ("StatefulSet", "quay.io/prometheus/prometheus:v3.6.0", owned, "undetermined"),
        ("Deployment", "victoriametrics/operator:v0.63.0", "", "undetermined"),
        ("DaemonSet", "victoriametrics/vmagent:v1.125.0", "", "undetermined"),
        ("StatefulSet", "grafana/alloy:v1.11.0", "", "undetermined"),
        ("DaemonSet", "grafana/alloy:v1.11.0", "", "no"),
        ("Deployment", "example/operator:v1.0.0", "", "no"),
    ];
    for (kind, image, owner, wanted) in cases {
        assert_eq!(said(&monitor(&facts(&agent(kind, image, owner)), "web").selected), wanted, "{kind} {image}");
    }
}

#[test]
fn rules_are_counted_by_those_that_a_prometheus_takes() {
    let rule = |name: &str, release: &str| {
        format!(
            "\n---\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {{name: {name}, namespace: shop, labels: {{release: {release}}}}}\nspec:\n  groups:\n  - name: a\n    rules: [{{alert: Down, expr: up == 0}}, {{record: 'x:y', expr: vector(1)}}]\n  - name: b\n    rules: [{{alert: Slow, expr: vector(1)}}]\n"
        )
    };
    let facts = facts(&format!("{STACK}{}{}", rule("taken", "kps"), rule("left", "other")));
    let rules: Vec<_> =
        facts.rules.seen().iter().map(|it| (it.name.as_str(), it.groups, it.alerts, said(&it.selected))).collect();
    assert_eq!(rules, [("left", 2, 2, "no"), ("taken", 2, 2, "yes")]);
    let prometheus = &facts.prometheuses.seen()[0];
    assert_eq!((known(&prometheus.rules_selected), known(&prometheus.alerts_selected)), (1, 2));
    assert_eq!(known(&prometheus.monitors_selected), 1);
    assert_eq!(prometheus.service_monitor_selector, "release=kps");
}
