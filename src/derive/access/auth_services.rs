//! Services that decide who may come in.

use std::collections::BTreeMap;

use super::super::controllers::Made;
use super::super::{World, is_system_namespace, status};
use super::auth::{Answers, Target, is_auth_proxy};
use super::service;
use crate::model::facts::access::AuthService;
use crate::model::known::{Ignorance, Known};
use crate::model::listing::{Gap, Listing};
use crate::model::verdict::Origin;

/// What routes refer to, and every oauth2-proxy that runs.
pub(in crate::derive) fn auth_services(world: &World<'_>, answers: &Answers) -> Listing<AuthService> {
    let mut list = Listing::with_gaps(Vec::new(), world.ways.gaps().to_vec());
    let mut wanted: BTreeMap<(String, String), Origin> = BTreeMap::new();
    for (way, declared) in world.ways.seen().iter().zip(&answers.0) {
        match declared {
            Ok(declared) => {
                for it in &declared.references {
                    if let Target::Service(namespace, name) = &it.target {
                        wanted.entry((namespace.clone(), name.clone())).or_insert_with(|| way.meta.origin.clone());
                    }
                }
            }
            // What it refers to was not read. In desired state it is elsewhere, and judged there.
            Err(why) if why.is_out_of_scope() => {}
            Err(why) => list.add_gap(Gap::anywhere(why.clone())),
        }
    }
    for gap in &world.controllers.gaps {
        list.add_gap(gap.clone());
    }
    for (position, made) in world.controllers.items.iter().enumerate() {
        if is_auth_proxy(&made.controller) && !matches!(&*made.kind, "Job" | "CronJob") {
            match services_of(world, position) {
                Ok(names) if names.iter().any(|it| wanted.contains_key(it)) => {}
                Ok(names) => match names.into_iter().next() {
                    Some(name) => drop(wanted.insert(name, made.meta.origin.clone())),
                    None => list.push(by_workload(world, made)),
                },
                Err(why) => {
                    list.add_gap(Gap::of(&made.meta.namespace, why));
                }
            }
        }
    }
    for ((namespace, name), origin) in wanted {
        list.push(by_service(world, namespace, name, origin));
    }
    list
}

/// The Services that lead to a workload.
fn services_of(world: &World<'_>, position: usize) -> Result<Vec<(String, String)>, Ignorance> {
    let Some(made) = world.controllers.items.get(position) else { return Ok(Vec::new()) };
    let labels = &made.controller.template.labels;
    let services = super::lists::within(&world.observed.services, &made.meta.namespace)?;
    let leads = |it: &&crate::model::observed::Object<crate::model::observed::network::Service>| {
        let selector = &it.body.selector;
        !selector.is_empty() && selector.iter().all(|(key, value)| labels.get(key) == Some(value))
    };
    Ok(services.filter(leads).map(|it| (it.meta.namespace.clone(), it.meta.name.clone())).collect())
}

fn by_service(world: &World<'_>, namespace: String, name: String, needed: Origin) -> AuthService {
    let found = service::find(world, &namespace, &name);
    let origin = found.as_ref().ok().and_then(|it| it.map(|it| it.meta.origin.clone())).unwrap_or(needed);
    let behind = service::behind(world, &namespace, &name);
    let proxies = behind
        .as_ref()
        .map_err(Clone::clone)
        .map(|it| it.iter().map(|(_, made)| *made).filter(|made| is_auth_proxy(&made.controller)).collect::<Vec<_>>());
    AuthService {
        subject: format!("Service/{namespace}/{name}"),
        origin,
        system: is_system_namespace(&namespace),
        exists: found.map(|it| it.is_some()).into(),
        ready_replicas: ready_behind(world, &namespace, &name, behind).into(),
        oauth2_proxy: proxies.as_ref().map(|it| !it.is_empty()).map_err(Clone::clone).into(),
        permissive: proxies.and_then(permissive).into(),
        namespace,
        name,
    }
}

fn by_workload(world: &World<'_>, made: &Made<'_>) -> AuthService {
    AuthService {
        subject: made.subject(),
        origin: made.meta.origin.clone(),
        namespace: made.meta.namespace.clone(),
        name: made.meta.name.clone(),
        system: is_system_namespace(&made.meta.namespace),
        exists: Known::Yes(true),
        ready_replicas: ready(world, made).into(),
        oauth2_proxy: Known::Yes(true),
        permissive: permissive(vec![made]).into(),
    }
}

fn ready(world: &World<'_>, made: &Made<'_>) -> Result<i64, Ignorance> {
    let missing = || status::missing(world.observed.source.kind, made.resource);
    made.controller.status.as_ref().map(|it| it.ready).ok_or_else(missing)
}

fn ready_behind(
    world: &World<'_>,
    namespace: &str,
    name: &str,
    behind: Result<Vec<(usize, &Made<'_>)>, Ignorance>,
) -> Result<i64, Ignorance> {
    let behind = behind?;
    let mut sum = 0_i64;
    for (_, made) in &behind {
        sum = sum.saturating_add(ready(world, made)?);
    }
    // Without a selector somebody else writes the endpoints, and an ExternalName has none.
    match service::find(world, namespace, name)? {
        Some(it) if it.body.selector.is_empty() => {
            Err(Ignorance::undetermined("services", "the Service selects no pods of this cluster"))
        }
        Some(_) | None => Ok(sum),
    }
}

/// What the command lines of oauth2-proxies leave open.
fn permissive(proxies: Vec<&Made<'_>>) -> Result<Vec<String>, Ignorance> {
    let mut found = Vec::new();
    for made in proxies {
        let containers = made.controller.template.containers.iter();
        let mut flags = containers.map(|it| &it.flags).filter(|it| !it.is_empty());
        let values = |name: &str| {
            let mut all = made.controller.template.containers.iter().filter_map(|it| it.flags.get(name));
            all.next().cloned().unwrap_or_default()
        };
        let has = |name: &str| !values(name).is_empty();
        // Who is let in has to be said somewhere: if not here, the rest of the configuration is not here either.
        let elsewhere = has("config") || has("alpha-config");
        let narrowed = NARROWING.iter().any(|name| has(name));
        if flags.next().is_none() || (!elsewhere && !narrowed && !has("email-domain") && !has("htpasswd-file")) {
            return Err(Ignorance::undetermined(made.resource, "its configuration is not on the command line"));
        }
        let everybody = values("email-domain").iter().any(|it| it == "*") && !narrowed;
        found.extend(everybody.then(|| "--email-domain=*".to_owned()));
        for name in ["skip-auth-route", "skip-auth-regex"] {
            let wide = values(name).into_iter().filter(|it| takes_everything(it));
            found.extend(wide.map(|value| format!("--{name}={value}")));
        }
        let preflight = values("skip-auth-preflight").iter().any(|it| it == "true");
        found.extend(preflight.then(|| "--skip-auth-preflight".to_owned()));
        let proxied = values("reverse-proxy").iter().any(|it| it == "true");
        found.extend((!elsewhere && !proxied).then(|| "no --reverse-proxy".to_owned()));
        // What is not here may still narrow what is.
        if elsewhere && found.is_empty() {
            return Err(Ignorance::undetermined(made.resource, "part of its configuration is in a file"));
        }
    }
    Ok(found)
}

/// Flags that let in some of those whom the provider knows.
const NARROWING: [&str; 8] = [
    "authenticated-emails-file",
    "allowed-group",
    "allowed-role",
    "github-org",
    "github-team",
    "gitlab-group",
    "google-group",
    "keycloak-group",
];

/// A route (`[METHOD=]REGEX`) that every path fits.
fn takes_everything(route: &str) -> bool {
    let regex = match route.split_once('=') {
        Some((method, regex)) if method.bytes().all(|it| it.is_ascii_alphabetic() || it == b'!') => regex,
        Some(_) | None => route,
    };
    let core = regex.trim_start_matches('^').trim_end_matches('$');
    matches!(core, "" | "/" | ".*" | "/.*" | ".+" | "/.+" | "(.*)" | "/(.*)" | ".")
}

#[cfg(test)]
mod tests {
    use super::takes_everything;

    #[test]
    fn only_routes_that_fit_every_path_are_wide() {
        for route in [".*", "/", "^/", "^/.*$", "GET=.*", "", "^"] {
            assert!(takes_everything(route), "{route}");
        }
        for route in ["^/healthz$", "/api/.*", "GET=^/public", "^/\\.well-known/"] {
            assert!(!takes_everything(route), "{route}");
        }
    }
}
