//! What every object has: metadata and conditions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::listing::Namespaced;
use crate::model::time::Time;
use crate::model::verdict::Origin;

/// An object: its metadata and what carbon keeps of the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Object<T> {
    /// Metadata.
    pub meta: Meta,
    /// What is kept of spec and status.
    pub body: T,
}

/// The metadata that carbon keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Namespace; empty if cluster-scoped.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Labels.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Annotations, only those on the list of known ones.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
    /// The controlling owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OwnerReference>,
    /// Creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Time>,
    /// Deletion has been asked for, at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Time>,
    /// Generation of the spec; 0 if never stored by a server.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub generation: i64,
    /// Where it was read.
    pub origin: Origin,
}

fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// The object that controls another one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnerReference {
    /// API group of the owner; empty for the core group.
    pub group: String,
    /// Kind.
    pub kind: String,
    /// Name, in the same namespace (or cluster-scoped).
    pub name: String,
}

/// A status condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// Type, e.g. `Ready`.
    pub kind: String,
    /// `True`, `False` or `Unknown`.
    pub status: String,
    /// Machine-readable reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Time>,
}

/// Conditions with a look-up.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Conditions(pub Vec<Condition>);

impl Conditions {
    /// The condition of a type.
    pub fn get(&self, kind: &str) -> Option<&Condition> {
        self.0.iter().find(|condition| condition.kind == kind)
    }

    /// True if the condition is there and `True`.
    pub fn is_true(&self, kind: &str) -> bool {
        self.get(kind).is_some_and(|condition| condition.status == "True")
    }
}

impl Meta {
    /// What objects of one kind are sorted by.
    pub fn key(&self) -> (&str, &str) {
        (&self.namespace, &self.name)
    }

    /// `KIND[.GROUP]/namespace/name`, the subject of verdicts about this object.
    pub fn subject(&self, kind: &str, group: &str) -> String {
        let kind = match group {
            "" | "apps" | "batch" | "policy" | "autoscaling" => kind.to_owned(),
            builtin
                if builtin.ends_with(".k8s.io")
                    && !builtin.starts_with("gateway.")
                    && !builtin.starts_with("snapshot.") =>
            {
                kind.to_owned()
            }
            other => format!("{kind}.{other}"),
        };
        match self.namespace.as_str() {
            "" => format!("{kind}/{}", self.name),
            namespace => format!("{kind}/{namespace}/{}", self.name),
        }
    }

    /// A label's value.
    pub fn label(&self, key: &str) -> Option<&str> {
        self.labels.get(key).map(String::as_str)
    }

    /// A known annotation's value.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.annotations.get(key).map(String::as_str)
    }
}

impl<T> Namespaced for Object<T> {
    fn namespace(&self) -> &str {
        &self.meta.namespace
    }
}
