//! The least ClusterRole, and its binding, as YAML for `kubectl apply -f -`.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::rbac::v1::{self, ClusterRole, ClusterRoleBinding, PolicyRule, RoleRef};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::model::observed::RESOURCES;

/// The name of the role and of its binding.
const NAME: &str = "carbon";

/// The API group of roles, role references and users.
const GROUP: &str = "rbac.authorization.k8s.io";

/// What discovery asks for. A cluster gives it to whoever is logged in, unless somebody took `system:discovery` away.
const DISCOVERY: [&str; 5] = ["/api", "/api/*", "/apis", "/apis/*", "/version"];

/// Who gets the role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A user, as the API server names it.
    User(String),
    /// A service account.
    ServiceAccount {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
    },
}

/// The role to read the resources (named as kubectl does, or raw: `example.com/v1/widgets`), and its binding to the
/// subjects, if there are any.
pub fn rbac(resources: &BTreeSet<String>, subjects: &BTreeSet<Subject>) -> Result<String, serde_saphyr::ser::Error> {
    let role = serde_saphyr::to_string(&role(resources))?;
    let head = "# The least that the checks need; it only reads.\n";
    if subjects.is_empty() {
        let hint = "# Nobody has it yet: --user NAME and --serviceaccount NAMESPACE/NAME add a ClusterRoleBinding.\n";
        return Ok(format!("{head}{hint}{role}"));
    }
    let binding = serde_saphyr::to_string(&binding(subjects))?;
    Ok(format!("{head}{role}---\n{binding}"))
}

fn role(resources: &BTreeSet<String>) -> ClusterRole {
    let mut by_group: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (group, plural) in resources.iter().filter_map(|it| place(it)) {
        by_group.entry(group).or_default().insert(plural);
    }
    let mut rules: Vec<PolicyRule> = by_group
        .into_iter()
        .map(|(group, plurals)| PolicyRule {
            api_groups: Some(vec![group.to_owned()]),
            resources: Some(plurals.into_iter().map(str::to_owned).collect()),
            verbs: texts(&["get", "list"]),
            ..PolicyRule::default()
        })
        .collect();
    rules.push(PolicyRule {
        non_resource_urls: Some(texts(&DISCOVERY)),
        verbs: texts(&["get"]),
        ..PolicyRule::default()
    });
    ClusterRole { metadata: named(), rules: Some(rules), ..ClusterRole::default() }
}

/// The API group and the plural of a resource; none if the name is neither in the table nor raw.
fn place(name: &str) -> Option<(&str, &str)> {
    if let Some(known) = RESOURCES.iter().find(|it| it.name == name) {
        return Some((known.group, name.split('.').next()?));
    }
    let parts: Vec<&str> = name.split('/').collect();
    let (group, plural) = match parts.as_slice() {
        [_version, plural] => ("", *plural),
        [group, _version, plural] => (*group, *plural),
        _ => return None,
    };
    // Neither is `*`: a role that asks for everything is never the least.
    let is_name = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    (!plural.is_empty() && is_name(group) && is_name(plural)).then_some((group, plural))
}

fn binding(subjects: &BTreeSet<Subject>) -> ClusterRoleBinding {
    let subject = |it: &Subject| match it {
        Subject::User(name) => v1::Subject {
            api_group: Some(GROUP.to_owned()),
            kind: "User".to_owned(),
            name: name.clone(),
            ..v1::Subject::default()
        },
        Subject::ServiceAccount { namespace, name } => v1::Subject {
            kind: "ServiceAccount".to_owned(),
            name: name.clone(),
            namespace: Some(namespace.clone()),
            ..v1::Subject::default()
        },
    };
    ClusterRoleBinding {
        metadata: named(),
        role_ref: RoleRef { api_group: Some(GROUP.to_owned()), kind: "ClusterRole".to_owned(), name: NAME.to_owned() },
        subjects: Some(subjects.iter().map(subject).collect()),
    }
}

fn named() -> ObjectMeta {
    ObjectMeta { name: Some(NAME.to_owned()), ..ObjectMeta::default() }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|it| (*it).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn resources_are_grouped_and_sorted_and_bound_to_the_subjects() {
        let resources = set(&["statefulsets.apps", "pods", "example.com/v1/widgets", "deployments.apps", "nodes"]);
        let account = Subject::ServiceAccount { namespace: "tools".into(), name: "carbon".into() };
        let text = rbac(&resources, &BTreeSet::from([account, Subject::User("eve".into())])).unwrap();
        insta::assert_snapshot!(text, @r#"
        # The least that the checks need; it only reads.
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: carbon
        rules:
        - apiGroups:
          - ""
          resources:
          - nodes
          - pods
          verbs:
          - get
          - list
        - apiGroups:
          - apps
          resources:
          - deployments
          - statefulsets
          verbs:
          - get
          - list
        - apiGroups:
          - example.com
          resources:
          - widgets
          verbs:
          - get
          - list
        - nonResourceURLs:
          - /api
          - /api/*
          - /apis
          - /apis/*
          - /version
          verbs:
          - get
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: carbon
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: ClusterRole
          name: carbon
        subjects:
        - apiGroup: rbac.authorization.k8s.io
          kind: User
          name: eve
        - kind: ServiceAccount
          name: carbon
          namespace: tools
        "#);
    }

    #[test]
    fn names_that_yaml_would_misread_come_back_as_they_are() {
        for name in ["null", "1e3", "a: b", "- x", "eve\n---\nkind: Pod", "#", "oidc:eve@example.com", "\u{1b}[31m"] {
            let text = serde_saphyr::to_string(&binding(&BTreeSet::from([Subject::User(name.into())]))).unwrap();
            let back: ClusterRoleBinding = serde_saphyr::from_str(&text).unwrap();
            assert_eq!(back.subjects.unwrap()[0].name, name, "{text}");
            assert!(!text.contains('\u{1b}'));
        }
    }

    #[test]
    fn every_resource_has_its_place() {
        for resource in RESOURCES {
            let (group, plural) = place(resource.name).unwrap();
            let name = if group.is_empty() { plural.to_owned() } else { format!("{plural}.{group}") };
            assert_eq!((group, name.as_str()), (resource.group, resource.name));
        }
        assert_eq!(place("v1/widgets"), Some(("", "widgets")));
        for name in ["widgets", "widgets.example.com", "a/b/c/d", "*/v1/*", "example.com/v1/", ""] {
            assert_eq!(place(name), None, "{name}");
        }
    }
}
