//! What becomes a route.

use carbon::derive::derive;
use carbon::model::Because;
use carbon::model::facts::access::Route;
use carbon::model::settings::{Config, Settings};

use super::{ingress, routes, service, stream};
use crate::{desired, dump, known};

fn subjects(yaml: &str) -> Vec<String> {
    routes(yaml).into_iter().map(|it| format!("{} {}", it.subject, it.matching)).collect()
}

fn exist(route: &Route) -> (bool, bool) {
    (known(&route.backend_exists), known(&route.backend_port_exists))
}

#[test]
fn an_ingress_is_a_route_for_each_path_and_its_default_backend_for_the_rest() {
    let world = "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  defaultBackend: {service: {name: rest, port: {name: http}}}
  rules:
    - host: A.example.com
      http: {paths: [{path: /x, pathType: Exact, backend: {service: {name: web, port: {number: 80}}}}, {pathType: ImplementationSpecific, backend: {service: {name: web, port: {number: 80}}}}]}
    - host: b.example.com
";
    let expected = [
        "route/*/ prefix",
        "route/a.example.com/ implementation",
        "route/a.example.com/x exact",
        "route/b.example.com/ prefix",
    ];
    assert_eq!(subjects(world), expected);
}

#[test]
fn the_older_shape_of_an_ingress_is_read() {
    let world = "apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: web, namespace: shop}
spec: {backend: {serviceName: rest, servicePort: 8080}, rules: [{host: a.example.com, http: {paths: [{backend: {serviceName: web, servicePort: http}}]}}]}";
    let routes = routes(world);
    let backends: Vec<_> = routes.iter().map(|it| (it.backend_service.as_str(), it.backend_port.as_str())).collect();
    assert_eq!(backends, [("rest", "8080"), ("web", "http")]);
}

#[test]
fn backends_exist_by_service_and_port() {
    let web = |port: &str| ingress("web", "", "a.example.com", "").replace("number: 80", port);
    let with = |port: &str, services: &str| exist(&routes(&stream(&[services, &web(port)]))[0]);
    let services = service("shop", "web", 80);
    assert_eq!(with("number: 80", &services), (true, true));
    assert_eq!(with("name: http", &services), (true, true));
    assert_eq!(with("number: 81", &services), (true, false));
    assert_eq!(with("name: web", &services), (true, false));
    assert_eq!(with("number: 80", &service("other", "web", 80)), (false, false));
    let external = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: ExternalName, externalName: a.example.org}";
    assert_eq!(with("number: 80", external), (true, true));
}

#[test]
fn in_desired_state_a_missing_service_dangles_only_beside_others() {
    let exists = |services: &str| {
        let world = stream(&[services, &ingress("web", "", "a.example.com", "")]);
        derive(&desired(&world), &Settings::default()).routes.seen()[0].backend_exists.clone()
    };
    assert!(!known(&exists(&service("shop", "other", 80))));
    assert!(exists(&service("elsewhere", "web", 80)).get().unwrap_err().is_out_of_scope());
    // Without a namespace, which an overlay gives, nobody can tell what is missing.
    let nowhere = ingress("web", "", "a.example.com", "").replace(", namespace: shop", "");
    let other = service("", "other", 80).replace(", namespace: ", "");
    let facts = derive(&desired(&stream(&[&other, &nowhere])), &Settings::default());
    assert!(facts.routes.seen()[0].backend_exists.get().unwrap_err().is_out_of_scope());
}

#[test]
fn refused_services_leave_backends_unknown() {
    let mut observed = dump(&stream(&[&service("shop", "web", 80), &ingress("web", "", "a.example.com", "")]));
    observed.refuse("services", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    assert_eq!(facts.routes.seen()[0].backend_exists.get().unwrap_err().because, Because::Forbidden);
}

#[test]
fn tls_covers_the_host() {
    let tls = |hosts: &str| {
        let spec = format!("spec: {{tls: [{{hosts: {hosts}, secretName: s}}], rules:");
        known(&routes(&ingress("web", "", "a.example.com", "").replace("spec: {rules:", &spec))[0].tls)
    };
    for (hosts, expected) in [
        ("[a.example.com]", true),
        ("['*.example.com']", true),
        ("[]", true),
        ("[b.example.com]", false),
        ("['*.com']", false),
    ] {
        assert_eq!(tls(hosts), expected, "{hosts}");
    }
    assert!(!known(&routes(&ingress("web", "", "a.example.com", ""))[0].tls));
}

#[test]
fn an_http_route_without_host_names_has_those_of_its_listeners() {
    let gateway = "apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec:
  gatewayClassName: eg
  listeners: [{name: web, hostname: a.example.com, protocol: HTTP, port: 80}, {name: secure, hostname: b.example.com, protocol: HTTPS, port: 443}]";
    let route = |parent: &str, hostnames: &str| {
        format!(
            "apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: web, namespace: shop}}
spec: {{parentRefs: [{parent}], {hostnames}rules: [{{matches: [{{path: {{type: PathPrefix, value: /x}}}}, {{path: {{type: RegularExpression, value: '/v[0-9]'}}}}], backendRefs: [{{name: web, port: 80}}]}}]}}"
        )
    };
    let edge = "{name: edge, namespace: infra}";
    let world = |parent: &str, hostnames: &str| stream(&[gateway, &route(parent, hostnames)]);
    assert_eq!(
        subjects(&world(edge, "")),
        [
            "route/a.example.com/v[0-9] regex",
            "route/a.example.com/x prefix",
            "route/b.example.com/v[0-9] regex",
            "route/b.example.com/x prefix"
        ]
    );
    let secure = "{name: edge, namespace: infra, sectionName: secure}";
    assert_eq!(subjects(&world(secure, ""))[0], "route/b.example.com/v[0-9] regex");
    assert!(known(&routes(&world(secure, ""))[0].tls));
    assert_eq!(subjects(&world(edge, "hostnames: [c.example.com], "))[0], "route/c.example.com/v[0-9] regex");
    // A mesh is not the outside.
    assert_eq!(subjects(&world("{kind: Service, name: web, group: ''}", "")), [""; 0]);
    // Hosts that nobody could read are a gap, not a route of some other name.
    let mut observed = dump(&world(edge, ""));
    observed.refuse("gateways.gateway.networking.k8s.io", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    assert_eq!((facts.routes.seen().len(), facts.routes.gaps().len()), (0, 1));
}

#[test]
fn a_route_that_only_redirects_exposes_nothing() {
    let world = "apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: redirect, namespace: shop}
spec: {parentRefs: [{name: edge}], hostnames: [a.example.com], rules: [{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}]}";
    assert!(!routes(world)[0].exposed);
    let moved = ingress("web", "", "a.example.com", "nginx.ingress.kubernetes.io/permanent-redirect: 'https://b'");
    assert!(!routes(&moved)[0].exposed);
    assert!(routes(&ingress("web", "", "a.example.com", ""))[0].exposed);
}

#[test]
fn a_virtual_service_is_a_route_only_at_a_gateway() {
    let service = |gateways: &str, host: &str| {
        format!(
            "apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {{name: web, namespace: shop}}
spec: {{hosts: [{host}], {gateways}http: [{{match: [{{uri: {{prefix: /x}}}}, {{uri: {{exact: /y}}}}], route: [{{destination: {{host: web, port: {{number: 80}}}}}}]}}]}}"
        )
    };
    let edge = "gateways: [infra/edge, mesh], ";
    assert_eq!(
        subjects(&service(edge, "a.example.com")),
        ["route/a.example.com/x prefix", "route/a.example.com/y exact"]
    );
    assert_eq!(subjects(&service("gateways: [mesh], ", "a.example.com")), [""; 0]);
    assert_eq!(subjects(&service("", "web")), [""; 0]);
    assert!(!routes(&service(edge, "web.shop.svc.cluster.local"))[0].exposed);
    let route = &routes(&service(edge, "a.example.com"))[0];
    assert_eq!((route.backend_namespace.as_str(), route.backend_service.as_str()), ("shop", "web"));
}

#[test]
fn routes_that_are_public_on_purpose_say_so() {
    let config = |public: &[&str]| Settings {
        config: Config { public: public.iter().map(|it| (*it).to_owned()).collect(), ..Config::default() },
        ..Settings::default()
    };
    let world = stream(&[
        &ingress("web", "", "www.example.com", ""),
        &ingress("known", "", "www.example.com/.well-known/x", ""),
        &ingress("status", "", "status.example.com", ""),
    ]);
    let public = |patterns: &[&str]| -> Vec<bool> {
        derive(&dump(&world), &config(patterns)).routes.seen().iter().map(|it| it.public_on_purpose).collect()
    };
    assert_eq!(public(&[]), [false, false, false]);
    assert_eq!(public(&["status.example.com"]), [true, false, false]);
    assert_eq!(public(&["www.example.com/.well-known/*"]), [false, false, true]);
    assert_eq!(public(&["*.example.com"]), [true, true, true]);
    let facts = derive(&dump(&world), &config(&["www.example.com/.well-known/*", "status.example.com"]));
    let hosts: Vec<_> = facts.hosts.seen().iter().map(|it| (it.host.as_str(), known(&it.unprotected))).collect();
    assert_eq!(hosts, [("status.example.com", false), ("www.example.com", true)]);
}

#[test]
fn challenges_of_cert_manager_are_marked() {
    let solver =
        ingress("cm-acme-http-solver-x", "", "a.example.com", "").replace("name: web", "name: cm-acme-http-solver-x");
    assert!(routes(&solver)[0].acme);
    assert!(!routes(&ingress("web", "", "a.example.com/.well-known/acme-challenge/x", ""))[0].acme);
}

#[test]
fn a_dead_list_is_a_gap_and_a_host_with_open_routes_stays_unprotected() {
    let mut observed = dump(&ingress("web", "nginx", "a.example.com", ""));
    observed.refuse("httproutes.gateway.networking.k8s.io", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    assert_eq!(facts.routes.gaps().len(), 1);
    assert!(known(&facts.hosts.seen()[0].unprotected));
    assert_eq!(facts.hosts.seen()[0].routes.get().unwrap_err().because, Because::Forbidden);
}
