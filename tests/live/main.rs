//! Carbon against a real Kubernetes API server, with real controllers, a real scheduler and simulated kubelets.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod agreement;
mod definitions;
mod forward;
mod plane;
mod reading;
mod rights;
mod run;
mod served;
mod shop;
mod snapshots;
mod world;

use plane::{LIMITED_TOKEN, Plane};
use std::fs;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

const NODE: &str = "{apiVersion: v1, kind: Node, metadata: {name: node-1}, status: {allocatable: {cpu: 8, memory: 16Gi, pods: 110}, capacity: {cpu: 8, memory: 16Gi, pods: 110}}}";

const WEB: &str = "
apiVersion: v1
kind: Namespace
metadata: {name: live-web}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: live-web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'nginx:1.27.0'}]}
";

#[test]
fn the_control_plane_starts_and_a_deployment_becomes_available() {
    let plane = plane::shared();
    plane.apply(NODE);
    plane.apply(WEB);
    let deployment = "/apis/apps/v1/namespaces/live-web/deployments/web";
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let (status, seen) = plane.get(deployment);
        if seen["status"]["availableReplicas"] == 2 {
            break;
        }
        assert!(Instant::now() < deadline, "{status}: {seen:#}");
        std::thread::sleep(Duration::from_millis(100));
    }
    let (_, node) = plane.get("/api/v1/nodes/node-1");
    let conditions = node["status"]["conditions"].as_array().expect("conditions");
    assert!(conditions.iter().any(|it| it["type"] == "Ready" && it["status"] == "True"), "{node:#}");
}

#[test]
fn every_user_has_a_kubeconfig_and_only_administrators_may_read() {
    let plane = plane::shared();
    let namespaces = "/api/v1/namespaces";
    assert_eq!(plane.get(namespaces).0, 200);
    assert_eq!(plane.get_as(&plane.user("jo", "system:masters"), namespaces).0, 200);
    assert_eq!(plane.get_as(&plane.user("jo", "readers"), namespaces).0, 403);
    assert_eq!(plane.get_as(&plane.token(LIMITED_TOKEN), namespaces).0, 403);
    assert_eq!(plane.get_as(&plane.token("expired"), namespaces).0, 401);
}

#[test]
fn nothing_stays_behind() {
    let plane = Plane::start().expect("a second control plane");
    let folder = plane.folder().to_owned();
    assert!(folder.exists());
    drop(plane);
    assert!(!folder.exists());
}

/// For people: `tests/control-plane` keeps a control plane until it is told to stop.
#[test]
#[ignore = "waits until its standard input ends"]
fn keep() {
    let plane = Plane::start().unwrap_or_else(|why| panic!("{why}"));
    println!("\nKUBECONFIG={}", plane.kubeconfig().display());
    std::io::stdout().flush().expect("standard output");
    assert!(fs::exists(plane.kubeconfig()).expect("a folder"));
    std::io::stdin().read_to_end(&mut Vec::new()).expect("standard input");
}
