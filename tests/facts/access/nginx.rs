//! ingress-nginx.

use carbon::model::Because;
use carbon::model::settings::Settings;

use super::{NGINX, all, declared, ingress, program, routes, service, stream};
use crate::{desired, dump, known};
use carbon::derive::derive;

const PREFIX: &str = "nginx.ingress.kubernetes.io";

fn one(annotations: &str) -> String {
    let annotations = annotations.replace("auth", "nginx.ingress.kubernetes.io/auth");
    declared(&stream(&[NGINX, &ingress("web", "nginx", "a.example.com", &annotations)])).remove(0)
}

#[test]
fn annotations_declare_authentication() {
    for (annotations, expected) in [
        ("", "none"),
        ("auth-url: 'https://login.example.org/check'", "forward-auth"),
        ("auth-url: ''", "none"),
        ("auth-type: basic, auth-secret: users", "basic"),
        ("auth-type: basic", "basic (auth-secret is missing)"),
        ("auth-tls-secret: shop/ca", "client-certificate"),
        ("auth-tls-secret: shop/ca, auth-tls-verify-client: 'on'", "client-certificate"),
        ("auth-tls-secret: shop/ca, auth-tls-verify-client: 'off'", "disabled: auth-tls-verify-client is off"),
        (
            "auth-tls-secret: shop/ca, auth-tls-verify-client: optional_no_ca",
            "client-certificate (auth-tls-verify-client: optional_no_ca takes any certificate, or none)",
        ),
        (
            "auth-tls-secret: shop/ca, auth-tls-verify-client: optional",
            "client-certificate (auth-tls-verify-client: optional lets requests without a certificate pass)",
        ),
    ] {
        assert_eq!(one(annotations), format!("a.example.com /: {expected}"), "{annotations}");
    }
}

#[test]
fn satisfy_any_is_a_loophole_only_with_a_list_of_addresses() {
    let with = |more: &str| {
        let annotations = format!("{PREFIX}/auth-url: 'https://login.example.org', {PREFIX}/satisfy: any{more}");
        declared(&stream(&[NGINX, &ingress("web", "nginx", "a.example.com", &annotations)])).remove(0)
    };
    assert_eq!(with(""), "a.example.com /: forward-auth");
    assert_eq!(
        with(&format!(", {PREFIX}/whitelist-source-range: 10.0.0.0/8")),
        "a.example.com /: forward-auth (satisfy: any lets the addresses of whitelist-source-range in without a login)"
    );
}

#[test]
fn a_second_ingress_for_the_same_host_and_path_is_a_route_of_its_own_and_decides_the_host() {
    let auth = format!("{PREFIX}/auth-url: 'https://login.example.org'");
    let guarded = ingress("web", "nginx", "a.example.com", &auth);
    let world = stream(&[NGINX, &guarded, &ingress("other", "nginx", "a.example.com", "")]);
    assert_eq!(declared(&world), ["a.example.com /: none", "a.example.com /: forward-auth"]);
    let facts = crate::facts(&world);
    assert!(known(&facts.hosts.seen()[0].unprotected));
    assert_eq!(known(&facts.hosts.seen()[0].routes), 2);
    let facts = crate::facts(&stream(&[NGINX, &guarded]));
    assert!(!known(&facts.hosts.seen()[0].unprotected));
}

#[test]
fn a_canary_has_the_authentication_of_the_ingress_that_it_is_a_canary_of() {
    let auth = format!("{PREFIX}/auth-url: 'https://login.example.org'");
    let canary = format!("{PREFIX}/canary: 'true'");
    let world = stream(&[
        NGINX,
        &ingress("web", "nginx", "a.example.com", &auth),
        &ingress("next", "nginx", "a.example.com", &canary),
        &ingress("lonely", "nginx", "b.example.com", &canary),
    ]);
    assert_eq!(
        declared(&world),
        ["a.example.com /: forward-auth", "a.example.com /: forward-auth", "b.example.com /: none"]
    );
}

#[test]
fn annotations_of_ingress_nginx_mean_nothing_to_other_controllers() {
    let auth = format!("{PREFIX}/auth-url: 'https://login.example.org'");
    let f5 = NGINX.replace("k8s.io/ingress-nginx", "nginx.org/ingress-controller");
    assert_eq!(
        declared(&stream(&[&f5, &ingress("web", "nginx", "a.example.com", &auth)])),
        ["a.example.com /: none (its auth-url speaks to ingress-nginx, which does not serve it)"]
    );
    let own = ingress("web", "nginx", "a.example.com", "nginx.org/basic-auth-secret: users");
    assert_eq!(declared(&stream(&[&f5, &own])), ["a.example.com /: basic"]);
    assert_eq!(declared(&stream(&[NGINX, &own])), ["a.example.com /: none"]);
    let traefik = NGINX.replace("k8s.io/ingress-nginx", "traefik.io/ingress-controller");
    let world = stream(&[&traefik, &ingress("web", "nginx", "a.example.com", &auth)]);
    assert_eq!(declared(&world), ["a.example.com /: none"]);
}

#[test]
fn without_a_class_the_running_image_tells_what_nginx_means() {
    let auth = format!("{PREFIX}/auth-url: 'https://login.example.org'");
    let old_class = format!("kubernetes.io/ingress.class: nginx, {auth}");
    let web = ingress("web", "", "a.example.com", &old_class);
    let f5 = program("nginx", "nginx", "docker.io/nginx/nginx-ingress:5.0.0", "");
    assert_eq!(declared(&web), ["a.example.com /: forward-auth"]);
    assert!(declared(&stream(&[&f5, &web]))[0].starts_with("a.example.com /: none"));
    let mut observed = dump(&stream(&[&f5, &web]));
    observed.refuse("deployments.apps", Because::Forbidden);
    assert_eq!(all(&observed), ["a.example.com /: ? deployments.apps is forbidden"]);
}

#[test]
fn snippets_are_not_read_but_not_overlooked_either() {
    let snippet = |text: &str| {
        let annotations = format!("{PREFIX}/configuration-snippet: '{text}'");
        declared(&stream(&[NGINX, &ingress("web", "nginx", "a.example.com", &annotations)])).remove(0)
    };
    assert_eq!(
        snippet("auth_request /check;"),
        "a.example.com /: ? ingresses.networking.k8s.io does not tell: a configuration snippet speaks of authentication"
    );
    assert_eq!(snippet("auth_request_set $email $upstream_http_x;"), "a.example.com /: none");
}

fn global(url: &str, flags: &str) -> String {
    stream(&[
        NGINX,
        &program("edge", "controller", "registry.k8s.io/ingress-nginx/controller:v1.11.2", flags),
        &format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: settings, namespace: edge}}\ndata: {{global-auth-url: '{url}'}}"
        ),
        &ingress("web", "nginx", "a.example.com", ""),
        &ingress("open", "nginx", "b.example.com", &format!("{PREFIX}/enable-global-auth: 'false'")),
        &ingress("acme", "nginx", "c.example.com/.well-known/acme-challenge/x", ""),
    ])
}

#[test]
fn a_global_auth_url_protects_all_that_do_not_opt_out() {
    let flag = "--configmap=$(POD_NAMESPACE)/settings";
    assert_eq!(
        declared(&global("https://login.example.org", flag)),
        [
            "a.example.com /: forward-auth",
            "b.example.com /: disabled: enable-global-auth is false",
            "c.example.com /.well-known/acme-challenge/x: disabled: /.well-known/acme-challenge is among no-auth-locations"
        ]
    );
    assert_eq!(declared(&global("", flag))[0], "a.example.com /: none");
    // The flag names another ConfigMap than the one with the URL.
    assert_eq!(declared(&global("https://login.example.org", "--configmap=edge/other"))[0], "a.example.com /: none");
}

#[test]
fn a_refused_config_map_leaves_undeclared_routes_unknown_and_declared_ones_known() {
    let mut observed = dump(&global("https://login.example.org", "--configmap=edge/settings"));
    observed.refuse("configmaps", Because::Forbidden);
    assert_eq!(all(&observed)[0], "a.example.com /: ? configmaps is forbidden");
    let auth = format!("{PREFIX}/auth-url: 'https://login.example.org'");
    let mut observed = dump(&stream(&[NGINX, &ingress("web", "nginx", "a.example.com", &auth)]));
    observed.refuse("configmaps", Because::Forbidden);
    assert_eq!(all(&observed), ["a.example.com /: forward-auth"]);
}

#[test]
fn a_program_behind_oauth2_proxy_is_protected_and_its_sign_in_pages_are_open() {
    let proxy = program("shop", "web", "quay.io/oauth2-proxy/oauth2-proxy:v7.6.0", "--email-domain=example.com");
    let world = stream(&[
        NGINX,
        &proxy,
        &service("shop", "web", 80),
        &ingress("web", "nginx", "a.example.com", ""),
        &ingress("in", "nginx", "a.example.com/oauth2", ""),
    ]);
    assert_eq!(declared(&world), ["a.example.com /: auth-proxy", "a.example.com /oauth2: sign-in"]);
    let other = world.replace("oauth2-proxy/oauth2-proxy", "shop/web");
    assert_eq!(declared(&other), ["a.example.com /: none", "a.example.com /oauth2: none"]);
    let mut observed = dump(&world);
    observed.refuse("services", Because::Forbidden);
    assert_eq!(all(&observed)[0], "a.example.com /: ? services is forbidden");
}

#[test]
fn references_resolve_to_services_of_the_cluster() {
    let auth = |url: &str| format!("{PREFIX}/auth-url: '{url}'");
    let proxy = service("auth", "oauth2-proxy", 4180);
    let resolve = |url: &str| {
        let world = stream(&[
            NGINX,
            &proxy,
            &service("shop", "web", 80),
            &ingress("web", "nginx", "a.example.com", &auth(url)),
        ]);
        let route = routes(&world).remove(0);
        (known(&route.auth_references), known(&route.auth_resolves))
    };
    let there = vec!["Service/auth/oauth2-proxy".to_owned()];
    assert_eq!(resolve("http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth"), (there.clone(), true));
    assert_eq!(resolve("http://oauth2-proxy.auth:4180/oauth2/auth"), (there, true));
    let typo = vec!["Service/auth/oauth-proxy".to_owned()];
    assert_eq!(resolve("http://oauth-proxy.auth.svc:4180/oauth2/auth"), (typo, false));
    // Of somewhere else: nothing here has to exist.
    assert_eq!(resolve("https://team.cloudflareaccess.com/cdn-cgi/access/authorize"), (vec![], true));
    // `$host` is this route's own host, served by this cluster.
    assert_eq!(resolve("https://$host/oauth2/auth"), (vec!["Service/shop/web".to_owned()], true));
}

#[test]
fn a_manifest_alone_is_judged_and_what_is_elsewhere_is_out_of_scope() {
    let auth = format!("{PREFIX}/auth-url: 'http://oauth2-proxy.auth.svc/oauth2/auth'");
    let world =
        stream(&[&ingress("web", "nginx", "a.example.com", &auth), &ingress("b", "nginx", "b.example.com", "")]);
    let facts = derive(&desired(&world), &Settings::default());
    let [guarded, open] = facts.routes.seen() else { panic!("two routes") };
    assert_eq!((known(&guarded.auth).as_str(), known(&open.auth).as_str()), ("forward-auth", "none"));
    assert!(guarded.auth_resolves.get().unwrap_err().is_out_of_scope());
    assert!(guarded.backend_exists.get().unwrap_err().is_out_of_scope());
}

#[test]
fn a_connection_that_is_passed_through_unread_is_asked_nothing() {
    let annotations = format!("{PREFIX}/auth-url: 'https://login.example.org', {PREFIX}/ssl-passthrough: 'true'");
    let world = stream(&[NGINX, &ingress("web", "nginx", "a.example.com", &annotations)]);
    assert_eq!(declared(&world), ["a.example.com /: disabled: ssl-passthrough"]);
}

#[test]
fn an_alias_is_a_host_of_its_own() {
    let alias = format!("{PREFIX}/server-alias: 'b.example.com, c.example.com'");
    let world = stream(&[NGINX, &ingress("web", "nginx", "a.example.com", &alias)]);
    assert_eq!(declared(&world), ["a.example.com /: none", "b.example.com /: none", "c.example.com /: none"]);
}

#[test]
fn annotations_of_a_prefix_of_their_own_are_not_guessed() {
    let flag = "--annotations-prefix=corp.example.com";
    let controller = program("edge", "controller", "registry.k8s.io/ingress-nginx/controller:v1.11.2", flag);
    let world = stream(&[NGINX, &controller, &ingress("web", "nginx", "a.example.com", "")]);
    assert!(
        declared(&world)[0].contains("? ingresses.networking.k8s.io does not tell: the controller reads annotations")
    );
}

#[test]
fn where_the_backend_is_elsewhere_its_name_tells_of_a_login() {
    let of = |service: &str| {
        let it =
            ingress("web", "nginx", "a.example.com", "").replace("name: web, port", &format!("name: {service}, port"));
        known(&derive(&desired(&stream(&[NGINX, &it])), &Settings::default()).routes.seen()[0].auth)
    };
    let found: Vec<String> = ["web", "oauth2-proxy", "sso-oauth2-proxy", "dex", "index", "authelia"].map(of).to_vec();
    assert_eq!(found, ["none", "auth-proxy", "auth-proxy", "sign-in", "none", "sign-in"]);
}
