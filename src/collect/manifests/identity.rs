//! What makes two objects the same one.

use std::fmt;

use serde_json::Value;

/// Group, kind, namespace and name. The version does not count: a server has one object under all its versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// Empty for the core group.
    pub group: String,
    /// As Kubernetes spells it.
    pub kind: String,
    /// Empty if none is given.
    pub namespace: String,
    /// Never empty.
    pub name: String,
}

impl Identity {
    /// The identity of an object; none if the server is to make up its name.
    pub fn of(object: &Value) -> Option<Self> {
        let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let name = text("/metadata/name");
        let identity = || Self {
            group: group(&text("/apiVersion")).to_owned(),
            kind: text("/kind"),
            namespace: text("/metadata/namespace"),
            name: name.clone(),
        };
        (!name.is_empty()).then(identity)
    }
}

/// The group of an `apiVersion`; empty for the core group.
pub(super) fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}

impl fmt::Display for Identity {
    /// `Kind[.group]/[namespace/]name`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        for (separator, part) in [('.', &self.group), ('/', &self.namespace), ('/', &self.name)] {
            if !part.is_empty() {
                write!(f, "{separator}{part}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_version_does_not_count_and_the_group_does() {
        let of = |version: &str| {
            Identity::of(
                &json!({"apiVersion": version, "kind": "Ingress", "metadata": {"name": "a", "namespace": "n"}}),
            )
        };
        assert_eq!(of("networking.k8s.io/v1"), of("networking.k8s.io/v1beta1"));
        assert_ne!(of("networking.k8s.io/v1"), of("v1"));
        assert_eq!(of("networking.k8s.io/v1").map(|it| it.to_string()), Some("Ingress.networking.k8s.io/n/a".into()));
    }

    #[test]
    fn a_generated_name_is_no_identity() {
        let job = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"generateName": "a-"}});
        assert_eq!(Identity::of(&job), None);
    }
}
