//! Access: routes and what they declare about who may use them.

mod controllers;
mod envoy;
mod exposure;
mod istio;
mod nginx;
mod refusal;
mod routes;
mod services;
mod traefik;
mod tunnels;

use carbon::derive::derive;
use carbon::model::facts::access::Route;
use carbon::model::observed::Observed;
use carbon::model::settings::Settings;

/// The routes of a complete dump.
fn routes(yaml: &str) -> Vec<Route> {
    crate::facts(yaml).routes.seen().to_vec()
}

/// What each route declares, as `HOST PATH: AUTH`, with ` (PROBLEM)` where there is one, `? WHY` where it is unknown.
fn declared(yaml: &str) -> Vec<String> {
    all(&crate::dump(yaml))
}

fn all(observed: &Observed) -> Vec<String> {
    let facts = derive(observed, &Settings::default());
    facts.routes.seen().iter().map(show).collect()
}

fn show(it: &Route) -> String {
    let auth = match (it.auth.get(), it.auth_problem.get()) {
        (Ok(auth), Ok(problem)) if problem.is_empty() => auth.clone(),
        (Ok(auth), Ok(problem)) => format!("{auth} ({problem})"),
        (Err(why), _) | (_, Err(why)) => format!("? {why}"),
    };
    format!("{} {}: {auth}", it.host, it.path)
}

/// Documents as one stream.
fn stream(documents: &[&str]) -> String {
    documents.join("\n---\n")
}

/// A Deployment that runs an image, with labels `app: NAME`, one ready replica and arguments.
fn program(namespace: &str, name: &str, image: &str, args: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: {namespace}, generation: 1}}
spec:
  replicas: 1
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec: {{containers: [{{name: {name}, image: '{image}', args: [{args}]}}]}}
status: {{observedGeneration: 1, replicas: 1, readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1}}"
    )
}

/// A Service with one port, of pods with the label `app: NAME`.
fn service(namespace: &str, name: &str, port: u16) -> String {
    format!(
        "apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: {namespace}}}
spec: {{selector: {{app: {name}}}, ports: [{{name: http, port: {port}}}]}}"
    )
}

/// An Ingress for one host, path `/` unless the host has one (`a.example.com/x`), to Service `web`.
fn ingress(name: &str, class: &str, host: &str, annotations: &str) -> String {
    let (host, path) = host.split_once('/').map_or((host, "/".to_owned()), |(host, path)| (host, format!("/{path}")));
    let class = if class.is_empty() { String::new() } else { format!("ingressClassName: {class}, ") };
    format!(
        "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: {name}, namespace: shop, annotations: {{{annotations}}}}}
spec: {{{class}rules: [{{host: {host}, http: {{paths: [{{path: {path}, pathType: Prefix, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}]}}}}]}}"
    )
}

/// The class `nginx` of ingress-nginx.
const NGINX: &str = "apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: k8s.io/ingress-nginx}";
