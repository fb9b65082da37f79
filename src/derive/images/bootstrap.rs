//! What a registry in the cluster needs before it can serve: to pull that from the registry itself would be a circle
//! that nobody leaves after a cold start.

use crate::derive::{World, is_system_namespace, registries, role};
use crate::model::known::Ignorance;
use crate::model::observed::Meta;
use crate::model::observed::pod::PodTemplate;

/// Network, storage, ingress, certificates, names, backup: by the namespaces that their charts are installed into.
const NAMESPACES: [&str; 20] = [
    "capsule-system",
    "cert-manager",
    "cilium",
    "democratic-csi",
    "envoy-gateway-system",
    "ingress-nginx",
    "istio-ingress",
    "istio-system",
    "kube-vip",
    "longhorn-system",
    "mayastor",
    "metallb",
    "openebs",
    "projectcontour",
    "rook-ceph",
    "rook-ceph-system",
    "topolvm-system",
    "traefik",
    "velero",
    "vmware-system-csi",
];

/// The same by what their pods call themselves.
const NAMES: [&str; 17] = [
    "calico-node",
    "cert-manager",
    "cilium",
    "cilium-operator",
    "contour",
    "coredns",
    "envoy-gateway",
    "ingress-nginx",
    "kube-dns",
    "kube-vip",
    "longhorn",
    "longhorn-manager",
    "metallb",
    "rook-ceph-operator",
    "topolvm",
    "traefik",
    "velero",
];

/// True if the registry needs it. Unknown where the registry itself may not have been seen.
pub(super) fn is_bootstrap(world: &World<'_>, meta: &Meta, template: &PodTemplate) -> Result<bool, Ignorance> {
    let namespace = meta.namespace.as_str();
    let by_name = ["app.kubernetes.io/name", "app.kubernetes.io/part-of", "k8s-app", "app"];
    let named = by_name.iter().filter_map(|key| template.labels.get(*key)).any(|it| NAMES.contains(&it.as_str()));
    if is_system_namespace(namespace) || NAMESPACES.contains(&namespace) || named || is_storage_driver(template) {
        return Ok(true);
    }
    let by_image = |image: &str| matches!(role::by_image(image), Some("registry" | "ingress-controller" | "backup"));
    if template.containers.iter().any(|it| by_image(&it.image)) {
        return Ok(true);
    }
    registries::is_home(world, namespace)
}

/// A CSI driver brings the sidecars of the Kubernetes project along, whatever it is called.
fn is_storage_driver(template: &PodTemplate) -> bool {
    let repositories = || template.containers.iter().map(|it| role::repository(&it.image));
    repositories().any(|it| it.contains("sig-storage/csi-") || it.contains("longhornio/csi-"))
}
