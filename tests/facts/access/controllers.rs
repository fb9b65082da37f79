//! Ingress controllers.

use carbon::derive::derive;
use carbon::model::settings::Settings;

use super::{NGINX, ingress, program, stream};
use crate::{desired, dump, facts, known};

#[test]
fn the_image_tells_which_program_answers_to_a_class() {
    for (image, args, expected) in [
        ("registry.k8s.io/ingress-nginx/controller:v1.11.2@sha256:00", "", Some(("ingress-nginx", "v1.11.2"))),
        ("docker.io/traefik:v3.6.0", "--providers.kubernetesIngressNGINX=true", Some(("traefik", "v3.6.0"))),
        ("docker.io/traefik:v3.6.0", "", None),
        ("nginx/nginx-ingress:5.1.0", "", None),
    ] {
        let world = stream(&[
            NGINX,
            &program("edge", "controller", image, args),
            &ingress("web", "nginx", "a.example.com", ""),
        ]);
        let facts = facts(&world);
        let of_class =
            facts.ingress_controllers.seen().iter().find(|it| known(&it.controller) == "k8s.io/ingress-nginx");
        let of_class = of_class.expect("the class");
        assert!(known(&of_class.in_use), "{image}");
        match expected {
            Some((implementation, version)) => {
                assert_eq!(known(&of_class.implementation), implementation);
                assert_eq!(known(&of_class.version), version);
                assert_eq!(of_class.subject, "Deployment/edge/controller");
            }
            None => {
                assert_eq!(of_class.subject, "IngressClass/nginx");
                assert!(of_class.implementation.get().is_err(), "{image}");
            }
        }
    }
}

#[test]
fn a_class_that_no_route_uses_is_not_in_use() {
    let world =
        stream(&[NGINX, &program("edge", "controller", "registry.k8s.io/ingress-nginx/controller:v1.11.2", "")]);
    assert!(!known(&facts(&world).ingress_controllers.seen()[0].in_use));
}

#[test]
fn a_class_without_its_program_is_out_of_scope_in_manifests() {
    let facts = derive(&desired(NGINX), &Settings::default());
    assert!(facts.ingress_controllers.seen()[0].supported.get().unwrap_err().is_out_of_scope());
}

#[test]
fn ingress_nginx_is_supported_until_its_retirement_whatever_answers_to_its_class() {
    let supported = |image: &str, at: &str| {
        let flag = "--providers.kubernetesIngressNGINX=true";
        let mut observed = dump(&stream(&[NGINX, &program("edge", "controller", image, flag)]));
        observed.source.taken_at = at.parse().expect("a time");
        known(&derive(&observed, &Settings::default()).ingress_controllers.seen()[0].supported)
    };
    let nginx = "registry.k8s.io/ingress-nginx/controller:v1.11.2";
    assert!(supported(nginx, "2025-10-20T12:00:00Z"));
    assert!(!supported(nginx, "2026-11-25T12:00:00Z"));
    assert!(supported("traefik:v3.6.0", "2026-11-25T12:00:00Z"));
}
