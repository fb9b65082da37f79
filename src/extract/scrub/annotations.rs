//! The annotations that carbon keeps. All others are dropped: they may hold anything, whole manifests included.

use std::collections::BTreeMap;

use super::scrub;

/// Keys that are kept.
const KEYS: [&str; 69] = [
    "alb.ingress.kubernetes.io/auth-on-unauthenticated-request",
    "alb.ingress.kubernetes.io/auth-type",
    "argocd.argoproj.io/instance",
    "argocd.argoproj.io/tracking-id",
    "cert-manager.io/cluster-issuer",
    "cert-manager.io/issuer",
    "cert-manager.io/issuer-group",
    "cert-manager.io/issuer-kind",
    "deployment.kubernetes.io/revision",
    "haproxy-ingress.github.io/auth-secret",
    "haproxy-ingress.github.io/auth-tls-secret",
    "haproxy-ingress.github.io/auth-url",
    "haproxy.org/auth-type",
    "ingressclass.kubernetes.io/is-default-class",
    "istio.io/dry-run",
    "konghq.com/plugins",
    "kubernetes.io/config.mirror",
    "kubernetes.io/config.source",
    "kubernetes.io/ingress.class",
    "kubernetes.io/tls-acme",
    "meta.helm.sh/release-name",
    "meta.helm.sh/release-namespace",
    "nginx.com/jwt-key",
    "nginx.ingress.kubernetes.io/auth-method",
    "nginx.ingress.kubernetes.io/auth-response-headers",
    "nginx.ingress.kubernetes.io/auth-secret",
    "nginx.ingress.kubernetes.io/auth-secret-type",
    "nginx.ingress.kubernetes.io/auth-signin",
    "nginx.ingress.kubernetes.io/auth-signin-redirect-param",
    "nginx.ingress.kubernetes.io/auth-tls-pass-certificate-to-upstream",
    "nginx.ingress.kubernetes.io/auth-tls-secret",
    "nginx.ingress.kubernetes.io/auth-tls-verify-client",
    "nginx.ingress.kubernetes.io/auth-tls-verify-depth",
    "nginx.ingress.kubernetes.io/auth-type",
    "nginx.ingress.kubernetes.io/auth-url",
    "nginx.ingress.kubernetes.io/allowlist-source-range",
    "nginx.ingress.kubernetes.io/backend-protocol",
    "nginx.ingress.kubernetes.io/canary",
    "nginx.ingress.kubernetes.io/denylist-source-range",
    "nginx.ingress.kubernetes.io/enable-global-auth",
    "nginx.ingress.kubernetes.io/force-ssl-redirect",
    "nginx.ingress.kubernetes.io/permanent-redirect",
    "nginx.ingress.kubernetes.io/rewrite-target",
    "nginx.ingress.kubernetes.io/satisfy",
    "nginx.ingress.kubernetes.io/server-alias",
    "nginx.ingress.kubernetes.io/ssl-passthrough",
    "nginx.ingress.kubernetes.io/ssl-redirect",
    "nginx.ingress.kubernetes.io/temporal-redirect",
    "nginx.ingress.kubernetes.io/use-regex",
    "nginx.ingress.kubernetes.io/whitelist-source-range",
    "nginx.org/basic-auth-secret",
    "nginx.org/policies",
    // Rancher keeps a compressed copy of the whole object in `applied`; only the owner is wanted.
    "objectset.rio.cattle.io/id",
    "objectset.rio.cattle.io/owner-gvk",
    "objectset.rio.cattle.io/owner-name",
    "objectset.rio.cattle.io/owner-namespace",
    "prometheus.io/path",
    "prometheus.io/port",
    "prometheus.io/scheme",
    "prometheus.io/scrape",
    "storageclass.beta.kubernetes.io/is-default-class",
    "storageclass.kubernetes.io/is-default-class",
    "tailscale.com/funnel",
    "traefik.ingress.kubernetes.io/router.entrypoints",
    "traefik.ingress.kubernetes.io/router.middlewares",
    "traefik.ingress.kubernetes.io/router.priority",
    "traefik.ingress.kubernetes.io/router.tls",
    "traefik.ingress.kubernetes.io/router.tls.certresolver",
    "volume.kubernetes.io/storage-provisioner",
];

/// Beginnings of keys that are kept.
const PREFIXES: [&str; 7] = [
    "acme.cert-manager.io/",
    "backup.velero.io/",
    "carbon.dev/",
    "cnpg.io/",
    "helm.toolkit.fluxcd.io/",
    "kustomize.toolkit.fluxcd.io/",
    "velero.io/",
];

/// Keys that begin so and hold a copy of an object, or of what a program printed.
const DROPPED: [&str; 2] = ["cnpg.io/clusterManifest", "cnpg.io/pgControldata"];

/// True if carbon keeps an annotation with this key.
pub fn known_annotation(key: &str) -> bool {
    let by_prefix = PREFIXES.iter().any(|prefix| key.starts_with(prefix)) && !DROPPED.contains(&key);
    by_prefix || KEYS.contains(&key)
}

/// The known ones among these annotations, their values scrubbed.
pub fn keep_known(annotations: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let known = annotations.iter().filter(|(key, _)| known_annotation(key));
    known.map(|(key, value)| (key.clone(), scrub(value))).collect()
}
