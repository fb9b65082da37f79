//! With any one resource refused, a fact is what it was, or unknown, and only where the schema says so.

use std::collections::BTreeSet;

use carbon::derive::derive;
use carbon::model::Because;
use carbon::model::facts::Facts;
use carbon::model::observed::{Observed, RESOURCES};
use carbon::model::settings::Settings;
use serde_json::Value;

use super::{NGINX, ingress, program, service, stream};
use crate::{desired, dump};

const LISTS: [&str; 6] = ["routes", "hosts", "ingress_controllers", "auth_services", "tunnels", "tunnel_rules"];

fn world() -> String {
    let auth = "nginx.ingress.kubernetes.io/auth-url: 'http://sso.auth.svc:80/oauth2/auth'";
    let middleware = "apiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata: {name: auth, namespace: shop}\nspec: {forwardAuth: {address: 'http://sso.auth.svc'}}";
    let route = "apiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nmetadata: {name: web, namespace: shop}\nspec: {routes: [{match: Host(`c.example.com`), services: [{name: web, port: 80}], middlewares: [{name: auth}]}]}";
    let gateway = "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: eg}\nspec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: edge, namespace: infra}\nspec: {gatewayClassName: eg, listeners: [{name: https, hostname: d.example.com, protocol: HTTPS, port: 443}]}\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web, namespace: shop}\nspec: {parentRefs: [{name: edge, namespace: infra}], rules: [{backendRefs: [{name: web, port: 80}]}]}\n---\napiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: {name: p, namespace: infra}\nspec: {targetRefs: [{kind: Gateway, name: edge}], oidc: {}}";
    let istio = "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: edge, namespace: infra}\nspec: {selector: {app: gateway}, servers: [{hosts: ['*'], tls: {mode: SIMPLE}}]}\n---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: shop}\nspec: {hosts: [e.example.com], gateways: [infra/edge], http: [{route: [{destination: {host: web}}]}]}\n---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: p, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}, action: DENY, rules: [{from: [{source: {notRequestPrincipals: ['*']}}]}]}\n---\napiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {name: jwt, namespace: infra}\nspec: {selector: {matchLabels: {app: gateway}}}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}";
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: edge}\ndata: {global-auth-url: 'http://sso.auth.svc'}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: edge}\ndata:\n  c.yaml: |\n    ingress:\n    - {hostname: f.example.com, service: 'http://web.shop.svc:80'}\n    - {service: 'http_status:404'}";
    let tunnel = program("edge", "tunnel", "cloudflare/cloudflared:2025.9.0", "")
        .replace("containers:", "volumes: [{name: c, configMap: {name: c}}], containers:");
    stream(&[
        NGINX,
        &program("edge", "controller", "registry.k8s.io/ingress-nginx/controller:v1.11.2", "--configmap=edge/settings"),
        &program("edge", "traefik", "traefik:v3.1.0", "--entryPoints.websecure.address=:443"),
        &program("infra", "gateway", "istio/proxyv2:1.24.0", ""),
        &program("auth", "sso", "quay.io/oauth2-proxy/oauth2-proxy:v7.6.0", "'--email-domain=*'"),
        &program("shop", "web", "web:1.0", ""),
        &service("auth", "sso", 80),
        &service("shop", "web", 80),
        &ingress("web", "nginx", "a.example.com", auth),
        &ingress("all", "nginx", "b.example.com", ""),
        &ingress("opt", "nginx", "b.example.com/x", "nginx.ingress.kubernetes.io/enable-global-auth: 'false'"),
        middleware,
        route,
        gateway,
        istio,
        config,
        &tunnel,
    ])
}

fn value(observed: &Observed) -> Value {
    serde_json::to_value(derive(observed, &Settings::default())).expect("facts are JSON")
}

/// What the schema says that a list or a field of its items is read from.
fn reads(schema: &Value, list: &str, field: Option<&str>) -> BTreeSet<String> {
    let property = &schema["properties"][list];
    let place = match field {
        None => property,
        Some(field) => {
            let name = property["items"]["$ref"].as_str().expect("a reference").rsplit('/').next().expect("a name");
            &schema["$defs"][name]["properties"][field]
        }
    };
    let reads = place["x-reads"].as_array().cloned().unwrap_or_default();
    reads.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn key(item: &Value) -> String {
    let text = |field: &str| item[field].as_str().unwrap_or_default();
    format!("{} {} {}", text("subject"), text("namespace"), text("name"))
}

fn compare(whole: &Observed) {
    let schema = serde_json::to_value(schemars::schema_for!(Facts)).expect("a schema");
    let before = value(whole);
    for resource in RESOURCES {
        let mut observed = whole.clone();
        observed.refuse(resource.name, Because::Forbidden);
        let after = value(&observed);
        for list in LISTS {
            let empty = Vec::new();
            let items = |facts: &Value| facts[list]["items"].as_array().unwrap_or(&empty).clone();
            let (was, is) = (items(&before), items(&after));
            let may_change = reads(&schema, list, None).contains(resource.name);
            for item in &was {
                let Some(now) = is.iter().find(|it| key(it) == key(item)) else {
                    assert!(may_change, "{list} lost {} without {}", key(item), resource.name);
                    assert!(after[list]["gaps"].as_array().is_some_and(|it| !it.is_empty()), "{list} has no gap");
                    continue;
                };
                for (field, old) in item.as_object().expect("an object") {
                    let declared = reads(&schema, list, Some(field)).contains(resource.name);
                    let unknown = now[field].get("unknown").is_some();
                    assert!(
                        now[field] == *old
                            || (unknown && (declared || may_change))
                            || (field == "origin" && may_change),
                        "{list} {}: {field} was {old}, is {} without {}",
                        key(item),
                        now[field],
                        resource.name
                    );
                }
            }
        }
    }
}

#[test]
fn any_refused_resource_makes_facts_unknown_and_nothing_else() {
    compare(&dump(&world()));
}

#[test]
fn the_same_holds_for_manifests() {
    compare(&desired(&world().replace("status:", "ignored:")));
}
