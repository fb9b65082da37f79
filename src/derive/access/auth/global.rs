//! ingress-nginx asks everybody if its ConfigMap holds `global-auth-url`, except where an Ingress opts out.

use super::super::super::World;
use super::super::implementation::{INGRESS_NGINX, Running};
use super::super::lists;
use super::super::way::Way;
use super::nginx::{PREFIX, get};
use super::{Declared, Reference};
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::Object;
use crate::model::observed::access::Ingress;
use crate::model::observed::config::ConfigMap;

/// The controllers of ingress-nginx that serve this class.
fn controllers<'a>(world: &'a World<'_>, controller: &str) -> impl Iterator<Item = &'a Running> {
    let controller = controller.to_owned();
    world.running.iter().filter(move |it| it.implementation.ends_with(INGRESS_NGINX) && it.serves(&controller))
}

/// The prefix of annotations that the controller reads instead of its own, if a flag says so.
pub(super) fn other_prefix<'a>(world: &'a World<'_>, controller: &str) -> Option<&'a str> {
    controllers(world, controller).filter_map(|it| it.flag("annotations-prefix")).find(|it| *it != PREFIX)
}

/// The namespace in which the controller looks up a short name.
pub(super) fn home<'a>(world: &'a World<'_>) -> &'a str {
    let first = world.running.iter().find(|it| it.implementation.ends_with(INGRESS_NGINX));
    first.map_or("ingress-nginx", |it| &it.namespace)
}

/// What the ConfigMap of the controller asks of a way that declares nothing itself.
pub(super) fn by_config_map(
    world: &World<'_>,
    way: &Way<'_>,
    it: &Object<Ingress>,
    controller: &str,
) -> Result<Declared, Ignorance> {
    let maps = config_maps(world, controller)?;
    let asking = |it: &&Object<ConfigMap>| url(it).is_some();
    let Some(map) = maps.iter().copied().find(asking) else { return Ok(Declared::none()) };
    let by = format!("ConfigMap/{}/{}: global-auth-url", map.meta.namespace, map.meta.name);
    if get(&it.meta, "enable-global-auth") == Some("false") {
        return Ok(Declared::of("disabled: enable-global-auth is false", by));
    }
    if let Some(open) = open_locations(map).find(|open| way.path.starts_with(open)) {
        return Ok(Declared::of(&format!("disabled: {open} is among no-auth-locations"), by));
    }
    if !maps.iter().all(asking) {
        let why = "only some of the controllers of this class ask everybody";
        return Ok(Declared::undetermined("configmaps", why, by));
    }
    let host = way.host.as_deref().unwrap_or_default();
    let reference = url(map).and_then(|url| Reference::url(world, url, host, home(world)));
    Ok(Declared::of("forward-auth", by).needs(reference))
}

fn url(map: &Object<ConfigMap>) -> Option<&str> {
    map.body.values.get("global-auth-url").map(|it| it.trim()).filter(|it| !it.is_empty())
}

/// Locations that stay open; the controller's default is that of ACME.
fn open_locations(map: &Object<ConfigMap>) -> impl Iterator<Item = &str> {
    let given = map.body.values.get("no-auth-locations").map_or("/.well-known/acme-challenge", String::as_str);
    given.split(',').map(str::trim).filter(|it| !it.is_empty())
}

/// The ConfigMaps that the controllers of the class read: by their flag, else by the name that the chart gives.
fn config_maps<'a>(world: &World<'a>, controller: &str) -> Result<Vec<&'a Object<ConfigMap>>, Ignorance> {
    let maps = &world.observed.config_maps;
    let mut found = Vec::new();
    let mut running = controllers(world, controller).peekable();
    if running.peek().is_none() {
        if let Some(map) = lists::find(maps, Scope::Cluster, |it| it.meta.name.ends_with("ingress-nginx-controller"))? {
            return Ok(vec![map]);
        }
        return match world.controllers.gaps.first() {
            Some(gap) => Err(gap.why.clone()),
            None => Ok(found),
        };
    }
    for it in running {
        let flag = it.flag("configmap").unwrap_or("ingress-nginx-controller");
        let (namespace, name) = flag.split_once('/').unwrap_or(("", flag));
        // `$(POD_NAMESPACE)` is the namespace of the controller.
        let namespace = if namespace.is_empty() || namespace.starts_with('$') { &it.namespace } else { namespace };
        let is_it = |it: &Object<ConfigMap>| it.meta.namespace == namespace && it.meta.name == name;
        found.extend(lists::find(maps, Scope::Namespace(namespace), is_it)?);
    }
    Ok(found)
}
