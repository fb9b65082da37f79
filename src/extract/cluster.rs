//! Nodes, namespaces, API services, priority classes.

use super::meta::conditions;
use super::wire::cluster as wire;
use crate::model::observed::Meta;
use crate::model::observed::cluster::{ApiService, Namespace, Node, NodeStatus, PriorityClass, Taint};

pub(super) fn node(wire: wire::Node, _: &Meta) -> Node {
    let status = wire.status;
    let seen = !status.conditions.is_empty() || !status.node_info.kubelet_version.is_empty();
    let taint = |it: wire::Taint| Taint { key: it.key, value: it.value, effect: it.effect };
    Node {
        unschedulable: wire.spec.unschedulable,
        taints: wire.spec.taints.into_iter().map(taint).collect(),
        provider_id: wire.spec.provider_id,
        status: seen.then(|| NodeStatus {
            conditions: conditions(status.conditions),
            allocatable: status.allocatable,
            kubelet_version: status.node_info.kubelet_version,
            runtime: status.node_info.container_runtime_version,
            os_image: status.node_info.os_image,
            addresses: status.addresses.into_iter().map(|it| it.address).collect(),
        }),
    }
}

pub(super) fn namespace(wire: wire::Namespace, _: &Meta) -> Namespace {
    Namespace { phase: wire.status.phase }
}

pub(super) fn api_service(wire: wire::ApiService, _: &Meta) -> ApiService {
    ApiService {
        group: wire.spec.group,
        version: wire.spec.version,
        service: wire.spec.service.map(|it| format!("{}/{}", it.namespace, it.name)),
        conditions: wire.status.map(|it| conditions(it.conditions)).filter(|it| !it.0.is_empty()),
    }
}

pub(super) fn priority_class(wire: wire::PriorityClass, _: &Meta) -> PriorityClass {
    PriorityClass { value: wire.value }
}
