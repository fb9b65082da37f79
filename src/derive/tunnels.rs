//! Cloudflare tunnels and their rules.

use super::access::{self, Backend};
use super::controllers::Made;
use super::{World, is_system_namespace, role, status, workloads};
use crate::model::facts::tunnel::{Tunnel, TunnelRule};
use crate::model::glob;
use crate::model::known::{Because, Ignorance};
use crate::model::listing::{Gap, Listing, Scope};
use crate::model::observed::config::{self, ConfigMap};
use crate::model::observed::pod::{Container, ContainerSort};
use crate::model::observed::{Meta, Object};
use crate::model::source::SourceKind;

/// Workloads that run cloudflared.
pub(super) fn tunnels(world: &World<'_>) -> Listing<Tunnel> {
    world.controllers.listing(found(world).map(|(position, made)| tunnel(world, position, made)).collect())
}

/// The rules of all tunnels whose configuration is in the cluster.
pub(super) fn rules(world: &World<'_>) -> Listing<TunnelRule> {
    let mut list = world.controllers.listing(Vec::new());
    for (_, made) in found(world) {
        match config_maps(world, made) {
            // A tunnel that is given a token reads its rules from Cloudflare.
            Ok(maps) if maps.is_empty() => {
                let why = at_cloudflare(world, "rules of the tunnel at Cloudflare");
                list.add_gap(Gap::of(&made.meta.namespace, why));
            }
            Ok(maps) => maps.into_iter().flat_map(|it| rules_of(world, &made.meta, it)).for_each(|it| list.push(it)),
            // The configuration is mounted, but not in this input.
            Err(why) if why.is_out_of_scope() => {}
            Err(why) => list.add_gap(Gap::of(&made.meta.namespace, why)),
        }
    }
    list
}

/// The Services (namespace, name) that rules lead to, and why some may be missing.
pub(super) fn services(world: &World<'_>) -> (Vec<(String, String)>, Option<Ignorance>) {
    let mut gap = world.controllers.gaps.first().map(|it| it.why.clone());
    let mut services = Vec::new();
    for (_, made) in found(world) {
        match config_maps(world, made) {
            Ok(maps) => {
                let rules = maps.iter().flat_map(|it| &it.body.tunnel);
                services.extend(
                    rules.filter_map(|it| backend(world, &made.meta, &it.service)).map(|it| (it.namespace, it.name)),
                );
            }
            Err(why) if why.is_out_of_scope() => {}
            Err(why) => gap = gap.or(Some(why)),
        }
    }
    (services, gap)
}

fn found<'a, 'b>(world: &'b World<'a>) -> impl Iterator<Item = (usize, &'b Made<'a>)> {
    let runs = |made: &Made<'_>| role::role(&made.controller) == "tunnel" && !matches!(&*made.kind, "Job" | "CronJob");
    world.controllers.items.iter().enumerate().filter(move |(_, made)| runs(made))
}

fn tunnel(world: &World<'_>, position: usize, made: &Made<'_>) -> Tunnel {
    let meta = &*made.meta;
    let missing = || status::missing(world.observed.source.kind, made.resource);
    let ready = made.controller.status.as_ref().map(|it| it.ready).ok_or_else(missing);
    let placement = workloads::placement(world, position, made);
    let container = made.controller.template.containers.iter().find(|it| is_cloudflared(it));
    let replicas = workloads::replicas(made);
    Tunnel {
        subject: made.subject(),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        replicas,
        probes_connection: container.is_some_and(probes_connection),
        connected: ready.clone().and_then(|ready| connected(made, container, ready)).into(),
        ready_replicas: ready.into(),
        nodes: placement.as_ref().map(|it| it.nodes).map_err(Clone::clone).into(),
        eligible_nodes: placement.map(|it| it.eligible_nodes).into(),
        rules_here: config_maps(world, made).map(|it| !it.is_empty()).into(),
    }
}

fn is_cloudflared(it: &Container) -> bool {
    it.sort == ContainerSort::Main && it.image.contains("cloudflared")
}

fn probes_connection(it: &Container) -> bool {
    it.readiness.as_ref().is_some_and(|probe| probe.how == "http" && probe.path.trim_end_matches('/') == "/ready")
}

/// `/ready` answers 200 only with a connection to the edge, so that a ready pod proves one. `/healthcheck` and
/// `/metrics` always answer, and a pod without a probe is ready as soon as it runs.
fn connected(made: &Made<'_>, container: Option<&Container>, ready: i64) -> Result<bool, Ignorance> {
    match container {
        Some(it) if probes_connection(it) => Ok(ready > 0),
        Some(it) if it.readiness.is_none() && ready == 0 => Ok(false),
        Some(_) | None => Err(Ignorance::undetermined(
            made.resource,
            "no readiness probe asks cloudflared's /ready, which alone knows of connections",
        )),
    }
}

/// The ConfigMaps with rules that the tunnel mounts.
fn config_maps<'a>(world: &World<'a>, made: &Made<'_>) -> Result<Vec<&'a Object<ConfigMap>>, Ignorance> {
    let namespace = &made.meta.namespace;
    let mut maps = Vec::new();
    for name in made.controller.template.volumes.iter().filter_map(|it| it.config_map.as_ref()) {
        let is_it = |it: &Object<ConfigMap>| it.meta.namespace == *namespace && it.meta.name == *name;
        let found = world.observed.config_maps.find(Scope::Namespace(namespace), is_it)?;
        maps.extend(found.filter(|it| !it.body.tunnel.is_empty()));
    }
    Ok(maps)
}

fn rules_of(world: &World<'_>, tunnel: &Meta, map: &Object<ConfigMap>) -> Vec<TunnelRule> {
    let rules = &map.body.tunnel;
    let takes_all = |it: &config::TunnelRule| it.hostname.is_empty() && it.path.is_empty();
    let one = |(position, it): (usize, &config::TunnelRule)| {
        let host = if it.hostname.is_empty() { "*" } else { &it.hostname };
        TunnelRule {
            subject: format!("route/{host}/{}", it.path.trim_start_matches('/')),
            origin: map.meta.origin.clone(),
            namespace: tunnel.namespace.clone(),
            name: tunnel.name.clone(),
            system: is_system_namespace(&tunnel.namespace),
            host: host.to_owned(),
            path: it.path.clone(),
            service: it.service.clone(),
            catch_all: takes_all(it),
            last: position + 1 == rules.len(),
            dead: rules.iter().take(position).any(|before| takes_before(before, it)),
            resolves: resolves(world, tunnel, &it.service).into(),
            straight: straight(world, tunnel, &it.service).into(),
            public_on_purpose: is_public(world, host, &it.path),
            login: login(world, it).into(),
        }
    };
    rules.iter().enumerate().map(one).collect()
}

/// Rules are tried in their order: an earlier one for the same host (or every host) and every path leaves nothing.
fn takes_before(before: &config::TunnelRule, it: &config::TunnelRule) -> bool {
    let host = match before.hostname.strip_prefix("*.") {
        Some(domain) => it.hostname.ends_with(&format!(".{domain}")),
        None => before.hostname.is_empty() || before.hostname == it.hostname,
    };
    host && (before.path.is_empty() || before.path == it.path)
}

/// What is not a Service of this cluster (an address, another host, an answer of cloudflared's own) needs nothing here.
fn resolves(world: &World<'_>, tunnel: &Meta, service: &str) -> Result<bool, Ignorance> {
    let Some(backend) = backend(world, tunnel, service) else { return Ok(true) };
    access::has_port(world, &backend)
}

/// Behind an ingress controller a route decides who may come in, and a login proxy asks by itself; every other program
/// meets whoever the tunnel lets through.
fn straight(world: &World<'_>, tunnel: &Meta, service: &str) -> Result<bool, Ignorance> {
    if !service.contains("://") {
        return Ok(false);
    }
    let Some(backend) = backend(world, tunnel, service) else { return Ok(true) };
    let behind = access::behind(world, &backend.namespace, &backend.name)?;
    let asks = |made: &Made<'_>| matches!(role::role(&made.controller), "ingress-controller" | "auth-proxy");
    Ok(!behind.iter().any(|(_, made)| asks(made)))
}

fn is_public(world: &World<'_>, host: &str, path: &str) -> bool {
    // The path of a rule is a regular expression: only a pattern of the whole host can speak of it.
    let speaks = |pattern: &&String| path.is_empty() || !pattern.contains('/');
    world.settings.config.public.iter().filter(speaks).any(|it| glob::public_route(it, host, "/"))
}

fn login(world: &World<'_>, rule: &config::TunnelRule) -> Result<bool, Ignorance> {
    if rule.access_required {
        return Ok(true);
    }
    Err(at_cloudflare(world, "applications of Cloudflare Access"))
}

/// What is kept at Cloudflare no file holds; its API would tell.
fn at_cloudflare(world: &World<'_>, what: &'static str) -> Ignorance {
    let because = match world.observed.source.kind {
        SourceKind::Live => Because::NotCollected,
        SourceKind::Dump | SourceKind::Desired => Because::NotInSource,
    };
    Ignorance::new(because, what)
}

/// The Service of this cluster that a rule's `service` names.
fn backend(world: &World<'_>, tunnel: &Meta, service: &str) -> Option<Backend> {
    let scheme = service.split_once("://").map(|(scheme, _)| scheme)?;
    if scheme.starts_with("unix") || scheme == "bastion" {
        return None;
    }
    let (host, _) = access::host_and_path(service);
    let of =
        |namespace: String, name: String| Backend { namespace, name, port: access::port(service), is_service: true };
    if let Some((namespace, name)) = access::in_cluster(host) {
        return Some(of(namespace, name));
    }
    let is_address = host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[');
    if is_address || host.is_empty() || host == "localhost" {
        return None;
    }
    match host.split_once('.') {
        None => Some(of(tunnel.namespace.clone(), host.to_owned())),
        // `name.namespace` looks like a domain; a namespace of that name tells.
        Some((name, namespace)) => {
            let here = world.observed.namespaces.seen().iter().any(|it| it.meta.name == namespace)
                || world.observed.services.seen().iter().any(|it| it.meta.namespace == namespace);
            here.then(|| of(namespace.to_owned(), name.to_owned()))
        }
    }
}
