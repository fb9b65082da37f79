//! Services that decide who may come in.

use super::{NGINX, ingress, program, service, stream};
use crate::{facts, known};

const AUTH: &str = "nginx.ingress.kubernetes.io/auth-url: 'http://sso.auth.svc:80/oauth2/auth'";

fn world(image: &str, args: &str) -> String {
    stream(&[
        NGINX,
        &program("auth", "sso", image, args),
        &service("auth", "sso", 80),
        &ingress("web", "nginx", "a.example.com", AUTH),
    ])
}

#[test]
fn a_service_that_routes_refer_to_is_listed_once_with_its_replicas() {
    let facts =
        facts(&world("quay.io/oauth2-proxy/oauth2-proxy:v7.6.0", "--email-domain=example.com, --reverse-proxy"));
    let [sso] = facts.auth_services.seen() else { panic!("one service") };
    assert_eq!((sso.subject.as_str(), known(&sso.exists), known(&sso.ready_replicas)), ("Service/auth/sso", true, 1));
    assert_eq!(known(&sso.permissive), [""; 0]);
}

#[test]
fn a_service_that_is_gone_is_listed_as_missing() {
    let facts =
        facts(&stream(&[NGINX, &service("auth", "other", 80), &ingress("web", "nginx", "a.example.com", AUTH)]));
    assert!(!known(&facts.auth_services.seen()[0].exists));
    assert_eq!(known(&facts.auth_services.seen()[0].ready_replicas), 0);
}

#[test]
fn an_oauth2_proxy_that_nothing_refers_to_is_listed_too() {
    let alone = program("auth", "sso", "quay.io/oauth2-proxy/oauth2-proxy:v7.6.0", "");
    assert_eq!(facts(&alone).auth_services.seen()[0].subject, "Deployment/auth/sso");
}

#[test]
fn flags_that_let_too_much_through_are_named() {
    for (args, expected) in [
        ("--email-domain=*, --reverse-proxy=true", vec!["--email-domain=*"]),
        ("'--email-domain=*', --allowed-group=staff, --reverse-proxy", vec![]),
        ("'--email-domain=*', --authenticated-emails-file=/etc/emails, --reverse-proxy", vec![]),
        ("--email-domain=example.com", vec!["no --reverse-proxy"]),
        ("--email-domain=example.com, --reverse-proxy, '--skip-auth-route=.*'", vec!["--skip-auth-route=.*"]),
        ("--email-domain=example.com, --reverse-proxy, --skip-auth-route=^/healthz$", vec![]),
        ("--email-domain=example.com, --reverse-proxy, --skip-auth-preflight", vec!["--skip-auth-preflight"]),
        ("--email-domain=example.com, '--skip-auth-regex=^/', --config=/etc/p.cfg", vec!["--skip-auth-regex=^/"]),
    ] {
        let facts = facts(&world("quay.io/oauth2-proxy/oauth2-proxy:v7.6.0", args));
        assert_eq!(known(&facts.auth_services.seen()[0].permissive), expected, "{args}");
    }
}

#[test]
fn a_proxy_that_is_configured_elsewhere_is_not_called_strict() {
    for args in ["", "--http-address=0.0.0.0:4180", "--config=/etc/oauth2_proxy.cfg"] {
        let facts = facts(&world("quay.io/oauth2-proxy/oauth2-proxy:v7.6.0", args));
        assert!(facts.auth_services.seen()[0].permissive.get().is_err(), "{args}");
    }
}

#[test]
fn another_program_has_no_flags_of_oauth2_proxy() {
    let facts = facts(&world("authelia/authelia:4.38", "--email-domain=*"));
    assert!(!known(&facts.auth_services.seen()[0].oauth2_proxy));
    assert_eq!(known(&facts.auth_services.seen()[0].permissive), [""; 0]);
}
