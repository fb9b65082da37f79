//! A Service's port, brought here through the API server and a simulated kubelet.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use carbon::net::http::{Client, Options as Http, Request};
use carbon::net::kube::{Cluster, Failure, Options, ServicePort};

use serde_json::Value;

use super::plane::{self, LIMITED_TOKEN, Plane};
use super::run::{run, stderr, stdout};
use super::shop::wait_until;

const NODE: &str = "{apiVersion: v1, kind: Node, metadata: {name: node-forward}, status: {allocatable: {cpu: 8, memory: 16Gi, pods: 110}, capacity: {cpu: 8, memory: 16Gi, pods: 110}}}";

const WORLD: &str = "
apiVersion: v1
kind: Namespace
metadata: {name: live-forward}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: live-forward}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'nginx:1.27.0', ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: live-forward}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: lonely, namespace: live-forward}
spec: {selector: {app: nobody}, ports: [{port: 80}]}
";

async fn cluster(kubeconfig: &Path) -> Cluster {
    let options = Options {
        kubeconfig: Some(kubeconfig.to_owned()),
        context: None,
        impersonate: None,
        impersonate_groups: Vec::new(),
        timeout: Duration::from_secs(60),
        agent: "carbon/test".to_owned(),
    };
    Cluster::connect(&options).await.unwrap()
}

/// The port of the Service `web`.
fn port() -> ServicePort {
    ServicePort { name: "http".to_owned(), port: 80 }
}

/// The world, once both pods are ready.
fn world() -> &'static Plane {
    let plane = plane::shared();
    plane.apply(NODE);
    plane.apply(WORLD);
    let deadline = Instant::now() + Duration::from_secs(60);
    let path = "/apis/apps/v1/namespaces/live-forward/deployments/web";
    while plane.get(path).1["status"]["availableReplicas"] != 2 {
        assert!(Instant::now() < deadline, "{:#}", plane.get(path).1);
        std::thread::sleep(Duration::from_millis(100));
    }
    plane
}

/// What a Harbor says of its health, which its other answers are not needed for.
const HEALTH: &str = r#"{"status":"healthy","components":[{"name":"core","status":"healthy"},{"name":"registry","status":"healthy"},{"name":"database","status":"healthy"}]}"#;

/// Answers every request on the port that the simulated kubelets forward to.
fn serve(port: u16) {
    static SERVED: OnceLock<()> = OnceLock::new();
    SERVED.get_or_init(|| listen(port));
}

fn listen(port: u16) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            std::thread::spawn(move || {
                let mut buffer = [0; 4096];
                loop {
                    let read = stream.read(&mut buffer).unwrap_or_default();
                    if read == 0 {
                        break;
                    }
                    let body = match buffer[..read].starts_with(b"GET /api/v2.0/health ") {
                        true => HEALTH.to_owned(),
                        false => "x".repeat(300_000),
                    };
                    let head = format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
                        body.len()
                    );
                    if stream.write_all(format!("{head}{body}").as_bytes()).is_err() {
                        break;
                    }
                }
            });
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_services_port_is_reached_through_the_api_server() {
    let plane = tokio::task::spawn_blocking(world).await.unwrap();
    serve(plane.forwarded());
    let cluster = cluster(plane.kubeconfig()).await;
    let deadline = Instant::now() + Duration::from_secs(60);
    // The slices follow the pods by a moment.
    let forward = loop {
        match cluster.forward("live-forward", "web", &port()).await {
            Ok(forward) => break forward,
            Err(why) => assert!(Instant::now() < deadline, "{why}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert!(forward.pod().starts_with("web-"), "{}", forward.pod());
    let client = Client::new(&Http {
        url: "http://web.example.test".to_owned(),
        agent: "carbon/test".to_owned(),
        ca: None,
        resolve: Some(forward.address()),
        timeout: Duration::from_secs(20),
    });
    let client = client.unwrap();
    for _ in 0..3 {
        let answer = client.send(&Request::get("/")).await.unwrap();
        assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 300_000));
    }
    let address = forward.address();
    drop(forward);
    let deadline = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(address).is_ok() {
        assert!(Instant::now() < deadline, "the port is still open");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn why_a_service_cannot_be_forwarded_is_told() {
    let plane = tokio::task::spawn_blocking(world).await.unwrap();
    let admin = cluster(plane.kubeconfig()).await;
    assert_eq!(admin.service_ports("live-forward", "nosuch").await.unwrap_err(), Failure::NotFound);
    assert_eq!(admin.service_ports("live-forward", "web").await.unwrap(), [port()]);
    let why = admin.forward("live-forward", "web", &ServicePort { name: "other".into(), port: 81 }).await.unwrap_err();
    assert!(matches!(why, Failure::Unreachable(_)), "{why}");
    let why =
        admin.forward("live-forward", "lonely", &ServicePort { name: String::new(), port: 80 }).await.unwrap_err();
    assert!(matches!(why, Failure::Unreachable(_)), "{why}");
    let limited = cluster(&plane.token(LIMITED_TOKEN)).await;
    let why = limited.forward("live-forward", "web", &port()).await.unwrap_err();
    assert!(matches!(why, Failure::Forbidden(_)), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_right_to_forward_it_is_forbidden() {
    let plane = tokio::task::spawn_blocking(world).await.unwrap();
    let rights = "
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: look, namespace: live-forward}
rules:
- {apiGroups: [''], resources: [services], verbs: [get]}
- {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: look, namespace: live-forward}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: lookers}]
";
    tokio::task::spawn_blocking(|| plane.apply(rights)).await.unwrap();
    let looker = cluster(&plane.user("looker", "lookers")).await;
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let why = looker.forward("live-forward", "web", &port()).await.unwrap_err();
        if matches!(&why, Failure::Forbidden(said) if said.contains("pods/portforward")) {
            break;
        }
        assert!(Instant::now() < deadline, "{why}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What an audit by this user says of the Harbor of carbon.yaml, and what went wrong.
fn harbor_health(kubeconfig: &Path, config: &Path) -> (Value, String) {
    let arguments = [
        "audit",
        "-o",
        "json",
        "--fail-on",
        "never",
        "--check",
        "platform/harbor-health",
        "--config",
        config.to_str().unwrap(),
    ];
    let output = run(kubeconfig, &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let verdicts = report["verdicts"].as_array().unwrap();
    let of_harbor = verdicts.iter().find(|it| it["check"] == "platform/harbor-health").cloned();
    (of_harbor.unwrap_or_default(), stderr(&output))
}

#[test]
fn a_harbor_without_a_way_from_outside_is_asked_with_the_role_that_carbon_prints() {
    let plane = world();
    serve(plane.forwarded());
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("carbon.yaml");
    std::fs::write(&config, "services: {harbor: {service: live-forward/web}}\n").unwrap();
    let arguments =
        ["rbac", "--user", "asker", "--check", "platform/harbor-health", "--config", config.to_str().unwrap()];
    let printed = run(plane.kubeconfig(), &arguments);
    assert_eq!(printed.status.code(), Some(0), "{}", stderr(&printed));
    // The other tests print a role of the same name.
    plane.apply(&stdout(&printed).replace("name: carbon\n", "name: asker\n"));
    let kubeconfig = plane.user("asker", "nobody");
    wait_until("Harbor is asked", || harbor_health(&kubeconfig, &config).0["outcome"] == "pass");
    let (verdict, said) = harbor_health(&kubeconfig, &config);
    assert!(!said.contains("403"), "{said}");
    assert_eq!(verdict["subject"], "host/web.live-forward.svc", "{verdict:#}");

    // Who may read the cluster and not forward gets a reason, and the rest.
    let rights =
        stdout(&printed).replace("name: carbon\n", "name: reader\n").replace("name: asker\n", "name: reader\n");
    let cluster_wide: Vec<&str> = rights.split("---\n").filter(|it| it.contains("kind: ClusterRole")).collect();
    plane.apply(&cluster_wide.join("---\n"));
    let kubeconfig = plane.user("reader", "nobody");
    wait_until("the role is in force", || plane.get_as(&kubeconfig, "/api/v1/pods?limit=1").0 == 200);
    let (verdict, _) = harbor_health(&kubeconfig, &config);
    assert_eq!(
        (&verdict["outcome"], &verdict["why"]["because"]),
        (&"unknown".into(), &"forbidden".into()),
        "{verdict:#}"
    );
}
