//! Ingresses and their classes.

use super::wire::ingress as wire;
use crate::model::observed::Meta;
use crate::model::observed::access::{Ingress, IngressBackend, IngressClass, IngressPath, IngressRule, IngressTls};

pub(super) fn ingress(wire: wire::Ingress, _: &Meta) -> Ingress {
    let spec = wire.spec;
    let snippets =
        wire.metadata.annotations.iter().filter(|(key, _)| key.ends_with("-snippet") || key.ends_with("-snippets"));
    let snippet_authenticates = snippets.into_iter().any(|(_, text)| speaks_of_authentication(text));
    Ingress {
        class: spec.ingress_class_name,
        default_backend: spec.default_backend.or(spec.backend).map(backend),
        rules: spec.rules.into_iter().map(rule).collect(),
        tls: spec.tls.into_iter().map(|it| IngressTls { hosts: it.hosts, secret: it.secret_name }).collect(),
        snippet_authenticates,
    }
}

fn rule(wire: wire::Rule) -> IngressRule {
    let path = |it: wire::Path| IngressPath { path: it.path, path_type: it.path_type, backend: backend(it.backend) };
    IngressRule { host: wire.host, paths: wire.http.paths.into_iter().map(path).collect() }
}

fn backend(wire: wire::Backend) -> IngressBackend {
    let Some(service) = wire.service else {
        return IngressBackend { service: wire.service_name, port: wire.service_port };
    };
    let port = if service.port.name.is_empty() { service.port.number } else { service.port.name };
    IngressBackend { service: service.name, port }
}

/// nginx directives that decide who may come in. `auth_request_set` only copies what a decision brought along.
fn speaks_of_authentication(snippet: &str) -> bool {
    const DIRECTIVES: [&str; 6] =
        ["auth_request", "auth_basic", "auth_jwt", "access_by_lua_block", "access_by_lua_file", "access_by_lua"];
    let words = snippet.split(|it: char| it.is_whitespace() || matches!(it, ';' | '{' | '}'));
    words.into_iter().any(|word| DIRECTIVES.contains(&word))
}

pub(super) fn ingress_class(wire: wire::IngressClass, _: &Meta) -> IngressClass {
    IngressClass { controller: wire.spec.controller }
}

#[cfg(test)]
mod tests {
    use super::speaks_of_authentication;

    #[test]
    fn copying_a_header_of_a_decision_is_no_decision() {
        assert!(!speaks_of_authentication(
            "auth_request_set $email $upstream_http_x_email;\nproxy_set_header A $email;"
        ));
        assert!(speaks_of_authentication("location / {\n  auth_request /check;\n}"));
        assert!(speaks_of_authentication("auth_basic \"closed\";"));
    }
}
