//! stub
use serde::{Deserialize, Serialize};
/// stub
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct LabelSelector {
    /// x
    pub match_labels: std::collections::BTreeMap<String, String>,
}

impl LabelSelector {
    /// x
    pub fn matches(&self, l: &std::collections::BTreeMap<String, String>) -> bool {
        self.match_labels.iter().all(|(k, v)| l.get(k) == Some(v))
    }
}
