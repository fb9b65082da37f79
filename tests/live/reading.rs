//! What carbon sees of a real API server: pages, what expires, APIs that are dead, status that controllers write.

use std::time::Duration;

use carbon::net::kube::{Cluster, Failure, Options};
use serde_json::{Value, json};

use crate::plane::Plane;
use crate::run::{carbon, fact, report, run, stderr, verdicts};
use crate::shop;

/// Puts many small objects into a namespace of their own.
fn config_maps(plane: &Plane, namespace: &str, count: usize) {
    plane.apply(&format!("{{apiVersion: v1, kind: Namespace, metadata: {{name: {namespace}}}}}"));
    let objects: Vec<Value> =
        (0..count).map(|number| json!({"metadata": {"name": format!("c{number:05}")}, "data": {"a": "b"}})).collect();
    plane.create(&format!("/api/v1/namespaces/{namespace}/configmaps"), &objects);
}

/// Asks the server through carbon's own connection.
fn asked(plane: &Plane, path: &str) -> Result<Value, Failure> {
    let options = Options {
        kubeconfig: Some(plane.kubeconfig().to_owned()),
        context: None,
        impersonate: None,
        impersonate_groups: Vec::new(),
        timeout: Duration::from_secs(60),
        agent: "carbon-test".to_owned(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let cluster = Cluster::connect(&options).await.expect("a connection");
        let answer = cluster.get(path, "application/json").await?;
        Ok(serde_json::from_slice(&answer.body).expect("JSON"))
    })
}

#[test]
fn a_list_of_many_pages_is_read_to_its_end() {
    let plane = shop::plane();
    config_maps(plane, "pages", 1_201);
    let output = run(plane.kubeconfig(), &["audit", "--check", "security/*", "--fail-on", "never", "-v"]);
    let said = stderr(&output);
    let pages = said.lines().filter(|line| line.starts_with("GET /api/v1/configmaps?")).count();
    assert!(pages >= 3 || pages == 0, "{said}");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("world.json");
    let saved = run(plane.kubeconfig(), &["snapshot", "-o", path.to_str().expect("UTF-8"), "-v"]);
    assert_eq!(saved.status.code(), Some(0), "{}", stderr(&saved));
    let said = stderr(&saved);
    assert_eq!(said.lines().filter(|line| line.starts_with("GET /api/v1/configmaps?")).count(), 3, "{said}");
    let world: Value = serde_json::from_slice(&std::fs::read(path).expect("a file")).expect("JSON");
    let seen = world["config_maps"]["items"].as_array().expect("a list");
    assert_eq!(seen.iter().filter(|it| it["meta"]["namespace"] == "pages").count(), 1_202, "with the authority's own");
}

#[test]
fn a_token_whose_revision_is_compacted_is_expired_and_a_wrong_one_is_not() {
    let plane = shop::plane();
    let encode = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text);
    let old = encode(r#"{"v":"meta.k8s.io/v1","rv":1,"start":"a\u0000"}"#);
    let path = |token: &str| format!("/api/v1/events?limit=1&continue={token}");
    // Events: other lists the server may answer from memory long after etcd has forgotten them.
    shop::wait_until("the token is too old", || {
        plane.compact();
        match asked(plane, &path(&old)) {
            Ok(list) => {
                assert_eq!(list["kind"], "EventList");
                false
            }
            Err(failure) => {
                assert_eq!(failure, Failure::Expired);
                true
            }
        }
    });
    let failure = asked(plane, &path("garbage")).expect_err("a wrong token");
    assert!(matches!(failure, Failure::Unavailable { status: 400, .. }), "{failure:?}");
}

#[test]
fn an_api_whose_server_is_dead_is_unknown_and_harms_nobody_else() {
    // A control plane of its own: others would see the dead API as well.
    let plane = Plane::start().unwrap_or_else(|why| panic!("{why}"));
    let before = verdicts(&report(plane.kubeconfig(), &[]));
    plane.apply(
        "
{apiVersion: v1, kind: Namespace, metadata: {name: velero}}
---
{apiVersion: v1, kind: Service, metadata: {name: dead, namespace: velero}, spec: {ports: [{port: 443}]}}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.velero.io}
spec: {group: velero.io, version: v1, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true, service: {name: dead, namespace: velero}}
",
    );
    shop::wait_until("the group is stale", || {
        let (_, groups) = plane.get("/apis");
        groups.to_string().contains("velero.io")
    });
    let locations = fact(plane.kubeconfig(), "backup_locations");
    assert_eq!(locations["gaps"][0]["why"]["because"], "unavailable", "{locations:#}");
    let output = run(plane.kubeconfig(), &["audit", "--fail-on", "never"]);
    assert!(stderr(&output).contains("cannot read backups.velero.io"), "{}", stderr(&output));
    let after = verdicts(&report(plane.kubeconfig(), &[]));
    for (key, was) in before.iter().filter(|(key, _)| !key.0.starts_with("backup/") && key.0 != "platform/api-services")
    {
        assert_eq!(after.get(key), Some(was), "{key:?}");
    }
    assert!(after[&("platform/api-services".to_owned(), "APIService/v1.velero.io".to_owned())].starts_with("fail"));
}

#[test]
fn what_controllers_write_is_read() {
    let plane = shop::plane();
    let by_name = |fact: &Value, name: &str| {
        let items = fact["items"].as_array().expect("a list");
        items.iter().find(|it| it["name"] == name && it["namespace"] == "shop").cloned().unwrap_or_default()
    };
    // Two wanted of two healthy: the controller counts what may go, and there is nothing.
    let budget = by_name(&fact(plane.kubeconfig(), "budgets"), "web");
    assert_eq!(budget["blocks_drain"], true, "{budget:#}");
    let (status, refusal) = plane.evict("shop", "web");
    assert_eq!(status, 429, "{refusal:#}");
    assert_eq!(refusal["details"]["causes"][0]["reason"], "DisruptionBudget", "{refusal:#}");
    // No metrics API: the autoscaler says that it cannot scale.
    let workload = by_name(&fact(plane.kubeconfig(), "workloads"), "web");
    assert_eq!(workload["replicas"], 2, "{workload:#}");
    let autoscaler = by_name(&fact(plane.kubeconfig(), "autoscalers"), "web");
    assert!(!autoscaler.is_null());
}

/// The most memory that a process has held, in KiB, as Linux tells it.
fn peak(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn memory_grows_with_what_is_kept() {
    // Nobody counts replicas there, so that pods can be written as they would stand, with their makers.
    let plane = Plane::without_controllers().unwrap_or_else(|why| panic!("{why}"));
    plane.apply(
        "
{apiVersion: v1, kind: Namespace, metadata: {name: many}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: many}}
",
    );
    let containers = json!([{"name": "a", "image": "nginx:1.27.0", "env": [{"name": "A", "value": "b"}]}]);
    let makers: Vec<Value> = (0..500)
        .map(|number| {
            let labels = json!({"app": format!("app-{number}")});
            let template = json!({"metadata": {"labels": labels}, "spec": {"containers": containers}});
            let spec =
                json!({"replicas": 10, "serviceName": "many", "selector": {"matchLabels": labels}, "template": template});
            json!({"metadata": {"name": format!("app-{number}")}, "spec": spec})
        })
        .collect();
    plane.create("/apis/apps/v1/namespaces/many/statefulsets", &makers);
    // What a pod of a real platform carries: most of it is not kept.
    let ballast: serde_json::Map<String, Value> =
        (0..20).map(|number| (format!("example.com/note-{number}"), Value::from("x".repeat(200)))).collect();
    let pods: Vec<Value> = (0..5_000)
        .map(|number| {
            let maker = format!("app-{}", number % 500);
            let owner =
                json!({"apiVersion": "apps/v1", "kind": "StatefulSet", "name": maker, "uid": maker, "controller": true});
            let metadata = json!({
                "name": format!("pod-{number:05}"), "labels": {"app": maker}, "annotations": ballast,
                "ownerReferences": [owner],
            });
            json!({"metadata": metadata, "spec": {"nodeName": "node", "containers": containers}})
        })
        .collect();
    plane.create("/api/v1/namespaces/many/pods", &pods);
    let mut child = carbon(plane.kubeconfig(), &["audit", "-o", "json", "--fail-on", "never"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("carbon runs");
    let mut most = 0;
    while child.try_wait().expect("a child").is_none() {
        most = most.max(peak(child.id()).unwrap_or_default());
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(most > 0 && most < 120 * 1024, "{} MiB", most / 1024);
    assert_eq!(fact(plane.kubeconfig(), "pods")["items"].as_array().map(Vec::len), Some(5_000));
}
