//! Which workloads are scraped.

use super::{POD_MONITOR, STACK, desired_facts, facts, replaced, said, stack, workload};
use crate::known;

const MONITOR: &str = "labels: {release: kps}}\nspec:\n  selector";
const NO_MONITOR: &str = "labels: {release: none}}\nspec:\n  selector";
const SELECTOR: &str = "serviceMonitorSelector: {matchLabels: {release: kps}}";

fn plain_prometheus(image: &str) -> String {
    format!(
        "\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: prom, namespace: monitoring, generation: 1}}\nspec: {{replicas: 1, template: {{metadata: {{labels: {{app: prom}}}}, spec: {{containers: [{{name: p, image: '{image}'}}]}}}}}}\nstatus: {{observedGeneration: 1, readyReplicas: 1}}\n"
    )
}

#[test]
fn a_selected_monitor_that_points_to_a_port_scrapes_the_workload() {
    let cases = [
        ("as it stands", "", "", "yes"),
        ("a monitor that nobody takes", MONITOR, NO_MONITOR, "no"),
        ("a port that the Service lacks", "endpoints: [{port: metrics}]", "endpoints: [{port: other}]", "no"),
        ("a Service without its labels", "labels: {app: web-service}", "labels: {app: x}", "no"),
        ("a Service that selects others", "  selector: {app: web}\n  ports", "  selector: {app: x}\n  ports", "no"),
        ("nothing is ready now", "ready: true", "ready: false", "yes"),
    ];
    for (claim, old, new, wanted) in cases {
        assert_eq!(said(&workload(&facts(&stack(old, new)), "web").scraped), wanted, "{claim}");
    }
}

#[test]
fn a_pod_monitor_scrapes_without_any_service() {
    let world =
        replaced(&format!("{STACK}{POD_MONITOR}"), "selector: {app: web}\n  ports", "selector: {app: x}\n  ports");
    assert_eq!(said(&workload(&facts(&world), "web").scraped), "yes");
    assert_eq!(said(&workload(&facts(&world), "operator").scraped), "no");
}

#[test]
fn annotations_count_where_a_prometheus_without_operator_minds_them() {
    let annotated = |world: &str| {
        replaced(
            world,
            "labels: {app: web, tier: front}",
            "labels: {app: web}, annotations: {prometheus.io/scrape: 'true'}",
        )
    };
    let bare = stack(MONITOR, NO_MONITOR);
    let server = "prom/prometheus:v2.47.0";
    let cases = [
        ("the operator's Prometheus minds none", annotated(&bare), "no"),
        ("a plain one does", annotated(&bare) + &plain_prometheus(server), "yes"),
        ("without annotation its configuration decides", bare.clone() + &plain_prometheus(server), "undetermined"),
        (
            "an annotation that says no",
            annotated(&bare).replace("scrape: 'true'", "scrape: 'false'") + &plain_prometheus(server),
            "undetermined",
        ),
        (
            "another server's configuration decides",
            annotated(&bare) + &plain_prometheus("victoriametrics/victoria-metrics:v1.125.0"),
            "undetermined",
        ),
    ];
    for (claim, world, wanted) in cases {
        assert_eq!(said(&workload(&facts(&world), "web").scraped), wanted, "{claim}");
    }
    let on_service = replaced(&bare, "labels: {app: web-service}", "annotations: {prometheus.io/scrape: 'true'}")
        + &plain_prometheus(server);
    assert_eq!(said(&workload(&facts(&on_service), "web").scraped), "yes");
}

#[test]
fn what_a_prometheus_collects_beside_monitors_leaves_the_question_open() {
    let bare = stack(MONITOR, NO_MONITOR);
    let with = |spec: &str| replaced(&bare, SELECTOR, &format!("{SELECTOR}\n  {spec}"));
    let config = "\n---\napiVersion: monitoring.coreos.com/v1alpha1\nkind: ScrapeConfig\nmetadata: {name: s, namespace: monitoring, labels: {release: kps}}\nspec: {}\n";
    let cases = [
        ("scrape jobs in a Secret", with("additionalScrapeConfigs: {name: s, key: k}"), "undetermined"),
        ("pushes by OTLP", with("enableOTLPReceiver: true"), "undetermined"),
        ("pushes by OTLP, the old way", with("enableFeatures: [otlp-write-receiver]"), "undetermined"),
        ("a selector of ScrapeConfigs without any", with("scrapeConfigSelector: {matchLabels: {release: kps}}"), "no"),
        ("a ScrapeConfig that it takes", with("scrapeConfigSelector: {}") + config, "undetermined"),
        ("a ScrapeConfig that it leaves", with("scrapeConfigSelector: {matchLabels: {release: x}}") + config, "no"),
    ];
    for (claim, world, wanted) in cases {
        assert_eq!(said(&workload(&facts(&world), "web").scraped), wanted, "{claim}");
    }
    let unmanaged = replaced(
        &replaced(&bare, SELECTOR, "retention: 1d"),
        "podMonitorSelector: {matchLabels: {release: kps}}",
        "shards: 1",
    );
    assert_eq!(said(&workload(&facts(&unmanaged), "web").scraped), "undetermined");
}

#[test]
fn desired_state_goes_by_the_spec_and_by_what_is_here() {
    assert_eq!(said(&workload(&desired_facts(STACK), "web").scraped), "yes");
    assert_eq!(said(&workload(&desired_facts(&stack(MONITOR, NO_MONITOR)), "web").scraped), "no");
    let bare = STACK.split("---").filter(|it| !it.contains("kind: ServiceMonitor")).collect::<Vec<_>>().join("---");
    assert_eq!(said(&workload(&desired_facts(&bare), "web").scraped), "out of scope");
    assert_eq!(said(&workload(&facts(&bare), "web").scraped), "no");
}

#[test]
fn a_prometheus_that_is_here_decides_before_one_that_is_elsewhere() {
    let documents = |left_out: &[&str]| {
        let kept = STACK.split("---").filter(|it| !left_out.iter().any(|kind| it.contains(kind)));
        kept.collect::<Vec<_>>().join("---")
    };
    let operator = ["kind: Prometheus", "image: quay.io/prometheus-operator"];
    let everything = ["kind: ServiceMonitor", operator[0], operator[1]];
    let plain = plain_prometheus("prom/prometheus:v2.47.0");
    let cases = [
        ("nothing of monitoring is here", documents(&everything), "out of scope"),
        ("its configuration was not read, but is here", documents(&everything) + &plain, "undetermined"),
        ("a monitor for one that is elsewhere", documents(&operator), "out of scope"),
        ("both", documents(&operator) + &plain, "undetermined"),
    ];
    for (claim, world, wanted) in cases {
        assert_eq!(said(&workload(&desired_facts(&world), "web").scraped), wanted, "{claim}");
    }
}

#[test]
fn metrics_are_declared_by_the_name_of_a_port_or_an_annotation() {
    let declares = |old: &str, new: &str| workload(&facts(&stack(old, new)), "web").declares_metrics;
    assert!(!declares("", ""));
    assert!(declares("{name: prom, containerPort", "{name: http-metrics, containerPort"));
    assert!(declares(
        "labels: {app: web, tier: front}",
        "labels: {app: web}, annotations: {prometheus.io/scrape: 'true'}"
    ));
    assert!(!known(&workload(&facts(&stack(MONITOR, NO_MONITOR)), "web").scraped));
}
