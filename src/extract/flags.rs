//! Command-line flags of the components that carbon understands. All others may hold a secret and are dropped.

use std::collections::BTreeMap;

use super::scrub;

/// Flags whose values are kept, each with the program that reads it.
const KNOWN: [&str; 39] = [
    // oauth2-proxy
    "email-domain",
    "skip-auth-route",
    "skip-auth-regex",
    "skip-auth-preflight",
    "skip-jwt-bearer-tokens",
    "reverse-proxy",
    "authenticated-emails-file",
    "allowed-group",
    "provider",
    "upstream",
    "allowed-role",
    "github-org",
    "github-team",
    "gitlab-group",
    "google-group",
    "keycloak-group",
    "htpasswd-file",
    "alpha-config",
    // oauth2-proxy, Traefik and cloudflared: where the rest of the configuration is
    "config",
    "configfile",
    // prometheus-operator
    "namespaces",
    "deny-namespaces",
    "prometheus-instance-namespaces",
    // ingress controllers
    "controller-class",
    "ingress-class",
    "configmap",
    "annotations-prefix",
    "providers.kubernetescrd",
    "providers.kubernetesingress",
    "providers.kubernetesingressnginx",
    "providers.kubernetescrd.allowcrossnamespace",
    // Velero
    "features",
    "default-volumes-to-fs-backup",
    "default-snapshot-move-data",
    "uploader-type",
    "default-backup-ttl",
    // Vault and OpenBao: a server that keeps everything in memory
    "dev",
    // cloudflared
    "metrics",
    // Kubernetes components
    "etcd-servers",
];

/// The known flags among the arguments, `--name=value`, `--name value` or `-name`, each with its values in order.
/// A flag without a value has the value `true`.
pub(super) fn known<'a>(arguments: impl Iterator<Item = &'a String>) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut arguments = arguments.peekable();
    while let Some(argument) = arguments.next() {
        let Some(flag) = argument.strip_prefix("--").or_else(|| argument.strip_prefix('-')) else { continue };
        let (name, value) = match flag.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (flag, arguments.next_if(|next| !next.starts_with('-')).cloned()),
        };
        let name = name.to_lowercase();
        if KNOWN.contains(&name.as_str()) || is_of_entry_point(&name) {
            let value = value.unwrap_or_else(|| "true".to_owned());
            found.entry(name).or_default().push(scrub::scrub(&value));
        }
    }
    found
}

/// Traefik's entry points, by any name: which there are, which redirect, and the middlewares of each.
fn is_of_entry_point(name: &str) -> bool {
    let Some((_, setting)) = name.strip_prefix("entrypoints.").and_then(|it| it.split_once('.')) else { return false };
    matches!(setting, "address" | "http.middlewares" | "http.redirections.entrypoint.to" | "asdefault")
}

/// True if an argument (or a shell line) starts MinIO with a pool of servers: URLs with a range of hosts, or several
/// URLs. A server that is given only paths serves alone, however many replicas it has.
pub(super) fn names_server_pool<'a>(arguments: impl Iterator<Item = &'a str>) -> bool {
    let words = arguments.flat_map(str::split_whitespace);
    let urls = words.map(|it| it.trim_matches(['"', '\''])).filter(|it| it.contains("://"));
    let mut count = 0;
    for url in urls {
        let host = url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
        count += if host.contains("...") { 2 } else { 1 };
    }
    count > 1
}

#[cfg(test)]
mod tests {
    use super::{known, names_server_pool};

    #[test]
    fn a_pool_of_servers_is_told_from_a_server_alone() {
        for (line, pool) in [
            ("server http://minio-{0...3}.minio.data.svc.cluster.local/export", true),
            ("minio server http://a/data http://b/data", true),
            ("server /data{1...4}", false),
            ("server http://minio-0.minio/data{1...4}", false),
            ("server /data --console-address :9001", false),
        ] {
            assert_eq!(names_server_pool(std::iter::once(line)), pool, "{line}");
        }
    }

    #[test]
    fn entry_points_of_any_name_are_kept() {
        let arguments =
            ["--entryPoints.Extranet.http.middlewares=auth-login@kubernetescrd", "--entryPoints.a.http.tls.secret=x"];
        let arguments: Vec<String> = arguments.map(str::to_owned).to_vec();
        let flags = known(arguments.iter());
        assert_eq!(flags.get("entrypoints.extranet.http.middlewares").map(Vec::len), Some(1));
        assert_eq!(flags.len(), 1);
    }

    #[test]
    fn known_flags_are_kept_and_others_dropped() {
        let arguments = [
            "oauth2-proxy",
            "--email-domain=*",
            "--cookie-secret=s3cret",
            "--reverse-proxy",
            "--skip-auth-route",
            "^/api",
        ];
        let arguments: Vec<String> = arguments.map(str::to_owned).to_vec();
        let flags = known(arguments.iter());
        assert_eq!(flags.get("email-domain"), Some(&vec!["*".to_owned()]));
        assert_eq!(flags.get("reverse-proxy"), Some(&vec!["true".to_owned()]));
        assert_eq!(flags.get("skip-auth-route"), Some(&vec!["^/api".to_owned()]));
        assert!(!flags.contains_key("cookie-secret"));
    }
}
