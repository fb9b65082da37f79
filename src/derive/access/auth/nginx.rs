//! ingress-nginx: annotations of the Ingress, else what the controller's ConfigMap asks of everybody.

use super::super::super::World;
use super::super::way::{Via, Way};
use super::{Declared, Reference, best, global};
use crate::model::known::Ignorance;
use crate::model::observed::access::Ingress;
use crate::model::observed::{Meta, Object};

/// The prefix of its annotations.
pub(super) const PREFIX: &str = "nginx.ingress.kubernetes.io";

/// What an Ingress declares that ingress-nginx serves.
pub(super) fn by_annotations(
    world: &World<'_>,
    way: &Way<'_>,
    it: &Object<Ingress>,
    controller: &str,
) -> Result<Declared, Ignorance> {
    if let Some(prefix) = global::other_prefix(world, controller) {
        let why = format!("the controller reads annotations of the prefix {prefix}, which are not kept");
        return Ok(Declared::undetermined("ingresses.networking.k8s.io", why, String::new()));
    }
    // A canary is a second backend of the location that another Ingress declares, with that one's annotations.
    let it = principal(world, way, it);
    let annotated = by_own(world, way, it);
    let declared = match annotated {
        Some(declared) => declared,
        None => global::by_config_map(world, way, it, controller)?,
    };
    if declared.is_open() {
        return Ok(declared);
    }
    if get(&it.meta, "ssl-passthrough") == Some("true") {
        // The connection goes on as it came, before anything in it is read.
        return Ok(Declared::of("disabled: ssl-passthrough", declared.by));
    }
    Ok(match loophole(&it.meta) {
        Some(problem) if declared.problem.is_empty() => declared.but(problem),
        Some(_) | None => declared,
    })
}

/// An annotation's value, without the prefix; an empty one is none.
pub(super) fn get<'a>(meta: &'a Meta, key: &str) -> Option<&'a str> {
    meta.annotation(&format!("{PREFIX}/{key}")).map(str::trim).filter(|it| !it.is_empty())
}

fn principal<'a>(world: &World<'a>, way: &Way<'_>, it: &'a Object<Ingress>) -> &'a Object<Ingress> {
    if get(&it.meta, "canary") != Some("true") {
        return it;
    }
    let same = |other: &&Way<'a>| other.host == way.host && other.path == way.path;
    let main = world.ways.seen().iter().filter(same).find_map(|other| match other.via {
        Via::Ingress(main) if get(&main.meta, "canary") != Some("true") => Some(main),
        Via::Ingress(_) | Via::HttpRoute(..) | Via::IngressRoute(..) | Via::VirtualService(..) => None,
    });
    main.unwrap_or(it)
}

/// The Ingress's own annotations; `None` = they say nothing.
fn by_own(world: &World<'_>, way: &Way<'_>, it: &Object<Ingress>) -> Option<Declared> {
    let meta = &it.meta;
    let by = |key: &str| format!("Ingress/{}/{}: {key}", meta.namespace, meta.name);
    let mut all = Vec::new();
    if let Some(url) = get(meta, "auth-url") {
        let host = way.host.as_deref().unwrap_or_default();
        let home = global::home(world);
        all.push(Declared::of("forward-auth", by("auth-url")).needs(Reference::url(world, url, host, home)));
    }
    if let Some(kind) = get(meta, "auth-type") {
        let declared = Declared::of("basic", by("auth-type"));
        all.push(match (kind, get(meta, "auth-secret")) {
            ("basic" | "digest", Some(_)) => declared,
            ("basic" | "digest", None) => declared.but("auth-secret is missing"),
            _ => Declared::none(),
        });
    }
    if get(meta, "auth-tls-secret").is_some() {
        let declared = Declared::of("client-certificate", by("auth-tls-verify-client"));
        all.push(match get(meta, "auth-tls-verify-client").unwrap_or("on") {
            "off" => Declared::of("disabled: auth-tls-verify-client is off", by("auth-tls-verify-client")),
            "optional" => declared.but("auth-tls-verify-client: optional lets requests without a certificate pass"),
            "optional_no_ca" => declared.but("auth-tls-verify-client: optional_no_ca takes any certificate, or none"),
            _ => declared,
        });
    }
    let annotated = best(all);
    if annotated.as_ref().is_none_or(Declared::is_open) && it.body.snippet_authenticates {
        let why = "a configuration snippet speaks of authentication";
        return Some(Declared::undetermined("ingresses.networking.k8s.io", why, by("snippet")));
    }
    annotated
}

/// `satisfy: any` makes a listed address as good as a login. Without a list it changes nothing.
fn loophole(meta: &Meta) -> Option<String> {
    let lists = ["whitelist-source-range", "allowlist-source-range"];
    let list = lists.into_iter().find(|key| get(meta, key).is_some())?;
    (get(meta, "satisfy") == Some("any"))
        .then(|| format!("satisfy: any lets the addresses of {list} in without a login"))
}
