//! Registries that run in the cluster.

use super::access::Way;
use super::controllers::Made;
use super::{World, role, workloads};
use crate::model::facts::image::Registry;
use crate::model::known::Ignorance;
use crate::model::listing::{Listing, Scope};

/// Registries.
pub(super) fn registries(world: &World<'_>) -> Listing<Registry> {
    world.controllers.listing(cores(world).map(|(_, made)| registry(world, made)).collect())
}

/// The workloads that are the core of a registry.
pub(super) fn cores<'a, 'b>(world: &'b World<'a>) -> impl Iterator<Item = (usize, &'b Made<'a>)> {
    let is_core = |it: &(usize, &Made<'_>)| role::role(&it.1.controller) == "registry";
    world.controllers.items.iter().enumerate().filter(is_core)
}

/// A registry runs in this namespace.
pub(super) fn is_home(world: &World<'_>, namespace: &str) -> Result<bool, Ignorance> {
    if cores(world).any(|(_, it)| it.meta.namespace == namespace) {
        return Ok(true);
    }
    world.controllers.whole(Scope::Namespace(namespace)).map(|()| false)
}

fn registry(world: &World<'_>, core: &Made<'_>) -> Registry {
    let meta = &core.meta;
    let components = components(world, &meta.namespace);
    let (mut hosts, missing) = hosts(world, &meta.namespace);
    hosts.sort();
    hosts.dedup();
    Registry {
        subject: core.subject(),
        origin: meta.origin.clone(),
        kind: "harbor".to_owned(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        hosts: missing.map_or(Ok(hosts), Err).into(),
        components_down: components.clone().and_then(|all| down(world, &all)).into(),
        components: components.map(|all| all.iter().map(|it| name(it)).collect()).into(),
    }
}

fn name(made: &Made<'_>) -> String {
    format!("{}/{}", made.kind, made.meta.name)
}

/// What the registry is made of: the chart's label, or an image of the project. A database that somebody else runs
/// beside it has its own checks.
fn components<'a, 'b>(world: &'b World<'a>, namespace: &str) -> Result<Vec<&'b Made<'a>>, Ignorance> {
    world.controllers.whole(Scope::Namespace(namespace))?;
    let belongs = |it: &&Made<'_>| {
        let labels = &it.controller.template.labels;
        let labelled = ["app", "app.kubernetes.io/name", "app.kubernetes.io/part-of"];
        let labelled = labelled.iter().any(|key| labels.get(*key).is_some_and(|it| it == "harbor"));
        let named = workloads::mains(it).any(|it| role::repository(&it.image).contains("goharbor/"));
        it.meta.namespace == namespace && workloads::is_long_running(it) && (labelled || named)
    };
    Ok(world.controllers.items.iter().filter(belongs).collect())
}

/// Those that are not rolled out. A core that is scaled to nothing is rolled out, and down.
fn down(world: &World<'_>, components: &[&Made<'_>]) -> Result<Vec<String>, Ignorance> {
    let mut down = Vec::new();
    for made in components {
        let replicas = workloads::replicas(made);
        let stopped = replicas == 0 && role::role(&made.controller) == "registry";
        if stopped || !workloads::rolled_out(world, made, replicas)? {
            down.push(name(made));
        }
    }
    Ok(down)
}

/// The hosts of a registry that were seen, and why there may be more. That a folder of manifests has none of a kind is
/// all that it can say.
pub(super) fn hosts(world: &World<'_>, namespace: &str) -> (Vec<String>, Option<Ignorance>) {
    let config_maps = &world.observed.config_maps;
    let own = config_maps.seen().iter().filter(|it| it.meta.namespace == namespace);
    let mut hosts: Vec<String> = own.filter_map(|it| host(it.body.values.get("EXT_ENDPOINT")?)).collect();
    let missing = config_maps.missing(Scope::Namespace(namespace)).filter(|why| !why.is_out_of_scope());
    let mut missing = missing.or_else(|| world.ways.gaps().first().map(|gap| &gap.why)).cloned();

    let leads_here = |way: &&Way<'_>| way.backends.iter().any(|it| it.namespace == namespace);
    for way in world.ways.seen().iter().filter(leads_here) {
        match &way.host {
            Ok(host) if host == "*" => {}
            Ok(host) => hosts.push(host.clone()),
            Err(why) => missing = missing.or_else(|| Some(why.clone())),
        }
    }
    (hosts, missing)
}

/// The host of a URL, without its port.
pub(super) fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}
