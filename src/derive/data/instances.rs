//! The running pods of a database or a store.

use std::collections::BTreeSet;

use crate::derive::{World, status};
use crate::model::known::Ignorance;
use crate::model::observed::Object;
use crate::model::observed::pod::Pod;
use crate::model::observed::workload::Controller;

/// The running pods of one database or store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Instances {
    /// Those that are ready.
    pub(super) ready: i64,
    /// Different nodes under them, ready or not.
    pub(super) nodes: i64,
}

/// Counts the running pods of a namespace that fit.
pub(super) fn instances(
    world: &World<'_>,
    namespace: &str,
    fits: impl Fn(&Object<Pod>) -> bool,
) -> Result<Instances, Ignorance> {
    let mut nodes = BTreeSet::new();
    let mut ready = 0;
    for pod in world.observed.pods.within(namespace)?.filter(|it| fits(it)) {
        let Some(status) = &pod.body.status else { return Err(status::missing(world.observed.source.kind, "pods")) };
        if status.phase == "Running" && pod.meta.deleted.is_none() && !pod.body.node.is_empty() {
            nodes.insert(pod.body.node.as_str());
            ready += i64::from(status.conditions.is_true("Ready"));
        }
    }
    Ok(Instances { ready, nodes: i64::try_from(nodes.len()).unwrap_or(i64::MAX) })
}

/// The pods that these controllers select. Selectors, since the ReplicaSets between need not have been read.
pub(super) fn of_controllers(world: &World<'_>, parts: &[&Object<Controller>]) -> Result<Instances, Ignorance> {
    let Some(first) = parts.first() else { return Ok(Instances::default()) };
    let selects = |pod: &Object<Pod>| {
        parts.iter().any(|it| it.body.selector.as_ref().is_some_and(|it| it.matches(&pod.meta.labels)))
    };
    instances(world, &first.meta.namespace, selects)
}
