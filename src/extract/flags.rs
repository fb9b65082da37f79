//! Command-line flags of the components that carbon understands. All others may hold a secret and are dropped.

use std::collections::BTreeMap;

use super::scrub;

/// Flags whose values are kept, each with the program that reads it.
const KNOWN: [&str; 26] = [
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
    // prometheus-operator
    "namespaces",
    "deny-namespaces",
    "prometheus-instance-namespaces",
    // ingress controllers
    "controller-class",
    "ingress-class",
    "providers.kubernetescrd",
    "providers.kubernetesingress",
    "providers.kubernetesingressnginx",
    // entry points of Traefik carry middlewares: --entrypoints.NAME.http.middlewares
    "entrypoints.web.http.middlewares",
    "entrypoints.websecure.http.middlewares",
    // Velero
    "features",
    "default-volumes-to-fs-backup",
    "default-snapshot-move-data",
    "uploader-type",
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
        if KNOWN.contains(&name.to_lowercase().as_str()) {
            let value = value.unwrap_or_else(|| "true".to_owned());
            found.entry(name.to_lowercase()).or_default().push(scrub::scrub(&value));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::known;

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
