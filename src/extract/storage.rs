//! Claims, volumes, classes.

use super::wire::storage as wire;
use crate::model::observed::Meta;
use crate::model::observed::storage::{Claim, SnapshotClass, StorageClass, Volume};

pub(super) fn claim(wire: wire::Claim, _: &Meta) -> Claim {
    Claim {
        storage_class: wire.spec.storage_class_name,
        access_modes: wire.spec.access_modes,
        size: wire.spec.resources.requests.storage,
        volume: wire.spec.volume_name,
        phase: wire.status.phase,
    }
}

pub(super) fn volume(wire: wire::Volume, _: &Meta) -> Volume {
    /// The keys of a volume's spec that are no source.
    const NO_SOURCE: [&str; 3] = ["accessModes", "mountOptions", "volumeMode"];
    let spec = wire.spec;
    let other = || spec.rest.keys().find(|key| !NO_SOURCE.contains(&key.as_str())).cloned();
    let source = if spec.csi.is_some() { Some("csi".to_owned()) } else { other() };
    let terms = &spec.node_affinity.required.node_selector_terms;
    let names_host = |term: &wire::NodeSelectorTerm| {
        term.match_expressions.iter().any(|it| it.key == "kubernetes.io/hostname" || it.key.ends_with("/node"))
            || term.match_fields.iter().any(|it| it.key == "metadata.name")
    };
    Volume {
        pinned_to_host: terms.iter().any(names_host) || matches!(source.as_deref(), Some("hostPath" | "local")),
        source: source.unwrap_or_default(),
        driver: spec.csi.map(|it| it.driver).unwrap_or_default(),
        storage_class: spec.storage_class_name,
        claim: spec.claim_ref.map(|it| format!("{}/{}", it.namespace, it.name)).unwrap_or_default(),
        capacity: spec.capacity.storage,
        reclaim: spec.persistent_volume_reclaim_policy,
    }
}

pub(super) fn storage_class(wire: wire::StorageClass, meta: &Meta) -> StorageClass {
    let is_default = |key| meta.annotation(key) == Some("true");
    StorageClass {
        provisioner: wire.provisioner,
        default: is_default("storageclass.kubernetes.io/is-default-class")
            || is_default("storageclass.beta.kubernetes.io/is-default-class"),
        reclaim: wire.reclaim_policy,
    }
}

pub(super) fn snapshot_class(wire: wire::SnapshotClass, _: &Meta) -> SnapshotClass {
    SnapshotClass { driver: wire.driver, deletion: wire.deletion_policy }
}
