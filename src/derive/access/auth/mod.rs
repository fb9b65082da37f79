//! What a route declares about who may use it. A declaration is not a login: nothing here was probed.

mod backend;
mod envoy;
mod global;
mod istio;
mod nginx;
mod other;
mod reference;
mod traefik;

use super::super::World;
use super::class;
use super::http_route;
use super::implementation::NGINX_CLASS;
use super::way::{Via, Way};
use crate::model::known::Ignorance;
use crate::model::observed::Object;
use crate::model::observed::access::{HttpRoute, HttpRule, Ingress, ParentRef};
use crate::model::source::SourceKind;

pub(super) use backend::is_auth_proxy;
pub(super) use reference::{Reference, Target};

/// What a route declares.
#[derive(Debug, Clone)]
pub(crate) struct Declared {
    /// The mechanism, or `none`, or `disabled: ...`; or why what was read does not tell.
    pub(super) auth: Result<String, Ignorance>,
    /// The object that says so.
    pub(super) by: String,
    /// Why the mechanism does not keep strangers out; empty if it does.
    pub(super) problem: String,
    /// What it needs to be there.
    pub(super) references: Vec<Reference>,
}

/// What each way declares, in the order of the ways.
pub(crate) struct Answers(pub(super) Vec<Result<Declared, Ignorance>>);

impl Answers {
    /// Asks every way.
    pub(crate) fn new(world: &World<'_>) -> Self {
        Self(world.ways.seen().iter().map(|way| declared(world, way)).collect())
    }
}

impl Declared {
    fn none() -> Self {
        Self::of("none", String::new())
    }

    fn of(auth: &str, by: String) -> Self {
        Self { auth: Ok(auth.to_owned()), by, problem: String::new(), references: Vec::new() }
    }

    fn undetermined(resource: &'static str, why: impl Into<String>, by: String) -> Self {
        Self { auth: Err(Ignorance::undetermined(resource, why)), ..Self::of("", by) }
    }

    fn but(self, problem: impl Into<String>) -> Self {
        Self { problem: problem.into(), ..self }
    }

    fn needs(mut self, reference: Option<Reference>) -> Self {
        self.references.extend(reference);
        self
    }

    /// Nothing asks who somebody is.
    pub(super) fn is_open(&self) -> bool {
        self.auth.as_ref().is_ok_and(|auth| auth == "none" || auth.starts_with("disabled"))
    }

    /// The smaller, the worse: open, doubtful, flawed, sound.
    fn worth(&self) -> u8 {
        match &self.auth {
            Ok(_) if self.is_open() => 0,
            Err(_) => 1,
            Ok(_) if !self.problem.is_empty() => 2,
            Ok(_) => 3,
        }
    }
}

/// The worst of several declarations that all hold for some requests.
fn worst(all: impl IntoIterator<Item = Declared>) -> Option<Declared> {
    all.into_iter().min_by_key(Declared::worth)
}

/// The best of several mechanisms that every request must pass.
fn best(all: impl IntoIterator<Item = Declared>) -> Option<Declared> {
    all.into_iter().reduce(|best, it| if it.worth() > best.worth() { it } else { best })
}

fn declared(world: &World<'_>, way: &Way<'_>) -> Result<Declared, Ignorance> {
    let declared = match &way.via {
        Via::Ingress(it) => by_ingress(world, way, it)?,
        Via::HttpRoute(route, rule) => by_http_route(world, way, route, rule)?,
        Via::IngressRoute(it, route) => traefik::by_router(world, &it.meta, &it.body.entry_points, &route.middlewares)?,
        Via::VirtualService(gateways) => istio::by_gateways(world, way, gateways)?,
    };
    if !declared.is_open() {
        return Ok(declared);
    }
    Ok(backend::answers_itself(world, way)?.unwrap_or(declared))
}

fn by_ingress(world: &World<'_>, way: &Way<'_>, it: &Object<Ingress>) -> Result<Declared, Ignorance> {
    let controller = class::of_ingress(world, &it.meta, &it.body)?;
    let named = |key: &str| it.meta.annotations.keys().any(|it| it.starts_with(key));
    match controller.as_str() {
        NGINX_CLASS => nginx::by_annotations(world, way, it, &controller),
        // Nothing tells who serves it: what its annotations are written for does.
        "" if named("nginx.ingress.kubernetes.io/auth-") => nginx::by_annotations(world, way, it, NGINX_CLASS),
        "" if named("traefik.ingress.kubernetes.io/router.") => traefik::by_annotation(world, it),
        "istio.io/ingress-controller" => istio::by_ingress(world, way),
        name if name.starts_with("traefik.io/") => traefik::by_annotation(world, it),
        // A controller class of its own, as charts give to a second ingress-nginx.
        name if world.running.iter().any(|it| it.implementation.ends_with("ingress-nginx") && it.serves(name)) => {
            nginx::by_annotations(world, way, it, &controller)
        }
        name => Ok(other::by_annotations(it, name)),
    }
}

/// Each Gateway that a route is attached to lets people in, so the worst of them decides.
fn by_http_route(
    world: &World<'_>,
    way: &Way<'_>,
    route: &Object<HttpRoute>,
    rule: &HttpRule,
) -> Result<Declared, Ignorance> {
    if let Some(backend) = &rule.external_auth {
        let by = format!("HTTPRoute/{}/{}", route.meta.namespace, route.meta.name);
        return Ok(match world.observed.source.kind {
            // The standard channel's definitions drop the field, and nothing asks any more.
            SourceKind::Desired => Declared::undetermined(
                "httproutes.gateway.networking.k8s.io",
                "the filter ExternalAuth is of the experimental channel, and a standard one drops it",
                by,
            ),
            SourceKind::Live | SourceKind::Dump => {
                Declared::of("ext-auth", by).needs(Reference::backend(world, &route.meta.namespace, backend))
            }
        });
    }
    let mut all = Vec::new();
    for parent in http_route::gateways_of(&route.body) {
        all.push(by_parent(world, way, route, rule, parent)?);
    }
    Ok(worst(all).unwrap_or_else(Declared::none))
}

fn by_parent(
    world: &World<'_>,
    way: &Way<'_>,
    route: &Object<HttpRoute>,
    rule: &HttpRule,
    parent: &ParentRef,
) -> Result<Declared, Ignorance> {
    let gateway = http_route::gateway(world.observed, &route.meta, parent)?;
    let controller = gateway.map(|it| class::of_gateway(world, &it.body)).transpose()?.unwrap_or_default();
    let declared = match controller.as_str() {
        name if name.starts_with("gateway.envoyproxy.io/") => envoy::by_policies(world, route, rule, parent)?,
        name if name.starts_with("istio.io/") => istio::by_parent(world, way, &route.meta, parent)?,
        name if name.starts_with("traefik.io/") => traefik::by_filters(world, &route.meta, &rule.middlewares)?,
        // Cilium's gateway asks nobody.
        name if name.starts_with("io.cilium/") => Declared::none(),
        "" => by_any(world, way, route, rule, parent)?,
        name => Declared::undetermined(
            "gatewayclasses.gateway.networking.k8s.io",
            format!("how {name} asks who somebody is was not looked into"),
            String::new(),
        ),
    };
    match rule.extensions.first() {
        Some(kind) if declared.is_open() => Ok(Declared::undetermined(
            "httproutes.gateway.networking.k8s.io",
            format!("the filter {kind} was not looked into"),
            String::new(),
        )),
        Some(_) | None => Ok(declared),
    }
}

/// Nothing tells who serves the Gateway: whichever policy aims at it does.
fn by_any(
    world: &World<'_>,
    way: &Way<'_>,
    route: &Object<HttpRoute>,
    rule: &HttpRule,
    parent: &ParentRef,
) -> Result<Declared, Ignorance> {
    let all = [
        envoy::by_policies(world, route, rule, parent)?,
        istio::by_parent(world, way, &route.meta, parent)?,
        traefik::by_filters(world, &route.meta, &rule.middlewares)?,
    ];
    Ok(best(all).unwrap_or_else(Declared::none))
}
