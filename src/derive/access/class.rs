//! From the class of an Ingress or a Gateway to the controller that serves it.

use super::super::World;
use super::implementation::{F5, INGRESS_NGINX, NGINX_CLASS};
use super::lists;
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::access::{Gateway, Ingress};
use crate::model::observed::{Meta, Object};

/// Controller names by the class names that charts give by default, for inputs without the class itself.
const BY_CUSTOM: [(&str, &str); 9] = [
    ("traefik", "traefik.io/ingress-controller"),
    ("kong", "ingress-controllers.konghq.com/kong"),
    ("haproxy", "haproxy.org/ingress-controller"),
    ("alb", "ingress.k8s.aws/alb"),
    ("gce", "k8s.io/ingress-gce"),
    ("istio", "istio.io/ingress-controller"),
    ("contour", "projectcontour.io/ingress-controller"),
    ("cilium", "cilium.io/ingress-controller"),
    ("tailscale", "tailscale.com/ts-ingress"),
];

/// The controller of an Ingress; empty if nothing tells.
pub(super) fn of_ingress(world: &World<'_>, meta: &Meta, ingress: &Ingress) -> Result<String, Ignorance> {
    let annotated = meta.annotation("kubernetes.io/ingress.class").unwrap_or_default();
    let name = if ingress.class.is_empty() { annotated } else { &ingress.class };
    let classes = &world.observed.ingress_classes;
    if name.is_empty() {
        let is_default =
            |it: &Object<_>| it.meta.annotation("ingressclass.kubernetes.io/is-default-class") == Some("true");
        let default = lists::find(classes, Scope::Cluster, is_default)?;
        return match default {
            Some(class) => Ok(class.body.controller.clone()),
            None => only_one(world),
        };
    }
    match lists::find(classes, Scope::Cluster, |it| it.meta.name == name)? {
        Some(class) => Ok(class.body.controller.clone()),
        None => by_custom(world, name),
    }
}

/// The controller of a Gateway; empty if nothing tells.
pub(super) fn of_gateway(world: &World<'_>, gateway: &Gateway) -> Result<String, Ignorance> {
    let class = lists::find(&world.observed.gateway_classes, Scope::Cluster, |it| it.meta.name == gateway.class)?;
    Ok(class.map(|it| it.body.controller.clone()).unwrap_or_default())
}

/// Without any class, the only controller that runs is the one that serves.
fn only_one(world: &World<'_>) -> Result<String, Ignorance> {
    if let Some(gap) = world.controllers.gaps.first() {
        return Err(gap.why.clone());
    }
    let mut names: Vec<&str> = world.running.iter().filter_map(|it| name_of(it.implementation)).collect();
    names.dedup();
    Ok(if let [only] = names[..] { only.to_owned() } else { String::new() })
}

fn name_of(implementation: &str) -> Option<&'static str> {
    match implementation {
        INGRESS_NGINX => Some(NGINX_CLASS),
        F5 => Some("nginx.org/ingress-controller"),
        other => BY_CUSTOM.iter().find(|(name, _)| *name == other).map(|(_, controller)| *controller),
    }
}

/// The class itself is not there: by custom its name tells. Two programs go by the name of nginx; the one that runs
/// decides.
fn by_custom(world: &World<'_>, name: &str) -> Result<String, Ignorance> {
    if !name.contains("nginx") {
        let known = BY_CUSTOM.iter().find(|(custom, _)| name.contains(custom));
        return Ok(known.map(|(_, controller)| (*controller).to_owned()).unwrap_or_default());
    }
    let runs = |implementation| world.running.iter().any(|it| it.implementation == implementation);
    if runs(INGRESS_NGINX) {
        return Ok(NGINX_CLASS.to_owned());
    }
    if let Some(gap) = world.controllers.gaps.first() {
        return Err(gap.why.clone());
    }
    Ok(if runs(F5) { "nginx.org/ingress-controller".to_owned() } else { NGINX_CLASS.to_owned() })
}
