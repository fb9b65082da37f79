//! Routes.

use super::super::{World, is_system_namespace};
use super::auth::{Answers, Declared, Reference};
use super::way::{Matching, Via, Way};
use super::{class, http_route, ingress, ingress_route, service, virtual_service};
use crate::model::facts::access::Route;
use crate::model::glob;
use crate::model::known::Ignorance;
use crate::model::listing::{Gap, Listing};

/// Routes. One whose host nobody could read is a gap, since it has no subject.
pub(in crate::derive) fn routes(world: &World<'_>, answers: &Answers) -> Listing<Route> {
    let mut list = Listing::with_gaps(Vec::new(), world.ways.gaps().to_vec());
    for (way, declared) in world.ways.seen().iter().zip(&answers.0) {
        match &way.host {
            Ok(host) => list.push(route(world, way, host, declared)),
            Err(why) => list.add_gap(Gap::of(&way.meta.namespace, why.clone())),
        }
    }
    list
}

fn route(world: &World<'_>, way: &Way<'_>, host: &str, declared: &Result<Declared, Ignorance>) -> Route {
    let meta = way.meta;
    let backends = || way.backends.iter().filter(|it| it.is_service);
    let first = backends().next();
    // A regular expression is no path: only a pattern of the whole host can speak of it.
    let regex = way.matching == Matching::Regex;
    let public = |pattern: &String| (!regex || !pattern.contains('/')) && glob::public_route(pattern, host, &way.path);
    let known = || declared.as_ref().map_err(Clone::clone);
    let references = |it: &Declared| it.references.iter().map(|it| it.target.text()).collect();
    Route {
        subject: format!("route/{host}/{}", way.path.trim_start_matches('/')),
        origin: meta.origin.clone(),
        kind: way.kind().to_owned(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        host: host.to_owned(),
        path: way.path.clone(),
        matching: way.matching.word().to_owned(),
        controller: controller(world, way).into(),
        backend_namespace: first.map(|it| it.namespace.clone()).unwrap_or_default(),
        backend_service: first.map(|it| it.name.clone()).unwrap_or_default(),
        backend_port: first.map(|it| it.port.clone()).unwrap_or_default(),
        backend_exists: all(backends().map(|it| service::exists(world, it))).into(),
        backend_port_exists: all(backends().map(|it| service::has_port(world, it))).into(),
        tls: tls(world, way, host).into(),
        exposed: way.is_open(),
        public_on_purpose: world.settings.config.public.iter().any(public),
        acme: way.is_challenge(),
        auth: known().and_then(|it| it.auth.clone()).into(),
        auth_by: known().map(|it| it.by.clone()).into(),
        auth_problem: known().map(|it| it.problem.clone()).into(),
        auth_references: known().map(references).into(),
        auth_resolves: known().and_then(|it| resolves(&it.references)).into(),
    }
}

fn resolves(references: &[Reference]) -> Result<bool, Ignorance> {
    all(references.iter().map(|it| it.exists.clone()))
}

/// A no is an answer, whatever the others are; only then does a gap matter.
fn all(answers: impl Iterator<Item = Result<bool, Ignorance>>) -> Result<bool, Ignorance> {
    let mut whole = Ok(true);
    for answer in answers {
        match answer {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(why) => whole = whole.and(Err(why)),
        }
    }
    whole
}

pub(super) fn controller(world: &World<'_>, way: &Way<'_>) -> Result<String, Ignorance> {
    match &way.via {
        Via::Ingress(it) => class::of_ingress(world, &it.meta, &it.body),
        Via::IngressRoute(..) => Ok("traefik.io/ingress-controller".to_owned()),
        Via::VirtualService(..) => Ok("istio.io/gateway-controller".to_owned()),
        Via::HttpRoute(route, _) => {
            let mut found = String::new();
            for parent in http_route::gateways_of(&route.body) {
                let gateway = http_route::gateway(world.observed, &route.meta, parent)?;
                let name = gateway.map(|it| class::of_gateway(world, &it.body)).transpose()?.unwrap_or_default();
                if found.is_empty() {
                    found = name;
                }
            }
            Ok(found)
        }
    }
}

fn tls(world: &World<'_>, way: &Way<'_>, host: &str) -> Result<bool, Ignorance> {
    match &way.via {
        Via::Ingress(it) => Ok(ingress::has_tls(&it.body, host)),
        Via::IngressRoute(it, _) => Ok(ingress_route::has_tls(&it.body)),
        Via::HttpRoute(it, _) => http_route::has_tls(world.observed, it, host),
        Via::VirtualService(gateways) => virtual_service::has_tls(world.observed, gateways, host),
    }
}
