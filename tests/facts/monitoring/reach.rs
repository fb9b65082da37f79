//! Rules 4 to 7 of the operator: namespaces, Service labels, port names, ready addresses.

use super::{POD_MONITOR, STACK, desired_facts, facts, monitor, replaced, said, stack};
use crate::known;

const SERVICE: &str = "metadata: {name: web, namespace: shop, labels: {app: web-service}}";
const PORTS: &str = "ports: [{name: metrics, port: 9000, targetPort: prom}]";
const ENDPOINT: &str = "endpoints: [{port: metrics}]";

#[test]
fn a_monitor_reaches_ready_addresses_behind_a_named_port() {
    let facts = facts(STACK);
    let web = monitor(&facts, "web");
    assert_eq!(web.subject, "ServiceMonitor.monitoring.coreos.com/shop/web");
    assert_eq!(known(&web.targets), ["shop/web"]);
    assert_eq!((said(&web.ports_found), known(&web.endpoints_ready)), ("yes", 2));
    assert_eq!((said(&web.reaches), known(&web.why_not)), ("yes", String::new()));
    assert_eq!(said(&web.idle), "no");
}

#[test]
fn the_first_condition_that_fails_is_named() {
    let cases = [
        (
            "labels of pods are not labels of Services",
            SERVICE,
            "metadata: {name: web, namespace: shop, labels: {app: web}}",
            "no Service has the labels",
        ),
        (
            "the Service stands in another namespace",
            SERVICE,
            "metadata: {name: web, namespace: other, labels: {app: web-service}}",
            "no Service has the labels",
        ),
        (
            "an unnamed port never matches",
            PORTS,
            "ports: [{port: 9000, targetPort: prom}]",
            "no Service has a port called metrics",
        ),
        ("a port of another name", PORTS, "ports: [{name: http, port: 9000}]", "no Service has a port called metrics"),
        ("the number of a port is no name", ENDPOINT, "endpoints: [{port: 9000}]", "no Service has a port called 9000"),
        (
            "a name wins over a target port",
            ENDPOINT,
            "endpoints: [{port: other, targetPort: prom}]",
            "no Service has a port called other",
        ),
        (
            "a target port that no container has",
            ENDPOINT,
            "endpoints: [{targetPort: 1234}]",
            "no Service has a port called 1234",
        ),
        (
            "an ExternalName has no endpoints",
            "spec:\n  selector: {app: web}",
            "spec:\n  type: ExternalName\n  externalName: x.example.com",
            "no Service has a port called metrics",
        ),
        ("nothing is ready", "ready: true", "ready: false", "no address behind port metrics is ready"),
        (
            "addresses of another port",
            "ports: [{name: metrics, port: 9000}]",
            "ports: [{name: http, port: 80}]",
            "no address behind port metrics is ready",
        ),
        (
            "addresses of another Service",
            "kubernetes.io/service-name: web",
            "kubernetes.io/service-name: other",
            "no address behind port metrics is ready",
        ),
    ];
    for (claim, old, new, wanted) in cases {
        let facts = facts(&stack(old, new));
        let web = monitor(&facts, "web");
        assert_eq!(said(&web.reaches), "no", "{claim}");
        assert!(known(&web.why_not).starts_with(wanted), "{claim}: {}", known(&web.why_not));
    }
}

#[test]
fn other_ways_to_name_a_port_reach_as_well() {
    let cases = [
        ("the name of a container's port", "endpoints: [{targetPort: prom}]"),
        ("the number of a container's port", "endpoints: [{targetPort: 9000}]"),
        ("no port is every port", "endpoints: [{interval: 30s}]"),
        ("one of two is enough", "endpoints: [{port: missing}, {port: metrics}]"),
    ];
    for (claim, new) in cases {
        assert_eq!(said(&monitor(&facts(&stack(ENDPOINT, new)), "web").reaches), "yes", "{claim}");
    }
}

#[test]
fn a_monitor_looks_into_the_namespaces_that_it_names_unless_its_prometheus_ignores_them() {
    let elsewhere = |places: &str| {
        let world = stack("namespace: shop, labels: {release: kps}", "namespace: monitoring, labels: {release: kps}");
        replaced(&world, ENDPOINT, &format!("{ENDPOINT}\n  namespaceSelector: {places}"))
    };
    for (places, wanted) in
        [("{any: true}", "yes"), ("{matchNames: [a, shop]}", "yes"), ("{matchNames: [a]}", "no"), ("{}", "no")]
    {
        assert_eq!(said(&monitor(&facts(&elsewhere(places)), "web").reaches), wanted, "{places}");
    }
    let ignored = replaced(
        &elsewhere("{any: true}"),
        "  ruleNamespaceSelector: {}",
        "  ruleNamespaceSelector: {}\n  ignoreNamespaceSelectors: true",
    );
    assert_eq!(said(&monitor(&facts(&ignored), "web").reaches), "no");
}

#[test]
fn a_workload_scaled_to_nothing_on_purpose_makes_its_monitor_idle() {
    let world = replaced(&stack("  replicas: 2\n", "  replicas: 0\n"), "ready: true", "ready: false");
    let facts = facts(&world);
    let web = monitor(&facts, "web");
    assert_eq!((said(&web.idle), said(&web.reaches)), ("yes", "no"));
}

#[test]
fn a_headless_service_is_reached_like_any_other() {
    assert_eq!(
        said(
            &monitor(
                &facts(&stack("  selector: {app: web}\n  ports", "  clusterIP: None\n  selector: {app: web}\n  ports")),
                "web"
            )
            .reaches
        ),
        "yes"
    );
}

#[test]
fn a_pod_monitor_goes_by_pod_labels_and_container_ports() {
    let world = format!("{STACK}{POD_MONITOR}");
    let facts_ = facts(&world);
    let pods = monitor(&facts_, "pods");
    assert_eq!(known(&pods.targets), ["Deployment/shop/web"]);
    assert_eq!((said(&pods.reaches), known(&pods.endpoints_ready)), ("yes", 2));
    let cases = [
        ("{matchLabels: {tier: front}}", "{matchLabels: {app: web-service}}", "no pod has the labels"),
        (
            "podMetricsEndpoints: [{port: prom}]",
            "podMetricsEndpoints: [{port: metrics}]",
            "no pod has a port called metrics",
        ),
        ("readyReplicas: 2", "readyReplicas: 0", "no address behind port prom is ready"),
    ];
    for (old, new, wanted) in cases {
        let facts = facts(&replaced(&world, old, new));
        let why = known(&monitor(&facts, "pods").why_not);
        assert!(why.starts_with(wanted), "{new}: {why}");
    }
    let numbered = replaced(&world, "podMetricsEndpoints: [{port: prom}]", "podMetricsEndpoints: [{portNumber: 9000}]");
    assert_eq!(said(&monitor(&facts(&numbered), "pods").reaches), "yes");
}

#[test]
fn in_desired_state_a_target_that_is_not_here_may_be_elsewhere() {
    let desired = desired_facts(&stack(SERVICE, "metadata: {name: web, namespace: shop}"));
    let web = monitor(&desired, "web");
    assert_eq!((said(&web.selected), said(&web.reaches)), ("yes", "out of scope"));
    // A port without a name is wrong wherever the rest is.
    let desired = desired_facts(&stack(PORTS, "ports: [{port: 9000}]"));
    assert_eq!(said(&monitor(&desired, "web").reaches), "no");
    assert_eq!(said(&monitor(&desired_facts(STACK), "web").reaches), "out of scope");
}
