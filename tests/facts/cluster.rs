//! Services, certificates, aggregated APIs.

use carbon::derive::derive;
use carbon::model::facts::network::{Certificate, Service};
use carbon::model::settings::Settings;
use carbon::model::{Because, Known};

use crate::{desired, dump, facts, known};

fn service(selector: &str, more: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: web, namespace: shop}}\nspec: {{selector: {{{selector}}}{more}}}\n---\n"
    )
}

fn workload(kind: &str, replicas: i64) -> String {
    let group = if kind == "Job" { "batch" } else { "apps" };
    format!(
        "apiVersion: {group}/v1\nkind: {kind}\nmetadata: {{name: web, namespace: shop}}\nspec: {{replicas: {replicas}, template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: [{{name: a, image: 'a:1.0'}}]}}}}}}\n---\n"
    )
}

fn slice(service: &str, ready: &str) -> String {
    format!(
        "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {{name: {service}-x, namespace: shop, labels: {{kubernetes.io/service-name: {service}}}}}\naddressType: IPv4\nports: [{{name: http, port: 80}}]\nendpoints: [{{addresses: [10.0.0.1], conditions: {{{ready}}}}}]\n---\n"
    )
}

fn web(world: &str) -> Service {
    facts(world).services.seen()[0].clone()
}

#[test]
fn a_service_selects_workloads_and_wants_pods_where_they_are_wanted() {
    for (world, selects, wanted) in [
        (workload("Deployment", 1), 1, true),
        (workload("Deployment", 0), 1, false),
        (workload("Job", 1), 1, false),
        (workload("Deployment", 2) + &workload("StatefulSet", 0), 2, true),
        (workload("Deployment", 1).replace("app: web", "app: other"), 0, false),
        (workload("Deployment", 1).replace("namespace: shop", "namespace: other"), 0, false),
    ] {
        let it = web(&(service("app: web", "") + &world));
        assert_eq!((known(&it.selects), known(&it.pods_wanted)), (selects, wanted), "{world}");
    }
}

#[test]
fn labels_that_pods_get_later_do_not_make_a_service_dangle() {
    let active = service("app: web, vault-active: 'true'", "") + &workload("StatefulSet", 1);
    assert_eq!((known(&web(&active).selects), known(&web(&active).pods_wanted)), (1, true));
    // One replica has no standby, and nobody should look for one.
    let standby = active.replace("'true'", "'false'");
    assert_eq!((known(&web(&standby).selects), known(&web(&standby).pods_wanted)), (1, false));
    assert!(known(&web(&standby.replace("replicas: 1", "replicas: 3")).pods_wanted));
    // Nothing but such a label says nothing.
    assert_eq!(known(&web(&(service("role: master", "") + &workload("StatefulSet", 1))).selects), 0);
    // Other labels have to be in the template, or on a pod.
    let other = service("app: web, tier: front", "") + &workload("Deployment", 1);
    assert_eq!(known(&web(&other).selects), 0);
}

#[test]
fn pods_of_an_operator_are_selected_by_the_labels_that_they_have() {
    let pod = |name: &str, role: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: shop, labels: {{cluster: pg, part: {role}}}, ownerReferences: [{{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, name: pg, controller: true}}]}}\nspec: {{containers: [{{name: a, image: 'a:1.0'}}]}}\nstatus: {{phase: Running}}\n---\n"
        )
    };
    let world = service("cluster: pg, part: second", "") + &pod("pg-1", "first") + &pod("pg-2", "second");
    assert_eq!((known(&web(&world).selects), known(&web(&world).pods_wanted)), (1, true));
}

#[test]
fn a_service_whose_pods_are_not_in_the_manifests_is_out_of_scope_and_not_dangling() {
    let facts = derive(&desired(&service("app: web", "")), &Settings::default());
    assert!(facts.services.seen()[0].selects.get().unwrap_err().is_out_of_scope());
    assert!(facts.services.seen()[0].ready_endpoints.get().unwrap_err().is_out_of_scope());
    let both = derive(&desired(&(service("app: web", "") + &workload("Deployment", 1))), &Settings::default());
    assert_eq!(known(&both.services.seen()[0].selects), 1);
}

#[test]
fn services_without_a_selector_are_filled_by_somebody_else() {
    let it = web(&service("", ", type: ExternalName, externalName: db.example.com"));
    assert!(it.without_selector && it.external_name);
    assert_eq!((it.kind.as_str(), known(&it.selects)), ("ExternalName", 0));
    let it = web(&service("", ", clusterIP: None, ports: [{name: http, port: 80}]"));
    assert!(it.without_selector && !it.external_name && it.headless);
    assert_eq!((it.ports[0].name.as_str(), it.ports[0].number), ("http", 80));
}

#[test]
fn endpoints_are_ready_unless_they_say_no() {
    for (world, ready) in [
        (slice("web", "ready: true"), 1),
        (slice("web", ""), 1),
        (slice("web", "ready: false"), 0),
        (slice("other", "ready: true"), 0),
        (slice("web", "ready: true").replace("namespace: shop", "namespace: other"), 0),
        (String::new(), 0),
    ] {
        assert_eq!(known(&web(&(service("app: web", "") + &world)).ready_endpoints), ready, "{world}");
    }
    let mut observed = dump(&(service("app: web", "") + &slice("web", "ready: true")));
    observed.refuse("endpointslices.discovery.k8s.io", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    assert_eq!(facts.services.seen()[0].ready_endpoints.get().unwrap_err().because, Because::Forbidden);
}

#[test]
fn refused_workloads_do_not_make_a_service_dangle() {
    let mut observed = dump(&(service("app: web", "") + &workload("Deployment", 1)));
    observed.refuse("deployments.apps", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    assert_eq!(facts.services.seen()[0].selects.get().unwrap_err().because, Because::Forbidden);
}

fn certificate(ready: &str, times: &str) -> Certificate {
    let world = format!(
        "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {{name: web, namespace: shop}}\nspec: {{secretName: web, dnsNames: [web.example.com], issuerRef: {{kind: ClusterIssuer, name: le}}}}\nstatus: {{conditions: [{{type: Ready, status: '{ready}'}}]{times}}}\n"
    );
    facts(&world).certificates.seen()[0].clone()
}

#[test]
fn a_certificate_tells_its_end_and_whether_its_renewal_is_late() {
    // The world is read on 20 October 2025 at noon.
    let it = certificate(
        "True",
        ", notBefore: '2025-09-01T00:00:00Z', notAfter: '2025-11-30T12:00:00Z', renewalTime: '2025-10-31T00:00:00Z'",
    );
    assert_eq!((it.subject.as_str(), it.issuer.as_str()), ("Certificate.cert-manager.io/shop/web", "ClusterIssuer/le"));
    assert_eq!(known(&it.expires_in).0, 41 * 86400);
    assert!(known(&it.ready) && !known(&it.renewal_overdue) && !known(&it.short_lived));

    for (renewal, overdue) in
        [("2025-10-20T11:30:00Z", false), ("2025-10-20T10:30:00Z", true), ("2025-10-20T13:00:00Z", false)]
    {
        let it = certificate("True", &format!(", notAfter: '2025-11-01T00:00:00Z', renewalTime: '{renewal}'"));
        assert_eq!(known(&it.renewal_overdue), overdue, "{renewal}");
    }
    let weekly = certificate("True", ", notBefore: '2025-10-18T00:00:00Z', notAfter: '2025-10-25T00:00:00Z'");
    assert!(known(&weekly.short_lived));
    assert!(known(&certificate("True", ", notAfter: '2025-10-20T11:59:00Z'").expires_in).0 < 0);
}

#[test]
fn a_certificate_that_was_never_issued_has_no_end_and_one_without_status_is_unknown() {
    let it = certificate("False", ", failedIssuanceAttempts: 3");
    assert_eq!((known(&it.ready), known(&it.failed_attempts)), (false, 3));
    assert!(matches!(it.not_after.get().unwrap_err().because, Because::Undetermined(_)));
    let world = "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: web, namespace: shop}\nspec: {secretName: web, issuerRef: {name: le}}\n";
    assert_eq!(facts(world).certificates.seen()[0].ready.get().unwrap_err().because, Because::NotCollected);
    let desired = derive(&desired(world), &Settings::default());
    assert!(desired.certificates.seen()[0].ready.get().unwrap_err().is_out_of_scope());
}

fn api(name: &str, service: &str, available: &str) -> String {
    let (version, group) = name.split_once('.').unwrap();
    format!(
        "apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {{name: {name}}}\nspec: {{group: {group}, version: {version}{service}}}\nstatus: {{conditions: [{{type: Available, status: '{available}'}}]}}\n---\n"
    )
}

#[test]
fn only_apis_of_other_servers_can_be_away() {
    let there = ", service: {namespace: kube-system, name: metrics-server}";
    let world = api("v1.apps", "", "True") + &api("v1beta1.metrics.k8s.io", there, "False");
    let facts = facts(&world);
    let apis = facts.apis.seen();
    assert_eq!(apis.len(), 1);
    assert_eq!((apis[0].subject.as_str(), known(&apis[0].available)), ("APIService/v1beta1.metrics.k8s.io", false));
    assert_eq!(apis[0].service, "kube-system/metrics-server");
}

#[test]
fn the_metrics_api_is_there_if_it_answers() {
    let there = ", service: {namespace: kube-system, name: metrics-server}";
    let metrics = |world: &str| facts(world).cluster.metrics_api;
    assert_eq!(metrics(&api("v1beta1.metrics.k8s.io", there, "True")), Known::Yes(true));
    assert_eq!(metrics(&api("v1beta1.metrics.k8s.io", there, "False")), Known::Yes(false));
    assert_eq!(metrics(&api("v1beta1.custom.metrics.k8s.io", there, "True")), Known::Yes(false), "another group");
    assert_eq!(metrics(""), Known::Yes(false));
    let mut observed = dump(&api("v1beta1.metrics.k8s.io", there, "True"));
    observed.refuse("apiservices.apiregistration.k8s.io", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    assert_eq!(facts.cluster.metrics_api.get().unwrap_err().because, Because::Forbidden);
    assert!(facts.apis.all().is_err());
}

#[test]
fn budgets_and_autoscalers_of_what_is_not_in_the_manifests_are_out_of_scope() {
    let world = "
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
---
";
    let alone = derive(&desired(world), &Settings::default());
    assert!(alone.budgets.seen()[0].orphan.get().unwrap_err().is_out_of_scope());
    assert!(alone.autoscalers.seen()[0].target_exists.get().unwrap_err().is_out_of_scope());
    let both = derive(&desired(&(world.to_owned() + &workload("Deployment", 1))), &Settings::default());
    assert!(!known(&both.budgets.seen()[0].orphan) && known(&both.autoscalers.seen()[0].target_exists));
    assert!(known(&both.budgets.seen()[0].blocks_drain), "one of one");
    // In a whole dump the absence of pods is knowledge.
    let facts = facts(world);
    assert!(known(&facts.budgets.seen()[0].orphan) && !known(&facts.autoscalers.seen()[0].target_exists));
}
