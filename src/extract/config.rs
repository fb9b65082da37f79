//! ConfigMaps, Secrets and service accounts.

use serde_json::Value;

use super::scrub;
use super::tunnel;
use super::wire::config as wire;
use crate::model::observed::Meta;
use crate::model::observed::config::{ConfigMap, Secret, ServiceAccount};

/// The keys of ConfigMaps whose values checks ask for, each with the component that reads it.
const KNOWN_KEYS: [&str; 3] = [
    // Harbor: the address under which it hands out images.
    "EXT_ENDPOINT",
    // ingress-nginx: authentication of every Ingress that does not opt out.
    "global-auth-url",
    // ingress-nginx: paths that global authentication leaves open.
    "no-auth-locations",
];

pub(super) fn config_map(wire: wire::ConfigMap, _: &Meta) -> ConfigMap {
    let known = |(key, value): (&String, &Value)| {
        let value = value.as_str().filter(|_| KNOWN_KEYS.contains(&key.as_str()))?;
        Some((key.clone(), scrub::scrub(value)))
    };
    ConfigMap {
        keys: wire.data.keys().chain(wire.binary_data.keys()).cloned().collect(),
        values: wire.data.iter().filter_map(known).collect(),
        tunnel: wire.data.values().filter_map(Value::as_str).flat_map(tunnel::rules).collect(),
    }
}

pub(super) fn secret(wire: wire::Secret, _: &Meta) -> Secret {
    let registries = match wire.kind.as_str() {
        "kubernetes.io/dockerconfigjson" => registries(&wire),
        _ => Vec::new(),
    };
    let mut keys: Vec<String> = wire.data.into_keys().chain(wire.string_data.into_keys()).collect();
    keys.sort();
    keys.dedup();
    Secret { kind: wire.kind, keys, registries }
}

/// The hosts that a pull secret has credentials for.
fn registries(secret: &wire::Secret) -> Vec<String> {
    const KEY: &str = ".dockerconfigjson";
    let plain = secret.string_data.get(KEY).and_then(Value::as_str).map(str::to_owned);
    let decoded = || base64_text(secret.data.get(KEY)?.as_str()?);
    let parsed = plain.or_else(decoded).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let auths = parsed.as_ref().and_then(|config| config.get("auths")).and_then(Value::as_object);
    auths.map(|auths| auths.keys().cloned().collect()).unwrap_or_default()
}

pub(super) fn service_account(wire: wire::ServiceAccount, _: &Meta) -> ServiceAccount {
    ServiceAccount {
        automount_token: wire.automount_service_account_token,
        pull_secrets: wire.image_pull_secrets.into_iter().map(|it| it.name).collect(),
    }
}

fn base64_text(text: &str) -> Option<String> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(text.trim()).ok()?;
    String::from_utf8(bytes).ok()
}
