//! Roles and bindings, in essence.

use serde::{Deserialize, Serialize};

use crate::model::selector::LabelSelector;

/// A Role or ClusterRole.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Role {
    /// What it allows. Rules about URLs alone are left out.
    pub rules: Vec<Rule>,
    /// `aggregationRule`: the ClusterRoles whose rules it has as well.
    pub aggregates: Vec<LabelSelector>,
}

/// One rule of a role.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// API groups; empty text for the core group.
    pub groups: Vec<String>,
    /// Resources, with subresources as `pods/log`.
    pub resources: Vec<String>,
    /// Verbs.
    pub verbs: Vec<String>,
    /// Only objects of these names; none = all.
    pub names: Vec<String>,
}

/// A RoleBinding or ClusterRoleBinding.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Binding {
    /// `Role` or `ClusterRole`.
    pub role_kind: String,
    /// Name of the role.
    pub role_name: String,
    /// To whom the role is given.
    pub subjects: Vec<Subject>,
}

/// To whom a role is given.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Subject {
    /// `User`, `Group` or `ServiceAccount`.
    pub kind: String,
    /// Namespace of a service account; that of the binding if none is written.
    pub namespace: String,
    /// Name.
    pub name: String,
}
