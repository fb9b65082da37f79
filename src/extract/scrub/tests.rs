use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Planted in every text below; none may come out.
const PLANTED: &str = "hunter2Xq";

#[test]
fn planted_secrets_do_not_come_out() {
    let table = [
        ("https://user:hunter2Xq@host/path", "https://host/path"),
        ("https://hunter2Xq@github.com/org/repo.git", "https://github.com/org/repo.git"),
        ("postgres://app:hunter2Xq@db:5432/app?sslmode=require", "postgres://db:5432/app?sslmode=require"),
        ("postgres://app:a/b#hunter2Xq@db/app", "postgres://db/app"),
        ("postgres://app:p@hunter2Xq@db/app", "postgres://db/app"),
        ("mongodb://u:hunter2Xq@m1:27017,m2:27017/db", "mongodb://m1:27017,m2:27017/db"),
        ("see \"redis://:hunter2Xq@redis:6379\" now", "see \"redis://redis:6379\" now"),
        ("http://a:hunter2Xq@x,http://b:hunter2Xq@y", "http://x,http://y"),
        ("u:hunter2Xq@tcp(db:3306)/app", "[removed]@tcp(db:3306)/app"),
        ("--dsn=u:hunter2Xq@tcp(db:3306)/app -v", "--dsn=[removed]@tcp(db:3306)/app -v"),
        ("https://h/?token=hunter2Xq&x=1", "https://h/?token=[removed]&x=1"),
        ("https://h/?x=1&key=hunter2Xq", "https://h/?x=1&key=[removed]"),
        ("https://h/b?sv=1&sig=hunter2Xq%3D&se=2", "https://h/b?sv=1&sig=[removed]&se=2"),
        ("https://s3/b?X-Amz-Signature=hunter2Xq&X-Amz-Date=1", "https://s3/b?X-Amz-Signature=[removed]&X-Amz-Date=1"),
        ("https://h/cb?code=hunter2Xq&state=1", "https://h/cb?code=[removed]&state=1"),
        ("https://h/?client_secret=hunter2Xq", "https://h/?client_secret=[removed]"),
        ("server --admin-password=hunter2Xq --port=80", "server --admin-password=[removed] --port=80"),
        ("PGPASSWORD='hunter2Xq and more' psql", "PGPASSWORD='[removed]' psql"),
        ("password = hunter2Xq&x", "password = [removed]"),
        ("password=a&hunter2Xq", "password=[removed]"),
        ("{\"password\": \"hunter2Xq\", \"user\": \"a\"}", "{\"password\": \"[removed]\", \"user\": \"a\"}"),
        ("{\\\"apiKey\\\":\\\"hunter2Xq\\\"}", "{\\\"apiKey\\\":\\\"[removed]\\\"}"),
        ("{\"aws_secret_access_key\":\"a\\\\hunter2Xq\"}", "{\"aws_secret_access_key\":\"[removed]\"}"),
        ("refresh_token: hunter2Xq", "refresh_token: [removed]"),
        ("Authorization: Bearer hunter2Xq", "Authorization: [removed]"),
        ("Authorization: Token a hunter2Xq\nHost: h", "Authorization: [removed]\nHost: h"),
        ("curl -H 'Cookie: a=b; s=hunter2Xq' h", "curl -H 'Cookie: [removed]' h"),
        ("got bearer hunter2Xq from", "got bearer [removed] from"),
        ("BEARER  hunter2Xq", "BEARER  [removed]"),
        ("Basic hunter2XqAAA", "Basic [removed]"),
        ("glpat-hunter2XqAAAAAAA", "[removed]"),
        ("x eyJhbGciOi.hunter2Xq.c2ln y", "x [removed] y"),
        ("https://hooks.slack.com/services/T0/B0/hunter2Xq", "https://hooks.slack.com/services/[removed]"),
        ("a\n-----BEGIN RSA PRIVATE KEY-----\nhunter2Xq\n-----END RSA PRIVATE KEY-----\nb", "a\n[removed]\nb"),
        ("-----BEGIN PRIVATE KEY-----\\nhunter2Xq", "[removed]"),
        ("LS0tLS1CRUdJTiBhunter2XqAAA==", "[removed]"),
    ];
    for (text, wanted) in table {
        assert!(text.contains(PLANTED), "{text}");
        assert_eq!(scrub(text), wanted, "{text}");
        assert_eq!(scrub(wanted), wanted, "twice: {text}");
    }
}

#[test]
fn what_is_no_secret_stays() {
    let table = [
        "https://oauth2.example.com/oauth2/auth?rd=https://$host$request_uri",
        "http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth",
        "https://example.com/@team/path",
        "https://[2001:db8::1]:8443/x@y",
        "https://host:8443/a:b@c",
        "registry.example.com:5000/team/app:1.2@sha256:0123456789abcdef",
        "docker-pullable://nginx@sha256:0123456789abcdef",
        "automountServiceAccountToken: false",
        "{\"automountServiceAccountToken\":true,\"secretName\":\"tls\"}",
        "--token-file=/run/secrets/token --secret-name=tls",
        "the standard bearers of a basic rule",
        "auth-oauth@kubernetescrd,tools-headers@file",
        "git@github.com:org/repo.git",
        "mailto:team@example.com",
        "secret \"db-password\" not found",
        "secret: tls-example-com",
        "container exited with exit code=137, key=tls.crt",
        "missing bearer token in the request",
        "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\"",
        "basic authentication is on",
        "basic",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "12:30:15 pod web-0 is not ready: back-off 5m0s",
        "eyJ",
        "Überprüfung läuft: 100 %",
        "",
    ];
    for text in table {
        assert_eq!(scrub(text), text);
    }
}

#[test]
fn a_public_certificate_before_a_private_key_stays() {
    let text = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN EC PRIVATE KEY-----\nx\n-----END EC PRIVATE KEY-----\n";
    assert_eq!(scrub(text), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n[removed]\n");
}

#[test]
fn only_known_annotations_are_kept_and_their_values_scrubbed() {
    let annotations: BTreeMap<String, String> = [
        ("nginx.ingress.kubernetes.io/auth-url", "https://u:hunter2Xq@sso.example.com/auth"),
        ("nginx.ingress.kubernetes.io/auth-snippet", "proxy_set_header X-Key hunter2Xq;"),
        ("nginx.ingress.kubernetes.io/configuration-snippet", "hunter2Xq"),
        ("kubectl.kubernetes.io/last-applied-configuration", "{\"password\":\"hunter2Xq\"}"),
        ("objectset.rio.cattle.io/applied", "hunter2Xq"),
        ("objectset.rio.cattle.io/owner-name", "traefik"),
        ("pre.hook.backup.velero.io/command", "[\"pg_dump\", \"hunter2Xq\"]"),
        ("backup.velero.io/backup-volumes", "data"),
        ("cnpg.io/clusterManifest", "hunter2Xq"),
        ("cnpg.io/hibernation", "on"),
        ("example.com/anything", "hunter2Xq"),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .into();
    let kept = keep_known(&annotations);
    let wanted: BTreeMap<String, String> = [
        ("nginx.ingress.kubernetes.io/auth-url", "https://sso.example.com/auth"),
        ("objectset.rio.cattle.io/owner-name", "traefik"),
        ("backup.velero.io/backup-volumes", "data"),
        ("cnpg.io/hibernation", "on"),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .into();
    assert_eq!(kept, wanted);
}

#[test]
fn the_marks_of_owners_and_routes_are_known() {
    for key in [
        "nginx.ingress.kubernetes.io/auth-signin",
        "nginx.ingress.kubernetes.io/enable-global-auth",
        "traefik.ingress.kubernetes.io/router.middlewares",
        "kubernetes.io/ingress.class",
        "meta.helm.sh/release-name",
        "argocd.argoproj.io/tracking-id",
        "kustomize.toolkit.fluxcd.io/prune",
        "helm.toolkit.fluxcd.io/driftDetection",
        "prometheus.io/scrape",
        "cert-manager.io/cluster-issuer",
        "storageclass.kubernetes.io/is-default-class",
        "kubernetes.io/config.source",
        "deployment.kubernetes.io/revision",
        "carbon.dev/singleton",
        "velero.io/csi-volumesnapshot-class",
        "acme.cert-manager.io/http01-edit-in-place",
    ] {
        assert!(known_annotation(key), "{key}");
    }
    assert!(!known_annotation("") && !known_annotation("velero.io") && !known_annotation("x.velero.io/y"));
}

/// Texts that hold what the rules look for, in any order.
fn some_text() -> impl Strategy<Value = String> {
    let parts = [
        "://",
        "@",
        ":",
        "=",
        "token",
        "password",
        "key",
        "Bearer ",
        "basic ",
        "-----BEGIN ",
        "PRIVATE KEY",
        "-----",
        "-----END ",
        "eyJ",
        "ghp_",
        "\"",
        "'",
        "\\",
        " ",
        "\n",
        "?",
        "&",
        "[removed]",
        "[",
        "/",
        "a",
        "ü",
        "0123456789ab",
        "cookie",
        "sha256:",
        "realm=",
        "hooks.slack.com/services/",
        "<",
        "=\"",
        "authorization:",
    ];
    proptest::collection::vec(prop::sample::select(parts.to_vec()), 0..16).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn doing_it_twice_changes_nothing(text in some_text()) {
        let once = scrub(&text);
        prop_assert_eq!(scrub(&once), once, "{}", text);
    }

    #[test]
    fn passwords_in_urls_go(user in "[a-z]{0,8}", before in "[a-z!$&*(),;=:@/#?+-]{0,6}", after in "[a-z!$&*(),;=:@/#?+-]{0,6}") {
        // With a letter in front the password cannot be taken for a port.
        prop_assume!(!before.contains("://") && !after.contains("://"));
        let url = format!("https://{user}:x{before}{PLANTED}{after}@host.example.com/path");
        let scrubbed = scrub(&url);
        prop_assert!(!scrubbed.contains(PLANTED), "{} gives {}", url, scrubbed);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,60}") {
        scrub(&text);
    }
}
