//! Metadata: only known annotations stay.

use super::scrub;
use super::wire::meta as wire;
use crate::model::observed::{Condition, Conditions, Meta, OwnerReference};
use crate::model::verdict::Origin;

/// Metadata of an object.
pub(super) fn meta(wire: wire::Meta, origin: Origin) -> Meta {
    let name = if wire.name.is_empty() { wire.generate_name } else { wire.name };
    Meta {
        namespace: wire.namespace,
        name,
        labels: wire.labels,
        annotations: annotations(wire.annotations),
        owner: owner(wire.owner_references),
        created: wire.creation_timestamp,
        deleted: wire.deletion_timestamp,
        generation: wire.generation,
        origin,
    }
}

/// The annotations that carbon may keep, scrubbed of credentials.
pub(super) fn annotations(
    all: std::collections::BTreeMap<String, String>,
) -> std::collections::BTreeMap<String, String> {
    all.into_iter()
        .filter(|(key, _)| scrub::known_annotation(key))
        .map(|(key, value)| (key, scrub::scrub(&value)))
        .collect()
}

/// The controlling owner; an only owner that is not marked as controller counts as well.
fn owner(references: Vec<wire::OwnerReference>) -> Option<OwnerReference> {
    let position = references.iter().position(|owner| owner.controller).or((references.len() == 1).then_some(0))?;
    let owner = references.into_iter().nth(position)?;
    let group = owner.api_version.split_once('/').map_or(String::new(), |(group, _)| group.to_owned());
    Some(OwnerReference { group, kind: owner.kind, name: owner.name })
}

/// Status conditions.
pub(super) fn conditions(wire: Vec<wire::Condition>) -> Conditions {
    let condition = |condition: wire::Condition| Condition {
        kind: condition.kind,
        status: condition.status,
        reason: condition.reason,
        since: condition.last_transition_time,
    };
    Conditions(wire.into_iter().map(condition).collect())
}
