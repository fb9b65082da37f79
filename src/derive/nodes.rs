//! Nodes.

use super::{World, status};
use crate::model::facts::cluster::Node;
use crate::model::known::{Ignorance, Known};
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::cluster::{self as observed, NodeStatus, Taint};
use crate::model::quantity::Quantity;

/// Labels that mark a node of the control plane; k3s and older kubeadm say `master`.
pub(super) const CONTROL_PLANE: [&str; 2] = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];

/// Conditions that report trouble when true.
const PRESSURES: [&str; 4] = ["MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable"];

/// Nodes.
pub(super) fn nodes(world: &World<'_>) -> Listing<Node> {
    world.observed.nodes.carry(|it| node(world, it))
}

fn node(world: &World<'_>, it: &Object<observed::Node>) -> Node {
    let meta = &it.meta;
    let status: Result<&NodeStatus, Ignorance> =
        it.body.status.as_ref().ok_or_else(|| status::missing(world.observed.source.kind, "nodes"));
    let allocatable = |resource: &str, read: fn(&Quantity) -> Option<i64>| -> Known<i64> {
        let read = |status: &NodeStatus| {
            status.allocatable.get(resource).and_then(|text| read(&Quantity::from(text.as_str())))
        };
        let amount = status.clone().and_then(|it| {
            read(it).ok_or_else(|| Ignorance::undetermined("nodes", format!("no allocatable {resource}")))
        });
        amount.into()
    };
    Node {
        subject: meta.subject("Node", ""),
        origin: meta.origin.clone(),
        name: meta.name.clone(),
        roles: meta
            .labels
            .keys()
            .filter_map(|key| key.strip_prefix("node-role.kubernetes.io/"))
            .map(str::to_owned)
            .collect(),
        control_plane: is_control_plane(it),
        zone: meta.label("topology.kubernetes.io/zone").unwrap_or_default().to_owned(),
        schedulable: !it.body.unschedulable,
        taints: it.body.taints.iter().map(taint).collect(),
        ready: status.clone().map(|it| it.conditions.is_true("Ready")).into(),
        pressures: status
            .clone()
            .map(|it| {
                PRESSURES.iter().filter(|kind| it.conditions.is_true(kind)).map(|&kind| kind.to_owned()).collect()
            })
            .into(),
        kubelet_version: status.clone().map(|it| it.kubelet_version.clone()).into(),
        cpu_milli: allocatable("cpu", Quantity::milli),
        memory_bytes: allocatable("memory", Quantity::units),
        max_pods: allocatable("pods", Quantity::units),
    }
}

/// True if the node runs the control plane.
pub(super) fn is_control_plane(it: &Object<observed::Node>) -> bool {
    CONTROL_PLANE.iter().any(|label| it.meta.labels.contains_key(*label))
}

fn taint(it: &Taint) -> String {
    match it.value.as_str() {
        "" => format!("{}:{}", it.key, it.effect),
        value => format!("{}={value}:{}", it.key, it.effect),
    }
}
