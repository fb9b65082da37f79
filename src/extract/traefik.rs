//! Traefik's own resources.

use super::scrub;
use super::wire::traefik as wire;
use crate::model::observed::Meta;
use crate::model::observed::access::{IngressRoute, Middleware, MiddlewareRef, RouterRule, RouterService};

pub(super) fn ingress_route(wire: wire::IngressRoute, _: &Meta) -> IngressRoute {
    IngressRoute {
        class: wire.spec.ingress_class_name,
        entry_points: wire.spec.entry_points,
        routes: wire.spec.routes.into_iter().map(route).collect(),
        tls: wire.spec.tls.is_some(),
    }
}

fn route(wire: wire::Route) -> RouterRule {
    let service =
        |it: wire::Service| RouterService { kind: it.kind, namespace: it.namespace, name: it.name, port: it.port };
    RouterRule {
        rule: wire.rule,
        services: wire.services.into_iter().map(service).collect(),
        middlewares: wire.middlewares.into_iter().map(reference).collect(),
    }
}

fn reference(wire: wire::Reference) -> MiddlewareRef {
    MiddlewareRef { namespace: wire.namespace, name: wire.name }
}

pub(super) fn middleware(wire: wire::Middleware, _: &Meta) -> Middleware {
    let spec = wire.spec;
    Middleware {
        forward_auth: spec.forward_auth.map(|it| scrub::scrub(&it.address)),
        basic_auth: spec.basic_auth.is_some() || spec.digest_auth.is_some(),
        plugins: spec.plugin.into_keys().collect(),
        chain: spec.chain.middlewares.into_iter().map(reference).collect(),
    }
}
