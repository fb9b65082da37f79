//! The least ClusterRole, a Role in each namespace of a service that is asked, and their bindings, as YAML for
//! `kubectl apply -f -`.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::rbac::v1::{self, ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef};
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

/// Something that a service takes to be asked, in one namespace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// A port of a Service is forwarded.
    Forward {
        /// Its namespace.
        namespace: String,
        /// Its name.
        service: String,
    },
    /// One Secret is read.
    Secret {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
    },
}

/// The role to read the resources (named as kubectl does, or raw: `example.com/v1/widgets`; names that stand for no
/// resource are left out), those for services, and their bindings to the subjects, if there are any.
pub fn rbac(
    resources: &BTreeSet<String>,
    services: &BTreeSet<Access>,
    subjects: &BTreeSet<Subject>,
) -> Result<String, serde_saphyr::ser::Error> {
    let forwards = services.iter().any(|it| matches!(it, Access::Forward { .. }));
    let mut text = match forwards {
        false => "# The least that the checks need; it only reads.\n".to_owned(),
        true => "# The least that the checks need; it reads, and forwards a port to ask a service.\n".to_owned(),
    };
    if subjects.is_empty() {
        text += "# Nobody has it yet: --user NAME and --serviceaccount NAMESPACE/NAME add a ClusterRoleBinding.\n";
    }
    text += &serde_saphyr::to_string(&role(resources))?;
    if !subjects.is_empty() {
        text += &format!("---\n{}", serde_saphyr::to_string(&binding(subjects))?);
    }
    for (namespace, rules) in by_namespace(services) {
        let role = Role { metadata: named_in(namespace), rules: Some(rules) };
        text += &format!("---\n{}", serde_saphyr::to_string(&role)?);
        if !subjects.is_empty() {
            text += &format!("---\n{}", serde_saphyr::to_string(&binding_in(namespace, subjects))?);
        }
    }
    Ok(text)
}

/// What each namespace has to grant.
fn by_namespace(services: &BTreeSet<Access>) -> BTreeMap<&str, Vec<PolicyRule>> {
    let rule = |group: &str, resource: &str, names: &[&String], verbs: &[&str]| PolicyRule {
        api_groups: Some(texts(&[group])),
        resources: Some(texts(&[resource])),
        resource_names: (!names.is_empty()).then(|| names.iter().map(|it| (*it).clone()).collect()),
        verbs: texts(verbs),
        ..PolicyRule::default()
    };
    let mut rules: BTreeMap<&str, Vec<PolicyRule>> = BTreeMap::new();
    for access in services {
        let (namespace, more) = match access {
            Access::Forward { namespace, service } => (
                namespace,
                vec![
                    rule("", "services", &[service], &["get"]),
                    rule("discovery.k8s.io", "endpointslices", &[], &["list"]),
                    // Over a WebSocket it is a GET, and so the verb of older servers; newer ones want `create` as well.
                    rule("", "pods/portforward", &[], &["create", "get"]),
                ],
            ),
            Access::Secret { namespace, name } => (namespace, vec![rule("", "secrets", &[name], &["get"])]),
        };
        rules.entry(namespace).or_default().extend(more);
    }
    rules
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
    ClusterRoleBinding { metadata: named(), role_ref: role_ref("ClusterRole"), subjects: Some(listed(subjects)) }
}

fn binding_in(namespace: &str, subjects: &BTreeSet<Subject>) -> RoleBinding {
    RoleBinding { metadata: named_in(namespace), role_ref: role_ref("Role"), subjects: Some(listed(subjects)) }
}

fn role_ref(kind: &str) -> RoleRef {
    RoleRef { api_group: Some(GROUP.to_owned()), kind: kind.to_owned(), name: NAME.to_owned() }
}

fn listed(subjects: &BTreeSet<Subject>) -> Vec<v1::Subject> {
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
    subjects.iter().map(subject).collect()
}

fn named() -> ObjectMeta {
    ObjectMeta { name: Some(NAME.to_owned()), ..ObjectMeta::default() }
}

fn named_in(namespace: &str) -> ObjectMeta {
    ObjectMeta { namespace: Some(namespace.to_owned()), ..named() }
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
        let text = rbac(&resources, &BTreeSet::new(), &BTreeSet::from([account, Subject::User("eve".into())])).unwrap();
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
    fn services_get_a_role_in_their_namespace_and_no_right_beyond_it() {
        let (namespace, service) = ("registry".to_owned(), "harbor".to_owned());
        let services = BTreeSet::from([
            Access::Forward { namespace, service },
            Access::Secret { namespace: "tools".into(), name: "robot".into() },
        ]);
        let text = rbac(&set(&["nodes", "harbor"]), &services, &BTreeSet::from([Subject::User("eve".into())])).unwrap();
        let documents: Vec<serde_json::Value> = serde_saphyr::from_multiple(&text).unwrap();
        let kinds: Vec<&str> = documents.iter().map(|it| it["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "Role", "RoleBinding"]);
        let in_cluster = documents[0].to_string();
        assert!(!in_cluster.contains("harbor") && !in_cluster.contains("portforward"), "{in_cluster}");
        let rules = |at: usize| documents[at]["rules"].as_array().unwrap().clone();
        assert_eq!(documents[2]["metadata"]["namespace"], "registry");
        assert_eq!(rules(2)[0]["resourceNames"], serde_json::json!(["harbor"]));
        assert_eq!(rules(2)[2]["resources"], serde_json::json!(["pods/portforward"]));
        assert_eq!((rules(4).len(), &rules(4)[0]["resourceNames"]), (1, &serde_json::json!(["robot"])));
        assert_eq!(documents[5]["roleRef"]["kind"], "Role");
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
        for name in ["harbor", "widgets", "widgets.example.com", "a/b/c/d", "*/v1/*", "example.com/v1/", ""] {
            assert_eq!(place(name), None, "{name}");
        }
    }
}
