//! Roles and bindings.

use serde::Deserialize;

use crate::model::selector::LabelSelector;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Role {
    pub(in crate::extract) rules: Vec<Rule>,
    pub(in crate::extract) aggregation_rule: AggregationRule,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct AggregationRule {
    pub(in crate::extract) cluster_role_selectors: Vec<LabelSelector>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Rule {
    pub(in crate::extract) api_groups: Vec<String>,
    pub(in crate::extract) resources: Vec<String>,
    pub(in crate::extract) verbs: Vec<String>,
    pub(in crate::extract) resource_names: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Binding {
    pub(in crate::extract) role_ref: RoleRef,
    pub(in crate::extract) subjects: Vec<Subject>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct RoleRef {
    pub(in crate::extract) kind: String,
    pub(in crate::extract) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Subject {
    pub(in crate::extract) kind: String,
    pub(in crate::extract) namespace: String,
    pub(in crate::extract) name: String,
}
