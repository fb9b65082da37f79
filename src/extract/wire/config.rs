//! ConfigMaps, Secrets, service accounts.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::pod::Named;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ConfigMap {
    pub(in crate::extract) data: BTreeMap<String, serde_json::Value>,
    pub(in crate::extract) binary_data: BTreeMap<String, serde::de::IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct ServiceAccount {
    pub(in crate::extract) automount_service_account_token: Option<bool>,
    pub(in crate::extract) image_pull_secrets: Vec<Named>,
}

/// A Secret. Values are decoded only to find the hosts of a pull secret, and dropped at once.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Secret {
    #[serde(rename = "type")]
    pub(in crate::extract) kind: String,
    pub(in crate::extract) data: BTreeMap<String, serde_json::Value>,
    pub(in crate::extract) string_data: BTreeMap<String, serde_json::Value>,
}
