//! What is to be listed: a resource as it is wanted, and where the server has it.

use std::collections::BTreeSet;

use super::discovery::{Discovery, Kind};
use crate::net::kube::Failure;

/// A list to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// As it is wanted: `deployments.apps`, or raw `example.com/v1/widgets`.
    pub(super) name: String,
    /// API group; empty for the core group.
    pub(super) group: String,
    /// Version, as the server has it.
    pub(super) version: String,
    /// Plural.
    pub(super) plural: String,
    /// Kind.
    pub(super) kind: String,
    /// Its objects live in namespaces.
    pub(super) namespaced: bool,
}

impl Target {
    /// The path of the list, in the whole cluster or in a namespace.
    pub(super) fn path(&self, namespace: Option<&str>) -> String {
        let root = match self.group.as_str() {
            "" => format!("/api/{}", self.version),
            group => format!("/apis/{group}/{}", self.version),
        };
        match namespace.filter(|it| !it.is_empty()) {
            Some(namespace) => format!("{root}/namespaces/{namespace}/{}", self.plural),
            None => format!("{root}/{}", self.plural),
        }
    }

    /// `apps/v1`.
    pub(super) fn api_version(&self) -> String {
        match self.group.as_str() {
            "" => self.version.clone(),
            group => format!("{group}/{}", self.version),
        }
    }

    /// Its objects are kept as they are.
    pub(super) fn is_raw(&self) -> bool {
        is_raw(&self.name)
    }
}

/// A raw resource names its version, others leave it to the server.
pub(super) fn is_raw(name: &str) -> bool {
    name.contains('/')
}

/// A resource as it is wanted, taken apart: group, version if it names one, plural.
fn parts(name: &str) -> (&str, Option<&str>, &str) {
    let mut parts = name.rsplitn(3, '/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(plural), Some(version), group) => (group.unwrap_or_default(), Some(version), plural),
        _ => name.split_once('.').map_or(("", None, name), |(plural, group)| (group, None, plural)),
    }
}

/// The groups in which the wanted resources are.
pub(super) fn groups(wants: &BTreeSet<String>) -> BTreeSet<String> {
    wants.iter().map(|it| parts(it).0.to_owned()).collect()
}

/// Where the server has a resource; `None` = it does not serve it.
///
/// # Errors
/// When the server cannot tell, or serves it in another version than the one that is named.
pub(super) fn find(name: &str, discovery: &Discovery) -> Result<Option<Target>, Failure> {
    let (group, version, plural) = parts(name);
    let found = discovery.find(group, version, plural)?;
    Ok(found.map(|(version, Kind { kind, namespaced })| Target {
        name: name.to_owned(),
        group: group.to_owned(),
        version: version.to_owned(),
        plural: plural.to_owned(),
        kind: kind.clone(),
        namespaced: *namespaced,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_is_taken_apart_as_it_is_spelled() {
        assert_eq!(parts("pods"), ("", None, "pods"));
        assert_eq!(parts("deployments.apps"), ("apps", None, "deployments"));
        assert_eq!(parts("clusters.postgresql.cnpg.io"), ("postgresql.cnpg.io", None, "clusters"));
        assert_eq!(parts("v1/endpoints"), ("", Some("v1"), "endpoints"));
        assert_eq!(parts("example.com/v1/widgets"), ("example.com", Some("v1"), "widgets"));
    }

    #[test]
    fn a_list_is_where_its_group_is() {
        let target = |group: &str| Target {
            name: "x".into(),
            group: group.into(),
            version: "v1".into(),
            plural: "things".into(),
            kind: "Thing".into(),
            namespaced: true,
        };
        assert_eq!(target("").path(None), "/api/v1/things");
        assert_eq!(target("a.io").path(Some("n")), "/apis/a.io/v1/namespaces/n/things");
        assert_eq!(target("a.io").api_version(), "a.io/v1");
    }
}
