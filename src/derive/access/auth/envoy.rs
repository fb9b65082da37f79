//! Envoy Gateway: SecurityPolicies that aim at the route's rule, the route, the listener or the Gateway. The more
//! specific policy replaces the other one, unless it says how to merge.

use super::super::super::World;
use super::super::lists;
use super::{Declared, Reference, best};
use crate::model::known::Ignorance;
use crate::model::observed::access::{HttpRoute, HttpRule, ParentRef, PolicyTarget, SecurityPolicy, TargetSelector};
use crate::model::observed::{Meta, Object};

/// What the policies ask of a rule of a route that is attached to a Gateway.
pub(super) fn by_policies(
    world: &World<'_>,
    route: &Object<HttpRoute>,
    rule: &HttpRule,
    parent: &ParentRef,
) -> Result<Declared, Ignorance> {
    let own = by_route(world, &route.meta, rule)?;
    let namespace = if parent.namespace.is_empty() { &route.meta.namespace } else { &parent.namespace };
    let Some(policy) = own else { return by_gateway(world, namespace, parent) };
    let declared = evaluate(world, policy);
    if !declared.is_open() {
        return Ok(declared);
    }
    let above = by_gateway(world, namespace, parent)?;
    Ok(match (policy.body.merge.is_empty(), above.is_open()) {
        (true, false) => Declared::of(&format!("disabled: {} replaces that of the Gateway", name(policy)), above.by),
        (true, true) | (false, _) => above,
    })
}

type Policy = Object<SecurityPolicy>;

/// The policy of the rule, else that of the route.
fn by_route<'a>(world: &World<'a>, route: &Meta, rule: &HttpRule) -> Result<Option<&'a Policy>, Ignorance> {
    let policies: Vec<&Policy> = lists::within(&world.observed.security_policies, &route.namespace)?.collect();
    let of = |section: &str| {
        let aims = |it: &PolicyTarget| it.kind == "HTTPRoute" && it.name == route.name && it.section == section;
        policies.iter().copied().find(|it| it.body.targets.iter().any(aims))
    };
    let by_rule = if rule.name.is_empty() { None } else { of(&rule.name) };
    Ok(by_rule.or_else(|| of("")).or_else(|| by_labels(world, "HTTPRoute", route)))
}

/// A policy that aims by labels. One that reaches into other namespaces is looked for among all that were seen.
fn by_labels<'a>(world: &World<'a>, kind: &str, meta: &Meta) -> Option<&'a Policy> {
    let aims = |policy: &Policy, it: &TargetSelector| {
        let near = policy.meta.namespace == meta.namespace || it.namespaces == "All";
        it.kind == kind && near && it.selector.matches(&meta.labels)
    };
    let policies = world.observed.security_policies.seen();
    policies.iter().find(|policy| policy.body.selectors.iter().any(|it| aims(policy, it)))
}

fn by_gateway(world: &World<'_>, namespace: &str, parent: &ParentRef) -> Result<Declared, Ignorance> {
    let policies: Vec<&Policy> = lists::within(&world.observed.security_policies, namespace)?.collect();
    let of = |section: &str| {
        let aims = |it: &PolicyTarget| it.kind == "Gateway" && it.name == parent.name && it.section == section;
        policies.iter().copied().find(|it| it.body.targets.iter().any(aims))
    };
    let by_listener = if parent.section.is_empty() { None } else { of(&parent.section) };
    let gateways = world.observed.gateways.seen();
    let gateway = gateways.iter().find(|it| it.meta.namespace == namespace && it.meta.name == parent.name);
    let labelled = || gateway.and_then(|it| by_labels(world, "Gateway", &it.meta));
    let policy = by_listener.or_else(|| of("")).or_else(labelled);
    Ok(policy.map_or_else(Declared::none, |it| evaluate(world, it)))
}

fn name(policy: &Policy) -> String {
    format!("SecurityPolicy/{}/{}", policy.meta.namespace, policy.meta.name)
}

/// What one policy asks: the soundest of its mechanisms, since a request must pass them all.
fn evaluate(world: &World<'_>, policy: &Policy) -> Declared {
    let it = &policy.body;
    let namespace = &policy.meta.namespace;
    let of = |auth: &str| Declared::of(auth, name(policy));
    let mut all = Vec::new();
    if let Some(ext_auth) = &it.ext_auth {
        let mut declared = of("ext-auth");
        declared.references.extend(ext_auth.backends.iter().filter_map(|it| Reference::backend(world, namespace, it)));
        all.push(match ext_auth.fail_open {
            true => declared.but("extAuth.failOpen lets everybody in while the service does not answer"),
            false => declared,
        });
    }
    if it.oidc {
        all.push(of("oidc"));
    }
    if let Some(jwt) = &it.jwt {
        all.push(match (jwt.fail_open, jwt.optional && !it.demands_token) {
            (true, _) => of("jwt").but("jwt.failOpen lets requests with a bad token pass"),
            (false, true) => of("jwt").but("jwt.optional lets requests without a token pass"),
            (false, false) => of("jwt"),
        });
    }
    if it.basic {
        all.push(of("basic"));
    }
    if it.api_key {
        all.push(of("api-key"));
    }
    let declared = best(all).unwrap_or_else(Declared::none);
    let rejected = it.ancestors.iter().filter_map(|it| it.get("Accepted")).find(|it| it.status == "False");
    match rejected {
        Some(condition) if !declared.is_open() => {
            declared.but(format!("{} is not accepted: {}", name(policy), condition.reason))
        }
        Some(_) | None => declared,
    }
}
