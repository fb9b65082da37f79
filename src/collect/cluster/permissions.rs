//! What one may list in a namespace, as the server tells it of oneself.

use k8s_openapi::api::authorization::v1::{ResourceRule, SelfSubjectRulesReview};
use serde_json::json;

use super::targets::Target;
use super::{Failure, Reader};

/// What one may do in a namespace.
#[derive(Debug)]
pub(super) struct Rights {
    /// Some of the authorizers cannot tell beforehand.
    incomplete: bool,
    rules: Vec<ResourceRule>,
}

impl Rights {
    /// It is worth asking for this list.
    pub(super) fn may_list(&self, target: &Target) -> bool {
        let has = |list: &Option<Vec<String>>, wanted: &str| list.iter().flatten().any(|it| it == "*" || it == wanted);
        let allows = |rule: &ResourceRule| {
            // Single objects by name are no list.
            let named = rule.resource_names.as_ref().is_some_and(|it| !it.is_empty());
            let verb = rule.verbs.iter().any(|it| it == "*" || it == "list");
            !named && verb && has(&rule.api_groups, &target.group) && has(&rule.resources, &target.plural)
        };
        self.incomplete || self.rules.iter().any(allows)
    }
}

/// Asks what one may do in a namespace.
pub(super) async fn read(reader: &Reader<'_>, namespace: &str) -> Result<Rights, Failure> {
    let question = json!({
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectRulesReview",
        "spec": {"namespace": namespace},
    });
    let path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
    let body = reader.review(path, &question.to_string()).await?;
    let review: SelfSubjectRulesReview =
        serde_json::from_slice(&body).map_err(|why| Failure::Garbled(why.to_string()))?;
    let status = review.status.ok_or_else(|| Failure::Garbled("a review without an answer".to_owned()))?;
    Ok(Rights { incomplete: status.incomplete, rules: status.resource_rules })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(group: &str, plural: &str) -> Target {
        Target {
            name: plural.into(),
            group: group.into(),
            version: "v1".into(),
            plural: plural.into(),
            kind: "Thing".into(),
            namespaced: true,
        }
    }

    fn rights(rules: serde_json::Value, incomplete: bool) -> Rights {
        Rights { incomplete, rules: serde_json::from_value(rules).unwrap() }
    }

    #[test]
    fn a_list_takes_group_resource_and_verb_and_no_names() {
        let one = json!([{"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get", "list"]}]);
        assert!(rights(one.clone(), false).may_list(&target("apps", "deployments")));
        assert!(!rights(one.clone(), false).may_list(&target("", "deployments")));
        assert!(!rights(one, false).may_list(&target("apps", "statefulsets")));
        let every = json!([{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]);
        assert!(rights(every, false).may_list(&target("a.io", "things")));
        let get = json!([{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]);
        assert!(!rights(get, false).may_list(&target("", "pods")));
        let named = json!([{"apiGroups": [""], "resources": ["pods"], "verbs": ["list"], "resourceNames": ["a"]}]);
        assert!(!rights(named, false).may_list(&target("", "pods")));
    }

    #[test]
    fn where_the_server_cannot_tell_the_list_itself_is_asked() {
        assert!(rights(json!([]), true).may_list(&target("", "pods")));
    }
}
