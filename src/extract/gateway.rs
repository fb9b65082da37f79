//! The Gateway API, and Envoy Gateway's security policies.

use super::meta::conditions;
use super::wire::gateway as wire;
use crate::model::observed::Meta;
use crate::model::observed::access::{
    BackendRef, ExtAuth, Gateway, GatewayClass, HttpRoute, HttpRule, Jwt, Listener, ParentRef, PathMatch, PolicyTarget,
    SecurityPolicy, TargetSelector,
};

pub(super) fn gateway_class(wire: wire::GatewayClass, _: &Meta) -> GatewayClass {
    GatewayClass { controller: wire.spec.controller_name }
}

pub(super) fn gateway(wire: wire::Gateway, _: &Meta) -> Gateway {
    let listener = |it: wire::Listener| Listener {
        name: it.name,
        hostname: it.hostname,
        tls: matches!(it.protocol.as_str(), "HTTPS" | "TLS"),
    };
    Gateway { class: wire.spec.gateway_class_name, listeners: wire.spec.listeners.into_iter().map(listener).collect() }
}

pub(super) fn http_route(wire: wire::HttpRoute, _: &Meta) -> HttpRoute {
    let parent = |it: wire::ParentRef| ParentRef {
        kind: if it.kind.is_empty() { "Gateway".to_owned() } else { it.kind },
        namespace: it.namespace,
        name: it.name,
        section: it.section_name,
    };
    HttpRoute {
        parents: wire.spec.parent_refs.into_iter().map(parent).collect(),
        hostnames: wire.spec.hostnames,
        rules: wire.spec.rules.into_iter().map(rule).collect(),
    }
}

fn rule(wire: wire::HttpRule) -> HttpRule {
    let path = |it: wire::Match| PathMatch { kind: it.path.kind, path: it.path.value };
    let mut rule = HttpRule {
        name: wire.name,
        matches: wire.matches.into_iter().map(path).collect(),
        backends: wire.backend_refs.into_iter().map(backend).collect(),
        ..HttpRule::default()
    };
    for filter in wire.filters {
        if let Some(auth) = filter.external_auth {
            rule.external_auth = Some(backend(auth.backend_ref));
        }
        match filter.extension_ref {
            Some(it) if it.group == "traefik.io" && it.kind == "Middleware" => rule.middlewares.push(it.name),
            Some(it) => rule.extensions.push(it.kind),
            None => {}
        }
    }
    rule
}

fn backend(wire: wire::BackendRef) -> BackendRef {
    let kind = if wire.kind.is_empty() { "Service".to_owned() } else { wire.kind };
    BackendRef { kind, namespace: wire.namespace, name: wire.name, port: wire.port }
}

pub(super) fn target(wire: wire::Target) -> PolicyTarget {
    PolicyTarget { kind: wire.kind, name: wire.name, section: wire.section_name }
}

pub(super) fn security_policy(wire: wire::SecurityPolicy, _: &Meta) -> SecurityPolicy {
    let spec = wire.spec;
    let selector = |it: wire::TargetSelector| TargetSelector {
        kind: it.kind,
        selector: it.selector,
        namespaces: it.namespaces.from,
    };
    SecurityPolicy {
        targets: spec.target_ref.into_iter().chain(spec.target_refs).map(target).collect(),
        selectors: spec.target_selectors.into_iter().map(selector).collect(),
        merge: spec.merge_type,
        ext_auth: spec.ext_auth.map(ext_auth),
        jwt: spec.jwt.map(|it| Jwt { optional: it.optional, fail_open: it.fail_open }),
        oidc: spec.oidc.is_some(),
        basic: spec.basic_auth.is_some(),
        api_key: spec.api_key_auth.is_some(),
        demands_token: spec.authorization.as_ref().is_some_and(demands_token),
        ancestors: wire.status.ancestors.into_iter().map(|it| conditions(it.conditions)).collect(),
    }
}

fn ext_auth(wire: wire::ExtAuth) -> ExtAuth {
    let services = wire.http.into_iter().chain(wire.grpc);
    let backends = services.flat_map(|it| it.backend_ref.into_iter().chain(it.backend_refs));
    ExtAuth { fail_open: wire.fail_open, backends: backends.map(backend).collect() }
}

/// What is not allowed is denied unless the policy says otherwise (Envoy Gateway's default action).
fn demands_token(wire: &wire::Authorization) -> bool {
    let mut allowed = wire.rules.iter().filter(|it| it.action == "Allow");
    wire.default_action != "Allow" && allowed.all(|it| it.principal.jwt.is_some())
}
