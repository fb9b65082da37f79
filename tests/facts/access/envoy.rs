//! Envoy Gateway.

use carbon::model::Because;

use super::{all, declared, service, stream};
use crate::dump;

const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: eg}
spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec: {gatewayClassName: eg, listeners: [{name: https, protocol: HTTPS, port: 443}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{name: edge, namespace: infra}]
  hostnames: [a.example.com]
  rules:
    - {name: app, backendRefs: [{name: web, port: 80}]}
    - {name: api, matches: [{path: {type: PathPrefix, value: /api}}], backendRefs: [{name: web, port: 80}]}";

fn policy(namespace: &str, target: &str, spec: &str) -> String {
    format!(
        "apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: {{name: p-{}, namespace: {namespace}}}\nspec: {{targetRefs: [{{group: gateway.networking.k8s.io, {target}}}], {spec}}}",
        spec.len()
    )
}

fn with(policies: &[String]) -> Vec<String> {
    let policies: Vec<&str> = std::iter::once(GATEWAY).chain(policies.iter().map(String::as_str)).collect();
    let all = declared(&stream(&policies));
    all.iter().map(|it| it.trim_start_matches("a.example.com ").to_owned()).collect()
}

const ROUTE: &str = "kind: HTTPRoute, name: web";
const EDGE: &str = "kind: Gateway, name: edge";
const OIDC: &str = "oidc: {provider: {issuer: x}, clientID: y, clientSecret: {name: s}}";

#[test]
fn mechanisms_of_a_policy() {
    for (spec, expected) in [
        (OIDC, "oidc"),
        ("jwt: {providers: [{name: p}]}", "jwt"),
        ("jwt: {optional: true, providers: [{name: p}]}", "jwt (jwt.optional lets requests without a token pass)"),
        (
            "jwt: {optional: true}, authorization: {defaultAction: Deny, rules: [{action: Allow, principal: {jwt: {provider: p}}}]}",
            "jwt",
        ),
        ("jwt: {failOpen: true}", "jwt (jwt.failOpen lets requests with a bad token pass)"),
        ("basicAuth: {users: {name: s}}", "basic"),
        ("apiKeyAuth: {credentialRefs: [{name: s}], extractFrom: [{headers: [x]}]}", "api-key"),
        ("extAuth: {http: {backendRefs: [{name: auth, port: 80}]}}", "ext-auth"),
        (
            "extAuth: {failOpen: true, http: {backendRefs: [{name: auth, port: 80}]}}",
            "ext-auth (extAuth.failOpen lets everybody in while the service does not answer)",
        ),
        ("cors: {allowOrigins: ['*']}", "none"),
        (
            "authorization: {defaultAction: Deny, rules: [{action: Allow, principal: {clientCIDRs: [10.0.0.0/8]}}]}",
            "none",
        ),
    ] {
        let expected = [format!("/: {expected}"), format!("/api: {expected}")];
        assert_eq!(with(&[policy("shop", ROUTE, spec)]), expected, "{spec}");
    }
}

#[test]
fn a_section_name_protects_one_rule() {
    let target = "kind: HTTPRoute, name: web, sectionName: app";
    assert_eq!(with(&[policy("shop", target, OIDC)]), ["/: oidc", "/api: none"]);
}

#[test]
fn a_policy_of_the_route_replaces_that_of_the_gateway() {
    let gateway = policy("infra", EDGE, OIDC);
    assert_eq!(with(std::slice::from_ref(&gateway)), ["/: oidc", "/api: oidc"]);
    let cors = policy("shop", ROUTE, "cors: {allowOrigins: ['*']}");
    let replaced = with(&[gateway.clone(), cors]);
    assert!(replaced[0].starts_with("/: disabled: SecurityPolicy/shop/"), "{replaced:?}");
    let merged = policy("shop", ROUTE, "mergeType: StrategicMerge, cors: {allowOrigins: ['*']}");
    assert_eq!(with(&[gateway, merged]), ["/: oidc", "/api: oidc"]);
}

#[test]
fn a_policy_in_another_namespace_aims_at_nothing() {
    assert_eq!(with(&[policy("infra", ROUTE, OIDC)]), ["/: none", "/api: none"]);
}

#[test]
fn labels_select_targets() {
    let by_labels = "apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: {name: p, namespace: shop}\nspec: {targetSelectors: [{kind: HTTPRoute, matchLabels: {sso: 'yes'}}], oidc: {}}";
    let labelled = GATEWAY.replace("name: web, namespace: shop}", "name: web, namespace: shop, labels: {sso: 'yes'}}");
    assert!(declared(&stream(&[&labelled, by_labels]))[0].ends_with("oidc"));
    assert!(declared(&stream(&[GATEWAY, by_labels]))[0].ends_with("none"));
}

#[test]
fn a_policy_that_was_not_accepted_is_a_problem() {
    let status = "\nstatus: {ancestors: [{conditions: [{type: Accepted, status: 'False', reason: Invalid}]}]}";
    let found = with(&[policy("shop", ROUTE, OIDC) + status]);
    assert!(found[0].contains("is not accepted: Invalid"), "{found:?}");
}

#[test]
fn refused_policies_are_unknown() {
    let mut observed = dump(&stream(&[GATEWAY, &policy("shop", ROUTE, OIDC), &service("shop", "web", 80)]));
    observed.refuse("securitypolicies.gateway.envoyproxy.io", Because::Forbidden);
    assert_eq!(all(&observed)[0], "a.example.com /: ? securitypolicies.gateway.envoyproxy.io is forbidden");
}

#[test]
fn a_gateway_of_another_controller_is_not_judged_by_guesses() {
    let other = GATEWAY.replace("gateway.envoyproxy.io/gatewayclass-controller", "example.com/gateway");
    assert!(declared(&other)[0].contains("? gatewayclasses"));
    let cilium = GATEWAY.replace("gateway.envoyproxy.io/gatewayclass-controller", "io.cilium/gateway-controller");
    assert_eq!(declared(&cilium)[0], "a.example.com /: none");
}
