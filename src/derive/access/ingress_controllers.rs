//! Ingress controllers: of every class, and running without one.

use std::collections::BTreeMap;

use super::super::lifecycle::{self, Component};
use super::super::{World, is_system_namespace};
use super::implementation::Running;
use super::routes;
use crate::model::facts::access::IngressController;
use crate::model::known::{Because, Ignorance};
use crate::model::listing::Listing;
use crate::model::observed::Meta;
use crate::model::source::SourceKind;

/// Ingress controllers.
pub(in crate::derive) fn ingress_controllers(world: &World<'_>) -> Listing<IngressController> {
    let observed = world.observed;
    let ingress = observed.ingress_classes.seen().iter();
    let ingress = ingress.map(|it| (it.body.controller.as_str(), (&it.meta, "IngressClass", "networking.k8s.io")));
    let gateway = observed.gateway_classes.seen().iter();
    let gateway =
        gateway.map(|it| (it.body.controller.as_str(), (&it.meta, "GatewayClass", "gateway.networking.k8s.io")));
    // The first class of a controller stands for it.
    let mut classes: BTreeMap<&str, (&Meta, &str, &str)> = BTreeMap::new();
    for (controller, class) in ingress.chain(gateway) {
        classes.entry(controller).or_insert(class);
    }

    let mut items = Vec::new();
    let mut served: Vec<usize> = Vec::new();
    for (controller, (meta, kind, group)) in &classes {
        let running: Vec<&Running> = world.running.iter().filter(|it| it.serves(controller)).collect();
        // A program that was not seen may answer to the class: the gap says so, and which subject it would be is open.
        if running.is_empty() && world.controllers.gaps.is_empty() {
            items.push(of_class(world, controller, meta, &meta.subject(kind, group)));
        }
        for it in running.into_iter().filter(|it| !served.contains(&it.position)) {
            items.extend(of_workload(world, controller, it));
        }
        served.extend(world.running.iter().filter(|it| it.serves(controller)).map(|it| it.position));
    }
    for it in world.running.iter().filter(|it| !served.contains(&it.position)) {
        items.extend(of_workload(world, "", it));
    }
    let mut list = Listing::with_gaps(items, world.controllers.gaps.clone());
    let gaps = [observed.ingress_classes.gaps(), observed.gateway_classes.gaps()];
    gaps.into_iter().flatten().for_each(|gap| list.add_gap(gap.clone()));
    list
}

fn of_workload(world: &World<'_>, controller: &str, it: &Running) -> Option<IngressController> {
    let made = world.controllers.items.get(it.position)?;
    Some(IngressController {
        subject: made.subject(),
        origin: made.meta.origin.clone(),
        namespace: made.meta.namespace.clone(),
        name: made.meta.name.clone(),
        system: is_system_namespace(&made.meta.namespace),
        controller: of_all_classes(world, controller).into(),
        implementation: Ok(it.implementation.to_owned()).into(),
        version: Ok(it.version.clone()).into(),
        supported: supported(world, it).into(),
        in_use: in_use(world, |name| it.serves(name)).into(),
    })
}

/// Only an end of support that was announced is one: a controller that is not in the table is supported.
fn supported(world: &World<'_>, it: &Running) -> Result<bool, Ignorance> {
    match it.implementation {
        "ingress-nginx" => lifecycle::is_supported(Component::IngressNginx, &it.version, world.now())
            .ok_or_else(|| Ignorance::undetermined("deployments.apps", "the controller's version cannot be read")),
        _ => Ok(true),
    }
}

/// Which class names it can only be said once all were seen.
fn of_all_classes(world: &World<'_>, controller: &str) -> Result<String, Ignorance> {
    let gaps = [world.observed.ingress_classes.gaps(), world.observed.gateway_classes.gaps()];
    match gaps.into_iter().flatten().next() {
        Some(gap) => Err(gap.why.clone()),
        None => Ok(controller.to_owned()),
    }
}

/// A class whose program was not found: its name alone does not tell which one answers to it.
fn of_class(world: &World<'_>, controller: &str, meta: &Meta, subject: &str) -> IngressController {
    let why = match world.observed.source.kind {
        SourceKind::Desired => Ignorance::new(Because::NotInSource, "deployments.apps"),
        SourceKind::Live | SourceKind::Dump => {
            Ignorance::undetermined("deployments.apps", "no workload is known to serve this class")
        }
    };
    IngressController {
        subject: subject.to_owned(),
        origin: meta.origin.clone(),
        namespace: String::new(),
        name: meta.name.clone(),
        system: false,
        controller: Ok(controller.to_owned()).into(),
        implementation: Err(why.clone()).into(),
        version: Err(why.clone()).into(),
        supported: Err(why).into(),
        in_use: in_use(world, |name| name == controller).into(),
    }
}

/// Some route is served by it. A hit is an answer, even if other routes were not seen.
fn in_use(world: &World<'_>, serves: impl Fn(&str) -> bool) -> Result<bool, Ignorance> {
    let mut doubt = world.ways.gaps().first().map(|it| it.why.clone());
    for way in world.ways.seen() {
        match routes::controller(world, way) {
            Ok(name) if serves(&name) => return Ok(true),
            Ok(_) => {}
            Err(why) => doubt = doubt.or(Some(why)),
        }
    }
    doubt.map_or(Ok(false), Err)
}
