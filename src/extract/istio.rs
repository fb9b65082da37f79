//! Istio's gateways, virtual services and policies.

use super::gateway::target;
use super::wire::istio as wire;
use crate::model::observed::Meta;
use crate::model::observed::access::{
    AuthorizationPolicy, AuthorizationRule, Destination, HttpMatch, IstioGateway, IstioServer, Operation,
    RequestAuthentication, VirtualHttp, VirtualService,
};

pub(super) fn gateway(wire: wire::Gateway, _: &Meta) -> IstioGateway {
    let server = |it: wire::Server| IstioServer { hosts: it.hosts, tls_mode: it.tls.mode };
    IstioGateway { selector: wire.spec.selector, servers: wire.spec.servers.into_iter().map(server).collect() }
}

pub(super) fn virtual_service(wire: wire::VirtualService, _: &Meta) -> VirtualService {
    VirtualService {
        hosts: wire.spec.hosts,
        gateways: wire.spec.gateways,
        http: wire.spec.http.into_iter().map(http).collect(),
    }
}

fn http(wire: wire::Http) -> VirtualHttp {
    let destination = |it: wire::Route| Destination { host: it.destination.host, port: it.destination.port.number };
    let one = |it: wire::Match| {
        let (kind, path) = it.uri.into_iter().next().unwrap_or_default();
        HttpMatch { kind, path, gateways: it.gateways }
    };
    VirtualHttp {
        matches: wire.matches.into_iter().map(one).collect(),
        destinations: wire.route.into_iter().map(destination).collect(),
        answers: wire.redirect.is_some() || wire.direct_response.is_some(),
    }
}

pub(super) fn authorization_policy(wire: wire::AuthorizationPolicy, _: &Meta) -> AuthorizationPolicy {
    let spec = wire.spec;
    AuthorizationPolicy {
        selector: spec.selector,
        targets: spec.target_ref.into_iter().chain(spec.target_refs).map(target).collect(),
        action: spec.action,
        provider: spec.provider.name,
        rules: spec.rules.into_iter().map(rule).collect(),
    }
}

fn rule(wire: wire::Rule) -> AuthorizationRule {
    let names_principals = |it: &wire::From| it.source.get("requestPrincipals").is_some_and(|it| !it.is_empty());
    // A claim can only be compared if there is a token that carries it.
    let asks_token = |it: &wire::Condition| it.key.starts_with("request.auth.") && !it.values.is_empty();
    let any_without = |it: &wire::From| {
        it.source.len() == 1
            && it.source.get("notRequestPrincipals").is_some_and(|it| it.iter().any(|principal| principal == "*"))
    };
    AuthorizationRule {
        with_token: (!wire.from.is_empty() && wire.from.iter().all(names_principals))
            || wire.when.iter().any(asks_token),
        without_token: wire.when.is_empty() && wire.from.iter().any(any_without),
        narrowed: !wire.from.is_empty() || !wire.when.is_empty(),
        operations: wire.to.into_iter().map(|it| operation(it.operation)).collect(),
    }
}

fn operation(wire: wire::Operation) -> Operation {
    Operation {
        narrowed: !wire.methods.is_empty() || !wire.ports.is_empty(),
        hosts: wire.hosts,
        not_hosts: wire.not_hosts,
        paths: wire.paths,
        not_paths: wire.not_paths,
    }
}

pub(super) fn request_authentication(wire: wire::RequestAuthentication, _: &Meta) -> RequestAuthentication {
    RequestAuthentication {
        selector: wire.spec.selector,
        targets: wire.spec.target_ref.into_iter().chain(wire.spec.target_refs).map(target).collect(),
    }
}
