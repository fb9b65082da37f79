//! Images: who uses them, what they are, where they come from; the registry in the cluster.

use carbon::derive::derive;
use carbon::model::Because;
use carbon::model::facts::Facts;
use carbon::model::facts::image::Image;
use carbon::model::settings::{Config, Settings};

use crate::{desired, dump, facts, known};

/// A Deployment that is rolled out, with one container.
fn deployment(namespace: &str, name: &str, image: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: {namespace}, generation: 1}}\nspec:\n  selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec: {{containers: [{{name: main, image: '{image}'}}]}}\nstatus: {{observedGeneration: 1, replicas: 1, readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1}}\n---\n"
    )
}

/// A pod of a Deployment's ReplicaSet, or one that nobody made.
fn pod(namespace: &str, name: &str, of: Option<&str>, image: &str, id: &str) -> String {
    let owner = of.map(|it| {
        format!(", ownerReferences: [{{apiVersion: apps/v1, kind: ReplicaSet, name: {it}-1, controller: true}}]")
    });
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: {namespace}{}}}\nspec: {{containers: [{{name: main, image: '{image}'}}]}}\nstatus: {{phase: Running, containerStatuses: [{{name: main, image: x, imageID: '{id}', ready: true}}]}}\n---\n",
        owner.unwrap_or_default()
    )
}

fn replica_set(namespace: &str, of: &str, image: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {{name: {of}-1, namespace: {namespace}, ownerReferences: [{{apiVersion: apps/v1, kind: Deployment, name: {of}, controller: true}}]}}\nspec: {{template: {{spec: {{containers: [{{name: main, image: '{image}'}}]}}}}}}\n---\n"
    )
}

/// Harbor, with a way in.
fn harbor() -> String {
    deployment("registry", "harbor-core", "goharbor/harbor-core:v2.13.2")
        + &deployment("registry", "cache", "redis:7.4.1")
        + "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: harbor, namespace: registry}\nspec: {rules: [{host: harbor.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: harbor, port: {number: 80}}}}]}}]}\n---\n"
}

fn image<'a>(facts: &'a Facts, reference: &str) -> &'a Image {
    let found = facts.images.seen().iter().find(|it| it.reference == reference);
    found.unwrap_or_else(|| panic!("no {reference} among {:?}", references(facts)))
}

fn references(facts: &Facts) -> Vec<&str> {
    facts.images.seen().iter().map(|it| it.reference.as_str()).collect()
}

fn mirror(host: &str) -> Settings {
    Settings { config: Config { mirror: Some(host.to_owned()), ..Config::default() }, ..Settings::default() }
}

#[test]
fn one_image_stands_for_all_its_spellings() {
    let world = deployment("a", "one", "nginx:1.27.3")
        + &deployment("b", "two", "docker.io/library/nginx:1.27.3")
        + &deployment("b", "three", "index.docker.io/nginx:1.27.3");
    let facts = facts(&world);
    assert_eq!(references(&facts), ["docker.io/library/nginx:1.27.3"]);
    let nginx = &facts.images.seen()[0];
    assert_eq!(nginx.subject, "image/docker.io/library/nginx:1.27.3");
    assert_eq!(
        (nginx.registry.as_str(), nginx.repository.as_str(), nginx.tag.as_str()),
        ("docker.io", "library/nginx", "1.27.3")
    );
    assert_eq!(known(&nginx.workloads), ["Deployment/a/one", "Deployment/b/three", "Deployment/b/two"]);
    assert_eq!(known(&nginx.namespaces), ["a", "b"]);
}

#[test]
fn init_containers_image_volumes_and_cron_jobs_have_images() {
    let world = "
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: a}
spec:
  schedule: '0 3 * * *'
  jobTemplate:
    spec:
      template:
        spec:
          initContainers: [{name: wait, image: 'busybox:1.36.1'}]
          containers: [{name: run, image: 'alpine:3.20.3'}]
          volumes: [{name: model, image: {reference: 'quay.io/models/small:2.0.1'}}]
";
    let wanted = ["docker.io/library/alpine:3.20.3", "docker.io/library/busybox:1.36.1", "quay.io/models/small:2.0.1"];
    assert_eq!(references(&facts(world)), wanted);
}

#[test]
fn what_runs_counts_and_what_has_ended_does_not() {
    let ended = pod("a", "done", None, "busybox:1.36.1", "").replace("phase: Running", "phase: Succeeded");
    let facts = facts(&(ended + &pod("a", "lonely", None, "alpine:3.20.3", "")));
    assert_eq!(references(&facts), ["docker.io/library/alpine:3.20.3"]);
}

#[test]
fn how_firmly_a_reference_names_an_image() {
    let digest = format!("nginx:latest@sha256:{}", "0".repeat(64));
    for (written, wanted) in [
        ("nginx", "moving"),
        ("nginx:latest", "moving"),
        ("postgres:16", "moving"),
        // Each release of this project has one number.
        ("trinodb/trino:436", "version"),
        ("harbor.example.com/mirror/docker.io/trinodb/trino:436", "version"),
        ("trinodb/trino:latest", "moving"),
        ("nginx:1.27.3", "version"),
        (digest.as_str(), "digest"),
    ] {
        let facts = facts(&deployment("a", "web", written));
        assert_eq!(known(&facts.images.seen()[0].pinned), wanted, "{written}");
    }
}

#[test]
fn a_placeholder_is_no_reference_yet_and_decides_nothing() {
    for written in ["${REGISTRY}/web:1.0", "$(params.image)", "{{ .Values.image }}"] {
        let observed = desired(&deployment("a", "web", written));
        let facts = derive(&observed, &mirror("harbor.example.com"));
        let it = &facts.images.seen()[0];
        assert!(!it.valid, "{written}");
        assert!(matches!(it.pinned.get().unwrap_err().because, Because::Undetermined(_)));
        assert!(matches!(it.from_mirror.get().unwrap_err().because, Because::Undetermined(_)));
    }
}

#[test]
fn what_the_registry_needs_is_bootstrap_until_somebody_else_uses_it() {
    let facts_of = |more: &str| facts(&(harbor() + more));
    let table = [
        ("registry", "cache", "redis:7.4.1", true),
        ("cert-manager", "cert-manager", "quay.io/jetstack/cert-manager-controller:v1.16.1", true),
        ("kube-system", "coredns", "registry.k8s.io/coredns/coredns:v1.12.0", true),
        ("edge", "ingress", "registry.k8s.io/ingress-nginx/controller:v1.13.3", true),
        ("disks", "csi", "registry.k8s.io/sig-storage/csi-provisioner:v5.1.0", true),
        ("backup", "velero", "velero/velero:v1.17.0", true),
        ("shop", "web", "nginx:1.27.3", false),
    ];
    for (namespace, name, written, wanted) in table {
        let facts = facts_of(&deployment(namespace, name, written));
        let reference = facts.images.seen().iter().find(|it| it.reference.ends_with(written)).unwrap();
        assert_eq!(known(&reference.bootstrap), wanted, "{written}");
    }
    let shared = facts_of(&deployment("shop", "sessions", "redis:7.4.1"));
    assert!(!known(&image(&shared, "docker.io/library/redis:7.4.1").bootstrap));
}

#[test]
fn with_a_list_refused_one_ordinary_user_still_decides_and_the_rest_is_unknown() {
    let mut observed = dump(&(harbor() + &deployment("shop", "web", "nginx:1.27.3")));
    observed.refuse("statefulsets.apps", Because::Forbidden);
    let facts = derive(&observed, &mirror("harbor.example.com"));
    let web = image(&facts, "docker.io/library/nginx:1.27.3");
    // A registry that was not seen may stand beside it.
    assert!(web.bootstrap.get().is_err());
    assert!(web.workloads.get().is_err() && web.operator_chosen == carbon::model::Known::Yes(false));
    assert!(image(&facts, "docker.io/library/redis:7.4.1").bootstrap.get().is_err());
    assert!(!known(&web.from_mirror), "the name alone tells");
    assert!(facts.images.all().is_err());
}

#[test]
fn what_an_operator_or_a_sidecar_injector_brings_was_not_chosen_by_the_team() {
    let owned = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: p, namespace: m, ownerReferences: [{apiVersion: monitoring.coreos.com/v1, kind: Prometheus, name: p, controller: true}]}\nspec: {template: {spec: {containers: [{name: main, image: 'quay.io/prometheus/prometheus:v3.6.0'}]}}}\n---\n";
    let injected = pod("a", "web-1-x", Some("web"), "nginx:1.27.3", "")
        .replace("containers: [", "containers: [{name: proxy, image: 'docker.io/istio/proxyv2:1.27.0'}, ");
    let world = owned.to_owned()
        + &deployment("a", "web", "nginx:1.27.3")
        + &replica_set("a", "web", "nginx:1.27.3")
        + &injected;
    let facts = facts(&world);
    for (reference, wanted) in [
        ("quay.io/prometheus/prometheus:v3.6.0", true),
        ("docker.io/istio/proxyv2:1.27.0", true),
        ("docker.io/library/nginx:1.27.3", false),
    ] {
        assert_eq!(known(&image(&facts, reference).operator_chosen), wanted, "{reference}");
    }
    assert_eq!(known(&image(&facts, "docker.io/istio/proxyv2:1.27.0").workloads), ["Deployment/a/web"]);
}

#[test]
fn without_a_registry_of_ones_own_there_is_no_question() {
    let facts = facts(&deployment("a", "web", "nginx:1.27.3"));
    let it = &facts.images.seen()[0];
    assert_eq!((known(&it.mirror_known), known(&it.from_mirror)), (false, false));
    assert!(!known(&facts.workloads.seen()[0].pulls_from_mirror));
}

#[test]
fn the_mirror_of_carbon_yaml_is_a_host_with_a_path() {
    let world = deployment("a", "in", "harbor.example.com/mirror/nginx:1.27.3")
        + &deployment("a", "out", "harbor.example.com/mirrors/nginx:1.27.3");
    let facts = derive(&dump(&world), &mirror("https://Harbor.example.com/mirror/"));
    let from: Vec<bool> = facts.images.seen().iter().map(|it| known(&it.from_mirror)).collect();
    assert_eq!(from, [true, false]);
    let pulls: Vec<bool> = facts.workloads.seen().iter().map(|it| known(&it.pulls_from_mirror)).collect();
    assert_eq!(pulls, [true, false]);
}

#[test]
fn the_registry_in_the_cluster_is_known_by_its_routes_by_itself_and_by_its_services() {
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: harbor-core, namespace: registry}\ndata: {EXT_ENDPOINT: 'https://harbor.internal:8443'}\n---\n";
    let world = harbor()
        + config
        + &deployment("a", "route", "harbor.example.com/lib/nginx:1.0.1")
        + &deployment("a", "said", "harbor.internal:8443/lib/nginx:1.0.2")
        + &deployment("a", "service", "harbor.registry.svc.cluster.local/lib/nginx:1.0.3")
        + &deployment("a", "hub", "nginx:1.0.4");
    let facts = facts(&world);
    let registry = &facts.registries.seen()[0];
    assert_eq!((registry.subject.as_str(), registry.kind.as_str()), ("Deployment/registry/harbor-core", "harbor"));
    assert_eq!(known(&registry.hosts), ["harbor.example.com", "harbor.internal"]);
    for (tag, wanted) in [("1.0.1", true), ("1.0.2", true), ("1.0.3", true), ("1.0.4", false)] {
        let it = facts.images.seen().iter().find(|it| it.tag == tag).unwrap();
        assert_eq!((known(&it.mirror_known), known(&it.from_mirror)), (true, wanted), "{tag}");
    }
}

#[test]
fn a_registry_without_a_way_in_has_a_name_that_nobody_can_tell() {
    let world = deployment("registry", "harbor-core", "goharbor/harbor-core:v2.13.2")
        + &deployment("a", "web", "harbor.local/lib/nginx:1.27.3");
    let facts = facts(&world);
    let it = image(&facts, "harbor.local/lib/nginx:1.27.3");
    assert!(known(&it.mirror_known));
    assert!(matches!(it.from_mirror.get().unwrap_err().because, Because::Undetermined(_)));
}

#[test]
fn refused_routes_leave_what_does_not_fit_unknown() {
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: harbor-core, namespace: registry}\ndata: {EXT_ENDPOINT: 'https://harbor.internal'}\n---\n";
    let world = harbor()
        + config
        + &deployment("a", "said", "harbor.internal/lib/nginx:1.0.1")
        + &deployment("a", "route", "harbor.example.com/lib/nginx:1.0.2");
    let mut observed = dump(&world);
    observed.refuse("ingresses.networking.k8s.io", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    assert!(known(&image(&facts, "harbor.internal/lib/nginx:1.0.1").from_mirror));
    let unsure = image(&facts, "harbor.example.com/lib/nginx:1.0.2");
    assert_eq!(unsure.from_mirror.get().unwrap_err().because, Because::Forbidden);
    assert!(facts.registries.seen()[0].hosts.get().is_err());
}

#[test]
fn what_runs_is_what_the_nodes_report() {
    let id = format!("docker.io/library/nginx@sha256:{}", "a".repeat(64));
    let world = deployment("a", "web", "nginx:1.27.3")
        + &replica_set("a", "web", "nginx:1.27.3")
        + &pod("a", "web-1-x", Some("web"), "nginx:1.27.3", &id)
        + &pod("a", "local", None, "mine:1.0.0", &format!("sha256:{}", "b".repeat(64)));
    let facts = facts(&world);
    let digests = known(&image(&facts, "docker.io/library/nginx:1.27.3").running_digests);
    assert_eq!(digests, [format!("sha256:{}", "a".repeat(64))]);
    let local = image(&facts, "docker.io/library/mine:1.0.0");
    assert!(matches!(local.running_digests.get().unwrap_err().because, Because::Undetermined(_)));
    let desired = derive(&desired(&deployment("a", "web", "nginx:1.27.3")), &Settings::default());
    assert!(desired.images.seen()[0].running_digests.get().unwrap_err().is_out_of_scope());
}

#[test]
fn frozen_sources_say_so_as_of_now() {
    for (written, frozen) in [
        ("k8s.gcr.io/pause:3.9", true),
        ("bitnami/redis:7.2.4", true),
        ("bitnami/redis:latest", false),
        ("bitnamilegacy/redis:7.2.4", false),
        ("registry.k8s.io/pause:3.9", false),
        // Promtail ends in 2026, but its registry does not.
        ("grafana/promtail:3.0.0", false),
    ] {
        let facts = facts(&deployment("a", "web", written));
        assert_eq!(!known(&facts.images.seen()[0].frozen).is_empty(), frozen, "{written}");
    }
    let by_digest = facts(&deployment("a", "web", &format!("bitnami/redis@sha256:{}", "c".repeat(64))));
    assert!(by_digest.images.seen()[0].frozen.get().is_err());
}

#[test]
fn the_registry_is_complete_or_says_what_is_not() {
    let trivy = deployment("registry", "harbor-trivy", "goharbor/trivy-adapter-photon:v2.13.2");
    let stopped = deployment("registry", "harbor-core", "goharbor/harbor-core:v2.13.2")
        .replace("spec:\n", "spec:\n  replicas: 0\n");
    let unready = trivy.replace("readyReplicas: 1", "readyReplicas: 0");
    for (world, wanted) in [
        (harbor() + &trivy, vec![]),
        (harbor() + &unready, vec!["Deployment/harbor-trivy"]),
        // Nothing is wanted of it, and so nothing is wrong with its rollout; but it is the registry.
        (stopped + &trivy, vec!["Deployment/harbor-core"]),
    ] {
        assert_eq!(known(&facts(&world).registries.seen()[0].components_down), wanted);
    }
    let components = known(&facts(&(harbor() + &trivy)).registries.seen()[0].components);
    assert_eq!(components, ["Deployment/harbor-core", "Deployment/harbor-trivy"], "a cache beside it is not Harbor's");
    let stripped = (harbor() + &trivy).lines().filter(|it| !it.starts_with("status:")).collect::<Vec<_>>().join("\n");
    assert!(facts(&stripped).registries.seen()[0].components_down.get().is_err());
}

#[test]
fn images_of_ignored_namespaces_alone_are_left_out() {
    let world = deployment("sandbox-1", "web", "nginx:1.27.3")
        + &deployment("sandbox-2", "job", "alpine:3.20.3")
        + &deployment("shop", "job", "alpine:3.20.3");
    let config = Config { ignore: vec!["sandbox-*".to_owned()], ..Config::default() };
    let facts = derive(&dump(&world), &Settings { config, ..Settings::default() });
    assert_eq!(references(&facts), ["docker.io/library/alpine:3.20.3"]);
}
