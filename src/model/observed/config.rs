//! ConfigMaps, Secrets and service accounts, reduced to what no one would call a secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A ConfigMap: the names of its keys, and the values of the few that checks ask for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConfigMap {
    /// Names of the keys.
    pub keys: Vec<String>,
    /// Values of keys on the list of known ones, scrubbed of credentials.
    pub values: BTreeMap<String, String>,
    /// The rules of a Cloudflare tunnel whose configuration it holds.
    pub tunnel: Vec<TunnelRule>,
}

/// A rule of a tunnel: which requests go where.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TunnelRule {
    /// Host name; empty = every host.
    pub hostname: String,
    /// Regular expression of the path; empty = all.
    pub path: String,
    /// Where requests go: a URL, or `http_status:404` and the like.
    pub service: String,
    /// cloudflared lets only requests through that Cloudflare Access has signed (`originRequest.access.required`).
    pub access_required: bool,
}

/// A Secret, without anything secret. Only listed with `--read-secrets`, or if it stands in the files.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Secret {
    /// Type.
    pub kind: String,
    /// Names of the keys.
    pub keys: Vec<String>,
    /// Of a pull secret: the registries that it holds credentials for.
    pub registries: Vec<String>,
}

/// A service account.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceAccount {
    /// `automountServiceAccountToken`.
    pub automount_token: Option<bool>,
    /// Pull secrets that its pods get if they name none themselves.
    pub pull_secrets: Vec<String>,
}
