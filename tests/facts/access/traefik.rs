//! Traefik.

use carbon::derive::derive;
use carbon::model::Because;
use carbon::model::settings::Settings;

use super::{all, declared, ingress, program, routes, service, show, stream};
use crate::{desired, dump, known};

fn middleware(namespace: &str, name: &str, spec: &str) -> String {
    format!(
        "apiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec: {{{spec}}}"
    )
}

fn route(middlewares: &str) -> String {
    format!(
        "apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {{name: web, namespace: shop}}
spec:
  entryPoints: [websecure]
  routes: [{{kind: Rule, match: Host(`a.example.com`), services: [{{name: web, port: 80}}], middlewares: [{middlewares}]}}]"
    )
}

const FORWARD: &str = "forwardAuth: {address: 'http://auth.shop.svc:4181'}";

#[test]
fn middlewares_declare_authentication() {
    for (spec, expected) in [
        (FORWARD, "forward-auth"),
        ("basicAuth: {secret: users}", "basic"),
        ("digestAuth: {secret: users}", "basic"),
        ("headers: {frameDeny: true}", "none"),
        ("ipAllowList: {sourceRange: [10.0.0.0/8]}", "none"),
        (
            "plugin: {bouncer: {key: x}}",
            "? middlewares.traefik.io does not tell: what the plugin bouncer does was not looked into",
        ),
    ] {
        let world = stream(&[&middleware("shop", "m", spec), &route("{name: m}")]);
        assert_eq!(declared(&world), [format!("a.example.com /: {expected}")], "{spec}");
    }
}

#[test]
fn one_route_of_an_ingress_route_may_be_open_beside_a_closed_one() {
    let world = stream(&[
        &middleware("shop", "auth", FORWARD),
        "apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: web, namespace: shop}
spec:
  routes:
    - {match: Host(`a.example.com`), services: [{name: web, port: 80}], middlewares: [{name: auth}]}
    - {match: 'Host(`a.example.com`) && PathPrefix(`/api`)', services: [{name: web, port: 80}]}",
    ]);
    assert_eq!(declared(&world), ["a.example.com /: forward-auth", "a.example.com /api: none"]);
}

#[test]
fn chains_are_followed_even_if_they_bite_their_tails() {
    let world = stream(&[
        &middleware("shop", "auth", FORWARD),
        &middleware("shop", "inner", "chain: {middlewares: [{name: outer}, {name: auth}]}"),
        &middleware("shop", "outer", "chain: {middlewares: [{name: inner}]}"),
        &route("{name: outer}"),
    ]);
    assert_eq!(declared(&world), ["a.example.com /: forward-auth"]);
    let round = stream(&[&middleware("shop", "a", "chain: {middlewares: [{name: a}]}"), &route("{name: a}")]);
    assert_eq!(declared(&round), ["a.example.com /: none"]);
}

#[test]
fn annotations_name_middlewares_by_namespace_and_name() {
    let class = "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: traefik}\nspec: {controller: traefik.io/ingress-controller}";
    let with = |reference: &str| {
        let annotation = format!("traefik.ingress.kubernetes.io/router.middlewares: '{reference}'");
        let world = stream(&[
            class,
            &middleware("auth", "sso", FORWARD),
            &ingress("web", "traefik", "a.example.com", &annotation),
        ]);
        let route = routes(&world).remove(0);
        (show(&route), known(&route.auth_resolves))
    };
    assert_eq!(with("auth-sso@kubernetescrd").0, "a.example.com /: forward-auth");
    assert_eq!(
        with("auth-nosso@kubernetescrd, auth-sso@kubernetescrd"),
        ("a.example.com /: forward-auth".to_owned(), false)
    );
    let dangling = |name: &str| {
        format!(
            "a.example.com /: ? middlewares.traefik.io does not tell: Middleware.traefik.io/{name} does not exist, so that Traefik does not serve the route"
        )
    };
    assert_eq!(with("auth-typo@kubernetescrd"), (dangling("auth-typo@kubernetescrd"), false));
    assert_eq!(with("auth-sso"), (dangling("auth-sso"), false));
    assert!(with("sso@file").0.contains("is configured outside of the cluster's objects"));
}

#[test]
fn other_namespaces_are_followed_only_if_traefik_is_told_to() {
    let resolves = |flags: &str| {
        let world = stream(&[
            &program("edge", "traefik", "docker.io/traefik:v3.1.0", flags),
            &middleware("auth", "sso", FORWARD.replace("shop", "auth").as_str()),
            &service("auth", "auth", 4181),
            &route("{name: sso, namespace: auth}"),
        ]);
        known(&routes(&world)[0].auth_resolves)
    };
    assert!(!resolves("--providers.kubernetescrd"));
    assert!(resolves("--providers.kubernetescrd.allowCrossNamespace=true"));
    assert!(!resolves("--providers.kubernetescrd.allowCrossNamespace=false"));
}

#[test]
fn the_entry_point_protects_only_if_each_one_that_the_route_listens_on_does() {
    let with = |flags: &str| {
        let world = stream(&[
            &program("edge", "traefik", "traefik:v3.1.0", flags),
            &middleware("shop", "auth", FORWARD),
            &route(""),
            &route("")
                .replace("name: web, namespace: shop}\nspec", "name: all, namespace: shop}\nspec")
                .replace("  entryPoints: [websecure]\n", "")
                .replace("a.example", "b.example"),
        ]);
        declared(&world)
    };
    let address =
        "--entryPoints.web.address=:80, --entryPoints.websecure.address=:443, --entryPoints.metrics.address=:9100";
    let secure = "--entryPoints.websecure.http.middlewares=shop-auth@kubernetescrd";
    assert_eq!(with(address), ["a.example.com /: none", "b.example.com /: none"]);
    assert_eq!(with(&format!("{address}, {secure}")), ["a.example.com /: forward-auth", "b.example.com /: none"]);
    let redirect = "--entryPoints.web.http.redirections.entryPoint.to=:443";
    assert_eq!(
        with(&format!("{address}, {secure}, {redirect}")),
        ["a.example.com /: forward-auth", "b.example.com /: forward-auth"]
    );
}

#[test]
fn refused_middlewares_are_unknown_and_those_elsewhere_out_of_scope() {
    let world = stream(&[&middleware("shop", "auth", FORWARD), &route("{name: auth}")]);
    let mut observed = dump(&world);
    observed.refuse("middlewares.traefik.io", Because::Forbidden);
    assert_eq!(all(&observed), ["a.example.com /: ? middlewares.traefik.io is forbidden"]);
    let facts = derive(&desired(&route("{name: auth}")), &Settings::default());
    assert!(facts.routes.seen()[0].auth.get().unwrap_err().is_out_of_scope());
}
