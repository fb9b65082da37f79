//! Istio: authorization policies for the pods of the gateway, else for those of the backend. A RequestAuthentication
//! alone checks tokens that come, and asks for none.

use std::collections::BTreeMap;

use super::super::super::World;
use super::super::super::controllers::Made;
use super::super::lists;
use super::super::service;
use super::super::way::Way;
use super::{Declared, worst};
use crate::model::glob;
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::access::{AuthorizationPolicy, AuthorizationRule, Operation, ParentRef, PolicyTarget};
use crate::model::observed::{Meta, Object};
use crate::model::selector::LabelSelector;

/// Policies of this namespace without a selector hold for the whole mesh.
const ROOT: &str = "istio-system";

type Policy = Object<AuthorizationPolicy>;

/// Pods that a policy may hold for.
struct Pods<'a> {
    namespace: &'a str,
    labels: &'a BTreeMap<String, String>,
}

/// What the gateways of a VirtualService ask, the worst of them; else what its backends ask.
pub(super) fn by_gateways(
    world: &World<'_>,
    way: &Way<'_>,
    gateways: &[(String, String)],
) -> Result<Declared, Ignorance> {
    let mut all = Vec::new();
    for (namespace, name) in gateways {
        let is_it = |it: &Object<_>| it.meta.namespace == *namespace && it.meta.name == *name;
        let gateway = lists::find(&world.observed.istio_gateways, Scope::Namespace(namespace), is_it)?;
        all.push(match gateway {
            Some(gateway) => by_gateway_pods(world, way, &gateway.body.selector)?,
            None => Declared::none(),
        });
    }
    or_backends(world, way, worst(all).unwrap_or_else(Declared::none))
}

/// An Ingress of class istio is served by the gateway that Istio installs.
pub(super) fn by_ingress(world: &World<'_>, way: &Way<'_>) -> Result<Declared, Ignorance> {
    let selector = BTreeMap::from([("istio".to_owned(), "ingressgateway".to_owned())]);
    let declared = by_gateway_pods(world, way, &selector)?;
    or_backends(world, way, declared)
}

/// What a Gateway of the Gateway API asks. Policies reach it by `targetRefs`; selectors do not (Istio ignores them
/// for such gateways).
pub(super) fn by_parent(
    world: &World<'_>,
    way: &Way<'_>,
    route: &Meta,
    parent: &ParentRef,
) -> Result<Declared, Ignorance> {
    let namespace = if parent.namespace.is_empty() { &route.namespace } else { &parent.namespace };
    let aims = |it: &PolicyTarget| it.kind == "Gateway" && it.name == parent.name;
    let holds = |policy: &Policy| match policy.body.targets.as_slice() {
        [] => policy.body.selector.is_none() && is_of(&policy.meta, namespace),
        targets => policy.meta.namespace == *namespace && targets.iter().any(aims),
    };
    let declared = decide(way, &policies(world, namespace)?, holds).unwrap_or_else(Declared::none);
    or_backends(world, way, declared)
}

fn by_gateway_pods(
    world: &World<'_>,
    way: &Way<'_>,
    selector: &BTreeMap<String, String>,
) -> Result<Declared, Ignorance> {
    let selected = |made: &&Made<'_>| {
        let labels = &made.controller.template.labels;
        !selector.is_empty() && selector.iter().all(|(key, value)| labels.get(key) == Some(value))
    };
    let made: Vec<&Made<'_>> = world.controllers.items.iter().filter(selected).collect();
    if made.is_empty() {
        if let Some(gap) = world.controllers.gaps.first() {
            return Err(gap.why.clone());
        }
        // The gateway's pods are not in this input: its selector stands for their labels, its usual home for theirs.
        return by_pods(world, way, &[Pods { namespace: ROOT, labels: selector }]);
    }
    let pods = made.iter().map(|it| Pods { namespace: &it.meta.namespace, labels: &it.controller.template.labels });
    by_pods(world, way, &pods.collect::<Vec<_>>())
}

/// What the policies ask of requests to these pods, the worst of them.
fn by_pods(world: &World<'_>, way: &Way<'_>, pods: &[Pods<'_>]) -> Result<Declared, Ignorance> {
    let mut all = Vec::new();
    for it in pods {
        let holds = |policy: &Policy| {
            policy.body.targets.is_empty() && is_of(&policy.meta, it.namespace) && selects(&policy.body.selector, it)
        };
        let declared = decide(way, &policies(world, it.namespace)?, holds);
        all.push(match declared {
            Some(declared) => declared,
            None => without_policy(world, it)?,
        });
    }
    Ok(worst(all).unwrap_or_else(Declared::none))
}

/// Nothing asks. If tokens are checked all the same, somebody may believe that they are demanded.
fn without_policy(world: &World<'_>, pods: &Pods<'_>) -> Result<Declared, Ignorance> {
    let list = &world.observed.request_authentications;
    let own = lists::within(list, pods.namespace)?;
    let root: Vec<_> = if pods.namespace == ROOT { Vec::new() } else { lists::within(list, ROOT)?.collect() };
    let found = own.chain(root).find(|it| it.body.targets.is_empty() && selects(&it.body.selector, pods));
    Ok(match found {
        Some(it) => Declared::none().but(format!(
            "RequestAuthentication/{}/{} checks tokens, but no policy demands one",
            it.meta.namespace, it.meta.name
        )),
        None => Declared::none(),
    })
}

fn policies<'a>(world: &World<'a>, namespace: &str) -> Result<Vec<&'a Policy>, Ignorance> {
    let list = &world.observed.authorization_policies;
    let own = lists::within(list, namespace)?;
    let root: Vec<_> = if namespace == ROOT { Vec::new() } else { lists::within(list, ROOT)?.collect() };
    Ok(own.chain(root).collect())
}

fn is_of(policy: &Meta, namespace: &str) -> bool {
    policy.namespace == namespace || policy.namespace == ROOT
}

fn selects(selector: &Option<LabelSelector>, pods: &Pods<'_>) -> bool {
    selector.as_ref().is_none_or(|it| it.matches(pods.labels))
}

/// A gateway that asks nobody may stand before backends that do, if a proxy of the mesh stands beside each.
fn or_backends(world: &World<'_>, way: &Way<'_>, declared: Declared) -> Result<Declared, Ignorance> {
    if !declared.is_open() || world.observed.authorization_policies.seen().is_empty() {
        return Ok(declared);
    }
    let mut all = Vec::new();
    for backend in way.backends.iter().filter(|it| it.is_service) {
        let behind = match service::behind(world, &backend.namespace, &backend.name) {
            Err(why) if why.is_out_of_scope() => return Ok(declared),
            other => other?,
        };
        for (position, made) in behind {
            let pods = Pods { namespace: &made.meta.namespace, labels: &made.controller.template.labels };
            let asked = by_pods(world, way, &[pods])?;
            all.push(match asked.is_open() || in_mesh(world, position, made)? {
                true => asked,
                false => asked.but("no proxy of the mesh stands beside the backend"),
            });
        }
    }
    Ok(worst(all).filter(|it| !it.is_open()).unwrap_or(declared))
}

/// The pods get a proxy: their labels or those of the namespace say so, or it stands in their spec.
fn in_mesh(world: &World<'_>, position: usize, made: &Made<'_>) -> Result<bool, Ignorance> {
    let template = &made.controller.template;
    let mut pods = world.controllers.pods_of(position).iter().map(|it| &it.body.template);
    let has_proxy =
        |it: &crate::model::observed::pod::PodTemplate| it.containers.iter().any(|it| it.name == "istio-proxy");
    let says = template.labels.get("sidecar.istio.io/inject").map(String::as_str);
    if has_proxy(template) || says == Some("true") || pods.any(has_proxy) {
        return Ok(true);
    }
    if says == Some("false") {
        return Ok(false);
    }
    let is_it = |it: &Object<_>| it.meta.name == made.meta.namespace;
    let namespace = world.observed.namespaces.find(Scope::Cluster, is_it)?;
    Ok(namespace.is_some_and(|it| {
        it.meta.label("istio-injection") == Some("enabled")
            || it.meta.label("istio.io/rev").is_some()
            || it.meta.label("istio.io/dataplane-mode") == Some("ambient")
    }))
}

/// What the policies that hold ask of a way; `None` = nothing.
fn decide(way: &Way<'_>, policies: &[&Policy], holds: impl Fn(&Policy) -> bool) -> Option<Declared> {
    // A dry run only writes to the log.
    let in_force = |it: &&&Policy| holds(it) && it.meta.annotation("istio.io/dry-run") != Some("true");
    let held: Vec<&Policy> = policies.iter().filter(in_force).copied().collect();
    let of = |action: &'static str| held.iter().copied().filter(move |it| it.body.action == action);
    let asks = |it: &&Policy| it.body.rules.iter().any(|rule| !rule.narrowed && covers(rule, way));
    if let Some(policy) = of("CUSTOM").find(asks) {
        return Some(Declared::of("ext-auth", name(policy)));
    }
    let denies = |it: &&Policy| it.body.rules.iter().any(|rule| rule.without_token && covers(rule, way));
    if let Some(policy) = of("DENY").find(denies) {
        return Some(Declared::of("jwt", name(policy)));
    }
    // Once a policy allows something, the rest is denied; a rule that lets the way through without a token opens it.
    let allowing: Vec<&Policy> = of("ALLOW").chain(of("")).collect();
    let policy = allowing.first()?;
    let rules = allowing.iter().flat_map(|it| &it.body.rules);
    let touching: Vec<&AuthorizationRule> = rules.filter(|it| touches(it, way)).collect();
    if touching.is_empty() {
        let resource = "authorizationpolicies.security.istio.io";
        return Some(Declared::undetermined(resource, "the policies allow nobody", name(policy)));
    }
    touching.iter().all(|it| it.with_token).then(|| Declared::of("jwt", name(policy)))
}

fn name(policy: &Policy) -> String {
    format!("AuthorizationPolicy/{}/{}", policy.meta.namespace, policy.meta.name)
}

/// The rule takes every request of the way.
fn covers(rule: &AuthorizationRule, way: &Way<'_>) -> bool {
    let whole = |it: &Operation| !it.narrowed && hosts(it, way) && within(&it.paths, &way.path) && !left_out(it, way);
    rule.operations.is_empty() || rule.operations.iter().any(whole)
}

/// The rule takes some request of the way.
fn touches(rule: &AuthorizationRule, way: &Way<'_>) -> bool {
    let some = |it: &Operation| {
        let path = it.paths.is_empty() || it.paths.iter().any(|pattern| overlaps(pattern, &way.path));
        hosts(it, way) && path && !left_out(it, way)
    };
    rule.operations.is_empty() || rule.operations.iter().any(some)
}

fn hosts(it: &Operation, way: &Way<'_>) -> bool {
    let host = way.host.as_deref().unwrap_or_default();
    let fits = |pattern: &String| glob::matches(pattern.strip_suffix(":*").unwrap_or(pattern), host);
    it.hosts.is_empty() || it.hosts.iter().any(fits)
}

/// The way itself is what the rule leaves out (an exception below it is not the way).
fn left_out(it: &Operation, way: &Way<'_>) -> bool {
    let host = way.host.as_deref().unwrap_or_default();
    it.not_paths.iter().any(|pattern| glob::matches(pattern, &way.path))
        || it.not_hosts.iter().any(|pattern| glob::matches(pattern.strip_suffix(":*").unwrap_or(pattern), host))
}

/// A pattern of paths takes the path and all below it.
fn within(patterns: &[String], path: &str) -> bool {
    let whole = |pattern: &String| match pattern.strip_suffix('*') {
        Some(start) => path.starts_with(start),
        None => pattern == path,
    };
    patterns.is_empty() || patterns.iter().any(whole)
}

fn overlaps(pattern: &str, path: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => path.starts_with(start) || start.starts_with(path),
        None => glob::matches(pattern, path) || pattern.starts_with(path),
    }
}
