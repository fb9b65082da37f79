//! Cloudflare tunnels.

use carbon::derive::derive;
use carbon::model::Because;
use carbon::model::settings::Settings;

use super::{service, stream};
use crate::{desired, dump, facts, known};

fn tunnel(ready: u8, probe: &str, volumes: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{name: cloudflared, namespace: edge, generation: 1}}
spec:
  replicas: 2
  selector: {{matchLabels: {{app: cloudflared}}}}
  template:
    metadata: {{labels: {{app: cloudflared}}}}
    spec: {{containers: [{{name: cloudflared, image: 'cloudflare/cloudflared:2025.9.0'{probe}}}]{volumes}}}
status: {{observedGeneration: 1, replicas: 2, readyReplicas: {ready}, updatedReplicas: 2}}"
    )
}

fn probe(path: &str) -> String {
    format!(", readinessProbe: {{httpGet: {{path: {path}, port: 2000}}}}")
}

#[test]
fn only_a_probe_of_ready_proves_a_connection() {
    for (ready, probe, expected) in [
        (2, probe("/ready"), Some(true)),
        (0, probe("/ready"), Some(false)),
        (2, probe("/metrics"), None),
        (2, probe("/healthcheck"), None),
        (2, String::new(), None),
        (0, String::new(), Some(false)),
    ] {
        let facts = facts(&tunnel(ready, &probe, ""));
        assert_eq!(facts.tunnels.seen()[0].connected.get().ok().copied(), expected, "{ready} {probe}");
    }
    let observed = desired(tunnel(2, &probe("/ready"), "").split("status:").next().expect("a spec"));
    let facts = derive(&observed, &Settings::default());
    assert!(facts.tunnels.seen()[0].connected.get().unwrap_err().is_out_of_scope());
}

const MOUNTED: &str = ", volumes: [{name: config, configMap: {name: config}}]";

fn config(rules: &str) -> String {
    format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: config, namespace: edge}}\ndata:\n  config.yaml: |\n    tunnel: t\n    ingress:\n{rules}"
    )
}

#[test]
fn rules_lead_to_services_that_exist() {
    let rules = "    - {hostname: a.example.com, service: 'http://web.shop.svc.cluster.local:80'}
    - {hostname: b.example.com, service: 'http://web.shop:80'}
    - {hostname: c.example.com, service: 'http://web.shop:81'}
    - {hostname: d.example.com, service: 'http://gone.shop.svc:80'}
    - {hostname: e.example.com, service: 'ssh://192.168.1.50:22'}
    - {hostname: f.example.com, service: 'https://www.example.org'}
    - {hostname: g.example.com, service: hello_world}
    - {service: 'http_status:404'}
    - {hostname: h.example.com, service: 'http://web.shop:80'}";
    let facts = facts(&stream(&[&tunnel(2, "", MOUNTED), &config(rules), &service("shop", "web", 80)]));
    let found: Vec<_> = facts
        .tunnel_rules
        .seen()
        .iter()
        .map(|it| (it.host.as_str(), known(&it.resolves), it.catch_all, it.dead))
        .collect();
    assert_eq!(
        found,
        [
            ("a.example.com", true, false, false),
            ("b.example.com", true, false, false),
            ("c.example.com", false, false, false),
            ("d.example.com", false, false, false),
            ("e.example.com", true, false, false),
            ("f.example.com", true, false, false),
            ("g.example.com", true, false, false),
            ("*", true, true, false),
            ("h.example.com", true, false, true),
        ]
    );
}

#[test]
fn a_config_map_that_is_not_mounted_is_not_the_configuration() {
    let rules = config("    - {service: 'http://web.shop:80'}");
    let facts = facts(&stream(&[&tunnel(2, "", ""), &rules]));
    assert!(facts.tunnel_rules.seen().is_empty());
    assert!(!known(&facts.tunnels.seen()[0].rules_here));
}

#[test]
fn refused_config_maps_are_a_gap_in_the_rules() {
    let rules = config("    - {service: 'http://web.shop:80'}");
    let mut observed = dump(&stream(&[&tunnel(2, "", MOUNTED), &rules]));
    observed.refuse("configmaps", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    assert_eq!(facts.tunnel_rules.gaps().len(), 1);
    assert!(facts.tunnels.seen()[0].rules_here.get().is_err());
}

#[test]
fn a_rule_past_the_ingress_controller_has_only_cloudflare_to_ask_who_somebody_is() {
    let program = |namespace: &str, name: &str, image: &str| {
        format!(
            "apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: {namespace}}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec: {{containers: [{{name: main, image: '{image}'}}]}}
---
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: {namespace}}}
spec: {{selector: {{app: {name}}}, ports: [{{port: 80}}]}}"
        )
    };
    let rules = "    - {hostname: a.example.com, service: 'http://web.shop.svc:80'}
    - {hostname: b.example.com, service: 'http://nginx.ingress.svc:80'}
    - {hostname: c.example.com, service: 'http://web.shop.svc:80', originRequest: {access: {required: true}}}
    - {service: 'http_status:404'}";
    let world = stream(&[
        &tunnel(2, "", MOUNTED),
        &config(rules),
        &program("shop", "web", "nginx:1.27.0"),
        &program("ingress", "nginx", "registry.k8s.io/ingress-nginx/controller:v1.13.3"),
    ]);
    let facts = facts(&world);
    let rules = facts.tunnel_rules.seen();
    assert_eq!(rules.iter().map(|it| known(&it.straight)).collect::<Vec<_>>(), [true, false, true, false]);
    assert!(rules[0].login.get().unwrap_err().is_out_of_scope());
    assert!(known(&rules[2].login));

    let mut observed = dump(&world);
    assert!(observed.refuse("services", Because::Forbidden));
    let refused = derive(&observed, &Settings::default());
    assert_eq!(refused.tunnel_rules.seen()[1].straight.get().unwrap_err().because, Because::Forbidden);
}
