//! Roles and bindings.

use super::wire::rbac as wire;
use crate::model::observed::Meta;
use crate::model::observed::rbac::{Binding, Role, Rule, Subject};

/// A Role or ClusterRole.
pub(super) fn role(wire: wire::Role, _: &Meta) -> Role {
    let rule = |it: wire::Rule| Rule {
        groups: it.api_groups,
        resources: it.resources,
        verbs: it.verbs,
        names: it.resource_names,
    };
    Role {
        // A rule without resources is about URLs (`nonResourceURLs`).
        rules: wire.rules.into_iter().filter(|it| !it.resources.is_empty()).map(rule).collect(),
        aggregates: wire.aggregation_rule.cluster_role_selectors,
    }
}

/// A RoleBinding or ClusterRoleBinding.
pub(super) fn binding(wire: wire::Binding, meta: &Meta) -> Binding {
    let subject = |it: wire::Subject| {
        let own = it.kind == "ServiceAccount" && it.namespace.is_empty();
        let namespace = if own { meta.namespace.clone() } else { it.namespace };
        Subject { kind: it.kind, namespace, name: it.name }
    };
    Binding {
        role_kind: wire.role_ref.kind,
        role_name: wire.role_ref.name,
        subjects: wire.subjects.into_iter().map(subject).collect(),
    }
}
