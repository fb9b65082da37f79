//! What the outside reaches.

use carbon::derive::derive;
use carbon::model::Because;
use carbon::model::settings::Settings;

use super::{ingress, program, service, stream};
use crate::{desired, dump, facts, known};

fn web() -> String {
    program("shop", "web", "web:1.0", "")
}

fn exposed(documents: &[&str]) -> bool {
    let facts = facts(&stream(documents));
    let web = facts.workloads.seen().iter().find(|it| it.name == "web").expect("the workload").exposed.clone();
    known(&web)
}

#[test]
fn a_workload_is_exposed_by_a_route_a_tunnel_or_a_load_balancer() {
    let (web, service) = (web(), service("shop", "web", 80));
    assert!(!exposed(&[&web, &service]));
    assert!(exposed(&[&web, &service, &ingress("web", "", "a.example.com", "")]));
    assert!(!exposed(&[&web, &ingress("web", "", "a.example.com", "")]));
    assert!(exposed(&[&web, &service.replace("spec: {", "spec: {type: LoadBalancer, ")]));
    let redirect = ingress("web", "", "a.example.com", "nginx.ingress.kubernetes.io/permanent-redirect: 'https://b'");
    assert!(!exposed(&[&web, &service, &redirect]));
    let tunnel = program("edge", "tunnel", "cloudflare/cloudflared:2025.9.0", "")
        .replace("containers:", "volumes: [{name: c, configMap: {name: c}}], containers:");
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: edge}\ndata:\n  c.yaml: |\n    ingress:\n    - {hostname: a.example.com, service: 'http://web.shop.svc:80'}";
    assert!(exposed(&[&web, &service, &tunnel, config]));
}

#[test]
fn an_unread_kind_of_route_leaves_only_what_no_other_exposes_unknown() {
    let world = stream(&[
        &web(),
        &service("shop", "web", 80),
        &program("shop", "inner", "inner:1.0", ""),
        &service("shop", "inner", 80),
        &ingress("web", "", "a.example.com", ""),
    ]);
    let mut observed = dump(&world);
    observed.refuse("httproutes.gateway.networking.k8s.io", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    let of = |name: &str| facts.workloads.seen().iter().find(|it| it.name == name).expect("a workload").exposed.clone();
    assert!(known(&of("web")));
    assert_eq!(of("inner").get().unwrap_err().because, Because::Forbidden);
}

#[test]
fn in_manifests_a_kind_of_route_that_is_not_there_is_none() {
    let world = stream(&[&web(), &service("shop", "web", 80)]).replace("status:", "ignored:");
    let facts = derive(&desired(&world), &Settings::default());
    assert!(!known(&facts.workloads.seen()[0].exposed));
}
