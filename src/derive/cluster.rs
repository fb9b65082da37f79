//! The cluster as a whole.

use std::collections::BTreeSet;

use super::lifecycle::{self, Component};
use super::nodes::is_control_plane;
use super::{World, apis, status};
use crate::model::facts::cluster::Cluster;
use crate::model::known::{Ignorance, Known};
use crate::model::observed::Object;
use crate::model::observed::cluster::Node;

/// Distributions by what their nodes carry: a prefix of `providerID` or of a label, or a part of the kubelet's version.
const DISTRIBUTIONS: [(&str, Mark); 13] = [
    ("kind", Mark::Provider("kind://")),
    ("eks", Mark::Label("eks.amazonaws.com/")),
    ("gke", Mark::Label("cloud.google.com/gke-")),
    ("aks", Mark::Label("kubernetes.azure.com/")),
    ("doks", Mark::Label("doks.digitalocean.com/")),
    ("openshift", Mark::Label("node.openshift.io/")),
    ("k3s", Mark::Version("+k3s")),
    ("rke2", Mark::Version("+rke2")),
    ("minikube", Mark::Label("minikube.k8s.io/")),
    ("microk8s", Mark::Label("microk8s.io/")),
    ("talos", Mark::Os("Talos")),
    ("k3d", Mark::Label("k3d.io/")),
    ("kubeadm", Mark::Annotation("kubeadm.alpha.kubernetes.io/")),
];

/// Distributions whose control plane is the provider's business.
const MANAGED: [&str; 4] = ["eks", "gke", "aks", "doks"];

enum Mark {
    Provider(&'static str),
    Label(&'static str),
    Annotation(&'static str),
    Version(&'static str),
    Os(&'static str),
}

impl Mark {
    fn fits(&self, node: &Object<Node>) -> bool {
        let status = node.body.status.as_ref();
        match self {
            Self::Provider(prefix) => node.body.provider_id.starts_with(prefix),
            Self::Label(prefix) => node.meta.labels.keys().any(|key| key.starts_with(prefix)),
            Self::Annotation(prefix) => node.meta.annotations.keys().any(|key| key.starts_with(prefix)),
            Self::Version(part) => status.is_some_and(|it| it.kubelet_version.contains(part)),
            Self::Os(prefix) => status.is_some_and(|it| it.os_image.starts_with(prefix)),
        }
    }
}

/// The cluster.
pub(super) fn cluster(world: &World<'_>) -> Cluster {
    let nodes = world.observed.nodes.all();
    let count = |fits: &dyn Fn(&Object<Node>) -> bool| -> Known<i64> {
        let count = nodes.clone().map(|nodes| nodes.iter().filter(|it| fits(it)).count());
        count.map(|it| i64::try_from(it).unwrap_or(i64::MAX)).into()
    };
    let distribution = nodes.clone().map(distribution);
    Cluster {
        managed: distribution.clone().map(|it| MANAGED.contains(&it)).into(),
        distribution: distribution.map(str::to_owned).into(),
        version: version(world).into(),
        version_supported: version_supported(world).into(),
        nodes: count(&|_| true),
        control_plane_nodes: count(&is_control_plane),
        etcd_members: etcd_members(world).into(),
        metrics_api: apis::metrics_api(world).into(),
        zones: nodes
            .map(|nodes| {
                let zones = nodes.iter().filter_map(|it| it.meta.label("topology.kubernetes.io/zone"));
                i64::try_from(zones.collect::<BTreeSet<_>>().len()).unwrap_or(i64::MAX)
            })
            .into(),
    }
}

fn distribution(nodes: &[Object<Node>]) -> &'static str {
    let fits = |mark: &Mark| nodes.iter().any(|node| mark.fits(node));
    DISTRIBUTIONS.iter().find(|(_, mark)| fits(mark)).map(|(name, _)| *name).unwrap_or_default()
}

/// The oldest kubelet's version: an upgrade is done when the last node has it.
fn version(world: &World<'_>) -> Result<String, Ignorance> {
    let nodes = world.observed.nodes.all()?;
    let versions: Option<Vec<&str>> =
        nodes.iter().map(|it| it.body.status.as_ref().map(|it| it.kubelet_version.as_str())).collect();
    let versions = versions.ok_or_else(|| status::missing(world.observed.source.kind, "nodes"))?;
    let oldest = versions.into_iter().filter(|it| !it.is_empty()).min_by_key(|it| minor(it));
    oldest.map(str::to_owned).ok_or_else(|| Ignorance::undetermined("nodes", "there is none"))
}

fn version_supported(world: &World<'_>) -> Result<bool, Ignorance> {
    let version = version(world)?;
    let supported = lifecycle::is_supported(Component::Kubernetes, &version, world.now());
    supported.ok_or_else(|| Ignorance::undetermined("nodes", format!("`{version}` is no version")))
}

fn minor(version: &str) -> (u32, u32, u32) {
    let mut parts = version.trim_start_matches('v').split(['.', '+', '-']).map(|it| it.parse().unwrap_or_default());
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// Static pods of etcd; where etcd is embedded (k3s, RKE2) the nodes say so by a role.
fn etcd_members(world: &World<'_>) -> Result<i64, Ignorance> {
    let nodes = world.observed.nodes.all()?;
    let embedded = nodes.iter().filter(|it| it.meta.labels.contains_key("node-role.kubernetes.io/etcd")).count();
    if embedded > 0 {
        return Ok(i64::try_from(embedded).unwrap_or(i64::MAX));
    }
    let pods = world.observed.pods.within("kube-system")?;
    let members = pods.filter(|it| it.meta.label("component") == Some("etcd")).count();
    Ok(i64::try_from(members).unwrap_or(i64::MAX))
}
