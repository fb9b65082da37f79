//! What the server serves: aggregated where it offers that, group by group where it does not.
//!
//! A group whose own server is down is not a group that does not exist: either form of discovery tells the two apart
//! (`freshness: Stale`, or 503 below the group).

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{APIGroupList, APIResourceList, APIVersions};
use kube::core::Version;
use kube::core::discovery::v2::{ACCEPT_AGGREGATED_DISCOVERY_V2, APIGroupDiscovery, APIGroupDiscoveryList};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::reader::Reader;
use crate::net::kube::Failure;

/// What the server serves, as far as it was asked.
#[derive(Debug, Default)]
pub(super) struct Discovery {
    groups: BTreeMap<String, Group>,
    /// Why the list of groups, without the core, could not be read.
    groups_failed: Option<Failure>,
}

/// A group, by version.
type Group = BTreeMap<String, Result<Kinds, Failure>>;

/// The kinds of a group version, by plural.
type Kinds = BTreeMap<String, Kind>;

/// A kind that can be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) kind: String,
    pub(super) namespaced: bool,
}

impl Discovery {
    /// The version under which a resource is served, of several the one that Kubernetes prefers; `None` = it is not.
    ///
    /// # Errors
    /// When a version that could not be looked at may serve it, or only another than the wanted one does.
    pub(super) fn find(
        &self,
        group: &str,
        wanted: Option<&str>,
        plural: &str,
    ) -> Result<Option<(&str, &Kind)>, Failure> {
        let Some(versions) = self.groups.get(group) else {
            return match &self.groups_failed {
                // Every API server serves the core.
                _ if group.is_empty() => Err(Failure::Garbled("/api names no version of the core".to_owned())),
                Some(failure) => Err(failure.clone()),
                None => Ok(None),
            };
        };
        let serving = versions.iter().filter_map(|(version, kinds)| {
            let kind = kinds.as_ref().ok()?.get(plural)?;
            Some((version.as_str(), kind))
        });
        let best = match wanted {
            Some(wanted) => serving.clone().find(|(version, _)| *version == wanted),
            None => serving.clone().max_by_key(|(version, _)| Version::parse(version).priority()),
        };
        let other = serving.map(|(version, _)| version).next();
        let unseen = versions.values().find_map(|it| it.as_ref().err());
        match (best, other, unseen) {
            (Some(found), _, _) => Ok(Some(found)),
            (None, Some(other), _) => Err(Failure::Unavailable {
                status: 404,
                message: format!(": it has {plural} of {group}/{other} only"),
                retry_after: None,
            }),
            (None, None, Some(failure)) => Err(failure.clone()),
            (None, None, None) => Ok(None),
        }
    }
}

/// Asks what the server serves of these groups.
///
/// # Errors
/// When every other request would fail in the same way.
pub(super) async fn read(reader: &Reader<'_>, groups: &BTreeSet<String>) -> Result<Discovery, Failure> {
    let mut discovery = Discovery::default();
    match root::<APIVersions>(reader, "/api").await {
        Ok(Root::Aggregated(list)) => discovery.groups.extend(list.into_iter().map(group)),
        Ok(Root::Plain(versions)) => {
            let mut core = Group::new();
            for version in versions.versions {
                core.insert(version.clone(), kinds(reader, &format!("/api/{version}")).await?);
            }
            if !core.is_empty() {
                discovery.groups.insert(String::new(), core);
            }
        }
        Err(fatal) if fatal.is_fatal() => return Err(fatal),
        Err(failure) => {
            discovery.groups.insert(String::new(), Group::from([("v1".to_owned(), Err(failure))]));
        }
    }
    if groups.iter().all(String::is_empty) {
        return Ok(discovery);
    }
    let none = || Failure::Garbled("/apis names no group".to_owned());
    match root::<APIGroupList>(reader, "/apis").await {
        // Every API server serves some: an answer without is none.
        Ok(Root::Aggregated(list)) if list.is_empty() => discovery.groups_failed = Some(none()),
        Ok(Root::Plain(list)) if list.groups.is_empty() => discovery.groups_failed = Some(none()),
        Ok(Root::Aggregated(list)) => discovery.groups.extend(list.into_iter().map(group)),
        Ok(Root::Plain(list)) => {
            for found in list.groups.into_iter().filter(|it| groups.contains(&it.name)) {
                let mut versions = Group::new();
                for version in found.versions {
                    let path = format!("/apis/{}", version.group_version);
                    versions.insert(version.version, kinds(reader, &path).await?);
                }
                discovery.groups.insert(found.name, versions);
            }
        }
        Err(fatal) if fatal.is_fatal() => return Err(fatal),
        Err(failure) => discovery.groups_failed = Some(failure),
    }
    Ok(discovery)
}

/// An answer at the root: the form that was asked for, or the one that older servers know.
enum Root<T> {
    Aggregated(Vec<APIGroupDiscovery>),
    Plain(T),
}

/// Every answer says what it is.
#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    kind: String,
}

async fn root<T: DeserializeOwned>(reader: &Reader<'_>, path: &str) -> Result<Root<T>, Failure> {
    let body = reader.get(path, ACCEPT_AGGREGATED_DISCOVERY_V2).await?;
    match decode::<Typed>(&body)?.kind.as_str() {
        "APIGroupDiscoveryList" => Ok(Root::Aggregated(decode::<APIGroupDiscoveryList>(&body)?.items)),
        "APIGroupList" if path == "/apis" => Ok(Root::Plain(decode(&body)?)),
        "APIVersions" if path == "/api" => Ok(Root::Plain(decode(&body)?)),
        other => Err(Failure::Garbled(format!("{path} is of kind `{other}`"))),
    }
}

/// The kinds of one group version. That it is not there although it was named is no knowledge of what it serves.
async fn kinds(reader: &Reader<'_>, path: &str) -> Result<Result<Kinds, Failure>, Failure> {
    let answer = match reader.get(path, "application/json").await {
        Err(fatal) if fatal.is_fatal() => return Err(fatal),
        Err(failure) => return Ok(Err(failure)),
        Ok(body) => resources(path, &body),
    };
    Ok(answer.map(|list| {
        let listed = list.resources.into_iter().filter(|it| it.verbs.iter().any(|verb| verb == "list"));
        let kinds = listed.map(|it| (it.name, Kind { kind: it.kind, namespaced: it.namespaced }));
        kinds.collect()
    }))
}

fn resources(path: &str, body: &[u8]) -> Result<APIResourceList, Failure> {
    // The library takes a list that is missing for an empty one.
    match decode::<Typed>(body)?.kind.as_str() {
        "APIResourceList" => decode(body),
        other => Err(Failure::Garbled(format!("{path} is of kind `{other}`"))),
    }
}

/// A group of the aggregated form.
fn group(found: APIGroupDiscovery) -> (String, Group) {
    let versions = found.versions.into_iter().map(|version| {
        let stale = version.freshness.as_deref() == Some("Stale");
        let listed = version.resources.into_iter().filter(|it| it.verbs.iter().any(|verb| verb == "list"));
        let kinds = listed.filter_map(|it| {
            let namespaced = it.scope.as_deref() == Some("Namespaced");
            Some((it.resource?, Kind { kind: it.response_kind?.kind?, namespaced }))
        });
        let kinds = match stale {
            true => Err(Failure::Unavailable {
                status: 503,
                message: ": the server behind this group does not answer".to_owned(),
                retry_after: None,
            }),
            false => Ok(kinds.collect()),
        };
        (version.version.unwrap_or_default(), kinds)
    });
    (found.metadata.and_then(|it| it.name).unwrap_or_default(), versions.collect())
}

fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|why| Failure::Garbled(why.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn discovery(list: &str) -> Discovery {
        let list: APIGroupDiscoveryList = serde_json::from_str(list).unwrap();
        Discovery { groups: list.items.into_iter().map(group).collect(), groups_failed: None }
    }

    fn version(name: &str, freshness: &str, plurals: &[&str]) -> String {
        let resources = plurals.iter().map(|it| {
            format!(
                r#"{{"resource":"{it}","scope":"Namespaced","verbs":["list","get"],"responseKind":{{"kind":"Thing"}}}}"#
            )
        });
        let resources = resources.collect::<Vec<_>>().join(",");
        format!(r#"{{"version":"{name}","freshness":"{freshness}","resources":[{resources}]}}"#)
    }

    fn one(versions: &[String]) -> Discovery {
        discovery(&format!(r#"{{"items":[{{"metadata":{{"name":"a.io"}},"versions":[{}]}}]}}"#, versions.join(",")))
    }

    #[test]
    fn the_preferred_version_is_the_most_stable_that_serves_the_resource() {
        let served = one(&[version("v1beta1", "Current", &["as", "bs"]), version("v1", "Current", &["as"])]);
        assert_eq!(served.find("a.io", None, "as").unwrap().unwrap().0, "v1");
        assert_eq!(served.find("a.io", None, "bs").unwrap().unwrap().0, "v1beta1");
        assert_eq!(served.find("a.io", Some("v1beta1"), "as").unwrap().unwrap().0, "v1beta1");
    }

    #[test]
    fn what_is_not_served_is_known_not_to_be() {
        let served = one(&[version("v1", "Current", &["as"])]);
        assert_eq!(served.find("a.io", None, "cs"), Ok(None));
        assert_eq!(served.find("other.io", None, "as"), Ok(None));
    }

    #[test]
    fn a_stale_version_is_one_that_nobody_could_look_at() {
        let served = one(&[version("v1", "Stale", &[])]);
        assert!(matches!(served.find("a.io", None, "as"), Err(Failure::Unavailable { status: 503, .. })));
    }

    #[test]
    fn another_version_than_the_named_one_is_not_none() {
        let served = one(&[version("v1", "Current", &["as"])]);
        let said = served.find("a.io", Some("v2"), "as").unwrap_err().to_string();
        assert!(said.contains("a.io/v1 only"), "{said}");
    }

    #[test]
    fn groups_that_could_not_be_listed_are_not_absent() {
        let failed = Discovery { groups: BTreeMap::new(), groups_failed: Some(Failure::TimedOut) };
        assert_eq!(failed.find("a.io", None, "as"), Err(Failure::TimedOut));
    }
}
