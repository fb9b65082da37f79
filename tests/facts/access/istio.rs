//! Istio.

use super::{declared, program, service, stream};

fn world(policies: &[&str]) -> String {
    let gateway = program("istio-system", "gateway", "docker.io/istio/proxyv2:1.24.0", "")
        .replace("labels: {app: gateway}", "labels: {istio: ingressgateway}");
    let mut documents = vec![
        gateway,
        program("shop", "web", "web:1.0", ""),
        service("shop", "web", 80),
        "apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec: {selector: {istio: ingressgateway}, servers: [{hosts: ['*'], port: {number: 443, name: https, protocol: HTTPS}, tls: {mode: SIMPLE}}]}"
            .to_owned(),
        "apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec: {hosts: [a.example.com], gateways: [infra/edge], http: [{match: [{uri: {prefix: /app}}], route: [{destination: {host: web}}]}]}"
            .to_owned(),
    ];
    documents.extend(policies.iter().map(|it| (*it).to_owned()));
    documents.join("\n---\n")
}

fn policy(namespace: &str, spec: &str) -> String {
    format!(
        "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {{name: p, namespace: {namespace}}}\nspec: {{{spec}}}"
    )
}

fn with(policies: &[&str]) -> String {
    declared(&world(policies)).remove(0).trim_start_matches("a.example.com /app: ").to_owned()
}

const EDGE: &str = "selector: {matchLabels: {istio: ingressgateway}}";
const WEB: &str = "selector: {matchLabels: {app: web}}";
const DENY: &str = "action: DENY, rules: [{from: [{source: {notRequestPrincipals: ['*']}}]}]";
const ALLOW: &str = "action: ALLOW, rules: [{from: [{source: {requestPrincipals: ['*']}}]}]";

#[test]
fn a_policy_at_the_gateway_demands_a_token() {
    for (spec, expected) in [
        (DENY, "jwt"),
        (ALLOW, "jwt"),
        ("rules: [{when: [{key: 'request.auth.claims[groups]', values: [dev]}]}]", "jwt"),
        ("action: CUSTOM, provider: {name: oauth2}, rules: [{}]", "ext-auth"),
        ("action: CUSTOM, provider: {name: oauth2}, rules: [{to: [{operation: {paths: ['/app*']}}]}]", "ext-auth"),
        ("action: CUSTOM, provider: {name: oauth2}, rules: [{to: [{operation: {notPaths: [/healthz]}}]}]", "ext-auth"),
        // Only a part of the route, another path, another host, no rule at all.
        ("action: CUSTOM, provider: {name: oauth2}, rules: [{to: [{operation: {paths: ['/app/admin*']}}]}]", "none"),
        ("action: CUSTOM, provider: {name: oauth2}, rules: [{to: [{operation: {notPaths: ['/app*']}}]}]", "none"),
        ("action: CUSTOM, provider: {name: oauth2}, rules: [{to: [{operation: {hosts: [b.example.com]}}]}]", "none"),
        ("action: CUSTOM, provider: {name: oauth2}", "none"),
        // A second rule lets the path through without a token.
        (
            "action: ALLOW, rules: [{from: [{source: {requestPrincipals: ['*']}}]}, {to: [{operation: {paths: ['/app*']}}]}]",
            "none",
        ),
        ("action: ALLOW, rules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]", "none"),
        ("action: AUDIT, rules: [{}]", "none"),
    ] {
        assert_eq!(with(&[&policy("istio-system", &format!("{EDGE}, {spec}"))]), expected, "{spec}");
    }
}

#[test]
fn a_policy_in_the_wrong_namespace_or_for_other_pods_does_not_hold() {
    assert_eq!(with(&[&policy("infra", &format!("{EDGE}, {DENY}"))]), "none");
    let other = "selector: {matchLabels: {istio: egressgateway}}";
    assert_eq!(with(&[&policy("istio-system", &format!("{other}, {DENY}"))]), "none");
    // Without a selector in the root namespace it holds for the whole mesh.
    assert_eq!(with(&[&policy("istio-system", DENY)]), "jwt");
}

#[test]
fn a_request_authentication_alone_demands_nothing() {
    let checks = format!(
        "apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {{name: jwt, namespace: istio-system}}\nspec: {{{EDGE}, jwtRules: [{{issuer: x}}]}}"
    );
    assert_eq!(
        with(&[&checks]),
        "none (RequestAuthentication/istio-system/jwt checks tokens, but no policy demands one)"
    );
    assert_eq!(with(&[&checks, &policy("istio-system", &format!("{EDGE}, {DENY}"))]), "jwt");
}

#[test]
fn a_policy_at_the_backend_needs_a_proxy_beside_it() {
    let at_backend = policy("shop", &format!("{WEB}, {DENY}"));
    assert_eq!(with(&[&at_backend]), "jwt (no proxy of the mesh stands beside the backend)");
    let mesh = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}";
    assert_eq!(with(&[&at_backend, mesh]), "jwt");
}

#[test]
fn a_dry_run_only_writes_to_the_log() {
    let dry = policy("istio-system", &format!("{EDGE}, {DENY}"))
        .replace("namespace: istio-system", "namespace: istio-system, annotations: {istio.io/dry-run: 'true'}");
    assert_eq!(with(&[&dry]), "none");
}

#[test]
fn a_gateway_of_the_gateway_api_is_reached_by_target_refs_only() {
    let gateway = "apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: istio}
spec: {controllerName: istio.io/gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec: {gatewayClassName: istio, listeners: [{name: http, protocol: HTTP, port: 80}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec: {parentRefs: [{name: edge, namespace: infra}], hostnames: [a.example.com], rules: [{backendRefs: [{name: web, port: 80}]}]}";
    let with = |spec: &str| declared(&stream(&[gateway, &policy("infra", spec)])).remove(0);
    let by_selector = format!("selector: {{matchLabels: {{gateway.networking.k8s.io/gateway-name: edge}}}}, {DENY}");
    assert_eq!(with(&by_selector), "a.example.com /: none");
    let by_target = format!("targetRefs: [{{group: gateway.networking.k8s.io, kind: Gateway, name: edge}}], {DENY}");
    assert_eq!(with(&by_target), "a.example.com /: jwt");
}
