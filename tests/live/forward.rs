//! A Service's port, brought here through the API server and a simulated kubelet.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use carbon::net::http::{Client, Options as Http, Request};
use carbon::net::kube::{Cluster, Failure, Options};

use super::plane::{self, LIMITED_TOKEN, Plane};

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

async fn cluster(kubeconfig: &std::path::Path) -> Cluster {
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

/// Answers every request on the port that the simulated kubelets forward to.
fn serve(port: u16) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            std::thread::spawn(move || {
                let mut buffer = [0; 4096];
                while stream.read(&mut buffer).is_ok_and(|it| it > 0) {
                    let large = "x".repeat(300_000);
                    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", large.len());
                    if stream.write_all(format!("{head}{large}").as_bytes()).is_err() {
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
        match cluster.forward("live-forward", "web", 80).await {
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
    let why = admin.forward("live-forward", "nosuch", 80).await.unwrap_err();
    assert_eq!(why, Failure::NotFound);
    let why = admin.forward("live-forward", "web", 81).await.unwrap_err();
    assert!(matches!(why, Failure::Unreachable(_)), "{why}");
    let why = admin.forward("live-forward", "lonely", 80).await.unwrap_err();
    assert!(matches!(why, Failure::Unreachable(_)), "{why}");
    let limited = cluster(&plane.token(LIMITED_TOKEN)).await;
    let why = limited.forward("live-forward", "web", 80).await.unwrap_err();
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
        let why = looker.forward("live-forward", "web", 80).await.unwrap_err();
        if matches!(&why, Failure::Forbidden(said) if said.contains("pods/portforward")) {
            break;
        }
        assert!(Instant::now() < deadline, "{why}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
