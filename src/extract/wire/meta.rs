//! Object metadata and conditions.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::model::{Seconds, Time, duration};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Meta {
    pub(in crate::extract) name: String,
    pub(in crate::extract) generate_name: String,
    pub(in crate::extract) namespace: String,
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) labels: BTreeMap<String, String>,
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) annotations: BTreeMap<String, String>,
    pub(in crate::extract) owner_references: Vec<OwnerReference>,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) creation_timestamp: Option<Time>,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) deletion_timestamp: Option<Time>,
    pub(in crate::extract) generation: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct OwnerReference {
    pub(in crate::extract) api_version: String,
    pub(in crate::extract) kind: String,
    pub(in crate::extract) name: String,
    pub(in crate::extract) controller: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Condition {
    #[serde(rename = "type")]
    pub(in crate::extract) kind: String,
    pub(in crate::extract) status: String,
    pub(in crate::extract) reason: String,
    #[serde(deserialize_with = "time")]
    pub(in crate::extract) last_transition_time: Option<Time>,
}

/// A time; what is empty or no time at all is none (a manifest may hold anything).
pub(in crate::extract) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Time>, D::Error> {
    let text = Option::<serde_json::Value>::deserialize(deserializer)?;
    Ok(text.as_ref().and_then(serde_json::Value::as_str).and_then(|text| text.parse().ok()))
}

/// A span as Go writes it; what is empty or no span at all is none.
pub(in crate::extract) fn span<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Seconds>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(value.as_str().and_then(duration::parse).map(Seconds))
}

/// Values of labels and annotations are text; manifests in the wild have numbers and booleans, which the API refuses
/// but Helm and kustomize let through. They are read as the text that was meant.
pub(in crate::extract) fn text_map<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let map = BTreeMap::<String, serde_json::Value>::deserialize(deserializer)?;
    Ok(map.into_iter().map(|(key, value)| (key, plain(value))).collect())
}

/// A scalar as text: int-or-string fields, quantities written as numbers.
pub(in crate::extract) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    serde_json::Value::deserialize(deserializer).map(plain)
}

fn plain(value: serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}
