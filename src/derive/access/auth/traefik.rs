//! Traefik: middlewares of the router, and those of the entry points that it listens on.

use std::collections::BTreeSet;

use super::super::super::World;
use super::super::implementation::{Running, TRAEFIK};
use super::{Declared, Reference, best, worst};
use crate::model::known::{Because, Ignorance};
use crate::model::listing::Scope;
use crate::model::observed::access::{Ingress, Middleware, MiddlewareRef};
use crate::model::observed::{Meta, Object};
use crate::model::source::SourceKind;

/// What an IngressRoute's route declares.
pub(super) fn by_router(
    world: &World<'_>,
    meta: &Meta,
    entry_points: &[String],
    middlewares: &[MiddlewareRef],
) -> Result<Declared, Ignorance> {
    let references = middlewares.iter().map(|it| Wanted::of_resource(world, &meta.namespace, it));
    let own = fold(world, references.collect())?;
    if !own.is_open() { Ok(own) } else { by_entry_points(world, entry_points) }
}

/// What an Ingress declares by `router.middlewares`.
pub(super) fn by_annotation(world: &World<'_>, it: &Object<Ingress>) -> Result<Declared, Ignorance> {
    let get = |key: &str| it.meta.annotation(&format!("traefik.ingress.kubernetes.io/{key}")).unwrap_or_default();
    let list = |text: &str| text.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect();
    let middlewares: Vec<String> = list(get("router.middlewares"));
    let own = fold(world, middlewares.iter().map(|it| Wanted::of_text(it)).collect())?;
    if !own.is_open() {
        return Ok(own);
    }
    let entry_points: Vec<String> = list(get("router.entrypoints"));
    by_entry_points(world, &entry_points)
}

/// What the filters of an HTTPRoute's rule declare.
pub(super) fn by_filters(world: &World<'_>, meta: &Meta, middlewares: &[String]) -> Result<Declared, Ignorance> {
    let wanted = |name: &String| Wanted::Named(meta.namespace.clone(), name.clone());
    fold(world, middlewares.iter().map(wanted).collect())
}

/// A middleware that is referred to.
enum Wanted {
    /// A resource: namespace and name.
    Named(String, String),
    /// `NAMESPACE-NAME@kubernetescrd`, the part before the `@`.
    Joined(String),
    /// Of another provider (a file), or in another namespace than Traefik follows.
    Elsewhere(String),
    /// A reference that leads nowhere, whatever exists.
    Never(String),
}

impl Wanted {
    /// As a resource refers to it.
    fn of_resource(world: &World<'_>, home: &str, it: &MiddlewareRef) -> Self {
        if it.name.contains('@') {
            return Self::of_text(&it.name);
        }
        let namespace = if it.namespace.is_empty() { home } else { &it.namespace };
        if namespace != home && refuses_other_namespaces(world) {
            return Self::Never(format!("{namespace}/{}", it.name));
        }
        Self::Named(namespace.to_owned(), it.name.clone())
    }

    /// As an annotation or a flag refers to it.
    fn of_text(text: &str) -> Self {
        match text.rsplit_once('@') {
            Some((name, "kubernetescrd")) => Self::Joined(name.to_owned()),
            Some(_) => Self::Elsewhere(text.to_owned()),
            // Without a provider it is looked for among Ingresses, which have no middlewares.
            None => Self::Never(text.to_owned()),
        }
    }
}

/// Traefik follows references to other namespaces only if a flag says so. A configuration in a file may say so, too.
fn refuses_other_namespaces(world: &World<'_>) -> bool {
    let mut running = traefiks(world).peekable();
    let allows = |it: &Running| {
        it.flag("configfile").is_some()
            || it.flag("providers.kubernetescrd.allowcrossnamespace").is_some_and(|it| it != "false")
    };
    running.peek().is_some() && !running.any(allows)
}

fn traefiks<'a>(world: &'a World<'_>) -> impl Iterator<Item = &'a Running> {
    world.running.iter().filter(|it| it.implementation == TRAEFIK)
}

/// What a router with these middlewares declares: each request passes them all.
fn fold(world: &World<'_>, wanted: Vec<Wanted>) -> Result<Declared, Ignorance> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    let mut missing = Vec::new();
    for it in wanted {
        visit(world, it, &mut seen, &mut all, &mut missing)?;
    }
    let declared = best(all).unwrap_or_else(Declared::none);
    let Some(first) = missing.first().map(|it: &Reference| it.target.text()) else { return Ok(declared) };
    let mut declared = match declared.is_open() {
        true => Declared::undetermined(
            "middlewares.traefik.io",
            format!("{first} does not exist, so that Traefik does not serve the route"),
            String::new(),
        ),
        false => declared,
    };
    declared.references.extend(missing);
    Ok(declared)
}

/// Follows one reference, and the members of a chain.
fn visit(
    world: &World<'_>,
    wanted: Wanted,
    seen: &mut BTreeSet<(String, String)>,
    all: &mut Vec<Declared>,
    missing: &mut Vec<Reference>,
) -> Result<(), Ignorance> {
    let mut pending = vec![wanted];
    while let Some(wanted) = pending.pop() {
        let found = match wanted {
            Wanted::Elsewhere(text) => {
                let why = format!("the middleware {text} is configured outside of the cluster's objects");
                all.push(Declared::undetermined("middlewares.traefik.io", why, text));
                continue;
            }
            Wanted::Never(text) => {
                missing.push(Reference::middleware(text, false));
                continue;
            }
            Wanted::Named(namespace, name) => (by_name(world, &namespace, &name)?, format!("{namespace}/{name}")),
            Wanted::Joined(text) => (by_joined_name(world, &text)?, format!("{text}@kubernetescrd")),
        };
        let (Some(it), _) = found else {
            missing.push(Reference::middleware(found.1, false));
            continue;
        };
        if !seen.insert((it.meta.namespace.clone(), it.meta.name.clone())) {
            continue;
        }
        all.extend(declares(world, it));
        pending.extend(it.body.chain.iter().map(|member| Wanted::of_resource(world, &it.meta.namespace, member)));
    }
    Ok(())
}

/// What one middleware declares, if it asks who somebody is.
fn declares(world: &World<'_>, it: &Object<Middleware>) -> Option<Declared> {
    let name = format!("{}/{}", it.meta.namespace, it.meta.name);
    let by = format!("Middleware.traefik.io/{name}");
    let declared = if let Some(address) = &it.body.forward_auth {
        let home = traefiks(world).next().map_or(it.meta.namespace.as_str(), |it| &it.namespace);
        Declared::of("forward-auth", by).needs(Reference::url(world, address, "", home))
    } else if it.body.basic_auth {
        Declared::of("basic", by)
    } else {
        let plugin = it.body.plugins.first()?;
        let why = format!("what the plugin {plugin} does was not looked into");
        Declared::undetermined("middlewares.traefik.io", why, by)
    };
    Some(declared.needs(Some(Reference::middleware(name, true))))
}

type Found<'a> = Result<Option<&'a Object<Middleware>>, Ignorance>;

fn by_name<'a>(world: &World<'a>, namespace: &str, name: &str) -> Found<'a> {
    let is_it = |it: &Object<Middleware>| it.meta.namespace == namespace && it.meta.name == name;
    let found = world.observed.middlewares.find(Scope::Namespace(namespace), is_it)?;
    let all = world.observed.middlewares.seen();
    let has_others = || !namespace.is_empty() && all.iter().any(|it| it.meta.namespace == namespace);
    here(world, found, has_others)
}

fn by_joined_name<'a>(world: &World<'a>, text: &str) -> Found<'a> {
    let is_it = |it: &Object<Middleware>| format!("{}-{}", it.meta.namespace, it.meta.name) == text;
    let found = world.observed.middlewares.find(Scope::Cluster, is_it)?;
    let has_others =
        || world.observed.middlewares.seen().iter().any(|it| text.starts_with(&format!("{}-", it.meta.namespace)));
    here(world, found, has_others)
}

/// In desired state a miss says something only where the namespace has middlewares in this input at all.
fn here<'a>(world: &World<'a>, found: Option<&'a Object<Middleware>>, has_others: impl Fn() -> bool) -> Found<'a> {
    match (found, world.observed.source.kind) {
        (None, SourceKind::Desired) if !has_others() => {
            Err(Ignorance::new(Because::NotInSource, "middlewares.traefik.io"))
        }
        (found, SourceKind::Live | SourceKind::Dump | SourceKind::Desired) => Ok(found),
    }
}

/// What the entry points ask of every router: all of those that this one listens on must ask.
fn by_entry_points(world: &World<'_>, named: &[String]) -> Result<Declared, Ignorance> {
    let mut all = Vec::new();
    for running in traefiks(world) {
        for name in entry_points(running, named) {
            let flag = running.flags.get(&format!("entrypoints.{name}.http.middlewares"));
            let texts = flag.into_iter().flatten().flat_map(|it| it.split(',')).map(str::trim);
            all.push(fold(world, texts.filter(|it| !it.is_empty()).map(Wanted::of_text).collect())?);
        }
    }
    match (worst(all), world.controllers.gaps.first()) {
        (Some(declared), _) => Ok(declared),
        (None, Some(gap)) => Err(gap.why.clone()),
        (None, None) => Ok(Declared::none()),
    }
}

/// The entry points that a router listens on: those it names, else all that do more than redirect.
fn entry_points(running: &Running, named: &[String]) -> Vec<String> {
    if !named.is_empty() {
        return named.iter().map(|it| it.to_lowercase()).collect();
    }
    let names = running
        .flags
        .keys()
        .filter_map(|flag| flag.strip_prefix("entrypoints.")?.split_once('.').map(|(name, _)| name));
    let names: BTreeSet<&str> = names.collect();
    let serves = |name: &&str| {
        // The chart's own: health, dashboard and metrics.
        !matches!(*name, "traefik" | "metrics")
            && running.flag(&format!("entrypoints.{name}.http.redirections.entrypoint.to")).is_none()
    };
    names.into_iter().filter(serves).map(str::to_owned).collect()
}
