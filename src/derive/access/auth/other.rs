//! Ingress controllers with few annotations of their own.

use super::Declared;
use crate::model::observed::Object;
use crate::model::observed::access::Ingress;

/// Controllers that ask nobody, whatever an Ingress says.
const ASK_NOBODY: [&str; 4] =
    ["cilium.io/ingress-controller", "projectcontour.io/", "k8s.io/ingress-gce", "azure/application-gateway"];

/// What an Ingress declares to a controller other than ingress-nginx, Traefik and Istio.
pub(super) fn by_annotations(it: &Object<Ingress>, controller: &str) -> Declared {
    let by = |key: &str| format!("Ingress/{}/{}: {key}", it.meta.namespace, it.meta.name);
    let has = |key: &str| it.meta.annotation(key).is_some_and(|value| !value.trim().is_empty());
    let unread = |why: String, key: &str| Declared::undetermined("ingresses.networking.k8s.io", why, by(key));
    if controller.starts_with("nginx.org/") {
        return f5(it, has, by);
    }
    if controller.ends_with("k8s.aws/alb") {
        return match it.meta.annotation("alb.ingress.kubernetes.io/auth-type") {
            Some("oidc" | "cognito")
                if it.meta.annotation("alb.ingress.kubernetes.io/auth-on-unauthenticated-request") == Some("allow") =>
            {
                Declared::of("oidc", by("auth-type")).but("auth-on-unauthenticated-request: allow lets everybody pass")
            }
            Some("oidc" | "cognito") => Declared::of("oidc", by("auth-type")),
            Some(_) | None => foreign(it),
        };
    }
    if controller.starts_with("haproxy.org/") && it.meta.annotation("haproxy.org/auth-type") == Some("basic-auth") {
        return Declared::of("basic", by("auth-type"));
    }
    if controller.starts_with("haproxy-ingress.github.io/") {
        return match ["auth-url", "auth-secret", "auth-tls-secret"]
            .into_iter()
            .find(|key| has(&format!("haproxy-ingress.github.io/{key}")))
        {
            Some("auth-url") => Declared::of("forward-auth", by("auth-url")),
            Some("auth-secret") => Declared::of("basic", by("auth-secret")),
            Some(key) => Declared::of("client-certificate", by(key)),
            None => foreign(it),
        };
    }
    if controller.contains("konghq.com/") && has("konghq.com/plugins") {
        return unread("the plugins of Kong were not looked into".to_owned(), "konghq.com/plugins");
    }
    let known = ["haproxy.org/", "konghq.com/"].iter().any(|name| controller.contains(name));
    if controller.is_empty() || known || ASK_NOBODY.iter().any(|name| controller.starts_with(name)) {
        return foreign(it);
    }
    unread(format!("how {controller} asks who somebody is was not looked into"), controller)
}

/// F5's controller reads annotations of its own; those of ingress-nginx mean nothing to it.
fn f5(it: &Object<Ingress>, has: impl Fn(&str) -> bool, by: impl Fn(&str) -> String) -> Declared {
    if has("nginx.org/basic-auth-secret") {
        return Declared::of("basic", by("nginx.org/basic-auth-secret"));
    }
    if has("nginx.com/jwt-key") {
        return Declared::of("jwt", by("nginx.com/jwt-key"));
    }
    if has("nginx.org/policies") || it.body.snippet_authenticates {
        let why = "policies and snippets of F5's controller were not looked into";
        return Declared::undetermined("ingresses.networking.k8s.io", why, by("nginx.org/policies"));
    }
    foreign(it)
}

/// Nothing, though annotations written for ingress-nginx may make it look as if.
fn foreign(it: &Object<Ingress>) -> Declared {
    let keys = ["auth-url", "auth-type", "auth-tls-secret"];
    let key = keys.into_iter().find(|key| it.meta.annotation(&format!("nginx.ingress.kubernetes.io/{key}")).is_some());
    match key {
        Some(key) => Declared::none().but(format!("its {key} speaks to ingress-nginx, which does not serve it")),
        None => Declared::none(),
    }
}
